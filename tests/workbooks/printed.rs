//! The workbooks as an office suite calculates and prints them.

use huibiao::formats::workbook::write;
use huibiao::report::{fill, template};

use crate::city;
use crate::office::{Office, same_results};

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
    same_results(&office, &files);
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
