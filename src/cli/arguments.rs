//! The command line, read by clap and spoken of in Chinese.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, value_parser};

/// What was asked for.
pub enum Command {
    Read(Read),
    RollUp(RollUp),
    FormCheck { file: PathBuf },
    FormList,
    FormShow { code: String },
    TemplateGuide,
    TemplateShow { name: String },
    TemplateCheck { file: PathBuf },
    Demo { out: Option<PathBuf>, folder_only: bool, flags: Flags },
    Init { root: Option<(String, String)>, flags: Flags },
    Serve { flags: Flags },
    Config { flags: Flags },
}

/// Settings given on the command line, and the configuration file.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    pub file: Option<PathBuf>,
    /// Under the names of their keys.
    pub values: Vec<(String, String)>,
}

pub struct Read {
    pub files: Vec<PathBuf>,
    pub form: Option<String>,
    pub units: Option<PathBuf>,
    pub year: Option<i32>,
    pub json: bool,
    pub explain: bool,
}

pub struct RollUp {
    pub folder: PathBuf,
    pub units: PathBuf,
    pub form: Option<String>,
    pub campaign: Option<PathBuf>,
    pub manifest: Option<PathBuf>,
    pub confirmed: Option<PathBuf>,
    pub last_year: Option<PathBuf>,
    pub templates: Option<PathBuf>,
    pub year: Option<i32>,
    pub out: PathBuf,
    pub json: bool,
}

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}\n{after-help}";

/// The command, or the text to print and the exit code.
pub fn parse(arguments: Vec<OsString>) -> Result<Command, (String, i32)> {
    let matches = command().try_get_matches_from(arguments).map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => (error.render().to_string(), 0),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => (error.render().to_string(), 2),
        _ => (format!("错误：{}\n用 huibiao --help 查看用法。\n", sentence(&error)), 2),
    })?;
    Ok(match matches.subcommand() {
        Some(("read", matches)) => Command::Read(read_options(matches)),
        Some(("rollup", matches)) => Command::RollUp(roll_up_options(matches)),
        Some(("form", matches)) => match matches.subcommand() {
            Some(("check", matches)) => {
                Command::FormCheck { file: path(matches, "file").unwrap_or_default() }
            }
            Some(("show", matches)) => Command::FormShow { code: word(matches, "code") },
            _ => Command::FormList,
        },
        Some(("template", matches)) => match matches.subcommand() {
            Some(("check", matches)) => {
                Command::TemplateCheck { file: path(matches, "file").unwrap_or_default() }
            }
            Some(("show", matches)) => Command::TemplateShow { name: word(matches, "name") },
            _ => Command::TemplateGuide,
        },
        Some(("demo", matches)) => Command::Demo {
            out: path(matches, "out"),
            folder_only: matches.get_flag("folder"),
            flags: flags(matches),
        },
        Some(("init", matches)) => Command::Init { root: root(matches), flags: flags(matches) },
        Some(("serve", matches)) => Command::Serve { flags: flags(matches) },
        Some((_, matches)) => Command::Config { flags: flags(matches) },
        None => Command::FormList,
    })
}

fn command() -> clap::Command {
    base("huibiao", "汇表：读取、审核、汇总“3·15”活动情况统计表")
        .version(env!("CARGO_PKG_VERSION"))
        .disable_version_flag(true)
        .arg(flag("version", "显示版本").short('V').action(ArgAction::Version))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(read_command())
        .subcommand(roll_up_command())
        .subcommand(form_command())
        .subcommand(template_command())
        .subcommand(with_settings(demo_command()))
        .subcommand(with_settings(init_command()))
        .subcommand(with_settings(
            base("serve", "启动服务；Ctrl-C 或 SIGTERM 停止").override_usage("huibiao serve [选项]"),
        ))
        .subcommand(with_settings(
            base("config", "列出每项设置、现在的值和来源").override_usage("huibiao config [选项]"),
        ))
}

fn demo_command() -> clap::Command {
    base("demo", "用一个市三个县六十个单位的示例，启动服务并打开一次填报季")
        .override_usage("huibiao demo [选项]")
        .arg(option("out", "DIR", "写到哪个文件夹（默认 huibiao-demo）").value_parser(value_parser!(PathBuf)))
        .arg(flag("folder", "不启动服务，只把示例报表汇总成工作簿"))
}

fn init_command() -> clap::Command {
    base("init", "建立数据文件夹和数据库，输出一次性的管理员开通链接")
        .override_usage("huibiao init [选项] --code 代码 --name 名称")
        .arg(option("code", "代码", "最上级单位的代码（第一次运行时需要）"))
        .arg(option("name", "名称", "最上级单位的名称（第一次运行时需要）"))
}

fn root(matches: &ArgMatches) -> Option<(String, String)> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    text("code").zip(text("name"))
}

/// Every setting as an option of its own.
fn with_settings(command: clap::Command) -> clap::Command {
    let command = command.arg(
        option("config", "huibiao.toml", "设置文件（默认当前文件夹的 huibiao.toml，没有就用默认值）")
            .value_parser(value_parser!(PathBuf))
            .help_heading("设置"),
    );
    crate::config::KEYS.iter().fold(command, |command, key| {
        // clap keeps names for the life of the program; there are two dozen of them.
        let long: &'static str = key.name.replace('_', "-").leak();
        command.arg(Arg::new(key.name).long(long).value_name(key.unit).help(key.meaning).help_heading("设置"))
    })
}

fn flags(matches: &ArgMatches) -> Flags {
    let given = crate::config::KEYS
        .iter()
        .filter_map(|key| Some((key.name.to_owned(), matches.get_one::<String>(key.name)?.clone())));
    Flags { file: path(matches, "config"), values: given.collect() }
}

fn form_command() -> clap::Command {
    base("form", "报表文字：检查、清单、内置报表原文")
        .override_usage("huibiao form <命令>")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            base("check", "检查报表文字，列出全部错误及行号")
                .override_usage("huibiao form check 文件")
                .arg(file("file", "报表文字（.toml）").required(true)),
        )
        .subcommand(base("list", "列出内置报表"))
        .subcommand(base("show", "输出内置报表的文字，可作底稿").arg(name("code", "代码", "内置报表的代码")))
}

fn template_command() -> clap::Command {
    base("template", "报表模板：写法、检查、内置模板原文")
        .override_usage("huibiao template <命令>")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(base("guide", "说明模板的写法"))
        .subcommand(base("show", "输出内置模板的文字，可作底稿").arg(name(
            "name",
            "名称",
            "county（县级）或 city（市级）",
        )))
        .subcommand(
            base("check", "检查模板文字，列出全部错误及行号")
                .override_usage("huibiao template check 文件")
                .arg(file("file", "模板文字（.toml）").required(true)),
        )
}

fn read_command() -> clap::Command {
    base("read", "读取报表文件，逐项列出读到的数和全部问题")
        .override_usage("huibiao read [选项] 文件…")
        .arg(file("files", "报表文件").required(true).num_args(1..))
        .arg(form())
        .arg(
            option("units", "units.csv", "单位名录（CSV 或 XLSX），用来认定填报单位")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(year())
        .arg(flag("json", "每个文件输出一行 JSON"))
        .arg(flag("explain", "逐格列出文件内容，以及各格被认作什么"))
        .after_help("退出码：0 全部读完且没有强制问题；1 有强制问题、待核实或未能读取的文件；2 无法运行。\n")
}

fn roll_up_command() -> clap::Command {
    base("rollup", "把一个文件夹的报表汇总成县、市工作簿")
        .override_usage("huibiao rollup [选项] --units units.csv --out DIR 文件夹")
        .arg(file("folder", "存放报表的文件夹（含子文件夹）").required(true))
        .arg(
            option("units", "units.csv", "单位名录（CSV 或 XLSX）")
                .value_parser(value_parser!(PathBuf))
                .required(true),
        )
        .arg(form())
        .arg(
            option("campaign", "campaign.toml", "填报任务：标题、年度、截止时间")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            option(
                "manifest",
                "manifest.csv",
                "收件清单：文件、收到时间、零报告（默认取文件夹里的 manifest.csv 或 收件清单.csv）",
            )
            .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            option("confirmed", "confirmed.csv", "已核实的数字：单位、指标、数值、原因")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            option("last-year", "FOLDER", "上年的报表文件夹或工作簿，用于同期对比和审核")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            option("templates", "FOLDER", "本单位自己的报表模板文件夹（用 huibiao template guide 查看写法）")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(year())
        .arg(option("out", "DIR", "工作簿写到哪个文件夹").value_parser(value_parser!(PathBuf)).required(true))
        .arg(flag("json", "输出 JSON 摘要"))
        .after_help("退出码：0 完成；1 完成，但有强制问题、待核实或未能读取的文件；2 无法运行。\n")
}

/// A command whose headings are Chinese.
fn base(name: &'static str, about: &'static str) -> clap::Command {
    clap::Command::new(name)
        .about(about)
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .next_help_heading("选项")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .arg(Arg::new("help").short('h').long("help").help("显示帮助").action(ArgAction::Help))
}

fn file(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).value_name("文件").help(help).value_parser(value_parser!(PathBuf)).help_heading("参数")
}

fn name(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).value_name(value).help(help).required(true).help_heading("参数")
}

fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).help(help).action(ArgAction::SetTrue)
}

fn form() -> Arg {
    option("form", "F", "报表：内置报表的代码，或报表文字的路径（默认 315-activity）")
}

fn year() -> Arg {
    option("year", "2024", "填报年度，用来核对标题和日期").value_parser(value_parser!(i32).range(2000..2100))
}

fn word(matches: &ArgMatches, name: &str) -> String {
    matches.get_one::<String>(name).cloned().unwrap_or_default()
}

fn path(matches: &ArgMatches, name: &str) -> Option<PathBuf> {
    matches.get_one::<PathBuf>(name).cloned()
}

fn read_options(matches: &ArgMatches) -> Read {
    Read {
        files: matches.get_many::<PathBuf>("files").into_iter().flatten().cloned().collect(),
        form: matches.get_one::<String>("form").cloned(),
        units: path(matches, "units"),
        year: matches.get_one::<i32>("year").copied(),
        json: matches.get_flag("json"),
        explain: matches.get_flag("explain"),
    }
}

fn roll_up_options(matches: &ArgMatches) -> RollUp {
    RollUp {
        folder: path(matches, "folder").unwrap_or_default(),
        units: path(matches, "units").unwrap_or_default(),
        form: matches.get_one::<String>("form").cloned(),
        campaign: path(matches, "campaign"),
        manifest: path(matches, "manifest"),
        confirmed: path(matches, "confirmed"),
        last_year: path(matches, "last-year"),
        templates: path(matches, "templates"),
        year: matches.get_one::<i32>("year").copied(),
        out: path(matches, "out").unwrap_or_default(),
        json: matches.get_flag("json"),
    }
}

/// clap's complaint in Chinese.
fn sentence(error: &clap::Error) -> String {
    let context = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::UnknownArgument => format!("不认识的参数 {argument}"),
        ErrorKind::InvalidSubcommand => format!("没有命令“{}”", context(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "请写明要执行的命令".to_owned(),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{argument} 的值“{value}”不对"),
        ErrorKind::ArgumentConflict => format!("{argument} 重复或互相冲突"),
        _ => format!("命令写法有误 {argument} {value}"),
    }
}
