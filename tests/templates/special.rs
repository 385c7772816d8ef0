//! Rows and columns that are no unit's plain figure: last year's, the own office's, those of whoever does not count.

use std::collections::BTreeMap;

use super::drawn::workbook;
use super::office::{Desk, PLAIN, REGISTER};
use super::{said, with, workbook_cells};

/// A folder to roll up, a template for it, and what becomes of its cells: nothing where they stay blank.
struct Case {
    name: &'static str,
    register: fn() -> String,
    sheets: &'static [(i32, &'static str, &'static str, [&'static str; 11])],
    rows: &'static [&'static str],
    cells: &'static [(&'static str, &'static str)],
    said: &'static [&'static str],
}

/// The city itself sends a sheet of its own office.
fn with_office() -> String {
    REGISTER.replace("3703,淄博市,city,,,\n", "3703,淄博市,city,,,是\n")
}

const CITY: (i32, &str, &str, [&str; 11]) = (2024, "sheets/c.csv", "淄博市第一医院", PLAIN);
const COUNTY: (i32, &str, &str, [&str; 11]) = (2024, "sheets/a.csv", "沂源县南麻市场监督管理所", PLAIN);

fn cases() -> Vec<Case> {
    vec![
        Case {
            name: "last year's figures and what is more than they were",
            register: || REGISTER.to_owned(),
            sheets: &[CITY, COUNTY, (2023, "last.year/a.csv", "沂源县南麻市场监督管理所", PLAIN)],
            rows: &[
                "全市3·15活动统计",
                "项目|单位|2024年|上年同期|增减",
                "普法宣传活动|场|||",
                "为消费者挽回经济损失|万元|||",
                "受理消费者咨询|件|||",
            ],
            cells: &[
                ("C3", "6"),
                ("D3", "3"),
                ("E3", "3"),
                ("C4", "23.044"),
                ("D4", "11.522"),
                ("E4", "11.522"),
            ],
            said: &["应报 6 个单位，计入 2 个"],
        },
        Case {
            name: "last year's figures that nobody knows",
            register: || REGISTER.to_owned(),
            sheets: &[CITY],
            rows: &[
                "3·15活动统计",
                "项目|2024年|上年同期|增减",
                "普法宣传活动|||",
                "组织新闻发布会|||",
                "受理消费者咨询|||",
            ],
            cells: &[("B3", "3"), ("C3", ""), ("D3", ""), ("B4", "1"), ("C4", ""), ("D4", "")],
            said: &["（上年同期）", "（增减）"],
        },
        Case {
            name: "the own office beside the counties",
            register: with_office,
            sheets: &[CITY, COUNTY, (2024, "sheets/d.csv", "淄博市", PLAIN)],
            rows: &[
                "各单位3·15活动情况",
                "单位|普法宣传活动|组织新闻发布会|受理消费者咨询",
                "机关|||",
                "沂源县|||",
                "淄博市第一医院|||",
                "合计|||",
            ],
            cells: &[("B3", "3"), ("B4", "3"), ("B5", "3"), ("B6", "9"), ("D3", "564")],
            said: &["模板里没有这些单位的行，它们的数只在合计里：桓台县"],
        },
        Case {
            name: "an office that has not sent stays blank and is named",
            register: with_office,
            sheets: &[CITY],
            rows: &[
                "各单位3·15活动情况",
                "单位|普法宣传活动|组织新闻发布会|受理消费者咨询",
                "本级|||",
                "淄博市第一医院|||",
                "沂源县|||",
                "合计|||",
            ],
            cells: &[("B3", ""), ("D3", ""), ("B4", "3"), ("B5", ""), ("B6", "3")],
            said: &["淄博市（本级）：未报，没有计入，留空", "沂源县：没有计入汇总的单位，没有计入，留空"],
        },
        Case {
            name: "a unit that is held is no zero",
            register: || REGISTER.to_owned(),
            sheets: &[(2024, "sheets/c.csv", "淄博市第一医院", HELD), COUNTY],
            rows: &[
                "各单位3·15活动情况",
                "单位|普法宣传活动|受理消费者咨询|为消费者挽回经济损失（万元）",
                "淄博市第一医院|0|0|0",
                "沂源县|0|0|0",
                "合计|0|0|0",
            ],
            cells: &[("B3", ""), ("C3", ""), ("D3", ""), ("B4", "3"), ("B5", "3"), ("D5", "11.522")],
            said: &["淄博市第一医院：待核实，没有计入，留空", "待核实 1 个"],
        },
        Case {
            name: "fields in one line, beside, and without a place",
            register: || REGISTER.to_owned(),
            sheets: &[CITY],
            rows: &[
                "3·15活动统计",
                "汇总单位：　　　　填表人：|年度|",
                "项目|单位|数量",
                "普法宣传活动|场|",
                "组织新闻发布会|场|",
                "受理消费者咨询|件|",
                "汇总机关|领导签字|",
            ],
            cells: &[
                ("A2", "汇总单位：淄博市　　　　填表人："),
                ("C2", "2024"),
                ("C4", "3"),
                ("B7", "领导签字"),
            ],
            said: &["“汇总机关”（A7）后面没有空格可填，没有填写"],
        },
    ]
}

/// 元 written as 万元, beyond doubt too much.
const HELD: [&str; 11] = ["3", "1", "32", "564", "52", "35", "115220", "39", "8", "26", "18781"];

#[test]
fn what_is_nobodys_plain_figure_is_filled_or_left_blank_and_named() {
    assert_eq!(with(7, "115220"), HELD);
    let mut wrong = Vec::new();
    for (number, case) in cases().iter().enumerate() {
        let desk = Desk::new(&format!("template-special-{number}"))
            .option("--template", "上报表.xlsx")
            .option("--year", "2024");
        let desk = match case.sheets.iter().any(|(year, ..)| *year == 2023) {
            true => desk.option("--last-year", "last.year"),
            false => desk,
        };
        desk.write("units.csv", &(case.register)());
        for (year, file, unit, figures) in case.sheets {
            desk.sheet_of(*year, file, unit, &format!("{year}.3.18"), *figures);
        }
        let bytes = workbook(&[("上报表", case.rows, &[])]);
        std::fs::write(desk.folder.join("上报表.xlsx"), &bytes).expect("the template is written");
        let answer = desk.roll_up();
        let Some(path) = answer.json["superior"]["path"].as_str() else {
            wrong.push(format!("{}: not filled: {}", case.name, answer.errors));
            continue;
        };
        let filled: BTreeMap<String, String> = workbook_cells(&std::fs::read(path).expect("the filled file"));
        let said = said(&answer);
        let cells =
            case.cells.iter().filter(|(at, words)| filled.get(*at).map_or("", String::as_str) != *words);
        let cells: Vec<String> =
            cells.map(|(at, words)| format!("{at} is {:?}, not {words:?}", filled.get(*at))).collect();
        let unsaid: Vec<&&str> =
            case.said.iter().filter(|words| !said.iter().any(|one| one.contains(*words))).collect();
        if !cells.is_empty() || !unsaid.is_empty() {
            wrong.push(format!("{}: {cells:?}; unsaid {unsaid:?} in {said:#?}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
