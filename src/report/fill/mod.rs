//! A roll-up put into a template.
//!
//! One file a kind of sheet, each a function from the [`Scope`] (a node of the tree with everything that
//! is known below it) to a sheet. Sheets point at each other: a unit's name leads to its state, a state to
//! its findings, a chart to the columns it draws. Therefore sheets are filled in the order of
//! [`ORDER`], targets before whoever points at them, each leaving its addresses in [`Targets`], and put
//! into the template's order afterwards.

mod scope;
mod targets;
mod counts;
mod change;
mod list;
mod charts;
mod notes;

pub(in crate::report) mod form;
pub(in crate::report) mod across;
mod children;
mod coverage;
mod units;
mod status;
mod missing;
mod findings;
mod data;
mod about;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::LastYear;
use super::table::{Properties, Sheet, Workbook};
use super::template::{Kind, SheetTemplate, Template};
use super::words::{self, Words};
use crate::aggregate::RollUp;
use crate::vocabulary::{Unit, UnitCode};
pub use about::{ABOUT_DATA, MARK};
use scope::Scope;
use targets::Targets;

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

/// A workbook that the templates ask for, not filled yet: large ones are filled one by one and let go.
pub struct Planned<'t> {
    template: &'t Template,
    node: &'t Unit,
    pub file_name: String,
}

/// The workbooks that the templates ask for: one for each node they are meant for, the root's first.
pub fn plan<'t>(templates: &'t [Template], roll_up: &'t RollUp) -> Vec<Planned<'t>> {
    let mut taken = HashSet::new();
    let mut planned = Vec::new();
    for node in roll_up.register.parents() {
        let Some(nodes) = scope::nodes(&roll_up.register, node) else { continue };
        let words = Words::new(roll_up, node);
        for template in templates.iter().filter(|template| template.nodes == nodes) {
            let mut file_name = words::file_name(&words.text(&template.file));
            if !taken.insert(file_name.clone()) {
                file_name = format!("{}-{file_name}", node.code);
                taken.insert(file_name.clone());
            }
            planned.push(Planned { template, node, file_name });
        }
    }
    planned
}

impl Planned<'_> {
    /// Whether this is the workbook of a node.
    pub fn is_of(&self, node: &UnitCode) -> bool {
        self.node.code == *node
    }

    /// Fills the workbook from the roll-up that it was planned for.
    pub fn fill(&self, roll_up: &RollUp, last: Option<&LastYear>) -> Workbook {
        let node = roll_up.register.unit(&self.node.code);
        let workbook = workbook(&Scope::new(roll_up, node, last), self.template);
        Workbook { file_name: self.file_name.clone(), ..workbook }
    }
}

/// Every workbook that the templates ask for, all at once.
pub fn workbooks(templates: &[Template], roll_up: &RollUp, last: Option<&LastYear>) -> Vec<Workbook> {
    plan(templates, roll_up).iter().map(|planned| planned.fill(roll_up, last)).collect()
}

fn workbook(scope: &Scope, template: &Template) -> Workbook {
    let mut targets = Targets::default();
    let mut sheets: BTreeMap<usize, Sheet> = BTreeMap::new();
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

fn fill(scope: &Scope, template: &SheetTemplate, targets: &mut Targets) -> Sheet {
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
