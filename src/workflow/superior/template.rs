//! The file itself: read for its places, planned, filled.
//!
//! The file is read and filled by workers; what goes where is decided between the two (`report::superior`). Old documents
//! (.doc) and those of OpenDocument are refused with advice: their cells cannot be changed in place while all else stays
//! to the byte, and a new file with the same cells would not be the superior's form. An old workbook (.xls, .et) can be
//! encrypted, shared or of Excel 95: that is known when it was filled once with nothing, and said before anybody has
//! looked over its cells.

use super::super::Office;
use crate::form::wording::Wording;
use crate::problem::{Failure, Unfilled};
use crate::report::superior::{self, Ground, Planned};
use crate::report::words;
use crate::submit::filling::Filling;
use crate::submit::grid::Grid;
use crate::submit::recognise::Recogniser;
use crate::submit::recognise::places::Places;

/// How a compound file begins.
const OLD: &[u8] = b"\xd0\xcf\x11\xe0";

/// A template as it was read: its cells, and which of them wait for what.
#[derive(Clone, Debug)]
pub struct Template {
    pub name: String,
    pub bytes: Vec<u8>,
    pub grid: Grid,
    pub places: Places,
}

/// A template with a roll-up's figures in it.
#[derive(Clone, Debug)]
pub struct Filled {
    pub name: String,
    pub bytes: Vec<u8>,
    /// How many figures were written.
    pub figures: usize,
    /// What did not fit, and over whom the figures are.
    pub said: Vec<String>,
}

impl Office {
    /// Reads a template and finds its places; a sentence where that cannot be done. Blocks until a worker has read it.
    pub fn read_template(
        &self,
        wording: Wording,
        year: Option<i32>,
        (name, bytes): (&str, Vec<u8>),
    ) -> Result<Template, Failure> {
        let grid = self.pool.grid(&bytes).map_err(|refusal| Failure::new(refusal.sentence()))?;
        if bytes.starts_with(OLD) {
            let tried = self.pool.fill(&bytes, &Filling::default());
            tried.map_err(|why| Failure::new(why.sentence()))?;
        } else if !bytes.starts_with(b"PK") || is_other(name) {
            return Err(Failure::new(
                "这种格式的模板不能在原文件里填写而其余不动；请在 Excel、WPS 或 Word 里另存为 .xlsx 或 .docx 再用",
            ));
        }
        let places = Recogniser::new(wording, year).places(&grid);
        Ok(Template { name: name.to_owned(), bytes, grid, places })
    }

    /// Fills a template. Blocks until a worker has written it.
    pub fn fill_template(&self, template: &Template, ground: &Ground) -> Result<Filled, Failure> {
        let planned = plan_template(template, ground);
        if let Some(refused) = planned.refused {
            return Err(Failure::new(refused));
        }
        let (filled, bytes) =
            self.pool.fill(&template.bytes, &planned.filling).map_err(|why| unfilled(&why, &planned))?;
        let mut said = planned.said.clone();
        said.extend(planned.longer.iter().cloned());
        said.extend(superior::afterwards(&template.grid, &planned, &filled));
        let name = &ground.roll_up.register.unit(ground.node).name;
        Ok(Filled { name: file_name(&template.name, name, &bytes), bytes, figures: planned.figures, said })
    }
}

/// Why a template is not filled; where rows are missing, how many and whose.
fn unfilled(why: &Unfilled, planned: &Planned) -> Failure {
    let short = planned.short.clone().filter(|_| *why == Unfilled::NoRoom);
    Failure::new(short.unwrap_or_else(|| why.sentence().to_owned()))
}

/// What a template would get.
pub fn plan_template(template: &Template, ground: &Ground) -> Planned {
    superior::plan(&template.grid, &template.places, ground)
}

/// Packages that are neither a workbook's nor a document's.
fn is_other(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(ending.as_str(), "ods" | "odt" | "xlsb" | "zip" | "et" | "wps")
}

/// `3·15统计表（沂源县）.xlsx`.
fn file_name(template: &str, node: &str, bytes: &[u8]) -> String {
    let file = template.rsplit(['/', '\\']).next().unwrap_or(template);
    let usual = if bytes.starts_with(OLD) { "xls" } else { "xlsx" };
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, usual));
    words::file_name(&format!("{stem}（{node}）.{}", ending.to_ascii_lowercase()))
}
