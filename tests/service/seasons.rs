//! A whole season of each of the seven notices: what is asked, who sends what, how and when, what is returned, asked
//! for again, signed and corrected afterwards.
//!
//! A season is a table that reads like a diary. One engine (`stage`) does what each line says through pages, programs
//! and 代报; beside it a model (`truth`) keeps nothing but who sent what when, and after every line whatever the
//! service shows of the campaign is held against it (`looks`): the board of every deliverable and of all together,
//! who is missing what, receipts, totals, workbooks, sign-offs with what moved since, the archive and its list.

#[path = "seasons/looks.rs"]
mod looks;
#[path = "seasons/papers.rs"]
mod papers;
#[path = "seasons/stage.rs"]
mod stage;
#[path = "seasons/truth.rs"]
mod truth;

use crate::house::{Database, on_both};
use stage::Does::*;
use stage::{Does, Season, TABLE, play};
use truth::{Asked, FILM, PHOTO, SHEET, WORDS};

on_both!(
    a_district_asks_for_a_plan_early_and_for_summary_and_table_later,
    a_city_asks_its_counties_for_words_and_photographs,
    a_county_asks_for_cases_through_its_office_system,
    an_association_asks_for_a_package_on_paper_as_well,
    a_banner_asks_for_footage_and_three_kinds_of_words,
    a_bureau_asks_for_nothing,
    a_health_bureau_asks_for_a_table_of_its_own,
);

const FIRST: &str = "370320001";
const SECOND: &str = "370320002";
const THIRD: &str = "370320003";
const FIFTH: &str = "370321002";

const ARRANGEMENT: &str = "“3·15”活动安排情况";
const REVIEW: &str = "“3·15”活动总结";

fn a_district_asks_for_a_plan_early_and_for_summary_and_table_later(database: Database) {
    play(
        database,
        &Season {
            notice: 0,
            begins: "2021-02-01 09:00",
            year: 2021,
            asked: &[
                Asked { title: TABLE, due: "2021-03-20 00:00", file: "统计表", kind: SHEET },
                Asked { title: ARRANGEMENT, due: "2021-02-11 00:00", file: "活动安排", kind: WORDS },
                Asked { title: REVIEW, due: "2021-03-20 00:00", file: "活动总结", kind: WORDS },
            ],
            course: DISTRICT,
        },
    );
}

const DISTRICT: &[(&str, &str, Does)] = &[
    ("2021-02-09 10:00", "first", Uploads(ARRANGEMENT, 1)),
    ("2021-02-10 23:59", "fourth", Calls(ARRANGEMENT, 2)),
    ("2021-02-11 00:00", "second", Uploads(ARRANGEMENT, 3)),
    ("2021-02-11 09:00", "county", Reminds(&[THIRD])),
    ("2021-02-12 09:00", "county", Brings(&[(THIRD, ARRANGEMENT, 4)])),
    ("2021-02-12 10:00", "county", Returns(FIRST, ARRANGEMENT, "没有写时间地点")),
    ("2021-02-13 10:00", "first", Uploads(ARRANGEMENT, 5)),
    ("2021-03-15 09:00", "first", Types(TABLE, 6)),
    ("2021-03-15 10:00", "first", Uploads(REVIEW, 7)),
    ("2021-03-16 09:00", "second", Uploads(TABLE, 8)),
    ("2021-03-16 10:00", "county", Returns(SECOND, TABLE, "第11项与台账不符，请核对")),
    ("2021-03-17 10:00", "other", Extends(FIFTH, TABLE, "2021-03-25 24:00", "道路塌方")),
    ("2021-03-19 23:59", "second", Calls(REVIEW, 9)),
    ("2021-03-20 00:00", "fourth", Calls(TABLE, 10)),
    ("2021-03-21 09:00", "second", Uploads(TABLE, 11)),
    ("2021-03-22 09:00", "county", Reminds(&[THIRD, "370320004"])),
    ("2021-03-22 10:00", "county", Brings(&[(THIRD, TABLE, 12), (THIRD, REVIEW, 13)])),
    ("2021-03-25 09:00", "fifth", Calls(TABLE, 14)),
    ("2021-03-25 10:00", "sixth", Uploads(TABLE, 15)),
    ("2021-03-26 08:00", "county", CannotSign("待审")),
    ("2021-03-26 09:00", "county", AcceptsAll),
    ("2021-03-26 09:10", "other", AcceptsAll),
    ("2021-03-26 09:20", "city", AcceptsAll),
    ("2021-03-26 10:00", "county", Signs("")),
    ("2021-03-26 11:00", "other", Signs("")),
    ("2021-03-27 09:00", "city", SendsBack("370321", "投诉数与12315系统不符")),
    ("2021-03-27 10:00", "other", Signs("已与系统核对，数字无误")),
    ("2021-03-28 09:00", "city", Passes("370320")),
    ("2021-03-28 09:01", "city", Passes("370321")),
    ("2021-03-28 10:00", "city", Signs("")),
    ("2021-04-02 09:00", "first", Uploads(TABLE, 16)),
    ("2021-04-02 10:00", "county", AcceptsAll),
    ("2021-04-02 11:00", "county", Signs("南麻所更正第1项")),
    ("2021-04-03 09:00", "city", Passes("370320")),
    ("2021-04-03 10:00", "city", Signs("沂源县更正")),
];

const SITUATION: &str = "“3.15”活动开展情况";
const PHOTOGRAPHS: &str = "照片";

fn a_city_asks_its_counties_for_words_and_photographs(database: Database) {
    play(
        database,
        &Season {
            notice: 1,
            begins: "2022-02-01 09:00",
            year: 2022,
            asked: &[
                Asked { title: SITUATION, due: "2022-03-22 00:00", file: "活动开展情况", kind: WORDS },
                Asked { title: PHOTOGRAPHS, due: "2022-03-22 00:00", file: "现场照片", kind: PHOTO },
            ],
            course: &[
                ("2022-03-18 09:00", "clerk-370320", Uploads(SITUATION, 1)),
                ("2022-03-21 23:59", "clerk-370320", Calls(PHOTOGRAPHS, 2)),
                ("2022-03-22 08:00", "city", Reminds(&["370321", "370322"])),
                ("2022-03-22 09:00", "city", Brings(&[("370321", SITUATION, 3), ("370321", PHOTOGRAPHS, 4)])),
                ("2022-03-22 10:00", "city", Returns("370320", PHOTOGRAPHS, "照片看不清")),
                ("2022-03-23 10:00", "clerk-370320", Uploads(PHOTOGRAPHS, 5)),
                ("2022-03-23 11:00", "city", AcceptsAll),
                ("2022-03-24 11:00", "clerk-370320", Uploads(SITUATION, 6)),
            ],
        },
    );
}

const DIGEST: &str = "“3·15”活动小结";
const CASES: &str = "典型案例";

fn a_county_asks_for_cases_through_its_office_system(database: Database) {
    play(
        database,
        &Season {
            notice: 2,
            begins: "2022-02-01 09:00",
            year: 2022,
            asked: &[
                Asked { title: DIGEST, due: "2022-03-18 17:30", file: "活动小结", kind: WORDS },
                Asked { title: CASES, due: "2022-03-18 17:30", file: "典型案例", kind: WORDS },
            ],
            course: &[
                ("2022-03-18 17:29", "first", Uploads(DIGEST, 1)),
                ("2022-03-18 17:30", "first", Uploads(CASES, 2)),
                ("2022-03-18 17:31", "fourth", Calls(DIGEST, 3)),
                ("2022-03-18 18:00", "county", Exempts("370320004", "机构撤并")),
                ("2022-03-19 09:00", "county", Reminds(&[SECOND, THIRD])),
                (
                    "2022-03-19 10:00",
                    "county",
                    Brings(&[(SECOND, DIGEST, 4), (SECOND, CASES, 5), (THIRD, CASES, 6)]),
                ),
                ("2022-03-19 11:00", "county", Returns(SECOND, CASES, "请隐去当事人姓名")),
                ("2022-03-20 11:00", "second", Calls(CASES, 7)),
                ("2022-03-21 09:00", "county", AcceptsAll),
                ("2022-03-21 10:00", "first", Uploads(CASES, 8)),
            ],
        },
    );
}

const SUMMARY: &str = "3.15活动总结";
const PICTURES: &str = "图片资料";

fn an_association_asks_for_a_package_on_paper_as_well(database: Database) {
    play(
        database,
        &Season {
            notice: 3,
            begins: "2022-02-01 09:00",
            year: 2022,
            asked: &[
                Asked { title: TABLE, due: "2022-03-19 00:00", file: "统计表", kind: SHEET },
                Asked { title: SUMMARY, due: "2022-03-19 00:00", file: "活动总结", kind: WORDS },
                Asked { title: PICTURES, due: "2022-03-19 00:00", file: "现场照片", kind: PHOTO },
            ],
            course: ASSOCIATION,
        },
    );
}

/// Two chains bring the same sheet; one of them does not count.
const ASSOCIATION: &[(&str, &str, Does)] = &[
    ("2022-03-16 09:00", "first", Uploads(TABLE, 1)),
    ("2022-03-16 09:10", "first", Uploads(SUMMARY, 2)),
    ("2022-03-16 09:20", "first", Uploads(PICTURES, 3)),
    ("2022-03-17 09:00", "county", Paper(FIRST, TABLE)),
    ("2022-03-17 10:00", "second", Calls(TABLE, 4)),
    ("2022-03-18 10:00", "county", Brings(&[(THIRD, TABLE, 4), (THIRD, SUMMARY, 5), (THIRD, PICTURES, 6)])),
    ("2022-03-19 09:00", "second", Uploads(PICTURES, 7)),
    ("2022-03-19 10:00", "fourth", SendsNil),
    ("2022-03-20 09:00", "county", Reminds(&[SECOND])),
    ("2022-03-20 10:00", "second", Calls(SUMMARY, 8)),
    ("2022-03-20 11:00", "county", Returns(FIRST, PICTURES, "没有拍到会标")),
    ("2022-03-20 12:00", "first", Calls(PICTURES, 9)),
    ("2022-03-20 13:00", "county", AcceptsAll),
    ("2022-03-20 14:00", "county", CannotSign("数字相同，可能重复")),
    ("2022-03-20 15:00", "county", CountsOnce(&[SECOND, THIRD], THIRD, "消协分会与监管所报的是同一份")),
    ("2022-03-20 16:00", "county", Signs("")),
    ("2022-03-21 08:00", "city", CannotSign("尚未审核")),
    ("2022-03-21 09:00", "other", AcceptsAll),
    ("2022-03-21 09:10", "other", Signs("")),
    ("2022-03-21 10:00", "city", Passes("370320")),
    ("2022-03-21 10:10", "city", Passes("370321")),
    ("2022-03-21 11:00", "city", Signs("")),
    ("2022-03-24 09:00", "fifth", Types(TABLE, 10)),
    ("2022-03-24 10:00", "other", AcceptsAll),
    ("2022-03-24 11:00", "other", Signs("补报一个所")),
    ("2022-03-25 10:10", "city", Passes("370321")),
    ("2022-03-25 11:00", "city", Signs("桓台县补报")),
];

fn a_banner_asks_for_footage_and_three_kinds_of_words(database: Database) {
    play(
        database,
        &Season {
            notice: 4,
            begins: "2024-03-06 09:00",
            year: 2024,
            asked: &[
                Asked { title: "方案", due: "2024-03-18 00:00", file: "活动方案", kind: WORDS },
                Asked { title: "总结", due: "2024-03-18 00:00", file: "活动总结", kind: WORDS },
                Asked { title: "动态信息", due: "2024-03-18 00:00", file: "动态信息", kind: WORDS },
                Asked { title: "影像资料", due: "2024-03-18 00:00", file: "现场录像", kind: FILM },
            ],
            course: &[
                ("2024-03-10 09:00", "first", Uploads("方案", 1)),
                ("2024-03-16 09:00", "first", Uploads("动态信息", 2)),
                ("2024-03-17 23:59", "first", Uploads("影像资料", 3)),
                ("2024-03-18 00:00", "first", Uploads("总结", 4)),
                ("2024-03-18 08:00", "county", Extends(SECOND, "影像资料", "2024-03-20 24:00", "设备送修")),
                ("2024-03-18 09:00", "county", Reminds(&[SECOND])),
                ("2024-03-18 10:00", "second", Calls("方案", 5)),
                ("2024-03-20 10:00", "second", Calls("影像资料", 6)),
                ("2024-03-20 11:00", "county", Brings(&[(SECOND, "总结", 7), (SECOND, "动态信息", 8)])),
                ("2024-03-21 09:00", "county", Returns(FIRST, "总结", "没有附销毁清单")),
                ("2024-03-21 10:00", "first", Uploads("总结", 9)),
                ("2024-03-22 10:00", "county", AcceptsAll),
                ("2024-03-22 11:00", "first", Calls("影像资料", 10)),
            ],
        },
    );
}

fn a_bureau_asks_for_nothing(database: Database) {
    play(
        database,
        &Season {
            notice: 5,
            begins: "2023-03-12 09:00",
            year: 2023,
            asked: &[],
            course: &[
                ("2023-03-13 09:00", "first", CannotSend),
                ("2023-03-14 09:00", "county", CannotRemind(FIRST)),
            ],
        },
    );
}

const IMAGES: &str = "图片";

fn a_health_bureau_asks_for_a_table_of_its_own(database: Database) {
    play(
        database,
        &Season {
            notice: 6,
            begins: "2025-03-11 09:00",
            year: 2025,
            asked: &[
                Asked { title: TABLE, due: "2025-03-22 00:00", file: "统计表", kind: SHEET },
                Asked { title: REVIEW, due: "2025-03-22 00:00", file: "活动总结", kind: WORDS },
                Asked { title: IMAGES, due: "2025-03-22 00:00", file: "现场照片", kind: PHOTO },
            ],
            course: HEALTH,
        },
    );
}

const HEALTH: &[(&str, &str, Does)] = &[
    ("2025-03-17 09:00", "first", Types(TABLE, 1)),
    ("2025-03-17 09:10", "first", Uploads(REVIEW, 2)),
    ("2025-03-18 09:00", "second", Calls(TABLE, 3)),
    ("2025-03-19 09:00", "county", Brings(&[(THIRD, TABLE, 4), (THIRD, REVIEW, 5), (THIRD, IMAGES, 6)])),
    ("2025-03-21 23:59", "fourth", Uploads(TABLE, 7)),
    ("2025-03-22 00:00", "fourth", Uploads(IMAGES, 8)),
    ("2025-03-22 09:00", "first", Calls(IMAGES, 9)),
    ("2025-03-23 09:00", "county", Reminds(&[SECOND, "370320005"])),
    ("2025-03-23 10:00", "county", Returns(THIRD, TABLE, "第3项单位写成了元")),
    ("2025-03-24 09:00", "county", Brings(&[(THIRD, TABLE, 10)])),
    ("2025-03-24 10:00", "sixth", Calls(TABLE, 11)),
    ("2025-03-24 11:00", "county", AcceptsAll),
    ("2025-03-24 11:10", "other", AcceptsAll),
    ("2025-03-24 11:20", "city", AcceptsAll),
    ("2025-03-25 09:00", "county", Signs("")),
    ("2025-03-25 09:10", "other", Signs("")),
    ("2025-03-25 10:00", "city", Passes("370320")),
    ("2025-03-25 10:10", "city", Passes("370321")),
    ("2025-03-25 11:00", "city", Signs("")),
    ("2025-03-26 09:00", "county", Returns(FIRST, TABLE, "第1项漏报一场")),
    ("2025-03-26 10:00", "first", Uploads(TABLE, 12)),
    ("2025-03-26 11:00", "county", AcceptsAll),
    ("2025-03-26 12:00", "county", Signs("第1项漏报一场，已补")),
    ("2025-03-27 10:00", "city", Passes("370320")),
    ("2025-03-27 11:00", "city", Signs("沂源县更正")),
];
