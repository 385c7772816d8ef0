//! Settings given on the command line: an option for every key that `config` knows, and the file of the rest.
//!
//! The keys are a table, so these options are made from it, not derived: a new key is an option at once.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, value_parser};

use crate::config::{self, Configuration, File, KEYS, Settings};
use crate::problem::Failure;
use crate::workflow::tables::read_text;

/// The file that is read where none is named.
const USUAL_FILE: &str = "huibiao.toml";

#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// The configuration file that was named.
    file: Option<PathBuf>,
    /// Values under the names of their keys.
    pub values: Vec<(String, String)>,
}

impl Flags {
    /// The configuration file.
    pub fn file(&self) -> PathBuf {
        self.file.clone().unwrap_or_else(|| USUAL_FILE.into())
    }

    /// All settings, from file, environment and command line.
    pub fn configuration(&self) -> Result<Configuration, Failure> {
        let path = self.file();
        let text = if self.file.is_some() || path.exists() { Some(read_text(&path)?) } else { None };
        let name = path.display().to_string();
        let file = text.as_deref().map(|text| File { name: &name, text });
        config::read(file.as_ref(), &|variable| std::env::var(variable).ok(), &self.values)
    }

    /// All settings, for a command that opens the database: which one that is, and which folder, is said before it
    /// happens, on standard error.
    pub fn opening(&self) -> Result<Settings, Failure> {
        let configuration = self.configuration()?;
        let place = |(name, called)| {
            let shown = configuration.shown_of(name)?;
            let place = if is_url(&shown.value) { shown.value } else { whole(&shown.value) };
            Some(format!("{called}：{place}（{}）", shown.origin))
        };
        let places = [("database", "数据库"), ("data", "数据文件夹")];
        eprintln!("{}", places.into_iter().filter_map(place).collect::<Vec<_>>().join("；"));
        Ok(configuration.settings)
    }
}

fn is_url(text: &str) -> bool {
    text.contains("://")
}

/// A path from the root of the file system on: “huibiao-data” alone says too little.
fn whole(path: &str) -> String {
    let path = path.strip_prefix("sqlite:").unwrap_or(path);
    std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| path.display().to_string())
}

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new("config").long("config").value_name("huibiao.toml").help_heading("设置");
        let file = file.help("设置文件（默认当前文件夹的 huibiao.toml，没有就用默认值）");
        let command = command.arg(file.value_parser(value_parser!(PathBuf)));
        KEYS.iter().fold(command, |command, key| {
            // clap keeps names for the life of the program; there are two dozen of them.
            let long: &'static str = key.name.replace('_', "-").leak();
            let option = Arg::new(key.name).long(long).value_name(key.unit).help(key.meaning);
            command.arg(option.help_heading("设置"))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Flags::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Flags, clap::Error> {
        let mut flags = Flags::default();
        flags.update_from_arg_matches(matches)?;
        Ok(flags)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        let given = KEYS
            .iter()
            .filter_map(|key| Some((key.name.to_owned(), matches.get_one::<String>(key.name)?.clone())));
        self.values.extend(given);
        self.file = matches.get_one::<PathBuf>("config").cloned();
        Ok(())
    }
}
