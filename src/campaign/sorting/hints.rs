//! What a file is not as the notice asks: its format, its size, its kind.

use super::super::task::{Deliverable, DeliverableKind};
use super::arrived::Arrived;
use super::media;
use crate::vocabulary::FileKind;

/// Endings that are one format.
const SAME: [(&str, &str); 4] = [("jpeg", "jpg"), ("tiff", "tif"), ("htm", "html"), ("mpeg", "mpg")];

/// What should be known of a file before it is sent as this deliverable, as sentences.
pub fn hints(deliverable: &Deliverable, file: &Arrived<'_>) -> Vec<String> {
    [
        wrong_kind(deliverable, file),
        wrong_name(file),
        wrong_format(deliverable, file),
        too_large(deliverable, file),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn wrong_kind(deliverable: &Deliverable, file: &Arrived<'_>) -> Option<String> {
    use DeliverableKind::{Cases, News, Other, Pictures, Plan, Summary, Table, Video};
    let is_fit = match (media::takes(deliverable, file.kind), deliverable.kind) {
        (Some(takes), _) => takes,
        (None, Table) if file.kind != FileKind::Picture => {
            return (!file.holds_form).then(|| "文件里没有找到本次的统计表".to_owned());
        }
        (None, Plan | Summary) => {
            !matches!(file.kind, FileKind::Picture | FileKind::Video | FileKind::Sound | FileKind::Table)
        }
        (None, Table | Cases | News) => {
            !matches!(file.kind, FileKind::Picture | FileKind::Video | FileKind::Sound)
        }
        (None, Pictures | Video) => !matches!(file.kind, FileKind::Table | FileKind::Other),
        (None, Other) => true,
    };
    (!is_fit).then(|| format!("看起来是{}，这里要的是“{}”", file.kind.label(), deliverable.title))
}

/// A file whose ending says one kind and whose bytes are of another.
fn wrong_name(file: &Arrived<'_>) -> Option<String> {
    let ending = ending(file.name)?;
    let meant = match ending.as_str() {
        "doc" | "docx" | "wps" | "txt" | "rtf" | "odt" | "xls" | "xlsx" | "et" | "csv" => FileKind::Document,
        "jpg" | "png" | "gif" | "bmp" | "webp" | "heic" | "tif" => FileKind::Picture,
        "mp4" | "mov" | "avi" | "wmv" | "mkv" | "flv" => FileKind::Video,
        "pdf" => FileKind::Pdf,
        _ => return None,
    };
    let sheet_or_words = |kind| if kind == FileKind::Table { FileKind::Document } else { kind };
    let is_told = file.kind != FileKind::Other && sheet_or_words(file.kind) != meant;
    is_told.then(|| format!("文件名以 .{ending} 结尾，内容却是{}", file.kind.label()))
}

fn wrong_format(deliverable: &Deliverable, file: &Arrived<'_>) -> Option<String> {
    let kinds = &deliverable.files.kinds;
    let ending = ending(file.name)?;
    let is_asked = kinds.is_empty() || kinds.iter().any(|kind| same(kind) == ending);
    (!is_asked).then(|| format!("格式是 {ending}，不是通知要求的 {}", kinds.join("、")))
}

fn too_large(deliverable: &Deliverable, file: &Arrived<'_>) -> Option<String> {
    let most = deliverable.files.most_bytes.filter(|most| file.bytes > *most)?;
    Some(format!("大小 {}，超过通知写明的 {}", megabytes(file.bytes), megabytes(most)))
}

/// The ending in small letters, one for each format.
fn ending(name: &str) -> Option<String> {
    let (_, ending) = name.rsplit_once('.')?;
    let is_ending =
        !ending.is_empty() && ending.len() <= 8 && ending.chars().all(|c| c.is_ascii_alphanumeric());
    is_ending.then(|| same(&ending.to_ascii_lowercase()).to_owned())
}

fn same(ending: &str) -> &str {
    SAME.iter().find(|(other, _)| *other == ending).map_or(ending, |(_, one)| one)
}

/// `23.4 MB`, `20 MB`, `0.1 MB`: never less than it is.
fn megabytes(bytes: u64) -> String {
    let tenths = (bytes * 10).div_ceil(1 << 20);
    match tenths % 10 {
        0 => format!("{} MB", tenths / 10),
        rest => format!("{}.{rest} MB", tenths / 10),
    }
}
