//! Sign-offs as people look at them: where a node stands and for whom it waits, one sign-off, its files.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::Service;
use super::super::board::{above, node_of};
use super::super::download::Download;
use super::ground::{Ground, Obstacle};
use super::made;
use super::signing::{may_sign, undecided};
use crate::campaign::sign_off::{Change, Correction, Since};
use crate::campaign::{CampaignState, SignState, SignStep, Task};
use crate::form::Form;
use crate::problem::Problem;
use crate::store::sign_offs::{self, FileKind, Head, SignedFile, Snapshot};
use crate::store::units::Node;
use crate::store::{Conn, campaigns, revisions, units};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Number, Permission};

/// Where a node stands.
#[derive(Clone, Debug)]
pub struct View {
    pub task: Task,
    pub node: Node,
    pub above: Vec<Node>,
    pub state: SignState,
    /// Oldest first.
    pub heads: Vec<Head>,
    /// Units whose figures are no longer those of the newest sign-off.
    pub moved: Vec<Moved>,
    /// For whom the node waits before it can sign.
    pub obstacles: Vec<Obstacle>,
    /// Nodes below that sign by themselves.
    pub below: Vec<Below>,
    /// How many units are asked, and how many would be signed now.
    pub units: usize,
    pub counted: usize,
    /// Whether the actor signs for this node; why that is not possible now, where it is not.
    pub is_own: bool,
    pub refusal: Option<String>,
    pub now: Instant,
}

/// A node below that signs by itself.
#[derive(Clone, Debug)]
pub struct Below {
    pub node: Node,
    pub state: SignState,
    pub newest: Option<Head>,
    pub moved: usize,
    /// Units below it that are asked.
    pub units: usize,
    pub may_accept: bool,
    pub may_return: bool,
}

/// A unit whose figures have moved on since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub code: String,
    pub name: String,
    /// 第 n 次上报 that was signed, and the one in force now.
    pub old: Option<i64>,
    pub new: Option<i64>,
    pub since: Since,
}

/// Where a node stands; without one, the highest that the actor sees.
pub fn view(service: &Service, actor: &Actor, campaign: i64, node: Option<&str>) -> Result<View, Problem> {
    let now = service.now();
    service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        let above = above(conn, actor, &task, &node)?;
        let ground = Ground::of(conn, task, node, now)?;
        let changes = ground.changes();
        let may_review = actor.may(Permission::Review) && ground.task.state != CampaignState::Archived;
        let below = ground.below.iter().map(|signer| {
            let state = signer.state();
            let within = |path: &str| path.starts_with(&signer.node.path);
            Below {
                state,
                newest: signer.heads.last().cloned(),
                moved: if state.is_corrected_by(1) { signer.changes.len() } else { 0 },
                units: ground.standings.iter().filter(|standing| within(&standing.path)).count(),
                may_accept: may_review && state.allows(SignStep::Accept, 0),
                may_return: may_review && state.allows(SignStep::Return, 0),
                node: signer.node.clone(),
            }
        });
        let below = below.collect();
        let (state, obstacles) = (ground.state(), ground.obstacles());
        let is_own = may_review && actor.unit == ground.node.id;
        Ok(View {
            moved: if state.is_corrected_by(1) { moved(conn, &changes)? } else { Vec::new() },
            refusal: may_sign(&ground)
                .and_then(|()| undecided(conn, &ground))
                .err()
                .map(|problem| problem.text()),
            units: ground.standings.len(),
            counted: ground.to_pin().len(),
            above,
            state,
            below,
            obstacles,
            is_own,
            heads: ground.own,
            task: ground.task,
            node: ground.node,
            now,
        })
    })
}

/// The sign-offs of a node, oldest first.
pub fn heads(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    node: Option<&str>,
) -> Result<Vec<Head>, Problem> {
    service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        let all = sign_offs::below(conn, task.id, &node.path)?;
        Ok(all.into_iter().filter(|head| head.unit == node.id).collect())
    })
}

fn moved(conn: &mut Conn, changes: &[Change]) -> Result<Vec<Moved>, Problem> {
    let ids: Vec<i64> = changes.iter().flat_map(|change| [change.old, change.new]).flatten().collect();
    let numbers: HashMap<i64, i64> =
        revisions::many(conn, &ids)?.into_iter().map(|revision| (revision.id, revision.number)).collect();
    let mut moved = Vec::new();
    for change in changes {
        let unit = units::by_id(conn, change.unit)?.ok_or_else(Problem::broken)?;
        let number = |id: Option<i64>| id.and_then(|id| numbers.get(&id).copied());
        moved.push(Moved {
            code: unit.code,
            name: unit.name,
            old: number(change.old),
            new: number(change.new),
            since: change.since,
        });
    }
    moved.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(moved)
}

/// One sign-off.
#[derive(Clone, Debug)]
pub struct One {
    pub task: Task,
    pub form: Arc<Form>,
    pub head: Head,
    pub snapshot: Snapshot,
    pub files: Vec<SignedFile>,
    /// Indexed as `Form::figure`.
    pub figures: Vec<Option<Number>>,
    pub corrections: Vec<Correction>,
    /// Numbers of the node's sign-offs with 第 n 次, oldest first.
    pub others: Vec<(i64, i64)>,
    /// Of the node, by its newest sign-off.
    pub state: SignState,
    pub moved: Vec<Moved>,
    pub may_accept: bool,
    pub may_return: bool,
    /// Whether the actor sees what lies behind it: nodes, units, files. Who is below the node sees what was
    /// published, and nothing of others.
    pub whole: bool,
}

impl One {
    pub fn is_newest(&self) -> bool {
        self.others.last().is_none_or(|(id, _)| *id == self.head.id)
    }

    /// Figures of a child, indexed as `Form::figure`.
    pub fn figures_of(&self, child: &sign_offs::Child) -> Vec<Option<Number>> {
        made::values(&self.form, &child.figures)
    }
}

/// One sign-off, to whoever may see it.
pub fn one(service: &Service, actor: &Actor, id: i64) -> Result<One, Problem> {
    let now = service.now();
    service.store.read(|conn| {
        let sign_off = sign_offs::find(conn, id)?;
        let head = sign_off.head;
        let task = campaigns::find(conn, actor, head.campaign)?;
        let whole = actor.reaches(&head.path);
        if !whole && head.unit != task.unit {
            return Err(Problem::not_found());
        }
        let form = service.form_of(conn, &task)?;
        let node = units::by_id(conn, head.unit)?.ok_or_else(Problem::not_found)?;
        let ground = Ground::of(conn, task, node, now)?;
        let (state, changes) = (ground.state(), ground.changes());
        let others: Vec<(i64, i64)> = ground.own.iter().map(|head| (head.id, head.number)).collect();
        let is_newest = others.last().is_some_and(|(newest, _)| *newest == id);
        let may = is_newest
            && actor.may(Permission::Review)
            && whole
            && actor.unit != head.unit
            && ground.task.state != CampaignState::Archived;
        let shows = whole && is_newest && state.is_corrected_by(1);
        Ok(One {
            figures: made::values(&form, &sign_off.snapshot.figures),
            corrections: made::corrections(&form, &sign_off.snapshot),
            moved: if shows { moved(conn, &changes)? } else { Vec::new() },
            may_accept: may && state.allows(SignStep::Accept, 0),
            may_return: may && state.allows(SignStep::Return, 0),
            task: ground.task,
            form,
            head,
            snapshot: sign_off.snapshot,
            files: sign_off.files,
            others,
            state,
            whole,
        })
    })
}

/// A file of a sign-off, byte for byte as it was signed.
pub fn file(service: &Service, actor: &Actor, id: i64, kind: FileKind) -> Result<Download, Problem> {
    let one = one(service, actor, id)?;
    let file = one.files.into_iter().find(|file| file.kind == kind && one.whole);
    let file = file.ok_or_else(Problem::not_found)?;
    Ok(Download { name: file.name, bytes: service.store.objects.fetch(&file.sha256)? })
}
