//! `huibiao read`: what the program reads in a file, and everything wrong with it.

use std::path::PathBuf;
use std::sync::Arc;

use super::answers;
use super::chosen::{load_form, year};
use super::ending::Ending;
use super::explain;
use super::json::{self, FileLine, MemberView};
use crate::form::Form;
use crate::problem::Failure;
use crate::submit::Submission;
use crate::vocabulary::Severity;
use crate::workflow::annotate::folder;
use crate::workflow::read::File;
use crate::workflow::{FileReading, Office, tables};

/// 读取报表文件，逐项列出读到的数和全部问题
#[derive(clap::Args)]
#[command(
    after_help = "退出码：0 全部读完且没有强制问题；1 有强制问题、待核实或未能读取的文件；2 无法运行。"
)]
pub struct Options {
    /// 报表文件
    #[arg(value_name = "文件", required = true)]
    files: Vec<PathBuf>,
    /// 报表：内置报表的代码，或报表文字的路径（默认 315-activity）
    #[arg(long, value_name = "报表")]
    form: Option<String>,
    /// 单位名录（CSV 或 XLSX），用来认定填报单位
    #[arg(long, value_name = "units.csv")]
    units: Option<PathBuf>,
    /// 填报年度，用来核对标题和日期
    #[arg(long, value_name = "年度", value_parser = year)]
    year: Option<i32>,
    /// 把有问题的文件批注好，另存到这个文件夹（原文件不动）
    #[arg(long, value_name = "文件夹")]
    answers: Option<PathBuf>,
    /// 每个文件输出一行 JSON
    #[arg(long)]
    json: bool,
    /// 逐格列出文件内容，以及各格被认作什么
    #[arg(long)]
    explain: bool,
}

pub fn run(options: Options, office: &Office) -> Result<Ending, Failure> {
    let form = load_form(options.form.as_deref())?;
    let register = match &options.units {
        Some(path) => Some(Arc::new(tables::read_register(&office.pool, path)?)),
        None => None,
    };
    let reader = office.reader(form, options.year, register);
    let files: Vec<File> = options
        .files
        .iter()
        .map(|path| File { name: path.display().to_string(), path: path.clone() })
        .collect();
    let mut ending = Ending::Done;
    let mut all: Vec<Submission> = Vec::new();
    for (file, readings) in files.iter().zip(reader.read_all(&files, &|_| {})) {
        let read: Vec<(FileReading, Vec<Submission>)> = readings
            .into_iter()
            .map(|reading| {
                let readings = reading.readings.clone().unwrap_or_default();
                let submissions = reader.judge(&reading.source, readings, options.year, None);
                (reading, submissions)
            })
            .collect();
        if read.iter().any(|(reading, own)| reading.readings.is_err() || own.iter().any(needs_attention)) {
            ending = Ending::Attention;
        }
        all.extend(read.iter().flat_map(|(_, own)| own).filter(|_| options.answers.is_some()).cloned());
        if options.json {
            println!("{}", json_line(reader.form(), &file.name, &read));
        } else {
            read.iter().for_each(|(reading, own)| print_file(reader.form(), reading, own));
            if options.explain {
                let submissions: Vec<Submission> = read.into_iter().flat_map(|(_, own)| own).collect();
                let grids = reader.grids(file);
                grids.iter().for_each(|grid| explain::print(&reader.recogniser.wording, grid, &submissions));
            }
        }
    }
    if let Some(out) = &options.answers {
        let known = (files.as_slice(), reader.register().map(Arc::as_ref));
        let written = folder::write(office, reader.form(), known, &all, out)?;
        answers::tell(&written, out);
        if !written.left.is_empty() {
            ending = Ending::Attention;
        }
    }
    Ok(ending)
}

fn needs_attention(submission: &Submission) -> bool {
    submission.findings.iter().any(|finding| finding.severity == Severity::Hard || finding.holds)
}

/// One line for the file, whatever it holds: the members of an archive are told within it.
fn json_line(form: &Form, name: &str, read: &[(FileReading, Vec<Submission>)]) -> String {
    let refusals = || read.iter().filter_map(|(reading, _)| reading.readings.as_ref().err());
    let refused = refusals().count() == read.len();
    let is_archive = read.iter().any(|(reading, _)| reading.source.file != name);
    let line = FileLine {
        file: name.to_owned(),
        status: status(refused),
        refusal: refusals().next().filter(|_| refused).map(json::refusal),
        submissions: read.iter().flat_map(|(_, own)| own).map(|own| json::submission(form, own)).collect(),
        members: is_archive.then(|| read.iter().map(|(reading, _)| member(reading)).collect()),
    };
    serde_json::to_string(&line).expect("texts and numbers are valid JSON")
}

fn member(reading: &FileReading) -> MemberView {
    let refusal = reading.readings.as_ref().err();
    MemberView {
        file: reading.source.file.clone(),
        status: status(refusal.is_some()),
        refusal: refusal.map(json::refusal),
    }
}

fn status(refused: bool) -> &'static str {
    if refused { "refused" } else { "read" }
}

fn print_file(form: &Form, file: &FileReading, submissions: &[Submission]) {
    println!("■ {}", file.source.file);
    if let Err(refusal) = &file.readings {
        println!("  未读取：{}\n", refusal.sentence());
        return;
    }
    for submission in submissions {
        let unit = submission.unit_written.as_deref().unwrap_or("（未写填报单位）");
        let code = submission.unit.as_ref().map_or(String::new(), |code| format!("（{code}）"));
        let date = submission.date.map_or("（未写）".to_owned(), |date| date.to_string());
        println!(
            "  {unit}{code}  填报日期 {date}  工作表“{}”{}",
            submission.sheet,
            if submission.nil { "  零报告" } else { "" }
        );
        print_values(form, submission);
        for finding in &submission.findings {
            println!("  [{}] {}", finding.severity.label(), finding.sentence);
        }
        println!();
    }
}

fn print_values(form: &Form, submission: &Submission) {
    for (index, answer) in submission.answers.iter().enumerate() {
        let (item, column) = (index / form.columns.len(), index % form.columns.len());
        if form.items[item].section {
            continue;
        }
        let value = answer.value.map_or("（空）".to_owned(), |value| value.to_string());
        let place = answer.place.as_ref().filter(|_| !answer.raw.is_empty());
        let place = place.map_or(String::new(), |place| format!("  ← {place}“{}”", answer.raw));
        println!("    {}  {value} {}{place}", form.item_title(item, column), form.measure_of(index).text);
    }
}
