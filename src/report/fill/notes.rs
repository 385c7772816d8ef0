//! What stands around a table: title and caption above; coverage, notes and signatures below.

use super::super::table::{Page, Role, Sheet};
use super::super::template::{SheetTemplate, Signed};
use super::super::width;
use super::scope::Scope;
use crate::aggregate::{Coverage, Outcome, State};
use crate::campaign::sign_off::Correction;
use crate::vocabulary::Number;
use crate::vocabulary::time::show;

pub const ROUNDING: &str = "部分数据合计数由于单位取舍不同产生的计算误差，未作机械调整。";

/// Held units named under a total; the rest is left to the sheet of findings.
const NAMED: usize = 5;

/// A new sheet with its title and the line above the table.
pub fn open(scope: &Scope, template: &SheetTemplate, page: Page, widths: Vec<f64>) -> Sheet {
    let mut sheet = Sheet::new(&template.name, page, widths);
    if !template.title.is_empty() {
        sheet.band(&scope.words.text(&template.title), Role::Title);
    }
    sheet.caption(&format!("汇总单位：{}", scope.node.name), &format!("截至时间：{}", scope.words.made()));
    sheet
}

/// Coverage, the template's notes and this sheet's own, then signatures.
pub fn close(scope: &Scope, template: &SheetTemplate, own: Vec<String>, sheet: &mut Sheet) {
    let from_template = template.notes.iter().filter_map(|line| scope.words.line(line));
    let campaign = &scope.roll_up.campaign;
    let signed = campaign
        .signed
        .as_ref()
        .into_iter()
        .flat_map(|signed| std::iter::once(signed.line(&show(signed.at))).chain(signed.left_open()));
    let notes: Vec<String> = from_template.chain(own).chain(campaign.basis.clone()).chain(signed).collect();
    let several = notes.len() > 1;
    for (position, note) in notes.iter().enumerate() {
        let head = if position == 0 { "注：" } else { "　　" };
        let number = if several { format!("{}．", position + 1) } else { String::new() };
        sheet.band(&format!("{head}{number}{note}"), Role::Note);
    }
    let signs = match template.signed {
        Signed::Always => true,
        Signed::OnPaper => scope.roll_up.campaign.paper_copy,
        Signed::Never => false,
    };
    if signs && !template.signature.is_empty() {
        sheet.gap(8.0);
        let lines: Vec<String> = template.signature.iter().map(|line| scope.words.text(line)).collect();
        let line = spread(&lines, sheet.width());
        sheet.band(&line, Role::Signature);
        if let Some(last) = sheet.rows.last_mut() {
            last.height = Some(24.0);
        }
    }
}

/// 汇总范围, in the fixed order of words.
pub fn coverage(coverage: &Coverage) -> String {
    let waiting =
        if coverage.waiting == 0 { String::new() } else { format!("、待审 {} 个", coverage.waiting) };
    format!(
        "汇总范围：应报 {} 个单位，实报 {} 个（按时 {}、迟报 {}、时间未知 {}、有误待改 {}），未报 {} 个，免报 {} 个；\
         实报中零报告 {} 个、待核实 {} 个、待确认 {} 个{waiting}。本表汇入 {} 个单位。",
        coverage.expected,
        coverage.received,
        coverage.on_time,
        coverage.late,
        coverage.time_unknown,
        coverage.faulty,
        coverage.missing,
        coverage.exempt,
        coverage.nil,
        coverage.held,
        coverage.unsettled,
        coverage.counted,
    )
}

/// Units outside the totals, with what they would change: one note a unit, the first few of them.
pub fn outside(scope: &Scope) -> Vec<String> {
    let outcomes = scope.outcomes();
    let held: Vec<&Outcome> =
        outcomes.iter().copied().filter(|outcome| outcome.state == State::Held).collect();
    let mut notes: Vec<String> = held
        .iter()
        .take(NAMED)
        .map(|outcome| {
            let unit = scope.name(&outcome.unit);
            match effects(scope, outcome).as_slice() {
                [] => format!("{unit}待核实，未汇入。"),
                effects => format!("{unit}待核实，未汇入；核实无误后，{}。", effects.join("，")),
            }
        })
        .collect();
    if held.len() > NAMED {
        notes.push(format!("另有 {} 个单位待核实，未汇入，见“核实与问题”。", held.len() - NAMED));
    }
    notes
}

/// 更正: which signed figures are no longer those of the sign-off before, and why.
pub fn corrections(scope: &Scope) -> Vec<String> {
    let Some(signed) = &scope.roll_up.campaign.signed else { return Vec::new() };
    let why = signed.reason.iter().map(|reason| format!("更正原因：{reason}"));
    signed.corrections.iter().map(Correction::line).chain(why).collect()
}

/// What a held unit's doubtful figures would do to the totals: `第7项合计将由 57.44 万元变为 407.44 万元`.
pub fn effects(scope: &Scope, outcome: &Outcome) -> Vec<String> {
    let Some(submission) = outcome.in_force.map(|index| scope.submission(index)) else { return Vec::new() };
    let mut figures: Vec<usize> = submission
        .findings
        .iter()
        .filter(|finding| finding.holds)
        .filter_map(|finding| figure_of(scope, finding.item.as_deref()?, finding.column.as_deref()))
        .collect();
    figures.sort_unstable();
    figures.dedup();
    figures
        .into_iter()
        .filter_map(|figure| effect(scope, figure, submission.answers.value(figure)?))
        .collect()
}

/// Where an item and a column stand among the figures.
pub fn figure_of(scope: &Scope, item: &str, column: Option<&str>) -> Option<usize> {
    let item = scope.form.item_index(item)?;
    let column = match column {
        Some(code) => scope.form.columns.iter().position(|column| column.code == code)?,
        None => 0,
    };
    Some(scope.form.figure(item, column))
}

/// The total with one more figure.
pub fn effect(scope: &Scope, figure: usize, added: Number) -> Option<String> {
    let item = &scope.form.items[figure / scope.form.columns.len()];
    let total = scope.branch.figures[figure];
    let would_be = crate::aggregate::combined(total, Some(added), item.aggregation)?;
    let places = item.kind.printed_places();
    let print = |number: Number| format!("{} {}", number.fixed(places), item.measure.text);
    let from = total.map_or("无".to_owned(), print);
    Some(format!("第{}项合计将由 {from}变为 {}", item.code, print(would_be)))
}

/// Texts spread over a width, with equal gaps to write in.
fn spread(texts: &[String], width: f64) -> String {
    let used: f64 = texts.iter().map(|text| width::of(text)).sum();
    let gap = ((width - used - 4.0) / texts.len() as f64 / 1.75).floor().clamp(2.0, 16.0);
    texts.join(&"　".repeat(gap as usize))
}
