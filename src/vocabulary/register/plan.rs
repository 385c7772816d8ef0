//! What the file of a unit list would change in the tree that is there: line by line, before anything changes.
//!
//! The preview and the import are the same plan. A list may hold the whole tree or a part of it: who is not in
//! it stays as it is, and nobody is ever deleted; a unit is given up only by the column that says so. A column
//! that the file lacks changes nothing, an empty cell clears what was there. One mistake anywhere and nothing
//! is changed: half a tree helps nobody.

use std::collections::{HashMap, HashSet};

use super::{Columns, Row, is_no, is_yes};
use crate::vocabulary::{Unit, UnitCode};

/// A unit of the tree, and whether it is still asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub unit: Unit,
    pub active: bool,
}

/// What becomes of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    New(Known),
    /// The unit as it will be, and each change in words.
    Changed(Known, Vec<String>),
    Same,
    Wrong(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// In the file.
    pub line: usize,
    pub code: String,
    pub name: String,
    pub step: Step,
}

/// A file against a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What is wrong with the file as a whole.
    pub mistakes: Vec<String>,
    pub lines: Vec<Line>,
    /// Active units that the file does not name; they stay.
    pub absent: usize,
}

const ACTIVE: [&str; 6] = ["active", "在用", "是否在用", "启用", "是否启用", "状态"];

impl Plan {
    pub fn is_clean(&self) -> bool {
        self.mistakes.is_empty() && self.lines.iter().all(|line| !matches!(line.step, Step::Wrong(_)))
    }

    pub fn count(&self, kind: fn(&Step) -> bool) -> usize {
        self.lines.iter().filter(|line| kind(&line.step)).count()
    }

    /// Every mistake with its line.
    pub fn sentences(&self) -> Vec<String> {
        let lines = self.lines.iter().filter_map(|line| match &line.step {
            Step::Wrong(words) => Some((line, words)),
            _ => None,
        });
        let lines = lines
            .flat_map(|(line, words)| words.iter().map(move |words| format!("第 {} 行：{words}", line.line)));
        self.mistakes.iter().cloned().chain(lines).collect()
    }

    /// What has to be done, parents before their children.
    pub fn changes(&self, current: &[Known]) -> Vec<&Line> {
        let tree = Tree::of(current, &self.lines);
        let mut changes: Vec<&Line> =
            self.lines.iter().filter(|line| matches!(line.step, Step::New(_) | Step::Changed(..))).collect();
        changes.sort_by_cached_key(|line| tree.ancestors(&UnitCode::new(&line.code)).len());
        changes
    }
}

/// Compares a file with the tree.
pub fn plan(current: &[Known], rows: &[Row]) -> Plan {
    let Some((head, body)) = rows.split_first() else {
        return Plan { mistakes: vec!["单位名录是空的。".to_owned()], ..Plan::default() };
    };
    let mut mistakes = Vec::new();
    let columns = Columns::find(head, &mut mistakes);
    let active =
        head.cells.iter().position(|cell| ACTIVE.contains(&cell.trim().to_ascii_lowercase().as_str()));
    let known: HashMap<&UnitCode, &Known> = current.iter().map(|known| (&known.unit.code, known)).collect();
    let mut plan = Plan::default();
    plan.mistakes.extend(mistakes.into_iter().map(|mistake| mistake.to_string()));
    for row in body.iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())) {
        plan.lines.push(line(&columns, active, row, &known));
    }
    if plan.lines.is_empty() {
        plan.mistakes.push("名录中没有单位。".to_owned());
    }
    refuse_repeated(&mut plan.lines);
    refuse_misplaced(current, &mut plan.lines);
    let named: HashSet<&str> = plan.lines.iter().map(|line| line.code.as_str()).collect();
    let absent = |known: &&Known| known.active && !named.contains(known.unit.code.as_str());
    plan.absent = current.iter().filter(absent).count();
    plan
}

fn line(columns: &Columns, active: Option<usize>, row: &Row, known: &HashMap<&UnitCode, &Known>) -> Line {
    let mut mistakes = Vec::new();
    let mut unit = columns.unit(row, &mut mistakes);
    let mut wrong: Vec<String> = mistakes.into_iter().map(|mistake| mistake.sentence).collect();
    let before = known.get(&unit.code).copied();
    if let Some(before) = before {
        keep_unsaid(columns, row, &before.unit, &mut unit);
    }
    let said = active.and_then(|column| row.cells.get(column)).map_or("", |cell| cell.trim());
    let active = match said {
        "" => before.is_none_or(|before| before.active),
        "在用" | "启用" | "正常" => true,
        "停用" | "撤销" | "已撤销" | "已停用" => false,
        said if is_yes(said) => true,
        said if is_no(said) => false,
        said => {
            wrong.push(format!("“{said}”看不出是否在用，应写“是”或“否”"));
            true
        }
    };
    let (code, name) = (unit.code.as_str().to_owned(), unit.name.clone());
    if code.contains(['/', ' ', '?', '#', '%']) || code.chars().count() > 40 {
        wrong.push("单位代码不能超过 40 个字符，也不能有空格和 / ? # %".to_owned());
    }
    let after = Known { unit, active };
    let step = match before {
        _ if !wrong.is_empty() => Step::Wrong(wrong),
        None => Step::New(after),
        Some(before) if *before == after => Step::Same,
        Some(before) => {
            let words = differences(before, &after);
            Step::Changed(after, words)
        }
    };
    Line { line: row.line, code, name, step }
}

/// Columns that the file lacks, and an empty level, say nothing about a unit that is known.
fn keep_unsaid(columns: &Columns, row: &Row, before: &Unit, unit: &mut Unit) {
    if columns.text(row, "level").is_none() {
        unit.level = before.level;
    }
    if !columns.has("aliases") {
        unit.aliases.clone_from(&before.aliases);
    }
    if !columns.has("short_name") {
        unit.short_name.clone_from(&before.short_name);
    }
    if !columns.has("contact") {
        unit.contact.clone_from(&before.contact);
    }
    if !columns.has("exempt") {
        unit.exempt.clone_from(&before.exempt);
    }
    if !columns.has("reports") {
        unit.reports_itself = before.reports_itself;
    }
    if !columns.has("groups") {
        unit.groups.clone_from(&before.groups);
    }
}

fn differences(before: &Known, after: &Known) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let yes = |yes: bool| if yes { "是" } else { "否" }.to_owned();
    let parent = |unit: &Unit| unit.parent.as_ref().map_or(String::new(), |code| code.to_string());
    let (old, new) = (&before.unit, &after.unit);
    [
        ("名称", old.name.clone(), new.name.clone()),
        ("级别", old.level.label().to_owned(), new.level.label().to_owned()),
        ("上级代码", parent(old), parent(new)),
        ("别名", old.aliases.join("、"), new.aliases.join("、")),
        ("简称", text(&old.short_name), text(&new.short_name)),
        ("联系人", text(&old.contact), text(&new.contact)),
        ("免报", text(&old.exempt), text(&new.exempt)),
        ("本级填报", yes(old.reports_itself), yes(new.reports_itself)),
        ("分组", old.groups.join("、"), new.groups.join("、")),
        ("在用", yes(before.active), yes(after.active)),
    ]
    .into_iter()
    .filter(|(_, old, new)| old != new)
    .map(|(field, old, new)| {
        let shown = |text: String| if text.is_empty() { "（空）".to_owned() } else { text };
        format!("{field}：{} → {}", shown(old), shown(new))
    })
    .collect()
}

fn refuse(line: &mut Line, sentence: String) {
    match &mut line.step {
        Step::Wrong(words) => words.push(sentence),
        step => *step = Step::Wrong(vec![sentence]),
    }
}

fn refuse_repeated(lines: &mut [Line]) {
    let mut first: HashMap<String, usize> = HashMap::new();
    for line in lines.iter_mut().filter(|line| !line.code.is_empty()) {
        let at = *first.entry(line.code.clone()).or_insert(line.line);
        if at != line.line {
            let sentence = format!("单位代码 {} 与第 {at} 行重复", line.code);
            refuse(line, sentence);
        }
    }
}

/// Who stands where, after the import.
struct Tree<'t>(HashMap<&'t UnitCode, &'t Known>);

impl<'t> Tree<'t> {
    fn of(current: &'t [Known], lines: &'t [Line]) -> Tree<'t> {
        let mut tree: HashMap<&UnitCode, &Known> =
            current.iter().map(|known| (&known.unit.code, known)).collect();
        for line in lines {
            if let Step::New(known) | Step::Changed(known, _) = &line.step {
                tree.insert(&known.unit.code, known);
            }
        }
        Tree(tree)
    }

    /// From the parent upwards; longer than the tree where it goes round in a circle.
    fn ancestors(&self, code: &UnitCode) -> Vec<&'t Known> {
        let mut above = Vec::new();
        let mut next = self.0.get(code).and_then(|known| known.unit.parent.as_ref());
        while let Some(known) = next.and_then(|code| self.0.get(code)) {
            above.push(*known);
            if above.len() > self.0.len() {
                break;
            }
            next = known.unit.parent.as_ref();
        }
        above
    }
}

fn refuse_misplaced(current: &[Known], lines: &mut [Line]) {
    let tree = Tree::of(current, lines);
    let root = current.iter().find(|known| known.unit.parent.is_none()).map(|known| &known.unit);
    let mut children: HashMap<&UnitCode, usize> = HashMap::new();
    for known in tree.0.values().filter(|known| known.active) {
        *children.entry(known.unit.parent.as_ref().unwrap_or(&known.unit.code)).or_default() += 1;
    }
    let mut roots = 0;
    let mut found: Vec<(usize, String)> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let code = UnitCode::new(&line.code);
        let Some(known) = tree.0.get(&code).filter(|_| !matches!(line.step, Step::Wrong(_))) else {
            continue;
        };
        let mut note = |sentence: String| found.push((index, sentence));
        match (&known.unit.parent, root) {
            (None, Some(root)) if root.code != code => note(format!(
                "没有上级代码。最上级单位是 {}（{}），其他单位都要有上级代码",
                root.name, root.code
            )),
            (None, None) => {
                roots += 1;
                if roots > 1 {
                    note("有两个最上级单位：只能有一个单位没有上级代码".to_owned());
                }
            }
            (None, Some(_)) => {}
            (Some(_), Some(root)) if root.code == code => {
                note(format!("{} 是最上级单位，不能有上级代码", root.name));
            }
            (Some(parent), _) => match tree.0.get(parent) {
                None => note(format!("上级代码 {parent} 不在名录中")),
                Some(parent) if known.active && !parent.active => {
                    note(format!("上级单位 {} 已停用", parent.unit.name));
                }
                Some(_) if tree.ancestors(&code).len() > tree.0.len() => {
                    note(format!("{} 的上级关系绕成了圈", known.unit.name));
                }
                Some(_) => {}
            },
        }
        let below = children.get(&code).copied().unwrap_or(0);
        if !known.active && below > usize::from(known.unit.parent.is_none()) {
            note(format!("还有 {below} 个在用的下级单位，不能停用"));
        }
    }
    if root.is_none() && roots == 0 && !lines.is_empty() {
        found.push((0, "没有最上级单位：每个单位都填了上级代码".to_owned()));
    }
    for (index, sentence) in found {
        refuse(&mut lines[index], sentence);
    }
}

#[cfg(test)]
mod tests;
