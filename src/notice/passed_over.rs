//! Dates that are no deadline for reporting, each with why: the day of the letter, of a meeting, of a law, a span.

use super::dates::{Named, NamedKind, named};
use super::demands::NoDemand;
use super::page::{Page, Sentence};
use super::proposal::{PassedOver, Quoted};
use super::refusals::WORK;

const SIGNED: &str = "这是落款（发文）日期";
const SPAN: &str = "这是活动或工作的起止时间，不是报送时限";
const START: &str = "这是起始时间，不是报送时限";
const LAW: &str = "这是文件、法规的日期";
const EVENT: &str = "这是活动或会议的日期";
const AFTER: &str = "这是时限之后的说明，不是报送时限";
const OTHER: &str = "句中没有要求在此日期前报送材料";

/// All dates of a sentence that were not taken, in order.
pub fn passed_over(
    page: &Page,
    sentence: &Sentence,
    taken: &[Named],
    not: &[NoDemand],
) -> Vec<Quoted<PassedOver>> {
    let mut found = Vec::new();
    for date in named(sentence) {
        let is_taken = taken
            .iter()
            .any(|known| known.chars.start <= date.chars.start && date.chars.end <= known.chars.end);
        let known = not.iter().find(|not| not.date.chars == date.chars);
        let is_open = date.kind == NamedKind::Open && known.is_none_or(|known| known.why == WORK);
        if is_taken || is_open {
            continue;
        }
        let known = known.filter(|_| date.kind != NamedKind::Span);
        let why = known.map_or_else(|| why(sentence, &date), |known| known.why);
        let phrase = sentence.said(date.chars.clone());
        found.push(page.quote(sentence, date.chars.clone(), PassedOver { phrase, why }));
    }
    found
}

fn why(sentence: &Sentence, date: &Named) -> &'static str {
    let clause = sentence.clause(date.chars.start);
    let has = |words: &[&str]| sentence.first_of(clause.clone(), words).is_some();
    let behind = |words: &[&str]| words.iter().any(|word| sentence.says_at(date.chars.end, word));
    let before = |words: &[&str]| words.iter().any(|word| sentence.says_before(date.chars.start, word));
    match () {
        () if date.kind == NamedKind::Span => SPAN,
        () if sentence.chars.len() == date.chars.end
            && (date.chars.start == 0 || sentence.chars.len() < 30) =>
        {
            SIGNED
        }
        () if behind(&["印发", "签发"]) => SIGNED,
        () if behind(&["后", "之后", "以后"]) => AFTER,
        () if behind(&["起", "开始"]) || before(&["自", "从"]) => START,
        () if has(&[
            "施行",
            "实施",
            "通过",
            "公布",
            "修订",
            "修正",
            "颁布",
            "发布的",
            "下发的",
            "号)",
            "印发的",
        ]) =>
        {
            LAW
        }
        () if has(&[
            "召开", "举行", "举办", "开展", "参加", "集中", "启动", "培训", "活动", "上午", "下午", "值班",
            "会议", "当天",
        ]) =>
        {
            EVENT
        }
        () => OTHER,
    }
}
