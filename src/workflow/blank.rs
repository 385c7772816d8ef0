//! 空白表: the form as a file to be filled in, for one unit, for all of a node's, or for nobody's campaign.
//!
//! Nothing is kept of what is handed out: the mark in it says all that is needed when it comes back (`binding`).

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use super::Service;
use super::board::node_of;
use super::campaigns::note_unit;
use super::download::Download;
use super::expected::{Expected, find};
use crate::campaign::Task;
use crate::form::Form;
use crate::formats::parcel::{Packing, Parcel};
use crate::formats::{word, workbook};
use crate::problem::{Failure, Problem};
use crate::report::blank::Blank;
use crate::report::filing::{Names, Which};
use crate::report::table::{Properties, Workbook};
use crate::report::words;
use crate::store::units::{self, Node};
use crate::store::{campaigns, last_year, standings};
use crate::submit::mark::{CampaignMark, Mark};
use crate::vocabulary::time::{Instant, show};
use crate::vocabulary::{Actor, Level, Number, UnitCode};

/// What a blank form is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Workbook,
    Document,
}

impl Kind {
    pub fn ending(self) -> &'static str {
        match self {
            Kind::Workbook => "xlsx",
            Kind::Document => "docx",
        }
    }

    pub fn from_ending(ending: &str) -> Option<Kind> {
        [Kind::Workbook, Kind::Document].into_iter().find(|kind| kind.ending() == ending)
    }
}

/// The blank form of one unit in a campaign.
pub fn of_unit(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    kind: Kind,
) -> Result<Download, Problem> {
    let expected = service.store.read(|conn| find(service, conn, actor, campaign, code))?;
    let Expected { task, table, form, unit, standing, last_year, .. } = expected;
    let due = due(table.due.as_ref(), standing.extended);
    let blank = bound(&form, &task, due, (&unit.code, &unit.name, unit.level), last_year);
    let bytes = write(&blank, kind, service.now()).map_err(unwritten)?;
    Ok(Download { name: file_name(&unit.name, &form, kind), bytes })
}

/// Blank forms of many units, about to be written.
pub struct Blanks {
    /// What the archive is called.
    pub name: String,
    task: Task,
    form: Arc<Form>,
    kind: Kind,
    made: Instant,
    units: Vec<One>,
}

/// One unit's, with the folders that it lies in.
struct One {
    folders: Vec<String>,
    code: String,
    name: String,
    level: Level,
    due: Option<String>,
    last_year: Option<Vec<Option<Number>>>,
}

/// The blank forms of all units of a node that are expected; without one, of the highest that the actor sees.
pub fn of_node(
    service: &Service,
    actor: &Actor,
    (campaign, node): (i64, Option<&str>),
    kind: Kind,
) -> Result<Blanks, Problem> {
    let made = service.now();
    let (blanks, code) = service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        let (_, table) = campaigns::with_table(conn, campaign)?;
        let form = service.form_of(conn, &task)?;
        let below = units::below(conn, &task.path)?;
        let nodes: HashMap<i64, Node> = below.into_iter().map(|node| (node.id, node)).collect();
        let last = last_year::of_campaign(conn, &form, task.id, task.last_campaign)?;
        let standings = standings::below(conn, task.id, &node.path)?;
        let expected = standings.into_iter().filter(|standing| standing.exempt.is_none());
        let units = expected.map(|standing| One {
            folders: folders(&nodes, (task.unit, standing.unit), &standing.path),
            level: nodes.get(&standing.unit).map_or(Level::Unit, |node| node.level),
            due: due(table.due.as_ref(), standing.extended),
            last_year: last.as_ref().and_then(|last| Some(last.of(&UnitCode::new(&standing.code))?.to_vec())),
            code: standing.code,
            name: standing.name,
        });
        let units: Vec<One> = units.collect();
        let name = words::file_name(&format!("{}-{}-空白表.zip", node.name, task.title.replace('.', "-")));
        Ok((Blanks { name, task, form, kind, made, units }, node.code))
    })?;
    let detail = serde_json::json!({
        "campaign": campaign, "name": "blank-forms.zip", "contents": blanks.units.len(),
    });
    let by = actor.account;
    service.store.write(move |conn| note_unit(conn, by, made, "download", &code, detail))?;
    Ok(blanks)
}

impl Blanks {
    /// Writes them as one archive.
    pub fn write(self, out: impl Write) -> io::Result<()> {
        let mut parcel = Parcel::new(out);
        let mut names = Names::default();
        for one in &self.units {
            let unit = (one.code.as_str(), one.name.as_str(), one.level);
            let blank = bound(&self.form, &self.task, one.due.clone(), unit, one.last_year.clone());
            let bytes = write(&blank, self.kind, self.made)
                .map_err(|failure| io::Error::other(failure.sentences.join("；")))?;
            let alone = Which { ordinal: 1, of: 1 };
            let called = file_name(&one.name, &self.form, self.kind);
            let stem = called.rsplit_once('.').map_or(called.as_str(), |(stem, _)| stem);
            let path = names.file(&one.folders, stem, alone, &called);
            parcel.begin(&path, bytes.len() as u64, Packing::AsItIs, self.made)?;
            parcel.add(&bytes)?;
        }
        parcel.finish().map(|_| ())
    }
}

/// A blank form that belongs to no campaign.
pub struct Loose<'f> {
    pub form: &'f Arc<Form>,
    pub year: Option<i32>,
    /// Code and name; both empty for anybody's.
    pub unit: (&'f str, &'f str),
    pub level: Level,
    pub kind: Kind,
}

impl Loose<'_> {
    /// Its name and its bytes.
    pub fn write(&self, made: Instant) -> Result<(String, Vec<u8>), Failure> {
        let (code, name) = self.unit;
        let mark = Mark::new(self.form, None, self.year, if code.is_empty() { name } else { code });
        let blank = Blank {
            form: self.form,
            mark,
            unit: name.to_owned(),
            level: self.level,
            campaign: None,
            due: None,
            last_year: Vec::new(),
        };
        Ok((file_name(name, self.form, self.kind), write(&blank, self.kind, made)?))
    }
}

fn bound<'f>(
    form: &'f Arc<Form>,
    task: &Task,
    due: Option<String>,
    (code, name, level): (&str, &str, Level),
    last_year: Option<Vec<Option<Number>>>,
) -> Blank<'f> {
    Blank {
        form,
        mark: Mark::new(form, Some(CampaignMark::of(task)), Some(task.year), code),
        unit: name.to_owned(),
        level,
        campaign: Some(task.title.clone()),
        due,
        last_year: last_year.unwrap_or_default(),
    }
}

/// The notice's words and what they mean, with the unit's own extension.
fn due(due: Option<&crate::campaign::Due>, extended: Option<Instant>) -> Option<String> {
    let asked = words::due(due?);
    Some(extended.map_or(asked.clone(), |until| format!("{asked}，已延期至 {}", show(until))))
}

/// The nodes above a unit, below the campaign's own.
fn folders(nodes: &HashMap<i64, Node>, (top, own): (i64, i64), path: &str) -> Vec<String> {
    let ids = path.split('/').filter_map(|id| id.parse::<i64>().ok());
    let above = ids.filter(|id| *id != top && *id != own).filter_map(|id| nodes.get(&id));
    above.map(|node| node.name.clone()).collect()
}

fn file_name(unit: &str, form: &Form, kind: Kind) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!("{unit}-") };
    words::file_name(&format!("{unit}{}-空白表.{}", form.short_title, kind.ending()))
}

fn write(blank: &Blank, kind: Kind, made: Instant) -> Result<Vec<u8>, Failure> {
    let title = blank.form.title_of(blank.mark.year);
    if kind == Kind::Document {
        return word::write(&blank.sheet(), &title);
    }
    let properties = Properties {
        title: title.clone(),
        subject: blank.campaign.clone().unwrap_or_default(),
        author: String::new(),
        company: blank.unit.clone(),
        keywords: blank.mark.to_string(),
        kind: "blank".to_owned(),
        made,
    };
    workbook::write(&Workbook { file_name: format!("{title}.xlsx"), properties, sheets: blank.sheets() })
}

fn unwritten(failure: Failure) -> Problem {
    tracing::error!(?failure, "a blank form was not written");
    Problem::broken()
}
