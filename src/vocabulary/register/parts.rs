//! A register cut down to what one task is about: a subtree, the units asked, the nodes that report themselves.

use std::collections::HashSet;

use super::Register;
use crate::vocabulary::{Level, Unit, UnitCode};

impl Register {
    /// The part of the tree at and below a unit, which becomes its root.
    pub fn subtree(&self, code: &UnitCode) -> Option<Register> {
        let mut waiting = vec![*self.index.get(code)?];
        let mut units = Vec::new();
        while let Some(index) = waiting.pop() {
            units.push(self.units[index].clone());
            waiting.extend(&self.children[index]);
        }
        units[0].parent = None;
        Register::from_units(units).ok()
    }

    /// The tree with these units and the nodes above them only; exactly these report.
    pub fn only(&self, asked: &HashSet<UnitCode>) -> Register {
        let mut kept: HashSet<&UnitCode> = HashSet::from([&self.root().code]);
        for code in asked {
            kept.extend(self.get(code).map(|unit| &unit.code));
            kept.extend(self.ancestors(code).into_iter().map(|unit| &unit.code));
        }
        let units = self
            .units
            .iter()
            .filter(|unit| kept.contains(&unit.code))
            .map(|unit| Unit { reports_itself: asked.contains(&unit.code), ..unit.clone() });
        Register::from_units(units.collect()).expect("with all nodes above them, units are a tree")
    }

    /// The same tree, in which the nodes of a level report themselves.
    pub fn reporting_at(&self, level: Level) -> Register {
        let mut register = self.clone();
        for unit in register.units.iter_mut().filter(|unit| unit.level == level) {
            unit.reports_itself = true;
        }
        register
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::rows;
    use super::*;

    #[test]
    fn a_register_is_cut_down_to_whom_a_task_asks() {
        let whole = Register::from_rows(&rows(
            "code,name,level,parent_code,reports\n37,市,city,,是\n371,甲县,county,37,\n372,乙县,county,37,\n3711,甲所,unit,371,\n3721,乙所,unit,372,",
        ))
        .unwrap();
        let reporters = |register: &Register| {
            let found = register.reporters(&register.root().code);
            found.iter().map(|unit| unit.code.as_str().to_owned()).collect::<Vec<_>>().join(" ")
        };
        let only = |codes: &[&str]| whole.only(&codes.iter().map(|code| UnitCode::new(code)).collect());
        for (what, register, expected) in [
            ("all that report", whole.clone(), "37 3711 3721"),
            ("one county", whole.subtree(&UnitCode::new("371")).unwrap(), "3711"),
            ("the counties themselves", only(&["371", "372"]), "371 372"),
            ("a county beside its own unit", only(&["371", "3711"]), "371 3711"),
            ("one unit, reached from the top", only(&["3721"]), "3721"),
            ("counties and all below them", whole.reporting_at(Level::County), "37 371 3711 372 3721"),
        ] {
            assert_eq!(reporters(&register), expected, "{what}");
        }
    }
}
