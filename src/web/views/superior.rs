//! 上级模板: the file's cells with what goes there, in words.

use super::board::node_page as frame_of;
use crate::form::Form;
use crate::submit::filling::{Spot as At, Value};
use crate::submit::grid::{Content, Sheet};
use crate::submit::recognise::places::{Asked, Holds, Spot, Whose, figure_of};
use crate::vocabulary::Actor;
use crate::vocabulary::place::{address, cell_name, column_name};
use crate::web::pages::SuperiorPage;
use crate::web::pages::campaign::Tab;
use crate::web::pages::layout::Choice;
use crate::web::pages::superior::{ChosenCell, Drawn, DrawnSheet, SheetCell, SheetRow};
use crate::web::pages::words::to_the_minute;
use crate::workflow::superior::{
    Below, From, Kept, Looked, Open, Shown, asked_code, asked_words, whose_words,
};

/// Rows and columns of a sheet that are drawn.
const ROWS: u32 = 120;
const COLUMNS: u32 = 40;

/// A template to be drawn, what it comes to, and the cell that somebody corrects.
pub struct Looking {
    pub opened: Open,
    pub looked: Looked,
    pub below: Vec<Below>,
    /// `0!D5`.
    pub cell: String,
}

pub fn superior_page(
    shown: &Shown,
    looking: Option<&Looking>,
    from: From,
    (actor, csrf): (&Actor, &str),
) -> SuperiorPage {
    let (task, node) = (&shown.task, &shown.node);
    let (frame, tabs) = frame_of(task, node, Tab::Totals, actor, csrf);
    let mut page = SuperiorPage {
        frame,
        tabs,
        campaign: task.id,
        title: task.title.clone(),
        node_code: node.code.clone(),
        node_name: node.name.clone(),
        may_change: shown.may_change,
        used: shown.used.as_ref().map(|used| (used.id, used.file.name.clone())),
        signed: shown.signed.as_ref().map(|head| head.number),
        shows_signed: from == From::Signed,
        drawn: None,
    };
    page.drawn = looking.map(|looking| drawn(looking, &page));
    page
}

fn drawn(looking: &Looking, page: &SuperiorPage) -> Drawn {
    let Looking { opened, looked, below, cell } = looking;
    let kept = &opened.kept;
    let chosen = parsed(cell).filter(|_| page.may_change);
    let base = format!("/campaigns/{}/superior-template?node={}", page.campaign, page.node_code);
    let sheets = opened.grid.sheets.iter().enumerate().filter(|(_, sheet)| sheet.visible);
    let draw = |(index, sheet)| {
        Pencil { looking, base: &base, index, sheet, chosen, may_change: page.may_change }.sheet()
    };
    Drawn {
        id: kept.id,
        file: kept.file.name.clone(),
        is_used: kept.confirmed().is_some(),
        is_changed: kept.corrections().next().is_some(),
        kept: history(kept),
        figures: looked.figures,
        said: looked.said.clone(),
        refused: looked.refused.clone().unwrap_or_default(),
        sheets: sheets.map(draw).collect(),
        chosen: chosen.map(|at| choosing(opened, below, at)),
    }
}

fn history(kept: &Kept) -> Vec<String> {
    let uploaded = format!("{} 上传，{}", kept.by, to_the_minute(kept.at));
    let confirmed = kept.confirmed().map(|step| format!("{} 确认，{}", step.by, to_the_minute(step.at)));
    std::iter::once(uploaded).chain(confirmed).collect()
}

/// `0!D5`: sheet and cell.
pub fn parsed(cell: &str) -> Option<At> {
    let (sheet, name) = cell.split_once('!')?;
    Some((sheet.parse().ok()?, address(name)?))
}

fn named((sheet, (row, column)): At) -> String {
    format!("{sheet}!{}", cell_name(row, column))
}

fn spot_at(opened: &Open, at: At) -> Option<&Spot> {
    opened.places.spots.iter().find(|spot| (spot.sheet, spot.at) == at)
}

/// Draws one sheet.
struct Pencil<'p> {
    looking: &'p Looking,
    base: &'p str,
    index: usize,
    sheet: &'p Sheet,
    chosen: Option<At>,
    may_change: bool,
}

impl Pencil<'_> {
    fn sheet(&self) -> DrawnSheet {
        let cells = self.sheet.cells.iter().map(|cell| (cell.row, cell.column));
        let ends = self.sheet.merges.iter().map(|area| (area.last_row, area.last_column));
        let written = self.looking.looked.values.keys();
        let written = written.filter(|(sheet, _)| *sheet == self.index).map(|(_, at)| *at);
        let all = || cells.clone().chain(ends.clone()).chain(written.clone());
        let rows = all().map(|(row, _)| row + 1).max().unwrap_or(0);
        let columns = all().map(|(_, column)| column + 1).max().unwrap_or(0);
        let is_cut = rows > ROWS || columns > COLUMNS;
        let (rows, columns) = (rows.min(ROWS), columns.min(COLUMNS));
        DrawnSheet {
            name: self.sheet.name.clone(),
            columns: (0..columns).map(column_name).collect(),
            rows: (0..rows).map(|row| self.row(row, rows, columns)).collect(),
            is_cut,
        }
    }

    fn row(&self, row: u32, rows: u32, columns: u32) -> SheetRow {
        let own = (0..columns).filter(|column| self.sheet.anchor(row, *column) == (row, *column));
        let cells = own.map(|column| self.cell((row, column), (rows, columns))).collect();
        let paragraphs = self.sheet.paragraphs;
        let number = match row.checked_sub(paragraphs) {
            Some(row) => (row + 1).to_string(),
            None => format!("段{}", row + 1),
        };
        SheetRow { number, cells }
    }

    fn cell(&self, at: (u32, u32), (rows, columns): (u32, u32)) -> SheetCell {
        let (row, column) = at;
        let opened = &self.looking.opened;
        let place = (self.index, at);
        let covered = self.sheet.merge_at(row, column);
        let known = self.sheet.cell(row, column);
        let calculates =
            known.is_some_and(|cell| cell.computed || cell.content == Content::FormulaWithoutResult);
        let words = known.filter(|_| !calculates).map_or(String::new(), |cell| cell.content.text());
        let spot = spot_at(opened, place);
        let value = match self.looking.looked.values.get(&place) {
            Some(Value::Number(words) | Value::Text(words) | Value::Behind(words)) => words.clone(),
            Some(Value::Blank) | None => String::new(),
        };
        let may_hold = spot.is_some() || words.trim().is_empty();
        let name = self.sheet.place(&"".into(), row, column).cell;
        let href = match self.may_change && may_hold && !calculates {
            true => format!("{}&cell={}#cell", self.base, named(place)),
            false => String::new(),
        };
        SheetCell {
            columns: covered.map_or(1, |area| area.last_column.min(columns - 1) + 1 - column),
            rows: covered.map_or(1, |area| area.last_row.min(rows - 1) + 1 - row),
            wants: spot.map_or(String::new(), |spot| wanted(&opened.form, spot)),
            is_chosen: self.chosen == Some(place),
            name,
            words,
            value,
            href,
            calculates,
        }
    }
}

/// `合计：第1项 普法宣传活动`, `填报单位`.
fn wanted(form: &Form, spot: &Spot) -> String {
    let words = asked_words(form, spot.asked);
    let is_figure = figure_of(spot.asked).is_some();
    let measure = if spot.shift == 0 { "" } else { "，换算" };
    match (&spot.whose, spot.holds) {
        (_, Holds::Words) if is_figure => "已有内容，不填".to_owned(),
        (Whose::Node, _) if !is_figure => words,
        (whose, _) => format!("{}：{words}{measure}", whose_words(whose)),
    }
}

fn choosing(opened: &Open, below: &[Below], at: At) -> ChosenCell {
    let spot = spot_at(opened, at);
    let form = &opened.form;
    let asked = std::iter::once(("nothing".to_owned(), "不填".to_owned())).chain(figures(form)).chain(
        [Asked::Issuer, Asked::Date, Asked::Year]
            .map(|asked| (asked_code(form, asked), asked_words(form, asked))),
    );
    let units = below.iter().map(|unit| (unit.code.clone(), unit.name.clone()));
    let whose =
        [("total", "合计"), ("office", "机关（本级）")].map(|(code, words)| (code.into(), words.into()));
    let of = match spot.map(|spot| &spot.whose) {
        Some(Whose::Office) => "office".to_owned(),
        Some(Whose::Unit(name)) => {
            below.iter().find(|unit| unit.name == *name).map_or(String::new(), |unit| unit.code.clone())
        }
        Some(Whose::Node | Whose::Free(_)) | None => "total".to_owned(),
    };
    let (sheet, (row, column)) = at;
    let own = opened.grid.sheets.get(sheet);
    ChosenCell {
        cell: named(at),
        name: own.map_or(String::new(), |own| own.place(&"".into(), row, column).cell),
        asked: choices(asked),
        wants: spot.map_or("nothing".to_owned(), |spot| in_measure(form, spot.asked, spot.shift)),
        whose: choices(whose.into_iter().chain(units)),
        of,
    }
}

fn choices(named: impl Iterator<Item = (String, String)>) -> Vec<Choice> {
    named.map(|(value, label)| Choice { value, label }).collect()
}

/// The code of what a cell asks for with the measure that it is in.
fn in_measure(form: &Form, asked: Asked, shift: i32) -> String {
    let code = asked_code(form, asked);
    if shift == 0 { code } else { format!("{code}@元") }
}

/// Every figure of this year, money in both measures; then of last year, and what is more.
fn figures(form: &Form) -> impl Iterator<Item = (String, String)> + '_ {
    let asked =
        move || (0..form.figures()).filter(move |figure| !form.items[figure / form.columns.len()].section);
    let own = asked().flat_map(move |figure| {
        let (code, words) =
            (asked_code(form, Asked::Figure(figure)), asked_words(form, Asked::Figure(figure)));
        let measure = form.measure_of(figure);
        let is_ten_thousand = measure.is_money() && measure.text == "万元";
        let own = (code.clone(), format!("{words}（{}）", measure.text));
        let other = is_ten_thousand.then(|| (format!("{code}@元"), format!("{words}（元）")));
        std::iter::once(own).chain(other)
    });
    let compared = move |of: fn(usize) -> Asked| {
        asked().map(move |figure| (asked_code(form, of(figure)), asked_words(form, of(figure))))
    };
    own.chain(compared(Asked::LastYear)).chain(compared(Asked::Change))
}
