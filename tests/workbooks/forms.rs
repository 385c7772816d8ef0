//! Other families of forms: rates, 其中, several columns, section rows.

use std::sync::Arc;

use huibiao::aggregate::RollUp;
use huibiao::form::Form;
use huibiao::form::definition::read_form;
use huibiao::formats::workbook::write;
use huibiao::report::{fill, template};

use crate::book::Book;
use crate::city::{self, Filled};
use crate::office::Office;

/// 受理, of which 网络 and 现场 make the whole; a rate; a section row; amounts that round.
const COMPLAINTS: &str = r#"
code = "complaints"
version = "1"
title = "{year}年消费投诉处理情况表"
short_title = "消费投诉处理"
notes = ["调解成功率＝调解成功数÷受理数。"]

[[item]]
code = "一"
label = "投诉处理"
section = true

[[item]]
code = "1"
label = "受理数"
measure = "件"

[[item]]
code = "2"
label = "网络受理"
measure = "件"
part_of = "1"
relation = "adds-up"

[[item]]
code = "3"
label = "现场受理"
measure = "件"
part_of = "1"
relation = "adds-up"

[[item]]
code = "4"
label = "调解成功数"
measure = "件"

[[item]]
code = "5"
label = "挽回损失"
measure = "万元"
decimals = 6

[[derived]]
code = "r"
label = "调解成功率"
numerator = "4"
denominator = "1"
show = "percent"
places = 2
after = "4"
"#;

/// A rate that is no percentage.
const RATIO: &str = r#"
[[derived]]
code = "p"
label = "件均挽回损失"
numerator = "5"
denominator = "4"
show = "ratio"
places = 2
after = "5"
"#;

const COLUMNS: &str = r#"
[[column]]
code = "this"
label = "本年累计"

[[column]]
code = "last"
label = "上年累计"

[[derived_column]]
code = "difference"
label = "增减"
this = "this"
base = "last"
kind = "difference"

[[derived_column]]
code = "growth"
label = "增减%"
this = "this"
base = "last"
kind = "growth"
places = 1
"#;

fn form(text: &str) -> Arc<Form> {
    Arc::new(read_form(text).unwrap_or_else(|mistakes| panic!("{mistakes:#?}")))
}

fn rolled(form: &Arc<Form>, sheets: &[(&'static str, &'static str)]) -> RollUp {
    let filled = |(unit, figures): &(&'static str, &'static str)| {
        let sheet = Filled { unit, figures, date: "2024-03-18", received: "2024-03-18 09:30" };
        city::submission(form, &sheet)
    };
    city::rolled(Arc::clone(form), sheets.iter().map(filled).collect())
}

/// One column, a rate.
pub fn rates() -> RollUp {
    let sheets =
        [("370321001", "_ 10 6 4 9 1.5"), ("370321002", "_ 30 20 10 15 2.25"), ("370320001", "_ 0 0 0 0 0")];
    rolled(&form(COMPLAINTS), &sheets)
}

/// Columns of two years, compared; a rate, and a ratio.
pub fn columns() -> RollUp {
    let sheets = [
        ("370321001", "_ _ 10 8 6 4 4 4 9 4 1.5 1"),
        ("370321002", "_ _ 30 0 20 0 10 0 15 0 2.25 0"),
        ("370320001", "_ _ 5 10 5 10 0 0 5 9 0.5 1"),
    ];
    rolled(&form(&format!("{COMPLAINTS}{RATIO}{COLUMNS}")), &sheets)
}

fn books(roll_up: &RollUp) -> Vec<(String, Vec<u8>)> {
    let workbooks = fill::workbooks(&template::built_in(), roll_up, None);
    workbooks.iter().map(|book| (book.file_name.clone(), write(book).expect("written"))).collect()
}

/// Every stored result is what an office suite calculates, and nothing is printed as an error.
fn calculates(name: &str, books: &[(String, Vec<u8>)]) {
    let files: Vec<(&str, &[u8])> =
        books.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    crate::office::same_results(&Office::new(name), &files);
}

#[test]
fn a_rate_is_computed_from_the_sums_and_parts_stand_under_their_whole() {
    let books = books(&rates());
    let city = Book::open(&books[0].1);
    assert_eq!(city.says("汇总表", "调解成功率", "数量"), "0.6", "24 of 40, not the mean of 90 % and 50 %");
    assert_eq!(city.says("汇总表", "其中：网络受理", "数量"), "26");
    assert_eq!(city.says("汇总表", "投诉处理", "数量"), "—");
    assert_eq!(
        city.says("分县区", "沂源县", "调解成功率（%）"),
        "—",
        "nothing was received, so there is no rate"
    );
    assert_eq!(city.says("分县区", "合计", "调解成功率（%）"), "0.6");
    assert_eq!(city.says("分单位", "桓台县起凤卫生院", "调解成功率（%）"), "0.5");
    assert!(city.text("汇总表").contains("调解成功率＝调解成功数÷受理数"));
    calculates("rates", &books);
}

#[test]
fn every_column_of_a_form_is_printed_and_changes_are_computed() {
    let books = books(&columns());
    let city = Book::open(&books[0].1);
    assert_eq!(city.says("汇总表", "受理数", "本年累计"), "45");
    assert_eq!(city.says("汇总表", "受理数", "上年累计"), "18");
    assert_eq!(city.says("汇总表", "受理数", "增减"), "27");
    assert_eq!(city.says("汇总表", "受理数", "增减%"), "1.5");
    assert_eq!(city.says("汇总表", "调解成功率", "增减"), "-7.78个百分点");
    // 4.25 万元 of 29 件 against 2 of 13: a number with a format, not a text.
    let (row, column) = city.find("汇总表", "件均挽回损失", "增减");
    assert!(city.at("汇总表", row, column).starts_with("-0.0072"), "{}", city.at("汇总表", row, column));
    let (rows, _) = city.size("数据");
    assert_eq!(rows, 1 + 3 * 5 * 2, "three counties, five items, two columns");
    assert_eq!(city.at("数据", 0, 4), "栏");
    calculates("columns", &books);
}
