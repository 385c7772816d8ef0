//! 单位填报页 from everything that happened to a unit in a campaign.

use super::materials::materials;
use super::{due, frame, head, status, timely};
use crate::campaign::burden::CROWD;
use crate::campaign::{BurdenKind, CampaignState, Standing, UnitState};
use crate::form::Form;
use crate::vocabulary::{Actor, Permission, Severity};
use crate::web::pages::due::Due;
use crate::web::pages::layout::Choice;
use crate::web::pages::status::Status;
use crate::web::pages::unit::{
    BurdenForm, DraftNote, ItemName, PaperLine, Returned, RevisionLine, RevisionList, UnitControl, UnitPage,
};
use crate::web::pages::words;
use crate::workflow::look::{Channel, Review, Revision, UnitView, Verdict};

/// Why the current revision was returned; `None` while it is not.
pub fn returned(view: &UnitView) -> Option<Returned> {
    let standing = &view.place.standing;
    if standing.state != UnitState::Returned {
        return None;
    }
    let last = view.reviews.iter().rev().find(|review| Some(review.revision) == standing.current)?;
    let Verdict::Return { reason, items } = &last.verdict else { return None };
    let form = &view.expected.as_ref()?.form;
    let named = items.iter().filter_map(|code| {
        let item = form.item_index(code)?;
        Some(ItemName { figure: form.figure(item, 0), label: form.item_title(item, 0) })
    });
    Some(Returned {
        at: words::to_the_minute(last.at),
        by: last.by.clone(),
        reason: reason.clone(),
        items: named.collect(),
    })
}

/// A revision as a line of a list; its state is that of its last review.
pub fn revision_line(
    revision: &Revision,
    reviews: &[Review],
    in_force: Option<i64>,
    current: Option<i64>,
) -> RevisionLine {
    let last = reviews.iter().rev().find(|review| review.revision == revision.id);
    let state = match last.map(|review| &review.verdict) {
        Some(Verdict::Accept) => Status::Accepted,
        Some(Verdict::Return { .. }) => Status::Returned,
        None if current.is_some_and(|current| current > revision.id) => Status::Replaced,
        None => Status::Pending,
    };
    let channel = match revision.channel {
        Channel::Behalf => format!("代报（{} {}）", revision.sender_unit, revision.sender),
        channel => channel.label().to_owned(),
    };
    RevisionLine {
        submission: revision.id,
        number: revision.number as u32,
        received: words::to_the_second(revision.received),
        timely: timely(revision.receipt.late_by),
        late_seconds: revision.receipt.late_by.map_or(0, |by| by.num_seconds()),
        status: state,
        nil: revision.nil,
        channel,
        file: revision.file.as_ref().map_or(String::new(), |file| file.name.clone()),
        receipt: revision.receipt.number.clone(),
        in_force: in_force == Some(revision.id) && current.is_some(),
    }
}

/// A unit's revisions, the newest first, or in the order that the address of `page` says.
pub fn revision_list(
    (page, sort): (String, &str),
    (revisions, reviews): (&[Revision], &[Review]),
    standing: &Standing,
) -> RevisionList {
    let lines = revisions
        .iter()
        .rev()
        .map(|revision| revision_line(revision, reviews, standing.in_force, standing.current));
    RevisionList::new(page, sort, lines.collect())
}

fn closed(view: &UnitView) -> String {
    let Some(expected) = &view.expected else { return String::new() };
    match crate::workflow::expected::open_for(expected, view.now) {
        Ok(()) => String::new(),
        Err(problem) => problem.text(),
    }
}

fn draft_note(view: &UnitView, hard: usize) -> Option<DraftNote> {
    let saved = view.saved.as_ref()?;
    Some(DraftNote {
        saved: words::to_the_minute(saved.at),
        by: saved.by.clone(),
        file: saved.draft.file.as_ref().map_or(String::new(), |file| file.name.clone()),
        same_as: same_as(view).unwrap_or_default(),
        hard,
    })
}

/// The revision whose very file lies in the draft, with nothing typed over it: `第 1 次上报`.
pub(super) fn same_as(view: &UnitView) -> Option<String> {
    let (draft, last) = (&view.saved.as_ref()?.draft, view.revisions.last()?);
    let is_same = draft.file.as_ref()?.sha256 == last.file.as_ref()?.sha256 && draft.entry.texts.is_empty();
    is_same.then(|| format!("第 {} 次上报", last.number))
}

pub fn unit_page(view: &UnitView, actor: &Actor, csrf: &str) -> UnitPage {
    unit_page_by(view, "", actor, csrf)
}

/// The same with its list of revisions in the order that the address says.
pub fn unit_page_by(view: &UnitView, sort: &str, actor: &Actor, csrf: &str) -> UnitPage {
    let (place, expected) = (&view.place, view.expected.as_ref());
    let (task, standing) = (&place.task, &place.standing);
    let table = expected.map(|expected| &expected.table);
    let title = task.title.clone();
    let frame = frame(title.clone(), actor, csrf);
    let frame = if actor.may(Permission::ReadReports) {
        frame
            .section("/campaigns")
            .through("填报任务", "/campaigns")
            .through(title, format!("/campaigns/{}/board", task.id))
            .here(place.unit.name.clone())
    } else {
        frame.here(title)
    };
    let extended = standing.extended.map(|until| (until, view.extensions.last()));
    let settled = matches!(standing.state, UnitState::Submitted | UnitState::Accepted);
    let due = table.map(|table| due(table, extended, &view.changes, view.now));
    let hard = view.saved.as_ref().zip(expected).map_or(0, |(saved, expected)| {
        let judged = crate::workflow::judged::judge(expected, &saved.draft);
        judged.findings.iter().filter(|finding| finding.severity == Severity::Hard).count()
    });
    let closed = closed(view);
    UnitPage {
        frame,
        campaign: head(task, expected.map(|expected| &*expected.form)),
        unit_code: place.unit.code.clone(),
        unit_name: place.unit.name.clone(),
        receiver: view.receiver.clone(),
        due: if settled { due.map(Due::settled) } else { due },
        status: status(standing, table, view.now),
        nil: standing.nil,
        may_fill: actor.may(Permission::FillIn)
            && expected.is_some()
            && closed.is_empty()
            && task.state != CampaignState::Draft,
        closed,
        returned: returned(view),
        draft: draft_note(view, hard),
        revisions: revision_list(
            (format!("/campaigns/{}/units/{}", task.id, place.unit.code), sort),
            (&view.revisions, &view.reviews),
            standing,
        ),
        minutes: expected.map_or(0, |expected| expected.form.minutes()),
        largest: "50 MB".to_owned(),
        materials: materials(&view.package, actor, csrf),
        burden: may_say(view, actor).then(|| burden(view)),
        control: actor.may(Permission::Review).then(|| control(view)),
        papers: papers(view, actor),
        asks_paper: task.paper_copy && expected.is_some(),
    }
}

/// For whoever receives them, what may come; for others, what came.
fn papers(view: &UnitView, actor: &Actor) -> Vec<PaperLine> {
    let table = view.expected.iter().map(|expected| &expected.table);
    let asked = table.chain(view.package.asked.iter().map(|asked| &asked.deliverable));
    let receives = actor.may(Permission::Review) && actor.unit != view.place.unit.id;
    let lines = asked.map(|asked| PaperLine {
        deliverable: asked.id,
        title: asked.title.clone(),
        there: view
            .papers
            .get(&asked.id)
            .map_or(String::new(), |paper| format!("{}收到，{} 登记", words::day(paper.on), paper.by)),
        on: view.now.date_naive().to_string(),
    });
    lines.filter(|line| receives || !line.there.is_empty()).collect()
}

/// What may be extended is what has a deadline.
fn control(view: &UnitView) -> UnitControl {
    let table = view.expected.iter().map(|expected| &expected.table);
    let asked = table.chain(view.package.asked.iter().map(|asked| &asked.deliverable));
    let deliverables: Vec<Choice> = asked
        .filter(|asked| asked.due.is_some())
        .map(|asked| Choice::new(asked.id.to_string(), asked.title.clone()))
        .collect();
    UnitControl {
        exempt_reason: view.place.standing.exempt.clone().unwrap_or_default(),
        deliverable: deliverables.first().map_or(String::new(), |first| first.value.clone()),
        deliverables,
        until: String::new(),
        reason: String::new(),
    }
}

/// As long as anything of the campaign may change.
fn may_say(view: &UnitView, actor: &Actor) -> bool {
    let state = view.place.task.state;
    let has_table = view.expected.is_some();
    has_table
        && actor.may(Permission::FillIn)
        && matches!(state, CampaignState::Published | CampaignState::Closed)
}

fn burden(view: &UnitView) -> BurdenForm {
    let said = view.burden.as_ref();
    BurdenForm {
        kinds: BurdenKind::ALL.into_iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
        kind: said.map_or("", |said| said.kind.code()).to_owned(),
        words: said.and_then(|said| said.words.clone()).unwrap_or_default(),
        said: said.map_or("", |said| said.kind.label()).to_owned(),
        few: CROWD,
    }
}

/// Items to be ticked in a return.
pub fn item_labels(form: &Form) -> Vec<(String, String)> {
    let asked = form.items.iter().enumerate().filter(|(_, item)| !item.section);
    asked.map(|(index, item)| (item.code.clone(), form.item_title(index, 0))).collect()
}
