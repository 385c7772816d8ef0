//! What one workbook is about: a node of the tree, its branches, what became of every unit below it.

use std::collections::HashMap;

use crate::aggregate::{Coverage, Outcome, RollUp, combined, coverage};
use crate::form::Form;
use crate::report::LastYear;
use crate::report::template::Nodes;
use crate::report::words::Words;
use crate::submit::Submission;
use crate::vocabulary::{Level, Number, Register, Unit, UnitCode};

/// Everything the sheets of one workbook are filled from.
pub struct Scope<'r> {
    pub roll_up: &'r RollUp,
    pub form: &'r Form,
    pub node: &'r Unit,
    pub last: Option<&'r LastYear>,
    pub words: Words,
    pub branch: Branch<'r>,
    /// Name of the branch that each unit stands in.
    branch_names: HashMap<&'r UnitCode, String>,
}

/// A node with what is below it: either units, or further branches.
#[derive(Debug)]
pub struct Branch<'r> {
    pub name: String,
    /// `None` for units gathered as 市直.
    pub code: Option<&'r UnitCode>,
    pub units: Vec<&'r Outcome>,
    pub below: Vec<Branch<'r>>,
    pub figures: Vec<Option<Number>>,
    pub coverage: Coverage,
}

/// Which kind of workbook a node gets. The tree's shape decides, not the register's words for levels,
/// which are often missing; a township inside a county gets none.
pub fn nodes(register: &Register, node: &Unit) -> Option<Nodes> {
    let above_parents = register.children(&node.code).iter().any(|child| register.has_children(&child.code));
    match &node.parent {
        None if above_parents => Some(Nodes::City),
        None => Some(Nodes::County),
        Some(_) if node.level >= Level::City => Some(if above_parents { Nodes::City } else { Nodes::County }),
        Some(parent) => {
            let parent = register.unit(parent);
            let under_top = parent.parent.is_none() || parent.level >= Level::City;
            (under_top || node.level == Level::County).then_some(Nodes::County)
        }
    }
}

impl<'r> Scope<'r> {
    pub fn new(roll_up: &'r RollUp, node: &'r Unit, last: Option<&'r LastYear>) -> Scope<'r> {
        let branch = Branch::grow(roll_up, node);
        let mut branch_names = HashMap::new();
        for below in &branch.below {
            below.each_unit(&mut |outcome| {
                branch_names.insert(&outcome.unit, below.name.clone());
            });
        }
        Scope {
            roll_up,
            form: &roll_up.form,
            node,
            last,
            words: Words::new(roll_up, node),
            branch,
            branch_names,
        }
    }

    /// Every expected unit below the node, in the order of the tables.
    pub fn outcomes(&self) -> Vec<&'r Outcome> {
        let mut found = Vec::new();
        self.branch.each_unit(&mut |outcome| found.push(outcome));
        found
    }

    pub fn unit(&self, code: &UnitCode) -> &'r Unit {
        self.roll_up.register.unit(code)
    }

    /// The unit's name in print; a parent that sends a sheet of its own is its office alone.
    pub fn name(&self, code: &UnitCode) -> String {
        let name = &self.unit(code).name;
        if self.roll_up.register.has_children(code) { format!("{name}（本级）") } else { name.clone() }
    }

    /// 所属: the county (or 市直) a unit stands in; empty in a county's own workbook.
    pub fn branch_name(&self, unit: &UnitCode) -> &str {
        self.branch_names.get(unit).map_or("", String::as_str)
    }

    /// Whether this is the workbook of the whole roll-up, where homeless things belong.
    pub fn is_whole(&self) -> bool {
        self.node.parent.is_none()
    }

    pub fn submission(&self, index: usize) -> &'r Submission {
        &self.roll_up.submissions[index]
    }

    /// The sheets of a unit that say anything: the one in force, or all while none is.
    pub fn told(&self, outcome: &Outcome) -> Vec<&'r Submission> {
        match outcome.in_force {
            Some(index) => vec![self.submission(index)],
            None => outcome.submissions.iter().map(|index| self.submission(*index)).collect(),
        }
    }

    /// Last year's figure of a branch: its total where that is known, else its units' together.
    pub fn last_figure(&self, branch: &Branch, figure: usize) -> Option<Number> {
        let last = self.last?;
        if let Some(total) = branch.code.and_then(|code| last.total(code)) {
            return total.get(figure).copied().flatten();
        }
        let aggregation = self.form.items[figure / self.form.columns.len()].aggregation;
        let mut sum = None;
        let own = branch.units.iter().map(|outcome| last.unit(&outcome.unit, figure));
        let below = branch.below.iter().map(|below| self.last_figure(below, figure));
        own.chain(below).for_each(|part| sum = combined(sum, part, aggregation));
        sum
    }
}

impl<'r> Branch<'r> {
    fn grow(roll_up: &'r RollUp, node: &'r Unit) -> Branch<'r> {
        let register = &roll_up.register;
        let (parents, leaves): (Vec<&Unit>, Vec<&Unit>) =
            register.children(&node.code).into_iter().partition(|child| register.has_children(&child.code));
        let own = register.reports(&node.code).then_some(node);
        let direct: Vec<&Outcome> =
            own.into_iter().chain(leaves).filter_map(|unit| roll_up.outcomes.get(&unit.code)).collect();
        if parents.is_empty() {
            return Branch::of_units(roll_up, node.name.clone(), Some(&node.code), direct);
        }
        let mut below = Vec::new();
        if !direct.is_empty() {
            below.push(Branch::of_units(roll_up, directly_under(node).to_owned(), None, direct));
        }
        below.extend(parents.into_iter().map(|parent| Branch::grow(roll_up, parent)));
        Branch::of_branches(&roll_up.form, node, below)
    }

    fn of_units(
        roll_up: &'r RollUp,
        name: String,
        code: Option<&'r UnitCode>,
        units: Vec<&'r Outcome>,
    ) -> Branch<'r> {
        let form = &roll_up.form;
        let counted: Vec<&Submission> = units.iter().filter_map(|outcome| roll_up.counted(outcome)).collect();
        let figures = totals(form, |figure| {
            counted.iter().map(move |submission| submission.answers.value(figure)).collect()
        });
        let coverage = coverage(&units);
        Branch { name, code, units, below: Vec::new(), figures, coverage }
    }

    fn of_branches(form: &Form, node: &'r Unit, below: Vec<Branch<'r>>) -> Branch<'r> {
        let figures = totals(form, |figure| below.iter().map(|branch| branch.figures[figure]).collect());
        let mut all = Vec::new();
        below.iter().for_each(|branch| branch.each_unit(&mut |outcome| all.push(outcome)));
        let coverage = coverage(&all);
        let (name, code) = (node.name.clone(), Some(&node.code));
        Branch { name, code, units: Vec::new(), below, figures, coverage }
    }

    pub fn each_unit(&self, visit: &mut impl FnMut(&'r Outcome)) {
        self.units.iter().for_each(|outcome| visit(outcome));
        self.below.iter().for_each(|branch| branch.each_unit(visit));
    }
}

fn totals(form: &Form, parts: impl Fn(usize) -> Vec<Option<Number>>) -> Vec<Option<Number>> {
    (0..form.figures())
        .map(|figure| {
            let aggregation = form.items[figure / form.columns.len()].aggregation;
            parts(figure).into_iter().fold(None, |total, part| combined(total, part, aggregation))
        })
        .collect()
}

fn directly_under(node: &Unit) -> &'static str {
    match node.level {
        Level::Province => "省直",
        Level::City => "市直",
        Level::County => "县直",
        Level::Township | Level::Unit => "直属",
    }
}
