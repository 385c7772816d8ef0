//! 未报名单: words to paste into the group chat, and a list with whom to call.
//!
//! Each paragraph is a row of its own: a cell with line breaks would arrive in the chat between quotation
//! marks. The words ask; they do not blame, and they carry no ranking.

use std::collections::BTreeMap;

use super::super::table::{Cell, Page, Role, Sheet};
use super::super::template::SheetTemplate;
use super::scope::Scope;
use super::{list, notes};
use crate::aggregate::{Outcome, State};

pub fn fill(scope: &Scope, template: &SheetTemplate) -> Sheet {
    let page = Page::new(template.orientation);
    let widths = list::widths(&template.columns, width, "填报单位", page.width());
    let mut sheet = notes::open(scope, template, page, widths);
    let of = |state: State| -> Vec<&Outcome> {
        scope.outcomes().into_iter().filter(|outcome| outcome.state == state).collect()
    };
    let (missing, faulty) = (of(State::Missing), of(State::Faulty));
    sheet.band("一、可直接复制到工作群的文字", Role::Block);
    for paragraph in paragraphs(scope, &missing, &faulty) {
        sheet.band(&paragraph, Role::Paste);
    }
    sheet.gap(8.0);
    sheet.band(&format!("二、名单（{} 个单位）", missing.len()), Role::Block);
    let head = sheet.push(list::heads(&template.columns));
    for (position, outcome) in missing.iter().enumerate() {
        let cells = template.columns.iter().map(|column| cell(scope, column, position, outcome)).collect();
        sheet.push(cells);
    }
    if missing.is_empty() {
        let row = sheet.push(vec![Cell::text("应报单位均已报送", Role::Centred)]);
        let last = sheet.last_column();
        sheet.rows[row as usize].cells.resize(usize::from(last) + 1, Cell::blank(Role::Centred));
        sheet.merge(row, 0, row, last);
    }
    sheet.page.repeat = Some((head, head));
    notes::close(scope, template, Vec::new(), &mut sheet);
    sheet
}

fn width(column: &str) -> f64 {
    match column {
        "序号" => 5.0,
        "所属" => 9.0,
        "单位代码" => 11.0,
        "填报单位" => 26.0,
        _ => 22.0,
    }
}

fn cell(scope: &Scope, column: &str, position: usize, outcome: &Outcome) -> Cell {
    let unit = scope.unit(&outcome.unit);
    match column {
        "序号" => Cell::count(position + 1, Role::Centred),
        "所属" => Cell::text(scope.branch_name(&unit.code), Role::Centred),
        "单位代码" => Cell::text(unit.code.as_str(), Role::Centred),
        "填报单位" => Cell::text(scope.name(&unit.code), Role::Label),
        _ => Cell::text(unit.contact.as_deref().unwrap_or_default(), Role::Centred),
    }
}

fn paragraphs(scope: &Scope, missing: &[&Outcome], faulty: &[&Outcome]) -> Vec<String> {
    let title = scope.words.text("{year}年{short_title}");
    if missing.is_empty() && faulty.is_empty() {
        return vec![format!(
            "【{title}】截至 {}，应报的 {} 个单位均已报送，感谢各单位支持。",
            scope.words.made(),
            scope.branch.coverage.expected
        )];
    }
    let mut paragraphs = Vec::new();
    if !missing.is_empty() {
        let due = scope.words.line("报送截止：{due}。").unwrap_or_default();
        paragraphs.push(format!(
            "【{title}】截至 {}，尚有 {} 个单位未报送统计表。{due}请以下单位尽快报送；已报送的请告知，以便核对：",
            scope.words.made(),
            missing.len()
        ));
        paragraphs.extend(by_branch(scope, missing));
    }
    if !faulty.is_empty() {
        paragraphs.push(format!(
            "以下 {} 个单位的统计表有误，请按“核实与问题”表所列更正后重新报送：",
            faulty.len()
        ));
        paragraphs.extend(by_branch(scope, faulty));
    }
    paragraphs
}

/// One paragraph a county, in the order of codes.
fn by_branch(scope: &Scope, outcomes: &[&Outcome]) -> Vec<String> {
    let mut order = Vec::new();
    let mut names: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for outcome in outcomes {
        let branch = scope.branch_name(&outcome.unit);
        if !names.contains_key(branch) {
            order.push(branch);
        }
        names.entry(branch).or_default().push(scope.name(&outcome.unit));
    }
    let paragraph = |branch: &str| {
        let units = &names[branch];
        let joined = units.join("、");
        if branch.is_empty() {
            format!("{joined}。")
        } else {
            format!("{branch}（{} 个）：{joined}。", units.len())
        }
    };
    order.into_iter().map(paragraph).collect()
}
