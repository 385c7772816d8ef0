//! What clerks and programs do to a filled sheet without any harm: a careful reader reads it and asks nothing.
//!
//! A habit needs the filled plan or knows what its format can carry, so it comes after the layout and before
//! the faults. Like a fault it declines where it finds no place. Where careful readers would differ (a wrong
//! letter in a label among rows out of order) asking is allowed, and a wrong figure unasked is not.

use super::faults::Case;
use super::figures::{count, is_whole, shifted};
use super::formats::Keeps;
use super::page::{Calculation, Entry, Mark};
use super::plan::{Aside, Direction, Extra, FieldStyle, Line, Other};
use super::random::Random;
use super::slips;
use super::truth::{ITEMS, Issue, MONEY, WhichUnit};
use super::wordings;
use super::workings::{How, Place, Worked};

/// One thing that is done.
pub struct Habit {
    pub name: &'static str,
    pub weight: usize,
    pub apply: fn(&mut Case, &mut Random) -> bool,
}

const fn habit(name: &'static str, weight: usize, apply: fn(&mut Case, &mut Random) -> bool) -> Habit {
    Habit { name, weight, apply }
}

pub const HABITS: &[Habit] = &[
    habit("harmless comments", 4, harmless_comments),
    habit("sum over a ledger", 4, sum_over_ledger),
    habit("sum over parts", 4, sum_over_parts),
    habit("asks to be calculated", 4, asks_to_be_calculated),
    habit("hidden second column", 4, hidden_second_column),
    habit("example beside", 4, example_beside),
    habit("dark heads", 3, dark_heads),
    habit("fields with blanks only", 3, fields_with_blanks),
    habit("unit above the title", 3, unit_above_title),
    habit("unit in the title", 3, unit_in_title),
    habit("unit in the signature", 3, unit_in_signature),
    habit("unit as head of figures", 3, unit_as_head),
    habit("bare unit", 2, bare_unit),
    habit("particles", 6, slips::particles),
    habit("wrong letter", 4, slips::wrong_letter),
    habit("wrong letters", 2, slips::wrong_letters),
    habit("traditional letters", 2, slips::traditional),
    habit("export of an online form", 7, export),
];

fn harmless_comments(case: &mut Case, random: &mut Random) -> bool {
    if !case.format.keeps(Keeps::Comments) {
        return false;
    }
    for _ in 0..random.between(1, 3) {
        let at = random.below(case.truths.len());
        let item = random.pick(&ITEMS);
        let words = random.pick(&[
            "请填准确数",
            "指1月1日至3月15日",
            "只填整数，不要写单位",
            "含乡镇站点",
            "以12315平台导出数为准",
            "按通知第2条口径统计",
        ]);
        if let Some(Some(entry)) = case.plan.cell(at, item)
            && matches!(entry, Entry::Number(_))
        {
            *entry = entry.clone().marked(Mark::Comment(words.to_owned()));
        }
    }
    true
}

/// A whole figure in two or three parts.
fn in_parts(stated: &str, random: &mut Random) -> Vec<String> {
    let whole = count(stated);
    let first = random.between(0, whole);
    let second = random.between(0, whole - first);
    match random.below(2) {
        0 => [first, whole - first].map(|part| part.to_string()).into(),
        _ => [first, second, whole - first - second].map(|part| part.to_string()).into(),
    }
}

/// Money in parts that add up to it exactly.
fn money_in_parts(stated: &str) -> Vec<String> {
    let cents = shifted(stated, 6);
    let half = count(&cents) / 2;
    [half, count(&cents) - half].map(|part| shifted(&part.to_string(), -6)).into()
}

impl Case {
    /// The cell of a figure that is a plain number.
    pub fn plain_number(&mut self, at: usize, item: usize) -> Option<String> {
        match self.plan.cell(at, item)?.as_ref()? {
            Entry::Number(stated) => Some(stated.clone()),
            _ => None,
        }
    }

    fn has_one_unit(&self) -> bool {
        self.truths.len() == 1 && matches!(self.truths[0].unit, WhichUnit::Code(_))
    }

    /// Takes the unit out of its field; its name, if it is one that can stand anywhere.
    fn unit_without_field(&mut self) -> Option<String> {
        let named = self.plan.direction == Direction::Horizontal && self.plan.name_column;
        let name = self.truths[0].unit_name.trim().to_owned();
        let with_code = self.plan.code_column.is_some();
        if !self.has_one_unit() || named || with_code || name.contains('（') || self.plan.fields_in_table {
            return None;
        }
        let is_unit = |label: &str| wordings::UNIT_FIELDS.contains(&label);
        let field = self.plan.fields.iter().position(|field| is_unit(&field.label))?;
        self.plan.fields.remove(field);
        Some(name)
    }
}

fn sum_over_ledger(case: &mut Case, random: &mut Random) -> bool {
    let (at, item) = (random.below(case.truths.len()), random.pick(&[3, 4, 5, 6, MONEY, 11]));
    let Some(stated) = case.plain_number(at, item) else { return false };
    if !case.format.keeps(Keeps::Formulas) {
        return false;
    }
    let (how, parts) = if is_whole(&stated) {
        (random.pick(&[How::Sum, How::Plus]), in_parts(&stated, random))
    } else {
        (How::Sum, money_in_parts(&stated))
    };
    let worked = Worked { how, place: Place::Ledger, parts, result: stated };
    *case.plan.cell(at, item).expect("the cell was just looked at") = Some(Entry::Worked(worked));
    asks_to_be_calculated(case, random);
    true
}

/// `=SUM(D8:D9)` over two parts in the rows below.
fn sum_over_parts(case: &mut Case, random: &mut Random) -> bool {
    let item = random.pick(&[4, 5, 11]);
    let own = case.plan.line(item).is_some_and(|line| line.measure == wordings::ITEM_WORDINGS[item - 1].1);
    let place = case.plan.position(item);
    let fits = case.format.keeps(Keeps::Formulas) && case.plan.is_plain_upright() && own;
    let (Some(place), true, Some(stated)) = (place, fits, case.plain_number(0, item)) else { return false };
    let part_follows = case.plan.lines.get(place + 1).is_some_and(|line| line.label.starts_with("其中"));
    if part_follows {
        return false;
    }
    let first = random.between(0, count(&stated));
    let parts = [first, count(&stated) - first].map(|part| part.to_string());
    let measure = case.plan.lines[place].measure.clone();
    for (label, part) in ["其中：线上", "　　　线下"].into_iter().zip(&parts).rev() {
        let line = Line::other(label, &measure, Some(Entry::Number(part.clone())));
        case.plan.lines.insert(place + 1, line);
    }
    let worked = Worked { how: How::Sum, place: Place::Below, parts: parts.into(), result: stated };
    case.plan.lines[place].value = Some(Entry::Worked(worked));
    true
}

/// Results are right, though the file says that it wants to be calculated.
fn asks_to_be_calculated(case: &mut Case, random: &mut Random) -> bool {
    let kept = case.format.keeps(Keeps::Calculation);
    if kept {
        case.plan.calculation =
            random.pick(&[Calculation::OnLoad, Calculation::Unfinished, Calculation::Manual]);
    }
    kept
}

/// Another column under the same head, drawn together to no width: what is seen counts.
fn hidden_second_column(case: &mut Case, random: &mut Random) -> bool {
    let plain =
        case.plan.direction == Direction::Vertical && !case.plan.two_headers && !case.plan.measure_last;
    if !case.format.keeps(Keeps::Hidden) || !plain || !case.plan.asides.is_empty() {
        return false;
    }
    let header = case.plan.value_header.clone();
    let (before, flat) = (random.chance(50), random.chance(70));
    case.plan.asides.push(Aside { kind: Extra::Second, header, before, hidden: true, flat });
    true
}

fn example_beside(case: &mut Case, random: &mut Random) -> bool {
    let place = if random.chance(70) { &mut case.plan.before } else { &mut case.plan.after };
    place.push(Other::Example);
    true
}

fn dark_heads(case: &mut Case, _: &mut Random) -> bool {
    case.plan.dark_heads = case.format.keeps(Keeps::Colours);
    case.plan.dark_heads
}

fn fields_with_blanks(case: &mut Case, _: &mut Random) -> bool {
    // Days in cells of their own are serial numbers now and then, which are no days in a sentence.
    if case.plan.fields_in_table || case.plan.field_style == FieldStyle::LabelAndValue {
        return false;
    }
    case.plan.field_style = FieldStyle::Blanks;
    case.plan.fields.iter_mut().for_each(|field| field.label = field.label.replace(' ', ""));
    true
}

fn unit_above_title(case: &mut Case, _: &mut Random) -> bool {
    let name = case.unit_without_field();
    case.plan.above.extend(name.clone());
    name.is_some()
}

fn unit_in_title(case: &mut Case, _: &mut Random) -> bool {
    if case.plan.title.is_none() || case.plan.beside.is_some() {
        return false;
    }
    let Some(name) = case.unit_without_field() else { return false };
    case.plan.title = case.plan.title.take().map(|title| format!("{name}{title}"));
    true
}

fn unit_in_signature(case: &mut Case, _: &mut Random) -> bool {
    let name = case.unit_without_field();
    case.plan.notes.extend(name.clone());
    name.is_some()
}

/// The name stands where 数量 would stand.
fn unit_as_head(case: &mut Case, _: &mut Random) -> bool {
    let plain = case.plan.direction == Direction::Vertical && !case.plan.two_headers;
    let measured = case.plan.value_header.contains(['（', '(']);
    if !plain || !case.plan.asides.is_empty() || measured {
        return false;
    }
    let Some(name) = case.unit_without_field() else { return false };
    case.plan.value_header = name;
    true
}

/// The name without the name of a field, where the fields stand.
fn bare_unit(case: &mut Case, _: &mut Random) -> bool {
    let apart = !matches!(case.plan.field_style, FieldStyle::LabelAndValue | FieldStyle::Blanks);
    let Some(name) = Some(()).filter(|()| apart).and_then(|()| case.unit_without_field()) else {
        return false;
    };
    let field = super::plan::Field { label: String::new(), value: Entry::text(name) };
    case.plan.fields.insert(0, field);
    true
}

/// Rows of an online form: no title, no field, no day, no total.
fn export(case: &mut Case, _: &mut Random) -> bool {
    let plan = &mut case.plan;
    if plan.direction != Direction::Horizontal || !plan.name_column || plan.beside.is_some() {
        return false;
    }
    let own = |line: &Line| line.item.is_some_and(|item| wordings::ITEM_WORDINGS[item - 1].1 == line.measure);
    if !plan.lines.iter().all(own) {
        return false;
    }
    plan.exported = true;
    plan.title = None;
    plan.fields.clear();
    plan.code_column = None;
    plan.across.retain(|across| across.submission.is_some());
    case.truths.iter_mut().for_each(|truth| truth.date = None);
    true
}

/// Asking about an item is as good as reading it.
pub fn may_ask(case: &mut Case, item: usize) {
    for truth in &mut case.truths {
        truth.allowed.push(Issue::ask("may", item));
    }
}
