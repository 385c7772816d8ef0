//! A sheet drawn as text: one line a row, `|` between cells, `<` merged with the left, `^` with the cell above.
//!
//! `{350000 as 0.00"元" = 350000.00元}` is a number under a number format, and what its cell shows.
//! `{=SUM(F8:F9) -> 3}` is a formula and its stored result.
//! A first line that begins with `~` is printed above every page; a cell that begins with `!` hides its column,
//! with `!!` its row.
//! Lines without a `|` are a row of one cell (title, 填报单位) above or below the ruled table.

use crate::sheets::page::{Book, Entry, Page};

/// A line that ends a table where the next one begins.
const BREAK: &str = "===";

/// The file of one drawn sheet.
pub fn book(picture: &str) -> Book {
    let mut page = Page::new("Sheet1");
    let picture = picture.trim();
    let picture = match picture.strip_prefix('~').and_then(|picture| picture.split_once('\n')) {
        Some((header, picture)) => {
            page.header = Some(header.to_owned());
            picture
        }
        None => picture,
    };
    let rows: Vec<Vec<&str>> = picture.lines().map(|line| line.split('|').map(str::trim).collect()).collect();
    for (row, cells) in rows.iter().enumerate() {
        let own = |text: &&str| !matches!(*text, "" | "<" | "^" | BREAK);
        for (column, text) in cells.iter().enumerate().filter(|(_, text)| own(text)) {
            if text.starts_with("!!") {
                page.hidden_rows.push(row as u32);
            } else if text.starts_with('!') {
                page.hidden_columns.push(column as u32);
            }
            page.put(row as u32, column as u32, entry(text.trim_start_matches('!')));
            let right = cells[column + 1..].iter().take_while(|text| **text == "<").count();
            let below = rows[row + 1..].iter().take_while(|cells| cells.get(column) == Some(&"^")).count();
            page.merge(row as u32, column as u32, (row + below) as u32, (column + right) as u32);
        }
    }
    let ruled = |(row, cells): (usize, &Vec<&str>)| (cells.len() > 1).then_some(row as u32);
    let rows: Vec<(usize, &Vec<&str>)> = rows.iter().enumerate().collect();
    for part in rows.split(|(_, cells)| cells.contains(&BREAK)) {
        let first = part.iter().copied().find_map(ruled).expect("a table is drawn");
        let last = part.iter().rev().copied().find_map(ruled).expect("a table is drawn");
        page.tables.push((first, last));
    }
    Book::of(page)
}

fn entry(text: &str) -> Entry {
    if let Some(inside) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
        if let Some((formula, result)) = inside.strip_prefix('=').and_then(|rest| rest.split_once(" -> ")) {
            return Entry::Formula { formula: formula.to_owned(), result: result.to_owned() };
        }
        let (number, rest) = inside.split_once(" as ").expect("a number has a format");
        let (format, shown) = rest.rsplit_once(" = ").expect("a format shows something");
        return Entry::Formatted {
            number: number.to_owned(),
            format: format.to_owned(),
            shown: shown.to_owned(),
        };
    }
    let number = text.parse::<f64>().is_ok() && !text.starts_with('+');
    if number { Entry::number(text) } else { Entry::text(text.trim_start_matches('\'')) }
}
