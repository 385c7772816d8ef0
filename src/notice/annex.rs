//! The table that is to be filled in: one of the document, or one that a text export spread over lines with tabs.
//!
//! A line with two fields, such as contact and telephone, is no table: one has a head with a word for its rows, and
//! two rows below.

use std::ops::Range;

use super::annex_items::is_form;
use super::page::Page;
use super::proposal::Annex;
use super::prose::Table;
use super::spread::spread;
use crate::vocabulary::plain::plain;

pub use super::annex_items::{AnnexItem, items};

/// The table of a notice that is to be filled in; of several the last.
pub fn annex(page: &Page) -> Option<Annex> {
    let mut tables: Vec<(Range<usize>, Table)> = page.tables.clone();
    tables.extend(spread(&page.text));
    tables.sort_by_key(|(place, _)| place.start);
    tables.into_iter().rfind(|(_, table)| is_form(table)).map(|(place, table)| {
        let (title, lines) = above(&page.text[..place.start]);
        Annex { title, lines, table, place }
    })
}

/// `附件2：活动情况统计表`: the title alone.
fn without_number(line: &str) -> &str {
    let titled = line.strip_prefix("附件").or_else(|| line.strip_prefix("附表"));
    let titled = titled.map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' '));
    titled.and_then(|rest| rest.strip_prefix(['：', ':'])).map_or(line, str::trim)
}

/// The title above a table and what stands between the two.
fn above(text: &str) -> (Option<String>, Vec<String>) {
    const MOST_LINES: usize = 5;
    let near: Vec<&str> =
        text.lines().rev().filter(|line| !line.trim().is_empty()).take(MOST_LINES).collect();
    let is_title = |line: &&str| plain(line).trim_end_matches(|c: char| c.is_ascii_digit()).ends_with('表');
    match near.iter().position(is_title) {
        Some(at) => {
            let lines = near[..at].iter().rev().map(|line| line.trim().to_owned()).collect();
            (Some(without_number(near[at].trim()).to_owned()), lines)
        }
        None => (None, Vec::new()),
    }
}
