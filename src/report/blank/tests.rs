//! What a blank form says before anybody types anything, and once it is filled in.

use super::*;
use crate::form::builtin::{self, FORMS};
use crate::problem::RefusalCode;
use crate::report::paper::as_grid;
use crate::report::sample::figures;
use crate::report::table::Content;
use crate::submit::recognise::Recogniser;

fn blank(form: &Arc<Form>) -> Blank<'_> {
    let last = figures(form);
    let more = |figure: &Option<Number>| figure.and_then(|figure| figure.checked_add(Number::whole(1)));
    Blank {
        form,
        mark: Mark::new(form, None, Some(2024), "330101001"),
        unit: "东城县城关市场监督管理所".into(),
        level: Level::Unit,
        campaign: Some("2024年“3·15”活动情况统计".into()),
        due: Some("3月22日前（2024-03-22 24:00，含当日）".into()),
        last_year: last.iter().map(more).collect(),
    }
}

fn filled(form: &Arc<Form>) -> Sheet {
    let mut sheet = blank(form).sheet();
    let figures = figures(form);
    let inputs = sheet.filling.clone().expect("cells to fill in").inputs;
    assert_eq!(inputs.len(), figures.iter().flatten().count(), "{}", form.code);
    for (input, figure) in inputs.iter().zip(figures.into_iter().flatten()) {
        let cell = &mut sheet.rows[input.row as usize].cells[usize::from(input.column)];
        assert_eq!(cell.role, Role::Entry);
        cell.content = Content::Number(figure, super::super::table::Shown::Exact);
    }
    sheet
}

#[test]
fn a_blank_form_says_nothing_of_this_year() {
    for built_in in &FORMS {
        let form = builtin::form(built_in.code).expect("a built-in form");
        let recogniser = Recogniser::new(Wording::new(Arc::clone(&form)), Some(2024));
        let refusal = recogniser.recognise(&as_grid(&blank(&form).sheet())).expect_err(built_in.code);
        assert_eq!(refusal.code, RefusalCode::EmptyTable, "{}", built_in.code);
    }
}

#[test]
fn a_filled_one_is_read_and_known() {
    for built_in in &FORMS {
        let form = builtin::form(built_in.code).expect("a built-in form");
        let recogniser = Recogniser::new(Wording::new(Arc::clone(&form)), Some(2024));
        let readings = recogniser.recognise(&as_grid(&filled(&form))).expect(built_in.code);
        let [reading] = readings.as_slice() else { panic!("{} readings", readings.len()) };
        assert_eq!(reading.answers.values(), figures(&form), "{}", built_in.code);
        assert_eq!(reading.mark, Some(blank(&form).mark), "{}", built_in.code);
        assert_eq!(reading.unit_written.as_deref(), Some("东城县城关市场监督管理所"));
        assert_eq!((reading.date, &reading.findings), (None, &Vec::new()), "{}", built_in.code);
    }
}
