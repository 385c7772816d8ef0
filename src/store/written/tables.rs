//! Which tables are guarded by digests, and why every other one is not.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::leaf::{Leaf, Of, digest_of};
use crate::problem::Problem;
use crate::store::connection::Conn;
use crate::store::dump::rows;
use crate::store::schema;

/// Whether rows change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// They do; every entry about them goes to the system's chain.
    Changing,
    /// They never do.
    Once,
}

/// A table whose rows are digested.
#[derive(Debug)]
pub struct Guarded {
    pub table: &'static str,
    /// What its rows are called.
    pub label: &'static str,
    pub sort: Sort,
    /// Whether its rows go by a name instead of a number.
    pub by_name: bool,
    /// Columns that its digests do not cover; they are proven otherwise, or have no meaning.
    pub left_out: &'static [&'static str],
    /// Whether rows may be there that no entry names yet.
    pub may_be_unnamed: bool,
}

/// A row's number or name, and its text.
pub type Text<K> = (K, String);

macro_rules! guarded {
    (
        numbers { $($table:ident $label:literal by $number:ident $sort:ident $(without $($out:ident),+)?;)* }
        names { $($named:ident $named_label:literal by $name:ident $named_sort:ident $unnamed:literal;)* }
    ) => {
        /// Every guarded table.
        pub const GUARDED: &[Guarded] = &[
            $(Guarded {
                table: stringify!($table), label: $label, sort: Sort::$sort, by_name: false,
                left_out: &[$($(stringify!($out)),+)?], may_be_unnamed: false,
            },)*
            $(Guarded {
                table: stringify!($named), label: $named_label, sort: Sort::$named_sort, by_name: true,
                left_out: &[], may_be_unnamed: $unnamed,
            },)*
        ];

        fn numbered(conn: &mut Conn, table: &Guarded, (first, last): (i64, i64)) -> Result<Vec<Text<i64>>, Problem> {
            match table.table {
                $(stringify!($table) => {
                    use schema::$table::dsl;
                    let within = dsl::$number.ge(first).and(dsl::$number.le(last));
                    let rows: Vec<rows::$table::Row> = dsl::$table.filter(within).load(conn)?;
                    rows.iter().map(|row| Ok((row.$number, text(row, table.left_out)?))).collect()
                })*
                _ => Ok(Vec::new()),
            }
        }

        fn named(conn: &mut Conn, table: &Guarded, name: Option<&str>) -> Result<Vec<Text<String>>, Problem> {
            match table.table {
                $(stringify!($named) => {
                    use schema::$named::dsl;
                    let rows: Vec<rows::$named::Row> = match name {
                        Some(name) => dsl::$named.filter(dsl::$name.eq(name)).load(conn)?,
                        None => dsl::$named.load(conn)?,
                    };
                    rows.iter().map(|row| Ok((row.$name.clone(), text(row, table.left_out)?))).collect()
                })*
                _ => Ok(Vec::new()),
            }
        }
    };
}

guarded! {
    numbers {
        unit "单位" by id Changing;
        account "账号" by id Changing;
        unit_change "单位变动" by id Once;
        api_token "接口令牌" by id Changing;
        second_factor "两步验证" by account_id Changing;
        form "报表" by id Changing;
        form_version "报表版本" by id Changing;
        notice "通知" by id Once;
        campaign "填报任务" by id Changing;
        expected_choice "任务点名的单位" by campaign_id Changing;
        deliverable "报送材料" by id Changing;
        due_change "截止时间更改" by id Once;
        expected_unit "任务的应报单位" by campaign_id Changing
            without exempt_reason, exempt_by, exempt_at, state, revisions, nil, current_revision_id,
            in_force_revision_id, first_received_at, first_valid_at, last_changed_at, accepted_at;
        extension "延期" by id Once;
        review "审核意见" by id Once;
        sign_off_review "汇总审核意见" by id Once;
        signed_file "汇总上报的文件" by sign_off_id Once;
        double_count "重复判定" by id Once;
        activity_count "同一次活动的判定" by id Once;
        stated_total "本级上报数" by id Once;
        superior_template "上级模板" by id Once;
        superior_template_step "上级模板的确认" by id Once;
        message "告知" by id Once without read_at, read_by;
        last_year_figure "任务的上年数据" by campaign_id Changing;
        delivery_review "材料审核意见" by id Once;
        reminder "催报" by id Once;
        paper_arrival "书面件登记" by id Once;
        signing_key "签名公钥" by id Once;
    }
    names {
        setup_link "开通链接" by token_hash Changing false;
        object_view "文件所见" by sha256 Once true;
    }
}

/// Tables that no digest covers: what proves them instead.
pub const UNGUARDED: &[(&str, &str)] = &[
    ("object", "the received bytes themselves are held against hash and size"),
    ("revision", "its snapshot, its digest and its unit's chain"),
    ("figure", "the snapshot of its revision"),
    ("finding", "the snapshot of its revision"),
    ("explanation", "the snapshot of its revision"),
    ("receipt", "the entry of its unit's chain, and its signature"),
    ("audit_chain", "the chain itself"),
    ("audit_entry", "the chain itself"),
    ("checkpoint", "each carries the hash of the one before, and a signature"),
    ("sign_off", "its snapshot, its digest and its unit's chain"),
    ("signed_revision", "the snapshot of its sign-off"),
    ("delivery", "the entry of its unit's chain"),
    ("delivery_file", "the digest of its delivery"),
    ("delivered", "it follows from deliveries and their reviews"),
    ("reminded", "the entry of its reminder"),
    ("kept_total", "it follows from figures in force and is added up anew"),
    ("object_chunk", "the received bytes themselves are held against their hashes"),
    ("object_content", "the received bytes themselves are held against their hashes"),
];

/// Tables and columns that may change without anybody having to know, each with the reason. `*`: the whole table.
pub const WITHOUT_MEANING: &[(&str, &str, &str)] = &[
    (
        "session",
        "*",
        "who is signed in: it ends by itself within hours, and whatever is done in it is logged",
    ),
    ("sign_in_try", "*", "counts tries to sign in within minutes"),
    ("sign_in_step", "*", "somebody at the door: it ends by itself within minutes and lets nobody in"),
    ("draft", "*", "typed and not sent: its clerk changes it at any time and sees it before it is sent"),
    ("transfer", "*", "a file that is on its way"),
    ("pending_file", "*", "put down and not sent: its clerk sees it before it is sent"),
    ("behalf_file", "*", "put down and not sent: who put it down sees it before it is sent"),
    ("changed_unit", "*", "sums that are to be made anew; sums that are not are held against the figures"),
    ("burden", "*", "an opinion that is asked for under the promise that no log names who gave it"),
    ("object", "received_at", "when the same bytes were first there; what was sent has times of its own"),
    ("message", "read_at", "a unit's own tick that it has read what it was told; nothing follows from it"),
    ("message", "read_by", "a unit's own tick that it has read what it was told; nothing follows from it"),
];

fn guarded(table: &str) -> Option<&'static Guarded> {
    GUARDED.iter().find(|guarded| guarded.table == table)
}

/// Whether the rows of a leaf never change.
pub fn is_once(leaf: &Leaf) -> bool {
    guarded(leaf.table).is_some_and(|table| table.sort == Sort::Once)
}

/// Reads what the log names; `None` for a table that this version does not guard.
pub fn parse(text: &str) -> Option<Leaf> {
    let (table, of) = text.split_once(' ')?;
    let table = guarded(table)?;
    if table.by_name {
        return Some(Leaf::name(table.table, of));
    }
    let (first, last) = of.split_once('-').unwrap_or((of, of));
    Some(Leaf { table: table.table, of: Of::Numbers(first.parse().ok()?, last.parse().ok()?) })
}

/// A row as a backup has it, without what is empty or left out.
fn text(row: &impl serde::Serialize, left_out: &[&str]) -> Result<String, Problem> {
    let serde_json::Value::Object(row) = serde_json::to_value(row).map_err(|_| Problem::broken())? else {
        return Err(Problem::broken());
    };
    let row: BTreeMap<String, serde_json::Value> = row
        .into_iter()
        .filter(|(column, value)| !value.is_null() && !left_out.contains(&column.as_str()))
        .collect();
    serde_json::to_string(&row).map_err(|_| Problem::broken())
}

/// The digest of these rows as they are now.
pub(super) fn digest(conn: &mut Conn, leaf: &Leaf) -> Result<String, Problem> {
    let table = guarded(leaf.table).ok_or_else(Problem::broken)?;
    Ok(match &leaf.of {
        Of::Numbers(first, last) => {
            let rows = numbered(conn, table, (*first, *last))?;
            digest_of(rows.iter().map(|(_, text)| text.as_str()).collect())
        }
        Of::Name(name) => {
            let rows = named(conn, table, Some(name))?;
            digest_of(rows.iter().map(|(_, text)| text.as_str()).collect())
        }
    })
}

/// All rows of a table: those with a number by that, those with a name by that.
pub fn all_of(conn: &mut Conn, table: &Guarded) -> Result<Vec<(Of, String)>, Problem> {
    let mut rows: Vec<(Of, String)> = match table.by_name {
        false => numbered(conn, table, (i64::MIN, i64::MAX))?
            .into_iter()
            .map(|(number, text)| (Of::Numbers(number, number), text))
            .collect(),
        true => named(conn, table, None)?.into_iter().map(|(name, text)| (Of::Name(name), text)).collect(),
    };
    rows.sort();
    Ok(rows)
}

/// Numbers whose rows go under one digest in what an earlier version left, where they never change.
const TOGETHER: i64 = 100;

/// All rows of a table in leaves, each with its digest.
pub(super) fn leaves(conn: &mut Conn, table: &'static Guarded) -> Result<Vec<(Leaf, String)>, Problem> {
    let rows = all_of(conn, table)?;
    let together = |one: &Of, other: &Of| match (one, other) {
        (Of::Numbers(one, _), Of::Numbers(other, _)) if table.sort == Sort::Once => {
            one / TOGETHER == other / TOGETHER
        }
        _ => one == other,
    };
    let runs = rows.chunk_by(|(one, _), (other, _)| together(one, other));
    let leaf = |run: &[(Of, String)]| {
        let of = match (&run[0].0, &run[run.len() - 1].0) {
            (Of::Numbers(first, _), Of::Numbers(_, last)) => Of::Numbers(*first, *last),
            (name, _) => name.clone(),
        };
        let digest = digest_of(run.iter().map(|(_, text)| text.as_str()).collect());
        (Leaf { table: table.table, of }, digest)
    };
    Ok(runs.map(leaf).collect())
}
