//! What is asked of a deliverable, in words: must or may, by when, which files.

use crate::campaign::Deliverable;
use crate::campaign::task::{Extension, Files};
use crate::web::pages::words;

/// `活动方案（必报，3月10日前，2024年3月10日 24:00，含当日）`, with the unit's own extension.
pub(super) fn material(asked: &Deliverable, extension: Option<&Extension>) -> String {
    format!("{}（{}）", asked.title, terms(asked, extension))
}

/// `必报，通知原文“3月10日前”，2024年3月10日 24:00（含当日）`.
pub(super) fn terms(asked: &Deliverable, extension: Option<&Extension>) -> String {
    let must = if asked.required { "必报" } else { "选报" };
    let files = files(&asked.files);
    let Some(due) = &asked.due else { return format!("{must}，不限时间{files}") };
    let meaning = due.meaning();
    match extension {
        Some(extension) => {
            let until = words::deadline(extension.until);
            let reason = &extension.reason;
            format!("{must}，原定{meaning}，本单位延至{until}，原因：{reason}{files}")
        }
        None => format!("{must}，通知原文“{}”，{meaning}{files}", due.phrase),
    }
}

/// `，限 docx、pdf，每个文件不超过 20 MB`; empty where the notice says nothing.
pub fn files(files: &Files) -> String {
    let kinds =
        if files.kinds.is_empty() { String::new() } else { format!("，限 {}", files.kinds.join("、")) };
    let most = files.most_bytes.map(|most| format!("，每个文件不超过 {} MB", most >> 20));
    kinds + &most.unwrap_or_default()
}
