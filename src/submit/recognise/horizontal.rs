//! A horizontal table: items across, one row a unit (or one row of figures for one unit).
//!
//! Rows that add others up (合计, 小计), rows of units of measure and rows of column numbers (甲 1 2 3) are
//! no units. A unit whose row is empty has not reported.

use std::collections::BTreeSet;

use super::anchor::Horizontal;
use super::corrections::corrected_by;
use super::figure::{Measures, read_answer};
use super::item_columns::{FigureColumn, figure_columns};
use super::remarked::said_beside;
use super::surroundings::date_line;
use super::view::{SheetView, Word};
use crate::form::Form;
use crate::form::wording::Heading;
use crate::submit::answers::Answers;
use crate::submit::grid::Content;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::{is_invisible, plain};
use crate::vocabulary::{Finding, Severity};

/// One row of figures.
pub struct RowReading {
    pub unit: Option<String>,
    pub unit_code: Option<String>,
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
    // What stands below the table's end heads nothing: 审核人 … 联系电话. 单位 alone may be that of measure.
    let is_measure = |word: &Word| word.heading == Some(Heading::Measure);
    let ends = |row: &u32| view.words_in(*row).first().is_some_and(|word| is_end(word) && !is_measure(word));
    let sub_heads: Vec<u32> =
        (table.head_row + 1..=table.head_row + 2).take_while(|row| !ends(row)).collect();
    let (mut columns, band_end) = figure_columns(view, form, table, &sub_heads, year);
    let names = name_columns(view, table, &columns);
    let reader = Reader { view, form, table_measure, year, names };
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
}

#[derive(Default)]
struct NameColumns {
    unit: Option<u32>,
    code: Option<u32>,
    /// Columns left of the figures, where words that head a row may stand.
    left: Vec<u32>,
}

fn name_columns(view: &SheetView, table: &Horizontal, columns: &[FigureColumn]) -> NameColumns {
    let first = columns.iter().map(|column| column.column).min().unwrap_or(0);
    let is_figure = |column: &u32| columns.iter().any(|known| known.column == *column);
    let mut names = NameColumns { left: (0..first).collect(), ..NameColumns::default() };
    // 县区 beside 单位名称 names fewer: most names, then a head that says so, then the longer names.
    let mut best = (0, false, 0);
    for column in (0..=view.last_column).filter(|column| !is_figure(column)) {
        let heading = head_of(view, table.head_row, column);
        let below = names_below(view, table, column);
        let letters = below.iter().map(|name| name.len()).sum();
        let standing = match heading {
            Some(Heading::UnitName) => (below.len().max(1), true, letters),
            // 单位 heads units here unless units of measure stand below it.
            Some(Heading::Measure | Heading::Label) | None if column < first => (below.len(), false, letters),
            _ => (0, false, 0),
        };
        if standing > best {
            best = standing;
            names.unit = Some(column);
        }
        if heading == Some(&Heading::UnitCode) {
            names.code = names.code.or(Some(column));
        }
    }
    names
}

/// What heads a column: words of the row of heads or the next one (but 合计, which heads a row); those above
/// only where the row of heads is empty, and not a field with its value beside it (填报单位：…).
fn head_of<'v>(view: &'v SheetView, head_row: u32, column: u32) -> Option<&'v Heading> {
    let own = view.word_at(head_row, column);
    let above = head_row.checked_sub(1).filter(|_| own.is_none());
    let above = above.and_then(|row| view.word_at(row, column)).filter(|word| !word.plain.ends_with(':'));
    let below = view.word_at(head_row + 1, column).filter(|word| !view.wording.is_total(&word.plain));
    let words = [own, below, above];
    words.into_iter().flatten().find_map(|word| word.heading.as_ref())
}

/// Different words below the head of a column that can be names of units.
fn names_below<'v>(view: &'v SheetView, table: &Horizontal, column: u32) -> BTreeSet<&'v str> {
    let below = view
        .words
        .iter()
        .filter(|word| word.column == column && word.row > table.head_row && word.row <= *table.rows.end());
    let names = below.filter(|word| {
        let is_name = word.heading.is_none() && Measure::parse(&word.plain).is_none();
        let is_other = view.wording.is_total(&word.plain) || ends_table(&word.plain);
        // Figures typed as text are no names.
        let in_words = word.plain.chars().any(|c| c.is_alphabetic());
        is_name && in_words && word.plain.chars().count() >= 2 && !is_other
    });
    names.map(|word| word.plain.as_str()).collect()
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
        if first_word.is_some_and(is_end) {
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
            let (answer, mut noted) = read_answer(
                self.form,
                column.figure,
                content,
                Some(self.view.place(row, column.column)),
                measures,
            );
            if content.is_some() {
                let at = (row, column.column);
                noted.extend(said_beside(self.view, self.form, column.figure, at, &answer));
            }
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
        findings.extend(self.second_thoughts(row, columns, &answers));
        RowReading {
            unit: self.unit(row),
            unit_code: self.text(row, self.names.code),
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
        findings
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

    /// The name at the head of a row, as written.
    fn unit(&self, row: u32) -> Option<String> {
        let column = self.names.unit?;
        let word = self.view.word_at(row, column)?;
        let written = self.view.content_at(row, column)?.text();
        // 数量, 本年 at the head of the only row is no unit.
        word.heading.is_none().then(|| without_order(written.trim_matches(is_invisible)).to_owned())
    }

    fn text(&self, row: u32, column: Option<u32>) -> Option<String> {
        let text = plain(&self.view.content_at(row, column?)?.words());
        (!text.is_empty()).then_some(text)
    }
}

/// `1.`, `2、` or `（3）` before a name number the row.
fn without_order(name: &str) -> &str {
    let bare = name.trim_start_matches(['(', '（']);
    let behind = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = behind.len() < bare.len();
    let name_of = behind.strip_prefix(['.', '、', '．', ')', '）']).map(str::trim_start);
    name_of.filter(|rest| numbered && !rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(name)
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
fn is_end(word: &Word) -> bool {
    ends_table(&word.plain) || word.is_title || word.names_a_field || date_line(&word.plain).is_some()
}

/// Words that stand below a table: 注, 填表人, 说明.
fn ends_table(text: &str) -> bool {
    [
        "注:",
        "注1",
        "填表人",
        "填报人",
        "制表人",
        "审核人",
        "单位负责人",
        "负责人:",
        "说明:",
        "备注:",
        "填表说明",
        "填报说明",
        "联系电话",
    ]
    .iter()
    .any(|word| text.starts_with(word))
}
