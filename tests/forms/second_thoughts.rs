//! Second thoughts that a clerk leaves beside the figures: which of two is meant is asked, never guessed.

use crate::parts::CLASSES;
use crate::said::check;

const FORMATS: &[&str] = &["xlsx", "xls", "csv gb18030", "docx", "html"];

/// The form's rows, each with more behind its figure, and lines below the table.
fn drawn(heads: &str, behind: [&str; 5], below: &str) -> String {
    let rows = [
        "受理投诉|件|120",
        "其中：商品类投诉|件|80",
        "服务类投诉|件|40",
        "办结投诉|件|100",
        "挽回经济损失|万元|5.5",
    ];
    let rows: Vec<String> = rows.iter().zip(behind).map(|(row, behind)| format!("{row}{behind}")).collect();
    format!(
        "
2024年“3·15”消费投诉分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
项目|单位|数量{heads}
{}
{below}",
        rows.join("\n")
    )
}

#[test]
fn a_figure_said_to_be_another_is_asked_about() {
    let none = ["|"; 5];
    for (name, heads, behind, below, asked) in [
        ("in a remark", "|备注", ["|", "|", "|", "|更正：应为105", "|"], "", "query corrected-beside 2"),
        ("in a remark and done", "|备注", ["|", "|", "|", "|原为95，更正为100", "|"], "", ""),
        ("below", "|备注", none, "注：第2项有误，应为105件。", "query corrected-beside"),
        ("below and done", "|备注", none, "注：第2项已由95件更正为100件。", ""),
        ("a rule", "|备注", ["|", "|", "|", "|应为1至2项之和", "|"], "注：1.数据应为整数；2.不得漏报。", ""),
        ("in a column", "|更正后数量", ["|120", "|80", "|40", "|105", "|5.5"], "", "hard ambiguous-figure 2"),
        ("in a column alike", "|更正后数量", ["|120", "|80", "|40", "|100", "|5.5"], "", ""),
        ("beside it", "|", ["|", "|", "|", "|105", "|"], "", "query stray-figure 2"),
        ("cut at a comma", "|", ["|", "|", "|", "|000", "|"], "", "query stray-figure 2"),
        ("beside it the same", "|", ["|", "|", "|", "|100", "|"], "", ""),
    ] {
        let expected = format!("{CLASSES}\n{asked}");
        check(
            &format!("second thoughts {name}"),
            "complaint-classes",
            FORMATS,
            &drawn(heads, behind, below),
            &expected,
        );
    }
}

#[test]
fn figures_on_cheques_are_figures_and_those_of_a_plan_are_asked_about() {
    let plain = drawn("", [""; 5], "");
    let written = plain
        .replace("|件|120", "|件|壹佰贰拾")
        .replace("|件|80", "|件|捌拾件")
        .replace("|5.5", "|伍万伍仟元整");
    check("cheques", "complaint-classes", FORMATS, &written, CLASSES);
    let plan = plain.replace("统计表", "计划统计表");
    check("plan", "complaint-classes", FORMATS, &plan, &format!("{CLASSES}\nquery title-of-a-plan"));
}

#[test]
fn columns_of_one_item_are_told_by_their_sum_or_asked_about() {
    let asked = "
    370320001
    1: 20
    1.1: 10
    1.2: 10
    2: 100
    3: 5.5
    hard duplicate-item 1
    hard duplicate-item 1.1
    hard duplicate-item 1.2
    query closed-over-accepted 2";
    for (name, parts, figures, expected) in [
        ("with their sum", "线上|线下|小计", ["20|100|120", "10|70|80", "10|30|40"], CLASSES),
        ("of two months", "本月|累计|", ["20|120|", "10|80|", "10|40|"], asked),
        ("of last year", "上年|本年|", ["20|120|", "10|80|", "10|40|"], CLASSES),
    ] {
        let [one, two, three] = figures;
        for merge in ["|<|<", "||"] {
            let drawn = format!(
                "
2024年“3·15”消费投诉分类统计表
填报日期：2024年3月18日
单位名称|受理投诉（件）{merge}|商品类投诉（件）{merge}|服务类投诉（件）{merge}|办结投诉（件）|挽回经济损失（万元）
^|{parts}|{parts}|{parts}||
沂源县城关市场监督管理所|{one}|{two}|{three}|100|5.5"
            );
            let name = format!("parts of items {name} {}", if merge == "||" { "bare" } else { "merged" });
            check(&name, "complaint-classes", &["xlsx", "csv gb18030"], &drawn, expected);
        }
    }
}

#[test]
fn parts_below_the_head_of_the_figures_are_told_or_asked_about() {
    let figures = [
        ("受理投诉", "120"),
        ("其中：商品类投诉", "80"),
        ("服务类投诉", "40"),
        ("办结投诉", "100"),
        ("挽回经济损失", "5.5"),
    ];
    for (name, parts, cells, asked) in [
        ("with their sum", "线上|线下|小计", "1|2|#", false),
        ("with their sum before", "合计|线上|线下", "#|1|2", false),
        ("of years", "2023|2024|增长", "9|#|1", false),
        ("planned", "计划|完成|完成率", "9|#|90%", false),
        ("of months", "本月|累计|", "#|9|", true),
        ("of offices", "市场监管所|消协分会|", "#|9|", true),
    ] {
        for merge in ["|<|<", "||"] {
            let rows: Vec<String> = figures
                .iter()
                .map(|(label, figure)| format!("{label}|{}", cells.replace('#', figure)))
                .collect();
            let drawn = format!(
                "
2024年“3·15”消费投诉分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
项目|数量{merge}
|{parts}
{}",
                rows.join("\n")
            );
            let questions: Vec<String> = ["1", "1.1", "1.2", "2", "3"]
                .iter()
                .filter(|_| asked)
                .map(|item| format!("hard ambiguous-figure {item}"))
                .collect();
            let name = format!("parts {name} {}", if merge == "||" { "bare" } else { "merged" });
            let expected = format!("{CLASSES}\n{}", questions.join("\n"));
            check(&name, "complaint-classes", &["xlsx", "csv gb18030"], &drawn, expected.trim_end());
        }
    }
}

#[test]
fn rows_of_a_unit_are_asked_about_as_columns_are() {
    let head = "
2024年“3·15”消费投诉分类统计表
填报日期：2024年3月18日
单位名称|时段|受理投诉（件）|商品类投诉（件）|服务类投诉（件）|办结投诉（件）|挽回经济损失（万元）|备注";
    let rows = [
        ("numbered", "1.沂源县城关市场监督管理所|全程|120|80|40|100|5.5|", ""),
        (
            "corrected",
            "沂源县城关市场监督管理所|全程|120|80|40|100|5.5|办结数更正为105",
            "query corrected-beside",
        ),
        (
            "two times",
            "沂源县城关市场监督管理所|本周|120|80|40|100|5.5|\n^|累计|220|180|40|200|7.5|",
            "hard ambiguous-table",
        ),
    ];
    for (name, row, asked) in rows {
        let expected = format!("{CLASSES}\n{asked}");
        check(
            &format!("rows {name}"),
            "complaint-classes",
            &["xlsx", "xls"],
            &format!("{head}\n{row}"),
            &expected,
        );
    }
}
