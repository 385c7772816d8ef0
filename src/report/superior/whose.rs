//! Whose figures the rows and columns of a template are: by name in the register, or in the rows that are left.

use std::collections::{BTreeMap, BTreeSet};

use super::room;
use crate::aggregate::{RollUp, State};
use crate::report::{LastYear, words};
use crate::submit::recognise::places::{Places, Spot, Whose};
use crate::vocabulary::unit_name::{Named, Names};
use crate::vocabulary::{Number, UnitCode};

/// Everything that a template is filled from.
pub struct Ground<'r> {
    pub roll_up: &'r RollUp,
    pub node: &'r UnitCode,
    pub last: Option<&'r LastYear>,
}

/// Figures of one row or column, indexed as `Form::figure`.
pub struct Figures {
    pub values: Vec<Option<Number>>,
    /// Whether there is anybody whose figures count; otherwise that was said of all of them.
    pub counts: bool,
}

/// A unit of a template.
struct Person {
    /// As the tables call it.
    name: String,
    figures: Figures,
}

/// Everybody whom a template asks about.
pub struct People<'g> {
    ground: &'g Ground<'g>,
    node: Figures,
    office: Option<Person>,
    named: BTreeMap<String, Person>,
    /// By sheet: those whom its blank rows are given to.
    free: BTreeMap<usize, Vec<Person>>,
    pub said: Vec<String>,
}

impl<'g> People<'g> {
    pub fn of(ground: &'g Ground<'g>, places: &Places) -> People<'g> {
        let node = Figures { values: ground.roll_up.totals(ground.node).figures, counts: true };
        let mut people = People {
            ground,
            node,
            office: None,
            named: BTreeMap::new(),
            free: BTreeMap::new(),
            said: Vec::new(),
        };
        let names = Names::new(&ground.roll_up.register);
        let sheets: BTreeSet<usize> = places.spots.iter().map(|spot| spot.sheet).collect();
        for sheet in sheets {
            people.sheet(sheet, places, &names);
        }
        people
    }

    fn sheet(&mut self, sheet: usize, places: &Places, names: &Names) {
        let own: Vec<&Whose> =
            places.spots.iter().filter(|spot| spot.sheet == sheet).map(|spot| &spot.whose).collect();
        let mut told: BTreeSet<UnitCode> = BTreeSet::new();
        let mut asks_units = false;
        for whose in &own {
            match whose {
                Whose::Unit(name) => {
                    asks_units = true;
                    told.extend(self.learn(name, names));
                }
                Whose::Office => {
                    asks_units = true;
                    told.insert(self.ground.node.clone());
                    self.learn_office();
                }
                Whose::Free(_) => asks_units = true,
                Whose::Node => {}
            }
        }
        if !asks_units {
            return;
        }
        let leaves_rows = own.iter().any(|whose| matches!(whose, Whose::Free(_)));
        let left = self.left(&told);
        if !leaves_rows {
            if !left.is_empty() {
                let names: Vec<String> = left.iter().map(|code| self.print_name(code)).collect();
                self.said.push(format!("模板里没有这些单位的行，它们的数只在合计里：{}", names.join("、")));
            }
            return;
        }
        let people = left.iter().map(|code| self.person(code)).collect();
        self.free.insert(sheet, people);
    }

    /// Units below the node that a sheet does not name, in the register's order, the own office first.
    fn left(&self, told: &BTreeSet<UnitCode>) -> Vec<UnitCode> {
        let RollUp { register, outcomes, .. } = self.ground.roll_up;
        let node = self.ground.node;
        let own = register.reports(node).then(|| node.clone());
        let children = register.children(node).into_iter().map(|unit| unit.code.clone());
        let is_exempt =
            |code: &UnitCode| outcomes.get(code).is_some_and(|outcome| outcome.state == State::Exempt);
        let is_asked = |code: &UnitCode| match code == node {
            true => !is_exempt(code),
            false => register
                .reporters(code)
                .iter()
                .any(|unit| outcomes.contains_key(&unit.code) && !is_exempt(&unit.code)),
        };
        own.into_iter().chain(children).filter(|code| is_asked(code) && !told.contains(code)).collect()
    }

    /// Looks a printed name up; the unit that it means.
    fn learn(&mut self, name: &str, names: &Names) -> Option<UnitCode> {
        let node = self.ground.node.clone();
        let found = match names.find(name) {
            Named::Unit { code, .. } => code,
            Named::Several(candidates) => {
                if !self.named.contains_key(name) {
                    let all: Vec<String> = candidates.iter().map(|code| self.print_name(code)).collect();
                    self.unknown(name, format!("可能是 {}，不能确定", all.join("、")));
                }
                return None;
            }
            Named::Nobody => {
                self.unknown(name, "不在单位名录里".to_owned());
                return None;
            }
        };
        let register = &self.ground.roll_up.register;
        let below = register.ancestors(&found).iter().any(|above| above.code == node);
        if found == node && register.reports(&node) {
            self.learn_office();
        } else if !below {
            self.unknown(name, "不是本级的下级单位".to_owned());
            return None;
        }
        if !self.named.contains_key(name) {
            let person = self.person(&found);
            self.named.insert(name.to_owned(), person);
        }
        Some(found)
    }

    fn unknown(&mut self, name: &str, why: String) {
        let sentence = format!("模板里的单位“{name}”{why}，这一行（列）留空");
        if !self.said.contains(&sentence) {
            self.said.push(sentence);
        }
    }

    fn learn_office(&mut self) {
        if self.office.is_some() {
            return;
        }
        let node = self.ground.node.clone();
        match self.ground.roll_up.register.reports(&node) {
            true => self.office = Some(self.person(&node)),
            false => self.unknown("机关（本级）", "在单位名录里不单独填报".to_owned()),
        }
    }

    /// A unit with its figures: a parent's are its total, the node's own office only its own sheet.
    fn person(&mut self, code: &UnitCode) -> Person {
        let roll_up = self.ground.roll_up;
        let name = self.print_name(code);
        if code != self.ground.node && roll_up.register.has_children(code) {
            let totals = roll_up.totals(code);
            let counts = totals.coverage.counted > 0;
            if !counts {
                self.say_absent(&name, "没有计入汇总的单位");
            }
            return Person { name, figures: Figures { values: totals.figures, counts } };
        }
        let outcome = roll_up.outcomes.get(code);
        let submission = outcome.and_then(|outcome| roll_up.counted(outcome));
        let blank = || vec![None; roll_up.form.figures()];
        let values = submission.map_or_else(blank, |submission| {
            (0..roll_up.form.figures()).map(|figure| submission.answers.value(figure)).collect()
        });
        if submission.is_none() {
            let state = outcome.map_or("本次不要求填报", |outcome| words::state(outcome.state));
            self.say_absent(&name, state);
        }
        Person { name, figures: Figures { values, counts: submission.is_some() } }
    }

    fn say_absent(&mut self, name: &str, why: &str) {
        let sentence = format!("{name}：{why}，没有计入，留空");
        if !self.said.contains(&sentence) {
            self.said.push(sentence);
        }
    }

    /// The unit's name in print; a parent that sends a sheet of its own is its office alone.
    fn print_name(&self, code: &UnitCode) -> String {
        let unit = self.ground.roll_up.register.unit(code);
        if code == self.ground.node { format!("{}（本级）", unit.name) } else { unit.name.clone() }
    }

    /// How many are to have a row that a sheet leaves.
    pub fn free(&self, sheet: usize) -> usize {
        self.free.get(&sheet).map_or(0, Vec::len)
    }

    /// Why not everybody has a row, where none can be repeated.
    pub fn shortage(&self, places: &Places) -> Option<String> {
        let tables = room::left(places);
        let short = tables.iter().find(|table| self.free(table.sheet) > table.rows)?;
        let people = self.free.get(&short.sheet)?;
        let without: Vec<&str> = people[short.rows..].iter().map(|person| person.name.as_str()).collect();
        Some(format!(
            "模板只留了 {} 行，要填 {} 个单位，放不下的有：{}；请在模板里合计行以上补足行数（连同公式的范围），再上传",
            short.rows,
            people.len(),
            without.join("、")
        ))
    }

    pub fn figures(&self, spot: &Spot) -> Option<&Figures> {
        match &spot.whose {
            Whose::Node => Some(&self.node),
            Whose::Office => self.office.as_ref().map(|person| &person.figures),
            Whose::Unit(name) => self.named.get(name).map(|person| &person.figures),
            Whose::Free(_) => self.free_person(spot).map(|person| &person.figures),
        }
    }

    fn free_person(&self, spot: &Spot) -> Option<&Person> {
        let Whose::Free(row) = spot.whose else { return None };
        self.free.get(&spot.sheet)?.get(row)
    }

    /// The name for a row that is left for a unit.
    pub fn name(&self, spot: &Spot) -> Option<String> {
        self.free_person(spot).map(|person| person.name.clone())
    }

    pub fn number(&self, spot: &Spot) -> Option<usize> {
        let Whose::Free(row) = spot.whose else { return None };
        self.free_person(spot).map(|_| row + 1)
    }

    /// What sentences call somebody.
    pub fn called(&self, whose: &Whose) -> String {
        match whose {
            Whose::Node => "汇总".to_owned(),
            Whose::Office => "机关（本级）".to_owned(),
            Whose::Unit(name) => format!("“{name}”"),
            Whose::Free(row) => {
                let names = self.free.values().filter_map(|people| people.get(*row));
                names.map(|person| format!("“{}”", person.name)).next().unwrap_or_default()
            }
        }
    }
}
