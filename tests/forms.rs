//! Every family of forms: filled sheets of each built-in form, read, judged, rolled up and printed.
//!
//! Sheets are drawn as text (`picture`), written in the formats that offices send by the writers of
//! `tests/sheets`, and read by the program itself. What is said of a sheet is compared whole: every figure
//! and every 强制 and 核实 finding, so that one too many fails as surely as one too few.

#[path = "forms/around.rs"]
mod around;
#[allow(dead_code, reason = "shared with the tests of workbooks")]
#[path = "workbooks/book.rs"]
mod book;
#[path = "forms/careful.rs"]
mod careful;
#[path = "forms/columns.rs"]
mod columns;
#[path = "forms/divided.rs"]
mod divided;
#[path = "forms/habits.rs"]
mod habits;
#[path = "forms/measures.rs"]
mod measures;
#[path = "forms/namesakes.rs"]
mod namesakes;
#[path = "forms/offices.rs"]
mod offices;
#[path = "forms/online.rs"]
mod online;
#[path = "forms/parts.rs"]
mod parts;
#[path = "forms/picture.rs"]
mod picture;
#[path = "forms/proved.rs"]
mod proved;
#[path = "forms/rolled_up.rs"]
mod rolled_up;
#[path = "forms/said.rs"]
mod said;
#[path = "forms/second_thoughts.rs"]
mod second_thoughts;
#[path = "forms/sections.rs"]
mod sections;
#[path = "forms/shanxi.rs"]
mod shanxi;
#[path = "sheets/mod.rs"]
mod sheets;
#[path = "forms/units_across.rs"]
mod units_across;
