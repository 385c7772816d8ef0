//! A service of its own for a test: a fresh database, a clock that the test turns, a server on a free port.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

use chrono::{Duration, Utc};
use huibiao::app;
use huibiao::config::Settings;
use huibiao::problem::{Failure, Problem};
use huibiao::store::Conn;
use huibiao::store::audit::{self, Entry};
use huibiao::vocabulary::time::{Instant, beijing, parse_instant};
use huibiao::vocabulary::{Level, Role};
use huibiao::web::Server;
use huibiao::web::server::{Ends, start};
use huibiao::workflow::accounts::{self, By, Wish};
use huibiao::workflow::setup::{self, Root};
use huibiao::workflow::{Clock, Service, Steady, clock};

use crate::client::Client;
use crate::postgresql;
use crate::process::Data;

/// On which database a test runs: on both, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgresql,
}

/// Makes of each function of a database two tests, one for each database.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        $(mod $name {
            #[test]
            fn on_sqlite() {
                super::$name(crate::house::Database::Sqlite);
            }

            #[test]
            fn on_postgresql() {
                super::$name(crate::house::Database::Postgresql);
            }
        })*
    };
}
pub(crate) use on_both;

/// A clock that stands still until it is moved, and knows how often somebody has looked at it.
#[derive(Clone)]
pub struct Hands(Arc<(Mutex<Dial>, Condvar)>);

struct Dial {
    shows: Instant,
    /// How far it was set ahead without time having passed.
    leapt: Duration,
    /// It shows the machine's time instead.
    goes: bool,
    looks: usize,
}

impl Hands {
    pub fn at(text: &str) -> Hands {
        Hands::showing(parse_instant(text).expect("a time"))
    }

    pub fn showing(shows: Instant) -> Hands {
        Hands(Arc::new((
            Mutex::new(Dial { shows, leapt: Duration::zero(), goes: false, looks: 0 }),
            Condvar::new(),
        )))
    }

    fn dial(&self) -> MutexGuard<'_, Dial> {
        self.0.0.lock().expect("the clock")
    }

    pub fn clock(&self) -> Clock {
        let hands = self.clone();
        Arc::new(move || {
            let mut dial = hands.dial();
            dial.looks += 1;
            hands.0.1.notify_all();
            if dial.goes { Utc::now().with_timezone(&beijing()) } else { dial.shows }
        })
    }

    /// What has passed by these hands: it moves with them, unless they leap.
    pub fn steady(&self) -> Steady {
        let hands = self.clone();
        Arc::new(move || {
            let dial = hands.dial();
            let shows = if dial.goes { Utc::now().with_timezone(&beijing()) } else { dial.shows };
            Duration::milliseconds(shows.timestamp_millis()) - dial.leapt
        })
    }

    /// Sets the clock ahead, and its witness knows.
    pub fn leap(&self, by: Duration) {
        let mut dial = self.dial();
        dial.shows += by;
        dial.leapt += by;
    }

    pub fn turn(&self, by: Duration) {
        self.dial().shows += by;
    }

    pub fn set(&self, text: &str) {
        self.dial().shows = parse_instant(text).expect("a time");
    }

    /// Shows the machine's time from now on, as commands do that work on the same database beside the house.
    pub fn go(&self) {
        self.dial().goes = true;
    }

    /// How often somebody has looked so far.
    pub fn looks(&self) -> usize {
        self.dial().looks
    }

    /// Waits until somebody has looked so often.
    pub fn wait_for_looks(&self, looks: usize) {
        let patience = std::time::Duration::from_secs(20);
        let unseen = |dial: &mut Dial| dial.looks < looks;
        let (dial, waited) = self.0.1.wait_timeout_while(self.dial(), patience, unseen).expect("the clock");
        assert!(!waited.timed_out(), "only {} of {looks} looks at the clock", dial.looks);
    }
}

/// What a test writes past the verbs stands in the log like everything else.
pub fn noted(conn: &mut Conn, at: Instant) -> Result<(), Problem> {
    let (chain, subject) = (audit::SYSTEM.to_owned(), "units".to_owned());
    let entry = Entry { chain, at, account: None, verb: "import-units", subject, detail: String::new() };
    audit::append(conn, entry).map(|_| ())
}

/// A folder that goes with the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Folder {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("huibiao-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running service with the root of a unit tree and nobody in it.
pub struct House {
    pub service: Service,
    pub hands: Hands,
    pub server: Server,
    pub folder: Folder,
}

pub fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_huibiao"))
}

/// The service by these hands and their witness.
fn opened(settings: Settings, hands: &Hands) -> Result<Service, Failure> {
    app::open_witnessed(settings, hands.clock(), Some(hands.steady()), program())
}

impl House {
    /// On a fresh database, at nine in the morning of a day in March.
    pub fn on(database: Database) -> House {
        House::with(database, |_| {})
    }

    pub fn with(database: Database, change: impl FnOnce(&mut Settings)) -> House {
        House::since(database, "2024-03-20 09:00", change)
    }

    /// On a fresh database, begun at this moment.
    pub fn since(database: Database, moment: &str, change: impl FnOnce(&mut Settings)) -> House {
        let folder = Folder::new();
        let hands = Hands::at(moment);
        let mut settings = Settings { port: 0, data: folder.path().to_owned(), ..Settings::default() };
        if database == Database::Postgresql {
            settings.database = Some(postgresql::fresh_database());
        }
        change(&mut settings);
        let service = opened(settings, &hands).expect("a service");
        let root =
            Root { code: "3703".to_owned(), name: "淄博市消费者协会".to_owned(), level: Level::City };
        setup::plant(&service, Some(root)).expect("a root");
        let server = start(service.clone(), Ends::Caller).expect("a server");
        House { service, hands, server, folder }
    }

    /// What somebody left behind, opened again on a morning of the same March.
    pub fn of(data: Data) -> House {
        let Data { folder, database } = data;
        let hands = Hands::at("2024-03-26 09:00");
        let settings = Settings { port: 0, data: folder.path().to_owned(), database, ..Settings::default() };
        let service = opened(settings, &hands).expect("the service");
        let server = start(service.clone(), Ends::Caller).expect("a server");
        House { service, hands, server, folder }
    }

    /// The same house after its server was stopped and started again: another process would find the same.
    pub fn restarted(self) -> House {
        let House { service, hands, server, folder } = self;
        let settings = (*service.settings).clone();
        server.stop();
        drop(service);
        let service = opened(settings, &hands).expect("the service again");
        let server = start(service.clone(), Ends::Caller).expect("a server again");
        House { service, hands, server, folder }
    }

    /// Another server on the same database: its own data folder and clock, the same key.
    pub fn beside(&self) -> House {
        let folder = Folder::new();
        let hands = Hands::showing(self.service.now());
        let settings = Settings {
            port: 0,
            data: folder.path().to_owned(),
            database: self.service.settings.database.clone(),
            signing_key: Some(self.service.settings.signing_key()),
            ..Settings::default()
        };
        let service = opened(settings, &hands).expect("a second service");
        let server = start(service.clone(), Ends::Caller).expect("a second server");
        House { service, hands, server, folder }
    }

    /// Sets the clock; where that is backwards, an administrator says that it is right.
    pub fn clock_is(&self, text: &str) {
        self.hands.set(text);
        if self.service.store.behind().is_some() {
            clock::confirm(&self.service, "演练").expect("the clock is confirmed");
        }
    }

    pub fn client(&self) -> Client {
        Client::new(self.server.address)
    }

    /// An account whose first password was changed to [`PASSWORD`].
    pub fn account(&self, login: &str, role: Role, unit: &str) -> i64 {
        let wish =
            Wish { login: login.to_owned(), name: format!("{login}先生"), role, unit: unit.to_owned() };
        let made = accounts::create(&self.service, By::CommandLine, &wish).expect("an account");
        let mut client = self.client();
        client.sign_in(login, &made.password);
        let fields =
            [("current", made.password.as_str()), ("password", PASSWORD), ("password_again", PASSWORD)];
        let answer = client.post_from("/account", "/account/password", &fields);
        assert_eq!(answer.status, 303, "{}", answer.text);
        made.account
    }

    /// Somebody signed in.
    pub fn signed_in(&self, login: &str) -> Client {
        let mut client = self.client();
        let answer = client.sign_in(login, PASSWORD);
        assert_eq!(answer.status, 303, "{}", answer.text);
        client
    }
}

pub const PASSWORD: &str = "kettle-orbit-violin";
