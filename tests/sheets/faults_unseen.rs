//! Figures that are not what the file's reader sees: results of another day, formats that cut, white letters,
//! rows of no height, corrections in comments.
//!
//! The cell holds one thing and a person with the sheet on a screen would see or know another. Which of the
//! two is meant nobody can tell from the file, so all of these must be asked about.

use super::faults::Case;
use super::figures::{count, is_whole, shifted};
use super::formats::Keeps;
use super::page::{Calculation, Entry, Mark};
use super::plan::Direction;
use super::random::Random;
use super::truth::{Expected, ITEMS, Issue, MONEY};
use super::workings::{How, Place, Worked};

/// Counts that are big enough to be cut.
const COUNTS: [usize; 5] = [3, 4, 5, 6, 11];

impl Case {
    /// Asks about an item whatever is read.
    fn ask(&mut self, at: usize, item: usize, kind: &'static str) -> bool {
        self.truths[at].set(item, Expected::Debatable);
        self.truths[at].due.push(Issue::ask(kind, item));
        true
    }

    /// A figure that can be written anew as a plain number under its own unit of measure.
    fn own_figure(&mut self, at: usize, item: usize) -> Option<String> {
        let own = self.own_measure(item) && self.plan.cell(at, item).is_some();
        self.truths[at].figure(item).filter(|_| own).map(str::to_owned)
    }

    fn own_count(&mut self, at: usize, item: usize) -> Option<i64> {
        self.own_figure(at, item).filter(|figure| is_whole(figure)).map(|figure| count(&figure))
    }
}

/// The stored result of a sum is a dummy, or of a day when a part was not yet known.
pub fn stale(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&COUNTS);
    let Some(figure) = case.own_count(at, item).filter(|figure| *figure > 3) else { return false };
    if !case.format.keeps(Keeps::Formulas) {
        return false;
    }
    let first = random.between(1, figure - 1);
    let parts = [first, figure - first];
    let result = random.pick(&[0, 3, parts[0], figure + 1]);
    let result = if result == figure { 0 } else { result };
    let place = if case.plan.direction == Direction::Horizontal || random.chance(60) {
        Place::Ledger
    } else {
        Place::Beside
    };
    let worked = Worked {
        how: random.pick(&[How::Sum, How::Plus]),
        place,
        parts: parts.map(|part| part.to_string()).into(),
        result: result.to_string(),
    };
    case.plan.calculation = random.pick(&[
        Calculation::Silent,
        Calculation::OnLoad,
        Calculation::Unfinished,
        Calculation::Manual,
    ]);
    // Numbers jotted beside the table stand in rows of other items, which may be asked about too.
    if place == Place::Beside {
        case.truths[at].allowed.extend(ITEMS.map(|item| Issue::ask("beside", item)));
    }
    case.put(at, item, Some(Entry::Worked(worked))) && case.ask(at, item, "stale result")
}

/// The same with a rounded sum of money.
pub fn stale_money(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let Some(figure) = case.own_figure(at, MONEY).filter(|figure| figure != "0") else {
        return false;
    };
    if !case.format.keeps(Keeps::Formulas)
        || figure.split_once('.').is_some_and(|(_, places)| places.len() > 2)
    {
        return false;
    }
    let parts = vec![figure, shifted(&random.between(1, 400).to_string(), -2)];
    let result = random.pick(&["0", "0.01"]).to_owned();
    let worked = Worked { how: How::Rounded, place: Place::Ledger, parts, result };
    case.plan.calculation = random.pick(&[Calculation::Silent, Calculation::OnLoad]);
    case.put(at, MONEY, Some(Entry::Worked(worked))) && case.ask(at, MONEY, "stale result")
}

/// A number under a format that shows another number, a day, a time or only words.
pub fn cut_by_format(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&[4, 5, 11, 11]);
    let Some(figure) = case.own_count(at, item) else { return false };
    let open = case.format.name.ends_with("ods");
    let (format, shown) = match random.below(5) {
        0 if figure > 1000 => ("0,", ((figure + 500) / 1000).to_string()),
        1 if figure > 1000 && figure % 10 != 0 => ("0.00E+00", scientific(figure)),
        // OpenDocument has days as days, not as numbers under a format.
        2 if !open => ("yyyy/m/d", "1902/8/14".to_owned()),
        3 if !open => ("h:mm", "0:00".to_owned()),
        _ => ("\"见附件\"", "见附件".to_owned()),
    };
    let number = figure.to_string();
    let entry = Entry::Formatted { number, format: format.to_owned(), shown };
    case.format.keeps(Keeps::NumberFormats)
        && case.put(at, item, Some(entry))
        && case.ask(at, item, "cut by its format")
}

/// Three digits and an exponent.
fn scientific(figure: i64) -> String {
    let mut exponent = figure.to_string().len() as u32 - 1;
    let mut three = (figure * 100 + 10_i64.pow(exponent) / 2) / 10_i64.pow(exponent);
    if three == 1_000 {
        (three, exponent) = (100, exponent + 1);
    }
    format!("{}.{:02}E+{exponent:02}", three / 100, three % 100)
}

/// A spreadsheet saved as text wrote what it showed: the digits behind the third are gone.
pub fn exponent_in_text(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&[11, 11, 4]);
    let Some(figure) = case.own_count(at, item).filter(|figure| *figure > 1000) else { return false };
    let written = scientific(figure);
    case.format.keeps(Keeps::ShownOnly)
        && case.put(at, item, Some(Entry::Text(written)))
        && case.ask(at, item, "digits lost to an exponent")
}

pub fn white(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&ITEMS);
    let Some(figure) = case.own_figure(at, item) else { return false };
    let entry = if figure.len() > 1 && random.chance(40) {
        let letter = random.below(figure.len());
        Entry::Text(figure).marked(Mark::FaintLetter(letter))
    } else {
        Entry::Number(figure).marked(Mark::Faint)
    };
    case.format.keeps(Keeps::Colours)
        && case.put(at, item, Some(entry))
        && case.ask(at, item, "white on white")
}

pub fn hidden_row(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&ITEMS);
    let upright = case.plan.is_plain_upright();
    if !case.format.keeps(Keeps::Hidden) || !(upright || case.plan.direction == Direction::Horizontal) {
        return false;
    }
    let Some(figure) = case.own_figure(at, item) else { return false };
    let mark = if random.chance(70) { Mark::FlatRow } else { Mark::HiddenRow };
    let read = case.truths[at].value(item).clone();
    case.put(at, item, Some(Entry::Number(figure).marked(mark)));
    if upright {
        case.ask(at, item, "row that nobody sees");
        case.truths[at].set(item, read);
    } else {
        case.truths[at].due.push(Issue::ask_sheet("row that nobody sees"));
        case.truths[at].allowed.extend(ITEMS.map(|item| Issue::ask("row that nobody sees", item)));
    }
    true
}

pub fn corrected_in_comment(case: &mut Case, at: usize, random: &mut Random) -> bool {
    let item = random.pick(&[1, 3, 4, 5, 8, 10, 11]);
    let Some(figure) = case.own_count(at, item) else { return false };
    let other = figure + random.between(1, 40);
    let words = match random.below(6) {
        0 => format!("应为{other}"),
        1 => format!("更正：{other}"),
        2 => format!("此数有误，应是{other}"),
        3 => format!("实为{other}"),
        4 => format!("改为{other}"),
        _ => format!("填错了，正确数是{other}"),
    };
    let entry = Entry::Number(figure.to_string()).marked(Mark::Comment(words));
    case.format.keeps(Keeps::Comments)
        && case.put(at, item, Some(entry))
        && case.ask(at, item, "corrected in a comment")
}
