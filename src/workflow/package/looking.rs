//! A received file is looked into once, in a worker: its kind, its words, its picture as others see it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::Service;
use crate::formats::look;
use crate::problem::Problem;
use crate::store::revisions::note_object;
use crate::store::seen::{self, PictureView, View};
use crate::submit::draft::DraftFile;
use crate::vocabulary::FileKind;

/// What is seen in a kept file; noted for everybody who asks later.
pub(in crate::workflow) fn look(service: &Service, file: &DraftFile) -> Result<View, Problem> {
    let known = service.store.read(|conn| seen::of(conn, vec![file.sha256.clone()]))?;
    if let Some(view) = known.into_values().next() {
        return Ok(view);
    }
    let head = service.store.objects.piece(&file.sha256, 0)?;
    let kind = look::kind(&head);
    let is_small = file.bytes <= service.settings.sheet_limit as u64;
    let (view, drawn) = if is_small && is_opened(kind) {
        let _alone = alone_in_memory();
        looked_into(service, &service.store.objects.fetch(&file.sha256)?)?
    } else {
        (View { kind, words: None, picture: None, refusal: None }, Vec::new())
    };
    let (file, noted, now) = (file.clone(), view.clone(), service.now());
    service.store.write(move |conn| {
        note_object(conn, &file, now)?;
        drawn.iter().try_for_each(|drawn| note_object(conn, drawn, now))?;
        seen::note(conn, &file.sha256, &noted, now)
    })?;
    Ok(view)
}

/// Footage and the like say nothing more to a worker than their first bytes.
fn is_opened(kind: FileKind) -> bool {
    !matches!(kind, FileKind::Video | FileKind::Sound)
}

/// Held while a file is in memory: so many bytes, and no more, are taken by files that are looked into.
pub(super) fn alone_in_memory() -> MutexGuard<'static, ()> {
    static LOOKING: Mutex<()> = Mutex::new(());
    LOOKING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn looked_into(service: &Service, bytes: &[u8]) -> Result<(View, Vec<DraftFile>), Problem> {
    let seen = service.office.look(bytes).map_err(Problem::from)?;
    let mut drawn = Vec::new();
    let mut keep = |bytes: &[u8]| -> Result<String, Problem> {
        let sha256 = service.store.objects.keep(bytes)?;
        let file = DraftFile { name: String::new(), sha256: sha256.clone(), bytes: bytes.len() as u64 };
        drawn.push(file);
        Ok(sha256)
    };
    let picture = match &seen.picture {
        None => None,
        Some(picture) => Some(PictureView {
            width: i64::from(picture.width),
            height: i64::from(picture.height),
            media: picture.media,
            shown: keep(&picture.shown)?,
            small: keep(&picture.small)?,
        }),
    };
    let has_words = seen.kind.is_text() || seen.kind == FileKind::Table;
    let view = View {
        kind: seen.kind,
        words: (has_words && seen.refusal.is_none()).then_some(seen.text),
        picture,
        refusal: seen.refusal.map(|code| code.sentence().to_owned()),
    };
    Ok((view, drawn))
}
