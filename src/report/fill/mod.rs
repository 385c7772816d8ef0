//! A roll-up put into a template.
//!
//! One file a kind of sheet, each a function from the [`Scope`] (a node of the tree with everything that
//! is known below it) to a sheet. Sheets point at each other: a unit's name leads to its state, a state to
//! its findings, a chart to the columns it draws. Therefore sheets are filled in the order of
//! [`ORDER`], targets before whoever points at them, each leaving its addresses in [`Targets`], and put
//! into the template's order afterwards.

mod about;
mod across;
mod change;
mod charts;
mod children;
mod coverage;
mod data;
mod findings;
mod form;
mod list;
mod missing;
mod notes;
mod scope;
mod status;
mod units;
pub mod words;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::LastYear;
use super::table::{Properties, Sheet, Workbook};
use super::template::{Kind, SheetTemplate, Template};
use crate::aggregate::RollUp;
use crate::vocabulary::UnitCode;
pub use about::MARK;
use charts::Drawable;
use scope::Scope;
pub use scope::state;

/// For programs that meet one of our workbooks: the custom property `huibiao.kind`.
pub const KIND: &str = "rollup";

/// Targets first.
const ORDER: [Kind; 9] = [
    Kind::Data,
    Kind::About,
    Kind::Findings,
    Kind::Status,
    Kind::Children,
    Kind::Coverage,
    Kind::Form,
    Kind::Units,
    Kind::Missing,
];

/// Where things stand in sheets that are already filled.
#[derive(Default)]
pub(super) struct Targets {
    sheets: BTreeMap<Kind, Arc<str>>,
    rows: BTreeMap<(Kind, UnitCode), u32>,
    drawable: Drawable,
    checksum: Option<String>,
}

/// Every workbook that the templates ask for: one for each node they are meant for, the root's first.
pub fn workbooks<'r>(
    templates: &[Template],
    roll_up: &'r RollUp,
    last: Option<&'r LastYear>,
) -> Vec<Workbook<'r>> {
    let mut taken = HashSet::new();
    let mut workbooks = Vec::new();
    for node in roll_up.register.parents() {
        let Some(nodes) = scope::nodes(&roll_up.register, node) else { continue };
        let scope = Scope::new(roll_up, node, last);
        for template in templates.iter().filter(|template| template.nodes == nodes) {
            let mut workbook = workbook(&scope, template);
            if !taken.insert(workbook.file_name.clone()) {
                workbook.file_name = format!("{}-{}", node.code, workbook.file_name);
                taken.insert(workbook.file_name.clone());
            }
            workbooks.push(workbook);
        }
    }
    workbooks
}

fn workbook<'r>(scope: &Scope<'r>, template: &Template) -> Workbook<'r> {
    let mut targets = Targets::default();
    let mut sheets: BTreeMap<usize, Sheet<'r>> = BTreeMap::new();
    for kind in ORDER {
        for (position, sheet) in template.sheets.iter().enumerate().filter(|(_, sheet)| sheet.kind == kind) {
            targets.sheets.insert(kind, Arc::from(sheet.name.as_str()));
            sheets.insert(position, fill(scope, sheet, &mut targets));
        }
    }
    let issuer = scope.words.issuer().unwrap_or(&scope.node.name).to_owned();
    Workbook {
        file_name: words::file_name(&scope.words.text(&template.file)),
        properties: Properties {
            title: scope.words.text(&template.title),
            subject: scope.words.text(&template.subject),
            keywords: scope.words.text(&template.keywords),
            author: scope.node.name.clone(),
            company: issuer,
            kind: KIND.to_owned(),
            made: scope.roll_up.made,
        },
        sheets: sheets.into_values().collect(),
    }
}

fn fill<'r>(scope: &Scope<'r>, template: &SheetTemplate, targets: &mut Targets) -> Sheet<'r> {
    match template.kind {
        Kind::Form => form::fill(scope, template, targets),
        Kind::Children => children::fill(scope, template, targets),
        Kind::Coverage => coverage::fill(scope, template, targets),
        Kind::Units => units::fill(scope, template, targets),
        Kind::Status => status::fill(scope, template, targets),
        Kind::Missing => missing::fill(scope, template),
        Kind::Findings => findings::fill(scope, template, targets),
        Kind::Data => data::fill(scope, template, targets),
        Kind::About => about::fill(scope, template, targets),
    }
}
