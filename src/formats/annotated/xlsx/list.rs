//! The list's page: every finding with a link to its cell.

use quick_xml::escape::escape;

use super::super::layout::{WIDTHS, height};
use super::super::shades::{Ink, shade};
use super::names::Address;
use super::styles::Styles;
use crate::submit::annotation::{LEADING, Part, Row};
use crate::vocabulary::place::cell_name;

/// The page's part. `named` tells the name of a sheet and passes the address on.
pub fn sheet<'n>(
    rows: &[Row],
    named: &dyn Fn((usize, Address)) -> (&'n str, Address),
    styles: &mut Styles,
) -> String {
    let cells: String = rows.iter().enumerate().map(|(index, row)| line(index, row, styles)).collect();
    let links = rows.iter().enumerate().filter_map(|(index, row)| {
        let (sheet, (to_row, to_column)) = named(row.leads_to?);
        let (from, to) = (cell_name(index as u32, LEADING as u32), cell_name(to_row, to_column));
        let location = format!("'{}'!{to}", sheet.replace('\'', "''"));
        Some(format!(
            "<hyperlink ref=\"{from}\" location=\"{0}\" display=\"{to}\"/>",
            escape(location.as_str())
        ))
    });
    let links: String = links.collect();
    let links = if links.is_empty() { links } else { format!("<hyperlinks>{links}</hyperlinks>") };
    let widths = WIDTHS.iter().zip(1..);
    let widths: String = widths
        .map(|(width, column)| {
            format!("<col min=\"{column}\" max=\"{column}\" width=\"{width}.7109375\" customWidth=\"1\"/>")
        })
        .collect();
    format!(
        concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
            "<sheetPr><tabColor rgb=\"FFC00000\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr>",
            "<sheetViews><sheetView showGridLines=\"0\" workbookViewId=\"0\"/></sheetViews>",
            "<sheetFormatPr defaultRowHeight=\"15\"/><cols>{widths}</cols><sheetData>{cells}</sheetData>{links}",
            "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>",
            "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>",
        ),
        widths = widths,
        cells = cells,
        links = links,
    )
}

fn line(index: usize, row: &Row, styles: &mut Styles) -> String {
    let number = index + 1;
    let cell = |(column, words): (usize, &String)| {
        let style = style(row, column, styles);
        let name = cell_name(index as u32, column as u32);
        format!(
            "<c r=\"{name}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
            escape(words.as_str())
        )
    };
    let cells: String = row.cells.iter().enumerate().map(cell).collect();
    format!("<row r=\"{number}\" ht=\"{}\" customHeight=\"1\">{cells}</row>", height(row))
}

fn style(row: &Row, column: usize, styles: &mut Styles) -> u32 {
    const MIDDLE: &str = "horizontal=\"center\" wrapText=\"1\"";
    const LEFT: &str = "horizontal=\"left\" wrapText=\"1\"";
    const PLAIN: &str = "<sz val=\"11\"/>";
    match (row.part, column) {
        (Part::Title, _) => styles.of_list("<b/><sz val=\"16\"/>", None, false, "horizontal=\"left\""),
        (Part::Note, _) => styles.of_list(PLAIN, None, false, "horizontal=\"left\""),
        (Part::Code, _) => {
            styles.of_list("<sz val=\"9\"/><color rgb=\"FF808080\"/>", None, false, "horizontal=\"left\"")
        }
        (Part::Heads, _) => styles.of_list("<b/><sz val=\"11\"/>", Some("F2F2F2"), true, MIDDLE),
        (Part::Finding(severity), 1) => {
            styles.of_list("<b/><sz val=\"11\"/>", Some(shade(severity, Ink::Dark)), true, MIDDLE)
        }
        (Part::Finding(_), LEADING) if row.leads_to.is_some() => {
            styles.of_list("<u/><sz val=\"11\"/><color rgb=\"FF0563C1\"/>", None, true, MIDDLE)
        }
        (Part::Finding(_), 0..=LEADING) => styles.of_list(PLAIN, None, true, MIDDLE),
        (Part::Finding(_), _) => styles.of_list(PLAIN, None, true, LEFT),
    }
}
