//! 报表: totals become tables that an office prints, signs and sends up.
//!
//! Three rooms in a row. `template` reads what a statistician wrote: which workbook, which sheets, which
//! titles, columns and notes. `fill` puts a roll-up into a template and gives `table`: cells with roles,
//! formulas with their results, page setup, charts, and still no file format. `formats::workbook` turns
//! that into bytes. The seams are there so that the same tables can become pages or another file format,
//! and so that what a workbook says can be tested without opening one.
//!
//! Alternatives set aside: filling a designed .xlsx (its styles survive, but rows that grow, outlines and
//! formulas do not); writing sheets straight from the roll-up (one file of a thousand lines, and nothing
//! that an office could change without a programmer). A superior's own file is filled all the same (`superior`):
//! there the layout is not ours to draw.
//!
//! Nothing here computes a total. Totals come from `aggregate`; what this room adds are formulas that
//! say the same thing live, and whose stored result is the exact figure.

pub mod words;
pub mod last_year;
pub mod template;
pub mod width;
pub mod table;
pub mod tidy;
pub mod narrow;
pub mod fill;
pub mod checksum;
pub mod read_back;
pub mod paper;
pub mod blank;
pub mod sample;
pub mod filing;
pub mod inventory;
pub mod differences;
pub mod superior;

pub use last_year::LastYear;
