//! Fields around the table as offices name them, and units that no field names at all.
//!
//! All sheets carry the same eleven figures; each case is what stands around them, and whose sheet it is.

use std::path::PathBuf;

use crate::said::{PROGRAM, in_target, write};
use crate::sheets::{reading, register};

const ROWS: &str = "1|普法宣传活动|场|12
2|组织新闻发布会|场|1
3|开展线上线下消费教育活动|次|18
4|受理消费者咨询情况|件|264
5|受理消费者投诉情况|件|85
6|解决消费纠纷|件|79
7|为消费者挽回经济损失|万元|6.35
8|发布消费提（警）示|条|14
9|组织新闻媒体专栏专题|期|3
10|媒体宣传报道|篇|21
11|印发各类宣传资料|份|3600";

const TITLE: &str = "2024年“3·15”活动情况统计表";
const HEADS: &str = "序号|类别|单位|数量";
const OWN: &str = "沂源县城关市场监督管理所";

/// A sheet with lines above, heads, and lines below.
fn sheet(above: &str, heads: &str, below: &str) -> String {
    let parts = [above, heads, ROWS, below];
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n")
}

/// Code of the unit (or the code of what is asked), and the day.
fn said(name: &str, format: &str, register: &str, cases: &[(String, &str)]) {
    let folder = in_target(&format!("around {name} {format}"));
    let units = folder.join("units.csv");
    std::fs::write(&units, register).expect("a register can be written");
    let files: Vec<PathBuf> = cases
        .iter()
        .enumerate()
        .map(|(number, (drawn, _))| write(&folder, &format!("{number:03}"), format, drawn))
        .collect();
    let answers = reading::read_as(PROGRAM, &files, &units, &["--year", "2024"]);
    let mut wrong = Vec::new();
    for ((drawn, expected), file) in cases.iter().zip(&files) {
        let answer = &answers[&*file.file_name().expect("files have names").to_string_lossy()];
        let sheet = &answer["submissions"][0];
        let findings = sheet["findings"].as_array().cloned().unwrap_or_default();
        let asked = findings.iter().find(|finding| finding["severity"] != "hint");
        let figures = sheet["values"]["11"] == "3600" && sheet["values"]["7"] == "6.35";
        let unit = asked.map_or(&sheet["unit"]["code"], |finding| &finding["code"]).as_str();
        let day = sheet["date"].as_str().unwrap_or("-");
        let said = format!("{} {day}", unit.filter(|_| figures).unwrap_or("nobody"));
        if said != *expected {
            wrong.push(format!("{said} instead of {expected}:\n{}", drawn.replace(ROWS, "…")));
        }
    }
    assert!(wrong.is_empty(), "{format}: {}", wrong.join("\n\n"));
}

fn in_all_formats(name: &str, cases: &[(String, &str)]) {
    for format in ["xlsx", "xls", "csv gb18030", "docx"] {
        said(name, format, &register::csv(), cases);
    }
}

const KNOWN: &str = "370320001 2024-03-18";

#[test]
fn each_pair_of_names_names_unit_and_day() {
    let units = [
        "填报单位",
        "报送单位",
        "上报单位",
        "填表单位",
        "编制单位",
        "报告单位",
        "呈报单位",
        "申报单位",
        "报表单位",
        "统计单位",
        "制表单位",
        "填报机构",
        "报送部门",
        "上报机关",
        "填报所",
        "填表部门名称",
        "单位",
        "单位名称",
        "所名",
        "单 位",
        "填 报 单 位",
        "填报单位（公章）",
        "单位（盖章）",
        "填报单位盖章",
        "填报单位（全称）",
    ];
    let days = [
        "填报日期",
        "报送日期",
        "上报时间",
        "填表日期",
        "编制日期",
        "制表日期",
        "报告日期",
        "呈报日期",
        "申报时间",
        "统计日期",
        "报出日期",
        "日期",
        "日  期",
        "时间",
        "统计时间",
        "填写日期",
    ];
    let mut cases = Vec::new();
    for (position, unit) in units.iter().enumerate() {
        let day = days[position % days.len()];
        for line in [
            format!("{unit}：{OWN}          {day}：2024年3月18日"),
            format!("{unit}：{OWN}|||{day}：2024年3月18日"),
            format!("{unit}：|{OWN}|{day}：|2024年3月18日"),
        ] {
            cases.push((sheet(&format!("{TITLE}\n{line}"), HEADS, ""), KNOWN));
        }
    }
    for day in days {
        let line = format!("填报单位：{OWN}   {day}：2024.3.18   填表人：张三");
        cases.push((sheet(&format!("{TITLE}\n{line}"), HEADS, ""), KNOWN));
    }
    for person in
        ["填报人", "制表人", "编制人", "经办人", "统计人", "报送人", "统计员", "填表人员", "经办人（签字）"]
    {
        let below = format!("{person}：张三      审核人：李四      填报日期：2024年3月18日");
        cases.push((sheet(&format!("{TITLE}\n填报单位：{OWN}"), HEADS, &below), KNOWN));
    }
    in_all_formats("names", &cases);
}

#[test]
fn fields_may_stand_in_one_line_with_blanks_only() {
    let cases = [
        "填报单位 沂源县城关市场监管所 填报日期 2024年3月18日 填报人 张三",
        "填报单位 沂源县 城关市场监督管理所 填报日期 2024年3月18日 填报人 张 三",
        "填报单位　沂源县城关市场监督管理所　　填报日期　2024.3.18",
        "填报单位：沂源县 城关市场监督管理所 填报日期 2024年3月18日 填报人 张三",
        "填报单位：沂源县城关市场监督管理所 填报日期 2024 年 3 月 18 日",
        "填报单位 沂源县城关市场监督管理所（公章） 制表日期：2024-03-18",
        "单 位 沂源县城关市场监督管理所   日 期 2024年3月18日",
        "填报单位沂源县城关市场监督管理所 填报日期2024年3月18日",
        "填报单位沂源县城关市场监督管理所 填报人张三 填报日期2024年3月18日",
        "填报日期 2024年3月18日 填报单位 沂源县城关市场监督管理所",
        "编制单位 沂源县城关市场监督管理所 编制日期 2024年3月18日",
        "主管单位：沂源县 填报单位：沂源县城关市场监督管理所 日期：2024年3月18日",
    ];
    let cases: Vec<_> =
        cases.iter().map(|line| (sheet(&format!("{TITLE}\n{line}"), HEADS, ""), KNOWN)).collect();
    in_all_formats("blanks", &cases);
}

#[test]
fn the_window_of_the_figures_is_not_the_day_of_sending() {
    let cases = [
        ("统计时限：2024年3月1日至3月15日   填报日期：2024年3月18日", KNOWN),
        ("统计期间：2024年3月1日—15日   日期：2024年3月18日", KNOWN),
        ("统计时间：2024年3月1日至15日   填报日期：2024年3月18日", KNOWN),
        ("统计日期：2024.3.1-2024.3.15   制表日期：2024.3.18", KNOWN),
        ("统计日期：2024年3月15日   填报日期：2024年3月18日", KNOWN),
        ("制表日期：2024年2月1日   上报时间：2024年3月18日", KNOWN),
        ("统计时间：2024年3月18日", KNOWN),
        ("统计时间段：2024年3月1日至15日", "370320001 -"),
        ("统计时间：2024年3月1日至15日", "370320001 -"),
        ("时间：3月1日-3月15日", "370320001 -"),
    ];
    let drawn = |line: &str| sheet(&format!("{TITLE}\n填报单位：{OWN}   {line}"), HEADS, "");
    let cases: Vec<_> = cases.iter().map(|(line, expected)| (drawn(line), *expected)).collect();
    in_all_formats("windows", &cases);
}

#[test]
fn a_unit_without_a_field_is_known_by_the_words_around_its_table() {
    let dated = "填报日期：2024年3月18日";
    let signed = "填报人：张三";
    let cases = [
        // In the title, before and behind the year, in brackets, behind a dash, on a line of its own.
        (format!("{OWN}{TITLE}\n{dated}"), HEADS, signed, KNOWN),
        (format!("2024年{OWN}“3·15”活动情况统计表\n{dated}"), HEADS, signed, KNOWN),
        (format!("{OWN}关于“3·15”活动情况统计表\n{dated}"), HEADS, signed, KNOWN),
        (format!("{OWN}活动情况统计表\n{dated}"), HEADS, signed, KNOWN),
        (format!("{TITLE}（{OWN}）\n{dated}"), HEADS, signed, KNOWN),
        (format!("{TITLE}——{OWN}\n{dated}"), HEADS, signed, KNOWN),
        (format!("城关市场监管所{TITLE}\n{dated}"), HEADS, signed, "unit-ambiguous 2024-03-18"),
        (format!("{OWN}\n{TITLE}\n{dated}"), HEADS, signed, KNOWN),
        (format!("附件2\n沂源县市场监督管理局\n{OWN}\n{TITLE}\n{dated}"), HEADS, signed, KNOWN),
        (format!("{TITLE}\n{OWN}    {dated}"), HEADS, signed, KNOWN),
        (format!("{TITLE}\n{OWN}（公章）"), HEADS, dated, KNOWN),
        // As the head of the figures.
        (format!("{TITLE}\n{dated}"), "序号|类别|单位|沂源县城关市场监督管理所", "", KNOWN),
        (format!("{TITLE}\n{dated}"), "序号|类别|单位|沂源城关监管所", "", KNOWN),
        // In the signature.
        (TITLE.to_owned(), HEADS, "沂源县城关市场监督管理所\n2024年3月18日", KNOWN),
        (TITLE.to_owned(), HEADS, "||沂源县城关市场监督管理所（盖章）\n||2024年3月18日", KNOWN),
        (TITLE.to_owned(), HEADS, "填报人：张三\n盖章：沂源县城关市场监督管理所\n2024年3月18日", KNOWN),
        (TITLE.to_owned(), HEADS, "沂源县城关市场监督管理所  2024年3月18日", KNOWN),
        (TITLE.to_owned(), HEADS, "沂源县城关市场监督管理所（盖章）2024年3月18日", KNOWN),
        (format!("{TITLE}\n{dated}"), HEADS, "报：沂源县\n沂源县城关市场监督管理所", KNOWN),
        // Two different units are asked about, and so is nobody.
        (format!("{OWN}\n{TITLE}\n{dated}"), HEADS, "沂源县鲁村市场监督管理所", "unit-ambiguous 2024-03-18"),
        (format!("{TITLE}\n{dated}"), HEADS, "抄送：沂源县鲁村市场监督管理所", "unit-missing 2024-03-18"),
        (format!("{TITLE}\n{dated}"), HEADS, "抄送|沂源县鲁村市场监督管理所", "unit-missing 2024-03-18"),
        (
            format!("{TITLE}\n{dated}"),
            HEADS,
            "注：本表由沂源县鲁村市场监督管理所汇总。",
            "unit-missing 2024-03-18",
        ),
        // Names that are others': in a list of cases, beside the figures, under a remark's head.
        (
            format!("{TITLE}\n{dated}"),
            HEADS,
            "典型案例\n案例一|沂源县鲁村市场监督管理所|多收费",
            "unit-missing 2024-03-18",
        ),
        (
            format!("{TITLE}\n{dated}"),
            "序号|类别|单位|数量|沂源县鲁村市场监督管理所",
            "",
            "unit-missing 2024-03-18",
        ),
        (format!("{TITLE}\n{OWN}|{dated}"), HEADS, signed, KNOWN),
        (format!("{TITLE}\n填报单位：无名监管所   {dated}"), HEADS, OWN, "unit-unknown 2024-03-18"),
    ];
    let cases: Vec<_> =
        cases.iter().map(|(above, heads, below, expected)| (sheet(above, heads, below), *expected)).collect();
    in_all_formats("nameless", &cases);
}

#[test]
fn the_office_above_is_taken_only_where_nothing_lower_fits_and_it_reports() {
    let register = "code,name,level,parent_code,reports\n\
        37,淄博市,city,,\nK1,沂源县市场监督管理局,county,37,是\nK2,桓台县市场监督管理局,county,37,\n\
        A1,沂源县城关市场监督管理所,unit,K1,\nB1,桓台县城关市场监督管理所,unit,K2,\n";
    let dated = "填报日期：2024年3月18日";
    let above = |office: &str| format!("{office}\n{TITLE}\n{dated}");
    let cases = [
        (sheet(&above("沂源县市场监督管理局"), HEADS, "沂源县城关市场监督管理所"), "A1 2024-03-18"),
        (sheet(&above("沂源县市场监督管理局"), HEADS, "沂源城关监管所"), "A1 2024-03-18"),
        (sheet(&above("沂源县市场监督管理局"), HEADS, ""), "K1 2024-03-18"),
        (sheet(&above("桓台县市场监督管理局"), HEADS, ""), "unit-missing 2024-03-18"),
        (sheet(&format!("{TITLE}\n{dated}"), HEADS, "报：沂源县市场监督管理局"), "unit-missing 2024-03-18"),
        (
            sheet(&format!("{TITLE}\n{dated}"), HEADS, "主送：|沂源县市场监督管理局"),
            "unit-missing 2024-03-18",
        ),
        (sheet(&above("沂源县市场监督管理局"), HEADS, "桓台县城关市场监督管理所"), "B1 2024-03-18"),
    ];
    for format in ["xlsx", "csv utf-8"] {
        said("offices above", format, register, &cases.clone().map(|(drawn, expected)| (drawn, expected)));
    }
}
