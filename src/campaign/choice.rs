//! 应报单位: whom a campaign asks.
//!
//! A notice names them in one of a few ways: everybody below this office, the units of some counties, the
//! districts themselves, the hospitals only. So a choice is a subtree or several, a level, groups, and single
//! units added or taken out, each of those with its reason. Without a level it asks the units whose sheets are
//! their own; with one it asks the nodes of that level, whoever stands below them. A choice names units by
//! their codes and can be made before the units are all there: whom it means is asked of the register.

use std::collections::BTreeSet;

use crate::vocabulary::{Level, Register, Unit, UnitCode};

/// Whom a campaign asks, in the notice's way of saying it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Only units at or below these; empty: at or below the campaign's own node.
    pub below: Vec<UnitCode>,
    /// Only nodes of this level, which then report themselves.
    pub level: Option<Level>,
    /// Only units of these groups; empty: of all.
    pub groups: Vec<String>,
    /// Single units, whatever the rest says.
    pub singles: Vec<Single>,
}

/// A unit added to those chosen, or taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Single {
    pub unit: UnitCode,
    pub asked: bool,
    pub reason: String,
}

impl Choice {
    /// Whether it asks whoever reports, as most campaigns do.
    pub fn is_usual(&self) -> bool {
        *self == Choice::default()
    }

    /// The units that it asks, by code. `register` holds the active units of the campaign's own subtree.
    pub fn asked<'r>(&self, register: &'r Register) -> Vec<&'r Unit> {
        let roots: Vec<&UnitCode> =
            if self.below.is_empty() { vec![&register.root().code] } else { self.below.iter().collect() };
        let within = roots.into_iter().flat_map(|root| below(register, root));
        let mut codes: BTreeSet<&UnitCode> =
            within.filter(|unit| self.fits(register, unit)).map(|unit| &unit.code).collect();
        for single in &self.singles {
            match single.asked {
                true => codes.insert(&single.unit),
                false => codes.remove(&single.unit),
            };
        }
        codes.into_iter().filter_map(|code| register.get(code)).collect()
    }

    fn fits(&self, register: &Register, unit: &Unit) -> bool {
        let stands = match self.level {
            Some(level) => unit.level == level,
            None => register.reports(&unit.code),
        };
        stands && (self.groups.is_empty() || unit.groups.iter().any(|group| self.groups.contains(group)))
    }

    /// Whether a sheet of this unit is its own in this campaign.
    fn reports(&self, register: &Register, code: &UnitCode) -> bool {
        register.reports(code) || register.get(code).is_some_and(|unit| self.level == Some(unit.level))
    }

    /// What is wrong with it, as a sentence: a unit that is not below the campaign's node, a reason that is
    /// missing, a unit whose sheet would be the sum of others.
    pub fn mistake(&self, register: &Register) -> Option<String> {
        let strange = self.below.iter().chain(self.singles.iter().map(|single| &single.unit));
        if let Some(code) = strange.into_iter().find(|code| register.get(code).is_none()) {
            return Some(format!("{code} 不是本单位及下级的在用单位。"));
        }
        let name = |single: &Single| register.unit(&single.unit).name.clone();
        if let Some(silent) = self.singles.iter().find(|single| single.reason.trim().is_empty()) {
            return Some(format!(
                "请写明{}{}的原因。",
                if silent.asked { "增加" } else { "去掉" },
                name(silent)
            ));
        }
        let above =
            self.singles.iter().find(|single| single.asked && !self.reports(register, &single.unit))?;
        let name = name(above);
        Some(format!("{name}下面还有单位，本级不填报。请先在单位名录里标明它“本级填报”，或者按级别选择。"))
    }
}

/// A unit and everybody below it.
fn below<'r>(register: &'r Register, root: &UnitCode) -> Vec<&'r Unit> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Unit> = register.get(root).into_iter().collect();
    while let Some(unit) = waiting.pop() {
        waiting.extend(register.children(&unit.code));
        found.push(unit);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::register::Row;

    fn register() -> Register {
        let text = "code,name,level,parent_code,reports,groups\n\
            37,市,city,,,\n371,甲县,county,37,是,\n372,乙县,county,37,,\n\
            3711,甲所,unit,371,,市监\n3712,甲医院,unit,371,,卫健;消协\n3721,乙所,unit,372,,市监\n379,市直所,unit,37,,";
        let rows: Vec<Row> = text
            .lines()
            .enumerate()
            .map(|(line, text)| Row {
                line: line + 1,
                cells: text.trim().split(',').map(str::to_owned).collect(),
            })
            .collect();
        Register::from_rows(&rows).unwrap()
    }

    fn codes(codes: &[&str]) -> Vec<UnitCode> {
        codes.iter().map(|code| UnitCode::new(code)).collect()
    }

    fn single(code: &str, asked: bool) -> Single {
        Single { unit: UnitCode::new(code), asked, reason: "通知点名".to_owned() }
    }

    #[test]
    fn a_choice_asks_whom_its_notice_names() {
        let groups = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let cases = [
            ("whoever reports", Choice::default(), "371 3711 3712 3721 379"),
            ("one county", Choice { below: codes(&["372"]), ..Choice::default() }, "3721"),
            ("two places", Choice { below: codes(&["372", "379"]), ..Choice::default() }, "3721 379"),
            (
                "the counties themselves",
                Choice { level: Some(Level::County), ..Choice::default() },
                "371 372",
            ),
            ("a group", Choice { groups: groups(&["市监"]), ..Choice::default() }, "3711 3721"),
            (
                "two groups",
                Choice { groups: groups(&["消协", "市监"]), ..Choice::default() },
                "3711 3712 3721",
            ),
            (
                "a group of one county",
                Choice { below: codes(&["371"]), groups: groups(&["市监"]), ..Choice::default() },
                "3711",
            ),
            (
                "one more and one less",
                Choice {
                    level: Some(Level::County),
                    singles: vec![single("379", true), single("372", false)],
                    ..Choice::default()
                },
                "371 379",
            ),
            ("nobody of an unknown group", Choice { groups: groups(&["教育"]), ..Choice::default() }, ""),
        ];
        let register = register();
        for (what, choice, expected) in cases {
            let asked: Vec<&str> = choice.asked(&register).iter().map(|unit| unit.code.as_str()).collect();
            assert_eq!(asked.join(" "), expected, "{what}");
        }
    }

    #[test]
    fn a_choice_says_what_is_wrong_with_it() {
        let silent = Single { reason: " ".to_owned(), ..single("3711", false) };
        for (choice, mistake) in [
            (Choice::default(), None),
            (Choice { below: codes(&["99"]), ..Choice::default() }, Some("99 不是本单位及下级的在用单位。")),
            (
                Choice { singles: vec![single("99", true)], ..Choice::default() },
                Some("99 不是本单位及下级的在用单位。"),
            ),
            (Choice { singles: vec![silent], ..Choice::default() }, Some("请写明去掉甲所的原因。")),
            (
                Choice { singles: vec![single("372", true)], ..Choice::default() },
                Some("乙县下面还有单位，本级不填报。请先在单位名录里标明它“本级填报”，或者按级别选择。"),
            ),
            (
                Choice {
                    level: Some(Level::County),
                    singles: vec![single("372", true)],
                    ..Choice::default()
                },
                None,
            ),
        ] {
            assert_eq!(choice.mistake(&register()).as_deref(), mistake);
        }
    }
}
