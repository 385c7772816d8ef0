//! 命令: one file per command; everything people read here is Chinese.
//!
//! Exit codes: 0 done, 1 done with 强制 findings, holds or refused files, 2 could not run.

mod openings;
mod ending;
mod answers;
mod chosen;
mod arguments;
mod in_chinese;
mod settings;

mod read;
mod explain;
mod json;
mod roll_up;
mod superior;
mod progress;
mod form;
mod notice;
mod template;
mod demo;
mod service;
mod keeping;
mod proof;
mod people;
mod tokens;
mod keys;
mod call;
mod campaign;

pub use self::ending::Ending;
pub use self::openings::{Openings, Serve};

use std::ffi::OsString;

use crate::problem::Failure;

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
        Command::Notice(options) => notice::run(&options, &(open.office)()?),
        Command::Form(command) => form::run(command, open),
        Command::Template(command) => template::run(command),
        Command::Demo(options) => demo::run(&options, open),
        Command::Init(options) => service::init(&options, open),
        Command::Serve(options) => service::serve(&options, open),
        Command::Config(options) => service::show(&options),
        Command::Backup(options) => keeping::back_up(&options, open),
        Command::Restore(options) => keeping::restore(&options, open),
        Command::Doctor(options) => keeping::examine(&options, open),
        Command::Verify(options) => keeping::verify(&options, open),
        Command::Key(command) => keys::run_key(command, open),
        Command::Clock(command) => keys::run_clock(command, open),
        Command::User(command) => people::run_user(command, open),
        Command::Token(command) => tokens::run(command, open),
        Command::Units(command) => people::run_units(command, open),
        Command::Campaign(command) => campaign::run(command, open),
        Command::Call(options) => call::run(&options, open),
    }
}
