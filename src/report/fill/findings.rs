//! 核实与问题: everything doubtful, each thing followed to its file, sheet, cell and raw text.
//!
//! First what somebody has to act on (强制, 核实), then files that were not read and sheets that belong to
//! nobody, last the hints. A held figure carries what it would do to the total, so that whoever signs
//! knows what is missing from it.

use std::sync::Arc;

use super::super::table::{Cell, Page, Role, Sheet};
use super::super::template::{Kind, SheetTemplate};
use super::scope::Scope;
use super::targets::Targets;
use super::{list, notes};
use crate::aggregate::{Outcome, State};
use crate::submit::Submission;
use crate::vocabulary::{Finding, Severity};

pub fn fill(scope: &Scope, template: &SheetTemplate, targets: &mut Targets) -> Sheet {
    let page = Page::new(template.orientation);
    let widths = list::widths(&template.columns, width, "问题与处理", page.width());
    let mut sheet = notes::open(scope, template, page, widths);
    let told = told(scope);
    let of = |wanted: fn(Severity) -> bool| -> Vec<&Told> {
        told.iter().filter(|told| wanted(told.finding.severity)).collect()
    };
    let act = of(|severity| severity != Severity::Hint);
    sheet.band(&format!("一、强制与核实（{} 条）", act.len()), Role::Block);
    let head = block(scope, template, &act, targets, &mut sheet);
    sheet.freeze = Some((head + 1, 0));
    sheet.page.repeat = Some((head, head));
    let homeless = homeless(scope);
    if !homeless.is_empty() {
        sheet.gap(8.0);
        sheet.band(&format!("二、未读取的文件和未归属的报表（{} 份）", homeless.len()), Role::Block);
        sheet.push(list::heads(&template.columns));
        for (position, thing) in homeless.iter().enumerate() {
            let cells = template.columns.iter().map(|column| thing.cell(column, position)).collect();
            sheet.push(cells);
        }
    }
    let hints = of(|severity| severity == Severity::Hint);
    if !hints.is_empty() {
        sheet.gap(8.0);
        let number = if homeless.is_empty() { "二" } else { "三" };
        sheet.band(&format!("{number}、提示（{} 条，供参考）", hints.len()), Role::Block);
        block(scope, template, &hints, targets, &mut sheet);
    }
    notes::close(scope, template, Vec::new(), &mut sheet);
    sheet
}

fn width(column: &str) -> f64 {
    match column {
        "序号" => 5.0,
        "所属" => 8.0,
        "填报单位" => 15.0,
        "程度" => 7.0,
        "指标" => 13.0,
        "位置" => 19.0,
        "原文" | "读作" => 9.0,
        "问题与处理" => 32.0,
        _ => 17.0,
    }
}

/// A finding with whom and what it is about.
struct Told<'r> {
    outcome: &'r Outcome,
    submission: &'r Submission,
    finding: &'r Finding,
}

/// In the order of units; within a unit 强制 before 核实 before 提示, as they were found.
fn told<'r>(scope: &Scope<'r>) -> Vec<Told<'r>> {
    let mut told = Vec::new();
    for outcome in scope.outcomes() {
        let first = told.len();
        for submission in scope.told(outcome) {
            let findings = submission.findings.iter();
            told.extend(findings.map(|finding| Told { outcome, submission, finding }));
        }
        told[first..].sort_by_key(|told: &Told| told.finding.severity);
    }
    told
}

/// Heads and rows; the number of the head.
fn block(
    scope: &Scope,
    template: &SheetTemplate,
    told: &[&Told],
    targets: &mut Targets,
    sheet: &mut Sheet,
) -> u32 {
    let head = sheet.push(list::heads(&template.columns));
    for (position, told) in told.iter().enumerate() {
        let cells = template.columns.iter().map(|column| told.cell(scope, column, position)).collect();
        let row = sheet.push(cells);
        targets.rows.entry((Kind::Findings, told.outcome.unit.clone())).or_insert(row);
    }
    if told.is_empty() {
        let row = sheet.push(vec![Cell::text("无", Role::Centred)]);
        let last = sheet.last_column();
        sheet.rows[row as usize].cells.resize(usize::from(last) + 1, Cell::blank(Role::Centred));
        sheet.merge(row, 0, row, last);
    }
    head
}

impl Told<'_> {
    fn cell(&self, scope: &Scope, column: &str, position: usize) -> Cell {
        let finding = self.finding;
        match column {
            "序号" => Cell::count(position + 1, Role::Centred),
            "所属" => Cell::text(scope.branch_name(&self.outcome.unit), Role::Centred),
            "填报单位" => Cell::text(scope.name(&self.outcome.unit), Role::Words),
            "程度" => Cell::text(self.severity(), Role::Centred),
            "指标" => Cell::text(self.item(scope), Role::Words),
            "位置" => Cell::text(self.place(), Role::Words),
            "原文" => Cell::text(self.answer(scope).map_or("", |answer| answer.raw.as_str()), Role::Words),
            "读作" => {
                let value = self.answer(scope).and_then(|answer| answer.value);
                Cell::text(value.map(|value| value.to_string()).unwrap_or_default(), Role::Words)
            }
            "问题与处理" => Cell::text(&finding.sentence, Role::Words),
            _ => Cell::text(self.effect(scope), Role::Words),
        }
    }

    fn severity(&self) -> String {
        let label = self.finding.severity.label();
        match self.outcome.state {
            State::Held if self.finding.holds => format!("{label}\n待核实"),
            _ => label.to_owned(),
        }
    }

    fn item(&self, scope: &Scope) -> String {
        let Some(code) = &self.finding.item else { return "整表".to_owned() };
        let item = scope.form.item_index(code).map(|index| &scope.form.items[index]);
        let label = item.map_or("", |item| item.label.as_str());
        let column = self.finding.column.as_ref().and_then(|code| {
            let column = scope.form.columns.iter().find(|column| column.code == *code);
            column.filter(|_| scope.form.has_columns())
        });
        match column {
            Some(column) => format!("{code} {label}（{}）", column.label),
            None => format!("{code} {label}"),
        }
    }

    fn place(&self) -> String {
        let file = &self.submission.source.file;
        match &self.finding.place {
            Some(place) => format!("{file}\n{} {}", place.sheet, place.cell),
            None => format!("{file}\n{}", self.submission.sheet),
        }
    }

    fn answer(&self, scope: &Scope) -> Option<&crate::submit::Answer> {
        let finding = self.finding;
        let figure = notes::figure_of(scope, finding.item.as_deref()?, finding.column.as_deref())?;
        Some(self.submission.answers.get(figure))
    }

    fn effect(&self, scope: &Scope) -> String {
        let held = self.outcome.state == State::Held && self.finding.holds;
        let effect = || {
            let finding = self.finding;
            let figure = notes::figure_of(scope, finding.item.as_deref()?, finding.column.as_deref())?;
            notes::effect(scope, figure, self.submission.answers.value(figure)?)
        };
        match self.outcome.state {
            _ if held => effect().map_or("未汇入".to_owned(), |effect| format!("未汇入；汇入后{effect}")),
            State::Faulty if self.finding.severity == Severity::Hard => "未汇入".to_owned(),
            _ => String::new(),
        }
    }
}

/// A file that was not read, or a sheet that counts for nobody.
struct Homeless {
    written: Arc<str>,
    what: &'static str,
    place: String,
    sentence: String,
}

/// Only the workbook of the whole roll-up can list them: they belong to no county.
fn homeless(scope: &Scope) -> Vec<Homeless> {
    if !scope.is_whole() {
        return Vec::new();
    }
    let refused = scope.roll_up.refused.iter().map(|refused| Homeless {
        written: Arc::from(""),
        what: "未读取",
        place: refused.source.file.clone(),
        sentence: refused.refusal.sentence().to_owned(),
    });
    let stray = scope.roll_up.stray.iter().map(|stray| {
        let submission = scope.submission(stray.submission);
        Homeless {
            written: Arc::from(submission.unit_written.as_deref().unwrap_or("（未写）")),
            what: "未归属",
            place: format!("{}\n{}", submission.source.file, submission.sheet),
            sentence: stray.sentence.clone(),
        }
    });
    refused.chain(stray).collect()
}

impl Homeless {
    fn cell(&self, column: &str, position: usize) -> Cell {
        match column {
            "序号" => Cell::count(position + 1, Role::Centred),
            "填报单位" => Cell::text(&self.written, Role::Words),
            "程度" => Cell::text(self.what, Role::Centred),
            "位置" => Cell::text(&self.place, Role::Words),
            "问题与处理" => Cell::text(&self.sentence, Role::Words),
            "对合计的影响" => Cell::text("未汇入", Role::Words),
            _ => Cell::blank(Role::Words),
        }
    }
}
