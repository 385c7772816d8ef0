//! Paper, margins, heads that repeat, what stays in view.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::style::TEXT_FONT;
use crate::report::table::{Fit, Orientation, Page, Sheet};

const A4: u8 = 9;
const MILLIMETRES: f64 = 25.4;
/// From the paper's edge to the page number, in inches.
const FOOTER: f64 = 0.8;

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
        .set_footer(format!("&C&\"{TEXT_FONT}\"&10{}", Page::FOOTER))
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
        target.set_print_area(0, 0, sheet.last_row(), sheet.last_column())?;
    }
    if let Some((row, column)) = sheet.freeze {
        target.set_freeze_panes(row, column)?;
    }
    if let Some(area) = sheet.filter {
        target.autofilter(area.first_row, area.first_column, area.last_row, area.last_column)?;
    }
    Ok(())
}
