//! Habits that a careful reader takes in his stride: months at the head of columns, 去年同期, values below the
//! names of fields, a tab for each unit.

use std::path::PathBuf;

use crate::columns::READ;
use crate::parts::CLASSES;
use crate::picture;
use crate::said::{PROGRAM, check, in_target};
use crate::sheets::random::Random;
use crate::sheets::{formats, reading, register};

#[test]
fn months_and_the_same_time_last_year_head_columns() {
    for (name, heads) in [
        ("months", "指标|计量单位|3月|1-3月|去年3月|去年1-3月"),
        ("months under years", "指标|计量单位|2024年|<|2023年|<\n^|^|3月份|1至3月|3月份|1至3月"),
        ("same time under periods", "指标|计量单位|本月|累计|去年同期|<\n^|^|^|^|本月|累计"),
    ] {
        let rows = "承办数|件|12|40|10|38
受理数|件|11|36|9|30
调解成功数|件|10|30|9|27
挽回损失|万元|1.25|3.5|0.8|4
诉转案立案数|件|1|2|0|1
罚款金额|万元|0.5|2.5|0|1
转服务站处理数|件|3|9|2|8";
        check(
            &format!("habit {name}"),
            "complaint-handling",
            &["xlsx", "docx"],
            &format!(
                "
2024年消费投诉处理情况统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
{heads}
{rows}"
            ),
            READ,
        );
    }
    check(
        "habit same time beside periods",
        "complaint-handling",
        &["xlsx", "csv utf-8"],
        "
2024年消费投诉处理情况统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
指标|计量单位|本月|去年同期|累计|去年同期|增减
承办数|件|12|10|40|38|2
受理数|件|11|9|36|30|6
调解成功数|件|10|9|30|27|3
挽回损失|万元|1.25|0.8|3.5|4|-0.5
诉转案立案数|件|1|0|2|1|1
罚款金额|万元|0.5|0|2.5|1|1.5
转服务站处理数|件|3|2|9|8|1",
        READ,
    );
}

#[test]
fn a_month_of_this_year_is_told_from_that_of_last_year() {
    for (name, heads) in [("month", "2024年3月|2023年3月"), ("months", "2024年1-3月|2023年1-3月")] {
        check(
            &format!("habit {name} of years"),
            "complaint-classes",
            &["xlsx", "xls", "docx"],
            &format!(
                "
2024年“3·15”消费投诉分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
项目|单位|{heads}
受理投诉|件|120|110
其中：商品类投诉|件|80|70
服务类投诉|件|40|40
办结投诉|件|100|90
挽回经济损失|万元|5.5|4.4"
            ),
            CLASSES,
        );
    }
}

#[test]
fn values_may_stand_below_the_names_of_their_fields_or_right_behind() {
    for (name, fields) in [
        ("bare", "填报单位||填报日期\n沂源县城关市场监督管理所||2024年3月18日"),
        ("with colons", "填报单位：||填报日期：\n沂源县城关市场监督管理所||2024.3.18"),
        ("glued", "填报单位沂源县城关市场监督管理所||填报日期2024年3月18日"),
        (
            "a sentence first",
            "填报单位为各县市场监督管理所||\n填报单位：沂源县城关市场监督管理所||填报日期：2024.3.18",
        ),
        ("glued in one cell", "填报单位（盖章）沂源县城关市场监督管理所　　填报日期2024.3.18||"),
    ] {
        check(
            &format!("habit fields {name}"),
            "complaint-classes",
            &["xlsx", "xls", "csv utf-8"],
            &format!(
                "
2024年“3·15”消费投诉分类统计表
{fields}
项目|单位|数量
受理投诉|件|120
其中：商品类投诉|件|80
服务类投诉|件|40
办结投诉|件|100（含上年结转12件）
挽回经济损失|万元|5万5千元"
            ),
            CLASSES,
        );
    }
}

#[test]
fn a_tab_for_each_unit_is_a_sheet_of_each() {
    let page = |name: &str, figure: u32| {
        let mut book = picture::book(&format!(
            "
2024年“3·15”消费投诉分类统计表
项目|单位|数量
受理投诉|件|{figure}
其中：商品类投诉|件|{figure}
服务类投诉|件|0
办结投诉|件|{figure}
挽回经济损失|万元|0.5"
        ));
        book.pages[0].name = name.to_owned();
        book
    };
    let mut book = page("沂源县城关市场监督管理所", 7);
    book.pages.extend(page("沂源县鲁村市场监督管理所", 8).pages);
    book.pages.extend(page("桓台县城关市场监督管理所", 9).pages);
    let folder = in_target("tabs");
    std::fs::write(folder.join("units.csv"), register::csv()).expect("a register can be written");
    let files: Vec<PathBuf> =
        ["xlsx", "xls", "ods"].map(|format| folder.join(format!("tabs.{format}"))).to_vec();
    for (file, format) in files.iter().zip(["xlsx", "xls", "ods"]) {
        let bytes = (formats::named(format).write)(&book, &mut Random::new(315));
        std::fs::write(file, bytes).expect("a sheet can be written");
    }
    let options = ["--form", "complaint-classes", "--year", "2024"];
    let answers = reading::read_as(PROGRAM, &files, &folder.join("units.csv"), &options);
    for (name, answer) in answers {
        let submissions = answer["submissions"].as_array().expect("what was read is listed");
        let said: Vec<(&str, &str)> = submissions
            .iter()
            .filter_map(|sheet| Some((sheet["unit"]["code"].as_str()?, sheet["values"]["1"].as_str()?)))
            .collect();
        assert_eq!(said, [("370320001", "7"), ("370320003", "8"), ("370321001", "9")], "{name}");
    }
}

#[test]
fn units_across_are_read_column_by_column() {
    let expected = "
    370320001
    1: 120
    1.1: 80
    1.2: 40
    2: 100
    3: 5.5
    370320003
    1: 8
    1.1: 3
    1.2: 5
    2: 4
    3: 0.25";
    for (name, heads, rest) in [
        (
            "with a sum",
            "沂源县城关市场监督管理所|沂源县鲁村市场监督管理所|合计",
            ["128", "83", "45", "104", "5.75"],
        ),
        (
            "with an empty column",
            "沂源县城关市场监督管理所|沂源县鲁村市场监督管理所|沂源县悦庄市场监督管理所",
            [""; 5],
        ),
        (
            "with remarks",
            "沂源县城关市场监督管理所|沂源县鲁村市场监督管理所|备注",
            ["", "含网络", "", "", ""],
        ),
    ] {
        let [one, two, three, four, five] = rest;
        check(
            &format!("habit units across {name}"),
            "complaint-classes",
            &["xlsx", "xls", "docx", "csv utf-8"],
            &format!(
                "
2024年“3·15”消费投诉分类统计表
填报单位：沂源县　填报日期：2024年3月18日
项目|单位|{heads}
受理投诉|件|120|8|{one}
其中：商品类投诉|件|80|3|{two}
服务类投诉|件|40|5|{three}
办结投诉|件|100|4|{four}
挽回经济损失|万元|5.5|0.25|{five}"
            ),
            expected,
        );
    }
}
