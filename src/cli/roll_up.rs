//! `huibiao rollup`: a folder of filled sheets becomes the county and city workbooks.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::answers;
use super::chosen::{load_form, year};
use super::ending::Ending;
use super::json::{self, Summary};
use super::progress::Progress;
use super::superior;
use crate::aggregate::RollUp;
use crate::campaign::Campaign;
use crate::campaign::definition::read_campaign;
use crate::problem::Failure;
use crate::report::LastYear;
use crate::report::template::{self, Template};
use crate::validate::explanation::Confirmation;
use crate::vocabulary::Level;
use crate::workflow::annotate::folder;
use crate::workflow::last_year::read_last_year;
use crate::workflow::read::{File, SecondReading, Units};
use crate::workflow::roll_up::{Request, roll_up, sheets_in};
use crate::workflow::tables::{self, Arrival, mistaken, read_text};
use crate::workflow::{FileReading, Office, Reader};

/// 把一个文件夹的报表汇总成县、市工作簿
#[derive(clap::Args)]
#[command(after_help = "退出码：0 完成；1 完成，但有强制问题、待核实或未能读取的文件；2 无法运行。")]
pub struct Options {
    /// 存放报表的文件夹（含子文件夹）
    #[arg(value_name = "文件夹")]
    pub folder: PathBuf,
    /// 单位名录（CSV 或 XLSX）
    #[arg(long, value_name = "units.csv")]
    pub units: PathBuf,
    /// 工作簿写到哪个文件夹
    #[arg(long, value_name = "文件夹")]
    pub out: PathBuf,
    /// 报表：内置报表的代码，或报表文字的路径（默认 315-activity）
    #[arg(long, value_name = "报表")]
    pub form: Option<String>,
    /// 填报任务：标题、年度、截止时间
    #[arg(long, value_name = "campaign.toml")]
    pub campaign: Option<PathBuf>,
    /// 收件清单：文件、收到时间、零报告（默认取文件夹里的 manifest.csv 或 收件清单.csv）
    #[arg(long, value_name = "manifest.csv")]
    pub manifest: Option<PathBuf>,
    /// 已核实的数字：单位、指标、数值、原因
    #[arg(long, value_name = "confirmed.csv")]
    pub confirmed: Option<PathBuf>,
    /// 上年的报表文件夹或工作簿，用于同期对比和审核
    #[arg(long, value_name = "文件夹或工作簿")]
    pub last_year: Option<PathBuf>,
    /// 本单位自己的报表模板文件夹（用 huibiao template guide 查看写法）
    #[arg(long, value_name = "文件夹")]
    pub templates: Option<PathBuf>,
    /// 上级下发的空白模板（.xlsx、.xls 或 .docx）：填上汇总数，版式、公式不动，写到工作簿旁边
    #[arg(long, value_name = "模板")]
    pub template: Option<PathBuf>,
    /// 把有问题的报表批注好，另存到这个文件夹，发回各单位改正
    #[arg(long, value_name = "文件夹")]
    pub answers: Option<PathBuf>,
    /// 填报年度，用来核对标题和日期
    #[arg(long, value_name = "年度", value_parser = year)]
    pub year: Option<i32>,
    /// 输出 JSON 摘要
    #[arg(long)]
    pub json: bool,
}

pub fn run(options: &Options, office: &Office) -> Result<Ending, Failure> {
    let templates = templates(options.templates.as_deref())?;
    let (made, last_year) = make(office, options)?;
    let workbooks = office.write_workbooks(&made, last_year.as_ref(), &templates, &options.out)?;
    let filled = match &options.template {
        Some(path) => Some(superior::fill(office, path, (&made, last_year.as_ref()), &options.out)?),
        None => None,
    };
    if options.json {
        println!("{}", json_summary(&made, &workbooks, filled.as_ref()));
    } else {
        print_summary(&made, &workbooks);
        filled.iter().for_each(superior::tell);
    }
    let ending = ending(&made);
    if let Some(out) = &options.answers {
        let files = sheets_in(&options.folder, &[])?;
        let known = (files.as_slice(), Some(made.register.as_ref()));
        let written = folder::write(office, &made.form, known, &made.submissions, out)?;
        answers::tell(&written, out);
    }
    // The process ends next and its memory goes with it: dropping thousands of sheets one by one only takes time.
    std::mem::forget((made, last_year));
    Ok(ending)
}

/// Reads everything the options name and rolls the folder up.
pub fn make(office: &Office, options: &Options) -> Result<(RollUp, Option<LastYear>), Failure> {
    let form = load_form(options.form.as_deref())?;
    let campaign = match &options.campaign {
        Some(path) => read_campaign(&read_text(path)?).map_err(|mistakes| mistaken(path, &mistakes))?,
        None => Campaign { paper_copy: true, ..Campaign::default() },
    };
    let campaign = Campaign { year: options.year.or(campaign.year), ..campaign };
    let manifest = options.manifest.clone().or_else(|| manifest_in(&options.folder));
    let steering = [
        Some(&options.units),
        options.campaign.as_ref(),
        options.confirmed.as_ref(),
        manifest.as_ref(),
        options.template.as_ref(),
    ];
    let steering: Vec<PathBuf> = steering.into_iter().flatten().cloned().collect();
    let reader = office.reader(Arc::clone(&form), campaign.year, None).asking_about(SecondReading::Unusual);
    let (tables, read) = std::thread::scope(|scope| {
        let tables = scope.spawn(|| read_tables(office, options, manifest.as_deref()));
        let read = read_sheets(&reader, &options.folder, &steering);
        (tables.join().expect("reading tables does not panic"), read)
    });
    let (Tables { units, confirmations, arrivals }, read) = (tables?, read?);
    let last_year = match &options.last_year {
        Some(path) => {
            let before = campaign.year.map(|year| year - 1);
            let reader = office.reader(form, before, Some(Arc::clone(units.register())));
            Some(read_last_year(&reader, path, before, office.now())?)
        }
        None => None,
    };
    let now = office.now();
    let request = Request { read, campaign, confirmations, arrivals, now, last_year: last_year.as_ref() };
    // The same holds for the thousands of names that the register keeps.
    std::mem::forget(Arc::clone(&units));
    let made = roll_up(&reader.knowing(units), request)?;
    Ok((made, last_year))
}

/// The tables that a roll-up needs beside the sheets.
struct Tables {
    units: Arc<Units>,
    confirmations: Vec<Confirmation>,
    arrivals: Vec<Arrival>,
}

/// Reads the tables in a thread beside the sheets: a large register takes as long to read as hundreds of sheets.
fn read_tables(office: &Office, options: &Options, manifest: Option<&Path>) -> Result<Tables, Failure> {
    let pool = &office.pool;
    let units = Arc::new(Units::new(Arc::new(tables::read_register(pool, &options.units)?)));
    units.names();
    let confirmations = options.confirmed.as_deref().map(|path| tables::read_confirmations(pool, path));
    let arrivals = manifest.map(|path| tables::read_manifest(pool, path));
    Ok(Tables {
        units,
        confirmations: confirmations.transpose()?.unwrap_or_default(),
        arrivals: arrivals.transpose()?.unwrap_or_default(),
    })
}

fn read_sheets(reader: &Reader, folder: &Path, steering: &[PathBuf]) -> Result<Vec<FileReading>, Failure> {
    let files = sheets_in(folder, steering)?;
    let progress = Progress::new("读取报表");
    let read = reader.read_all(&files, &|finished| progress.show(finished, files.len()));
    Ok(read.into_iter().flatten().collect())
}

/// The office's own templates, or those that come with the program.
pub fn templates(folder: Option<&Path>) -> Result<Vec<Template>, Failure> {
    let Some(folder) = folder else { return Ok(template::built_in()) };
    let files: Vec<File> =
        sheets_in(folder, &[])?.into_iter().filter(|file| file.name.ends_with(".toml")).collect();
    let mut failure = Failure { sentences: Vec::new() };
    let mut templates = Vec::new();
    for file in &files {
        match template::read(&read_text(&file.path)?) {
            Ok(template) => templates.push(template),
            Err(mistakes) => failure.sentences.extend(mistaken(&file.path, &mistakes).sentences),
        }
    }
    if files.is_empty() {
        failure.sentences.push(format!("文件夹 {} 里没有模板（.toml）", folder.display()));
    }
    if failure.sentences.is_empty() { Ok(templates) } else { Err(failure) }
}

fn manifest_in(folder: &Path) -> Option<PathBuf> {
    ["manifest.csv", "收件清单.csv"].iter().map(|name| folder.join(name)).find(|path| path.is_file())
}

fn ending(roll_up: &RollUp) -> Ending {
    let coverage = roll_up.coverage(&roll_up.register.root().code);
    let open =
        coverage.faulty + coverage.held + coverage.unsettled + roll_up.refused.len() + roll_up.stray.len();
    if open == 0 { Ending::Done } else { Ending::Attention }
}

fn json_summary(roll_up: &RollUp, workbooks: &[PathBuf], filled: Option<&superior::Written>) -> String {
    let root = roll_up.register.root();
    let counties = roll_up.register.parents().into_iter().filter(|unit| unit.code != root.code);
    let summary = Summary {
        city: json::node(roll_up, root),
        counties: counties.map(|unit| json::node(roll_up, unit)).collect(),
        refused: roll_up.refused.iter().map(json::refused).collect(),
        stray: json::strays(roll_up),
        workbooks: workbooks.iter().map(|path| path.display().to_string()).collect(),
        superior: filled.map(superior::Written::json),
    };
    serde_json::to_string(&summary).expect("texts and numbers are valid JSON")
}

/// Prints what a clerk wants to know first: how many units sent, what is doubtful, where the workbooks are.
pub fn print_summary(roll_up: &RollUp, workbooks: &[PathBuf]) {
    for node in roll_up.register.parents().into_iter().filter(|unit| unit.level >= Level::County) {
        let coverage = roll_up.coverage(&node.code);
        println!(
            "{}：应报 {}，实报 {}，未报 {}；已汇入 {}，有误待改 {}，待核实 {}，待确认 {}，免报 {}",
            node.name,
            coverage.expected,
            coverage.received,
            coverage.missing,
            coverage.counted,
            coverage.faulty,
            coverage.held,
            coverage.unsettled,
            coverage.exempt
        );
    }
    for refused in &roll_up.refused {
        println!("未读取：{}：{}", refused.source.file, refused.refusal.sentence());
    }
    for stray in &roll_up.stray {
        println!("未计入：{}：{}", roll_up.submissions[stray.submission].source.file, stray.sentence);
    }
    println!("工作簿：");
    for path in workbooks {
        println!("  {}", path.display());
    }
}
