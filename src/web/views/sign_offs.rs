//! 上报汇总: where a node stands, with the nodes below it; one sign-off is in [`one`].

mod one;

pub use self::one::one_page;
use super::board::node_page as frame_of;
use crate::campaign::{SignState, SignVerdict};
use crate::vocabulary::{Actor, Arranged, Key};
use crate::web::pages::SignOffsPage;
use crate::web::pages::campaign::Tab;
use crate::web::pages::heads::Heads;
use crate::web::pages::sign_offs::{BelowLine, MovedLine, SignLine};
use crate::web::pages::status::Signing;
use crate::web::pages::words;
use crate::workflow::sign_off::{Below, Head, Moved, View};

/// A state, or 待更正 where so many units have moved on.
pub fn signing(state: SignState, moved: usize) -> Signing {
    if state.is_corrected_by(moved) { Signing::ToCorrect } else { Signing::Is(state) }
}

/// `第 2 次上报`; `—` where there is none.
fn nth(number: Option<i64>) -> String {
    number.map_or("—".to_owned(), |number| format!("第 {number} 次上报"))
}

fn moved(moved: &[Moved]) -> Vec<MovedLine> {
    let lines = moved.iter().map(|moved| MovedLine {
        code: moved.code.clone(),
        name: moved.name.clone(),
        since: moved.since.label().to_owned(),
        old: nth(moved.old),
        new: nth(moved.new),
    });
    lines.collect()
}

/// Why the newest verdict is what it is; nothing where it needs no words.
fn said(head: &Head) -> String {
    head.reviews.last().map_or(String::new(), |review| review.reason.clone())
}

fn below(below: &Below) -> BelowLine {
    let newest = below.newest.as_ref();
    BelowLine {
        code: below.node.code.clone(),
        name: below.node.name.clone(),
        signing: signing(below.state, below.moved),
        moved: below.moved,
        units: below.units,
        signed: newest.map_or(String::new(), |head| {
            format!("第 {} 次，{}，{}", head.number, head.by, words::to_the_minute(head.at))
        }),
        id: newest.map(|head| head.id),
        reason: newest.map_or(String::new(), said),
        may_review: below.may_accept || below.may_return,
    }
}

fn line(view: &View, head: &Head) -> SignLine {
    let is_newest = view.heads.last().is_some_and(|newest| newest.id == head.id);
    let own = match head.verdict() {
        Some(SignVerdict::Return) => Signing::Is(SignState::Returned),
        _ => Signing::Replaced,
    };
    SignLine {
        id: head.id,
        number: head.number,
        at: words::to_the_minute(head.at),
        by: head.by.clone(),
        signing: if is_newest { signing(view.state, view.moved.len()) } else { own },
        reason: head.reason.clone().unwrap_or_default(),
        said: said(head),
    }
}

/// Of those who are awaited, so many are listed by name.
const LISTED: usize = 30;

fn key(below: &Below, column: &str) -> Key {
    let newest = below.newest.as_ref();
    match column {
        "name" => Key::words(&below.node.name),
        "state" => Key::Number(below.state as i64),
        "signed" => newest.map_or(Key::Nothing, |head| Key::Number(head.at.timestamp_millis())),
        _ => Key::Nothing,
    }
}

/// The page; the nodes below in the order that its address says.
pub fn node_page(view: &View, sort: &str, actor: &Actor, csrf: &str) -> SignOffsPage {
    let (task, node) = (&view.task, &view.node);
    let mut nodes: Vec<&Below> = view.below.iter().collect();
    Arranged::from_code(sort).sort(&mut nodes, |below, column| key(below, column));
    let here = format!("/campaigns/{}/sign-offs?node={}", task.id, node.code);
    let (frame, tabs) = frame_of(task, node, Tab::SignOffs, actor, csrf);
    SignOffsPage {
        frame,
        tabs,
        campaign: task.id,
        title: task.title.clone(),
        node_code: node.code.clone(),
        node_name: node.name.clone(),
        above: view.above.iter().map(|above| (above.code.clone(), above.name.clone())).collect(),
        as_of: words::to_the_minute(view.now),
        signing: signing(view.state, view.moved.len()),
        is_top: node.id == task.unit,
        moved: moved(&view.moved),
        obstacles: view
            .obstacles
            .iter()
            .take(LISTED)
            .map(|one| (one.name.clone(), one.lack.label().to_owned()))
            .collect(),
        awaited: view.obstacles.len(),
        heads: Heads::new(here, sort, "below"),
        below: nodes.into_iter().map(below).collect(),
        signed: view.heads.iter().rev().map(|head| line(view, head)).collect(),
        units: view.units,
        counted: view.counted,
        is_own: view.is_own,
        refusal: view.refusal.clone().unwrap_or_default(),
        next: view.heads.last().map_or(1, |head| head.number + 1),
        reason: String::new(),
        confirmed: false,
    }
}
