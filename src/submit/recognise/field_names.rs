//! Names of fields with their values in one cell: 填报单位：…, several in a line, with colons or only blanks between.
//!
//! A name counts where a colon follows it; or between blanks, which a line of several fields has around every
//! name; or glued to a value that can be nothing else. Blanks between two characters only stretch a word
//! (`日　期`, `填 报 单 位`), so a blank parts words only behind more than one character. A value reaches to
//! the next name, blanks and all (`沂源县 南麻市场监管所`).

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::phrases::{is_unit_like, measure_start};
use crate::form::Form;
use crate::submit::grid::Content;
use crate::vocabulary::plain::{is_invisible, plain};

/// Which field a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Unit,
    /// Who made the table (制表单位): the unit where no other field names it.
    Maker,
    UnitCode,
    Date,
    /// When the table was made or counted (制表日期, 统计日期, 时间): the date where no other field says it.
    MadeOn,
    /// Whom the table goes to (报：, 抄送：).
    Addressee,
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
    pub(super) field: Field,
    /// Where it stands in the same cell: the value folded, and as the clerk wrote it, outer spaces aside.
    pub(super) value: Option<(Content, String)>,
}

/// A form's names of fields, folded.
#[derive(Clone, Debug)]
pub struct FieldNames {
    /// By the character that they begin with, the longest first: most characters of a cell begin none.
    names: HashMap<char, Vec<(String, Field)>, RandomState>,
    /// Names as they stand alone in a cell, without a seal.
    bare: HashMap<String, Field, RandomState>,
}

/// What may stand behind a name without changing it.
const SAID_OF_IT: [&str; 5] = ["名称", "公章", "盖章", "签章", "全称"];

/// A name in a cell: where it begins, and where its value does.
struct Mark {
    start: usize,
    end: usize,
    field: Field,
    /// With a colon, or a value glued to it: the name cannot be anything else.
    sure: bool,
}

impl FieldNames {
    pub fn new(form: &Form) -> FieldNames {
        let fields = &form.fields;
        let lists = [
            (&fields.unit, Field::Unit),
            (&fields.made_by, Field::Maker),
            (&fields.unit_code, Field::UnitCode),
            (&fields.date, Field::Date),
            (&fields.made_on, Field::MadeOn),
            (&fields.reporter, Field::Reporter),
            (&fields.reviewer, Field::Reviewer),
            (&fields.signer, Field::Signer),
            (&fields.phone, Field::Phone),
            (&fields.remark, Field::Remark),
            (&fields.period, Field::Period),
            (&fields.addressee, Field::Addressee),
        ];
        let mut names: Vec<(String, Field)> = lists
            .into_iter()
            .flat_map(|(list, field)| list.iter().map(move |name| (plain(name), field)))
            .collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let mut bare = HashMap::default();
        // 报送 and 呈报 alone in a cell may be anything.
        let alone = |name: &str, field| field != Field::Addressee || name.starts_with(['抄', '主']);
        for (name, field) in names.iter().filter(|(name, field)| alone(name, *field)) {
            bare.entry(without_seal(name)).or_insert(*field);
        }
        let mut by_first: HashMap<char, Vec<(String, Field)>, RandomState> = HashMap::default();
        for (name, field) in names {
            let first = name.chars().next().unwrap_or_default();
            by_first.entry(first).or_default().push((name, field));
        }
        FieldNames { names: by_first, bare }
    }

    /// Whether a cell is a field's name, alone or with a colon behind it; and the fields that it names, each with
    /// its value where that stands in the cell.
    pub fn named(&self, text: &str, plain: &str) -> (bool, Vec<Named>) {
        if let Some(field) = self.bare(plain) {
            return (true, vec![Named { field, value: None }]);
        }
        let marks = self.marks(text, plain);
        let mut fields = Vec::new();
        for (position, mark) in marks.iter().enumerate() {
            let field = mark.field;
            let until = marks.get(position + 1).map_or(plain.len(), |next| next.start);
            let (value, whole) = tidy(&plain[mark.end..until]);
            if !value.is_empty() {
                let written = unfolded(text, plain, mark.end + whole.start..mark.end + whole.end);
                fields.push(Named { field, value: Some((Content::Text(value.to_owned()), written)) });
            } else if position + 1 == marks.len() {
                fields.push(Named { field, value: None });
            }
        }
        (marks.iter().any(|mark| mark.sure), fields)
    }

    /// Which field's name stands alone in a cell.
    pub fn bare(&self, text: &str) -> Option<Field> {
        if !text.chars().next().is_some_and(|first| self.names.contains_key(&first)) {
            return None;
        }
        let name = without_seal(text);
        let name = name.trim_end_matches(':');
        self.bare.get(name).copied()
    }

    /// All names in a cell's words.
    fn marks(&self, text: &str, plain: &str) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        let last_colon = plain.rfind(':').unwrap_or(0);
        let gaps = Gaps::of(text, plain);
        for (at, first) in plain.char_indices() {
            let may_begin = at == 0 || at < last_colon || gaps.parts(at) || plain[..at].ends_with('(');
            let free = marks.last().is_none_or(|mark| at >= mark.end);
            if may_begin && free && self.names.contains_key(&first) {
                marks.extend(self.mark(plain, at, &gaps, marks.is_empty()));
            }
        }
        marks
    }

    /// The name that begins at a place.
    fn mark(&self, plain: &str, at: usize, gaps: &Gaps, is_first: bool) -> Option<Mark> {
        let apart = at == 0 || gaps.parts(at);
        let first = plain[at..].chars().next()?;
        self.names.get(&first)?.iter().find_map(|(name, field)| {
            let (field, length) = (*field, name.chars().count());
            let rest = plain[at..].strip_prefix(name.as_str())?;
            let rest = SAID_OF_IT.iter().find_map(|words| rest.strip_prefix(words)).unwrap_or(rest);
            let rest = skip_brackets(rest);
            let end = plain.len() - rest.len();
            if let Some(value) = rest.strip_prefix(':') {
                let glued = plain[..at].chars().next_back().is_some_and(char::is_alphanumeric);
                // 单位 inside 主管单位 is no field of ours; 填报日期 behind a unit's name is, and so is 单位：元.
                let inside = glued && !apart && length <= 2;
                let start = if inside { measure_start(&plain[..at], value)? } else { at };
                return Some(Mark { start, end: plain.len() - value.len(), field, sure: true });
            }
            // 【填报单位】沂源县…
            if let Some(value) = rest.strip_prefix(')').filter(|value| !value.is_empty())
                && plain[..at].ends_with('(')
                && length >= 4
            {
                return Some(Mark { start: at - 1, end: plain.len() - value.len(), field, sure: true });
            }
            if !apart || field == Field::Addressee {
                return None;
            }
            let follows = !is_first || at == 0 || length >= 4;
            if (gaps.at(end) || at > 0 && rest.is_empty()) && follows && length >= 2 {
                return Some(Mark { start: at, end, field, sure: false });
            }
            // Up to the next blank that parts words.
            let until = gaps.next(end).unwrap_or(plain.len());
            let value = &plain[end..until];
            let sure = length >= 4 && glued_value(field, value);
            let is_other = !is_first && glued_to_another(field, value);
            (sure || is_other).then_some(Mark { start: at, end, field, sure })
        })
    }
}

/// `填报单位沂源县…局`, `填报日期2024年3月18日`: nothing between a name that is long enough to be told and a value
/// that can be nothing else.
fn glued_value(field: Field, value: &str) -> bool {
    match field {
        // A sentence about units names none.
        Field::Unit | Field::Maker => {
            is_unit_like(value) && !value.starts_with(['为', '是', '应', '请', '负'])
        }
        Field::Date | Field::MadeOn => {
            value.starts_with("20") && value.chars().all(|c| c.is_ascii_digit() || "年月日.-/".contains(c))
        }
        _ => false,
    }
}

/// `… 填报人张三 联系电话13800000000`, where another field stands before.
fn glued_to_another(field: Field, value: &str) -> bool {
    let length = value.chars().count();
    match field {
        Field::Reporter | Field::Reviewer | Field::Signer => {
            (2..=4).contains(&length) && value.chars().all(char::is_alphabetic)
        }
        Field::Phone => length >= 7 && value.chars().all(|c| c.is_ascii_digit() || c == '-'),
        _ => false,
    }
}

/// Where the words of a cell have blanks before them, by their places in the folded words.
struct Gaps(Vec<Gap>);

struct Gap {
    at: usize,
    /// It parts words and does not merely stretch one.
    parts: bool,
}

impl Gaps {
    /// Blanks as wide as these part words even behind a single character.
    const WIDE: usize = 3;

    fn of(text: &str, folded: &str) -> Gaps {
        let (mut at, mut run, mut blanks) = (0, 0, 0);
        let mut gaps = Vec::new();
        for (start, character) in text.char_indices() {
            let length = folded_length(text, start, character);
            if character.is_whitespace() {
                let broken = matches!(character, '\n' | '\r' | '\t' | '\u{3000}');
                blanks += if broken { Gaps::WIDE } else { 1 };
            }
            if length == 0 {
                continue;
            }
            if blanks > 0 && at > 0 {
                gaps.push(Gap { at, parts: run >= 2 || blanks >= Gaps::WIDE });
            }
            run = if blanks > 0 { 1 } else { run + 1 };
            (blanks, at) = (0, at + length);
        }
        // Characters that fold only together cannot be told apart again.
        Gaps(if at == folded.len() { gaps } else { Vec::new() })
    }

    fn at(&self, at: usize) -> bool {
        self.0.binary_search_by_key(&at, |gap| gap.at).is_ok()
    }

    fn parts(&self, at: usize) -> bool {
        self.0.binary_search_by_key(&at, |gap| gap.at).is_ok_and(|found| self.0[found].parts)
    }

    fn next(&self, from: usize) -> Option<usize> {
        self.0.iter().find(|gap| gap.at > from && gap.parts).map(|gap| gap.at)
    }
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
    let mut begun = value.trim_start_matches(around);
    for seal in ["公章)", "盖章)", "签章)", "章)"] {
        begun = begun.strip_prefix(seal).unwrap_or(begun).trim_start_matches(around);
    }
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

/// How many bytes a character of a text folds to.
fn folded_length(text: &str, start: usize, character: char) -> usize {
    match character {
        ' ' => 0,
        '：' => 1,
        '!'..='~' | '\u{4e00}'..='\u{9fff}' => character.len_utf8(),
        _ => plain(&text[start..start + character.len_utf8()]).len(),
    }
}

/// The part of a text that a part of it, folded, came from, outer spaces aside.
fn unfolded(text: &str, folded: &str, part: Range<usize>) -> String {
    let (mut at, mut from, mut to) = (0, None, 0);
    for (start, character) in text.char_indices() {
        let end = start + character.len_utf8();
        let length = folded_length(text, start, character);
        if length > 0 && at >= part.start && at + length <= part.end {
            from = from.or(Some(start));
            to = end;
        }
        at += length;
    }
    // Characters that fold only together cannot be told apart again.
    match from.filter(|_| at == folded.len()) {
        Some(from) => text[from..to].trim_matches(is_invisible).to_owned(),
        None => folded[part].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::builtin;

    #[test]
    fn a_line_is_taken_apart_at_the_names_of_its_fields() {
        let names = FieldNames::new(&builtin::anchor());
        for (text, expected) in [
            ("填报单位：南麻所  填报日期：2024.3.18", "Unit=南麻所 Date=2024.3.18"),
            ("填报单位 沂源县 南麻所 填报日期 2024.3.18", "Unit=沂源县 南麻所 Date=2024.3.18"),
            (
                "填报单位：南麻所 填报人张三 联系电话13800000000",
                "Unit=南麻所 Reporter=张三 Phone=13800000000",
            ),
            ("单 位：南麻所    日 期：2024.3.18", "Unit=南麻所 Date=2024.3.18"),
            ("填 报 单 位：南麻所", "Unit=南麻所"),
            ("主 管 单 位：县局", ""),
            ("【填报单位】南麻所 【填报日期】2024.3.18", "Unit=南麻所 Date=2024.3.18"),
            ("数量（填报单位）", ""),
            ("填报单位：南麻所（公章）统计负责人：张三", "Unit=南麻所（公章） Reporter=张三"),
            ("主管单位：县局", ""),
            ("主管单位：县局   填报单位：南麻所", "Unit=南麻所"),
            ("编制单位：县局　编制日期：3月18日", "Maker=县局 MadeOn=3月18日"),
            ("填报单位盖章：南麻所", "Unit=南麻所"),
            ("报：县市场监管局", "Addressee=县市场监管局"),
            ("抄送：县消协  呈报单位：南麻所", "Addressee=县消协 Unit=南麻所"),
            ("通报：县局", ""),
            ("统计局：3", ""),
            ("请各 单位 于3月20日前报送", ""),
            ("各单位报送时间为3月20日前", ""),
            ("填报日期：2024年3月18日（盖章）", "Date=2024年3月18日（盖章）"),
        ] {
            let (_, fields) = names.named(text, &plain(text));
            let said = |named: &Named| {
                format!("{:?}={}", named.field, named.value.as_ref().map_or("", |value| &value.1))
            };
            let said: Vec<String> = fields.iter().map(said).collect();
            assert_eq!(said.join(" "), expected, "{text}");
        }
    }
}
