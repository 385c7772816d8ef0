//! One cell of an OpenDocument sheet: what its attributes say, and its text.

use crate::problem::Refusal;
use crate::submit::grid::Content;

use super::super::figure;
use super::super::formula::ledger::Formula;
use super::super::formula::reference::Notation;
use super::super::formula::text::parse;
use super::super::gathering::Gathering;
use super::super::text::append_raised;
use super::super::too_large;
use super::super::xml::{Node, Tag, Xml};
use super::looks::Looks;
use super::repeats;

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

    /// What the cell holds, given its text, and whether a formula made it.
    pub fn content(self, text: String, gathering: &mut Gathering<'_>) -> Option<(Content, bool)> {
        let content = match (self.kind.as_deref(), self.value) {
            (Some("float" | "percentage" | "currency"), Some(value)) => {
                gathering.shown_beside(figure::number(&value), &text)
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
        Some((content, self.formula.is_some()))
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

/// Words that are struck through are passed over, raised ones are told apart; others go on as if nothing were.
fn span(xml: &mut Xml<'_>, tag: &Tag<'_>, looks: &Looks, text: &mut String) -> Result<(), Refusal> {
    let look = looks.of(&tag.attribute("style-name")?.unwrap_or_default());
    if look.struck {
        return xml.skip();
    }
    if look.raised {
        let mut raised = String::new();
        xml.text_into(&mut raised)?;
        append_raised(text, &raised);
    }
    Ok(())
}

/// The text of the cell just opened, its paragraphs as lines; comments and drawings are passed over.
pub fn text(xml: &mut Xml<'_>, looks: &Looks, most: usize) -> Result<String, Refusal> {
    let inside = xml.depth();
    let mut text = String::new();
    let mut in_paragraph = 0_usize;
    while xml.depth() >= inside {
        match xml.node()? {
            Node::Open(tag) => match tag.name() {
                "p" | "h" => {
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    in_paragraph += 1;
                }
                "s" => {
                    let count = tag.number("c")?.unwrap_or(1) as usize;
                    if count > most {
                        return Err(too_large(format!("{count} blanks")));
                    }
                    text.extend(std::iter::repeat_n(' ', count));
                }
                "tab" => text.push(' '),
                "line-break" => text.push('\n'),
                "span" => span(xml, &tag, looks, &mut text)?,
                "a" | "ruby" | "ruby-base" => {}
                _ => xml.skip()?,
            },
            Node::Close(tag) if matches!(tag.local_name().into_inner(), "p" | "h") => in_paragraph -= 1,
            Node::Text(piece) if in_paragraph > 0 => text.push_str(&piece),
            _ => {}
        }
        if text.len() > most * 4 {
            return Err(too_large("text of a cell"));
        }
    }
    Ok(text)
}
