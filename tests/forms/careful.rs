//! The anchor form as offices really fill it: what a careful reader takes in his stride, and what he asks about
//! because nobody but the unit can know.

use crate::said::check;

const FORMATS: &[&str] = &["xlsx", "xls", "ods", "docx", "html", "csv utf-8"];
/// Formats that know merged cells.
const MERGING: &[&str] = &["xlsx", "xls", "ods", "docx", "html"];

const SHEET: &str = "
2024年“3·15”活动情况统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
序号|类别|单位|数量
1|普法宣传活动|场|12
2|组织新闻发布会|场|1
3|开展线上线下消费教育活动|次|20
4|受理消费者咨询情况|件|300
5|受理消费者投诉情况|件|60
6|解决消费纠纷|件|55
7|为消费者挽回经济损失|万元|3.5
8|发布消费提（警）示|条|10
9|组织新闻媒体专栏专题|期|2
10|媒体宣传报道|篇|15
11|印发各类宣传资料|份|3000";

const ACROSS: &str = "
2024年“3·15”活动情况统计表
单位名称|普法宣传活动|组织新闻发布会|开展线上线下消费教育活动|受理消费者咨询情况|受理消费者投诉情况|解决消费纠纷|为消费者挽回经济损失（万元）|发布消费提（警）示|组织新闻媒体专栏专题|媒体宣传报道|印发各类宣传资料
沂源县城关市场监督管理所|12|1|20|300|60|55|3.5|10|2|15|3000";

const READ: &str = "
    370320001
    1: 12
    2: 1
    3: 20
    4: 300
    5: 60
    6: 55
    7: 3.5
    8: 10
    9: 2
    10: 15
    11: 3000";

/// Draws the sheet with words replaced, and demands the figures with some replaced and some findings behind.
fn changed(
    name: &str,
    formats: &[&str],
    sheet: &str,
    words: &[(&str, &str)],
    figures: &[(&str, &str)],
    asked: &str,
) {
    let apply = |text: &str, changes: &[(&str, &str)]| {
        changes.iter().fold(text.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{name}: nothing says {from}");
            text.replacen(from, to, 1)
        })
    };
    let expected = format!("{}\n{asked}", apply(READ, figures));
    check(&format!("careful {name}"), "315-activity", formats, &apply(sheet, words), &expected);
}

#[test]
fn what_fills_a_label_changes_nothing() {
    for (sheet, name) in [(SHEET, "down"), (ACROSS, "across")] {
        let words = [
            ("普法宣传活动", "普法宣传工作活动场次"),
            ("受理消费者咨询情况", "受理的消费者咨询件数"),
            ("受理消费者投诉情况", "受理消费者的投诉总数"),
            ("解决消费纠纷", "解决的消费纠纷数"),
            ("发布消费提（警）示", "发布的消费提（警）示数"),
            ("媒体宣传报道", "媒体宣传报道工作情况"),
            ("印发各类宣传资料", "印发的各类宣传资料总份数"),
        ];
        changed(&format!("fillers {name}"), FORMATS, sheet, &words, &[], "");
    }
}

#[test]
fn one_wrong_character_is_seen_through_where_all_else_agrees() {
    for (name, words, asked) in [
        ("slips", &[("普法宣传活动", "普法宣传话动"), ("解决消费纠纷", "解决消费纠份")][..], ""),
        (
            "every other slips",
            &[("普法宣传活动", "普法宣传话动"), ("线上线下", "线上线不"), ("投诉情", "投述情")],
            "",
        ),
        (
            "traditional",
            &[("普法宣传活动", "普法宣傳活動"), ("为消费者挽回经济损失|万", "為消費者挽回經濟損失|萬")],
            "",
        ),
        (
            "all traditional",
            &[
                ("填报单位", "填報單位"),
                ("类别|单位|数量", "類別|單位|數量"),
                ("城关市场监督", "城關市場監督"),
            ],
            "",
        ),
        ("another measure", &[("普法宣传活动|场", "普法宣传话动|件")], "query label-uncertain 1"),
    ] {
        changed(name, FORMATS, SHEET, words, &[], asked);
    }
    let all = [
        ("普法宣传活动", "普法宣传话动"),
        ("发布会", "发步会"),
        ("消费教育", "消费教肓"),
        ("咨询情况", "咨讯情况"),
        ("投诉情况", "投诉请况"),
        ("纠纷", "纠分"),
        ("损失", "损矢"),
        ("警）示", "警）视"),
        ("专栏", "专拦"),
        ("报道", "报到"),
        ("资料", "姿料"),
    ];
    changed("all slips", FORMATS, SHEET, &all, &[], "");
    changed("all slips across", FORMATS, ACROSS, &all, &[], "");
    changed("slips across", FORMATS, ACROSS, &[("普法宣传活动", "普法宣传话动"), ("投诉", "投述")], &[], "");
    let moved = [("1|普法宣传活动|场|12\n", ""), ("|份|3000", "|份|3000\n1|普法宣传话动|场|12")];
    changed("out of order", FORMATS, SHEET, &moved, &[], "query label-uncertain 1");
}

#[test]
fn a_cell_for_two_items_is_given_to_neither() {
    let asked = "hard joint-cell 4\nhard joint-cell 5";
    let figures = [("4: 300", "4: _"), ("5: 60", "5: _")];
    let words = [("咨询情况|件|300", "咨询情况|件|545"), ("投诉情况|件|60", "投诉情况|件|^")];
    changed("joint rows", MERGING, SHEET, &words, &figures, asked);
    let words = [("咨询情况|件|300", "咨询情况|件|咨询、投诉共545件"), ("投诉情况|件|60", "投诉情况|件|^")];
    changed("joint rows in words", MERGING, SHEET, &words, &figures, asked);
    changed("joint columns", MERGING, ACROSS, &[("|300|60|", "|545|<|")], &figures, asked);
}

#[test]
fn units_of_measure_that_are_not_the_forms_are_asked_about() {
    for (name, words, asked) in [
        ("dollars", ("|万元|", "|美元|"), "hard wrong-measure 7"),
        ("either", ("|万元|", "|元/万元|"), "hard wrong-measure 7"),
        ("either in words", ("|万元|", "|元或万元|"), "hard wrong-measure 7"),
        ("unknown", ("|万元|", "|万刀|"), "query measure-unknown 7"),
        ("dollars in the label", ("损失|万元|", "损失（美元）|万元|"), "hard measure-conflict 7"),
        ("hours", ("普法宣传活动|场|", "普法宣传活动|小时|"), "hard wrong-measure 1"),
        ("boxes", ("宣传资料|份|", "宣传资料|箱|"), "hard wrong-measure 11"),
        ("dollars in the cell", ("|3.5", "|3.5美元"), "hard wrong-measure 7"),
    ] {
        changed(name, FORMATS, SHEET, &[words], &[], asked);
    }
    changed("dollars at the head", FORMATS, ACROSS, &[("（万元）", "（美元）")], &[], "hard wrong-measure 7");
}

#[test]
fn examples_are_nobodys_report() {
    let asked = "hard example-table";
    changed("titled", FORMATS, SHEET, &[("统计表", "统计表（示例）")], &[], asked);
    changed("marked", FORMATS, SHEET, &[("2024年", "填写示例：\n2024年")], &[], asked);
    changed("marked in short", FORMATS, SHEET, &[("2024年", "例：\n2024年")], &[], asked);
    changed("seen elsewhere", FORMATS, SHEET, &[("|份|3000", "|份|3000\n注：填写方法见示例。")], &[], "");
    let nobody = [("沂源县城关市场监督管理所", "××县××市场监督管理所")];
    let figures = [("370320001", "nobody")];
    changed("of ××", FORMATS, SHEET, &nobody, &figures, "hard unit-unknown\nhard example-table");
    let rows = [("沂源县城关", "示例：××所|1|1|1|1|1|1|1|1|1|1|1\n沂源县城关")];
    changed("as a row", FORMATS, ACROSS, &rows, &[], "");
}

#[test]
fn words_that_take_figures_back_are_asked_about() {
    for (name, words, asked) in [
        ("disowned below", ("|份|3000", "|份|3000\n注：以上为示例数据"), "query table-disowned"),
        ("disowned above", ("2024年", "以下为去年数据\n2024年"), "query table-disowned"),
        ("draft", ("统计表", "统计表（草稿）"), "query table-disowned"),
        ("compared", ("|份|3000", "|份|3000\n注：以上数据与去年同期相比增长5%"), ""),
        ("in characters", ("|份|3000", "|份|3000\n更正：第5项应为五十八件"), "query corrected-beside"),
    ] {
        changed(name, FORMATS, SHEET, &[words], &[], asked);
    }
    let below = [("|15|3000", "|15|3000\n更正：第5项应为58件")];
    changed("below rows", FORMATS, ACROSS, &below, &[], "query corrected-beside");
    let second: Vec<String> = SHEET
        .lines()
        .map(|line| match line.rsplit_once('|') {
            Some((_, figure)) if figure.parse::<f64>().is_ok() => format!("{line}|7"),
            Some(_) => format!("{line}|"),
            None => line.to_owned(),
        })
        .collect();
    let expected = format!("{READ}\nquery stray-column");
    check("careful second column", "315-activity", FORMATS, &second.join("\n"), &expected);
}

#[test]
fn labels_that_deny_or_count_something_else_are_no_slips() {
    for (name, words, item, asked) in [
        ("denied", ("解决消费纠纷", "未解决消费纠纷"), 6, "hard missing-row 6"),
        ("counted", ("为消费者挽回经济损失", "为消费者挽回经济损失件数"), 7, "hard missing-row 7"),
    ] {
        let figures = [("6: 55", "6: _"), ("7: 3.5", "7: _")];
        changed(name, FORMATS, SHEET, &[words], &figures[item - 6..item - 5], asked);
    }
    for head in ["得分", "预算金额", "天数"] {
        let drawn = SHEET.replace("|数量", &format!("|{head}"));
        check(&format!("careful {head}"), "315-activity", FORMATS, &drawn, "refused empty-table");
    }
}

#[test]
fn figures_are_read_as_they_are_typed() {
    for (name, typed) in [
        ("yuan sign", "￥3.5万"),
        ("stop for a point", "3。5万元"),
        ("on a cheque", "叁万伍仟元整"),
        ("with a note", "3.5①"),
    ] {
        changed(name, FORMATS, SHEET, &[("|3.5", &format!("|{typed}"))], &[], "");
    }
    let figures = [("7: 3.5", "7: 0.00035")];
    changed("in parts", FORMATS, SHEET, &[("|3.5", "|3元5角")], &figures, "");
    let lost = [("|3000", "|'3E+03")];
    changed("digits lost", &["csv utf-8", "html"], SHEET, &lost, &[], "query digits-lost 11");
    changed("written short", &["xlsx", "docx"], SHEET, &lost, &[], "");
}

#[test]
fn figures_where_no_head_says_so_are_asked_about_once() {
    changed("other year", FORMATS, SHEET, &[("|数量", "|2023年")], &[], "query other-years-head");
    let shifted: Vec<String> = SHEET
        .lines()
        .map(|line| match line.rsplit_once('|') {
            Some((head, figure)) if figure.parse::<f64>().is_ok() => format!("{head}||{figure}"),
            Some(_) => format!("{line}|"),
            None => line.to_owned(),
        })
        .collect();
    let expected = format!("{READ}\nquery column-shifted");
    check("careful shifted", "315-activity", FORMATS, &shifted.join("\n"), &expected);
    let prefilled = SHEET.replace("|数量", "|2024年|2023年");
    let rows: Vec<String> = prefilled
        .lines()
        .map(|line| match line.rsplit_once('|') {
            Some((head, figure)) if figure.parse::<f64>().is_ok() => format!("{head}||{figure}"),
            _ => line.to_owned(),
        })
        .collect();
    check("careful not filled", "315-activity", FORMATS, &rows.join("\n"), "refused empty-table");
}
