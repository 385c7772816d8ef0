//! Labels as units wrote them on what they sent: what a form's next version may learn as other words for its items.
//!
//! Whoever looks sees the labels of the own subtree only. Of many revisions the latest are enough.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::connection::Conn;
use super::schema::{campaign, finding, form, form_version, revision, unit};
use super::units::behind;
use crate::form::edit::Met;
use crate::problem::Problem;
use crate::submit::recognise::label_words::{CODES, quoted};

/// Revisions that are looked through, the latest first.
const MOST_REVISIONS: i64 = 2000;

/// Numbers of revisions in one question.
const MANY: usize = 500;

/// Labels in other words than the form's, those that were met most first; of all versions of a form, from units below
/// a path.
pub fn labels_met(conn: &mut Conn, form_code: &str, path: &str) -> Result<Vec<Met>, Problem> {
    let campaigns: Vec<i64> = campaign::table
        .inner_join(form_version::table.inner_join(form::table))
        .filter(form::code.eq(form_code))
        .select(campaign::id)
        .load(conn)?;
    if campaigns.is_empty() {
        return Ok(Vec::new());
    }
    let revisions: Vec<i64> = revision::table
        .inner_join(unit::table)
        .filter(revision::campaign_id.eq_any(campaigns))
        .filter(unit::path.ge(path).and(unit::path.lt(behind(path))))
        .order(revision::id.desc())
        .limit(MOST_REVISIONS)
        .select(revision::id)
        .load(conn)?;
    let mut times: BTreeMap<Met, usize> = BTreeMap::new();
    for revisions in revisions.chunks(MANY) {
        let said: Vec<(String, Option<String>, String)> = finding::table
            .filter(finding::revision_id.eq_any(revisions).and(finding::code.eq_any(CODES)))
            .select((finding::code, finding::item, finding::sentence))
            .load(conn)?;
        for (code, item, sentence) in said {
            let words = quoted(&code, &sentence).map(str::to_owned);
            words
                .into_iter()
                .for_each(|words| *times.entry(Met { words, item: item.clone() }).or_default() += 1);
        }
    }
    let mut met: Vec<(Met, usize)> = times.into_iter().collect();
    met.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    Ok(met.into_iter().map(|(met, _)| met).collect())
}
