//! Which unit a name means.
//!
//! The same station signs as 沂源县南麻市场监督管理所, 南麻市场监管所 or 南麻监管所. Names are folded (width,
//! spaces, the long and short words for an office), with and without the names of the places above, and
//! looked up in tables made once from the register. A name that fits one unit is that unit; a name that fits
//! several is given back with all of them, never guessed; a place named in front must agree.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use foldhash::fast::RandomState;

use super::characters::simplified;
use super::plain::{core, plain};
use super::{Register, UnitCode};

/// A register's names, folded for lookup.
#[derive(Clone, Debug)]
pub struct Names {
    codes: HashMap<String, UnitCode, RandomState>,
    /// Full names and aliases as written, folded for width and spaces only; units in order.
    exact: Table,
    /// Folded names, with and without the places above.
    folded: Table,
    /// As `folded`, with 中心卫生院 read as 卫生院: only ever a suggestion, and made when one is first needed.
    loose: OnceLock<Table>,
    /// Names of places, and the unit that is the place.
    places: Vec<(String, UnitCode)>,
    parents: HashMap<UnitCode, UnitCode, RandomState>,
}

/// Names, and the units that go by each, in order.
type Table = HashMap<String, Vec<UnitCode>, RandomState>;

/// What a written name comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    Unit {
        code: UnitCode,
        exactly: bool,
    },
    /// Fits several units, or none quite.
    Several(Vec<UnitCode>),
    Nobody,
}

/// Long and short words for one kind of office; longer ones first.
const OFFICES: [(&str, &str); 25] = [
    ("市场监督管理分局", "市监局"),
    ("市场监督管理局", "市监局"),
    ("市场监管分局", "市监局"),
    ("市场监管局", "市监局"),
    ("市场监督管理所", "市监所"),
    ("市场监督所", "市监所"),
    ("市场监管所", "市监所"),
    ("市场管理所", "市监所"),
    ("监督管理所", "市监所"),
    ("市监管所", "市监所"),
    ("监管所", "市监所"),
    ("市场所", "市监所"),
    ("工商行政管理局", "工商局"),
    ("工商行政管理所", "工商所"),
    ("消费者权益保护委员会", "消协"),
    ("消费者委员会", "消协"),
    ("消费者协会", "消协"),
    ("消保委", "消协"),
    ("消委会", "消协"),
    ("卫生健康委员会", "卫健局"),
    ("卫生健康局", "卫健局"),
    ("卫健委", "卫健局"),
    ("社区卫生服务中心", "社区卫生中心"),
    ("社区服务中心", "社区卫生中心"),
    ("人民政府", "政府"),
];

/// Words that a suggestion may leave out.
const LOOSE: [(&str, &str); 4] =
    [("中心卫生院", "卫生院"), ("镇市监所", "市监所"), ("乡市监所", "市监所"), ("街道市监所", "市监所")];

impl Names {
    pub fn new(register: &Register) -> Names {
        let units = register.units().len();
        let hasher = RandomState::default;
        let mut names = Names {
            codes: HashMap::with_capacity_and_hasher(units, hasher()),
            exact: HashMap::with_capacity_and_hasher(units, hasher()),
            // With and without the places above.
            folded: HashMap::with_capacity_and_hasher(2 * units, hasher()),
            loose: OnceLock::new(),
            places: places(register),
            parents: HashMap::with_capacity_and_hasher(units, hasher()),
        };
        for unit in register.units() {
            names.parents.extend(unit.parent.clone().map(|parent| (unit.code.clone(), parent)));
            names.codes.insert(core(unit.code.as_str()).to_ascii_lowercase(), unit.code.clone());
            for name in [&unit.name].into_iter().chain(&unit.aliases).chain(&unit.short_name) {
                names.learn(&unit.code, name);
            }
        }
        names
    }

    /// The unit that a written name (or code) means.
    pub fn find(&self, written: &str) -> Named {
        let code = core(written).to_ascii_lowercase();
        if let Some(code) = self.codes.get(&code) {
            return Named::Unit { code: code.clone(), exactly: true };
        }
        let name = core(&without_seal(written));
        if let Some(units) = self.exact.get(&name) {
            return settle(units.clone(), true);
        }
        let folded = fold(&name);
        if let Some(units) = self.folded.get(&folded) {
            return settle(units.clone(), false);
        }
        let (rest, within) = self.strip_places(&folded);
        let rest = self.below_its_office(rest);
        let fitting = |table: &Table, name: &str| -> Vec<UnitCode> {
            let units = table.get(name).into_iter().flatten();
            units.filter(|unit| self.lies_within(unit, &within)).cloned().collect()
        };
        let named = fitting(&self.folded, &rest);
        if !named.is_empty() {
            return settle(named, false);
        }
        let suggested = fitting(self.loose(), &loosened(&rest));
        if !suggested.is_empty() {
            return Named::Several(suggested);
        }
        match self.own_office(&name) {
            Named::Nobody => simplified(&name).map_or(Named::Nobody, |name| self.find(&name)),
            office => office,
        }
    }

    /// 桓台县本级, 桓台县机关: the place's own office, which is a row of its county's table.
    fn own_office(&self, name: &str) -> Named {
        let place = ["局机关", "机关", "本级"].iter().find_map(|office| name.strip_suffix(office));
        let named = place.filter(|place| place.chars().count() >= 2).map(|place| self.find(place));
        match named {
            Some(Named::Unit { code, .. }) if self.places.iter().any(|(_, place)| *place == code) => {
                Named::Unit { code, exactly: false }
            }
            _ => Named::Nobody,
        }
    }

    /// Units whose name stands somewhere in a text, such as the name of a file.
    pub fn within(&self, text: &str) -> Vec<UnitCode> {
        let words: Vec<String> = plain(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() >= 2)
            .map(str::to_owned)
            .collect();
        let mut found = BTreeSet::new();
        for word in &words {
            match self.find(word) {
                Named::Unit { code, .. } => {
                    found.insert(code);
                }
                Named::Several(codes) => found.extend(codes),
                Named::Nobody => {}
            }
        }
        found.into_iter().collect()
    }

    fn learn(&mut self, code: &UnitCode, name: &str) {
        let exact = core(name);
        let folded = fold(&exact);
        let (short, _) = self.strip_places(&folded);
        enter(&mut self.exact, exact, code);
        // 南麻所 is what everybody says.
        let spoken = short
            .strip_suffix("市监所")
            .or_else(|| short.strip_suffix("工商所"))
            .map(|place| [place, "所"].concat());
        for key in [Some(folded), Some(short), spoken].into_iter().flatten() {
            if key.chars().count() >= 2 {
                enter(&mut self.folded, key, code);
            }
        }
    }

    fn loose(&self) -> &Table {
        self.loose.get_or_init(|| {
            let mut loose = Table::default();
            for (name, units) in &self.folded {
                units.iter().for_each(|unit| enter(&mut loose, loosened(name), unit));
            }
            loose
        })
    }

    /// Takes names of places off the front: the rest, and the places named. What lies above the register
    /// (山东省 before 淄博市) is known by its ending and by the place behind it.
    fn strip_places(&self, name: &str) -> (String, Vec<UnitCode>) {
        let mut rest = self.below_the_unknown(name);
        let mut within = Vec::new();
        while let Some((place, code)) = self.places.iter().find(|(place, _)| {
            rest.strip_prefix(place.as_str()).is_some_and(|after| after.chars().count() >= 2)
        }) {
            rest = &rest[place.len()..];
            within.push(code.clone());
        }
        (rest.to_owned(), within)
    }

    /// 市场监督管理局 before 南麻市场监督管理所 is the office that the station belongs to.
    fn below_its_office(&self, name: String) -> String {
        let offices =
            OFFICES.iter().flat_map(|(long, short)| [*long, *short]).filter(|office| office.ends_with('局'));
        let station = offices.filter_map(|office| name.strip_prefix(office)).map(fold).find(|station| {
            ["所", "院", "站", "中心"].iter().any(|end| station.ends_with(end))
                && station.chars().count() >= 3
        });
        station.filter(|_| !self.folded.contains_key(&name)).unwrap_or(name)
    }

    fn below_the_unknown<'n>(&self, name: &'n str) -> &'n str {
        let known = |text: &str| self.places.iter().any(|(place, _)| text.starts_with(place.as_str()));
        let ends = ["省", "自治区", "市", "自治州", "地区", "盟"];
        let mut rest = name;
        while !known(rest) {
            let behind = |end: &&str| {
                rest.split_once(*end).filter(|(before, _)| (2..=6).contains(&before.chars().count()))
            };
            let after =
                ends.iter().filter_map(behind).map(|(_, after)| after).max_by_key(|after| after.len());
            match after {
                Some(after) => rest = after,
                None => return name,
            }
        }
        rest
    }

    fn lies_within(&self, unit: &UnitCode, places: &[UnitCode]) -> bool {
        let upwards = || std::iter::successors(Some(unit), |unit| self.parents.get(*unit));
        places.iter().all(|place| upwards().any(|above| above == place))
    }
}

/// Notes that a name may mean a unit, each unit once and in order.
fn enter(table: &mut Table, name: String, code: &UnitCode) {
    let units = table.entry(name).or_default();
    if let Err(place) = units.binary_search(code) {
        units.insert(place, code.clone());
    }
}

fn settle(mut units: Vec<UnitCode>, exactly: bool) -> Named {
    match units.len() {
        1 => Named::Unit { code: units.remove(0), exactly },
        _ => Named::Several(units),
    }
}

/// Names of the units that others stand below, long and short (沂源县, 沂源), the longest first.
fn places(register: &Register) -> Vec<(String, UnitCode)> {
    let mut places = Vec::new();
    for unit in register.parents() {
        let name = core(&unit.name);
        let place = ["县", "市", "区", "省", "旗"].iter().find_map(|end| {
            // 沂源县市场监督管理局 names the place 沂源县.
            let at = name.find(end)?;
            Some(name[..at + end.len()].to_owned())
        });
        let place = place.unwrap_or(name);
        let mut short = place.clone();
        short.pop();
        if short.chars().count() >= 2 {
            places.push((short, unit.code.clone()));
        }
        places.push((place, unit.code.clone()));
    }
    places.sort_by_key(|(place, _)| std::cmp::Reverse(place.len()));
    places
}

/// `（公章）`, `（盖章）` behind a name do not belong to it.
fn without_seal(written: &str) -> String {
    let name = plain(written);
    match name.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((name, seal)) if seal.ends_with('章') || seal.ends_with("签字") => name.to_owned(),
        _ => name,
    }
}

/// One word for each kind of office, whatever it is called.
fn fold(name: &str) -> String {
    let mut name = name;
    for seal in ["公章", "盖章"] {
        while let Some(unsealed) = name.strip_suffix(seal) {
            name = unsealed;
        }
    }
    match OFFICES.iter().find(|(long, _)| name.contains(long)) {
        Some((long, short)) => name.replace(long, short),
        None => name.to_owned(),
    }
}

fn loosened(folded: &str) -> String {
    let mut loose = folded.to_owned();
    for (long, short) in LOOSE {
        if loose.contains(long) {
            loose = loose.replace(long, short);
        }
    }
    loose
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::register::Row;

    fn register() -> Register {
        let text = "code,name,level,parent_code,aliases\n3703,淄博市,city,,\n370320,沂源县,county,3703,\n370321,桓台县,county,3703,\n\
            A1,沂源县南麻市场监督管理所,unit,370320,\nA2,沂源县悦庄中心卫生院,unit,370320,悦庄医院\nA3,沂源县城关监管所,unit,370320,\n\
            B1,桓台县城关市场监督管理所,unit,370321,\nB2,桓台县果里镇市场监督管理所,unit,370321,\nC1,淄博市第一医院,unit,3703,\n";
        let rows: Vec<Row> = text
            .lines()
            .enumerate()
            .map(|(line, text)| Row { line, cells: text.split(',').map(str::to_owned).collect() })
            .collect();
        Register::from_rows(&rows).unwrap()
    }

    #[test]
    fn names_are_resolved_only_when_one_unit_fits() {
        let names = Names::new(&register());
        for (written, expected) in [
            ("沂源县南麻市场监督管理所", "A1"),
            ("沂源县 南麻市场监督管理所（公章）", "A1"),
            ("a1", "A1"),
            ("南麻市场监管所", "A1"),
            ("南麻监管所", "A1"),
            ("沂源南麻市监所", "A1"),
            ("淄博市沂源县南麻市场监督管理所", "A1"),
            ("山东省淄博市沂源县南麻市场监督管理所", "A1"),
            ("江西省吉安市南麻市场监督管理所", "·"),
            ("沂源县市场监督管理局南麻市场监督管理所", "A1"),
            ("沂源县市场监管局南麻所", "A1"),
            ("桓台县市场监管局南麻所", "·"),
            ("市场监督管理局城关所", "A3?B1?"),
            ("南麻所", "A1"),
            ("城关所", "A3?B1?"),
            ("果里所", "·"),
            ("沂源县本级", "370320"),
            ("第一医院机关", "·"),
            ("悦庄医院", "A2"),
            ("悦庄中心卫生院", "A2"),
            ("悦庄卫生院", "A2?"),
            ("城关市场监管所", "A3?B1?"),
            ("桓台城关监管所", "B1"),
            ("桓台县南麻市场监管所", "·"),
            ("果里市场监管所", "B2?"),
            ("第一医院", "C1"),
            ("沂源县", "370320"),
            ("无名监管所", "·"),
            ("", "·"),
        ] {
            let shown = match names.find(written) {
                Named::Unit { code, .. } => code.to_string(),
                Named::Several(codes) => codes.iter().map(|code| format!("{code}?")).collect(),
                Named::Nobody => "·".to_owned(),
            };
            assert_eq!(shown, expected, "{written}");
        }
        assert_eq!(names.within("3月报送-南麻监管所(终稿).xlsx"), [UnitCode::new("A1")]);
    }
}
