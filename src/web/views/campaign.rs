//! 填报任务: the list, a new one, one with its clocks.

mod clocks;
mod expected;
mod making;

use self::clocks::day_off;
pub use self::clocks::field;
pub use self::expected::expected_page;
pub use self::making::new_page;
use super::board::{campaign_frame, counts, tabs};
use super::terms::files;
use super::{count, due, due_changes, frame, stage};
use crate::campaign::burden::{BurdenKind, Heard};
use crate::campaign::days_off::show_days;
use crate::campaign::task::grace_minutes;
use crate::campaign::{CampaignState, DaysOff, Deliverable, Task};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Arranged, Key, Permission};
use crate::web::pages::campaign::{
    BurdenHeard, CampaignLine, CampaignPage, CampaignsPage, ClockFields, Deliverable as Shown, LastYear,
    Setting, Tab,
};
use crate::web::pages::heads::Heads;
use crate::web::pages::layout::Choice;
use crate::web::pages::words;
use crate::workflow::board::Board;
use crate::workflow::look::CampaignView;

/// What tells a campaign's day: the table's, or that of the first thing asked for.
fn first_asked(board: &Board) -> Option<&Deliverable> {
    board.table().or(board.asked.first())
}

fn key(board: &Board, column: &str) -> Key {
    let counts = counts(&board.counts);
    let count = |number: u64| Key::Number(number as i64);
    match column {
        "title" => Key::words(&board.task.title),
        "state" => Key::Number(board.task.state as i64),
        "issuer" => Key::words(&board.task.issuer),
        "due" => {
            let due = first_asked(board).and_then(|asked| asked.due.as_ref());
            due.map_or(Key::Nothing, |due| Key::Number(due.instant.timestamp_millis()))
        }
        "expected" => count(counts.expected),
        "received" => count(counts.received),
        _ => Key::Nothing,
    }
}

/// The list in the order that its address says.
pub fn campaigns_page(mut boards: Vec<Board>, sort: &str, actor: &Actor, csrf: &str) -> CampaignsPage {
    Arranged::from_code(sort).sort(&mut boards, key);
    let lines = boards.iter().map(|board| {
        let counts = counts(&board.counts);
        CampaignLine {
            id: board.task.id,
            title: board.task.title.clone(),
            stage: stage(board.task.state),
            issuer: board.task.issuer.clone(),
            due: match first_asked(board) {
                Some(first) => {
                    first.due.as_ref().map_or("不限时间".to_owned(), |due| words::deadline(due.instant))
                }
                None => "不要求报送".to_owned(),
            },
            expected: counts.expected,
            received: counts.received,
        }
    });
    CampaignsPage {
        frame: frame("填报任务", actor, csrf).section("/campaigns").here("填报任务"),
        may_arrange: actor.may(Permission::Arrange),
        heads: Heads::new("/campaigns", sort, "list"),
        campaigns: lines.collect(),
    }
}

pub fn campaign_page(
    view: &CampaignView,
    board: &Board,
    others: &[Task],
    actor: &Actor,
    csrf: &str,
) -> CampaignPage {
    let task = &view.task;
    let counts = counts(&board.counts);
    let earlier = others.iter().filter(|other| {
        task.form_version.is_some()
            && other.id != task.id
            && other.form_version == task.form_version
            && other.year < task.year
    });
    let last = task.last_campaign.and_then(|last| others.iter().find(|other| other.id == last));
    CampaignPage {
        frame: campaign_frame(task.title.clone(), (task.id, &task.title), "任务设置", actor, csrf),
        tabs: tabs(task, "", Tab::Settings, actor),
        id: task.id,
        title: task.title.clone(),
        stage: stage(task.state),
        may_arrange: actor.may(Permission::Arrange)
            && actor.reaches(&task.path)
            && task.state != CampaignState::Archived,
        has_table: view.form.is_some(),
        may_continue: actor.may(Permission::Arrange) && actor.reaches(&task.path),
        expected: if task.state == CampaignState::Draft { count(view.will_ask) } else { counts.expected },
        missing: counts.missing,
        pending: counts.pending,
        deliverables: view
            .deliverables
            .iter()
            .map(|(deliverable, changes)| shown(deliverable, &task.days_off, changes, view.now))
            .collect(),
        settings: settings(view),
        has_notice: task.notice.is_some(),
        burden: burden(&view.heard),
        last_year: LastYear {
            loaded: match last {
                Some(last) => last.title.clone(),
                None if view.last_year_loaded => "来自上传的文件".to_owned(),
                None => String::new(),
            },
            campaigns: earlier.map(|other| Choice::new(other.id.to_string(), other.title.clone())).collect(),
        },
    }
}

fn shown(
    deliverable: &Deliverable,
    days_off: &DaysOff,
    changes: &[crate::campaign::task::DueChange],
    now: Instant,
) -> Shown {
    let asked = deliverable.due.as_ref();
    let grace = asked.map_or(0, grace_minutes);
    let must = if deliverable.required { "必报" } else { "选报" };
    let by = deliverable.level.map_or(String::new(), |level| format!("，由各{}汇总后报", level.label()));
    let grace_said = if grace == 0 { String::new() } else { format!("，宽限 {grace} 分钟") };
    Shown {
        id: deliverable.id,
        title: deliverable.title.clone(),
        note: format!("{must}{by}{grace_said}{}", files(&deliverable.files)),
        due: due(deliverable, None, &[], now),
        day_off: asked.map_or(String::new(), |due| day_off(due, days_off)),
        clock: clock_fields(deliverable),
        reason: String::new(),
        changes: due_changes(changes),
    }
}

/// A deliverable's clock as the fields of a form hold it.
pub fn clock_fields(deliverable: &Deliverable) -> ClockFields {
    let due = deliverable.due.as_ref();
    ClockFields {
        open: due.is_none(),
        phrase: due.map_or(String::new(), |due| due.phrase.clone()),
        due_at: due.map_or(String::new(), |due| field(due.literal())),
        grace_minutes: due.map_or(0, grace_minutes).to_string(),
        close_at: deliverable.close.map_or(String::new(), field),
    }
}

fn burden(heard: &Heard) -> BurdenHeard {
    BurdenHeard {
        asked: heard.asked,
        withheld: heard.is_withheld(),
        counts: BurdenKind::ALL
            .into_iter()
            .map(|kind| (kind.label().to_owned(), heard.count(kind)))
            .collect(),
        words: heard.words().map(str::to_owned).collect(),
    }
}

fn settings(view: &CampaignView) -> Vec<Setting> {
    let task = &view.task;
    let yes = |yes: bool| if yes { "是" } else { "否" };
    let form = view.form.as_ref().map_or("不报统计表".to_owned(), |form| {
        format!("{}（版本 {}）", form.title_of(Some(task.year)), form.version)
    });
    let mut settings = vec![
        Setting::new("报表", form),
        Setting::new("年度", task.year.to_string()),
        Setting::new("统计时限", task.period.clone()),
        Setting::new("布置单位", task.issuer.clone()),
        Setting::new("汇总到", task.unit_name.clone()),
        Setting::new("遇休息日", task.days_off.shift.label()),
    ];
    if view.form.is_some() {
        settings.push(Setting::new("被退回的算未报", yes(task.returned_is_missing)));
        settings.push(Setting::new("盖章的纸质件", if task.paper_copy { "需要" } else { "不需要" }));
    }
    for (label, days) in [("放假", &task.days_off.holidays), ("调休上班", &task.days_off.workdays)] {
        if !days.is_empty() {
            settings.push(Setting::new(label, show_days(days)));
        }
    }
    if let Some(theme) = &task.theme {
        settings.insert(3, Setting::new("主题", theme.clone()));
    }
    settings
}
