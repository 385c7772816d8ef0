//! What all sentences of a notice ask for, in one list: each date with its materials, what has no date, what is passed
//! over, and what must be asked. Clocks that cascade get their level, and equal names are told apart.

use super::amended::{MOVED, by_new_day, moved, parted};
use super::dates::Named;
use super::demand::{Demand, is_required};
use super::demands::{NoDemand, demands};
use super::due::{Calendar, resolved};
use super::kinds::says_little;
use super::material::Material;
use super::page::{Page, Sentence};
use super::passed_over::passed_over;
use super::proposal::{Deliverable, PassedOver, Quoted};
use super::refusals::{PAST, SUPERIOR};
use super::verbs::verbs;
use super::{attachments, cascade, following, labelled, naming, receivers, schedule, senders, undated};
use crate::vocabulary::time::Instant;

/// What the sentences ask for.
#[derive(Default)]
pub struct Asked<'p> {
    pub demands: Vec<(&'p Sentence, Demand)>,
    pub deliverables: Vec<Quoted<Deliverable>>,
    pub passed_over: Vec<Quoted<PassedOver>>,
    pub questions: Vec<String>,
}

impl<'p> Asked<'p> {
    /// All of it, from a place of the text on.
    pub fn of(page: &'p Page, begins: usize, calendar: &Calendar) -> Asked<'p> {
        let mut asked = Asked::default();
        let body: Vec<usize> =
            (0..page.sentences.len()).filter(|at| page.sentences[*at].range.start >= begins).collect();
        let undated: Vec<(&Sentence, Demand)> = body
            .iter()
            .filter_map(|at| Some((&page.sentences[*at], undated::demand(page, &page.sentences[*at])?)))
            .collect();
        let mut told = schedule::demands(page);
        let moved = moved(page);
        told.extend(labelled::demands(page, &undated, &moved));
        for at in body {
            let sentence = &page.sentences[at];
            let (mut found, mut not) = demands(sentence, &page.sentences[..at]);
            following::listed(&page.sentences[at + 1..], sentence, &mut found);
            found.iter_mut().for_each(|demand| following::contents(sentence, demand));
            let is_new = |demand: &&Demand| found.iter().all(|known: &Demand| known.date != demand.date);
            let told =
                told.iter().filter(|(place, _)| place.range == sentence.range).map(|(_, demand)| demand);
            let mut told: Vec<Demand> = told.filter(is_new).cloned().collect();
            // A time that was moved may be that of what was asked for before.
            for demand in &mut told {
                let is_moved = moved.iter().any(|moved| Some(&moved.to) == demand.date.as_ref());
                demand.materials.retain(|material| !is_moved || !asked.is_known(material));
            }
            found.extend(told);
            let (found, moving) = parted(found, &moved);
            let old = moving.iter().filter_map(|(_, demand)| demand.date.clone());
            not.extend(old.map(|date| NoDemand { date, why: MOVED }));
            asked.pass_over(page, sentence, &found, &not);
            for demand in found {
                asked.add(page, sentence, demand, calendar);
            }
            for (by, demand) in moving {
                let mut now = by_new_day(by, &demand);
                now.materials.retain(|material| !asked.is_known(material));
                asked.demands.push((sentence, demand));
                asked.add(page, by.sentence, now, calendar);
            }
        }
        for (sentence, demand) in undated {
            asked.add_undated(page, sentence, demand, calendar);
        }
        for (sentence, mut demand) in following::under_headings(page) {
            demand.materials.retain(|material| !asked.has_kind(material));
            if !demand.materials.is_empty() && !asked.deliverables.is_empty() {
                asked.add(page, sentence, demand, calendar);
            }
        }
        asked.forget_own(page);
        asked.forget_past(page);
        asked.forget_deadlines();
        let unclear = cascade::level(&mut asked.deliverables);
        unclear.into_iter().for_each(|question| asked.ask(question));
        naming::distinguish(&mut asked.deliverables);
        asked
    }

    /// What the one office that gathers owes its superior is no deadline of those who report.
    fn forget_own(&mut self, page: &Page) {
        let takers: Vec<String> = self.deliverables.iter().filter_map(|one| one.value.to.clone()).collect();
        let is_own = |one: &Quoted<Deliverable>| {
            let from = one.value.from.as_deref().filter(|from| !from.contains(['各', '级', '（', '(']));
            from.is_some_and(|from| takers.iter().any(|taker| taker.starts_with(from)))
        };
        let (own, asked): (Vec<_>, Vec<_>) = self.deliverables.drain(..).partition(is_own);
        self.deliverables = asked;
        self.pass_by(page, &own, SUPERIOR);
    }

    /// The days of deliverables that are none.
    fn pass_by(&mut self, page: &Page, none: &[Quoted<Deliverable>], why: &'static str) {
        let is_of = |(sentence, demand): &(&Sentence, Demand)| {
            let said = demand.date.as_ref().map(|date| sentence.said(date.chars.clone()));
            none.iter().any(|none| none.sentence == sentence.range && none.value.phrase == said)
        };
        let (owed, demands): (Vec<_>, Vec<_>) = self.demands.drain(..).partition(is_of);
        self.demands = demands;
        for (sentence, demand) in owed {
            let Some(date) = demand.date else { continue };
            let phrase = sentence.said(date.chars.clone());
            self.passed_over.push(page.quote(sentence, date.chars, PassedOver { phrase, why }));
        }
    }

    /// A day before the letter's own, where what it asked for is asked for anew by a later one.
    fn forget_past(&mut self, page: &Page) {
        let all: Vec<Deliverable> = self.deliverables.iter().map(|one| one.value.clone()).collect();
        let is_past = |one: &Quoted<Deliverable>| {
            let question = one.value.phrase.as_ref().map(|phrase| format!("“{phrase}”早于发文日期"));
            let is_asked =
                question.is_some_and(|words| self.questions.iter().any(|asked| asked.starts_with(&words)));
            one.value.instant.is_none()
                && is_asked
                && all.iter().any(|later| later.instant.is_some() && later.name.contains(&one.value.name))
        };
        let (past, asked): (Vec<_>, Vec<_>) = self.deliverables.drain(..).partition(is_past);
        self.deliverables = asked;
        for phrase in past.iter().filter_map(|one| one.value.phrase.as_ref()) {
            self.questions.retain(|asked| !asked.starts_with(&format!("“{phrase}”早于发文日期")));
        }
        self.pass_by(page, &past, PAST);
    }

    /// A deadline that another sentence told of before is none that is passed over.
    fn forget_deadlines(&mut self) {
        let asked = &self.deliverables;
        self.passed_over
            .retain(|passed| asked.iter().all(|one| one.value.phrase.as_ref() != Some(&passed.value.phrase)));
    }

    fn pass_over(&mut self, page: &Page, sentence: &Sentence, found: &[Demand], not: &[NoDemand]) {
        let taken: Vec<Named> = found.iter().filter_map(|demand| demand.date.clone()).collect();
        self.passed_over.extend(passed_over(page, sentence, &taken, not));
    }

    fn add_undated(&mut self, page: &Page, sentence: &'p Sentence, mut demand: Demand, calendar: &Calendar) {
        demand.materials.retain(|material| !self.is_known(material));
        if let Some(leader) = self.leader(sentence) {
            let with = |material: &Material| Deliverable {
                kind: material.kind,
                name: material.name.clone(),
                required: is_required(sentence, material.chars.start),
                ..leader.clone()
            };
            let along = demand.materials.iter().map(|one| page.quote(sentence, one.chars.clone(), with(one)));
            self.deliverables.extend(along.collect::<Vec<_>>());
            demand.materials.clear();
        }
        match demand.materials.is_empty() {
            true => self.demands.push((sentence, demand)),
            false => self.add(page, sentence, demand, calendar),
        }
    }

    /// `随案例一并报送`: the material with which something is sent has the time for both.
    fn leader(&self, sentence: &Sentence) -> Option<Deliverable> {
        let Some(with) = sentence.find(0..sentence.chars.len(), "随").map(|with| with + 1) else {
            return self.only_time().filter(|_| undated::is_sent_along(sentence));
        };
        let verb = verbs(sentence, with..sentence.chars.len()).into_iter().next()?;
        let name = sentence.said(with..verb.start);
        let name = ["一并", "一同", "同时", "一起"]
            .iter()
            .fold(name.as_str(), |name, word| name.trim_end_matches(word));
        let is_named =
            |one: &&Quoted<Deliverable>| name.chars().count() >= 2 && one.value.name.contains(name);
        self.deliverables.iter().find(is_named).map(|one| one.value.clone())
    }

    /// One of those asked for, where all have the same time.
    fn only_time(&self) -> Option<Deliverable> {
        let first = self.deliverables.first()?;
        let is_same = |one: &Quoted<Deliverable>| one.value.phrase == first.value.phrase;
        self.deliverables.iter().all(is_same).then(|| first.value.clone())
    }

    /// Whether a material was already asked for with a time; `电子版` is how another one is sent.
    fn is_known(&self, material: &Material) -> bool {
        let is_same = |known: &Deliverable| {
            known.kind == material.kind
                && (known.name.contains(&material.name) || material.name.contains(&known.name))
        };
        says_little(&material.name) && !self.deliverables.is_empty()
            || self.deliverables.iter().any(|known| is_same(&known.value))
    }

    /// Whether a material of this kind was already asked for.
    fn has_kind(&self, material: &Material) -> bool {
        self.deliverables.iter().any(|known| known.value.kind == material.kind)
    }

    fn add(&mut self, page: &Page, sentence: &'p Sentence, mut demand: Demand, calendar: &Calendar) {
        attachments::named(page, &mut demand.materials);
        let phrase = demand.date.as_ref().map(|date| sentence.said(date.chars.clone()));
        let instant = self.instant(phrase.as_deref(), &demand, calendar);
        let from = match demand.sender.clone() {
            Some(sender) => Some(sentence.said(sender)),
            None => {
                let own = demand.chars.start..demand.verb.start;
                let from = senders::subject(page, sentence, own.clone());
                from.or_else(|| senders::one_office(page, sentence, own)).map(|from| from.value)
            }
        };
        let to = receivers::receiver(page, sentence, &demand).map(|to| to.value);
        for material in &demand.materials {
            let deliverable = Deliverable {
                kind: material.kind,
                name: material.name.clone(),
                phrase: phrase.clone(),
                instant,
                required: is_required(sentence, material.chars.start),
                from: from.clone(),
                to: to.clone(),
                level: None,
            };
            let same = self.deliverables.iter_mut().find(|known| is_same(&known.value, &deliverable));
            match same {
                // Said twice; the second time may say by whom.
                Some(known) => known.value.from = known.value.from.take().or(deliverable.from),
                None => self.deliverables.push(page.quote(sentence, material.chars.clone(), deliverable)),
            }
        }
        self.demands.push((sentence, demand));
    }

    /// When a demand ends; what is open is asked.
    fn instant(&mut self, phrase: Option<&str>, demand: &Demand, calendar: &Calendar) -> Option<Instant> {
        match (phrase, &demand.date) {
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
        }
    }

    fn ask(&mut self, question: String) {
        if !self.questions.contains(&question) {
            self.questions.push(question);
        }
    }
}

/// Whether two deadlines are one that is said twice.
fn is_same(known: &Deliverable, one: &Deliverable) -> bool {
    let is_when = known.instant == one.instant && (one.instant.is_some() || known.phrase == one.phrase);
    let is_whose = known.from == one.from || known.from.is_none() || one.from.is_none();
    known.name == one.name && known.kind == one.kind && is_when && is_whose
}
