//! How each role looks: domain.md §9 in one place.
//!
//! The title is 方正小标宋简体, which is sold and never shipped: it is named, with the family and character
//! set that make a machine without it fall back to its 宋体. Table text is 仿宋 五号. Every figure stands
//! right with thin borders around it, and zero is printed as 0.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::report::table::{Cell, Content, Role, Shown, Tone};

pub const TITLE_FONT: &str = "方正小标宋简体";
pub const TEXT_FONT: &str = "仿宋";
const TITLE_SIZE: f64 = 22.0;
const TEXT_SIZE: f64 = 10.5;
/// The face of a Chinese spreadsheet's own cells; columns are measured in its digits.
const SHEET_FONT: &str = "宋体";
/// GB2312, and a face with serifs.
const CHINESE: u8 = 134;
const SERIF: u8 = 1;
const GREY: Color = Color::RGB(0x0080_8080);
const PALE: Color = Color::RGB(0x00BF_BFBF);
const HEAD_SHADE: Color = Color::RGB(0x00F2_F2F2);

/// The formats that a workbook's cells have asked for.
#[derive(Default)]
pub struct Looks(HashMap<Key, Format, RandomState>);

/// What decides a cell's format.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    role: Role,
    shown: Option<Shown>,
    is_link: bool,
}

impl Looks {
    /// How a cell looks; `None` for the workbook's own face.
    pub fn of(&mut self, cell: &Cell) -> Option<&Format> {
        if matches!(cell.role, Role::Empty | Role::Plain) {
            return None;
        }
        let is_link = matches!(cell.content, Content::Link { .. });
        let key = Key { role: cell.role, shown: cell.content.shown(), is_link };
        Some(self.0.entry(key).or_insert_with_key(Key::format))
    }
}

impl Key {
    fn format(&self) -> Format {
        let format = format(self.role, self.shown);
        // A printed table has no blue underlined names.
        if self.is_link { format.set_font_color(Color::Black) } else { format }
    }
}

/// The look of cells that have none of their own.
pub fn plain() -> Format {
    Format::new()
        .set_font_name(SHEET_FONT)
        .set_font_size(11.0)
        .set_font_charset(CHINESE)
        .set_font_family(SERIF)
}

pub fn tone(tone: Tone) -> Format {
    let shade = match tone {
        Tone::Good => 0x00E2_EFDA,
        Tone::Doubt => 0x00FF_F2CC,
        Tone::Bad => 0x00F8_D7DA,
        Tone::Quiet => 0x00E7_E6E6,
    };
    Format::new().set_background_color(Color::RGB(shade))
}

fn format(role: Role, shown: Option<Shown>) -> Format {
    let format = align(lettered(role), role);
    let format = if bordered(role) { format.set_border(FormatBorder::Thin) } else { format };
    match shown {
        Some(Shown::Places(places)) => format.set_num_format(pattern(places, "")),
        Some(Shown::Percent(places)) => format.set_num_format(pattern(places, "%")),
        None if figure(role) => format.set_num_format(pattern(0, "")),
        Some(Shown::Exact) | None => format,
    }
}

/// `0`, `0.00`, `0.0%`, each with room for a space to the right, as Chinese spreadsheets print numbers;
/// words in a column of figures (“—”) keep the same distance from the border.
fn pattern(places: u8, end: &str) -> String {
    let point = if places > 0 { "." } else { "" };
    let number = format!("0{point}{}{end}", "0".repeat(usize::from(places)));
    format!("{number}_ ;-{number}_ ;{number}_ ;@_ ")
}

fn figure(role: Role) -> bool {
    matches!(role, Role::Figure | Role::Subtotal | Role::Total | Role::Earlier)
}

fn lettered(role: Role) -> Format {
    let plain = Format::new()
        .set_font_charset(CHINESE)
        .set_font_family(SERIF)
        .set_font_name(TEXT_FONT)
        .set_font_size(TEXT_SIZE);
    match role {
        Role::Title => plain.set_font_name(TITLE_FONT).set_font_size(TITLE_SIZE),
        Role::Header => plain.set_bold().set_background_color(HEAD_SHADE),
        Role::Block => plain.set_bold().set_font_size(12.0),
        Role::SubtotalLabel | Role::SubtotalCentred | Role::Subtotal => plain.set_bold(),
        Role::TotalLabel | Role::TotalCentred | Role::Total => {
            plain.set_bold().set_background_color(HEAD_SHADE)
        }
        Role::Paste => plain.set_font_size(12.0),
        Role::Earlier => plain.set_font_color(GREY),
        Role::Mark => plain.set_font_size(4.0).set_font_color(PALE),
        Role::Entry | Role::EntryWords | Role::EntryLine => plain.set_unlocked(),
        _ => plain,
    }
}

fn align(format: Format, role: Role) -> Format {
    let middle = format.set_align(FormatAlign::VerticalCenter);
    match role {
        Role::Title => middle.set_align(FormatAlign::Center).set_text_wrap(),
        Role::Header
        | Role::Centred
        | Role::State
        | Role::SubtotalCentred
        | Role::TotalCentred
        | Role::TotalLabel => middle.set_align(FormatAlign::Center).set_text_wrap(),
        Role::Label | Role::SubtotalLabel | Role::Paste => {
            middle.set_align(FormatAlign::Left).set_indent(1).set_text_wrap()
        }
        Role::Note | Role::Words => middle.set_align(FormatAlign::Left).set_text_wrap(),
        Role::Indented(steps) => {
            middle.set_align(FormatAlign::Left).set_indent(steps.saturating_mul(2) + 1).set_text_wrap()
        }
        Role::Figure | Role::Subtotal | Role::Total | Role::CaptionRight | Role::Entry | Role::Earlier => {
            middle.set_align(FormatAlign::Right)
        }
        Role::Caption | Role::Block | Role::Signature | Role::EntryWords | Role::EntryLine | Role::Mark => {
            middle.set_align(FormatAlign::Left)
        }
        Role::Plain | Role::Empty => middle,
    }
}

fn bordered(role: Role) -> bool {
    !matches!(
        role,
        Role::Empty
            | Role::Title
            | Role::Caption
            | Role::CaptionRight
            | Role::Block
            | Role::Note
            | Role::Signature
            | Role::Plain
            | Role::EntryWords
            | Role::EntryLine
            | Role::Mark
    )
}
