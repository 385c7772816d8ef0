//! The unit register: who must report, and to whom. A tree of any depth with exactly one root.
//!
//! Read from the rows of a CSV or XLSX file. A register is wrong in many places at once when it is wrong
//! at all, so every mistake is reported with its line before anything else happens.

mod parts;
pub mod plan;

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::definition::Mistake;
use super::{Level, Unit, UnitCode};

/// All units, with their places in the tree.
#[derive(Clone, Debug)]
pub struct Register {
    units: Vec<Unit>,
    index: HashMap<UnitCode, usize, RandomState>,
    /// Per unit: indexes of its children, by code.
    children: Vec<Vec<usize>>,
    root: usize,
}

/// One line of a register's file.
#[derive(Clone, Debug)]
pub struct Row {
    pub line: usize,
    pub cells: Vec<String>,
}

const COLUMNS: [(&str, &[&str]); 10] = [
    ("code", &["code", "单位代码", "代码", "编码", "机构代码", "统一社会信用代码"]),
    ("name", &["name", "单位名称", "名称", "单位"]),
    ("level", &["level", "级别", "层级"]),
    ("parent_code", &["parent_code", "parent", "上级代码", "上级单位代码", "上级编码"]),
    ("aliases", &["aliases", "alias", "别名", "曾用名", "其他名称"]),
    ("short_name", &["short_name", "简称"]),
    ("contact", &["contact", "联系人", "联系方式", "联系电话"]),
    ("exempt", &["exempt", "免报", "免报原因"]),
    ("reports", &["reports", "本级填报", "机关填报", "是否填报"]),
    ("groups", &["groups", "group", "分组", "条线", "系统", "所属系统"]),
];

impl Register {
    /// Builds the tree; all mistakes at once otherwise.
    pub fn from_rows(rows: &[Row]) -> Result<Register, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let Some((head, body)) = rows.split_first() else {
            return Err(vec![Mistake { line: 1, sentence: "单位名录是空的".to_owned() }]);
        };
        let columns = Columns::find(head, &mut mistakes);
        let mut lines = Vec::new();
        let mut units = Vec::new();
        for row in body.iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())) {
            lines.push(row.line);
            units.push(columns.unit(row, &mut mistakes));
        }
        let tree = tree(&units, &lines, &mut mistakes);
        mistakes.sort();
        mistakes.dedup();
        match tree {
            Some((index, children, root)) if mistakes.is_empty() => {
                Ok(Register { units, index, children, root })
            }
            _ => Err(mistakes),
        }
    }

    /// Builds the tree from units that were read elsewhere; mistakes name the units by their place in the list.
    pub fn from_units(units: Vec<Unit>) -> Result<Register, Vec<Mistake>> {
        let lines: Vec<usize> = (1..=units.len()).collect();
        let mut mistakes = Vec::new();
        match tree(&units, &lines, &mut mistakes) {
            Some((index, children, root)) if mistakes.is_empty() => {
                Ok(Register { units, index, children, root })
            }
            _ => Err(mistakes),
        }
    }

    pub fn root(&self) -> &Unit {
        &self.units[self.root]
    }

    pub fn get(&self, code: &UnitCode) -> Option<&Unit> {
        self.index.get(code).map(|index| &self.units[*index])
    }

    /// A unit that is known to be in the register.
    pub fn unit(&self, code: &UnitCode) -> &Unit {
        self.get(code).expect("codes of units come from the register")
    }

    /// Every unit in the order of its file.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Direct children, by code.
    pub fn children(&self, code: &UnitCode) -> Vec<&Unit> {
        let Some(index) = self.index.get(code) else { return Vec::new() };
        self.children[*index].iter().map(|child| &self.units[*child]).collect()
    }

    pub fn has_children(&self, code: &UnitCode) -> bool {
        self.index.get(code).is_some_and(|index| !self.children[*index].is_empty())
    }

    /// Whether a sheet of this unit is its own and not the sum of others.
    pub fn reports(&self, code: &UnitCode) -> bool {
        self.get(code).is_some_and(|unit| unit.reports_itself || !self.has_children(code))
    }

    /// The units below a node that must report (exempt ones included), the node's own office first, then by
    /// code, a county's units together.
    pub fn reporters(&self, node: &UnitCode) -> Vec<&Unit> {
        let mut found = Vec::new();
        if let Some(index) = self.index.get(node) {
            self.collect(*index, &mut found);
        }
        found
    }

    /// Nodes that have children, the root first, parents before children.
    pub fn parents(&self) -> Vec<&Unit> {
        let mut found = Vec::new();
        let mut waiting = vec![self.root];
        while let Some(index) = waiting.pop() {
            if !self.children[index].is_empty() {
                found.push(&self.units[index]);
            }
            waiting.extend(self.children[index].iter().rev());
        }
        found
    }

    /// From a unit's parent up to the root.
    pub fn ancestors(&self, code: &UnitCode) -> Vec<&Unit> {
        let mut found = Vec::new();
        let mut next = self.get(code).and_then(|unit| unit.parent.clone());
        while let Some(parent) = next.and_then(|code| self.get(&code)) {
            found.push(parent);
            next = parent.parent.clone();
        }
        found
    }

    fn collect<'r>(&'r self, index: usize, found: &mut Vec<&'r Unit>) {
        if self.reports(&self.units[index].code) {
            found.push(&self.units[index]);
        }
        for child in &self.children[index] {
            self.collect(*child, found);
        }
    }
}

/// Which cell of a row holds what.
struct Columns(HashMap<&'static str, usize>);

impl Columns {
    fn find(head: &Row, mistakes: &mut Vec<Mistake>) -> Columns {
        let mut found = HashMap::new();
        for (position, cell) in head.cells.iter().enumerate() {
            let word = cell.trim().trim_start_matches('\u{feff}').to_ascii_lowercase();
            if let Some((key, _)) = COLUMNS.iter().find(|(_, names)| names.contains(&word.as_str())) {
                found.entry(*key).or_insert(position);
            }
        }
        for (key, names) in COLUMNS.iter().take(4).filter(|(key, _)| !found.contains_key(key)) {
            let chinese = names.iter().find(|name| !name.is_ascii()).unwrap_or(key);
            mistakes
                .push(Mistake { line: head.line, sentence: format!("缺少“{key}”（{chinese}）列") });
        }
        Columns(found)
    }

    fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    fn text<'r>(&self, row: &'r Row, key: &str) -> Option<&'r str> {
        let text = row.cells.get(*self.0.get(key)?)?.trim();
        (!text.is_empty()).then_some(text)
    }

    fn unit(&self, row: &Row, mistakes: &mut Vec<Mistake>) -> Unit {
        let mut note = |sentence: String| mistakes.push(Mistake { line: row.line, sentence });
        for (key, chinese) in [("code", "单位代码"), ("name", "单位名称")] {
            if self.0.contains_key(key) && self.text(row, key).is_none() {
                note(format!("{chinese}是空的"));
            }
        }
        let level = match self.text(row, "level") {
            None => Level::Unit,
            Some(text) => Level::from_text(text).unwrap_or_else(|| {
                note(format!("级别“{text}”不认识，应为 province、city、county、township 或 unit"));
                Level::Unit
            }),
        };
        let exempt = self
            .text(row, "exempt")
            .filter(|text| !is_no(text))
            .map(|text| if is_yes(text) { "（未注明原因）".to_owned() } else { text.to_owned() });
        Unit {
            code: UnitCode::new(self.text(row, "code").unwrap_or_default()),
            name: self.text(row, "name").unwrap_or_default().to_owned(),
            level,
            parent: self.text(row, "parent_code").map(UnitCode::new),
            aliases: self.text(row, "aliases").map(split_list).unwrap_or_default(),
            short_name: self.text(row, "short_name").map(str::to_owned),
            contact: self.text(row, "contact").map(str::to_owned),
            exempt,
            reports_itself: self.text(row, "reports").is_some_and(is_yes),
            groups: self.text(row, "groups").map(split_list).unwrap_or_default(),
        }
    }
}

fn is_yes(text: &str) -> bool {
    matches!(text, "是" | "1" | "true" | "yes" | "y" | "Y" | "√" | "✓" | "TRUE")
}

fn is_no(text: &str) -> bool {
    matches!(text, "否" | "0" | "false" | "no" | "n" | "N" | "×" | "FALSE")
}

fn split_list(text: &str) -> Vec<String> {
    let parts = text.split([';', '；', '|', '、']);
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

type Tree = (HashMap<UnitCode, usize, RandomState>, Vec<Vec<usize>>, usize);

fn tree(units: &[Unit], lines: &[usize], mistakes: &mut Vec<Mistake>) -> Option<Tree> {
    if units.is_empty() {
        mistakes.push(Mistake { line: 1, sentence: "名录中没有单位".to_owned() });
    }
    let mut note = |index: usize, sentence: String| mistakes.push(Mistake { line: lines[index], sentence });
    let mut index = HashMap::with_capacity_and_hasher(units.len(), RandomState::default());
    for (position, unit) in units.iter().enumerate().filter(|(_, unit)| !unit.code.as_str().is_empty()) {
        let first = *index.entry(unit.code.clone()).or_insert(position);
        if first != position {
            note(position, format!("单位代码 {} 与第 {} 行重复", unit.code, lines[first]));
        }
    }
    let mut children = vec![Vec::new(); units.len()];
    let mut roots = Vec::new();
    for (position, unit) in units.iter().enumerate() {
        match unit.parent.as_ref().map(|code| (code, index.get(code))) {
            None => roots.push(position),
            Some((_, Some(parent))) => children[*parent].push(position),
            Some((code, None)) => note(position, format!("上级代码 {code} 不在名录中")),
        }
    }
    match roots.as_slice() {
        [] if units.is_empty() => {}
        [] => note(0, "没有最上级单位：每个单位都填了上级代码".to_owned()),
        [_] => {}
        [first, others @ ..] => {
            for other in others {
                note(*other, format!("有两个最上级单位：第 {} 行和本行都没有上级代码", lines[*first]));
            }
        }
    }
    for list in &mut children {
        list.sort_by(|a, b| units[*a].code.cmp(&units[*b].code));
    }
    report_cycles(units, &children, &roots, &mut note);
    roots.first().map(|root| (index, children, *root))
}

fn report_cycles(
    units: &[Unit],
    children: &[Vec<usize>],
    roots: &[usize],
    note: &mut impl FnMut(usize, String),
) {
    let mut reached = vec![false; units.len()];
    let mut waiting = roots.to_vec();
    // A unit whose parent is missing starts a branch of its own: it is reported already.
    let mut below = vec![false; units.len()];
    children.iter().flatten().for_each(|child| below[*child] = true);
    waiting.extend((0..units.len()).filter(|unit| !below[*unit]));
    while let Some(unit) = waiting.pop() {
        if !std::mem::replace(&mut reached[unit], true) {
            waiting.extend(&children[unit]);
        }
    }
    for unit in (0..units.len()).filter(|unit| !reached[*unit]) {
        note(unit, format!("{} 的上级关系绕成了圈", units[unit].name));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn rows(text: &str) -> Vec<Row> {
        text.lines()
            .enumerate()
            .map(|(line, text)| Row { line: line + 1, cells: text.split(',').map(str::to_owned).collect() })
            .collect()
    }

    #[test]
    fn a_tree_is_read_with_units_directly_under_the_city() {
        let register = Register::from_rows(&rows(
            "code,name,level,parent_code,reports\n37,市,city,,是\n371,甲县,county,37,\n3712,乙所,unit,371,\n3711,甲所,unit,371,\n379,市直所,unit,37,",
        ))
        .unwrap();
        let names = |units: Vec<&Unit>| units.iter().map(|unit| unit.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(register.reporters(&UnitCode::new("37"))), ["市", "甲所", "乙所", "市直所"]);
        assert_eq!(names(register.parents()), ["市", "甲县"]);
        assert!(!register.reports(&UnitCode::new("371")));
    }

    #[test]
    fn every_mistake_is_named_with_its_line() {
        let mistakes = Register::from_rows(&rows(
            "code,name,level,parent_code\n1,市,city,\n1,县,cuonty,1\n3,,unit,9\n4,甲,unit,5\n5,乙,unit,4",
        ))
        .unwrap_err();
        let shown: Vec<String> = mistakes.iter().map(Mistake::to_string).collect();
        assert_eq!(
            shown,
            [
                "第 3 行：单位代码 1 与第 2 行重复",
                "第 3 行：级别“cuonty”不认识，应为 province、city、county、township 或 unit",
                "第 4 行：上级代码 9 不在名录中",
                "第 4 行：单位名称是空的",
                "第 5 行：甲 的上级关系绕成了圈",
                "第 6 行：乙 的上级关系绕成了圈",
            ]
        );
    }
}
