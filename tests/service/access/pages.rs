//! Whatever a query of a page says is answered: nothing breaks a page, and none tells what the program is made of.
//!
//! Each name that a page reads gets values that do not belong there, the others as they should be: every sixth of them
//! in turn, and all where `HUIBIAO_DEEP` is set. Which names there are is read off the source, so that a new one is tried
//! from its first day.

use std::collections::BTreeSet;
use std::path::Path;

use super::grounds::Grounds;
use super::rights::{RIGHTS, Who};
use super::wild::WILD;
use crate::client::Answer;
use crate::house::{Database, House, on_both};
use crate::town::gist;

on_both!(no_query_breaks_a_page_or_makes_it_tell);

/// What each page reads of its query; every other page is asked with [`ANYWHERE`].
const QUERIES: [(&str, &[&str]); 23] = [
    ("/sign-in", &["next", "ended"]),
    ("/sign-in/step", &["next", "ended"]),
    ("/", &["sort"]),
    ("/account", &["sort", "done"]),
    ("/forms", &["sort"]),
    ("/forms/{code}/{version}", &["done", "notice"]),
    ("/campaigns/new", &["notice", "like"]),
    ("/campaigns/{campaign}", &["sort"]),
    ("/campaigns/{campaign}/expected", &["sort", "skip"]),
    (
        "/campaigns/{campaign}/board",
        &["node", "deliverable", "state", "q", "sort", "below", "after", "accepted"],
    ),
    ("/campaigns/{campaign}/missing", &["node", "deliverable", "sort", "reminded"]),
    ("/campaigns/{campaign}/totals", &["node", "accepted", "sort"]),
    ("/campaigns/{campaign}/totals/{figure}", &["node", "accepted", "sort"]),
    ("/campaigns/{campaign}/workbook", &["node", "accepted"]),
    ("/campaigns/{campaign}/sign-offs", &["node", "sort"]),
    ("/campaigns/{campaign}/superior-template", &["node", "from", "cell", "done"]),
    ("/superior-templates/{template}/filled", &["from", "cell", "done"]),
    ("/campaigns/{campaign}/blank-forms.zip", &["node", "kind"]),
    ("/submissions/{submission}", &["sort"]),
    ("/units", &["q", "sort", "skip", "done"]),
    ("/accounts", &["q", "sort", "skip", "done"]),
    ("/audit", &["chain", "verb", "sort", "after"]),
    ("/audit.csv", &["chain", "verb", "sort", "after"]),
];

const ANYWHERE: [&str; 3] = ["node", "sort", "q"];

/// Words of the database and of the program, which no page needs.
const INNER: [&str; 16] = [
    "SELECT ",
    "INSERT INTO",
    "UPDATE ",
    " FROM ",
    "sqlite",
    "SQLite error",
    "postgres://",
    "diesel",
    "syntax error",
    "no such",
    "relation \"",
    "panicked",
    ".rs:",
    "/src/",
    "huibiao.db",
    "Query deserialize",
];

/// What is wrong with an answer: what the page says anyhow (a few are about the program itself) is no fault of the query.
fn fault(house: &House, answer: &Answer, usual: &str) -> Option<String> {
    if answer.status >= 500 {
        return Some("broken".to_owned());
    }
    if !answer.header("content-type").starts_with("text/") {
        return None;
    }
    let folder = house.folder.path().display().to_string();
    let mut words = INNER.into_iter().chain([folder.as_str()]);
    let told = words.find(|word| answer.text.contains(word) && !usual.contains(word));
    told.map(|word| format!("it tells “{word}”"))
}

fn no_query_breaks_a_page_or_makes_it_tell(database: Database) {
    let mut grounds = Grounds::lay(database);
    let (mut wrong, mut sent, mut opened) = (Vec::new(), 0, BTreeSet::new());
    let (every, mut turn) = (if std::env::var_os("HUIBIAO_DEEP").is_some() { 1 } else { 6 }, 0);
    let pages = RIGHTS.iter().filter_map(|right| Some((right, right.0.strip_prefix("GET ")?)));
    for (right, path) in pages.filter(|(_, path)| !path.starts_with("/api/")) {
        let who = [Who::City, Who::Administrator, Who::Clerk].into_iter().find(|who| who.is_in(right.1));
        let who = who.unwrap_or(Who::City);
        let address = grounds.address(path, right.2.things()[0]);
        let usual = grounds.desk(who).get(&address).text;
        let (address, own) = address.split_once('?').unwrap_or((&address, ""));
        let known = QUERIES.iter().find(|(known, _)| *known == path);
        for name in known.map_or(&ANYWHERE[..], |(_, names)| names) {
            let others: Vec<&str> =
                own.split('&').filter(|pair| !pair.starts_with(&format!("{name}="))).collect();
            let others = others.join("&");
            let long = "9".repeat(3_000);
            let values = WILD.into_iter().chain([long.as_str(), "", "1&NAME=2"]);
            turn += 1;
            for value in values.skip(turn % every).step_by(every) {
                let value = value.replace("NAME", name);
                let asked = format!("{address}?{others}&{name}={value}");
                let answer = grounds.desk(who).get(&asked);
                sent += 1;
                if answer.status == 200 {
                    opened.insert(path);
                }
                let seen = |fault| {
                    let asked: String = asked.chars().take(120).collect();
                    let page: String = gist(&answer.text).chars().take(200).collect();
                    format!("{fault} at {asked}: {} {page}", answer.status)
                };
                wrong.extend(fault(&grounds.house, &answer, &usual).map(seen));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {sent}: {wrong:#?}", wrong.len());
    assert!(sent > 1_500 / every, "only {sent} requests");
    assert!(opened.len() > 40, "only {} pages were opened: {opened:?}", opened.len());
    for who in [Who::City, Who::Administrator, Who::Clerk] {
        assert_eq!(grounds.desk(who).get("/account").status, 200, "{who:?} was there to the end");
    }
}

/// The names that pages read, as the source has them: fields of what stands in `web::Query<…>`.
fn names_in_source(folder: &Path) -> BTreeSet<String> {
    let texts = texts(folder);
    let fields = |text: &str, kind: &str| -> Option<BTreeSet<String>> {
        let (_, rest) = text.split_once(&format!("pub struct {kind} {{"))?;
        let lines = rest.split("\n}").next().unwrap_or_default().lines().map(str::trim);
        let fields =
            lines.filter(|line| !line.starts_with(['/', '#'])).filter_map(|line| line.split_once(':'));
        Some(fields.filter_map(|(name, _)| name.rsplit(' ').next().map(str::to_owned)).collect())
    };
    let mut names = BTreeSet::new();
    for text in &texts {
        for kind in text.split("web::Query<").skip(1).filter_map(|rest| rest.split('>').next()) {
            // Where it is not beside the page, it is shared by several.
            let own = fields(text, kind).or_else(|| texts.iter().find_map(|other| fields(other, kind)));
            names.extend(own.unwrap_or_else(|| panic!("no struct {kind}")));
        }
    }
    names
}

/// Every source file of the pages.
fn texts(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the source").map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| {
            let is_other = ["api", "pages", "views"].iter().any(|name| path.ends_with(name));
            if path.is_dir() {
                return if is_other { Vec::new() } else { texts(&path) };
            }
            vec![std::fs::read_to_string(&path).expect("a text")]
        })
        .collect()
}

#[test]
fn every_name_that_a_page_reads_is_tried() {
    let names = names_in_source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"));
    let tried: BTreeSet<String> =
        QUERIES.iter().flat_map(|(_, names)| names.iter().map(|name| (*name).to_owned())).collect();
    let new: Vec<&String> = names.difference(&tried).collect();
    assert!(new.is_empty(), "nobody has tried {new:?}");
    assert!(names.len() > 15, "{names:?}");
}
