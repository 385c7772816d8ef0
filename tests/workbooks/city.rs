//! A small city with one unit for everything that can become of a unit.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use huibiao::aggregate::{Refused, RollUp, settle};
use huibiao::campaign::{Campaign, Due};
use huibiao::form::{Form, builtin};
use huibiao::problem::{Refusal, RefusalCode};
use huibiao::report::LastYear;
use huibiao::submit::{Answers, Submission};
use huibiao::vocabulary::register::Row;
use huibiao::vocabulary::time::parse_instant;
use huibiao::vocabulary::{Finding, Number, Place, Register, Source, UnitCode};

const UNITS: &str = "\
code,name,level,parent_code,contact,exempt,reports
370300,淄博市,city,,,,是
370300001,淄博市消费者协会,unit,370300,王会长 0533-2180000,,
370320,沂源县,county,370300,,,
370320001,沂源县南麻市场监督管理所,unit,370320,,,
370320002,沂源县鲁村卫生院,unit,370320,,,
370320003,沂源县东里市场监督管理所,unit,370320,,,
370320004,沂源县悦庄中心卫生院,unit,370320,李主任 13805330000,,
370320005,沂源县西里市场监督管理所,unit,370320,,,
370320006,沂源县大张庄卫生院,unit,370320,,,
370320007,沂源县中庄市场监督管理所,unit,370320,,新设机构，本年免报,
370320008,沂源县张家坡中心卫生院,unit,370320,,,
370321,桓台县,county,370300,,,
370321001,桓台县索镇市场监督管理所,unit,370321,,,
370321002,桓台县起凤卫生院,unit,370321,,,
370321003,桓台县田庄市场监督管理所,unit,370321,,,
370322,高青县,county,370300,,,
370322001,高青县田镇市场监督管理所,unit,370322,,,
370322002,高青县青城卫生院,unit,370322,张院长 0533-6960000,,";

/// A filled sheet: whose, the figures 1–11 (blank for nothing), when.
pub struct Filled {
    pub unit: &'static str,
    pub figures: &'static str,
    pub date: &'static str,
    pub received: &'static str,
}

const fn filled(
    unit: &'static str,
    figures: &'static str,
    date: &'static str,
    received: &'static str,
) -> Filled {
    Filled { unit, figures, date, received }
}

pub const ON_TIME: Filled =
    filled("370320001", "3 1 5 120 80 70 57.4421 10 2 15 3000", "2024-03-18", "2024-03-18 09:30");
pub const HELD: Filled =
    filled("370320002", "2 0 3 40 12 12 350000 4 1 3 1200", "2024-03-19", "2024-03-19 10:00");
pub const LATE: Filled =
    filled("370320003", "4 1 6 98 61 60 12.3 8 3 9 2500", "2024-03-24", "2024-03-25 03:20");
pub const FAULTY: Filled =
    filled("370320005", "3 0 4 -5 20 18 3.6 5 1 4 800", "2024-03-20", "2024-03-20 16:00");
pub const NIL: Filled = filled("370320006", "0 0 0 0 0 0 0 0 0 0 0", "2024-03-20", "2024-03-20 08:00");
pub const ONE_OF_TWO: Filled =
    filled("370320008", "1 0 2 15 6 6 0.8 2 0 2 600", "2024-03-18", "2024-03-18 11:00");
pub const OTHER_OF_TWO: Filled =
    filled("370320008", "1 0 2 25 6 6 0.8 2 0 2 600", "2024-03-18", "2024-03-18 15:00");
const HUANTAI: [Filled; 3] = [
    filled("370321001", "5 1 8 210 130 128 0.004 12 4 20 5200", "2024-03-21", "2024-03-21 09:00"),
    filled("370321002", "2 0 2 33 10 9 0.004 3 0 2 900", "2024-03-21", "2024-03-21 09:10"),
    filled("370321003", "4 1 5 88 47 47 0.004 7 2 11 2100", "2024-03-22", "2024-03-22 23:59"),
];
pub const TIME_UNKNOWN: Filled = filled("370322001", "2 _ 3 51 22 20 5.5 4 _ 6 1500", "2024-03-20", "");
const OWN_OFFICE: Filled =
    filled("370300", "6 2 10 480 205 198 31.25 20 6 40 12000", "2024-03-22", "2024-03-22 15:00");
const DIRECT: Filled =
    filled("370300001", "3 1 12 300 150 149 18.9 30 5 25 8000", "2024-03-22", "2024-03-22 16:00");

pub fn roll_up() -> RollUp {
    let form = builtin::anchor();
    let mut submissions: Vec<Submission> = HUANTAI
        .iter()
        .chain(&[
            ON_TIME,
            HELD,
            LATE,
            FAULTY,
            NIL,
            ONE_OF_TWO,
            OTHER_OF_TWO,
            TIME_UNKNOWN,
            OWN_OFFICE,
            DIRECT,
        ])
        .map(|filled| submission(&form, filled))
        .collect();
    for submission in &mut submissions {
        doubt(submission);
    }
    submissions.push(nobody(&form));
    rolled(form, submissions)
}

/// A roll-up of these sheets, settled by the product's own rules.
pub fn rolled(form: Arc<Form>, submissions: Vec<Submission>) -> RollUp {
    let register = register(UNITS);
    let campaign = campaign();
    let (outcomes, stray) = settle(&register, &campaign, &submissions);
    RollUp {
        form,
        register: Arc::new(register),
        campaign,
        submissions,
        outcomes,
        refused: vec![
            refused("高青县/青城卫生院统计表.xlsx", RefusalCode::Encrypted),
            refused("桓台县/扫描件.pdf", RefusalCode::Pdf),
        ],
        stray,
        made: parse_instant("2024-03-25 09:05:00").unwrap(),
    }
}

pub fn register(text: &str) -> Register {
    let rows: Vec<Row> = text
        .lines()
        .enumerate()
        .map(|(line, text)| Row { line: line + 1, cells: text.split(',').map(str::to_owned).collect() })
        .collect();
    Register::from_rows(&rows).expect("a register")
}

/// Last year: the units directly under the city by their sheets, two counties by their totals, 高青县 not.
pub fn last_year() -> LastYear {
    let figures = |text: &str| text.split(' ').map(Number::parse).collect::<Vec<_>>();
    let units = BTreeMap::from([
        (UnitCode::new("370300"), figures("5 0 9 430 190 190 28 18 _ 38 11000")),
        (UnitCode::new("370300001"), figures("3 0 10 250 140 140 15 25 _ 20 7000")),
    ]);
    let totals = BTreeMap::from([
        (UnitCode::new("370320"), figures("7 0 9 200 150 140 60 15 _ 20 5000")),
        (UnitCode::new("370321"), figures("9 0 14 320 180 180 20.5 20 _ 30 8000")),
    ]);
    LastYear::new(units, totals)
}

pub fn campaign() -> Campaign {
    Campaign {
        title: Some("2024年3·15国际消费者权益日活动统计".to_owned()),
        year: Some(2024),
        theme: Some("激发消费活力".to_owned()),
        issuer: Some("淄博市消费者权益保护委员会".to_owned()),
        due: Some(Due {
            phrase: "3月22日前".to_owned(),
            instant: parse_instant("2024-03-23 00:00:00").unwrap(),
            grace: chrono::TimeDelta::zero(),
            shifted_from: None,
        }),
        close: None,
        paper_copy: true,
        basis: None,
        signed: None,
        public_key: None,
    }
}

pub fn submission(form: &Form, filled: &Filled) -> Submission {
    let mut answers = Answers::blank(form);
    for (position, text) in filled.figures.split(' ').enumerate() {
        let answer = answers.get_mut(position);
        answer.found = true;
        answer.value = Number::parse(text);
        answer.raw = text.replace('_', "");
        answer.place = Some(Place::new(Arc::from("Sheet1"), format!("D{}", position + 4)));
    }
    Submission {
        source: Arc::new(source(
            &format!("邮件附件/{}-统计表（{}）.xlsx", filled.unit, filled.date),
            filled.received,
        )),
        sheet: "Sheet1".to_owned(),
        unit_written: None,
        unit: Some(UnitCode::new(filled.unit)),
        candidates: Vec::new(),
        date: NaiveDate::parse_from_str(filled.date, "%Y-%m-%d").ok(),
        title_year: Some(2024),
        nil: filled.unit == NIL.unit,
        is_total: false,
        answers,
        findings: Vec::new(),
    }
}

fn source(file: &str, received: &str) -> Source {
    Source {
        file: file.to_owned(),
        sha256: format!(
            "{:064x}",
            file.bytes().fold(7_u128, |sum, byte| sum * 131 % (1 << 100) + u128::from(byte))
        ),
        bytes: 8192,
        received: parse_instant(received),
        sender: None,
    }
}

fn refused(file: &str, code: RefusalCode) -> Refused {
    Refused { source: Arc::new(source(file, "")), refusal: Refusal::new(code, "") }
}

fn nobody(form: &Form) -> Submission {
    let mut sheet =
        submission(form, &filled("", "1 0 1 9 3 3 0.2 1 0 1 100", "2024-03-20", "2024-03-20 10:00"));
    sheet.unit = None;
    sheet.unit_written = Some("沂河源市场监管所".to_owned());
    sheet
}

/// The findings that validation would have made.
fn doubt(submission: &mut Submission) {
    let place = |cell: &str| Some(Place::new(Arc::from("Sheet1"), cell.to_owned()));
    let unit = submission.unit.clone().map(|unit| unit.to_string()).unwrap_or_default();
    if unit == HELD.unit {
        submission.findings = vec![
            Finding::query(
                "unit-confusion",
                "第7项 为消费者挽回经济损失（D10）：填的是 350000 万元，折合每件 29166 万元，疑似以元填写；如确为 35 万元，请改为 35；如 350000 万元无误，请说明原因",
            )
            .at(place("D10"))
            .on_item("7")
            .holding(),
            Finding::hint("read-as", "第4项 受理消费者咨询情况（D7）：“40件”读作 40").at(place("D7")).on_item("4"),
        ];
    }
    if unit == FAULTY.unit {
        submission.findings = vec![
            Finding::hard(
                "negative",
                "第4项 受理消费者咨询情况（D7）：填的是 -5，件数不能是负数；请改正后重新报送",
            )
            .at(place("D7"))
            .on_item("4"),
        ];
    }
    if unit == LATE.unit {
        submission.findings = vec![
            Finding::query("far-above-usual", "第3项 开展线上线下消费教育活动（D6）：填的是 6，请核对")
                .at(place("D6"))
                .on_item("3"),
        ];
    }
}
