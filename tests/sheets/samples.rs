//! The sixty samples of the anchor form: their truth, read from `samples/truth.jsonl`.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::Value;

use super::truth::{Expected, Issue, Severity, Truth, WhichUnit};

/// A sample and what must be read from it.
pub struct Sample {
    pub path: PathBuf,
    pub truth: Truth,
}

/// All samples of a folder, in the order of their truth.
pub fn samples(folder: &Path) -> Vec<Sample> {
    let truth = std::fs::read_to_string(folder.join("truth.jsonl")).expect("the samples have a truth");
    truth
        .lines()
        .map(|line| {
            let line: Value = serde_json::from_str(line).expect("each line of the truth is JSON");
            let path = folder.join(line["file"].as_str().expect("a file is named"));
            Sample { path, truth: sample_truth(&line) }
        })
        .collect()
}

fn sample_truth(line: &Value) -> Truth {
    let word = |key: &str| line[key].as_str().expect("the truth is complete").to_owned();
    let value = |index: usize| match line["values"][index].as_str() {
        Some(figure) => Expected::Figure(figure.to_owned()),
        None => Expected::Nothing,
    };
    let issues = line["issues"].as_array().expect("issues are listed");
    Truth {
        unit_name: word("unit"),
        unit: WhichUnit::Code(word("unit_code")),
        date: Some(iso(&word("date"))),
        values: std::array::from_fn(value),
        due: issues.iter().map(|issue| sample_issue(issue.as_str().expect("issues are words"))).collect(),
        allowed: Vec::new(),
    }
}

fn sample_issue(words: &str) -> Issue {
    let (kind, item) = words.split_once(':').expect("an issue names its item");
    let severity = match kind {
        "missing" | "approximate" | "negative" | "not-integer" => Severity::Hard,
        "resolved>received" | "unit-confusion" => Severity::Query,
        other => panic!("the samples have a new issue: {other}"),
    };
    Issue { kind: kind.to_owned().into(), severity, item: item.parse().ok() }
}

fn iso(date: &str) -> String {
    let plain = date.replace(['年', '月', '/', '.'], "-").replace('日', "");
    let day = NaiveDate::parse_from_str(&plain, "%Y-%m-%d").expect("dates of the samples are plain");
    day.format("%Y-%m-%d").to_string()
}
