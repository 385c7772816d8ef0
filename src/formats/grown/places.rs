//! The words with which a part says where something lies: attributes that name cells and areas, formulas, anchors of
//! what is drawn.

use std::ops::Range;

use quick_xml::escape::{escape, unescape};

use super::super::annotated::scan::{Kind, Piece, Splices};
use super::super::formula::reference::{Notation, area};
use super::rows::{Repeated, Stands};
use crate::vocabulary::place::cell_name;

/// Attributes that name areas in which each row is treated as the others are.
const ALIKE: &str = "sqref";
/// Attributes that name a cell or an area.
const PLACES: [&str; 3] = ["ref", "activeCell", "topLeftCell"];
/// Elements whose words are a formula.
const FORMULAS: [&str; 7] =
    ["f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"];

/// In which words a part speaks of the sheet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Its formulas, by the sheet's name.
    Elsewhere,
    /// Cells of its own: the sheet itself, its tables and comments.
    OfCells,
    /// What lies over its cells.
    Drawing,
}

impl Part {
    fn stands(self) -> Stands {
        if self == Part::OfCells { Stands::OnItsSheet } else { Stands::Elsewhere }
    }
}

/// The part with every such word as it becomes; nothing where one cannot be told.
pub fn changed(part: &str, pieces: &[Piece<'_>], repeated: &Repeated<'_>, kind: Part) -> Option<String> {
    let mut splices = Splices::default();
    change(part, pieces, 0..pieces.len(), repeated, kind, &mut splices)?;
    Some(splices.apply(part))
}

/// The same of some of its elements, into changes that are made later.
pub fn change(
    part: &str,
    pieces: &[Piece<'_>],
    which: Range<usize>,
    repeated: &Repeated<'_>,
    kind: Part,
    splices: &mut Splices,
) -> Option<()> {
    let mut keeps_its_size = false;
    for index in which.filter(|index| pieces[*index].kind != Kind::Close) {
        let piece = &pieces[index];
        attributes(piece, repeated, kind, splices)?;
        match (piece.name(), kind) {
            (name, _) if FORMULAS.contains(&name) => {
                words(part, pieces, index, splices, |text| repeated.formula(text, kind.stands()))?;
            }
            (ALIKE, Part::OfCells) => {
                words(part, pieces, index, splices, |text| areas(text, repeated, true))?;
            }
            ("twoCellAnchor", Part::Drawing) => {
                keeps_its_size = piece.attribute("editAs").is_some_and(|how| how != "twoCell");
            }
            ("from", Part::Drawing) => anchor(part, pieces, index, (repeated, keeps_its_size), splices)?,
            ("Anchor", Part::Drawing) => words(part, pieces, index, splices, |text| drawn(text, repeated))?,
            ("Row", Part::Drawing) => words(part, pieces, index, splices, |text| {
                Some(repeated.row(text.trim().parse().ok()?).to_string())
            })?,
            _ => {}
        }
    }
    Some(())
}

/// Changes the attributes of an element.
fn attributes(piece: &Piece<'_>, repeated: &Repeated<'_>, kind: Part, splices: &mut Splices) -> Option<()> {
    let becomes = |name: &str, said: &str| match (name, kind) {
        (ALIKE, Part::OfCells) => areas(said, repeated, true),
        ("textlink", Part::Drawing) => repeated.formula(said, Stands::Elsewhere),
        (name, Part::OfCells) if PLACES.contains(&name) => areas(said, repeated, false),
        _ => Some(said.to_owned()),
    };
    for name in PLACES.into_iter().chain([ALIKE, "textlink"]) {
        let Some(range) = piece.value_range(name) else { continue };
        let said = piece.attribute(name)?;
        let becomes = becomes(name, &said)?;
        if becomes != said {
            splices.replace(range, escape(&becomes));
        }
    }
    Some(())
}

/// Areas parted by blanks.
fn areas(said: &str, repeated: &Repeated<'_>, alike: bool) -> Option<String> {
    let each = said.split(' ').map(|one| {
        let (found, rest) = area(one, Notation::A1)?;
        (rest.is_empty() && found.sheets.is_none()).then_some(())?;
        let (first, last) = (found.first.row, found.last.row);
        let is_whole = first == 0 && last == super::super::limits::MOST_ROWS - 1;
        let rows = if alike { repeated.rows_alike(first, last) } else { repeated.rows(first, last) };
        if is_whole || rows == (first, last) {
            return Some(one.to_owned());
        }
        let (from, to) = (cell_name(rows.0, found.first.column), cell_name(rows.1, found.last.column));
        Some(if one.contains(':') || rows.0 != rows.1 { format!("{from}:{to}") } else { from })
    });
    Some(each.collect::<Option<Vec<String>>>()?.join(" "))
}

/// Changes the words of an element.
fn words(
    part: &str,
    pieces: &[Piece<'_>],
    index: usize,
    splices: &mut Splices,
    change: impl Fn(&str) -> Option<String>,
) -> Option<()> {
    let open = &pieces[index];
    let Some(close) =
        pieces.get(index + 1).filter(|close| open.kind == Kind::Open && close.kind == Kind::Close)
    else {
        // Without words, or with more than words.
        return (open.kind == Kind::Empty).then_some(());
    };
    let range = open.range.end..close.range.start;
    let written = &part[range.clone()];
    (!written.contains("<![CDATA[")).then_some(())?;
    let said = unescape(written).ok()?;
    let becomes = change(&said)?;
    if becomes != *said {
        splices.replace(range, escape(&becomes));
    }
    Some(())
}

/// Where what is drawn begins and ends: rows from zero, each in an element of its own.
fn anchor(
    part: &str,
    pieces: &[Piece<'_>],
    from: usize,
    (repeated, keeps_its_size): (&Repeated<'_>, bool),
    splices: &mut Splices,
) -> Option<()> {
    let depth = pieces[from].depth;
    let row = |begins: usize| {
        let at = begins + pieces[begins..].iter().position(|piece| piece.begins("row"))?;
        let words = part.get(pieces[at].range.end..pieces.get(at + 1)?.range.start)?;
        Some((at, words.trim().parse::<u32>().ok()?))
    };
    let (first_at, first) = row(from)?;
    let by = repeated.row(first) - first;
    words(part, pieces, first_at, splices, |_| Some((first + by).to_string()))?;
    let to = pieces[from + 1..]
        .iter()
        .position(|piece| piece.depth == depth && piece.begins("to"))
        .filter(|to| pieces[from + 1..][..*to].iter().all(|piece| piece.depth >= depth));
    let Some(to) = to else { return Some(()) };
    let (last_at, last) = row(from + 1 + to)?;
    let becomes = if keeps_its_size { last + by } else { repeated.row(last) };
    words(part, pieces, last_at, splices, |_| Some(becomes.to_string()))
}

/// The anchor of a comment's box: column, offset, row, offset, twice.
fn drawn(text: &str, repeated: &Repeated<'_>) -> Option<String> {
    let mut numbers: Vec<u32> =
        text.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    let [_, _, first, _, _, _, last, _] = numbers.as_mut_slice() else { return None };
    let by = repeated.row(*first) - *first;
    (*first, *last) = (*first + by, *last + by);
    Some(numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", "))
}

/// The order of calculation with the cells of one sheet where they lie now; the number of a sheet stands for the cells
/// behind it as well.
pub fn chain(part: &str, pieces: &[Piece<'_>], sheet: u32, repeated: &Repeated<'_>) -> String {
    let mut splices = Splices::default();
    let mut current = None;
    for piece in pieces.iter().filter(|piece| piece.begins("c")) {
        current = piece.number("i").or(current);
        let Some(said) = piece.attribute_of("r").filter(|_| current == Some(sheet)) else { continue };
        if let Some(becomes) = areas(&said, repeated, false).filter(|becomes| *becomes != said) {
            splices.replace(piece.range.clone(), piece.with("r", &becomes));
        }
    }
    splices.apply(part)
}

#[cfg(test)]
mod tests {
    use super::super::super::annotated::scan::pieces;
    use super::*;

    /// Row 8 of `表` is repeated twice.
    const REPEATED: Repeated<'_> = Repeated { sheet: "表", row: 7, count: 2 };

    #[test]
    fn a_part_says_where_the_same_things_lie_afterwards() {
        for (kind, part, expected) in [
            (
                Part::OfCells,
                "<s><selection activeCell=\"B9\" sqref=\"B9 C8\"/><x:sqref>C5:C8</x:sqref></s>",
                Some("<s><selection activeCell=\"B11\" sqref=\"B11 C8:C10\"/><x:sqref>C5:C10</x:sqref></s>"),
            ),
            (
                Part::OfCells,
                "<table ref=\"A4:D9\"><autoFilter ref=\"A4:D8\"/></table>",
                Some("<table ref=\"A4:D11\"><autoFilter ref=\"A4:D10\"/></table>"),
            ),
            (Part::OfCells, "<c ref=\"A:C\"/>", Some("<c ref=\"A:C\"/>")),
            (Part::OfCells, "<c ref=\"别表!A9\"/>", None),
            (Part::OfCells, "<t><calculatedColumnFormula>表1[数量]*2</calculatedColumnFormula></t>", None),
            (Part::Elsewhere, "<c:f>表!$B$5:$B$8</c:f>", Some("<c:f>表!$B$5:$B$10</c:f>")),
            (Part::Elsewhere, "<c ref=\"A9\"/>", Some("<c ref=\"A9\"/>")),
            (
                Part::Drawing,
                "<d><twoCellAnchor><from><row>3</row></from><to><row>8</row></to></twoCellAnchor><sp textlink=\"表!A9\"/></d>",
                Some(
                    "<d><twoCellAnchor><from><row>3</row></from><to><row>10</row></to></twoCellAnchor><sp textlink=\"表!A11\"/></d>",
                ),
            ),
            (
                Part::Drawing,
                "<d><twoCellAnchor editAs=\"oneCell\"><from><row>3</row></from><to><row>8</row></to></twoCellAnchor></d>",
                Some(
                    "<d><twoCellAnchor editAs=\"oneCell\"><from><row>3</row></from><to><row>8</row></to></twoCellAnchor></d>",
                ),
            ),
            (
                Part::Drawing,
                "<d><oneCellAnchor><from><row>8</row></from></oneCellAnchor><x:Anchor>1, 2, 9, 3, 4, 5, 11, 6</x:Anchor><x:Row>9</x:Row></d>",
                Some(
                    "<d><oneCellAnchor><from><row>10</row></from></oneCellAnchor><x:Anchor>1, 2, 11, 3, 4, 5, 13, 6</x:Anchor><x:Row>11</x:Row></d>",
                ),
            ),
        ] {
            let found = pieces(part).unwrap();
            assert_eq!(changed(part, &found, &REPEATED, kind).as_deref(), expected, "{part}");
        }
    }

    #[test]
    fn the_order_of_calculation_follows_one_sheet() {
        let part = "<calcChain><c r=\"C9\" i=\"2\"/><c r=\"D9\"/><c r=\"C9\" i=\"1\"/></calcChain>";
        let made = chain(part, &pieces(part).unwrap(), 2, &REPEATED);
        assert_eq!(made, "<calcChain><c r=\"C11\" i=\"2\"/><c r=\"D11\"/><c r=\"C9\" i=\"1\"/></calcChain>");
    }
}
