//! 进度 and 未报名单.

use std::collections::HashMap;

use super::{count, due, frame, stands, status, timely};
use crate::campaign::standing::Number;
use crate::campaign::{CampaignState, Deliverable, ReminderChannel, Standing, Task, UnitState, Whole};
use crate::vocabulary::{Actor, Arranged, Key, Permission};
use crate::web::pages::board::{Address, BoardPage, BoardUnit, Cell, Child, Column, Counts, Offer};
use crate::web::pages::campaign::{Tab, Tabs};
use crate::web::pages::chart::{Bar, BarChart};
use crate::web::pages::due::Due;
use crate::web::pages::heads::Heads;
use crate::web::pages::layout::{Choice, Frame};
use crate::web::pages::missing::{MissingPage, MissingUnit, RemindForm, ReminderLine};
use crate::web::pages::words;
use crate::workflow::board::{self, Board, LastReminded, Row, missing_text, unit_text, urgency};
use crate::workflow::look::Node;
use crate::workflow::reminding::{RemindedUnit, Reminder};

/// Units on one page of a board.
pub const PAGE: usize = 100;

pub fn counts(tally: &board::Counts) -> Counts {
    let of = |number: Number| {
        let position = Number::ALL.iter().position(|known| *known == number).unwrap_or(0);
        count(tally[position])
    };
    Counts {
        expected: of(Number::Expected),
        received: of(Number::Received),
        on_time: of(Number::OnTime),
        late: of(Number::Late),
        missing: of(Number::Missing),
        pending: of(Number::Waiting),
        returned: of(Number::Returned),
        nil: of(Number::Nil),
        exempt: of(Number::Exempt),
        extended: of(Number::Extended),
    }
}

pub fn tabs(task: &Task, node: &str, current: Tab, actor: &Actor) -> Tabs {
    Tabs {
        campaign: task.id,
        node: node.to_owned(),
        current,
        has_table: task.form_version.is_some(),
        may_review: actor.may(Permission::Review),
    }
}

/// The way from the home page to a part of a campaign.
pub fn campaign_frame(title: String, campaign: (i64, &str), here: &str, actor: &Actor, csrf: &str) -> Frame {
    frame(title, actor, csrf)
        .section("/campaigns")
        .through("填报任务", "/campaigns")
        .through(campaign.1, format!("/campaigns/{}", campaign.0))
        .here(here)
}

/// The frame and the tabs of a page about one node of the tree in a campaign.
pub fn node_page(task: &Task, node: &Node, tab: Tab, actor: &Actor, csrf: &str) -> (Frame, Tabs) {
    let title = format!("{}：{}{}", task.title, node.name, tab.label());
    let frame = campaign_frame(title, (task.id, &task.title), tab.label(), actor, csrf);
    (frame, tabs(task, &node.code, tab, actor))
}

/// What the node itself sends up, each with its deadline.
pub fn own(board: &Board) -> Vec<(String, Due)> {
    board.own.iter().map(|asked| (asked.title.clone(), due(asked, None, &[], board.now))).collect()
}

/// What may be looked at: all of it first, where there is more than one thing.
fn offers(board: &Board) -> Vec<Offer> {
    if board.offered.len() < 2 {
        return Vec::new();
    }
    let all = Offer {
        id: String::new(),
        title: "全部".to_owned(),
        note: String::new(),
        due: String::new(),
        counts: None,
    };
    let each = board.offered.iter().map(|(asked, tally)| Offer {
        id: asked.id.to_string(),
        title: asked.title.clone(),
        note: bound(asked),
        due: asked.due.as_ref().map_or("不限时间".to_owned(), |due| words::deadline(due.instant)),
        counts: tally.as_ref().map(counts),
    });
    [all].into_iter().chain(each).collect()
}

/// `必报`, `选报，由县级报`.
fn bound(asked: &Deliverable) -> String {
    let must = if asked.required { "必报" } else { "选报" };
    asked.level.map_or(must.to_owned(), |level| format!("{must}，由各{}汇总后报", level.label()))
}

pub fn board_page(
    board: &Board,
    clean: &[i64],
    (address, after): (Address, usize),
    actor: &Actor,
    csrf: &str,
) -> BoardPage {
    let (task, node) = (&board.task, &board.node);
    let (frame, tabs) = node_page(task, node, Tab::Board, actor, csrf);
    let names = parents(board);
    let shown = board.units.iter().skip(after).take(PAGE);
    let more = board.units.len() > after + PAGE;
    let has_table = board.table().is_some();
    let column = |asked: &Deliverable| Column { title: asked.title.clone(), code: format!("d{}", asked.id) };
    let address = Address { campaign: task.id, node: node.code.clone(), ..address };
    BoardPage {
        frame,
        tabs,
        title: task.title.clone(),
        node_name: node.name.clone(),
        above: board.above.iter().map(|above| (above.code.clone(), above.name.clone())).collect(),
        counted: !board.asked.is_empty(),
        due: board.only().map(|only| due(only, None, &[], board.now)),
        offers: offers(board),
        own: own(board),
        as_of: words::to_the_minute(board.now),
        counts: counts(&board.counts),
        children: board.children.iter().map(child).collect(),
        chart: chart(board, &address),
        several: if board.asked.len() > 1 { board.asked.iter().map(column).collect() } else { Vec::new() },
        units: shown.map(|row| board_unit(board, row, &names, actor)).collect(),
        next: if more { address.from(after + PAGE) } else { String::new() },
        may_review: actor.may(Permission::Review),
        has_table,
        clean: if has_table { count(clean.len()) } else { 0 },
        address,
    }
}

fn child((child, tally): &(Node, board::Counts)) -> Child {
    Child { code: child.code.clone(), name: child.name.clone(), counts: counts(tally) }
}

/// Names of the nodes that units stand in, by path.
fn parents(board: &Board) -> HashMap<&str, &str> {
    let children = board.children.iter().map(|(child, _)| (child.path.as_str(), child.name.as_str()));
    children.chain([(board.node.path.as_str(), board.node.name.as_str())]).collect()
}

fn parent_of(unit: &Standing, names: &HashMap<&str, &str>) -> String {
    let mut path = unit.path.as_str();
    while let Some(end) = path.trim_end_matches('/').rfind('/') {
        path = &path[..=end];
        if let Some(name) = names.get(path) {
            return (*name).to_owned();
        }
    }
    String::new()
}

fn board_unit(board: &Board, row: &Row, names: &HashMap<&str, &str>, actor: &Actor) -> BoardUnit {
    let (whole, unit) = (&row.whole, &row.whole.head);
    let late_by = whole.late_by(&board.asked);
    let has_sent = whole.parts.iter().flatten().any(|part| part.state != UnitState::None);
    let is_whole = board.owed(whole).is_empty();
    let parts = board.asked.iter().zip(&whole.parts);
    let cells = parts.map(|(asked, part)| part.as_ref().map(|part| cell(board, asked, part)));
    BoardUnit {
        code: unit.code.clone(),
        name: unit.name.clone(),
        parent: parent_of(unit, names),
        status: stands(whole.status(&board.asked, board.now)),
        timely: (has_sent && (is_whole || late_by.is_some())).then(|| timely(late_by)),
        nil: unit.nil,
        received: whole.last_changed().map_or(String::new(), words::to_the_minute),
        revision: if board.only().is_some() { unit.revisions as u32 } else { 0 },
        cells: if board.asked.len() > 1 { cells.collect() } else { Vec::new() },
        note: note(board, whole),
        reminded: row.reminded.as_ref().map_or(String::new(), reminded),
        paper: paper(board, row),
        act: act(board, row, actor),
    }
}

fn cell(board: &Board, asked: &Deliverable, part: &Standing) -> Cell {
    let sent = part.state != UnitState::None;
    Cell {
        tag: status(part, Some(asked), board.now).tag(),
        timely: sent.then(|| timely(part.late_by(asked))),
        href: place(board, asked, part),
    }
}

/// The unit's page at a deliverable.
fn place(board: &Board, asked: &Deliverable, part: &Standing) -> String {
    let at = if asked.is_table() { String::new() } else { format!("#m-{}", asked.id) };
    format!("/campaigns/{}/units/{}{at}", board.task.id, part.code)
}

/// Where the reader goes on with a unit, and in which word.
fn act(board: &Board, row: &Row, actor: &Actor) -> (String, &'static str) {
    let (unit, may) = (&row.whole.head, actor.may(Permission::Review));
    let waits = may && row.whole.parts.iter().flatten().any(|part| part.state == UnitState::Submitted);
    let href = match (board.only(), unit.current) {
        (Some(only), Some(current)) if only.is_table() => format!("/submissions/{current}"),
        (Some(only), _) => place(board, only, unit),
        (None, _) => format!("/campaigns/{}/units/{}", board.task.id, unit.code),
    };
    let has_sent = row.whole.parts.iter().flatten().any(|part| part.current.is_some());
    let word = match (waits, may && !has_sent) {
        (true, _) => "审核",
        (false, true) => "延期或免报",
        (false, false) => "查看",
    };
    (href, word)
}

fn reminded(last: &LastReminded) -> String {
    format!("催报 {} 次，最近 {} {}", last.times, words::to_the_minute(last.at), last.channel.label())
}

/// Which papers came, and of the table that it did not where the campaign asks for it.
fn paper(board: &Board, row: &Row) -> String {
    let several = board.only().is_none();
    let asked = board.asked.iter().zip(&row.whole.parts).filter(|(_, part)| part.is_some());
    let one = asked.filter_map(|(asked, _)| {
        let name = if several { asked.title.as_str() } else { "" };
        match row.papers.get(&asked.id) {
            Some(on) => Some(format!("{name}书面件 {}收到", words::day(*on))),
            None if board.task.paper_copy && asked.is_table() && row.whole.head.exempt.is_none() => {
                Some(format!("{name}书面件未收到"))
            }
            None => None,
        }
    });
    one.collect::<Vec<_>>().join("；")
}

fn note(board: &Board, whole: &Whole) -> String {
    let several = board.only().is_none();
    let parts = board.asked.iter().zip(&whole.parts);
    let extended = parts.filter_map(|(asked, part)| {
        let until = words::deadline(part.as_ref()?.extended?);
        Some(if several { format!("{}延至 {until}", asked.title) } else { format!("延至 {until}") })
    });
    let exempt = whole.head.exempt.as_ref().map(|reason| format!("免报：{reason}"));
    extended.chain(exempt).collect::<Vec<_>>().join("；")
}

fn chart(board: &Board, address: &Address) -> Option<BarChart> {
    if board.children.len() < 2 {
        return None;
    }
    let bars = board.children.iter().map(|(child, tally)| {
        let counts = counts(tally);
        Bar {
            label: child.name.clone(),
            parts: vec![counts.on_time, counts.late, counts.missing],
            href: address.at(&child.code),
        }
    });
    let all = counts(&board.counts);
    let what = board.only().filter(|_| board.offered.len() > 1).map_or("", |only| only.title.as_str());
    Some(BarChart {
        title: format!("{}各地{what}报送进度", board.node.name),
        description: format!(
            "应报 {} 个，按时 {} 个，迟报 {} 个，未报 {} 个。",
            all.expected, all.on_time, all.late, all.missing
        ),
        legend: vec!["按时".to_owned(), "迟报".to_owned(), "未报".to_owned()],
        bars: bars.collect(),
    })
}

fn reminder_line(reminder: &Reminder) -> ReminderLine {
    let unit = |unit: &RemindedUnit| {
        let of: Vec<&str> = unit.of.iter().map(|(_, title)| title.as_str()).collect();
        format!("{}（{}）", unit.name, of.join("、"))
    };
    ReminderLine {
        at: words::to_the_minute(reminder.at),
        by: reminder.by.clone(),
        channel: reminder.channel.label(),
        words: reminder.words.clone(),
        units: reminder.units.iter().map(unit).collect(),
    }
}

/// Everybody is ticked and the first channel chosen, until somebody chooses otherwise.
fn remind_form(board: &Board) -> RemindForm {
    let channels = ReminderChannel::ALL.map(|channel| Choice::new(channel.code(), channel.label()));
    RemindForm {
        channel: ReminderChannel::Group.code().to_owned(),
        channels: channels.into(),
        ticked: board.units.iter().map(|row| row.whole.head.code.clone()).collect(),
    }
}

fn missing_key(board: &Board, row: &Row, column: &str) -> Key {
    let unit = &row.whole.head;
    match column {
        "code" => Key::words(&unit.code),
        "name" => Key::words(&unit.name),
        "contact" => Key::words(unit.contact.as_deref().unwrap_or_default()),
        "status" => Key::Number(urgency(row.whole.status(&board.asked, board.now))),
        "owed" => Key::count(board.owed(&row.whole).len()),
        _ => Key::Nothing,
    }
}

/// The list in the order that its address says; the words to be copied stay by code.
pub fn missing_page(board: &Board, kept: &[Reminder], sort: &str, actor: &Actor, csrf: &str) -> MissingPage {
    let (task, node) = (&board.task, &board.node);
    let (frame, tabs) = node_page(task, node, Tab::Missing, actor, csrf);
    let names = parents(board);
    let mut rows: Vec<&Row> = board.units.iter().collect();
    Arranged::from_code(sort).sort(&mut rows, |row, column| missing_key(board, row, column));
    let units = rows.into_iter().map(|row| {
        let unit = &row.whole.head;
        let owed = board.owed(&row.whole);
        MissingUnit {
            code: unit.code.clone(),
            name: unit.name.clone(),
            parent: parent_of(unit, &names),
            contact: unit.contact.clone().unwrap_or_default(),
            status: stands(row.whole.status(&board.asked, board.now)),
            owed: owed.iter().map(|asked| asked.title.clone()).collect(),
            note: note(board, &row.whole),
            text: unit_text(board, row),
            reminded: row.reminded.as_ref().map_or(String::new(), reminded),
        }
    });
    let chosen = board.chosen.map_or(String::new(), |id| id.to_string());
    let address =
        Address { campaign: task.id, node: node.code.clone(), deliverable: chosen, ..Address::default() };
    MissingPage {
        frame,
        tabs,
        title: task.title.clone(),
        node_name: node.name.clone(),
        counted: !board.asked.is_empty(),
        due: board.only().map(|only| due(only, None, &[], board.now)),
        offers: offers(board),
        as_of: words::to_the_minute(board.now),
        expected: counts(&board.counts).expected,
        text: missing_text(board),
        form: (actor.may(Permission::Review) && task.state == CampaignState::Published)
            .then(|| remind_form(board)),
        reminders: kept.iter().rev().map(reminder_line).collect(),
        several: board.asked.len() > 1,
        heads: Heads::new(address.missing(), sort, "unit"),
        units: units.collect(),
        address,
    }
}
