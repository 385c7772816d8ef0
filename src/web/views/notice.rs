//! 通知 in words: what was read from it beside the sentences that say so, and its text with these words marked.

use std::ops::Range;

use super::frame;
use super::terms::files;
use crate::campaign::deadline::meaning;
use crate::notice::proposal::one_line;
use crate::notice::{Annex, Deliverable, Proposal, Quoted};
use crate::vocabulary::{Actor, Permission};
use crate::web::pages::layout::Frame;
use crate::web::pages::notice::{NewNoticePage, NoticePage, NoticeRead, Piece, Reading};
use crate::workflow::notice::Proposed;

pub fn new_page(
    text: String,
    errors: &[(Option<String>, String)],
    actor: &Actor,
    csrf: &str,
) -> NewNoticePage {
    NewNoticePage { frame: arranging(actor, csrf).wrong(errors), text, choices: Vec::new() }
}

/// Several notices came in one file.
pub fn choice_page(proposed: &[Proposed], actor: &Actor, csrf: &str) -> NewNoticePage {
    let choices = proposed.iter().map(|proposed| {
        let proposal = &proposed.proposal;
        let title = proposal.title.as_ref().map_or("（没有标题）", |title| title.value.as_str());
        let asked: Vec<&str> = proposal.deliverables.iter().map(|asked| asked.value.name.as_str()).collect();
        let asked = if asked.is_empty() { "没有要求报送材料".to_owned() } else { asked.join("、") };
        (proposed.kept.id, title.to_owned(), asked)
    });
    NewNoticePage { frame: arranging(actor, csrf), text: String::new(), choices: choices.collect() }
}

fn arranging(actor: &Actor, csrf: &str) -> Frame {
    frame("从通知新建填报任务", actor, csrf)
        .section("/campaigns")
        .through("填报任务", "/campaigns")
        .here("从通知新建")
}

/// The notice of a campaign, whole.
pub fn notice_page(
    (campaign, title): (i64, &str),
    (text, file): (String, String),
    actor: &Actor,
    csrf: &str,
) -> NoticePage {
    let (section, place) = match actor.may(Permission::ReadReports) {
        true => ("/campaigns", format!("/campaigns/{campaign}")),
        false => ("/", format!("/campaigns/{campaign}/units/{}", actor.unit_code)),
    };
    let frame = frame("通知原文", actor, csrf).section(section).through(title, place).here("通知原文");
    NoticePage { frame, campaign, text, file }
}

/// What a notice was taken to say.
pub fn read(proposed: &Proposed) -> NoticeRead {
    let proposal = &proposed.proposal;
    let found = found(proposal);
    let readings = found.iter().enumerate().map(|(index, found)| Reading {
        number: index + 1,
        label: found.label.clone(),
        value: found.value.clone(),
        sentence: proposal.words(&found.sentence),
    });
    let passed_over = proposal.passed_over.iter().map(|passed| {
        let sentence = proposal.words(&passed.sentence);
        (passed.value.phrase.clone(), passed.value.why.to_string(), sentence)
    });
    NoticeRead {
        id: proposed.kept.id,
        readings: readings.collect(),
        passed_over: passed_over.collect(),
        questions: proposal.questions.clone(),
        annex: proposal.annex.as_ref().map(|annex| said_of(annex, proposed.form.is_some())),
        pieces: pieces(&proposal.text, &found),
    }
}

/// The annex in words, and whether a form for it is known.
fn said_of(annex: &Annex, is_known: bool) -> String {
    let title = annex.title.as_deref().map_or(String::new(), |title| format!("“{}”", one_line(title)));
    let next = match is_known {
        true => "下面已选好与它一样的报表，不必再制。",
        false => "与现有的报表都不一样：先由附表制表，保存后回到这里，报表就选好了。",
    };
    format!("附表{title}{next}")
}

/// Something that was read, and where its words stand.
struct Found {
    label: String,
    value: String,
    words: Range<usize>,
    sentence: Range<usize>,
    /// Where the words stand that say by when.
    by: Option<Range<usize>>,
}

impl Found {
    fn new<T>(label: &str, value: String, quoted: &Quoted<T>) -> Found {
        let (words, sentence) = (quoted.words.clone(), quoted.sentence.clone());
        Found { label: label.to_owned(), value, words, sentence, by: None }
    }
}

fn found(proposal: &Proposal) -> Vec<Found> {
    let mut all = head(proposal);
    all.extend(proposal.deliverables.iter().map(|asked| deliverable(proposal, asked)));
    all.extend(proposal.channels.iter().map(|channel| {
        let value = format!("{}：{}", channel.value.kind.label(), channel.value.value);
        Found::new("报送渠道", value, channel)
    }));
    all.extend(proposal.contacts.iter().map(|contact| {
        let parts = [contact.value.name.as_deref(), contact.value.phone.as_deref()];
        Found::new("联系人", parts.into_iter().flatten().collect::<Vec<_>>().join(" "), contact)
    }));
    all
}

fn head(proposal: &Proposal) -> Vec<Found> {
    let text = |label, quoted: &Option<Quoted<String>>| {
        quoted.as_ref().map(|quoted| Found::new(label, quoted.value.clone(), quoted))
    };
    let year = proposal.year.as_ref().map(|year| Found::new("年度", year.value.to_string(), year));
    let window = proposal.window.as_ref().map(|window| {
        Found::new("活动时间", format!("{} 至 {}", window.value.first, window.value.last), window)
    });
    let all = [
        year,
        text("主题", &proposal.theme),
        text("布置单位", &proposal.issuer),
        text("接收单位", &proposal.receiver),
        text("填报单位", &proposal.reporters),
        window,
    ];
    all.into_iter().flatten().collect()
}

fn deliverable(proposal: &Proposal, asked: &Quoted<Deliverable>) -> Found {
    let by = match (&asked.value.phrase, asked.value.instant) {
        (Some(phrase), Some(instant)) => format!("{phrase}（截止：{}）", meaning(instant)),
        (Some(phrase), None) => format!("{phrase}（是哪一天几点，请填写）"),
        (None, _) => "没有写时限".to_owned(),
    };
    let by = by + &files(&proposal.files(asked));
    let value = if asked.value.required { by } else { format!("{by}，选报") };
    let place = || {
        let phrase = asked.value.phrase.as_deref()?;
        let at = asked.sentence.start + proposal.text.get(asked.sentence.clone())?.find(phrase)?;
        Some(at..at + phrase.len())
    };
    Found { by: place(), ..Found::new(&asked.value.name, value, asked) }
}

/// The text in pieces: words that something was read from are pieces of their own, each once.
fn pieces(text: &str, found: &[Found]) -> Vec<Piece> {
    let numbered = (1..).zip(found);
    let mut marks: Vec<(usize, Range<usize>)> = numbered
        .flat_map(|(number, found)| {
            let by = found.by.clone().map(|by| (0, by));
            std::iter::once((number, found.words.clone())).chain(by)
        })
        .collect();
    marks.sort_by_key(|(number, words)| (words.start, *number == 0));
    let (mut pieces, mut at) = (Vec::new(), 0);
    let mut push = |from: usize, to: usize, reading: Option<usize>| {
        if let Some(words) = text.get(from..to).filter(|words| !words.is_empty()) {
            pieces.push(Piece { words: words.to_owned(), reading });
        }
    };
    for (reading, words) in marks {
        if words.start < at || words.is_empty() {
            continue;
        }
        push(at, words.start, None);
        push(words.start, words.end, Some(reading));
        at = words.end;
    }
    push(at, text.len(), None);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(words: Range<usize>) -> Found {
        Found { label: String::new(), value: String::new(), sentence: words.clone(), words, by: None }
    }

    #[test]
    fn words_are_marked_once_and_nothing_of_the_text_is_lost() {
        for (found, expected) in [
            (vec![], &[("abcdef", None)][..]),
            (vec![at(2..4)], &[("ab", None), ("cd", Some(1)), ("ef", None)]),
            (vec![at(4..6), at(0..2)], &[("ab", Some(2)), ("cd", None), ("ef", Some(1))]),
            (vec![at(1..3), at(2..5)], &[("a", None), ("bc", Some(1)), ("def", None)]),
            (vec![at(3..3)], &[("abcdef", None)]),
            (vec![Found { by: Some(0..2), ..at(4..6) }], &[("ab", Some(0)), ("cd", None), ("ef", Some(1))]),
        ] {
            let pieces = pieces("abcdef", &found);
            let pieces: Vec<(&str, Option<usize>)> =
                pieces.iter().map(|piece| (piece.words.as_str(), piece.reading)).collect();
            assert_eq!(pieces, expected);
        }
    }
}
