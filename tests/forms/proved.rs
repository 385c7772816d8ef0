//! Formulas whose stored results are no results: calculated anew where that is possible, and asked about.

use crate::parts::CLASSES;
use crate::said::check;

const FORMATS: &[&str] = &["xlsx", "xlsx by hand", "ods"];

fn upright(figure: &str, beside: &str) -> String {
    format!(
        "
2024年“3·15”消费投诉分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
项目|单位|数量||上年同期
受理投诉|件|{figure}||{beside}
其中：商品类投诉|件|80||{beside}
服务类投诉|件|40||
办结投诉|件|100||
挽回经济损失|万元|5.5||"
    )
}

#[test]
fn a_result_that_its_formula_does_not_come_to_is_asked_about() {
    for (name, figure, beside, asked) in [
        ("sum", "{=SUM(C5:C6) -> 120}", "", ""),
        ("sum of others", "{=SUM(E4:E5) -> 120}", "60", ""),
        ("stale sum", "{=SUM(E4:E5) -> 120}", "70", "\nquery stale-formula 1"),
        ("stale product", "{=E4*2 -> 120}", "59.5", "\nquery stale-formula 1"),
        ("text in a sum", "{=SUM(C5:C6,E4) -> 120}", "'7", "\nquery stale-formula 1"),
        ("dash in a sum", "{=SUM(C5:C6,E4) -> 120}", "—", ""),
        ("rounded", "{=ROUND(E4/3,0) -> 120}", "360.4", ""),
    ] {
        check(name, "complaint-classes", FORMATS, &upright(figure, beside), &format!("{CLASSES}{asked}"));
    }
}

#[test]
fn a_result_that_cannot_be_proved_is_asked_about_where_the_file_gives_reason() {
    // The library asks for every formula to be calculated when its workbook is opened.
    for (formats, asked) in [(&["xlsx"][..], "\nquery formula-unproven 1"), (&["xlsx by hand", "ods"], "")] {
        let figure = "{=LARGE(C5:C6,1)+40 -> 120}";
        check(formats[0], "complaint-classes", formats, &upright(figure, ""), &format!("{CLASSES}{asked}"));
    }
}

#[test]
fn figures_in_a_row_are_asked_about_in_their_cells() {
    let drawn = "
2024年“3·15”消费投诉分类统计表
填报日期：2024年3月18日
单位名称|受理投诉|商品类投诉|服务类投诉|办结投诉|挽回经济损失（万元）
沂源县城关市场监督管理所|{=C4+D4 -> 120}|80|40|{=B4-10 -> 100}|5.5";
    check("across", "complaint-classes", FORMATS, drawn, &format!("{CLASSES}\nquery stale-formula 2"));
}
