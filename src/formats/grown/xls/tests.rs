//! Formulas written in the order in which they are calculated, and streams made by hand, record by record.

mod made;

use super::super::super::formula::sheets::Sheets;
use super::super::super::xls::cells::record;
use super::super::rows::{Repeated, Stands};
use super::kinds::*;
use super::places::Places;
use super::tokens::{Following, own};
use super::*;
use made::{tokens, told, words, workbook};

/// Row 8 of `表` is repeated twice.
const REPEATED: Repeated<'_> = Repeated { sheet: "表", row: 7, count: 2 };

fn sheets() -> Sheets {
    let span = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()).into());
    vec![span("表", "表"), span("别表", "别表"), None, span("表", "别表")]
}

#[test]
fn references_in_bytes_lead_to_the_same_cells_and_sums_take_the_new_rows_in() {
    use Stands::*;
    let sheets = sheets();
    let following = Following { repeated: REPEATED, sheets: &sheets };
    for (formula, stands, expected) in [
        ("C5:C8 SUM", OnItsSheet, Some("C5:C10 SUM")),
        ("C8:C8 SUM", OnItsSheet, Some("C8:C10 SUM")),
        ("C5:C7 SUM C8 + C9 +", OnItsSheet, Some("C5:C7 SUM C8 + C11 +")),
        ("C9:C12 SUM", OnItsSheet, Some("C11:C14 SUM")),
        ("C3:C12 SUM", OnItsSheet, Some("C3:C14 SUM")),
        ("C:C SUM C3:C65536 SUM +", OnItsSheet, Some("C:C SUM C3:C65536 SUM +")),
        ("C9 IF0 'C9' C10 , SUM", OnItsSheet, Some("C11 IF0 'C9' C12 , SUM")),
        ("C65535", OnItsSheet, None),
        ("C9", Elsewhere, Some("C9")),
        ("表!C9 表!$C$5:$C$8 SUM + 别表!C9 +", Elsewhere, Some("表!C11 表!$C$5:$C$10 SUM + 别表!C9 +")),
        ("表!C9 [1]!C9 +", Elsewhere, Some("表!C11 [1]!C9 +")),
        ("[1]!C9", OnItsSheet, None),
        ("表:别表!C9", Elsewhere, None),
        ("C8:E8 SUM", InIt, Some("C8:E8 SUM")),
        ("C$5:C8 SUM", InIt, Some("C$5:C8 SUM")),
        ("C8 C$5:C$8 SUM /", InIt, Some("C8 C$5:C$10 SUM /")),
        ("C8 $C$9 /", InIt, Some("C8 $C$11 /")),
        ("'C8' INDIRECT", OnItsSheet, None),
        ("C5 OFFSET", OnItsSheet, None),
        ("C5 C8 RANGE", OnItsSheet, None),
        ("C5 UNKNOWN", OnItsSheet, None),
        ("R[-1]C", OnItsSheet, None),
        ("NAME C9 +", OnItsSheet, Some("NAME C11 +")),
    ] {
        let becomes = following.formula(&tokens(formula), stands);
        assert_eq!(becomes, expected.map(tokens), "{formula}");
    }
}

#[test]
fn a_copy_in_bytes_looks_at_its_own_row_and_elsewhere_only_where_the_row_above_does_too() {
    let sheets = sheets();
    let following = Following { repeated: REPEATED, sheets: &sheets };
    for (formula, above, expected) in [
        ("C8:E8 SUM", None, Some("C10:E10 SUM")),
        ("C8 C$5:C$8 SUM /", None, Some("C10 C$5:C$10 SUM /")),
        ("C8 $C$9 /", None, Some("C10 $C$11 /")),
        ("A7 1 +", Some("A6 1 +"), Some("A9 1 +")),
        ("A7 1 +", None, Some("A9 1 +")),
        ("A6 1 +", Some("1"), None),
        ("B7 1 +", None, None),
        ("C$5:C8 SUM", Some("C$5:C7 SUM"), Some("C$5:C10 SUM")),
        ("C8 D3 *", Some("C7 D3 *"), None),
        ("C8 C9 /", Some("C7 C9 /"), None),
        ("别表!C8", Some("别表!C7"), Some("别表!C10")),
        ("别表!C8", None, None),
        ("别表!$C$8 C:C SUM +", None, Some("别表!$C$8 C:C SUM +")),
    ] {
        let above = above.map(tokens);
        let becomes = following.copy(&tokens(formula), 0, 2, above.as_deref());
        assert_eq!(becomes, expected.map(tokens), "{formula} below {above:?}");
    }
}

#[test]
fn a_shared_formula_is_written_out_where_it_stands() {
    for (shared, cell, expected) in [
        ("R[0]C[-2] R[0]C[-1] +", (7, 4), Some("C8 D8 +")),
        ("R[-1]C[0] $B$3 +", (7, 0), Some("A7 $B$3 +")),
        ("R[1]C[0]:R[3]C[0] SUM", (3, 2), Some("C5:C7 SUM")),
        ("R[-3]C[0]", (1, 0), Some("A65535")),
        ("R[0]C[-1] UNKNOWN", (7, 4), None),
        ("别表!C8", (7, 4), None),
    ] {
        assert_eq!(own(&tokens(shared), cell), expected.map(tokens), "{shared}");
    }
}

#[test]
fn records_say_where_the_same_things_lie_afterwards() {
    let sheets = sheets();
    let following = Following { repeated: REPEATED, sheets: &sheets };
    let far = [0, 0xffff];
    for (what, kind, before, expected) in [
        (
            "how far the sheet reaches",
            0x0200,
            words(&[2, 0, 12, 0, 0, 5, 0]),
            Some(words(&[2, 0, 14, 0, 0, 5, 0])),
        ),
        ("down to the row", 0x0200, words(&[2, 0, 8, 0, 0, 5, 0]), Some(words(&[2, 0, 10, 0, 0, 5, 0]))),
        ("above it", 0x0200, words(&[2, 0, 7, 0, 0, 5, 0]), Some(words(&[2, 0, 7, 0, 0, 5, 0]))),
        (
            "merges",
            MERGES,
            words(&[3, 7, 7, 0, 1, 4, 7, 2, 2, 9, 10, 0, 5]),
            Some(words(&[5, 7, 7, 0, 1, 4, 9, 2, 2, 11, 12, 0, 5, 8, 8, 0, 1, 9, 9, 0, 1])),
        ),
        ("pages", ROW_BREAKS, words(&[2, 7, 0, 255, 8, 0, 255]), Some(words(&[2, 7, 0, 255, 10, 0, 255]))),
        (
            "columns' pages",
            COLUMN_BREAKS,
            words(&[2, 3, 0, far[1], 4, 0, 9]),
            Some(words(&[2, 3, 0, far[1], 4, 0, 11])),
        ),
        ("readings", READINGS, words(&[1, 0, 1, 7, 7, 0, 3]), Some(words(&[1, 0, 1, 7, 9, 0, 3]))),
        ("areas of more than there are", READINGS, words(&[1, 0, 2, 7, 7, 0, 3]), None),
        ("a comment", NOTE, words(&[9, 1, 0, 1]), Some(words(&[11, 1, 0, 1]))),
        ("beyond the last row", NOTE, words(&[65_533, 1, 0, 1]), None),
        (
            "whole columns",
            LINK,
            [words(&[0, far[1], 0, 0]), vec![0; 24]].concat(),
            Some([words(&[0, far[1], 0, 0]), vec![0; 24]].concat()),
        ),
        ("a link to a cell", LINK, [words(&[9, 9, 0, 0]), vec![0; 20], vec![8, 0, 0, 0]].concat(), None),
        ("a table that turns", 0x00b0, words(&[9, 9, 0, 0]), None),
    ] {
        let becomes = Places::new(&following).followed(kind, &before);
        assert_eq!(becomes, expected.map(|data| vec![(kind, data)]), "{what}");
    }
}

#[test]
fn a_frozen_head_that_ends_with_the_row_takes_its_copies_in() {
    let sheets = sheets();
    let following = Following { repeated: REPEATED, sheets: &sheets };
    for (flags, [top, down], expected) in [
        (8, [0, 8], [0, 10, 10]),
        (8, [0, 2], [0, 2, 4]),
        (0, [0, 900], [0, 900, 4]),
        (8, [9, 3], [11, 3, 4]),
    ] {
        let mut places = Places::new(&following);
        let window = places.followed(WINDOW, &words(&[flags, top, 0, 0])).expect("a window");
        let below = if down == 8 { 8 } else { 4 };
        let pane = places.followed(PANE, &words(&[0, down, below, 0, 3])).expect("a pane");
        assert_eq!(window, [(WINDOW, words(&[flags, expected[0], 0, 0]))]);
        assert_eq!(pane, [(PANE, words(&[0, expected[1], expected[2], 0, 3]))], "{top} {down}");
    }
}

#[test]
fn checks_and_colours_are_asked_of_the_new_rows_too() {
    let sheets = sheets();
    let following = Following { repeated: REPEATED, sheets: &sheets };
    let areas = |first: u16, last: u16| words(&[1, first, last, 1, 3]);
    let check = |formula: &str, first: u16, last: u16| {
        let tokens = tokens(formula);
        let texts = [1, 0, 0, 0].repeat(4);
        let formula = [&words(&[tokens.len() as u16, 9])[..], &tokens, &[0; 4]].concat();
        [vec![1, 1, 0, 0], texts, formula, areas(first, last)].concat()
    };
    let colour = |formula: &str| {
        let tokens = tokens(formula);
        [&[1, 5][..], &words(&[tokens.len() as u16, 0]), &[7; 6], &tokens].concat()
    };
    for (formula, [first, last], expected) in [
        ("$B$9", [4, 7], Some(("$B$11", [4, 9]))),
        ("$B$5:$B$8 SUM", [4, 7], Some(("$B$5:$B$10 SUM", [4, 9]))),
        ("R[0]C[-1]", [4, 7], Some(("R[0]C[-1]", [4, 9]))),
        ("R[-1]C[0]", [4, 7], None),
        ("R[-1]C[0]", [4, 6], Some(("R[-1]C[0]", [4, 6]))),
        ("R[1]C[0]", [4, 6], None),
        ("R[2]C[0]", [9, 10], Some(("R[2]C[0]", [11, 12]))),
        ("B9", [4, 7], None),
        ("$B$9 UNKNOWN", [4, 7], None),
    ] {
        let becomes = Places::new(&following).followed(CHECK, &check(formula, first, last));
        let expected_check =
            expected.map(|(formula, [first, last])| vec![(CHECK, check(formula, first, last))]);
        assert_eq!(becomes, expected_check, "a check of {formula}");
        let mut places = Places::new(&following);
        let of = |first: u16, last: u16| [words(&[1, 0, first, last, 1, 3]), areas(first, last)].concat();
        let made = places.followed(COLOURS, &of(first, last)).expect("areas");
        if let Some((_, [first, last])) = expected {
            assert_eq!(made, [(COLOURS, of(first, last))]);
        }
        let becomes = places.followed(COLOUR, &colour(formula));
        assert_eq!(
            becomes,
            expected.map(|(formula, _)| vec![(COLOUR, colour(formula))]),
            "a colour of {formula}"
        );
    }
}

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
