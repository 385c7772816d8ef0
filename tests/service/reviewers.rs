//! Several people decide about the same thing at once: one of them does, the others are told that it was done, and the
//! history has one line more.

use std::sync::atomic::{AtomicUsize, Ordering};

use huibiao::vocabulary::Role;
use huibiao::workflow::verify::verify;
use serde_json::json;

use crate::client::Answer;
use crate::house::{Database, House, on_both};
use crate::published::{Published, number_of};
use crate::senders::at_once;
use crate::signing::region::Region;
use crate::tampering::words;
use crate::town::{Api, Desk, gist, plain, values};

on_both!(one_reviewer_of_twenty_decides, one_of_twenty_signs_and_one_of_twenty_judges_it,);

const AT_ONCE: usize = 20;

const DECIDED: &str = "这次上报已经审核过了";

/// So many windows of these desks, a connection each.
fn windows(desks: &mut [Desk]) -> Vec<Desk> {
    let one = |number: usize| {
        let desk = &desks[number % desks.len()];
        Desk { client: desk.client.another(), csrf: desk.csrf.clone() }
    };
    (0..AT_ONCE).map(one).collect()
}

/// How many did it; the others were told `told`, and why.
fn winners(answers: &[Answer], told: &[(u16, &str)]) -> usize {
    let (won, lost): (Vec<&Answer>, Vec<&Answer>) =
        answers.iter().partition(|answer| matches!(answer.status, 201 | 303));
    for answer in lost {
        let is_told =
            told.iter().any(|(status, words)| answer.status == *status && answer.text.contains(words));
        assert!(is_told, "{} {}", answer.status, gist(&answer.text));
    }
    won.len()
}

/// What was decided so far of the one thing that there is, oldest first, as the table and as the log have it.
fn history(house: &House, table: &str, ending: &str) -> Vec<String> {
    let rows = format!("SELECT verdict AS words FROM {table} ORDER BY id");
    let logged = format!(
        "SELECT verb AS words FROM audit_entry WHERE verb IN ('accept{ending}', 'return{ending}') ORDER BY sequence"
    );
    let read = house.service.store.read(|conn| Ok((words(conn, &rows), words(conn, &logged))));
    let (rows, logged) = read.expect("the history");
    let said: Vec<String> = rows.iter().map(|verdict| format!("{verdict}{ending}")).collect();
    assert_eq!(logged, said, "the log and the table");
    rows
}

fn one_reviewer_of_twenty_decides(database: Database) {
    let season = Published::on(database, 1, &[]);
    let house = &season.house;
    house.employ("county", Role::Supervisor, &season.sheets[0].unit[..6]);
    let mut desks = ["city", "county"].map(|login| house.desk(login));
    let apis = desks.each_mut().map(Desk::api);
    let keys = AtomicUsize::new(0);
    let mut clerk = season.apis().remove(0);
    let send = |clerk: &mut Api| -> i64 {
        let key = keys.fetch_add(1, Ordering::Relaxed);
        let mut figures = season.sheets[0].typed();
        figures[10].1 = (10_000 + key).to_string();
        let sent =
            clerk.send(&season.place(&season.sheets[0]), &format!("reviewers-{key}"), &values(&figures));
        number_of(&sent);
        serde_json::from_str::<serde_json::Value>(&sent.text).expect("JSON")["id"].as_i64().expect("a number")
    };
    // Pages and programs in turn, of the county and of the city.
    let decide = |submission: i64, verdict: &str, number: usize, mut desk: Desk| -> Answer {
        if number % 4 < 2 {
            let (step, fields) = match verdict {
                "accept" => ("acceptance", &[][..]),
                _ => ("return", &[("reason", "第八项请核对")][..]),
            };
            return desk.post(&format!("/submissions/{submission}/{step}"), fields);
        }
        let mut client = apis[number % 2].client.another();
        let reason = if verdict == "accept" { "" } else { "第八项请核对" };
        let body = json!({ "verdict": verdict, "reason": reason }).to_string().into_bytes();
        client.send("POST", &format!("/api/v1/submissions/{submission}/reviews"), "application/json", body)
    };

    let first = send(&mut clerk);
    let mut told: Vec<&str> = Vec::new();
    // What was accepted may still be returned, once.
    for verdict in ["accept", "return"] {
        let answers = at_once(windows(&mut desks), |number, desk| decide(first, verdict, number, desk));
        assert_eq!(winners(&answers, &[(412, DECIDED)]), 1, "{verdict}");
        told.push(verdict);
        assert_eq!(history(house, "review", ""), told);
    }
    for round in 0..3 {
        let next = send(&mut clerk);
        let answers = at_once(windows(&mut desks), |number, desk| {
            let verdict = if (number / 2 + round) % 2 == 0 { "accept" } else { "return" };
            decide(next, verdict, number, desk)
        });
        let won = winners(&answers, &[(412, DECIDED)]);
        let all = history(house, "review", "");
        let new: Vec<&str> = all[told.len()..].iter().map(String::as_str).collect();
        assert!(matches!(new[..], ["return"] | ["accept", "return"]), "{new:?}");
        assert_eq!(won, new.len());
        told.extend(new.iter().map(|verdict| if *verdict == "accept" { "accept" } else { "return" }));
        let late = at_once(windows(&mut desks), |number, desk| decide(first, "accept", number, desk));
        assert_eq!(winners(&late, &[(412, "这不是该单位最新的一次上报")]), 0, "of one before");
    }
    assert_eq!(history(house, "review", ""), told);
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn one_of_twenty_signs_and_one_of_twenty_judges_it(database: Database) {
    let region = Region::on(database);
    region.reports_everything();
    let (mut county, mut city) = ([region.desk("370320")], [region.desk("city")]);
    let path = region.path("sign-offs");
    let signed = [("reason", "更正"), ("confirm", "on")];
    let mut told: Vec<&str> = Vec::new();
    for (number, verdict, step) in [(1, "return", "return"), (2, "accept", "acceptance")] {
        let answers = at_once(windows(&mut county), |_, mut desk| desk.post(&path, &signed));
        let late = [(412, ""), (422, "没有变化，不需要再汇总上报")];
        assert_eq!(winners(&answers, &late), 1, "sign-off {number}");
        let done = answers.iter().find(|answer| answer.status == 303).expect("one signed");
        assert_eq!(done.location(), format!("/sign-offs/{number}"), "{}", plain(&done.text));
        let answers = at_once(windows(&mut city), |_, mut desk| {
            let fields: &[(&str, &str)] = if verdict == "return" { &[("reason", "请核对")] } else { &[] };
            desk.post(&format!("/sign-offs/{number}/{step}"), fields)
        });
        assert_eq!(winners(&answers, &[(412, "已经审核过了")]), 1, "{verdict}");
        told.push(verdict);
        assert_eq!(history(&region.house, "sign_off_review", "-sign-off"), told);
    }
    assert_eq!(region.faults(), Vec::<String>::new());
}
