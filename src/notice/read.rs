//! A notice is read: every part of the room asked in turn.

use chrono::NaiveTime;

use super::dates::{Named, NamedKind, named};
use super::demand::{Demand, NoDemand, demands};
use super::due::{Calendar, calendar_day, resolved};
use super::page::{Page, Sentence};
use super::passed_over::passed_over;
use super::proposal::{Deliverable, PassedOver, Proposal, Quoted, Window};
use super::prose::Prose;
use super::{
    annex, attachments, channel, contact, head, labelled, parts, questions, schedule, theme, undated, who,
};
use crate::form::year::years;
use crate::vocabulary::plain::plain;

/// The notices that a text holds, each as a campaign to confirm. `closing` is what 下班前 means.
pub fn read(prose: &Prose, closing: NaiveTime) -> Vec<Proposal> {
    parts::parts(prose).iter().map(|part| one(part, closing)).collect()
}

fn one(prose: &Prose, closing: NaiveTime) -> Proposal {
    let page = Page::new(prose);
    let title = head::title(&page);
    let signed = head::signed(&page);
    let year = head::year(&page, title.as_ref(), signed.as_ref());
    let of_whole_year = title.as_ref().is_some_and(|title| {
        let several = years(&plain(&title.value)).len() > 1;
        several || ["年度", "总结"].iter().any(|word| title.value.contains(word))
    });
    let calendar = Calendar {
        signed: signed.as_ref().map(|signed| signed.value),
        year: year.as_ref().map(|year| year.value),
        of_whole_year,
        closing,
    };
    let begins = title.as_ref().map_or(0, |title| title.words.end);
    let asked = Asked::of(&page, begins, &calendar);
    let asking: Vec<(&Sentence, &Demand)> =
        asked.demands.iter().map(|(sentence, demand)| (*sentence, demand)).collect();
    let addressed = head::addressed(&page, title.as_ref());
    let mut proposal = Proposal {
        theme: theme::theme(&page),
        issuer: head::issuer(&page, title.as_ref()),
        receiver: who::main_receiver(&page, &asking),
        reporters: (!asking.is_empty()).then(|| who::reporters(&page, &asking, addressed.as_ref())).flatten(),
        window: window(&page, &calendar),
        contacts: contact::contacts(&page),
        channels: channel::channels(&page, &asking),
        annex: annex::annex(&page),
        deliverables: asked.deliverables,
        passed_over: asked.passed_over,
        questions: asked.questions,
        year: year.or_else(|| written_year(&page)),
        title,
        text: String::new(),
    };
    proposal.text = page.text;
    proposal.questions.extend(questions::questions(&proposal));
    proposal
}

/// The year of the first day that has one, where nothing else says it.
fn written_year(page: &Page) -> Option<Quoted<i32>> {
    page.sentences.iter().find_map(|sentence| {
        let date =
            named(sentence).into_iter().find(|date| date.first.is_some_and(|day| day.year.is_some()))?;
        let year = date.first?.year?;
        Some(page.quote(sentence, date.chars, year))
    })
}

/// What the sentences ask for.
#[derive(Default)]
struct Asked<'p> {
    demands: Vec<(&'p Sentence, Demand)>,
    deliverables: Vec<Quoted<Deliverable>>,
    passed_over: Vec<Quoted<PassedOver>>,
    questions: Vec<String>,
}

impl<'p> Asked<'p> {
    fn of(page: &'p Page, begins: usize, calendar: &Calendar) -> Asked<'p> {
        let mut asked = Asked::default();
        let body: Vec<usize> =
            (0..page.sentences.len()).filter(|at| page.sentences[*at].range.start >= begins).collect();
        let undated: Vec<(&Sentence, Demand)> = body
            .iter()
            .filter_map(|at| Some((&page.sentences[*at], undated::demand(page, &page.sentences[*at])?)))
            .collect();
        let mut told = schedule::demands(page);
        told.extend(labelled::demands(page, &undated));
        for at in body {
            let sentence = &page.sentences[at];
            let (mut found, not) = demands(sentence, &page.sentences[..at]);
            if found.is_empty() {
                let told = told.iter().filter(|(place, _)| place.range == sentence.range);
                found.extend(told.map(|(_, demand)| demand.clone()));
            }
            asked.pass_over(page, sentence, &found, &not);
            for demand in found {
                asked.add(page, sentence, demand, calendar);
            }
        }
        for (sentence, demand) in undated {
            asked.add_undated(page, sentence, demand, calendar);
        }
        asked
    }

    fn pass_over(&mut self, page: &Page, sentence: &Sentence, found: &[Demand], not: &[NoDemand]) {
        let taken: Vec<Named> = found.iter().filter_map(|demand| demand.date.clone()).collect();
        self.passed_over.extend(passed_over(page, sentence, &taken, not));
    }

    fn add_undated(&mut self, page: &Page, sentence: &'p Sentence, mut demand: Demand, calendar: &Calendar) {
        let is_known = |kind| self.deliverables.iter().any(|known| known.value.kind == kind);
        demand.materials.retain(|material| !is_known(material.kind));
        match demand.materials.is_empty() {
            true => self.demands.push((sentence, demand)),
            false => self.add(page, sentence, demand, calendar),
        }
    }

    fn add(&mut self, page: &Page, sentence: &'p Sentence, mut demand: Demand, calendar: &Calendar) {
        attachments::named(page, &mut demand.materials);
        let phrase = demand.date.as_ref().map(|date| sentence.said(date.chars.clone()));
        let instant = match (&phrase, &demand.date) {
            (Some(phrase), Some(_)) if demand.undecided => {
                self.ask(format!("“{phrase}”各管哪几项材料，原文没有写清，请逐项填写截止时间。"));
                None
            }
            (Some(phrase), Some(date)) => {
                resolved(phrase, date, calendar).map_err(|words| self.ask(words)).ok()
            }
            _ => {
                let names: Vec<&str> =
                    demand.materials.iter().map(|material| material.name.as_str()).collect();
                self.ask(format!("“{}”没有写报送时限，什么时候截止？", names.join("、")));
                None
            }
        };
        let from = who::subject(page, sentence, demand.chars.start..demand.verb.start).map(|from| from.value);
        let to = who::receiver(page, sentence, &demand).map(|to| to.value);
        for material in &demand.materials {
            let deliverable = Deliverable {
                kind: material.kind,
                name: material.name.clone(),
                phrase: phrase.clone(),
                instant,
                required: demand.required,
                from: from.clone(),
                to: to.clone(),
            };
            let is_known = self.deliverables.iter().any(|known| known.value == deliverable);
            if !is_known {
                self.deliverables.push(page.quote(sentence, material.chars.clone(), deliverable));
            }
        }
        self.demands.push((sentence, demand));
    }

    fn ask(&mut self, question: String) {
        if !self.questions.contains(&question) {
            self.questions.push(question);
        }
    }
}

/// 活动时间: the first span of days in a sentence, or under a heading, that speaks of the activity.
fn window(page: &Page, calendar: &Calendar) -> Option<Quoted<Window>> {
    page.sentences.iter().enumerate().find_map(|(index, sentence)| {
        let heading = index
            .checked_sub(1)
            .map(|before| &page.sentences[before])
            .filter(|before| before.chars.len() < 12);
        let speaks =
            |sentence: &Sentence| ["活动", "宣传", "行动", "时间"].iter().any(|word| sentence.has(word));
        let spans = named(sentence).into_iter().filter(|date| date.kind == NamedKind::Span);
        let span = spans.into_iter().next().filter(|_| speaks(sentence) || heading.is_some_and(speaks))?;
        let (first, last) = (calendar_day(span.first?, calendar)?, calendar_day(span.last?, calendar)?);
        (first <= last).then(|| page.quote(sentence, span.chars, Window { first, last }))
    })
}
