//! 汇表: filled statistics sheets in, county and city workbooks out.
//!
//! # The flow
//!
//! ```text
//! form · campaign        what is asked, of whom, by when                         制表 布置
//!    ↓
//! formats → submit       a file becomes a grid, a grid becomes answers           文件 填报
//!    ↓
//! validate               every finding at once, each at its cell                 审核
//!    ↓
//! aggregate              units → counties → city, exact; what became of whom     汇总
//!    ↓
//! report → formats       totals become tables, tables become workbooks           报表 文件
//! ```
//!
//! # The rooms, in reading order
//!
//! - [`problem`]: the one catalogue of what can go wrong.
//! - [`vocabulary`]: numbers, units, places, findings, times, definitions as text.
//! - [`form`]: a form is a text: items, columns, checks in a small rule language, words.
//! - [`campaign`]: year and deadline; what `3月22日前` means.
//! - [`submit`]: the grid, the words of a cell, recognition.
//! - [`validate`]: one figure alone, one sheet, several sheets, explanations.
//! - [`aggregate`]: outcomes of units, totals of nodes, rates after the sum.
//! - [`report`]: templates filled from a roll-up; our own workbooks read back.
//! - [`formats`]: bytes of files, read in worker processes; workbooks written.
//! - [`workflow`]: one file per verb, over all of the above.
//! - [`cli`]: one file per command. [`app`]: the only place that puts the parts together.
//!
//! # The dependency rule
//!
//! Rooms from `problem` to `report` are pure: each imports only rooms above it in the list, the standard
//! library and crates for dates, text, hashing and definitions. `formats` sees pure rooms. `workflow` sees
//! all of these. `cli` sees `workflow` and pure rooms. `app` alone sees everything. `tests/tidy.rs` holds this,
//! and the length of files and functions.
//!
//! # Invariants
//!
//! 1. Recognition and validation never fail and never stop at the first finding. A file is read right or
//!    refused with a reason; never silently wrong.
//! 2. Nobody changes a unit's figures: what is wrong is said, and the unit sends again.
//! 3. Totals come only from sheets that count, and every total can list them.
//! 4. 0, blank, “—”, 零报告 and 未报 are five things. A rate is never summed. No floating point between the
//!    file and the workbook: spreadsheets store binary numbers, and both doors turn them into decimals.
//! 5. Nothing pure reads the clock.
//! 6. A file from outside is parsed only in a worker process with limits on memory, CPU and time; a worker
//!    that dies costs one file, never the run.
//! 7. Two sheets of one unit never count twice; in doubt neither counts until a person has decided.
//!
//! # Two walks through the house
//!
//! *A sheet.* `cli::read` asks the office for a reader; `workflow::read` hashes the file and hands its bytes to
//! `formats::pool`; a worker sniffs and judges them and sends a `submit::grid` back; `submit::recognise` finds
//! the table by its labels, the figures by the heads of columns, the unit and the date around it;
//! `workflow::identify` looks the unit up in the register; `validate::check` adds what is wrong.
//!
//! *A folder.* `workflow::roll_up` does that for every file, frees what a confirmation names, and lets
//! `aggregate::settle` decide what became of each unit; `report::fill` puts the result into the templates and
//! `formats::workbook` writes them. A county's workbook dropped into a folder stands for its units' sheets
//! (`report::read_back`).
//!
//! # Absent on purpose
//!
//! No database and no server yet: the folder roll-up needs neither. No reading of pictures or scans: they
//! are evidence, never a source of figures. No ranking of units anywhere.

pub mod aggregate;
pub mod app;
pub mod campaign;
pub mod cli;
pub mod config;
pub mod form;
pub mod formats;
pub mod problem;
pub mod report;
pub mod store;
pub mod submit;
pub mod validate;
pub mod vocabulary;
pub mod web;
pub mod workflow;
