//! What stands around the table: 填报单位, 填报日期, 填报人, the title, 零报告.
//!
//! One cell may hold three fields (`填报单位：…  填报日期：…`), or a field's name may stand in one cell and its
//! value in the next. Names come from the form's text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::{Range, RangeInclusive};

use foldhash::fast::RandomState;

use crate::form::Form;
use crate::submit::grid::{Cell, Content};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::{is_invisible, plain};

use super::view::{SheetView, Word};

/// Which field a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Unit,
    UnitCode,
    Date,
    Reporter,
    Reviewer,
    Signer,
    Phone,
    Remark,
    Period,
}

/// A field that a cell names.
#[derive(Clone, Debug)]
pub struct Named {
    field: Field,
    /// Where it stands in the same cell: the value folded, and as the clerk wrote it, outer spaces aside.
    value: Option<(Content, String)>,
}

impl Named {
    fn with_value(field: Field, folded: &str, written: String) -> Named {
        Named { field, value: Some((Content::Text(folded.to_owned()), written)) }
    }
}

/// A field found on the sheet.
#[derive(Clone, Debug)]
pub struct Found<'v> {
    pub field: Field,
    /// Folded, where it is words of the same cell.
    pub value: &'v Content,
    /// The value as the clerk wrote it, outer spaces aside.
    pub written: Cow<'v, str>,
}

/// A form's names of fields, folded, the longest first.
#[derive(Clone, Debug)]
pub struct FieldNames {
    names: Vec<(String, Field)>,
    /// Names as they stand alone in a cell, without a seal.
    bare: HashMap<String, Field, RandomState>,
    /// Characters that a name begins with: most characters of a cell begin none.
    firsts: Vec<char>,
}

impl FieldNames {
    pub fn new(form: &Form) -> FieldNames {
        let fields = &form.fields;
        let lists = [
            (&fields.unit, Field::Unit),
            (&fields.unit_code, Field::UnitCode),
            (&fields.date, Field::Date),
            (&fields.reporter, Field::Reporter),
            (&fields.reviewer, Field::Reviewer),
            (&fields.signer, Field::Signer),
            (&fields.phone, Field::Phone),
            (&fields.remark, Field::Remark),
            (&fields.period, Field::Period),
        ];
        let mut names: Vec<(String, Field)> = lists
            .into_iter()
            .flat_map(|(list, field)| list.iter().map(move |name| (plain(name), field)))
            .collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let mut firsts: Vec<char> = names.iter().filter_map(|(name, _)| name.chars().next()).collect();
        firsts.sort_unstable();
        firsts.dedup();
        let mut bare = HashMap::default();
        for (name, field) in &names {
            bare.entry(without_seal(name)).or_insert(*field);
        }
        FieldNames { names, bare, firsts }
    }

    /// Whether a cell is a field's name, alone or with a colon behind it; and the fields that it names, each with
    /// its value where that stands in the cell.
    pub fn named(&self, text: &str, plain: &str) -> (bool, Vec<Named>) {
        if let Some(field) = self.bare(plain) {
            return (true, vec![Named { field, value: None }]);
        }
        let marks = self.marks(plain);
        if marks.is_empty() {
            return match self.glued(plain) {
                Some((field, start)) => (true, vec![self.behind(text, plain, field, start)]),
                None => (false, self.spaced(text)),
            };
        }
        let mut fields = Vec::new();
        for (position, (_, end, field)) in marks.iter().enumerate() {
            let until = marks.get(position + 1).map_or(plain.len(), |next| next.0);
            let (value, whole) = tidy(&plain[*end..until]);
            if !value.is_empty() {
                let written = unfolded(text, plain, end + whole.start..end + whole.end);
                fields.push(Named::with_value(*field, value, written));
            } else if position + 1 == marks.len() {
                fields.push(Named { field: *field, value: None });
            }
        }
        (true, fields)
    }

    /// `填报单位沂源县…局`, `填报日期2024年3月18日`: nothing between a name that is long enough to be told and
    /// a value that can be nothing else; the field, and where its value begins.
    fn glued(&self, text: &str) -> Option<(Field, usize)> {
        if !text.chars().next().is_some_and(|first| self.firsts.contains(&first)) {
            return None;
        }
        let (name, field) = self.names.iter().find(|(name, _)| text.starts_with(name.as_str()))?;
        let start = name.len() + text[name.len()..].len() - skip_brackets(&text[name.len()..]).len();
        let value = &text[start..];
        let fits = match field {
            // A sentence about units names none.
            Field::Unit => is_unit_like(value) && !value.starts_with(['为', '是', '应', '请', '负']),
            Field::Date => {
                value.starts_with("20")
                    && value.chars().all(|c| c.is_ascii_digit() || "年月日.-/".contains(c))
            }
            _ => false,
        };
        (fits && name.chars().count() >= 4).then_some((*field, start))
    }

    /// A field whose value is all that stands behind a place of the words.
    fn behind(&self, text: &str, plain: &str, field: Field, start: usize) -> Named {
        let (value, whole) = tidy(&plain[start..]);
        Named::with_value(field, value, unfolded(text, plain, start + whole.start..start + whole.end))
    }

    fn bare(&self, text: &str) -> Option<Field> {
        if !text.chars().next().is_some_and(|first| self.firsts.contains(&first)) {
            return None;
        }
        let name = without_seal(text);
        let name = name.trim_end_matches(':');
        self.bare.get(name).copied()
    }

    /// Names followed by a colon: where each begins, where its value begins, which it is.
    fn marks(&self, text: &str) -> Vec<(usize, usize, Field)> {
        let mut marks: Vec<(usize, usize, Field)> = Vec::new();
        let Some(last_colon) = text.rfind(':') else { return marks };
        for (at, first) in text[..last_colon].char_indices() {
            if !self.firsts.contains(&first) {
                continue;
            }
            if marks.last().is_some_and(|(_, end, _)| at < *end) {
                continue;
            }
            let glued = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            let named = self.names.iter().find_map(|(name, field)| {
                let rest = text[at..].strip_prefix(name.as_str())?;
                let rest = rest.strip_prefix("名称").unwrap_or(rest);
                let rest = skip_brackets(rest);
                let value = rest.strip_prefix(':')?;
                // 单位 inside 主管单位 is no field of ours; 填报日期 behind a unit's name is, and so is 单位：元.
                let inside = glued && name.chars().count() <= 2;
                let start = if inside { measure_start(&text[..at], value)? } else { at };
                Some((start, text.len() - value.len(), *field))
            });
            marks.extend(named);
        }
        marks
    }

    /// `填报单位 沂源县… 填报日期 2024.3.18`: names and values with only spaces between.
    fn spaced(&self, text: &str) -> Vec<Named> {
        let mut fields = Vec::new();
        if text.split_whitespace().nth(1).is_none() {
            return fields;
        }
        let parts = text.split_whitespace().map(|part| (plain(part), part));
        let mut parts = parts.filter(|(folded, _)| !folded.is_empty()).peekable();
        while let Some((name, part)) = parts.next() {
            let Some(field) = self.bare(&name) else {
                let glued = self.glued(&name);
                fields.extend(glued.map(|(field, start)| self.behind(part, &name, field, start)));
                continue;
            };
            if let Some((value, part)) = parts.next_if(|(next, _)| self.bare(next).is_none()) {
                let (tidied, whole) = tidy(&value);
                fields.push(Named::with_value(field, tidied, unfolded(part, &value, whole)));
            }
        }
        fields
    }
}

/// The fields in the given rows, in reading order; cells of other columns are passed over.
pub fn find<'v>(view: &'v SheetView, rows: RangeInclusive<u32>, columns: (u32, u32)) -> Vec<Found<'v>> {
    let inside = |word: &&Word| rows.contains(&word.row) && (columns.0..=columns.1).contains(&word.column);
    let named =
        view.words.iter().filter(inside).flat_map(|word| word.fields.iter().map(move |named| (word, named)));
    let found = named.filter_map(|(word, Named { field, value })| {
        let field = *field;
        Some(match value {
            Some((value, written)) => Found { field, value, written: Cow::Borrowed(written) },
            None => {
                let value = beside(view, word)?;
                Found { field, value, written: trimmed(value.words()) }
            }
        })
    });
    found.collect()
}

/// The next filled cell to the right, unless it is a field's name itself.
fn beside<'v>(view: &'v SheetView, word: &Word) -> Option<&'v Content> {
    let row = view.sheet.row(word.row);
    let right = row.iter().find(|cell| cell.column > word.column);
    let is_name = |cell: &Cell| view.word(cell.row, cell.column).is_some_and(|word| word.names_a_field);
    if row.iter().all(is_name) {
        return below(view, word);
    }
    let right = right?;
    let first = view.sheet.merge_at(word.row, word.column).map_or(word.column, |area| area.last_column);
    let near = right.column <= first + 3;
    (near && !is_name(right) && !plain(&right.content.words()).is_empty()).then_some(&right.content)
}

/// The cell below, where a row holds nothing but names of fields: their values stand in the next one.
fn below<'v>(view: &'v SheetView, word: &Word) -> Option<&'v Content> {
    let below = view.sheet.at(word.row + 1, word.column)?;
    let own = view.words_in(word.row + 1);
    let speaks_of_the_table = own
        .iter()
        .any(|word| word.label.is_some() || word.heading.is_some() || word.is_title || word.names_a_field);
    let text = plain(&below.words());
    let in_words =
        matches!(below, Content::Date(..)) || text.chars().any(char::is_alphabetic) || text.len() > 6;
    let is_note = text.starts_with('注') || text.contains(':') || text.chars().count() > 40;
    (!speaks_of_the_table && in_words && !is_note).then_some(below)
}

/// A unit of measure for the whole table: `单位：万元`, `金额单位：元`.
pub fn table_measure(view: &SheetView, rows: RangeInclusive<u32>) -> Option<Measure> {
    let words = view.words.iter().filter(|word| rows.contains(&word.row));
    words.filter_map(|word| word.stated.clone()).next_back()
}

/// The unit of measure that a line states for a whole table.
pub fn stated_measure(plain: &str) -> Option<Measure> {
    let stated = plain.match_indices("单位:").filter_map(|(at, name)| {
        let (before, value) = (&plain[..at], &plain[at + name.len()..]);
        let known =
            before.is_empty() || MEASURED.iter().any(|word| before.ends_with(word)) || before.ends_with('(');
        stated_list(value).filter(|measure| known || measure.is_money())
    });
    stated.last()
}

/// What 单位 of a measure is called more fully.
const MEASURED: [&str; 3] = ["金额", "计量", "货币"];

/// The units of measure behind 单位:, up to a bracket or the next field's name.
fn stated_list(value: &str) -> Option<Measure> {
    let end = value.find(|c| ")填报制审复负签联日".contains(c)).unwrap_or(value.len());
    Measure::parse_list(&value[..end])
}

/// Where 单位：元 begins that stands right behind other words.
fn measure_start(before: &str, value: &str) -> Option<usize> {
    stated_list(value)?;
    let before = MEASURED.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    Some(before.trim_end_matches('(').len())
}

/// Whether words may declare 零报告.
pub fn speaks_of_nil(plain: &str) -> bool {
    plain.contains("零报告") && plain.chars().count() <= 16
}

/// Whether the words of a cell declare 零报告, and do not merely speak of it.
pub fn declares_nil(view: &SheetView, word: &Word) -> bool {
    let text = word.plain.as_str();
    if !word.speaks_of_nil {
        return false;
    }
    let ticks = ["☑", "√", "✓", "✔", "■"];
    if ticks.iter().any(|tick| text.contains(&format!("{tick}零报告"))) {
        return true;
    }
    let speaks_of_it = ["非零报告", "□", "☐", "否", "制度", "请", "须", "应", "实行", "无需", "不", "如"]
        .iter()
        .any(|part| text.contains(part));
    if speaks_of_it {
        return false;
    }
    let beside = view
        .sheet
        .row(word.row)
        .iter()
        .find(|cell| cell.column > word.column)
        .map(|cell| plain(&cell.content.words()));
    match beside.as_deref() {
        Some("是" | "√" | "✓" | "☑" | "1" | "Y" | "有") => true,
        Some("否" | "□" | "☐" | "×" | "N") => false,
        _ => !text.ends_with(':'),
    }
}

/// Whether a text looks like the title of a table.
pub fn is_title(text: &str) -> bool {
    let length = text.chars().count();
    let names_a_table = ["统计表", "情况表", "汇总表", "报表", "一览表", "统计情况", "登记表", "报告表"]
        .iter()
        .any(|word| text.contains(word));
    (5..=60).contains(&length) && names_a_table && !text.contains("填报单位") && !text.starts_with("注")
}

/// Whether words look like the name of an office, as far as one can see without a register.
pub fn is_unit_like(plain: &str) -> bool {
    let endings = [
        "所",
        "局",
        "院",
        "分会",
        "协会",
        "中心",
        "站",
        "大队",
        "支队",
        "公司",
        "街道",
        "镇",
        "乡",
        "办事处",
        "机关",
    ];
    (3..=30).contains(&plain.chars().count())
        && endings.iter().any(|ending| plain.ends_with(ending))
        && !plain.contains([':', '、', ','])
}

/// `(公章)`, `(盖章)`, `(签字)` behind a name do not belong to it.
fn without_seal(text: &str) -> String {
    let text = text.trim_end_matches(':');
    match text.strip_suffix(')').and_then(|text| text.split_once('(')) {
        Some((name, inside))
            if !inside.contains(')')
                && ["章", "签", "全称", "名称"].iter().any(|word| inside.contains(word)) =>
        {
            name.to_owned()
        }
        _ => text.to_owned(),
    }
}

fn skip_brackets(text: &str) -> &str {
    match text.strip_prefix('(').and_then(|inside| inside.split_once(')')) {
        Some((_, rest)) => rest,
        None => text,
    }
}

/// A value without lines to write on, marks and seals around it; and the part it was taken from, which
/// keeps the seal.
fn tidy(value: &str) -> (&str, Range<usize>) {
    let around = ['_', '-', ':', ',', ';', '.', '、', '。', '|', '/', '(', ' '];
    let begun = value.trim_start_matches(around);
    let start = value.len() - begun.len();
    let sealed = begun.trim_end_matches(around);
    let mut bare = sealed;
    for seal in ["(公章)", "(盖章)", "(签章)", "(章)", "(签字)", "公章)", "盖章)"] {
        while let Some(unsealed) = bare.strip_suffix(seal) {
            bare = unsealed;
        }
    }
    let bare = bare.trim_end_matches('_');
    let says_something = bare.chars().any(char::is_alphanumeric);
    if says_something { (bare, start..start + sealed.len()) } else { ("", start..start) }
}

/// The part of a text that a part of it, folded, came from, outer spaces aside.
fn unfolded(text: &str, folded: &str, part: Range<usize>) -> String {
    let (mut at, mut from, mut to) = (0, None, 0);
    for (start, character) in text.char_indices() {
        let end = start + character.len_utf8();
        let length = match character {
            ' ' => 0,
            '：' => 1,
            '!'..='~' | '\u{4e00}'..='\u{9fff}' => character.len_utf8(),
            _ => plain(&text[start..end]).len(),
        };
        if length > 0 && at >= part.start && at + length <= part.end {
            from = from.or(Some(start));
            to = end;
        }
        at += length;
    }
    // Characters that fold only together cannot be told apart again.
    match from.filter(|_| at == folded.len()) {
        Some(from) => trimmed(Cow::Borrowed(&text[from..to])).into_owned(),
        None => folded[part].to_owned(),
    }
}

fn trimmed(text: Cow<str>) -> Cow<str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(is_invisible)),
        Cow::Owned(text) => Cow::Owned(text.trim_matches(is_invisible).to_owned()),
    }
}
