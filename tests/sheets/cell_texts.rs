//! How people write a figure into a cell, when nothing is wrong with it.
//!
//! Every entry of [`CELL_TEXTS`] turns a figure into a cell from which a careful reader copies the same
//! figure. An entry that does not fit a figure (no thousands separator in 12) declines. What is wrong
//! with a figure belongs into `faults.rs`.

use super::figures::{count, is_whole, shifted};
use super::money_texts;
use super::page::Entry;
use super::random::Random;
use super::wordings::full_width;

/// A figure, the item it belongs to, and the unit of measure that its row or column states.
#[derive(Clone, Debug)]
pub struct Figure {
    pub item: usize,
    /// In the item's own unit of measure.
    pub value: String,
    pub measure: String,
}

impl Figure {
    /// The number as it stands under the stated unit of measure.
    pub fn stated(&self) -> String {
        match (self.item, self.measure.as_str()) {
            (7, "元") => shifted(&self.value, 4),
            (11, "万份") => shifted(&self.value, -4),
            _ => self.value.clone(),
        }
    }

    fn is_in_own_measure(&self) -> bool {
        self.stated() == self.value
    }
}

/// One way to write a figure.
pub struct CellText {
    pub name: &'static str,
    pub weight: usize,
    pub write: fn(&Figure, &mut Random) -> Option<Entry>,
}

const fn way(
    name: &'static str,
    weight: usize,
    write: fn(&Figure, &mut Random) -> Option<Entry>,
) -> CellText {
    CellText { name, weight, write }
}

pub const CELL_TEXTS: &[CellText] = &[
    way("number", 40, |f, _| Some(Entry::Number(f.stated()))),
    way("binary noise", 6, |f, _| Some(Entry::Noisy(f.stated()))),
    way("sum formula", 5, sum_formula),
    way("text digits", 5, |f, _| text(f.stated())),
    way("full-width digits", 4, |f, _| text(full_width(&f.stated()))),
    way("apostrophe", 2, |f, _| text(format!("'{}", f.stated()))),
    way("no-break space", 2, |f, _| text(format!("\u{a0}{}\u{a0}", f.stated()))),
    way("zero-width space", 2, |f, _| text(format!("\u{200b}{}\u{feff}", f.stated()))),
    way("full-width space", 2, |f, _| text(format!("　{}　", f.stated()))),
    way("line break", 2, |f, _| text(format!("{}\n", f.stated()))),
    way("with measure", 5, |f, _| text(format!("{}{}", f.stated(), f.measure))),
    way("spaced measure", 2, |f, _| text(format!("{} {}", f.stated(), f.measure))),
    way("measure on its own line", 2, |f, _| text(format!("{}\n{}", f.stated(), f.measure))),
    way("full-width with measure", 2, |f, _| text(format!("{}{}", full_width(&f.stated()), f.measure))),
    way("thousands", 5, |f, _| thousands(&f.stated(), ',')),
    way("full-width thousands", 2, |f, _| thousands(&f.stated(), '，')),
    way("wide thousands", 2, |f, _| thousands(&f.stated(), ',').map(|e| Entry::Text(full_width(&e.shown())))),
    way("trailing zeros", 3, trailing_zeros),
    way("scientific", 2, scientific),
    way("wan", 4, |f, _| wan(f, "")),
    way("wan with measure", 4, |f, _| wan(f, &f.measure)),
    way("wide wan with measure", 2, |f, _| wan(f, &f.measure).map(|e| Entry::Text(full_width(&e.shown())))),
    way("measure in brackets", 2, |f, _| text(format!("{}（{}）", f.stated(), f.measure))),
    way("money as 元", 8, |f, _| in_yuan(f, false)),
    way("money as 元 with thousands", 4, |f, _| in_yuan(f, true)),
    way("money as 万元", 6, |f, _| (f.item == 7).then(|| Entry::Text(format!("{}万元", f.value)))),
    way("money as spaced 万元", 2, |f, _| (f.item == 7).then(|| Entry::Text(format!("{} 万元", f.value)))),
    way("money with its sign", 3, |f, _| (f.item == 7).then(|| Entry::Text(format!("￥{}万元", f.value)))),
    way("money with its sign and 万", 3, |f, _| {
        (f.item == 7).then(|| Entry::Text(format!("￥{}万", f.value)))
    }),
    way("Chinese stop for a point", 3, |f, _| {
        let point = f.item == 7 && f.value.contains('.');
        point.then(|| Entry::Text(format!("{}万元", f.value.replace('.', "。"))))
    }),
    way("money as 元角分", 4, |f, _| money_texts::down_to_cents(f)),
    way("money in capital numerals", 4, |f, _| money_texts::in_capitals(f)),
    way("mark of a footnote", 2, |f, random| {
        let mark = random.pick(&["①", "②"]);
        is_whole(&f.stated()).then(|| Entry::Text(format!("{}{mark}", f.stated())))
    }),
    way("format that says the measure", 4, |f, _| formatted(&f.stated(), "", &f.measure)),
    way("format that says 元", 4, |f, _| {
        (f.item == 7).then(|| formatted(&shifted(&f.value, 4), ".00", "元")).flatten()
    }),
    way("mark for none", 8, none_mark),
];

fn text(text: String) -> Option<Entry> {
    Some(Entry::Text(text))
}

/// `=12+30` and its result, as people add up two activities in place.
fn sum_formula(figure: &Figure, random: &mut Random) -> Option<Entry> {
    let stated = figure.stated();
    if !is_whole(&stated) {
        return Some(Entry::Formula { formula: format!("{stated}*1"), result: stated });
    }
    let part = random.between(0, count(&stated));
    Some(Entry::Formula { formula: format!("{part}+{}", count(&stated) - part), result: stated })
}

fn thousands(stated: &str, separator: char) -> Option<Entry> {
    let (whole, fraction) = stated.split_once('.').unwrap_or((stated, ""));
    if whole.len() < 4 {
        return None;
    }
    let mut written = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            written.push(separator);
        }
        written.push(digit);
    }
    if !fraction.is_empty() {
        written = format!("{written}.{fraction}");
    }
    Some(Entry::Text(written))
}

/// `12.0` for a count, `3.50` for money.
fn trailing_zeros(figure: &Figure, random: &mut Random) -> Option<Entry> {
    let stated = figure.stated();
    let zeros = random.pick(&["0", "00"]);
    text(if is_whole(&stated) { format!("{stated}.{zeros}") } else { format!("{stated}{zeros}") })
}

/// `1.2E+04` where two or three significant digits say it all.
fn scientific(figure: &Figure, _: &mut Random) -> Option<Entry> {
    let stated = figure.stated();
    let significant = stated.trim_end_matches('0');
    if !is_whole(&stated) || stated.len() < 4 || significant.is_empty() {
        return None;
    }
    let (first, rest) = significant.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    text(format!("{first}{point}{rest}E+{:02}", stated.len() - 1))
}

/// `1.2万` for 12000, only where it is shorter than the plain figure.
fn wan(figure: &Figure, measure: &str) -> Option<Entry> {
    let exact = is_whole(&figure.value) && count(&figure.value) >= 10_000 && figure.item != 7;
    (exact && figure.is_in_own_measure())
        .then(|| Entry::Text(format!("{}万{measure}", shifted(&figure.value, -4))))
}

fn in_yuan(figure: &Figure, separated: bool) -> Option<Entry> {
    if figure.item != 7 || count(&figure.value) == 0 && figure.value == "0" {
        return None;
    }
    let yuan = shifted(&figure.value, 4);
    let written = if separated { thousands(&yuan, ',')?.shown() } else { yuan };
    text(format!("{written}元"))
}

/// `0.00"元"`: a true number that shows words behind it.
fn formatted(number: &str, decimals: &str, measure: &str) -> Option<Entry> {
    let format = format!("0{decimals}\"{measure}\"");
    let shown = format!("{number}{measure}");
    let plain = !measure.is_empty() && measure.chars().all(char::is_alphabetic);
    plain.then(|| Entry::Formatted { number: number.to_owned(), format, shown })
}

/// Where there was nothing: the marks that domain practice reads as 0.
fn none_mark(figure: &Figure, random: &mut Random) -> Option<Entry> {
    let marks = ["无", "—", "未开展", "/", "--", "——", "－", "／", " 无 "];
    (figure.value == "0").then(|| Entry::text(random.pick(&marks)))
}

/// A careful way of writing the figure, drawn by weight; a plain number where the way drawn declines.
pub fn write(figure: &Figure, random: &mut Random) -> Entry {
    let way = random.weighted(CELL_TEXTS, |way| way.weight);
    (way.write)(figure, random).unwrap_or_else(|| Entry::Number(figure.stated()))
}
