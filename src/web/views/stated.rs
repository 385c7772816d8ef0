//! 本级上报数 and the differences: a node's own totals beside the sum of its units.

use super::board::node_page as frame_of;
use super::figures::{exact, table};
use crate::form::Form;
use crate::vocabulary::{Actor, Number, Permission};
use crate::web::pages::StatedPage;
use crate::web::pages::campaign::Tab;
use crate::web::pages::figures::{Cell, Mode};
use crate::web::pages::stated::StatedLine;
use crate::web::pages::totals::{DifferenceRow, Differences};
use crate::web::pages::words;
use crate::workflow::stated::{Difference, Stated, View, figures_of};
use crate::workflow::totals::Totals;

pub fn stated_page(view: &View, actor: &Actor, csrf: &str) -> StatedPage {
    let (task, node, form) = (&view.task, &view.node, &view.form);
    let (frame, tabs) = frame_of(task, node, Tab::Totals, actor, csrf);
    StatedPage {
        frame,
        tabs,
        campaign: task.id,
        title: task.title.clone(),
        node_code: node.code.clone(),
        node_name: node.name.clone(),
        above: view.above.iter().map(|above| (above.code.clone(), above.name.clone())).collect(),
        table: table(form, Mode::FillIn, task.year, &|figure| Cell::new(figure, ""), None),
        said: view.all.iter().rev().map(|stated| line(form, stated)).collect(),
        may_state: view.may_state && actor.may(Permission::Review),
    }
}

fn kept(stated: &Stated) -> String {
    format!("{}，{}", stated.by, words::to_the_minute(stated.at))
}

fn file_name(stated: &Stated) -> String {
    stated.file.as_ref().map_or(String::new(), |file| file.name.clone())
}

fn href(stated: &Stated) -> String {
    format!("/stated-totals/{}/file", stated.id)
}

fn line(form: &Form, stated: &Stated) -> StatedLine {
    let figures = figures_of(form, stated).into_iter().enumerate();
    let figures = figures.filter_map(|(figure, value)| {
        let title = form.item_title(figure / form.columns.len(), figure % form.columns.len());
        Some(format!("{title} {}{}", value?, form.measure_of(figure).text))
    });
    StatedLine { kept: kept(stated), file: file_name(stated), href: href(stated), figures: figures.collect() }
}

/// The rows of 差额, three for each node that said anything.
pub fn differences(totals: &Totals, asked: &[usize]) -> Vec<Differences> {
    let of = |one: &Difference| {
        let row = |label: &str, value: &dyn Fn(usize) -> Option<Number>| DifferenceRow {
            label: label.to_owned(),
            values: asked.iter().map(|figure| shown(value(*figure))).collect(),
        };
        Differences {
            node: one.node.name.clone(),
            code: one.node.code.clone(),
            kept: kept(&one.stated),
            file: file_name(&one.stated),
            href: href(&one.stated),
            differs: asked.iter().any(|figure| one.of(*figure).is_some_and(|by| !by.is_zero())),
            rows: vec![
                row("本级上报数", &|figure| one.said[figure]),
                row("所属合计", &|figure| one.sums[figure]),
                row("差额", &|figure| one.of(figure)),
            ],
        }
    };
    totals.differences.iter().map(of).collect()
}

/// With all digits: rounding would hide a difference.
fn shown(value: Option<Number>) -> String {
    let text = exact(value);
    if text.is_empty() { "—".to_owned() } else { text }
}
