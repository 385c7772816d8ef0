//! Clocks that cascade: 各所 3月18日前报县局；各县局 3月22日前报市局.
//!
//! The earlier clock binds the units. The later one binds the office that took what they sent, and is a deliverable of
//! its own with the level of that office. An office is known to gather by its own words alone: it is of the level to
//! which others send, and sends further itself. Where two clocks of one material lead to offices of two levels and
//! nobody is named who keeps the later one, that is asked.

use super::levels::level_of;
use super::proposal::{Deliverable, Quoted};
use crate::campaign::DeliverableKind;
use crate::vocabulary::unit::Level;

/// Gives those their level that bind who gathers, and a name that tells it from what was gathered; the questions on
/// clocks of which it is not clear whom they bind.
pub fn level(deliverables: &mut [Quoted<Deliverable>]) -> Vec<String> {
    let known: Vec<Deliverable> = deliverables.iter().map(|one| one.value.clone()).collect();
    let mut questions = Vec::new();
    for (index, one) in deliverables.iter_mut().enumerate() {
        let one = &mut one.value;
        one.level = gathers(one, &known);
        match one.level {
            Some(level) if known.iter().any(|other| is_gathered(other, one)) => {
                one.name = gathered_name(level, one);
            }
            Some(_) => {}
            None if known[..index].iter().any(|earlier| is_unclear(earlier, one)) => {
                questions.push(question(one));
            }
            None => {}
        }
    }
    questions
}

/// The level of who sends it, where others send to that level.
fn gathers(one: &Deliverable, known: &[Deliverable]) -> Option<Level> {
    let level = level_of(one.from.as_deref()?)?;
    let sends_there = |other: &Deliverable| {
        let from = other.from.as_deref().and_then(level_of);
        from.is_none_or(|from| from < level) && other.to.as_deref().and_then(level_of) == Some(level)
    };
    let goes_on = one.to.as_deref().and_then(level_of).is_none_or(|to| to > level);
    (goes_on && known.iter().any(sends_there)).then_some(level)
}

fn is_gathered(other: &Deliverable, one: &Deliverable) -> bool {
    other.name == one.name && other.from != one.from
}

/// `统计表` → `县级汇总统计表`, `活动总结` → `县级活动总结`.
fn gathered_name(level: Level, one: &Deliverable) -> String {
    let gathered = one.kind == DeliverableKind::Table && !one.name.contains("汇总");
    format!("{}级{}{}", level.label(), if gathered { "汇总" } else { "" }, one.name)
}

/// The same material by two days to offices of two levels, and the same or nobody is named who sends it.
fn is_unclear(earlier: &Deliverable, one: &Deliverable) -> bool {
    let levels = [earlier, one].map(|one| one.to.as_deref().and_then(level_of));
    let differ = matches!(levels, [Some(first), Some(second)] if first != second);
    earlier.name == one.name && earlier.from == one.from && earlier.phrase != one.phrase && differ
}

fn question(one: &Deliverable) -> String {
    format!(
        "“{}”报{}的“{}”由谁报送（各填报单位，还是收到后汇总的上级），原文没有写清。",
        one.phrase.as_deref().unwrap_or_default(),
        one.to.as_deref().unwrap_or_default(),
        one.name
    )
}
