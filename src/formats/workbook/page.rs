//! Paper, margins, heads that repeat, what stays in view.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::style::TEXT_FONT;
use crate::report::table::{Fit, Orientation, Page, Sheet};

const A4: u8 = 9;
const MILLIMETRES: f64 = 25.4;
/// From the paper's edge to the page number, in inches.
const FOOTER: f64 = 0.8;

/// The number of the page; on a sheet to be filled in, in small grey letters, what it was handed out for.
fn footer(sheet: &Sheet) -> String {
    let number = format!("&C&\"{TEXT_FONT}\"&10{}", Page::FOOTER);
    match &sheet.filling {
        Some(filling) => format!("{number}&R&\"{TEXT_FONT}\"&6&KA6A6A6{}", filling.foot.replace('&', "&&")),
        None => number,
    }
}

pub fn set(target: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let page = &sheet.page;
    let margins = page.margins();
    let inches = |millimetres: u8| f64::from(millimetres) / MILLIMETRES;
    target
        .set_paper_size(A4)
        .set_margins(
            inches(margins.left),
            inches(margins.right),
            inches(margins.top),
            inches(margins.bottom),
            FOOTER,
            FOOTER,
        )
        .set_footer(footer(sheet))
        .set_print_center_horizontally(true);
    match page.orientation {
        Orientation::Portrait => target.set_portrait(),
        Orientation::Landscape => target.set_landscape(),
    };
    match page.fit {
        Fit::Width | Fit::Apart => target.set_print_fit_to_pages(1, 0),
        // Over, then down: the two halves of a row lie next to each other.
        Fit::TwoWide => target.set_print_fit_to_pages(2, 0).set_page_order(false),
        Fit::OnePage => target.set_print_fit_to_pages(1, 1),
    };
    if let Some((first, last)) = page.repeat {
        target.set_repeat_rows(first, last)?;
    }
    if let Some(last) = page.repeat_columns {
        target.set_repeat_columns(0, last)?;
    }
    // Where other sheets say what is printed, one that says nothing stays out.
    if page.fit != Fit::Apart {
        let last = sheet.filling.as_ref().map_or(sheet.last_row(), |filling| filling.last_printed);
        target.set_print_area(0, 0, last, sheet.last_column())?;
    }
    if let Some((row, column)) = sheet.freeze {
        target.set_freeze_panes(row, column)?;
    }
    if let Some(area) = sheet.filter {
        target.autofilter(area.first_row, area.first_column, area.last_row, area.last_column)?;
    }
    Ok(())
}
