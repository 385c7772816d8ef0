//! What some programs make of a workbook's container, without harm to what it says.
//!
//! Report servers write parts in GBK or UTF-16 and put them into a folder of their own; a download keeps some
//! bytes before the archive; a program that drops a hidden sheet leaves its name behind; a chart has a
//! sheet to itself.

use encoding_rs::GBK;

use super::page::Book;
use super::random::Random;
use super::write_xlsx_parts::{HEAD, MAIN, Part};
use super::xml::zipped;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Oddity {
    /// Parts lie in another folder than `xl`.
    Folder,
    Gbk,
    Utf16,
    /// The parts of hidden sheets are gone.
    HiddenGone,
    ChartSheet,
    /// Something stands before the archive.
    BytesBefore,
}

/// How a file is packed.
pub struct Container {
    oddity: Option<Oddity>,
}

impl Container {
    pub fn drawn(book: &Book, random: &mut Random) -> Container {
        use Oddity::*;
        let drawn = random
            .chance(25)
            .then(|| random.pick(&[Folder, Gbk, Utf16, HiddenGone, ChartSheet, BytesBefore]));
        let hides = book.pages.iter().any(|page| page.hidden);
        Container { oddity: drawn.filter(|oddity| *oddity != HiddenGone || hides) }
    }

    pub fn has_chart_sheet(&self) -> bool {
        self.is(Oddity::ChartSheet)
    }

    fn is(&self, oddity: Oddity) -> bool {
        self.oddity == Some(oddity)
    }

    /// The archive of all parts.
    pub fn packed(&self, book: &Book, mut parts: Vec<Part>) -> Vec<u8> {
        if self.has_chart_sheet() {
            let sheet = format!(
                "{HEAD}<chartsheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"/></sheetViews></chartsheet>"
            );
            parts.push(("xl/chartsheets/sheet1.xml".to_owned(), sheet));
        }
        if self.is(Oddity::HiddenGone) {
            let gone = |number: &usize| book.pages[*number - 1].hidden;
            let gone: Vec<String> = (1..=book.pages.len())
                .filter(gone)
                .map(|number| format!("xl/worksheets/sheet{number}.xml"))
                .collect();
            parts.retain(|(name, _)| !gone.contains(name));
        }
        let parts: Vec<(String, Vec<u8>)> = parts
            .into_iter()
            .map(|(name, content)| (self.moved(&name), self.encoded(&name, content)))
            .collect();
        let named: Vec<(&str, &[u8])> =
            parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
        let archive = zipped(&named);
        if self.is(Oddity::BytesBefore) { [b"\r\n\r\n", archive.as_slice()].concat() } else { archive }
    }

    fn moved(&self, name: &str) -> String {
        match name.strip_prefix("xl/").filter(|_| self.is(Oddity::Folder)) {
            Some(rest) => format!("report/{rest}"),
            None => name.to_owned(),
        }
    }

    fn encoded(&self, name: &str, content: String) -> Vec<u8> {
        let content = if self.is(Oddity::Folder) {
            content.replace("/xl/", "/report/").replace("\"xl/", "\"report/")
        } else {
            content
        };
        let of_a_sheet = name.starts_with("xl/worksheets/sheet") || name.contains("sharedStrings");
        match self.oddity.filter(|_| of_a_sheet) {
            Some(Oddity::Gbk) => {
                GBK.encode(&content.replace("encoding=\"UTF-8\"", "encoding=\"GBK\"")).0.into_owned()
            }
            Some(Oddity::Utf16) => std::iter::once(0xFEFF)
                .chain(content.replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"").encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect(),
            _ => content.into_bytes(),
        }
    }
}
