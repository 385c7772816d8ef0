//! What was sent is handed out: documents as they came, pictures as others may see them.
//!
//! What a camera noted beside a picture, above all where it stood, is nobody's business but the unit's. The bytes as
//! they were received are kept, and opened only with a reason that the log keeps.

use super::super::Service;
use super::super::campaigns::note_unit;
use super::pending::own;
use crate::problem::{Problem, ProblemCode};
use crate::store::campaigns;
use crate::store::deliveries::{self, Delivered, Delivery};
use crate::store::seen::{self, PictureView, View};
use crate::submit::draft::DraftFile;
use crate::vocabulary::{Actor, FileKind, PictureMedia};

/// A file to be handed out: its name, and the kept bytes under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    pub name: String,
    pub sha256: String,
}

/// How large a picture is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Whole,
    Small,
}

/// A file that was sent, with what it belongs to.
pub fn found(
    service: &Service,
    actor: &Actor,
    (id, ordinal): (i64, i64),
) -> Result<(Delivery, Delivered), Problem> {
    service.store.read(|conn| {
        let delivery = deliveries::find(conn, id)?;
        let task = campaigns::load(conn, delivery.campaign)?;
        if !actor.reaches(&delivery.path) || !campaigns::may_know(actor, &task) {
            return Err(Problem::not_found());
        }
        let file = delivery.files.iter().find(|file| file.ordinal == ordinal).cloned();
        Ok((delivery, file.ok_or_else(Problem::not_found)?))
    })
}

/// What others see of a file.
pub fn hand_out(service: &Service, actor: &Actor, at: (i64, i64)) -> Result<Handed, Problem> {
    let (_, file) = found(service, actor, at)?;
    as_seen(&file.file, file.view.as_ref())
}

/// What others see of a file; a picture that was not drawn anew is shown to nobody.
pub(in crate::workflow) fn as_seen(file: &DraftFile, view: Option<&View>) -> Result<Handed, Problem> {
    let Some(view) = view.filter(|view| view.kind == FileKind::Picture) else {
        return Ok(Handed { name: file.name.clone(), sha256: file.sha256.clone() });
    };
    match &view.picture {
        Some(picture) => Ok(Handed { name: as_drawn(&file.name, picture), sha256: picture.shown.clone() }),
        None => Err(Problem::new(
            ProblemCode::Forbidden,
            "这张图片没能去除拍摄信息，不直接提供下载。确需原件的，请在材料页写明理由后打开。",
        )),
    }
}

/// A picture's name, ending as it was drawn.
fn as_drawn(name: &str, picture: &PictureView) -> String {
    let ending = picture.media.ending();
    let (stem, old) = name.rsplit_once('.').unwrap_or((name, ""));
    let fits = old.eq_ignore_ascii_case(ending) || (ending == "jpg" && old.eq_ignore_ascii_case("jpeg"));
    if fits { name.to_owned() } else { format!("{stem}.{ending}") }
}

/// A picture to be looked at, and how it is coded.
pub fn view(
    service: &Service,
    actor: &Actor,
    at: (i64, i64),
    size: Size,
) -> Result<(Handed, PictureMedia), Problem> {
    let (_, file) = found(service, actor, at)?;
    drawn(&file.file, file.view, size)
}

/// The same of a file that waits.
pub fn pending_view(
    service: &Service,
    actor: &Actor,
    place: (i64, &str),
    id: i64,
    size: Size,
) -> Result<(Handed, PictureMedia), Problem> {
    let (_, pending) = own(service, actor, place, id)?;
    let views = service.store.read(|conn| seen::of(conn, vec![pending.file.sha256.clone()]))?;
    drawn(&pending.file, views.into_values().next(), size)
}

fn drawn(file: &DraftFile, view: Option<View>, size: Size) -> Result<(Handed, PictureMedia), Problem> {
    let picture = view.and_then(|view| view.picture).ok_or_else(Problem::not_found)?;
    let name = as_drawn(&file.name, &picture);
    Ok(match size {
        Size::Whole => (Handed { name, sha256: picture.shown }, picture.media),
        Size::Small => (Handed { name, sha256: picture.small }, PictureMedia::Jpeg),
    })
}

/// What a document says, with its name.
pub fn words(
    service: &Service,
    actor: &Actor,
    at: (i64, i64),
) -> Result<(Delivery, DraftFile, String), Problem> {
    let (delivery, file) = found(service, actor, at)?;
    let words = service.store.read(|conn| seen::words(conn, &file.file.sha256))?;
    Ok((delivery, file.file, words.ok_or_else(Problem::not_found)?))
}

/// The bytes as they were received, with the reason for opening them in the unit's log.
pub fn original(service: &Service, actor: &Actor, at: (i64, i64), reason: &str) -> Result<Handed, Problem> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Problem::field("reason", "请写明打开原件的理由，审计记录会保存。"));
    }
    let (delivery, file) = found(service, actor, at)?;
    let detail = serde_json::json!({
        "deliverable": delivery.deliverable, "delivery": delivery.id, "name": file.file.name,
        "sha256": file.file.sha256, "reason": reason,
    });
    let (by, now, code) = (actor.account, service.now(), delivery.unit_code);
    service.store.write(move |conn| note_unit(conn, by, now, "open-original", &code, detail))?;
    Ok(Handed { name: file.file.name, sha256: file.file.sha256 })
}
