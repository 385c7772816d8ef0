//! One cell of an OpenDocument sheet: what its attributes say, its text in its colours, its comment.

use crate::problem::Refusal;
use crate::submit::grid::Content;

use super::super::colour::Run;
use super::super::damaged;
use super::super::figure;
use super::super::formula::ledger::Formula;
use super::super::formula::reference::Notation;
use super::super::formula::text::parse;
use super::super::note::without_author;
use super::super::number_format::shown_beside;
use super::super::text::append_raised;
use super::super::too_large;
use super::super::xml::{Node, Tag, Xml};
use super::looks::Looks;

/// A cell's attributes.
pub struct CellTag {
    /// Covered by a merged area: nothing of it is shown.
    pub covered: bool,
    pub repeats: u64,
    /// Rows and columns that the cell spans.
    pub rows: u64,
    pub columns: u64,
    kind: Option<String>,
    value: Option<String>,
    pub formula: Option<String>,
    /// The formula is that of several cells together.
    pub is_array: bool,
    pub style: Option<String>,
}

impl CellTag {
    pub fn of(tag: &Tag<'_>) -> Result<CellTag, Refusal> {
        let kind = tag.attribute("value-type")?.map(|kind| kind.into_owned());
        let named = match kind.as_deref() {
            Some("float" | "percentage" | "currency") => "value",
            Some("date") => "date-value",
            Some("boolean") => "boolean-value",
            _ => "string-value",
        };
        Ok(CellTag {
            covered: tag.name() == "covered-table-cell",
            repeats: repeats(tag, "number-columns-repeated")?,
            rows: repeats(tag, "number-rows-spanned")?,
            columns: repeats(tag, "number-columns-spanned")?,
            value: tag.attribute(named)?.map(|value| value.into_owned()),
            formula: tag.attribute("formula")?.map(|formula| formula.into_owned()),
            is_array: repeats(tag, "number-matrix-columns-spanned")? > 1
                || repeats(tag, "number-matrix-rows-spanned")? > 1,
            style: tag.attribute("style-name")?.map(|style| style.into_owned()),
            kind,
        })
    }

    /// What the cell holds, given its text, and whether a formula made it; and the words that it shows where
    /// they say another number.
    pub fn content(self, text: String) -> Option<(Content, bool, Option<String>)> {
        let mut words = None;
        let content = match (self.kind.as_deref(), self.value) {
            (Some("float" | "percentage" | "currency"), Some(value)) => {
                let (content, shown) = shown_beside(figure::number(&value), &text);
                words = shown;
                content
            }
            (Some("date"), Some(value)) => figure::iso_day(&value).unwrap_or(Content::Text(text)),
            (Some("boolean"), Some(value)) => Content::Bool(value == "true"),
            (Some("float" | "percentage" | "currency" | "date" | "boolean"), None) | (None, _)
                if self.formula.is_some() =>
            {
                Content::FormulaWithoutResult
            }
            (Some("string"), _) if self.formula.is_some() && is_error(&text) => Content::Error(text),
            (_, Some(value)) if text.is_empty() => Content::Text(value),
            _ if text.is_empty() => return None,
            _ => Content::Text(text),
        };
        Some((content, self.formula.is_some(), words))
    }

    /// The number that is stored in the cell.
    pub fn number(&self) -> Option<Content> {
        let is_number = matches!(self.kind.as_deref(), Some("float" | "percentage" | "currency"));
        self.value.as_deref().filter(|_| is_number).map(figure::number)
    }

    /// The formula of the cell at an address, where the cell stands for itself alone.
    pub fn noted(&self, row: u32, column: u32) -> Option<Formula> {
        let text = self.formula.as_deref().filter(|_| self.repeats == 1)?;
        let notation = if text.starts_with("msoxl:") { Notation::A1 } else { Notation::OpenDocument };
        let expression = if self.is_array { None } else { parse(text, notation) };
        Some(Formula::new(row, column, text, expression))
    }
}

/// `#REF!`, `Err:502` …
fn is_error(text: &str) -> bool {
    text.starts_with("Err:") || (text.starts_with('#') && text.ends_with(['!', '?', 'A']))
}

/// What stands in a cell.
#[derive(Default)]
pub struct Inside {
    /// Its paragraphs as lines.
    pub text: String,
    /// Its runs, each in its ink.
    pub runs: Vec<Run>,
    /// The words of a comment.
    pub note: Option<String>,
    /// Elements that set an ink of their own, by their depth.
    inks: Vec<(usize, Run)>,
    paragraphs: usize,
}

impl Inside {
    /// Reads the inside of the cell just opened; drawings are passed over.
    pub fn read(xml: &mut Xml<'_>, looks: &Looks, most: usize) -> Result<Inside, Refusal> {
        let mut inside = Inside::default();
        inside.element(xml, looks, most)?;
        Ok(inside)
    }

    /// The element just opened, to its end.
    fn element(&mut self, xml: &mut Xml<'_>, looks: &Looks, most: usize) -> Result<(), Refusal> {
        let depth = xml.depth();
        while xml.depth() >= depth {
            match xml.node()? {
                Node::Open(tag) => self.open(xml, &tag, looks, most)?,
                Node::Close(tag) => {
                    if matches!(tag.local_name().into_inner(), "p" | "h") {
                        self.paragraphs = self.paragraphs.saturating_sub(1);
                    }
                    self.inks.retain(|(from, _)| *from <= xml.depth());
                }
                Node::Text(piece) if self.paragraphs > 0 => self.write(&piece),
                _ => {}
            }
            if self.text.len() > most * 4 {
                return Err(too_large("text of a cell"));
            }
        }
        Ok(())
    }

    fn open(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>, looks: &Looks, most: usize) -> Result<(), Refusal> {
        match tag.name() {
            "p" | "h" => {
                if !self.text.is_empty() {
                    self.text.push('\n');
                }
                self.paragraphs += 1;
            }
            "s" => {
                let count = tag.number("c")?.unwrap_or(1) as usize;
                if count > most {
                    return Err(too_large(format!("{count} blanks")));
                }
                self.text.extend(std::iter::repeat_n(' ', count));
            }
            "tab" => self.text.push(' '),
            "line-break" => self.text.push('\n'),
            "span" => return self.span(xml, tag, looks),
            "annotation" => self.note = note(xml, looks, most)?.or(self.note.take()),
            "a" | "ruby" | "ruby-base" => {}
            _ => xml.skip()?,
        }
        Ok(())
    }

    /// Words that are struck through are passed over, raised ones are told apart; others go on as if nothing were.
    fn span(&mut self, xml: &mut Xml<'_>, tag: &Tag<'_>, looks: &Looks) -> Result<(), Refusal> {
        let look = looks.of(&tag.attribute("style-name")?.unwrap_or_default());
        if look.struck {
            return xml.skip();
        }
        if let Some(ink) = look.ink {
            self.inks.push((xml.depth(), Run::Own(Some(ink))));
        }
        if look.raised {
            let mut raised = String::new();
            xml.text_into(&mut raised)?;
            self.colour(&raised);
            append_raised(&mut self.text, &raised);
            self.inks.retain(|(from, _)| *from <= xml.depth());
        }
        Ok(())
    }

    fn write(&mut self, piece: &str) {
        self.colour(piece);
        self.text.push_str(piece);
    }

    fn colour(&mut self, piece: &str) {
        let ink = self.inks.last().map_or(Run::OfCell, |(_, ink)| *ink);
        if self.runs.last() != Some(&ink) && !piece.trim().is_empty() {
            self.runs.push(ink);
        }
    }
}

/// The words of the comment just opened, without the name of who wrote it.
fn note(xml: &mut Xml<'_>, looks: &Looks, most: usize) -> Result<Option<String>, Refusal> {
    let depth = xml.depth();
    let (mut lines, mut author) = (Vec::new(), String::new());
    while xml.depth() >= depth {
        if let Node::Open(tag) = xml.node()? {
            match tag.name() {
                "creator" => xml.text_into(&mut author)?,
                "p" => {
                    let mut line = Inside { paragraphs: 1, ..Inside::default() };
                    line.element(xml, looks, most)?;
                    lines.push(line.text);
                }
                "list" | "list-item" => {}
                _ => xml.skip()?,
            }
        }
        if lines.len() > most {
            return Err(too_large("text of a comment"));
        }
    }
    let text = lines.join("\n");
    let words = without_author(&text, &author);
    Ok((!words.is_empty()).then(|| words.to_owned()))
}

/// How often an element stands for itself: once where it does not say.
pub(super) fn repeats(tag: &Tag<'_>, name: &str) -> Result<u64, Refusal> {
    match tag.attribute(name)? {
        None => Ok(1),
        Some(text) => {
            let count = text.parse::<u64>().ok().filter(|count| (1..=1 << 32).contains(count));
            count.ok_or_else(|| damaged(format!("{name} {text}")))
        }
    }
}
