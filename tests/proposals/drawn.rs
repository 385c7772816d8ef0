//! A drawn table with the form that it asks for, and its figures.
//!
//! A cell `?` is a place for a figure: blank in the table that an office hands out, a figure in a unit's copy. The
//! figures go to the form's items and columns in their order; `?7` says the item, `?7:c2` the column as well.

use huibiao::form::sketch::{Sketch, SketchColumn, SketchDerivedColumn};
use huibiao::form::{Comparison, Form, Relation};

/// Every kind of format, and those that keep cells merged down.
pub const EVERY: &[&str] = &["xlsx", "xls", "docx", "html", "csv gb18030"];
pub const MERGED: &[&str] = &["xlsx", "xls", "docx", "html"];

pub struct Table {
    pub name: &'static str,
    pub formats: &'static [&'static str],
    pub drawn: &'static str,
    /// The form in a few words, one line a thing.
    pub form: &'static str,
}

impl Table {
    /// The table as an office hands it out.
    pub fn blank(&self) -> String {
        self.map(|_| String::new())
    }

    /// The table as a unit sends it, and each figure with its place in the form.
    pub fn filled(&self, form: &Form) -> (String, Vec<(usize, String)>) {
        let asked: Vec<usize> =
            (0..form.figures()).filter(|figure| !form.items[figure / form.columns.len()].section).collect();
        let mut next = 0;
        let mut figures = Vec::new();
        let drawn = self.map(|place| {
            let figure = place_of(form, place).unwrap_or_else(|| asked.get(next).copied().unwrap_or(0));
            next = asked.iter().position(|other| *other == figure).unwrap_or(next) + 1;
            let value = 137 + 29 * figures.len();
            let value = if form.kind_of(figure).printed_places() == 0 {
                value.to_string()
            } else {
                format!("{value}.5")
            };
            figures.push((figure, value.clone()));
            value
        });
        let drawn = named(&drawn);
        (drawn, figures)
    }

    fn map(&self, mut fill: impl FnMut(&str) -> String) -> String {
        let mut lines = Vec::new();
        for line in self.drawn.trim().lines() {
            let cells: Vec<String> = line
                .split('|')
                .map(|cell| match cell.strip_prefix('?') {
                    Some(place) => fill(place),
                    None => cell.to_owned(),
                })
                .collect();
            lines.push(cells.join("|"));
        }
        lines.join("\n")
    }
}

/// The form's fields filled in as a unit does.
fn named(drawn: &str) -> String {
    let mut drawn = drawn.to_owned();
    for name in ["填报单位：", "报送单位：", "学校名称：", "填报机构：", "填报单位（盖章）："]
    {
        drawn = drawn.replacen(name, &format!("{name}沂源县城关市场监督管理所"), 1);
    }
    drawn
}

fn place_of(form: &Form, place: &str) -> Option<usize> {
    if place.is_empty() {
        return None;
    }
    let (item, column) = place.split_once(':').unwrap_or((place, ""));
    let column = form.columns.iter().position(|known| known.code == column).unwrap_or(0);
    Some(form.figure(form.item_index(item)?, column))
}

/// A form in the words of [`Table::form`].
pub fn told(sketch: &Sketch) -> Vec<String> {
    let mut lines = vec![sketch.title.clone()];
    if !sketch.fields.is_empty() {
        let fields: Vec<String> =
            sketch.fields.iter().map(|(key, names)| format!("{key}={}", names.join("/"))).collect();
        lines.push(format!("表头 {}", fields.join(" ")));
    }
    lines.extend(sketch.notes.iter().map(|note| format!("注 {note}")));
    if !sketch.columns.is_empty() {
        let labels: Vec<String> = sketch.columns.iter().map(column).collect();
        lines.push(format!("栏 {}", labels.join(" ")));
    }
    if !sketch.derived_columns.is_empty() {
        let one = |column: &SketchDerivedColumn| {
            let sign = if column.kind == Comparison::Difference { "-" } else { "/" };
            format!("{}={}{sign}{}", column.label, column.this, column.base)
        };
        let derived: Vec<String> = sketch.derived_columns.iter().map(one).collect();
        lines.push(format!("派生 {}", derived.join(" ")));
    }
    for item in &sketch.items {
        if item.section {
            lines.push(format!("§ {} {}", item.code, item.label));
            continue;
        }
        let decimals = if item.decimals > 0 { format!(".{}", item.decimals) } else { String::new() };
        let part = item.part_of.as_ref().map_or(String::new(), |(whole, relation)| {
            format!(" {}{whole}", if *relation == Relation::AtMost { "<" } else { "=" })
        });
        lines.push(format!("{} {} {}{decimals}{part}", item.code, item.label, item.measure));
    }
    lines.extend(
        sketch
            .rates
            .iter()
            .map(|rate| format!("率 {} {} {}/{}", rate.code, rate.label, rate.numerator, rate.denominator)),
    );
    lines.extend(sketch.checks.iter().map(|check| {
        let rule = check.rule.replace(&format!("[{}] = ", check.items[0]), "");
        format!("和 {} = {rule}", check.items[0])
    }));
    lines
}

/// A column, with its measure where it has one of its own.
fn column(column: &SketchColumn) -> String {
    let counted = column.counted.as_ref().map(|(measure, decimals)| match decimals {
        0 => format!("（{measure}）"),
        places => format!("（{measure}.{places}）"),
    });
    format!("{}{}", column.label, counted.unwrap_or_default())
}

/// Words of the form that was wanted, and how many of them the proposal has in their places.
pub fn compare(wanted: &str, told: &[String]) -> (usize, usize, Vec<String>) {
    let wanted: Vec<&str> = wanted.trim().lines().map(str::trim).collect();
    let (mut all, mut right) = (0, 0);
    let mut wrong = Vec::new();
    for line in &wanted {
        let words: Vec<&str> = line.split_whitespace().collect();
        let key = words[..words.len().min(2)].join(" ");
        let own = told.iter().find(|told| *told == line).or_else(|| {
            let alike = |told: &&String| {
                told.starts_with(words[0]) && told.split_whitespace().nth(1) == words.get(1).copied()
            };
            told.iter()
                .find(alike)
                .or_else(|| told.iter().find(|told| told.split_whitespace().next() == Some(words[0])))
        });
        let own: Vec<&str> = own.map(|told| told.split_whitespace().collect()).unwrap_or_default();
        all += words.len();
        let matching = words.iter().enumerate().filter(|(at, word)| own.get(*at) == Some(*word)).count();
        right += matching;
        if matching < words.len() || own.len() != words.len() {
            wrong.push(format!("wanted “{line}”, got “{}” ({key})", own.join(" ")));
        }
    }
    let extra = told.iter().filter(|told| !wanted.contains(&told.as_str())).count();
    let missed = wrong.len();
    for told in told.iter().filter(|told| !wanted.contains(&told.as_str())) {
        wrong.push(format!("said “{told}”"));
    }
    (all + extra.saturating_sub(missed), right, wrong)
}
