//! The workbook's own part: its list of sheets gets one more, at the end, so that nothing that counts sheets is moved.

use super::super::parts::Parts;
use super::super::scan::{Splices, element, pieces};
use super::names::is_usual;
use crate::problem::Refusal;
use crate::submit::annotation::LIST;
use quick_xml::escape::escape;

/// Adds a sheet; `false` where the workbook's part cannot be edited.
pub fn add_sheet(parts: &mut Parts<'_>, book: &str, sheet: String) -> Result<bool, Refusal> {
    let Some(text) = parts.text(book)? else { return Ok(false) };
    let found = pieces(&text)?;
    let Some((open, close)) = element(&found, "sheets").filter(|_| is_usual(found.first(), "workbook"))
    else {
        return Ok(false);
    };
    let listed: Vec<_> =
        found.iter().filter(|piece| piece.begins("sheet") && piece.depth == open.depth + 1).collect();
    let Some(reference) = listed.first().and_then(|sheet| sheet.attribute_name("id")) else {
        return Ok(false);
    };
    let number = listed.iter().filter_map(|sheet| sheet.number("sheetId")).max().unwrap_or(0) + 1;
    let names: Vec<String> = listed.iter().filter_map(|sheet| sheet.attribute("name")).collect();
    let candidates = std::iter::once(LIST.to_owned()).chain((2..).map(|number| format!("{LIST} ({number})")));
    let name = candidates.into_iter().find(|name| !names.contains(name)).unwrap_or_default();
    let path = parts.free_name("xl/worksheets/sheet", ".xml");
    parts.put(&path, sheet);
    parts.declare(&path, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml")?;
    let id = parts.relate(book, "worksheet", &path)?;
    let tag = format!(
        "<{}sheet name=\"{}\" sheetId=\"{number}\" {reference}=\"{id}\"/>",
        open.prefix(),
        escape(name.as_str())
    );
    let mut splices = Splices::default();
    splices.append(open, close, &tag);
    parts.put(book, splices.apply(&text));
    Ok(true)
}
