//! Every guarded row against the digests that the log carries of it (`store::written`).

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::Value;

use crate::problem::Problem;
use crate::store::audit::SYSTEM;
use crate::store::connection::Conn;
use crate::store::schema::audit_entry;
use crate::store::written::{GUARDED, Guarded, Leaf, Of, all_of, digest_of, is_once, parse};

/// Rows of one table that are named in one sentence.
const NAMED: usize = 5;

type Digests = BTreeMap<Leaf, String>;

/// Checks every guarded table: what was changed, taken away or put in beside the log.
pub fn rows(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let said = said(conn, faults)?;
    for table in GUARDED {
        let rows = all_of(conn, table)?;
        check(table, &rows, &said, faults);
    }
    Ok(())
}

/// The last digest of each leaf. What an entry found before its change must be what was left the last time.
fn said(conn: &mut Conn, faults: &mut Vec<String>) -> Result<Digests, Problem> {
    let entries: Vec<(String, i64, String)> = audit_entry::table
        .filter(audit_entry::detail.like("%\"rows\":{%"))
        .order((audit_entry::chain, audit_entry::sequence))
        .select((audit_entry::chain, audit_entry::sequence, audit_entry::detail))
        .load(conn)?;
    let mut said = Digests::new();
    for (chain, sequence, detail) in entries {
        let detail: Value = serde_json::from_str(&detail).unwrap_or_default();
        for (name, digests) in detail["rows"].as_object().into_iter().flatten() {
            let Some(leaf) = parse(name) else { continue };
            let (before, after) = match digests {
                Value::Array(both) => {
                    (both.first().and_then(Value::as_str), both.get(1).and_then(Value::as_str))
                }
                one => (None, one.as_str()),
            };
            let after = after.unwrap_or_default().to_owned();
            let known = said.get(&leaf);
            let differs = known.is_some_and(|known| before.is_some_and(|before| before != known));
            let again = known.is_some_and(|known| is_once(&leaf) && *known != after);
            if differs || again || (chain != SYSTEM && !is_once(&leaf)) {
                let (label, of) = (label(leaf.table), number(&leaf.of));
                faults.push(format!("{label}{of}在审计链 {chain} 第 {sequence} 条之前被改动过"));
            }
            said.insert(leaf, after);
        }
    }
    Ok(said)
}

fn label(table: &str) -> &'static str {
    GUARDED.iter().find(|guarded| guarded.table == table).map_or("", |guarded| guarded.label)
}

/// Holds a table's rows, in the order of their numbers, against what was said of them.
fn check(table: &Guarded, rows: &[(Of, String)], said: &Digests, faults: &mut Vec<String>) {
    let mut named = vec![false; rows.len()];
    let mut wrong = Vec::new();
    for (leaf, digest) in said.iter().filter(|(leaf, _)| leaf.table == table.table) {
        let (first, last) = match &leaf.of {
            Of::Numbers(first, last) => (Of::Numbers(*first, *first), Of::Numbers(*last, *last)),
            name => (name.clone(), name.clone()),
        };
        let start = rows.partition_point(|(of, _)| *of < first);
        let end = rows.partition_point(|(of, _)| *of <= last);
        named[start..end].iter_mut().for_each(|named| *named = true);
        if digest_of(rows[start..end].iter().map(|(_, text)| text.as_str()).collect()) != *digest {
            wrong.push(number(&leaf.of));
        }
    }
    faults.extend(sentence(table.label, &wrong, "与审计记录不符：被改动、插入或删去"));
    if !table.may_be_unnamed {
        let strays = rows.iter().zip(named).filter(|(_, named)| !named);
        let strays: Vec<String> = strays.map(|((of, _), _)| number(of)).collect();
        faults.extend(sentence(table.label, &strays, "没有审计记录：不是由本系统写入的"));
    }
}

fn sentence(label: &str, numbers: &[String], fault: &str) -> Option<String> {
    let (first, rest) = (numbers.iter().take(NAMED).cloned().collect::<Vec<_>>(), numbers.len());
    let more = if rest > NAMED { format!("等共 {rest} 处") } else { String::new() };
    (rest > 0).then(|| format!("{label}{}{more}{fault}", first.join("、")))
}

fn number(of: &Of) -> String {
    match of {
        Of::Numbers(first, last) if first == last => format!("第 {first} 号"),
        Of::Numbers(first, last) => format!("第 {first} 至 {last} 号"),
        Of::Name(name) => format!(" {} ", name.get(..12).unwrap_or(name)),
    }
}
