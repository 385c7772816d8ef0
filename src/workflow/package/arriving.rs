//! A file on its way: begun with its name and size, added to in pieces, ended when it is whole.
//!
//! Whoever loses the line asks how much is here and goes on from there; a server that was killed knows as much as
//! one that was not. Nothing is looked into before the last byte is here, and nothing half lies with the unit's
//! files.

use chrono::TimeDelta;

use super::super::expected::open_at;
use super::super::own_table::file_name;
use super::super::{Service, secrets};
use super::looking::look;
use super::position::{Position, position};
use super::sorted::{Came, sort};
use crate::campaign::{Clocks, Deliverable};
use crate::problem::{Problem, ProblemCode};
use crate::store::pending::{self, Put};
use crate::store::transfers::{self, Transfer};
use crate::store::{Conn, deliveries};
use crate::submit::draft::DraftFile;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, FileKind};

/// Files of one unit that may wait at once: more is a mistake, or no package.
const MOST_WAITING: usize = 500;

/// What is said of a file before its bytes.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Where it belongs; `None`: that is found out when it is here.
    pub deliverable: Option<i64>,
    pub name: String,
    pub bytes: u64,
}

/// Begins a file; the reference under which it goes on.
pub fn begin(
    service: &Service,
    actor: &Actor,
    (campaign, code): (i64, &str),
    begun: &Begun,
) -> Result<Transfer, Problem> {
    let now = service.now();
    let position = service.store.read(|conn| {
        let position = position(conn, actor, campaign, code)?;
        check_open(conn, &position, begun.deliverable, now)?;
        if pending::of_unit(conn, campaign, position.unit.id)?.len() >= MOST_WAITING {
            let words = format!("已放了 {MOST_WAITING} 个文件还没有报送。请先报送，或删去一些。");
            return Err(Problem::field("file", words));
        }
        Ok(position)
    })?;
    let asked = begun.deliverable.map(|id| position.deliverable(id)).transpose()?;
    check_size(service, asked, begun.bytes)?;
    let transfer = Transfer {
        id: secrets::reference()?,
        campaign,
        unit: position.unit.id,
        deliverable: begun.deliverable,
        account: actor.account,
        file_name: named(&begun.name),
        bytes: begun.bytes,
        ended: false,
    };
    let new = transfer.clone();
    forget_old(service)?;
    service.store.write(move |conn| transfers::begin(conn, &new, now))?;
    Ok(transfer)
}

/// Begins a file whose size shows only when it is here: it may have as many bytes as any.
pub fn begin_unmeasured(
    service: &Service,
    actor: &Actor,
    place: (i64, &str),
    deliverable: Option<i64>,
    name: &str,
) -> Result<Transfer, Problem> {
    let transfer = begin(service, actor, place, &Begun { deliverable, name: name.to_owned(), bytes: 0 })?;
    Ok(Transfer { bytes: service.settings.file_limit as u64, ..transfer })
}

/// Whether anything is taken, and what is named, now.
fn check_open(
    conn: &mut Conn,
    position: &Position,
    deliverable: Option<i64>,
    now: Instant,
) -> Result<(), Problem> {
    if position.asked.is_empty() && position.task.form_version.is_none() {
        return Err(Problem::not_open("这项任务只传达通知，不要求报送材料，没有接收文件。"));
    }
    let clocks = match deliverable {
        None => Clocks { due: None, close: None, extended: None },
        Some(id) => {
            let asked = position.deliverable(id)?;
            let standing = deliveries::of_one(conn, asked, &position.unit)?.ok_or_else(Problem::not_found)?;
            asked.clocks(standing.extended)
        }
    };
    open_at(&position.task, &clocks, now, "材料")
}

fn named(name: &str) -> String {
    let name = file_name(name);
    if name.trim().is_empty() { "未命名文件".to_owned() } else { name }
}

fn check_size(service: &Service, asked: Option<&Deliverable>, bytes: u64) -> Result<(), Problem> {
    let most = service.settings.file_limit as u64;
    if bytes > most {
        let words = format!("一个文件最大 {} MB，没有接收。请压缩或拆分后再上传。", most >> 20);
        return Err(Problem::too_large(words));
    }
    let Some((asked, most)) = asked.and_then(|asked| Some((asked, asked.files.most_bytes?))) else {
        return Ok(());
    };
    if bytes <= most {
        return Ok(());
    }
    let words = format!(
        "通知写明“{}”每个文件不超过 {} MB，这个文件有 {} MB，没有接收。",
        asked.title,
        most >> 20,
        bytes.div_ceil(1 << 20)
    );
    Err(Problem::too_large(words))
}

/// Files that nobody went on with for a week go.
fn forget_old(service: &Service) -> Result<(), Problem> {
    let since = service.now() - TimeDelta::days(7);
    for id in service.store.read(|conn| transfers::begun_before(conn, since))? {
        service.store.objects.discard(&id)?;
        service.store.write(move |conn| transfers::forget(conn, &id))?;
    }
    Ok(())
}

/// A file that this account sends, and how much of it is here.
pub fn offset(service: &Service, actor: &Actor, id: &str) -> Result<(Transfer, u64), Problem> {
    let transfer = service.store.read(|conn| transfers::find(conn, id, actor.account))?;
    let here = if transfer.ended { transfer.bytes } else { service.store.objects.length(id)? };
    Ok((transfer, here))
}

/// Adds bytes behind those that are here; where they then end.
pub fn append(service: &Service, transfer: &Transfer, start: u64, bytes: &[u8]) -> Result<u64, Problem> {
    let end = start + bytes.len() as u64;
    if end > transfer.bytes {
        return Err(Problem::too_large("发来的内容比事先说明的大，没有接收。"));
    }
    service.store.objects.append(&transfer.id, start, bytes)?;
    Ok(end)
}

/// The last byte is here: the file is looked into and lies with the unit's others. Doing it twice is doing it once.
pub fn end(service: &Service, actor: &Actor, transfer: &Transfer) -> Result<Came, Problem> {
    if transfer.ended {
        return Ok(Came::default());
    }
    let position = service.store.read(|conn| {
        let code = crate::store::units::by_id(conn, transfer.unit)?.ok_or_else(Problem::not_found)?.code;
        position(conn, actor, transfer.campaign, &code)
    })?;
    check_size(
        service,
        transfer.deliverable.map(|id| position.deliverable(id)).transpose()?,
        transfer.bytes,
    )?;
    let (sha256, bytes) = service.store.objects.settle(&transfer.id)?;
    if bytes != transfer.bytes {
        return Err(Problem::new(ProblemCode::Stale, "文件还没有传完，或被改动。请重新上传。"));
    }
    let file = DraftFile { name: transfer.file_name.clone(), sha256, bytes };
    let came = put_down(service, actor, &position, transfer.deliverable, file)?;
    let (id, now) = (transfer.id.clone(), service.now());
    service.store.write(move |conn| transfers::end(conn, &id, now))?;
    Ok(came)
}

/// A kept file is looked into, and lies where it belongs.
fn put_down(
    service: &Service,
    actor: &Actor,
    position: &Position,
    deliverable: Option<i64>,
    file: DraftFile,
) -> Result<Came, Problem> {
    let view = look(service, &file)?;
    let is_bundle = matches!(view.kind, FileKind::Archive | FileKind::Mail);
    match deliverable {
        None => sort(service, actor, position, file, is_bundle),
        Some(deliverable) => {
            let put = Put { deliverable: Some(deliverable), file, origin: None };
            let (place, by) = ((position.task.id, position.unit.id), (actor.account, service.now()));
            service.store.write(move |conn| pending::put(conn, place, &put, by))?;
            Ok(Came { placed: 1, ..Came::default() })
        }
    }
}

/// Takes the file back, whole or not.
pub fn cancel(service: &Service, actor: &Actor, id: &str) -> Result<(), Problem> {
    let (transfer, _) = offset(service, actor, id)?;
    service.store.objects.discard(&transfer.id)?;
    service.store.write(move |conn| transfers::forget(conn, &transfer.id))
}

/// A file that is here whole already.
pub fn receive_whole(
    service: &Service,
    actor: &Actor,
    place: (i64, &str),
    (deliverable, name): (Option<i64>, &str),
    bytes: &[u8],
) -> Result<Came, Problem> {
    let begun = Begun { deliverable, name: name.to_owned(), bytes: bytes.len() as u64 };
    let transfer = begin(service, actor, place, &begun)?;
    append(service, &transfer, 0, bytes)?;
    end(service, actor, &transfer)
}
