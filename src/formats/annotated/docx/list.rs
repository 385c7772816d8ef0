//! The list on a page of its own: a paragraph for each finding. A table would be one more table of the document, and
//! what stands before it would be taken for its head.

use quick_xml::escape::escape;

use super::super::shades::{Ink, shade};
use crate::submit::annotation::{LEADING, Part, Row};

/// Where links lead: a cell of the grid, and the number of its bookmark.
type Named = ((usize, (u32, u32)), u32);

/// The list's paragraphs.
pub fn paragraphs(rows: &[Row], named: &[Named], prefix: &str) -> String {
    rows.iter().map(|row| paragraph(row, named, prefix)).collect()
}

fn paragraph(row: &Row, named: &[Named], p: &str) -> String {
    let properties = match row.part {
        Part::Title => format!(
            "<{p}pageBreakBefore/><{p}spacing {p}after=\"120\"/><{p}ind {p}firstLine=\"0\"/><{p}jc {p}val=\"left\"/>"
        ),
        _ => format!(
            "<{p}spacing {p}before=\"60\" {p}after=\"60\"/><{p}ind {p}firstLine=\"0\"/><{p}jc {p}val=\"left\"/>"
        ),
    };
    let runs: String = match row.part {
        Part::Title => run(p, "<b/><sz val=\"32\"/>", &row.cells.concat()),
        Part::Note => run(p, "<sz val=\"21\"/>", &row.cells.concat()),
        Part::Heads => run(p, "<b/><sz val=\"21\"/>", &row.cells.join("　")),
        Part::Code => run(p, "<color val=\"808080\"/><sz val=\"18\"/>", &row.cells.concat()),
        Part::Finding(_) => finding(row, named, p),
    };
    format!("<{p}p><{p}pPr>{properties}</{p}pPr>{runs}</{p}p>")
}

fn finding(row: &Row, named: &[Named], p: &str) -> String {
    let Part::Finding(severity) = row.part else { return String::new() };
    let shaded = format!(
        "<b/><sz val=\"21\"/><shd val=\"clear\" color=\"auto\" fill=\"{}\"/>",
        shade(severity, Ink::Dark)
    );
    let cell = |(column, words): (usize, &String)| match column {
        0 => run(p, "<b/><sz val=\"21\"/>", &format!("{words}　")),
        1 => run(p, &shaded, words) + &run(p, "<sz val=\"21\"/>", "　"),
        LEADING => {
            let to = row.leads_to.and_then(|to| named.iter().find(|(place, _)| *place == to));
            match to {
                Some((_, bookmark)) => {
                    let link = run(p, "<color val=\"0563C1\"/><sz val=\"21\"/><u val=\"single\"/>", words);
                    format!("<{p}hyperlink {p}anchor=\"hb_{bookmark}\">{link}</{p}hyperlink>")
                        + &run(p, "<sz val=\"21\"/>", "　")
                }
                None => run(p, "<sz val=\"21\"/>", &format!("{words}　")),
            }
        }
        3 => run(p, "<sz val=\"21\"/>", words),
        _ => {
            let broken = format!("<{p}r><{p}br/></{p}r>");
            broken + &run(p, "<color val=\"404040\"/><sz val=\"21\"/>", &format!("→ {words}"))
        }
    };
    row.cells.iter().enumerate().map(cell).collect()
}

/// A run; its properties are told without their prefix.
fn run(p: &str, properties: &str, words: &str) -> String {
    let prefixed = properties.replace('<', &format!("<{p}")).replace(" val=", &format!(" {p}val="));
    let prefixed =
        prefixed.replace(" color=", &format!(" {p}color=")).replace(" fill=", &format!(" {p}fill="));
    let fonts = format!("<{p}rFonts {p}ascii=\"宋体\" {p}eastAsia=\"宋体\" {p}hAnsi=\"宋体\"/>");
    format!(
        "<{p}r><{p}rPr>{fonts}{prefixed}</{p}rPr><{p}t xml:space=\"preserve\">{}</{p}t></{p}r>",
        escape(words)
    )
}
