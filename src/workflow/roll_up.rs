//! 汇总: a folder of filled sheets becomes a roll-up.
//!
//! Every file is read; each table is identified and checked; confirmations free what they name; units are
//! settled; nothing is written here.

mod arrivals;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use self::arrivals::stamp;
use super::hands::each_taken;
use super::read::{File, FileReading, Reader, files_below};
use super::tables::Arrival;
use crate::aggregate::{Refused, RollUp, settle};
use crate::campaign::Campaign;
use crate::form::wording::Meaning;
use crate::problem::Failure;
use crate::report::LastYear;
use crate::submit::{Answers, Submission};
use crate::validate::across::{check_sums, twins};
use crate::validate::explanation::{Confirmation, confirm};
use crate::vocabulary::time::Instant;
use crate::vocabulary::unit_name::Named;
use crate::vocabulary::{Register, Source};

/// What a folder's sheets are rolled up with.
pub struct Request<'r> {
    pub read: Vec<FileReading>,
    pub campaign: Campaign,
    pub confirmations: Vec<Confirmation>,
    pub arrivals: Vec<Arrival>,
    pub now: Instant,
    pub last_year: Option<&'r LastYear>,
}

/// Rolls sheets up that have been read.
pub fn roll_up(reader: &Reader, request: Request) -> Result<RollUp, Failure> {
    let register = reader.register().ok_or_else(|| Failure::new("汇总需要单位名录"))?;
    let mut read = request.read;
    stamp(&mut read, &request.arrivals);
    let year = request.campaign.year.or_else(|| common_year(&read));
    let mut refused = Vec::new();
    let mut readable = Vec::new();
    for FileReading { source, readings } in read {
        match readings {
            Ok(readings) => readable.push((source, readings)),
            Err(refusal) => refused.push(Refused { source, refusal }),
        }
    }
    let judged = each_taken(readable, reader.threads, |(source, readings)| {
        reader.judge(&source, readings, year, request.last_year)
    });
    let mut submissions: Vec<Submission> = judged.into_iter().flatten().collect();
    submissions.extend(nil_returns(reader, register, &request.arrivals));
    check_sums(reader.form(), &mut submissions, register);
    let confirmations = named(reader, request.confirmations)?;
    for submission in &mut submissions {
        confirm(reader.form(), submission, &confirmations);
    }
    let campaign = Campaign { year, ..request.campaign };
    let (hints, (outcomes, stray)) = std::thread::scope(|scope| {
        let hints = scope.spawn(|| twins(&submissions, register));
        let settled = settle(register, &campaign, &submissions);
        (hints.join().expect("looking for twins does not panic"), settled)
    });
    for (submission, hint) in hints {
        submissions[submission].findings.push(hint);
    }
    Ok(RollUp {
        form: Arc::clone(&reader.recogniser.wording.form),
        register: Arc::clone(register),
        campaign,
        submissions,
        outcomes,
        refused,
        stray,
        made: request.now,
    })
}

/// Confirmations with their units and items by code, however they were named; one that names nobody or
/// nothing would free nothing, so it is an error.
fn named(reader: &Reader, confirmations: Vec<Confirmation>) -> Result<Vec<Confirmation>, Failure> {
    let mut sentences = Vec::new();
    let mut named = Vec::new();
    for mut confirmation in confirmations {
        let unit = reader.units().map(|(_, names)| names.find(confirmation.unit.as_str()));
        let item = item_code(reader, &confirmation.item);
        match (unit, item) {
            (Some(Named::Unit { code, .. }), Some(item)) => {
                (confirmation.unit, confirmation.item) = (code, item);
                named.push(confirmation);
            }
            (_, Some(_)) => {
                sentences
                    .push(format!("确认的单位“{}”在名录中找不到，或不止一个", confirmation.unit.as_str()));
            }
            (_, None) => sentences.push(format!("确认的指标“{}”不是这张报表的指标", confirmation.item)),
        }
    }
    if sentences.is_empty() { Ok(named) } else { Err(Failure { sentences }) }
}

/// `7`, `第7项`, `挽回经济损失`.
fn item_code(reader: &Reader, words: &str) -> Option<String> {
    let form = reader.form();
    let bare = words.strip_prefix('第').and_then(|words| words.strip_suffix('项')).unwrap_or(words);
    if form.item_index(bare).is_some() {
        return Some(bare.to_owned());
    }
    match reader.recogniser.wording.label(words)?.meaning {
        Meaning::Item(item) => Some(form.items[item].code.clone()),
        Meaning::Derived(_) => None,
    }
}

/// The sheets of a folder: all its files but those that steer the roll-up.
pub fn sheets_in(folder: &Path, steering: &[PathBuf]) -> Result<Vec<File>, Failure> {
    let files = files_below(folder)
        .map_err(|error| Failure::new(format!("读不出文件夹 {}：{error}", folder.display())))?;
    let steering: Vec<PathBuf> = steering.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let named = |file: &File| steering.iter().any(|path| path.file_name() == file.path.file_name());
    let steers =
        |file: &File| named(file) && file.path.canonicalize().is_ok_and(|path| steering.contains(&path));
    Ok(files.into_iter().filter(|file| !steers(file)).collect())
}

/// The year that most titles name, where the campaign does not say.
fn common_year(read: &[FileReading]) -> Option<i32> {
    let mut counts: HashMap<i32, usize> = HashMap::new();
    for reading in read.iter().filter_map(|file| file.readings.as_ref().ok()).flatten() {
        if let Some(year) = reading.title_years.last() {
            *counts.entry(*year).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(year, count)| (*count, *year)).map(|(year, _)| year)
}

/// 零报告 that the manifest states for a unit that sent no file.
fn nil_returns(reader: &Reader, register: &Register, arrivals: &[Arrival]) -> Vec<Submission> {
    let Some((_, names)) = reader.units() else { return Vec::new() };
    let stated = arrivals.iter().filter(|arrival| arrival.nil && arrival.file.is_none());
    let submissions = stated.filter_map(|arrival| {
        let written = arrival.unit.clone()?;
        let unit = match names.find(&written) {
            Named::Unit { code, .. } => Some(code),
            Named::Several(_) | Named::Nobody => None,
        };
        let source = Source {
            file: "收件清单".to_owned(),
            sha256: String::new(),
            bytes: 0,
            received: arrival.received,
            sender: arrival.sender.clone(),
        };
        let written = unit.as_ref().map_or(written, |code| register.unit(code).name.clone());
        Some(Submission {
            source: Arc::new(source),
            sheet: String::new(),
            unit_written: Some(written),
            unit,
            candidates: Vec::new(),
            date: None,
            title_year: None,
            nil: true,
            is_total: false,
            answers: Answers::blank(reader.form()),
            findings: Vec::new(),
        })
    });
    submissions.collect()
}
