//! Formulas written in the order in which they are calculated, and records of which each says where something lies.

mod made;
mod streams;

use super::super::super::formula::sheets::Sheets;
use super::super::rows::{Repeated, Stands};
use super::kinds::*;
use super::places::Places;
use super::tokens::{Following, own};
use made::{tokens, words};

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
