//! What a number format makes of a stored number: a day, or a figure with words beside it.
//!
//! A cell that holds 350000 under the format `0.00"元"` shows “350000.00元”, and who copied it out would have
//! read 元. So where a format's own words say of what a figure is (元, 万元, 件, %, 约), the cell becomes the
//! text that it shows, to the last digit that is stored, and recognition reads it like any text that was typed.
//! Words that say nothing of a quantity (¥, 号, brackets) leave the figure as it is.
//!
//! Formats also scale: a comma behind the digits leaves a thousand out, a literal point among them
//! (`0!.0,"万元"`) moves the point, a per cent sign multiplies. What is shown counts there as well, exactly.
//!
//! A cell whose font strikes it through shows that its content was taken back.
//!
//! A format is taken apart once for all cells of its style.

use crate::submit::cell_text::{Manner, read_text};
use crate::submit::grid::Content;
use crate::vocabulary::Number;

use super::figure::{is_builtin_day, is_day_format};

/// Said of a file in which a format scales figures and does not say by what.
pub const SCALED: &str = "有的单元格用了缩放显示的数字格式（如按千、按万显示），显示的数与存的数不同，已按显示的数读取。请核对数字和单位。";

/// Names of the plainest format, as programs write it into others.
const GENERAL: [&str; 2] = ["G/通用格式", "General"];

/// No program takes a longer format.
const LONGEST: usize = 1_024;

/// Words that speak of a quantity even where the rest of them is not understood.
const TELLING: [char; 8] = ['元', '圆', '百', '千', '万', '亿', '%', '％'];

/// How the cells of one style show their numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shows {
    #[default]
    Figure,
    Day,
    /// Struck through, or shown as nothing: nothing of the cell counts, whatever it holds.
    Nothing,
    /// By section: the first whose condition holds is shown.
    Worded(Vec<Section>),
}

/// One section of a format, told by the sign or the size of the number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    condition: Condition,
    before: String,
    after: String,
    /// How far the point is moved before the number is shown.
    shift: i32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Condition {
    #[default]
    Always,
    /// In this order to the number: less, equal, greater.
    Compared([bool; 3], Number),
}

impl Shows {
    /// What a format of the file's own shows.
    pub fn of_code(code: &str) -> Shows {
        if is_day_format(code) {
            return Shows::Day;
        }
        // `;;;` shows nothing of anything. `;;` shows texts; but a number that nobody sees must not count.
        if code.len() >= 2 && code.bytes().all(|byte| byte == b';') {
            return Shows::Nothing;
        }
        if code.len() > LONGEST {
            return Shows::Figure;
        }
        let plain = GENERAL.iter().fold(code.to_owned(), |code, name| code.replace(name, "0"));
        let mut sections: Vec<Section> = pieces(&plain).iter().map(|piece| section(piece)).collect();
        sections.truncate(3);
        if sections.iter().all(Section::says_nothing) {
            return Shows::Figure;
        }
        by_sign(&mut sections);
        Shows::Worded(sections)
    }

    /// What a format shows that every program knows by its number.
    pub fn of_builtin(id: u32) -> Shows {
        match id {
            9 => Shows::of_code("0%"),
            10 => Shows::of_code("0.00%"),
            _ if is_builtin_day(id) => Shows::Day,
            _ => Shows::Figure,
        }
    }

    /// The same in a font that strikes through, or in one that does not.
    pub fn in_font(self, strikes: bool) -> Shows {
        if strikes { Shows::Nothing } else { self }
    }

    /// A stored figure as it is shown; and whether only its scale tells that it is not the stored one.
    pub fn shown(&self, stored: Content) -> (Content, bool) {
        let (Shows::Worded(sections), Content::Number(text)) = (self, &stored) else {
            return (stored, false);
        };
        let section = Number::parse(text).and_then(|number| {
            let section = sections.iter().find(|section| section.condition.holds(number))?;
            Some((section, number.shift(section.shift)?))
        });
        match section {
            Some((section, number)) if section.is_wordless() => {
                (Content::Number(number.to_string()), section.shift != 0 && !number.is_zero())
            }
            Some((section, number)) => (Content::Text(section.around(&number.to_string())), false),
            None => (stored, false),
        }
    }
}

impl Section {
    fn is_wordless(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    fn around(&self, figure: &str) -> String {
        format!("{}{figure}{}", self.before, self.after)
    }

    fn says_nothing(&self) -> bool {
        self.is_wordless() && self.shift == 0
    }
}

impl Condition {
    fn holds(self, number: Number) -> bool {
        match self {
            Condition::Always => true,
            Condition::Compared(orders, other) => orders[(number.cmp(&other) as i8 + 1) as usize],
        }
    }

    /// `[>=10000]`, without its brackets.
    fn parse(text: &str) -> Option<Condition> {
        let operators = [
            (">=", [false, true, true]),
            ("<=", [true, true, false]),
            ("<>", [true, false, true]),
            (">", [false, false, true]),
            ("<", [true, false, false]),
            ("=", [false, true, false]),
        ];
        let (rest, orders) =
            operators.iter().find_map(|(sign, orders)| Some((text.strip_prefix(sign)?, *orders)))?;
        Some(Condition::Compared(orders, Number::parse(rest.trim())?))
    }
}

/// The same where a file keeps beside a figure what its cell shows: the words, and a scale that only the digits
/// tell. Digits that do not fit the figure are those of an earlier one, and say nothing.
pub fn shown_beside(stored: Content, shown: &str) -> (Content, bool) {
    let Content::Number(text) = &stored else { return (stored, false) };
    let is_digit = |c: char| c.is_ascii_digit();
    let (Some(first), Some(last)) = (shown.find(is_digit), shown.rfind(is_digit)) else {
        return (stored, false);
    };
    if *text == shown {
        return (stored, false);
    }
    let Some(shift) = Number::parse(text).and_then(|number| scale(number, &shown[first..=last])) else {
        return (stored, false);
    };
    let words = |words: &str| words.trim().trim_end_matches('-').to_owned();
    let (before, after) = (words(&shown[..first]), words(&shown[last + 1..]));
    let told = speak_of_quantity(&before, &after);
    let section = match told {
        true => Section { before, after, shift, ..Section::default() },
        false => Section { shift, ..Section::default() },
    };
    Shows::Worded(vec![section]).shown(stored)
}

/// How far the point of a figure was moved to show these digits, rounded or not.
fn scale(number: Number, digits: &str) -> Option<i32> {
    let digits = digits.replace(',', "");
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let (shown, last) = (Number::parse(&digits)?, Number::whole(1).shift(-(decimals as i32))?);
    let fits = |shift: &i32| {
        let apart = number.abs().shift(*shift).and_then(|moved| moved.checked_sub(shown));
        apart.is_some_and(|apart| apart.abs() < last)
    };
    [0, 2, -3, -4, -5, -6, -7, -8].into_iter().find(fits)
}

/// Sections without conditions of their own: above zero, below it, the rest.
fn by_sign(sections: &mut [Section]) {
    if sections.iter().any(|section| section.condition != Condition::Always) {
        return;
    }
    let positive = [false, sections.len() == 2, true];
    if let [first, second, ..] = sections {
        first.condition = Condition::Compared(positive, Number::ZERO);
        second.condition = Condition::Compared([true, false, false], Number::ZERO);
    }
}

/// What a format is made of.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Digit,
    Point,
    Comma,
    Percent,
    Words(String),
    Condition(Condition),
}

/// The sections of a format, each in pieces. Colours, padding and filling say nothing.
fn pieces(code: &str) -> Vec<Vec<Piece>> {
    let mut sections = vec![Vec::new()];
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        let piece = match character {
            ';' => {
                sections.push(Vec::new());
                None
            }
            '"' => Some(Piece::Words(characters.by_ref().take_while(|next| *next != '"').collect())),
            '[' => bracketed(&characters.by_ref().take_while(|next| *next != ']').collect::<String>()),
            '\\' | '!' => characters.next().map(|next| Piece::Words(next.to_string())),
            '_' | '*' => {
                characters.next();
                None
            }
            '0' | '#' | '?' | '@' => Some(Piece::Digit),
            '.' => Some(Piece::Point),
            ',' => Some(Piece::Comma),
            '%' => Some(Piece::Percent),
            other => (!other.is_ascii()).then(|| Piece::Words(other.to_string())),
        };
        if let Some(section) = sections.last_mut() {
            section.extend(piece);
        }
    }
    sections
}

/// `[$元-804]` is a word, `[>=10000]` a condition; colours and calendars are neither.
fn bracketed(inside: &str) -> Option<Piece> {
    match inside.strip_prefix('$') {
        Some(currency) => Some(Piece::Words(currency.split('-').next().unwrap_or_default().to_owned())),
        None => Condition::parse(inside).map(Piece::Condition),
    }
}

fn section(pieces: &[Piece]) -> Section {
    let mut section = Section::default();
    let first = pieces.iter().position(|piece| *piece == Piece::Digit);
    let last = pieces.iter().rposition(|piece| *piece == Piece::Digit);
    let (mut among, mut moved) = (0, None);
    for (at, piece) in pieces.iter().enumerate() {
        let (led, over) = (first.is_some_and(|first| at > first), last.is_some_and(|last| at > last));
        match piece {
            Piece::Condition(condition) => section.condition = *condition,
            Piece::Percent => {
                section.shift += 2;
                section.after.push('%');
            }
            Piece::Comma if over => section.shift -= 3,
            // Commas right before the point leave thousands out, as those at the end do.
            Piece::Comma
                if led && pieces[at..].iter().find(|next| **next != Piece::Comma) == Some(&Piece::Point) =>
            {
                section.shift -= 3;
            }
            Piece::Words(words) if over => section.after.push_str(words),
            Piece::Words(words) if led && words == "." => (among, moved) = (0, Some(0)),
            Piece::Words(words) if !led => section.before.push_str(words),
            Piece::Digit => {
                among += 1;
                moved = moved.map(|_| among);
            }
            Piece::Point if moved.is_some() => {
                section.shift -= moved.take().unwrap_or(0);
            }
            Piece::Words(_) | Piece::Point | Piece::Comma => {}
        }
    }
    section.shift -= moved.unwrap_or(0);
    if first.is_none() || !speak_of_quantity(&section.before, &section.after) {
        section.before.clear();
        section.after.clear();
    }
    section
}

/// Whether the words beside a figure say of what it is, or how well it is known.
fn speak_of_quantity(before: &str, after: &str) -> bool {
    let read = read_text(&format!("{before}8{after}"));
    let told = read.measure.is_some() || read.multiplier.is_some();
    told || read.manners.contains(&Manner::Approximate) || after.contains(TELLING)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, stored: &str) -> String {
        let (content, scaled) = Shows::of_code(code).shown(Content::Number(stored.to_owned()));
        in_words(&content, scaled)
    }

    fn in_words(content: &Content, scaled: bool) -> String {
        let kind = match content {
            Content::Number(_) => "",
            _ => "“",
        };
        format!("{kind}{}{}", content.text(), if scaled { " scaled" } else { "" })
    }

    #[test]
    fn a_figure_is_what_its_format_shows() {
        for (code, stored, expected) in [
            ("0.00\"元\"", "350000", "“350000元"),
            ("#,##0\"元\"", "350000.5", "“350000.5元"),
            ("0.00\"万元\"", "28.4886", "“28.4886万元"),
            ("0\"件\"", "50", "“50件"),
            ("General\"元\"", "7", "“7元"),
            ("[DBNum1][$-804]G/通用格式\"元\"", "7", "“7元"),
            ("#,##0.00元", "7", "“7元"),
            ("0.00\\元", "7", "“7元"),
            ("0.00_ \"元\"", "7", "“7元"),
            ("#,##0.00[$元-804]", "7", "“7元"),
            ("@\"元\"", "7", "“7元"),
            ("\"¥\"#,##0.00\"元\"", "7", "“¥7元"),
            ("\"约\"0", "800", "“约800"),
            ("0.0\"元(含税)\"", "7", "“7元(含税)"),
            ("0\"元\";[红色]-0\"元\";\"—\"", "350000", "“350000元"),
            ("0\"元\";[红色]-0\"元\";\"—\"", "0", "0"),
            ("[>=10000]0!.0,\"万元\";0\"元\"", "350123", "“35.0123万元"),
            ("[>=10000]0!.0,\"万元\";0\"元\"", "350", "“350元"),
            ("0!.0000\"万元\"", "350000", "“35万元"),
            ("0\\.0,\"万\"", "35000", "“3.5万"),
            ("0\".\"0,\"万元\"", "350000", "“35万元"),
            ("0.00,\"千元\"", "350000", "“350千元"),
            ("0,.00\"千元\"", "350000", "“350千元"),
            ("0.00,", "350000", "350 scaled"),
            ("#,##0,,", "350000000", "350 scaled"),
            ("0!.0,", "0", "0"),
            ("0.00%", "0.85", "“85%"),
            ("0.0\"%\"", "85", "“85%"),
        ] {
            assert_eq!(shown(code, stored), expected, "{code}");
        }
    }

    #[test]
    fn what_a_cell_shows_beside_its_figure_counts_where_it_fits() {
        for (stored, shown, expected) in [
            ("350000", "350,000.00元", "“350000元"),
            ("-350000.456", "-350000.46元", "“-350000.456元"),
            ("350123", "35.0万元", "“35.0123万元"),
            ("0.85", "85.00%", "“85%"),
            ("350000", "350.00", "350 scaled"),
            ("28.4886", "28.49", "28.4886"),
            ("28.4886", "¥28.49", "28.4886"),
            ("350000", "3.50E+05", "350000"),
            ("12", "13件", "12"),
            ("12", "###", "12"),
            ("12", "", "12"),
        ] {
            let (content, scaled) = shown_beside(Content::Number(stored.to_owned()), shown);
            assert_eq!(in_words(&content, scaled), expected, "{stored} {shown}");
        }
    }

    #[test]
    fn words_that_say_nothing_of_a_quantity_leave_the_figure() {
        for code in [
            "General",
            "0.00",
            "#,##0.00_);[Red]\\(#,##0.00\\)",
            "_ \"¥\"* #,##0.00_ ;_ \"¥\"* \\-#,##0.00_ ;_ \"¥\"* \"-\"??_ ;_ @_ ",
            "[$¥-804]#,##0.00",
            "\"第\"0\"号\"",
            "0\"年\"",
            "0\".\"",
            "000000",
            "0.00E+00",
            "# ?/?",
            "h:mm",
            "@",
            "",
        ] {
            assert_eq!(Shows::of_code(code), Shows::Figure, "{code}");
        }
        assert_eq!(Shows::of_code("yyyy\"年\"m\"月\""), Shows::Day);
        assert_eq!((Shows::of_code(";;;"), Shows::of_code("0;;;")), (Shows::Nothing, Shows::Figure));
        assert_eq!((Shows::of_builtin(14), Shows::of_builtin(4)), (Shows::Day, Shows::Figure));
    }
}
