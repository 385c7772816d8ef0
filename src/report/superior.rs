//! 上级模板: a roll-up's figures for the cells of a superior's own template.
//!
//! Whose figure a cell wants was found by its words (`submit::recognise::places`); here it gets one: the node's total,
//! a unit's own sheet, a county's total. Units are looked up in the register by the name that the template prints,
//! never by their order; rows that are left blank are given to the units below the node that the template does not
//! name. A unit that does not count (未报, 待核实 …) leaves its cells blank: that is no 0.
//!
//! Nothing is dropped silently. What the template asks for and nobody has, what the form has and the template does not
//! ask for, what was there already, is said in sentences. Where a template leaves fewer rows than there are units, its
//! last one is repeated (`room`), or the template is refused.

mod room;
mod whose;

use std::collections::BTreeMap;

pub use self::whose::Ground;
use self::whose::{Figures, People};
use crate::aggregate::{Coverage, combined};
use crate::submit::filling::{Edit, Filled, Filling, Grown, Value, moved_from};
use crate::submit::grid::Grid;
use crate::submit::recognise::places::{Asked, Holds, Places, Spot, Whose, lines};
use crate::vocabulary::Number;
use crate::vocabulary::place::cell_name;
use crate::vocabulary::time::beijing;

/// What a template gets, and what is to be said before it is downloaded.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    pub filling: Filling,
    /// What the template's own formulas should come to, with their cell's name, in the order of those asked.
    pub expected: Vec<(String, Number)>,
    /// Why a file in which no row can be repeated cannot be filled.
    pub short: Option<String>,
    /// Figures that are written.
    pub figures: usize,
    pub said: Vec<String>,
    /// Which rows are repeated, for who gets the file.
    pub longer: Vec<String>,
    /// Why the template cannot be filled at all.
    pub refused: Option<String>,
}

/// What a template gets from a roll-up.
pub fn plan(grid: &Grid, places: &Places, ground: &Ground) -> Planned {
    let people = People::of(ground, places);
    let mut planned = Planned { said: vec![coverage(ground)], ..Planned::default() };
    if !places.spots.iter().any(|spot| matches!(spot.asked, Asked::Figure(_))) {
        let words = "模板里没有认出本报表的指标：请检查是否传错了文件，或用“制表”里的同义词登记模板的叫法";
        planned.refused = Some(words.to_owned());
    }
    planned.short = people.shortage(places);
    match room::repeated(places, |sheet| people.free(sheet)) {
        Some(grown) => planned.filling.grown = grown,
        None => planned.refused = planned.refused.or(planned.short.clone()),
    }
    planned.longer = planned.filling.grown.iter().map(|one| longer(grid, one)).collect();
    let places = &room::with_rows(places, &planned.filling.grown);
    planned.said.extend(places.said.iter().cloned());
    planned.said.extend(people.said.iter().cloned());
    let mut writer = Writer { grid, ground, people: &people, planned, blanks: BTreeMap::new() };
    places.spots.iter().for_each(|spot| writer.write(spot));
    writer.say_blanks();
    writer.say_unasked(places);
    writer.planned
}

/// Which row is repeated how often.
fn longer(grid: &Grid, grown: &Grown) -> String {
    let at = place(grid, (grown.sheet, (grown.row, 0)));
    format!(
        "模板留给单位的行不够：照 {at} 这一行往下加了 {} 行，下面的内容顺延，合计公式的范围跟着扩大",
        grown.count
    )
}

/// `汇总范围：应报 6 个单位，计入 4 个；未报 2 个`.
fn coverage(ground: &Ground) -> String {
    let Coverage { expected, counted, missing, faulty, held, unsettled, waiting, .. } =
        ground.roll_up.coverage(ground.node);
    let mut words = format!("汇总范围：应报 {expected} 个单位，计入 {counted} 个");
    for (count, state) in
        [(missing, "未报"), (faulty, "有误待改"), (held, "待核实"), (unsettled, "待确认"), (waiting, "待审")]
    {
        if count > 0 {
            words += &format!("，{state} {count} 个");
        }
    }
    words
}

/// What is to be said once the template was filled: formulas of its own that come to something else.
pub fn afterwards(grid: &Grid, planned: &Planned, filled: &Filled) -> Vec<String> {
    let mut said = Vec::new();
    for ((place, expected), computed) in planned.expected.iter().zip(&filled.computed) {
        match computed {
            Some(found) if Number::parse(found) == Some(*expected) => {}
            Some(found) => said.push(format!(
                "{place} 是模板自己的公式，按填入的数算得 {found}，汇总数是 {expected}；公式没有改动，请核对"
            )),
            None => {
                said.push(format!("{place} 是模板自己的公式，打开时才会计算；汇总数是 {expected}，请核对"))
            }
        }
    }
    for ((sheet, at), words) in &filled.shown {
        let place = place(grid, (*sheet, *at));
        said.push(format!("{place} 的单元格格式把填入的数显示成“{words}”；格式没有改动"));
    }
    said
}

/// `“上报表”D10`.
fn place(grid: &Grid, (sheet, (row, column)): (usize, (u32, u32))) -> String {
    let Some(own) = grid.sheets.get(sheet) else { return cell_name(row, column) };
    let cell = own.place(&std::sync::Arc::from(own.name.as_str()), row, column).cell;
    if grid.sheets.len() > 1 { format!("“{}”{cell}", own.name) } else { cell }
}

struct Writer<'w> {
    grid: &'w Grid,
    ground: &'w Ground<'w>,
    people: &'w People<'w>,
    planned: Planned,
    /// Figures that nobody has, by whom they are of.
    blanks: BTreeMap<Whose, Vec<String>>,
}

impl Writer<'_> {
    fn write(&mut self, spot: &Spot) {
        let value = match spot.asked {
            Asked::Issuer | Asked::Date | Asked::Year => self.around(spot.asked).map(Value::Text),
            Asked::Line => self.line(spot).map(Value::Text),
            Asked::Name => self.people.name(spot).map(Value::Text),
            Asked::Number => self.people.number(spot).map(|number| Value::Number(number.to_string())),
            Asked::Figure(_) | Asked::LastYear(_) | Asked::Change(_) => return self.figure(spot),
        };
        let Some(value) = value else { return };
        let value = match (spot.holds, value) {
            (Holds::FieldName, Value::Text(text)) if spot.asked == Asked::Line => Value::Text(text),
            (Holds::FieldName, Value::Text(text)) => Value::Behind(text),
            (Holds::Nothing | Holds::Sample, value) => value,
            _ => return,
        };
        self.planned.filling.edits.push(Edit { at: (spot.sheet, spot.at), value });
    }

    /// What stands around a table: who reports, on which day, of which year.
    fn around(&self, asked: Asked) -> Option<String> {
        let Ground { roll_up, node, .. } = self.ground;
        let day = roll_up.made.with_timezone(&beijing()).date_naive();
        match asked {
            Asked::Issuer => Some(roll_up.register.unit(node).name.clone()),
            Asked::Date => Some(day.format("%Y年%-m月%-d日").to_string()),
            Asked::Year => roll_up.campaign.year.map(|year| year.to_string()),
            _ => None,
        }
    }

    /// A line of several fields with all of it in.
    fn line(&self, spot: &Spot) -> Option<String> {
        let row = moved_from(&self.planned.filling.grown, spot.sheet, spot.at.0)?;
        let written = self.grid.sheets.get(spot.sheet)?.at(row, spot.at.1)?.text();
        Some(lines::filled(&written, |asked| self.around(asked)))
    }

    fn figure(&mut self, spot: &Spot) {
        let Some(figures) = self.people.figures(spot) else { return };
        let value = self.value(spot, figures).and_then(|value| value.shift(spot.shift));
        let at = (spot.sheet, spot.at);
        match (spot.holds, value) {
            (Holds::Formula, Some(value)) => {
                self.planned.filling.asked.push(at);
                self.planned.expected.push((place(self.grid, at), value));
            }
            (Holds::Formula, None) => {}
            (Holds::Words | Holds::FieldName, _) => {
                let place = place(self.grid, at);
                self.planned.said.push(format!("{place} 里已有内容，没有改动"));
            }
            (Holds::Nothing | Holds::Sample, Some(value)) => {
                self.planned.figures += 1;
                let value = Value::Number(value.to_string());
                self.planned.filling.edits.push(Edit { at, value });
            }
            (holds, None) => {
                if holds == Holds::Sample {
                    self.planned.filling.edits.push(Edit { at, value: Value::Blank });
                }
                if figures.counts {
                    let title = self.title(spot.asked);
                    self.blanks.entry(spot.whose.clone()).or_default().push(title);
                }
            }
        }
    }

    fn value(&self, spot: &Spot, figures: &Figures) -> Option<Number> {
        let form = &self.ground.roll_up.form;
        let this = |figure: usize| figures.values.get(figure).copied().flatten();
        match spot.asked {
            Asked::Figure(figure) => this(figure),
            Asked::LastYear(figure) => self.last(figure, form.columns.len()),
            Asked::Change(figure) => this(figure)?.checked_sub(self.last(figure, form.columns.len())?),
            _ => None,
        }
    }

    /// The node's figure of last year: its total where that is known, else its units' together.
    fn last(&self, figure: usize, columns: usize) -> Option<Number> {
        let Ground { roll_up, node, last } = self.ground;
        let last = (*last)?;
        if let Some(total) = last.total(node) {
            return total.get(figure).copied().flatten();
        }
        let aggregation = roll_up.form.items[figure / columns].aggregation;
        let units = roll_up.register.reporters(node).into_iter();
        units.fold(None, |sum, unit| combined(sum, last.unit(&unit.code, figure), aggregation))
    }

    fn title(&self, asked: Asked) -> String {
        let form = &self.ground.roll_up.form;
        let title = |figure: usize| form.item_title(figure / form.columns.len(), figure % form.columns.len());
        match asked {
            Asked::Figure(figure) => title(figure),
            Asked::LastYear(figure) => format!("{}（上年同期）", title(figure)),
            Asked::Change(figure) => format!("{}（增减）", title(figure)),
            _ => String::new(),
        }
    }

    fn say_blanks(&mut self) {
        for (whose, titles) in std::mem::take(&mut self.blanks) {
            let name = self.people.called(&whose);
            let listed: Vec<&str> = titles.iter().take(4).map(String::as_str).collect();
            let more = if titles.len() > 4 { format!(" 等 {} 个数", titles.len()) } else { String::new() };
            self.planned.said.push(format!("{name}没有下列数字，留空：{}{more}", listed.join("、")));
        }
    }

    /// Items of the form that the template does not ask for.
    fn say_unasked(&mut self, places: &Places) {
        let form = &self.ground.roll_up.form;
        let columns = form.columns.len();
        let asked = |figure: usize| places.spots.iter().any(|spot| spot.asked == Asked::Figure(figure));
        let figures = (0..form.figures()).filter(|figure| !form.items[figure / columns].section);
        let left: Vec<String> = figures
            .filter(|figure| !asked(*figure))
            .map(|figure| form.item_title(figure / columns, figure % columns))
            .collect();
        if !left.is_empty() && self.planned.refused.is_none() {
            self.planned.said.push(format!("本报表有、模板没有（没有填写）的：{}", left.join("、")));
        }
    }
}
