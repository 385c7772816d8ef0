//! What a number format makes of a stored number: a day, a figure with words beside it, another number.
//!
//! A cell that holds 350000 under the format `0.00"元"` shows “350000.00元”, and who copied it out would have
//! read 元. So where a format's own words say of what a figure is (元, 万元, 件, %, 约), the cell becomes the
//! text that it shows, to the last digit that is stored, and recognition reads it like any text that was typed.
//! Words that say nothing of a quantity (¥, 号, brackets) leave the figure as it is. Such formats also scale: a
//! comma behind the digits leaves a thousand out, a literal point among them (`0!.0,"万元"`) moves the point, a per
//! cent sign multiplies; what is shown counts there, exactly.
//!
//! Without telling words nobody can know which number was meant: 5000 under `0,` shows 5, 12345 under `0.00E+00`
//! shows 1.23E+04, 45 under `yyyy-m-d` a day of 1900, 12 under `h:mm` midnight, 7 under `"无"` or in white none at all. There the
//! stored number stays, and the words that the cell shows are said beside it.
//!
//! A cell whose font strikes it through shows that its content was taken back.
//!
//! A format is taken apart once for all cells of its style: `piece` takes its code apart, `section` says what each
//! of its sections means, `face` what it shows digit by digit, `moment` days and times; `beside` is for files that keep what a cell shows.

mod beside;
mod face;
mod moment;
mod piece;
mod section;

use crate::submit::grid::Content;
use crate::vocabulary::Number;

use super::figure::{self, Epoch, Moment, builtin_moment, moment_of};
use moment::{clock_words, day_words};
use piece::pieces;
use section::{Section, by_sign};

pub use beside::shown_beside;

/// Names of the plainest format, as programs write it into others.
const GENERAL: [&str; 2] = ["G/通用格式", "General"];

/// No program takes a longer format.
const LONGEST: usize = 1_024;

/// How the cells of one style show their numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shows {
    #[default]
    Figure,
    Day,
    /// A time of day, or all hours that have passed.
    Clock {
        passed: bool,
    },
    /// Struck through, or shown as nothing: nothing of the cell counts, whatever it holds.
    Nothing,
    /// By section: the first whose condition holds is shown.
    Worded(Vec<Section>),
}

impl Shows {
    /// What a format of the file's own shows.
    pub fn of_code(code: &str) -> Shows {
        if let Some(moment) = moment_of(code) {
            return Shows::of_moment(moment);
        }
        // `;;;` shows nothing of anything. `;;` shows texts; but a number that nobody sees must not count.
        if code.len() >= 2 && code.bytes().all(|byte| byte == b';') {
            return Shows::Nothing;
        }
        if code.len() > LONGEST {
            return Shows::Figure;
        }
        let plain = GENERAL.iter().fold(code.to_owned(), |code, name| code.replace(name, "@"));
        let mut sections: Vec<Section> = pieces(&plain).into_iter().map(Section::of).collect();
        sections.truncate(3);
        by_sign(&mut sections);
        // What a format shows below zero and of zero may be nothing, or a dash.
        let is_ordinary = |(index, section): (usize, &Section)| {
            let is_unsaid = section.is_blank() && !(index == 0 && code.starts_with(';'));
            section.is_ordinary() || is_unsaid || index == 2 && section.shows_nothing()
        };
        if plain.is_empty() || sections.iter().enumerate().all(is_ordinary) {
            return Shows::Figure;
        }
        Shows::Worded(sections)
    }

    /// What a format shows that every program knows by its number.
    pub fn of_builtin(id: u32) -> Shows {
        match (id, builtin_moment(id)) {
            (9, _) => Shows::of_code("0%"),
            (10, _) => Shows::of_code("0.00%"),
            (11, _) => Shows::of_code("0.00E+00"),
            (48, _) => Shows::of_code("##0.0E+0"),
            (_, Some(moment)) => Shows::of_moment(moment),
            _ => Shows::Figure,
        }
    }

    fn of_moment(moment: Moment) -> Shows {
        match moment {
            Moment::Day => Shows::Day,
            Moment::Clock { passed } => Shows::Clock { passed },
        }
    }

    /// The same in a font that strikes through, or in one that does not.
    pub fn in_font(self, strikes: bool) -> Shows {
        if strikes { Shows::Nothing } else { self }
    }

    /// What a cell holds that stores this, and the words that it shows where they say another number.
    pub fn read(&self, stored: Content, epoch: Epoch) -> (Content, Option<String>) {
        let Content::Number(text) = &stored else { return (stored, None) };
        let serial = || text.parse::<f64>().ok();
        match self {
            Shows::Figure | Shows::Nothing => (stored, None),
            Shows::Day => match serial().and_then(|serial| figure::day(serial, epoch)) {
                Some(day) => (day, None),
                None => {
                    let words = serial().map(|serial| day_words(serial, epoch));
                    (stored, words)
                }
            },
            Shows::Clock { passed } => {
                let words = serial().map(|serial| clock_words(serial, *passed));
                (stored, words)
            }
            Shows::Worded(sections) => {
                let read = Number::parse(text)
                    .and_then(|number| sections.iter().find(|section| section.holds(number))?.read(number));
                read.unwrap_or((stored, None))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, stored: &str) -> String {
        in_words(Shows::of_code(code).read(Content::Number(stored.to_owned()), Epoch::Windows1900))
    }

    /// Text behind a quotation mark; what is said beside it behind an arrow.
    fn in_words((content, shown): (Content, Option<String>)) -> String {
        let kind = match content {
            Content::Number(_) => "",
            _ => "“",
        };
        let shown = shown.map_or(String::new(), |shown| format!(" → {shown}"));
        format!("{kind}{}{shown}", content.text())
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
            ("0.00%", "0.85", "“85%"),
            ("0.0\"%\"", "85", "“85%"),
        ] {
            assert_eq!(shown(code, stored), expected, "{code}");
        }
    }

    #[test]
    fn what_says_another_number_without_a_word_is_said_beside_the_stored_one() {
        for (code, stored, expected) in [
            ("0,", "5000", "5000 → 5"),
            ("0.00,", "350000", "350000 → 350.00"),
            ("0.00,", "28.4886", "28.4886 → 0.03"),
            ("#,##0,", "5000000", "5000000 → 5,000"),
            ("#,##0,,", "350000000", "350000000 → 350"),
            ("0!.0,", "12345", "12345 → 1.2"),
            ("0!.0,", "0", "0"),
            ("0.00E+00", "12345", "12345 → 1.23E+04"),
            ("0.00E+00", "12300", "12300"),
            ("0.00E+00", "999999", "999999 → 1.00E+06"),
            ("0.00E+00", "28.4886", "28.4886"),
            ("0.00E+00", "0", "0"),
            ("##0.0E+0", "12345", "12345 → 12.3E+3"),
            ("0E-0", "0.05", "0.05"),
            ("0\"00\"", "5", "5 → 500"),
            ("0\"00\"", "0", "0"),
            ("0!5", "3", "3 → 35"),
            ("\"1\"00", "7", "7 → 107"),
            ("\"2024\"0", "7", "7 → 20247"),
            ("\"2024年\"0", "7", "7"),
            ("0.00", "28.4886", "28.4886"),
            ("0", "12.5", "12.5"),
            ("\"无\"", "7", "7 → 无"),
            ("\"无\"", "0", "0"),
            ("\"—\"", "0", "0"),
            ("\"50件\"", "7", "7 → 50件"),
            ("[>100]\"大于100\";0", "150", "150 → 大于100"),
            ("[>100]\"大于100\";0", "50", "50"),
            ("[=1]\"是\";[=0]\"否\";0", "1", "1 → 是"),
            ("0;-0;\"未报\"", "0", "0 → 未报"),
            (";;;@", "7", "7 → "),
            (";-0", "7", "7 → "),
            ("[White]0", "7", "7 → "),
            ("[白色]0.00\"元\"", "7", "7 → "),
            ("0;-0;[White]0", "0", "0"),
            (";-0", "0", "0"),
            ("000-0000", "5551234", "5551234"),
            ("# ##0", "5000", "5000"),
            ("yyyy-m-d", "45", "45 → 1900-02-14"),
            ("yyyy\"年\"m\"月\"", "0", "0 → 1900-01-00"),
            ("yyyy-m-d", "350000", "350000 → 2858-04-06"),
            ("yyyy-m-d", "-3", "-3 → ########"),
            ("h:mm", "12", "12 → 0:00"),
            ("h:mm:ss", "0.75", "0.75 → 18:00"),
            ("[h]:mm", "1.5", "1.5 → 36:00"),
            ("mm:ss", "3", "3 → 0:00"),
        ] {
            assert_eq!(shown(code, stored), expected, "{code}");
        }
        let day = Shows::Day.read(Content::Number("45369".to_owned()), Epoch::Windows1900);
        assert_eq!(day, (Content::Date(2024, 3, 18), None));
    }

    #[test]
    fn what_a_cell_shows_beside_its_figure_counts_where_it_fits() {
        for (stored, shown, expected) in [
            ("350000", "350,000.00元", "“350000元"),
            ("-350000.456", "-350000.46元", "“-350000.456元"),
            ("350123", "35.0万元", "“35.0123万元"),
            ("0.85", "85.00%", "“85%"),
            ("350000", "350.00", "350000 → 350.00"),
            ("5000", "5", "5000 → 5"),
            ("5", "500", "5 → 500"),
            ("0", "0.0", "0"),
            ("28.4886", "28", "28.4886"),
            ("12.5", "13", "12.5"),
            ("28.4886", "28.49", "28.4886"),
            ("28.4886", "¥28.49", "28.4886"),
            ("350000", "3.50E+05", "350000"),
            ("350123", "3.50E+05", "350123 → 3.50E+05"),
            ("12345", "1.23E+04", "12345 → 1.23E+04"),
            ("12345", "3.50E+05", "12345"),
            ("45", "1900/2/14", "45 → 1900/2/14"),
            ("46", "1900/2/14", "46"),
            ("45369", "2024/3/18", "45369"),
            ("12", "0:00", "12 → 0:00"),
            ("0.5", "12:00:00", "0.5 → 12:00:00"),
            ("1.5", "36:00", "1.5 → 36:00"),
            ("12", "8:30", "12"),
            ("12", "4294967295:4294967295:4294967295", "12"),
            ("7", "已上报", "7 → 已上报"),
            ("0", "无", "0"),
            ("0", "-", "0"),
            ("12", "13件", "12"),
            ("12", "###", "12"),
            ("12", "", "12"),
        ] {
            let read = shown_beside(Content::Number(stored.to_owned()), shown);
            assert_eq!(in_words(read), expected, "{stored} {shown}");
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
            "# ?/?",
            "0;-0;\"—\"",
            "0;-0;无",
            "_ * #,##0_ ;_ * \\-#,##0_ ;_ * \"-\"_ ;_ @_ ",
            "[Red]",
            "aaaa",
            "@",
            "",
        ] {
            assert_eq!(Shows::of_code(code), Shows::Figure, "{code}");
        }
        assert_eq!(Shows::of_code("yyyy\"年\"m\"月\""), Shows::Day);
        assert_eq!((Shows::of_code(";;;"), Shows::of_code("0;;;")), (Shows::Nothing, Shows::Figure));
        assert_eq!((Shows::of_builtin(14), Shows::of_builtin(4)), (Shows::Day, Shows::Figure));
        assert_eq!(Shows::of_builtin(20), Shows::Clock { passed: false });
    }
}
