//! Words near a table that may be its unit's name where no field says whose it is: the head of the figures, the
//! title or a line above it, the signature below, the header of the page.
//!
//! Recognition knows no register, so it only gathers what could be a name, the nearest first; `workflow::clues`
//! looks it up. Whoever the table is sent to (报：, 抄送：) is passed over, and so are rows of other tables and
//! whatever is far below.

use super::anchor::Vertical;
use super::field_names::Field;
use super::view::{SheetView, Word};
use crate::form::wording::Heading;
use crate::submit::date_text::{DateRead, date_line, read_date};
use crate::submit::grid::{Cell, Content, Sheet};
use crate::vocabulary::Place;
use crate::vocabulary::plain::plain;

/// Words that may name a unit, and where they stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Clue {
    pub words: String,
    pub stands: Stands,
    pub place: Option<Place>,
}

/// Where words stand that may name a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// At the head of a column of figures.
    Head,
    /// Among the words of a title.
    Title,
    Above,
    /// Below the table, as letters are signed.
    Below,
    /// In a column of the table that is neither labels nor figures.
    Inside,
    /// In the header or footer of the page.
    Margin,
    /// In the unit's row of a table of many units: the table's row of heads, and the column.
    Row {
        head_row: u32,
        column: u32,
    },
}

/// How far below a table words may sign it.
const NEAR: u32 = 15;

/// As many clues are looked up, no more.
const MOST: usize = 120;

/// What stands in rows above or below a table, the nearest first.
pub fn near(
    view: &SheetView,
    above: std::ops::Range<u32>,
    below: std::ops::Range<u32>,
    columns: (u32, u32),
) -> Vec<Clue> {
    let below = below.start..below.end.min(below.start.saturating_add(NEAR));
    let inside = |word: &&Word| (columns.0..=columns.1).contains(&word.column);
    let above = view.words.iter().filter(|word| above.contains(&word.row)).filter(inside).rev();
    let below = view.words.iter().filter(|word| below.contains(&word.row)).filter(inside);
    let above = above.flat_map(|word| clues(view, word, Stands::Above));
    above.chain(below.flat_map(|word| clues(view, word, Stands::Below))).take(MOST).collect()
}

/// What heads the columns of a table, or fills a column of it that holds neither labels nor figures.
pub fn within(view: &SheetView, table: &Vertical) -> Vec<Clue> {
    let headed = table.panels.iter().any(|panel| panel.heads.is_some());
    // Without heads that are known, the row right above the first label.
    let rows = table.top().saturating_sub(u32::from(!headed))..=*table.rows.end();
    let words = view.words.iter().filter(|word| rows.contains(&word.row) && word.measure.is_none());
    let own = words.filter(|word| (table.columns.0..=table.columns.1).contains(&word.column));
    let heads: Vec<&Word> =
        view.words.iter().filter(|word| (*rows.start()..*table.rows.start()).contains(&word.row)).collect();
    let found = own.filter_map(|word| {
        let is_head = word.row < *table.rows.start();
        let counts = if is_head { heads_figures(view, &heads, word) } else { is_units_column(&heads, word) };
        let stands = if is_head { Stands::Head } else { Stands::Inside };
        counts.then(|| clues(view, word, stands))
    });
    found.flatten().take(MOST).collect()
}

/// Nothing else heads figures, or what stands below this word does: beside 数量 a unit's name is another's.
fn heads_figures(view: &SheetView, heads: &[&Word], word: &Word) -> bool {
    let area = view.sheet.merge_at(word.row, word.column);
    let columns = word.column..=area.map_or(word.column, |area| area.last_column);
    let is_figure = |head: &&&Word| matches!(head.heading, Some(Heading::Figure(_) | Heading::Year(_)));
    let mut figures = heads.iter().filter(is_figure).peekable();
    word.is_title || figures.peek().is_none() || figures.any(|head| columns.contains(&head.column))
}

/// A column that is headed by 填报单位 or by nothing: under 备注 and 协办单位 stand others.
fn is_units_column(heads: &[&Word], word: &Word) -> bool {
    let mut own = heads.iter().filter(|head| head.column == word.column && !head.is_title);
    own.all(|head| head.heading == Some(Heading::UnitName))
}

/// What the headers and footers of the pages say.
pub fn in_margins(sheet: &Sheet) -> Vec<Clue> {
    let pieces = sheet.margins.iter().flat_map(|line| pieces(line));
    pieces.take(MOST).map(|words| Clue { words, stands: Stands::Margin, place: None }).collect()
}

/// What one cell's words may name.
fn clues(view: &SheetView, word: &Word, stands: Stands) -> Vec<Clue> {
    let is_ours = word.label.is_some() || word.heading.is_some();
    if is_ours || is_among_others(view, word, &stands) || is_addressed(view, word) {
        return Vec::new();
    }
    let stands = if word.is_title { Stands::Title } else { stands };
    let place = view.place(word.row, word.column);
    let text =
        view.sheet.at(word.row, word.column).map(|content| content.words().into_owned()).unwrap_or_default();
    let words = if stands == Stands::Title { vec![word.plain.clone()] } else { pieces(&text) };
    let clue = |words| Clue { words, stands: stands.clone(), place: Some(place.clone()) };
    words.into_iter().map(clue).collect()
}

/// Above and below a table a name stands alone, or beside fields and days: in a list of cases it is anybody's.
fn is_among_others(view: &SheetView, word: &Word, stands: &Stands) -> bool {
    let is_other = |cell: &Cell| {
        let known = view.word(cell.row, cell.column);
        let says_of_it = known.is_some_and(|word| {
            word.names_a_field || !word.fields.is_empty() || date_line(&word.plain).is_some() || is_seal(word)
        });
        let blank = plain(&cell.content.words()).is_empty();
        cell.column != word.column && !says_of_it && !blank && !matches!(cell.content, Content::Date(..))
    };
    let behind_a_name = |cell: &Cell| {
        let left = view.words_in(cell.row).iter().rev().find(|word| word.column < cell.column);
        left.is_some_and(|left| left.names_a_field)
    };
    matches!(stands, Stands::Above | Stands::Below)
        && view.sheet.row(word.row).iter().any(|cell| is_other(cell) && !behind_a_name(cell))
}

fn is_seal(word: &Word) -> bool {
    word.plain.contains('章') && word.plain.chars().count() <= 8
}

/// The cell says whom the table goes to, or stands beside one that does.
fn is_addressed(view: &SheetView, word: &Word) -> bool {
    let addresses = |word: &Word| word.fields.iter().any(|named| named.field == Field::Addressee);
    let left = view.words_in(word.row).iter().rev().find(|other| other.column < word.column);
    addresses(word) || left.is_some_and(|left| left.names_a_field && addresses(left))
}

/// A cell's words that could be a name: all of them, those between wide blanks, those between any; without a day
/// behind them.
fn pieces(text: &str) -> Vec<String> {
    let wide = text.split(['\n', '\r', '\t', '\u{3000}']).flat_map(|line| line.split("  "));
    let all = std::iter::once(text).chain(wide).chain(text.split_whitespace());
    let mut pieces: Vec<String> = Vec::new();
    for piece in all.filter_map(name_like) {
        if !pieces.contains(&piece) {
            pieces.push(piece);
        }
    }
    pieces
}

/// The words as a name: short enough, no sentence, no field with its value, no day.
fn name_like(text: &str) -> Option<String> {
    let text = text.trim();
    let signed = SIGNED.iter().find_map(|word| text.strip_prefix(word));
    let text = signed.and_then(|text| text.trim_start().strip_prefix([':', '：'])).unwrap_or(text).trim();
    let name = without_day(text).trim_matches(|c: char| c.is_whitespace() || "_—-·.。,，、;；".contains(c));
    let folded = plain(name);
    let length = folded.chars().count();
    let sentence = folded.contains([':', ',', ';', '。', '?', '!']);
    let is_name = (2..=40).contains(&length) && !sentence && folded.chars().any(char::is_alphabetic);
    is_name.then(|| name.split(['\n', '\r']).map(str::trim).collect())
}

/// What a signature may be introduced by.
const SIGNED: [&str; 5] = ["落款", "盖章", "公章", "签章", "部门"];

/// `高青县双杨西卫生院 2024年3月18日`: the name alone.
fn without_day(text: &str) -> &str {
    let day = text.char_indices().find(|(at, c)| {
        let begins = !text[..*at].ends_with(|c: char| c.is_ascii_digit());
        begins
            && (c.is_ascii_digit() || "二〇".contains(*c))
            && matches!(read_date(&text[*at..]), DateRead::Day(_))
    });
    day.map_or(text, |(at, _)| &text[..at])
}
