//! 未报名单 as text to be pasted into a group chat, a unit a line; and the same for one unit, to be sent to it.

use super::row::Row;
use super::shown::Board;
use crate::campaign::Deliverable;
use crate::campaign::deadline::meaning;
use crate::campaign::standing::Number;
use crate::problem::Problem;
use crate::vocabulary::time::Instant;

/// Everybody who is missing something.
pub fn missing_text(board: &Board) -> String {
    if board.asked.is_empty() {
        return Problem::no_table().text();
    }
    let (title, node) = (&board.task.title, &board.node.name);
    let what = board.only().filter(|_| board.offered.len() > 1).map_or("", |only| only.title.as_str());
    let custom = board.task.returned_is_missing;
    let is_missing = |row: &&Row| row.whole.is_among(Number::Missing, &board.asked, custom);
    let missing: Vec<&Row> = board.units.iter().filter(is_missing).collect();
    if missing.is_empty() {
        return format!("【{title}】{node}应报单位已全部报送{what}。");
    }
    let asked = match board.only() {
        Some(only) => asked_for(only, board.now),
        None => "请尽快报送".to_owned(),
    };
    let mut lines = vec![format!("【{title}】{node}以下 {} 个单位尚未报送{what}，{asked}：", missing.len())];
    let names = missing.iter().enumerate();
    lines.extend(
        names.map(|(index, row)| format!("{}．{}{}", index + 1, row.whole.head.name, more(board, row))),
    );
    if board.only().is_none() {
        lines.push(clocks(board));
    }
    lines.join("\n")
}

fn asked_for(asked: &Deliverable, now: Instant) -> String {
    match &asked.due {
        Some(due) if now >= due.instant => format!("已过{}，请尽快补报", due.shown()),
        Some(due) => format!("请按{}报送", due.shown()),
        None => "请尽快报送".to_owned(),
    }
}

/// What a unit of the list is missing, where there are several things, and the time that it was given.
fn more(board: &Board, row: &Row) -> String {
    let owed = board.owed(&row.whole);
    let several = board.only().is_none();
    let names: Vec<&str> = owed.iter().filter(|_| several).map(|asked| asked.title.as_str()).collect();
    let missing = if names.is_empty() { String::new() } else { format!("：缺{}", names.join("、")) };
    let extended: Vec<String> = board
        .asked
        .iter()
        .zip(&row.whole.parts)
        .filter(|(asked, _)| owed.iter().any(|owed| owed.id == asked.id))
        .filter_map(|(asked, part)| {
            let until = meaning(part.as_ref()?.extended?);
            Some(if several {
                format!("{}已延期至 {until}", asked.title)
            } else {
                format!("已延期至 {until}")
            })
        })
        .collect();
    let extended =
        if extended.is_empty() { String::new() } else { format!("（{}）", extended.join("，")) };
    missing + &extended
}

/// The deadlines of everything that somebody is missing.
fn clocks(board: &Board) -> String {
    let is_owed = |asked: &&Deliverable| {
        board.units.iter().any(|row| board.owed(&row.whole).iter().any(|owed| owed.id == asked.id))
    };
    let clocks: Vec<String> = board
        .asked
        .iter()
        .filter(is_owed)
        .map(|asked| format!("{}{}", asked.title, asked_for(asked, board.now)))
        .collect();
    format!("{}。", clocks.join("；"))
}

/// What one unit is told: everything that it owes, each with its own deadline. Empty where it owes nothing.
pub fn unit_text(board: &Board, row: &Row) -> String {
    let owed = board.owed(&row.whole);
    if owed.is_empty() {
        return String::new();
    }
    let one = |asked: &Deliverable| {
        let at = board.asked.iter().position(|known| known.id == asked.id);
        let part = at.and_then(|at| row.whole.parts[at].as_ref());
        let until = asked.clocks(part.and_then(|part| part.extended)).due_at();
        match until {
            Some(until) if board.now >= until => format!("{}（已过 {}）", asked.title, meaning(until)),
            Some(until) => format!("{}（截止 {}）", asked.title, meaning(until)),
            None => asked.title.clone(),
        }
    };
    let owed: Vec<String> = owed.into_iter().map(one).collect();
    format!("【{}】{}：还没有收到{}，请尽快报送。", board.task.title, row.whole.head.name, owed.join("、"))
}
