//! A notice is read: every part of the room asked in turn.

use chrono::NaiveTime;

use super::asked::Asked;
use super::dates::named;
use super::demand::Demand;
use super::due::Calendar;
use super::page::{Page, Sentence};
use super::proposal::{Proposal, Quoted};
use super::prose::Prose;
use super::title::title;
use super::window::window;
use super::{annex, channel, contact, forwarded, head, parts, questions, receivers, senders, theme};
use crate::form::year::years;
use crate::vocabulary::plain::plain;

/// The notices that a text holds, each as a campaign to confirm. `closing` is what 下班前 means.
pub fn read(prose: &Prose, closing: NaiveTime) -> Vec<Proposal> {
    parts::parts(prose).iter().map(|part| one(part, closing)).collect()
}

fn one(prose: &Prose, closing: NaiveTime) -> Proposal {
    let mut page = Page::new(prose);
    let title = title(&page);
    let theme = theme::theme(&page);
    let of_superior = forwarded::taken_out(&mut page, title.as_ref());
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
    let written = written_year(&page, &asking);
    let mut proposal = Proposal {
        theme,
        issuer: head::issuer(&page, title.as_ref()),
        receiver: receivers::main_receiver(&page, &asking),
        reporters: (!asking.is_empty())
            .then(|| senders::reporters(&page, &asking, addressed.as_ref()))
            .flatten(),
        window: window(&page, &calendar),
        contacts: contact::contacts(&page),
        channels: channel::channels(&page, &asking),
        annex: annex::annex(&page),
        deliverables: asked.deliverables,
        passed_over: asked.passed_over,
        questions: asked.questions,
        year: year.or(written),
        title,
        text: String::new(),
    };
    proposal.passed_over.extend(forwarded::passed_over(&page, &of_superior));
    proposal.text = page.text;
    proposal.questions.extend(questions::questions(&proposal));
    proposal
}

/// The year of the first deadline or, without one, of the first day that has one, where nothing else says it.
fn written_year(page: &Page, asking: &[(&Sentence, &Demand)]) -> Option<Quoted<i32>> {
    let deadlines = asking.iter().filter_map(|(sentence, demand)| Some((*sentence, demand.date.clone()?)));
    let days = page
        .sentences
        .iter()
        .flat_map(|sentence| named(sentence).into_iter().map(move |date| (sentence, date)));
    deadlines.chain(days).find_map(|(sentence, date)| {
        let year = date.first?.year?;
        Some(page.quote(sentence, date.chars, year))
    })
}
