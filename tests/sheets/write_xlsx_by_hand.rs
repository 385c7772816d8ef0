//! .xlsx written by hand, for what the library cannot write and other programs do.
//!
//! Inline strings, rich-text runs in shared strings with phonetic hints, numbers with seventeen digits,
//! formulas without a stored result, missing cell addresses, a date format of one's own, and no
//! `dimension`. Only what Excel, WPS and export programs are known to produce.

use super::page::{Book, Entry, Page};
use super::random::Random;
use super::write_xlsx::noisy;
use super::xml::{escaped, zipped};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

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
    let names: Vec<String> =
        (1..=sheets.len()).map(|number| format!("xl/worksheets/sheet{number}.xml")).collect();
    let mut parts = vec![
        ("[Content_Types].xml", content_types(sheets.len())),
        ("_rels/.rels", package_relations()),
        ("xl/workbook.xml", workbook(book)),
        ("xl/_rels/workbook.xml.rels", workbook_relations(sheets.len())),
        ("xl/styles.xml", styles(&habits.formats)),
        ("xl/sharedStrings.xml", shared_strings(&habits.strings)),
    ];
    for (name, sheet) in names.iter().zip(sheets) {
        parts.push((name.as_str(), sheet));
    }
    zipped(&parts)
}

fn sheet(page: &Page, habits: &mut Habits, random: &mut Random) -> String {
    let (rows, columns) = page.size();
    let mut data = String::new();
    for row in 0..rows {
        let hidden = if page.hidden_rows.contains(&row) { " hidden=\"1\"" } else { "" };
        let mut cells = String::new();
        for column in 0..columns {
            let address = if habits.addresses {
                format!(" r=\"{}{}\"", (b'A' + column as u8) as char, row + 1)
            } else {
                String::new()
            };
            match page.cells.get(&(row, column)) {
                Some(entry) => cells += &cell(entry, &address, habits, random),
                None if !habits.addresses => cells += "<c/>",
                None => {}
            }
        }
        data += &format!("<row r=\"{}\"{hidden}>{cells}</row>", row + 1);
    }
    let merges: String = page
        .merges
        .iter()
        .map(|m| {
            let name = |row: u32, column: u32| format!("{}{}", (b'A' + column as u8) as char, row + 1);
            format!("<mergeCell ref=\"{}:{}\"/>", name(m.top, m.left), name(m.bottom, m.right))
        })
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
    let column = |index: &u32| format!("<col min=\"{0}\" max=\"{0}\" width=\"9\" hidden=\"1\"/>", index + 1);
    let columns: String = page.hidden_columns.iter().map(column).collect();
    if columns.is_empty() { columns } else { format!("<cols>{columns}</cols>") }
}

fn cell(entry: &Entry, address: &str, habits: &mut Habits, random: &mut Random) -> String {
    let number = |text: &str| text.parse::<f64>().expect("numbers are decimals");
    match entry {
        Entry::Text(text) if habits.inline_strings => {
            format!("<c{address} t=\"inlineStr\"><is>{}</is></c>", run(text))
        }
        Entry::Text(text) => {
            let words = if habits.rich_runs { rich(text, random) } else { run(text) };
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

fn shared_strings(strings: &[String]) -> String {
    let items: String = strings.iter().map(|words| format!("<si>{words}</si>")).collect();
    format!("{HEAD}<sst xmlns=\"{MAIN}\">{items}</sst>")
}

fn workbook(book: &Book) -> String {
    let sheets: String = book
        .pages
        .iter()
        .enumerate()
        .map(|(index, page)| {
            let state = if page.hidden { " state=\"hidden\"" } else { "" };
            let (name, number) = (escaped(&page.name), index + 1);
            format!("<sheet name=\"{name}\" sheetId=\"{number}\"{state} r:id=\"rId{number}\"/>")
        })
        .collect();
    format!(
        "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><bookViews>\
         <workbookView activeTab=\"{}\"/></bookViews><sheets>{sheets}</sheets></workbook>",
        book.main
    )
}

fn workbook_relations(sheets: usize) -> String {
    let mut relations: String = (1..=sheets)
        .map(|n| {
            format!(
                "<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
            )
        })
        .collect();
    for (kind, target) in [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")] {
        relations += &format!("<Relationship Id=\"r_{kind}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>");
    }
    format!("{HEAD}<Relationships xmlns=\"{RELATIONS}\">{relations}</Relationships>")
}

fn package_relations() -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" \
         Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    )
}

fn content_types(sheets: usize) -> String {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let overrides: String = (1..=sheets)
        .map(|n| {
            format!(
                "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{kind}.worksheet+xml\"/>"
            )
        })
        .collect();
    format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{kind}.styles+xml\"/>\
         <Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{kind}.sharedStrings+xml\"/>\
         {overrides}</Types>"
    )
}

/// The default format, a date format of one's own and the book's.
fn styles(formats: &[String]) -> String {
    let own: String = formats
        .iter()
        .enumerate()
        .map(|(index, code)| {
            format!("<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>", 177 + index, escaped(code))
        })
        .collect();
    let used: String =
        (0..formats.len()).map(|index| format!("<xf numFmtId=\"{}\"/>", 177 + index)).collect();
    let (formats, styles) = (formats.len() + 1, formats.len() + 2);
    format!(
        "{HEAD}<styleSheet xmlns=\"{MAIN}\">\
         <numFmts count=\"{formats}\"><numFmt numFmtId=\"176\" formatCode=\"yyyy/m/d;@\"/>{own}</numFmts>\
         <fonts count=\"1\"><font><sz val=\"11\"/><name val=\"宋体\"/></font></fonts><fills count=\"1\"><fill><patternFill patternType=\"none\"/></fill></fills>\
         <borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>\
         <cellXfs count=\"{styles}\"><xf numFmtId=\"0\"/><xf numFmtId=\"176\" applyNumberFormat=\"1\"/>{used}</cellXfs>\
         </styleSheet>"
    )
}
