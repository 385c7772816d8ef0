//! `huibiao demo`: a whole season on the service with nothing to prepare, or with `--folder` the roll-up of a folder.
//!
//! The sheets are the samples that the tests read, embedded in the program. They are laid out as a clerk saves them, by
//! county and under their units' names, with a list of when each arrived. Three are left out and three arrive late, so
//! that the workbooks show missing and late units.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::TimeDelta;
use include_dir::{Dir, include_dir};

use super::ending::Ending;
use super::openings::Openings;
use super::roll_up::{self, make, print_summary, templates};
use super::settings::Flags;
use crate::problem::Failure;
use crate::vocabulary::register::Row;
use crate::vocabulary::time::{Instant, parse_instant, show};
use crate::vocabulary::{Register, UnitCode};
use crate::workflow::season::{self, Cast, Filled, Played};
use crate::workflow::tables::read_register;
use crate::workflow::{Clock, Office, Service, private_folder};

static SAMPLES: Dir = include_dir!("$CARGO_MANIFEST_DIR/tests/sheets/samples");

const CAMPAIGN: &str = r#"# 填报任务：报什么年度、什么时候截止。
title = "2024年“3·15”活动情况统计"
year = 2024
issuer = "淄博市消费者权益保护委员会"
paper_copy = true

[due]
phrase = "3月22日前"   # 照抄通知原文；按习惯含当日，即截止到3月22日24时
"#;

/// Units that send nothing, and units that send too late.
const LEFT_OUT: [&str; 3] = ["370320009", "370321016", "370322017"];
const LATE: [&str; 3] = ["370320010", "370321002", "370322006"];

/// The sheet with last year's figures of all units but two.
const LAST_YEAR: &str = "last_year.csv";

/// 用一个市三个县六十个单位的示例，启动服务并打开一次填报季
#[derive(clap::Args)]
pub struct Options {
    /// 写到哪个文件夹（默认 huibiao-demo）
    #[arg(long, value_name = "文件夹", default_value = "huibiao-demo", hide_default_value = true)]
    out: PathBuf,
    /// 不启动服务，只把示例报表汇总成工作簿
    #[arg(long)]
    folder: bool,
    #[command(flatten)]
    flags: Flags,
}

pub fn run(options: &Options, open: &Openings) -> Result<Ending, Failure> {
    if options.folder { roll_up_folder(&options.out, &(open.office)()?) } else { serve(options, open) }
}

/// Plays a season on a fresh database and serves it.
fn serve(options: &Options, open: &Openings) -> Result<Ending, Failure> {
    let folder = &options.out;
    if let Some((key, _)) =
        options.flags.values.iter().find(|(key, _)| matches!(key.as_str(), "data" | "database"))
    {
        let words = "示例总用自己的新数据，不会打开别的数据库；要换地方请用 --out 文件夹";
        return Err(Failure::new(format!("demo 不接受 --{key}：{words}")));
    }
    let data = folder.join("服务数据");
    let failed = |error: std::io::Error| Failure::new(format!("写不进文件夹 {}：{error}", folder.display()));
    if data.exists() {
        std::fs::remove_dir_all(&data).map_err(failed)?;
    }
    private_folder(&data).map_err(failed)?;
    let mut settings = options.flags.configuration()?.settings;
    let log = data.join("运行日志.txt");
    (open.log_into)(&settings, &log)?;
    (settings.data, settings.database) = (data, None);
    let turned: Arc<Mutex<Option<Instant>>> = Arc::default();
    let now = (open.office)()?.now();
    let played = {
        let hands = Arc::clone(&turned);
        let clock: Clock = Arc::new(move || hands.lock().ok().and_then(|hands| *hands).unwrap_or(now));
        let service = (open.service)(settings.clone(), Some(clock))?;
        println!("正在准备示例：一个市、三个县、六十个单位的两项填报任务，时限按今天排 ……");
        play(&service, &turned, now)?
    };
    let service = (open.service)(settings, None)?;
    (open.serve)(service, &|address| print_doors(address, &played, &log))?;
    Ok(Ending::Done)
}

fn play(service: &Service, turned: &Mutex<Option<Instant>>, now: Instant) -> Result<Played, Failure> {
    let rows = std::str::from_utf8(sample("units.csv")?).unwrap_or_default();
    let rows: Vec<Row> = rows
        .trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(index, line)| Row { line: index + 1, cells: line.split(',').map(str::to_owned).collect() })
        .collect();
    let register = Register::from_rows(&rows).map_err(|_| Failure::new("示例的单位名录有误"))?;
    let lines = String::from_utf8_lossy(sample("truth.jsonl")?);
    let filled = lines.lines().map(filled).collect::<Option<Vec<Filled>>>();
    let filled = filled.ok_or_else(|| Failure::new("示例的数字有误"))?;
    let cast = Cast {
        missing: &LEFT_OUT,
        late: &LATE,
        returned: &["370320002", "370321003"],
        on_behalf: &["370320003"],
        exempt: "370322004",
        extended: "370321016",
        last_year: ("2023年统计表.csv", sample(LAST_YEAR)?),
    };
    let hands = |instant: Instant| {
        if let Ok(mut turned) = turned.lock() {
            *turned = Some(instant);
        }
    };
    Ok(season::play_today(service, &hands, &register, &filled, &cast, now)?)
}

/// A line of what the samples say.
fn filled(line: &str) -> Option<Filled> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    let values = line["values"].as_array()?.iter().map(|value| value.as_str().map(str::to_owned));
    Some(Filled { unit: line["unit_code"].as_str()?.to_owned(), values: values.collect() })
}

fn print_doors(address: std::net::SocketAddr, played: &Played, log: &Path) {
    println!("\n示例已备好，请用浏览器打开：\n\n  http://{address}\n");
    println!("  角色      登录名        密码            单位");
    for login in &played.logins {
        println!("  {:<6}  {:<12}  {:<14}  {}", login.role.label(), login.login, login.password, login.unit);
    }
    println!("\n登录后可以先看（登录名、做什么、网址）：\n");
    for open in &played.open {
        println!("  {}：{}\n    http://{address}{}", open.login, open.words, open.path);
    }
    println!("\n运行日志写在 {}。", log.display());
    println!("按 Ctrl-C 停止。没有服务器的单位，用 huibiao demo --folder 看文件夹汇总。");
}

/// Rolls the same sheets up as a folder.
fn roll_up_folder(folder: &Path, office: &Office) -> Result<Ending, Failure> {
    let sheets = folder.join("报表");
    let units = folder.join("units.csv");
    let unwritable =
        |error: std::io::Error| Failure::new(format!("写不进文件夹 {}：{error}", folder.display()));
    std::fs::create_dir_all(&sheets).map_err(unwritable)?;
    std::fs::write(&units, sample("units.csv")?).map_err(unwritable)?;
    std::fs::write(folder.join("campaign.toml"), CAMPAIGN).map_err(unwritable)?;
    let last_year = folder.join("2023年统计表.csv");
    std::fs::write(&last_year, sample(LAST_YEAR)?).map_err(unwritable)?;
    let register = read_register(&office.pool, &units)?;
    let manifest = lay_out(&register, &sheets).map_err(unwritable)?;
    std::fs::write(folder.join("manifest.csv"), manifest).map_err(unwritable)?;
    let options = roll_up::Options {
        answers: None,
        template: None,
        folder: sheets.clone(),
        units,
        form: None,
        campaign: Some(folder.join("campaign.toml")),
        manifest: Some(folder.join("manifest.csv")),
        confirmed: None,
        last_year: Some(last_year),
        templates: None,
        year: None,
        out: folder.join("工作簿"),
        json: false,
    };
    let (made, last_year) = make(office, &options)?;
    let workbooks = office.write_workbooks(&made, last_year.as_ref(), &templates(None)?, &options.out)?;
    println!("示例：一个市、三个县、六十个填报单位（市场监管所和卫生院）。报表在 {}\n", sheets.display());
    print_summary(&made, &workbooks);
    println!("\n用 Excel、WPS 或 LibreOffice 打开上面的工作簿即可打印。自己汇总一个文件夹：");
    println!(
        "  huibiao rollup 文件夹 --units {} --campaign {} --out 输出文件夹",
        options.units.display(),
        folder.join("campaign.toml").display()
    );
    Ok(Ending::Done)
}

/// Writes every sheet under its unit's name into its county's folder. Returns the list of arrivals as CSV.
fn lay_out(register: &Register, sheets: &Path) -> std::io::Result<String> {
    let mut manifest = String::from("file,received\n");
    let first = parse_instant("2024-03-18 08:30").unwrap_or_default();
    let late = parse_instant("2024-03-23 09:10").unwrap_or_default();
    for (position, file) in samples().enumerate() {
        let name = file.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (code, ending) =
            (name.split('_').next().unwrap_or_default(), name.rsplit('.').next().unwrap_or_default());
        let Some(unit) = register.get(&UnitCode::new(code)).filter(|_| !LEFT_OUT.contains(&code)) else {
            continue;
        };
        let county = register.ancestors(&unit.code).first().map_or("", |county| county.name.as_str());
        std::fs::create_dir_all(sheets.join(county))?;
        let shown = format!("{county}/{}.{ending}", unit.name);
        std::fs::write(sheets.join(&shown), file.contents())?;
        let received = if LATE.contains(&code) { late } else { first }
            + TimeDelta::minutes(97 * position as i64 % 5_700);
        manifest.push_str(&format!("{shown},{}\n", show(received)));
    }
    Ok(manifest)
}

fn samples() -> impl Iterator<Item = &'static include_dir::File<'static>> {
    let mut files: Vec<_> = SAMPLES.get_dir("sheets").into_iter().flat_map(Dir::files).collect();
    files.sort_by_key(|file| file.path());
    files.into_iter()
}

fn sample(name: &str) -> Result<&'static [u8], Failure> {
    SAMPLES
        .get_file(name)
        .map(|file| file.contents())
        .ok_or_else(|| Failure::new(format!("程序里缺少示例 {name}")))
}
