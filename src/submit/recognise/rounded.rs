//! Figures of which a file keeps only what its program showed: 1.23E+04 for 12345, once saved as text.
//!
//! The digits that are gone can be said by nobody but the unit, so every such figure is asked about, and held.

use super::view::SheetView;
use crate::form::Form;
use crate::submit::answers::Answers;
use crate::submit::grid::Said;
use crate::vocabulary::{Finding, Severity};

/// Asks about every answer whose cell shows a rounded number.
pub fn ask(view: &SheetView, form: &Form, answers: &Answers) -> Vec<Finding> {
    let rounded = view.sheet.remarks.iter().filter(|remark| remark.said == Said::Rounded);
    let places: Vec<_> = rounded.map(|remark| view.place(remark.row, remark.column)).collect();
    let of_figure = |(figure, place)| {
        let answer = answers.get(figure);
        let words = format!(
            "填的是“{}”，是科学记数的显示结果，后面的数字可能已丢失；请按原表改填完整的数字",
            answer.raw
        );
        form.finding(Severity::Query, "digits-lost", figure, place, &words).holding()
    };
    let asked = (0..form.figures()).map(|figure| (figure, answers.get(figure).place.clone()));
    asked
        .filter(|(_, place)| place.as_ref().is_some_and(|place| places.contains(place)))
        .map(of_figure)
        .collect()
}
