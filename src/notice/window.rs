//! 活动时间: the first span of days in a sentence, or under a heading, that speaks of the activity.

use super::dates::{Named, NamedKind, named};
use super::due::{Calendar, calendar_day};
use super::page::{Page, Sentence};
use super::proposal::{Quoted, Window};

/// The first and the last day of the activity.
pub fn window(page: &Page, calendar: &Calendar) -> Option<Quoted<Window>> {
    page.sentences.iter().enumerate().find_map(|(index, sentence)| {
        let heading = index
            .checked_sub(1)
            .map(|before| &page.sentences[before])
            .filter(|before| before.chars.len() < 12);
        let speaks =
            |sentence: &Sentence| ["活动", "宣传", "行动", "时间"].iter().any(|word| sentence.has(word));
        let is_spoken_of = speaks(sentence) || heading.is_some_and(speaks);
        let mut spans = named(sentence).into_iter().filter(|date| date.kind == NamedKind::Span);
        let span =
            spans.find(|span| is_spoken_of && !is_of_visit(sentence, span) || is_period(sentence, span))?;
        let (first, last) = (calendar_day(span.first?, calendar)?, calendar_day(span.last?, calendar)?);
        (first <= last).then(|| page.quote(sentence, span.chars, Window { first, last }))
    })
}

/// `紧要期（3月1日至5月31日）`, `定于8月1日至9月30日开展`, `自1月14日开始，2月22日结束`.
fn is_period(sentence: &Sentence, span: &Named) -> bool {
    let (start, end) = (span.chars.start, span.chars.end);
    let is_led = ["期(", "期间("].iter().any(|word| sentence.says_before(start, word));
    let is_set = ["定于", "自", "从"].iter().any(|word| sentence.says_before(start, word));
    let is_done = sentence.says_at(end, "结束")
        || ["开展", "组织", "进行", "实施"]
            .iter()
            .any(|word| sentence.find(end..sentence.chars.len().min(end + 10), word).is_some());
    is_led || is_set && is_done
}

/// `6月12日至15日参加全市防火工作考核` is no activity of this notice.
fn is_of_visit(sentence: &Sentence, span: &Named) -> bool {
    let clause = sentence.clause(span.chars.start);
    ["参加", "考核", "参训"].iter().any(|word| sentence.says_at(span.chars.end, word))
        || sentence.find(clause.start..span.chars.start, "公示").is_some()
}
