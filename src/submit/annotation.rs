//! 批注: what is said of a sheet inside the sheet itself, and how it is known again when the sheet comes back.
//!
//! A clerk gets the own file back with a comment at each cell that has a finding and a list of all of them. Both are
//! closed by a check code over their words. When the file is sent again, words that end in their own check code are
//! passed over, and nothing else is: a person's comment beside ours, a word that somebody wrote into ours, a figure on
//! the list's page are read as in any other file. So nobody can hide a correction by writing as we do.
//!
//! The code is over the words without their spaces, since programs that save a file break lines as they like.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::grid::{Cell, Content, Grid, Said, Sheet};
use crate::vocabulary::finding::Severity;
use crate::vocabulary::hex::hex;
use crate::vocabulary::place::address;
use crate::vocabulary::{Finding, Place};

/// What every comment of ours begins with.
const OPENING: &str = "汇表批注";

/// What stands before a check code.
const CODE: &str = "核对码";

/// Letters of a check code.
const LETTERS: usize = 10;

/// The name of the list's page, and its first line.
pub const LIST: &str = "问题清单";
const TITLE: &str = "问题清单（由汇表添加）";

/// Who wrote our comments.
pub const AUTHOR: &str = "汇表";

/// A comment that says that what was found the last time is found no longer.
pub const SETTLED: &str = "上次指出的问题，这次没有再发现";

/// Everything that is said of one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    pub lines: Vec<Line>,
}

/// One finding as the list has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub severity: Severity,
    /// Sheet and cell, as findings name them; nothing where a finding has no cell.
    pub place: Option<(String, String)>,
    pub sentence: String,
    /// What to do, or to write instead.
    pub advice: String,
}

/// What is said at one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Which of the grid's sheets, and where in it.
    pub sheet: usize,
    pub at: (u32, u32),
    /// The worst of its findings'.
    pub severity: Severity,
    /// All of the comment, closed by its code.
    pub words: String,
}

/// How one line of the list is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Title,
    Note,
    Heads,
    Finding(Severity),
    Code,
}

/// One line of the list's page: its cells, and where it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub part: Part,
    pub cells: Vec<String>,
    /// Sheet and cell in the grid.
    pub leads_to: Option<(usize, (u32, u32))>,
}

/// Which of the grid's sheets, and row and column in it.
type Spot = (usize, (u32, u32));

/// Which cell of a row leads to where its finding stands.
pub const LEADING: usize = 2;

impl Line {
    pub fn of(finding: &Finding, place: Option<&Place>) -> Line {
        Line {
            severity: finding.severity,
            place: place.map(|place| (place.sheet.to_string(), place.cell.clone())),
            sentence: finding.sentence.clone(),
            advice: advice(finding).to_owned(),
        }
    }
}

impl Annotations {
    /// How many must be mended or explained.
    pub fn to_mend(&self) -> usize {
        self.lines.iter().filter(|line| line.severity != Severity::Hint).count()
    }

    /// One mark for each cell that something is said of, in the order of the file.
    pub fn marks(&self, grid: &Grid) -> Vec<Mark> {
        let mut spots: Vec<(Spot, Vec<&Line>)> = Vec::new();
        for line in &self.lines {
            let Some(spot) = spot(grid, line) else { continue };
            match spots.iter_mut().find(|(known, _)| *known == spot) {
                Some((_, lines)) => lines.push(line),
                None => spots.push((spot, vec![line])),
            }
        }
        spots.sort_by_key(|(spot, _)| *spot);
        spots.into_iter().map(|((sheet, at), lines)| mark(sheet, at, &lines)).collect()
    }

    /// The list as its page has it, closed by its code.
    pub fn rows(&self, grid: &Grid) -> Vec<Row> {
        let row = |part, cells: &[&str]| Row {
            part,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            leads_to: None,
        };
        let mut rows = vec![
            row(Part::Title, &[TITLE]),
            row(
                Part::Note,
                &["按下表改好后，把这个文件原样报回即可；批注、底色和本页不必删去，不影响读数。"],
            ),
            row(Part::Heads, &["序号", "程度", "位置", "问题", "怎么改"]),
        ];
        for (index, line) in self.lines.iter().enumerate() {
            let place = line.place.as_ref().map_or("整张表", |(_, cell)| cell.as_str());
            let number = (index + 1).to_string();
            let cells = [&number, line.severity.label(), place, line.sentence.as_str(), line.advice.as_str()];
            rows.push(Row { leads_to: spot(grid, line), ..row(Part::Finding(line.severity), &cells) });
        }
        let words: String = rows.iter().flat_map(|row| &row.cells).map(String::as_str).collect();
        rows.push(row(Part::Code, &[&format!("{CODE} {}", code(&words))]));
        rows
    }
}

/// What a comment of ours says of what is settled.
pub fn settled() -> String {
    closed(SETTLED)
}

fn mark(sheet: usize, at: (u32, u32), lines: &[&Line]) -> Mark {
    let said =
        |line: &&Line| format!("【{}】{}\n怎么改：{}", line.severity.label(), line.sentence, line.advice);
    let words = lines.iter().map(said).collect::<Vec<_>>().join("\n");
    let severity = lines.iter().map(|line| line.severity).min().unwrap_or(Severity::Hint);
    Mark { sheet, at, severity, words: closed(&words) }
}

/// Our words with what they begin with and their code.
fn closed(words: &str) -> String {
    format!("{OPENING}\n{words}\n{CODE} {}", code(words))
}

/// Where a line's cell lies in the file as it was read.
fn spot(grid: &Grid, line: &Line) -> Option<Spot> {
    let (name, cell) = line.place.as_ref()?;
    let sheet = grid.sheets.iter().position(|sheet| sheet.name == *name)?;
    Some((sheet, grid.sheets[sheet].spot(cell)?))
}

impl Sheet {
    /// The address that [`Sheet::place`] names so.
    pub fn spot(&self, cell: &str) -> Option<(u32, u32)> {
        if let Some(number) = cell.strip_prefix("正文第").and_then(|rest| rest.strip_suffix('段')) {
            return Some((number.parse::<u32>().ok()?.checked_sub(1)?, 0));
        }
        let (row, column) = address(cell)?;
        Some(self.anchor(row + self.paragraphs, column))
    }
}

/// The check code of some words.
fn code(words: &str) -> String {
    let bare: String = words.chars().filter(|c| is_kept(*c)).collect();
    hex(&Sha256::digest(format!("汇表\n{bare}")))[..LETTERS].to_owned()
}

/// Spaces, and signs that stand between or before words, are no part of them.
fn is_kept(letter: char) -> bool {
    !letter.is_whitespace() && !letter.is_control() && !matches!(letter, '\u{feff}' | '\u{200b}' | '→')
}

/// Takes out of a grid what we wrote into its file: comments that end in their code, and the list.
pub fn take_out(grid: &mut Grid) {
    for sheet in &mut grid.sheets {
        take_comments_out(sheet);
        take_list_out(sheet);
    }
    grid.sheets.retain(|sheet| !is_emptied(sheet));
}

/// Whether a sheet is a page of ours, with nothing on it that somebody else wrote.
pub fn is_list(sheet: &Sheet) -> bool {
    let mut bare = sheet.clone();
    take_list_out(&mut bare);
    !sheet.cells.is_empty() && is_emptied(&bare)
}

/// A page that held the list and nothing else.
fn is_emptied(sheet: &Sheet) -> bool {
    sheet.name.starts_with(LIST) && sheet.cells.is_empty() && sheet.remarks.is_empty()
}

fn take_comments_out(sheet: &mut Sheet) {
    sheet.remarks.retain_mut(|remark| {
        let Said::Comment(words) = &mut remark.said else { return true };
        match without_ours(words) {
            Some(rest) => {
                *words = rest;
                !words.is_empty()
            }
            None => true,
        }
    });
}

/// A comment without the words of ours in it; nothing where there are none.
pub fn without_ours(words: &str) -> Option<String> {
    let mut rest = words.to_owned();
    let mut is_ours = false;
    let mut from = 0;
    while let Some(begins) = rest[from..].find(OPENING).map(|at| from + at) {
        match closing(&rest[begins + OPENING.len()..]) {
            Some(length) => {
                rest.replace_range(begins..begins + OPENING.len() + length, "");
                (is_ours, from) = (true, begins);
            }
            None => from = begins + OPENING.len(),
        }
    }
    let rest = rest.trim().trim_start_matches(AUTHOR).trim_matches([':', '：', ' ', '\n', '\r']);
    is_ours.then(|| rest.to_owned())
}

/// How far our words go behind their opening: to a code that is theirs.
fn closing(words: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = words[from..].find(CODE).map(|at| from + at) {
        let behind = &words[at + CODE.len()..];
        let spaces = behind.len() - behind.trim_start().len();
        let end = at + CODE.len() + spaces + LETTERS;
        if words.get(end - LETTERS..end) == Some(code(&words[..at]).as_str()) {
            return Some(end);
        }
        from = at + CODE.len();
    }
    None
}

/// Takes a list out of a sheet, from its title to its code, where nobody changed it.
fn take_list_out(sheet: &mut Sheet) {
    let is_title = |cell: &Cell| matches!(&cell.content, Content::Text(text) if text.trim() == TITLE);
    let mut from = 0;
    while let Some(first) = sheet.cells[from..].iter().position(is_title).map(|at| from + at) {
        let mut words = String::new();
        let ends = sheet.cells[first..].iter().position(|cell| {
            let text = cell.content.words();
            let is_end = text.trim().strip_prefix(CODE).is_some_and(|said| said.trim() == code(&words));
            words.push_str(&text);
            is_end
        });
        match ends {
            Some(length) => drop(sheet.cells.drain(first..=first + length)),
            None => from = first + 1,
        }
    }
}

/// What to do about a finding.
fn advice(finding: &Finding) -> &'static str {
    let own = ADVICE.iter().find(|(codes, _)| codes.contains(&finding.code.as_str()));
    own.map_or(
        match finding.severity {
            Severity::Hard => "改正这一处，再报一次",
            Severity::Query => "如数字有误，直接改正；如无误，报送时写明原因",
            Severity::Hint => "请看一眼；没有错就不必改",
        },
        |(_, advice)| advice,
    )
}

/// What to do about findings of these codes.
const ADVICE: &[(&[&str], &str)] = &[
    (&["not-integer"], "写成不带小数的整数"),
    (&["negative"], "写成 0 或正数"),
    (&["not-a-number"], "只写一个数字，不写别的字；没有开展写 0"),
    (&["approximate"], "写准确的数字，去掉“约、近、余、多”等字"),
    (&["too-precise"], "按万元填写，小数不超过 6 位"),
    (&["missing", "missing-row", "missing-column"], "补上数字；没有开展写 0"),
    (&["duplicate-item"], "只留一个数字，删去重复的一行"),
    (&["error-value", "formula-without-result"], "把公式的结果直接写成数字"),
    (&["stale-formula", "formula-unproven"], "在表格软件里重算一次后保存，或把结果直接写成数字"),
    (&["all-zero"], "确实没有开展的，在表上写明“零报告”；否则补上数字"),
    (&["nil-with-figure"], "有数字的，删去“零报告”三个字；确是零报告的，把数字改成 0"),
    (&["wrong-year", "wrong-date-year"], "改成本次填报的年份；如报错了表，换成本次的表"),
    (&["no-date", "unreadable-date"], "写上填报日期，如 2024年3月18日"),
    (&["no-year"], "不必处理；明年可在标题里写上年份"),
    (&["unit-confusion"], "核对单位是不是万元：如数字是元，除以 10000 再填；如无误，报送时写明原因"),
    (&["tenfold", "over-bound"], "核对有没有多写或少写一位；如无误，报送时写明原因"),
    (&["comment-on-figure", "corrected-beside"], "定下以哪个数为准，写在格里，并删去旁边的更正"),
    (&["unit-missing", "unit-unknown", "unit-ambiguous"], "在“填报单位”处写本单位的全称"),
    (&["unit-other", "unit-conflict"], "核对是不是本单位的表"),
    (&["faint-figure", "hidden-cell", "hidden-sheet"], "把看不见的数字显示出来，或删去"),
    (&["part-over-whole", "parts-not-adding"], "核对总数与其中各项"),
];

#[cfg(test)]
mod tests;
