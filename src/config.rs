//! Every setting of the service: what it is, what it is when nobody says anything, what it may be.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use chrono::{Duration, NaiveTime};

/// The settings, read once when the program starts.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Where the service listens; port 0 takes any free one.
    pub listen: IpAddr,
    pub port: u16,
    /// Received files, and the database where that is SQLite.
    pub data: PathBuf,
    /// `postgres://…`, or the path of an SQLite file.
    pub database: String,
    /// The address that people type; `https` turns on what only makes sense under TLS.
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    pub session_idle: Duration,
    pub session_longest: Duration,
    /// So many failed sign-ins of one login from one address within the window, then a pause.
    pub sign_in_tries: usize,
    pub sign_in_window: Duration,
    /// How long a first password and a setup link are good for.
    pub first_password_lasts: Duration,
    pub setup_link_lasts: Duration,
    /// Passwords hashed at once: each takes 19 MiB and a core.
    pub hashing: usize,
    /// What “下班前” means.
    pub office_closes: NaiveTime,
    /// Bytes of one uploaded sheet, and of one whole request.
    pub sheet_limit: usize,
    pub request_limit: usize,
    /// A request body that is not whole by then is cut.
    pub body_within: Duration,
    pub log_json: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            listen: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 8315,
            data: PathBuf::from("huibiao-data"),
            database: "huibiao-data/huibiao.db".to_owned(),
            public_url: None,
            trusted_proxies: Vec::new(),
            session_idle: Duration::minutes(30),
            session_longest: Duration::hours(12),
            sign_in_tries: 5,
            sign_in_window: Duration::minutes(15),
            first_password_lasts: Duration::hours(72),
            setup_link_lasts: Duration::hours(24),
            hashing: 2,
            office_closes: NaiveTime::from_hms_opt(17, 30, 0).expect("half past five is a time"),
            sheet_limit: 50 << 20,
            request_limit: 100 << 20,
            body_within: Duration::seconds(120),
            log_json: false,
        }
    }
}

impl Settings {
    /// Whether people reach the service over TLS.
    pub fn is_secure(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}
