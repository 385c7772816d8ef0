//! Pictures and footage by their kind, held against what the deliverables are called: 影像 is both.
//!
//! A picture of a paper is no picture of an activity: one that is called a summary, a plan or a table is asked about.

use super::super::task::{Deliverable, DeliverableKind};
use super::arrived::{Arrived, Unplaced, only};
use super::titles::{split, stem};
use super::words::{deciding, says};
use crate::vocabulary::FileKind;
use crate::vocabulary::plain::core;

const PICTURED: [&str; 7] = ["图片", "照片", "影像", "图像", "图文", "相片", "截图"];
const FILMED: [&str; 6] = ["视频", "影像", "录像", "短片", "影片", "影音"];
const HEARD: [&str; 3] = ["音频", "录音", "影音"];

/// Which deliverable a picture, a film or a recording is.
pub fn place(asked: &[&Deliverable], file: &Arrived<'_>) -> Result<i64, Unplaced> {
    let (folder, name) = split(file.name);
    let name = stem(name);
    let fitting: Vec<&Deliverable> =
        asked.iter().copied().filter(|one| takes(one, file.kind) == Some(true)).collect();
    let ids: Vec<i64> = fitting.iter().map(|one| one.id).collect();
    let other = papers(asked, name);
    if !other.is_empty() && !is_called_pictured(name) {
        return Err(Unplaced::Several([ids, other].concat()));
    }
    let by_title = || {
        let named = |one: &&&Deliverable| {
            let title = core(&one.title);
            [Some(name), folder].into_iter().flatten().any(|words| core(words).contains(&title))
        };
        only(&fitting.iter().filter(named).map(|one| one.id).collect::<Vec<i64>>())
    };
    let of_kind: Vec<i64> =
        fitting.iter().filter(|one| one.kind == own(file.kind)).map(|one| one.id).collect();
    only(&ids).or_else(by_title).or_else(|| only(&of_kind)).ok_or(match ids.len() {
        0 => Unplaced::NotAsked(file.kind.label()),
        _ => Unplaced::Several(ids),
    })
}

fn own(kind: FileKind) -> DeliverableKind {
    if kind == FileKind::Picture { DeliverableKind::Pictures } else { DeliverableKind::Video }
}

/// Whether a deliverable is meant to be pictures, footage or sound and takes this; nothing where it is of another
/// kind.
pub fn takes(deliverable: &Deliverable, kind: FileKind) -> Option<bool> {
    let called = |words: &[&str]| words.iter().any(|word| deliverable.title.contains(word));
    let is_media = matches!(deliverable.kind, DeliverableKind::Pictures | DeliverableKind::Video);
    let takes = match kind {
        FileKind::Picture => deliverable.kind == DeliverableKind::Pictures || called(&PICTURED),
        FileKind::Video => deliverable.kind == DeliverableKind::Video || called(&FILMED),
        FileKind::Sound => called(&HEARD),
        _ => return None,
    };
    (takes || is_media).then_some(takes)
}

/// Papers that are asked for and that a picture is called.
fn papers(asked: &[&Deliverable], name: &str) -> Vec<i64> {
    use DeliverableKind::{Pictures, Video};
    let kinds: Vec<Option<DeliverableKind>> = deciding(name).iter().map(|word| word.kind).collect();
    let is_paper =
        |one: &&&Deliverable| !matches!(one.kind, Pictures | Video) && kinds.contains(&Some(one.kind));
    asked.iter().filter(is_paper).map(|one| one.id).collect()
}

fn is_called_pictured(name: &str) -> bool {
    says(name, DeliverableKind::Pictures) || says(name, DeliverableKind::Video)
}
