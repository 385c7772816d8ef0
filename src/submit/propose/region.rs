//! Which rows of a sheet are what: words above the table, its heads, its body, words below.

use super::lattice::{Lattice, is_figure};
use crate::form::label::written_label;
use crate::form::wording::Heading;
use crate::submit::recognise::phrases::ends_table;
use crate::vocabulary::measure::Measure;

/// Rows of heads go no deeper.
const MOST_HEADS: u32 = 5;

#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// First and last row of heads.
    pub heads: (u32, u32),
    /// Rows of units of measure or of numbers of columns, below the heads.
    pub measures: Option<u32>,
    /// First row of the body, and the row after its last.
    pub body: (u32, u32),
    /// A table without heads: labels with blanks beside them.
    pub headless: bool,
}

impl Region {
    pub fn find(lattice: &Lattice) -> Option<Region> {
        let first = (lattice.view.sheet.paragraphs..lattice.rows).find(|row| !is_loose(lattice, *row))?;
        if !looks_like_heads(lattice, first) {
            let above = |row: &u32| {
                let cells = lattice.cells(*row);
                matches!(cells.as_slice(), [only] if written_label(&lattice.written(*row, *only)).number.is_some())
            };
            let headed = (lattice.view.sheet.paragraphs..first).rev().take_while(above).count() as u32;
            let first = first - headed;
            let body = (first, body_end(lattice, first));
            return Some(Region { heads: (first, first), measures: None, body, headless: true });
        }
        let mut last = first;
        while last < first + MOST_HEADS && last + 1 < lattice.rows && goes_on(lattice, first, last) {
            last += 1;
        }
        let mut start = last + 1;
        let mut measures = None;
        while start < lattice.rows && (is_numbering(lattice, start) || is_measures(lattice, start)) {
            measures = measures.or(is_measures(lattice, start).then_some(start));
            start += 1;
        }
        Some(Region {
            heads: (first, last),
            measures,
            body: (start, body_end(lattice, start)),
            headless: false,
        })
    }
}

/// A row that belongs to no table: nothing, one cell across, names of fields with their values.
pub fn is_loose(lattice: &Lattice, row: u32) -> bool {
    let cells = lattice.cells(row);
    if cells.len() < 2 {
        return true;
    }
    let headed = |column: &&u32| {
        matches!(
            lattice.heading(row, **column),
            Some(Heading::Order | Heading::Label | Heading::Figure(_) | Heading::Column(_))
        )
    };
    if cells.iter().any(|column| headed(&column)) && cells.len() > 2 {
        return false;
    }
    let speaks = |column: &&u32| {
        let plain = lattice.plain(row, **column);
        let named = lattice.word(row, **column).is_some_and(|word| {
            word.names_a_field || !word.fields.is_empty() || word.stated.is_some() || word.is_title
        });
        named || plain.contains(':') || plain.starts_with("附件") || plain.starts_with("附表")
    };
    cells.iter().filter(speaks).count() * 2 >= cells.len()
}

/// Heads name what stands below; a row of a headless table has blanks or figures between its labels.
fn looks_like_heads(lattice: &Lattice, row: u32) -> bool {
    let cells = lattice.cells(row);
    let headings = cells.iter().filter(|column| lattice.heading(row, **column).is_some()).count();
    let figures = cells.iter().any(|column| is_figure(&lattice.plain(row, *column)));
    let covered = (0..lattice.columns).filter(|column| !lattice.plain(row, *column).is_empty()).count();
    headings >= 2 || headings >= 1 && !figures || !figures && covered * 3 >= lattice.columns as usize * 2
}

/// Whether the heads go on in the next row: a merged head reaches into it, or it divides heads above.
fn goes_on(lattice: &Lattice, first: u32, last: u32) -> bool {
    let next = last + 1;
    if is_numbering(lattice, next) || is_measures(lattice, next) {
        return false;
    }
    let reaches = |column: u32| {
        let (top, _, bottom, _) = lattice.area(last, column);
        top >= first && bottom > last && !lattice.plain(last, column).is_empty()
    };
    (0..lattice.columns).any(reaches) || divides(lattice, first, next)
}

/// Words only, none below the first head, at least two below one that says something or stands alone.
fn divides(lattice: &Lattice, first: u32, row: u32) -> bool {
    let cells = lattice.cells(row);
    let Some(label) = lattice.cells(first).first().copied() else { return false };
    let wordy = |column: &u32| {
        let plain = lattice.plain(row, *column);
        !is_figure(&plain) && Measure::parse(&plain).is_none()
    };
    let under_merge = |column: &u32| {
        let (_, left, _, right) = lattice.area(row - 1, *column);
        right > left
    };
    let open = |column: &u32| lattice.plain(row - 1, *column).is_empty() || under_merge(column);
    cells.len() >= 2 && cells.iter().all(|column| *column > label && wordy(column)) && cells.iter().any(open)
}

/// 甲 乙 1 2 3: numbers of columns.
fn is_numbering(lattice: &Lattice, row: u32) -> bool {
    let cells = lattice.cells(row);
    let names = ["甲", "乙", "丙", "丁", "戊", "A", "B", "C", "栏次", "行次", "序号"];
    let texts: Vec<String> = cells.iter().map(|column| lattice.plain(row, *column)).collect();
    let numbers: Vec<u32> = texts
        .iter()
        .filter_map(|text| {
            let text = text.trim_matches(['(', ')', '[', ']']);
            text.split(['=', '+']).next().unwrap_or(text).parse().ok()
        })
        .collect();
    let named = texts.iter().filter(|text| names.contains(&text.as_str())).count();
    // Panels side by side count anew.
    let rising = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1 || pair[1] <= 2 && named > 1);
    let all = numbers.len() + named == texts.len();
    all && rising
        && !numbers.is_empty()
        && numbers[0] <= 3
        && (named > 0 || numbers.len() >= 3)
        && texts.iter().all(|text| !text.is_empty())
}

/// 件 件 万元 below the heads of a table across.
fn is_measures(lattice: &Lattice, row: u32) -> bool {
    let cells = lattice.cells(row);
    let said = |column: &&u32| {
        let plain = lattice.plain(row, **column);
        Measure::parse_cell(&plain).is_some() || is_dash_or_head(&plain)
    };
    let measures =
        cells.iter().filter(|column| Measure::parse(&lattice.plain(row, **column)).is_some()).count();
    measures >= 2 && cells.iter().all(|column| said(&column))
}

fn is_dash_or_head(plain: &str) -> bool {
    super::lattice::is_dash(plain) || matches!(plain, "单位" | "计量单位" | "计量")
}

/// The row after the body's last: words that end a table, or nothing but loose words to the end.
fn body_end(lattice: &Lattice, first: u32) -> u32 {
    let mut end = first;
    for row in first..lattice.rows {
        let cells = lattice.cells(row);
        let Some(left) = cells.first() else { continue };
        let plain = lattice.plain(row, *left);
        let word = lattice.word(row, *left);
        let field = word.is_some_and(|word| {
            word.names_a_field && cells.len() <= 1 || plain.contains(':') && !word.fields.is_empty()
        });
        let note = plain.chars().count() > 60;
        let title = word.is_some_and(|word| word.is_title) && cells.len() == 1;
        if row > first && (ends_table(&plain) || field || note || title) || row == first && field {
            return end.max(first);
        }
        end = row + 1;
    }
    end
}
