//! OpenDocument spreadsheets (.ods): one XML part with every sheet in it; or one XML file with everything (.fods).
//!
//! Values are stored as decimal text, so figures come out exactly. Rows and cells may be repeated by
//! number; blank repetitions are only counted, and repetitions with content are made one by one under
//! the limit on cells, so a sheet that claims to be full costs no more than it may.

mod cell;
mod looks;
mod pages;
#[cfg(test)]
mod tests;

use crate::problem::{Refusal, RefusalCode};
use crate::submit::grid::{Area, Content, Grid, Said};

use super::colour::Paint;
use super::container::Container;
use super::damaged;
use super::encoded_xml::in_utf8;
use super::gathering::{Gathering, MOST_COLUMNS, MOST_ROWS};
use super::limits::Limits;
use super::xml::{Node, Tag, Xml};
use cell::{CellTag, Inside, repeats};
use looks::{Look, Looks};
use pages::Pages;

/// Rows repeated more often than this are the blank end of a sheet; nobody hid them one by one.
const TAIL: u64 = 1_000;

/// Reads a spreadsheet out of its container.
pub fn read(mut container: Container<'_>) -> Result<Grid, Refusal> {
    let mut gathering = Gathering::new(container.limits());
    let encrypted = container.read_xml("META-INF/manifest.xml", holds_encryption)?;
    if encrypted == Some(true) {
        return Err(Refusal::new(RefusalCode::Encrypted, "an encrypted OpenDocument file"));
    }
    let mut looks = Looks::default();
    let pages = pages::pages(&mut container, &mut looks)?;
    let read =
        container.read_xml("content.xml", |xml| Spreadsheet::new(&mut gathering, &pages, looks).read(xml))?;
    read.ok_or_else(|| damaged("no content part"))?;
    container.finish()?;
    gathering.finish()
}

/// Reads a spreadsheet that is one XML file (.fods): styles, page styles and sheets one after the other.
pub fn read_flat(bytes: &[u8], limits: &Limits) -> Result<Grid, Refusal> {
    let text = in_utf8(bytes)?;
    let mut gathering = Gathering::new(limits);
    let mut looks = Looks::default();
    let pages = pages::read(&mut Xml::new(&text, limits.nesting), &mut looks, limits.sheets)?;
    Spreadsheet::new(&mut gathering, &pages, looks).read(&mut Xml::new(&text, limits.nesting))?;
    gathering.finish()
}

fn holds_encryption(xml: &mut Xml<'_>) -> Result<bool, Refusal> {
    loop {
        match xml.node()? {
            Node::Open(tag) if tag.name() == "encryption-data" => return Ok(true),
            Node::End => return Ok(false),
            _ => {}
        }
    }
}

struct Spreadsheet<'s, 'g> {
    gathering: &'s mut Gathering<'g>,
    pages: &'s Pages,
    /// Styles of tables with the page style of each.
    styled: Vec<(String, String)>,
    /// Styles of tables that are not shown.
    hidden_styles: Vec<String>,
    /// Styles of cells and words that decide what counts.
    looks: Looks,
}

/// Where the next row, cell and column definition of a sheet lie.
#[derive(Default)]
struct Cursor {
    row: u64,
    column: u64,
    defined_columns: u64,
    /// The columns whose cells are not plain unless they say otherwise, each the first and the one after.
    column_looks: Vec<(u64, u64, Look)>,
    /// How those of the current row look, where it says.
    row_look: Option<Look>,
    row_repeats: u64,
    row_hidden: bool,
    /// The current row's cells, to be repeated.
    cells: Vec<Filled>,
    /// Numbers that are stored in them and not shown.
    stored: Vec<(u64, Content)>,
}

/// A cell of the current row: what it holds, and what else is said of it.
#[derive(Clone)]
struct Filled {
    column: u64,
    content: Option<Content>,
    computed: bool,
    said: Vec<Said>,
}

impl Cursor {
    /// How the cells of a column look in the current row unless they say otherwise.
    fn look_of(&self, column: u64) -> Look {
        let of_column = self.column_looks.iter().find(|(first, after, _)| (*first..*after).contains(&column));
        self.row_look.or(of_column.map(|(.., look)| *look)).unwrap_or_default()
    }
}

impl<'s, 'g> Spreadsheet<'s, 'g> {
    fn new(gathering: &'s mut Gathering<'g>, pages: &'s Pages, looks: Looks) -> Spreadsheet<'s, 'g> {
        Spreadsheet { gathering, pages, styled: Vec::new(), looks, hidden_styles: Vec::new() }
    }

    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        let mut style = String::new();
        loop {
            match xml.node()? {
                Node::Open(tag) => match tag.name() {
                    "style" => {
                        style = tag.attribute("name")?.unwrap_or_default().into_owned();
                        self.looks.inherit(&style, &tag.attribute("parent-style-name")?.unwrap_or_default());
                        let page = tag.attribute("master-page-name")?.filter(|page| !page.is_empty());
                        self.styled.extend(page.map(|page| (style.clone(), page.into_owned())));
                    }
                    "text-properties"
                    | "table-cell-properties"
                    | "table-row-properties"
                    | "table-column-properties" => self.looks.learn(&style, &tag)?,
                    "table-properties" if tag.attribute("display")?.as_deref() == Some("false") => {
                        self.hidden_styles.push(style.clone());
                    }
                    "table" => {
                        let name = tag.attribute("name")?.unwrap_or_default().into_owned();
                        let styled = tag.attribute("style-name")?.unwrap_or_default();
                        let visible = !self.hidden_styles.iter().any(|hidden| *hidden == styled);
                        let page = self.styled.iter().rev().find(|(name, _)| *name == styled);
                        let page = page.map_or(pages::DEFAULT, |(_, page)| page);
                        self.gathering.open_sheet(name, visible)?;
                        for line in self.pages.get(page).into_iter().flatten() {
                            self.gathering.margin(line)?;
                        }
                        self.sheet(xml)?;
                    }
                    "tracked-changes" | "named-expressions" | "database-ranges" => xml.skip()?,
                    _ => {}
                },
                Node::End => return Ok(()),
                _ => {}
            }
        }
    }

    fn sheet(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        let inside = xml.depth();
        let mut cursor = Cursor::default();
        while xml.depth() >= inside {
            match xml.node()? {
                Node::Open(tag) => match tag.name() {
                    "table-column" => self.define_column(&mut cursor, &tag)?,
                    "table-row" => {
                        cursor.column = 0;
                        cursor.cells.clear();
                        cursor.stored.clear();
                        cursor.row_repeats = repeats(&tag, "number-rows-repeated")?;
                        cursor.row_hidden = is_hidden(&tag, &self.looks)?;
                        let style = tag.attribute("default-cell-style-name")?;
                        cursor.row_look = style.map(|style| self.looks.of(&style));
                    }
                    "table-cell" | "covered-table-cell" => {
                        let tag = CellTag::of(&tag)?;
                        self.cell(xml, &mut cursor, tag)?;
                    }
                    "table-row-group"
                    | "table-rows"
                    | "table-header-rows"
                    | "table-columns"
                    | "table-header-columns"
                    | "table-column-group" => {}
                    _ => xml.skip()?,
                },
                Node::Close(tag) if tag.local_name().into_inner() == "table-row" => {
                    self.close_row(&mut cursor)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn define_column(&mut self, cursor: &mut Cursor, tag: &Tag<'_>) -> Result<(), Refusal> {
        let first = cursor.defined_columns;
        cursor.defined_columns = first.saturating_add(repeats(tag, "number-columns-repeated")?);
        let style = tag.attribute("default-cell-style-name")?.unwrap_or_default();
        let look = self.looks.of(&style);
        if look != Look::default() {
            cursor.column_looks.push((first, cursor.defined_columns, look));
        }
        if is_hidden(tag, &self.looks)? && first < u64::from(MOST_COLUMNS) {
            let last = cursor.defined_columns.min(u64::from(MOST_COLUMNS)) - 1;
            self.gathering.hide_columns(first as u32, last as u32);
        }
        Ok(())
    }

    fn cell(&mut self, xml: &mut Xml<'_>, cursor: &mut Cursor, tag: CellTag) -> Result<(), Refusal> {
        let inside = Inside::read(xml, &self.looks, self.gathering.limits().text)?;
        let (column, repeats) = (cursor.column, tag.repeats);
        cursor.column = column.saturating_add(repeats);
        if tag.covered {
            return Ok(());
        }
        if let Some(area) = area(cursor.row, column, &tag) {
            self.gathering.merge(area)?;
        }
        self.note_formula(cursor, column, &tag)?;
        let number = tag.number();
        let look = tag.style.as_deref().map_or_else(|| cursor.look_of(column), |style| self.looks.of(style));
        let mut cell = Filled { column, content: None, computed: false, said: Vec::new() };
        cell.said.extend(inside.note.map(Said::Comment));
        if !look.struck
            && let Some((content, computed, shown)) = tag.content(inside.text)
        {
            let is_blank = matches!(&content, Content::Text(text) if text.trim().is_empty());
            let faint = !is_blank && Paint::of(look.ink, look.ground.plain()).hides(&inside.runs);
            cell.said.extend(shown.map(Said::Shown));
            cell.said.extend(faint.then_some(Said::Faint));
            (cell.content, cell.computed) = (Some(content), computed);
        }
        if let Some(number) = number.filter(|number| cell.content.as_ref() != Some(number)) {
            if let (None | Some(Content::Text(_)), Content::Number(text)) = (&cell.content, &number) {
                cell.said.push(Said::Stored(text.clone()));
            }
            let last = cursor.column.min(u64::from(MOST_COLUMNS));
            cursor.stored.extend((column..last).map(|column| (column, number.clone())));
        }
        if cell.content.is_none() && cell.said.is_empty() {
            return Ok(());
        }
        if cursor.column > u64::from(MOST_COLUMNS) {
            return Err(damaged("cells beyond the last column"));
        }
        cursor.cells.extend((column..cursor.column).map(|column| Filled { column, ..cell.clone() }));
        Ok(())
    }

    fn note_formula(&mut self, cursor: &Cursor, column: u64, tag: &CellTag) -> Result<(), Refusal> {
        let at = u32::try_from(cursor.row).ok().zip(u32::try_from(column).ok());
        match at.filter(|_| cursor.row_repeats == 1).and_then(|(row, column)| tag.noted(row, column)) {
            Some(formula) => self.gathering.formula(formula),
            None => Ok(()),
        }
    }

    fn close_row(&mut self, cursor: &mut Cursor) -> Result<(), Refusal> {
        let end = cursor.row.saturating_add(cursor.row_repeats);
        if !cursor.cells.is_empty() && end > u64::from(MOST_ROWS) {
            return Err(damaged("cells beyond the last row"));
        }
        let repeated = if cursor.cells.is_empty() { 0 } else { cursor.row_repeats };
        for row in cursor.row..cursor.row + repeated {
            for cell in &cursor.cells {
                let (row, column) = (row as u32, cell.column as u32);
                if let Some(content) = &cell.content {
                    self.gathering.add(row, column, content.clone(), cell.computed)?;
                }
                cell.said.iter().cloned().try_for_each(|said| self.gathering.remark(row, column, said))?;
            }
        }
        if cursor.row_repeats < TAIL && end <= u64::from(MOST_ROWS) {
            for row in cursor.row..end {
                for (column, number) in &cursor.stored {
                    self.gathering.stored(row as u32, *column as u32, number);
                }
            }
        }
        if cursor.row_hidden && cursor.row_repeats < TAIL && end <= u64::from(MOST_ROWS) {
            for row in cursor.row..end {
                self.gathering.hide_row(row as u32)?;
            }
        }
        cursor.row = end;
        Ok(())
    }
}

fn area(row: u64, column: u64, tag: &CellTag) -> Option<Area> {
    let last_row = u32::try_from(row + tag.rows - 1).ok().filter(|row| *row < MOST_ROWS)?;
    let last_column = u32::try_from(column + tag.columns - 1).ok().filter(|column| *column < MOST_COLUMNS)?;
    Some(Area { first_row: row as u32, first_column: column as u32, last_row, last_column })
}

/// Whether a row or a column is hidden, or drawn together by its style.
fn is_hidden(tag: &Tag<'_>, looks: &Looks) -> Result<bool, Refusal> {
    let [visibility, style] = tag.attributes(["visibility", "style-name"])?;
    let shut = style.is_some_and(|style| looks.of(&style).shut);
    Ok(shut || visibility.is_some_and(|state| matches!(&*state, "collapse" | "filter")))
}
