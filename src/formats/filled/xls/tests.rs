//! Streams made by hand, record by record, and told in words: what stands before is kept, what was asked for changes.

mod told;

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::compound::u32_at;
use super::super::super::limits::Limits;
use super::super::super::xls::cells::{cell, record};
use crate::problem::Unfilled;
use crate::submit::filling::{Spot, Value};
use told::{Table, table, told};

fn begin(kind: u8) -> Vec<u8> {
    record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
}

fn end() -> Vec<u8> {
    record(0x000a, &[])
}

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// A workbook of these sheets with seventeen formats and what else it says of itself before them.
fn workbook(own: &[Vec<u8>], sheets: &[Vec<Vec<u8>>]) -> Vec<u8> {
    let mut made = vec![begin(5)];
    made.extend((0..17).map(|_| record(0x00e0, &[0; 20])));
    let list = made.len();
    made.extend(sheets.iter().map(|_| record(0x0085, &[0, 0, 0, 0, 0, 0, 1, 0, b'S'])));
    made.extend(own.iter().cloned());
    made.push(end());
    let mut at: usize = made.iter().map(Vec::len).sum();
    for (index, sheet) in sheets.iter().enumerate() {
        made[list + index][4..8].copy_from_slice(&(at as u32).to_le_bytes());
        made[list + index][12] = b'1' + index as u8;
        let parts = [&[begin(0x10)], &sheet[..], &[end()]].concat();
        at += parts.iter().map(Vec::len).sum::<usize>();
        made.extend(parts);
    }
    made.concat()
}

fn size(rows: [u32; 2], columns: [u16; 2]) -> Vec<u8> {
    let rows = rows.map(u32::to_le_bytes);
    record(0x0200, &[rows.as_flattened(), &words(&columns), &[0, 0]].concat())
}

fn row(row: u16, first: u16, behind: u16, format: Option<u16>) -> Vec<u8> {
    let flags = if format.is_some() { 0x0180 } else { 0x0100 };
    record(0x0208, &words(&[row, first, behind, 270, 0, 0, flags, format.unwrap_or(15)]))
}

fn blank(at: (u32, u32), format: u16) -> Vec<u8> {
    cell(0x0201, at, format, &[])
}

fn number(at: (u32, u32), format: u16, number: f64) -> Vec<u8> {
    cell(0x0203, at, format, &number.to_le_bytes())
}

fn formula(at: (u32, u32), result: [u8; 8], tokens: &[u8]) -> Vec<u8> {
    let rest = [&result[..], &[0; 6], &words(&[tokens.len() as u16]), tokens].concat();
    cell(0x0006, at, 15, &rest)
}

/// The sum of A1:C1.
const SUM: [u8; 13] = [0x25, 0, 0, 0, 0, 0, 0xc0, 2, 0xc0, 0x19, 0x10, 0, 0];

/// A name, which our own calculation does not know.
const NAME: [u8; 5] = [0x23, 1, 0, 0, 0];

/// A1 beside a text: IF(A1,"x",…) cut down to what matters.
const WITH_TEXT: [u8; 12] = [0x23, 1, 0, 0, 0, 0x17, 1, 0, b'x', 0x08, 0x1d, 0];

/// The stream filled with these values, or why not.
fn filled(stream: &[u8], values: &[(Spot, Value)]) -> Result<(Vec<u8>, BTreeSet<Spot>), Unfilled> {
    let before = super::read(stream, &Limits::sheet())?;
    let values: BTreeMap<Spot, Value> = values.iter().cloned().collect();
    super::fill(stream, &before, &values, &Limits::sheet())
}

fn to(text: &str) -> Value {
    Value::Number(text.to_owned())
}

fn said(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn a_cell_keeps_its_format_and_its_neighbours_stay() {
    let blanks = record(0x00be, &words(&[0, 1, 21, 22, 23, 24, 4]));
    let short = |value: u16| [16, (value << 2) | 2, 0];
    let numbers = record(0x00bd, &words(&[&[1, 0][..], &short(5), &short(6), &short(7), &[2]].concat()));
    let sheet = vec![
        record(0x020b, &[0; 20]),
        size([0, 2], [0, 5]),
        row(0, 0, 5, None),
        row(1, 0, 3, None),
        number((0, 0), 20, 1.0),
        blanks,
        numbers,
        record(0x00d7, &[0; 8]),
        record(0x023e, &[0; 18]),
    ];
    let plain = workbook(&[], &[sheet]);
    let kept = ["size 0-2 0-5", "row 1 0-5 of 15", "row 2 0-3 of 15"];
    for (what, values, cells) in [
        (
            "the middle of several blank cells",
            vec![((0, (0, 2)), to("7.5"))],
            vec!["A1 = 1 of 20", "B1 blank of 21", "C1 = 7.5 of 22", "D1 blanks to E1", "A2 numbers to C2"],
        ),
        (
            "the first and the last of them",
            vec![((0, (0, 1)), to("1")), ((0, (0, 4)), to("2"))],
            vec!["A1 = 1 of 20", "B1 = 1 of 21", "C1 blanks to D1", "E1 = 2 of 24", "A2 numbers to C2"],
        ),
        (
            "a number, and the last of several",
            vec![((0, (0, 0)), Value::Blank), ((0, (1, 2)), to("-3"))],
            vec!["A1 blank of 20", "B1 blanks to E1", "A2 numbers to B2", "C2 = -3 of 16"],
        ),
        (
            "all of several",
            vec![((0, (1, 0)), to("1")), ((0, (1, 1)), to("2")), ((0, (1, 2)), Value::Blank)],
            vec!["A1 = 1 of 20", "B1 blanks to E1", "A2 = 1 of 16", "B2 = 2 of 16", "C2 blank of 16"],
        ),
        (
            "words where there is no table of strings",
            vec![((0, (0, 3)), said("沂源县"))],
            vec![
                "A1 = 1 of 20",
                "B1 blanks to C1",
                "D1 text of 3 units",
                "E1 blank of 24",
                "A2 numbers to C2",
            ],
        ),
    ] {
        let (made, _) = filled(&plain, &values).expect(what);
        assert_eq!(told(&made, 0), [&kept[..], &cells, &["023e 18"]].concat(), "{what}");
    }
    assert_eq!(filled(&plain, &[]).expect("nothing is asked").0, plain, "its index stays as well");
}

#[test]
fn a_cell_without_a_record_gets_one_at_its_place() {
    let columns = record(0x007d, &words(&[4, 5, 2_000, 14, 0, 0]));
    let sheet = vec![
        columns,
        size([1, 4], [1, 3]),
        row(1, 1, 3, None),
        row(3, 1, 2, Some(13)),
        blank((1, 1), 12),
        blank((3, 1), 12),
        record(0x00d7, &[0; 8]),
        row(40, 0, 1, None),
        blank((40, 0), 12),
        record(0x023e, &[0; 18]),
    ];
    let made = |values: &[(u32, u32)]| {
        let values: Vec<(Spot, Value)> = values.iter().map(|at| ((0, *at), to("9"))).collect();
        filled(&workbook(&[], std::slice::from_ref(&sheet)), &values)
            .map(|(made, _)| told(&made, 0)[1..].to_vec())
    };
    for (cells, expected) in [
        (
            &[(1, 0), (1, 4), (3, 2)][..],
            "size 1-4 0-5; row 2 0-5 of 15; row 4 1-3 of 13; A2 = 9 of 15; B2 blank of 12; E2 = 9 of 14; \
             B4 blank of 12; C4 = 9 of 13; row 41 0-1 of 15; A41 blank of 12",
        ),
        (
            &[(2, 1), (20, 2)],
            "size 1-21 1-3; row 2 1-3 of 15; row 3 1-2 of 15; row 4 1-2 of 13; B2 blank of 12; B3 = 9 of 15; \
             B4 blank of 12; row 21 2-3 of 15; C21 = 9 of 15; row 41 0-1 of 15; A41 blank of 12",
        ),
        (
            &[(0, 0), (50, 1)],
            "size 0-51 0-3; row 1 0-1 of 15; A1 = 9 of 15; row 2 1-3 of 15; row 4 1-2 of 13; B2 blank of 12; \
             B4 blank of 12; row 41 0-1 of 15; A41 blank of 12; row 51 1-2 of 15; B51 = 9 of 15",
        ),
    ] {
        assert_eq!(made(cells), Ok(format!("{expected}; 023e 18").split("; ").map(str::to_owned).collect()));
    }
    for far in [(65_536, 0), (0, 256)] {
        assert_eq!(made(&[far]), Err(Unfilled::Beyond));
    }
    let empty = workbook(&[], &[vec![size([0, 0], [0, 0]), record(0x023e, &[0; 18])]]);
    let (first, _) = filled(&empty, &[((0, (2, 1)), to("1"))]).expect("an empty sheet");
    assert_eq!(told(&first, 0), ["size 2-3 1-2", "B3 = 1 of 15", "023e 18"]);
}

#[test]
fn results_are_those_of_the_new_figures() {
    let old = 0.0_f64.to_le_bytes();
    let promised = [0, 0, 0, 0, 0, 0, 0xff, 0xff];
    let text = record(0x0207, &[3, 0, 0, b'o', b'l', b'd']);
    let (array, shared) = (record(0x0221, &[0; 14]), [0x01, 4, 0, 0, 0]);
    let doubled =
        [&[4, 0, 5, 0, 0, 0, 0, 2, 10, 0][..], &[0x4c, 0xff, 0xff, 0, 0xc0, 0x1e, 2, 0, 0x05]].concat();
    let sheet = vec![
        size([0, 6], [0, 3]),
        number((0, 0), 15, 1.0),
        blank((0, 1), 15),
        formula((1, 0), old, &SUM),
        formula((2, 0), 7.0_f64.to_le_bytes(), &NAME),
        formula((2, 1), promised, &NAME),
        text.clone(),
        formula((2, 2), promised, &WITH_TEXT),
        text.clone(),
        record(0x003c, &[1]),
        formula((3, 0), promised, &shared),
        array,
        text,
        formula((4, 0), old, &shared),
        record(0x04bc, &doubled),
        formula((5, 0), old, &shared),
        record(0x023e, &[0; 18]),
    ];
    let (made, open) = filled(&workbook(&[], &[sheet]), &[((0, (0, 1)), to("4"))]).expect("it is filled");
    let expected = "size 0-6 0-3; A1 = 1 of 15; B1 = 4 of 15; A2 formula = 5 asks 0; A3 formula, kind 3 asks 3; \
                    B3 formula, kind 3 asks 3; C3 formula, kind 3 asks 3; A4 formula, kind 3 asks 3; 0221 14; \
                    A5 formula, kind 3 asks 3; 04bc 19; A6 formula, kind 3 asks 3; 023e 18";
    assert_eq!(told(&made, 0), expected.split("; ").collect::<Vec<_>>());
    let expected = [(2, 0), (2, 1), (2, 2), (3, 0), (4, 0), (5, 0)].map(|at| (0, at));
    assert_eq!(open, BTreeSet::from(expected));
}

#[test]
fn a_formula_is_never_written_over() {
    let sheet = vec![size([0, 2], [0, 1]), formula((1, 0), [0; 8], &SUM)];
    let answer = filled(&workbook(&[], &[sheet]), &[((0, (1, 0)), to("4"))]);
    assert!(matches!(answer, Err(Unfilled::Unusual(_))), "{answer:?}");
}

#[test]
fn words_stand_behind_the_others_of_the_table() {
    let string = |text: &str| [&words(&[text.len() as u16])[..], &[0], text.as_bytes()].concat();
    let shared = |strings: &[Vec<u8>], uses: u32| {
        let head = [uses.to_le_bytes(), (strings.len() as u32).to_le_bytes()].concat();
        record(0x00fc, &[head, strings.concat()].concat())
    };
    let cells = |row: u32| {
        vec![
            size([0, 3], [0, 2]),
            cell(0x00fd, (row, 0), 15, &[0; 4]),
            blank((row, 1), 16),
            record(0x023e, &[0; 18]),
        ]
    };
    // A bucket of two strings, of which there is one.
    let short = shared(&[string("a")], 2);
    let place = 20 + 17 * 24 + 2 * 13 + 4 + 8;
    let index = record(0x00ff, &[&words(&[2, place, 0, 12, 0])[..]].concat());
    let own = [short, index, record(0x1234, &[5])];
    let values = [((0, (0, 1)), said("沂源县")), ((1, (1, 1)), said("沂源县")), ((1, (1, 0)), said("乙"))];
    let (made, _) = filled(&workbook(&own, &[cells(0), cells(1)]), &values).expect("it is filled");
    let Table { uses, strings: found, index } = table(&made);
    assert_eq!(uses, 4, "one of two cells has other words now, three are new");
    let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["a", "沂源县", "乙"]);
    assert_eq!(index.iter().map(|(at, _)| *at as usize).collect::<Vec<_>>(), [found[0].0, found[2].0]);
    assert_eq!(index[1].1, 4 + 8 + 4 + 9, "behind the head of the record and of the table, and two strings");
    assert_eq!(told(&made, 0), ["size 0-3 0-2", "A1 string 0 of 15", "B1 string 1 of 16", "023e 18"]);
    assert_eq!(told(&made, 1), ["size 0-3 0-2", "A2 string 2 of 15", "B2 string 1 of 16", "023e 18"]);

    // A table whose record has no room left.
    let full = shared(&[string(&"x".repeat(8_200))], 1);
    let (made, _) =
        filled(&workbook(&[full], &[cells(0)]), &[((0, (0, 1)), said("沂源县城关所"))]).expect("filled");
    let found = table(&made).strings;
    assert_eq!(found[1].1, "沂源县城关所");
    assert_eq!(
        super::read(&made, &Limits::sheet()).expect("read").sheets[0].at(0, 1).map(|c| c.text()),
        Some("沂源县城关所".to_owned())
    );
    let long = "长".repeat(4_001);
    let answer = filled(&workbook(&own, &[cells(0), cells(1)]), &[((0, (0, 1)), said(&long))]);
    assert_eq!(answer, Err(Unfilled::Beyond));
}

#[test]
fn a_sheet_that_is_only_moved_keeps_its_index() {
    let sheet = |row: u32| vec![size([0, 3], [0, 2]), blank((row, 0), 16), record(0x00d7, &[9, 0, 0, 0])];
    let mut second = sheet(1);
    second.insert(0, record(0x020b, &[0; 20]));
    let stream = workbook(&[], &[sheet(0), second]);
    let at = stream.windows(4).position(|window| window == [0x0b, 0x02, 20, 0]).expect("an index");
    let begins = (at - 20) as u32;
    let mut stream = stream;
    stream[at + 16..at + 20].copy_from_slice(&(begins + 100).to_le_bytes());
    stream[at + 20..at + 24].copy_from_slice(&(begins + 200).to_le_bytes());
    let (made, _) = filled(&stream, &[((0, (0, 0)), to("1"))]).expect("it is filled");
    // A number is eight bytes longer than nothing; the other sheet's list of cells, of eight bytes, is left out.
    assert_eq!(told(&made, 0), ["size 0-3 0-2", "A1 = 1 of 16"]);
    assert_eq!(told(&made, 1), ["020b 20", "size 0-3 0-2", "A2 blank of 16", "00d7 4"]);
    assert_eq!(made[at..at + 24], stream[at..at + 24], "moved there and back");
    let (made, _) = filled(&stream, &[((0, (2, 0)), to("1"))]).expect("it is filled");
    let moved = made.windows(4).position(|window| window == [0x0b, 0x02, 20, 0]).expect("an index");
    let places = [16, 20].map(|field| u32_at(&made, moved + field).expect("a place"));
    assert_eq!(places, [100, 200].map(|distance| (moved - 20) as u32 + distance));
    assert!(moved > at);
}

#[test]
fn what_lies_is_refused_and_nothing_panics() {
    let string = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, b'a'];
    let own = [record(0x00fc, &string), record(0x003c, &[]), record(0x00ff, &[8, 0, 0, 0, 0, 0, 0, 0, 0, 0])];
    let sheet = vec![
        record(0x020b, &[0; 20]),
        record(0x007d, &words(&[0, 5, 2_000, 14, 0, 0])),
        record(0x0225, &[0, 0, 14, 1]),
        size([0, 3], [0, 6]),
        row(0, 0, 4, None),
        record(0x00be, &words(&[0, 1, 21, 22, 23, 3])),
        number((0, 4), 15, 1.0),
        cell(0x00fd, (0, 5), 15, &[0; 4]),
        formula((1, 0), [0, 0, 0, 0, 0, 0, 0xff, 0xff], &SUM),
        record(0x0207, &[1, 0, 0, b'x']),
        record(0x00d7, &[0; 8]),
    ];
    let stream = workbook(&own, &[sheet]);
    let values = [
        ((0, (0, 2)), to("1")),
        ((0, (0, 5)), said("乙")),
        ((0, (2, 0)), said("丙")),
        ((0, (0, 4)), Value::Blank),
    ];
    assert!(filled(&stream, &values).is_ok());
    let values: BTreeMap<Spot, Value> = values.into_iter().collect();
    let before = super::read(&stream, &Limits::sheet()).expect("it is read");
    let try_to = |stream: &[u8]| super::fill(stream, &before, &values, &Limits::sheet());
    for length in 0..stream.len() {
        assert!(try_to(&stream[..length]).is_err(), "cut at {length}");
    }
    let mut answers = BTreeSet::new();
    for at in 0..stream.len() {
        for byte in [0, 1, 0x7f, 0xff] {
            let mut lying = stream.clone();
            lying[at] = byte;
            answers.insert(try_to(&lying).is_ok());
        }
    }
    assert_eq!(answers, BTreeSet::from([false, true]));
    for (what, stream) in [
        ("two sheets in one place", {
            let mut stream = workbook(&[], &[vec![size([0, 0], [0, 0])], vec![size([0, 0], [0, 0])]]);
            let list = 20 + 17 * 24 + 4;
            let first: [u8; 4] = stream[list..list + 4].try_into().expect("four");
            stream[list + 13..list + 17].copy_from_slice(&first);
            stream
        }),
        ("a cell twice", workbook(&[], &[vec![size([0, 0], [0, 0]), blank((0, 2), 15), blank((0, 2), 15)]])),
        ("no room for cells", workbook(&[], &[vec![record(0x023e, &[0; 18])]])),
    ] {
        assert!(matches!(try_to(&stream), Err(Unfilled::Unusual(_))), "{what}");
    }
    assert_eq!(try_to(&workbook(&[record(0x002f, &[1, 0])], &[])), Err(Unfilled::Encrypted));
    let older = record(0x0809, &[0, 5, 5, 0, 0, 0, 0, 0]);
    assert_eq!(try_to(&[older, end()].concat()), Err(Unfilled::Older));
}
