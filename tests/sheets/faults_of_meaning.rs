//! Sheets whose figures are plain and whose meaning is not: examples, one figure for two items, units of measure
//! that are not the form's, figures under last year.

use super::faults::Case;
use super::figures::count;
use super::formats::Keeps;
use super::other_pages::EXAMPLE;
use super::page::Entry;
use super::plan::Direction;
use super::random::Random;
use super::truth::{Expected, ITEMS, Issue, MONEY, WhichUnit};
use super::wordings;

impl Case {
    /// One question for the whole sheet; sending it back unread is as good.
    fn ask_once(&mut self, kind: &'static str) -> bool {
        for truth in &mut self.truths {
            truth.values = ITEMS.map(|_| Expected::Debatable);
            truth.due.push(Issue::ask_sheet(kind));
            truth.allowed.push(Issue::refusal());
        }
        true
    }

    fn ask_about(&mut self, at: usize, item: usize, kind: &'static str) {
        self.truths[at].set(item, Expected::Debatable);
        self.truths[at].due.push(Issue::ask(kind, item));
    }
}

/// The notice's example came back instead of a sheet, or a sheet was filled over its name.
pub fn example(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let plain = case.plan.direction != Direction::Horizontal && case.plan.beside.is_none();
    let Some(title) = case.plan.title.clone().filter(|_| plain && case.truths.len() == 1) else {
        return false;
    };
    match random.below(3) {
        0 => {
            let words = random.pick(&["（填写示例）", "（示例）", "（样表）", "(样表)", "（例）"]);
            case.plan.title = Some(format!("{title}{words}"));
        }
        1 => case.plan.above.push(random.pick(&["填写示例", "样表", "示例："]).into()),
        _ => {
            let name = random.pick(&["××市场监督管理所", "XX卫生院", "××单位", "某某市场监督管理所"]);
            let is_unit = |label: &str| wordings::UNIT_FIELDS.contains(&label);
            let Some(field) = case.plan.fields.iter_mut().find(|field| is_unit(&field.label)) else {
                return false;
            };
            field.value = Entry::text(name);
            case.truths[at].unit_name = name.to_owned();
        }
    }
    for (item, figure) in ITEMS.into_iter().zip(EXAMPLE) {
        if !case.own_measure(item) || !case.put(at, item, Some(Entry::text(figure))) {
            return false;
        }
    }
    case.truths[at].unit = WhichUnit::Debatable;
    case.ask_once("an example")
}

/// One merged cell, or one sentence, for two items that follow each other.
pub fn one_figure_for_two(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&[4, 4, 1, 5, 9]);
    let plain = case.plan.is_plain_upright() && case.plan.value_span == 1;
    let Some(place) = case.plan.position(item).filter(|_| plain) else { return false };
    let neighbours = case.plan.lines.get(place + 1).is_some_and(|line| line.item == Some(item + 1));
    if !neighbours || !case.own_measure(item) || !case.own_measure(item + 1) {
        return false;
    }
    let both = [item, item + 1].map(|item| case.truths[at].figure(item).map(count).unwrap_or_default());
    let sum = both[0] + both[1];
    let merged = case.format.keeps(Keeps::Merges) && random.chance(60);
    let entry = match (merged, item) {
        (true, _) => Entry::number(sum),
        (false, 4) => Entry::Text(format!("咨询、投诉共 {sum}件")),
        (false, _) => Entry::Text(format!("两项合计{sum}")),
    };
    case.plan.lines[place].shares_next = merged;
    case.put(at, item, Some(entry));
    case.put(at, item + 1, None);
    [item, item + 1].into_iter().for_each(|item| case.ask_about(at, item, "one figure for two items"));
    true
}

/// A unit of measure that nobody can turn into the form's.
pub fn foreign_measure(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let (item, measures): (usize, &[&str]) = random.pick(&[
        (MONEY, &["美元", "万美元", "元/万元", "元或万元"] as &[&str]),
        (MONEY, &["元/万元", "美元"]),
        (11, &["箱", "吨", "公斤", "捆"]),
        (3, &["小时", "天"]),
        (1, &["小时", "元"]),
        (10, &["分钟"]),
    ]);
    let Some(figure) = case.truths[at].figure(item).map(str::to_owned) else { return false };
    // Nothing is nothing in any unit of measure.
    if figure == "0" || !case.own_measure(item) || case.truths.len() > 1 || case.plan.exported {
        return false;
    }
    let measure = random.pick(measures);
    let shown = case.plan.measure_header.is_some() && case.plan.direction != Direction::Horizontal
        || case.plan.measure_row && case.plan.direction == Direction::Horizontal;
    let Some(line) = case.plan.line(item) else { return false };
    let own = line.measure.clone();
    let in_label =
        [format!("（{own}）"), format!("({own})")].into_iter().find(|own| line.label.contains(own));
    match in_label {
        Some(own) => line.label = line.label.replace(&own, &format!("（{measure}）")),
        None if !shown => return false,
        None => {}
    }
    line.measure = measure.to_owned();
    case.put(at, item, Some(Entry::Number(figure)));
    case.ask_about(at, item, "a unit of measure that is not the form's");
    true
}

/// The only column of figures is headed with last year.
pub fn under_last_year(case: &mut Case, _: usize, random: &mut Random) -> bool {
    let plain = case.plan.direction == Direction::Vertical && !case.plan.two_headers;
    let headed = wordings::VALUE_HEADERS.contains(&case.plan.value_header.as_str());
    if !plain || !headed || !case.plan.asides.is_empty() || case.plan.beside.is_some() {
        return false;
    }
    case.plan.value_header = random.pick(&["2023年", "上年同期", "2023年数量", "去年"]).into();
    case.ask_once("figures of last year")
}
