//! A printed sheet as rows of cells for a page; what a merge covers is left out.

use crate::report::sample::Sample;
use crate::report::table::{Role, Sheet};
use crate::web::pages::forms::SampleView;
use crate::web::pages::paper::{Paper, PaperCell};

pub fn paper(name: &str, sheet: &Sheet) -> Paper {
    let rows = (0..sheet.rows.len() as u32).map(|row| cells(sheet, row)).collect();
    Paper { name: name.to_owned(), rows }
}

fn cells(sheet: &Sheet, row: u32) -> Vec<PaperCell> {
    let mut cells = Vec::new();
    let mut column = 0;
    let own = &sheet.rows[row as usize].cells;
    while let Some(cell) = own.get(column) {
        let at = column as u16;
        let merged = sheet.merges.iter().find(|area| area.first_row == row && area.first_column == at);
        let span = merged.map_or(1, |area| usize::from(area.last_column - area.first_column) + 1);
        cells.push(PaperCell { text: cell.content.text().into_owned(), span, part: part(cell.role) });
        column += span;
    }
    cells
}

fn part(role: Role) -> &'static str {
    match role {
        Role::Title => "title",
        Role::Caption | Role::CaptionRight | Role::Note | Role::Signature | Role::Empty => "line",
        Role::Header => "head",
        Role::Centred => "middle",
        Role::Indented(_) => "part",
        Role::Figure => "figure",
        _ => "label",
    }
}

pub fn sample(sample: &Sample) -> SampleView {
    SampleView {
        paper: paper("填好数的样表", &sample.sheet),
        figures: sample.figures.iter().flatten().count(),
        wrong: sample.wrong.clone(),
    }
}
