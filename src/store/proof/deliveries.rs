//! Material that was sent against the audit chains: every delivery with its files and its receipt, every review of one,
//! and where each unit stands with each deliverable, which all follows from them.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::Value;

use super::signed::{holds, issued};
use crate::problem::Problem;
use crate::store::audit::{Link, chain_of};
use crate::store::connection::Conn;
use crate::store::deliveries::{Stated, digest};
use crate::store::numbers::from_millis;
use crate::store::schema::{audit_entry, delivered, delivery, delivery_file, delivery_review, object, unit};
use crate::store::signing_keys::{self, SigningKey};
use crate::submit::draft::DraftFile;

#[derive(Queryable, Selectable)]
#[diesel(table_name = delivery)]
struct Row {
    id: i64,
    campaign_id: i64,
    deliverable_id: i64,
    unit_id: i64,
    number: i64,
    channel: String,
    account_id: i64,
    received_at: i64,
    idempotency_key: String,
    fingerprint: String,
    digest: String,
    receipt: String,
    phrase: String,
    due_at: Option<i64>,
    extended_until: Option<i64>,
    late_by: Option<i64>,
    chain: String,
    sequence: i64,
    head: String,
    proof: Option<String>,
}

/// An audit entry: when, who, verb, subject, detail, hash.
type Logged = (i64, Option<i64>, String, String, String, String);

/// Checks everything about material; what is wrong goes to the faults, in Chinese sentences.
pub fn deliveries(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let rows: Vec<(Row, String)> = delivery::table
        .inner_join(unit::table)
        .order(delivery::id)
        .select((Row::as_select(), unit::code))
        .load(conn)?;
    let mut files = files(conn, faults)?;
    let keys = signing_keys::all(conn)?;
    for (row, code) in &rows {
        let own = files.remove(&row.id).unwrap_or_default();
        if digest(&own) != row.digest {
            faults.push(format!("第 {} 号材料报送（单位 {code}）的文件与内容摘要不符", row.id));
        }
        let entry: Option<Logged> = audit_entry::table
            .find((&row.chain, row.sequence))
            .select((
                audit_entry::at,
                audit_entry::account_id,
                audit_entry::verb,
                audit_entry::subject,
                audit_entry::detail,
                audit_entry::hash,
            ))
            .get_result(conn)
            .optional()?;
        match entry.filter(|entry| agrees(row, code, &own, entry)) {
            None => faults.push(format!("第 {} 号材料报送（单位 {code}）与审计记录不符", row.id)),
            Some(entry) if !is_signed(row, code, &own, &entry.4, &keys) => {
                faults.push(format!("第 {} 号材料报送（单位 {code}）的回执签名不符", row.id));
            }
            Some(_) => {}
        }
    }
    let logged: i64 = audit_entry::table.filter(audit_entry::verb.eq("deliver")).count().get_result(conn)?;
    if usize::try_from(logged) != Ok(rows.len()) {
        let kept = rows.len();
        faults.push(format!("审计记录中有 {logged} 次材料报送，现存 {kept} 次：有报送被删去或增添"));
    }
    let reviews = reviews(conn, faults)?;
    standings(conn, &rows, &reviews, faults)
}

fn is_signed(row: &Row, code: &str, files: &[DraftFile], detail: &str, keys: &[SigningKey]) -> bool {
    let number = (row.receipt.clone(), row.phrase.clone());
    let link = Link { chain: row.chain.clone(), sequence: row.sequence, hash: row.head.clone() };
    let receipt = issued(number, (row.due_at, row.extended_until, row.late_by), link);
    let stated = Stated {
        receipt: &receipt,
        campaign: row.campaign_id,
        deliverable: row.deliverable_id,
        unit: code,
        number: row.number,
        received: from_millis(row.received_at),
        files,
        digest: &row.digest,
    };
    holds(row.proof.as_deref(), &stated.statement(), detail, keys)
}

fn files(conn: &mut Conn, faults: &mut Vec<String>) -> Result<HashMap<i64, Vec<DraftFile>>, Problem> {
    let rows: Vec<(i64, i64, String, String, i64)> = delivery_file::table
        .inner_join(object::table)
        .order((delivery_file::delivery_id, delivery_file::ordinal))
        .select((
            delivery_file::delivery_id,
            delivery_file::ordinal,
            delivery_file::file_name,
            delivery_file::object_sha256,
            object::bytes,
        ))
        .load(conn)?;
    let mut files: HashMap<i64, Vec<DraftFile>> = HashMap::new();
    for (id, ordinal, name, sha256, bytes) in rows {
        let own = files.entry(id).or_default();
        own.push(DraftFile { name, sha256, bytes: bytes as u64 });
        if usize::try_from(ordinal) != Ok(own.len()) {
            faults.push(format!("第 {id} 号材料报送的文件次序与登记不符"));
        }
    }
    Ok(files)
}

fn agrees(row: &Row, code: &str, files: &[DraftFile], entry: &Logged) -> bool {
    let (at, account, verb, subject, detail, hash) = entry;
    let Ok(detail) = serde_json::from_str::<Value>(detail) else { return false };
    let number = detail["receipt"].as_str().map(|begins| format!("{begins}-{}", hash.get(..6).unwrap_or("")));
    let contents = detail["contents"].as_array().map_or(&[][..], Vec::as_slice);
    let same_file = |(file, logged): (&DraftFile, &Value)| {
        logged["name"] == file.name.as_str()
            && logged["sha256"] == file.sha256.as_str()
            && logged["bytes"].as_u64() == Some(file.bytes)
    };
    verb == "deliver"
        && *subject == format!("deliverable {}", row.deliverable_id)
        && (*at, *account) == (row.received_at, Some(row.account_id))
        && row.chain == chain_of(code)
        && row.head == *hash
        && number.as_ref() == Some(&row.receipt)
        && contents.len() == files.len()
        && files.iter().zip(contents).all(same_file)
        && detail["campaign"] == row.campaign_id
        && detail["deliverable"] == row.deliverable_id
        && detail["number"] == row.number
        && detail["digest"] == row.digest.as_str()
        && detail["channel"] == row.channel.as_str()
        && detail["key"] == row.idempotency_key.as_str()
        && detail["fingerprint"] == row.fingerprint.as_str()
        && detail["phrase"] == row.phrase.as_str()
        && detail["due"].as_i64() == row.due_at
        && detail["extended"].as_i64() == row.extended_until
        && detail["late"].as_i64() == row.late_by
}

/// The last verdict of each delivery, and when.
type Verdicts = HashMap<i64, (String, i64)>;

/// What a review and the entry of its chain must both say: chain, when, who, verb, delivery, reason.
type Judged = (String, i64, Option<i64>, String, i64, Option<String>);

fn reviews(conn: &mut Conn, faults: &mut Vec<String>) -> Result<Verdicts, Problem> {
    type Review = (i64, i64, i64, i64, String, Option<String>, String);
    let rows: Vec<Review> = delivery_review::table
        .inner_join(delivery::table.inner_join(unit::table))
        .order(delivery_review::id)
        .select((
            delivery_review::id,
            delivery_review::delivery_id,
            delivery_review::account_id,
            delivery_review::at,
            delivery_review::verdict,
            delivery_review::reason,
            unit::code,
        ))
        .load(conn)?;
    let entries: Vec<(String, i64, Option<i64>, String, String)> = audit_entry::table
        .filter(audit_entry::verb.eq_any(["accept-delivery", "return-delivery"]))
        .select((
            audit_entry::chain,
            audit_entry::at,
            audit_entry::account_id,
            audit_entry::verb,
            audit_entry::detail,
        ))
        .load(conn)?;
    let mut logged: HashMap<Judged, usize> = HashMap::new();
    for (chain, at, account, verb, detail) in entries {
        let detail: Value = serde_json::from_str(&detail).unwrap_or_default();
        let reason = detail["reason"].as_str().map(str::to_owned);
        let id = detail["delivery"].as_i64().unwrap_or_default();
        *logged.entry((chain, at, account, verb, id, reason)).or_default() += 1;
    }
    let mut verdicts = Verdicts::new();
    for (id, of, account, at, verdict, reason, code) in rows {
        let judged = (chain_of(&code), at, Some(account), format!("{verdict}-delivery"), of, reason);
        match logged.get_mut(&judged) {
            Some(count) if *count > 0 => *count -= 1,
            _ => faults.push(format!("第 {id} 号材料审核意见（单位 {code}）与审计记录不符")),
        }
        verdicts.insert(of, (verdict, at));
    }
    let missing: usize = logged.into_values().sum();
    if missing > 0 {
        faults.push(format!("审计记录中有 {missing} 次材料审核在审核意见里找不到"));
    }
    Ok(verdicts)
}

fn standings(
    conn: &mut Conn,
    rows: &[(Row, String)],
    verdicts: &Verdicts,
    faults: &mut Vec<String>,
) -> Result<(), Problem> {
    type Stands = (i64, i64, String, i64, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
    let mut sent: HashMap<(i64, i64), Vec<&Row>> = HashMap::new();
    for (row, _) in rows {
        sent.entry((row.deliverable_id, row.unit_id)).or_default().push(row);
    }
    let kept: Vec<Stands> = delivered::table
        .select((
            delivered::deliverable_id,
            delivered::unit_id,
            delivered::state,
            delivered::revisions,
            delivered::current_delivery_id,
            delivered::first_received_at,
            delivered::last_changed_at,
            delivered::accepted_at,
        ))
        .load(conn)?;
    for (deliverable, unit, state, count, current, first_at, changed_at, accepted_at) in kept {
        let own = sent.remove(&(deliverable, unit)).unwrap_or_default();
        let last = own.last();
        let verdict = last.and_then(|last| verdicts.get(&last.id));
        let (follows, accepted) = match (last, verdict) {
            (None, _) => ("none", None),
            (Some(_), None) => ("submitted", None),
            (Some(_), Some((verdict, at))) if verdict == "accept" => ("accepted", Some(*at)),
            (Some(_), Some(_)) => ("returned", None),
        };
        let is_so = state == follows
            && usize::try_from(count) == Ok(own.len())
            && current == last.map(|last| last.id)
            && first_at == own.iter().map(|row| row.received_at).min()
            && changed_at == last.map(|last| last.received_at)
            && accepted_at == accepted;
        if !is_so {
            faults.push(format!("第 {deliverable} 号材料中第 {unit} 号单位的状态与报送、审核记录不符"));
        }
    }
    if !sent.is_empty() {
        faults.push(format!("有 {} 个单位报送了材料而没有状态记录", sent.len()));
    }
    Ok(())
}
