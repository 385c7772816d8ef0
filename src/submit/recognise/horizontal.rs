//! A horizontal table: items across, one row a unit (or one row of figures for one unit).
//!
//! Rows that add others up (合计, 小计), rows of units of measure and rows of column numbers (甲 1 2 3) are
//! no units. A unit whose row is empty has not reported.

use super::anchor::Horizontal;
use super::clues::Clue;
use super::commented::comments;
use super::corrections::corrected_by;
use super::figure::{Measures, read_answer};
use super::item_columns::{FigureColumn, figure_columns};
use super::joint;
use super::last_resort::Doubt;
use super::phrases::ends_table;
use super::remarked::said_beside;
use super::row_names::NameColumns;
use super::slips::{Slip, neighbours};
use super::view::{SheetView, Word};
use crate::form::Form;
use crate::form::wording::Heading;
use crate::submit::answers::Answers;
use crate::submit::date_text::{DateRead, date_line};
use crate::submit::grid::Content;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Finding, Severity};

/// One row of figures.
pub struct RowReading {
    pub unit: Option<String>,
    pub unit_code: Option<String>,
    /// All cells of the row that may name the unit.
    pub clues: Vec<Clue>,
    pub date: DateRead,
    pub submitted: Option<Instant>,
    pub nil: bool,
    pub answers: Answers,
    pub findings: Vec<Finding>,
}

/// Reads every row of figures.
pub fn read_horizontal(
    view: &SheetView,
    form: &Form,
    table: &Horizontal,
    year: Option<i32>,
    table_measure: Option<&Measure>,
) -> Vec<RowReading> {
    let mut rows = read_rows(view, form, table, year, table_measure);
    let names_it = |year: i32| view.words.iter().any(|word| word.heading == Some(Heading::Year(year)));
    if let Some(year) = year.filter(|year| rows.is_empty() && !names_it(*year)) {
        // Nothing is headed by this year; what is by the last one is asked about.
        rows = read_rows(view, form, table, Some(year - 1), table_measure);
        rows.iter_mut().for_each(|row| row.findings.push(Doubt::OtherYear(year - 1).finding()));
    }
    rows
}

fn read_rows(
    view: &SheetView,
    form: &Form,
    table: &Horizontal,
    year: Option<i32>,
    table_measure: Option<&Measure>,
) -> Vec<RowReading> {
    let (reader, mut columns, band_end) = reader_of(view, form, table, year, table_measure);
    let mut rows = Vec::new();
    for row in band_end + 1..=*table.rows.end() {
        match reader.kind_of(row, &columns) {
            Row::Measures => reader.learn_measures(row, &mut columns),
            Row::Figures => rows.push(reader.read_row(row, &columns)),
            Row::Passed => {}
            Row::End => break,
        }
    }
    rows
}

/// The reader of a table's rows, its columns of figures, and the last row of its heads.
fn reader_of<'v>(
    view: &'v SheetView<'v>,
    form: &'v Form,
    table: &Horizontal,
    year: Option<i32>,
    table_measure: Option<&'v Measure>,
) -> (Reader<'v>, Vec<FigureColumn>, u32) {
    // What stands below the table's end heads nothing: 审核人 … 联系电话. 单位 alone may be that of measure.
    let is_measure = |word: &Word| word.heading == Some(Heading::Measure);
    let ends =
        |row: &u32| view.words_in(*row).first().is_some_and(|word| is_end(view, word) && !is_measure(word));
    let sub_heads: Vec<u32> =
        (table.head_row + 1..=table.head_row + 2).take_while(|row| !ends(row)).collect();
    let (columns, band_end) = figure_columns(view, form, table, &sub_heads, year);
    let names = NameColumns::of(view, table, &columns);
    let reader = Reader { view, form, table_measure, year, names, first_row: band_end + 1 };
    (reader, columns, band_end)
}

/// A table's rows as they wait for figures, blank ones and those of totals among them.
pub struct Lines {
    pub columns: Vec<FigureColumn>,
    /// The column that names units, where the table says so.
    pub unit: Option<u32>,
    /// The first row below the heads.
    pub first_row: u32,
    pub rows: Vec<u32>,
    /// Nothing ends the table: blank rows may go on below it.
    pub is_open: bool,
}

/// The rows of a table that wait for figures.
pub fn lines(view: &SheetView, form: &Form, table: &Horizontal, year: Option<i32>) -> Lines {
    let (reader, mut columns, band_end) = reader_of(view, form, table, year, None);
    let mut lines = Lines {
        unit: reader.names.unit,
        columns: Vec::new(),
        first_row: band_end + 1,
        rows: Vec::new(),
        is_open: true,
    };
    for row in band_end + 1..=*table.rows.end() {
        match reader.kind_of(row, &columns) {
            Row::Measures => reader.learn_measures(row, &mut columns),
            Row::End => {
                lines.is_open = false;
                break;
            }
            Row::Passed if reader.is_of_heads(row) => {}
            Row::Figures | Row::Passed => lines.rows.push(row),
        }
        if lines.rows.is_empty() {
            lines.first_row = row + 1;
        }
    }
    lines.first_row = lines.rows.first().copied().unwrap_or(lines.first_row);
    lines.columns = columns;
    lines
}

enum Row {
    Figures,
    Measures,
    Passed,
    End,
}

struct Reader<'v> {
    view: &'v SheetView<'v>,
    form: &'v Form,
    table_measure: Option<&'v Measure>,
    year: Option<i32>,
    names: NameColumns,
    /// Of the table's rows, below the heads.
    first_row: u32,
}

impl Reader<'_> {
    fn kind_of(&self, row: u32, columns: &[FigureColumn]) -> Row {
        let contents: Vec<&Content> =
            columns.iter().filter_map(|column| self.view.sheet.at(row, column.column)).collect();
        let texts: Vec<String> =
            contents.iter().map(|content| plain(&content.words())).filter(|text| !text.is_empty()).collect();
        let measures = texts.iter().filter(|text| Measure::parse(text).is_some()).count();
        if measures > 0 && measures * 2 >= texts.len() {
            return Row::Measures;
        }
        let first_word = self.view.words_in(row).first();
        if first_word.is_some_and(|word| is_end(self.view, word)) {
            return Row::End;
        }
        let nothing =
            texts.is_empty() || texts.iter().all(|text| matches!(text.as_str(), "未报" | "未上报" | "缺报"));
        let heads = self
            .view
            .words_in(row)
            .iter()
            .filter(|word| word.label.is_some() || word.heading.is_some())
            .count();
        if (nothing && !self.says_nil(row))
            || is_numbering(self.view, row)
            || self.numbers_columns(row)
            || heads > 1 && heads * 2 > texts.len()
            || self.adds_up(row)
            || self.is_other_year(row)
        {
            return Row::Passed;
        }
        Row::Figures
    }

    /// A row that numbers columns, heads others or is of another year: it waits for nothing.
    fn is_of_heads(&self, row: u32) -> bool {
        let heads = self.view.words_in(row).iter();
        let heads = heads.filter(|word| word.label.is_some() || word.heading.is_some()).count();
        is_numbering(self.view, row) || self.numbers_columns(row) || heads > 1 || self.is_other_year(row)
    }

    fn says_nil(&self, row: u32) -> bool {
        self.view.words_in(row).iter().any(|word| word.plain == "零报告")
    }

    /// 甲, 乙 where a unit's name would stand: a row that numbers the columns.
    fn numbers_columns(&self, row: u32) -> bool {
        let columns = self.names.left.iter().chain(&self.names.unit);
        let mut words = columns.filter_map(|column| self.view.word_at(row, *column)).peekable();
        words.peek().is_some()
            && words.all(|word| matches!(word.plain.as_str(), "甲" | "乙" | "丙" | "丁" | "栏次"))
    }

    /// A word of a total before the figures: 合计, 小计. Beside a unit whose name reaches down from the row above
    /// it is a row of that unit's own.
    fn adds_up(&self, row: u32) -> bool {
        let columns = self.names.left.iter().chain(&self.names.unit);
        let is_total = |word: &Word| self.view.wording.is_total(&word.plain);
        let unit = self.names.unit.and_then(|column| self.view.word_at(row, column));
        let reaches_down =
            unit.is_some_and(|unit| unit.row < row && unit.heading.is_none() && !is_total(unit));
        columns.filter_map(|column| self.view.word_at(row, *column)).any(is_total) && !reaches_down
    }

    /// A row headed 上年同期, 增减 or another year.
    fn is_other_year(&self, row: u32) -> bool {
        let words = self.names.left.iter().filter_map(|column| self.view.word_at(row, *column));
        words.filter_map(|word| word.heading.as_ref()).any(|heading| match heading {
            Heading::Never => true,
            Heading::Year(found) => self.year.is_some_and(|year| year != *found),
            _ => false,
        })
    }

    fn learn_measures(&self, row: u32, columns: &mut [FigureColumn]) {
        for column in columns {
            if let Some(content) = self.view.content_at(row, column.column) {
                column.measure = Measure::parse(&plain(&content.words())).or(column.measure.take());
            }
        }
    }

    fn read_row(&self, row: u32, columns: &[FigureColumn]) -> RowReading {
        let mut answers = Answers::blank(self.form);
        let mut findings = Vec::new();
        for column in columns {
            let beside = column.measure_column.and_then(|beside| self.view.word_at(row, beside));
            let measures = Measures {
                row: beside.and_then(|word| word.measure.as_ref()),
                label: column.measure.as_ref(),
                table: self.table_measure,
                pages: &self.view.page_measures,
                ..Measures::default()
            };
            let content =
                self.view.sheet.at(row, column.column).filter(|content| plain(&content.words()) != "零报告");
            let at = (row, column.column);
            let own = columns.iter().map(|column| (column.column, column.figure));
            let (answer, noted) = match joint::sharing_columns(self.view, own, at) {
                Some(sharers) => joint::unread(self.view, self.form, column.figure, at, &sharers),
                None => {
                    let place = Some(self.view.place(row, column.column));
                    read_answer(self.form, column.figure, content, place, measures)
                }
            };
            let said = said_beside(self.view, self.form, column.figure, at, &answer);
            let noted = noted.into_iter().chain(said);
            let known = answers.get(column.figure);
            let twice = known.found && !known.raw.is_empty() && !answer.raw.is_empty();
            let halves = column.untold && answer.value.is_some_and(|value| !value.is_zero());
            if twice && (known.value != answer.value || halves) {
                let words =
                    format!("本项出现两次，一处填“{}”，一处填“{}”；请只保留一处", known.raw, answer.raw);
                let place = known.place.clone();
                findings.push(self.form.finding(
                    Severity::Hard,
                    "duplicate-item",
                    column.figure,
                    place,
                    &words,
                ));
            } else if !known.found || known.raw.is_empty() {
                *answers.get_mut(column.figure) = answer;
                findings.extend(noted);
            }
        }
        findings.extend(self.slips(columns));
        findings.extend(self.second_thoughts(row, columns, &answers));
        RowReading {
            unit: self.names.unit_of(self.view, row),
            unit_code: self.names.code_of(self.view, row),
            clues: self.names.clues(self.view, row),
            date: self.names.date_of(self.view, row),
            submitted: self.names.submitted(self.view, row),
            nil: self.says_nil(row),
            answers,
            findings,
        }
    }

    /// What takes a row's figures back: they are hidden, or a remark says other ones.
    fn second_thoughts(&self, row: u32, columns: &[FigureColumn], answers: &Answers) -> Vec<Finding> {
        let mut findings = self.hidden(row, columns);
        let remarks = self.view.words_in(row).iter();
        let remarks = remarks.filter(|word| columns.iter().all(|column| column.column != word.column));
        findings.extend(remarks.filter_map(|word| corrected_by(self.view, word, answers)));
        findings.extend(self.commented(row, columns, answers));
        findings
    }

    /// Comments in a row, and those at the heads over it.
    fn commented(&self, row: u32, columns: &[FigureColumn], answers: &Answers) -> Vec<Finding> {
        let heads = comments(self.view, 0..row).filter(|((at, _), _)| *at < self.first_row);
        let all = answers.values();
        let asked =
            comments(self.view, row..row + 1).chain(heads).filter_map(
                |((at, column), comment)| match columns
                    .iter()
                    .find(|known| at == row && known.column == column)
                {
                    Some(own) => comment
                        .doubts(&[answers.value(own.figure)])
                        .then(|| comment.finding(self.form, Some(own.figure))),
                    None => comment.corrects(&all).then(|| comment.finding(self.form, None)),
                },
            );
        asked.collect()
    }

    /// What is to be said of heads that are an item's but for one character.
    fn slips(&self, columns: &[FigureColumn]) -> Vec<Finding> {
        let items: Vec<usize> =
            columns.iter().map(|column| column.figure / self.form.columns.len()).collect();
        let slips = columns.iter().zip(&items).filter_map(|(column, item)| {
            let (row, at) = column.slip?;
            Some(Slip {
                written: &self.view.word(row, at)?.plain,
                place: self.view.place(row, at),
                item: *item,
                neighbours: neighbours(&items, *item),
                measure: column.measure.as_ref(),
            })
        });
        slips.map(|slip| slip.finding(self.form)).collect()
    }

    fn hidden(&self, row: u32, columns: &[FigureColumn]) -> Vec<Finding> {
        if self.view.is_hidden_row(row) {
            let place = Some(self.view.place(row, columns[0].column));
            let words = "这一行已隐藏；请核对其中的数字是否要报";
            let finding = Finding::query("hidden-cell", words).at(place).holding();
            return vec![finding];
        }
        let hidden = columns.iter().filter(|column| {
            self.view.is_hidden(row, column.column) && self.view.sheet.at(row, column.column).is_some()
        });
        let asked = hidden.map(|column| {
            let place = Some(self.view.place(row, column.column));
            let words = "这一列已隐藏；请核对其中的数字是否要报";
            self.form.finding(Severity::Query, "hidden-cell", column.figure, place, words).holding()
        });
        asked.collect()
    }
}

/// 甲 乙 1 2 3 … across: numbers of columns, not figures.
fn is_numbering(view: &SheetView, row: u32) -> bool {
    let texts: Vec<String> = view.sheet.row(row).iter().map(|cell| plain(&cell.content.words())).collect();
    let is_head = |text: &&String| {
        !matches!(text.as_str(), "甲" | "乙" | "丙" | "丁" | "栏次" | "行次" | "序号" | "A" | "B" | "C" | "—")
    };
    let numbers: Vec<Option<u32>> = texts
        .iter()
        .filter(is_head)
        .map(|text| text.trim_matches(['(', ')', '[', ']']).parse().ok())
        .collect();
    let Some(numbers) = numbers.into_iter().collect::<Option<Vec<u32>>>() else { return false };
    numbers.len() >= 3 && numbers[0] <= 3 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// A row that begins so is no row of the table any more: a note, another title, a field, the date of signing.
fn is_end(view: &SheetView, word: &Word) -> bool {
    // A day before figures is when they were sent.
    let signs = || view.sheet.row(word.row).len() <= 2 && date_line(&word.plain).is_some();
    ends_table(&word.plain) || word.is_title || word.names_a_field || signs()
}
