//! 上级模板: the superior's blank file drawn as it is, with what goes into each cell.

use askama::Template;

use super::Frame;
use super::campaign::Tabs;
use super::layout::Choice;

/// A cell as it stands in the file.
#[derive(Clone, Debug, Default)]
pub struct SheetCell {
    /// `D5`.
    pub name: String,
    pub columns: u32,
    pub rows: u32,
    pub words: String,
    /// What goes there: `合计：第1项 普法宣传活动`; empty: nothing.
    pub wants: String,
    /// What it holds when it is filled.
    pub value: String,
    /// Where it is corrected; empty where it cannot be.
    pub href: String,
    /// It calculates by itself.
    pub calculates: bool,
    pub is_chosen: bool,
}

pub struct SheetRow {
    /// As the file counts them; 段1 for a paragraph of a document.
    pub number: String,
    pub cells: Vec<SheetCell>,
}

pub struct DrawnSheet {
    pub name: String,
    /// `A`, `B`, …
    pub columns: Vec<String>,
    pub rows: Vec<SheetRow>,
    /// Not all of it is drawn.
    pub is_cut: bool,
}

/// A cell that is being corrected.
pub struct ChosenCell {
    /// `0!D5`, and what people call it.
    pub cell: String,
    pub name: String,
    pub asked: Vec<Choice>,
    pub wants: String,
    pub whose: Vec<Choice>,
    pub of: String,
}

/// A template with its cells.
pub struct Drawn {
    pub id: i64,
    pub file: String,
    pub is_used: bool,
    /// Cells were corrected, and that is not confirmed yet.
    pub is_changed: bool,
    /// Who uploaded it, who confirmed it, and when.
    pub kept: Vec<String>,
    pub figures: usize,
    pub said: Vec<String>,
    /// Why it cannot be filled; empty where it can.
    pub refused: String,
    pub sheets: Vec<DrawnSheet>,
    pub chosen: Option<ChosenCell>,
}

impl Drawn {
    fn waits(&self) -> bool {
        !self.is_used || self.is_changed
    }
}

#[derive(Template)]
#[template(path = "superior.html", config = "src/web/askama.toml")]
pub struct SuperiorPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub campaign: i64,
    pub title: String,
    pub node_code: String,
    pub node_name: String,
    pub may_change: bool,
    /// Number and file of the template that is in use.
    pub used: Option<(i64, String)>,
    /// 第 n 次 of the newest sign-off; nothing where there is none.
    pub signed: Option<i64>,
    /// Whether the figures that are shown are those that were signed.
    pub shows_signed: bool,
    pub drawn: Option<Drawn>,
}

impl SuperiorPage {
    fn address(&self) -> String {
        format!("/campaigns/{}/superior-template?node={}", self.campaign, self.node_code)
    }
}
