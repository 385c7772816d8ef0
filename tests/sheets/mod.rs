//! A seeded maker of filled sheets with known truth: an adversary who knows what real clerks do.
//!
//! A seed decides unit, figures, wording, layout, how each figure is written, what goes wrong, and the
//! file format, independently of each other, so that layouts × wordings × cell texts × formats all meet.
//! The recogniser is never consulted and none of its tables are used: what is true is decided before the
//! sheet is drawn. Reading order: [`truth`], [`page`], [`plan`]; then the tables ([`wordings`],
//! [`layouts`], [`cell_texts`], [`faults`], [`formats`]); then drawing and writing; then [`verdict`].
//!
//! To teach it a new habit, add a line to one of the tables. To look at a failing seed, write it to a
//! folder with the example `sheets` (`write.rs`).

#![allow(dead_code, reason = "several programs include this module and none uses all of it")]

pub mod cell_texts;
pub mod county_table;
pub mod damage;
pub mod draw;
pub mod draw_across;
pub mod draw_export;
pub mod draw_upright;
pub mod faults;
pub mod faults_of_meaning;
pub mod faults_unseen;
pub mod field;
pub mod figures;
pub mod folder;
pub mod formats;
pub mod habits;
pub mod kept;
pub mod layouts;
pub mod money_texts;
pub mod ole;
pub mod other_pages;
pub mod page;
pub mod parcels;
pub mod plan;
pub mod random;
pub mod reading;
pub mod register;
pub mod samples;
pub mod slips;
pub mod strangers;
pub mod truth;
pub mod verdict;
pub mod wordings;
pub mod workings;
pub mod write_delimited;
pub mod write_docx;
pub mod write_html;
pub mod write_ods;
pub mod write_xls;
pub mod write_xls_more;
pub mod write_xlsx;
pub mod write_xlsx_by_hand;
pub mod write_xlsx_container;
pub mod write_xlsx_parts;
pub mod xml;

use faults::Case;
use figures::Figures;
use formats::Format;
use page::{Book, Entry};
use plan::{Beside, Direction, FieldStyle, Plan};
use random::Random;
use register::Unit;
use truth::{Expected, Truth, WhichUnit};

/// A sheet with everything that is known about it.
#[derive(Debug)]
pub struct Made {
    pub seed: u64,
    pub format: &'static str,
    pub file_name: String,
    pub layouts: Vec<&'static str>,
    pub fault: Option<&'static str>,
    pub truths: Vec<Truth>,
    pub book: Book,
    pub bytes: Vec<u8>,
}

/// A filled sheet before anything special happens to it.
struct Filled {
    case: Case,
    units: Vec<Unit>,
    figures: Vec<Figures>,
    date: Option<(u32, String)>,
    layouts: Vec<&'static str>,
}

/// What a sheet is made to show.
#[derive(Clone, Copy)]
pub enum Kind {
    Habit(&'static habits::Habit),
    Fault(&'static faults::Fault),
}

impl Kind {
    pub fn all() -> impl Iterator<Item = Kind> {
        habits::HABITS.iter().map(Kind::Habit).chain(faults::FAULTS.iter().map(Kind::Fault))
    }

    pub fn name(self) -> &'static str {
        match self {
            Kind::Habit(habit) => habit.name,
            Kind::Fault(fault) => fault.name,
        }
    }
}

/// Makes the sheet of a seed in one of the formats.
pub fn make(seed: u64, formats: &'static [Format]) -> Made {
    let random = &mut Random::new(seed);
    let format = random.weighted(formats, |format| format.weight);
    let mut filled = fill(format, random);
    let habit = behave(&mut filled.case, random);
    let fault = inflict(&mut filled.case, random);
    finish(seed, filled, (habit, fault), random)
}

/// Makes the sheet of a seed show one habit or fault and no other; none where it finds no place.
pub fn make_of_kind(seed: u64, format: &'static Format, kind: Kind) -> Option<Made> {
    let random = &mut Random::new(seed);
    let mut filled = fill(format, random);
    let at = random.below(filled.case.truths.len());
    let (shows, habit, fault) = match kind {
        Kind::Habit(habit) => ((habit.apply)(&mut filled.case, random), Some(habit.name), None),
        Kind::Fault(fault) => ((fault.inflict)(&mut filled.case, at, random), None, Some(fault.name)),
    };
    shows.then(|| finish(seed, filled, (habit, fault), random))
}

fn fill(format: &'static Format, random: &mut Random) -> Filled {
    let many = random.chance(5);
    let units = choose_units(many, random);
    let figures: Vec<Figures> = units.iter().map(|_| figures::ordinary(random)).collect();
    let written: Vec<_> = units.iter().map(|unit| wordings::unit_name(unit, random)).collect();
    let (date, day) = choose_date(random);
    let mut plan = layouts::anchor(&written[0].0, day, random);
    settle_date(&mut plan, &date, format, random);
    let layouts = change_layout(&mut plan, &figures[0], many, random);
    settle_beside(&mut plan, format);
    if format.name == "docx" && !plan.fields_in_table && plan.field_style == FieldStyle::LabelAndValue {
        plan.field_style = FieldStyle::CellEach;
    }
    let codes = units.iter().map(|unit| unit.code.clone());
    let rows: Vec<(String, String)> = written.iter().map(|(name, _)| name.clone()).zip(codes).collect();
    county_table::lay_rows(&mut plan, &rows, &figures, random);
    if many {
        county_table::county_field(&mut plan, register::COUNTIES[units[0].county].1);
    }
    let plain = random.chance(25);
    for (index, figures) in figures.iter().enumerate() {
        layouts::fill(&mut plan, index, figures, plain, random);
    }
    county_table::add_totals(&mut plan, &figures, random);
    let truths = written
        .into_iter()
        .zip(&figures)
        .map(|((name, unit), figures)| new_truth(name, unit, many, &date, figures))
        .collect();
    Filled { case: Case { plan, truths, format }, units, figures, date, layouts }
}

type Shown = (Option<&'static str>, Option<&'static str>);

fn finish(seed: u64, filled: Filled, (habit, fault): Shown, random: &mut Random) -> Made {
    let Filled { mut case, units, figures, date, layouts } = filled;
    doubt_exponents(&mut case);
    say_codes(&mut case, &units, random);
    case.truths.iter_mut().for_each(faults::allow_side_effects);
    sign_with_date(&mut case, &date, random);
    let layouts = layouts.into_iter().chain(habit).collect();
    let book = draw::book(&case.plan, &figures[0], random);
    let bytes = (case.format.write)(&book, random);
    let file_name = format!("{seed:06}.{}", random.pick(case.format.extensions));
    Made { seed, format: case.format.name, file_name, layouts, fault, truths: case.truths, book, bytes }
}

/// One unit, or several of one county and perhaps the county's own office, whose code is debatable.
fn choose_units(many: bool, random: &mut Random) -> Vec<Unit> {
    let mut units = register::units();
    random.shuffle(&mut units);
    if !many {
        units.truncate(1);
        return units;
    }
    let county = units[0].county;
    units.retain(|unit| unit.county == county);
    units.truncate(random.between(2, 8) as usize);
    if random.chance(40) {
        let name = random.pick(&["机关", "局机关", "县局机关"]).to_owned();
        units.push(Unit { code: String::new(), name, county });
    }
    units
}

/// The day as read and as a cell; one sheet in twelve names none, one in twelve leaves it blank.
fn choose_date(random: &mut Random) -> (Option<(u32, String)>, Option<Entry>) {
    let day = random.between(10, 28) as u32;
    match random.below(12) {
        0 => (None, None),
        1 => (None, Some(Entry::text(""))),
        _ => {
            let entry = wordings::day_in_cell(2024, 3, day, random);
            (Some((day, format!("2024-03-{day:02}"))), Some(entry))
        }
    }
}

/// Inside a sentence and in Word a day is always written out: a serial number there would be no date.
fn settle_date(plan: &mut Plan, date: &Option<(u32, String)>, format: &Format, random: &mut Random) {
    let has_cells = plan.field_style == FieldStyle::LabelAndValue && format.name != "docx";
    if let (Some((day, _)), false) = (date, has_cells)
        && let Some(field) = plan.fields.last_mut()
    {
        field.value = Entry::Text(wordings::day_in_words(2024, 3, *day, random));
    }
}

/// Two tables side by side are two vertical ones on a sheet; Word puts them below one another.
fn settle_beside(plan: &mut Plan, format: &Format) {
    if plan.beside == Some(Beside::Right)
        && (format.name == "docx" || plan.direction == Direction::Horizontal || plan.fields_below)
    {
        plan.beside = Some(Beside::Below);
    }
}

/// A code tells units apart whose names do not: in a column, or as a field of the only unit.
fn say_codes(case: &mut Case, units: &[Unit], random: &mut Random) {
    if case.plan.exported {
        return;
    }
    let column = case.plan.direction == Direction::Horizontal
        && case.plan.name_column
        && case.plan.code_column.is_some();
    let field = units.len() == 1 && !column && random.chance(6);
    if field {
        let label = random.pick(wordings::CODE_FIELDS).into();
        let at = random.below(2).min(case.plan.fields.len());
        case.plan.fields.insert(at, plan::Field { label, value: Entry::text(&units[0].code) });
    }
    if column || field {
        for (truth, unit) in case.truths.iter_mut().zip(units).filter(|(_, unit)| !unit.code.is_empty()) {
            truth.unit = WhichUnit::Code(unit.code.clone());
        }
    }
}

/// The date as the last line, without a name, as letters are signed.
fn sign_with_date(case: &mut Case, date: &Option<(u32, String)>, random: &mut Random) {
    let is_date = |field: &plan::Field| wordings::DATE_FIELDS.contains(&field.label.as_str());
    let untouched = !case.plan.exported
        && case.truths.iter().all(|truth| truth.date.as_ref() == date.as_ref().map(|(_, iso)| iso));
    let Some((day, _)) = date.as_ref().filter(|_| untouched && random.chance(6)) else { return };
    case.plan.fields.retain(|field| !is_date(field));
    case.plan.notes.push(format!("2024年3月{day}日"));
}

fn change_layout(plan: &mut Plan, figures: &Figures, many: bool, random: &mut Random) -> Vec<&'static str> {
    let mut names = Vec::new();
    for _ in 0..random.pick(&[0, 1, 1, 2, 2, 3, 4]) {
        let layout = random.weighted(layouts::LAYOUTS, |layout| layout.weight);
        if !names.contains(&layout.name) {
            (layout.change)(plan, figures, random);
            names.push(layout.name);
        }
    }
    if many && plan.direction != Direction::Horizontal {
        let lying = layouts::LAYOUTS.iter().find(|layout| layout.name == "lying down");
        (lying.expect("the table has it").change)(plan, figures, random);
        names.push("many units");
    }
    if plan.direction != Direction::Vertical {
        plan.groups = false;
    }
    if plan.two_headers {
        plan.value_header = random.pick(&["2024年", "本年", "今年", "本期"]).into();
    }
    if plan.beside.is_some() {
        plan.title = Some(format!("2024年“3{}15”活动情况统计表", random.pick(&["·", ".", ""])));
    }
    names
}

fn new_truth(
    name: String,
    unit: WhichUnit,
    many: bool,
    date: &Option<(u32, String)>,
    figures: &Figures,
) -> Truth {
    let unit = match unit {
        WhichUnit::OneOf(_) if many => WhichUnit::Debatable,
        other => other,
    };
    Truth {
        unit_name: name,
        unit,
        date: date.as_ref().map(|(_, iso)| iso.clone()),
        values: figures.clone().map(Expected::Figure),
        due: Vec::new(),
        allowed: Vec::new(),
    }
}

/// One sheet in three shows a habit that does no harm.
fn behave(case: &mut Case, random: &mut Random) -> Option<&'static str> {
    if !random.chance(35) {
        return None;
    }
    (0..5).find_map(|_| {
        let habit = random.weighted(habits::HABITS, |habit| habit.weight);
        let untouched = (case.plan.clone(), case.truths.clone());
        if (habit.apply)(case, random) {
            return Some(habit.name);
        }
        (case.plan, case.truths) = untouched;
        None
    })
}

/// Where a file holds what was shown and nothing else, an exponent may have cost digits: it is asked about.
fn doubt_exponents(case: &mut Case) {
    if !case.format.keeps(formats::Keeps::ShownOnly) {
        return;
    }
    for at in 0..case.truths.len() {
        for item in truth::ITEMS {
            let cell = case.plan.cell(at, item).cloned().flatten();
            let issue = truth::Issue::ask("exponent", item);
            let asked = case.truths[at].due.iter().any(|due| due.item == Some(item));
            if !asked && cell.is_some_and(|entry| is_cut_short(&entry.shown())) {
                case.truths[at].due.push(issue);
            }
        }
    }
}

/// Fewer digits are written than the exponent counts.
fn is_cut_short(shown: &str) -> bool {
    let Some((mantissa, exponent)) = shown.split_once("E+") else { return false };
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    exponent.parse::<usize>().is_ok_and(|exponent| exponent > decimals)
}

/// Three sheets in ten have a fault; a fault that finds no place is drawn again a few times.
fn inflict(case: &mut Case, random: &mut Random) -> Option<&'static str> {
    if !random.chance(30) {
        return None;
    }
    let at = random.below(case.truths.len());
    (0..5).find_map(|_| {
        let fault = random.weighted(faults::FAULTS, |fault| fault.weight);
        let untouched = (case.plan.clone(), case.truths.clone());
        if (fault.inflict)(case, at, random) {
            return Some(fault.name);
        }
        (case.plan, case.truths) = untouched;
        None
    })
}
