//! 首页 of clerk, supervisor and auditor.

use super::board::counts;
use super::unit::{returned, revision_line};
use super::{due, frame, messages, stage, status};
use crate::campaign::{CampaignState, UnitState};
use crate::vocabulary::{Actor, Permission};
use crate::web::pages::home::{CampaignCard, ClerkHome, ClerkTask, PastTask, SupervisorHome};
use crate::web::pages::words;
use crate::workflow::board::Board;
use crate::workflow::look::{Message, UnitView};

pub fn clerk_home(views: &[UnitView], unread: Vec<Message>, actor: &Actor, csrf: &str) -> ClerkHome {
    let open = |view: &&UnitView| view.expected.task.state == CampaignState::Published;
    let mut tasks: Vec<&UnitView> = views.iter().filter(open).collect();
    tasks.sort_by_key(|view| {
        (view.expected.standing.state != UnitState::None, view.expected.table.due.instant)
    });
    ClerkHome {
        frame: frame("首页", actor, csrf).section("/").telling(messages(unread)),
        unit: actor.unit_name.clone(),
        tasks: tasks.into_iter().map(clerk_task).collect(),
        past: views.iter().filter(|view| !open(view)).map(past_task).collect(),
    }
}

fn receipt_of(view: &UnitView) -> String {
    view.revisions.last().map_or(String::new(), |revision| revision.receipt.number.clone())
}

fn clerk_task(view: &UnitView) -> ClerkTask {
    let expected = &view.expected;
    let standing = &expected.standing;
    let extended = standing.extended.map(|until| (until, view.extensions.last()));
    let due = due(&expected.table, extended, &view.changes, view.now);
    let settled = matches!(standing.state, UnitState::Submitted | UnitState::Accepted);
    ClerkTask {
        campaign: expected.task.id,
        unit_code: expected.unit.code.clone(),
        title: expected.task.title.clone(),
        issuer: expected.task.issuer.clone(),
        due: if settled { due.settled() } else { due },
        status: status(standing, &expected.table, view.now),
        nil: standing.nil,
        timely: view.revisions.last().map(|revision| {
            revision_line(revision, &view.reviews, standing.in_force, standing.current).timely
        }),
        receipt: receipt_of(view),
        reason: returned(view).map_or(String::new(), |returned| returned.reason),
        draft_saved: view.saved.as_ref().map_or(String::new(), |saved| words::to_the_minute(saved.at)),
    }
}

fn past_task(view: &UnitView) -> PastTask {
    PastTask {
        campaign: view.expected.task.id,
        unit_code: view.expected.unit.code.clone(),
        title: view.expected.task.title.clone(),
        status: status(&view.expected.standing, &view.expected.table, view.now),
        receipt: receipt_of(view),
    }
}

pub fn supervisor_home(boards: &[Board], unread: Vec<Message>, actor: &Actor, csrf: &str) -> SupervisorHome {
    let cards = boards.iter().map(|board| CampaignCard {
        id: board.task.id,
        title: board.task.title.clone(),
        stage: stage(board.task.state),
        due: due(&board.table, None, &[], board.now),
        counts: counts(&board.counts),
    });
    SupervisorHome {
        frame: frame("首页", actor, csrf).section("/").telling(messages(unread)),
        node: actor.unit_name.clone(),
        may_review: actor.may(Permission::Review),
        campaigns: cards.collect(),
    }
}
