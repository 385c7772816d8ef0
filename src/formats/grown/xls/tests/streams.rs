//! Streams made by hand, record by record, and told in words: what was repeated, what followed, what is left.

use super::super::super::super::limits::Limits;
use super::super::super::super::xls::cells::record;
use super::super::super::super::xls::read;
use super::super::super::{File, unlike};
use super::super::kinds::*;
use super::super::{Grown, last_rows, repeat};
use super::made::{tokens, told, words, workbook};
use super::sheets;
use crate::submit::grid::{Content, Grid};

fn formula((row, column): (u16, u16), formula: &str, flags: u16) -> Vec<u8> {
    let tokens = tokens(formula);
    let head = words(&[row, column, 15, 0, 0, 0, 0, flags, 0, 0, tokens.len() as u16]);
    record(0x0006, &[head, tokens].concat())
}

fn row(row: u16) -> Vec<u8> {
    record(0x0208, &words(&[row, 0, 5, 270, 0, 0, 0x0100, 15]))
}

fn blank(row: u16, column: u16) -> Vec<u8> {
    record(0x0201, &words(&[row, column, 15]))
}

/// Rows 3 and 4, each with a formula that the sum in row 5 shares with them; whatever else the sheet says behind them.
fn sheet(behind: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let shared = tokens("R[0]C[-1] 2 *");
    let shared = [&words(&[2, 4])[..], &[2, 2, 0, 3], &words(&[shared.len() as u16]), &shared].concat();
    let array = tokens("B3:B4 SUM");
    let array = [&words(&[4, 4])[..], &[3, 3], &[0; 6], &words(&[array.len() as u16]), &array].concat();
    let mut records = vec![
        record(0x020b, &[0; 20]),
        record(0x0200, &words(&[2, 0, 6, 0, 0, 5, 0])),
        row(2),
        row(3),
        row(4),
        row(5),
        blank(2, 1),
        formula((2, 2), "HERE", 8),
        record(0x04bc, &shared),
        record(0x00fd, &words(&[3, 0, 15, 0, 0])),
        blank(3, 1),
        formula((3, 2), "HERE", 8),
        record(0x0207, &[1, 0, 0, b'x']),
        formula((4, 1), "B3:B4 SUM", 0),
        formula((4, 2), "HERE", 8),
        record(0x0006, &[words(&[4, 3, 15, 0, 0, 0, 0, 0, 0, 0, 5]), vec![1, 4, 0, 3, 0]].concat()),
        record(0x0221, &array),
        blank(5, 0),
        record(0x00d7, &[0; 8]),
    ];
    records.extend(behind.iter().cloned());
    records
}

/// Row 4 of `表` is repeated twice.
const GROWN: Grown = Grown { sheet: 0, row: 3, count: 2 };

#[test]
fn the_records_of_a_row_are_repeated_behind_it_and_formulas_stand_for_themselves() {
    let sheets = sheets();
    let strings = record(0x00fc, &[5, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, b'a']);
    let stream = workbook(&[strings], [&sheet(&[]), &[]]);
    let made = repeat(&stream, &GROWN).expect("a workbook").expect("it is followed");
    let array = |row: u8, last: u8| {
        let tokens = tokens(&format!("B3:B{last} SUM"));
        let place = [row, 0, row, 0, 3, 3, 0, 0, 0, 0, 0, 0, tokens.len() as u8, 0];
        format!("0221 {:x?}", [&place[..], &tokens].concat())
    };
    let expected = [
        "0200 [2, 0, 0, 0, 8, 0, 0, 0, 0, 0, 5, 0, 0, 0]",
        "row 3",
        "row 4",
        "row 5",
        "row 6",
        "row 7",
        "row 8",
        "B3 0201",
        "C3=B3*2 0",
        "A4 00fd",
        "B4 0201",
        "C4=B4*2 0",
        "0207 [1, 0, 0, 78]",
        "A5 00fd",
        "B5 0201",
        "C5=B5*2 0",
        "0207 [1, 0, 0, 78]",
        "A6 00fd",
        "B6 0201",
        "C6=B6*2 0",
        "0207 [1, 0, 0, 78]",
        "B7=SUM(B3:B6) 0",
        "C7=B7*2 0",
        "D7=[1, 6, 0, 3, 0] 0",
        &array(6, 6),
        "A8 0201",
    ];
    assert_eq!(told(&made, 1, &sheets), expected);
    let uses = told(&made, 0, &sheets).pop();
    assert_eq!(
        uses.as_deref(),
        Some("00fc [7, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 61]"),
        "the words of two copies"
    );
    assert_eq!(last_rows(&made), Ok(vec![(0, 7)]), "the other sheet has none");
}

/// A name of an area.
fn name(formula: &str) -> Vec<u8> {
    let tokens = tokens(formula);
    let head = [0, 0, 0, 1, tokens.len() as u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, b'N'];
    record(0x0018, &[&head[..], &tokens].concat())
}

/// The formula of a series in a chart.
fn charted(formula: &str) -> Vec<u8> {
    let tokens = tokens(formula);
    record(0x1051, &[&words(&[0x0201, 0, 0, tokens.len() as u16])[..], &tokens].concat())
}

fn chart(formula: &str) -> Vec<Vec<u8>> {
    vec![record(0x0809, &words(&[0x0600, 0x20, 0, 0, 0, 0, 0, 0])), charted(formula), record(0x000a, &[])]
}

#[test]
fn names_charts_and_other_sheets_follow() {
    let sheets = sheets();
    let other =
        [vec![formula((0, 0), "表!B5 1 +", 0), formula((1, 0), "A1", 0)], chart("表!$B$3:$B$4")].concat();
    let own = sheet(&[chart("表!$B$3:$B$4"), vec![record(0x00e5, &words(&[1, 3, 3, 0, 1]))]].concat());
    let stream = workbook(&[name("表!$A$1:$E$6"), name("别表!$A$1:$E$6")], [&own, &other]);
    let made = repeat(&stream, &GROWN).expect("a workbook").expect("it is followed");
    let told_of =
        |made: &Vec<u8>| format!("{:04x} {:x?}", u16::from_le_bytes([made[0], made[1]]), &made[4..]);
    let names = told(&made, 0, &sheets);
    assert_eq!(names[names.len() - 2..], [told_of(&name("表!$A$1:$E$8")), told_of(&name("别表!$A$1:$E$6"))]);
    let found = told(&made, 1, &sheets);
    assert_eq!(found[found.len() - 3], told_of(&charted("表!$B$3:$B$6")));
    assert_eq!(
        found[found.len() - 1],
        told_of(&record(0x00e5, &words(&[3, 3, 3, 0, 1, 4, 4, 0, 1, 5, 5, 0, 1])))
    );
    let found = told(&made, 2, &sheets);
    assert_eq!(found[..2], ["A1=表!B7+1 0", "A2=A1 0"]);
    assert_eq!(found[3], told_of(&charted("表!$B$3:$B$6")));
}

/// A tree of one drawing with anchors of these rows, in records cut at this place.
fn drawing(anchors: &[(u16, [u16; 2])], cut: usize) -> Vec<Vec<u8>> {
    let node = |form: u16, kind: u16, inside: &[u8]| {
        [&words(&[form, kind])[..], &(inside.len() as u32).to_le_bytes(), inside].concat()
    };
    let shapes = anchors.iter().map(|(flags, [first, last])| {
        let anchor = node(0, 0xf010, &words(&[*flags, 0, 0, *first, 0, 1, 0, *last, 0]));
        node(0xf, 0xf004, &[node(0, 0xf00a, &[0; 8]), anchor].concat())
    });
    let shapes: Vec<u8> = shapes.collect::<Vec<_>>().concat();
    let tree = node(0xf, 0xf002, &[node(0, 0xf008, &[0; 8]), node(0xf, 0xf003, &shapes)].concat());
    let (before, behind) = tree.split_at(cut);
    vec![record(DRAWING, before), record(0x003c, behind)]
}

#[test]
fn what_is_drawn_moves_with_its_cells_and_grows_where_it_lies_over_the_row() {
    let before = [(0, [1, 2]), (0, [2, 5]), (2, [2, 5]), (2, [5, 9]), (0, [4, 9])];
    let after = [(0, [1, 2]), (0, [2, 7]), (2, [2, 5]), (2, [7, 11]), (0, [6, 11])];
    for cut in [20, 90, 101] {
        let stream = workbook(&[], [&sheet(&drawing(&before, cut)), &[]]);
        let made = repeat(&stream, &GROWN).expect("a workbook").expect("it is followed");
        let expected = workbook(&[], [&drawing(&after, cut), &[]]);
        let tail = |stream: &[u8]| told(stream, 1, &sheets()).split_off(told(stream, 1, &sheets()).len() - 2);
        assert_eq!(tail(&made), tail(&expected), "cut at {cut}");
    }
}

#[test]
fn what_is_not_known_leaves_the_workbook_alone() {
    let object = |kind: u16, behind: &[u16]| {
        record(OBJECT, &[words(&[0x15, 18, kind, 1, 0, 0, 0, 0, 0, 0, 0]), words(behind)].concat())
    };
    let own = |behind: Vec<Vec<u8>>| workbook(&[], [&sheet(&behind), &[]]);
    let elsewhere = |records: Vec<Vec<u8>>| workbook(&[], [&sheet(&[]), &records]);
    let globals = |records: Vec<Vec<u8>>| workbook(&records, [&sheet(&[]), &[]]);
    let instead = |place: usize, made: Vec<Vec<u8>>| {
        let mut records = sheet(&[]);
        records.splice(place..=place, made);
        workbook(&[], [&records, &[]])
    };
    let words_of_shape = |formula: u16| record(WORDS, &words(&[0, 0, 0, 0, 0, 0, 0, 0, formula]));
    let array = [&words(&[4, 5])[..], &[3, 3], &[0; 6], &words(&[4]), &tokens("1 SUM")[..4]].concat();
    let known = |stream: &[u8]| repeat(stream, &GROWN).expect("a workbook").is_some();
    for (what, stream) in [
        ("a comment's shape", own(vec![object(0x19, &[0x0d, 0, 0, 0]), words_of_shape(0)])),
        ("a link to a page", own(vec![record(LINK, &[0; 40])])),
        ("a filter on another sheet", elsewhere(vec![record(0x009d, &[1, 0])])),
        ("a name of an area, and one of another name", globals(vec![name("表!$A$1"), name("NAME")])),
    ] {
        assert!(known(&stream), "{what}");
    }
    for (what, stream) in [
        ("a table that turns", own(vec![record(0x00b0, &[0; 40])])),
        ("scenarios", own(vec![record(0x00ae, &[0; 8])])),
        ("a filter", own(vec![record(0x009d, &[1, 0])])),
        ("anything newer", own(vec![record(0x0872, &[0; 40])])),
        ("a box to tick", own(vec![object(0x0b, &[0, 0])])),
        ("a picture of cells", own(vec![object(8, &[0x09, 4, 0, 0, 0, 0])])),
        ("an object that never ends", own(vec![object(8, &[7, 2, 0])])),
        ("a shape with the words of a cell", own(vec![words_of_shape(7)])),
        ("a drawing that ends before its end", own(vec![drawing(&[(0, [1, 2])], 30).remove(0)])),
        ("a record that goes on", own(vec![record(MERGES, &words(&[0])), record(0x003c, &[])])),
        ("a link to a cell", own(vec![record(LINK, &[vec![0; 28], vec![8, 0, 0, 0]].concat())])),
        (
            "a link to a cell from elsewhere",
            elsewhere(vec![record(LINK, &[vec![0; 28], vec![8, 0, 0, 0]].concat())]),
        ),
        ("an unknown record elsewhere", elsewhere(vec![record(0x0872, &[0; 40])])),
        ("an unknown formula elsewhere", elsewhere(vec![formula((0, 0), "A1 UNKNOWN", 0)])),
        ("an unknown formula in a chart", own(chart("表!$B$3 UNKNOWN"))),
        ("a control elsewhere", elsewhere(vec![object(0x0b, &[0, 0])])),
        ("tables that turn", globals(vec![record(0x00d5, &[1, 0])])),
        ("a name that counts from its cell", globals(vec![name("表!A1")])),
        ("a name with an unknown formula", globals(vec![name("表!$A$1 UNKNOWN")])),
        ("a formula over several cells", instead(16, vec![record(0x0221, &array)])),
        ("a table of two cells", instead(16, vec![record(0x0236, &[0; 16])])),
        ("a formula shared with nobody", instead(8, vec![])),
        ("an unknown formula", instead(13, vec![formula((4, 1), "B3 UNKNOWN", 0)])),
        ("a copy that nobody can tell", instead(11, vec![formula((3, 2), "B5 1 +", 0)])),
        ("cells in another order", instead(17, vec![blank(1, 0)])),
    ] {
        assert!(!known(&stream), "{what}");
    }
    let far = Grown { count: 65_533, ..GROWN };
    assert_eq!(repeat(&own(vec![]), &far), Ok(None), "beyond the last row");
}

#[test]
fn nothing_panics_whatever_a_byte_says() {
    let behind = [
        drawing(&[(0, [1, 2])], 40),
        chart("表!$B$3:$B$4"),
        vec![
            record(0x00e5, &words(&[1, 3, 3, 0, 1])),
            record(COLOURS, &words(&[1, 0, 3, 3, 0, 1, 1, 3, 3, 0, 1])),
            record(COLOUR, &[&[1, 5, 5, 0, 0, 0][..], &tokens("$B$5")].concat()),
        ],
    ];
    let stream =
        workbook(&[name("表!$A$1:$E$6")], [&sheet(&behind.concat()), &[formula((0, 0), "表!B5", 0)]]);
    let mut answers = std::collections::BTreeSet::new();
    for at in 0..stream.len() {
        for byte in [0, 1, 0x7f, 0xff] {
            let mut lying = stream.clone();
            lying[at] = byte;
            answers.insert(repeat(&lying, &GROWN).map_err(|_| ()).map(|made| made.is_some()));
        }
    }
    assert_eq!(answers.len(), 3, "{answers:?}");
}

#[test]
fn an_empty_text_that_a_shared_formula_came_to_is_no_other_cell_afterwards() {
    let mut records = sheet(&[]);
    let shared = tokens("'x'");
    let head = [&words(&[2, 4])[..], &[2, 2, 0, 3], &words(&[shared.len() as u16])].concat();
    records[8] = record(0x04bc, &[head, shared].concat());
    for formula in [7, 11, 14] {
        records[formula][10..18].copy_from_slice(&[3, 0, 0, 0, 0, 0, 0xff, 0xff]);
    }
    records.remove(12);
    let strings = record(0x00fc, &[1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, b'a']);
    let stream = workbook(&[strings], [&records, &[]]);
    let made = repeat(&stream, &GROWN).expect("a workbook").expect("it is followed");
    let read = |stream: &[u8]| read(stream, &Limits::sheet()).expect("it is read");
    let (before, after) = (read(&stream), read(&made));
    let without = |grid: &Grid| {
        grid.sheets[0].cells.iter().filter(|cell| cell.content == Content::FormulaWithoutResult).count()
    };
    assert_eq!((without(&before), without(&after)), (3, 0), "their words stand in their own cells now");
    assert_eq!(unlike(&before, &after, &[GROWN], File::Stream), None);
    assert!(unlike(&before, &after, &[Grown { count: 1, ..GROWN }], File::Stream).is_some());
}
