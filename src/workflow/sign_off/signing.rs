//! A node signs: everything is read at one moment and written out beside the database; what is kept is what was read,
//! or nothing.

use std::collections::HashMap;

use super::super::Service;
use super::super::board::node_of;
use super::super::campaigns::note_unit;
use super::super::doubles;
use super::super::download::Download;
use super::ground::{Ground, Obstacle};
use super::made::{gather, make};
use crate::campaign::{CampaignState, SignStep};
use crate::problem::Problem;
use crate::store::sign_offs::{self, FileKind, New};
use crate::store::{Conn, campaigns, revisions};
use crate::submit::draft::DraftFile;
use crate::vocabulary::Actor;

/// Names in the sentence that says for whom a node waits.
const NAMED: usize = 12;

/// Signs the roll-up of the actor's own node; the number of the sign-off. From the second time on the reason is
/// mandatory: it is printed with what is corrected.
pub fn sign(service: &Service, actor: &Actor, campaign: i64, reason: &str) -> Result<i64, Problem> {
    let reason = Some(reason.trim()).filter(|reason| !reason.is_empty());
    let now = service.now();
    let gathered = service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, None)?;
        if node.id != actor.unit {
            let words = format!("这项任务由{}汇总，不由您的单位汇总上报。", node.name);
            return Err(Problem::invalid(words));
        }
        let ground = Ground::of(conn, task, node, now)?;
        may_sign(&ground)?;
        undecided(conn, &ground)?;
        if ground.next() > 1 && reason.is_none() {
            return Err(Problem::field("reason", "请写明为什么重新汇总上报，上级会看到。"));
        }
        gather(service, conn, ground)
    })?;
    let (node, number) = (gathered.ground.node.clone(), gathered.ground.next());
    let pins: Vec<(i64, i64)> = gathered.pins.iter().map(|(unit, revision)| (*unit, *revision)).collect();
    let made = make(gathered, actor, reason)?;
    let files = kept(service, made.files)?;
    let new = New {
        campaign,
        unit: node.id,
        number,
        reason: reason.map(str::to_owned),
        snapshot: made.snapshot,
        digest: made.digest,
        pins,
        files: files.iter().map(|(kind, file)| (*kind, file.name.clone(), file.sha256.clone())).collect(),
    };
    let by = (actor.account, now);
    service.store.write(move |conn| {
        sign_offs::hold(conn, campaign)?;
        let task = campaigns::load(conn, campaign)?;
        let as_read = Ground::of(conn, task, node, now)?;
        let same = as_read.to_pin().into_iter().eq(new.pins.iter().copied());
        if !same || as_read.next() != new.number {
            return Err(Problem::stale());
        }
        may_sign(&as_read)?;
        for (_, file) in &files {
            revisions::note_object(conn, file, now)?;
        }
        let sum =
            |kind: FileKind| files.iter().find(|(known, _)| *known == kind).map(|(_, file)| &file.sha256);
        let mut detail = serde_json::json!({
            "campaign": campaign, "number": new.number, "reason": new.reason, "digest": new.digest,
            "workbook": sum(FileKind::Workbook), "csv": sum(FileKind::Csv), "json": sum(FileKind::Json),
            "units": new.pins.len(),
        });
        let id = sign_offs::insert(conn, new, by)?;
        detail["sign_off"] = id.into();
        note_unit(conn, by.0, by.1, "sign-off", &as_read.node.code, detail)?;
        Ok(id)
    })
}

/// Why a node cannot sign now, if it cannot.
pub fn may_sign(ground: &Ground) -> Result<(), Problem> {
    match ground.task.state {
        CampaignState::Archived => return Err(Problem::not_open("填报任务已归档，不能再汇总上报。")),
        CampaignState::Draft => return Err(Problem::invalid("填报任务还没有发布，没有可以汇总上报的。")),
        CampaignState::Published | CampaignState::Closed => {}
    }
    if ground.standings.iter().all(|standing| standing.unit == ground.node.id) {
        return Err(Problem::invalid("这个单位没有下级填报单位，不需要汇总上报。"));
    }
    let state = ground.state();
    if !state.allows(SignStep::Sign, ground.changes().len()) {
        let words = format!("这一级{}，所属单位的上报没有变化，不需要再汇总上报。", state.label());
        return Err(Problem::invalid(words));
    }
    let obstacles = ground.obstacles();
    if !obstacles.is_empty() {
        return Err(Problem::invalid(waiting_for(&obstacles)));
    }
    let same = ground.to_pin().into_iter().collect::<HashMap<i64, i64>>() == ground.pins;
    if same && state.is_corrected_by(1) {
        let words = "下级的汇总还没有更正：请先由下级重新汇总上报并审核通过，再更正这一级的汇总。";
        return Err(Problem::invalid(words));
    }
    Ok(())
}

/// Whether sheets would be signed that are the same as others', and nobody has decided whether they count.
pub fn undecided(conn: &mut Conn, ground: &Ground) -> Result<(), Problem> {
    let pins = ground.to_pin();
    let revisions: Vec<i64> = pins.values().copied().collect();
    match doubles::undecided(conn, (ground.task.id, &ground.node.path), &revisions)? {
        0 => Ok(()),
        groups => Err(Problem::invalid(format!(
            "有 {groups} 组单位的上报数字相同，可能重复。请先在“重复上报”里判定是否都计入。"
        ))),
    }
}

/// For whom a node waits, in one sentence.
fn waiting_for(obstacles: &[Obstacle]) -> String {
    let named = obstacles.iter().take(NAMED).map(|one| format!("{}（{}）", one.name, one.lack.label()));
    let named: Vec<String> = named.collect();
    let rest = obstacles.len() - named.len();
    let more = if rest > 0 { format!("等 {} 个", obstacles.len()) } else { String::new() };
    format!("还不能汇总上报，要等：{}{more}。", named.join("、"))
}

/// Puts the files where received files lie.
fn kept(service: &Service, files: Vec<(FileKind, Download)>) -> Result<Vec<(FileKind, DraftFile)>, Problem> {
    let keep = |(kind, file): (FileKind, Download)| {
        let sha256 = service.store.objects.keep(&file.bytes)?;
        let bytes = file.bytes.len() as u64;
        Ok((kind, DraftFile { name: file.name, sha256, bytes }))
    };
    files.into_iter().map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::{NAMED, Obstacle, waiting_for};
    use crate::campaign::sign_off::Lack;

    #[test]
    fn a_dozen_are_named_and_more_are_counted() {
        let obstacle = |number: usize| Obstacle {
            code: number.to_string(),
            name: format!("{number}所"),
            lack: Lack::Missing,
        };
        let named = |count: usize| {
            let words = waiting_for(&(1..=count).map(obstacle).collect::<Vec<_>>());
            (words.matches('所').count(), words.rsplit('）').next().unwrap_or_default().to_owned())
        };
        for (waited_for, seen, end) in
            [(1, 1, "。"), (NAMED, 12, "。"), (NAMED + 1, 12, "等 13 个。"), (300, 12, "等 300 个。")]
        {
            assert_eq!(named(waited_for), (seen, end.to_owned()), "{waited_for}");
        }
        assert_eq!(waiting_for(&[obstacle(7)]), "还不能汇总上报，要等：7所（未报）。");
    }
}
