//! 首页 of each role.

use super::board::{counts, own};
use super::terms::material;
use super::unit::{returned, revision_line};
use super::{count, due, frame, messages, stage, status};
use crate::campaign::{CampaignState, UnitState};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Arranged, Key, Permission};
use crate::web::pages::due::Due;
use crate::web::pages::heads::Heads;
use crate::web::pages::home::{
    AdministratorHome, CampaignCard, ClerkHome, ClerkTask, PastTask, Step, SupervisorHome,
};
use crate::web::pages::status::Tag;
use crate::web::pages::words;
use crate::workflow::board::Board;
use crate::workflow::expected::Place;
use crate::workflow::look::{Message, UnitView};
use crate::workflow::overview::Overview;
use crate::workflow::package::Asked;

pub fn clerk_home(
    views: &[UnitView],
    unread: Vec<Message>,
    sort: &str,
    actor: &Actor,
    csrf: &str,
) -> ClerkHome {
    let open = |view: &&UnitView| view.place.task.state == CampaignState::Published;
    let mut tasks: Vec<&UnitView> = views.iter().filter(open).collect();
    tasks.sort_by_key(|view| {
        let due = view.expected.as_ref().and_then(|expected| expected.table.due.as_ref());
        let instant = due.map(|due| due.instant);
        (view.place.standing.state != UnitState::None, instant.is_none(), instant)
    });
    let mut past: Vec<PastTask> = views.iter().filter(|view| !open(view)).map(past_task).collect();
    Arranged::from_code(sort).sort(&mut past, |task, column| match column {
        "title" => Key::words(&task.title),
        "status" => Key::words(task.status.label()),
        "receipt" => Key::words(&task.receipt),
        _ => Key::Nothing,
    });
    ClerkHome {
        frame: frame("首页", actor, csrf).section("/").telling(messages(unread)),
        unit: actor.unit_name.clone(),
        tasks: tasks.into_iter().map(clerk_task).collect(),
        past,
        past_heads: Heads::new("/", sort, "past"),
    }
}

fn receipt_of(view: &UnitView) -> String {
    view.revisions.last().map_or(String::new(), |revision| revision.receipt.number.clone())
}

fn also(asked: &Asked, now: Instant) -> (String, Tag) {
    let stands = status(&asked.standing, Some(&asked.deliverable), now);
    (material(&asked.deliverable, asked.extensions.last()), stands.tag())
}

fn clerk_task(view: &UnitView) -> ClerkTask {
    let Place { task, unit, standing } = &view.place;
    let table = view.expected.as_ref().map(|expected| &expected.table);
    let extended = standing.extended.map(|until| (until, view.extensions.last()));
    let due = table.map(|table| due(table, extended, &view.changes, view.now));
    let settled = matches!(standing.state, UnitState::Submitted | UnitState::Accepted);
    ClerkTask {
        campaign: task.id,
        unit_code: unit.code.clone(),
        title: task.title.clone(),
        issuer: task.issuer.clone(),
        due: if settled { due.map(Due::settled) } else { due },
        also: view.package.asked.iter().map(|asked| also(asked, view.now)).collect(),
        status: status(standing, table, view.now),
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
        campaign: view.place.task.id,
        unit_code: view.place.unit.code.clone(),
        title: view.place.task.title.clone(),
        status: status(
            &view.place.standing,
            view.expected.as_ref().map(|expected| &expected.table),
            view.now,
        ),
        receipt: receipt_of(view),
    }
}

/// `leaps` tells of jumps of the clock that nobody has confirmed.
pub fn supervisor_home(
    (boards, leaps): (&[Board], String),
    unread: Vec<Message>,
    actor: &Actor,
    csrf: &str,
) -> SupervisorHome {
    let cards = boards.iter().map(|board| CampaignCard {
        id: board.task.id,
        title: board.task.title.clone(),
        stage: stage(board.task.state),
        due: board.only().or(board.table()).map(|asked| due(asked, None, &[], board.now)),
        counted: !board.asked.is_empty(),
        has_table: board.table().is_some(),
        own: own(board),
        counts: counts(&board.counts),
    });
    SupervisorHome {
        frame: frame("首页", actor, csrf).section("/").telling(messages(unread)),
        node: actor.unit_name.clone(),
        may_review: actor.may(Permission::Review),
        leaps,
        campaigns: cards.collect(),
    }
}

pub fn administrator_home(counts: &Overview, actor: &Actor, csrf: &str) -> AdministratorHome {
    let step = |done: bool, label: &str, words: &str, href: &str| Step {
        done,
        label: label.to_owned(),
        words: words.to_owned(),
        href: href.to_owned(),
    };
    let steps = vec![
        step(
            counts.units > 1,
            "导入填报单位",
            "上传单位名录（CSV 或 XLSX），先预览，再确认。",
            "/units#import",
        ),
        step(
            counts.supervisors > 0,
            "开审核员账号",
            "市、县各开一个；布置任务和审核报表由审核员办理。",
            "/accounts#new",
        ),
        step(
            counts.units > 1 && counts.without_account == 0,
            "为所有单位开填报账号",
            "按县一次开好，下载账号和初始密码分发给各单位。",
            "/accounts#batch",
        ),
    ];
    let finished = steps.iter().all(|step| step.done);
    AdministratorHome {
        frame: frame("首页", actor, csrf).section("/"),
        units: count(counts.units),
        units_without_account: count(counts.without_account),
        accounts: count(counts.accounts),
        disabled_accounts: count(counts.disabled),
        first_passwords: count(counts.first_passwords),
        steps: if finished { Vec::new() } else { steps },
    }
}
