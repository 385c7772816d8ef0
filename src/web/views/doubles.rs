//! 重复上报: sheets that are the same, with what shows it and what was decided.

use super::board::node_page as frame_of;
use crate::campaign::CampaignState;
use crate::vocabulary::{Actor, Permission};
use crate::web::pages::DoublesPage;
use crate::web::pages::campaign::Tab;
use crate::web::pages::doubles::{DoubleGroup, DoubleSheet};
use crate::web::pages::words;
use crate::workflow::doubles::{Activity, Doubles, Group, Sheet};

/// `left_out`: what a sheet is that somebody ticked.
fn sheet(sheet: &Sheet, left_out: &str) -> DoubleSheet {
    let revision = &sheet.revision;
    let decision = sheet.decision.as_ref().map(|said| {
        let verdict = if said.counted { "计入" } else { left_out };
        format!("{verdict}（{}，{}：{}）", said.by, words::to_the_minute(said.at), said.reason)
    });
    DoubleSheet {
        revision: revision.id,
        code: revision.unit_code.clone(),
        name: revision.unit_name.clone(),
        groups: sheet.groups.join("、"),
        sent: format!(
            "第 {} 次上报，{}，{}",
            revision.number,
            revision.channel.label(),
            words::to_the_minute(revision.received)
        ),
        file: revision.file.as_ref().map_or(String::new(), |file| file.name.clone()),
        left_out: sheet.decision.as_ref().is_some_and(|said| !said.counted),
        decision: decision.unwrap_or_default(),
    }
}

fn group(group: &Group) -> DoubleGroup {
    let file = if group.same_file { "同一份文件；" } else { "" };
    DoubleGroup {
        form: format!("double-{}", group.sheets.first().map_or(0, |sheet| sheet.revision.id)),
        evidence: format!("{file}{} 项数字全部相同", group.figures),
        is_decided: group.is_decided(),
        sheets: group.sheets.iter().map(|one| sheet(one, "不计入")).collect(),
        reason: String::new(),
    }
}

fn activity((index, activity): (usize, &Activity)) -> DoubleGroup {
    DoubleGroup {
        form: format!("activity-{index}"),
        evidence: activity.sentence.clone(),
        is_decided: activity.is_decided(),
        sheets: activity.sheets.iter().map(|one| sheet(one, "重复计入")).collect(),
        reason: String::new(),
    }
}

pub fn doubles_page(doubles: &Doubles, actor: &Actor, csrf: &str) -> DoublesPage {
    let (task, node) = (&doubles.task, &doubles.node);
    let (frame, tabs) = frame_of(task, node, Tab::SignOffs, actor, csrf);
    DoublesPage {
        frame,
        tabs,
        campaign: task.id,
        title: task.title.clone(),
        node_code: node.code.clone(),
        node_name: node.name.clone(),
        above: doubles.above.iter().map(|above| (above.code.clone(), above.name.clone())).collect(),
        groups: doubles.groups.iter().map(group).collect(),
        activities: doubles.activities.iter().enumerate().map(activity).collect(),
        may_decide: actor.may(Permission::Review) && task.state != CampaignState::Archived,
    }
}
