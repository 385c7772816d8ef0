//! Hypertext tables saved as .xls by office-automation systems.
//!
//! Such a file is one long page; Excel shows its tables below each other on one sheet, and so does the
//! grid: rows of every table in order, words between the tables as rows of their own. Where tables lie
//! within tables, `table` says which of them arranges the others. A page that ends inside a table was cut, and
//! is refused. Excel itself saves a book of several sheets as a page of frames and puts the sheets into a folder
//! beside it; without the folder there is nothing to read. With everything in one file it is `mail::saved_page`.

pub(super) mod css;
mod table;
pub(super) mod tags;
#[cfg(test)]
mod tests;

use encoding_rs::{Encoding, GB18030};

use crate::problem::{Refusal, RefusalCode};
use crate::submit::grid::{Content, Grid};

use super::colour::{Colour, Fill};
use super::gathering::Gathering;
use super::limits::Limits;
use super::{damaged, text, too_large};
use css::{Classes, Look, is_shut};
use table::Table;
use tags::{Piece, Pieces, attribute};

/// Reads the tables of a page.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(limits);
    gathering.open_sheet("表1", true)?;
    let seen = read_into(&decode(bytes)?, &mut gathering, &mut Classes::default())?;
    match seen {
        Seen { tables: 0, frames } if frames > 0 => {
            Err(Refusal::new(RefusalCode::Frameset, "a page of frames without what they show"))
        }
        Seen { tables: 0, .. } => Err(Refusal::new(RefusalCode::NoTable, "a page without a table")),
        _ => gathering.finish(),
    }
}

/// Reads all words of a page, in lines and tables.
pub fn read_prose(bytes: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(limits);
    gathering.open_sheet("正文", true)?;
    read_into(&decode(bytes)?, &mut gathering, &mut Classes::default())?;
    gathering.finish()
}

/// What a page holds, counted.
pub struct Seen {
    pub tables: usize,
    pub frames: usize,
}

/// Adds the tables of a page to the sheet being read; its looks are those of earlier style sheets and its own.
pub fn read_into(text: &str, gathering: &mut Gathering<'_>, classes: &mut Classes) -> Result<Seen, Refusal> {
    let mut page = Page {
        gathering,
        tables: Vec::new(),
        seen: Seen { tables: 0, frames: 0 },
        row: 0,
        words: String::new(),
        unseen: Vec::new(),
        inks: Vec::new(),
        raised: false,
        classes,
    };
    for piece in Pieces::new(text) {
        match piece {
            Piece::Text(text) => page.text(&text),
            Piece::Style(sheet) => page.classes.learn(sheet),
            Piece::Open { name, attributes } => page.open(&name, attributes)?,
            Piece::Close(name) => page.close(&name)?,
        }
    }
    page.finish()
}

/// The page's own word on its encoding counts, then the bytes. GB2312 means GB18030 in every office.
pub fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let label = head.split_once("charset=").map(|(_, after)| {
        let after = after.trim_start_matches(['"', '\'', ' ']);
        after.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect::<String>()
    });
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    let marked = Encoding::for_bom(bytes).is_some();
    match encoding {
        Some(encoding)
            if !marked && encoding.is_ascii_compatible() && std::str::from_utf8(bytes).is_err() =>
        {
            let encoding = if encoding == encoding_rs::GBK { GB18030 } else { encoding };
            // Systems announce what they do not write; the bytes have the last word.
            text::decode_as(encoding, bytes).or_else(|_| text::decode(bytes))
        }
        _ => text::decode(bytes),
    }
}

struct Page<'p, 'g> {
    gathering: &'p mut Gathering<'g>,
    /// Tables that are open, each inside the one before.
    tables: Vec<Table>,
    /// What there has been so far.
    seen: Seen,
    /// The next row of the grid.
    row: u32,
    /// Words outside all tables, since the last line.
    words: String,
    /// Elements whose words do not count (hidden, struck through), each inside the one before.
    unseen: Vec<String>,
    /// Elements with an ink of their own, each inside the one before.
    inks: Vec<(String, Option<Colour>)>,
    raised: bool,
    classes: &'p mut Classes,
}

impl Page<'_, '_> {
    fn text(&mut self, text: &str) {
        if let Some(table) = self.tables.last_mut()
            && self.unseen.is_empty()
            && !text.trim().is_empty()
        {
            table.write_in(self.inks.last().and_then(|(_, ink)| *ink));
        }
        let words = self.tables.last_mut().map_or(Some(&mut self.words), Table::words);
        match words {
            _ if !self.unseen.is_empty() => {}
            Some(words) if self.raised => text::append_raised(words, text.trim()),
            Some(words) => append_words(words, text),
            None => {}
        }
    }

    /// How an element is shown, also where it says so without a style.
    fn look(&self, name: &str, attributes: &str) -> Look {
        let mut look = self.classes.look(attributes);
        let said = |name: &str| attribute(attributes, name);
        match name {
            "font" => look.ink = look.ink.or_else(|| Colour::written(&said("color")?)),
            "table" | "tr" | "td" | "th" => {
                look.ground =
                    look.ground.over(said("bgcolor").map_or(Fill::Bare, |ground| Fill::written(&ground)));
                look.hidden |=
                    name == "tr" && (look.shut || said("height").is_some_and(|height| is_shut(&height)));
            }
            "col" => {
                look.hidden |= look.shut || said("width").is_some_and(|width| is_shut(&width));
            }
            _ => {}
        }
        look
    }

    fn line_break(&mut self) -> Result<(), Refusal> {
        match self.tables.last_mut() {
            Some(table) => {
                if let Some(words) = table.words() {
                    words.push('\n');
                }
                Ok(())
            }
            None => self.place_words(),
        }
    }

    fn open(&mut self, name: &str, attributes: &str) -> Result<(), Refusal> {
        let look = self.look(name, attributes);
        if arranges(name) {
            self.unseen.clear();
            self.inks.clear();
        } else if matches!(name, "del" | "s" | "strike")
            || is_within_lines(name) && !look.is_seen()
            || self.unseen.last().is_some_and(|last| last == name)
        {
            self.unseen.push(name.to_owned());
        }
        if is_within_lines(name) {
            let around = self.inks.last().and_then(|(_, ink)| *ink);
            if look.ink.is_some() || self.inks.last().is_some_and(|(last, _)| last == name) {
                self.inks.push((name.to_owned(), look.ink.or(around)));
            }
        }
        self.raised = name == "sup" || self.raised && !arranges(name);
        match name {
            "table" => {
                if self.tables.is_empty() {
                    self.place_words()?;
                    if self.seen.tables == 0 {
                        self.gathering.sheet().paragraphs = self.row;
                    }
                }
                self.seen.tables += 1;
                let around = self.tables.last().map_or(Fill::Bare, Table::ground);
                self.tables.push(Table::new(look, around));
                if self.tables.len() > self.gathering.limits().nesting {
                    return Err(too_large("tables nested too deeply"));
                }
                Ok(())
            }
            "frame" => {
                self.seen.frames += 1;
                Ok(())
            }
            "br" | "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" => self.line_break(),
            "input" => {
                if look.is_seen() {
                    self.text(&typed(attributes));
                }
                Ok(())
            }
            "col" => self.with_table(|table| table.define_column(attributes, look)),
            "tr" => self.with_table(|table| table.open_row(look)),
            "td" | "th" => self.with_table(|table| table.open_cell(attributes, look)),
            _ => Ok(()),
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        if arranges(name) {
            self.unseen.clear();
            self.inks.clear();
        } else if self.unseen.last().is_some_and(|last| last == name) {
            self.unseen.pop();
        }
        if self.inks.last().is_some_and(|(last, _)| last == name) {
            self.inks.pop();
        }
        self.raised &= name != "sup" && !arranges(name);
        match name {
            "table" => {
                let Some(mut table) = self.tables.pop() else { return Ok(()) };
                table.close_row()?;
                match self.tables.last_mut() {
                    Some(outer) => outer.add_table(table)?,
                    None => self.row = table.finish(self.gathering, self.row)?,
                }
                Ok(())
            }
            "p" | "div" | "li" | "h1" | "h2" | "h3" | "h4" => self.line_break(),
            "tr" => self.with_table(Table::close_row),
            "td" | "th" => self.with_table(Table::close_cell),
            _ => Ok(()),
        }
    }

    fn with_table(&mut self, change: impl FnOnce(&mut Table) -> Result<(), Refusal>) -> Result<(), Refusal> {
        self.tables.last_mut().map_or(Ok(()), change)
    }

    fn place_words(&mut self) -> Result<(), Refusal> {
        let words = std::mem::take(&mut self.words);
        let words = words.trim();
        if !words.is_empty() {
            self.gathering.add(self.row, 0, Content::Text(words.to_owned()), false)?;
            self.row += 1;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Seen, Refusal> {
        if !self.tables.is_empty() {
            return Err(damaged("a page that ends inside a table"));
        }
        self.place_words()?;
        Ok(self.seen)
    }
}

/// Parts of a table: whatever was left open inside them ends there.
fn arranges(name: &str) -> bool {
    matches!(name, "table" | "tr" | "td" | "th")
}

/// Elements inside a line, or lines themselves.
fn is_within_lines(name: &str) -> bool {
    matches!(name, "span" | "font" | "p" | "div" | "b" | "i" | "a" | "u" | "em" | "strong")
}

/// What a field of a page shows: the words typed into it, or whether it is ticked.
fn typed(attributes: &str) -> String {
    let kind = attribute(attributes, "type").unwrap_or_default().to_ascii_lowercase();
    match kind.as_str() {
        "" | "text" | "number" | "date" | "tel" => attribute(attributes, "value").unwrap_or_default(),
        "checkbox" | "radio" if attribute(attributes, "checked").is_some() => "☑".to_owned(),
        "checkbox" | "radio" => "☐".to_owned(),
        _ => String::new(),
    }
}

/// White space of the page's source is one blank.
fn append_words(words: &mut String, text: &str) {
    for character in text.chars() {
        if !matches!(character, ' ' | '\t' | '\r' | '\n') {
            words.push(character);
        } else if !words.is_empty() && !words.ends_with([' ', '\n']) {
            words.push(' ');
        }
    }
}
