//! Templates in styles that differ from ours, and what each must hold when it is filled.

use super::drawn::{document, workbook};

/// One template.
pub struct Case {
    pub name: &'static str,
    pub file: &'static str,
    pub bytes: Vec<u8>,
    /// Cells that change and what they hold then; no other cell may change. `2!B3` stands on the second sheet.
    pub filled: &'static [(&'static str, &'static str)],
    /// Formulas of the template and what the office suite makes of them.
    pub totals: &'static [(&'static str, f64)],
    /// What is said before it is downloaded.
    pub said: &'static [&'static str],
}

fn case(name: &'static str, file: &'static str, bytes: Vec<u8>) -> Case {
    Case { name, file, bytes, filled: &[], totals: &[], said: &[] }
}

const ALL_DOWN: [&str; 11] = [
    "1|普法宣传活动|场|",
    "2|组织新闻发布会|场|",
    "3|开展线上线下消费教育活动|次|",
    "4|受理消费者咨询|件|",
    "5|受理消费者投诉|件|",
    "6|解决消费纠纷|件|",
    "7|为消费者挽回经济损失|万元|",
    "8|发布消费提示警示|条|",
    "9|组织新闻媒体专栏专题|期|",
    "10|媒体宣传报道|篇|",
    "11|印发各类宣传资料|份|",
];

/// All templates that are filled. Of three sheets that count, two are of counties; item 7 is 0.1, 0.2 and 11.522.
pub fn filled() -> Vec<Case> {
    let mut down: Vec<&str> = vec!["2024年3·15活动情况上报表", "编号|指标名称|计量单位|本期数"];
    down.extend(ALL_DOWN);
    down.extend(["负责人（签字）：|||填表人："]);
    let mut cases = vec![Case {
        filled: &[
            ("D3", "9"),
            ("D4", "3"),
            ("D5", "96"),
            ("D6", "1692"),
            ("D7", "156"),
            ("D8", "105"),
            ("D9", "11.822"),
            ("D10", "117"),
            ("D11", "24"),
            ("D12", "78"),
            ("D13", "56343"),
        ],
        said: &["汇总范围：应报 6 个单位，计入 3 个，未报 3 个"],
        ..case("items down, all of them", "上报表.xlsx", workbook(&[("上报表", &down, &["A1:D1"])]))
    }];
    cases.extend(down_cases());
    cases.extend(across_cases());
    cases.extend(document_cases());
    cases
}

fn down_cases() -> Vec<Case> {
    vec![
        Case {
            filled: &[("C3", "9"), ("C4", "1692"), ("C5", "11.822")],
            said: &["汇总没有下列数字，留空：第1项", "本报表有、模板没有"],
            ..case(
                "this year beside last year, which nobody knows",
                "同比.xlsx",
                workbook(&[(
                    "同比",
                    &[
                        "全市3·15活动统计",
                        "项目|单位|2024年|上年同期|增减",
                        "普法宣传活动|场|||=C3-D3",
                        "受理消费者咨询|件|||=C4-D4",
                        "为消费者挽回经济损失|万元|||=C5-D5",
                    ],
                    &["A1:E1"],
                )]),
            )
        },
        Case {
            filled: &[
                ("B3", "9"),
                ("B4", "3"),
                ("B5", "96"),
                ("D3", "1692"),
                ("D4", "156"),
                ("D5", "11.822"),
            ],
            ..case(
                "two panels side by side",
                "两栏.xlsx",
                workbook(&[(
                    "两栏",
                    &[
                        "3·15活动情况",
                        "项目|数量|项目|数量",
                        "普法宣传活动（场）||受理消费者咨询（件）|",
                        "组织新闻发布会（场）||受理消费者投诉（件）|",
                        "开展线上线下消费教育活动（次）||为消费者挽回经济损失（万元）|",
                    ],
                    &["A1:D1"],
                )]),
            )
        },
        Case {
            filled: &[("D4", "9"), ("D5", "3"), ("D6", "1692"), ("D7", "156")],
            ..case(
                "merged groups before the items and heads in two rows",
                "分组.xlsx",
                workbook(&[(
                    "分组",
                    &[
                        "附件2",
                        "类别|具体指标|单位|工作成效",
                        "|||数量",
                        "宣传|普法宣传活动|场|",
                        "|组织新闻发布会|场|",
                        "维权|受理消费者咨询|件|",
                        "|受理消费者投诉|件|",
                    ],
                    &["A2:A3", "B2:B3", "C2:C3", "A4:A5", "A6:A7"],
                )]),
            )
        },
        Case {
            filled: &[("B3", "9"), ("B4", "105"), ("B5", "118220")],
            ..case(
                "money in 元, plainly",
                "元.xlsx",
                workbook(&[(
                    "元",
                    &[
                        "3·15统计",
                        "项目|数量",
                        "普法宣传活动|",
                        "解决消费纠纷|",
                        "为消费者挽回经济损失（元）|",
                    ],
                    &["A1:B1"],
                )]),
            )
        },
        Case {
            filled: &[("C3", "9"), ("C4", "105")],
            said: &["第7项 为消费者挽回经济损失：模板里的单位是“件”，本报表是“万元”，不能换算，没有填写"],
            ..case(
                "money counted in 件 stays blank",
                "件.xlsx",
                workbook(&[(
                    "件",
                    &[
                        "3·15统计",
                        "项目|计量单位|数量",
                        "普法宣传活动|场|",
                        "解决消费纠纷|件|",
                        "为消费者挽回经济损失|件|",
                    ],
                    &["A1:C1"],
                )]),
            )
        },
        Case {
            filled: &[("C3", "9"), ("C5", "1692"), ("C6", "156")],
            said: &[
                "模板要“组织消费维权约谈”（B4），本报表没有这一项，留空",
                "本报表有、模板没有（没有填写）的：第2项",
            ],
            ..case(
                "an item that the form does not have",
                "约谈.xlsx",
                workbook(&[(
                    "约谈",
                    &[
                        "3·15统计",
                        "序号|项目|数量",
                        "1|普法宣传活动|",
                        "2|组织消费维权约谈|",
                        "3|受理消费者咨询|",
                        "4|受理消费者投诉|",
                    ],
                    &["A1:C1"],
                )]),
            )
        },
        Case {
            filled: &[("B3", "1692"), ("B4", "156"), ("B5", "105")],
            totals: &[("B6", 1953.0)],
            ..case(
                "a total of the template's own",
                "小计.xlsx",
                workbook(&[(
                    "小计",
                    &[
                        "3·15统计",
                        "项目|数量",
                        "受理消费者咨询|",
                        "受理消费者投诉|",
                        "解决消费纠纷|",
                        "合计|=SUM(B3:B5)",
                    ],
                    &["A1:B1"],
                )]),
            )
        },
        Case {
            filled: &[("B3", "1692"), ("B4", "156")],
            totals: &[("B5", 1848.0)],
            said: &["B5 是模板自己的公式，按填入的数算得 1848，汇总数是 105；公式没有改动，请核对"],
            ..case(
                "an item whose cell calculates is never written over",
                "公式.xlsx",
                workbook(&[(
                    "公式",
                    &["3·15统计", "项目|数量", "受理消费者咨询|", "受理消费者投诉|", "解决消费纠纷|=B3+B4"],
                    &["A1:B1"],
                )]),
            )
        },
        Case {
            filled: &[("B3", "9"), ("B4", "3"), ("B6", "1692")],
            said: &["B5 里已有内容，没有改动"],
            ..case(
                "samples are replaced, words are not",
                "样数.xlsx",
                workbook(&[(
                    "样数",
                    &[
                        "3·15统计",
                        "项目|数量",
                        "普法宣传活动|0",
                        "组织新闻发布会|—",
                        "受理消费者投诉|见附件",
                        "受理消费者咨询|",
                    ],
                    &["A1:B1"],
                )]),
            )
        },
        Case {
            filled: &[("A2", "填报单位：淄博市"), ("C4", "9"), ("C5", "1692"), ("C6", "11.822")],
            ..case(
                "the field of who reports",
                "填报单位.xlsx",
                workbook(&[(
                    "表",
                    &[
                        "3·15统计",
                        "填报单位：",
                        "项目|单位|数量",
                        "普法宣传活动|场|",
                        "受理消费者咨询|件|",
                        "为消费者挽回经济损失|万元|",
                        "盖章处",
                    ],
                    &["A1:C1"],
                )]),
            )
        },
    ]
}

fn across_cases() -> Vec<Case> {
    vec![
        Case {
            filled: &[("B3", "3"), ("C3", "564"), ("D3", "0.2"), ("B4", "3"), ("C4", "564"), ("D4", "0.1")],
            totals: &[("B5", 6.0), ("C5", 1128.0), ("D5", 0.3)],
            said: &[
                "模板里没有这些单位的行，它们的数只在合计里：淄博市第一医院",
                "B5 是模板自己的公式，按填入的数算得 6，汇总数是 9",
            ],
            ..case(
                "counties printed in another order, totals by formulas",
                "县区.xlsx",
                workbook(&[(
                    "县区",
                    &[
                        "各县区3·15活动情况",
                        "县区|普法宣传活动（场）|受理消费者咨询（件）|为消费者挽回经济损失（万元）",
                        "桓台县|||",
                        "沂源县|||",
                        "合计|=SUM(B3:B4)|=SUM(C3:C4)|=SUM(D3:D4)",
                    ],
                    &["A1:D1"],
                )]),
            )
        },
        Case {
            filled: &[
                ("B3", "3"),
                ("C3", "564"),
                ("D3", "11.522"),
                ("B4", "3"),
                ("C4", "564"),
                ("D4", "0.1"),
                ("B5", "9"),
                ("C5", "1692"),
                ("D5", "11.822"),
            ],
            said: &[
                "模板里的单位“高青县”不在单位名录里，这一行（列）留空",
                "模板里没有这些单位的行，它们的数只在合计里：桓台县",
            ],
            ..case(
                "a total row without formulas and a stranger among the units",
                "合计.xlsx",
                workbook(&[(
                    "合计",
                    &[
                        "各单位3·15活动情况",
                        "单位|普法宣传活动|受理消费者咨询|为消费者挽回经济损失（万元）",
                        "淄博市第一医院|||",
                        "沂源县|||",
                        "合计|||",
                        "高青县|||",
                    ],
                    &["A1:D1"],
                )]),
            )
        },
        Case {
            filled: &[
                ("A3", "1"),
                ("B3", "沂源县"),
                ("C3", "3"),
                ("D3", "564"),
                ("E3", "52"),
                ("A4", "2"),
                ("B4", "桓台县"),
                ("C4", "3"),
                ("D4", "564"),
                ("E4", "52"),
                ("A5", "3"),
                ("B5", "淄博市第一医院"),
                ("C5", "3"),
                ("D5", "564"),
                ("E5", "52"),
            ],
            totals: &[("C7", 9.0), ("D7", 1692.0), ("E7", 156.0)],
            ..case(
                "rows that are left for units",
                "空行.xlsx",
                workbook(&[(
                    "空行",
                    &[
                        "分单位统计",
                        "序号|单位名称|普法宣传活动|受理消费者咨询|受理消费者投诉",
                        "||||",
                        "||||",
                        "||||",
                        "||||",
                        "|合计|=SUM(C3:C6)|=SUM(D3:D6)|=SUM(E3:E6)",
                    ],
                    &["A1:E1"],
                )]),
            )
        },
        Case {
            filled: &[("B3", "3"), ("B4", "564"), ("B5", "52"), ("C3", "3"), ("C4", "564"), ("C5", "52")],
            totals: &[("D3", 6.0), ("D4", 1128.0), ("D5", 104.0)],
            ..case(
                "units beside one another",
                "横排.xlsx",
                workbook(&[(
                    "横排",
                    &[
                        "3·15统计",
                        "项目|沂源县|桓台县|合计",
                        "普法宣传活动|||=B3+C3",
                        "受理消费者咨询|||=B4+C4",
                        "受理消费者投诉|||=B5+C5",
                    ],
                    &["A1:D1"],
                )]),
            )
        },
        Case {
            filled: &[("A4", "9"), ("B4", "1692"), ("C4", "156"), ("D4", "11.822")],
            ..case(
                "one row for all, heads in two rows",
                "一行.xlsx",
                workbook(&[(
                    "一行",
                    &[
                        "3·15统计表",
                        "普法宣传活动|受理消费者咨询|受理消费者投诉|为消费者挽回经济损失",
                        "场|件|件|万元",
                        "|||",
                    ],
                    &["A1:D1"],
                )]),
            )
        },
        Case {
            filled: &[
                ("B3", "9"),
                ("B4", "1692"),
                ("B5", "156"),
                ("2!B2", "3"),
                ("2!C2", "564"),
                ("2!D2", "52"),
                ("2!B3", "3"),
                ("2!C3", "564"),
                ("2!D3", "52"),
            ],
            totals: &[("2!B4", 6.0)],
            ..case(
                "two sheets, one of all and one of counties",
                "两表.xlsx",
                workbook(&[
                    (
                        "总表",
                        &["3·15统计", "项目|数量", "普法宣传活动|", "受理消费者咨询|", "受理消费者投诉|"],
                        &["A1:B1"],
                    ),
                    (
                        "分县",
                        &[
                            "县区|普法宣传活动|受理消费者咨询|受理消费者投诉",
                            "沂源县|||",
                            "桓台县|||",
                            "总计|=SUM(B2:B3)|=SUM(C2:C3)|=SUM(D2:D3)",
                        ],
                        &[],
                    ),
                ]),
            )
        },
    ]
}

fn document_cases() -> Vec<Case> {
    vec![
        Case {
            filled: &[("C2", "9"), ("C3", "1692"), ("C4", "11.822")],
            ..case(
                "a document with items down",
                "上报表.docx",
                document(
                    &["3·15活动情况上报表"],
                    &[
                        "项目|单位|数量",
                        "普法宣传活动|场|",
                        "受理消费者咨询|件|",
                        "为消费者挽回经济损失|万元|",
                    ],
                    &["负责人："],
                ),
            )
        },
        Case {
            filled: &[
                ("B3", "3"),
                ("C3", "564"),
                ("D3", "0.1"),
                ("B4", "3"),
                ("C4", "564"),
                ("D4", "0.2"),
                ("B5", "9"),
                ("C5", "1692"),
                ("D5", "11.822"),
            ],
            ..case(
                "a document with counties down and merged heads",
                "县区.docx",
                document(
                    &["各县区情况"],
                    &[
                        "县区↓|宣传和维权+3",
                        "^|普法宣传活动|受理消费者咨询|为消费者挽回经济损失（万元）",
                        "沂源县|||",
                        "桓台县|||",
                        "合计|||",
                    ],
                    &["（盖章）"],
                ),
            )
        },
        Case {
            filled: &[("B2", "9"), ("D2", "3"), ("B3", "1692"), ("D3", "156")],
            ..case(
                "a document with two panels",
                "两栏.docx",
                document(
                    &["3·15活动"],
                    &[
                        "项目|数量|项目|数量",
                        "普法宣传活动||组织新闻发布会|",
                        "受理消费者咨询||受理消费者投诉|",
                    ],
                    &[],
                ),
            )
        },
    ]
}

/// Templates that are refused, and why.
pub fn refused() -> Vec<(Case, &'static str)> {
    vec![
        (
            case(
                "fewer rows than units, and nobody can tell what a further one would say",
                "少行.xlsx",
                workbook(&[(
                    "少行",
                    &[
                        "分单位统计",
                        "单位名称|普法宣传活动|受理消费者咨询|受理消费者投诉|比照",
                        "||||",
                        "||||=C5*B3",
                        "合计|=SUM(B3:B4)|=SUM(C3:C4)|=SUM(D3:D4)|",
                    ],
                    &["A1:D1"],
                )]),
            ),
            "模板只留了 2 行，要填 3 个单位，放不下的有：淄博市第一医院",
        ),
        (
            case(
                "another table altogether",
                "别的.xlsx",
                workbook(&[("别的", &["固定资产登记", "名称|数量", "电脑|", "打印机|"], &["A1:B1"])]),
            ),
            "模板里没有认出本报表的指标",
        ),
        (
            case(
                "another year's table",
                "去年.xlsx",
                workbook(&[(
                    "去年",
                    &[
                        "2023年“3·15”活动情况统计表",
                        "项目|数量",
                        "普法宣传活动|",
                        "受理消费者咨询|",
                        "受理消费者投诉|",
                    ],
                    &["A1:B1"],
                )]),
            ),
            "没有认出本报表的指标",
        ),
        (
            case(
                "a page of text",
                "表.csv",
                "项目,数量\n普法宣传活动,\n受理消费者咨询,\n受理消费者投诉,\n".into(),
            ),
            "请在 Excel、WPS 或 Word 里另存为 .xlsx 或 .docx",
        ),
        (case("no file of an office at all", "坏的.xlsx", b"PK\x03\x04 broken".to_vec()), "模板"),
    ]
}
