//! The XML that Excel 2003 wrote, and that old systems still export under the name .xls.
//!
//! One file, no container and so no checksum: what is cut ends inside an element and is refused. A cell
//! lies behind the one before it unless it says its column, and behind the columns that one covers.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::problem::{Refusal, RefusalCode};
use crate::submit::grid::{Area, Content, Grid, Said};

use super::colour::{Colour, Fill, Paint, Run};
use super::damaged;
use super::encoded_xml::in_utf8;
use super::figure::{self, Epoch};
use super::formula::ledger::{Doubt, Formula};
use super::formula::reference::Notation;
use super::formula::text::parse;
use super::gathering::{Gathering, MOST_COLUMNS, MOST_ROWS, is_flat};
use super::limits::Limits;
use super::note::without_author;
use super::number_format::Shows;
use super::print_words::print_words;
use super::text::append_raised;
use super::xml::{Node, Tag, Xml};

/// Reads a workbook.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(limits);
    let text = in_utf8(bytes)?;
    let mut xml = Xml::new(&text, limits.nesting);
    let mut workbook = Workbook {
        gathering: &mut gathering,
        styles: HashMap::new(),
        columns: Vec::new(),
        row_style: None,
        row: 0,
        column: 0,
        sheets: 0,
    };
    workbook.read(&mut xml)?;
    if workbook.sheets == 0 {
        return Err(Refusal::new(RefusalCode::Unsupported, "XML without a worksheet"));
    }
    gathering.finish()
}

struct Workbook<'w, 'g> {
    gathering: &'w mut Gathering<'g>,
    /// Styles by their names.
    styles: HashMap<String, Style>,
    /// Styles of runs of columns and of the current row, for cells without one of their own.
    columns: Vec<(std::ops::RangeInclusive<u32>, String)>,
    row_style: Option<String>,
    /// Where the next row, the next cell and the next column lie unless they say otherwise.
    row: u32,
    column: u32,
    sheets: usize,
}

impl Workbook<'_, '_> {
    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        let mut style = String::new();
        loop {
            match xml.node()? {
                Node::Open(tag) => match tag.name() {
                    "Style" => {
                        style = tag.attribute("ID")?.unwrap_or_default().into_owned();
                        let parent = tag.attribute("Parent")?;
                        let look = parent.and_then(|parent| self.styles.get(&*parent)).cloned();
                        self.styles.insert(style.clone(), look.unwrap_or_default());
                    }
                    "NumberFormat" | "Font" | "Interior" => {
                        self.styles.entry(style.clone()).or_default().learn(&tag)?;
                    }
                    "Worksheet" => {
                        let name = tag.attribute("Name")?.unwrap_or_default().into_owned();
                        self.gathering.open_sheet(name, true)?;
                        self.sheets += 1;
                    }
                    "Table" => {
                        (self.row, self.column) = (0, 0);
                        self.columns.clear();
                    }
                    "Column" => self.column(&tag)?,
                    "Row" => self.open_row(&tag)?,
                    "Cell" => {
                        let tag = self.open_cell(&tag)?;
                        self.cell(xml, &tag)?;
                    }
                    "Header" | "Footer" => {
                        let codes = tag.attribute("Data")?.unwrap_or_default();
                        print_words(&codes).iter().try_for_each(|line| self.gathering.margin(line))?;
                    }
                    "Calculation" => {
                        let mut mode = String::new();
                        xml.text_into(&mut mode)?;
                        if mode.contains("Manual") {
                            self.gathering.doubt(Doubt::ByHand);
                        }
                    }
                    "Uncalced" => self.gathering.doubt(Doubt::Unfinished),
                    "DoNotCalculateBeforeSave" => self.gathering.doubt(Doubt::ByHand),
                    "Visible" => {
                        let mut state = String::new();
                        xml.text_into(&mut state)?;
                        self.gathering.sheet().visible &= !state.contains("Hidden");
                    }
                    _ => {}
                },
                Node::End => return Ok(()),
                _ => {}
            }
        }
    }

    fn column(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        let first = index(tag, self.column, MOST_COLUMNS)?;
        let last = first + tag.number("Span")?.unwrap_or(0).min(MOST_COLUMNS);
        if is_hidden(tag, "Width")? {
            self.gathering.hide_columns(first, last);
        }
        if let Some(style) = tag.attribute("StyleID")? {
            self.columns.push((first..=last, style.into_owned()));
        }
        self.column = last + 1;
        Ok(())
    }

    fn open_row(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        let first = index(tag, self.row, MOST_ROWS)?;
        let last = first + tag.number("Span")?.unwrap_or(0).min(MOST_ROWS - 1);
        if is_hidden(tag, "Height")? {
            (first..=last).try_for_each(|row| self.gathering.hide_row(row))?;
        }
        self.row_style = tag.attribute("StyleID")?.map(|style| style.into_owned());
        (self.row, self.column) = (last + 1, 0);
        Ok(())
    }

    /// The inside of the cell just opened, to its end.
    fn cell(&mut self, xml: &mut Xml<'_>, tag: &CellTag) -> Result<(), Refusal> {
        let inside = xml.depth();
        let mut content = None;
        while xml.depth() >= inside {
            match xml.node()? {
                Node::Open(data) if data.name() == "Data" => {
                    let kind = data.attribute("Type")?.unwrap_or_default().into_owned();
                    let (text, runs) = data_text(xml)?;
                    content = Some(self.shown(meaning(&kind, text)?, &runs, tag)?);
                }
                Node::Open(comment) if comment.name() == "Comment" => {
                    let author = comment.attribute("Author")?.unwrap_or_default().into_owned();
                    let text = data_text(xml)?.0;
                    let words = without_author(&text, &author).to_owned();
                    if !words.is_empty() {
                        let Area { first_row, first_column, .. } = tag.area;
                        self.gathering.remark(first_row, first_column, Said::Comment(words))?;
                    }
                }
                Node::Open(_) => xml.skip()?,
                _ => {}
            }
        }
        let computed = tag.formula.is_some();
        if let Some(formula) = &tag.formula {
            self.gathering.formula(tag.noted(formula))?;
        }
        let content = content.or(computed.then_some(Content::FormulaWithoutResult));
        if let Some(content) = content {
            self.gathering.add(tag.area.first_row, tag.area.first_column, content, computed)?;
        }
        self.gathering.merge(tag.area)
    }

    /// What a cell holds, as the style of its cell, its row or its column shows it.
    fn shown(&mut self, content: Content, runs: &[Run], tag: &CellTag) -> Result<Content, Refusal> {
        let Area { first_row: row, first_column: column, .. } = tag.area;
        let of_column = || {
            let found = self.columns.iter().rev().find(|(run, _)| run.contains(&column));
            found.map(|(_, style)| style)
        };
        let name = tag.style.as_ref().or(self.row_style.as_ref()).or_else(of_column);
        let plain = Style::default();
        let style = name.and_then(|name| self.styles.get(name)).unwrap_or(&plain);
        if style.struck || style.shows == Shows::Nothing {
            self.gathering.stored(row, column, &content);
            return Ok(Content::Text(String::new()));
        }
        if Paint::of(style.ink, style.ground.plain()).hides(runs) {
            self.gathering.faint(row, column, &content)?;
        }
        self.gathering.shown((row, column), content, &style.shows, Epoch::Windows1900)
    }

    fn open_cell(&mut self, tag: &Tag<'_>) -> Result<CellTag, Refusal> {
        let row = self.row.checked_sub(1).ok_or_else(|| damaged("a cell outside a row"))?;
        let column = index(tag, self.column, MOST_COLUMNS)?;
        let right = column + tag.number("MergeAcross")?.unwrap_or(0).min(MOST_COLUMNS);
        let below = row + tag.number("MergeDown")?.unwrap_or(0).min(MOST_ROWS);
        self.column = right + 1;
        let area = Area { first_row: row, first_column: column, last_row: below, last_column: right };
        let style = tag.attribute("StyleID")?.map(|style| style.into_owned());
        let [formula, array] = tag.attributes(["Formula", "ArrayRange"])?;
        let is_array = array.is_some_and(|array| array != "RC");
        Ok(CellTag { area, style, formula: formula.map(|formula| formula.into_owned()), is_array })
    }
}

/// What a cell says of itself.
struct CellTag {
    area: Area,
    style: Option<String>,
    formula: Option<String>,
    /// The formula is that of several cells together.
    is_array: bool,
}

impl CellTag {
    fn noted(&self, formula: &str) -> Formula {
        let (row, column) = (self.area.first_row, self.area.first_column);
        let expression = if self.is_array { None } else { parse(formula, Notation::R1C1 { row, column }) };
        Formula::new(row, column, formula, expression)
    }
}

/// What the cells of a style show, and in which colours.
#[derive(Clone, Default)]
struct Style {
    shows: Shows,
    struck: bool,
    ink: Option<Colour>,
    ground: Fill,
}

impl Style {
    /// Notes what an element of a style says.
    fn learn(&mut self, tag: &Tag<'_>) -> Result<(), Refusal> {
        let colour = tag.attribute("Color")?;
        match tag.name() {
            "NumberFormat" => {
                let code = tag.attribute("Format")?.unwrap_or_default();
                self.shows = Shows::of_code(named_format(&code));
            }
            "Font" => {
                self.struck |= tag.is_set("StrikeThrough")?;
                self.ink = colour.map_or(self.ink, |colour| Colour::written(&colour));
            }
            _ => {
                self.ground = match tag.attribute("Pattern")?.as_deref() {
                    None | Some("None") => Fill::Bare,
                    Some("Solid") => colour.map_or(Fill::Mixed, |colour| Fill::written(&colour)),
                    Some(_) => Fill::Mixed,
                }
            }
        }
        Ok(())
    }
}

/// Some formats go by a name.
fn named_format(code: &str) -> &str {
    match code {
        "Percent" => "0.00%",
        "Scientific" => "0.00E+00",
        "Short Date" | "Medium Date" | "Long Date" | "General Date" => "yyyy-m-d",
        "Short Time" | "Medium Time" | "Long Time" => "h:mm",
        code => code,
    }
}

/// The text of the data just opened, without what is struck through; and its runs, each in its ink.
fn data_text(xml: &mut Xml<'_>) -> Result<(String, Vec<Run>), Refusal> {
    let inside = xml.depth();
    let (mut text, mut runs, mut inks) = (String::new(), Vec::new(), Vec::new());
    while xml.depth() >= inside {
        match xml.node()? {
            Node::Open(tag) => match tag.name() {
                "S" | "Del" => xml.skip()?,
                "Sup" => {
                    let mut raised = String::new();
                    xml.text_into(&mut raised)?;
                    append_raised(&mut text, &raised);
                }
                "Font" => {
                    let colour = tag.attribute("Color")?.and_then(|colour| Colour::written(&colour));
                    inks.extend(colour.map(|colour| (xml.depth(), Run::Own(Some(colour)))));
                }
                _ => {}
            },
            Node::Close(_) => inks.retain(|(from, _)| *from <= xml.depth()),
            Node::Text(piece) => {
                let ink = inks.last().map_or(Run::OfCell, |(_, ink)| *ink);
                if !piece.trim().is_empty() && runs.last() != Some(&ink) {
                    runs.push(ink);
                }
                text.push_str(&piece);
            }
            _ => {}
        }
    }
    Ok((text, runs))
}

/// Whether a row or a column is hidden, or drawn together to nothing.
fn is_hidden(tag: &Tag<'_>, size: &str) -> Result<bool, Refusal> {
    let shut = tag.attribute(size)?.is_some_and(|points| is_flat(&points));
    Ok(shut || tag.is_set("Hidden")?)
}

/// Where an element lies: where it says, counted from one, or next in line.
fn index(tag: &Tag<'_>, next: u32, most: u32) -> Result<u32, Refusal> {
    let Some(stated) = tag.attribute("Index")? else { return Ok(next) };
    let index = stated.parse::<u32>().ok().filter(|index| (1..=most).contains(index) && *index > next);
    index.map(|index| index - 1).ok_or_else(|| damaged(format!("index {stated} after {next}")))
}

fn meaning(kind: &str, text: String) -> Result<Content, Refusal> {
    Ok(match kind {
        "Number" => figure::number(&text),
        "String" => Content::Text(text),
        "Boolean" => Content::Bool(text.trim() == "1"),
        "Error" => Content::Error(text),
        "DateTime" => figure::iso_day(&text).or_else(|| count(&text)).unwrap_or(Content::Text(text)),
        other => return Err(damaged(format!("data of type {other}"))),
    })
}

/// A figure in a cell that is formatted as a day: 12 is written as the 12th of January 1900.
fn count(text: &str) -> Option<Content> {
    let (day, clock) = text.split_once('T')?;
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    let days = (day - NaiveDate::from_ymd_opt(1899, 12, 30)?).num_days();
    // There was no 29th of February 1900, except in Excel.
    let count = if days <= 60 { days - 1 } else { days };
    (clock.starts_with("00:00:00") && count >= 0).then(|| figure::number(&count.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(body: &str) -> Result<String, RefusalCode> {
        let text = format!(
            "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
             <Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">{body}</Workbook>"
        );
        let grid = read(text.as_bytes(), &Limits::sheet()).map_err(|refusal| refusal.code)?;
        let mut outline = Vec::new();
        for sheet in &grid.sheets {
            outline.push(format!("[{} {}]", sheet.name, sheet.visible));
            for cell in &sheet.cells {
                let mark = if cell.computed { "*" } else { "" };
                outline.push(format!("{},{}={}{mark}", cell.row, cell.column, cell.content.text()));
            }
            let corner = |area: &Area| format!("{},{}", area.last_row, area.last_column);
            outline.extend(sheet.merges.iter().map(corner));
            outline.push(format!("{:?}{:?}", sheet.hidden_rows, sheet.hidden_columns));
        }
        Ok(outline.join(" "))
    }

    #[test]
    fn cells_lie_where_they_say_or_next_in_line() {
        let table = |rows: &str| format!("<Worksheet ss:Name='表'><Table>{rows}</Table></Worksheet>");
        for (rows, expected) in [
            (
                "<Row><Cell ss:MergeAcross='1'><Data ss:Type='String'>宽</Data></Cell><Cell><Data ss:Type='Number'>57.442100000000003</Data></Cell></Row>",
                "[表 true] 0,0=宽 0,2=57.4421 0,1 [][]",
            ),
            (
                "<Column ss:Index='2' ss:Hidden='1'/><Row ss:Index='3' ss:Hidden='1'><Cell ss:Index='4' ss:Formula='=1'><Data ss:Type='Number'>1</Data><Comment><ss:Data>9</ss:Data></Comment></Cell><Cell ss:Formula='=2'/></Row>",
                "[表 true] 2,3=1* 2,4=（公式未计算）* [2][1]",
            ),
            (
                "<Row ss:Span='2'/><Row><Cell><Data ss:Type='DateTime'>2024-03-18T00:00:00.000</Data></Cell><Cell><Data ss:Type='DateTime'>1900-01-12T00:00:00.000</Data></Cell><Cell><ss:Data ss:Type='String'><S>80</S><B>粗</B>5<Sup>1</Sup></ss:Data></Cell></Row>",
                "[表 true] 3,0=2024-03-18 3,1=12 3,2=粗5^1 [][]",
            ),
        ] {
            assert_eq!(outline(&table(rows)).as_deref(), Ok(expected), "{rows}");
        }
        let styled = "<Styles><Style ss:ID='元'><NumberFormat ss:Format='0.00&quot;元&quot;'/></Style>\
                      <Style ss:ID='S'><Font ss:StrikeThrough='1'/><NumberFormat ss:Format='0'/></Style>\
                      <Style ss:ID='%'><NumberFormat ss:Format='Percent'/></Style></Styles>";
        let number = |style: &str| format!("<Cell{style}><Data ss:Type='Number'>0.5</Data></Cell>");
        let rows = format!(
            "<Column ss:Index='3' ss:StyleID='元'/><Row>{}{}{}</Row><Row ss:StyleID='%'>{0}{}</Row>",
            number(""),
            number(" ss:StyleID='%'"),
            number(""),
            number(" ss:StyleID='S'"),
        );
        let expected = "[表 true] 0,0=0.5 0,1=50% 0,2=0.5元 1,0=50% [][]";
        assert_eq!(outline(&format!("{styled}{}", table(&rows))).as_deref(), Ok(expected));
        let hidden = table("").replace(
            "</Worksheet>",
            "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>",
        );
        assert_eq!(outline(&hidden).as_deref(), Ok("[表 false] [][]"));
    }

    #[test]
    fn what_a_cell_shows_hides_and_comments_is_remarked() {
        let styles = "<Styles><Style ss:ID='k'><NumberFormat ss:Format='0,'/></Style>\
             <Style ss:ID='e'><NumberFormat ss:Format='Scientific'/></Style>\
             <Style ss:ID='d'><NumberFormat ss:Format='Short Date'/></Style>\
             <Style ss:ID='w'><Font ss:Color='#FFFFFF'/></Style>\
             <Style ss:ID='h' ss:Parent='w'><Interior ss:Color='#1F497D' ss:Pattern='Solid'/></Style></Styles>";
        let number = |style: &str, value: &str| {
            format!("<Cell ss:StyleID='{style}'><Data ss:Type='Number'>{value}</Data></Cell>")
        };
        let rich = "<Cell><ss:Data ss:Type='String'>1<Font html:Color='#FFFFFF'>2</Font>3</ss:Data></Cell>";
        let comment = "<Cell><Comment ss:Author='王敏'><ss:Data><B>王敏:</B>\n应为<S>11</S>12</ss:Data></Comment></Cell>";
        for (cell, held, said) in [
            (number("k", "5000"), "5000", Some(Said::Shown("5".into()))),
            (number("e", "12345"), "12345", Some(Said::Shown("1.23E+04".into()))),
            (number("d", "45"), "45", Some(Said::Shown("1900-02-14".into()))),
            (
                "<Cell ss:StyleID='d'><Data ss:Type='DateTime'>1900-02-14T00:00:00.000</Data></Cell>"
                    .to_owned(),
                "45",
                Some(Said::Shown("1900-02-14".into())),
            ),
            (number("w", "7"), "7", Some(Said::Faint)),
            (number("h", "7"), "7", None),
            (rich.to_owned(), "123", Some(Said::Faint)),
            (comment.to_owned(), "", Some(Said::Comment("应为12".into()))),
        ] {
            let body = format!("{styles}<Worksheet><Table><Row>{cell}</Row></Table></Worksheet>");
            let grid = read(format!("<Workbook>{body}</Workbook>").as_bytes(), &Limits::sheet()).unwrap();
            let sheet = &grid.sheets[0];
            assert_eq!(sheet.remarks_at(0, 0).next(), said.as_ref(), "{cell}");
            assert_eq!(sheet.at(0, 0).map(Content::text).unwrap_or_default(), held, "{cell}");
        }
        let table = "<Worksheet ss:Name='表'><Table><Column ss:Index='2' ss:Width='0'/><Row ss:Height='0'/>\
             <Row ss:Height='13.5'><Cell/><Cell><Data ss:Type='Number'>1</Data></Cell></Row></Table></Worksheet>";
        assert_eq!(outline(table).as_deref(), Ok("[表 true] 1,1=1 [0][1]"));
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        for (body, code) in [
            ("", RefusalCode::Unsupported),
            ("<Worksheet><Table><Cell/></Table></Worksheet>", RefusalCode::Damaged),
            (
                "<Worksheet><Table><Row ss:Index='2'/><Row ss:Index='1'/></Table></Worksheet>",
                RefusalCode::Damaged,
            ),
            (
                "<Worksheet><Table><Row><Cell><Data ss:Type='x'/></Cell></Row></Table></Worksheet>",
                RefusalCode::Damaged,
            ),
            ("<Worksheet>", RefusalCode::Damaged),
        ] {
            assert_eq!(outline(body), Err(code), "{body}");
        }
    }

    #[test]
    fn results_of_formulas_are_proved() {
        for (formula, calculation, expected) in [
            ("=SUM(R[-1]C:R[-1]C[1])' ><Data ss:Type='Number'>7</Data>", "", "A2 SUM(A1:B1) Agrees"),
            ("=SUM(R[-1]C:R[-1]C[1])'><Data ss:Type='Number'>3</Data>", "", "A2 SUM(A1:B1) Differs(\"7\")"),
            ("=R1C1*R[-1]C2'/>", "", "A2 A1*B1 Differs(\"12\")"),
            ("=R1C3'><Data ss:Type='Number'>5</Data>", "", "A2 C1 Agrees"),
            ("=R[-1]C' ss:ArrayRange='RC:R[1]C'><Data ss:Type='Number'>5</Data>", "", "A2 R[-1]C Believed"),
            ("=MEDIAN(R1)'><Data ss:Type='Number'>5</Data>", "", "A2 MEDIAN(R1) Believed"),
            ("=MEDIAN(R1)'><Data ss:Type='Number'>0</Data>", "", "A2 MEDIAN(R1) Doubted"),
            (
                "=MEDIAN(R1)'><Data ss:Type='Number'>5</Data>",
                "<Calculation>ManualCalculation</Calculation>",
                "A2 MEDIAN(R1) Doubted",
            ),
            ("=MEDIAN(R1)'><Data ss:Type='Number'>5</Data>", "<Uncalced/>", "A2 MEDIAN(R1) Doubted"),
            (
                "=MEDIAN(R1)'><Data ss:Type='Number'>5</Data>",
                "<DoNotCalculateBeforeSave/>",
                "A2 MEDIAN(R1) Doubted",
            ),
        ] {
            let end = if formula.ends_with("/>") { "" } else { "</Cell>" };
            let number =
                |style: &str, value: u8| format!("<Cell{style}><Data ss:Type='Number'>{value}</Data></Cell>");
            let body = format!(
                "<Workbook><ExcelWorkbook>{calculation}</ExcelWorkbook><Styles><Style ss:ID='y'>\
                 <NumberFormat ss:Format='0&quot;元&quot;'/></Style></Styles><Worksheet ss:Name='表'><Table>\
                 <Row>{}{}{}</Row><Row><Cell ss:Formula='{formula}{end}</Row></Table></Worksheet></Workbook>",
                number("", 3),
                number("", 4),
                number(" ss:StyleID='y'", 5),
            );
            let grid = read(body.as_bytes(), &Limits::sheet()).unwrap();
            assert_eq!(grid.sheets[0].proofs(), expected, "{formula} {calculation}");
        }
    }
}
