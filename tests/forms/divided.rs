//! One item over several columns: what adds them up counts, what is another year's does not, and where nothing
//! tells the parts apart the clerk is asked, even when they are the same.

use crate::parts::{ABOVE, CLASSES};
use crate::said::check;

const FORMATS: &[&str] = &["xlsx", "csv gb18030"];
const CODES: [&str; 5] = ["1", "1.1", "1.2", "2", "3"];

/// The form's items, each with its cells.
fn upright(heads: &str, parts: &str, cells: [&str; 5]) -> String {
    let labels = ["受理投诉", "其中：商品类投诉", "服务类投诉", "办结投诉", "挽回经济损失"];
    let rows: Vec<String> =
        labels.iter().zip(cells).map(|(label, cells)| format!("{label}|{cells}")).collect();
    format!("{ABOVE}\n项目|{heads}\n|{parts}\n{}", rows.join("\n"))
}

/// Two figures an item, across.
fn across(parts: &str, cells: [&str; 5]) -> String {
    format!(
        "2024年“3·15”消费投诉分类统计表
填报日期：2024年3月18日
单位名称|受理投诉||商品类投诉||服务类投诉||办结投诉||挽回经济损失|
|{}
沂源县城关市场监督管理所|{}",
        [parts; 5].join("|"),
        cells.join("|")
    )
}

/// What is read: five figures, and what is asked about items.
fn told(figures: [&str; 5], asked: &[&str]) -> String {
    let figures = CODES.iter().zip(figures).map(|(code, figure)| format!("{code}: {figure}"));
    let lines = std::iter::once("370320001".to_owned()).chain(figures);
    lines.chain(asked.iter().map(|line| (*line).to_owned())).collect::<Vec<_>>().join("\n")
}

#[test]
fn parts_that_are_all_of_other_years_are_not_guessed_at() {
    let cells = ["9|8", "5|5", "4|3", "9|8", "1|2"];
    for (name, heads) in [("merged", "数量|<"), ("bare", "数量|")] {
        let drawn = upright(heads, "2022|2023", cells);
        check(&format!("other years {name}"), "complaint-classes", FORMATS, &drawn, "refused empty-table");
    }
}

#[test]
fn a_figure_column_behind_the_parts_is_not_forgotten() {
    let cells = ["1|2|120||120", "1|2|80||80", "1|2|40||40", "1|2|100||105", "1|2|5.5||5.5"];
    let drawn = upright("数量|||备注|完成数", "线上|线下|小计||", cells);
    let expected = format!("{CLASSES}\nhard ambiguous-figure 2");
    check("behind the parts", "complaint-classes", FORMATS, &drawn, &expected);
}

#[test]
fn parts_with_the_same_figure_are_asked_about_where_nothing_tells_them_apart() {
    let cells = ["1|1", "1|", "|0", "0|0", "0|0"];
    let read = ["1", "1", "0", "0", "0"];
    for (parts, is_asked) in
        [("市场监管所|消协分会", true), ("线上|线下", true), ("本月|累计", false), ("本月|本年累计", false)]
    {
        let asked: &[&str] = if is_asked { &["hard ambiguous-figure 1"] } else { &[] };
        let drawn = upright("数量|", parts, cells);
        check(&format!("alike {parts}"), "complaint-classes", FORMATS, &drawn, &told(read, asked));
        let asked: &[&str] = if is_asked { &["hard duplicate-item 1"] } else { &[] };
        let drawn = across(parts, cells);
        check(&format!("alike across {parts}"), "complaint-classes", FORMATS, &drawn, &told(read, asked));
    }
}

#[test]
fn a_sum_of_some_parts_is_not_the_sum_of_all() {
    for (name, parts, cells) in [
        ("first", "线上小计|线下", ["120|9", "80|9", "40|9", "100|9", "5.5|9"]),
        ("of calls", "网络投诉小计|来电", ["120|9", "80|9", "40|9", "100|9", "5.5|9"]),
    ] {
        let asked = |code: &str| CODES.map(|item| format!("hard {code} {item}")).join("\n");
        let expected = format!("{CLASSES}\n{}", asked("ambiguous-figure"));
        check(
            &format!("some parts {name}"),
            "complaint-classes",
            FORMATS,
            &upright("数量|", parts, cells),
            &expected,
        );
        let expected = format!("{CLASSES}\n{}", asked("duplicate-item"));
        check(
            &format!("some parts across {name}"),
            "complaint-classes",
            FORMATS,
            &across(parts, cells),
            &expected,
        );
    }
}

#[test]
fn the_unit_of_measure_beside_a_figure_is_no_second_figure() {
    for (name, parts, cells) in [
        ("behind it", "数量|单位", ["120|件", "80|件", "40|件", "100|件", "55000|元"]),
        ("before it", "单位|数量", ["件|120", "件|80", "件|40", "件|100", "元|55000"]),
    ] {
        check(&format!("measure {name}"), "complaint-classes", FORMATS, &across(parts, cells), CLASSES);
    }
}

#[test]
fn a_hidden_column_of_an_item_or_row_of_a_unit_is_asked_about() {
    for (name, hidden_column, hidden_row, asked) in [
        ("column", "!", "", "\nquery hidden-cell 2"),
        ("row", "", "!!", "\nquery hidden-cell"),
        ("nothing", "", "", ""),
    ] {
        check(
            &format!("hidden {name}"),
            "complaint-classes",
            &["xlsx", "xls"],
            &format!(
                "
2024年“3·15”消费投诉分类统计表
填报日期：2024年3月18日
单位名称|受理投诉|商品类投诉|服务类投诉|{hidden_column}办结投诉|挽回经济损失（万元）
{hidden_row}沂源县城关市场监督管理所|120|80|40|100|5.5"
            ),
            &format!("{CLASSES}{asked}"),
        );
    }
}
