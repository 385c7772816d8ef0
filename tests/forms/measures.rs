//! Units of measure that stand where no cell is typed: in number formats, above and below pages.

use crate::parts::{ABOVE, CLASSES, classes_sheet};
use crate::said::check;

#[test]
fn what_a_format_shows_counts_like_words_in_the_cell() {
    for (name, money) in [
        ("yuan", "{55000 as 0.00\"元\" = 55000.00元}"),
        ("yuan with separators", "{55000 as #,##0\"元\" = 55,000元}"),
        ("ten thousand", "{5.5 as 0.00\"万元\" = 5.50万元}"),
        ("ten thousand by a moved point", "{55000 as 0!.0,\"万元\" = 5.5万元}"),
        ("thousands", "{55000 as 0.0,\"千元\" = 55.0千元}"),
    ] {
        check(
            &format!("format {name}"),
            "complaint-classes",
            &["xlsx", "xlsx by hand", "xls", "ods", "docx", "csv utf-8"],
            &format!(
                "
2024年“3·15”消费投诉分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
项目|单位|数量
受理投诉|件|{{120 as 0\"件\" = 120件}}
其中：商品类投诉|件|{{80 as #,##0 = 80}}
服务类投诉|件|40
办结投诉|件|{{100 as G/通用格式\"件\" = 100件}}
办结率|%|{{0.833 as 0.0% = 83.3%}}
挽回经济损失|万元|{money}"
            ),
            CLASSES,
        );
    }
}

#[test]
fn a_scale_that_nothing_names_is_asked_about() {
    check(
        "format scales silently",
        "complaint-classes",
        &["xlsx", "xls", "ods"],
        &classes_sheet(ABOVE, "挽回经济损失|万元|{55000 as 0!.0, = 5.5}"),
        &format!("{}\n    query shown-otherwise 3", CLASSES.replace("3: 5.5", "3: 55000")),
    );
}

#[test]
fn what_stands_above_every_page_counts_like_a_line_above_the_table() {
    for (name, header, label, expected) in [
        ("states 元", "金额单位：元", "挽回经济损失||55000", ""),
        ("states it in a list", "计量单位：件、元", "挽回经济损失||55000", ""),
        ("the table says the same", "单位：元", "挽回经济损失|元|55000", ""),
        ("the table says another", "单位：元", "挽回经济损失|万元|5.5", "\n    query measure-conflict 3"),
        ("the label says another", "单位：元", "挽回经济损失（万元）||5.5", "\n    query measure-conflict 3"),
        ("the cell says it", "单位：元", "挽回经济损失||5.5万元", ""),
    ] {
        check(
            &format!("header {name}"),
            "complaint-classes",
            &["xlsx", "xlsx by hand", "xls", "ods", "docx"],
            &classes_sheet(&format!("~{header}\n{ABOVE}"), label),
            &format!("{CLASSES}{expected}"),
        );
    }
}

#[test]
fn a_line_above_the_table_is_held_against_what_the_rows_say() {
    check(
        "line above against rows",
        "complaint-classes",
        &["xlsx", "docx", "csv utf-8"],
        &classes_sheet(&format!("{ABOVE}\n金额单位：元"), "挽回经济损失|万元|5.5"),
        &format!("{CLASSES}\n    query measure-conflict 3"),
    );
}

#[test]
fn a_unit_named_only_above_the_pages_is_the_sheets() {
    for (line, unit) in [("", "370320001"), ("填报单位：沂源县鲁村市场监督管理所", "370320003")]
    {
        check(
            &format!("unit above the pages {unit}"),
            "complaint-classes",
            &["xlsx", "xlsx by hand", "xls", "ods", "docx"],
            &classes_sheet(
                &format!("~填报单位：沂源县城关市场监督管理所\n2024年“3·15”消费投诉分类统计表\n{line}"),
                "挽回经济损失|万元|5.5",
            ),
            &CLASSES.replace("370320001", unit),
        );
    }
}

#[test]
fn a_unit_of_measure_may_share_its_cell_with_fields() {
    for (name, line) in [
        ("behind the unit", "填报单位：沂源县城关市场监督管理所　　　　单位：元"),
        ("behind the unit in brackets", "填报单位：沂源县城关市场监督管理所（金额单位：元）"),
        ("behind the date", "填报单位：沂源县城关市场监督管理所　填报日期：2024.3.18　单位：元"),
        ("before the date", "填报单位：沂源县城关市场监督管理所　计量单位：件、元　填报日期：2024.3.18"),
    ] {
        check(
            &format!("measure {name}"),
            "complaint-classes",
            &["xlsx", "docx", "csv utf-8"],
            &format!(
                "
2024年“3·15”消费投诉分类统计表
{line}
项目|数量
受理投诉|120
其中：商品类投诉|80
服务类投诉|40
办结投诉|100
挽回经济损失|55000"
            ),
            CLASSES,
        );
    }
}
