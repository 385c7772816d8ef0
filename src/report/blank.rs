//! 空白表: the form as it is handed out to one unit, to be filled in and sent back.
//!
//! It stands in the layout of the paper form; unit and campaign are filled in, last year's figures stand in grey in a
//! column of their own under 上年数, which every reader takes for last year's and never for an answer. Where the
//! form's own words claim that head, the column is left out. The mark by which the file is known (`submit::mark`)
//! stands below the table, at the foot of the page, and on a sheet that is not shown.

use std::sync::Arc;

use super::fill::across::{Breakdown, Line, breakdowns, lines};
use super::paper::{field, heads, leading, signatures, widths};
use super::table::{Cell, Filling, Fit, Input, Orientation, Page, Role, Sheet};
use crate::form::wording::{Heading, Wording};
use crate::form::{Form, Kind};
use crate::submit::mark::Mark;
use crate::vocabulary::{Level, Number};

/// The head of last year's figures.
pub const LAST_YEAR: &str = "上年数";

/// The sheet that carries the mark alone.
pub const MARK_SHEET: &str = "表样标记";

/// Rows of a form that fit on one page.
const ONE_PAGE: usize = 30;

/// What is known of whoever gets it.
#[derive(Clone, Debug)]
pub struct Blank<'f> {
    pub form: &'f Arc<Form>,
    pub mark: Mark,
    /// 填报单位; empty for anybody.
    pub unit: String,
    pub level: Level,
    pub campaign: Option<String>,
    /// The notice's words and what they mean.
    pub due: Option<String>,
    /// By [`Form::figure`]; empty for none.
    pub last_year: Vec<Option<Number>>,
}

impl Blank<'_> {
    /// The sheets of the file: the form, and the one that is not shown.
    pub fn sheets(&self) -> Vec<Sheet> {
        vec![self.sheet(), self.hidden()]
    }

    /// The form alone, its mark below it.
    pub fn sheet(&self) -> Sheet {
        let form = self.form;
        let columns = self.columns();
        let wide = columns.len() > 4;
        let mut page = Page::new(if wide { Orientation::Landscape } else { Orientation::Portrait });
        let lines = lines(form);
        page.fit = if lines.len() <= ONE_PAGE { Fit::OnePage } else { Fit::Width };
        let mut widths = widths(page.width(), columns.len());
        // 填报日期 stands over the measures.
        widths[2] += 3.0;
        widths[1] -= 3.0;
        let mut sheet = Sheet::new(&form.short_title, page, widths);
        sheet.band(&form.title_of(self.mark.year), Role::Title);
        self.caption(&mut sheet);
        let head = sheet.push(self.heads(&columns));
        sheet.page.repeat = Some((head, head));
        let mut filling = Filling::default();
        for line in lines {
            let row = sheet.push(self.row(line, &columns));
            let height = &mut sheet.rows[row as usize].height;
            *height = height.map(|height| height.max(24.0));
            filling.inputs.extend(self.inputs(line, &columns, row));
        }
        for note in self.notes() {
            sheet.band(&note, Role::Note);
        }
        filling.last_printed = sheet.band(&signatures(form), Role::EntryLine);
        filling.foot = self.mark.to_string();
        sheet.band(&format!("{MARK_SHEET}：{}", self.mark), Role::Mark);
        sheet.filling = Some(filling);
        sheet
    }

    fn hidden(&self) -> Sheet {
        let mut sheet = Sheet::new(MARK_SHEET, Page::new(Orientation::Portrait), vec![60.0]);
        sheet.push(vec![Cell::text(self.mark.to_string(), Role::Plain)]);
        sheet.is_hidden = true;
        sheet
    }

    /// The printed columns, last year's beside its own.
    fn columns(&self) -> Vec<Shows> {
        let wording = Wording::new(Arc::clone(self.form));
        let is_free = matches!(wording.heading(LAST_YEAR), Some(Heading::Never));
        let known = |column: usize| {
            let figures = self.last_year.iter().skip(column).step_by(self.form.columns.len());
            is_free && figures.flatten().next().is_some()
        };
        let of = |breakdown: Breakdown| match breakdown {
            Breakdown::Asked(column) if known(column) => vec![Shows::This(breakdown), Shows::Last(column)],
            _ => vec![Shows::This(breakdown)],
        };
        breakdowns(self.form).into_iter().flat_map(of).collect()
    }

    /// 填报单位 to the left, 填报日期 with a cell to write in to the right.
    fn caption(&self, sheet: &mut Sheet) {
        let last = sheet.last_column();
        // Over the measures; further to the right where there are many columns.
        let label = if last > 4 { last - 2 } else { 2 };
        let mut cells = vec![Cell::EMPTY; usize::from(label)];
        cells[0] = match self.unit.as_str() {
            "" => Cell::text(field(&self.form.fields.unit, ""), Role::EntryLine),
            unit => Cell::text(field(&self.form.fields.unit, unit), Role::Caption),
        };
        cells.push(Cell::text(field(&self.form.fields.date, ""), Role::CaptionRight));
        cells.push(Cell::blank(Role::EntryWords));
        let row = sheet.push_high(cells, 22.0);
        sheet.merge(row, 0, row, label - 1);
        sheet.merge(row, label + 1, row, last);
    }

    fn heads(&self, columns: &[Shows]) -> Vec<Cell> {
        let mut heads = heads(self.form, &breakdowns(self.form));
        let own = heads.split_off(3);
        let mut own = own.into_iter();
        let last = || Cell::text(LAST_YEAR, Role::Header);
        heads.extend(columns.iter().map(|shows| match shows {
            Shows::This(_) => own.next().unwrap_or(Cell::blank(Role::Header)),
            Shows::Last(_) => last(),
        }));
        heads
    }

    fn row(&self, line: Line, columns: &[Shows]) -> Vec<Cell> {
        let figure = |shows: &Shows| match (line, shows) {
            (Line::Rate(_), _) | (_, Shows::This(Breakdown::Compared(_))) => Cell::blank(Role::Figure),
            (Line::Item(item), _) if self.form.items[item].section => Cell::text("—", Role::Figure),
            (Line::Item(_), Shows::This(_)) => Cell::blank(Role::Entry),
            (Line::Item(item), Shows::Last(column)) => {
                let figure = self.form.figure(item, *column);
                let value = self.last_year.get(figure).copied().flatten();
                Cell::figure(value, super::fill::across::shown(self.form, figure), Role::Earlier)
            }
        };
        leading(self.form, line).into_iter().chain(columns.iter().map(figure)).collect()
    }

    fn inputs(&self, line: Line, columns: &[Shows], row: u32) -> Vec<Input> {
        let Line::Item(item) = line else { return Vec::new() };
        if self.form.items[item].section {
            return Vec::new();
        }
        let input = |(position, shows): (usize, &Shows)| match shows {
            Shows::This(Breakdown::Asked(column)) => {
                Some(self.input(item, *column, (row, 3 + position as u16)))
            }
            _ => None,
        };
        columns.iter().enumerate().filter_map(input).collect()
    }

    fn input(&self, item: usize, column: usize, (row, sheet_column): (u32, u16)) -> Input {
        let figure = self.form.figure(item, column);
        let places = match self.form.kind_of(figure) {
            Kind::Whole => 0,
            Kind::Decimal { places } => places,
        };
        let bounds = &self.form.items[item].bounds;
        // A township is bounded as a unit.
        let bound = bounds.get(&self.level).or_else(|| bounds.get(&Level::Unit));
        let bound = bound.copied().filter(|_| self.form.columns[column].counted.is_none());
        let kind = if places == 0 { "不小于 0 的整数" } else { "不小于 0 的数" };
        let usual = bound.map_or(String::new(), |bound| format!("，一般不超过 {bound}"));
        let hint = format!("填{kind}{usual}。没有发生的填 0。单位：{}", self.form.measure_of(figure).text);
        Input { row, column: sheet_column, hint, places, bound }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = self.form.notes.clone();
        notes.extend(self.campaign.as_ref().map(|title| format!("任务：{title}")));
        notes.extend(self.due.as_ref().map(|due| format!("报送截止：{due}")));
        let lead = |(position, note): (usize, String)| {
            format!("{}{note}", if position == 0 { "注：" } else { "　　" })
        };
        notes.into_iter().enumerate().map(lead).collect()
    }
}

/// What a printed column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    This(Breakdown),
    /// Last year's figures of a column.
    Last(usize),
}

#[cfg(test)]
mod tests;
