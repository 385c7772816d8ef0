//! 进度 and 未报名单.

use std::collections::HashMap;

use super::{count, due, frame, status, timely};
use crate::campaign::standing::Number;
use crate::campaign::{Standing, Task, UnitState};
use crate::vocabulary::{Actor, Permission};
use crate::web::pages::board::{BoardPage, BoardUnit, Child, Counts};
use crate::web::pages::campaign::{Tab, Tabs};
use crate::web::pages::chart::{Bar, BarChart};
use crate::web::pages::due::Due;
use crate::web::pages::layout::Frame;
use crate::web::pages::missing::{MissingPage, MissingUnit};
use crate::web::pages::words;
use crate::workflow::board::{self, Board, missing_text};
use crate::workflow::look::Node;

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

/// What the address of a board says.
pub struct Asked<'a> {
    pub state: &'a str,
    pub q: &'a str,
    /// Code after which the page begins.
    pub after: &'a str,
}

/// What the node itself sends up, each with its deadline.
pub fn own(board: &Board) -> Vec<(String, Due)> {
    board.own.iter().map(|asked| (asked.title.clone(), due(asked, None, &[], board.now))).collect()
}

pub fn board_page(board: &Board, clean: &[i64], asked: &Asked, actor: &Actor, csrf: &str) -> BoardPage {
    let (task, node) = (&board.task, &board.node);
    let (frame, tabs) = node_page(task, node, Tab::Board, actor, csrf);
    let names = parents(board);
    let shown: Vec<&Standing> =
        board.units.iter().filter(|unit| unit.code.as_str() > asked.after).take(PAGE).collect();
    let more = board.units.iter().filter(|unit| unit.code.as_str() > asked.after).count() > PAGE;
    let next = match shown.last().filter(|_| more) {
        Some(last) => format!(
            "/campaigns/{}/board?node={}&state={}&q={}&after={}",
            task.id, node.code, asked.state, asked.q, last.code
        ),
        None => String::new(),
    };
    BoardPage {
        frame,
        tabs,
        campaign: task.id,
        title: task.title.clone(),
        node_code: node.code.clone(),
        node_name: node.name.clone(),
        above: board.above.iter().map(|above| (above.code.clone(), above.name.clone())).collect(),
        due: board.table.as_ref().map(|table| due(table, None, &[], board.now)),
        own: own(board),
        as_of: words::to_the_minute(board.now),
        counts: counts(&board.counts),
        children: board
            .children
            .iter()
            .map(|(child, tally)| Child {
                code: child.code.clone(),
                name: child.name.clone(),
                counts: counts(tally),
            })
            .collect(),
        chart: chart(board),
        units: shown.into_iter().map(|unit| board_unit(board, unit, clean, &names)).collect(),
        state: asked.state.to_owned(),
        q: asked.q.to_owned(),
        next,
        may_review: actor.may(Permission::Review),
        clean: count(clean.len()),
    }
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

fn board_unit(board: &Board, unit: &Standing, clean: &[i64], names: &HashMap<&str, &str>) -> BoardUnit {
    BoardUnit {
        code: unit.code.clone(),
        name: unit.name.clone(),
        parent: parent_of(unit, names),
        status: status(unit, board.table.as_ref(), board.now),
        timely: board
            .table
            .as_ref()
            .filter(|_| unit.state != UnitState::None)
            .map(|table| timely(unit.late_by(table))),
        nil: unit.nil,
        received: unit.last_changed.map_or(String::new(), words::to_the_minute),
        submission: unit.current,
        revision: unit.revisions as u32,
        queries: 0,
        note: note(unit),
        acceptable: unit.current.is_some_and(|current| clean.contains(&current)),
    }
}

fn note(unit: &Standing) -> String {
    let extended = unit.extended.map(|until| format!("延至 {}", words::deadline(until)));
    let exempt = unit.exempt.as_ref().map(|reason| format!("免报：{reason}"));
    extended.into_iter().chain(exempt).collect::<Vec<_>>().join("；")
}

fn chart(board: &Board) -> Option<BarChart> {
    if board.children.len() < 2 {
        return None;
    }
    let bars = board.children.iter().map(|(child, tally)| {
        let counts = counts(tally);
        Bar {
            label: child.name.clone(),
            parts: vec![counts.on_time, counts.late, counts.missing],
            href: format!("/campaigns/{}/board?node={}", board.task.id, child.code),
        }
    });
    let all = counts(&board.counts);
    Some(BarChart {
        title: format!("{}各地报送进度", board.node.name),
        description: format!(
            "应报 {} 个，按时 {} 个，迟报 {} 个，未报 {} 个。",
            all.expected, all.on_time, all.late, all.missing
        ),
        legend: vec!["按时".to_owned(), "迟报".to_owned(), "未报".to_owned()],
        bars: bars.collect(),
    })
}

pub fn missing_page(board: &Board, actor: &Actor, csrf: &str) -> MissingPage {
    let (task, node) = (&board.task, &board.node);
    let (frame, tabs) = node_page(task, node, Tab::Missing, actor, csrf);
    let names = parents(board);
    let units = board.units.iter().map(|unit| MissingUnit {
        code: unit.code.clone(),
        name: unit.name.clone(),
        parent: parent_of(unit, &names),
        contact: unit.contact.clone().unwrap_or_default(),
        status: status(unit, board.table.as_ref(), board.now),
        note: note(unit),
    });
    MissingPage {
        frame,
        tabs,
        campaign: task.id,
        title: task.title.clone(),
        node_name: node.name.clone(),
        due: board.table.as_ref().map(|table| due(table, None, &[], board.now)),
        as_of: words::to_the_minute(board.now),
        expected: counts(&board.counts).expected,
        text: missing_text(board),
        units: units.collect(),
    }
}
