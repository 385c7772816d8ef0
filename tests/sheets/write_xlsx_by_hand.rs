//! .xlsx written by hand, for what the library cannot write and other programs do.
//!
//! Inline strings, rich-text runs in shared strings with phonetic hints, numbers with seventeen digits,
//! formulas without a stored result, missing cell addresses, a date format of one's own, and no
//! `dimension`. Only what Excel, WPS and export programs are known to produce. The parts around the sheets
//! are `write_xlsx_parts`, and what some programs make of the container is `write_xlsx_container`.

use super::page::{Book, Entry, Mark, Page, address};
use super::random::Random;
use super::write_xlsx::{noisy, parted};
use super::write_xlsx_container::Container;
use super::write_xlsx_parts::{self as parts, HEAD, MAIN};
use super::xml::escaped;

const WHITE: &str = "<color rgb=\"FFFFFFFF\"/>";

/// Habits of the program that saved the file.
struct Habits {
    inline_strings: bool,
    rich_runs: bool,
    addresses: bool,
    strings: Vec<String>,
    formats: Vec<String>,
}

pub fn write(book: &Book, random: &mut Random) -> Vec<u8> {
    let mut habits = Habits {
        inline_strings: random.chance(35),
        rich_runs: random.chance(35),
        addresses: !random.chance(10),
        strings: Vec::new(),
        formats: book.formats().into_iter().map(str::to_owned).collect(),
    };
    let sheets: Vec<String> = book.pages.iter().map(|page| sheet(page, &mut habits, random)).collect();
    let container = Container::drawn(book, random);
    let mut parts = parts::around(book, &container, &habits.formats);
    parts.push(("xl/sharedStrings.xml".to_owned(), shared_strings(&habits.strings)));
    for ((number, page), sheet) in (1..).zip(&book.pages).zip(sheets) {
        parts.push((format!("xl/worksheets/sheet{number}.xml"), sheet));
        parts.extend(parts::comments(number, page, random));
    }
    container.packed(book, parts)
}

fn sheet(page: &Page, habits: &mut Habits, random: &mut Random) -> String {
    let (rows, columns) = page.size();
    let mut data = String::new();
    for row in 0..rows {
        let hidden = if page.hidden_rows.contains(&row) { " hidden=\"1\"" } else { "" };
        let flat = random.pick(&["0", "0.75"]);
        let flat = if page.flat_rows.contains(&row) {
            format!(" ht=\"{flat}\" customHeight=\"1\"")
        } else {
            String::new()
        };
        let mut cells = String::new();
        for column in 0..columns {
            let address =
                if habits.addresses { format!(" r=\"{}\"", address(row, column)) } else { String::new() };
            match page.cells.get(&(row, column)) {
                Some(entry) => {
                    let mark = page.marks.get(&(row, column));
                    cells += &cell(entry, mark, &address, habits, random);
                }
                None if !habits.addresses => cells += "<c/>",
                None => {}
            }
        }
        data += &format!("<row r=\"{}\"{hidden}{flat}>{cells}</row>", row + 1);
    }
    let merges: String = page
        .merges
        .iter()
        .map(|m| format!("<mergeCell ref=\"{}:{}\"/>", address(m.top, m.left), address(m.bottom, m.right)))
        .collect();
    let merges = if merges.is_empty() { merges } else { format!("<mergeCells>{merges}</mergeCells>") };
    let columns = hidden_columns(page);
    let header = page.header.as_deref().map(|header| {
        format!("<headerFooter><oddFooter>&amp;C&amp;P</oddFooter><evenHeader>&amp;L{}</evenHeader></headerFooter>", escaped(header))
    });
    let header = header.unwrap_or_default();
    format!(
        "{HEAD}<worksheet xmlns=\"{MAIN}\">{columns}<sheetData>{data}</sheetData>{merges}{header}</worksheet>"
    )
}

fn hidden_columns(page: &Page) -> String {
    let column = |index: &u32, how: &str| format!("<col min=\"{0}\" max=\"{0}\" {how}/>", index + 1);
    let hidden = page.hidden_columns.iter().map(|index| column(index, "width=\"9\" hidden=\"1\""));
    let flat = page.flat_columns.iter().map(|index| column(index, "width=\"0\" customWidth=\"1\""));
    let columns: String = hidden.chain(flat).collect();
    if columns.is_empty() { columns } else { format!("<cols>{columns}</cols>") }
}

fn cell(
    entry: &Entry,
    mark: Option<&Mark>,
    address: &str,
    habits: &mut Habits,
    random: &mut Random,
) -> String {
    let address = &match mark {
        Some(Mark::Faint) => format!("{address} s=\"{}\"", habits.formats.len() + 2),
        Some(Mark::OnDark) => format!("{address} s=\"{}\"", habits.formats.len() + 3),
        _ => address.to_owned(),
    };
    let number = |text: &str| text.parse::<f64>().expect("numbers are decimals");
    match entry {
        Entry::Text(text) => {
            let words = match mark {
                Some(Mark::FaintLetter(at)) => faint_letter(text, *at),
                _ if habits.rich_runs && !habits.inline_strings => rich(text, random),
                _ => run(text),
            };
            if habits.inline_strings {
                return format!("<c{address} t=\"inlineStr\"><is>{words}</is></c>");
            }
            habits.strings.push(words);
            format!("<c{address} t=\"s\"><v>{}</v></c>", habits.strings.len() - 1)
        }
        Entry::Number(text) => format!("<c{address}><v>{text}</v></c>"),
        Entry::Noisy(text) => format!("<c{address}><v>{}</v></c>", seventeen_digits(noisy(number(text)))),
        Entry::Formatted { number, format, .. } => {
            let style = habits.formats.iter().position(|known| known == format).expect("formats are known");
            format!("<c{address} s=\"{}\"><v>{number}</v></c>", style + 2)
        }
        Entry::Formula { formula, result } => {
            format!("<c{address}><f>{}</f><v>{result}</v></c>", escaped(formula))
        }
        Entry::Over(over) => {
            format!("<c{address}><f>{}</f><v>{}</v></c>", escaped(&over.formula()), over.result)
        }
        Entry::Worked(_) | Entry::Marked { .. } => unreachable!("a page is settled and keeps marks apart"),
        Entry::Uncalculated(formula) => {
            let empty = random.pick(&["", "<v></v>", "<v/>"]);
            format!("<c{address}><f>{}</f>{empty}</c>", escaped(formula))
        }
        Entry::Error(error) => {
            let formula = random.pick(&["", "<f>SUM(#REF!)</f>"]);
            format!("<c{address} t=\"e\">{formula}<v>{error}</v></c>")
        }
        Entry::Date(year, month, day) => {
            format!("<c{address} s=\"1\"><v>{}</v></c>", super::wordings::serial(*year, *month, *day))
        }
    }
}

/// The stored form that Excel writes: up to seventeen significant digits.
fn seventeen_digits(number: f64) -> String {
    if number == number.trunc() {
        return format!("{number}");
    }
    let before = (number.abs().log10().floor() as i32 + 1).max(1) as usize;
    format!("{number:.*}", 17 - before)
}

fn run(text: &str) -> String {
    format!("<t xml:space=\"preserve\">{}</t>", escaped(text))
}

/// The same words in two runs, with a phonetic hint that is no part of them.
fn rich(text: &str, random: &mut Random) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (head, tail) = letters.split_at(random.below(letters.len() + 1));
    let styled = |part: &[char]| format!("<r><rPr><b/></rPr>{}</r>", run(&part.iter().collect::<String>()));
    let hint = if random.chance(20) { "<rPh sb=\"0\" eb=\"1\"><t>99</t></rPh>" } else { "" };
    format!("{}{}{hint}", styled(head), styled(tail))
}

/// One letter in white between black ones.
fn faint_letter(text: &str, at: usize) -> String {
    let styled = |words: &str, look: &str| {
        if words.is_empty() { String::new() } else { format!("<r><rPr>{look}</rPr>{}</r>", run(words)) }
    };
    let (head, letter, tail) = parted(text, at);
    format!("{}{}{}", styled(head, "<b/>"), styled(letter, WHITE), styled(tail, "<b/>"))
}

fn shared_strings(strings: &[String]) -> String {
    let items: String = strings.iter().map(|words| format!("<si>{words}</si>")).collect();
    format!("{HEAD}<sst xmlns=\"{MAIN}\">{items}</sst>")
}
