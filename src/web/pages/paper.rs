//! A printed sheet shown on a page: the same rows and merges, as a table of HTML.

use askama::Template;
use askama::filters::HtmlSafe;

/// One cell with the columns that it covers.
pub struct PaperCell {
    pub text: String,
    pub span: usize,
    /// Its part in the sheet: `title`, `head`, `label`, `figure` …
    pub part: &'static str,
}

/// A sheet; shown by writing it into a template.
#[derive(Template)]
#[template(path = "parts/paper.html", config = "src/web/askama.toml")]
pub struct Paper {
    /// What it shows, for those who hear the page.
    pub name: String,
    pub rows: Vec<Vec<PaperCell>>,
}

impl HtmlSafe for Paper {}
