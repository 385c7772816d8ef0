//! Our own workbooks, read back: a county's workbook dropped into a folder stands for its units' sheets.
//!
//! Only the 数据 sheet is read, with what 说明 says of all its rows, and only where the workbook carries our
//! mark and its checksum holds: a figure changed by hand must not slip into a city's totals. What the county
//! settled stays settled: a unit that counted there counts here, one that was held or faulty there is so here.
//! Figures stand as they were read then; words such as “约800” are not judged a second time. A node's total,
//! which a city's workbook has for each county, is never taken for the sheet of that county's own office.

use std::collections::BTreeMap;

use super::checksum;
use super::fill::{ABOUT_DATA, MARK};
use super::narrow::ALWAYS;
use super::tidy::{COLUMNS, TOTAL};
use super::words::state;
use crate::aggregate::State;
use crate::form::Form;
use crate::problem::{Refusal, RefusalCode};
use crate::submit::Answers;
use crate::submit::date_text::{DateRead, read_date};
use crate::submit::grid::{Content, Grid, Sheet};
use crate::submit::recognise::{Carried, Reading, Standing};
use crate::vocabulary::time::parse_instant;
use crate::vocabulary::{Number, Place};

/// The readings of one of our workbooks; `None` where the file is not ours.
pub fn read_back(form: &Form, grid: &Grid) -> Option<Result<Vec<Reading>, Refusal>> {
    let about = grid.sheets.iter().find(|sheet| sheet.cells.iter().any(|cell| cell.content.says(MARK)))?;
    let stated = about
        .cells
        .iter()
        .find_map(|cell| cell.content.text().strip_prefix(checksum::LABEL).map(str::to_owned))?;
    let edited = |detail: &str| Some(Err(Refusal::new(RefusalCode::Edited, detail)));
    let Some((data, heads)) = grid.sheets.iter().find_map(|sheet| Some((sheet, heads(sheet)?))) else {
        return edited("the tidy sheet is gone");
    };
    let said_once = said_once(about);
    let rows = texts(data, heads.len());
    let pairs = said_once.iter().map(|(column, text)| vec![COLUMNS[*column].to_owned(), text.clone()]);
    if checksum::of(pairs.chain(rows.iter().cloned())) != stated {
        return edited("the checksum of the tidy sheet does not hold");
    }
    let full: Vec<Vec<String>> = rows[1..].iter().map(|row| in_full(row, &heads, &said_once)).collect();
    Some(Ok(readings(form, &full)))
}

/// Which columns a tidy sheet has, by their places in [`COLUMNS`]; `None` for a sheet that is none.
fn heads(sheet: &Sheet) -> Option<Vec<usize>> {
    let first = sheet.row(0);
    if first.iter().enumerate().any(|(place, cell)| cell.column as usize != place) {
        return None;
    }
    let words: Vec<String> = first.iter().map(|cell| cell.content.text()).collect();
    let heads: Option<Vec<usize>> =
        words.iter().map(|word| COLUMNS.iter().position(|column| column == word)).collect();
    heads.filter(|_| ALWAYS.iter().all(|column| words.iter().any(|word| word == column)))
}

/// What 说明 says of all rows of the tidy sheet, by column.
fn said_once(about: &Sheet) -> Vec<(usize, String)> {
    let text = |row: u32, column| about.at(row, column).map(Content::text);
    let Some(head) = about.cells.iter().find(|cell| cell.content.says(ABOUT_DATA)) else {
        return Vec::new();
    };
    let pairs = (head.row + 1..).map_while(|row| Some((text(row, 0)?, text(row, 1)?)));
    pairs
        .filter_map(|(word, text)| Some((COLUMNS.iter().position(|column| *column == word)?, text)))
        .collect()
}

/// Every row of the tidy sheet, a text for each of its columns.
fn texts(sheet: &Sheet, columns: usize) -> Vec<Vec<String>> {
    let last = sheet.cells.last().map_or(0, |cell| cell.row as usize);
    let mut rows = vec![vec![String::new(); columns]; last + 1];
    for cell in &sheet.cells {
        if let Some(text) = rows[cell.row as usize].get_mut(cell.column as usize) {
            *text = cell.content.text();
        }
    }
    rows
}

/// A row with all of [`COLUMNS`].
fn in_full(row: &[String], heads: &[usize], said_once: &[(usize, String)]) -> Vec<String> {
    let mut full = vec![String::new(); COLUMNS.len()];
    said_once.iter().for_each(|(column, text)| full[*column].clone_from(text));
    heads.iter().zip(row).for_each(|(column, text)| full[*column].clone_from(text));
    full
}

fn readings(form: &Form, rows: &[Vec<String>]) -> Vec<Reading> {
    // One reading for each unit and each sheet that it had sent.
    let mut sheets: BTreeMap<[&str; 3], Vec<&Vec<String>>> = BTreeMap::new();
    for row in rows {
        let key = [cell(row, "单位代码"), cell(row, "文件"), cell(row, "工作表")];
        sheets.entry(key).or_default().push(row);
    }
    sheets.into_values().map(|rows| reading(form, &rows)).collect()
}

fn reading(form: &Form, rows: &[&Vec<String>]) -> Reading {
    let first = rows[0];
    let mut answers = Answers::blank(form);
    for row in rows {
        let Some(figure) = figure_of(form, row) else { continue };
        let answer = answers.get_mut(figure);
        let (figure, raw, mark) = (cell(row, "数值"), cell(row, "原文"), cell(row, "标记"));
        answer.value = Number::parse(figure);
        answer.raw = if raw.is_empty() { figure } else { raw }.to_owned();
        answer.mark = (!mark.is_empty()).then(|| mark.to_owned());
        answer.place = Some(Place::new(cell(row, "工作表").into(), cell(row, "单元格").to_owned()));
        answer.found = true;
    }
    let date_words = match cell(first, "填报日期") {
        "" => DateRead::Blank,
        date => read_date(date),
    };
    Reading {
        sheet: cell(first, "工作表").to_owned(),
        visible: true,
        unit_written: Some(cell(first, "单位名称").to_owned()),
        unit_code_written: Some(cell(first, "单位代码").to_owned()),
        gathered_by: None,
        clues: Vec::new(),
        submitted: None,
        title: None,
        title_years: cell(first, "年度").parse().into_iter().collect(),
        date: date_words.day(None),
        date_words,
        nil: cell(first, "零报告") == "是",
        is_example: false,
        mark: None,
        answers,
        findings: Vec::new(),
        carried: Some(Carried {
            standing: standing(cell(first, "状态")),
            file: cell(first, "文件").to_owned(),
            received: parse_instant(cell(first, "收到时间")),
        }),
    }
}

fn standing(words: &str) -> Standing {
    if words == state(State::Faulty) {
        Standing::Faulty
    } else if words == state(State::Held) {
        Standing::Held
    } else if words == TOTAL {
        Standing::Total
    } else {
        Standing::Settled
    }
}

fn figure_of(form: &Form, row: &[String]) -> Option<usize> {
    let item = form.item_index(cell(row, "指标代码"))?;
    let label = cell(row, "栏");
    let column = form.columns.iter().position(|column| column.label == label)?;
    Some(form.figure(item, column))
}

fn cell<'r>(row: &'r [String], name: &str) -> &'r str {
    let column =
        COLUMNS.iter().position(|column| *column == name).expect("names of columns come from COLUMNS");
    row[column].as_str()
}

#[cfg(test)]
mod tests;
