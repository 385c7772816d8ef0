//! 重复上报: the same sheet that arrives through two chains (market supervision, health, an association) would count
//! twice.
//!
//! Sheets in force of different units are held against each other: all figures the same, and the same file behind
//! them or so many figures that chance is no explanation. Whether such sheets count is decided by a person, with a
//! reason that is kept; nothing is ever dropped by itself. What was decided not to count is left out of what a node
//! signs, by name; live totals show what units sent and go on counting it.
//!
//! The same activity in two units' tables shows only in what their summaries say of it. Such sentences are set beside
//! each other, and a person decides, with a reason, in which tables the activity is rightly counted. That holds no
//! sign-off up and changes no figure, since both units may rightly count their part: where one counts too much, its
//! sheet is returned and sent again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Service;
use super::board::{above, node_of};
use super::campaigns::note_unit;
use crate::campaign::{CampaignState, Task};
use crate::problem::Problem;
pub use crate::store::doubles::Decision;
use crate::store::doubles::{self, Row, figures};
use crate::store::revisions::{self, Revision};
use crate::store::units::Node;
use crate::store::{Conn, units};
use crate::validate::activity::events;
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// So many figures other than zero are not the same by chance.
const TELLING: usize = 3;

/// Sheets that are the same.
#[derive(Clone, Debug)]
pub struct Group {
    pub sheets: Vec<Sheet>,
    /// How many figures other than zero they share.
    pub figures: usize,
    /// They were read from the same file.
    pub same_file: bool,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub revision: Revision,
    /// Through which chains the unit reports: its groups, and the node above it.
    pub groups: Vec<String>,
    pub decision: Option<Decision>,
}

/// An event of which several summaries tell with the same words.
#[derive(Clone, Debug)]
pub struct Activity {
    pub sentence: String,
    /// The sheets that were sent beside these summaries; what was decided is of this event alone.
    pub sheets: Vec<Sheet>,
}

impl Activity {
    pub fn is_decided(&self) -> bool {
        is_decided(&self.sheets)
    }
}

impl Group {
    pub fn is_decided(&self) -> bool {
        is_decided(&self.sheets)
    }
}

fn is_decided(sheets: &[Sheet]) -> bool {
    sheets.iter().all(|sheet| sheet.decision.is_some())
}

/// The sheets below a node that are the same.
#[derive(Clone, Debug)]
pub struct Doubles {
    pub task: Task,
    pub node: Node,
    pub above: Vec<Node>,
    /// Those that nobody has decided on first; so are the activities.
    pub groups: Vec<Group>,
    pub activities: Vec<Activity>,
}

/// The sheets below a node that are the same; without a node, below the highest that the actor sees.
pub fn list(service: &Service, actor: &Actor, campaign: i64, node: Option<&str>) -> Result<Doubles, Problem> {
    service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        let above = above(conn, actor, &task, &node)?;
        let decided = doubles::decisions(conn, task.id)?;
        let mut groups = Vec::new();
        for Same { revisions, figures, same_file } in same(figures(conn, task.id, &node.path)?) {
            let said = |revision| decided.get(&revision).cloned();
            groups.push(Group { sheets: sheets(conn, &revisions, said)?, figures, same_file });
        }
        groups.sort_by_key(Group::is_decided);
        let decided = doubles::activity_decisions(conn, task.id)?;
        let mut activities = Vec::new();
        for (same, Shared { sentence, revisions }) in shared(conn, (task.id, &node.path))? {
            let said = |revision| decided.get(&(same.clone(), revision)).cloned();
            activities.push(Activity { sentence, sheets: sheets(conn, &revisions, said)? });
        }
        activities.sort_by_key(Activity::is_decided);
        Ok(Doubles { task, node, above, groups, activities })
    })
}

fn sheets(
    conn: &mut Conn,
    revisions: &[i64],
    decided: impl Fn(i64) -> Option<Decision>,
) -> Result<Vec<Sheet>, Problem> {
    let mut sheets = Vec::new();
    for revision in revisions::many(conn, revisions)? {
        let unit = units::by_id(conn, revision.unit)?.ok_or_else(Problem::broken)?;
        let decision = decided(revision.id);
        sheets.push(Sheet { revision, groups: unit.groups, decision });
    }
    Ok(sheets)
}

/// A sentence of which more than one summary tells, with the revisions beside which they were sent.
struct Shared {
    sentence: String,
    revisions: Vec<i64>,
}

/// Every such sentence below a path, by what makes it the same.
fn shared(conn: &mut Conn, (campaign, path): (i64, &str)) -> Result<BTreeMap<String, Shared>, Problem> {
    let mut told: BTreeMap<String, Shared> = BTreeMap::new();
    for doubles::Summary { revision, words } in doubles::summaries(conn, campaign, path)? {
        for (same, sentence) in events(&words) {
            let shared = told.entry(same).or_insert_with(|| Shared { sentence, revisions: Vec::new() });
            shared.revisions.push(revision);
        }
    }
    for shared in told.values_mut() {
        shared.revisions.sort_unstable();
        shared.revisions.dedup();
    }
    told.retain(|_, shared| shared.revisions.len() > 1);
    Ok(told)
}

/// How many groups of the same sheets there are among these revisions in force below a path of which one is not
/// decided on.
pub(super) fn undecided(
    conn: &mut Conn,
    (campaign, path): (i64, &str),
    among: &[i64],
) -> Result<usize, Problem> {
    let among: BTreeSet<i64> = among.iter().copied().collect();
    let decided = doubles::decisions(conn, campaign)?;
    let rows = figures(conn, campaign, path)?.into_iter().filter(|row| among.contains(&row.revision));
    let open = |same: &Same| same.revisions.iter().any(|revision| !decided.contains_key(revision));
    Ok(same(rows.collect()).iter().filter(|same| open(same)).count())
}

/// What somebody decides.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// All sheets that are the same, or that were sent beside summaries of one activity.
    pub all: Vec<i64>,
    /// Those of them that do not count, or that count the activity a second time.
    pub left_out: Vec<i64>,
    pub reason: String,
    /// The sentence that tells of an activity; nothing where the sheets are the same.
    pub activity: Option<String>,
}

/// Decides which of some sheets that are the same count, or rightly count an activity: all of them at once that are
/// below a node; without one, below the highest that the actor sees.
pub fn decide(
    service: &Service,
    actor: &Actor,
    (campaign, node): (i64, Option<&str>),
    verdict: Verdict,
) -> Result<(), Problem> {
    let reason = verdict.reason.trim().to_owned();
    let (task, node) = service.store.read(|conn| node_of(conn, actor, campaign, node))?;
    if task.state == CampaignState::Archived {
        return Err(Problem::not_open("填报任务已归档，不能再判定。"));
    }
    if reason.is_empty() {
        return Err(Problem::field("reason", "请写明判定的依据，例如“两家各办了一场，不是同一份”。"));
    }
    let asked: BTreeSet<i64> = verdict.all.iter().copied().collect();
    if asked.iter().all(|revision| verdict.left_out.contains(revision)) {
        return Err(Problem::field("left_out", "几份相同的上报至少有一份要计入。"));
    }
    let said =
        Said { campaign: task.id, reason, left_out: verdict.left_out, by: (actor.account, service.now()) };
    service.store.write(move |conn| {
        let is_asked = |revisions: &[i64]| revisions.iter().copied().eq(asked.iter().copied());
        match &verdict.activity {
            None => {
                let known = same(figures(conn, task.id, &node.path)?);
                let group = known.into_iter().find(|same| is_asked(&same.revisions));
                said.of_sheets(conn, &group.ok_or_else(Problem::stale)?.revisions)
            }
            Some(sentence) => {
                let known = shared(conn, (task.id, &node.path))?;
                let names = events(sentence);
                let found = known
                    .iter()
                    .find(|(same, shared)| names.contains_key(same.as_str()) && is_asked(&shared.revisions));
                let (same, shared) = found.ok_or_else(Problem::stale)?;
                said.of_activity(conn, same, shared)
            }
        }
    })
}

/// What is said of each sheet, by whom.
struct Said {
    campaign: i64,
    reason: String,
    left_out: Vec<i64>,
    by: (i64, Instant),
}

impl Said {
    fn of_sheets(&self, conn: &mut Conn, group: &[i64]) -> Result<(), Problem> {
        for revision in revisions::many(conn, group)? {
            let counted = !self.left_out.contains(&revision.id);
            doubles::decide(conn, (self.campaign, revision.id), (counted, &self.reason), self.by)?;
            let twins: Vec<i64> = group.iter().copied().filter(|other| *other != revision.id).collect();
            let detail = serde_json::json!({
                "campaign": self.campaign, "revision": revision.id, "reason": self.reason,
                "decided": if counted { "count" } else { "leave-out" }, "twins": twins,
            });
            note_unit(conn, self.by.0, self.by.1, "decide-double", &revision.unit_code, detail)?;
        }
        Ok(())
    }

    fn of_activity(&self, conn: &mut Conn, same: &str, shared: &Shared) -> Result<(), Problem> {
        for revision in revisions::many(conn, &shared.revisions)? {
            let counted = !self.left_out.contains(&revision.id);
            let about = (self.campaign, revision.id, same);
            doubles::decide_activity(conn, about, (counted, &self.reason), self.by)?;
            let detail = serde_json::json!({
                "campaign": self.campaign, "revision": revision.id, "reason": self.reason,
                "decided": if counted { "count" } else { "repeated" }, "activity": shared.sentence,
            });
            note_unit(conn, self.by.0, self.by.1, "decide-activity", &revision.unit_code, detail)?;
        }
        Ok(())
    }
}

/// Revisions that say the same, in the order of their numbers.
#[derive(Debug, PartialEq, Eq)]
struct Same {
    revisions: Vec<i64>,
    figures: usize,
    same_file: bool,
}

/// What a sheet says: item, column, figure in millionths.
type Figures = Vec<(String, String, i64)>;

/// Sheets with all figures alike: those of one file, or with enough figures to tell.
fn same(rows: Vec<Row>) -> Vec<Same> {
    let mut sheets: BTreeMap<i64, (Option<String>, Figures)> = BTreeMap::new();
    for row in rows {
        let sheet = sheets.entry(row.revision).or_insert_with(|| (row.file.clone(), Vec::new()));
        sheet.1.push((row.item, row.col, row.value));
    }
    let mut alike: HashMap<Figures, Vec<(i64, Option<String>)>> = HashMap::new();
    for (revision, (file, figures)) in sheets {
        alike.entry(figures).or_default().push((revision, file));
    }
    let mut found: Vec<Same> = alike
        .into_iter()
        .filter_map(|(figures, sheets)| {
            let first = &sheets[0].1;
            let same_file = first.is_some() && sheets.iter().all(|(_, file)| file == first);
            let tells = sheets.len() > 1 && (same_file || figures.len() >= TELLING);
            let revisions = sheets.into_iter().map(|(revision, _)| revision).collect();
            tells.then_some(Same { revisions, figures: figures.len(), same_file })
        })
        .collect();
    found.sort_by(|a, b| a.revisions.cmp(&b.revisions));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(revision: i64, file: Option<&str>, figures: &[i64]) -> Vec<Row> {
        let row = |(item, value): (usize, &i64)| Row {
            revision,
            file: file.map(str::to_owned),
            item: item.to_string(),
            col: String::new(),
            value: *value,
        };
        figures.iter().enumerate().map(row).collect()
    }

    #[test]
    fn sheets_are_the_same_by_their_file_or_by_more_figures_than_chance_gives() {
        for (one, other, found) in [
            ((None, vec![3, 4, 5]), (None, vec![3, 4, 5]), Some((3, false))),
            ((None, vec![3, 4, 5]), (None, vec![3, 4, 6]), None),
            ((None, vec![3, 4]), (None, vec![3, 4]), None),
            ((Some("a"), vec![3, 4]), (Some("a"), vec![3, 4]), Some((2, true))),
            ((Some("a"), vec![3, 4]), (Some("b"), vec![3, 4]), None),
            ((Some("a"), vec![3, 4, 5]), (Some("a"), vec![6, 7, 8]), None),
            ((Some("a"), vec![3, 4, 5]), (None, vec![3, 4, 5]), Some((3, false))),
        ] {
            let rows = sheet(1, one.0, &one.1).into_iter().chain(sheet(2, other.0, &other.1)).collect();
            let expected =
                found.map(|(figures, same_file)| Same { revisions: vec![1, 2], figures, same_file });
            assert_eq!(same(rows), expected.into_iter().collect::<Vec<_>>(), "{one:?} {other:?}");
        }
    }
}
