//! One cell for two items: a figure merged over two rows, or over the columns of two items.
//!
//! What both came to together is known, what each came to is not; so it is given to neither and asked about.

use super::anchor::Panel;
use super::figure::says_something;
use super::view::SheetView;
use crate::form::Form;
use crate::form::wording::Meaning;
use crate::submit::answers::Answer;
use crate::submit::grid::{Area, Content};
use crate::vocabulary::{Finding, Severity};

/// The figures of a table down that share the cell at an address, where there are several.
pub fn sharing_rows(view: &SheetView, form: &Form, panel: &Panel, at: (u32, u32)) -> Option<Vec<usize>> {
    let area = filled_area(view, at)?;
    let beside = !(area.first_column..=area.last_column).contains(&panel.label_column);
    let labels = panel.labels.iter().filter(|label| (area.first_row..=area.last_row).contains(&label.row));
    let items = labels.filter_map(|label| match label.meaning {
        Meaning::Item(item) => Some(form.figure(item, 0)),
        Meaning::Derived(_) => None,
    });
    several(items.collect()).filter(|_| beside)
}

/// The figures of a table across that share the cell at an address, where there are several.
pub fn sharing_columns(
    view: &SheetView,
    columns: impl Iterator<Item = (u32, usize)>,
    at: (u32, u32),
) -> Option<Vec<usize>> {
    let area = filled_area(view, at)?;
    let covered = columns.filter(|(column, _)| (area.first_column..=area.last_column).contains(column));
    several(covered.map(|(_, figure)| figure).collect())
}

/// The merged area at an address, if it says something.
fn filled_area<'v>(view: &'v SheetView, at: (u32, u32)) -> Option<&'v Area> {
    let area = view.sheet.merge_at(at.0, at.1)?;
    view.sheet.at(area.first_row, area.first_column).is_some_and(says_something).then_some(area)
}

fn several(mut figures: Vec<usize>) -> Option<Vec<usize>> {
    figures.sort_unstable();
    figures.dedup();
    (figures.len() > 1).then_some(figures)
}

/// The answer to one of them: none, and why.
pub fn unread(
    view: &SheetView,
    form: &Form,
    figure: usize,
    at: (u32, u32),
    sharers: &[usize],
) -> (Answer, Vec<Finding>) {
    let (row, column) = view.sheet.anchor(at.0, at.1);
    let raw = view.sheet.at(row, column).map_or(String::new(), Content::text).trim().to_owned();
    let place = view.place(row, column);
    let names: Vec<String> =
        sharers.iter().map(|figure| format!("“{}”", form.items[figure / form.columns.len()].label)).collect();
    let words = format!(
        "“{raw}”填在{}合并的一格里，不知道各是多少，没有读取；请拆开合并的格，分别填写",
        names.join("")
    );
    let finding = form.finding(Severity::Hard, "joint-cell", figure, Some(place.clone()), &words);
    (Answer { value: None, mark: None, raw, place: Some(place), found: true }, vec![finding])
}
