//! A notice that came to the service: kept as it was read, proposed as a campaign to whoever brought it, and open to
//! every unit that the campaign asks.

use serde_json::json;

use super::{form, of_file, of_text};
use crate::notice::Proposal;
use crate::problem::{Problem, RefusalCode};
use crate::store::notices::{self, Kept};
use crate::store::{Conn, audit, campaigns, revisions};
use crate::submit::draft::DraftFile;
use crate::submit::propose;
use crate::vocabulary::Actor;
use crate::vocabulary::time::Instant;
use crate::workflow::Service;
use crate::workflow::download::Download;

/// The longest text that is read, in bytes; the longest notice met has a tenth of it.
const LONGEST: usize = 60 << 10;

/// A campaign as a kept notice has it.
#[derive(Clone, Debug)]
pub struct Proposed {
    pub kept: Kept,
    pub proposal: Proposal,
    /// Name of the form for the notice's table, as a campaign chooses it, where there is one.
    pub form: Option<String>,
}

/// Keeps what a file or a pasted text holds, each notice by itself; their numbers.
pub fn receive(
    service: &Service,
    actor: &Actor,
    (text, file): (String, Option<(String, Vec<u8>)>),
) -> Result<Vec<i64>, Problem> {
    let closing = service.settings.office_closes;
    let proposals = match &file {
        Some((_, bytes)) => of_file(&service.office, bytes, closing)
            .map_err(|refusal| Problem::field("file", refusal.sentence()))?,
        None if text.len() > LONGEST => {
            return Err(Problem::field("text", RefusalCode::TooLarge.sentence()));
        }
        None => of_text(&text, closing),
    };
    if proposals.iter().all(|proposal| proposal.text.trim().is_empty()) {
        return Err(Problem::field("text", "请选择通知文件，或把通知全文粘贴到这里。"));
    }
    let file = match file {
        Some((name, bytes)) => {
            let sha256 = service.store.objects.keep(&bytes)?;
            Some(DraftFile { name, sha256, bytes: bytes.len() as u64 })
        }
        None => None,
    };
    let (account, now) = (actor.account, service.now());
    service.store.write(move |conn| {
        if let Some(file) = &file {
            revisions::note_object(conn, file, now)?;
        }
        let keep = |proposal: &Proposal| notices::insert(conn, &proposal.text, file.as_ref(), (account, now));
        let kept: Vec<i64> = proposals.iter().map(keep).collect::<Result<_, Problem>>()?;
        note(conn, (account, now), &kept, file.as_ref())?;
        Ok(kept)
    })
}

fn note(
    conn: &mut Conn,
    (account, at): (i64, Instant),
    kept: &[i64],
    file: Option<&DraftFile>,
) -> Result<(), Problem> {
    let numbers: Vec<String> = kept.iter().map(i64::to_string).collect();
    let detail = json!({ "file": file.map(|file| &file.name), "sha256": file.map(|file| &file.sha256) });
    let entry = audit::Entry {
        chain: audit::SYSTEM.to_owned(),
        at,
        account: Some(account),
        verb: "keep-notice",
        subject: format!("notice {}", numbers.join(" ")),
        detail: detail.to_string(),
    };
    audit::append(conn, entry).map(|_| ())
}

/// What a notice proposes, to whoever brought it.
pub fn proposed(service: &Service, actor: &Actor, id: i64) -> Result<Proposed, Problem> {
    let kept = service.store.read(|conn| own(conn, actor, id))?;
    let read = of_text(&kept.text, service.settings.office_closes);
    let proposal = read.into_iter().next().ok_or_else(Problem::not_found)?;
    let form = match &proposal.annex {
        Some(annex) => form::chosen(service, actor, &kept, annex)?,
        None => None,
    };
    Ok(Proposed { kept, proposal, form })
}

/// Proposes a form from the annex of a notice that the actor brought.
pub fn propose_form(service: &Service, actor: &Actor, id: i64) -> Result<propose::Proposal, Problem> {
    let kept = service.store.read(|conn| own(conn, actor, id))?;
    form::of_annex(service, &kept)
}

/// A notice that the actor brought.
pub fn own(conn: &mut Conn, actor: &Actor, id: i64) -> Result<Kept, Problem> {
    let kept = notices::find(conn, id)?;
    if kept.account == actor.account { Ok(kept) } else { Err(Problem::not_found()) }
}

/// The notice of a campaign that the actor may know of, with the campaign's title.
pub fn of_campaign(service: &Service, actor: &Actor, campaign: i64) -> Result<(String, Kept), Problem> {
    service.store.read(|conn| {
        let task = campaigns::find(conn, actor, campaign)?;
        let kept = notices::find(conn, task.notice.ok_or_else(Problem::not_found)?)?;
        Ok((task.title, kept))
    })
}

/// The file that a campaign's notice came in.
pub fn file_of_campaign(service: &Service, actor: &Actor, campaign: i64) -> Result<Download, Problem> {
    let (_, kept) = of_campaign(service, actor, campaign)?;
    let (name, sha256) = kept.file.ok_or_else(Problem::not_found)?;
    Ok(Download { name, bytes: service.store.objects.fetch(&sha256)? })
}
