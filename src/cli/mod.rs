//! 命令: one file per command; everything people read here is Chinese.
//!
//! Exit codes: 0 done, 1 done with 强制 findings, holds or refused files, 2 could not run.

mod arguments;
mod demo;
mod explain;
mod form;
mod json;
mod keeping;
mod people;
mod progress;
mod read;
mod roll_up;
mod service;
mod template;

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use crate::config::Settings;
use crate::form::Form;
use crate::form::builtin;
use crate::form::definition::read_form;
use crate::problem::Failure;
use crate::workflow::tables::{mistaken, read_text};
use crate::workflow::{Clock, Office, Service};

/// Answers until the operating system says stop; tells the second argument where it listens.
pub type Serve = dyn Fn(Service, &dyn Fn(SocketAddr)) -> Result<(), Failure>;

/// What `app` opens when a command needs it: help and mistakes start no workers and touch no database.
pub struct Openings<'o> {
    pub office: &'o dyn Fn() -> Result<Office, Failure>,
    /// The service on these settings, with the machine's clock or another.
    pub service: &'o dyn Fn(Settings, Option<Clock>) -> Result<Service, Failure>,
    /// Has everything that is logged from now on written to a file instead.
    pub log_into: &'o dyn Fn(&Settings, &Path) -> Result<(), Failure>,
    /// The machine's clock.
    pub clock: Clock,
    pub serve: &'o Serve,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Done,
    /// Done, and something needs a person's attention.
    Attention,
}

/// A reader that has seen enough (`| head`) ends the command quietly.
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
        Command::FormCheck { file } => form::check(&file),
        Command::FormList => form::list(),
        Command::FormShow { code } => form::show(&code),
        Command::TemplateGuide => template::guide(),
        Command::TemplateShow { name } => template::show(&name),
        Command::TemplateCheck { file } => template::check(&file),
        Command::Demo { out, folder_only: true, .. } => demo::run_folder(out, &(open.office)()?),
        Command::Demo { out, flags, .. } => demo::run(out, &flags, open),
        Command::Service(asked) => service::run(asked, open),
    }
}

/// Lists every mistake of a text that was checked.
fn print_mistakes(failure: &Failure) -> Ending {
    failure.sentences.iter().for_each(|sentence| println!("{sentence}"));
    println!("共 {} 处错误。", failure.sentences.len());
    Ending::Attention
}

/// A form by the code of a built-in one or by the path of a text.
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
