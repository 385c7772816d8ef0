//! 命令: one file per command; everything people read here is Chinese.
//!
//! Exit codes: 0 done, 1 done with 强制 findings, holds or refused files, 2 could not run.

mod arguments;
mod in_chinese;
mod settings;

mod read;
mod explain;
mod json;
mod roll_up;
mod progress;
mod form;
mod template;
mod demo;
mod service;
mod keeping;
mod people;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use self::settings::Flags;
use crate::config::Settings;
use crate::form::Form;
use crate::form::builtin;
use crate::form::definition::read_form;
use crate::problem::Failure;
use crate::workflow::tables::{mistaken, read_text};
use crate::workflow::{Clock, Office, Service};

/// Serves until the operating system asks it to stop; calls the second argument with the address it listens on.
pub type Serve = dyn Fn(Service, &dyn Fn(SocketAddr)) -> Result<(), Failure>;

/// What `app` opens for a command, only when the command needs it: help and mistakes start no workers and touch no
/// database.
pub struct Openings<'o> {
    pub office: &'o dyn Fn() -> Result<Office, Failure>,
    /// The service on these settings, with the machine's clock or another.
    pub service: &'o dyn Fn(Settings, Option<Clock>) -> Result<Service, Failure>,
    /// Writes the log to a file from now on, instead of standard error.
    pub log_into: &'o dyn Fn(&Settings, &Path) -> Result<(), Failure>,
    /// The machine's clock.
    pub clock: Clock,
    pub serve: &'o Serve,
}

impl Openings<'_> {
    /// The service on the settings of a command line, with the machine's clock.
    fn service_on(&self, flags: &Flags) -> Result<Service, Failure> {
        (self.service)(flags.configuration()?.settings, None)
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Done,
    /// Done, and something needs a person's attention.
    Attention,
}

/// When whoever reads the output stops reading (`| head`), the command ends without an error.
fn end_with_the_reader() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let words = panic.payload().downcast_ref::<String>();
        if words.is_some_and(|words| words.starts_with("failed printing to stdout")) {
            std::process::exit(0);
        }
        usual(panic);
    }));
}

/// Runs a command line; the exit code.
pub fn run(arguments: Vec<OsString>, open: &Openings) -> i32 {
    end_with_the_reader();
    let command = match arguments::parse(arguments) {
        Ok(command) => command,
        Err((text, code)) => {
            if code == 0 {
                print!("{text}")
            } else {
                eprint!("{text}")
            }
            return code;
        }
    };
    match execute(command, open) {
        Ok(Ending::Done) => 0,
        Ok(Ending::Attention) => 1,
        Err(failure) => {
            for sentence in failure.sentences {
                eprintln!("错误：{sentence}");
            }
            2
        }
    }
}

fn execute(command: arguments::Command, open: &Openings) -> Result<Ending, Failure> {
    use arguments::Command;
    match command {
        Command::Read(options) => read::run(options, &(open.office)()?),
        Command::RollUp(options) => roll_up::run(&options, &(open.office)()?),
        Command::Form(command) => form::run(command),
        Command::Template(command) => template::run(command),
        Command::Demo(options) => demo::run(&options, open),
        Command::Init(options) => service::init(&options, open),
        Command::Serve(options) => service::serve(&options, open),
        Command::Config(options) => service::show(&options),
        Command::Backup(options) => keeping::back_up(&options, open),
        Command::Restore(options) => keeping::restore(&options, open),
        Command::Verify(options) => keeping::verify(&options, open),
        Command::User(command) => people::run_user(command, open),
        Command::Units(command) => people::run_units(command, open),
    }
}

/// Prints every mistake that was found in a text.
fn print_mistakes(failure: &Failure) -> Ending {
    failure.sentences.iter().for_each(|sentence| println!("{sentence}"));
    println!("共 {} 处错误。", failure.sentences.len());
    Ending::Attention
}

/// Loads a form by the code of a built-in one or by the path of its text.
fn load_form(name: Option<&str>) -> Result<Arc<Form>, Failure> {
    let Some(name) = name else { return Ok(builtin::anchor()) };
    if let Some(form) = builtin::form(name) {
        return Ok(form);
    }
    let path = Path::new(name);
    if !path.exists() {
        let known: Vec<&str> = builtin::FORMS.iter().map(|form| form.code).collect();
        return Err(Failure::new(format!(
            "没有报表“{name}”：既不是内置报表（{}），也不是文件",
            known.join("、")
        )));
    }
    read_form(&read_text(path)?).map(Arc::new).map_err(|mistakes| mistaken(path, &mistakes))
}

/// A year as the option `--year` takes it.
fn year(text: &str) -> Result<i32, &'static str> {
    let year: Option<i32> = text.parse().ok();
    year.filter(|year| (2000..2100).contains(year)).ok_or("应为四位数的年份，如 2024")
}
