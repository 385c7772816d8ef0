//! A sheet with all its labels: those that a cell's words are, and those that only what stands around them tells.

use super::known::Memory;
use super::shared::label_shared;
use super::slips::label_slips;
use super::view::SheetView;
use crate::form::wording::Wording;
use crate::submit::grid::Sheet;

/// A sheet's words looked up, then weighed against one another.
pub fn labelled<'g>(sheet: &'g Sheet, wording: &'g Wording, memory: &'g Memory) -> SheetView<'g> {
    let mut view = SheetView::new(sheet, wording, memory);
    label_shared(&mut view);
    label_slips(&mut view);
    view
}
