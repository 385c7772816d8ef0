//! 制表: a file that holds a table becomes a proposed form; a form on paper becomes a file.
//!
//! A file that asks for reports is a notice: its form is its annex alone, and what the notice says around it is no
//! part of the form. Of any other file the table that asks most is taken.

mod annex;

use std::path::Path;

use chrono::NaiveTime;

pub use self::annex::of_notice;
use crate::formats::{Pool, ReadFile, workbook};
use crate::notice;
use crate::problem::Failure;
use crate::report::table::{Properties, Sheet, Workbook};
use crate::submit::propose::{Proposal, propose};
use crate::vocabulary::time::Instant;

/// Proposes a form from the table in a file's bytes, of any format that sheets or notices come in; a Chinese sentence
/// where it holds none.
pub fn of_bytes(pool: &Pool, bytes: &[u8]) -> Result<Proposal, String> {
    if let Some(proposal) = of_annex(pool, bytes) {
        return Ok(proposal);
    }
    let grid = match pool.read(bytes) {
        Ok(ReadFile::Grid(grid)) => grid,
        Ok(ReadFile::Members(_)) => return Err("这是压缩包或邮件，请解压后使用其中的表格文件。".to_owned()),
        Err(refusal) => return Err(refusal.sentence().to_owned()),
    };
    propose(&grid).map_err(|_| "没有找到要填数字的表；请检查是否选错了文件。".to_owned())
}

/// The form of a notice's annex, where the bytes are a notice that has one.
fn of_annex(pool: &Pool, bytes: &[u8]) -> Option<Proposal> {
    let prose = pool.read_prose(bytes).ok()?;
    let notices = notice::read(&prose, NaiveTime::default());
    notices.iter().filter(|notice| !notice.deliverables.is_empty()).find_map(of_notice)
}

/// The same of a file on disk.
pub fn of_file(pool: &Pool, path: &Path) -> Result<Proposal, Failure> {
    let bytes =
        std::fs::read(path).map_err(|error| Failure::new(format!("读不出 {}：{error}", path.display())))?;
    of_bytes(pool, &bytes).map_err(|sentence| Failure::new(format!("{}：{sentence}", path.display())))
}

/// A form on paper as the bytes of a workbook.
pub fn workbook(sheet: Sheet, title: &str, made: Instant) -> Result<Vec<u8>, Failure> {
    let properties = Properties {
        title: title.to_owned(),
        subject: String::new(),
        author: String::new(),
        company: String::new(),
        keywords: String::new(),
        kind: "paper".to_owned(),
        made,
    };
    workbook::write(&Workbook { file_name: format!("{title}.xlsx"), properties, sheets: vec![sheet] })
}
