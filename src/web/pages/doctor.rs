//! 系统体检: one line for each thing that whoever looks after the installation should know.

use askama::Template;

use super::Frame;

/// The colour of a state's tag, and the icon that says the same without colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Green,
    Amber,
    Red,
}

impl Colour {
    pub fn name(self) -> &'static str {
        match self {
            Colour::Green => "green",
            Colour::Amber => "amber",
            Colour::Red => "red",
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            Colour::Green => "tick",
            Colour::Amber => "query",
            Colour::Red => "hard",
        }
    }
}

pub struct DoctorLine {
    pub subject: &'static str,
    /// `正常`, `提醒`, `故障`.
    pub label: &'static str,
    pub colour: Colour,
    pub words: String,
}

#[derive(Template)]
#[template(path = "doctor.html", config = "src/web/askama.toml")]
pub struct DoctorPage {
    pub frame: Frame,
    pub lines: Vec<DoctorLine>,
    pub faults: usize,
    pub warnings: usize,
}
