//! A horizontal table: items across, one row a unit (or one row of figures for one unit).
//!
//! Rows that add others up (合计, 小计), rows of units of measure and rows of column numbers (甲 1 2 3) are
//! no units. A unit whose row is empty has not reported.

use std::collections::BTreeSet;

use super::anchor::Horizontal;
use super::corrections::corrected_by;
use super::figure::{Measures, read_answer};
use super::heads;
use super::surroundings::date_line;
use super::view::{SheetView, Word};
use crate::form::Form;
use crate::form::wording::{Heading, Meaning};
use crate::submit::answers::Answers;
use crate::submit::grid::Content;
use crate::vocabulary::Finding;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::{is_invisible, plain};

/// One row of figures.
pub struct RowReading {
    pub unit: Option<String>,
    pub unit_code: Option<String>,
    pub nil: bool,
    pub answers: Answers,
    pub findings: Vec<Finding>,
}

/// What one column of the sheet holds.
struct FigureColumn {
    figure: usize,
    column: u32,
    measure: Option<Measure>,
    /// Of several columns of one item, the one that adds the others up.
    sums: bool,
}

/// Reads every row of figures.
pub fn read_horizontal(
    view: &SheetView,
    form: &Form,
    table: &Horizontal,
    year: Option<i32>,
    table_measure: Option<&Measure>,
) -> Vec<RowReading> {
    let (mut columns, band_end) = figure_columns(view, form, table, year);
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

/// Columns that hold items, each with its sub-head (本年 / 上年) settled, and the last row of heads.
fn figure_columns(
    view: &SheetView,
    form: &Form,
    table: &Horizontal,
    year: Option<i32>,
) -> (Vec<FigureColumn>, u32) {
    // What stands below the table's end heads nothing: 审核人 … 联系电话.
    let ends = |row: &u32| view.words_in(*row).first().is_some_and(is_end);
    let sub_heads = table.head_row + 1..=table.head_row + 2;
    let sub_heads: Vec<u32> = sub_heads.take_while(|row| !ends(row)).collect();
    let divided = sub_heads.iter().copied().find(|row| !form.has_columns() && divides(view, table, *row));
    let mut columns = Vec::new();
    let mut band_end = table.head_row;
    let mut covering = None;
    for column in 0..=view.last_column {
        // Without merges an item's name stands over the first of its columns only.
        let part = divided.and_then(|row| view.word_at(row, column));
        let bare = (form.has_columns() || part.is_some()) && view.word_at(table.head_row, column).is_none();
        let own = item_at(view, table.head_row, column);
        covering = own.map(|found| (column, found)).or(covering.filter(|_| bare));
        let Some((first, (item, measure, last))) = covering.clone() else { continue };
        let sub = sub_heads
            .iter()
            .filter(|row| **row > last)
            .filter_map(|row| view.words_in(*row).iter().find(|word| word.column == column))
            .find(|word| word.heading.is_some());
        let own_column = match sub.and_then(|word| word.heading.as_ref()) {
            _ if form.has_columns() => column_under(view, last + 1, first, column, year),
            None | Some(Heading::Figure(_)) => Some(0),
            Some(Heading::Year(found)) if year.is_none_or(|year| year == *found) => Some(0),
            Some(Heading::Measure) => Some(0),
            Some(_) => None,
        };
        band_end = band_end.max(last).max(sub.map_or(0, |word| word.row));
        if let Some(own_column) = own_column {
            let sums = part.is_some_and(|word| {
                sub.is_some() || view.wording.is_total(&word.plain) && !word.plain.contains("累计")
            });
            columns.push(FigureColumn { figure: form.figure(item, own_column), column, measure, sums });
        }
    }
    let summed: Vec<usize> =
        columns.iter().filter(|column| column.sums).map(|column| column.figure).collect();
    columns.retain(|column| column.sums || !summed.contains(&column.figure));
    (columns, band_end.max(divided.unwrap_or(0)))
}

/// Whether the row below the items only divides them (线上 and 线下, 本月 and 累计): words, none of them left of
/// the items, and one at least where the item stands further left.
fn divides(view: &SheetView, table: &Horizontal, row: u32) -> bool {
    let first = table.labels.iter().map(|label| label.column).min().unwrap_or(0);
    let words = view.words_in(row);
    let wordy = |word: &Word| word.label.is_none() && !word.plain.chars().any(|c| c.is_ascii_digit());
    let own = |word: &Word| view.sheet.at(table.head_row, word.column).is_none();
    words.len() == view.sheet.row(row).len()
        && words.iter().all(|word| word.column >= first && wordy(word))
        && words.iter().any(own)
        && words.iter().all(|word| Measure::parse(&word.plain).is_none())
}

/// Which of the form's columns the heads below an item's name say.
fn column_under(view: &SheetView, row: u32, first: u32, column: u32, year: Option<i32>) -> Option<usize> {
    let goes_on = view.word_at(row + 1, column).is_some_and(|word| word.heading.is_some());
    match heads::stacked(view, row..=row + u32::from(goes_on), first, column, year)? {
        Heading::Column(own) => Some(own),
        _ => None,
    }
}

/// The item a column is headed by: in the head row, the row below, the row above with it, or across a merge.
fn item_at(view: &SheetView, head_row: u32, column: u32) -> Option<(usize, Option<Measure>, u32)> {
    let rows = [Some(head_row), Some(head_row + 1), head_row.checked_sub(1)];
    let words: Vec<_> = rows.iter().flatten().filter_map(|row| view.word_at(*row, column)).collect();
    let item = |found: &crate::form::wording::Match| match found.meaning {
        Meaning::Item(item) => Some((item, found.measure.clone())),
        Meaning::Derived(_) => None,
    };
    // 受理投诉 over 合计, 商品类 and 服务类: what stands below a wide head says more.
    let spans = |word: &Word| {
        view.sheet.merge_at(word.row, word.column).is_some_and(|area| area.first_column < area.last_column)
    };
    let below = words.get(1).filter(|below| below.row > words[0].row && spans(words[0]));
    let below = below.and_then(|word| Some((item(word.label.as_ref()?)?, word.row)));
    let own =
        below.or_else(|| words.iter().take(2).find_map(|word| Some((item(word.label.as_ref()?)?, word.row))));
    if let Some(((found, measure), row)) = own {
        let last = view.sheet.merge_at(row, column).map_or(row, |area| area.last_row);
        return Some((found, measure, last));
    }
    for (upper, lower) in [(Some(head_row), head_row + 1), (head_row.checked_sub(1), head_row)] {
        let (Some(upper), Some(lower)) =
            (upper.and_then(|row| upper_word(view, row, column)), view.word_at(lower, column))
        else {
            continue;
        };
        if (upper.row, upper.column) == (lower.row, lower.column) {
            continue;
        }
        if let Some((found, measure)) =
            view.wording.label(&format!("{}{}", upper.plain, lower.plain)).as_ref().and_then(item)
        {
            return Some((found, measure, lower.row));
        }
    }
    None
}

/// The word over a column; shared words reach to the next word of their row where merges were lost.
fn upper_word<'v>(view: &'v SheetView, row: u32, column: u32) -> Option<&'v Word<'v>> {
    view.word_at(row, column).or_else(|| {
        let left = view.words_in(row).iter().rev().find(|word| word.column < column)?;
        view.wording.is_shared(&left.plain).then_some(left)
    })
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
            let measures = Measures {
                label: column.measure.as_ref(),
                table: self.table_measure,
                pages: &self.view.page_measures,
                ..Measures::default()
            };
            let content =
                self.view.sheet.at(row, column.column).filter(|content| plain(&content.words()) != "零报告");
            let (answer, noted) = read_answer(
                self.form,
                column.figure,
                content,
                Some(self.view.place(row, column.column)),
                measures,
            );
            let known = answers.get(column.figure);
            if known.found && !known.raw.is_empty() && !answer.raw.is_empty() && known.value != answer.value {
                let words =
                    format!("本项出现两次，一处填“{}”，一处填“{}”；请只保留一处", known.raw, answer.raw);
                let place = known.place.clone();
                findings.push(self.form.finding(
                    crate::vocabulary::Severity::Hard,
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

    /// What takes a row's figures back: it is hidden, or a remark says other ones.
    fn second_thoughts(&self, row: u32, columns: &[FigureColumn], answers: &Answers) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.view.is_hidden_row(row) && columns.len() > 1 {
            let place = Some(self.view.place(row, columns[0].column));
            let words = "这一行是隐藏的；请核对是否为要报的数";
            findings.push(Finding::query("hidden-cell", words).at(place).holding());
        }
        let remarks = self.view.words_in(row).iter();
        let remarks = remarks.filter(|word| columns.iter().all(|column| column.column != word.column));
        findings.extend(remarks.filter_map(|word| corrected_by(self.view, word, answers)));
        findings
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
