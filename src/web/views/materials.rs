//! 报送材料 of a unit, from everything that lies there and was sent.

use super::{frame, head, status, timely};
use crate::campaign::{Deliverable, Standing, Step, UnitState};
use crate::vocabulary::{Actor, FileKind, Permission};
use crate::web::pages::layout::Choice;
use crate::web::pages::materials::{FileLine, Material, Materials, Reviewing, SentLine};
use crate::web::pages::package::{OriginalPage, PackagePage, ReceiptLine, WordsPage};
use crate::web::pages::proof::Proof;
use crate::web::pages::status::{Status, Tag};
use crate::web::pages::{Frame, words};
use crate::workflow::look::UnitView;
use crate::workflow::package::{
    Asked, Delivered, Delivery, DraftFile, Package, Pending, Verdict, View, closed_for,
};

use super::terms::terms;

/// 报送材料 as a part of a unit's page; `None` where nothing but the table is asked for.
pub fn materials(package: &Package, actor: &Actor, csrf: &str) -> Option<Materials> {
    let position = &package.position;
    if position.asked.is_empty() && package.unplaced.is_empty() && package.tables.is_empty() {
        return None;
    }
    let base = format!("/campaigns/{}/units/{}", position.task.id, position.unit.code);
    let rows: Vec<Material> = package.asked.iter().map(|asked| row(package, asked, actor, &base)).collect();
    let is_open = rows.iter().any(|row| row.closed.is_empty());
    Some(Materials {
        csrf: csrf.to_owned(),
        unit_name: position.unit.name.clone(),
        unplaced: package.unplaced.iter().map(|file| waiting(package, file, &base)).collect(),
        tables: package.tables.iter().map(|file| waiting(package, file, &base)).collect(),
        may_fill: actor.may(Permission::FillIn),
        choices: position.asked.iter().map(|asked| Choice::new(asked.id.to_string(), &asked.title)).collect(),
        may_send: actor.may(Permission::SendFiles) && is_open,
        on_behalf: position.is_on_behalf(actor),
        largest: format!("{} MB", package.largest >> 20),
        key: package.key.clone(),
        waiting: package.asked.iter().filter(|asked| !asked.pending.is_empty()).count(),
        wrong: String::new(),
        rows,
        base,
    })
}

fn row(package: &Package, asked: &Asked, actor: &Actor, base: &str) -> Material {
    let standing = &asked.standing;
    let current = asked.current();
    let is_reviewer = actor.may(Permission::Review) && actor.unit != package.position.unit.id;
    let reviewing = current.filter(|_| is_reviewer).map(|current| Reviewing {
        delivery: current.id,
        may_accept: standing.state.after(Step::Accept).is_some(),
        may_return: standing.state.after(Step::Return).is_some(),
    });
    Material {
        id: asked.deliverable.id,
        title: asked.deliverable.title.clone(),
        terms: terms(&asked.deliverable, asked.extensions.last()),
        tag: status(standing, Some(&asked.deliverable), package.now).tag(),
        timely: current.map(|_| timely(standing.late_by(&asked.deliverable))),
        closed: closed_for(package, asked),
        returned: returned(asked),
        pending: asked.pending.iter().map(|file| waiting(package, file, base)).collect(),
        same_again: asked.is_the_same_again(),
        current: current.map_or_else(Vec::new, |current| sent_files(current, actor)),
        sent: asked.deliveries.iter().rev().map(|sent| sent_line(asked, sent)).collect(),
        reviewing,
        accept: asked
            .deliverable
            .files
            .kinds
            .iter()
            .map(|kind| format!(".{kind}"))
            .collect::<Vec<_>>()
            .join(","),
    }
}

fn returned(asked: &Asked) -> String {
    let last = asked.reviews.iter().rev().find(|review| Some(review.delivery) == asked.standing.current);
    match last.map(|review| (review, &review.verdict)) {
        Some((review, Verdict::Return { reason, .. })) if asked.standing.state == UnitState::Returned => {
            format!("{} {} 退回。原因：{reason}", review.by, words::to_the_minute(review.at))
        }
        _ => String::new(),
    }
}

fn sent_line(asked: &Asked, sent: &Delivery) -> SentLine {
    let last = asked.reviews.iter().rev().find(|review| review.delivery == sent.id);
    let state = match last.map(|review| &review.verdict) {
        Some(Verdict::Accept) => Status::Accepted,
        Some(Verdict::Return { .. }) => Status::Returned,
        None if asked.standing.current.is_some_and(|current| current > sent.id) => Status::Replaced,
        None => Status::Pending,
    };
    SentLine {
        number: sent.number,
        received: words::to_the_second(sent.received),
        timely: timely(sent.receipt.late_by),
        tag: state.tag(),
        sender: format!("{} {}", sent.sender, sent.channel.label()),
        receipt: sent.receipt.number.clone(),
        files: sent.files.len(),
    }
}

/// A file that waits.
fn waiting(package: &Package, pending: &Pending, base: &str) -> FileLine {
    let view = package.views.get(&pending.file.sha256);
    let picture = view.is_some_and(|view| view.picture.is_some());
    let at = format!("{base}/materials/{}", pending.id);
    let hint = package.hints.get(&pending.id).cloned().unwrap_or_default();
    FileLine {
        id: pending.id,
        small: if picture { format!("{at}/small") } else { String::new() },
        whole: if picture { format!("{at}/whole") } else { String::new() },
        note: [hint, note(view)].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("；"),
        ..line(&pending.file, view)
    }
}

/// The files of what stands, as the reader may open them.
fn sent_files(sent: &Delivery, actor: &Actor) -> Vec<FileLine> {
    sent.files.iter().map(|file| sent_file(sent.id, file, actor)).collect()
}

fn sent_file(delivery: i64, file: &Delivered, actor: &Actor) -> FileLine {
    let view = file.view.as_ref();
    let is_picture = view.is_some_and(|view| view.kind == FileKind::Picture);
    let is_drawn = view.is_some_and(|view| view.picture.is_some());
    let has_words = view.is_some_and(|view| view.kind.is_text() && view.refusal.is_none());
    let at = |rest: &str| format!("/deliveries/{delivery}/files/{}{rest}", file.ordinal);
    let only = |is: bool, address: String| if is { address } else { String::new() };
    FileLine {
        id: file.ordinal,
        small: only(is_drawn, at("/small")),
        whole: only(is_drawn, at("/whole")),
        words: only(has_words, at("/words")),
        download: only(!is_picture || is_drawn, at("")),
        original: only(is_picture && actor.may(Permission::Review), at("/original")),
        note: note(view),
        ..line(&file.file, view)
    }
}

fn line(file: &DraftFile, view: Option<&View>) -> FileLine {
    let kind = view.map_or("文件", |view| view.kind.label());
    let sides = view.and_then(|view| view.picture.as_ref());
    let sides = sides.map_or(String::new(), |picture| format!(" {}×{}", picture.width, picture.height));
    FileLine {
        name: file.name.clone(),
        kind: format!("{kind}{sides}"),
        size: words::size(file.bytes),
        sha256: file.sha256.clone(),
        ..FileLine::default()
    }
}

fn note(view: Option<&View>) -> String {
    view.and_then(|view| view.refusal.as_ref()).map_or(String::new(), |why| format!("没有打开看：{why}"))
}

/// The receipt for everything that is there; of one deliverable, what a number names, be it replaced since.
pub fn package_page(
    view: &UnitView,
    of: Option<&(Delivery, Option<String>)>,
    actor: &Actor,
    csrf: &str,
) -> PackagePage {
    let proof = of.and_then(|(_, proof)| proof.clone()).map(Proof::receipt);
    let of = of.map(|(delivery, _)| delivery);
    let position = &view.package.position;
    let back = format!("/campaigns/{}/units/{}", position.task.id, position.unit.code);
    let mut lines: Vec<ReceiptLine> = Vec::new();
    if let Some(expected) = &view.expected {
        lines.push(table_line(view, &expected.table, &view.place.standing));
    }
    lines.extend(view.package.asked.iter().map(|asked| receipt_line(view, asked, of, actor)));
    let missing = lines.iter().filter(|line| line.received.is_empty());
    let missing = missing.map(|line| format!("{}（{}）", line.title, line.must)).collect();
    PackagePage {
        frame: frame("报送材料回执", actor, csrf)
            .through(position.task.title.clone(), back.clone())
            .here("回执"),
        campaign: head(&position.task, None),
        unit_code: position.unit.code.clone(),
        unit_name: position.unit.name.clone(),
        receiver: view.receiver.clone(),
        number: of.map_or(String::new(), |of| of.receipt.number.clone()),
        printed: words::to_the_second(view.now),
        proof,
        missing,
        lines,
        back,
    }
}

fn must(asked: &Deliverable) -> &'static str {
    if asked.required { "必报" } else { "选报" }
}

fn empty_line(
    asked: &Deliverable,
    tag: Tag,
    extended: Option<crate::vocabulary::time::Instant>,
) -> ReceiptLine {
    let until = asked.clocks(extended).due_at();
    ReceiptLine {
        title: asked.title.clone(),
        must: must(asked),
        tag,
        revision: String::new(),
        received: String::new(),
        first_valid: String::new(),
        timely: None,
        due: until.map_or_else(|| "不限时间".to_owned(), words::deadline),
        receipt: String::new(),
        address: String::new(),
        files: Vec::new(),
        digest: String::new(),
    }
}

fn table_line(view: &UnitView, table: &Deliverable, standing: &Standing) -> ReceiptLine {
    let empty = empty_line(table, status(standing, Some(table), view.now).tag(), standing.extended);
    let Some(last) = view.revisions.last() else { return empty };
    ReceiptLine {
        revision: format!("第 {} 次上报", last.number),
        received: words::to_the_second(last.received),
        first_valid: standing.first_valid.map_or(String::new(), words::to_the_second),
        timely: Some(timely(standing.late_by(table))),
        receipt: last.receipt.number.clone(),
        address: format!("/receipts/{}", last.receipt.number),
        digest: last.digest.clone(),
        ..empty
    }
}

fn receipt_line(view: &UnitView, asked: &Asked, of: Option<&Delivery>, actor: &Actor) -> ReceiptLine {
    let (standing, deliverable) = (&asked.standing, &asked.deliverable);
    let empty =
        empty_line(deliverable, status(standing, Some(deliverable), view.now).tag(), standing.extended);
    let named = of.filter(|of| of.deliverable == deliverable.id);
    let Some(last) = named.or(asked.current()) else { return empty };
    ReceiptLine {
        revision: format!("第 {} 次报送", last.number),
        received: words::to_the_second(last.received),
        first_valid: standing.first_valid.map_or(String::new(), words::to_the_second),
        timely: Some(timely(standing.late_by(deliverable))),
        receipt: last.receipt.number.clone(),
        files: sent_files(last, actor),
        digest: last.digest.clone(),
        ..empty
    }
}

/// What a document of a delivery says.
pub fn words_page(
    (delivery, file, text): &(Delivery, DraftFile, String),
    ordinal: i64,
    actor: &Actor,
    csrf: &str,
) -> WordsPage {
    WordsPage {
        frame: way(delivery, actor, csrf, &file.name).here("文字"),
        name: file.name.clone(),
        size: words::size(file.bytes),
        lines: text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect(),
        download: format!("/deliveries/{}/files/{ordinal}", delivery.id),
    }
}

pub fn original_page(
    (delivery, file): &(Delivery, Delivered),
    reason: &str,
    actor: &Actor,
    csrf: &str,
) -> OriginalPage {
    OriginalPage {
        frame: way(delivery, actor, csrf, "打开原件").here("打开原件"),
        name: file.file.name.clone(),
        size: words::size(file.file.bytes),
        reason: reason.to_owned(),
        address: format!("/deliveries/{}/files/{}/original", delivery.id, file.ordinal),
        back: format!("/campaigns/{}/units/{}", delivery.campaign, delivery.unit_code),
    }
}

fn way(delivery: &Delivery, actor: &Actor, csrf: &str, title: &str) -> Frame {
    let unit = format!("/campaigns/{}/units/{}", delivery.campaign, delivery.unit_code);
    frame(title, actor, csrf).through(delivery.unit_name.clone(), unit)
}
