//! Colours, as far as they decide whether a person sees what a cell holds: words in the colour of their ground.
//!
//! Programs name colours by their parts, by a number in a list that the file may change, or by a place in its theme,
//! lighter or darker. What is no known colour is taken for one that can be seen. A ground is what the cell itself is
//! filled with, or the white of paper; conditional formats are not asked.

/// Red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

/// Each part may differ by so much before an eye tells two colours apart.
const NEAR: u8 = 24;

impl Colour {
    pub const WHITE: Colour = Colour([255; 3]);
    pub const BLACK: Colour = Colour([0; 3]);

    /// `FFFFFF`, also behind a sign, or behind two more digits that say how opaque it is.
    pub fn hexadecimal(text: &str) -> Option<Colour> {
        let digits = text.trim().trim_start_matches('#');
        let digits = if digits.len() == 8 { digits.get(2..)? } else { digits };
        let complete = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let all = u32::from_str_radix(digits, 16).ok().filter(|_| complete)?;
        Some(Colour::of_bits(all))
    }

    /// What a page or a style sheet writes: `#fff`, `white`, `rgb(255, 255, 255)`.
    pub fn written(text: &str) -> Option<Colour> {
        let text = text.trim().to_ascii_lowercase();
        if let Some(digits) = text.strip_prefix('#').filter(|digits| digits.len() == 3) {
            let doubled: String = digits.chars().flat_map(|digit| [digit; 2]).collect();
            return Colour::hexadecimal(&doubled);
        }
        if let Some((_, parts)) = text.split_once("rgb").and_then(|(_, rest)| rest.split_once('(')) {
            let mut parts = parts.split([',', ' ', '/', ')']).filter(|part| !part.is_empty());
            let mut part = || parts.next()?.parse::<u8>().ok();
            return Some(Colour([part()?, part()?, part()?]));
        }
        let named = NAMED.iter().find(|(name, _)| *name == text);
        named.map(|(_, bits)| Colour::of_bits(*bits)).or_else(|| Colour::hexadecimal(&text))
    }

    const fn of_bits(bits: u32) -> Colour {
        Colour([(bits >> 16) as u8, (bits >> 8) as u8, bits as u8])
    }

    /// Lighter or, below zero, darker by so many thousandths.
    pub fn tinted(self, thousandths: i32) -> Colour {
        let tint = thousandths.clamp(-1_000, 1_000);
        Colour(self.0.map(|part| {
            let part = i32::from(part);
            let room = if tint < 0 { part } else { 255 - part };
            (part + room * tint / 1_000).clamp(0, 255) as u8
        }))
    }

    fn is_near(self, other: Colour) -> bool {
        self.0.iter().zip(other.0).all(|(part, other)| part.abs_diff(other) <= NEAR)
    }
}

/// The names of pages that stand for light and for plain colours.
const NAMED: [(&str, u32); 20] = [
    ("white", 0xff_ffff),
    ("snow", 0xff_fafa),
    ("ivory", 0xff_fff0),
    ("ghostwhite", 0xf8_f8ff),
    ("floralwhite", 0xff_faf0),
    ("whitesmoke", 0xf5_f5f5),
    ("azure", 0xf0_ffff),
    ("mintcream", 0xf5_fffa),
    ("honeydew", 0xf0_fff0),
    ("aliceblue", 0xf0_f8ff),
    ("black", 0),
    ("red", 0xff_0000),
    ("lime", 0x00_ff00),
    ("green", 0x00_8000),
    ("blue", 0x00_00ff),
    ("navy", 0x00_0080),
    ("yellow", 0xff_ff00),
    ("silver", 0xc0_c0c0),
    ("gray", 0x80_8080),
    ("darkblue", 0x00_008b),
];

/// A colour as a workbook names it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Hue {
    /// Whatever the program takes for it.
    #[default]
    Auto,
    Is(Colour),
    Indexed(u32),
    /// By its place in the theme, tinted by so many thousandths.
    Theme(u32, i32),
}

/// What the ground of a cell is filled with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Fill {
    #[default]
    Bare,
    Solid(Hue),
    /// A pattern, or a gradient.
    Mixed,
}

impl Fill {
    /// What is filled with a colour by its parts, or with nothing; unknown otherwise.
    pub fn plain(self) -> Option<Colour> {
        match self {
            Fill::Bare => Some(Colour::WHITE),
            Fill::Solid(Hue::Is(colour)) => Some(colour),
            Fill::Solid(_) | Fill::Mixed => None,
        }
    }

    /// The same, or where it is bare what lies below it.
    pub fn over(self, below: Fill) -> Fill {
        if self == Fill::Bare { below } else { self }
    }

    /// What a page or a style sheet writes for a ground.
    pub fn written(text: &str) -> Fill {
        match text.trim() {
            "" | "none" | "transparent" | "inherit" | "auto" | "initial" => Fill::Bare,
            text => Colour::written(text).map_or(Fill::Mixed, |colour| Fill::Solid(Hue::Is(colour))),
        }
    }
}

/// The colours of a workbook's list and of its theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    listed: Vec<Colour>,
    theme: [Option<Colour>; 12],
}

/// The list of colours that every program knows, from number 8 on; the first eight are those once more.
const LISTED: [u32; 56] = [
    0x000000, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0xff00ff, 0x00ffff, 0x800000, 0x008000,
    0x000080, 0x808000, 0x800080, 0x008080, 0xc0c0c0, 0x808080, 0x9999ff, 0x993366, 0xffffcc, 0xccffff,
    0x660066, 0xff8080, 0x0066cc, 0xccccff, 0x000080, 0xff00ff, 0xffff00, 0x00ffff, 0x800080, 0x800000,
    0x008080, 0x0000ff, 0x00ccff, 0xccffff, 0xccffcc, 0xffff99, 0x99ccff, 0xff99cc, 0xcc99ff, 0xffcc99,
    0x3366ff, 0x33cccc, 0x99cc00, 0xffcc00, 0xff9900, 0xff6600, 0x666699, 0x969696, 0x003366, 0x339966,
    0x003300, 0x333300, 0x993300, 0x993366, 0x333399, 0x333333,
];

/// The usual theme: paper, ink, the same again for large words, six accents, two kinds of links.
const THEME: [u32; 12] = [
    0xffffff, 0x000000, 0xeeece1, 0x1f497d, 0x4f81bd, 0xc0504d, 0x9bbb59, 0x8064a2, 0x4bacc6, 0xf79646,
    0x0000ff, 0x800080,
];

impl Default for Palette {
    fn default() -> Palette {
        Palette {
            listed: LISTED.map(Colour::of_bits).to_vec(),
            theme: THEME.map(|bits| Some(Colour::of_bits(bits))),
        }
    }
}

impl Palette {
    /// The file's own list, from number 8 on.
    pub fn list(&mut self, own: impl IntoIterator<Item = Colour>) {
        self.listed.iter_mut().zip(own).for_each(|(listed, own)| *listed = own);
    }

    /// The file's own theme, in the order in which cells count.
    pub fn set_theme(&mut self, theme: [Option<Colour>; 12]) {
        self.theme = theme;
    }

    pub fn colour(&self, hue: Hue) -> Option<Colour> {
        match hue {
            Hue::Auto => None,
            Hue::Is(colour) => Some(colour),
            // What the windows of a program are written in and filled with.
            Hue::Indexed(64) => Some(Colour::BLACK),
            Hue::Indexed(65) => Some(Colour::WHITE),
            Hue::Indexed(index @ 0..8) => Some(Colour::of_bits(LISTED[index as usize])),
            Hue::Indexed(index) => self.listed.get(index as usize - 8).copied(),
            Hue::Theme(place, tint) => {
                self.theme.get(place as usize).copied().flatten().map(|colour| colour.tinted(tint))
            }
        }
    }

    /// The colour of a cell's ground, if it has one.
    pub fn ground(&self, fill: Fill) -> Option<Colour> {
        match fill {
            Fill::Bare => Some(Colour::WHITE),
            Fill::Solid(hue) => self.colour(hue),
            Fill::Mixed => None,
        }
    }
}

/// Whether nobody sees an ink on a ground.
pub fn is_faint(ink: Option<Colour>, ground: Option<Colour>) -> bool {
    ink.zip(ground).is_some_and(|(ink, ground)| ink.is_near(ground))
}

/// A run of words within a text: in the ink of its cell, or in one of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    OfCell,
    Own(Option<Colour>),
}

/// How the words of one style look on their ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paint {
    pub faint: bool,
    ground: Option<Colour>,
}

impl Default for Paint {
    fn default() -> Paint {
        Paint::of(None, Some(Colour::WHITE))
    }
}

impl Paint {
    pub fn of(ink: Option<Colour>, ground: Option<Colour>) -> Paint {
        Paint { faint: is_faint(ink, ground), ground }
    }

    /// Whether one of the runs of a text is faint; a text without any is all in the ink of its cell.
    pub fn hides(&self, runs: &[Run]) -> bool {
        let hidden = |run: &Run| match run {
            Run::OfCell => self.faint,
            Run::Own(ink) => is_faint(*ink, self.ground),
        };
        if runs.is_empty() { self.faint } else { runs.iter().any(hidden) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_however_they_are_written() {
        for (text, expected) in [
            ("FFFFFFFF", Some([255; 3])),
            ("#1f497D", Some([0x1f, 0x49, 0x7d])),
            ("#fFf", Some([255; 3])),
            ("White", Some([255; 3])),
            ("rgb(250, 250,251)", Some([250, 250, 251])),
            ("rgba(1 2 3 / 0.5)", Some([1, 2, 3])),
            ("windowtext", None),
            ("auto", None),
            ("rgb(300,1,1)", None),
            ("", None),
            ("#ééé", None),
        ] {
            assert_eq!(Colour::written(text).map(|colour| colour.0), expected, "{text}");
        }
    }

    #[test]
    fn words_in_the_colour_of_their_ground_are_faint() {
        let palette = Palette::default();
        let solid = |bits| Fill::Solid(Hue::Is(Colour::of_bits(bits)));
        for (ink, fill, expected) in [
            (Hue::Is(Colour::WHITE), Fill::Bare, true),
            (Hue::Is(Colour([240, 240, 240])), Fill::Bare, true),
            (Hue::Is(Colour([230, 255, 255])), Fill::Bare, false),
            (Hue::Is(Colour::WHITE), solid(0x1f497d), false),
            (Hue::Is(Colour::WHITE), Fill::Mixed, false),
            (Hue::Is(Colour::WHITE), Fill::Solid(Hue::Auto), false),
            (Hue::Is(Colour::of_bits(0xffff00)), solid(0xffff00), true),
            (Hue::Auto, Fill::Bare, false),
            (Hue::Auto, solid(0), false),
            (Hue::Theme(0, 0), Fill::Bare, true),
            (Hue::Theme(0, -50), Fill::Bare, true),
            (Hue::Theme(0, -250), Fill::Bare, false),
            (Hue::Theme(1, 0), Fill::Bare, false),
            (Hue::Theme(1, 950), Fill::Bare, true),
            (Hue::Theme(99, 0), Fill::Bare, false),
            (Hue::Indexed(9), Fill::Bare, true),
            (Hue::Indexed(1), Fill::Bare, true),
            (Hue::Indexed(65), Fill::Bare, true),
            (Hue::Indexed(9), Fill::Solid(Hue::Indexed(64)), false),
            (Hue::Indexed(u32::MAX), Fill::Bare, false),
        ] {
            let paint = Paint::of(palette.colour(ink), palette.ground(fill));
            assert_eq!(paint.faint, expected, "{ink:?} on {fill:?}");
        }
        let white = Run::Own(Some(Colour::WHITE));
        let paint = Paint::default();
        assert_eq!([paint.hides(&[Run::OfCell, white]), paint.hides(&[Run::Own(None)])], [true, false]);
    }
}
