//! `huibiao read --explain`: every cell of a file, with what it was recognised as.

use std::collections::BTreeMap;

use crate::form::wording::{Heading, Meaning, Wording, Words};
use crate::submit::Submission;
use crate::submit::grid::{Grid, Proof, Said, Sheet};
use crate::vocabulary::characters::simplified;

/// How many characters of a cell's text are shown.
const SHOWN: usize = 36;

/// Prints every sheet of a grid, and says of each whether its table was taken.
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
            let unseen = sheet.is_hidden(cell.row, cell.column);
            let role = figures.get(&place).cloned().or_else(|| role(wording, sheet, &own, cell.row, &words));
            let line = format!(
                "    {place:<8}{}{}{}",
                padded(&words),
                role.unwrap_or_default(),
                if unseen { "（隐藏）" } else { "" }
            );
            println!("{}", line.trim_end());
        }
        for remark in &sheet.remarks {
            let place = sheet.place(&sheet.name.as_str().into(), remark.row, remark.column).cell;
            println!("    {place:<8}{}", remarked(&remark.said));
        }
    }
}

/// What the file says about a cell beside its content, and what the program does with it.
fn remarked(said: &Said) -> String {
    match said {
        Said::Comment(words) => format!("批注：{}", words.split_whitespace().collect::<Vec<_>>().join(" ")),
        Said::Shown(shown) if shown.is_empty() => "什么也不显示（取存的数）".to_owned(),
        Said::Shown(shown) => format!("显示为：{shown}（取存的数）"),
        Said::Stored(number) => format!("存的数：{number}"),
        Said::Rounded => "只存了显示的样子，后面的数字已丢失".to_owned(),
        Said::Faint => "颜色与底色相同".to_owned(),
        Said::Formula { text, proof } => {
            let proof = match proof {
                Proof::Agrees => "重算相同".to_owned(),
                Proof::Differs(calculated) => format!("重算得 {calculated}（取存的结果）"),
                Proof::Believed => "不能重算，取存的结果".to_owned(),
                Proof::Doubted(why) => format!("不能重算，{why}（取存的结果）"),
            };
            format!("公式：{text}，{proof}")
        }
    }
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
            let words = format!(
                "→ {} = {value} {}",
                form.item_title(item, column),
                form.measure_of(form.figure(item, column)).text
            );
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
    let plain = simplified(&plain).unwrap_or(plain);
    let Words { label, heading, .. } = wording.words(&plain);
    let label = label.or_else(|| wording.slip(&plain).filter(|_| heading.is_none()));
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
