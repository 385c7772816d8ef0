//! Every route, everybody, everything: own, below, beside, above, elsewhere, in campaigns of every state.
//!
//! The routes are those of the product's table; who may what is written down in `access/rights` by hand, so that
//! a route which nobody has thought about fails here. First comes whatever must be refused, each request
//! complete and valid but for who makes it, and nothing in the database may have moved afterwards. Then the
//! rest, so that a refusal is known to be one of the person and not of the request.

#[path = "access/described.rs"]
mod described;
#[path = "access/grounds.rs"]
pub mod grounds;
#[path = "access/pages.rs"]
mod pages;
#[path = "access/reading.rs"]
mod reading;
#[path = "access/rights.rs"]
mod rights;
#[path = "access/wild.rs"]
mod wild;

use std::collections::BTreeSet;

use huibiao::web::table;
use serde_json::Value;

use crate::client::Answer;
use crate::house::{Database, on_both};
use crate::tampering::words;
use crate::town::gist;
use described::Description;
use grounds::{Grounds, Rows, is_among, number_of_unit, told};
use rights::{Case, Fate, RIGHTS, Who, beyond, cases};

on_both!(everybody_may_what_the_rules_say_and_nothing_else);

#[test]
fn every_route_has_been_thought_about() {
    let routes: Vec<String> =
        table().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    let known: BTreeSet<&str> = RIGHTS.iter().map(|right| right.0).collect();
    let routes: BTreeSet<&str> = routes.iter().map(String::as_str).collect();
    assert_eq!(routes, known, "the product's routes, then this test's");
    assert_eq!(known.len(), RIGHTS.len(), "each once");
}

fn everybody_may_what_the_rules_say_and_nothing_else(database: Database) {
    let mut grounds = Grounds::lay(database);
    let cases: Vec<Case> = cases().into_iter().filter(|case| case.right.0 != "POST /sign-out").collect();
    assert!(cases.len() > 2_000, "only {} cases", cases.len());
    let before = grounds.rows();
    let (denied, mut denials) = (denied(&grounds), 0);
    let mut wrong: Vec<String> = Vec::new();
    for case in cases.iter().filter(|case| case.fate != Fate::Done) {
        wrong.extend(refused(&mut grounds, case));
        denials += times_noted(case);
    }
    for case in cases.iter().filter(|case| case.fate == Fate::Done && is_form(case)) {
        wrong.extend(forged(&mut grounds, case));
        // Once without a token of the session, once from a foreign page.
        denials += 2;
    }
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), cases.len());
    assert!(denials > 1_000, "only {denials}");
    assert_eq!(self::denied(&grounds) - denied, denials, "each of them stands in the log, and nothing else");
    let after = grounds.rows();
    for (table, rows) in &before {
        assert_eq!(rows, &after[table], "{table} after nothing but refusals");
    }

    grounds.is_in_earnest = true;
    let description = Description::ask(&mut grounds.house.client());
    let mut succeeded: BTreeSet<&str> = BTreeSet::new();
    for case in cases.iter().filter(|case| case.fate == Fate::Done) {
        let answer = grounds.ask(case);
        wrong.extend(done(case, &answer));
        if case.right.0.contains(" /api/v1/") {
            wrong.extend(description.unlike(case.right.0, &answer));
        }
        if answer.status < 400 {
            succeeded.insert(case.right.0);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let never: Vec<&str> =
        RIGHTS.iter().map(|right| right.0).filter(|route| !succeeded.contains(route)).collect();
    assert_eq!(
        never,
        [
            "GET /assets/{name}",
            "POST /sign-in",
            // For whoever has given a password and is not in yet: `second_factor` and `protected` go through them.
            "POST /sign-in/code",
            "POST /sign-in/password",
            "POST /sign-in/second-factor",
            "GET /setup/{token}",
            "POST /setup/{token}",
            "POST /account/password",
            "POST /sign-out"
        ],
        "the others were carried out for somebody"
    );
    figures_came_from_their_units(&before, &grounds.rows());
    for who in Who::ALL.into_iter().filter(|who| *who != Who::Nobody) {
        let desk = grounds.desk(who);
        assert_eq!(desk.done("/sign-out", &[]), "/sign-in", "{who:?}");
    }
}

/// How often the log says that somebody was denied something.
fn denied(grounds: &Grounds) -> usize {
    let asked = "SELECT subject AS words FROM audit_entry WHERE verb = 'denied'";
    grounds.house.service.store.read(|conn| Ok(words(conn, asked))).expect("the log").len()
}

/// How often the log must say so when a case is tried: of somebody signed in, what is not his to do, and what is not his
/// to see. The last is asked for once more, as if it were not there.
fn times_noted(case: &Case) -> usize {
    match case.fate {
        Fate::Forbidden => 1,
        Fate::NotFound => 2,
        Fate::SignIn | Fate::NotOpen | Fate::Nothing | Fate::Done => 0,
    }
}

/// A form of a page, sent by somebody who may send it.
fn is_form(case: &Case) -> bool {
    case.who != Who::Nobody && case.right.0.starts_with("POST /") && !case.right.0.starts_with("POST /api/")
}

fn seen(case: &Case, answer: &Answer) -> String {
    format!("{case}: {} {} {}", answer.status, answer.location(), gist(&answer.text))
}

/// What is wrong with how a request was refused.
fn refused(grounds: &mut Grounds, case: &Case) -> Option<String> {
    let answer = grounds.ask(case);
    let is_page = case.right.0.starts_with("GET /") && !case.right.0.starts_with("GET /api/");
    let fits = match case.fate {
        Fate::SignIn if is_page => answer.status == 303 && answer.location().starts_with("/sign-in"),
        Fate::SignIn => answer.status == 401,
        Fate::Forbidden => answer.status == 403,
        Fate::NotFound => answer.status == 404,
        Fate::NotOpen => answer.status == 409,
        Fate::Nothing => matches!(answer.status, 204 | 303),
        Fate::Done => unreachable!(),
    };
    if !fits {
        return Some(format!("{:?} expected of {}", case.fate, seen(case, &answer)));
    }
    let leaks = matches!(case.fate, Fate::NotFound | Fate::Nothing)
        && told(&answer) != told(&grounds.ask_for_nothing(case));
    leaks.then(|| format!("not as if there were nothing: {}", seen(case, &answer)))
}

/// What is wrong with how a form was refused that did not come from a page of this session.
fn forged(grounds: &mut Grounds, case: &Case) -> Option<String> {
    let without = grounds.ask_with(case, Some("00112233445566778899aabbccddeeff"));
    let headers = &mut grounds.desk(case.who).client.headers;
    headers.insert("origin".to_owned(), "https://evil.example".to_owned());
    let elsewhere = grounds.ask(case);
    grounds.desk(case.who).client.headers.remove("origin");
    let taken = [without, elsewhere].into_iter().find(|answer| answer.status != 403);
    taken.map(|answer| format!("forged: {}", seen(case, &answer)))
}

/// What is wrong with how a request was carried out: it may meet a state that has passed, or fields that are
/// wrong, but not a closed door; and it shows nothing of units beyond.
fn done(case: &Case, answer: &Answer) -> Option<String> {
    let for_everybody = case.right.1 == "*" && matches!(answer.status, 404 | 429);
    let is_kept_out =
        answer.status == 303 && answer.location().starts_with("/sign-in") && case.right.1 != "*";
    if is_kept_out || !(matches!(answer.status, 200 | 201 | 204 | 303 | 412 | 422) || for_everybody) {
        return Some(seen(case, answer));
    }
    if matches!(case.who, Who::Nobody | Who::Administrator) {
        return None;
    }
    let shown = beyond(case.who).into_iter().find(|unit| answer.text.contains(unit));
    shown.map(|unit| format!("{case} shows {unit}"))
}

/// Nothing that was sent has changed, and whatever came was sent by the unit itself or, as 代报, by somebody
/// above it; drafts are those of the one clerk.
fn figures_came_from_their_units(before: &Rows, after: &Rows) {
    for table in [
        "revision",
        "figure",
        "finding",
        "explanation",
        "receipt",
        "due_change",
        "delivery",
        "delivery_file",
        "delivery_review",
    ] {
        assert!(is_among(&before[table], &after[table]), "{table} has lost or changed a row");
    }
    let login = |account: &Value| {
        let found = after["account"].iter().find(|known| &known["id"] == account);
        found.and_then(|known| known["login"].as_str()).unwrap_or_default().to_owned()
    };
    let unit = |code: &str| number_of_unit(after, code);
    let came = after["revision"].iter().filter(|revision| !before["revision"].contains(revision));
    let came: BTreeSet<(String, String, String)> = came
        .map(|revision| {
            let channel = revision["channel"].as_str().expect("a channel").to_owned();
            (channel, login(&revision["account_id"]), revision["unit_id"].to_string())
        })
        .collect();
    let expected = [
        ("api", "370320001", "370320001"),
        ("behalf", "city", "370321001"),
        ("behalf", "county", "370320002"),
        ("page", "370320001", "370320001"),
    ];
    let expected =
        expected.map(|(channel, who, code)| (channel.to_owned(), who.to_owned(), unit(code).to_string()));
    assert_eq!(came, BTreeSet::from(expected));
    let others = |rows: &Rows| -> Vec<Value> {
        rows["draft"].iter().filter(|draft| draft["unit_id"] != unit("370320001")).cloned().collect()
    };
    assert_eq!(others(before), others(after), "drafts of other units");
    let unread = |rows: &Rows| -> Vec<Value> {
        let of_others = rows["message"].iter().filter(|message| message["unit_id"] != unit("370320001"));
        of_others.filter(|message| message["read_at"].is_null()).cloned().collect()
    };
    assert!(is_among(&unread(before), &unread(after)), "what other units were told is still unread");
}
