//! How a sheet lies on A4.
//!
//! GB/T 9704 gives 37, 35, 28 and 26 mm around a text block of 156 × 225 mm. A landscape sheet carries
//! the same block turned by a quarter, so that it can be bound with the others.

/// How much smaller letters may become for a page that is spared.
const SMALLER: f64 = 0.8;

/// Page setup of one sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub orientation: Orientation,
    pub fit: Fit,
    /// First and last row that every page repeats.
    pub repeat: Option<(u32, u32)>,
    /// The last column, counted from the first, that every page repeats.
    pub repeat_columns: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    Portrait,
    Landscape,
}

/// What is shrunk onto what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// All columns on one page's width, as many pages down as it takes.
    Width,
    /// The same on the width of two pages that follow each other, first columns repeated on both.
    TwoWide,
    /// The whole sheet on one page.
    OnePage,
    /// Read on the screen and by programs: not among what is printed.
    Apart,
}

/// In millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Margins {
    pub top: u8,
    pub bottom: u8,
    pub left: u8,
    pub right: u8,
}

impl Page {
    pub const FOOTER: &'static str = "第 &P 页 共 &N 页";

    pub fn new(orientation: Orientation) -> Page {
        Page { orientation, fit: Fit::Width, repeat: None, repeat_columns: None }
    }

    pub fn margins(&self) -> Margins {
        match self.orientation {
            Orientation::Portrait => Margins { top: 37, bottom: 35, left: 28, right: 26 },
            Orientation::Landscape => Margins { top: 28, bottom: 26, left: 37, right: 35 },
        }
    }

    /// Fits a table this wide: on two pages where one would make the letters too small to read.
    pub fn fit_width(&mut self, width: f64, leading_columns: u16) {
        if width > self.width() * 1.6 {
            self.fit = Fit::TwoWide;
            self.repeat_columns = leading_columns.checked_sub(1);
        }
    }

    /// Onto one page where that makes letters at most a fifth smaller than fitting the width does.
    pub fn fit_height(&mut self, width: f64, height: f64) {
        let shrunk = (self.width() / width.max(1.0)).min(1.0);
        if self.fit == Fit::Width && height * shrunk * SMALLER <= self.height() {
            self.fit = Fit::OnePage;
        }
    }

    /// Width between the margins in digits of table text, before anything is shrunk.
    pub fn width(&self) -> f64 {
        match self.orientation {
            Orientation::Portrait => 73.0,
            Orientation::Landscape => 105.0,
        }
    }

    /// Height between the margins in points.
    pub fn height(&self) -> f64 {
        match self.orientation {
            Orientation::Portrait => 637.0,
            Orientation::Landscape => 442.0,
        }
    }
}
