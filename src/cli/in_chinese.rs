//! What clap says by itself, in Chinese: headings and usage of the help, and what is wrong with a command line.
//!
//! clap has no translations. Headings are set on every command, the usage is clap's own with its two English
//! words replaced, and complaints are made from the parts that clap hands out: which argument, which value, and
//! the nearest word that it knows.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, Error};

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command line of these types.
pub fn command<Line: CommandFactory>() -> Command {
    let version = Arg::new("version").short('V').long("version").help("显示版本");
    let mut command = headed(Line::command()).arg(version.help_heading("选项").action(ArgAction::Version));
    // From here on every command knows its whole name, which stands in its usage.
    command.build();
    used(command)
}

/// Sets the headings of a command and of those below it.
fn headed(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").help("显示帮助").action(ArgAction::Help);
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|arg| match arg.get_help_heading() {
            None if arg.is_positional() => arg.help_heading("参数"),
            None => arg.help_heading("选项"),
            Some(_) => arg,
        })
        .arg(help.help_heading("选项"))
        .mut_subcommands(headed)
}

/// Sets the usage of a command and of those below it.
fn used(mut command: Command) -> Command {
    let usage = chinese_usage(&command.render_usage());
    command.override_usage(usage).mut_subcommands(used)
}

fn chinese_usage(usage: &StyledStr) -> String {
    usage.to_string().trim_start_matches("Usage: ").replace("[OPTIONS]", "[选项]").replace("...", "…")
}

/// What to print instead of doing something, and the exit code: help that was asked for ends with 0.
pub fn told(error: &Error) -> (String, i32) {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => (error.render().to_string(), 0),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => (error.render().to_string(), 2),
        _ => (format!("错误：{}\n{}", sentence(error), advice(error)), 2),
    }
}

/// How the command is written, and where more is said.
fn advice(error: &Error) -> String {
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => format!("用法：{}\n", chinese_usage(usage)),
        _ => String::new(),
    };
    format!("{usage}加上 --help 查看详细用法。\n")
}

fn sentence(error: &Error) -> String {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::UnknownArgument => {
            format!("不认识的参数 {argument}{}", nearest(error, ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => {
            let word = context(error, ContextKind::InvalidSubcommand);
            format!("没有命令“{word}”{}", nearest(error, ContextKind::SuggestedSubcommand))
        }
        ErrorKind::MissingSubcommand => "请写明要执行的命令".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面缺少值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let expected = std::error::Error::source(error).map(|expected| format!("，{expected}"));
            format!("{argument} 的值“{value}”不对{}", expected.unwrap_or_default())
        }
        ErrorKind::TooManyValues => format!("{argument} 不带值，多写了“{value}”"),
        ErrorKind::ArgumentConflict => format!("{argument} 重复或互相冲突"),
        _ => format!("命令写法有误 {argument} {value}"),
    }
}

/// The words that clap knows and that look like the one given.
fn nearest(error: &Error, kind: ContextKind) -> String {
    let words = context(error, kind);
    if words.is_empty() { words } else { format!("，是不是 {words}？") }
}

fn context(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    }
}
