//! The templates with fewer rows than units as old workbooks (.xls), made of the new ones by the office suite: the last
//! row is repeated there as it is in new ones, the suite opens what was made and comes to the same.

use std::collections::BTreeMap;

use super::drawn::{address, workbook};
use super::longer::{Case, cases, filled, rows_from, with_everything};
use super::old::streams;
use super::suite::Office;
use super::{said, value, workbook_cells};

/// Each workbook as an old one.
fn old(suite: &Office, made: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let names: Vec<String> = (0..made.len()).map(|number| format!("{number}.xlsx")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(made).map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    suite.convert(&files, "xls")
}

fn new(suite: &Office, made: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let names: Vec<String> = (0..made.len()).map(|number| format!("made-{number}.xls")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(made).map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    suite.convert(&files, "xlsx")
}

/// Where a row that is no copy lies, and which ones are copies of it.
fn same_besides(case: &Case, before: &[u8], after: &[u8]) {
    let name = case.name;
    let ((streams_before, before), (streams_after, after)) = (streams(before), streams(after));
    assert_eq!(streams_before, streams_after, "{name}: other streams");
    let grew = (case.expected.len() + 2 - case.rows.len()) as u16;
    let first_copy = case.expected.iter().position(|row| row.contains("市第一医院")).unwrap() as u16 + 3 - grew;
    let mut expected: BTreeMap<(u16, u16), u16> = BTreeMap::new();
    for ((_, row, column), (format, _)) in &before.cells {
        let below = if *row >= first_copy { grew } else { 0 };
        expected.insert((row + below, *column), *format);
        if *row + 1 == first_copy {
            (0..grew).for_each(|by| {
                expected.insert((first_copy + by, *column), *format);
            });
        }
    }
    let known: BTreeMap<(u16, u16), u16> =
        after.cells.iter().map(|((_, row, column), (format, _))| ((*row, *column), *format)).collect();
    assert_eq!(known, expected, "{name}: cells and their formats");
    let kinds = |others: &[(u16, Vec<u8>)], kind: u16| others.iter().filter(|(known, _)| *known == kind).count();
    let rows = (kinds(&before.others, 0x0208), kinds(&after.others, 0x0208));
    assert_eq!(rows.0 + usize::from(grew), rows.1, "{name}: rows");
    assert_eq!(kinds(&after.others, 0x04bc), 0, "{name}: formulas that cells share");
}

#[test]
fn the_last_row_of_an_old_workbook_is_repeated_as_that_of_a_new_one() {
    let suite = Office::new("templates-longer-old");
    let cases = cases();
    let templates: Vec<Vec<u8>> =
        cases.iter().map(|case| workbook(&[("上报表", case.rows, case.merges)])).collect();
    let blank = old(&suite, &templates);
    let mut made = Vec::new();
    for (number, (case, template)) in cases.iter().zip(&blank).enumerate() {
        let (_desk, answer, filled) = filled(&format!("old-{number}"), "上报表.xls", template);
        let filled = filled.unwrap_or_else(|| panic!("{}: not filled: {}", case.name, answer.errors));
        same_besides(case, template, &filled);
        made.push(filled);
    }
    let shown = new(&suite, &made);
    for (((case, template), stored), shown) in cases.iter().zip(&templates).zip(&made).zip(&shown) {
        let mut expected = workbook_cells(template);
        expected.retain(|at, _| address(at).0 < 2);
        expected.extend(rows_from(3, case.expected));
        assert_eq!(workbook_cells(shown), expected, "{}", case.name);
        for (at, total) in case.totals {
            for (who, bytes) in [("stored", stored), ("the office suite", shown)] {
                assert_eq!(value(bytes, at), Some(*total), "{}: {at}, {who}", case.name);
            }
        }
    }
}

#[test]
fn everything_that_names_cells_of_an_old_workbook_follows_them() {
    let suite = Office::new("templates-everything-old");
    let blank = old(&suite, &[with_everything()]).remove(0);
    let (_desk, answer, made) = filled("everything-old", "上报表.xls", &blank);
    let made = made.unwrap_or_else(|| panic!("not filled: {}", answer.errors));
    let grown = said(&answer).into_iter().find(|words| words.contains("照 “分单位”A4 这一行往下加了 1 行"));
    assert!(grown.is_some(), "{:#?}", said(&answer));
    std::fs::write("/tmp/xlsrows/made.xls", &made).unwrap();
    let shown = new(&suite, &[made]).remove(0);
    std::fs::write("/tmp/xlsrows/shown.xlsx", &shown).unwrap();
    for (at, total) in [("B6", 9.0), ("E6", 1848.0), ("E5", 616.0), ("2!A1", 9.0)] {
        assert_eq!(value(&shown, at), Some(total), "{at}");
    }
}
