//! The settings themselves, as the program uses them: typed, with their defaults.
//!
//! Units are in the types, so that nobody takes minutes for seconds or MiB for bytes; what follows from several
//! settings (the address that people type, where files lie) is worked out here and nowhere else.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use chrono::{Duration, NaiveTime};

/// Whether a second step is asked for when supervisors, auditors and administrators sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// Nobody is asked, not even who has set one up.
    Off,
    /// Who has set one up is asked.
    Offered,
    /// Who has none sets one up before anything else.
    Required,
}

impl SecondFactor {
    /// As the file has them.
    pub const ALL: [(&str, SecondFactor); 3] = [
        ("off", SecondFactor::Off),
        ("offered", SecondFactor::Offered),
        ("required", SecondFactor::Required),
    ];

    pub fn code(self) -> &'static str {
        SecondFactor::ALL.into_iter().find(|(_, one)| *one == self).map_or("", |(code, _)| code)
    }
}

/// The settings, read once when the program starts.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The file that was read, if there was one.
    pub file: Option<PathBuf>,
    /// Where the service listens; port 0 takes any free one.
    pub listen: IpAddr,
    pub port: u16,
    /// Received files, and the database where that is SQLite.
    pub data: PathBuf,
    /// `postgres://…`, or the path of an SQLite file; usually `huibiao.db` in the data folder.
    pub database: Option<String>,
    /// The private key that receipts are signed with; usually `signing.key` in the data folder.
    pub signing_key: Option<PathBuf>,
    /// The address that people type. With `https`, cookies are `Secure` and HSTS is sent.
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<IpAddr>,
    pub session_idle: Duration,
    pub session_longest: Duration,
    /// After this many failed sign-ins of one login from one address within the window, signing in pauses.
    pub sign_in_tries: usize,
    pub sign_in_window: Duration,
    /// How long a first password and a setup link are valid.
    pub first_password_lasts: Duration,
    pub setup_link_lasts: Duration,
    pub second_factor: SecondFactor,
    /// Days after which a password has to be changed; 0 for never.
    pub password_days: i64,
    /// Characters that a password has at least, and of how many kinds.
    pub password_shortest: usize,
    pub password_kinds: usize,
    /// Whether nobody may hold two of 管理员, 审计员, 审核员, and the log is the auditor's alone.
    pub separate_roles: bool,
    /// How many passwords are hashed at once: each takes 19 MiB and a core.
    pub hashing: usize,
    /// What “下班前” means.
    pub office_closes: NaiveTime,
    /// Bytes of one uploaded sheet, and of one whole request.
    pub sheet_limit: usize,
    /// Bytes of one file of other material.
    pub file_limit: usize,
    pub request_limit: usize,
    /// A request whose body is not complete within this time is cut off; so is one that sends nothing for
    /// `body_stands`.
    pub body_within: Duration,
    pub body_stands: Duration,
    /// How long the service goes on answering after it was told to stop: a proxy in front notices meanwhile.
    pub leave: Duration,
    /// How long requests in progress may still take when the service stops.
    pub stop_within: Duration,
    /// What is logged (a level, or `target=level` pairs with commas), and whether as JSON lines.
    pub log: String,
    pub log_json: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            file: None,
            listen: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 8315,
            data: PathBuf::from("huibiao-data"),
            database: None,
            signing_key: None,
            public_url: None,
            trusted_proxies: Vec::new(),
            session_idle: Duration::minutes(30),
            session_longest: Duration::hours(12),
            sign_in_tries: 5,
            sign_in_window: Duration::minutes(15),
            first_password_lasts: Duration::hours(72),
            setup_link_lasts: Duration::hours(24),
            second_factor: SecondFactor::Offered,
            password_days: 0,
            password_shortest: 10,
            password_kinds: 1,
            separate_roles: false,
            hashing: 2,
            office_closes: NaiveTime::from_hms_opt(17, 30, 0).expect("half past five is a time"),
            sheet_limit: 50 << 20,
            file_limit: 100 << 20,
            request_limit: 100 << 20,
            body_within: Duration::seconds(120),
            body_stands: Duration::seconds(15),
            leave: Duration::zero(),
            stop_within: Duration::seconds(30),
            log: "info".to_owned(),
            log_json: false,
        }
    }
}

impl Settings {
    /// Whether people reach the service over TLS.
    pub fn is_secure(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Where the database is.
    pub fn database(&self) -> String {
        let usual = || self.data.join("huibiao.db").display().to_string();
        self.database.clone().unwrap_or_else(usual)
    }

    /// Where the private key is.
    pub fn signing_key(&self) -> PathBuf {
        self.signing_key.clone().unwrap_or_else(|| self.data.join("signing.key"))
    }

    /// Where received files are kept.
    pub fn objects(&self) -> PathBuf {
        self.data.join("objects")
    }

    /// The address that people type, without a slash at its end.
    pub fn address(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", std::net::SocketAddr::new(self.listen, self.port)),
        }
    }
}
