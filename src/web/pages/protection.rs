//! 等保自查: a table of clauses, to be printed and handed to whoever assesses.

use askama::Template;

use super::Frame;

pub struct ProtectionLine {
    /// `8.1.4.1 a`.
    pub number: &'static str,
    pub asks: &'static str,
    pub is_level_3: bool,
    /// `做到`, `未做到`.
    pub label: &'static str,
    /// Of the tag: `green`, `plain`.
    pub colour: &'static str,
    pub icon: &'static str,
    pub words: String,
    /// `file: function`.
    pub tests: &'static [&'static str],
}

#[derive(Template)]
#[template(path = "protection.html", config = "src/web/askama.toml")]
pub struct ProtectionPage {
    pub frame: Frame,
    pub lines: Vec<ProtectionLine>,
    pub met: usize,
    pub partly: usize,
    pub unmet: usize,
    pub outside: usize,
}
