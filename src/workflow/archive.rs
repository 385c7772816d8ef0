//! 下载全部材料: everything that the units of a node sent, as one ZIP with a list, written while it is handed out.
//!
//! What goes in is what stands: of each material what was sent last, of the statistics table the file in force.
//! Pictures are as others may see them; what may not be handed out is left out, and the list says why. The plan is
//! made at once, so that the archive shows one moment; bytes are read when their turn comes, a piece at a time.

mod found;

use std::collections::HashMap;
use std::io::{self, Write};

use self::found::{Content, Found, found};
use super::Service;
use super::board::node_of;
use super::campaigns::note_unit;
use super::received::Outgoing;
use crate::formats::parcel::{Packing, Parcel};
use crate::formats::workbook;
use crate::problem::Problem;
use crate::report::filing::{Names, runs};
use crate::report::inventory::{self, Line, Subject};
use crate::store::units::{self, Node};
use crate::vocabulary::{Actor, Level};

/// An archive that is about to be written.
pub struct Archive {
    /// What it is called.
    pub name: String,
    subject: Subject,
    items: Vec<(Line, Option<Source>)>,
}

/// Kept bytes on their way into it.
struct Source {
    sha256: String,
    packing: Packing,
}

/// The archive of a node; without one, of the highest that the actor sees.
pub fn archive(
    service: &Service,
    actor: &Actor,
    campaign: i64,
    node: Option<&str>,
) -> Result<Archive, Problem> {
    let made = service.now();
    let (task, node, nodes, found) = service.store.read(|conn| {
        let (task, node) = node_of(conn, actor, campaign, node)?;
        let nodes = units::below(conn, &task.path)?;
        let found = found(conn, &task, &node)?;
        Ok((task, node, nodes, found))
    })?;
    let nodes: HashMap<i64, Node> = nodes.into_iter().map(|node| (node.id, node)).collect();
    let mut names = Names::default();
    let items: Vec<_> =
        found.into_iter().map(|found| item(&mut names, folders(&nodes, task.unit, &found), found)).collect();
    let files = items.iter().filter(|(_, source)| source.is_some()).count();
    let subject = Subject { campaign: task.title, node: node.name, made };
    let detail = serde_json::json!({ "campaign": campaign, "name": "files.zip", "contents": files });
    let (by, code) = (actor.account, node.code);
    service.store.write(move |conn| note_unit(conn, by, made, "download", &code, detail))?;
    Ok(Archive { name: inventory::archive_name(&subject), subject, items })
}

/// The nodes above the units, below the campaign's own; then the unit's.
fn folders(nodes: &HashMap<i64, Node>, top: i64, found: &Found) -> Vec<String> {
    let ids = found.path.split('/').filter_map(|id| id.parse::<i64>().ok());
    let above = ids.filter(|id| *id != top).filter_map(|id| nodes.get(&id));
    let above = above.filter(|node| node.level != Level::Unit).map(|node| node.name.clone());
    above.chain([format!("{} {}", found.code, found.unit)]).collect()
}

fn item(names: &mut Names, folders: Vec<String>, found: Found) -> (Line, Option<Source>) {
    let mut remarks = found.remarks;
    let (source, bytes, path, sha256) = match found.content {
        Content::Kept { name, sha256, bytes, packing } => {
            if runs(&name) {
                remarks.push("打开就会运行的文件，已在扩展名后加“_”，核实来源后再改回".to_owned());
            }
            let path = names.file(&folders, &found.material, found.which, &name);
            (Some(Source { sha256: sha256.clone(), packing }), bytes, path, sha256)
        }
        Content::Nothing(why) => {
            remarks.insert(0, why);
            (None, None, String::new(), String::new())
        }
    };
    let line = Line {
        code: found.code,
        unit: found.unit,
        material: found.material,
        path,
        called: found.called,
        bytes,
        sha256,
        received: found.received,
        timely: found.timely,
        remark: remarks.join("；"),
    };
    (line, source)
}

impl Archive {
    /// Writes it, the list last. What fails in between leaves an archive that nobody takes for whole.
    pub fn write(self, service: &Service, out: impl Write) -> io::Result<()> {
        let mut parcel = Parcel::new(out);
        let mut lines = Vec::with_capacity(self.items.len());
        for (mut line, source) in self.items {
            if let Some(source) = source {
                line.bytes = Some(add(service, &mut parcel, &line, &source)?);
            }
            lines.push(line);
        }
        let list = workbook::write(&inventory::workbook(&self.subject, &lines));
        let list = list.map_err(|failure| io::Error::other(format!("{failure:?}")))?;
        parcel.begin(inventory::NAME, list.len() as u64, Packing::AsItIs, self.subject.made)?;
        parcel.add(&list)?;
        parcel.finish().map(|_| ())
    }
}

/// Adds a kept file; how many bytes it has.
fn add(service: &Service, parcel: &mut Parcel<impl Write>, line: &Line, source: &Source) -> io::Result<u64> {
    let broken = |problem: Problem| io::Error::other(problem.text());
    let mut outgoing = Outgoing::open(service, &source.sha256).map_err(broken)?;
    parcel.begin(&line.path, outgoing.bytes(), source.packing, line.received)?;
    loop {
        let piece = outgoing.next(service).map_err(broken)?;
        if piece.is_empty() {
            return Ok(outgoing.bytes());
        }
        parcel.add(&piece)?;
    }
}
