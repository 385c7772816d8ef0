//! 本级上报数: what was said of a node, and a form to say it.

use askama::Template;

use super::Frame;
use super::campaign::Tabs;
use super::figures::FigureTable;

/// Something that was said.
pub struct StatedLine {
    /// `王主任，2024年3月22日 10:00`.
    pub kept: String,
    /// Name of the file and where it is opened; empty where figures were typed.
    pub file: String,
    pub href: String,
    /// `第1项 普法宣传活动 403`, …
    pub figures: Vec<String>,
}

#[derive(Template)]
#[template(path = "stated.html", config = "src/web/askama.toml")]
pub struct StatedPage {
    pub frame: Frame,
    pub tabs: Tabs,
    pub campaign: i64,
    pub title: String,
    pub node_code: String,
    pub node_name: String,
    pub above: Vec<(String, String)>,
    /// Mode [`super::figures::Mode::FillIn`], empty.
    pub table: FigureTable,
    /// Newest first.
    pub said: Vec<StatedLine>,
    pub may_state: bool,
}

impl StatedPage {
    /// Shows again what was typed.
    pub fn put_back<'t>(&mut self, text_of: impl Fn(&str) -> &'t str) {
        for cell in self.table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.value = text_of(&format!("v.{}", cell.figure)).to_owned();
        }
    }
}
