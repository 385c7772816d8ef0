//! Our own workbooks, read back: a county's workbook dropped into a folder stands for its units' sheets.
//!
//! Only the 数据 sheet is read, and only where the workbook carries our mark and its checksum holds: a
//! figure changed by hand must not slip into a city's totals. What the county settled stays settled: a
//! unit that counted there counts here, one that was held or faulty there is so here. Figures stand as they
//! were read then; words such as “约800” are not judged a second time.

use std::collections::BTreeMap;

use super::checksum;
use super::fill::{MARK, state};
use super::tidy::COLUMNS;
use crate::aggregate::State;
use crate::form::Form;
use crate::problem::{Refusal, RefusalCode};
use crate::submit::Answers;
use crate::submit::date_text::{DateRead, read_date};
use crate::submit::grid::{Grid, Sheet};
use crate::submit::recognise::{Carried, Reading, Standing};
use crate::vocabulary::time::parse_instant;
use crate::vocabulary::{Number, Place};

/// The readings of one of our workbooks; `None` where the file is not ours.
pub fn read_back(form: &Form, grid: &Grid) -> Option<Result<Vec<Reading>, Refusal>> {
    let about =
        grid.sheets.iter().find(|sheet| sheet.cells.iter().any(|cell| cell.content.text() == MARK))?;
    let stated = about
        .cells
        .iter()
        .find_map(|cell| cell.content.text().strip_prefix(checksum::LABEL).map(str::to_owned))?;
    let data = grid.sheets.iter().find(|sheet| {
        COLUMNS
            .iter()
            .enumerate()
            .all(|(column, name)| sheet.at(0, column as u32).is_some_and(|content| content.text() == *name))
    });
    let edited = |detail: &str| Some(Err(Refusal::new(RefusalCode::Edited, detail)));
    let Some(data) = data else { return edited("the tidy sheet is gone") };
    let rows = texts(data);
    if checksum::of(&rows) != stated {
        return edited("the checksum of the tidy sheet does not hold");
    }
    Some(Ok(readings(form, &rows[1..])))
}

/// Every row of the tidy sheet, a text for each column.
fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
    let last = sheet.cells.last().map_or(0, |cell| cell.row as usize);
    let mut rows = vec![vec![String::new(); COLUMNS.len()]; last + 1];
    for cell in &sheet.cells {
        if let Some(text) = rows[cell.row as usize].get_mut(cell.column as usize) {
            *text = cell.content.text();
        }
    }
    rows
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
        let mark = cell(row, "标记");
        answer.value = Number::parse(cell(row, "数值"));
        answer.raw = cell(row, "原文").to_owned();
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
        title: None,
        title_years: cell(first, "年度").parse().into_iter().collect(),
        date: date_words.day(None),
        date_words,
        nil: cell(first, "零报告") == "是",
        is_sample: false,
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
mod tests {
    use super::*;
    use crate::form::builtin;
    use crate::submit::grid::{Cell, Content};

    fn sheet(name: &str, rows: &[Vec<String>]) -> Sheet {
        let cells = rows.iter().enumerate().flat_map(|(row, texts)| {
            texts.iter().enumerate().filter(|(_, text)| !text.is_empty()).map(move |(column, text)| Cell {
                row: row as u32,
                column: column as u32,
                content: Content::Text(text.clone()),
                computed: false,
            })
        });
        Sheet { name: name.to_owned(), visible: true, cells: cells.collect(), ..Sheet::default() }
    }

    fn workbook(figure: &str, stated: &str) -> Grid {
        let mut row = vec![String::new(); COLUMNS.len()];
        for (name, text) in
            [("单位代码", "A1"), ("指标代码", "4"), ("栏", "数量"), ("数值", figure), ("状态", "已汇入")]
        {
            row[COLUMNS.iter().position(|column| *column == name).unwrap()] = text.to_owned();
        }
        let head = COLUMNS.map(str::to_owned).to_vec();
        let sum = checksum::of([&head, &row]);
        let stated = if stated.is_empty() { sum } else { stated.to_owned() };
        let about = [vec![MARK.to_owned()], vec![format!("{}{stated}", checksum::LABEL)]];
        Grid { sheets: vec![sheet("数据", &[head, row]), sheet("说明", &about)], ..Grid::default() }
    }

    #[test]
    fn a_workbook_of_ours_is_read_and_an_edited_one_refused() {
        let form = builtin::anchor();
        let readings = read_back(&form, &workbook("564", "")).unwrap().unwrap();
        assert_eq!(readings[0].answers.value(3), Number::parse("564"));
        let stated = checksum::of([vec!["what stood there before"]]);
        let refusal = read_back(&form, &workbook("565", &stated)).unwrap().unwrap_err();
        assert_eq!(refusal.code, RefusalCode::Edited);
        assert!(read_back(&form, &Grid::default()).is_none(), "another's file");
    }
}
