//! `huibiao read`: what the program reads in a file, and everything wrong with it.

use std::sync::Arc;

use super::arguments::Read;
use super::json::{self, FileLine};
use super::{Ending, load_form};
use crate::form::Form;
use crate::problem::Failure;
use crate::submit::Submission;
use crate::vocabulary::Severity;
use crate::workflow::read::File;
use crate::workflow::{FileReading, Office, tables};

pub fn run(options: Read, office: &Office) -> Result<Ending, Failure> {
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
    for file in reader.read_all(&files, &|_| {}) {
        let submissions = reader.judge(&file, options.year);
        if file.readings.is_err() || submissions.iter().any(needs_attention) {
            ending = Ending::Attention;
        }
        if options.json {
            println!("{}", json_line(reader.form(), &file, &submissions));
        } else {
            print_file(reader.form(), &file, &submissions);
        }
    }
    Ok(ending)
}

fn needs_attention(submission: &Submission) -> bool {
    submission.findings.iter().any(|finding| finding.severity == Severity::Hard || finding.holds)
}

fn json_line(form: &Form, file: &FileReading, submissions: &[Submission]) -> String {
    let refusal = file.readings.as_ref().err();
    let line = FileLine {
        file: file.source.file.clone(),
        status: if refusal.is_some() { "refused" } else { "read" },
        refusal: refusal.map(json::refusal),
        submissions: submissions.iter().map(|submission| json::submission(form, submission)).collect(),
    };
    serde_json::to_string(&line).expect("texts and numbers are valid JSON")
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
        println!("    {}  {value} {}{place}", form.item_title(item, column), form.items[item].measure.text);
    }
}
