//! Every table as lines of JSON, out of one database and into another, of either kind.
//!
//! A backup is taken inside one reading transaction and so shows one moment. The rows are typed by the tables
//! as diesel knows them: a column that is added and not named here does not compile. Left out are sessions and
//! tries to sign in, because after a restore everybody signs in anew, and files that were still on their way.

use diesel::connection::DefaultLoadingMode;
use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;

use super::connection::{Conn, each};
use super::schema;
use crate::problem::{Problem, ProblemCode};

/// Rows that are inserted by one statement: SQLite counts their values.
const TOGETHER: usize = 1_000;

/// Takes one line of a table.
pub type Sink<'s> = &'s mut dyn FnMut(&[u8]) -> Result<(), Problem>;

/// Lines of a table, in the order in which they were written.
pub type Lines<'l> = &'l mut dyn Iterator<Item = std::io::Result<String>>;

macro_rules! kept {
    ($($table:ident by ($($key:ident),+) { $($column:ident: $kind:ty),* $(,)? })*) => {
        /// Every table that a backup holds, each behind those that it refers to.
        pub const TABLES: &[&str] = &[$(stringify!($table)),*];

        pub(super) mod rows {
            $(pub mod $table {
                #[derive(diesel::Queryable, diesel::Insertable, serde::Serialize, serde::Deserialize)]
                #[diesel(table_name = crate::store::schema::$table)]
                #[diesel(treat_none_as_default_value = false)]
                #[serde(deny_unknown_fields)]
                pub struct Row {
                    $(pub $column: $kind),*
                }
            })*
        }

        /// Writes all rows of a table; how many.
        pub fn write(conn: &mut Conn, table: &str, sink: Sink) -> Result<u64, Problem> {
            match table {
                $(stringify!($table) => {
                    type Row = rows::$table::Row;
                    let all = schema::$table::table.order(($(schema::$table::$key,)+));
                    let mut count = 0;
                    match conn {
                        Conn::Sqlite(conn) => {
                            for row in all.load_iter::<Row, DefaultLoadingMode>(conn)? {
                                sink(&line(&row?)?)?;
                                count += 1;
                            }
                        }
                        Conn::Postgresql(conn) => {
                            for row in all.load_iter::<Row, PgRowByRowLoadingMode>(conn)? {
                                sink(&line(&row?)?)?;
                                count += 1;
                            }
                        }
                    }
                    Ok(count)
                })*
                _ => Err(unknown(table)),
            }
        }

        /// Reads rows into an empty table; how many.
        pub fn read(conn: &mut Conn, table: &str, lines: Lines) -> Result<u64, Problem> {
            match table {
                $(stringify!($table) => {
                    let mut count = 0;
                    loop {
                        let mut rows: Vec<rows::$table::Row> = Vec::new();
                        for text in (&mut *lines).take(TOGETHER) {
                            rows.push(parse(table, text)?);
                        }
                        if rows.is_empty() {
                            break Ok(count);
                        }
                        count += rows.len() as u64;
                        each!(conn, inner => diesel::insert_into(schema::$table::table).values(rows).execute(inner))?;
                    }
                })*
                _ => Err(unknown(table)),
            }
        }
    };
}

kept! {
    unit by (path) {
        id: i64, code: String, name: String, level: String, parent_id: Option<i64>, path: String,
        short_name: Option<String>, aliases: String, contact: Option<String>,
        exempt_reason: Option<String>, reports: bool, active: bool,
        groups: Option<String>,
    }
    account by (id) {
        id: i64, login: String, name: String, role: String, unit_id: i64, password_hash: String,
        must_change: bool, first_password_until: Option<i64>, created_at: i64,
        disabled_at: Option<i64>, password_at: Option<i64>,
    }
    unit_change by (id) {
        id: i64, unit_id: i64, at: i64, account_id: Option<i64>, field: String, before: Option<String>,
        after: Option<String>,
    }
    setup_link by (token_hash) {
        token_hash: String, created_at: i64, used_at: Option<i64>,
    }
    second_factor by (account_id) {
        account_id: i64, salt: Option<String>, key_id: Option<String>, set_at: Option<i64>, last_step: i64,
        recovery: String, ended_at: Option<i64>, ended_by: Option<i64>,
    }
    api_token by (id) {
        id: i64, account_id: i64, name: String, token_hash: String, created_at: i64,
        revoked_at: Option<i64>, ends_at: Option<i64>,
    }
    form by (id) {
        id: i64, code: String,
    }
    form_version by (id) {
        id: i64, form_id: i64, version: String, text: String, sha256: String, created_at: i64,
    }
    object by (sha256) {
        sha256: String, bytes: i64, received_at: i64,
    }
    notice by (id) {
        id: i64, account_id: i64, text: String, file_name: Option<String>,
        object_sha256: Option<String>, created_at: i64,
    }
    campaign by (id) {
        id: i64, title: String, form_version_id: Option<i64>, unit_id: i64, year: i64, period: String,
        theme: Option<String>, issuer: String, state: String, returned_is_missing: bool,
        paper_copy: bool, last_campaign_id: Option<i64>, created_by: i64, created_at: i64,
        published_at: Option<i64>, closed_at: Option<i64>, archived_at: Option<i64>,
        shift: Option<String>, holidays: Option<String>, workdays: Option<String>,
        notice_id: Option<i64>, asks_below: Option<String>, asks_level: Option<String>,
        asks_groups: Option<String>,
    }
    expected_choice by (campaign_id, unit_id) {
        campaign_id: i64, unit_id: i64, asked: bool, reason: String, account_id: i64, at: i64,
    }
    deliverable by (id) {
        id: i64, campaign_id: i64, kind: String, title: String, phrase: String, due_at: Option<i64>,
        grace_minutes: i64, close_at: Option<i64>, required: bool, shifted_from: Option<i64>,
        level: Option<String>, file_kinds: Option<String>, most_bytes: Option<i64>,
    }
    due_change by (id) {
        id: i64, deliverable_id: i64, at: i64, account_id: i64, phrase_before: String, due_before: Option<i64>,
        close_before: Option<i64>, phrase_after: String, due_after: Option<i64>, close_after: Option<i64>,
        reason: String,
    }
    revision by (id) {
        id: i64, campaign_id: i64, deliverable_id: i64, unit_id: i64, number: i64, channel: String,
        account_id: i64, received_at: i64, idempotency_key: String, fingerprint: String,
        object_sha256: Option<String>, file_name: Option<String>, sheet: Option<String>, nil: bool,
        filled_on: Option<String>, reporter: Option<String>, remark: Option<String>, snapshot: String,
        digest: String,
    }
    figure by (revision_id, item, col) {
        revision_id: i64, item: String, col: String, value: Option<i64>, mark: Option<String>,
        raw: String, sheet: Option<String>, cell: Option<String>,
    }
    finding by (revision_id, ordinal) {
        revision_id: i64, ordinal: i64, severity: String, code: String, item: Option<String>,
        col: Option<String>, sheet: Option<String>, cell: Option<String>, sentence: String,
        holds: bool,
    }
    explanation by (revision_id, ordinal) {
        revision_id: i64, ordinal: i64, words: String,
    }
    expected_unit by (campaign_id, unit_id) {
        campaign_id: i64, unit_id: i64, exempt_reason: Option<String>, exempt_by: Option<i64>,
        exempt_at: Option<i64>, state: String, revisions: i64, nil: bool,
        current_revision_id: Option<i64>, in_force_revision_id: Option<i64>,
        first_received_at: Option<i64>, first_valid_at: Option<i64>, last_changed_at: Option<i64>,
        accepted_at: Option<i64>,
    }
    extension by (id) {
        id: i64, deliverable_id: i64, unit_id: i64, until: i64, reason: String, granted_by: i64,
        granted_at: i64,
    }
    draft by (campaign_id, unit_id) {
        campaign_id: i64, unit_id: i64, version: i64, content: String, object_sha256: Option<String>,
        saved_at: i64, saved_by: i64,
    }
    behalf_file by (id) {
        id: i64, campaign_id: i64, account_id: i64, batch: String, ordinal: i64, object_sha256: String,
        file_name: String, at: i64,
    }
    review by (id) {
        id: i64, revision_id: i64, account_id: i64, at: i64, verdict: String, reason: Option<String>,
        items: String,
    }
    sign_off by (id) {
        id: i64, campaign_id: i64, unit_id: i64, number: i64, account_id: i64, at: i64,
        reason: Option<String>, snapshot: String, digest: String,
    }
    signed_revision by (sign_off_id, unit_id) {
        sign_off_id: i64, unit_id: i64, revision_id: i64,
    }
    signed_file by (sign_off_id, kind) {
        sign_off_id: i64, kind: String, name: String, object_sha256: String,
    }
    sign_off_review by (id) {
        id: i64, sign_off_id: i64, account_id: i64, at: i64, verdict: String, reason: Option<String>,
    }
    double_count by (id) {
        id: i64, campaign_id: i64, revision_id: i64, counted: bool, reason: String, account_id: i64, at: i64,
    }
    activity_count by (id) {
        id: i64, campaign_id: i64, revision_id: i64, activity: String, counted: bool, reason: String,
        account_id: i64, at: i64,
    }
    stated_total by (id) {
        id: i64, campaign_id: i64, unit_id: i64, account_id: i64, at: i64, figures: String, digest: String,
        object_sha256: Option<String>, file_name: Option<String>,
    }
    superior_template by (id) {
        id: i64, campaign_id: i64, unit_id: i64, account_id: i64, at: i64, object_sha256: String,
        file_name: String, places: String, digest: String,
    }
    superior_template_step by (id) {
        id: i64, superior_template_id: i64, account_id: i64, at: i64, kind: String, content: String,
        digest: String,
    }
    audit_chain by (name) {
        name: String, length: i64, head: String,
    }
    audit_entry by (chain, sequence) {
        chain: String, sequence: i64, at: i64, account_id: Option<i64>, verb: String, subject: String,
        detail: String, previous: String, hash: String,
    }
    checkpoint by (id) {
        id: i64, at: i64, chains: i64, heads: String, previous: String, hash: String, proof: Option<String>,
    }
    receipt by (revision_id) {
        revision_id: i64, number: String, phrase: String, due_at: Option<i64>, extended_until: Option<i64>,
        late_by: Option<i64>, chain: String, sequence: i64, head: String, proof: Option<String>,
    }
    message by (id) {
        id: i64, unit_id: i64, campaign_id: Option<i64>, at: i64, words: String, read_at: Option<i64>,
        read_by: Option<i64>,
    }
    burden by (campaign_id, unit_id) {
        campaign_id: i64, unit_id: i64, kind: String, words: Option<String>,
    }
    last_year_figure by (campaign_id, unit_id, whole_node, item, col) {
        campaign_id: i64, unit_id: i64, whole_node: bool, item: String, col: String, value: i64,
    }
    object_view by (sha256) {
        sha256: String, kind: String, words: Option<String>, media: Option<String>, width: Option<i64>, height: Option<i64>,
        shown_sha256: Option<String>, small_sha256: Option<String>, refusal: Option<String>, seen_at: i64,
    }
    pending_file by (id) {
        id: i64, campaign_id: i64, unit_id: i64, deliverable_id: Option<i64>, object_sha256: String,
        file_name: String, origin: Option<String>, account_id: i64, at: i64,
    }
    delivery by (id) {
        id: i64, campaign_id: i64, deliverable_id: i64, unit_id: i64, number: i64, channel: String,
        account_id: i64, received_at: i64, idempotency_key: String, fingerprint: String, digest: String,
        receipt: String, phrase: String, due_at: Option<i64>, extended_until: Option<i64>,
        late_by: Option<i64>, chain: String, sequence: i64, head: String, proof: Option<String>,
    }
    delivery_file by (delivery_id, ordinal) {
        delivery_id: i64, ordinal: i64, object_sha256: String, file_name: String,
    }
    delivery_review by (id) {
        id: i64, delivery_id: i64, account_id: i64, at: i64, verdict: String, reason: Option<String>,
    }
    delivered by (deliverable_id, unit_id) {
        deliverable_id: i64, unit_id: i64, state: String, revisions: i64, current_delivery_id: Option<i64>,
        first_received_at: Option<i64>, last_changed_at: Option<i64>, accepted_at: Option<i64>,
    }
    reminder by (id) {
        id: i64, campaign_id: i64, account_id: i64, at: i64, channel: String, words: String,
    }
    reminded by (reminder_id, unit_id, deliverable_id) {
        reminder_id: i64, unit_id: i64, deliverable_id: i64,
    }
    signing_key by (id) {
        id: i64, public: String, made_at: i64, reason: String,
    }
    paper_arrival by (id) {
        id: i64, deliverable_id: i64, unit_id: i64, received_on: Option<String>, account_id: i64, at: i64,
    }
}

macro_rules! counters {
    ($($table:ident),* $(,)?) => {
        /// PostgreSQL counts new rows from where the old ones end.
        const COUNTERS: &[&str] = &[$(concat!(
            "SELECT setval(pg_get_serial_sequence('", stringify!($table), "', 'id'), ",
            "GREATEST((SELECT COALESCE(MAX(id), 0) FROM ", stringify!($table), "), 1))"
        )),*];
    };
}

counters!(
    unit,
    account,
    unit_change,
    api_token,
    form,
    form_version,
    campaign,
    deliverable,
    due_change,
    revision,
    extension,
    behalf_file,
    review,
    sign_off,
    sign_off_review,
    double_count,
    activity_count,
    stated_total,
    superior_template,
    superior_template_step,
    checkpoint,
    message,
    pending_file,
    delivery,
    delivery_review,
    reminder,
    signing_key,
    paper_arrival
);

/// Lets new rows get numbers behind those that were read.
pub fn count_on(conn: &mut Conn) -> Result<(), Problem> {
    if let Conn::Postgresql(conn) = conn {
        for counter in COUNTERS {
            diesel::sql_query(*counter).execute(conn)?;
        }
    }
    Ok(())
}

/// Whether nobody has worked with this database yet.
pub fn is_empty(conn: &mut Conn) -> Result<bool, Problem> {
    let units: i64 = schema::unit::table.count().get_result(conn)?;
    let entries: i64 = schema::audit_entry::table.count().get_result(conn)?;
    Ok(units == 0 && entries == 0)
}

/// Every received file that the database refers to: its hash and its size.
pub fn objects(conn: &mut Conn) -> Result<Vec<(String, i64)>, Problem> {
    let columns = (schema::object::sha256, schema::object::bytes);
    Ok(schema::object::table.select(columns).order(schema::object::sha256).load(conn)?)
}

fn line(row: &impl serde::Serialize) -> Result<Vec<u8>, Problem> {
    let mut line = serde_json::to_vec(row).map_err(|_| Problem::broken())?;
    line.push(b'\n');
    Ok(line)
}

fn parse<R: serde::de::DeserializeOwned>(table: &str, text: std::io::Result<String>) -> Result<R, Problem> {
    let wrong = |error: &dyn std::fmt::Display| {
        Problem::new(ProblemCode::Invalid, format!("备份中的表 {table} 读不出来：{error}"))
    };
    let text = text.map_err(|error| wrong(&error))?;
    serde_json::from_str(&text).map_err(|error| wrong(&error))
}

fn unknown(table: &str) -> Problem {
    Problem::new(ProblemCode::Invalid, format!("备份中的表 {table} 不认识，可能由更新的版本写出"))
}
