//! A node's template on the service: received, read, corrected, confirmed, replaced, taken away.
//!
//! What was read in the file is a proposal. Nothing is filled before a person has confirmed what goes where; whoever
//! corrects a cell afterwards confirms again, and until then the places that were confirmed hold. A new file is a
//! proposal beside the one in use, and takes its place when it is confirmed. Only the supervisors of the node itself do
//! any of it: a county's roll-up is its own. Auditors look.

use super::super::board::node_of;
use super::super::campaigns::note_unit;
use super::super::own_table::file_name;
use super::super::{Service, sign_off};
use crate::campaign::{CampaignState, Task};
use crate::form::wording::Wording;
use crate::problem::{Problem, ProblemCode};
use crate::store::sign_offs::Head;
use crate::store::superior_templates::{self, Kept, StepKind};
use crate::store::units::{self, Node};
use crate::store::{Conn, revisions, sign_offs};
use crate::submit::draft::DraftFile;
use crate::submit::recognise::places::{Choice, Places};
use crate::vocabulary::{Actor, Permission};

/// A node's templates, as somebody looks at them.
#[derive(Clone, Debug)]
pub struct Shown {
    pub task: Task,
    pub node: Node,
    /// What tables are filled by now: confirmed.
    pub used: Option<Kept>,
    /// What was uploaded and never confirmed.
    pub proposed: Option<Kept>,
    /// The node's newest sign-off.
    pub signed: Option<Head>,
    /// Whether the actor may upload, correct, confirm, take away now.
    pub may_change: bool,
}

impl Shown {
    /// The one that is looked at first: what still waits to be confirmed.
    pub fn first(&self) -> Option<&Kept> {
        self.proposed.as_ref().or(self.used.as_ref())
    }
}

/// The templates of a node; without one, of the highest that the actor sees.
pub fn shown(service: &Service, actor: &Actor, campaign: i64, node: Option<&str>) -> Result<Shown, Problem> {
    let signed = sign_off::heads(service, actor, campaign, node)?.pop();
    service.store.read(|conn| {
        let (task, node) = own_node(conn, actor, campaign, node)?;
        let all = superior_templates::of_node(conn, task.id, node.id)?;
        let (mut used, mut proposed): (Vec<Kept>, Vec<Kept>) =
            all.into_iter().partition(|one| one.confirmed().is_some());
        let may_change = actor.may(Permission::Review) && refusal(conn, &task, &node)?.is_none();
        Ok(Shown { may_change, used: used.pop(), proposed: proposed.pop(), signed, task, node })
    })
}

/// A node whose roll-up is the actor's own to give: a supervisor's own node; of an auditor every node within reach.
fn own_node(
    conn: &mut Conn,
    actor: &Actor,
    campaign: i64,
    node: Option<&str>,
) -> Result<(Task, Node), Problem> {
    let (task, node) = node_of(conn, actor, campaign, node)?;
    let is_own = node.id == actor.unit || !actor.may(Permission::Review);
    if is_own { Ok((task, node)) } else { Err(Problem::not_found()) }
}

/// A template that was not taken away, with its campaign and node.
pub(super) fn found(conn: &mut Conn, actor: &Actor, id: i64) -> Result<(Task, Node, Kept), Problem> {
    let kept = superior_templates::find(conn, id)?;
    let node = units::by_id(conn, kept.unit)?.ok_or_else(Problem::broken)?;
    let (task, node) = own_node(conn, actor, kept.campaign, Some(&node.code))?;
    if kept.is_gone() { Err(Problem::not_found()) } else { Ok((task, node, kept)) }
}

/// Campaign and node of a template.
pub fn whose(service: &Service, actor: &Actor, id: i64) -> Result<(i64, String), Problem> {
    let (task, node, _) = service.store.read(|conn| found(conn, actor, id))?;
    Ok((task.id, node.code))
}

/// Why nothing of a node's templates can be changed now.
fn refusal(conn: &mut Conn, task: &Task, node: &Node) -> Result<Option<Problem>, Problem> {
    Ok(match task.state {
        CampaignState::Archived => {
            Some(Problem::not_open("填报任务已归档，上级模板不能再更换或确认；仍可下载。"))
        }
        CampaignState::Draft => Some(Problem::invalid("填报任务还没有发布，没有可以填进模板的汇总。")),
        _ if units::children(conn, node.id)?.is_empty() => {
            Some(Problem::invalid("这个单位没有下级填报单位，没有可以填进模板的汇总。"))
        }
        _ => None,
    })
}

fn may_change(conn: &mut Conn, task: &Task, node: &Node) -> Result<(), Problem> {
    refusal(conn, task, node)?.map_or(Ok(()), Err)
}

/// Reads a superior's blank file and keeps it as a proposal; its number.
pub fn receive(
    service: &Service,
    actor: &Actor,
    (campaign, node): (i64, Option<&str>),
    (name, bytes): (&str, Vec<u8>),
) -> Result<i64, Problem> {
    let (task, node, form) = service.store.read(|conn| {
        let (task, node) = own_node(conn, actor, campaign, node)?;
        may_change(conn, &task, &node)?;
        let form = service.form_of(conn, &task)?;
        Ok((task, node, form))
    })?;
    let name = file_name(name);
    let read = service.office.read_template(Wording::new(form), Some(task.year), (&name, bytes));
    let read = read.map_err(|failure| Problem::field("file", sentence(failure.sentences)))?;
    let places = serde_json::to_string(&read.places).map_err(|_| Problem::broken())?;
    let sha256 = service.store.objects.keep(&read.bytes)?;
    let file = DraftFile { name, sha256, bytes: read.bytes.len() as u64 };
    let by = (actor.account, service.now());
    service.store.write(move |conn| {
        sign_offs::hold(conn, task.id)?;
        revisions::note_object(conn, &file, by.1)?;
        for old in superior_templates::of_node(conn, task.id, node.id)? {
            if old.confirmed().is_none() {
                superior_templates::step(conn, old.id, (StepKind::Replace, ""), by)?;
            }
        }
        let id = superior_templates::insert(conn, (task.id, node.id), &file, &places, by)?;
        let detail = serde_json::json!({
            "campaign": task.id, "template": id, "file": file.name, "sha256": file.sha256,
        });
        note_unit(conn, by.0, by.1, "receive-template", &node.code, detail)?;
        Ok(id)
    })
}

/// One sentence with its full stop.
pub(super) fn sentence(sentences: Vec<String>) -> String {
    format!("{}。", sentences.join("；").trim_end_matches('。'))
}

/// What goes where: as it was confirmed, or else read; and what was corrected since.
pub(super) fn choices(kept: &Kept) -> Result<(Places, Vec<Choice>), Problem> {
    let text = kept.confirmed().map_or(&kept.places, |step| &step.content);
    let places = serde_json::from_str(text).map_err(|_| Problem::broken())?;
    let mut choices: Vec<Choice> = Vec::new();
    for step in kept.corrections() {
        choices.extend(serde_json::from_str::<Vec<Choice>>(&step.content).map_err(|_| Problem::broken())?);
    }
    Ok((places, choices))
}

/// Says of some cells what goes there; it holds when it is confirmed.
pub fn correct(service: &Service, actor: &Actor, id: i64, choices: &[Choice]) -> Result<(), Problem> {
    let content = serde_json::to_string(choices).map_err(|_| Problem::broken())?;
    let cells = choices.len();
    changed(service, actor, id, (StepKind::Correct, "correct-template"), move |_| Ok((content, cells)))
}

/// Takes a template away: it stays in the database and is no longer shown.
pub fn remove(service: &Service, actor: &Actor, id: i64) -> Result<(), Problem> {
    changed(service, actor, id, (StepKind::Remove, "remove-template"), |_| Ok((String::new(), 0)))
}

/// Appends a step and logs it, unless the campaign is over or the template gone.
pub(super) fn changed(
    service: &Service,
    actor: &Actor,
    id: i64,
    (kind, verb): (StepKind, &'static str),
    content: impl FnOnce(&Kept) -> Result<(String, usize), Problem> + Send + 'static,
) -> Result<(), Problem> {
    let (actor, by) = (actor.clone(), (actor.account, service.now()));
    service.store.write(move |conn| {
        let (task, node, _) = found(conn, &actor, id)?;
        if node.id != actor.unit {
            return Err(Problem::new(ProblemCode::Forbidden, "只有本级的审核员可以办理。"));
        }
        may_change(conn, &task, &node)?;
        sign_offs::hold(conn, task.id)?;
        let (_, _, kept) = found(conn, &actor, id)?;
        let (content, cells) = content(&kept)?;
        if kind == StepKind::Confirm {
            for old in superior_templates::of_node(conn, task.id, node.id)? {
                if old.id < id {
                    superior_templates::step(conn, old.id, (StepKind::Replace, ""), by)?;
                }
            }
        }
        let digest = superior_templates::step(conn, id, (kind, &content), by)?;
        let mut detail = serde_json::json!({
            "campaign": task.id, "template": id, "file": kept.file.name, "digest": digest,
        });
        if cells > 0 {
            detail["cells"] = cells.into();
        }
        note_unit(conn, by.0, by.1, verb, &node.code, detail)
    })
}
