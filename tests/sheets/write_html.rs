//! HTML saved as .xls, as office-automation systems export it.
//!
//! The charset stands in the head, cells span rows and columns, entities are used for some letters, and
//! tags are as careless as those programs are.

use encoding_rs::GBK;

use super::page::{Book, Entry, Mark, Page};
use super::random::Random;
use super::write_xlsx::parted;

pub fn write(book: &Book, random: &mut Random) -> Vec<u8> {
    let chinese = random.chance(60);
    let charset = if chinese { random.pick(&["gb2312", "GBK", "gb18030"]) } else { "utf-8" };
    let upper = random.chance(30);
    let table = table(book.main_page(), upper, random);
    let html = format!(
        "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\r\n<head>\
         <meta http-equiv=Content-Type content=\"text/html; charset={charset}\">\
         <style>td {{mso-number-format:\"\\@\"; width:72pt}}</style></head>\r\n<body>\r\n{table}\r\n</body></html>"
    );
    if chinese { GBK.encode(&html).0.into_owned() } else { html.into_bytes() }
}

fn table(page: &Page, upper: bool, random: &mut Random) -> String {
    let (rows, columns) = page.size();
    let (tr, td) = if upper { ("TR", "TD") } else { ("tr", "td") };
    let closed = random.chance(80);
    let mut html = "<table border=1 cellspacing=0>\r\n".to_owned();
    for row in 0..rows {
        html += &format!("<{tr}>");
        for column in 0..columns {
            let merge = page.merge_at(row, column);
            if merge.is_some_and(|m| (m.top, m.left) != (row, column)) {
                continue;
            }
            let spans = merge.map_or(String::new(), |m| {
                format!(" colspan={} rowspan=\"{}\"", m.right - m.left + 1, m.bottom - m.top + 1)
            });
            let text = page.cells.get(&(row, column)).map(Entry::shown).unwrap_or_default();
            let end = if closed { format!("</{td}>") } else { String::new() };
            let (style, words) = looks(page.marks.get(&(row, column)), &text, random);
            html += &format!("<{td}{spans}{style}>{words}{end}");
        }
        html += &if closed { format!("</{tr}>\r\n") } else { "\r\n".to_owned() };
    }
    html + "</table>"
}

/// The style of a cell and its words.
fn looks(mark: Option<&Mark>, text: &str, random: &mut Random) -> (&'static str, String) {
    match mark {
        Some(Mark::Faint) if random.chance(50) => (" style='color:white'", marked_up(text)),
        Some(Mark::Faint) => ("", format!("<font color=\"#FFFFFF\">{}</font>", marked_up(text))),
        Some(Mark::OnDark) => (" style=\"background:#1F4E79;color:#FFFFFF\"", marked_up(text)),
        Some(Mark::FaintLetter(at)) => {
            let (head, letter, tail) = parted(text, *at);
            ("", format!("{head}<span style=\"color:#fff\">{letter}</span>{tail}"))
        }
        _ => ("", marked_up(text)),
    }
}

fn marked_up(text: &str) -> String {
    if text.is_empty() {
        return "&nbsp;".to_owned();
    }
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('\u{a0}', "&nbsp;")
        .replace('“', "&ldquo;")
        .replace('\u{200b}', "&#8203;")
        .replace('\n', "<br>")
}
