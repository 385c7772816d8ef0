//! The workbooks as an office suite calculates and prints them.

use huibiao::formats::workbook::write;
use huibiao::report::{fill, template};

use crate::book::Book;
use crate::city;
use crate::office::Office;

#[test]
fn an_office_suite_comes_to_the_stored_results_and_prints_them() {
    let (roll_up, last) = (city::roll_up(), city::last_year());
    let workbooks = fill::workbooks(&template::built_in(), &roll_up, Some(&last));
    let written: Vec<Vec<u8>> = workbooks.iter().map(|workbook| write(workbook).expect("written")).collect();
    let files: Vec<(&str, &[u8])> = workbooks
        .iter()
        .zip(&written)
        .map(|(book, bytes)| (book.file_name.as_str(), bytes.as_slice()))
        .collect();
    let office = Office::new("printed");
    for (recalculated, (name, bytes)) in office.convert(&files, "xlsx").iter().zip(&files) {
        let (ours, theirs) = (Book::open(bytes), Book::open(recalculated));
        for (sheet, row, column, result) in ours.all_formulas() {
            let formula = ours.formula(&sheet, row, column);
            let theirs = rounded(&theirs.at(&sheet, row, column));
            assert_eq!(theirs, rounded(&result), "{name} {sheet} row {row} column {column}: {formula}");
        }
    }
    for (pdf, (name, _)) in office.convert(&files, "pdf").iter().zip(&files) {
        let pages = office.pages(pdf);
        assert!((7..=16).contains(&pages.len()), "{name} has {} pages", pages.len());
        for (number, page) in pages.iter().enumerate() {
            for bad in ["Err:", "#REF", "#NAME", "#VALUE", "#DIV", "###"] {
                assert!(!page.contains(bad), "{name} page {} says {bad}:\n{page}", number + 1);
            }
            assert!(
                page.replace(' ', "").contains("页共"),
                "{name} page {} is not numbered:\n{page}",
                number + 1
            );
        }
    }
    let city = office.pages(&office.convert(&files[..1], "pdf")[0]);
    assert!(city[0].contains("125.40") && city[0].contains("1380"), "{}", city[0]);
}

/// Nine decimals, so that two ways of dividing agree.
fn rounded(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| text.to_owned(), |number| format!("{number:.9}"))
}
