//! The verdict: truth against one line of `huibiao read --json`.
//!
//! A complaint is a sentence about one thing, so that a failing run can be read from top to bottom. The
//! worst is [`Kind::Silent`]: a figure that is wrong while nothing says so.

use std::fmt;

use serde_json::Value;

use super::truth::{Expected, ITEMS, Issue, Severity, Truth, WhichUnit};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A wrong figure and no 强制 finding on its item.
    Silent,
    /// An objection that a careful reader makes is not there.
    Missed,
    /// A 强制 finding where none is due.
    FalseAlarm,
    /// The unit was not found, or another one was.
    Unit,
    Date,
    /// A readable file was refused.
    Refused,
    /// A submission that the file does not hold (a total taken for a unit), or one that is missing.
    Submissions,
    /// A 核实 on a clean sheet: not wrong, but it costs trust.
    Asked,
}

#[derive(Clone, Debug)]
pub struct Complaint {
    pub kind: Kind,
    pub sentence: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.sentence)
    }
}

/// A finding as the command prints it.
struct Finding<'a> {
    severity: &'a str,
    code: &'a str,
    item: Option<usize>,
    holds: bool,
    message: &'a str,
}

impl Finding<'_> {
    fn answers(&self, issue: &Issue) -> bool {
        let item = issue.item.is_none() || issue.item == self.item;
        let severity = match issue.severity {
            Severity::Ask => self.asks(),
            severity => self.severity == severity.code(),
        };
        severity && item && !issue.is_refusal()
    }

    /// Keeps the figure out of a total until a person has looked.
    fn asks(&self) -> bool {
        self.is_hard() || self.holds
    }

    fn is_hard(&self) -> bool {
        self.severity == Severity::Hard.code()
    }
}

/// Everything that is wrong with what was read.
pub fn judge(truths: &[Truth], line: &Value) -> Vec<Complaint> {
    if line["status"] != "read" && truths.iter().all(Truth::may_be_refused) {
        return Vec::new();
    }
    if line["status"] != "read" {
        let sentence = format!("the file can be read, but it was refused: {}", line["refusal"]);
        return vec![Complaint { kind: Kind::Refused, sentence }];
    }
    let empty = Vec::new();
    let submissions = line["submissions"].as_array().unwrap_or(&empty);
    let mut complaints = Vec::new();
    if submissions.len() != truths.len() {
        let names: Vec<&str> =
            submissions.iter().map(|s| s["unit"]["name"].as_str().unwrap_or("(no name)")).collect();
        let sentence = format!("the file holds {} submissions; read were {names:?}", truths.len());
        complaints.push(Complaint { kind: Kind::Submissions, sentence });
    }
    for truth in truths {
        match find(truth, truths.len(), submissions) {
            Some(submission) => complaints.extend(judge_one(truth, submission)),
            None => complaints.push(Complaint {
                kind: Kind::Submissions,
                sentence: format!("the submission of {} was not read", truth.unit_name),
            }),
        }
    }
    complaints
}

/// The submission of a truth: by code, else by name as written; the only one of a file is its own.
fn find<'a>(truth: &Truth, expected: usize, submissions: &'a [Value]) -> Option<&'a Value> {
    let is_code =
        |s: &&Value| matches!(&truth.unit, WhichUnit::Code(code) if s["unit"]["code"] == code.as_str());
    let narrow = |name: &str| name.trim().replace('（', "(").replace('）', ")");
    let is_name = |s: &&Value| s["unit"]["name"].as_str().map(narrow) == Some(narrow(&truth.unit_name));
    let only = if expected == 1 { submissions.first() } else { None };
    submissions.iter().find(is_code).or_else(|| submissions.iter().find(is_name)).or(only)
}

fn judge_one(truth: &Truth, submission: &Value) -> Vec<Complaint> {
    let findings = findings(submission);
    let mut complaints = Vec::new();
    let mut complain = |kind, sentence| complaints.push(Complaint { kind, sentence });
    judge_unit(truth, &submission["unit"], &mut complain);
    if let Some(date) = &truth.date
        && submission["date"] != date.as_str()
    {
        complain(Kind::Date, format!("the date is {date}, read was {}", submission["date"]));
    }
    for item in ITEMS {
        let read = submission["values"][item.to_string()].as_str();
        let expected = match truth.value(item) {
            Expected::Figure(figure) => Some(figure.as_str()),
            Expected::Nothing => None,
            Expected::Debatable => continue,
        };
        let may = |issue: Issue| truth.allowed.contains(&issue);
        let (may_ask, may_ask_once) = (may(Issue::ask("may", item)), may(Issue::ask_sheet("may")));
        let objected = findings.iter().any(|finding| match finding.item {
            Some(about) => about == item && (finding.is_hard() || may_ask && finding.holds),
            None => may_ask_once && finding.asks(),
        });
        if read != expected && !objected {
            let (expected, read) = (expected.unwrap_or("nothing"), read.unwrap_or("nothing"));
            complain(Kind::Silent, format!("item {item} is {expected}, read was {read}"));
        }
    }
    judge_findings(truth, &findings, &mut complain);
    complaints
}

fn judge_unit(truth: &Truth, unit: &Value, complain: &mut impl FnMut(Kind, String)) {
    // A unit that stands nowhere but in a field of codes is said by its code.
    let by_code = unit["code"].is_string() && unit["name"] == unit["code"];
    if let Some(name) = unit["name"].as_str().filter(|_| !by_code)
        && name != truth.unit_name.trim()
    {
        complain(Kind::Unit, format!("the unit is written “{}”, said was “{name}”", truth.unit_name));
    }
    match &truth.unit {
        WhichUnit::Code(code) if unit["code"] != code.as_str() => {
            complain(Kind::Unit, format!("“{}” is unit {code}, read was {unit}", truth.unit_name));
        }
        WhichUnit::OneOf(codes) => {
            let candidates = unit["candidates"].as_array().cloned().unwrap_or_default();
            let named = |code: &String| candidates.iter().any(|c| c.to_string().contains(code.as_str()));
            if !unit["code"].is_null() || !codes.iter().all(named) {
                let name = &truth.unit_name;
                complain(
                    Kind::Unit,
                    format!("“{name}” fits {codes:?} and none may be chosen, read was {unit}"),
                );
            }
        }
        _ => {}
    }
}

fn judge_findings(truth: &Truth, findings: &[Finding], complain: &mut impl FnMut(Kind, String)) {
    for issue in &truth.due {
        if !findings.iter().any(|finding| finding.answers(issue)) {
            let place = issue.item.map_or("the sheet".to_owned(), |item| format!("item {item}"));
            complain(
                Kind::Missed,
                format!("{place} deserves a finding ({}): {}", issue.severity.code(), issue.kind),
            );
        }
    }
    for issue in truth.due.iter().filter(|issue| issue.severity == Severity::Ask && issue.item.is_none()) {
        let asked = findings.iter().filter(|finding| finding.asks() && finding.item.is_some()).count();
        if asked > 1 && truth.values.iter().all(|value| *value == Expected::Debatable) {
            complain(Kind::Asked, format!("{} is one question, asked {asked} times", issue.kind));
        }
    }
    let granted =
        |finding: &Finding| truth.due.iter().chain(&truth.allowed).any(|issue| finding.answers(issue));
    for finding in findings.iter().filter(|finding| finding.severity != "hint" && !granted(finding)) {
        let about_unit = finding.item.is_none() && !matches!(truth.unit, WhichUnit::Code(_));
        let said = format!("{} ({})", finding.message, finding.code);
        if finding.is_hard() && !about_unit {
            complain(Kind::FalseAlarm, format!("nothing is wrong there, but a hard finding says: {said}"));
        } else if truth.is_clean() {
            complain(Kind::Asked, format!("the sheet is clean, but a query says: {said}"));
        }
    }
}

fn findings(submission: &Value) -> Vec<Finding<'_>> {
    let empty: &[Value] = &[];
    let list = submission["findings"].as_array().map_or(empty, Vec::as_slice);
    list.iter()
        .map(|finding| Finding {
            severity: finding["severity"].as_str().unwrap_or_default(),
            code: finding["code"].as_str().unwrap_or_default(),
            item: finding["item"].as_str().and_then(|item| item.parse().ok()),
            holds: finding["holds"] == true,
            message: finding["message"].as_str().unwrap_or_default(),
        })
        .collect()
}
