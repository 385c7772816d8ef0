//! What people choose for a cell, in the words of pages and programs: an item by its code, a unit by its own.
//!
//! An item of this year is its code (`7`; `7/本年` where the form has columns), of last year `last:7`, what is more than
//! last year `change:7`; the fields around a table are `issuer`, `date`, `year`; `nothing` leaves the cell as it is.
//! Whose figure it is: nobody named is the total, `office` the node's own office, else the code of a unit below.

use super::super::Service;
use super::filled::Open;
use crate::form::Form;
use crate::problem::Problem;
use crate::store::units;
use crate::submit::filling::Spot;
use crate::submit::recognise::places::{self, Asked, Choice, Wanted, Whose};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::place::cell_name;

/// A choice as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    pub at: Spot,
    pub asked: String,
    pub whose: String,
    /// The measure that the cell is in (元); empty: the form's own.
    pub measure: String,
}

/// A unit whose figures a cell may want.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Below {
    pub code: String,
    pub name: String,
}

/// Units right below a template's node.
pub fn below(service: &Service, opened: &Open) -> Result<Vec<Below>, Problem> {
    let children = service.store.read(|conn| units::children(conn, opened.node.id))?;
    Ok(children.into_iter().map(|unit| Below { code: unit.code, name: unit.name }).collect())
}

/// What was sent as choices for a template's cells; every one that makes no sense is said.
pub fn choices(opened: &Open, below: &[Below], sent: &[Chosen]) -> Result<Vec<Choice>, Problem> {
    sent.iter().map(|chosen| choice(opened, below, chosen)).collect()
}

fn choice(opened: &Open, below: &[Below], sent: &Chosen) -> Result<Choice, Problem> {
    let (sheet, (row, column)) = sent.at;
    let own = opened.grid.sheets.get(sheet);
    let own = own.ok_or_else(|| Problem::field("cell", "模板里没有这一张表。"))?;
    if row > 1_048_575 || column > 16_383 {
        return Err(Problem::field("cell", "没有这一格。"));
    }
    let at = (sheet, own.anchor(row, column));
    if sent.asked == "nothing" {
        return Ok(Choice { at, wants: None });
    }
    let asked =
        asked(&opened.form, &sent.asked).ok_or_else(|| Problem::field("asked", "请选择这一格填什么。"))?;
    let name = cell_name(row, column);
    let shift = shift(&opened.form, asked, &sent.measure)
        .ok_or_else(|| Problem::field("measure", format!("{name}：这一项不能换算成“{}”。", sent.measure)))?;
    let whose = match (asked, sent.whose.as_str()) {
        (Asked::Issuer | Asked::Date | Asked::Year, _) | (_, "" | "total") => Whose::Node,
        (Asked::LastYear(_) | Asked::Change(_), _) => {
            return Err(Problem::field(
                "whose",
                format!("{name}：上年同期和增减只有汇总的，没有单个单位的。"),
            ));
        }
        (_, "office") => Whose::Office,
        (_, code) => {
            let unit = below.iter().find(|unit| unit.code == code);
            let unit = unit.ok_or_else(|| Problem::field("whose", "请选择本级的下级单位。"))?;
            Whose::Unit(unit.name.clone())
        }
    };
    Ok(Choice { at, wants: Some(Wanted { whose, asked, shift }) })
}

fn shift(form: &Form, asked: Asked, measure: &str) -> Option<i32> {
    match (places::figure_of(asked), measure) {
        (_, "") | (None, _) => Some(0),
        (Some(figure), measure) => form.measure_of(figure).shift_to(&Measure::parse(measure)?),
    }
}

fn asked(form: &Form, code: &str) -> Option<Asked> {
    let figure = |code: &str| {
        let (item, column) = code.split_once('/').unwrap_or((code, ""));
        let item = form.item_index(item).filter(|item| !form.items[*item].section)?;
        let column = match column {
            "" => 0,
            code => form.columns.iter().position(|known| known.code == code)?,
        };
        Some(form.figure(item, column))
    };
    match code {
        "issuer" => Some(Asked::Issuer),
        "date" => Some(Asked::Date),
        "year" => Some(Asked::Year),
        _ => match code.split_once(':') {
            Some(("last", code)) => figure(code).map(Asked::LastYear),
            Some(("change", code)) => figure(code).map(Asked::Change),
            _ => figure(code).map(Asked::Figure),
        },
    }
}

/// The code of what a cell asks for.
pub fn asked_code(form: &Form, asked: Asked) -> String {
    let code = |figure: usize| {
        let (item, column) = (figure / form.columns.len(), figure % form.columns.len());
        let item = &form.items[item].code;
        if form.has_columns() { format!("{item}/{}", form.columns[column].code) } else { item.clone() }
    };
    match asked {
        Asked::Figure(figure) => code(figure),
        Asked::LastYear(figure) => format!("last:{}", code(figure)),
        Asked::Change(figure) => format!("change:{}", code(figure)),
        Asked::Name => "name".to_owned(),
        Asked::Number => "number".to_owned(),
        Asked::Issuer => "issuer".to_owned(),
        Asked::Date => "date".to_owned(),
        Asked::Year => "year".to_owned(),
        Asked::Line => "line".to_owned(),
    }
}

/// What a cell asks for, in words: `第7项 为消费者挽回经济损失`, `填报单位`.
pub fn asked_words(form: &Form, asked: Asked) -> String {
    let title = |figure: usize| form.item_title(figure / form.columns.len(), figure % form.columns.len());
    match asked {
        Asked::Figure(figure) => title(figure),
        Asked::LastYear(figure) => format!("{}（上年同期）", title(figure)),
        Asked::Change(figure) => format!("{}（增减）", title(figure)),
        Asked::Name => "单位名称".to_owned(),
        Asked::Number => "序号".to_owned(),
        Asked::Issuer => "填报单位".to_owned(),
        Asked::Date => "填报日期".to_owned(),
        Asked::Year => "年度".to_owned(),
        Asked::Line => "填报单位、日期等".to_owned(),
    }
}

/// Whose it is, in words.
pub fn whose_words(whose: &Whose) -> String {
    match whose {
        Whose::Node => "合计".to_owned(),
        Whose::Office => "机关（本级）".to_owned(),
        Whose::Unit(name) => name.clone(),
        Whose::Free(row) => format!("第 {} 个单位", row + 1),
    }
}
