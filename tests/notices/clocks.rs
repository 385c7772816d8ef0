//! Clocks that cascade, several materials of one kind, and names that are told apart.

use huibiao::vocabulary::time::show;

use crate::facts::read;

/// A notice of one sentence: what is due, whose it is, and what is asked about it.
fn dues(sentence: &str) -> (Vec<String>, Vec<String>) {
    let text = format!("关于开展2025年宣传活动的通知\n各有关单位：\n{sentence}\n某局\n2025年3月1日\n");
    let proposal = read(&text).remove(0);
    let line = |one: &huibiao::notice::Deliverable| {
        let level = one.level.map_or(String::new(), |level| format!(" {}", level.code()));
        format!("{} {} {}{level}", one.kind.code(), one.name, one.instant.map_or("asked".to_owned(), show))
    };
    (proposal.deliverables.iter().map(|one| line(&one.value)).collect(), proposal.questions)
}

#[test]
fn a_later_clock_binds_the_office_that_took_what_the_units_sent() {
    for (sentence, expected) in [
        (
            "各所3月18日前将统计表报县局；各县局3月22日前报市局。",
            &["table 统计表 2025-03-19 00:00", "table 县级汇总统计表 2025-03-23 00:00 county"][..],
        ),
        (
            "各监管所于3月18日前将活动总结报县（区）局，各县（区）局汇总后于3月22日前将活动总结报市局消保科。",
            &["summary 活动总结 2025-03-19 00:00", "summary 县级活动总结 2025-03-23 00:00 county"],
        ),
        (
            "各企业于3月18日前将登记表报所在县（市、区）局，各县（市、区）局于3月22日前将汇总表报市局。",
            &["table 登记表 2025-03-19 00:00", "table 汇总表 2025-03-23 00:00 county"],
        ),
        (
            "各县（区）局于3月18日前将统计表报市局，各市（州）局于3月22日前将统计表报省局。",
            &["table 统计表 2025-03-19 00:00", "table 市级汇总统计表 2025-03-23 00:00 city"],
        ),
        (
            "各村于3月18日前将排查台账报乡镇民政办，各乡镇民政办于3月22日前将排查台账报县局。",
            &["other 排查台账 2025-03-19 00:00", "other 乡镇级排查台账 2025-03-23 00:00 township"],
        ),
        // What this office itself owes its superior is no deadline of the notice.
        (
            "各所于3月18日前将统计表报县局，我局将于3月22日前汇总上报市局。",
            &["table 统计表 2025-03-19 00:00"],
        ),
        ("各所于3月18日前将统计表报县局，县局于3月22日前报市局。", &["table 统计表 2025-03-19 00:00"]),
        // Counties alone are bound as everywhere.
        ("各县（区）局于3月18日前将统计表报市局。", &["table 统计表 2025-03-19 00:00"]),
    ] {
        assert_eq!(dues(sentence).0, expected, "{sentence}");
    }
}

#[test]
fn whom_a_clock_binds_is_asked_where_nobody_is_named() {
    let (due, asked) = dues("请填写统计表，3月18日前报县局、3月22日前报市局。");
    assert_eq!(due, ["table 统计表 2025-03-19 00:00", "table 统计表（市局） 2025-03-23 00:00"]);
    assert!(asked.iter().any(|asked| asked.contains("“3月22日前”报市局的“统计表”由谁报送")), "{asked:#?}");
    let (_, asked) = dues("各所3月18日前将统计表报县局；各县局3月22日前报市局。");
    assert!(asked.iter().all(|asked| !asked.contains("由谁报送")), "{asked:#?}");
}

#[test]
fn materials_of_one_kind_stand_each_under_its_name() {
    for (sentence, expected) in [
        (
            "请各所于3月10日前将活动方案和实施方案报县局。",
            &["plan 活动方案 2025-03-11 00:00", "plan 实施方案 2025-03-11 00:00"][..],
        ),
        (
            "请各所于6月30日前报送阶段性总结，12月20日前报送年度总结。",
            &["summary 阶段性总结 2025-07-01 00:00", "summary 年度总结 2025-12-21 00:00"],
        ),
        (
            "请各所于6月30日前将工作总结报县局，12月20日前将工作总结报县局。",
            &["summary 工作总结 2025-07-01 00:00", "summary 工作总结（12月20日前） 2025-12-21 00:00"],
        ),
        (
            "定点医院于4月10日前、定点药店于4月15日前将自查报告报县局。",
            &["summary 自查报告 2025-04-11 00:00", "summary 自查报告（定点药店） 2025-04-16 00:00"],
        ),
        // Said twice, it is one.
        (
            "请各所于4月10日前将总结报县局。4月10日前未报总结的将被通报，总结请务必于4月10日前报县局。",
            &["summary 总结 2025-04-11 00:00"],
        ),
    ] {
        assert_eq!(dues(sentence).0, expected, "{sentence}");
    }
}
