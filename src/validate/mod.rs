//! 审核: what is wrong with the answers, all of it at once.
//!
//! `cell` looks at one figure alone, `within` at one sheet (表内), `across` at other sheets (表间: last year's,
//! other units', with `sums` of them), `told` and `activity` at what summaries say, `explanation` at what people answer to a 核实. Nothing here fails and
//! nothing here changes a figure: findings are added to those that recognition made.

mod against;
mod cell;
mod within;
pub mod across;
mod sums;
pub mod explanation;
pub mod likely;
pub mod told;
pub mod activity;

pub use against::Against;
pub use cell::check_cells;

use crate::form::Form;
use crate::submit::Answers;
use crate::submit::date_text::DateRead;
use crate::submit::recognise::{Reading, Standing};
use crate::vocabulary::{Finding, Severity};

/// Every finding on a reading, those of recognition first.
pub fn check(form: &Form, reading: &Reading, against: Against) -> Vec<Finding> {
    let mut findings = reading.findings.clone();
    findings.extend(check_dates(reading, against.year));
    if let Some(carried) = &reading.carried {
        findings.extend(check_carried(carried.standing));
        return findings;
    }
    findings.extend(check_answers(form, &reading.answers, reading.nil, against));
    findings.sort_by_key(|finding| finding.severity);
    findings
}

/// Findings on answers alone, however they were entered.
pub fn check_answers(form: &Form, answers: &Answers, nil: bool, against: Against) -> Vec<Finding> {
    let mut findings = cell::check_cells(form, answers, nil);
    findings.extend(within::check_nil(form, answers, nil));
    findings.extend(within::check_parts(form, answers));
    findings.extend(within::check_rules(form, answers, against));
    findings.extend(against.last_year.and_then(|last| across::same_as_last_year(&answers.values(), last)));
    if nil { asked_once(form, findings) } else { findings }
}

/// 零报告 has one reason, however many items it is unlike: it is asked for in one question that names them.
fn asked_once(form: &Form, findings: Vec<Finding>) -> Vec<Finding> {
    let is_asked = |finding: &Finding| finding.severity == Severity::Query;
    let (asked, mut findings): (Vec<Finding>, Vec<Finding>) = findings.into_iter().partition(is_asked);
    if asked.len() < 2 {
        return asked.into_iter().chain(findings).collect();
    }
    let mut named: Vec<String> = Vec::new();
    for item in asked.iter().filter_map(|finding| form.item_index(finding.item.as_deref()?)) {
        let title = form.item_title(item, 0);
        if !named.contains(&title) {
            named.push(title);
        }
    }
    let words =
        format!("按零报告报送，而{}上年有数或应有数；请说明没有开展活动的原因，写一次即可", named.join("、"));
    let asked_for = Finding::query("nil-return", words);
    findings.push(if asked.iter().any(|finding| finding.holds) { asked_for.holding() } else { asked_for });
    findings
}

/// What the roll-up that a sheet is carried over from had settled.
fn check_carried(standing: Standing) -> Option<Finding> {
    match standing {
        Standing::Settled | Standing::Total => None,
        Standing::Faulty => Some(Finding::hard("carried-faulty", "下级汇总时为“有误待改”，尚未改正重报")),
        Standing::Held => Some(Finding::query("carried-held", "下级汇总时为“待核实”，尚未核实").holding()),
    }
}

/// A year in title or date that is not the campaign's; a title or date without one.
fn check_dates(reading: &Reading, year: Option<i32>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if reading.title_years.is_empty() {
        findings.push(Finding::hint("no-year", "标题里没有年份；如无误不必处理"));
    }
    let title_year = reading.title_years.last().copied();
    if let (Some(year), Some(title_year)) = (year, title_year)
        && !reading.title_years.contains(&year)
    {
        let words = format!("标题是 {title_year} 年的，本次填报的是 {year} 年；请核对是否报错了年份的表");
        findings.push(Finding::hard("wrong-year", words));
    }
    match reading.date_words {
        DateRead::Blank => findings.push(Finding::hint("no-date", "没有填写填报日期")),
        DateRead::Unreadable => findings
            .push(Finding::hint("unreadable-date", "填报日期认不出来；请写成 2024年3月18日 这样的日期")),
        DateRead::Day(_) | DateRead::MonthAndDay(..) => {}
    }
    let date_year = reading.date.map(|date| chrono::Datelike::year(&date));
    if let (Some(year), Some(date_year)) = (year, date_year)
        && year != date_year
    {
        let words =
            format!("填报日期是 {date_year} 年的，本次填报的是 {year} 年；请改正日期，或核对是否报错了表");
        findings.push(Finding::hard("wrong-date-year", words));
    }
    findings
}
