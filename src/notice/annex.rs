//! The table that is to be filled in: one of the document, or one that a text export spread over lines with tabs.
//!
//! Word's text export writes a row's cells either on one line, parted by tabs, or each on a line of its own that
//! begins with a tab, with a blank line below the row. A line with two fields, such as contact and telephone, is
//! no table: one has a head with a word for its rows, and two rows below.

use std::ops::Range;

use super::page::Page;
use super::proposal::Annex;
use super::prose::Table;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;

/// Heads of the column that names the rows.
const NAMES: [&str; 16] = [
    "类别",
    "项目",
    "指标",
    "指标名称",
    "名称",
    "内容",
    "事项",
    "统计项目",
    "统计内容",
    "项目名称",
    "工作内容",
    "统计指标",
    "活动内容",
    "工作项目",
    "检查内容",
    "指标项",
];
const NUMBERS: [&str; 4] = ["序号", "编号", "号", "行次"];
const MEASURES: [&str; 3] = ["单位", "计量单位", "数量单位"];
/// Heads of columns to be filled.
const VALUES: [&str; 10] =
    ["数量", "数值", "合计", "本年", "本期", "备注", "填报数", "完成情况", "情况", "数据"];

/// A row that a table asks for, as far as it can be read simply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnexItem {
    pub number: Option<String>,
    pub name: String,
    pub measure: Option<String>,
}

/// The table of a notice that is to be filled in; of several the last.
pub fn annex(page: &Page) -> Option<Annex> {
    let mut tables: Vec<(Range<usize>, Table)> = page.tables.clone();
    tables.extend(spread(&page.text));
    tables.sort_by_key(|(place, _)| place.start);
    tables.into_iter().rfind(|(_, table)| head_row(table).is_some()).map(|(place, table)| {
        let (title, lines) = above(&page.text[..place.start]);
        Annex { title, lines, table, place }
    })
}

/// The title above a table and what stands between the two.
fn above(text: &str) -> (Option<String>, Vec<String>) {
    const MOST_LINES: usize = 5;
    let near: Vec<&str> =
        text.lines().rev().filter(|line| !line.trim().is_empty()).take(MOST_LINES).collect();
    let is_title = |line: &&str| plain(line).trim_end_matches(|c: char| c.is_ascii_digit()).ends_with('表');
    match near.iter().position(is_title) {
        Some(at) => {
            let lines = near[..at].iter().rev().map(|line| line.trim().to_owned()).collect();
            (Some(near[at].trim().to_owned()), lines)
        }
        None => (None, Vec::new()),
    }
}

/// Tables that stand in lines with tabs.
fn spread(text: &str) -> Vec<(Range<usize>, Table)> {
    let mut found = Vec::new();
    let mut open = Open::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let place = at..at + line.len();
        at = place.end;
        if !open.take(line.trim_end_matches(['\n', '\r']), place) {
            found.extend(std::mem::take(&mut open).finish());
        }
    }
    found.extend(open.finish());
    found
}

/// A table while its lines are read.
#[derive(Default)]
struct Open {
    rows: Vec<Vec<String>>,
    /// The last row still takes cells.
    row_is_open: bool,
    place: Option<Range<usize>>,
}

impl Open {
    /// Whether the line belongs to the table.
    fn take(&mut self, line: &str, place: Range<usize>) -> bool {
        let is_blank = line.trim().is_empty();
        match line.strip_prefix('\t') {
            Some(cell) if !cell.trim_end().contains('\t') => self.cell(words(cell)),
            _ if is_blank => {
                self.row_is_open = false;
                return !self.rows.is_empty();
            }
            _ if line.contains('\t') => {
                self.rows.push(line.split('\t').map(|cell| words(cell).to_owned()).collect());
                self.row_is_open = false;
            }
            _ => return false,
        }
        let from = self.place.as_ref().map_or(place.start, |place| place.start);
        self.place = Some(from..place.end);
        true
    }

    fn cell(&mut self, cell: &str) {
        if !self.row_is_open {
            self.rows.push(Vec::new());
            self.row_is_open = true;
        }
        self.rows.last_mut().into_iter().for_each(|row| row.push(cell.to_owned()));
    }

    fn finish(self) -> Option<(Range<usize>, Table)> {
        let mut rows = self.rows;
        if let [all] = rows.as_slice() {
            rows = cut(all)?;
        }
        let width = rows.iter().map(Vec::len).max().filter(|width| *width > 1)?;
        rows.iter_mut().for_each(|row| row.resize(width, String::new()));
        let is_table = rows.len() > 2;
        self.place.filter(|_| is_table).map(|place| (place, Table { rows, merges: Vec::new() }))
    }
}

/// A cell without the blanks of an export; an indentation in wide blanks stays, for it tells parts.
fn words(cell: &str) -> &str {
    cell.trim_start_matches([' ', '\t', '\r']).trim_end()
}

/// Cells of all rows in one list: the head ends where the rows begin to be counted.
fn cut(cells: &[String]) -> Option<Vec<Vec<String>>> {
    let width = cells.iter().position(|cell| cell == "1").filter(|width| *width > 1)?;
    Some(cells.chunks(width).map(<[String]>::to_vec).collect())
}

/// The row of heads: it names the column of names and something to fill or to count.
fn head_row(table: &Table) -> Option<usize> {
    table.rows.iter().take(4).position(|row| {
        let heads: Vec<String> = row.iter().map(|cell| plain(cell)).collect();
        let has = |words: &[&str]| heads.iter().any(|head| words.contains(&head.as_str()));
        let has_values = heads.iter().any(|head| VALUES.iter().any(|value| head.starts_with(value)));
        has(&NAMES) && (has(&MEASURES) || has(&NUMBERS) || has_values)
    })
}

/// The rows that the table asks for.
pub fn items(table: &Table) -> Vec<AnnexItem> {
    let Some(head) = head_row(table) else { return Vec::new() };
    let heads: Vec<String> = table.rows[head].iter().map(|cell| plain(cell)).collect();
    let names: Vec<usize> = (0..heads.len()).filter(|at| NAMES.contains(&heads[*at].as_str())).collect();
    let mut found = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let begins = if index == 0 {
            0
        } else {
            *name - usize::from(*name > 0 && NUMBERS.contains(&heads[name - 1].as_str()))
        };
        let ends = names.get(index + 1).map_or(heads.len(), |next| *next);
        let column = |words: &[&str]| (begins..ends).find(|at| words.contains(&heads[*at].as_str()));
        let (number, measure) = (column(&NUMBERS), column(&MEASURES));
        for row in &table.rows[head + 1..] {
            found.extend(item(row, *name, number, measure));
        }
    }
    found
}

fn item(row: &[String], name: usize, number: Option<usize>, measure: Option<usize>) -> Option<AnnexItem> {
    let cell = |at: Option<usize>| {
        at.and_then(|at| row.get(at)).map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty())
    };
    let name = cell(Some(name)).filter(|name| !["合计", "总计", "小计"].contains(&plain(name).as_str()))?;
    let (short, inside) = without_measure(&name);
    let measure = cell(measure).or(inside);
    Some(AnnexItem { number: cell(number), name: short, measure })
}

/// `挽回损失（万元）` holds its unit of measure.
fn without_measure(name: &str) -> (String, Option<String>) {
    let folded = name.replace('（', "(").replace('）', ")");
    let inside = folded.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match inside {
        Some((short, measure)) if Measure::parse(measure).is_some() => {
            (short.trim().to_owned(), Some(measure.to_owned()))
        }
        _ => (name.to_owned(), None),
    }
}
