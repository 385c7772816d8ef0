//! .xlsx as the library writes it: shared strings, true dates, formulas with results.

use rust_xlsxwriter::{Color, ExcelDateTime, Format, Formula, Note, Workbook, Worksheet};

use super::page::{Book, Entry, Mark, Page};
use super::random::Random;

pub fn write(book: &Book, _: &mut Random) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (index, page) in book.pages.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        draw(sheet, page);
        if page.hidden {
            sheet.set_hidden(true);
        }
        if index == book.main {
            sheet.set_active(true);
            sheet.set_first_tab(true);
        }
    }
    workbook.save_to_buffer().expect("a workbook of one table can be saved")
}

fn draw(sheet: &mut Worksheet, page: &Page) {
    sheet.set_name(&page.name).expect("page names are sheet names");
    if let Some(header) = &page.header {
        sheet.set_header(format!("&L{header}&C&\"宋体,常规\"&12&A&R第&P页"));
    }
    for merge in &page.merges {
        sheet
            .merge_range(
                merge.top,
                merge.left as u16,
                merge.bottom,
                merge.right as u16,
                "",
                &Format::new().set_text_wrap(),
            )
            .expect("merged areas do not overlap");
    }
    for ((row, column), entry) in &page.cells {
        put(sheet, *row, *column as u16, entry);
        if let Some(mark) = page.marks.get(&(*row, *column)) {
            put_mark(sheet, *row, *column as u16, entry, mark);
        }
    }
    for row in &page.flat_rows {
        sheet.set_row_height(*row, 0.75).expect("a row can be flat");
    }
    for column in &page.flat_columns {
        sheet.set_column_width(*column as u16, 0).expect("a column can have no width");
    }
    for row in &page.hidden_rows {
        sheet.set_row_hidden(*row).expect("a row can be hidden");
    }
    for column in &page.hidden_columns {
        sheet.set_column_hidden(*column as u16).expect("a column can be hidden");
    }
}

fn put_mark(sheet: &mut Worksheet, row: u32, column: u16, entry: &Entry, mark: &Mark) {
    let white = Format::new().set_font_color(Color::White);
    let shown = entry.shown();
    let marked = match mark {
        Mark::Comment(words) => sheet.insert_note(row, column, &Note::new(words)),
        Mark::Faint => sheet.set_cell_format(row, column, &white),
        Mark::OnDark => sheet.set_cell_format(row, column, &white.set_background_color(Color::RGB(0x1F4E79))),
        Mark::FaintLetter(at) => {
            let (head, letter, tail) = parted(&shown, *at);
            let plain = Format::new();
            let runs = [(&plain, head), (&white, letter), (&plain, tail)];
            let runs: Vec<_> = runs.into_iter().filter(|(_, words)| !words.is_empty()).collect();
            sheet.write_rich_string(row, column, &runs)
        }
        Mark::HiddenRow | Mark::FlatRow => return,
    };
    marked.expect("every mark can be made");
}

/// A text before, at and after one of its letters.
pub fn parted(text: &str, at: usize) -> (&str, &str, &str) {
    let (start, letter) = text.char_indices().nth(at).expect("the letter is there");
    let (head, rest) = text.split_at(start);
    let (letter, tail) = rest.split_at(letter.len_utf8());
    (head, letter, tail)
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, entry: &Entry) {
    let number = |text: &str| text.parse::<f64>().expect("numbers are decimals");
    let written = match entry {
        Entry::Text(text) => sheet.write_string(row, column, text),
        Entry::Number(text) => sheet.write_number(row, column, number(text)),
        Entry::Noisy(text) => sheet.write_number(row, column, noisy(number(text))),
        Entry::Formatted { number: text, format, .. } => {
            sheet.write_number_with_format(row, column, number(text), &Format::new().set_num_format(format))
        }
        Entry::Formula { formula, result } => {
            sheet.write_formula(row, column, Formula::new(formula).set_result(result))
        }
        Entry::Over(over) => {
            sheet.write_formula(row, column, Formula::new(over.formula()).set_result(&over.result))
        }
        Entry::Worked(_) | Entry::Marked { .. } => unreachable!("a page is settled and keeps marks apart"),
        Entry::Uncalculated(formula) => sheet.write_formula(row, column, formula.as_str()),
        Entry::Error(error) => sheet.write_formula(row, column, Formula::new("1/0").set_result(*error)),
        Entry::Date(year, month, day) => {
            let date = ExcelDateTime::from_ymd(*year as u16, *month as u8, *day as u8);
            let format = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
            sheet.write_datetime_with_format(row, column, date.expect("generated days exist"), &format)
        }
    };
    written.expect("every entry can be written");
}

/// The next binary number: `57.4421` becomes `57.442100000000003`-like. Whole numbers stay as they are.
pub fn noisy(number: f64) -> f64 {
    if number == number.trunc() { number } else { f64::from_bits(number.to_bits() + 1) }
}
