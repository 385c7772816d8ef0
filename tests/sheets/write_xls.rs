//! .xls: a minimal BIFF8 workbook in an OLE2 container, as old Excel and WPS .et files have it.
//!
//! Written from the published record layouts, so that the product's reader is not tested against itself.
//! Strings lie in the shared table or, as some export programs do, in the cells; whole numbers are
//! sometimes stored in the compact RK form.

use super::ole;
use super::page::{Book, Calculation, Entry, Mark, Merge, Page};
use super::random::Random;
use super::write_xls_more::{self as more, WHITE_FONT};
use super::write_xlsx::noisy;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
/// Cell formats: fifteen formats of styles come first.
const PLAIN: u16 = 15;
const DATE: u16 = 16;
const LONGEST_RECORD: usize = 8224;

/// Strings as the shared table collects them, each as its bytes; `None`: strings lie in the cells.
type Shared = Option<Vec<Vec<u8>>>;

pub fn write(book: &Book, random: &mut Random) -> Vec<u8> {
    let mut shared: Shared = random.chance(70).then(Vec::new);
    let mut sheets: Vec<Vec<u8>> =
        book.pages.iter().map(|page| sheet(page, book, &mut shared, random)).collect();
    if string_table(shared.as_deref().unwrap_or_default()).len() > LONGEST_RECORD {
        shared = None;
        sheets = book.pages.iter().map(|page| sheet(page, book, &mut shared, random)).collect();
    }
    let strings = shared.map(|strings| string_table(&strings));
    let placeholder = vec![0; sheets.len()];
    let mut position = globals(book, strings.as_deref(), &placeholder).len() as u32;
    let mut positions = Vec::new();
    for sheet in &sheets {
        positions.push(position);
        position += sheet.len() as u32;
    }
    let mut stream = globals(book, strings.as_deref(), &positions);
    stream.extend(sheets.concat());
    ole::container("Workbook", &stream)
}

pub fn record(stream: &mut Vec<u8>, kind: u16, body: &[u8]) {
    stream.extend(kind.to_le_bytes());
    stream.extend((body.len() as u16).to_le_bytes());
    stream.extend(body);
}

pub fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn start(stream: &mut Vec<u8>, kind: u16) {
    record(stream, BOF, &words(&[0x0600, kind, 0x0DBB, 0x07CC, 0x0041, 0, 0x0006, 0]));
}

/// A string with a sixteen-bit length, in one byte a letter where that is enough.
pub fn string(text: &str) -> Vec<u8> {
    let letters: Vec<u16> = text.encode_utf16().collect();
    let mut bytes = (letters.len() as u16).to_le_bytes().to_vec();
    let narrow = letters.iter().all(|letter| *letter < 0x80);
    bytes.push(u8::from(!narrow));
    for letter in letters {
        match narrow {
            true => bytes.push(letter as u8),
            false => bytes.extend(letter.to_le_bytes()),
        }
    }
    bytes
}

fn string_table(strings: &[Vec<u8>]) -> Vec<u8> {
    let count = (strings.len() as u32).to_le_bytes();
    let mut body = [count, count].concat();
    for string in strings {
        body.extend(string);
    }
    body
}

fn globals(book: &Book, strings: Option<&[u8]>, positions: &[u32]) -> Vec<u8> {
    let mut stream = Vec::new();
    start(&mut stream, 0x0005);
    record(&mut stream, 0x0042, &words(&[0x04B0]));
    let main = book.main as u16;
    record(&mut stream, 0x003D, &words(&[0, 0, 0x4000, 0x2000, 0x0038, main, 0, 1, 0x0258]));
    for colour in [0x7FFF, 0x7FFF, 0x7FFF, 0x7FFF, 0x0009] {
        let mut font = words(&[0x00DC, 0, colour, 400, 0, 0, 0]);
        font.extend([2, 1, 0x8B, 0x5B, 0x53, 0x4F]);
        record(&mut stream, 0x0031, &font);
    }
    let formats = book.formats();
    for (index, code) in std::iter::once(&"yyyy/m/d").chain(&formats).enumerate() {
        let mut format = words(&[176 + index as u16]);
        format.extend(string(code));
        record(&mut stream, 0x041E, &format);
    }
    for index in 0..=DATE + formats.len() as u16 {
        let (number_format, kind) = match index {
            DATE.. => (176 + index - DATE, 0x0001),
            PLAIN => (0, 0x0001),
            _ => (0, 0xFFF5),
        };
        record(&mut stream, 0x00E0, &words(&[0, number_format, kind, 0x0020, 0, 0, 0, 0, 0, 0x20C0]));
    }
    record(&mut stream, 0x00E0, &words(&[WHITE_FONT, 0, 1, 0x0020, 0x0800, 0, 0, 0, 0, 0x20C0]));
    record(&mut stream, 0x00E0, &words(&[WHITE_FONT, 0, 1, 0x0020, 0x4800, 0, 0, 0, 0x0400, 0x2012]));
    record(&mut stream, 0x0293, &[0x00, 0x80, 0x00, 0xFF]);
    for (page, position) in book.pages.iter().zip(positions) {
        let letters: Vec<u16> = page.name.encode_utf16().collect();
        let mut body = position.to_le_bytes().to_vec();
        body.extend([u8::from(page.hidden), 0, letters.len() as u8, 1]);
        body.extend(words(&letters));
        record(&mut stream, 0x0085, &body);
    }
    if let Some(named) = named_page(book) {
        more::pages_named(&mut stream, book.pages.len(), named);
    }
    if let Some(strings) = strings {
        record(&mut stream, 0x00FC, strings);
    }
    record(&mut stream, EOF, &[]);
    stream
}

/// The page that formulas of others name.
fn named_page(book: &Book) -> Option<usize> {
    book.pages.iter().flat_map(|page| page.cells.values()).find_map(|entry| match entry {
        Entry::Over(over) => over.page.as_ref().map(|(index, _)| *index),
        _ => None,
    })
}

fn sheet(page: &Page, book: &Book, shared: &mut Shared, random: &mut Random) -> Vec<u8> {
    let mut stream = Vec::new();
    let (rows, columns) = page.size();
    let formats = book.formats();
    start(&mut stream, 0x0010);
    record(&mut stream, 0x000D, &words(&[u16::from(book.calculation != Calculation::Manual)]));
    if let Some(header) = &page.header {
        record(&mut stream, 0x0014, &string(&format!("&R{header}")));
        record(&mut stream, 0x0015, &[]);
    }
    for column in &page.hidden_columns {
        let column = *column as u16;
        record(&mut stream, 0x007D, &words(&[column, column, 0x0900, PLAIN, 1, 0]));
    }
    for column in &page.flat_columns {
        let column = *column as u16;
        record(&mut stream, 0x007D, &words(&[column, column, 0, PLAIN, 0, 0]));
    }
    let mut dimensions = [0, rows].map(u32::to_le_bytes).concat();
    dimensions.extend(words(&[0, columns as u16, 0]));
    record(&mut stream, 0x0200, &dimensions);
    for row in &page.hidden_rows {
        let body = words(&[*row as u16, 0, columns as u16, 0x00FF, 0, 0, 0x0120, 0]);
        record(&mut stream, 0x0208, &body);
    }
    for row in &page.flat_rows {
        let body = words(&[*row as u16, 0, columns as u16, 15, 0, 0, 0x0140, 0]);
        record(&mut stream, 0x0208, &body);
    }
    for ((row, column), entry) in &page.cells {
        let mark = page.marks.get(&(*row, *column));
        let format = match entry {
            _ if mark == Some(&Mark::Faint) => DATE + 1 + formats.len() as u16,
            _ if mark == Some(&Mark::OnDark) => DATE + 2 + formats.len() as u16,
            Entry::Date(..) => DATE,
            Entry::Formatted { format, .. } => {
                let known = formats.iter().position(|known| known == format);
                DATE + 1 + known.expect("formats are known") as u16
            }
            _ => PLAIN,
        };
        let place = words(&[*row as u16, *column as u16, format]);
        cell(&mut stream, place, (entry, mark), shared, random);
    }
    more::notes(&mut stream, page);
    record(&mut stream, 0x023E, &words(&[0x06B6, 0, 0, 0x40, 0, 0, 0, 0, 0]));
    if !page.merges.is_empty() {
        record(&mut stream, 0x00E5, &merged(&page.merges));
    }
    record(&mut stream, EOF, &[]);
    stream
}

fn merged(merges: &[Merge]) -> Vec<u8> {
    let mut body = words(&[merges.len() as u16]);
    for m in merges {
        body.extend(words(&[m.top as u16, m.bottom as u16, m.left as u16, m.right as u16]));
    }
    body
}

fn cell(
    stream: &mut Vec<u8>,
    place: Vec<u8>,
    (entry, mark): (&Entry, Option<&Mark>),
    shared: &mut Shared,
    random: &mut Random,
) {
    let parse = |text: &str| text.parse::<f64>().expect("numbers are decimals");
    let (kind, body) = match (entry, shared) {
        (Entry::Text(text), Some(strings)) => {
            strings.push(match mark {
                Some(Mark::FaintLetter(at)) => more::faint_letter(text, *at),
                _ => string(text),
            });
            (0x00FD, (strings.len() as u32 - 1).to_le_bytes().to_vec())
        }
        (Entry::Text(text), None) => match mark {
            Some(Mark::FaintLetter(at)) => (0x00D6, more::faint_letter_alone(text, *at)),
            _ => (0x0204, string(text)),
        },
        (Entry::Over(over), _) => (0x0006, more::formula_over(over)),
        (Entry::Number(text) | Entry::Formatted { number: text, .. }, _) => number(parse(text), random),
        (Entry::Noisy(text), _) => (0x0203, noisy(parse(text)).to_le_bytes().to_vec()),
        (Entry::Formula { result, .. }, _) => (0x0006, formula(parse(result))),
        (Entry::Error(error), _) => (0x0205, vec![error_code(error), 1]),
        (Entry::Date(year, month, day), _) => {
            let serial = super::wordings::serial(*year, *month, *day) as f64;
            (0x0203, serial.to_le_bytes().to_vec())
        }
        (Entry::Worked(_) | Entry::Marked { .. }, _) => {
            unreachable!("a page is settled and keeps marks apart")
        }
        (Entry::Uncalculated(_), _) => unreachable!("this format always stores a result"),
    };
    record(stream, kind, &[place, body].concat());
}

/// A number in eight bytes, or compactly where it is a whole one or has two decimals.
fn number(number: f64, random: &mut Random) -> (u16, Vec<u8>) {
    let whole = number == number.trunc() && number.abs() < 500_000_000.0;
    if whole && random.chance(50) {
        return (0x027E, (((number as i32) << 2) as u32 | 2).to_le_bytes().to_vec());
    }
    let hundredfold = (number * 100.0).round();
    if hundredfold / 100.0 == number && hundredfold.abs() < 500_000_000.0 && random.chance(30) {
        return (0x027E, (((hundredfold as i32) << 2) as u32 | 3).to_le_bytes().to_vec());
    }
    (0x0203, number.to_le_bytes().to_vec())
}

/// A formula that is its own result: what it computed is all that matters here.
fn formula(result: f64) -> Vec<u8> {
    let mut body = result.to_le_bytes().to_vec();
    body.extend(words(&[0, 0, 0, 9]));
    body.push(0x1F);
    body.extend(result.to_le_bytes());
    body
}

fn error_code(error: &str) -> u8 {
    match error {
        "#NULL!" => 0x00,
        "#DIV/0!" => 0x07,
        "#VALUE!" => 0x0F,
        "#REF!" => 0x17,
        "#NAME?" => 0x1D,
        "#NUM!" => 0x24,
        _ => 0x2A,
    }
}
