//! Whoever writes to the database or the folder behind the program's back is found out.
//!
//! Each case takes the guards off, changes one thing, asks, and takes it back: in one transaction that is undone.

use diesel::connection::SimpleConnection;
use huibiao::problem::{Problem, ProblemCode};
use huibiao::store::{Conn, Store, audit, proof};
use huibiao::workflow::seal::seal;
use huibiao::workflow::verify::verify;

use crate::house::{Database, on_both};
use crate::process::beside;
use crate::published::{Published, number_of};
use crate::received::swap;
use crate::signing::region::Region;
use crate::town::{Desk, REASON, values};

on_both!(
    whatever_was_changed_is_found,
    whatever_was_signed_and_changed_is_found,
    a_received_file_that_was_changed_or_is_gone_is_found,
    the_command_says_what_is_wrong_and_ends_with_one,
);

/// Unit 0 sent a file that was returned, and again; unit 1 explained something and was accepted; unit 2 sent
/// nothing, was given more time and then exempted. The deadline moved once, onto a day off. A checkpoint lies over it all.
pub fn season(database: Database) -> Published {
    let season = Published::on(database, 3, &[("shift", "all"), ("holidays", "4月4日至6日")]);
    let [first, second, third] = season.sheets.as_slice() else { panic!("three units") };
    let mut api = season.desk(first).api();
    let file = api.send_file(&season.place(first), "proof-0001", &first.file_name, &first.bytes);
    let mut city = season.house.desk("city");
    city.done(&format!("/submissions/{}/return", id_of(&file.text)), &[("reason", "请核对"), ("item", "5")]);
    number_of(&api.send(&season.place(first), "proof-0002", &values(&first.typed())));
    explained(&season, &mut season.desk(second));
    let more = [("deliverable", "1"), ("until", "2024-03-25 24:00"), ("reason", "道路塌方")];
    city.done(&season.place(third).path("extension"), &more);
    city.done(&season.place(third).path("exemption"), &[("reason", "机构撤并")]);
    let later = [
        ("phrase", "3月23日前"),
        ("due_at", ""),
        ("grace_minutes", "10"),
        ("close_at", ""),
        ("reason", "会期顺延"),
    ];
    city.done("/deliverables/1/due", &later);
    urged_and_on_paper(&season, &mut city);
    seal(&season.house.service).expect("a checkpoint");
    season
}

/// A unit that has sent nothing is reminded; a paper comes, and is taken back.
fn urged_and_on_paper(season: &Published, city: &mut Desk) {
    let [first, _, _] = season.sheets.as_slice() else { panic!("three units") };
    let missing = city.open(&format!("/campaigns/{}/missing", season.campaign)).text;
    let unit = crate::town::between(&missing, "name=\"unit\" value=\"", "\"")[0].to_owned();
    let said = [("channel", "group"), ("words", "请尽快报送"), ("unit", unit.as_str())];
    city.done(&format!("/campaigns/{}/reminders", season.campaign), &said);
    let paper = season.place(first).path("paper");
    city.done(&paper, &[("deliverable", "1"), ("on", "2024-03-01")]);
    city.done(&paper, &[("deliverable", "1"), ("on", "")]);
}

fn id_of(revision: &str) -> String {
    let revision: serde_json::Value = serde_json::from_str(revision).expect("JSON");
    revision["id"].to_string()
}

/// More cases solved than were accepted: 核实.
fn explained(season: &Published, desk: &mut Desk) {
    let sheet = &season.sheets[1];
    let place = season.place(sheet);
    let solved: u64 = sheet.values[4].as_deref().and_then(|text| text.parse().ok()).expect("a count");
    let mut figures = sheet.typed();
    figures[5].1 = (solved + 1).to_string();
    let receipt = desk.fill_and_send(&place, &figures);
    let page = desk.open(&format!("/receipts/{receipt}")).text;
    assert!(page.contains(REASON), "it had to be explained");
    let (_, rest) = page.split_once("href=\"/submissions/").expect("a link");
    let id = rest.split('"').next().expect("a number");
    season.house.desk("city").done(&format!("/submissions/{id}/acceptance"), &[]);
}

/// Statements that take the database's own guards off a table.
fn unguarded(conn: &mut Conn, table: &str) -> String {
    match conn {
        Conn::Sqlite(_) => format!(
            "PRAGMA defer_foreign_keys = ON; DROP TRIGGER IF EXISTS {table}_fixed; DROP TRIGGER IF EXISTS {table}_kept;"
        ),
        Conn::Postgresql(_) => "SET LOCAL session_replication_role = replica;".to_owned(),
    }
}

fn run(conn: &mut Conn, sql: &str) {
    let ran = match conn {
        Conn::Sqlite(conn) => conn.batch_execute(sql),
        Conn::Postgresql(conn) => conn.batch_execute(sql),
    };
    ran.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// What is found after a change that nobody will ever see.
pub fn faults_after(store: &Store, table: &'static str, sql: &'static str) -> Vec<String> {
    let undone = store.write(move |conn| {
        if !table.is_empty() {
            let guards = unguarded(conn, table);
            run(conn, &guards);
        }
        run(conn, sql);
        let mut faults = audit::verify(conn)?.faults;
        proof::revisions(conn, &mut faults)?;
        proof::reviews(conn, &mut faults)?;
        proof::standings(conn, &mut faults)?;
        proof::deliveries(conn, &mut faults)?;
        proof::arrangements(conn, &mut faults)?;
        proof::doubles(conn, &mut faults)?;
        proof::sign_offs(conn, &mut faults)?;
        proof::stated(conn, &mut faults)?;
        proof::reminders(conn, &mut faults)?;
        proof::paper_arrivals(conn, &mut faults)?;
        let sentences = faults.into_iter().map(|fault| (None, fault)).collect();
        Err::<(), Problem>(Problem { code: ProblemCode::Invalid, sentences })
    });
    undone.expect_err("it is undone").sentences.into_iter().map(|(_, fault)| fault).collect()
}

fn whatever_was_changed_is_found(database: Database) {
    let season = season(database);
    assert_eq!(faults_after(&season.house.service.store, "", "SELECT 1"), Vec::<String>::new());
    for (table, sql, fault) in [
        ("figure", "UPDATE figure SET value = value + 1000000 WHERE revision_id = 1 AND item = '1'", "的数字与快照不符"),
        ("figure", "UPDATE figure SET raw = '4' WHERE revision_id = 1 AND item = '1'", "的数字与快照不符"),
        ("figure", "DELETE FROM figure WHERE revision_id = 1 AND item = '1'", "的数字与快照不符"),
        ("revision", "UPDATE revision SET snapshot = replace(snapshot, '王', '李') || ' ' WHERE id = 1", "的快照与校验值不符"),
        ("revision", "UPDATE revision SET received_at = received_at - 1 WHERE id = 2", "的回执或登记内容与审计记录不符"),
        ("revision", "UPDATE revision SET channel = 'page' WHERE id = 2", "的回执或登记内容与审计记录不符"),
        ("revision", "UPDATE revision SET nil = NOT nil WHERE id = 2", "的登记内容与快照不符"),
        ("revision", "UPDATE revision SET account_id = 1 WHERE id = 2", "的回执或登记内容与审计记录不符"),
        ("explanation", "UPDATE explanation SET words = '另有说明'", "的审核结果或核实说明与快照不符"),
        ("explanation", "DELETE FROM explanation", "的审核结果或核实说明与快照不符"),
        ("finding", "UPDATE finding SET severity = 'hint' WHERE severity = 'query'", "的审核结果或核实说明与快照不符"),
        ("receipt", "UPDATE receipt SET late_by = 1 WHERE revision_id = 1", "的回执或登记内容与审计记录不符"),
        ("receipt", "UPDATE receipt SET due_at = due_at + 1 WHERE revision_id = 1", "的回执或登记内容与审计记录不符"),
        ("receipt", "DELETE FROM receipt WHERE revision_id = 1", "没有回执"),
        ("review", "UPDATE review SET reason = '另有原因' WHERE verdict = 'return'", "审核意见"),
        ("review", "DELETE FROM review WHERE verdict = 'return'", "审核意见"),
        ("audit_entry", "UPDATE audit_entry SET detail = detail || ' ' WHERE verb = 'submit'", "被改动、插入或删去"),
        ("audit_entry", "UPDATE audit_entry SET account_id = NULL WHERE verb = 'accept'", "被改动、插入或删去"),
        ("audit_entry", "DELETE FROM audit_entry WHERE verb = 'return'", "被改动、插入或删去"),
        ("audit_entry", "DELETE FROM audit_entry WHERE verb = 'accept'", "末端与登记不符"),
        // The last entry goes, and the chain's own row is made to fit: the checkpoint still knows.
        (
            "audit_entry",
            "DELETE FROM audit_entry WHERE chain = 'system' AND sequence = (SELECT length FROM audit_chain WHERE name = 'system');
             UPDATE audit_chain SET length = length - 1, head = (SELECT hash FROM audit_entry WHERE chain = 'system' ORDER BY sequence DESC LIMIT 1) WHERE name = 'system'",
            "检查点不符",
        ),
        ("audit_entry", "DELETE FROM audit_chain WHERE name <> 'system'", "不属于任何登记的审计链"),
        ("checkpoint", "UPDATE checkpoint SET heads = heads || ' '", "检查点被改动"),
        ("", "UPDATE campaign SET asks_level = 'county'", "应报单位范围与审计记录不符"),
        ("", "UPDATE campaign SET asks_below = '370320'", "应报单位范围与审计记录不符"),
        ("", "INSERT INTO expected_choice (campaign_id, unit_id, asked, reason, account_id, at) SELECT 1, id, true, '漏列', 1, 0 FROM unit WHERE code = '370320001'", "应报单位范围与审计记录不符"),
        ("", "UPDATE deliverable SET level = 'county'", "报送材料或截止时间与审计记录不符"),
        ("", "UPDATE expected_unit SET state = 'accepted' WHERE state = 'submitted'", "填报状态与上报、审核记录不符"),
        ("", "UPDATE expected_unit SET in_force_revision_id = 1 WHERE in_force_revision_id = 2", "填报状态与上报、审核记录不符"),
        ("", "UPDATE expected_unit SET first_received_at = first_received_at - 1", "填报状态与上报、审核记录不符"),
        ("", "UPDATE expected_unit SET first_valid_at = first_valid_at - 1", "填报状态与上报、审核记录不符"),
        ("", "UPDATE extension SET until = until + 60000", "的延期与审计记录不符"),
        ("", "UPDATE extension SET reason = '另有原因'", "的延期与审计记录不符"),
        ("", "DELETE FROM extension", "的延期与审计记录不符"),
        (
            "",
            "INSERT INTO extension (id, deliverable_id, unit_id, until, reason, granted_by, granted_at)
             SELECT 99, deliverable_id, unit_id, until + 60000, reason, granted_by, granted_at FROM extension",
            "的延期与审计记录不符",
        ),
        ("", "UPDATE expected_unit SET exempt_reason = '停业' WHERE exempt_reason IS NOT NULL", "的免报与审计记录不符"),
        ("", "UPDATE expected_unit SET exempt_reason = NULL", "的免报与审计记录不符"),
        ("", "UPDATE expected_unit SET exempt_reason = '停业' WHERE state = 'accepted'", "的免报与审计记录不符"),
        ("", "DELETE FROM expected_unit WHERE exempt_reason IS NOT NULL", "号任务发布时应报"),
        ("", "UPDATE deliverable SET due_at = due_at + 60000", "截止时间与审计记录不符"),
        ("", "UPDATE deliverable SET grace_minutes = 60", "截止时间与审计记录不符"),
        ("", "UPDATE deliverable SET close_at = due_at + 60000", "截止时间与审计记录不符"),
        ("", "UPDATE deliverable SET phrase = '3月24日前'", "截止时间与审计记录不符"),
        ("", "UPDATE deliverable SET shifted_from = shifted_from + 60000", "截止时间与审计记录不符"),
        ("", "UPDATE deliverable SET shifted_from = NULL", "截止时间与审计记录不符"),
        ("", "UPDATE campaign SET shift = 'holidays'", "的顺延办法与审计记录不符"),
        ("", "UPDATE campaign SET holidays = ''", "的顺延办法与审计记录不符"),
        ("", "UPDATE campaign SET workdays = '2024年4月7日'", "的顺延办法与审计记录不符"),
        ("reminder", "UPDATE reminder SET words = '另有内容'", "号催报与审计记录不符"),
        ("reminder", "UPDATE reminder SET channel = 'phone'", "号催报与审计记录不符"),
        ("reminder", "UPDATE reminder SET at = at + 1", "号催报与审计记录不符"),
        ("reminded", "UPDATE reminded SET unit_id = unit_id + 1", "号催报与审计记录不符"),
        ("reminded", "DELETE FROM reminded", "号催报与审计记录不符"),
        ("", "INSERT INTO reminder (id, campaign_id, account_id, at, channel, words) SELECT 99, campaign_id, account_id, at, channel, words FROM reminder", "号催报与审计记录不符"),
        ("paper_arrival", "UPDATE paper_arrival SET received_on = '2024-03-02' WHERE received_on IS NOT NULL", "书面件登记与审计记录不符"),
        ("paper_arrival", "DELETE FROM paper_arrival WHERE received_on IS NULL", "书面件登记与审计记录不符"),
        ("due_change", "UPDATE due_change SET reason = '另有原因'", "截止时间的更改与审计记录不符"),
        ("due_change", "UPDATE due_change SET due_after = due_after + 60000", "截止时间的更改与审计记录不符"),
        ("due_change", "DELETE FROM due_change", "截止时间的更改与审计记录不符"),
        ("", "UPDATE campaign SET state = 'closed'", "的状态与审计记录不符"),
        ("", "UPDATE expected_unit SET accepted_at = accepted_at + 1", "填报状态与上报、审核记录不符"),
    ] {
        let faults = faults_after(&season.house.service.store, table, sql);
        assert!(faults.iter().any(|found| found.contains(fault)), "{sql}: {faults:?}");
    }
    assert_eq!(
        verify(&season.house.service).expect("a verdict").faults,
        Vec::<String>::new(),
        "all was undone"
    );
}

fn whatever_was_signed_and_changed_is_found(database: Database) {
    let region = Region::on(database);
    region.publishes_everything();
    region.desk("city").done("/sign-offs/2/return", &[("reason", "对不上")]);
    let snapshot = "的快照与校验值不符";
    for (table, sql, fault) in [
        ("sign_off", "UPDATE sign_off SET snapshot = replace(snapshot, '\"7\"', '\"8\"') WHERE id = 1", snapshot),
        ("sign_off", "UPDATE sign_off SET digest = 'a' WHERE id = 1", snapshot),
        ("sign_off", "UPDATE sign_off SET at = at + 1 WHERE id = 1", "的登记内容与快照不符"),
        ("sign_off", "UPDATE sign_off SET reason = '更正' WHERE id = 3", "的登记内容与快照不符"),
        ("sign_off", "UPDATE sign_off SET account_id = 1 WHERE id = 2", "的登记内容与快照不符"),
        ("signed_revision", "UPDATE signed_revision SET revision_id = 2 WHERE revision_id = 1", "所列的上报与快照不符"),
        ("signed_revision", "DELETE FROM signed_revision WHERE sign_off_id = 3 AND revision_id = 3", "所列的上报与快照不符"),
        ("figure", "UPDATE figure SET value = value + 1000000 WHERE revision_id = 1 AND item = '1'", "的汇总数与所列的上报加起来不符"),
        ("signed_file", "DELETE FROM signed_file WHERE sign_off_id = 1 AND kind = 'csv'", "的文件或登记内容与审计记录不符"),
        (
            "signed_file",
            "UPDATE signed_file SET object_sha256 = (SELECT object_sha256 FROM signed_file WHERE sign_off_id = 2 AND kind = 'workbook')
             WHERE sign_off_id = 1 AND kind = 'workbook'",
            "的文件或登记内容与审计记录不符",
        ),
        ("sign_off_review", "UPDATE sign_off_review SET reason = '另有原因' WHERE verdict = 'return'", "号汇总审核意见"),
        ("sign_off_review", "DELETE FROM sign_off_review WHERE id = 1", "次汇总上报或其审核在数据库里找不到"),
    ] {
        let faults = faults_after(&region.house.service.store, table, sql);
        assert!(faults.iter().any(|found| found.contains(fault)), "{sql}: {faults:?}");
    }
    assert_eq!(region.faults(), Vec::<String>::new(), "all was undone");
}

fn a_received_file_that_was_changed_or_is_gone_is_found(database: Database) {
    let season = season(database);
    let service = &season.house.service;
    let sha256 = huibiao::store::objects::sha256(&season.sheets[0].bytes);
    let kept = service.store.objects.fetch(&sha256).expect("it is kept");
    let mut changed = kept.clone();
    changed[100] ^= 1;
    let said = format!("文件 {sha256} 不见了，或被改动");
    for (what, bytes) in [("one bit", changed), ("shorter", kept[..99].to_vec()), ("empty", Vec::new())] {
        swap(&service.store, &sha256, Some(&bytes));
        assert_eq!(verify(service).expect("a verdict").faults, [said.as_str()], "{what}");
    }
    swap(&service.store, &sha256, None);
    assert_eq!(verify(service).expect("a verdict").faults, [said.as_str()], "gone");
    swap(&service.store, &sha256, Some(&kept));
    assert_eq!(verify(service).expect("a verdict").faults, Vec::<String>::new());
}

fn the_command_says_what_is_wrong_and_ends_with_one(database: Database) {
    let season = season(database);
    let said = beside(&season.house, &["verify"]);
    assert!(said.code == 0 && said.text.contains("全部相符"), "{said:?}");
    let changed = season.house.service.store.write(|conn| {
        let guards = unguarded(conn, "figure");
        run(conn, &format!("{guards} UPDATE figure SET value = 0 WHERE revision_id = 1 AND item = '4'"));
        Ok(())
    });
    changed.expect("a change");
    let said = beside(&season.house, &["verify"]);
    let unit = &season.sheets[0].unit;
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.text.contains(&format!("[不符] 第 1 号上报（单位 {unit}）的数字与快照不符")), "{said:?}");
    assert!(said.text.contains("处不符。请保留现场"), "{said:?}");
}
