//! The words of a PDF with a text layer: characters at places become lines, lines become paragraphs and rows.
//!
//! A PDF knows no paragraphs. Characters on one height are a line; where a line is much wider apart than its
//! characters, cells part. A line that reaches the right edge of the text goes on in the next unless that is
//! indented. Lines of several cells that follow each other are a table. A page without a single character is a
//! picture: the file is refused with advice of its own, never read by guessing.
//!
//! `pdf-extract` finds out which character is meant (fonts with ToUnicode, as Word, WPS and LibreOffice write
//! them). It panics on many a damaged file; the worker catches that and calls the file damaged.

use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc};

use crate::problem::{Refusal, RefusalCode};
use crate::submit::grid::{Content, Grid};

use super::gathering::Gathering;
use super::limits::Limits;
use super::{damaged, too_large};

/// Reads the words of a document.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    let document = Document::load_mem(bytes).map_err(|error| damaged(error.to_string()))?;
    if document.is_encrypted() {
        return Err(Refusal::new(RefusalCode::Encrypted, "an encrypted PDF"));
    }
    let mut hearing = Hearing { lines: Vec::new(), page: 0, characters: 0, most: limits.cells };
    output_doc(&document, &mut hearing).map_err(|error| damaged(error.to_string()))?;
    if hearing.characters > hearing.most {
        return Err(too_large("more characters than any notice has"));
    }
    let lines = hearing.ordered();
    if lines.is_empty() {
        return Err(Refusal::new(RefusalCode::ScannedPdf, "no character on any page"));
    }
    written(&lines, limits)
}

/// A character where it stands, counted from the lower left corner of its page.
#[derive(Clone, Debug)]
struct Placed {
    left: f64,
    right: f64,
    size: f64,
    words: String,
}

/// Characters on one height.
#[derive(Clone, Debug)]
struct Line {
    page: u32,
    height: f64,
    characters: Vec<Placed>,
}

/// A line's pieces.
struct Row {
    left: f64,
    right: f64,
    size: f64,
    cells: Vec<Piece>,
}

/// Words between two edges.
struct Piece {
    left: f64,
    right: f64,
    words: String,
}

/// The document while it is told.
struct Hearing {
    lines: Vec<Line>,
    page: u32,
    characters: usize,
    most: usize,
}

impl Hearing {
    /// All lines from top to bottom, each from left to right.
    fn ordered(mut self) -> Vec<Row> {
        self.lines.sort_by(|a, b| a.page.cmp(&b.page).then(b.height.total_cmp(&a.height)));
        self.lines.into_iter().filter_map(|line| Row::of(line.characters)).collect()
    }

    fn place(&mut self, height: f64, character: Placed) {
        let (page, near) = (self.page, character.size / 2.0);
        let same = |line: &&mut Line| line.page == page && (line.height - height).abs() < near;
        match self.lines.iter_mut().rev().take(64).find(same) {
            Some(line) => line.characters.push(character),
            None => self.lines.push(Line { page, height, characters: vec![character] }),
        }
    }
}

impl OutputDev for Hearing {
    fn begin_page(
        &mut self,
        page: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.page = page;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        size: f64,
        words: &str,
    ) -> Result<(), OutputError> {
        self.characters += 1;
        if self.characters <= self.most && !words.trim().is_empty() {
            let size = (size * (place.m11 * place.m22 - place.m12 * place.m21).abs().sqrt()).max(1.0);
            let (left, height) = (place.m31, place.m32);
            self.place(height, Placed { left, right: left + width * size, size, words: words.to_owned() });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

impl Row {
    /// The pieces of a line; white space of more than half a character parts them.
    fn of(mut characters: Vec<Placed>) -> Option<Row> {
        characters.sort_by(|a, b| a.left.total_cmp(&b.left));
        let (left, size) = characters.first().map(|first| (first.left, first.size))?;
        let right = characters.iter().map(|character| character.right).fold(left, f64::max);
        let mut cells: Vec<Piece> = Vec::new();
        for character in characters {
            match cells.last_mut() {
                Some(piece) if character.left - piece.right < PARTS * character.size => piece.add(character),
                _ => {
                    cells.push(Piece { left: character.left, right: character.right, words: character.words })
                }
            }
        }
        Some(Row { left, right, size, cells })
    }

    fn words(&self) -> String {
        self.cells.iter().map(|piece| piece.words.as_str()).collect::<Vec<_>>().join("  ")
    }
}

/// Of a character's size: more is no gap between words.
const PARTS: f64 = 0.6;
/// Less is no blank between letters.
const BLANK: f64 = 0.15;

impl Piece {
    fn add(&mut self, character: Placed) {
        let is_apart = character.left - self.right > BLANK * character.size;
        if is_apart && self.words.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            self.words.push(' ');
        }
        self.words.push_str(&character.words);
        self.right = character.right;
    }

    /// How far another piece lies beside this one; nothing where they lie above each other.
    fn beside(&self, other: &Piece) -> f64 {
        (other.left - self.right).max(self.left - other.right).max(0.0)
    }
}

/// Lines as a grid: paragraphs in its first column, rows of tables in their columns.
fn written(lines: &[Row], limits: &Limits) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(limits);
    gathering.open_sheet("正文".to_owned(), true)?;
    let right = lines.iter().map(|line| line.right).fold(0.0, f64::max);
    let left = lines.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
    let (mut row, mut open, mut at) = (0, String::new(), 0);
    while at < lines.len() {
        let table = table_length(&lines[at..]);
        if table > 0 {
            row = flush(&mut gathering, row, &mut open)?;
            row = place_table(&mut gathering, row, &lines[at..at + table])?;
            at += table;
            continue;
        }
        let line = &lines[at];
        open.push_str(&line.words());
        // A full line begins near the left edge, or two characters from it, and ends near the right one.
        let is_full = right - line.right < 2.5 * line.size && line.left - left < 3.0 * line.size;
        let next = lines.get(at + 1).filter(|_| table_length(&lines[at + 1..]) == 0);
        let goes_on = is_full && next.is_some_and(|next| next.left <= line.left + 0.5 * line.size);
        if !goes_on {
            row = flush(&mut gathering, row, &mut open)?;
        }
        at += 1;
    }
    flush(&mut gathering, row, &mut open)?;
    gathering.finish()
}

fn flush(gathering: &mut Gathering<'_>, row: u32, open: &mut String) -> Result<u32, Refusal> {
    if open.is_empty() {
        return Ok(row);
    }
    gathering.add(row, 0, Content::Text(std::mem::take(open)), false)?;
    Ok(row + 1)
}

/// How many of the first lines are rows of one table: several cells each, three lines at least.
fn table_length(lines: &[Row]) -> usize {
    let rows = lines.iter().take_while(|line| line.cells.len() > 1).count();
    if rows > 2 { rows } else { 0 }
}

/// Places rows in the columns of the first: each piece below the head that it lies under, or nearest to.
fn place_table(gathering: &mut Gathering<'_>, first: u32, lines: &[Row]) -> Result<u32, Refusal> {
    let heads = lines.first().map_or(&[][..], |line| &line.cells);
    for (row, line) in (first..).zip(lines) {
        let mut cells: Vec<String> = vec![String::new(); heads.len().max(1)];
        for piece in &line.cells {
            let nearest =
                (0..heads.len()).min_by(|a, b| heads[*a].beside(piece).total_cmp(&heads[*b].beside(piece)));
            cells[nearest.unwrap_or(0)].push_str(&piece.words);
        }
        for (column, words) in (0..).zip(cells) {
            gathering.add(row, column, Content::Text(words), false)?;
        }
    }
    Ok(first + lines.len() as u32)
}
