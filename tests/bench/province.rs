//! A service with many units, each with an account and a token, for measuring.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{TimeDelta, Utc};
use diesel::RunQueryDsl;
use huibiao::app;
use huibiao::campaign::task::{DeliverableKind, NewDeliverable, due};
use huibiao::campaign::{CampaignState, Choice, DaysOff};
use huibiao::config::Settings;
use huibiao::store::accounts::{self, New, Password};
use huibiao::store::audit::{self, Entry};
use huibiao::store::{Conn, units};
use huibiao::vocabulary::register::Row;
use huibiao::vocabulary::time::{Instant, beijing};
use huibiao::vocabulary::{Actor, Register, Role};
use huibiao::web::Server;
use huibiao::web::server::{Ends, start};
use huibiao::workflow::campaigns::{self, Plan};
use huibiao::workflow::content::Content;
use huibiao::workflow::judged::Words;
use huibiao::workflow::submit::{Outcome, Sending, submit};
use huibiao::workflow::values::Values;
use huibiao::workflow::{Service, setup, tokens};

pub struct Province {
    pub service: Service,
    server: Server,
    /// Codes of the reporting units.
    pub units: Vec<String>,
    /// Of the first units, as many as were asked for.
    clerks: Vec<Actor>,
    tokens: Vec<String>,
    supervisor: Actor,
    reading: String,
    folder: PathBuf,
}

/// What a program on the same data folder needs to be asked: as in [`Province`].
pub struct Left {
    pub units: Vec<String>,
    pub tokens: Vec<String>,
    pub reading: String,
    pub folder: PathBuf,
}

/// Figures that nothing is asked about.
pub fn values(seed: usize) -> String {
    let texts: Vec<String> = (1..=11)
        .map(|item| match item {
            5 => format!("\"5\":\"{}\"", 60 + seed % 20),
            6 => format!("\"6\":\"{}\"", 30 + seed % 20),
            7 => format!("\"7\":\"{}.{:04}\"", 3 + seed % 5, seed % 9_999),
            2 => "\"2\":\"1\"".to_owned(),
            4 => format!("\"4\":\"{}\"", 200 + seed % 100),
            11 => format!("\"11\":\"{}\"", 800 + seed % 500),
            item => format!("\"{item}\":\"{}\"", 3 + seed % 9),
        })
        .collect();
    format!("{{\"values\":{{{}}},\"date\":\"2024-03-20\"}}", texts.join(","))
}

impl Province {
    /// `clerks`: how many of the units have one, with a token.
    pub fn of(database: Option<String>, name: &str, clerks: usize, register: &str) -> Province {
        let table = |now: Instant| vec![NewDeliverable::table("3月22日前", now + TimeDelta::days(1))];
        Province::asked(database, name, (clerks, register), &table)
    }

    /// A campaign that asks for footage beside the table, on SQLite.
    pub fn with_footage(name: &str, clerks: usize, register: &str) -> Province {
        let asked = |now: Instant| {
            let table = NewDeliverable::table("3月22日前", now + TimeDelta::days(1));
            let footage = NewDeliverable {
                kind: DeliverableKind::Video,
                title: "影像资料".to_owned(),
                ..table.clone()
            };
            vec![table, footage]
        };
        Province::asked(None, name, (clerks, register), &asked)
    }

    fn asked(
        database: Option<String>,
        name: &str,
        (clerks, register): (usize, &str),
        deliverables: &dyn Fn(Instant) -> Vec<NewDeliverable>,
    ) -> Province {
        let folder = std::env::temp_dir().join(format!("huibiao-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let settings = Settings { port: 0, data: folder.clone(), database, ..Settings::default() };
        let clock = Arc::new(|| Utc::now().with_timezone(&beijing()));
        let program = Path::new(env!("CARGO_BIN_EXE_huibiao"));
        let service = app::open_service(settings, clock, program).expect("a service");
        let rows: Vec<Row> = register
            .lines()
            .enumerate()
            .map(|(line, text)| Row { line: line + 1, cells: text.split(',').map(str::to_owned).collect() })
            .collect();
        let register = Register::from_rows(&rows).expect("a register");
        let root = register.units().first().expect("a register").code.to_string();
        setup::plant_tree(&service, register.clone()).expect("units");
        let codes: Vec<String> = register
            .units()
            .iter()
            .filter(|unit| register.reports(&unit.code))
            .map(|unit| unit.code.to_string())
            .collect();
        let supervisor = account(&service, Role::Supervisor, &root);
        let first = codes.iter().take(clerks);
        let clerks: Vec<Actor> = first.map(|code| account(&service, Role::Clerk, code)).collect();
        publish(&service, &supervisor, deliverables(service.now()));
        let token = |actor: &Actor| {
            tokens::create(&service, tokens::Owner::own(actor), "bench", tokens::DAYS[0]).expect("a token")
        };
        let reading = token(&supervisor);
        let tokens = clerks.iter().map(token).collect();
        let server = start(service.clone(), Ends::Caller).expect("a server");
        Province { service, server, units: codes, clerks, tokens, supervisor, reading, folder }
    }

    /// Stops, and leaves everything where it lies, for the program itself.
    pub fn leave(mut self) -> Left {
        let (units, tokens) = (std::mem::take(&mut self.units), std::mem::take(&mut self.tokens));
        let reading = std::mem::take(&mut self.reading);
        Left { units, tokens, reading, folder: std::mem::take(&mut self.folder) }
    }

    pub fn now(&self) -> Instant {
        self.service.now()
    }

    pub fn due_at(&self, instant: Instant) {
        let after = due("3月22日前", instant, 0);
        campaigns::move_due(&self.service, &self.supervisor, 1, (Some(after), None), "测量").expect("a due");
    }

    pub fn agent(&self) -> ureq::Agent {
        ureq::Agent::config_builder().http_status_as_error(false).build().into()
    }

    fn address(&self) -> SocketAddr {
        self.server.address
    }

    /// Sends values as a unit's clerk; status and answer.
    pub fn send(&self, agent: &ureq::Agent, unit: usize, key: &str, body: Vec<u8>) -> (u16, String) {
        self.post(agent, unit, "submissions", key, body)
    }

    pub fn send_file(&self, agent: &ureq::Agent, unit: usize, key: &str, body: Vec<u8>) -> (u16, String) {
        self.post(agent, unit, "files?name=plain.xlsx", key, body)
    }

    fn post(&self, agent: &ureq::Agent, unit: usize, what: &str, key: &str, body: Vec<u8>) -> (u16, String) {
        let url = format!("{}/{what}", self.unit_url(unit));
        let request = agent
            .post(url)
            .header("authorization", self.bearer(unit))
            .header("idempotency-key", key)
            .send(&body);
        read(request)
    }

    /// Puts a file into a unit's draft.
    pub fn put_file(&self, agent: &ureq::Agent, unit: usize, name: &str, body: &[u8]) -> (u16, String) {
        let url = format!("{}/draft/file?name={name}", self.unit_url(unit));
        read(agent.put(url).header("authorization", self.bearer(unit)).send(body))
    }

    /// The file in a unit's draft with what is wrong written into it.
    pub fn answered(&self, agent: &ureq::Agent, unit: usize) -> (u16, Vec<u8>) {
        let url = format!("{}/draft/annotated", self.unit_url(unit));
        let request = agent.get(url).header("authorization", self.bearer(unit)).call();
        let mut answered = request.expect("an answer");
        let bytes = answered.body_mut().with_config().limit(64 << 20).read_to_vec().expect("a body");
        (answered.status().as_u16(), bytes)
    }

    fn unit_url(&self, unit: usize) -> String {
        format!("http://{}/api/v1/campaigns/1/units/{}", self.address(), self.units[unit])
    }

    fn bearer(&self, unit: usize) -> String {
        format!("Bearer {}", self.tokens[unit])
    }

    pub fn get(&self, agent: &ureq::Agent, path: &str) -> (u16, String) {
        let url = format!("http://{}{path}", self.address());
        read(agent.get(url).header("authorization", format!("Bearer {}", self.reading)).call())
    }

    /// Puts a sheet of every unit where sheets lie, without the way there: rows as a send leaves them.
    pub fn fill(&self) {
        let rows = |conn: &mut Conn| {
            for statement in FILLED {
                diesel::sql_query(statement).execute(conn)?;
            }
            // As a database has looked at its tables after a minute of rest.
            Ok(diesel::sql_query("ANALYZE").execute(conn).map(|_| ())?)
        };
        self.service.store.write(rows).expect("sheets");
    }

    /// Sends values for a unit without the way through HTTP; each time others.
    pub fn deposit(&self, unit: usize, time: usize) {
        let figures: serde_json::Value = serde_json::from_str(&values(unit + 7 * time)).expect("JSON");
        let figures = figures["values"].as_object().expect("values").iter();
        let figures = figures.map(|(item, value)| {
            ((item.clone(), String::new()), value.as_str().unwrap_or_default().to_owned())
        });
        let values =
            Values { figures: figures.collect(), date: Some("2024-03-20".to_owned()), ..Values::default() };
        let sending = Sending {
            campaign: 1,
            unit: self.units[unit].clone(),
            key: format!("deposit-{unit:05}-{time:05}"),
            fingerprint: unit.to_string(),
            received: self.now(),
            content: Content::Values(values),
            words: Words::ByCode(Vec::new()),
        };
        let sent = submit(&self.service, &self.clerks[unit], sending);
        assert!(matches!(sent.expect("sent"), Outcome::Taken(_)));
    }
}

const FILLED: [&str; 3] = [
    "INSERT INTO revision (campaign_id, deliverable_id, unit_id, number, channel, account_id, received_at, \
     idempotency_key, fingerprint, nil, snapshot, digest) \
     SELECT c.id, d.id, e.unit_id, 1, 'api', c.created_by, 1, 'filled-' || e.unit_id, 'x', (1 = 0), '{}', 'x' \
     FROM expected_unit e JOIN campaign c ON c.id = e.campaign_id JOIN deliverable d ON d.campaign_id = c.id",
    "INSERT INTO figure (revision_id, item, col, value, raw) \
     SELECT r.id, i.item, '数量', (r.id * 7919 % 300 + 3) * 1000000, '7' FROM revision r CROSS JOIN \
     (SELECT '1' AS item UNION SELECT '2' UNION SELECT '3' UNION SELECT '4' UNION SELECT '5' UNION SELECT '6' \
     UNION SELECT '7' UNION SELECT '8' UNION SELECT '9' UNION SELECT '10' UNION SELECT '11') AS i",
    "UPDATE expected_unit SET state = 'submitted', revisions = 1, first_received_at = 1, first_valid_at = 1, \
     last_changed_at = 1, current_revision_id = (SELECT id FROM revision r WHERE r.unit_id = expected_unit.unit_id), \
     in_force_revision_id = (SELECT id FROM revision r WHERE r.unit_id = expected_unit.unit_id)",
];

impl Drop for Province {
    fn drop(&mut self) {
        if self.folder.as_os_str().is_empty() {
            return;
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn read(answered: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> (u16, String) {
    let mut answered = answered.expect("an answer");
    let text = answered.body_mut().with_config().limit(64 << 20).read_to_string().expect("a body");
    (answered.status().as_u16(), text)
}

/// An account that nobody signs in with: its password's hash is of nothing.
fn account(service: &Service, role: Role, code: &str) -> Actor {
    let now = service.now();
    let code = code.to_owned();
    service
        .store
        .write(move |conn| {
            let node = units::by_code(conn, &code)?.expect("a unit");
            let login = format!("{}-{code}", role.code());
            let new = New {
                login: login.clone(),
                name: "填报员".to_owned(),
                role,
                unit: node.id,
                password: Password { hash: "none".to_owned(), first_until: None, at: now },
                created_at: now,
            };
            let account = accounts::add(conn, &new)?;
            let (chain, subject) = (audit::SYSTEM.to_owned(), format!("account {account}"));
            let detail = String::new();
            let entry = Entry { chain, at: now, account: None, verb: "create-account", subject, detail };
            audit::append(conn, entry)?;
            Ok(Actor {
                account,
                login,
                name: new.name,
                role,
                unit: node.id,
                unit_code: node.code,
                unit_name: node.name,
                path: node.path,
                apart: false,
            })
        })
        .expect("an account")
}

fn publish(service: &Service, supervisor: &Actor, deliverables: Vec<NewDeliverable>) {
    let plan = Plan {
        notice: None,
        choice: Choice::default(),
        last_campaign: None,
        title: "2024年“3·15”活动情况统计".to_owned(),
        form: "315-activity".to_owned(),
        year: 2024,
        period: "2024年度".to_owned(),
        theme: None,
        issuer: "测量".to_owned(),
        returned_is_missing: false,
        paper_copy: false,
        days_off: DaysOff::default(),
        deliverables,
    };
    let campaign = campaigns::create(service, supervisor, plan).expect("a campaign");
    campaigns::change_state(service, supervisor, campaign, CampaignState::Published).expect("published");
}
