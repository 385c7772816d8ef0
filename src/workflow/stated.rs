//! 本级上报数: the totals that a county sends to its city by paper or file, beside the sum of its units.
//!
//! Whoever is responsible for a node, or above it, puts down what the node itself says: figures typed, or a sheet read by
//! the same reader as every other. What was said is kept with who, when and file, and never changed; the newest
//! holds. It is shown with the difference, and never goes into any total: totals are added up, not typed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Service;
use super::board::{above, node_of};
use super::campaigns::note_unit;
use super::download::Download;
use super::own_table::file_name;
use super::values::Values;
use crate::campaign::{CampaignState, Task};
use crate::form::Form;
use crate::problem::{Problem, ProblemCode};
pub use crate::store::stated::Stated;
use crate::store::stated::{self, Figure, written};
use crate::store::units::{self, Node};
use crate::store::{Conn, revisions};
use crate::submit::Answers;
use crate::submit::draft::DraftFile;
use crate::submit::entry::{Entry, enter};
use crate::submit::recognise::{Reading, Standing};
use crate::validate::check_cells;
use crate::vocabulary::{Actor, Number, Severity};

/// How somebody says it.
#[derive(Clone, Debug)]
pub enum Said {
    /// Words by figure, as on the form's page.
    Typed(BTreeMap<usize, String>),
    /// By codes, from a program.
    Values(Values),
    /// A sheet: its name and its bytes.
    File(String, Vec<u8>),
}

/// What a node said beside what its units add up to.
#[derive(Clone, Debug)]
pub struct Difference {
    pub node: Node,
    pub stated: Stated,
    /// Indexed as `Form::figure`; `None`: nothing was said, or nothing is there.
    pub said: Vec<Option<Number>>,
    pub sums: Vec<Option<Number>>,
}

impl Difference {
    /// Said less the sum; `None` where either is missing: what is missing is not zero.
    pub fn of(&self, figure: usize) -> Option<Number> {
        self.said[figure]?.checked_sub(self.sums[figure]?)
    }
}

/// What was said of some nodes below a path, each beside the sum of its units, in the order of the nodes.
pub(super) fn beside<'n>(
    conn: &mut Conn,
    form: &Form,
    (campaign, path): (i64, &str),
    sums: impl IntoIterator<Item = (&'n Node, Vec<Option<Number>>)>,
) -> Result<Vec<Difference>, Problem> {
    let mut all = stated::newest(conn, campaign, path)?;
    let difference = |(node, sums): (&Node, Vec<Option<Number>>)| {
        let stated = all.remove(&node.id)?;
        Some(Difference { node: node.clone(), said: figures_of(form, &stated), stated, sums })
    };
    Ok(sums.into_iter().filter_map(difference).collect())
}

/// Everything that was said of a node.
#[derive(Clone, Debug)]
pub struct View {
    pub task: Task,
    pub form: Arc<Form>,
    pub node: Node,
    pub above: Vec<Node>,
    /// Oldest first.
    pub all: Vec<Stated>,
    /// Whether the node has others below it, and the campaign still takes this.
    pub may_state: bool,
}

/// What was said of a node; without one, of the highest that the actor sees.
pub fn view(service: &Service, actor: &Actor, campaign: i64, node: Option<&str>) -> Result<View, Problem> {
    service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        let form = service.form_of(conn, &task)?;
        let above = above(conn, actor, &task, &node)?;
        let mut all = stated::below(conn, task.id, &node.path)?;
        all.retain(|stated| stated.unit == node.id);
        let may_state = refusal(conn, &task, &node)?.is_none();
        Ok(View { task, form, node, above, all, may_state })
    })
}

fn refusal(conn: &mut Conn, task: &Task, node: &Node) -> Result<Option<Problem>, Problem> {
    Ok(match task.state {
        CampaignState::Archived => Some(Problem::not_open("填报任务已归档，不能再登记本级上报数。")),
        CampaignState::Draft => Some(Problem::invalid("填报任务还没有发布，没有可以对照的汇总。")),
        _ if units::children(conn, node.id)?.is_empty() => {
            Some(Problem::invalid("这个单位没有下级填报单位，没有可以对照的汇总。"))
        }
        _ => None,
    })
}

/// Figures as they were said, indexed as `Form::figure`.
pub fn figures_of(form: &Form, stated: &Stated) -> Vec<Option<Number>> {
    let mut values = vec![None; form.figures()];
    for said in &stated.figures {
        let column = form.columns.iter().position(|column| column.code == said.col);
        if let (Some(item), Some(column)) = (form.item_index(&said.item), column) {
            values[form.figure(item, column)] = said.value.as_deref().and_then(Number::parse);
        }
    }
    values
}

/// The file from which something was read, as it was received.
pub fn file(service: &Service, actor: &Actor, id: i64) -> Result<Download, Problem> {
    let file = service.store.read(|conn| {
        let (campaign, node, file) = stated::origin(conn, id)?;
        let node = units::by_id(conn, node)?.ok_or_else(Problem::broken)?;
        node_of(conn, actor, campaign, Some(&node.code))?;
        file.ok_or_else(Problem::not_found)
    })?;
    let bytes = service.store.objects.fetch(&file.sha256)?;
    Ok(Download { name: file.name, bytes })
}

/// Keeps what a node says of itself; its number.
pub fn state(
    service: &Service,
    actor: &Actor,
    (campaign, node): (i64, Option<&str>),
    said: Said,
) -> Result<i64, Problem> {
    let (task, node, form) = service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        if let Some(problem) = refusal(conn, &task, &node)? {
            return Err(problem);
        }
        let form = service.form_of(conn, &task)?;
        Ok((task, node, form))
    })?;
    let entered = |texts| enter(&form, task.year, None, &Entry { texts, ..Entry::default() });
    let (reading, file) = match said {
        Said::Typed(texts) => (entered(said_at_all(texts)), None),
        Said::Values(values) => (entered(said_at_all(values.entry(&form)?.texts)), None),
        Said::File(name, bytes) => {
            let name = file_name(&name);
            let reading = read(service, &task, &name, &bytes)?;
            let sha256 = service.store.objects.keep(&bytes)?;
            (reading, Some(DraftFile { name, sha256, bytes: bytes.len() as u64 }))
        }
    };
    let figures = figures(&form, &reading)?;
    let by = (actor.account, service.now());
    service.store.write(move |conn| {
        if let Some(file) = &file {
            revisions::note_object(conn, file, by.1)?;
        }
        let id = stated::insert(conn, (task.id, node.id), &figures, file.as_ref(), by)?;
        let detail = serde_json::json!({
            "campaign": task.id, "stated": id, "digest": written(&figures).1,
            "file": file.as_ref().map(|file| &file.name), "sha256": file.as_ref().map(|file| &file.sha256),
        });
        note_unit(conn, by.0, by.1, "state-total", &node.code, detail)?;
        Ok(id)
    })
}

/// An empty field says nothing, and nothing is no zero.
fn said_at_all(mut texts: BTreeMap<usize, String>) -> BTreeMap<usize, String> {
    texts.retain(|_, text| !text.trim().is_empty());
    texts
}

/// The one table of a file: of our own workbook its total.
fn read(service: &Service, task: &Task, name: &str, bytes: &[u8]) -> Result<Reading, Problem> {
    let reader = service.store.read(|conn| service.reader(conn, task))?;
    let mut found = Vec::new();
    for file in reader.read_bytes(name, bytes) {
        found.extend(file.readings?);
    }
    let is_total = |reading: &&Reading| {
        reading.carried.as_ref().is_some_and(|carried| carried.standing == Standing::Total)
    };
    let totals: Vec<&Reading> = found.iter().filter(is_total).collect();
    match (totals.as_slice(), found.as_slice()) {
        ([total], _) => Ok((*total).clone()),
        ([], [only]) => Ok(only.clone()),
        ([], []) => Err(Problem::field("file", "文件里没有找到统计表，请检查是否传错了文件。")),
        _ => Err(Problem::field("file", "文件里有几张统计表，分不清哪一张是本级合计；请只留合计的一张。")),
    }
}

/// What is said, or every figure that is none.
fn figures(form: &Form, reading: &Reading) -> Result<Vec<Figure>, Problem> {
    let is_absent = |code: &str| matches!(code, "missing" | "missing-row" | "missing-column");
    let findings = reading.findings.iter().cloned().chain(check_cells(form, &reading.answers, false));
    let wrong = findings.filter(|found| found.severity == Severity::Hard && found.item.is_some());
    let wrong: Vec<(Option<String>, String)> = wrong
        .filter(|found| !is_absent(&found.code))
        .map(|found| {
            (figure_of(form, found.item.as_deref(), found.column.as_deref()), format!("{}。", found.sentence))
        })
        .collect();
    if !wrong.is_empty() {
        return Err(Problem { code: ProblemCode::Invalid, sentences: wrong });
    }
    let figures = said(form, &reading.answers);
    if figures.is_empty() {
        return Err(Problem::field("file", "还没有填数：请填写本级上报的合计，或选择文件。"));
    }
    Ok(figures)
}

/// The field of a figure on the page.
fn figure_of(form: &Form, item: Option<&str>, column: Option<&str>) -> Option<String> {
    let item = form.item_index(item?)?;
    let named = |code: &str| form.columns.iter().position(|known| known.code == code);
    Some(format!("v.{}", form.figure(item, column.and_then(named).unwrap_or(0))))
}

fn said(form: &Form, answers: &Answers) -> Vec<Figure> {
    let figure = |figure: usize| {
        let value = answers.value(figure)?;
        let (item, column) = (figure / form.columns.len(), figure % form.columns.len());
        let (item, col) = (form.items[item].code.clone(), form.columns[column].code.clone());
        Some(Figure { item, col, value: Some(value.to_string()) })
    };
    (0..form.figures()).filter_map(figure).collect()
}
