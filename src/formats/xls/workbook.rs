//! What the first records of an old workbook say about all its sheets: strings, formats, fonts and colours, names.
//!
//! They are read once, before any sheet, and kept as typed tables that a sheet's records point into by number.

use std::collections::HashMap;

use crate::problem::{Refusal, RefusalCode};

use super::super::colour::{Colour, Fill, Hue, Paint, Palette, Run};
use super::super::compound::{u16_at, u32_at};
use super::super::figure::Epoch;
use super::super::formula::sheets::{Numbered, Sheets};
use super::super::limits::Limits;
use super::super::number_format::Shows;
use super::super::{damaged, too_large};
use super::fonts::Fonts;
use super::formulas;
use super::records::{Coding, Record, Records};

pub(super) const BEGIN: u16 = 0x0809;
pub(super) const END: u16 = 0x000a;

/// What the first records say about all sheets.
pub(super) struct Workbook {
    pub(super) coding: Coding,
    pub(super) epoch: Epoch,
    pub(super) sheets: Vec<SheetEntry>,
    pub(super) strings: Strings,
    /// For each cell format: what do its numbers show?
    pub(super) formats: Vec<Shows>,
    /// And how do its words look?
    pub(super) paints: Vec<Paint>,
    pub(super) fonts: Fonts,
    /// Sheets that formulas name by number; none are known of older workbooks.
    pub(super) references: Option<Sheets>,
}

/// The shared strings; and of those with runs in fonts of their own, these runs.
#[derive(Default)]
pub(super) struct Strings {
    pub(super) texts: Vec<String>,
    pub(super) runs: HashMap<usize, Vec<Run>>,
}

pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) visible: bool,
    pub(super) at: usize,
}

impl Workbook {
    pub(super) fn read(stream: &[u8], limits: &Limits) -> Result<Workbook, Refusal> {
        let mut records = Records::new(stream, 0);
        let mut coding = version(&records.next_record()?)?;
        let mut workbook = Workbook {
            coding,
            epoch: Epoch::default(),
            sheets: Vec::new(),
            strings: Strings::default(),
            formats: Vec::new(),
            paints: Vec::new(),
            fonts: Fonts::default(),
            references: None,
        };
        let (mut own, mut used, mut palette) = (Vec::new(), Vec::new(), Palette::default());
        let mut references = Numbered::default();
        loop {
            let record = records.next_record()?;
            let data = record.data;
            match record.kind {
                END => break,
                0x002f => return Err(Refusal::new(RefusalCode::Encrypted, "FILEPASS")),
                0x0042 if matches!(coding, Coding::Bytes(_)) => {
                    coding = Coding::of_codepage(u16_at(data, 0)?);
                }
                0x0022 if u16_at(data, 0)? == 1 => workbook.epoch = Epoch::Macintosh1904,
                0x041e => own.push((u16_at(data, 0)?, format(data, coding)?)),
                0x0031 => workbook.fonts.add(data)?,
                0x00e0 => used.push((u16_at(data, 2)?, u16_at(data, 0)?, fill(data, coding)?)),
                0x0092 => palette.list(data.get(2..).unwrap_or_default().chunks_exact(4).map(colour)),
                0x0085 => workbook.sheets.push(sheet_entry(data, coding)?),
                0x01ae => references.add_book(formulas::is_own_book(data)),
                0x0017 => {
                    for entry in data.get(2..).unwrap_or_default().chunks_exact(6) {
                        references.add(formulas::listed(entry)?);
                    }
                }
                0x00fc => {
                    let fonts = &workbook.fonts;
                    workbook.strings = shared_strings(&mut records, data, (fonts, &palette), limits)?;
                }
                _ => {}
            }
            if workbook.sheets.len() > limits.sheets {
                return Err(too_large("more sheets than the limit"));
            }
        }
        workbook.coding = coding;
        if matches!(coding, Coding::Wide) {
            let name = |sheet: usize| workbook.sheets.get(sheet).map(|entry| entry.name.as_str());
            workbook.references = Some(references.named(name));
        }
        for (id, font, fill) in used {
            let font = workbook.fonts.get(font);
            workbook.formats.push(shows(id, &own).in_font(font.struck));
            workbook.paints.push(Paint::of(palette.colour(font.hue), palette.ground(fill)));
        }
        Ok(workbook)
    }
}

/// How the version that wrote the stream stores strings.
fn version(record: &Record<'_>) -> Result<Coding, Refusal> {
    let unsupported = || Refusal::new(RefusalCode::Unsupported, "a workbook older than Excel 5");
    match record.kind {
        BEGIN => {}
        0x0009 | 0x0209 | 0x0409 => return Err(unsupported()),
        _ => return Err(damaged("a workbook without its first record")),
    }
    match u16_at(record.data, 0)? {
        0x0600 => Ok(Coding::Wide),
        0x0500 => Ok(Coding::of_codepage(936)),
        _ => Err(unsupported()),
    }
}

fn sheet_entry(data: &[u8], coding: Coding) -> Result<SheetEntry, Refusal> {
    let at = u32_at(data, 0)? as usize;
    let visible = u16_at(data, 4)? & 3 == 0;
    let name = coding.string(data.get(6..).unwrap_or_default(), 1)?;
    Ok(SheetEntry { name, visible, at })
}

fn shared_strings<'a>(
    records: &mut Records<'a>,
    data: &'a [u8],
    (fonts, palette): (&Fonts, &Palette),
    limits: &Limits,
) -> Result<Strings, Refusal> {
    let mut segments = records.with_continuations(data)?;
    let _references = segments.u32()?;
    let count = segments.u32()?;
    if count as usize > limits.cells {
        return Err(too_large(format!("{count} shared strings")));
    }
    let mut strings = Strings::default();
    for index in 0..count as usize {
        let (text, runs) = segments.shared_string(fonts, palette)?;
        strings.texts.push(text);
        if !runs.is_empty() {
            strings.runs.insert(index, runs);
        }
    }
    Ok(strings)
}

/// What a cell format fills its ground with: a pattern and two colours, packed more tightly before 1997.
fn fill(data: &[u8], coding: Coding) -> Result<Fill, Refusal> {
    let (pattern, colours) = match coding {
        Coding::Wide => (u16_at(data, 16)? >> 10, u16_at(data, 18)?),
        Coding::Bytes(_) => (u16_at(data, 10)? & 0x3f, u16_at(data, 8)?),
    };
    Ok(match pattern {
        0 => Fill::Bare,
        1 => Fill::Solid(Hue::Indexed(u32::from(colours & 0x7f))),
        _ => Fill::Mixed,
    })
}

fn colour(bytes: &[u8]) -> Colour {
    bytes.first_chunk().map_or(Colour::BLACK, |parts| Colour(*parts))
}

fn format(data: &[u8], coding: Coding) -> Result<Shows, Refusal> {
    let length_bytes = if matches!(coding, Coding::Wide) { 2 } else { 1 };
    Ok(Shows::of_code(&coding.string(data.get(2..).unwrap_or_default(), length_bytes)?))
}

fn shows(id: u16, own: &[(u16, Shows)]) -> Shows {
    let own = own.iter().rev().find(|(own, _)| *own == id);
    own.map_or_else(|| Shows::of_builtin(u32::from(id)), |(_, shows)| shows.clone())
}
