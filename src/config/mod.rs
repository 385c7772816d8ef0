//! Every setting of the service: its meaning, its default, the values it may have.
//!
//! A value comes from the command line, else from the environment (`HUIBIAO_PORT`), else from the file
//! (`huibiao.toml`), else it is the default; `huibiao config` shows where each value came from.
//! All sources write values as the same texts, so each key has one reader and one check (`keys`). An unknown key is a
//! mistake: a misspelt limit must not silently mean no limit. Nothing here reads files or the environment: the
//! caller passes them in.

mod settings;
mod keys;

pub use self::keys::KEYS;
pub use self::settings::Settings;

use self::keys::Key;
use crate::problem::Failure;
use crate::vocabulary::definition;

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Usual,
    File { name: String, line: usize },
    Environment { variable: String },
    Flag { flag: String },
}

impl Origin {
    pub fn words(&self) -> String {
        match self {
            Origin::Usual => "默认值".to_owned(),
            Origin::File { name, line } => format!("{name} 第 {line} 行"),
            Origin::Environment { variable } => format!("环境变量 {variable}"),
            Origin::Flag { flag } => format!("命令行 {flag}"),
        }
    }
}

/// A configuration file that was found.
pub struct File<'f> {
    pub name: &'f str,
    pub text: &'f str,
}

/// The settings and where each of them came from, in the order of [`KEYS`].
#[derive(Clone, Debug)]
pub struct Configuration {
    pub settings: Settings,
    pub origins: Vec<Origin>,
}

/// One line of `huibiao config`.
pub struct Shown {
    pub name: &'static str,
    pub meaning: &'static str,
    pub value: String,
    pub origin: String,
}

/// Reads all sources and reports every mistake at once. `flags` are pairs of a key's name and a value.
pub fn read(
    file: Option<&File>,
    environment: &dyn Fn(&str) -> Option<String>,
    flags: &[(String, String)],
) -> Result<Configuration, Failure> {
    let mut mistakes = Vec::new();
    let mut settings = Settings::default();
    let mut origins = vec![Origin::Usual; KEYS.len()];
    let mut take = |position: usize, text: &str, origin: Origin, settings: &mut Settings| {
        let key: &Key = &KEYS[position];
        match (key.read)(settings, text.trim()) {
            Ok(()) => origins[position] = origin,
            Err(expected) => {
                let shown = if key.secret { "（不显示）" } else { text };
                mistakes.push(format!(
                    "{}：{}（{}）的值“{shown}”不对，应为{expected}",
                    origin.words(),
                    key.name,
                    key.meaning
                ));
            }
        }
    };
    if let Some(file) = file {
        for (position, line, text) in values(file)? {
            let origin = Origin::File { name: file.name.to_owned(), line };
            take(position, &text, origin, &mut settings);
        }
    }
    for (position, key) in KEYS.iter().enumerate() {
        let variable = key.variable();
        if let Some(text) = environment(&variable) {
            take(position, &text, Origin::Environment { variable }, &mut settings);
        }
    }
    for (name, text) in flags {
        if let Some(position) = KEYS.iter().position(|key| key.name == name) {
            let flag = format!("--{}", name.replace('_', "-"));
            take(position, text, Origin::Flag { flag }, &mut settings);
        }
    }
    if mistakes.is_empty() && settings.request_limit < settings.sheet_limit {
        mistakes.push("request_limit_mib 不能小于 sheet_limit_mib".to_owned());
    }
    if mistakes.is_empty() {
        Ok(Configuration { settings, origins })
    } else {
        Err(Failure { sentences: mistakes })
    }
}

/// The values in a file: position of the key in [`KEYS`], line, value.
fn values(file: &File) -> Result<Vec<(usize, usize, String)>, Failure> {
    let read = definition::read(file.text, |section| {
        let said = |(position, key): (usize, &Key)| {
            section.plain(key.name).map(|(line, text)| (position, line, text))
        };
        KEYS.iter().enumerate().filter_map(said).collect()
    });
    read.map_err(|mistakes| Failure {
        sentences: mistakes.iter().map(|mistake| format!("{} {mistake}", file.name)).collect(),
    })
}

impl Configuration {
    /// Every setting with its value and origin; secrets hidden.
    pub fn shown(&self) -> Vec<Shown> {
        let shown = |(key, origin): (&Key, &Origin)| Shown {
            name: key.name,
            meaning: key.meaning,
            value: (key.show)(&self.settings),
            origin: origin.words(),
        };
        KEYS.iter().zip(&self.origins).map(shown).collect()
    }
}

/// The text of a new configuration file: the chosen values, and every other key as a comment with its default.
pub fn file_text(chosen: &[(&str, String)]) -> String {
    let usual = Settings::default();
    let mut text = String::from("# 汇表的设置。以 # 开头的行是默认值，去掉 # 后修改即可生效。\n");
    for key in &KEYS {
        let said = chosen.iter().find(|(name, _)| *name == key.name);
        let (mark, value) = match said {
            Some((_, value)) => ("", value.clone()),
            None => ("# ", (key.show)(&usual)),
        };
        text.push_str(&format!(
            "\n# {}（{}）\n{mark}{} = {}\n",
            key.meaning,
            key.unit,
            key.name,
            quoted(&value)
        ));
    }
    text
}

/// A TOML string without escapes, or one with them where it must be.
fn quoted(value: &str) -> String {
    if value.contains(['\'', '\n']) { format!("{value:?}") } else { format!("'{value}'") }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    fn nothing(_: &str) -> Option<String> {
        None
    }

    #[test]
    fn a_flag_wins_over_the_environment_and_that_over_the_file() {
        let file = File {
            name: "huibiao.toml",
            text: "port = 1\nlisten = \"0.0.0.0\"\nsession_idle_minutes = 10\n",
        };
        let environment =
            |name: &str| (name == "HUIBIAO_PORT" || name == "HUIBIAO_LISTEN").then(|| "127.0.0.2".to_owned());
        let port_only =
            |name: &str| if name == "HUIBIAO_PORT" { Some("2".to_owned()) } else { environment(name) };
        let read = read(Some(&file), &port_only, &[("port".to_owned(), "3".to_owned())]).unwrap();
        let origin = |name: &str| read.shown().into_iter().find(|shown| shown.name == name).unwrap().origin;
        assert_eq!(read.settings.port, 3);
        assert_eq!(read.settings.listen.to_string(), "127.0.0.2");
        assert_eq!(read.settings.session_idle, Duration::minutes(10));
        assert_eq!(origin("port"), "命令行 --port");
        assert_eq!(origin("listen"), "环境变量 HUIBIAO_LISTEN");
        assert_eq!(origin("session_idle_minutes"), "huibiao.toml 第 3 行");
        assert_eq!(origin("sign_in_tries"), "默认值");
    }

    #[test]
    fn every_mistake_is_told_where_it_stands() {
        for (text, sentence) in [
            ("prot = 80\n", "huibiao.toml 第 1 行：不认识的键“prot”"),
            (
                "\nport = 99999\n",
                "huibiao.toml 第 2 行：port（监听端口）的值“99999”不对，应为 0 到 65535 的整数",
            ),
            (
                "office_closes = \"5点半\"\n",
                "huibiao.toml 第 1 行：office_closes（下班时间）的值“5点半”不对，应为时间，如 17:30",
            ),
            (
                "public_url = \"tongji.example.gov.cn\"",
                "huibiao.toml 第 1 行：public_url（对外网址）的值“tongji.example.gov.cn”不对，应为 http:// 或 https:// 开头、不带路径的网址",
            ),
            (
                "session_idle_minutes = 0",
                "huibiao.toml 第 1 行：session_idle_minutes（无操作多久退出登录）的值“0”不对，应为 1 到 1440 的整数",
            ),
        ] {
            let file = File { name: "huibiao.toml", text };
            let failure = read(Some(&file), &nothing, &[]).unwrap_err();
            assert_eq!(failure.sentences, [sentence], "{text}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let url = "postgres://huibiao:s3cret-p%40ss@db.example/huibiao";
        let read = read(None, &nothing, &[("database".to_owned(), url.to_owned())]).unwrap();
        let shown: String = read.shown().into_iter().map(|shown| shown.value).collect();
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(shown.contains("postgres://huibiao:***@db.example/huibiao"), "{shown}");
        let keyword = [("database".to_owned(), "postgresql://db/huibiao?user=a&password=s3cret".to_owned())];
        let shown: String = super::read(None, &nothing, &keyword)
            .unwrap()
            .shown()
            .into_iter()
            .map(|shown| shown.value)
            .collect();
        assert!(!shown.contains("s3cret"), "{shown}");
    }

    #[test]
    fn the_usual_file_says_what_holds_anyway() {
        let text = file_text(&[]).replace("\n# ", "\n").replace("（", "# （");
        let lines: Vec<&str> = text.lines().filter(|line| line.contains(" = ")).collect();
        let text = lines.join("\n");
        let file = File { name: "huibiao.toml", text: &text };
        let read = read(Some(&file), &nothing, &[]).unwrap();
        let usual = Settings { database: read.settings.database.clone(), ..Settings::default() };
        assert_eq!(read.settings, usual);
    }
}
