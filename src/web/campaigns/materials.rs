//! What a new campaign asks for: the statistics table, if it does, and other material, each in a row of its
//! own with its name, its clock, who sends it and which files may be sent.

use super::super::boards::some;
use super::super::clocks::{self, Clock, Mistakes, Reckoning};
use super::super::pages::campaign::{Material, clock_field};
use super::super::posted::Fields;
use crate::campaign::DeliverableKind;
use crate::campaign::task::{Files, NewDeliverable};
use crate::vocabulary::Level;

/// So many rows at most: a notice asks for fewer.
const MOST: usize = 30;

/// Blank rows on a page.
const SPARE: usize = 2;

/// The largest file that a notice can allow, in MB: the service's own limit for attachments.
pub(super) const LARGEST: u64 = 100;

/// The rows as they were chosen and typed, those left blank taken out.
pub(super) fn materials(fields: &Fields) -> Vec<Material> {
    let rows = (1..=MOST).map(|number| {
        let row = Material::blank(number);
        let prefix = row.prefix();
        let text = |name: &str| fields.text(&clock_field(&prefix, name)).trim().to_owned();
        Material {
            kind: text("kind"),
            level: text("level"),
            required: fields.has(&clock_field(&prefix, "required")),
            name: text("name"),
            clock: clocks::typed(fields, &prefix),
            files: text("files"),
            largest: text("largest"),
            ..row
        }
    });
    rows.filter(|row| !row.is_blank()).collect()
}

/// The rows with blank ones behind them.
pub(super) fn with_spare(mut rows: Vec<Material>, more: usize) -> Vec<Material> {
    let last = rows.last().map_or(0, |row| row.number);
    rows.extend((last + 1..).take(SPARE + more).take_while(|number| *number <= MOST).map(Material::blank));
    rows
}

/// The table, unless none is asked for, and every row, each with its clock; what is wrong is noted.
pub(super) fn deliverables(fields: &Fields, by: &Reckoning, wrong: &mut Mistakes) -> Vec<NewDeliverable> {
    let mut found = Vec::new();
    let of_table = match fields.has("without_table") {
        true => None,
        false => match clocks::typed(fields, "").read("", by) {
            Ok(clock) => {
                found.push(table(clock.clone()));
                Some(clock)
            }
            Err(mistakes) => {
                wrong.extend(mistakes);
                None
            }
        },
    };
    for row in materials(fields) {
        found.extend(of_row(&row, of_table.as_ref(), by, wrong));
    }
    found
}

fn table((due, close): Clock) -> NewDeliverable {
    let kind = DeliverableKind::Table;
    let (title, files) = (kind.label().to_owned(), Files::default());
    NewDeliverable { kind, title, due, close, required: true, level: None, files }
}

fn of_row(
    row: &Material,
    of_table: Option<&Clock>,
    by: &Reckoning,
    wrong: &mut Mistakes,
) -> Option<NewDeliverable> {
    let before = wrong.len();
    let mut note =
        |name: &str, words: &str| wrong.push((Some(clock_field(&row.prefix(), name)), words.to_owned()));
    let kind = DeliverableKind::from_code(&row.kind);
    if kind.is_none() {
        note("kind", "请选择这是哪一种材料；不要这一项的，请把名称和时间清空。");
    }
    let level = Level::from_code(&row.level).filter(|_| !row.level.is_empty());
    if kind == Some(DeliverableKind::Table) && level.is_none() {
        note("level", "各单位填的统计表在上面布置；这里是下级汇总后报的统计表，请选择由哪一级报。");
    }
    if row.name.chars().count() > 100 {
        note("name", "材料名称不超过 100 个字。");
    }
    let files = files(row, &mut note);
    let clock = match of_table {
        Some(clock) if row.clock.is_blank() => Some(clock.clone()),
        _ => row.clock.read(&row.prefix(), by).map_err(|mistakes| wrong.extend(mistakes)).ok(),
    };
    let (kind, (due, close), true) = (kind?, clock?, wrong.len() == before) else { return None };
    let title = some(&row.name).unwrap_or(kind.label()).to_owned();
    Some(NewDeliverable { kind, title, due, close, required: row.required, level, files })
}

fn files(row: &Material, note: &mut impl FnMut(&str, &str)) -> Files {
    let kinds: Vec<String> = row
        .files
        .split(['、', '，', ',', ' ', '/', ';', '；'])
        .map(|kind| kind.trim().trim_start_matches('.').to_ascii_lowercase())
        .filter(|kind| !kind.is_empty())
        .collect();
    if !kinds.iter().all(|kind| Files::is_ending(kind)) {
        note("files", "请写文件的后缀，例如 docx、pdf、jpg；不限的留空。");
    }
    let most: Option<u64> = row.largest.parse().ok().filter(|most| (1..=LARGEST).contains(most));
    if most.is_none() && !row.largest.is_empty() {
        note("largest", "请填 1 到 100 之间的整数（MB），不限的留空。");
    }
    Files { kinds, most_bytes: most.map(|most| most << 20) }
}
