//! Labels that are not quite the form's own: a particle more, a letter wrong, traditional letters.
//!
//! A particle changes nothing. A wrong letter leaves no doubt where the unit of measure is the item's own and
//! the rows above and below are its neighbours; elsewhere a careful reader may ask.

use super::faults::Case;
use super::habits::may_ask;
use super::plan::Direction;
use super::random::Random;
use super::truth::{ITEMS, Issue, WhichUnit};
use super::wordings::ITEM_WORDINGS;

/// Each item with a particle in its label.
const PARTICLES: [&[&str]; 11] = [
    &["普法宣传活动情况", "普法宣传活动数", "开展的普法宣传活动", "普法宣传工作", "普法宣传活动总数"],
    &["组织的新闻发布会", "组织新闻发布会数", "组织新闻发布会的情况", "组织新闻发布会总数"],
    &["开展的线上线下消费教育活动", "开展线上线下消费教育活动情况", "开展线上线下消费教育活动总数"],
    &["受理的消费者咨询情况", "受理消费者咨询件数", "受理消费者咨询的情况", "受理消费者咨询总数"],
    &["受理的消费者投诉情况", "受理消费者投诉件数", "受理消费者投诉的情况", "受理消费者投诉工作情况"],
    &["解决的消费纠纷", "解决消费纠纷件数", "解决消费纠纷总数", "解决消费纠纷的情况"],
    &[
        "为消费者挽回的经济损失",
        "为消费者挽回经济损失数",
        "为消费者挽回经济损失情况",
        "为消费者挽回经济损失总数",
    ],
    &["发布的消费提（警）示", "发布消费提（警）示数", "发布消费提（警）示情况"],
    &["组织的新闻媒体专栏专题", "组织新闻媒体专栏专题数", "组织新闻媒体专栏专题情况"],
    &["媒体的宣传报道", "媒体宣传报道数", "媒体宣传报道总数", "媒体宣传报道工作情况"],
    &["印发的各类宣传资料", "印发各类宣传资料数", "印发各类宣传资料情况", "印发各类宣传资料总数"],
];

/// The form's own labels with a letter that only looks or sounds like the right one.
const WRONG: [&[&str]; 11] = [
    &["普法宣传活功", "普法宜传活动"],
    &["组织新间发布会", "组织新闻发布汇"],
    &["开展线上线下消费教育活勋", "开展线上线下消废教育活动"],
    &["受理消费者咨洵情况", "受理消费者资询情况"],
    &["受理消费者投拆情况", "受理消费者投诉情祝"],
    &["解决消费纠份", "解决消废纠纷"],
    &["为消费者挽回经挤损失", "为消费者换回经济损失"],
    &["发布消费题（警）示"],
    &["组织新闻媒休专栏专题", "组织新闻媒体专栏专提"],
    &["媒体宣传报倒", "媒体宣转报道"],
    &["印发各类宣传资枓", "引发各类宣传资料"],
];

const TRADITIONAL: [&str; 11] = [
    "普法宣傳活動",
    "組織新聞發布會",
    "開展線上線下消費教育活動",
    "受理消費者諮詢情況",
    "受理消費者投訴情況",
    "解決消費糾紛",
    "為消費者挽回經濟損失",
    "發佈消費提（警）示",
    "組織新聞媒體專欄專題",
    "媒體宣傳報道",
    "印發各類宣傳資料",
];

/// Puts other words in place of an item's label; a unit of measure behind it stays.
fn relabel(case: &mut Case, item: usize, words: &str) -> bool {
    let Some(line) = case.plan.line(item) else { return false };
    let behind = [format!("（{}）", line.measure), format!("({})", line.measure)]
        .into_iter()
        .find(|measure| line.label.ends_with(measure.as_str()));
    line.label = format!("{words}{}", behind.unwrap_or_default());
    true
}

pub fn particles(case: &mut Case, random: &mut Random) -> bool {
    let most = random.pick(&[1, 2, 3, 11]);
    (0..most).fold(false, |done, _| {
        let item = random.pick(&ITEMS);
        relabel(case, item, random.pick(PARTICLES[item - 1])) || done
    })
}

pub fn wrong_letter(case: &mut Case, random: &mut Random) -> bool {
    let item = random.pick(&ITEMS);
    let done = relabel(case, item, random.pick(WRONG[item - 1]));
    doubt(case, item);
    done
}

pub fn wrong_letters(case: &mut Case, random: &mut Random) -> bool {
    let done = ITEMS.into_iter().all(|item| relabel(case, item, random.pick(WRONG[item - 1])));
    ITEMS.into_iter().for_each(|item| may_ask(case, item));
    // Another table of the file may then look more like the form's; taking it for the unit's must be asked about.
    for truth in &mut case.truths {
        truth.allowed.extend([Issue::refusal(), Issue::ask_sheet("may")]);
        truth.date = None;
    }
    let others = case.plan.beside.is_some() || !case.plan.before.is_empty() || !case.plan.after.is_empty();
    if others {
        case.truths.iter_mut().for_each(|truth| truth.unit = WhichUnit::Debatable);
    }
    done
}

pub fn traditional(case: &mut Case, random: &mut Random) -> bool {
    let all = random.chance(60);
    let chosen = random.pick(&ITEMS);
    for item in ITEMS.into_iter().filter(|item| all || *item == chosen) {
        if !relabel(case, item, TRADITIONAL[item - 1]) {
            return false;
        }
    }
    ITEMS.into_iter().filter(|item| all || *item == chosen).for_each(|item| doubt(case, item));
    true
}

/// A careful reader may ask unless measure and neighbours speak for the item.
fn doubt(case: &mut Case, item: usize) {
    let plan = &mut case.plan;
    let upright = plan.direction == Direction::Vertical && plan.measure_header.is_some();
    let own = plan.line(item).is_some_and(|line| line.measure == ITEM_WORDINGS[item - 1].1);
    let neighbour = |lines: &[super::plan::Line], at: usize, other: usize| {
        (other == 0 || other > ITEMS.len()) || lines.get(at).is_some_and(|line| line.item == Some(other))
    };
    let in_order = plan.position(item).is_some_and(|at| {
        neighbour(&plan.lines, at.wrapping_sub(1), item - 1) && neighbour(&plan.lines, at + 1, item + 1)
    });
    if !(upright && own && in_order) {
        may_ask(case, item);
    }
}
