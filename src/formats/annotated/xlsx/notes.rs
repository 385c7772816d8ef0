//! The comments of a sheet: ours are added, those of the last time replaced, a person's stay as they are.
//!
//! A cell has one comment. Where a person has written one, our words come below it as a run of their own. A cell with a
//! thread keeps its thread: what programs that know none are shown in its place is theirs to write.

use std::collections::BTreeSet;

use quick_xml::escape::escape;

use super::super::super::damaged;
use super::super::super::xlsx::sheet::address;
use super::super::parts::Parts;
use super::super::scan::{Kind, Piece, Splices, element, pieces};
use super::names::{Address, is_usual};
use super::vml;
use crate::problem::Refusal;
use crate::submit::annotation::{AUTHOR, Mark, settled, without_ours};

/// The most slips that one sheet's numbers have room for.
const MOST: usize = 900;

const EMPTY: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
    "<authors></authors><commentList></commentList></comments>",
);

/// A sheet's comments, and what is to be written into them.
pub struct Notes {
    sheet: String,
    /// The part that holds them, where there is one.
    path: Option<String>,
    text: String,
    /// Cells with threads.
    threads: BTreeSet<Address>,
    /// The drawing that the sheet refers to, by number and part.
    drawings: Vec<(String, String)>,
    /// Comments that were not there.
    new: Vec<(Address, String)>,
    is_changed: bool,
}

/// A comment as it lies in its part.
struct Known<'l, 'p> {
    at: Address,
    /// Its pieces, from its opening tag to its end.
    pieces: &'l [Piece<'p>],
}

impl Notes {
    /// The comments of a sheet; nothing where their part cannot be edited.
    pub fn open(parts: &mut Parts<'_>, sheet: &str) -> Result<Option<Notes>, Refusal> {
        let relations = parts.relations(sheet)?;
        let path = relations.iter().find(|part| part.kind == "comments").map(|part| part.path.clone());
        let mut threads = BTreeSet::new();
        for part in relations.iter().filter(|part| part.kind == "threadedComment") {
            let Some(text) = parts.text(&part.path)? else { return Ok(None) };
            let found = pieces(&text)?;
            threads
                .extend(found.iter().filter(|piece| piece.begins("threadedComment")).filter_map(address_of));
        }
        let text = match &path {
            Some(path) => parts.text(path)?,
            None => Some(EMPTY.to_owned()),
        };
        let Some(text) = text.filter(|text| is_read(text)) else { return Ok(None) };
        let drawings = relations.iter().filter(|part| part.kind == "vmlDrawing");
        let drawings = drawings.map(|part| (part.id.clone(), part.path.clone())).collect();
        let sheet = sheet.to_owned();
        Ok(Some(Notes { sheet, path, text, threads, drawings, new: Vec::new(), is_changed: false }))
    }

    /// Whether some of them are ours, of an earlier time.
    pub fn have_ours(&self) -> bool {
        let Ok(found) = pieces(&self.text) else { return false };
        known(&found).iter().any(|comment| !our_runs(comment, &self.text).is_empty())
    }

    /// Writes our words at their cells.
    pub fn write(&mut self, marks: &[&Mark]) {
        let Ok(found) = pieces(&self.text) else { return };
        let Some(prefix) = found.first().map(|root| root.prefix()) else { return };
        let mut splices = Splices::default();
        let known = known(&found);
        for comment in &known {
            let mark = marks.iter().find(|mark| mark.at == comment.at);
            let ours = our_runs(comment, &self.text);
            let words = match mark {
                Some(mark) if !self.threads.contains(&mark.at) => mark.words.clone(),
                _ if !ours.is_empty() => settled(),
                _ => continue,
            };
            ours.iter().for_each(|run| splices.replace(run.clone(), ""));
            if let Some((open, close)) = element(comment.pieces, "text") {
                let is_alone = ours.len() == runs(comment).len();
                let words = if is_alone { words } else { format!("\n{words}") };
                splices.append(open, close, &run(prefix, &words));
                self.is_changed = true;
            }
        }
        let is_new = |mark: &&&Mark| {
            !self.threads.contains(&mark.at) && known.iter().all(|comment| comment.at != mark.at)
        };
        let new: Vec<&&Mark> = marks.iter().filter(is_new).take(MOST).collect();
        if let (Some((open, close)), false) = (element(&found, "commentList"), new.is_empty()) {
            let author = author(&found, &self.text, &mut splices);
            let made: String = new.iter().map(|mark| comment(prefix, author, mark)).collect();
            splices.append(open, close, &made);
            self.is_changed = true;
        }
        self.new = new.iter().map(|mark| (mark.at, mark.words.clone())).collect();
        self.text = splices.apply(&self.text);
    }

    /// Puts the comments into the package, with what draws them. The number under which the sheet is to refer to the
    /// drawing, where it does not yet.
    pub fn finish(
        self,
        parts: &mut Parts<'_>,
        index: usize,
        drawing: Option<String>,
    ) -> Result<Option<String>, Refusal> {
        if !self.is_changed {
            return Ok(None);
        }
        let path = match self.path {
            Some(path) => path,
            None => {
                let path = parts.free_name("xl/comments", ".xml");
                parts.put(&path, String::new());
                parts.declare(
                    &path,
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
                )?;
                parts.relate(&self.sheet, "comments", &path)?;
                path
            }
        };
        parts.put(&path, self.text);
        let slips: Vec<(Address, &str)> = self.new.iter().map(|(at, words)| (*at, words.as_str())).collect();
        if slips.is_empty() {
            return Ok(None);
        }
        if let Some(id) = drawing {
            let path = self.drawings.iter().find(|(known, _)| *known == id).map(|(_, path)| path);
            let path = path.ok_or_else(|| damaged("a drawing that is not there"))?;
            let text = parts.text(path)?.and_then(|text| vml::with_slips(&text, &slips));
            parts.put(path, text.ok_or_else(|| damaged("a drawing that has no end"))?);
            return Ok(None);
        }
        let path = parts.free_name("xl/drawings/vmlDrawing", ".vml");
        parts.put(&path, vml::drawing(index + 41, &slips));
        parts.declare_ending("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")?;
        parts.relate(&self.sheet, "vmlDrawing", &path).map(Some)
    }
}

fn is_read(text: &str) -> bool {
    pieces(text).is_ok_and(|found| {
        is_usual(found.first(), "comments")
            && element(&found, "commentList").is_some()
            && element(&found, "authors").is_some()
    })
}

fn address_of(piece: &Piece<'_>) -> Option<Address> {
    address(piece.attribute("ref")?.as_bytes()).ok()
}

fn known<'l, 'p>(found: &'l [Piece<'p>]) -> Vec<Known<'l, 'p>> {
    let begins =
        found.iter().enumerate().filter(|(_, piece)| piece.kind == Kind::Open && piece.begins("comment"));
    let known = begins.filter_map(|(first, piece)| {
        let ends =
            found[first..].iter().position(|other| other.ends("comment") && other.depth == piece.depth)?;
        Some(Known { at: address_of(piece)?, pieces: &found[first..=first + ends] })
    });
    known.collect()
}

/// Where the runs of a comment lie, or all of its words where they are in none.
fn runs(comment: &Known<'_, '_>) -> Vec<std::ops::Range<usize>> {
    let Some((open, _)) = element(comment.pieces, "text") else { return Vec::new() };
    let inside = comment.pieces.iter().filter(|piece| piece.depth == open.depth + 1);
    let mut begun = 0;
    let mut runs = Vec::new();
    for piece in inside.filter(|piece| matches!(piece.name(), "r" | "t")) {
        match piece.kind {
            Kind::Open => begun = piece.range.start,
            Kind::Close => runs.push(begun..piece.range.end),
            Kind::Empty => runs.push(piece.range.clone()),
        }
    }
    runs
}

/// Those that hold words of ours and nothing else.
fn our_runs(comment: &Known<'_, '_>, text: &str) -> Vec<std::ops::Range<usize>> {
    let is_ours = |run: &std::ops::Range<usize>| {
        words_of(&text[run.clone()])
            .and_then(|words| without_ours(&words))
            .is_some_and(|rest| rest.is_empty())
    };
    runs(comment).into_iter().filter(is_ours).collect()
}

/// The words of a run.
fn words_of(run: &str) -> Option<String> {
    let found = pieces(run).ok()?;
    let (open, close) = element(&found, "t")?;
    let words = run.get(open.range.end..close.range.start)?;
    quick_xml::escape::unescape(words).ok().map(|words| words.into_owned())
}

/// The number of our name among the authors, who get it where it is not there.
fn author(found: &[Piece<'_>], text: &str, splices: &mut Splices) -> usize {
    let Some((open, close)) = element(found, "authors") else { return 0 };
    let mut authors = 0;
    for (index, piece) in found.iter().enumerate().filter(|(_, piece)| piece.begins("author")) {
        let end = found.get(index + 1).map_or(piece.range.end, |close| close.range.start);
        if piece.kind == Kind::Open && &text[piece.range.end..end] == AUTHOR {
            return authors;
        }
        authors += 1;
    }
    let prefix = open.prefix();
    splices.append(open, close, &format!("<{prefix}author>{AUTHOR}</{prefix}author>"));
    authors
}

fn comment(prefix: &str, author: usize, mark: &Mark) -> String {
    let name = crate::vocabulary::place::cell_name(mark.at.0, mark.at.1);
    let run = run(prefix, &mark.words);
    format!(
        "<{prefix}comment ref=\"{name}\" authorId=\"{author}\"><{prefix}text>{run}</{prefix}text></{prefix}comment>"
    )
}

fn run(p: &str, words: &str) -> String {
    let words = escape(words);
    format!(
        "<{p}r><{p}rPr><{p}sz val=\"9\"/><{p}color indexed=\"8\"/><{p}rFont val=\"宋体\"/><{p}charset val=\"134\"/></{p}rPr><{p}t xml:space=\"preserve\">{words}</{p}t></{p}r>"
    )
}
