//! A node's template opened and filled: what stands in each cell, what did not fit, and the file.
//!
//! The figures are those of now or those that were signed; which of them stands in the file's name. Everything that is
//! said is said before a download as well, because the page fills the file to know it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::download::Download;
use super::super::{Service, live, sign_off};
use super::kept::{choices, found, sentence};
use super::template::{Filled, Template, plan_template};
use crate::aggregate::{Basis, RollUp};
use crate::campaign::Task;
use crate::form::Form;
use crate::form::wording::Wording;
use crate::problem::{Failure, Problem, ProblemCode};
use crate::report::LastYear;
use crate::report::superior::Ground;
use crate::store::sign_offs;
use crate::store::superior_templates::Kept;
use crate::store::units::Node;
use crate::submit::filling::{Filling, Spot, Value, moved_from};
use crate::submit::grid::Grid;
use crate::submit::recognise::places::Places;
use crate::vocabulary::{Actor, UnitCode};

/// Which figures fill a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// 实时: what is in force now.
    Live,
    /// 已上报: what the node signed last.
    Signed,
}

/// Which of a template's places hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheets {
    /// Those that were confirmed.
    Confirmed,
    /// With everything that was corrected since.
    Draft,
}

/// A template with its cells and its places.
pub struct Open {
    pub task: Task,
    pub node: Node,
    pub form: Arc<Form>,
    pub kept: Kept,
    pub grid: Grid,
    pub places: Places,
    bytes: Vec<u8>,
}

/// What a template comes to.
pub struct Looked {
    /// What is written into which cell.
    pub values: BTreeMap<Spot, Value>,
    pub figures: usize,
    pub said: Vec<String>,
    /// Why it cannot be filled.
    pub refused: Option<String>,
}

impl Looked {
    fn refused(words: String) -> Looked {
        Looked { values: BTreeMap::new(), figures: 0, said: Vec::new(), refused: Some(words) }
    }
}

/// Opens a template. Blocks until a worker has read it.
pub fn open(service: &Service, actor: &Actor, id: i64, which: Sheets) -> Result<Open, Problem> {
    let (task, node, kept, form) = service.store.read(|conn| {
        let (task, node, kept) = found(conn, actor, id)?;
        let form = service.form_of(conn, &task)?;
        Ok((task, node, kept, form))
    })?;
    let bytes = service.store.objects.fetch(&kept.file.sha256)?;
    let wording = Wording::new(Arc::clone(&form));
    let read = service.office.read_template(wording, Some(task.year), (&kept.file.name, bytes));
    let read = read.map_err(refused)?;
    let (places, corrected) = choices(&kept)?;
    let places = match which {
        Sheets::Confirmed => places,
        Sheets::Draft => places.corrected(&read.grid, &corrected),
    };
    Ok(Open { task, node, form, kept, grid: read.grid, places, bytes: read.bytes })
}

fn refused(failure: Failure) -> Problem {
    Problem::invalid(sentence(failure.sentences))
}

/// The roll-up that fills a table, and 第 n 次 where it was signed.
struct Figures {
    rolled: RollUp,
    last: Option<LastYear>,
    number: Option<i64>,
}

fn figures(service: &Service, actor: &Actor, opened: &Open, from: From) -> Result<Figures, Problem> {
    let (task, node) = (&opened.task, &opened.node);
    if from == From::Live {
        let of = (task.id, Some(node.code.as_str()));
        let (rolled, last) = live::roll_up(service, actor, of, Basis::InForce)?;
        return Ok(Figures { rolled, last, number: None });
    }
    service.store.read(|conn| {
        let heads = sign_offs::below(conn, task.id, &node.path)?;
        let own = heads.into_iter().rfind(|head| head.unit == node.id);
        let head = own.ok_or_else(|| Problem::invalid("本级还没有汇总上报，没有已上报的数可以填。"))?;
        let signed = sign_offs::find(conn, head.id)?;
        let (rolled, last) = sign_off::signed_roll_up(service, conn, (task, node), &signed)?;
        Ok(Figures { rolled, last, number: Some(head.number) })
    })
}

impl Open {
    fn template(&self) -> Template {
        Template {
            name: self.kept.file.name.clone(),
            bytes: self.bytes.clone(),
            grid: self.grid.clone(),
            places: self.places.clone(),
        }
    }

    /// `上报表（沂源县，实时）.xlsx`, `上报表（沂源县，已上报第1次）.xlsx`.
    fn filled(&self, service: &Service, figures: &Figures) -> Result<Filled, Failure> {
        let node = UnitCode::new(&self.node.code);
        let Figures { rolled, last, number } = figures;
        let ground = Ground { roll_up: rolled, node: &node, last: last.as_ref() };
        let mut filled = service.office.fill_template(&self.template(), &ground)?;
        let which = number.map_or("实时".to_owned(), |number| format!("已上报第{number}次"));
        if let Some(end) = filled.name.rfind('）') {
            filled.name.insert_str(end, &format!("，{which}"));
        }
        Ok(filled)
    }

    /// What the template comes to. Blocks until a worker has filled it.
    pub fn look(&self, service: &Service, actor: &Actor, from: From) -> Result<Looked, Problem> {
        let figures = match figures(service, actor, self, from) {
            // What was signed cannot be made again: that is said where the figures would stand.
            Err(problem) if problem.code == ProblemCode::Invalid => {
                return Ok(Looked::refused(problem.text()));
            }
            figures => figures?,
        };
        let node = UnitCode::new(&self.node.code);
        let ground = Ground { roll_up: &figures.rolled, node: &node, last: figures.last.as_ref() };
        let planned = plan_template(&self.template(), &ground);
        let values = shown(&planned.filling);
        Ok(match self.filled(service, &figures) {
            Ok(filled) => Looked { values, figures: filled.figures, said: filled.said, refused: None },
            Err(failure) => {
                Looked {
                    values, figures: 0, said: planned.said, refused: Some(failure.sentences.join("；"))
                }
            }
        })
    }
}

/// What is written into which cell of the template as it was received: repeated rows are not in it.
fn shown(filling: &Filling) -> BTreeMap<Spot, Value> {
    let values = filling.edits.iter().filter_map(|edit| {
        let (sheet, (row, column)) = edit.at;
        let row = moved_from(&filling.grown, sheet, row)?;
        Some(((sheet, (row, column)), edit.value.clone()))
    });
    values.collect()
}

/// The template filled as it was confirmed.
pub fn download(service: &Service, actor: &Actor, id: i64, from: From) -> Result<Download, Problem> {
    let opened = open(service, actor, id, Sheets::Confirmed)?;
    if opened.kept.confirmed().is_none() {
        return Err(Problem::invalid("这个模板还没有确认。请先核对各格填什么，按“确认”以后再下载。"));
    }
    let figures = figures(service, actor, &opened, from)?;
    let filled = opened.filled(service, &figures).map_err(refused)?;
    Ok(Download { name: filled.name, bytes: filled.bytes })
}

/// The blank file, as it was received.
pub fn file(service: &Service, actor: &Actor, id: i64) -> Result<Download, Problem> {
    let (_, _, kept) = service.store.read(|conn| found(conn, actor, id))?;
    Ok(Download { bytes: service.store.objects.fetch(&kept.file.sha256)?, name: kept.file.name })
}
