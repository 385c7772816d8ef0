//! Totals that are kept: after whatever happened, in whatever order, they are what one GROUP BY over the figures
//! in force says; whoever changes one behind the program's back is found out.

use std::collections::BTreeMap;

use chrono::Duration;
use diesel::RunQueryDsl;
use diesel::sql_types::{BigInt, Text};
use huibiao::app;
use huibiao::campaign::task::{NewDeliverable, due};
use huibiao::campaign::{CampaignState, Choice, DaysOff};
use huibiao::config::Settings;
use huibiao::form::Form;
use huibiao::problem::{Problem, ProblemCode};
use huibiao::store::units::{self, Change, Node};
use huibiao::store::{Conn, accounts, campaigns as stored, standings, totals as kept};
use huibiao::vocabulary::{Actor, Level, Number, Role};
use huibiao::workflow::board::{Filter, board};
use huibiao::workflow::campaigns::{self, Plan};
use huibiao::workflow::content::Content;
use huibiao::workflow::judged::Words;
use huibiao::workflow::restore::{Target, restore};
use huibiao::workflow::submit::{Outcome, Sending, submit};
use huibiao::workflow::totals::{Basis, totals};
use huibiao::workflow::values::Values;
use huibiao::workflow::verify::verify;
use huibiao::workflow::{Service, backup, review};

use crate::house::{Database, Hands, House, noted, on_both, program};
use crate::process::Data;
use crate::town::CITY;
use crate::truth::exact;

on_both!(
    after_any_series_of_events_totals_are_what_the_figures_add_up_to,
    at_every_moment_while_others_send_and_move_totals_are_what_the_figures_add_up_to,
    a_sum_that_somebody_changed_is_found_and_made_anew_with_its_county,
    what_is_undone_keeps_nothing,
);

/// Counties, a township below one of them, units, a station that reports and has a post below it.
const PLACES: [(&str, Level, &str); 17] = [
    ("370320", Level::County, CITY),
    ("370321", Level::County, CITY),
    ("370322", Level::County, CITY),
    ("3703201", Level::Township, "370320"),
    ("370320001", Level::Unit, "370320"),
    ("370320002", Level::Unit, "370320"),
    ("370320003", Level::Unit, "3703201"),
    ("370320004", Level::Unit, "3703201"),
    ("370320005", Level::Unit, "3703201"),
    ("370321001", Level::Unit, "370321"),
    ("370321002", Level::Unit, "370321"),
    ("370321003", Level::Unit, "370321"),
    ("3703210031", Level::Unit, "370321003"),
    ("370322001", Level::Unit, "370322"),
    ("370322002", Level::Unit, "370322"),
    ("370322003", Level::Unit, "370322"),
    ("370329", Level::Unit, CITY),
];

const FORMS: [&str; 2] = ["315-activity", "complaint-handling"];

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

/// A city with two campaigns, and everybody who acts in them.
struct Region {
    service: Service,
    hands: Hands,
    city: Actor,
    units: Vec<String>,
    keys: usize,
    /// What has to stay for as long as the service is used.
    _ground: Box<dyn std::any::Any>,
}

impl Region {
    fn on(database: Database) -> Region {
        let house = House::on(database);
        for (code, level, parent) in PLACES {
            house.add_unit(code, &format!("{code}号单位"), level, parent);
        }
        let city = actor(&house.service, house.employ("city", Role::Supervisor, CITY));
        let reporting = PLACES.iter().filter(|(_, level, _)| *level == Level::Unit);
        let units: Vec<String> = reporting.map(|(code, ..)| (*code).to_owned()).collect();
        for unit in &units {
            house.employ(unit, Role::Clerk, unit);
        }
        let (service, hands) = (house.service.clone(), house.hands.clone());
        for form in FORMS {
            let campaign = campaigns::create(&service, &city, plan(form, &service)).expect("a campaign");
            let published = CampaignState::Published;
            campaigns::change_state(&service, &city, campaign, published).expect("published");
        }
        Region { service, hands, city, units, keys: 0, _ground: Box::new(house) }
    }

    fn sends(&mut self, campaign: i64, unit: &str, more: usize) {
        self.keys += 1;
        let key = format!("kept-totals-{}", self.keys);
        sends(&self.service, (campaign, unit), more, &key).expect("it is sent");
    }

    fn nodes(&self) -> Vec<Node> {
        self.service.store.read(units::all).expect("the tree")
    }

    /// The city, each county and whoever has others below it.
    fn parents(&self) -> Vec<Node> {
        let nodes = self.nodes();
        let above = |node: &&Node| nodes.iter().any(|child| child.parent == Some(node.id));
        nodes.iter().filter(above).cloned().collect()
    }

    /// Something happens.
    fn event(&mut self, chance: &mut Chance) -> String {
        self.hands.turn(Duration::minutes(61));
        let campaign = 1 + chance.below(2) as i64;
        let unit = chance.of(&self.units).clone();
        match chance.below(16) {
            0..=5 => {
                self.sends(campaign, &unit, chance.below(30));
                format!("{unit} sends into {campaign}")
            }
            6..=7 => self.is_reviewed(campaign, &unit, chance.below(2) == 0),
            8 => {
                let reason = (chance.below(2) == 0).then(|| "停业".to_owned());
                let said = format!("{unit} is exempt from {campaign}: {reason:?}");
                campaigns::exempt(&self.service, &self.city, campaign, &unit, reason).expect("exempt");
                said
            }
            9 => self.has_more_time(campaign, &unit),
            10 => self.deadline_moves(campaign, chance.below(200) as i64 - 100),
            11..=12 => self.moves(&unit, chance),
            13 => self.moves("3703201", chance),
            14 => self.closes_and_opens(campaign, chance),
            _ => format!("{} is looked at", self.looked_at(chance)),
        }
    }

    fn is_reviewed(&self, campaign: i64, unit: &str, accepted: bool) -> String {
        let current = self.service.store.read(|conn| {
            let node = units::by_code(conn, unit)?.expect("a unit");
            Ok(standings::find(conn, campaign, node.id)?.and_then(|standing| standing.current))
        });
        let Some(revision) = current.expect("a standing") else { return format!("{unit} has sent nothing") };
        let done = match accepted {
            true => review::accept(&self.service, &self.city, revision),
            false => review::return_(&self.service, &self.city, revision, "请核对", Vec::new()),
        };
        let refused = done.err().map(|problem| problem.code);
        assert!(matches!(refused, None | Some(ProblemCode::Stale)), "{refused:?}");
        format!("{unit} is reviewed in {campaign}: {accepted}, {refused:?}")
    }

    fn has_more_time(&self, campaign: i64, unit: &str) -> String {
        let table = self.service.store.read(|conn| stored::table(conn, campaign)).expect("a table");
        let until = table.due.expect("a deadline").instant.max(self.service.now()) + Duration::days(1);
        campaigns::extend(&self.service, &self.city, (campaign, unit), table.id, until, "停电")
            .expect("time");
        format!("{unit} has more time in {campaign}")
    }

    fn deadline_moves(&self, campaign: i64, hours: i64) -> String {
        let table = self.service.store.read(|conn| stored::table(conn, campaign)).expect("a table");
        let after = due("另行通知", self.service.now() + Duration::hours(hours), 0);
        campaigns::move_due(&self.service, &self.city, table.id, (Some(after), None), "大雪")
            .expect("it moves");
        format!("the deadline of {campaign} moves by {hours} hours")
    }

    fn moves(&self, code: &str, chance: &mut Chance) -> String {
        let below = *chance.of(&["370320", "370321", "370322", "3703201", "370321003", CITY]);
        moves(&self.service, code, below);
        format!("{code} moves below {below}")
    }

    /// Whoever has come since is expected from then on.
    fn closes_and_opens(&mut self, campaign: i64, chance: &mut Chance) -> String {
        let change = Change { at: self.service.now(), account: None };
        let (code, parent) = (format!("37032{}{:03}", chance.below(3), 100 + self.keys), "370322");
        self.keys += 1;
        let description = units::Description {
            code: code.clone(),
            name: format!("{code}号单位"),
            level: Level::Unit,
            short_name: None,
            aliases: Vec::new(),
            contact: None,
            groups: Vec::new(),
            exempt_reason: (chance.below(3) == 0).then(|| "新设".to_owned()),
            reports: true,
            active: true,
        };
        let added = self.service.store.write(move |conn| {
            let parent = units::by_code(conn, parent)?.expect("a county");
            units::add(conn, &description, Some(&parent), change)?;
            noted(conn, change.at)
        });
        added.expect("a unit comes");
        for state in [CampaignState::Closed, CampaignState::Published] {
            campaigns::change_state(&self.service, &self.city, campaign, state).expect("another state");
        }
        format!("{code} comes, {campaign} is published again")
    }

    fn looked_at(&self, chance: &mut Chance) -> String {
        let (parents, campaign) = (self.parents(), 1 + chance.below(2) as i64);
        let node = chance.of(&parents);
        self.is_true(campaign, node, *chance.of(&[Basis::InForce, Basis::Accepted]));
        format!("{} of {campaign}", node.code)
    }

    /// Shown totals against one GROUP BY, shown counts against the board's.
    fn is_true(&self, campaign: i64, node: &Node, basis: Basis) {
        let shown = totals(&self.service, &self.city, campaign, Some(&node.code), basis).expect("totals");
        let what = format!("{} of {campaign}, {basis:?}", node.code);
        let below = |path: String| {
            self.service.store.read(move |conn| grouped(conn, campaign, &path, basis)).expect("one GROUP BY")
        };
        assert_eq!(told(&shown.form, &shown.figures), below(node.path.clone()), "{what}");
        let board = board(&self.service, &self.city, campaign, Some(&node.code), &Filter::default());
        let board = board.expect("a board");
        assert_eq!(shown.counts, board.counts, "{what}");
        let counted = |path: &str| {
            let own =
                board.units.iter().map(|row| &row.whole.head).filter(|unit| unit.path.starts_with(path));
            let counts = |unit: &&huibiao::campaign::Standing| {
                let accepted = unit.state == huibiao::campaign::UnitState::Accepted;
                unit.in_force.is_some() && (basis == Basis::InForce || accepted)
            };
            (own.clone().count(), own.filter(counts).count())
        };
        assert_eq!(shown.counted, counted(&node.path).1, "{what}");
        let children: Vec<Node> =
            self.nodes().into_iter().filter(|child| child.parent == Some(node.id)).collect();
        let asked: Vec<&Node> = children.iter().filter(|child| counted(&child.path).0 > 0).collect();
        let codes = |nodes: Vec<&Node>| nodes.iter().map(|node| node.code.clone()).collect::<Vec<_>>();
        assert_eq!(codes(shown.children.iter().map(|child| &child.node).collect()), codes(asked), "{what}");
        for child in &shown.children {
            let what = format!("{} below {what}", child.node.code);
            assert_eq!(told(&shown.form, &child.figures), below(child.node.path.clone()), "{what}");
            assert_eq!((child.units, child.counted), counted(&child.node.path), "{what}");
        }
    }

    fn everything_is_true(&self) {
        for campaign in [1, 2] {
            for node in self.parents() {
                for basis in [Basis::InForce, Basis::Accepted] {
                    self.is_true(campaign, &node, basis);
                }
            }
        }
        assert_eq!(verify(&self.service).expect("a verdict").faults, Vec::<String>::new());
    }

    /// The same region, out of a backup.
    fn restored(self, database: Database) -> Region {
        let data = Data::fresh(database);
        let file = data.folder.path().join("backup.zip");
        backup::back_up(&self.service, &file).expect("a backup");
        let settings = Settings {
            port: 0,
            data: data.folder.path().to_owned(),
            database: data.database.clone(),
            ..Settings::default()
        };
        restore(&settings, &file, Target::MustBeEmpty, self.service.now()).expect("it is restored");
        let service = app::open_service(settings, self.hands.clock(), program()).expect("the service again");
        Region { service, _ground: Box::new((data, self._ground)), ..self }
    }
}

fn plan(form: &str, service: &Service) -> Plan {
    Plan {
        notice: None,
        choice: Choice::default(),
        last_campaign: None,
        title: format!("{form} 统计"),
        form: form.to_owned(),
        year: 2024,
        period: "2024年度".to_owned(),
        theme: None,
        issuer: "淄博市消费者协会".to_owned(),
        returned_is_missing: form == FORMS[1],
        paper_copy: false,
        days_off: DaysOff::default(),
        deliverables: vec![NewDeliverable::table("3月22日前", service.now() + Duration::days(2))],
    }
}

fn actor(service: &Service, account: i64) -> Actor {
    let actor = service.store.read(|conn| accounts::actor(conn, account)).expect("an account");
    actor.expect("who acts")
}

/// A unit's clerk sends; the clerk is looked up where the unit is now.
fn sends(service: &Service, (campaign, unit): (i64, &str), more: usize, key: &str) -> Result<(), Problem> {
    let clerk = service.store.read(|conn| {
        let (account, _) = accounts::by_login(conn, unit)?.expect("a clerk");
        Ok(accounts::actor(conn, account.id)?.expect("who acts"))
    })?;
    let text = |item: usize, column: usize| {
        let bound = [3, 1, 9, 120, 80, 30, 2, 4, 2, 6, 900][item];
        let whole = if item == 1 { 1 } else { bound + more % 20 + column };
        if item == 6 { format!("{whole}.{:04}", more * 37 + 1) } else { whole.to_string() }
    };
    let figures: BTreeMap<(String, String), String> = if campaign == 1 {
        (0..11).map(|item| (((item + 1).to_string(), String::new()), text(item, 0))).collect()
    } else {
        let columns = ["month", "last-month", "year", "last-year"];
        let each =
            (0..7).flat_map(|item| columns.iter().enumerate().map(move |(at, column)| (item, at, column)));
        each.map(|(item, at, column)| {
            let many = 40 - 4 * item + at + more % 7;
            (((item + 1).to_string(), (*column).to_owned()), many.to_string())
        })
        .collect()
    };
    let values = Values { figures, date: Some("2024-03-18".to_owned()), ..Values::default() };
    let sending = Sending {
        campaign,
        unit: unit.to_owned(),
        key: key.to_owned(),
        fingerprint: key.to_owned(),
        received: service.now(),
        content: Content::Values(values),
        words: Words::ByCode(Vec::new()),
    };
    match submit(service, &clerk, sending)? {
        Outcome::Taken(_) => Ok(()),
        Outcome::Unfit(unfit) => panic!("{unit} into {campaign}: {:?}", unfit.1.obstacles),
    }
}

fn moves(service: &Service, code: &str, below: &str) {
    let (code, below) = (code.to_owned(), below.to_owned());
    let change = Change { at: service.now(), account: None };
    let moved = service.store.write(move |conn| {
        let moved = units::by_code(conn, &code)?.expect("a unit");
        let parent = units::by_code(conn, &below)?.expect("another");
        if parent.path.starts_with(&moved.path) || moved.parent == Some(parent.id) {
            return Ok(());
        }
        units::move_below(conn, &moved, &parent, change)?;
        noted(conn, change.at)
    });
    moved.expect("it moves");
}

/// Sums in millionths by code of item and column.
type Sums = BTreeMap<(String, String), String>;

fn told(form: &Form, figures: &[Option<Number>]) -> Sums {
    let columns = form.columns.len();
    let named = figures.iter().enumerate().filter_map(|(figure, value)| {
        let name = (form.items[figure / columns].code.clone(), form.columns[figure % columns].code.clone());
        Some((name, value.as_ref()?.to_string()))
    });
    named.collect()
}

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    item: String,
    #[diesel(sql_type = Text)]
    col: String,
    #[diesel(sql_type = BigInt)]
    sum: i64,
}

/// One GROUP BY over the figures in force.
fn grouped(conn: &mut Conn, campaign: i64, path: &str, basis: Basis) -> Result<Sums, Problem> {
    let only = if basis == Basis::Accepted { "AND e.state = 'accepted'" } else { "" };
    let rows: Vec<Row> = diesel::sql_query(format!(
        "SELECT f.item AS item, f.col AS col, CAST(SUM(f.value) AS BIGINT) AS sum FROM expected_unit e \
         JOIN unit u ON u.id = e.unit_id JOIN figure f ON f.revision_id = e.in_force_revision_id \
         WHERE e.campaign_id = {campaign} AND u.path LIKE '{path}%' AND f.value IS NOT NULL {only} \
         GROUP BY f.item, f.col"
    ))
    .load(conn)?;
    Ok(rows.into_iter().map(|row| ((row.item, row.col), exact(row.sum))).collect())
}

fn after_any_series_of_events_totals_are_what_the_figures_add_up_to(database: Database) {
    for seed in [1, 2] {
        let (mut region, mut chance) = (Region::on(database), Chance(seed));
        let mut events = Vec::new();
        for number in 0..90 {
            events.push(region.event(&mut chance));
            if chance.below(2) == 0 {
                events.push(region.looked_at(&mut chance));
            }
            if number % 40 == 39 {
                region = region.restored(database);
            }
        }
        region.everything_is_true();
        assert!(events.iter().any(|event| event.contains("sends")), "{events:?}");
    }
}

fn at_every_moment_while_others_send_and_move_totals_are_what_the_figures_add_up_to(database: Database) {
    let region = Region::on(database);
    // On PostgreSQL the units send through one server and the city looks through another.
    let other = match database {
        Database::Sqlite => region.service.clone(),
        Database::Postgresql => {
            let settings = (*region.service.settings).clone();
            app::open_service(settings, region.hands.clock(), program()).expect("another server")
        }
    };
    let (service, city) = (&region.service, &region.city);
    std::thread::scope(|scope| {
        let mut busy: Vec<_> = region
            .units
            .iter()
            .take(8)
            .map(|unit| {
                scope.spawn(move || {
                    for number in 0..25 {
                        let sent = sends(service, (1, unit), number, &format!("moment-{unit}-{number}"));
                        // Who is moved just then is not found where it was.
                        assert!(sent.is_ok() || MOVED.contains(&unit.as_str()), "{unit}: {sent:?}");
                    }
                })
            })
            .collect();
        busy.push(scope.spawn(move || {
            for below in ["370321", "370322", "370320"].repeat(8) {
                moves(service, MOVED[0], below);
                moves(service, TOWNSHIP, below);
            }
        }));
        // Two look at once, so that two keep the same sums at once.
        scope.spawn(|| {
            for _ in 0..50 {
                at_one_moment(service);
                totals(service, city, 1, None, Basis::InForce).expect("totals");
            }
        });
        let mut last = false;
        while !last {
            last = busy.iter().all(|thread| thread.is_finished());
            totals(&other, city, 1, None, Basis::InForce).expect("totals");
            at_one_moment(&other);
        }
    });
    region.everything_is_true();
}

const TOWNSHIP: &str = "3703201";

/// A unit that moves, and those of a township that does.
const MOVED: [&str; 4] = ["370320001", "370320003", "370320004", "370320005"];

/// Kept and counted sums, seen by one reading.
fn at_one_moment(service: &Service) {
    let seen = service.store.read(|conn| {
        let (task, table) = (stored::load(conn, 1)?, stored::table(conn, 1)?);
        let form = service.form_of(conn, &task)?;
        let node = units::root(conn)?.expect("a city");
        let children = units::children(conn, node.id)?;
        let shown = kept::of_subtree(conn, (&form, &task, &table), (&node, &children), Basis::InForce)?;
        let mut sums =
            vec![(told(&form, &shown.whole.figures), grouped(conn, 1, &node.path, Basis::InForce)?)];
        for child in &children {
            let figures = shown.children.get(&child.id).map(|part| told(&form, &part.figures));
            sums.push((figures.unwrap_or_default(), grouped(conn, 1, &child.path, Basis::InForce)?));
        }
        Ok(sums)
    });
    for (shown, summed) in seen.expect("a reading") {
        assert_eq!(shown, summed);
    }
}

fn a_sum_that_somebody_changed_is_found_and_made_anew_with_its_county(database: Database) {
    let mut region = Region::on(database);
    for unit in ["370320001", "370321001", "370321002"] {
        region.sends(1, unit, 5);
    }
    let city = |region: &Region| {
        totals(&region.service, &region.city, 1, None, Basis::InForce).expect("totals").figures[0]
    };
    let true_sum = city(&region);
    let changes = [
        "UPDATE kept_total SET total = total + 1000000 WHERE what = 'in-force' AND item = '1' AND node_id = ",
        "UPDATE kept_total SET total = total + 1 WHERE what = 'units' AND node_id = ",
        "DELETE FROM kept_total WHERE what = 'in-force' AND item = '1' AND node_id = ",
        "INSERT INTO kept_total SELECT campaign_id, node_id, 'accepted', item, col, total, greatest \
         FROM kept_total WHERE what = 'in-force' AND node_id = ",
    ];
    for change in changes {
        assert_eq!(verify(&region.service).expect("a verdict").faults, Vec::<String>::new());
        let changed = region.service.store.write(move |conn| {
            let county = units::by_code(conn, "370321")?.expect("a county").id;
            Ok(diesel::sql_query(format!("{change}{county}")).execute(conn)?)
        });
        assert!(changed.expect("a change") > 0, "{change}: the county's sums are kept");
        let faults = verify(&region.service).expect("a verdict").faults;
        assert_eq!(faults, ["第 1 号任务 370321 各下级单位的合计与它们报送的数字不符"], "{change}");
        region.sends(1, "370321001", 5);
        assert_eq!(city(&region), true_sum, "made anew with a unit of the county");
    }
    region.everything_is_true();
}

fn what_is_undone_keeps_nothing(database: Database) {
    let mut region = Region::on(database);
    region.sends(1, "370321001", 5);
    let stale = |region: &Region| {
        let stale = region.service.store.read(|conn| kept::stale_below(conn, 1, "/"));
        stale.expect("what is old").len()
    };
    let before = stale(&region);
    assert!(before > 0, "nobody has looked yet");
    let undone = region.service.store.write(|conn| {
        let nodes: Vec<i64> = units::all(conn)?.into_iter().map(|node| node.id).collect();
        kept::remake(conn, 1, &nodes)?;
        Err::<(), Problem>(Problem::broken())
    });
    assert!(undone.is_err());
    assert_eq!(stale(&region), before, "as if nobody had tried");
    region.everything_is_true();
    assert_eq!(stale(&region), 0, "everything was looked at");
    let undone = region.service.store.write(|conn| {
        diesel::sql_query("UPDATE expected_unit SET state = 'accepted' WHERE state = 'submitted'")
            .execute(conn)?;
        Err::<(), Problem>(Problem::broken())
    });
    assert!(undone.is_err());
    assert_eq!(stale(&region), 0);
    region.everything_is_true();
}
