//! Every setting of the service: its meaning, its default, the values it may have.
//!
//! A value comes from the command line, else from the environment (`HUIBIAO_PORT`), else from the file
//! (`huibiao.toml`), else it is the default; `huibiao config` shows where each value came from.
//! All sources write values as the same texts, so each key has one reader and one check (`keys`). An unknown key is a
//! mistake: a misspelt limit must not silently mean no limit; so is a data folder on the command line beside a database
//! that something else names. Nothing here reads files or the environment: the
//! caller passes them in.

mod settings;
mod keys;

pub use self::keys::KEYS;
pub use self::settings::{SecondFactor, Settings};

use std::path::{Path, PathBuf};

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
    let mut take =
        |position: usize, text: &str, origin: Origin, settings: &mut Settings, origins: &mut [Origin]| {
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
            take(position, &text, origin, &mut settings, &mut origins);
        }
    }
    for (position, key) in KEYS.iter().enumerate() {
        let variable = key.variable();
        if let Some(text) = environment(&variable) {
            take(position, &text, Origin::Environment { variable }, &mut settings, &mut origins);
        }
    }
    let beneath = (settings.data.clone(), origins.clone());
    for (name, text) in flags {
        if let Some(position) = KEYS.iter().position(|key| key.name == name) {
            let flag = format!("--{}", name.replace('_', "-"));
            take(position, text, Origin::Flag { flag }, &mut settings, &mut origins);
        }
    }
    mistakes.extend(torn(&beneath.0, &beneath.1, &settings, &origins));
    settings.file = file.map(|file| PathBuf::from(file.name));
    if mistakes.is_empty() && settings.request_limit < settings.sheet_limit {
        mistakes.push("request_limit_mib 不能小于 sheet_limit_mib".to_owned());
    }
    if mistakes.is_empty() {
        Ok(Configuration { settings, origins })
    } else {
        Err(Failure { sentences: mistakes })
    }
}

/// A data folder on the command line, beside a database that a file or the environment names for another folder: which
/// of the two is meant cannot be told, and the wrong one would be opened without a word.
fn torn(beneath: &Path, named: &[Origin], settings: &Settings, origins: &[Origin]) -> Option<String> {
    let place = |name| KEYS.iter().position(|key| key.name == name).unwrap_or_default();
    let (data, database) = (place("data"), place("database"));
    let is_given = matches!(origins[data], Origin::Flag { .. }) && settings.data != beneath;
    let is_named = !matches!(named[database], Origin::Usual) && named[database] == origins[database];
    (is_given && is_named).then(|| {
        format!(
            "命令行的 --data {} 是另一个数据文件夹，而数据库是 {}（{}）指定的：要用哪个数据库，请在命令行用 --database 写明",
            settings.data.display(),
            (KEYS[database].show)(settings),
            origins[database].words()
        )
    })
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
    /// One setting with its value and origin.
    pub fn shown_of(&self, name: &str) -> Option<Shown> {
        self.shown().into_iter().find(|shown| shown.name == name)
    }

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
mod tests;
