//! The colours by which a finding's cell is seen: of each severity a light one, and a dark one below light words.
//!
//! None is near to what words on it are written in, so that colouring a cell hides nothing; and none is a colour that
//! programs offer, so that ours are known again.

use crate::vocabulary::Severity;

/// Whether cells are coloured as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    Added,
    Left,
}

/// What the words of a cell are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ink {
    Dark,
    Light,
}

impl Ink {
    /// Words of a colour that is more light than dark.
    pub fn of([red, green, blue]: [u8; 3]) -> Ink {
        let light = u32::from(red) * 3 + u32::from(green) * 6 + u32::from(blue);
        if light > 1_650 { Ink::Light } else { Ink::Dark }
    }
}

/// Red, green and blue in six digits.
pub fn shade(severity: Severity, ink: Ink) -> &'static str {
    match (severity, ink) {
        (Severity::Hard, Ink::Dark) => "FFC9CF",
        (Severity::Query, Ink::Dark) => "FFE8A9",
        (Severity::Hint, Ink::Dark) => "DDEBFB",
        (Severity::Hard, Ink::Light) => "9C1C2B",
        (Severity::Query, Ink::Light) => "7F5A01",
        (Severity::Hint, Ink::Light) => "1F4E7B",
    }
}

/// Whether a colour, as a file writes it, is one of ours.
pub fn is_ours(colour: &str) -> bool {
    let digits = colour.get(colour.len().saturating_sub(6)..).unwrap_or_default();
    let all = Severity::ALL
        .into_iter()
        .flat_map(|severity| [Ink::Dark, Ink::Light].map(|ink| shade(severity, ink)));
    all.into_iter().any(|known| known.eq_ignore_ascii_case(digits))
}
