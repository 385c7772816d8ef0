//! The finished file: a skeleton with rows and values put in.

use std::io::Result;

use super::blank::Values;
use super::packer::Packer;
use super::rows::{self, Rows};
use super::skeleton::{Part, Pieces, Skeleton};
use super::strings::Strings;
use crate::report::table::{Area, Sheet, Workbook};
use crate::vocabulary::place::cell_name;

/// The bytes of the workbook whose skeleton and values these are.
pub fn complete(skeleton: &Skeleton, workbook: &Workbook, values: &Values) -> Result<Vec<u8>> {
    let (mut packer, mut strings) = (Packer::new(), Strings::default());
    let (mut buffer, mut around) = (Vec::new(), Around::default());
    let mut strings_name = None;
    for part in &skeleton.parts {
        match part {
            Part::Same(packed) => packer.copy(packed)?,
            Part::Filled { name, pattern } => {
                around.clear();
                pattern.fill(values, &mut around.before);
                packer.add(name, &[&around.before])?;
            }
            Part::Sheet { name, position, pieces } => {
                let sheet = &workbook.sheets[*position];
                let rows = rows::write(sheet, &skeleton.styles, &mut strings, buffer);
                around.write(pieces, &rows, sheet, values);
                packer.add(name, &[&around.before, &rows.data, &around.behind])?;
                buffer = rows.data;
            }
            Part::Strings(name) => strings_name = Some(name),
        }
    }
    strings_name.map_or(Ok(()), |name| packer.add(name, &[&strings.part()]))?;
    packer.finish()
}

/// What stands before and behind a sheet's rows.
#[derive(Default)]
struct Around {
    before: Vec<u8>,
    behind: Vec<u8>,
}

impl Around {
    fn clear(&mut self) {
        self.before.clear();
        self.behind.clear();
    }

    fn write(&mut self, pieces: &Pieces, rows: &Rows, sheet: &Sheet, values: &Values) {
        self.clear();
        let outline = match rows.outline {
            0 => String::new(),
            level => format!("outlineLevelRow=\"{level}\" "),
        };
        let Pieces { head, view, columns, filter, shades, page } = pieces;
        let dimension = &rows.dimension;
        for text in [
            head,
            "<dimension ref=\"",
            dimension,
            "\"/>",
            view,
            "<sheetFormatPr ",
            &outline,
            columns,
            "<sheetData>",
        ] {
            self.before.extend_from_slice(text.as_bytes());
        }
        let behind = &mut self.behind;
        behind.extend_from_slice(b"</sheetData>");
        filter.fill(values, behind);
        behind.extend_from_slice(merges(&sheet.merges).as_bytes());
        shades.fill(values, behind);
        if !rows.links.is_empty() {
            let links = [b"<hyperlinks>", rows.links.as_slice(), b"</hyperlinks>"];
            links.iter().for_each(|piece| behind.extend_from_slice(piece));
        }
        behind.extend_from_slice(page.as_bytes());
    }
}

/// The library would note each cell of a merged area with all of its style.
fn merges(areas: &[Area]) -> String {
    if areas.is_empty() {
        return String::new();
    }
    let cell = |area: &Area| {
        let first = cell_name(area.first_row, area.first_column.into());
        let last = cell_name(area.last_row, area.last_column.into());
        format!("<mergeCell ref=\"{first}:{last}\"/>")
    };
    let cells: String = areas.iter().map(cell).collect();
    format!("<mergeCells count=\"{}\">{cells}</mergeCells>", areas.len())
}
