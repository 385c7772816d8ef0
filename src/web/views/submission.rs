//! One revision, and its receipt.

use super::unit::{item_labels, revision_line, revision_list};
use super::{due, figures, frame, head, status, timely};
use crate::campaign::{Deliverable, Standing, Step, UnitState};
use crate::vocabulary::{Actor, Permission, Severity};
use crate::web::pages::draft::{Fields, SourceFile};
use crate::web::pages::due::Due;
use crate::web::pages::figures::{FindingLine, Mode};
use crate::web::pages::proof::Proof;
use crate::web::pages::receipt::{ChainPlace, ReceiptPage, Sender};
use crate::web::pages::status::Status;
use crate::web::pages::submission::{ItemTick, PackageLine, ReviewForms, ReviewLine, SubmissionPage, Times};
use crate::web::pages::words;
use crate::workflow::look::{Channel, RevisionView, Verdict};

/// Header and footer fields as they were sent.
pub fn fields(view: &RevisionView) -> Fields {
    Fields {
        date: view.revision.filled_on.clone().unwrap_or_default(),
        reporter: view.revision.reporter.clone(),
        remark: view.revision.remark.clone(),
    }
}

/// Whether the last word on the revision was that it is returned.
fn is_returned(view: &RevisionView) -> bool {
    let own = view.reviews.iter().rev().find(|review| review.revision == view.revision.id);
    own.is_some_and(|review| matches!(review.verdict, Verdict::Return { .. }))
}

fn file(view: &RevisionView) -> Option<SourceFile> {
    let file = view.revision.file.as_ref()?;
    Some(SourceFile {
        name: file.name.clone(),
        size: words::size(file.bytes),
        sha256: file.sha256.clone(),
        sheet: view.revision.sheet.clone(),
        has_findings: !view.findings.is_empty() || is_returned(view),
    })
}

/// How this revision's figures name their places.
fn place_of(view: &RevisionView) -> figures::PlaceOf {
    if view.revision.file.is_some() { figures::origin } else { figures::place }
}

/// The items whose figures were typed over what the file says, as a receipt lists them.
fn typed_over(view: &RevisionView) -> Vec<String> {
    let form = &view.form;
    let over = |figure: &usize| place_of(view)(view.answers.get(*figure)) == figures::TYPED_OVER;
    let title = |figure: usize| form.item_title(figure / form.columns.len(), figure % form.columns.len());
    (0..form.figures()).filter(over).map(title).collect()
}

fn sender(view: &RevisionView) -> Sender {
    let revision = &view.revision;
    let behalf = revision.channel == Channel::Behalf;
    Sender {
        name: revision.sender.clone(),
        role: if behalf { "审核员" } else { "填报员" }.to_owned(),
        unit: if revision.sender.starts_with(&revision.sender_unit) {
            String::new()
        } else {
            revision.sender_unit.clone()
        },
        on_behalf_of: if behalf { revision.unit_name.clone() } else { String::new() },
        channel: revision.channel.label().to_owned(),
    }
}

fn chain(view: &RevisionView) -> ChainPlace {
    let link = &view.revision.receipt.link;
    ChainPlace { chain: words::chain(&link.chain), sequence: link.sequence, head: link.hash.clone() }
}

/// The deadline that decided when the receipt was issued.
fn deciding(view: &RevisionView) -> Due {
    let receipt = &view.revision.receipt;
    let still = view
        .table
        .due
        .as_ref()
        .filter(|due| Some(due.instant) == receipt.due && due.phrase == receipt.phrase);
    let due = receipt.due.map_or_else(Due::open, |due| {
        let shifted = still.and_then(|due| due.shifted_from);
        Due::new(&receipt.phrase, due, view.revision.received).shifted(shifted)
    });
    match receipt.extended {
        Some(until) => due.extended(until, view.revision.received, "", "").settled(),
        None => due.settled(),
    }
}

/// The table, as it stands, and everything beside it.
fn package(view: &RevisionView) -> Vec<PackageLine> {
    if view.package.asked.is_empty() {
        return Vec::new();
    }
    let place = format!("/campaigns/{}/units/{}", view.task.id, view.revision.unit_code);
    let line = |asked: &Deliverable, standing: &Standing| PackageLine {
        title: asked.title.clone(),
        must: if asked.required { "必报" } else { "选报" },
        tag: status(standing, Some(asked), view.now).tag(),
        timely: standing.first_valid.map(|_| timely(standing.late_by(asked))),
        receipt: String::new(),
        href: if asked.is_table() { place.clone() } else { format!("{place}#m-{}", asked.id) },
    };
    let last = view.revisions.last().map_or(String::new(), |last| last.receipt.number.clone());
    let table = PackageLine { receipt: last, ..line(&view.table, &view.standing) };
    let others = view.package.asked.iter().map(|asked| PackageLine {
        receipt: asked.current().map_or(String::new(), |sent| sent.receipt.number.clone()),
        ..line(&asked.deliverable, &asked.standing)
    });
    [table].into_iter().chain(others).collect()
}

pub fn submission_page(view: &RevisionView, sort: &str, actor: &Actor, csrf: &str) -> SubmissionPage {
    let (task, revision, standing) = (&view.task, &view.revision, &view.standing);
    let title = format!("{}：第 {} 次上报", revision.unit_name, revision.number);
    let unit_page = format!("/campaigns/{}/units/{}", task.id, revision.unit_code);
    let frame = frame(title, actor, csrf);
    let frame = if actor.may(Permission::ReadReports) {
        frame
            .section("/campaigns")
            .through("填报任务", "/campaigns")
            .through(task.title.clone(), format!("/campaigns/{}/board", task.id))
            .through(revision.unit_name.clone(), unit_page)
    } else {
        frame.through(task.title.clone(), unit_page)
    };
    let before = view.before.as_ref().map(|(_, answers)| answers);
    let differences = before.map_or(0, |before| {
        let (old, new) = (before.values(), view.answers.values());
        old.iter().zip(&new).filter(|(old, new)| old != new).count()
    });
    let newer = standing.current.filter(|current| *current != revision.id && *current > revision.id);
    let line = revision_line(revision, &view.reviews, standing.in_force, standing.current);
    SubmissionPage {
        package: package(view),
        frame: frame.here(format!("第 {} 次上报", revision.number)),
        submission: revision.id,
        campaign: head(task, Some(&view.form)),
        unit_code: revision.unit_code.clone(),
        unit_name: revision.unit_name.clone(),
        revision: revision.number as u32,
        previous: view.before.as_ref().map(|(before, _)| before.number as u32),
        differences,
        received: words::to_the_second(revision.received),
        timely: timely(revision.receipt.late_by),
        due: due(&view.table, standing.extended.map(|until| (until, None)), &[], view.now).settled(),
        status: if newer.is_some() { line.status } else { status(standing, Some(&view.table), view.now) },
        nil: revision.nil,
        in_force: standing.in_force == Some(revision.id),
        newer: newer.map_or(String::new(), |newer| format!("/submissions/{newer}")),
        table: figures::received(
            &view.form,
            task.year,
            &view.answers,
            &view.findings,
            before,
            view.last_year.as_deref(),
            place_of(view),
        ),
        fields: fields(view),
        findings: figures::findings_at(&view.form, None, &view.findings),
        file: file(view),
        sender: sender(view),
        receipt: revision.receipt.number.clone(),
        chain: chain(view),
        times: times(view),
        reviews: history(view),
        revisions: revision_list(
            (format!("/submissions/{}", revision.id), sort),
            (&view.revisions, &view.reviews),
            standing,
        ),
        review: actor.may(Permission::Review).then(|| review_forms(view)),
    }
}

fn times(view: &RevisionView) -> Times {
    let shown = |instant: Option<_>| instant.map_or(String::new(), words::to_the_second);
    Times {
        first_received: shown(view.standing.first_received),
        first_valid: shown(view.standing.first_valid),
        last_changed: shown(view.standing.last_changed),
        accepted: shown(view.standing.accepted),
    }
}

/// Every revision sent and every review of it, by time.
fn history(view: &RevisionView) -> Vec<ReviewLine> {
    let sent = view.revisions.iter().map(|revision| {
        let line = ReviewLine {
            at: words::to_the_second(revision.received),
            by: revision.sender.clone(),
            verdict: format!("第 {} 次上报", revision.number),
            reason: String::new(),
            items: Vec::new(),
        };
        (revision.received, line)
    });
    let reviewed = view.reviews.iter().map(|review| {
        let (verdict, reason, items) = match &review.verdict {
            Verdict::Accept => ("通过", String::new(), Vec::new()),
            Verdict::Return { reason, items } => ("退回", reason.clone(), items.clone()),
        };
        let named = items.iter().filter_map(|code| view.form.item_index(code));
        let line = ReviewLine {
            at: words::to_the_second(review.at),
            by: review.by.clone(),
            verdict: verdict.to_owned(),
            reason,
            items: named.map(|item| view.form.item_title(item, 0)).collect(),
        };
        (review.at, line)
    });
    let mut all: Vec<_> = sent.chain(reviewed).collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, line)| line).collect()
}

fn review_forms(view: &RevisionView) -> ReviewForms {
    let current = view.standing.current == Some(view.revision.id);
    let why = |step: Step, done: &str| {
        if !current {
            "这不是该单位最新的一次上报。".to_owned()
        } else if view.standing.state.after(step).is_none() {
            done.to_owned()
        } else {
            String::new()
        }
    };
    let accepted = match view.standing.state {
        UnitState::Accepted => "已经通过。",
        _ => "已经退回，等待单位重新报送。",
    };
    let items =
        item_labels(&view.form).into_iter().map(|(value, label)| ItemTick { value, label, ticked: false });
    ReviewForms {
        not_acceptable: why(Step::Accept, accepted),
        not_returnable: why(Step::Return, "已经退回，等待单位重新报送。"),
        reason: String::new(),
        items: items.collect(),
    }
}

pub fn receipt_page(view: &RevisionView, actor: &Actor, csrf: &str) -> ReceiptPage {
    let (task, revision) = (&view.task, &view.revision);
    let back = format!("/campaigns/{}/units/{}", task.id, revision.unit_code);
    let cell = |figure: usize| {
        crate::web::pages::figures::Cell::new(figure, figures::exact(view.answers.value(figure)))
    };
    let table = figures::table(&view.form, Mode::Read, task.year, &cell, Some(&view.answers.values()));
    let explained: Vec<FindingLine> = view
        .findings
        .iter()
        .filter(|(finding, _)| finding.severity == Severity::Query)
        .map(|(finding, words)| {
            FindingLine::new(finding.severity, &finding.sentence).explained(words.clone().unwrap_or_default())
        })
        .collect();
    ReceiptPage {
        frame: frame("上报回执", actor, csrf).through(task.title.clone(), back.clone()).here("回执"),
        number: revision.receipt.number.clone(),
        submission: revision.id,
        campaign: head(task, Some(&view.form)),
        unit_code: revision.unit_code.clone(),
        unit_name: revision.unit_name.clone(),
        receiver: view.receiver.clone(),
        revision: revision.number as u32,
        received: words::to_the_second(revision.received),
        timely: timely(revision.receipt.late_by),
        due: deciding(view),
        nil: revision.nil,
        table: crate::web::pages::figures::FigureTable { notes: Vec::new(), ..table },
        fields: fields(view),
        explained,
        file: file(view),
        typed_over: typed_over(view),
        sender: sender(view),
        digest: revision.digest.clone(),
        chain: chain(view),
        proof: view.proof.clone().map(Proof::receipt),
        next: next(view),
        paper_copy: task.paper_copy,
        back,
    }
}

fn next(view: &RevisionView) -> Vec<String> {
    let line = revision_line(&view.revision, &view.reviews, view.standing.in_force, view.standing.current);
    let first = match line.status {
        Status::Accepted => format!("{}已审核通过，不用再做什么。", view.receiver),
        Status::Returned => "已被退回，请按退回原因修改后重新报送。".to_owned(),
        Status::Replaced => "此后又上报过，审核和汇总以最新的一次为准。".to_owned(),
        _ => format!("{}会审核这份报表；如被退回，您登录后会看到原因。", view.receiver),
    };
    let mut next = vec![first, "如发现填错，可以再次上报；是否按时以首次有效上报的时间为准。".to_owned()];
    if view.task.paper_copy {
        next.push("需要纸质件的，可打印本页签字盖章后报送。".to_owned());
    }
    next
}
