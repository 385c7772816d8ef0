//! Which records of an old workbook say nothing of where cells lie, and which say it in words that are followed.
//!
//! The lists are of what is known; a record on none of them may say anything, and leaves the file as it is.

pub const WINDOW: u16 = 0x023e;
pub const PANE: u16 = 0x0041;
pub const SELECTION: u16 = 0x001d;
pub const MERGES: u16 = 0x00e5;
pub const ROW_BREAKS: u16 = 0x001b;
pub const COLUMN_BREAKS: u16 = 0x001a;
/// Areas in which readings are shown.
pub const READINGS: u16 = 0x00ef;
pub const COLOURS: u16 = 0x01b0;
pub const COLOUR: u16 = 0x01b1;
pub const MORE_OF_COLOUR: u16 = 0x087b;
pub const CHECK: u16 = 0x01be;
pub const FEATURE: u16 = 0x0868;
pub const LINK: u16 = 0x01b8;
pub const WORDS_OF_LINK: u16 = 0x0800;
pub const NOTE: u16 = 0x001c;
/// What is drawn over cells: shapes, what each is, its words.
pub const DRAWING: u16 = 0x00ec;
pub const OBJECT: u16 = 0x005d;
pub const WORDS: u16 = 0x01b6;
/// The formula of a part of a chart.
pub const CHARTED: u16 = 0x1051;
pub const NAME: u16 = 0x0018;
pub const LISTED: u16 = 0x0085;
pub const BOOK: u16 = 0x01ae;
pub const SHEETS: u16 = 0x0017;
pub const STRINGS: u16 = 0x00fc;

/// Of a sheet, about all of it: how it is calculated, printed, protected and shown, its columns, its name for programs.
const OF_SHEET: [u16; 47] = [
    0x0809, 0x000a, 0x000c, 0x000d, 0x000e, 0x000f, 0x0010, 0x0011, 0x005e, 0x005f, 0x002a, 0x002b, 0x0082,
    0x0080, 0x0225, 0x0081, 0x0014, 0x0015, 0x0083, 0x0084, 0x0026, 0x0027, 0x0028, 0x0029, 0x004d, 0x00a1,
    0x0012, 0x0013, 0x0063, 0x00dd, 0x0019, 0x0055, 0x007d, 0x0099, 0x00a0, 0x00ab, 0x00e9, 0x01ba, 0x0862,
    0x0867, 0x088b, 0x089c, 0x01b2, 0x0033, 0x0022, 0x0042, 0x00ed,
];

/// Of another sheet, about its own cells.
const OF_ANOTHER_SHEET: [u16; 4] = [0x0090, 0x009b, 0x009d, 0x009e];

/// Followed: windows, merged areas, pages, readings, checks, colours, links, comments.
const FOLLOWED: [u16; 15] = [
    WINDOW,
    PANE,
    SELECTION,
    MERGES,
    ROW_BREAKS,
    COLUMN_BREAKS,
    READINGS,
    COLOURS,
    COLOUR,
    MORE_OF_COLOUR,
    CHECK,
    FEATURE,
    LINK,
    WORDS_OF_LINK,
    NOTE,
];

/// Of a chart: how it looks, and numbers that were stored of it; formulas stand in one kind of record alone.
const OF_CHARTS: [u16; 24] = [
    0x0200, 0x0203, 0x0204, 0x0201, 0x00ec, 0x0060, 0x0031, 0x0092, 0x0850, 0x0851, 0x0852, 0x0853, 0x0854,
    0x0855, 0x0856, 0x0857, 0x086a, 0x086b, 0x089d, 0x089e, 0x08a4, 0x08a5, 0x08a7, 0x023e,
];
const LOOKS_OF_CHARTS: std::ops::RangeInclusive<u16> = 0x1001..=0x1068;
/// Names cells, in words that are not followed.
const NAMES_CELLS_IN_CHARTS: u16 = 0x1048;

/// Of the workbook: fonts, formats, windows, strings, what else belongs to no cell.
const OF_WORKBOOK: [u16; 70] = [
    0x0809, 0x000a, 0x00e1, 0x00e2, 0x00c1, 0x005c, 0x005b, 0x0086, 0x0042, 0x0161, 0x01c0, 0x013d, 0x00d3,
    0x01ba, 0x01bd, 0x009c, 0x009a, 0x0019, 0x0012, 0x0013, 0x01af, 0x01bc, 0x003d, 0x0040, 0x008d, 0x0022,
    0x000e, 0x01b7, 0x00da, 0x0031, 0x041e, 0x00e0, 0x087c, 0x087d, 0x088d, 0x0293, 0x0892, 0x088e, 0x088f,
    0x0890, 0x0092, 0x105c, 0x0085, 0x089a, 0x08a3, 0x008c, 0x01ae, 0x0023, 0x0059, 0x005a, 0x0017, 0x0894,
    0x01c1, 0x00eb, 0x003c, 0x00fc, 0x00ff, 0x0863, 0x0896, 0x0812, 0x087f, 0x088c, 0x0160, 0x0867, 0x00e9,
    0x0033, 0x080b, 0x0060, 0x0063, 0x00dd,
];

/// Records that may go on in others behind them, whatever these hold.
const GO_ON: [u16; 5] = [0x004d, 0x00e9, WORDS, DRAWING, 0x0207];

pub fn is_of_sheet(kind: u16) -> bool {
    OF_SHEET.contains(&kind)
}

pub fn is_followed(kind: u16) -> bool {
    FOLLOWED.contains(&kind)
}

pub fn is_of_another_sheet(kind: u16) -> bool {
    OF_ANOTHER_SHEET.contains(&kind)
}

pub fn is_of_charts(kind: u16) -> bool {
    let looks = LOOKS_OF_CHARTS.contains(&kind) && kind != NAMES_CELLS_IN_CHARTS;
    looks && kind != CHARTED || OF_CHARTS.contains(&kind) || is_of_sheet(kind)
}

pub fn is_of_workbook(kind: u16) -> bool {
    OF_WORKBOOK.contains(&kind)
}

pub fn goes_on(kind: u16) -> bool {
    GO_ON.contains(&kind)
}
