//! 汇总: live totals, what they are broken down into, and the units behind one of them.

mod sources;

pub use self::sources::sources_page;
use super::board::node_page;
use super::count;
use super::figures::{printed, table};
use super::stated::differences;
use crate::aggregate::derive::change;
use crate::campaign::CampaignState;
use crate::campaign::standing::Number as Counted;
use crate::form::{Comparison, Form};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Number, Permission};
use crate::web::pages::campaign::Tab;
use crate::web::pages::figures::{Cell, Mode};
use crate::web::pages::totals::{Breakdown, BreakdownColumn, BreakdownRow, Coverage, TotalsPage};
use crate::web::pages::words;
use crate::workflow::sign_off::Head;
use crate::workflow::totals::{Basis, ChildTotals, Totals};

fn coverage(totals: &Totals) -> Coverage {
    let of = |number: Counted| {
        let position = Counted::ALL.iter().position(|known| *known == number).unwrap_or(0);
        count(totals.counts[position])
    };
    let received = of(Counted::Received);
    Coverage {
        expected: of(Counted::Expected),
        counted: count(totals.counted),
        nil: of(Counted::Nil),
        missing: of(Counted::Missing),
        exempt: of(Counted::Exempt),
        left_out: received.saturating_sub(count(totals.counted)),
    }
}

fn accepted(basis: Basis) -> &'static str {
    if basis == Basis::Accepted { "&accepted=on" } else { "" }
}

fn changed(totals: &Totals, figure: usize, last: Option<Number>) -> String {
    let growth = change(Comparison::Growth { places: 1 }, totals.figures[figure], last);
    growth.map_or("—".to_owned(), |growth| {
        let sign = if growth.is_negative() || growth.is_zero() { "" } else { "+" };
        format!("{sign}{}%", growth.fixed(1))
    })
}

pub fn totals_page(totals: &Totals, signed: &[Head], now: Instant, actor: &Actor, csrf: &str) -> TotalsPage {
    let (task, node, form) = (&totals.task, &totals.node, &totals.form);
    let (frame, tabs) = node_page(task, node, Tab::Totals, actor, csrf);
    let (accepted, asked) = (accepted(totals.basis), asked(form));
    let cell = |figure: usize| {
        let href = format!("/campaigns/{}/totals/{figure}?node={}{accepted}", task.id, node.code);
        let cell = Cell::new(figure, printed(form, figure, totals.figures[figure])).leading_to(href);
        match &totals.last_year {
            Some(last) => {
                let known = printed(form, figure, last[figure]);
                let shown = if known.is_empty() { "—".to_owned() } else { known };
                cell.last_year(shown).change(changed(totals, figure, last[figure]))
            }
            None => cell,
        }
    };
    TotalsPage {
        frame,
        tabs,
        campaign: task.id,
        title: task.title.clone(),
        node_code: node.code.clone(),
        node_name: node.name.clone(),
        above: totals.above.iter().map(|above| (above.code.clone(), above.name.clone())).collect(),
        as_of: words::to_the_minute(now),
        accepted_only: totals.basis == Basis::Accepted,
        signed: signed.iter().map(|head| (head.id, head.number)).collect(),
        coverage: coverage(totals),
        table: table(form, Mode::Total, task.year, &cell, Some(&totals.figures)),
        breakdown: breakdown(totals),
        difference_columns: columns(form, &asked),
        differences: differences(totals, &asked),
        may_state: actor.may(Permission::Review)
            && matches!(task.state, CampaignState::Published | CampaignState::Closed)
            && !totals.children.is_empty(),
        has_template: !totals.children.is_empty()
            && (node.id == actor.unit || !actor.may(Permission::Review)),
    }
}

/// Figures that are asked for.
fn asked(form: &Form) -> Vec<usize> {
    (0..form.figures()).filter(|figure| !form.items[figure / form.columns.len()].section).collect()
}

fn columns(form: &Form, asked: &[usize]) -> Vec<BreakdownColumn> {
    let column = |figure: &usize| {
        let (item, column) = (figure / form.columns.len(), figure % form.columns.len());
        let measure = form.measure_of(*figure).text.clone();
        BreakdownColumn { label: form.item_title(item, column), measure }
    };
    asked.iter().map(column).collect()
}

fn breakdown(totals: &Totals) -> Option<Breakdown> {
    if totals.children.is_empty() {
        return None;
    }
    let form = &totals.form;
    let nested = totals.children.iter().any(|child| child.units > 1);
    let asked = asked(form);
    let shown = |figure: usize, child: &ChildTotals| match child.figures[figure] {
        Some(value) => printed(form, figure, Some(value)),
        None if child.counted == 0 => "未报".to_owned(),
        None => "—".to_owned(),
    };
    let rows = totals.children.iter().map(|child| BreakdownRow {
        code: child.node.code.clone(),
        label: child.node.name.clone(),
        href: if child.units > 1 {
            format!("/campaigns/{}/totals?node={}{}", totals.task.id, child.node.code, accepted(totals.basis))
        } else {
            format!("/campaigns/{}/units/{}", totals.task.id, child.node.code)
        },
        coverage: if child.units > 1 { format!("{}/{}", child.counted, child.units) } else { String::new() },
        values: asked.iter().map(|figure| shown(*figure, child)).collect(),
    });
    Some(Breakdown {
        title: if nested { "各地" } else { "各单位" }.to_owned(),
        columns: columns(form, &asked),
        rows: rows.collect(),
        totals: asked.iter().map(|figure| printed(form, *figure, totals.figures[*figure])).collect(),
    })
}
