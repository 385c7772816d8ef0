//! The command line of the service: settings, people, units, backups.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, value_parser};

use super::{base, file, flag, name, option, path, word};
use crate::config::KEYS;

/// A command of the service, with the settings that it works on.
pub struct Service {
    pub change: Change,
    pub flags: Flags,
}

/// What is to be done.
pub enum Change {
    Init(Init),
    Serve,
    Config,
    ListUsers { words: String },
    AddUser { login: String, name: String, role: String, unit: String },
    DisableUser { login: String },
    EnableUser { login: String },
    ResetPassword { login: String },
    ImportUnits { file: PathBuf, dry_run: bool },
    Backup { file: PathBuf },
    Restore { file: PathBuf, force: bool, dry_run: bool },
    Verify,
}

/// The unit at the top: named here, or in a list of units.
pub struct Init {
    pub code: Option<String>,
    pub name: Option<String>,
    pub level: String,
    pub units: Option<PathBuf>,
}

/// Settings given on the command line, and the configuration file.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    pub file: Option<PathBuf>,
    /// Under the names of their keys.
    pub values: Vec<(String, String)>,
}

/// The command and its settings.
pub fn read(name: &str, matches: &ArgMatches) -> Service {
    // Options belong to the innermost command.
    let (name, matches) = match matches.subcommand() {
        Some((inner, matches)) => (format!("{name} {inner}"), matches),
        None => (name.to_owned(), matches),
    };
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let file = || path(matches, "file").unwrap_or_default();
    let login = || word(matches, "login");
    let change = match name.as_str() {
        "init" => Change::Init(Init {
            code: text("code"),
            name: text("name"),
            level: word(matches, "level"),
            units: path(matches, "units"),
        }),
        "serve" => Change::Serve,
        "user list" => Change::ListUsers { words: word(matches, "words") },
        "user add" => Change::AddUser {
            login: login(),
            name: word(matches, "name"),
            role: word(matches, "role"),
            unit: word(matches, "unit"),
        },
        "user disable" => Change::DisableUser { login: login() },
        "user enable" => Change::EnableUser { login: login() },
        "user password" => Change::ResetPassword { login: login() },
        "units import" => Change::ImportUnits { file: file(), dry_run: matches.get_flag("dry-run") },
        "backup" => Change::Backup { file: file() },
        "restore" => Change::Restore {
            file: file(),
            force: matches.get_flag("force"),
            dry_run: matches.get_flag("dry-run"),
        },
        "verify" => Change::Verify,
        _ => Change::Config,
    };
    Service { change, flags: flags(matches) }
}

pub fn commands() -> Vec<clap::Command> {
    let plain = [
        demo_command(),
        init_command(),
        base("serve", "启动服务；Ctrl-C 或 SIGTERM 停止").override_usage("huibiao serve [选项]"),
        base("config", "列出每项设置、现在的值和来源").override_usage("huibiao config [选项]"),
        backup_command(),
        restore_command(),
        base("verify", "核验审计链、每次上报、每个文件是否被改动过")
            .override_usage("huibiao verify [选项]")
            .after_help("退出码：0 全部相符；1 发现不符；2 无法运行。\n"),
    ];
    let mut commands: Vec<clap::Command> = plain.into_iter().map(with_settings).collect();
    commands.extend([user_command(), units_command()]);
    commands
}

fn init_command() -> clap::Command {
    base("init", "建立数据文件夹和数据库，输出一次性的管理员开通链接")
        .override_usage("huibiao init [选项] --code 代码 --name 名称")
        .arg(option("code", "代码", "最上级单位的代码（第一次运行时需要，或用 --units）"))
        .arg(option("name", "名称", "最上级单位的名称（第一次运行时需要，或用 --units）"))
        .arg(
            option("level", "级别", "最上级单位的级别：province、city、county（默认 city）")
                .default_value("city")
                .hide_default_value(true),
        )
        .arg(
            option("units", "units.csv", "单位名录（CSV 或 XLSX），最上级单位取自其中")
                .value_parser(value_parser!(PathBuf)),
        )
}

fn user_command() -> clap::Command {
    let login = || name("login", "用户名", "账号的用户名");
    base("user", "账号：清单、开设、停用、恢复、重置密码")
        .override_usage("huibiao user <命令>")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(
            [
                base("list", "列出账号")
                    .override_usage("huibiao user list [选项] [文字]")
                    .arg(name("words", "文字", "只列出用户名、姓名或单位含有这些文字的").required(false)),
                base("add", "开账号，输出初始密码")
                    .override_usage("huibiao user add [选项] --name 姓名 --role 角色 --unit 单位代码 用户名")
                    .arg(login())
                    .arg(option("name", "姓名", "姓名").required(true))
                    .arg(option("role", "角色", "填报员、审核员、审计员、管理员").required(true))
                    .arg(option("unit", "代码", "所属单位的代码").required(true)),
                base("disable", "停用账号").override_usage("huibiao user disable 用户名").arg(login()),
                base("enable", "恢复账号").override_usage("huibiao user enable 用户名").arg(login()),
                base("password", "重置密码，输出新的初始密码")
                    .override_usage("huibiao user password 用户名")
                    .arg(login()),
            ]
            .map(with_settings),
        )
}

fn units_command() -> clap::Command {
    base("units", "单位名录：导入")
        .override_usage("huibiao units <命令>")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(with_settings(
            base("import", "导入单位名录，先列出每行的变化")
                .override_usage("huibiao units import [选项] 文件")
                .arg(file("file", "单位名录（CSV 或 XLSX）").required(true))
                .arg(flag("dry-run", "只列出变化，不写入")),
        ))
}

fn backup_command() -> clap::Command {
    base("backup", "把整个服务备份成一个文件；服务不用停")
        .override_usage("huibiao backup [选项] 文件")
        .arg(file("file", "备份文件（.zip）").required(true))
        .after_help("退出码：0 完成；1 完成，但有收到的文件已缺失；2 无法运行。\n")
}

fn restore_command() -> clap::Command {
    base("restore", "从备份恢复；先核对每个校验值，再核验全部内容")
        .override_usage("huibiao restore [选项] 文件")
        .arg(file("file", "备份文件（.zip）").required(true))
        .arg(flag("force", "目标数据库里已有数据时覆盖（先停止服务）"))
        .arg(flag("dry-run", "只核对和试恢复，不写入"))
}

fn demo_command() -> clap::Command {
    base("demo", "用一个市三个县六十个单位的示例，启动服务并打开一次填报季")
        .override_usage("huibiao demo [选项]")
        .arg(option("out", "DIR", "写到哪个文件夹（默认 huibiao-demo）").value_parser(value_parser!(PathBuf)))
        .arg(flag("folder", "不启动服务，只把示例报表汇总成工作簿"))
}

/// Every setting as an option of its own.
fn with_settings(command: clap::Command) -> clap::Command {
    let command = command.arg(
        option("config", "huibiao.toml", "设置文件（默认当前文件夹的 huibiao.toml，没有就用默认值）")
            .value_parser(value_parser!(PathBuf))
            .help_heading("设置"),
    );
    KEYS.iter().fold(command, |command, key| {
        // clap keeps names for the life of the program; there are two dozen of them.
        let long: &'static str = key.name.replace('_', "-").leak();
        command.arg(Arg::new(key.name).long(long).value_name(key.unit).help(key.meaning).help_heading("设置"))
    })
}

pub fn flags(matches: &ArgMatches) -> Flags {
    let given = KEYS
        .iter()
        .filter_map(|key| Some((key.name.to_owned(), matches.get_one::<String>(key.name)?.clone())));
    Flags { file: path(matches, "config"), values: given.collect() }
}
