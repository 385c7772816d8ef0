//! A county's table: one row a unit, items as columns, with subtotals and a total that are no units.
//!
//! This is how counties report to a city. Totals are true sums of the rows, so that a reader who takes
//! a total for a unit gets plausible figures and must be caught by the verdict.

use huibiao::vocabulary::Number;

use super::cell_texts::Figure;
use super::figures::{Figures, count};
use super::page::Entry;
use super::plan::{Across, Direction, Line, Plan};
use super::random::Random;
use super::wordings;

/// Gives a plan that lies down its rows: one for a single unit, else one a unit and the totals.
pub fn lay_rows(plan: &mut Plan, units: &[(String, String)], figures: &[Figures], random: &mut Random) {
    if plan.direction != Direction::Horizontal {
        return;
    }
    plan.name_column |= units.len() > 1;
    plan.lines.retain(|line| line.measure != "—" && !line.label.is_empty());
    plan.two_headers = false;
    plan.asides.retain(|aside| aside.header == "备注");
    let row = |(index, (name, code)): (usize, &(String, String))| Across {
        name: name.clone(),
        code: code.clone(),
        submission: Some(index),
        values: Vec::new(),
    };
    plan.across = units.iter().enumerate().map(row).collect();
    for (row, figures) in plan.across.iter_mut().zip(figures) {
        let mut other = |line: &Line| line.item.is_none().then(|| stranger(line, figures, random));
        row.values = plan.lines.iter().map(&mut other).collect();
    }
}

/// A figure of a column that is no item: anything, but a part never exceeds its whole.
fn stranger(line: &Line, figures: &Figures, random: &mut Random) -> Entry {
    let whole = wordings::PARTS.iter().find(|(_, label)| line.label.starts_with(label));
    let most = whole.map_or(900, |(item, _)| count(&figures[item - 1]));
    Entry::number(random.between(0, most))
}

/// Adds 小计 and 合计 rows over the figures as they are filled in.
pub fn add_totals(plan: &mut Plan, figures: &[Figures], random: &mut Random) {
    if plan.direction != Direction::Horizontal || figures.len() < 2 {
        return;
    }
    let words = random.pick(&["合计", "合  计", "总计", "全县合计"]);
    let total = total_row(plan, words, figures);
    if figures.len() > 3 && random.chance(40) {
        let at = random.between(2, figures.len() as i64 - 1) as usize;
        let subtotal = total_row(plan, "小计", &figures[..at]);
        plan.across.insert(at, subtotal);
    }
    let at = if random.chance(80) { plan.across.len() } else { 0 };
    plan.across.insert(at, total);
}

fn total_row(plan: &Plan, words: &str, figures: &[Figures]) -> Across {
    let sum = |item: usize| {
        let parse = |figures: &Figures| Number::parse(&figures[item - 1]).expect("figures are canonical");
        figures
            .iter()
            .map(parse)
            .fold(Number::ZERO, |sum, figure| sum.checked_add(figure).expect("sums of a county are small"))
    };
    let values = plan
        .lines
        .iter()
        .map(|line| {
            let item = line.item?;
            let figure = Figure { item, value: sum(item).to_string(), measure: line.measure.clone() };
            Some(Entry::Number(figure.stated()))
        })
        .collect();
    Across { name: words.to_owned(), code: String::new(), submission: None, values }
}

/// The head of the column of unit names.
pub fn name_header(random: &mut Random) -> &'static str {
    random.pick(&["单位名称", "填报单位", "单位", "所（院）名称", "报送单位"])
}

/// 甲 乙 丙 for words, 1 2 3 for figures.
pub fn column_number(index: usize, words: usize) -> String {
    match index.checked_sub(words) {
        None => ["甲", "乙", "丙", "丁", "戊"][index.min(4)].to_owned(),
        Some(figure) => (figure + 1).to_string(),
    }
}

/// The words for a unit's own county, in the header of its table.
pub fn county_field(plan: &mut Plan, county: &str) {
    if let Some(field) =
        plan.fields.iter_mut().find(|field| wordings::UNIT_FIELDS.contains(&field.label.as_str()))
    {
        field.value = Entry::text(county);
    }
}
