//! The command line: one line a command, whose options stand in the file of the command.
//!
//! clap derives the reader and the help from these types, so the Chinese comments on commands and options are what
//! people read there. What clap says by itself is put into Chinese by [`in_chinese`].

use std::ffi::OsString;

use clap::{FromArgMatches, Parser, Subcommand};

use super::{
    call, campaign, demo, form, in_chinese, keeping, keys, notice, people, read, roll_up, service, template,
    tokens,
};

/// 汇表：读取、审核、汇总“3·15”活动情况统计表
#[derive(Parser)]
#[command(name = "huibiao", version)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

/// What was asked for.
#[derive(Subcommand)]
pub enum Command {
    Read(read::Options),
    #[command(name = "rollup")]
    RollUp(roll_up::Options),
    Notice(notice::Options),
    #[command(subcommand)]
    Form(form::Command),
    #[command(subcommand)]
    Template(template::Command),
    Demo(demo::Options),
    Init(service::Init),
    Serve(service::Serve),
    Config(service::Config),
    Backup(keeping::Backup),
    Restore(keeping::Restore),
    Verify(keeping::Verify),
    Doctor(keeping::Doctor),
    #[command(subcommand)]
    Key(keys::Key),
    #[command(subcommand)]
    Clock(keys::Clock),
    #[command(subcommand)]
    User(people::User),
    #[command(subcommand)]
    Token(tokens::Token),
    #[command(subcommand)]
    Units(people::Units),
    #[command(subcommand)]
    Campaign(campaign::Command),
    Call(call::Options),
}

/// The command, or the text to print and the exit code.
pub fn parse(arguments: Vec<OsString>) -> Result<Command, (String, i32)> {
    let matches = in_chinese::command::<Line>().try_get_matches_from(arguments);
    let line = matches.and_then(|matches| Line::from_arg_matches(&matches));
    line.map(|line| line.command).map_err(|error| in_chinese::told(&error))
}
