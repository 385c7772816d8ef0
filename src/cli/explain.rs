//! `huibiao read --explain`: every cell of a file, with what it was recognised as.

use std::collections::BTreeMap;

use crate::form::wording::{Heading, Meaning, Wording, Words};
use crate::submit::Submission;
use crate::submit::grid::{Cell, Content, Grid, Proof, Said, Sheet};

/// Longest text of a cell that is shown.
const SHOWN: usize = 36;

/// Prints the sheets of a grid, those that were read first told apart from the others.
pub fn print(wording: &Wording, grid: &Grid, submissions: &[Submission]) {
    for sheet in &grid.sheets {
        let own: Vec<&Submission> =
            submissions.iter().filter(|submission| submission.sheet == sheet.name).collect();
        let hidden = if sheet.visible { "" } else { "，隐藏" };
        let taken = if own.is_empty() { "未取" } else { "采用" };
        println!("  ── 工作表“{}”（{taken}{hidden}）", sheet.name);
        let figures = figures(wording, &own);
        for cell in &sheet.cells {
            let place = sheet.place(&sheet.name.as_str().into(), cell.row, cell.column).cell;
            let words = cell.content.text();
            let role = figures.get(&place).cloned().or_else(|| role(wording, sheet, &own, cell.row, &words));
            let line = format!("    {place:<8}{}{}", padded(&words), role.unwrap_or_default());
            println!("{}", line.trim_end());
            if let Some(said) = formula(sheet, cell) {
                println!("    {:<8}{said}", "");
            }
        }
    }
}

/// Of a formula its words, what was stored with it and what it comes to.
fn formula(sheet: &Sheet, cell: &Cell) -> Option<String> {
    let (text, proof) = sheet.remarks_at(cell.row, cell.column).find_map(|said| match said {
        Said::Formula { text, proof } => Some((text, proof)),
        _ => None,
    })?;
    let stored = match &cell.content {
        Content::FormulaWithoutResult => "没有存结果".to_owned(),
        content => format!("存的结果 {}", content.words()),
    };
    let calculated = match proof {
        Proof::Agrees => "算得相同".to_owned(),
        Proof::Differs(other) => format!("算得 {other}"),
        Proof::Believed => "不能重算".to_owned(),
        Proof::Doubted(why) => format!("不能重算：{why}"),
    };
    Some(format!("公式 {text}，{stored}，{calculated}"))
}

/// What each cell of a figure was read as.
fn figures(wording: &Wording, submissions: &[&Submission]) -> BTreeMap<String, String> {
    let form = &wording.form;
    let mut roles = BTreeMap::new();
    for submission in submissions {
        for (figure, answer) in submission.answers.iter().enumerate() {
            let (item, column) = (figure / form.columns.len(), figure % form.columns.len());
            let Some(place) = answer.place.as_ref().filter(|_| !answer.raw.is_empty()) else { continue };
            let value = answer.value.map_or("（不是数）".to_owned(), |value| value.to_string());
            let words =
                format!("→ {} = {value} {}", form.item_title(item, column), form.items[item].measure.text);
            roles.insert(place.cell.clone(), words);
        }
    }
    roles
}

/// What a cell that holds no figure was taken for.
fn role(
    wording: &Wording,
    sheet: &Sheet,
    submissions: &[&Submission],
    row: u32,
    words: &str,
) -> Option<String> {
    let plain = crate::vocabulary::plain::plain(words);
    if row < sheet.paragraphs && plain.chars().count() > SHOWN {
        return None;
    }
    let named = |submission: &&&Submission| {
        submission
            .unit_written
            .as_deref()
            .is_some_and(|unit| plain.contains(&crate::vocabulary::plain::plain(unit)))
    };
    if submissions.iter().any(|submission| named(&submission)) {
        return Some("填报单位".to_owned());
    }
    let Words { label, heading, .. } = wording.words(&plain);
    match (label.map(|found| found.meaning), heading) {
        (Some(Meaning::Item(item)), _) => Some(format!("名称：{}", wording.form.item_title(item, 0))),
        (Some(Meaning::Derived(_)), _) => Some("名称：派生指标（不读，汇总后计算）".to_owned()),
        (None, Some(heading)) => Some(format!("栏头：{}", heading_words(&heading))),
        (None, None) => None,
    }
}

fn heading_words(heading: &Heading) -> String {
    match heading {
        Heading::Order => "序号".to_owned(),
        Heading::Label => "项目名称".to_owned(),
        Heading::Measure => "计量单位".to_owned(),
        Heading::Figure(_) => "数字".to_owned(),
        Heading::Column(_) => "数字（本表的栏）".to_owned(),
        Heading::DerivedColumn(_) => "计算栏（不读）".to_owned(),
        Heading::Never => "不取".to_owned(),
        Heading::Year(year) => format!("{year} 年"),
        Heading::UnitName => "单位名称".to_owned(),
        Heading::UnitCode => "单位代码".to_owned(),
    }
}

/// The words of a cell on one line, in a column: a Chinese character is as wide as two others.
fn padded(words: &str) -> String {
    let line: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = line.chars().take(SHOWN).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    let width: usize = shown.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    format!("{shown}{}", " ".repeat(44_usize.saturating_sub(width).max(2)))
}
