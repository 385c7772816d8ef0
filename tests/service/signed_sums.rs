//! Whatever happens, in whatever order: a signed total is the sum of what it lists, a city's that of its signed
//! counties, and no later event moves any of it.

use std::collections::BTreeMap;

use chrono::Duration;
use diesel::RunQueryDsl;
use diesel::sql_types::{BigInt, Text};
use huibiao::campaign::task::NewDeliverable;
use huibiao::campaign::{CampaignState, Choice, DaysOff, SignVerdict};
use huibiao::problem::{Problem, ProblemCode};
use huibiao::store::{Conn, accounts, campaigns as stored, standings, units};
use huibiao::vocabulary::{Actor, Level, Role};
use huibiao::workflow::campaigns::{self, Plan};
use huibiao::workflow::content::Content;
use huibiao::workflow::judged::Words;
use huibiao::workflow::sign_off::{self, Snapshot};
use huibiao::workflow::submit::{Outcome, Sending, submit};
use huibiao::workflow::values::Values;
use huibiao::workflow::verify::verify;
use huibiao::workflow::{doubles, review};

use crate::house::{Database, House, on_both};
use crate::town::CITY;
use crate::truth::exact;

on_both!(after_any_sequence_of_events_what_was_signed_is_the_sum_of_what_it_lists);

const COUNTIES: [&str; 2] = ["370320", "370321"];
const UNITS: [&str; 4] = ["370320001", "370320002", "370321001", "370321002"];

/// Sequences on each database, events of one, and sequences that share a campaign.
const SEQUENCES: [(Database, usize); 2] = [(Database::Sqlite, 1_000), (Database::Postgresql, 80)];
const EVENTS: usize = 4;
const TOGETHER: usize = 20;

/// Cities in which they are played, at the same time.
const CITIES: usize = 4;

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, many: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % many
    }

    fn of<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.below(things.len())]
    }
}

/// A city of two counties, everybody who acts in it, and what was signed in the campaign that runs.
struct Region {
    house: House,
    actors: BTreeMap<&'static str, Actor>,
    campaign: i64,
    keys: usize,
    /// Number → text of the snapshot, as it was right after the signing.
    signed: BTreeMap<i64, String>,
    /// How often each kind of event came to something.
    came: BTreeMap<&'static str, usize>,
}

impl Region {
    fn on(database: Database) -> Region {
        let house = House::on(database);
        let mut actors = BTreeMap::new();
        let mut employ = |login: &'static str, role: Role, unit: &str| {
            let account = house.employ(login, role, unit);
            let actor = house.service.store.read(|conn| accounts::actor(conn, account)).expect("an account");
            actors.insert(login, actor.expect("who acts"));
        };
        employ(CITY, Role::Supervisor, CITY);
        for county in COUNTIES {
            house.add_unit(county, &format!("{county}号单位"), Level::County, CITY);
            employ(county, Role::Supervisor, county);
        }
        for unit in UNITS {
            house.add_unit(unit, &format!("{unit}号单位"), Level::Unit, &unit[..6]);
            employ(unit, Role::Clerk, unit);
        }
        let (signed, came) = Default::default();
        Region { house, actors, campaign: 0, keys: 0, signed, came }
    }

    /// A new campaign, with nothing signed in it.
    fn begins(&mut self) {
        let (service, city) = (&self.house.service, &self.actors[CITY]);
        let plan = Plan {
            notice: None,
            choice: Choice::default(),
            last_campaign: None,
            title: "统计".to_owned(),
            form: "315-activity".to_owned(),
            year: 2024,
            period: "2024年度".to_owned(),
            theme: None,
            issuer: "淄博市消费者协会".to_owned(),
            returned_is_missing: false,
            paper_copy: false,
            days_off: DaysOff::default(),
            deliverables: vec![NewDeliverable::table("3月22日前", service.now() + Duration::hours(6))],
        };
        self.campaign = campaigns::create(service, city, plan).expect("a campaign");
        campaigns::change_state(service, city, self.campaign, CampaignState::Published).expect("published");
        self.signed.clear();
    }

    /// Something happens, or is refused for a reason that can be given.
    fn event(&mut self, chance: &mut Chance) {
        self.house.hands.turn(Duration::minutes(17));
        let (unit, county) = (*chance.of(&UNITS), *chance.of(&COUNTIES));
        let what = match chance.below(18) {
            0..=2 => self.sends(unit, chance.below(25)),
            3..=6 => self.all_are_accepted(),
            7 => self.is_returned(unit),
            8 => self.has_more_time(unit),
            9 => self.is_decided(chance.below(2) == 0),
            10..=12 => self.signs(county),
            13..=15 => self.is_judged(county, chance.below(5) == 0),
            _ => self.signs(CITY),
        };
        if let Some(what) = what {
            *self.came.entry(what).or_default() += 1;
        }
    }

    fn sends(&mut self, unit: &'static str, more: usize) -> Option<&'static str> {
        self.keys += 1;
        let key = format!("signed-sums-{}", self.keys);
        let bounds = [3, 1, 9, 120, 80, 30, 2, 4, 2, 6, 900];
        let figures = bounds.iter().enumerate().map(|(item, bound)| {
            let whole = if item == 1 { 1 } else { bound + more % 20 };
            let text = if item == 6 { format!("{whole}.{:04}", more * 37 + 1) } else { whole.to_string() };
            (((item + 1).to_string(), String::new()), text)
        });
        let values =
            Values { figures: figures.collect(), date: Some("2024-03-18".to_owned()), ..Values::default() };
        let sending = Sending {
            campaign: self.campaign,
            unit: unit.to_owned(),
            key: key.clone(),
            fingerprint: key,
            received: self.house.service.now(),
            content: Content::Values(values),
            words: Words::ByCode(Vec::new()),
        };
        match submit(&self.house.service, &self.actors[unit], sending).expect("it is sent") {
            Outcome::Taken(_) => Some("sent"),
            Outcome::Unfit(unfit) => panic!("{unit}: {:?}", unfit.1.obstacles),
        }
    }

    fn current(&self, unit: &str) -> Option<i64> {
        let standing = self.house.service.store.read(|conn| {
            let node = units::by_code(conn, unit)?.expect("a unit");
            standings::find(conn, self.campaign, node.id)
        });
        standing.expect("a standing").and_then(|standing| standing.current)
    }

    fn all_are_accepted(&self) -> Option<&'static str> {
        let accept = |revision| {
            refused(review::accept(&self.house.service, &self.actors[CITY], revision), &[ProblemCode::Stale])
        };
        let accepted = UNITS.into_iter().filter_map(|unit| self.current(unit)).filter_map(accept).count();
        (accepted > 0).then_some("accepted")
    }

    fn is_returned(&self, unit: &str) -> Option<&'static str> {
        let (service, city) = (&self.house.service, &self.actors[CITY]);
        let done = review::return_(service, city, self.current(unit)?, "请核对", Vec::new());
        refused(done, &[ProblemCode::Stale]).map(|()| "returned")
    }

    fn has_more_time(&self, unit: &str) -> Option<&'static str> {
        let service = &self.house.service;
        let table = service.store.read(|conn| stored::table(conn, self.campaign)).expect("a table");
        let until = table.due.expect("a deadline").instant + Duration::hours(5);
        campaigns::extend(service, &self.actors[CITY], (self.campaign, unit), table.id, until, "停电")
            .expect("time");
        Some("extended")
    }

    fn signs(&mut self, node: &'static str) -> Option<&'static str> {
        let done = sign_off::sign(&self.house.service, &self.actors[node], self.campaign, "更正");
        let id = refused(done, &[ProblemCode::Invalid])?;
        let text = self.snapshots().remove(&id).expect("what was signed");
        self.is_the_sum_of_what_it_lists(id, &text);
        self.signed.insert(id, text);
        Some(if node == CITY { "published" } else { "signed" })
    }

    fn is_judged(&self, county: &str, returned: bool) -> Option<&'static str> {
        let (service, city) = (&self.house.service, &self.actors[CITY]);
        let heads = sign_off::heads(service, city, self.campaign, Some(county)).expect("sign-offs");
        let (verdict, reason) =
            if returned { (SignVerdict::Return, "对不上") } else { (SignVerdict::Accept, "") };
        let done = sign_off::review(service, city, heads.last()?.id, verdict, reason);
        refused(done, &[ProblemCode::Stale]).map(|()| if returned { "sent back" } else { "taken" })
    }

    /// Somebody decides on the first sheets that are the same: the first of them does not count, or all do.
    fn is_decided(&self, left_out: bool) -> Option<&'static str> {
        let (service, city) = (&self.house.service, &self.actors[CITY]);
        let found = doubles::list(service, city, self.campaign, None).expect("sheets");
        let sheets: Vec<i64> = found.groups.first()?.sheets.iter().map(|sheet| sheet.revision.id).collect();
        let out = if left_out { vec![sheets[0]] } else { Vec::new() };
        let verdict =
            doubles::Verdict { all: sheets, left_out: out, reason: "核实".to_owned(), activity: None };
        doubles::decide(service, city, (self.campaign, None), verdict).expect("decided");
        Some("decided")
    }

    /// The text of everything that was signed in the campaign, by number.
    fn snapshots(&self) -> BTreeMap<i64, String> {
        let campaign = self.campaign;
        let rows = self.house.service.store.read(|conn| {
            let query = "SELECT id, snapshot AS text FROM sign_off WHERE campaign_id = $1";
            Ok(diesel::sql_query(query).bind::<BigInt, _>(campaign).load::<Row>(conn)?)
        });
        rows.expect("what was signed").into_iter().map(|row| (row.id, row.text)).collect()
    }

    fn is_the_sum_of_what_it_lists(&self, id: i64, text: &str) {
        let snapshot: Snapshot = serde_json::from_str(text).expect("a snapshot");
        let sums = self.house.service.store.read(|conn| listed(conn, id)).expect("the sums");
        let told: Vec<(String, String)> = snapshot
            .figures
            .iter()
            .map(|figure| (figure.item.clone(), figure.value.clone().expect("a value")))
            .collect();
        let mut told = told;
        told.sort();
        assert_eq!(told, sums, "{} {}", snapshot.node, snapshot.number);
        for child in snapshot.children.iter().filter(|child| child.sign_off.is_some()) {
            let mut of_county = self
                .signed
                .values()
                .map(|text| -> Snapshot { serde_json::from_str(text).expect("a snapshot") });
            let county = of_county
                .rfind(|signed| signed.node == child.node && Some(signed.number) == child.sign_off)
                .expect("the county's own");
            // What was decided not to count since is missing in the city's.
            if county.pins.iter().all(|pin| snapshot.pins.contains(pin)) {
                assert_eq!(child.figures, county.figures, "{} as it signed", child.node);
            }
        }
    }

    /// Everything that was signed is still what it was, and what is shown of it.
    fn nothing_has_moved(&self) {
        assert_eq!(self.snapshots(), self.signed);
        if let Some((id, text)) = self.signed.iter().next_back() {
            let one = sign_off::one(&self.house.service, &self.actors[CITY], *id).expect("a sign-off");
            assert_eq!(serde_json::to_string(&one.snapshot).expect("a text"), *text);
        }
    }
}

/// What was done, if it was; another refusal than these is a mistake.
fn refused<T>(done: Result<T, Problem>, known: &[ProblemCode]) -> Option<T> {
    match done {
        Ok(done) => Some(done),
        Err(problem) if known.contains(&problem.code) => None,
        Err(problem) => panic!("{problem:?}"),
    }
}

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    text: String,
}

/// Sums by item of the revisions that a sign-off lists.
fn listed(conn: &mut Conn, id: i64) -> Result<Vec<(String, String)>, Problem> {
    let query = "SELECT CAST(SUM(value) AS BIGINT) AS id, item AS text FROM signed_revision \
         JOIN figure ON figure.revision_id = signed_revision.revision_id \
         WHERE sign_off_id = $1 AND value IS NOT NULL GROUP BY item ORDER BY item";
    let rows: Vec<Row> = diesel::sql_query(query).bind::<BigInt, _>(id).load(conn)?;
    let mut sums: Vec<(String, String)> = rows.into_iter().map(|row| (row.text, exact(row.id))).collect();
    sums.sort();
    Ok(sums)
}

fn after_any_sequence_of_events_what_was_signed_is_the_sum_of_what_it_lists(database: Database) {
    let (_, sequences) = SEQUENCES.into_iter().find(|(known, _)| *known == database).expect("a number");
    let mut came: BTreeMap<&str, usize> = BTreeMap::new();
    std::thread::scope(|scope| {
        let cities = (0..CITIES).map(|city| scope.spawn(move || played(database, city, sequences / CITIES)));
        for city in cities.collect::<Vec<_>>() {
            let events = city.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            events.into_iter().for_each(|(event, times)| *came.entry(event).or_default() += times);
        }
    });
    for event in
        ["sent", "accepted", "returned", "extended", "decided", "signed", "taken", "sent back", "published"]
    {
        let times = came.get(event).copied().unwrap_or_default();
        assert!(times * 200 >= sequences, "{event} came to something {times} times: {came:?}");
    }
}

/// Plays so many sequences in a city of their own; how often each kind of event came to something.
fn played(database: Database, seed: usize, sequences: usize) -> BTreeMap<&'static str, usize> {
    let (mut region, mut chance) = (Region::on(database), Chance(7_919 * seed as u64 + 7));
    for sequence in 0..sequences {
        if sequence % TOGETHER == 0 {
            region.begins();
        }
        for _ in 0..EVENTS {
            region.event(&mut chance);
        }
        region.nothing_has_moved();
    }
    assert_eq!(verify(&region.house.service).expect("a verdict").faults, Vec::<String>::new());
    region.came
}
