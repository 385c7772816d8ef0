//! Sign-offs against what they were made of: the snapshot against its digest, the pinned revisions against their
//! rows, the figures against the figures of these revisions, files, reasons and verdicts against the audit chains.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use serde_json::Value;

use crate::form::Form;
use crate::form::definition::read_form;
use crate::problem::Problem;
use crate::store::audit::chain_of;
use crate::store::connection::Conn;
use crate::store::forms;
use crate::store::numbers::to_millionths;
use crate::store::schema::{
    account, audit_entry, campaign, figure, revision, sign_off, sign_off_review, signed_file,
    signed_revision, unit,
};
use crate::store::sign_offs::{Figure, FileKind, Snapshot, digest};
use crate::store::totals::add_figure;
use crate::vocabulary::Number;

#[derive(Queryable)]
struct Row {
    id: i64,
    campaign: i64,
    number: i64,
    account: i64,
    at: i64,
    reason: Option<String>,
    snapshot: String,
    digest: String,
    code: String,
    login: String,
}

/// A line of a chain about a sign-off: chain, when, who, verb, detail.
type Logged = (String, i64, Option<i64>, String, Value);

/// Checks every sign-off, and every verdict about one.
pub fn sign_offs(conn: &mut Conn, faults: &mut Vec<String>) -> Result<(), Problem> {
    let rows: Vec<Row> = sign_off::table
        .inner_join(unit::table)
        .inner_join(account::table)
        .order(sign_off::id)
        .select((
            sign_off::id,
            sign_off::campaign_id,
            sign_off::number,
            sign_off::account_id,
            sign_off::at,
            sign_off::reason,
            sign_off::snapshot,
            sign_off::digest,
            unit::code,
            account::login,
        ))
        .load(conn)?;
    let mut log = log(conn)?;
    let mut formed: HashMap<i64, Option<Form>> = HashMap::new();
    for row in rows {
        let form = match formed.entry(row.campaign) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(new) => new.insert(form_of(conn, row.campaign)?),
        };
        if let Some(words) = fault(conn, &row, form.as_ref(), &mut log)? {
            faults.push(format!("第 {} 号汇总上报（单位 {}）{words}", row.id, row.code));
        }
        verdicts(conn, &row, &mut log, faults)?;
    }
    if !log.is_empty() {
        faults.push(format!("审计记录中有 {} 次汇总上报或其审核在数据库里找不到", log.len()));
    }
    Ok(())
}

fn log(conn: &mut Conn) -> Result<Vec<Logged>, Problem> {
    let rows: Vec<(String, i64, Option<i64>, String, String)> = audit_entry::table
        .filter(audit_entry::verb.eq_any(["sign-off", "accept-sign-off", "return-sign-off"]))
        .order((audit_entry::chain, audit_entry::sequence))
        .select((
            audit_entry::chain,
            audit_entry::at,
            audit_entry::account_id,
            audit_entry::verb,
            audit_entry::detail,
        ))
        .load(conn)?;
    let line = |(chain, at, by, verb, detail): (String, i64, Option<i64>, String, String)| {
        // What cannot be read agrees with nothing.
        (chain, at, by, verb, serde_json::from_str(&detail).unwrap_or(Value::Null))
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The form that a campaign asks, where it can be read.
fn form_of(conn: &mut Conn, id: i64) -> Result<Option<Form>, Problem> {
    let version: Option<i64> = campaign::table.find(id).select(campaign::form_version_id).get_result(conn)?;
    match version {
        Some(version) => Ok(read_form(&forms::text(conn, version)?).ok()),
        None => Ok(None),
    }
}

/// What is wrong with a sign-off, if anything.
fn fault(
    conn: &mut Conn,
    row: &Row,
    form: Option<&Form>,
    log: &mut Vec<Logged>,
) -> Result<Option<&'static str>, Problem> {
    if digest(&row.snapshot) != row.digest {
        return Ok(Some("的快照与校验值不符"));
    }
    let Ok(snapshot) = serde_json::from_str::<Snapshot>(&row.snapshot) else {
        return Ok(Some("的快照读不出来"));
    };
    if !heads_agree(row, &snapshot) {
        return Ok(Some("的登记内容与快照不符"));
    }
    if !pins_agree(conn, row.id, &snapshot)? {
        return Ok(Some("所列的上报与快照不符"));
    }
    if !form.is_some_and(|form| figures_agree(conn, row.id, form, &snapshot.figures).unwrap_or(false)) {
        return Ok(Some("的汇总数与所列的上报加起来不符"));
    }
    let files: Vec<(String, String)> = signed_file::table
        .filter(signed_file::sign_off_id.eq(row.id))
        .select((signed_file::kind, signed_file::object_sha256))
        .load(conn)?;
    let agrees = |(chain, at, by, verb, detail): &Logged| {
        verb == "sign-off"
            && *chain == chain_of(&row.code)
            && (*at, *by) == (row.at, Some(row.account))
            && detail["sign_off"] == row.id
            && detail["campaign"] == row.campaign
            && detail["number"] == row.number
            && detail["digest"] == row.digest.as_str()
            && detail["reason"].as_str() == row.reason.as_deref()
            && files.len() == FileKind::ALL.len()
            && files.iter().all(|(kind, sha256)| detail[kind] == sha256.as_str())
    };
    Ok((!taken(log, agrees)).then_some("的文件或登记内容与审计记录不符"))
}

/// Takes the line that agrees out of the log, if there is one.
fn taken(log: &mut Vec<Logged>, agrees: impl Fn(&Logged) -> bool) -> bool {
    let place = log.iter().position(agrees);
    place.map(|place| log.remove(place)).is_some()
}

fn heads_agree(row: &Row, snapshot: &Snapshot) -> bool {
    (snapshot.campaign, snapshot.number, snapshot.at) == (row.campaign, row.number, row.at)
        && (&snapshot.node, &snapshot.by, &snapshot.reason) == (&row.code, &row.login, &row.reason)
}

fn pins_agree(conn: &mut Conn, id: i64, snapshot: &Snapshot) -> Result<bool, Problem> {
    let mut rows: Vec<(String, i64, i64, String)> = signed_revision::table
        .inner_join(unit::table)
        .inner_join(revision::table)
        .filter(signed_revision::sign_off_id.eq(id))
        .filter(revision::unit_id.eq(signed_revision::unit_id))
        .filter(revision::campaign_id.eq(snapshot.campaign))
        .select((unit::code, revision::id, revision::number, revision::digest))
        .load(conn)?;
    let all: i64 =
        signed_revision::table.filter(signed_revision::sign_off_id.eq(id)).count().get_result(conn)?;
    rows.sort();
    let pins = snapshot.pins.iter();
    let mut said: Vec<_> =
        pins.map(|pin| (pin.unit.clone(), pin.revision, pin.number, pin.digest.clone())).collect();
    said.sort();
    Ok(rows == said && usize::try_from(all) == Ok(said.len()))
}

fn figures_agree(conn: &mut Conn, id: i64, form: &Form, signed: &[Figure]) -> Result<bool, Problem> {
    let rows: Vec<(String, String, Option<i64>)> = signed_revision::table
        .inner_join(figure::table.on(figure::revision_id.eq(signed_revision::revision_id)))
        .filter(signed_revision::sign_off_id.eq(id).and(figure::value.is_not_null()))
        .select((figure::item, figure::col, figure::value))
        .load(conn)?;
    let mut sums: BTreeMap<(String, String), (i64, i64)> = BTreeMap::new();
    for (item, col, value) in rows {
        let value = value.unwrap_or_default();
        let (sum, greatest) = sums.entry((item, col)).or_insert((0, i64::MIN));
        *sum = sum.saturating_add(value);
        *greatest = (*greatest).max(value);
    }
    let mut figures = vec![None; form.figures()];
    for ((item, col), sums) in &sums {
        add_figure(form, &mut figures, (item, col), *sums);
    }
    let made: BTreeMap<(String, String), i64> = figures
        .iter()
        .enumerate()
        .filter_map(|(place, value)| {
            let (item, column) = (place / form.columns.len(), place % form.columns.len());
            let named = (form.items[item].code.clone(), form.columns[column].code.clone());
            Some((named, to_millionths((*value)?)?))
        })
        .collect();
    let said: Option<BTreeMap<(String, String), i64>> = signed
        .iter()
        .map(|figure| {
            let value = figure.value.as_deref().and_then(Number::parse).and_then(to_millionths)?;
            Some(((figure.item.clone(), figure.col.clone()), value))
        })
        .collect();
    Ok(said == Some(made))
}

/// Every verdict about a sign-off stands in the node's chain.
fn verdicts(
    conn: &mut Conn,
    row: &Row,
    log: &mut Vec<Logged>,
    faults: &mut Vec<String>,
) -> Result<(), Problem> {
    let said: Vec<(i64, i64, i64, String, Option<String>)> = sign_off_review::table
        .filter(sign_off_review::sign_off_id.eq(row.id))
        .order(sign_off_review::id)
        .select((
            sign_off_review::id,
            sign_off_review::account_id,
            sign_off_review::at,
            sign_off_review::verdict,
            sign_off_review::reason,
        ))
        .load(conn)?;
    for (id, account, at, verdict, reason) in said {
        let agrees = |(chain, when, by, verb, detail): &Logged| {
            *verb == format!("{verdict}-sign-off")
                && *chain == chain_of(&row.code)
                && (*when, *by) == (at, Some(account))
                && detail["sign_off"] == row.id
                && detail["number"] == row.number
                && detail["reason"].as_str() == reason.as_deref()
        };
        if !taken(log, agrees) {
            faults.push(format!("第 {id} 号汇总审核意见（单位 {}）与审计记录不符", row.code));
        }
    }
    Ok(())
}
