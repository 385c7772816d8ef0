//! 制表: forms that offices make for themselves, kept as versions beside those that come with the program.
//!
//! A form is known by its code and its version, and a version never changes: what is altered is kept as another
//! one. Its text is the whole of it; pages, programs and files carry the same text. A form that says the same as
//! the one already kept under its name is that form, however its text is laid out. Every keeping is logged with
//! the text's digest in the transaction that keeps it.
//!
//! Forms are no secret among those who arrange campaigns: all of them see all forms.

use std::sync::Arc;

use super::{Service, proposal};
use crate::form::definition::read_form;
use crate::form::edit::{Met, Offer, offers};
use crate::form::sketch::Sketch;
use crate::form::{Form, builtin};
use crate::problem::{Problem, ProblemCode};
use crate::report::paper::{Filled, paper};
use crate::report::sample::{Sample, sample};
use crate::report::table::Sheet;
use crate::store::{audit, forms, labels_met};
use crate::submit::propose::Proposal;
use crate::vocabulary::Actor;
use crate::vocabulary::definition::Mistake;
use crate::vocabulary::time::Instant;
use crate::workflow::submit::fingerprint;

/// Bytes of a text.
const LONGEST: usize = 512 << 10;

const MOST_ITEMS: usize = 500;

const MOST_COLUMNS: usize = 50;

/// Names that are offered at once.
const MOST_OFFERS: usize = 20;

/// Mistakes of a text that are said at once.
const MOST_MISTAKES: usize = 20;

/// A form version as lists show it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub form: Arc<Form>,
    /// When it was kept; none for one that comes with the program.
    pub kept_at: Option<Instant>,
    /// How many campaigns ask for it.
    pub campaigns: i64,
}

impl Listed {
    /// The name by which a campaign chooses it.
    pub fn name(&self) -> String {
        name_of(&self.form)
    }
}

/// The name by which a campaign chooses a form: those that come with the program need no version.
pub fn name_of(form: &Form) -> String {
    match built_in(&form.code, &form.version) {
        Some(_) => form.code.clone(),
        None => format!("{}/{}", form.code, form.version),
    }
}

/// All forms: those that come with the program, then those that were made here, the newest first.
pub fn list(service: &Service) -> Result<Vec<Listed>, Problem> {
    let kept = service.store.read(|conn| {
        let versions = forms::list(conn)?;
        let with_form = |version: forms::FormVersion| Ok((service.form(conn, version.id)?, version));
        versions.into_iter().map(with_form).collect::<Result<Vec<_>, Problem>>()
    })?;
    let uses = |form: &Form| {
        let same = |known: &&(Arc<Form>, forms::FormVersion)| {
            (&known.1.code, &known.1.version) == (&form.code, &form.version)
        };
        kept.iter().find(same).map_or(0, |(_, version)| version.campaigns)
    };
    let comes = builtin::FORMS.iter().filter_map(|known| builtin::form(known.code));
    let mut listed: Vec<Listed> =
        comes.map(|form| Listed { campaigns: uses(&form), form, kept_at: None }).collect();
    let own = kept.into_iter().filter(|(form, _)| built_in(&form.code, &form.version).is_none());
    let mut own: Vec<Listed> = own
        .map(|(form, version)| Listed { form, kept_at: Some(version.kept_at), campaigns: version.campaigns })
        .collect();
    own.sort_by_key(|listed| std::cmp::Reverse(listed.kept_at));
    listed.extend(own);
    Ok(listed)
}

/// The text of a version.
pub fn text(service: &Service, code: &str, version: &str) -> Result<String, Problem> {
    known(service, code, version)?.ok_or_else(Problem::not_found)
}

/// The form that a campaign chooses by [`Listed::name`], with its text.
pub fn chosen(service: &Service, name: &str) -> Result<(Arc<Form>, String), Problem> {
    let text = match name.split_once('/') {
        None => builtin::text(name).map(str::to_owned),
        Some((code, version)) => known(service, code, version)?,
    };
    let found = text.and_then(|text| Some((Arc::new(read_form(&text).ok()?), text)));
    found.ok_or_else(|| Problem::field("form", "请选择报表。"))
}

/// Proposes a form from a file: a table of any readable format.
pub fn propose(service: &Service, bytes: &[u8]) -> Result<Proposal, Problem> {
    let refuse = |sentence| Problem::field("file", sentence);
    let proposal = proposal::of_bytes(&service.office.pool, bytes).map_err(refuse)?;
    fits(&proposal.sketch).map_err(refuse)?;
    Ok(proposal)
}

/// Names that a form does not know, each with the item that it may be: those on a filled table.
pub fn met_on(service: &Service, sketch: &Sketch, bytes: &[u8]) -> Result<Vec<Offer>, Problem> {
    let table = propose(service, bytes)?.sketch;
    let items = table.items.into_iter().filter(|item| !item.section);
    let met: Vec<Met> = items.map(|item| Met { words: item.label, item: None }).collect();
    Ok(offers(sketch, &met))
}

/// The same of what the actor's units sent on any version of the form.
pub fn met_in_reports(service: &Service, actor: &Actor, sketch: &Sketch) -> Result<Vec<Offer>, Problem> {
    let met = service.store.read(|conn| labels_met::labels_met(conn, &sketch.code, &actor.path))?;
    let mut offers = offers(sketch, &met);
    offers.truncate(MOST_OFFERS);
    Ok(offers)
}

/// A text that is a form, as it can be edited; every mistake with its line otherwise.
pub fn sketch(text: &str) -> Result<Sketch, Problem> {
    if text.len() > LONGEST {
        return Err(Problem::field("file", format!("报表文字最大 {} KB，没有读取。", LONGEST >> 10)));
    }
    let sketch = Sketch::read(text).map_err(|mistakes| mistaken(&mistakes))?;
    fits(&sketch).map_err(|sentence| Problem::field("file", sentence))?;
    Ok(sketch)
}

/// Whether a form is small enough to be filled in by people and tried on the spot.
pub fn fits(sketch: &Sketch) -> Result<(), String> {
    if sketch.items.len() > MOST_ITEMS || sketch.columns.len() > MOST_COLUMNS {
        return Err(format!("一张报表最多 {MOST_ITEMS} 项、{MOST_COLUMNS} 栏；请分成几张报表。"));
    }
    Ok(())
}

fn mistaken(mistakes: &[Mistake]) -> Problem {
    let said = |mistake: &Mistake| (Some("file".to_owned()), format!("报表文字{mistake}"));
    let sentences = mistakes.iter().take(MOST_MISTAKES).map(said).collect();
    Problem { code: ProblemCode::Invalid, sentences }
}

/// A text as the form that it is.
pub fn read(text: &str) -> Result<Arc<Form>, Problem> {
    Ok(Arc::new(read_form(text).map_err(|mistakes| mistaken(&mistakes))?))
}

/// A form on paper, and a filled copy that was read back.
pub struct Tried {
    pub form: Arc<Form>,
    pub year: i32,
    pub paper: Sheet,
    pub sample: Sample,
}

/// Puts a form on paper and tries the reader on it.
pub fn try_out(service: &Service, sketch: &Sketch) -> Result<Tried, Problem> {
    let form = Arc::new(sketch.form().map_err(|_| Problem::stale())?);
    let year = chrono::Datelike::year(&service.now());
    let paper = paper(&form, Some(year), &Filled::default());
    let sample = sample(&form, year);
    Ok(Tried { form, year, paper, sample })
}

/// What became of a form that was to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    New,
    /// The same form was there under this name.
    Known,
}

/// What a form that is kept was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A table, a text, another form.
    Any,
    /// A notice's annex, by the notice's number.
    Notice(i64),
}

impl Origin {
    /// The log's words about it.
    fn detail(self, form: &Form, text: &str) -> serde_json::Value {
        let mut detail =
            serde_json::json!({ "title": form.title_of(None), "digest": fingerprint(text.as_bytes()) });
        if let Origin::Notice(id) = self {
            detail["notice"] = id.into();
        }
        detail
    }
}

/// Keeps a form's text as its version, with an entry in the log.
pub fn keep(
    service: &Service,
    actor: &Actor,
    text: &str,
    origin: Origin,
) -> Result<(Arc<Form>, Keeping), Problem> {
    let sketch = sketch(text)?;
    check_names(&sketch)?;
    let form = Arc::new(sketch.form().map_err(|_| Problem::stale())?);
    if let Some(known) = known(service, &form.code, &form.version)? {
        let same = Sketch::read(&known).is_ok_and(|known| known == sketch);
        let taken = || at_version(forms::taken(&form.code, &form.version));
        return if same { Ok((Arc::clone(&form), Keeping::Known)) } else { Err(taken()) };
    }
    let (account, now, own, text) = (actor.account, service.now(), Arc::clone(&form), text.to_owned());
    let kept = service.store.write(move |conn| {
        forms::keep(conn, &own.code, &own.version, &text, now)?;
        let entry = audit::Entry {
            chain: audit::SYSTEM.to_owned(),
            at: now,
            account: Some(account),
            verb: forms::KEPT,
            subject: format!("form {} {}", own.code, own.version),
            detail: origin.detail(&own, &text).to_string(),
        };
        audit::append(conn, entry).map(|_| ())
    });
    kept.map_err(at_version)?;
    Ok((form, Keeping::New))
}

fn at_version(problem: Problem) -> Problem {
    match problem.code {
        ProblemCode::Invalid => Problem::field("version", problem.text()),
        _ => problem,
    }
}

/// Code and version stand in addresses and in names of files.
fn check_names(sketch: &Sketch) -> Result<(), Problem> {
    let mut wrong = Vec::new();
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    if !(1..=40).contains(&sketch.code.len()) || !sketch.code.chars().all(plain) {
        let words = "报表代码请用字母、数字和短横线，不超过 40 个字符。";
        wrong.push((Some("code".to_owned()), words.to_owned()));
    }
    let worded = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
    let version = sketch.version.as_str();
    let odd = version.starts_with('.') || version.ends_with(".toml") || !version.chars().all(worded);
    if odd || !(1..=20).contains(&version.chars().count()) {
        let words = "版本请写年份或短的编号，例如 2025 或 2025-2，不含空格和斜线。";
        wrong.push((Some("version".to_owned()), words.to_owned()));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Problem { code: ProblemCode::Invalid, sentences: wrong }) }
}

/// The text of one that comes with the program.
fn built_in(code: &str, version: &str) -> Option<&'static str> {
    builtin::form(code).filter(|form| form.version == version).and_then(|_| builtin::text(code))
}

fn known(service: &Service, code: &str, version: &str) -> Result<Option<String>, Problem> {
    if let Some(text) = built_in(code, version) {
        return Ok(Some(text.to_owned()));
    }
    service.store.read(|conn| match forms::find(conn, code, version)? {
        Some(id) => forms::text(conn, id).map(Some),
        None => Ok(None),
    })
}
