//! The anchor form as offices were once misread: layouts in which a careful clerk finds every figure.
//!
//! Each case is the sheet as drawn and the whole of what must be said of it. All carry the same eleven
//! figures, so what is said is the same but for what the case is about.

use crate::said::check;

const FORMATS: &[&str] = &["xlsx by hand", "xls", "csv gb18030", "html"];

const HEAD: &str = "2024年“3·15”活动情况统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
";

const SAID: &str = "370320001
1: 12
2: 1
3: 18
4: 264
5: 85
6: 79
7: 6.35
8: 14
9: 3
10: 21
11: 3600";

/// Items, their units of measure, this year's figures, last year's.
const ROWS: [(&str, &str, &str, &str); 11] = [
    ("普法宣传活动", "场", "12", "10"),
    ("组织新闻发布会", "场", "1", "2"),
    ("开展线上线下消费教育活动", "次", "18", "15"),
    ("受理消费者咨询情况", "件", "264", "250"),
    ("受理消费者投诉情况", "件", "85", "80"),
    ("解决消费纠纷", "件", "79", "70"),
    ("为消费者挽回经济损失", "万元", "6.35", "5.5"),
    ("发布消费提（警）示", "条", "14", "12"),
    ("组织新闻媒体专栏专题", "期", "3", "2"),
    ("媒体宣传报道", "篇", "21", "18"),
    ("印发各类宣传资料", "份", "3600", "3000"),
];

/// A table that stands, each row drawn by a function of the item's number and row.
fn standing(heads: &str, row: impl Fn(usize, (&str, &str, &str, &str)) -> String) -> String {
    let rows = ROWS.iter().enumerate().map(|(index, item)| row(index + 1, *item));
    [heads.to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// One row of a table that lies: a part of every item, with a word before.
fn lying(
    word: &str,
    items: std::ops::Range<usize>,
    part: impl Fn((&str, &str, &str, &str)) -> String,
) -> String {
    let cells = ROWS[items].iter().map(|item| part(*item));
    [word.to_owned()].into_iter().chain(cells).collect::<Vec<_>>().join("|")
}

fn label(item: (&str, &str, &str, &str)) -> String {
    item.0.to_owned()
}

fn measure(item: (&str, &str, &str, &str)) -> String {
    item.1.to_owned()
}

fn figure(item: (&str, &str, &str, &str)) -> String {
    item.2.to_owned()
}

fn last(item: (&str, &str, &str, &str)) -> String {
    item.3.to_owned()
}

#[test]
fn bare_years_head_their_columns() {
    let this_first = standing("序号|类别|单位|2024|2023", |n, (label, measure, figure, last)| {
        format!("{n}|{label}|{measure}|{figure}|{last}")
    });
    check("this year first", "315-activity", FORMATS, &format!("{HEAD}{this_first}"), SAID);
    let last_first = standing("序号|类别|单位|2023|2024", |n, (label, measure, figure, last)| {
        format!("{n}|{label}|{measure}|{last}|{figure}")
    });
    check("last year first", "315-activity", FORMATS, &format!("{HEAD}{last_first}"), SAID);
}

#[test]
fn a_target_is_not_what_was_done() {
    let table =
        standing("序号|类别|单位|目标任务|实际完成", |n, (label, measure, figure, last)| {
            format!("{n}|{label}|{measure}|{last}|{figure}")
        });
    check("target", "315-activity", FORMATS, &format!("{HEAD}{table}"), SAID);
}

#[test]
fn a_row_of_last_year_in_a_lying_table_is_not_the_units() {
    for (name, rows) in [("last year above", ["2023年", "2024年"]), ("this year above", ["2024年", "2023年"])]
    {
        let row = |year: &str| lying(year, 0..11, if year == "2024年" { figure } else { last });
        let drawn = format!("{HEAD}{}\n{}\n{}", lying("年度", 0..11, label), row(rows[0]), row(rows[1]));
        check(name, "315-activity", FORMATS, &drawn, SAID);
    }
}

#[test]
fn a_wide_table_may_come_in_bands() {
    let band = |items: std::ops::Range<usize>| {
        [
            lying("项目", items.clone(), label),
            lying("单位", items.clone(), measure),
            lying("数量", items, figure),
        ]
        .join("\n")
    };
    check("two bands", "315-activity", FORMATS, &format!("{HEAD}{}\n{}", band(0..6), band(6..11)), SAID);
    let cards = [0..4, 4..8, 8..11].map(band).join("\n");
    check("three bands", "315-activity", FORMATS, &format!("{HEAD}{cards}"), SAID);
}

#[test]
fn a_second_page_may_bear_title_and_head_again() {
    let page = |rows: std::ops::Range<usize>| {
        let rows: Vec<String> =
            ROWS[rows].iter().map(|row| format!("{}|{}|{}", row.0, row.1, row.2)).collect();
        format!("{HEAD}类别|单位|数量\n{}", rows.join("\n"))
    };
    let formats = ["xlsx", "xls", "docx", "csv utf-8"];
    check("two pages", "315-activity", &formats, &format!("{}\n===\n{}", page(0..6), page(6..11)), SAID);
}

#[test]
fn units_of_measure_come_in_brackets_with_remarks_and_in_lists() {
    let with = |measure: &'static str| {
        standing("序号|类别|单位|数量", move |n, (label, own, figure, _)| match n {
            7 => format!("{n}|{label}|{measure}|63500"),
            _ => format!("{n}|{label}|{own}|{figure}"),
        })
    };
    for (name, measure) in [("brackets", "（元）"), ("remark", "元（取整）"), ("named", "单位：元")]
    {
        check(name, "315-activity", FORMATS, &format!("{HEAD}{}", with(measure)), SAID);
    }
    let unmeasured = standing("序号|类别|数量", |n, (label, _, figure, _)| {
        format!("{n}|{label}|{}", if n == 7 { "63500" } else { figure })
    });
    check("list", "315-activity", FORMATS, &format!("{HEAD}单位：场、件、元\n{unmeasured}"), SAID);
}

#[test]
fn labels_are_numbered_and_explained_in_other_ways() {
    let ordinals = standing("类别|单位|数量", |n, (label, measure, figure, _)| {
        format!("第{n}项 {label}|{measure}|{figure}")
    });
    check("ordinals", "315-activity", FORMATS, &format!("{HEAD}{ordinals}"), SAID);
    let until = standing("类别|单位|数量", |_, (label, measure, figure, _)| {
        format!("{label}（截至3月18日）|{measure}|{figure}")
    });
    check("until", "315-activity", FORMATS, &format!("{HEAD}{until}"), SAID);
}

#[test]
fn the_day_may_stand_behind_the_units_name() {
    let table = standing("序号|类别|单位|数量", |n, (label, measure, figure, _)| {
        format!("{n}|{label}|{measure}|{figure}")
    });
    for (name, line) in [
        ("seal", "填报单位：沂源县城关市场监督管理所（公章）   2024年3月18日"),
        ("time", "单位：沂源县城关市场监督管理所      时间：2024年3月18日"),
        ("moment", "填报单位：沂源县城关市场监督管理所　填报日期：2024-03-18 09:30:00"),
        ("office", "填报单位：沂源县市场监督管理局城关市场监督管理所　填报日期：2024.3.18"),
        ("province", "填报单位：山东省淄博市沂源县城关市场监督管理所　填报日期：2024.3.18"),
    ] {
        let drawn = format!("2024年“3·15”活动情况统计表\n{line}\n{table}");
        check(name, "315-activity", FORMATS, &drawn, SAID);
    }
    let titled = format!("2024年沂源县城关市场监督管理所“3·15”活动情况统计表\n填报日期：2024.3.18\n{table}");
    check("title", "315-activity", FORMATS, &titled, SAID);
}

#[test]
fn figures_with_two_readings_are_asked_about() {
    for (name, written) in [
        ("two note marks", "3600①②"),
        ("shortened", "三千六"),
        ("year and figure", "2024 360"),
        ("not counted", "本年无法统计"),
    ] {
        let table = standing("序号|类别|单位|数量", |n, (label, measure, figure, _)| {
            format!("{n}|{label}|{measure}|{}", if n == 11 { written } else { figure })
        });
        let said = SAID.replace("11: 3600", "11: _\nhard not-a-number 11");
        check(name, "315-activity", FORMATS, &format!("{HEAD}{table}"), &said);
    }
    for (name, written, value) in [
        ("万 in characters", "十二万份", "120000"),
        ("note mark", "3600①", "3600"),
        ("point", "3600.", "3600"),
    ] {
        let table = standing("序号|类别|单位|数量", |n, (label, measure, figure, _)| {
            format!("{n}|{label}|{measure}|{}", if n == 11 { written } else { figure })
        });
        let asked = if value == "120000" { "\nquery far-above-usual 11" } else { "" };
        let said = SAID.replace("11: 3600", &format!("11: {value}{asked}"));
        check(name, "315-activity", FORMATS, &format!("{HEAD}{table}"), &said);
    }
}

#[test]
fn a_table_broken_in_two_is_one() {
    let row = |n: usize, (label, measure, figure, _): (&str, &str, &str, &str)| {
        format!("{n}|{label}|{measure}|{figure}")
    };
    let heads = "序号|类别|单位|数量";
    let whole = standing(heads, row);
    let lines: Vec<&str> = whole.lines().collect();
    for (name, between) in [("head again", format!("===\n{heads}\n")), ("no head", "===\n".to_owned())] {
        let drawn = format!("{HEAD}{}\n{between}{}", lines[..6].join("\n"), lines[6..].join("\n"));
        check(name, "315-activity", &["docx", "xls", "csv utf-8"], &drawn, SAID);
    }
}

#[test]
fn a_ticked_box_says_nil_beside_an_empty_one() {
    let table = standing("序号|类别|单位|数量", |n, (label, measure, _, _)| {
        format!("{n}|{label}|{measure}|0")
    });
    let zeros: String = (1..=11).map(|item| format!("\n{item}: 0")).collect();
    for (name, line, nil, hard) in [
        ("ticked", "☑零报告  □非零报告", " 零报告", ""),
        ("not ticked", "□零报告  ☑非零报告", "", "\nhard all-zero"),
    ] {
        let drawn = format!("{HEAD}{table}\n{line}");
        check(name, "315-activity", FORMATS, &drawn, &format!("370320001{nil}{zeros}{hard}"));
    }
}
