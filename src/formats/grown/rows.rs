//! Where references lead once a row is repeated: those below move down, an area that reaches to the row takes the
//! repeated ones in, and each copy of a formula looks at its own row.
//!
//! A copy's references that do not stay where they are (`$`) and look elsewhere than at the formula's own row are only
//! believed where the row above says the same one row higher, or where they count on from the cell above; otherwise
//! nobody knows what a further row would say.

use super::super::formula::Area;
use super::super::limits::MOST_ROWS;
use super::references::{Reference, rewritten};

/// A row of a sheet that is repeated so many times below itself.
#[derive(Clone, Copy)]
pub struct Repeated<'s> {
    pub sheet: &'s str,
    pub row: u32,
    pub count: u32,
}

/// Where a formula stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// In the row that is repeated.
    InIt,
    /// Elsewhere in its sheet.
    OnItsSheet,
    /// On another sheet, or in no sheet: a reference without a name is none to this one.
    Elsewhere,
}

impl Repeated<'_> {
    /// Where a row lies afterwards; the last of all stays the end of the sheet.
    pub fn row(&self, row: u32) -> u32 {
        if row > self.row && row < MOST_ROWS - 1 { row + self.count } else { row }
    }

    /// The rows of an area afterwards; one that is more than the row itself, and ends with it, takes the new rows in.
    pub fn rows(&self, first: u32, last: u32) -> (u32, u32) {
        let takes_in = last == self.row && first < last;
        (self.row(first), if takes_in { last + self.count } else { self.row(last) })
    }

    /// The same where the copies are to be treated as the row is: marks, checks, colours.
    pub fn rows_alike(&self, first: u32, last: u32) -> (u32, u32) {
        if last == self.row { (first, last + self.count) } else { self.rows(first, last) }
    }

    /// A formula where it stands.
    pub fn formula(&self, text: &str, stands: Stands) -> Option<String> {
        if stands == Stands::Elsewhere && !self.is_named_in(text) {
            return Some(text.to_owned());
        }
        rewritten(text, &mut |known| Some(self.reference(known, stands)))
    }

    /// Whether words may speak of the sheet: its name stands in them, in letters of either kind.
    pub fn is_named_in(&self, text: &str) -> bool {
        text.to_lowercase().contains(&self.sheet.to_lowercase())
    }

    /// Whether a reference leads to the sheet.
    pub fn means_it(&self, known: &Reference, stands: Stands) -> bool {
        match known.sheet() {
            None => stands != Stands::Elsewhere,
            Some(sheet) => sheet.to_lowercase() == self.sheet.to_lowercase(),
        }
    }

    /// A reference of a formula where it stands.
    pub fn reference(&self, known: &Reference, stands: Stands) -> Area {
        let mut area = known.area.clone();
        if !self.means_it(known, stands) || known.is_of_columns() {
            return area;
        }
        let (first, last) = (area.first.row, area.last.row);
        // The row's own formula looks along its row, or from above down to it.
        let is_its_own = stands == Stands::InIt && !(first < last && area.last.row_fixed);
        let takes_in = known.is_range && last == self.row && !is_its_own;
        area.first.row = self.row(first);
        area.last.row = if takes_in { last + self.count } else { self.row(last) };
        area
    }

    /// The formula of the row, in this column, in its copy so many rows below; `above`: what the cell above it says.
    pub fn copy(&self, text: &str, column: u32, by: u32, above: Option<&str>) -> Option<String> {
        let is_run = above.and_then(|above| moved(above, (1, 0))).is_some_and(|next| next == text);
        rewritten(text, &mut |known| self.copied(known, column, by, is_run))
    }

    /// A reference of a formula of the row, in this column, in its copy; `is_run`: the row above says the same, one row
    /// higher.
    pub fn copied(&self, known: &Reference, column: u32, by: u32, is_run: bool) -> Option<Area> {
        let is_run = is_run || self.counts_on(known, column);
        let mut area = self.reference(known, Stands::InIt);
        if known.is_of_columns() {
            return Some(area);
        }
        let is_here = self.means_it(known, Stands::InIt);
        for (corner, before) in [(&mut area.first, known.area.first), (&mut area.last, known.area.last)] {
            if before.row_fixed {
                continue;
            }
            let looks_along = is_here && before.row == self.row;
            let looks_up = !is_here || before.row < self.row;
            (looks_along || looks_up && is_run).then_some(())?;
            corner.row = before.row + by;
        }
        Some(area)
    }

    /// The cell right above the formula's own: numbers count on so.
    fn counts_on(&self, known: &Reference, column: u32) -> bool {
        let above = (self.row.checked_sub(1), column);
        !known.is_range
            && self.means_it(known, Stands::InIt)
            && (Some(known.area.first.row), known.area.first.column) == above
    }
}

/// A formula as it reads in a cell so many rows and columns away.
pub fn moved(text: &str, by: (i64, i64)) -> Option<String> {
    rewritten(text, &mut |known| known.moved(by))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Row 8 of `表` is repeated twice.
    const REPEATED: Repeated<'_> = Repeated { sheet: "表", row: 7, count: 2 };

    #[test]
    fn references_lead_to_the_same_cells_and_sums_take_the_new_rows_in() {
        use Stands::*;
        for (formula, stands, expected) in [
            ("SUM(C5:C8)", OnItsSheet, Some("SUM(C5:C10)")),
            ("SUM(C8:C8)", OnItsSheet, Some("SUM(C8:C10)")),
            ("SUM(C5:C7)+C8+C9", OnItsSheet, Some("SUM(C5:C7)+C8+C11")),
            ("SUM(C9:C12)", OnItsSheet, Some("SUM(C11:C14)")),
            ("SUM(C3:C12)", OnItsSheet, Some("SUM(C3:C14)")),
            ("SUM(5:8)+SUM(C:C)", OnItsSheet, Some("SUM(5:10)+SUM(C:C)")),
            ("C9", Elsewhere, Some("C9")),
            ("表!C9+'表'!$C$5:$C$8+别表!C9", Elsewhere, Some("表!C11+'表'!$C$5:$C$10+别表!C9")),
            ("表!C9+[1]别!C9", Elsewhere, None),
            ("别表!C9+[1]别!C9", Elsewhere, None),
            ("SUM(C8:E8)", InIt, Some("SUM(C8:E8)")),
            ("SUM(C$5:C8)", InIt, Some("SUM(C$5:C8)")),
            ("C8/SUM(C$5:C$8)", InIt, Some("C8/SUM(C$5:C$10)")),
            ("C8/$C$9", InIt, Some("C8/$C$11")),
        ] {
            assert_eq!(REPEATED.formula(formula, stands).as_deref(), expected, "{formula}");
        }
    }

    #[test]
    fn a_copy_looks_at_its_own_row_and_elsewhere_only_where_the_row_above_does_too() {
        for (formula, above, expected) in [
            ("SUM(C8:E8)", None, Some("SUM(C10:E10)")),
            ("C8/SUM(C$5:C$8)", None, Some("C10/SUM(C$5:C$10)")),
            ("C8/$C$9", None, Some("C10/$C$11")),
            ("A7+1", Some("A6+1"), Some("A9+1")),
            ("A7+1", None, Some("A9+1")),
            ("A7+1", Some("1"), Some("A9+1")),
            ("A6+1", Some("1"), None),
            ("B7+1", None, None),
            ("SUM(C$5:C8)", Some("SUM(C$5:C7)"), Some("SUM(C$5:C10)")),
            ("C8*D3", None, None),
            ("C8*D3", Some("C7*D3"), None),
            ("C8/C9", Some("C7/C9"), None),
            ("台账!C8", Some("台账!C7"), Some("台账!C10")),
            ("台账!C8", None, None),
            ("台账!$C$8+SUM(C:C)", None, Some("台账!$C$8+SUM(C:C)")),
        ] {
            assert_eq!(REPEATED.copy(formula, 0, 2, above).as_deref(), expected, "{formula} below {above:?}");
        }
    }
}
