//! The files of many units with their annotations, as one archive with a text to send along.
//!
//! Of each unit what it sent last, where that was returned or waits for its review and has something to be mended or
//! explained: what was accepted needs nothing. The plan is made at once, files are written when their turn comes.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::super::board::node_of;
use super::super::campaigns::note_unit;
use super::super::{Service, behalf};
use super::kept::Told;
use super::of_revision::told;
use super::{ALONG, along, lines};
use crate::formats::parcel::{Packing, Parcel};
use crate::problem::Problem;
use crate::report::filing::Names;
use crate::store::Conn;
use crate::store::reviews::{self, Verdict};
use crate::store::revisions::{self, Revision};
use crate::submit::annotation::Annotations;
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;

/// Revisions that are looked through at once.
const PAGE: usize = 500;

/// An archive that is about to be written.
pub struct Bundle {
    /// What it is called.
    pub name: String,
    campaign: String,
    made: Instant,
    files: Vec<Told>,
}

/// The files of the units of a node; without one, of the highest that the actor sees.
pub fn of_units(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    node: Option<&str>,
) -> Result<Bundle, Problem> {
    let made = service.now();
    let (task, node, files) = service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        let form = service.form_of(conn, &task)?;
        let mut files = Vec::new();
        for revision in last_of_each(conn, campaign, &node.path)? {
            let (id, Some(file)) = (revision.id, revision.file) else { continue };
            let all = reviews::of_unit(conn, task.id, revision.unit)?;
            let own: Vec<_> = all.into_iter().filter(|review| review.revision == id).collect();
            if own.last().is_some_and(|review| review.verdict == Verdict::Accept) {
                continue;
            }
            let findings = revisions::findings(conn, &[id])?.remove(&id).unwrap_or_default();
            let Some(answers) = revisions::answers(conn, &form, &[id])?.remove(&id) else { continue };
            let annotations = told(&form, &answers, &findings, own.iter());
            if annotations.to_mend() > 0 {
                let (unit, sheet) = (revision.unit_name, revision.sheet);
                files.push(Told { unit, file, annotations, sheet, answers });
            }
        }
        Ok((task, node, files))
    })?;
    let detail =
        serde_json::json!({ "campaign": campaign, "name": "annotated.zip", "contents": files.len() });
    let (by, code) = (actor.account, node.code);
    service.store.write(move |conn| note_unit(conn, by, made, "download", &code, detail))?;
    let name = Names::default().alone(&format!("{}-批注好的原表.zip", node.name));
    Ok(Bundle { name, campaign: task.title, made, files })
}

/// The files of a batch that is to be sent on behalf of units, those with anything to say.
pub fn of_batch(service: &Service, actor: &Actor, campaign: i64, batch: &str) -> Result<Bundle, Problem> {
    let previewed = behalf::preview(service, actor, campaign, batch)?;
    let told = previewed.tables.into_iter().filter_map(|table| {
        let (expected, judged) = table.sheet?;
        let lines = lines(&expected.form, &judged.findings, &judged.reading.answers);
        let is_silent = lines.is_empty();
        let told = Told {
            unit: expected.unit.name,
            file: table.file,
            annotations: Annotations { lines },
            sheet: judged.reading.sheet,
            answers: judged.reading.answers,
        };
        (!is_silent).then_some(told)
    });
    let name = "代报-批注好的原表.zip".to_owned();
    Ok(Bundle { name, campaign: previewed.task.title, made: service.now(), files: told.collect() })
}

/// What each unit below sent last, by unit.
fn last_of_each(conn: &mut Conn, campaign: i64, path: &str) -> Result<Vec<Revision>, Problem> {
    let mut last: BTreeMap<String, Revision> = BTreeMap::new();
    let mut after = 0;
    loop {
        let page = revisions::page(conn, campaign, path, after, PAGE as i64)?;
        let is_last = page.len() < PAGE;
        for revision in page {
            after = after.max(revision.id);
            last.insert(revision.unit_code.clone(), revision);
        }
        if is_last {
            return Ok(last.into_values().collect());
        }
    }
}

impl Bundle {
    /// Writes it, the text last. A file that cannot be answered is named in the text, with why.
    pub fn write(self, service: &Service, out: impl Write) -> io::Result<()> {
        let mut parcel = Parcel::new(out);
        let (mut names, mut called, mut left) = (Names::default(), Vec::new(), String::new());
        for told in &self.files {
            match told.write(service) {
                Ok(annotated) => {
                    let name = names.alone(&annotated.name);
                    parcel.begin(&name, annotated.bytes.len() as u64, Packing::AsItIs, self.made)?;
                    parcel.add(&annotated.bytes)?;
                    called.push(name);
                }
                Err(problem) => left += &format!("没有批注：{}：{}\r\n", told.unit, problem.text()),
            }
        }
        let text = match called.is_empty() {
            true => "没有需要改正或者说明的原表。\r\n".to_owned(),
            false => along(&format!("“{}”", self.campaign), &called),
        };
        let text = format!("\u{feff}{text}{left}");
        parcel.begin(ALONG, text.len() as u64, Packing::Packed, self.made)?;
        parcel.add(text.as_bytes())?;
        parcel.finish().map(drop)
    }
}
