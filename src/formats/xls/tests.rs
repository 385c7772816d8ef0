//! Streams made by hand, record by record.

use super::super::limits::Limits;
use crate::problem::RefusalCode;
use crate::submit::grid::{Area, Content, Grid, Said, Sheet};

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
}

fn begin(kind: u8) -> Vec<u8> {
    record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
}

/// A workbook of one sheet named `S`.
fn stream(globals: &[u8], sheet: &[u8]) -> Vec<u8> {
    let end = record(0x000a, &[]);
    let at = begin(5).len() + globals.len() + record(0x0085, &[0; 9]).len() + end.len();
    let entry = [&(at as u32).to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat();
    [&begin(5)[..], globals, &record(0x0085, &entry), &end, &begin(0x10), sheet, &end].concat()
}

fn read(globals: &[u8], sheet: &[u8]) -> Result<Grid, RefusalCode> {
    super::read(&stream(globals, sheet), &Limits::sheet()).map_err(|refusal| refusal.code)
}

fn cell(kind: u16, rest: &[u8]) -> Vec<u8> {
    record(kind, &[&[1, 0, 2, 0, 0, 0], rest].concat())
}

fn formula(result: [u8; 8], tokens: &[u8]) -> Vec<u8> {
    cell(0x0006, &[&result[..], &[0; 6], &(tokens.len() as u16).to_le_bytes(), tokens].concat())
}

#[test]
fn every_kind_of_cell_is_read() {
    let strings = [&[1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1][..], &0x7532u16.to_le_bytes()].concat();
    let continued = [&[1][..], &0x4e59u16.to_le_bytes()].concat();
    let globals = [record(0x00fc, &strings), record(0x003c, &continued)].concat();
    let text = |word: &str| Content::Text(word.into());
    let empty = [3, 0, 0, 0, 0, 0, 0xff, 0xff];
    for (records, content) in [
        (cell(0x0203, &57.442_1_f64.to_le_bytes()), Some(Content::Number("57.4421".into()))),
        (cell(0x027e, &((1234_u32 << 2) | 3).to_le_bytes()), Some(Content::Number("12.34".into()))),
        (cell(0x00fd, &[0; 4]), Some(text("甲乙"))),
        (cell(0x0204, &[2, 0, 0, b'o', b'k']), Some(text("ok"))),
        (cell(0x0205, &[1, 0]), Some(Content::Bool(true))),
        (cell(0x0205, &[0x17, 1]), Some(Content::Error("#REF!".into()))),
        (formula(7.0_f64.to_le_bytes(), &[]), Some(Content::Number("7".into()))),
        (formula(empty, &[0x25]), Some(Content::FormulaWithoutResult)),
        (formula(empty, &[0x17, 0, 0]), None),
        (
            [formula([0, 0, 0, 0, 0, 0, 0xff, 0xff], &[]), record(0x0207, &[1, 0, 0, b'x'])].concat(),
            Some(text("x")),
        ),
        (formula([0, 0, 0, 0, 0, 0, 0xff, 0xff], &[]), Some(Content::FormulaWithoutResult)),
    ] {
        let grid = read(&globals, &records).unwrap();
        assert_eq!(grid.sheets[0].at(1, 2), content.as_ref());
    }
}

#[test]
fn rows_of_numbers_merges_days_and_hidden_columns() {
    let globals =
        [record(0x00e0, &[0; 20]), record(0x00e0, &[&[0, 0, 14, 0][..], &[0; 16]].concat())].concat();
    let whole = |number: u32| ((number << 2) | 2).to_le_bytes();
    let row = [&[0, 0, 1, 0, 0, 0][..], &whole(5), &[1, 0], &whole(45369), &[2, 0]].concat();
    let sheet = [
        record(0x007d, &[2, 0, 2, 0, 0, 0, 0, 0, 1, 0]),
        record(0x00bd, &row),
        record(0x00e5, &[1, 0, 0, 0, 1, 0, 1, 0, 2, 0]),
    ]
    .concat();
    let sheet = read(&globals, &sheet).unwrap().sheets.remove(0);
    assert_eq!(sheet.at(0, 1), Some(&Content::Number("5".into())));
    assert_eq!(sheet.at(0, 2), Some(&Content::Date(2024, 3, 18)));
    assert_eq!(sheet.hidden_columns, [2]);
    assert_eq!(sheet.merges, [Area { first_row: 0, first_column: 1, last_row: 1, last_column: 2 }]);
}

#[test]
fn what_a_font_strikes_through_does_not_count_and_what_it_raises_is_a_note() {
    let font =
        |flags: u8, raised: u8| record(0x0031, &[200, 0, flags, 0, 0, 0, 0, 0, raised, 0, 0, 0, 0, 0, 0, 0]);
    let plain = font(0, 0);
    let fonts = [&plain[..], &font(8, 0), &plain, &plain, &font(0, 1)].concat();
    let formats = [record(0x00e0, &[0; 20]), record(0x00e0, &[&[1, 0][..], &[0; 18]].concat())].concat();
    // 8085 with its first half struck; 851 with its last digit raised, by the font that no font 4 makes the fifth.
    let strings = [
        &[2, 0, 0, 0, 2, 0, 0, 0][..],
        &[4, 0, 8, 2, 0, b'8', b'0', b'8', b'5', 0, 0, 1, 0, 2, 0, 0, 0],
        &[3, 0, 8, 1, 0, b'8', b'5', b'1', 2, 0, 5, 0],
    ]
    .concat();
    let globals = [fonts, formats, record(0x00fc, &strings)].concat();
    let at = |column: u8, format: u8, kind: u16, rest: &[u8]| {
        record(kind, &[&[0, 0, column, 0, format, 0], rest].concat())
    };
    let whole = |number: u32| ((number << 2) | 2).to_le_bytes();
    let sheet = [
        at(0, 0, 0x00fd, &[0, 0, 0, 0]),
        at(1, 0, 0x00fd, &[1, 0, 0, 0]),
        at(2, 1, 0x00fd, &[1, 0, 0, 0]),
        at(3, 1, 0x0203, &85.0_f64.to_le_bytes()),
        at(4, 1, 0x0006, &[0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]),
        record(0x0207, &[1, 0, 0, b'x']),
        record(0x00bd, &[&[0, 0, 5, 0, 1, 0][..], &whole(5), &[0, 0], &whole(6), &[6, 0]].concat()),
    ]
    .concat();
    let sheet = read(&globals, &sheet).unwrap().sheets.remove(0);
    let cells: Vec<(u32, String)> =
        sheet.cells.iter().map(|cell| (cell.column, cell.content.text())).collect();
    assert_eq!(cells, [(0, "85".to_owned()), (1, "85^1".to_owned()), (6, "6".to_owned())]);
}

#[test]
fn broken_and_encrypted_streams_are_refused() {
    let whole = stream(&[], &cell(0x0203, &1.0_f64.to_le_bytes()));
    for length in (0..whole.len()).step_by(3) {
        assert!(super::read(&whole[..length], &Limits::sheet()).is_err(), "{length}");
    }
    assert_eq!(read(&record(0x002f, &[1, 0]), &[]), Err(RefusalCode::Encrypted));
    for broken in [
        cell(0x00fd, &[9, 0, 0, 0]),
        cell(0x0203, &[0; 3]),
        record(0x00bd, &[0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 3, 0]),
        record(0x00e5, &[0xff, 0xff, 0, 0]),
    ] {
        assert_eq!(read(&[], &broken), Err(RefusalCode::Damaged));
    }
}

fn said(sheet: &Sheet) -> Vec<(u32, Said)> {
    sheet.remarks.iter().map(|remark| (remark.column, remark.said.clone())).collect()
}

/// A cell of the first row in its column and format.
fn at(column: u8, format: u8, kind: u16, rest: &[u8]) -> Vec<u8> {
    record(kind, &[&[0, 0, column, 0, format, 0], rest].concat())
}

#[test]
fn what_a_cell_shows_and_hides_by_its_colour_is_remarked() {
    let font = |colour: u16| {
        let colour = colour.to_le_bytes();
        record(0x0031, &[200, 0, 0, 0, colour[0], colour[1], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    };
    // By number: automatic, white, the file's own colour 8, what windows are filled with, black.
    let fonts = [font(0x7fff), font(9), font(8), font(65), font(0), font(0x7fff)].concat();
    let form = |font: u8, format: u8, solid: bool, ground: u8| {
        let pattern = if solid { 4 } else { 0 };
        let form = [&[font, 0, format, 0][..], &[0; 12], &[0, pattern, ground, 0]].concat();
        record(0x00e0, &form)
    };
    let forms = [
        form(0, 0, false, 0),
        form(1, 0, false, 0),
        form(2, 0, false, 0),
        form(3, 0, false, 0),
        form(1, 0, true, 18),
        form(6, 0, true, 64),
        form(0, 164, false, 0),
        form(0, 11, false, 0),
        form(0, 20, false, 0),
    ]
    .concat();
    let format = record(0x041e, &[164, 0, 2, 0, 0, b'0', b',']);
    let palette = record(0x0092, &[1, 0, 0xfd, 0xfd, 0xfd, 0]);
    // 12 with its second digit in white.
    let strings = [&[1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 8, 1, 0][..], b"12", &[1, 0, 1, 0]].concat();
    let globals = [fonts, format, forms, palette, record(0x00fc, &strings)].concat();
    let real = |value: f64| value.to_le_bytes();
    let whole = |number: u32| ((number << 2) | 2).to_le_bytes();
    let sheet = [
        at(0, 0, 0x0203, &real(7.0)),
        at(1, 1, 0x0203, &real(7.0)),
        at(2, 2, 0x0204, &[1, 0, 0, b'x']),
        at(3, 3, 0x0203, &real(7.0)),
        at(4, 4, 0x0203, &real(7.0)),
        at(5, 5, 0x0203, &real(7.0)),
        at(6, 0, 0x00fd, &[0; 4]),
        at(7, 4, 0x00fd, &[0; 4]),
        at(8, 6, 0x0203, &real(5000.0)),
        record(0x00bd, &[&[0, 0, 9, 0, 7, 0][..], &whole(12_345), &[8, 0], &whole(12), &[10, 0]].concat()),
        at(11, 1, 0x0204, &[1, 0, 0, b' ']),
    ]
    .concat();
    let sheet = read(&globals, &sheet).unwrap().sheets.remove(0);
    let shown = |words: &str| Said::Shown(words.to_owned());
    let expected = [
        (1, Said::Faint),
        (2, Said::Faint),
        (3, Said::Faint),
        (6, Said::Faint),
        (8, shown("5")),
        (9, shown("1.23E+04")),
        (10, shown("0:00")),
    ];
    assert_eq!(said(&sheet), expected);
    assert_eq!(sheet.at(0, 8), Some(&Content::Number("5000".into())));
}

#[test]
fn rows_and_columns_drawn_together_are_hidden() {
    let row = |number: u8, height: u16, flags: u8| {
        let height = height.to_le_bytes();
        record(0x0208, &[number, 0, 0, 0, 1, 0, height[0], height[1], 0, 0, 0, 0, flags, 1, 15, 0])
    };
    let cell = |row: u8, column: u8| {
        record(0x0203, &[&[row, 0, column, 0, 0, 0][..], &1.0_f64.to_le_bytes()].concat())
    };
    let width = |column: u8, width: u8| record(0x007d, &[column, 0, column, 0, 0, width, 0, 0, 0, 0]);
    let cells = [cell(0, 0), cell(0, 1), cell(1, 0), cell(2, 0), cell(3, 0), cell(4, 0)].concat();
    let rows = [row(0, 270, 0), row(1, 0, 0), row(2, 0x8000, 0), row(3, 255, 0x20)].concat();
    for (default, expected) in [(0_u8, vec![1, 3]), (2, vec![1, 3, 4])] {
        let default = record(0x0225, &[default, 0, 14, 1]);
        let sheet = [default, width(0, 8), width(1, 0), rows.clone(), cells.clone()].concat();
        let sheet = read(&[], &sheet).unwrap().sheets.remove(0);
        assert_eq!((sheet.hidden_rows, sheet.hidden_columns), (expected, vec![1]));
    }
}

#[test]
fn notes_are_comments_in_the_words_drawn_for_them() {
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let object = |number: u8| record(0x005d, &[0x15, 0, 0x12, 0, 0x19, 0, number, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let drawn = |text: &str, runs: &[u8]| {
        let (units, bytes) = (text.encode_utf16().count() as u8, runs.len() as u8);
        let head = record(0x01b6, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, units, 0, bytes, 0, 0, 0, 0, 0]);
        [head, record(0x003c, &[vec![1], wide(text)].concat()), record(0x003c, runs)].concat()
    };
    let note = |column: u8, number: u8| {
        record(0x001c, &[&[0, 0, column, 0, 0, 0, number, 0, 2, 0, 1][..], &wide("王敏"), &[0]].concat())
    };
    let font = |flags: u8| record(0x0031, &[200, 0, flags, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    // The second font strikes through: of 应为1112 the first number.
    let struck = [0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 1, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0];
    let sheet = [
        object(1),
        drawn("王敏:\n应为1112", &struck),
        object(2),
        drawn("迟了", &[]),
        object(3),
        record(0x01b6, &[0; 18]),
        note(3, 1),
        note(0, 2),
        note(5, 3),
        note(6, 9),
    ]
    .concat();
    let sheet = read(&[font(0), font(8)].concat(), &sheet).unwrap().sheets.remove(0);
    let comment = |words: &str| Said::Comment(words.to_owned());
    assert_eq!(said(&sheet), [(0, comment("迟了")), (3, comment("应为12"))]);
}

#[test]
fn results_of_formulas_are_proved() {
    let number = |column: u8, value: f64| {
        record(0x0203, &[&[0, 0, column, 0, 0, 0][..], &value.to_le_bytes()].concat())
    };
    let made = |row: u8, column: u8, result: f64, flags: u8, tokens: &[u8]| {
        let place = [row, 0, column, 0, 0, 0];
        let rest = [&[flags, 0, 0, 0, 0, 0][..], &[tokens.len() as u8, 0], tokens].concat();
        record(0x0006, &[&place[..], &result.to_le_bytes(), &rest].concat())
    };
    let sum = [0x25, 0, 0, 0, 0, 0, 0xc0, 1, 0xc0, 0x19, 0x10, 0, 0];
    let named = [&[0x3a, 0, 0, 0, 0, 1, 0][..], &[0x1e, 1, 0, 0x03]].concat();
    let unknown = [0x23, 1, 0, 0, 0];
    // The cell above in the same column, twice.
    let shared =
        [&[1, 0, 2, 0, 0, 1, 0, 2, 10, 0][..], &[0x4c, 0xff, 0xff, 0, 0xc0, 0x1e, 2, 0, 0x05]].concat();
    let (at, shared) = ([1, 1, 0, 0, 0], record(0x04bc, &shared));
    let (by_hand, uncalculated) = (record(0x000d, &[0, 0]), record(0x005e, &[0, 0]));
    let (own, other) = ([1, 0, 1, 4], [1, 0, 2, 0, 1, b'b', b'x']);
    let globals = |book: &[u8]| [record(0x01ae, book), record(0x0017, &[1, 0, 0, 0, 0, 0, 0, 0])].concat();
    for (book, records, expected) in [
        (&own[..], made(1, 0, 7.0, 0, &sum), "A2 SUM(A1:B1) Agrees"),
        (&own, made(1, 0, 3.0, 0, &sum), "A2 SUM(A1:B1) Differs(\"7\")"),
        (&own, made(1, 0, 5.0, 0, &named), "A2 S!B1+1 Agrees"),
        (&other, made(1, 0, 5.0, 0, &named), "A2  Believed"),
        (
            &own,
            [made(1, 0, 6.0, 8, &at), shared, made(1, 1, 9.0, 8, &at)].concat(),
            "A2 A1*2 Agrees B2 B1*2 Differs(\"8\")",
        ),
        (&own, made(1, 0, 5.0, 0, &unknown), "A2  Believed"),
        (&own, made(1, 0, 5.0, 2, &unknown), "A2  Doubted"),
        (&own, made(1, 0, 0.0, 0, &unknown), "A2  Doubted"),
        (&own, [by_hand, made(1, 0, 5.0, 0, &unknown)].concat(), "A2  Doubted"),
        (&own, [uncalculated, made(1, 0, 5.0, 0, &unknown)].concat(), "A2  Doubted"),
    ] {
        let sheet = [number(0, 3.0), number(1, 4.0), records].concat();
        assert_eq!(read(&globals(book), &sheet).unwrap().sheets[0].proofs(), expected);
    }
}
