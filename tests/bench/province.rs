//! A service with many units, each with an account and a token, for measuring.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{TimeDelta, Utc};
use huibiao::app;
use huibiao::campaign::task::{NewDeliverable, due};
use huibiao::campaign::{CampaignState, DaysOff};
use huibiao::config::Settings;
use huibiao::store::accounts::{self, New, Password};
use huibiao::store::units;
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
    clerks: Vec<Actor>,
    /// Of the first clerks, as many as were asked for.
    tokens: Vec<String>,
    supervisor: Actor,
    reading: String,
    folder: PathBuf,
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
    /// `tokens`: how many of the units' clerks get one.
    pub fn of(database: Option<String>, name: &str, tokens: usize, register: &str) -> Province {
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
        setup::plant_tree(&service, register.clone()).expect("units");
        let codes: Vec<String> = register
            .units()
            .iter()
            .filter(|unit| register.reports(&unit.code))
            .map(|unit| unit.code.to_string())
            .collect();
        let supervisor = account(&service, Role::Supervisor, "370000");
        let clerks: Vec<Actor> = codes.iter().map(|code| account(&service, Role::Clerk, code)).collect();
        publish(&service, &supervisor);
        let token = |actor: &Actor| tokens::create(&service, actor, "bench").expect("a token");
        let reading = token(&supervisor);
        let tokens = clerks.iter().take(tokens).map(token).collect();
        let server = start(service.clone(), Ends::Caller).expect("a server");
        Province { service, server, units: codes, clerks, tokens, supervisor, reading, folder }
    }

    pub fn now(&self) -> Instant {
        self.service.now()
    }

    pub fn due_at(&self, instant: Instant) {
        let after = due("3月22日前", instant, 0);
        campaigns::move_due(&self.service, &self.supervisor, 1, (after, None), "测量").expect("a due");
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
        let code = &self.units[unit];
        let url = format!("http://{}/api/v1/campaigns/1/units/{code}/{what}", self.address());
        let request = agent
            .post(url)
            .header("authorization", format!("Bearer {}", self.tokens[unit]))
            .header("idempotency-key", key)
            .send(&body);
        read(request)
    }

    pub fn get(&self, agent: &ureq::Agent, path: &str) -> (u16, String) {
        let url = format!("http://{}{path}", self.address());
        read(agent.get(url).header("authorization", format!("Bearer {}", self.reading)).call())
    }

    /// Sends values for a unit without the way through HTTP.
    pub fn deposit(&self, unit: usize) {
        let figures: serde_json::Value = serde_json::from_str(&values(unit)).expect("JSON");
        let figures = figures["values"].as_object().expect("values").iter();
        let figures = figures.map(|(item, value)| {
            ((item.clone(), String::new()), value.as_str().unwrap_or_default().to_owned())
        });
        let values =
            Values { figures: figures.collect(), date: Some("2024-03-20".to_owned()), ..Values::default() };
        let sending = Sending {
            campaign: 1,
            unit: self.units[unit].clone(),
            key: format!("province-{unit:05}"),
            fingerprint: unit.to_string(),
            received: self.now(),
            content: Content::Values(values),
            words: Words::ByCode(Vec::new()),
        };
        let sent = submit(&self.service, &self.clerks[unit], sending);
        assert!(matches!(sent.expect("sent"), Outcome::Taken(_)));
    }
}

impl Drop for Province {
    fn drop(&mut self) {
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
                password: Password { hash: "none".to_owned(), first_until: None },
                created_at: now,
            };
            let account = accounts::add(conn, &new)?;
            Ok(Actor {
                account,
                login,
                name: new.name,
                role,
                unit: node.id,
                unit_code: node.code,
                unit_name: node.name,
                path: node.path,
            })
        })
        .expect("an account")
}

fn publish(service: &Service, supervisor: &Actor) {
    let plan = Plan {
        title: "2024年“3·15”活动情况统计".to_owned(),
        form: "315-activity".to_owned(),
        year: 2024,
        period: "2024年度".to_owned(),
        theme: None,
        issuer: "测量".to_owned(),
        returned_is_missing: false,
        paper_copy: false,
        days_off: DaysOff::default(),
        deliverables: vec![NewDeliverable::table("3月22日前", service.now() + TimeDelta::days(1))],
    };
    let campaign = campaigns::create(service, supervisor, plan).expect("a campaign");
    campaigns::change_state(service, supervisor, campaign, CampaignState::Published).expect("published");
}
