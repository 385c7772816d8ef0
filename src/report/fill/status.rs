//! 报送情况: what became of each unit, when it came, and how late.
//!
//! Ordered by code. 未报 and 迟报 are facts about a file's arrival, never a judgement of the unit.

use super::super::table::{Cell, Page, Role, Sheet};
use super::super::template::{Kind, SheetTemplate};
use super::super::words::{duration, state};
use super::scope::Scope;
use super::targets::Targets;
use super::{list, notes};
use crate::aggregate::{Outcome, State, Timing};
use crate::vocabulary::Severity;
use crate::vocabulary::time::show;

pub fn fill(scope: &Scope, template: &SheetTemplate, targets: &mut Targets) -> Sheet {
    let page = Page::new(template.orientation);
    let widths = list::widths(&template.columns, width, "文件", page.width());
    let mut sheet = notes::open(scope, template, page, widths);
    let head = sheet.push(list::heads(&template.columns));
    for (position, outcome) in scope.outcomes().into_iter().enumerate() {
        let cells = template.columns.iter().map(|column| cell(scope, column, position, outcome)).collect();
        let row = sheet.push(cells);
        targets.rows.insert((Kind::Status, outcome.unit.clone()), row);
    }
    let name = template.columns.iter().position(|column| column == "填报单位").map_or(1, |name| name + 1);
    list::fix_heads(&mut sheet, (head, head), name as u16);
    let last = sheet.next_row() - 1;
    let state = template.columns.iter().position(|column| column == "状态");
    list::mark_states(&mut sheet, state, (head + 1, last));
    sheet.band(&notes::coverage(&scope.branch.coverage), Role::Note);
    notes::close(scope, template, Vec::new(), &mut sheet);
    sheet.page.fit_height(sheet.width(), sheet.height());
    sheet
}

fn width(column: &str) -> f64 {
    match column {
        "序号" => 5.0,
        "所属" => 8.5,
        "单位代码" => 11.0,
        "填报单位" => 25.0,
        "状态" => 8.5,
        "时限" => 12.0,
        "收到时间" => 10.5,
        "零报告" => 6.5,
        "填报日期" => 11.0,
        "文件" => 24.0,
        _ => 17.0,
    }
}

fn cell(scope: &Scope, column: &str, position: usize, outcome: &Outcome) -> Cell {
    match column {
        "序号" => Cell::count(position + 1, Role::Centred),
        "所属" => Cell::text(scope.branch_name(&outcome.unit), Role::Centred),
        "单位代码" => Cell::text(outcome.unit.as_str(), Role::Centred),
        "填报单位" => Cell::text(scope.name(&outcome.unit), Role::Label),
        "状态" => Cell::text(state(outcome.state), Role::State),
        "时限" => Cell::text(timing(outcome), Role::Centred),
        "收到时间" => Cell::text(outcome.received.map(show).unwrap_or_default(), Role::Centred),
        "零报告" => Cell::text(if outcome.nil { "是" } else { "" }, Role::Centred),
        "填报日期" => Cell::text(date(scope, outcome), Role::Centred),
        "文件" => Cell::text(files(scope, outcome), Role::Words),
        _ => Cell::text(reason(scope, outcome), Role::Words),
    }
}

fn timing(outcome: &Outcome) -> String {
    match outcome.timing {
        Some(Timing::OnTime) => "按时".to_owned(),
        Some(Timing::Late { by }) => format!("迟报\n{}", duration(by)),
        Some(Timing::Unknown) => "时间未知".to_owned(),
        None => String::new(),
    }
}

fn date(scope: &Scope, outcome: &Outcome) -> String {
    let date = outcome.in_force.and_then(|index| scope.submission(index).date);
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// The file in force, or all files while none is.
fn files(scope: &Scope, outcome: &Outcome) -> String {
    let mut files: Vec<&str> =
        scope.told(outcome).into_iter().map(|submission| submission.source.file.as_str()).collect();
    files.dedup();
    files.join("\n")
}

fn reason(scope: &Scope, outcome: &Outcome) -> String {
    if let Some(reason) = &outcome.reason {
        return reason.clone();
    }
    let count = |severity: Severity| {
        let findings = scope.told(outcome).into_iter().flat_map(|submission| &submission.findings);
        findings.filter(|finding| finding.severity == severity).count()
    };
    match outcome.state {
        State::Faulty => format!("强制 {} 条，须更正后重报", count(Severity::Hard)),
        State::Held => format!("核实 {} 条，说明前不汇入", count(Severity::Query)),
        State::Counted if count(Severity::Query) > 0 => format!("核实 {} 条", count(Severity::Query)),
        State::Missing | State::Exempt | State::Counted | State::Unsettled | State::Waiting => String::new(),
    }
}
