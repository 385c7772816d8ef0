//! 汇表: filled statistics sheets in, county and city workbooks out; a service for a county's season, and a
//! command for a clerk with a folder of attachments.
//!
//! # The flow
//!
//! ```text
//! form · campaign        what is asked, of whom, by when                         制表 布置
//!    ↓
//! formats → submit       a file becomes a grid, a grid (or a page) answers       文件 填报
//!    ↓
//! validate               every finding at once, each at its cell                 审核
//!    ↓
//! store                  revisions, receipts, reviews, the audit: only appended  存储
//!    ↓
//! aggregate              units → counties → city, exact; what became of whom     汇总
//!    ↓
//! report → formats       totals become tables, tables become workbooks           报表 文件
//! ```
//!
//! # The rooms, in reading order
//!
//! - [`problem`]: the one catalogue of what can go wrong.
//! - [`vocabulary`]: numbers, units, places, findings, actors, times, definitions as text.
//! - [`config`]: every setting, its default, its check, where its value came from.
//! - [`form`]: a form is a text: items, columns, checks in a small rule language, words; drawn up and corrected.
//! - [`campaign`]: what is asked of whom; what `3月22日前` means; on time, late, closed; the only allowed steps.
//! - [`notice`]: a notice's text becomes a campaign to confirm; every field points at its words, what is open is asked.
//! - [`submit`]: the grid, the words of a cell, recognition; a form proposed from a table; what is typed; drafts.
//! - [`validate`]: one figure alone, one sheet, several sheets, explanations.
//! - [`aggregate`]: outcomes of units, totals of nodes, rates after the sum.
//! - [`report`]: templates filled from a roll-up; our own workbooks read back; a form on paper, and its sample.
//! - [`formats`]: bytes of files, read in worker processes; workbooks written.
//! - [`store`]: SQLite or PostgreSQL; the only room that knows diesel.
//! - [`workflow`]: one file per verb, over all of the above.
//! - [`web`]: pages and API; the only room that knows actix-web.
//! - [`cli`]: one file per command. [`app`]: the only place that puts the parts together.
//!
//! # The dependency rule
//!
//! Rooms from `problem` to `report` are pure: each imports only rooms above it in the list, the standard
//! library and crates for dates, text, hashing and definitions. `formats` and `store` see pure rooms and not
//! each other. `workflow` sees all of these. `web` and `cli` see `workflow` and pure rooms, never `store` or
//! `formats`. `app` alone sees everything. `tests/tidy.rs` holds this, and the length of files and functions.
//!
//! # Invariants
//!
//! 1. Recognition and validation never fail and never stop at the first finding. A file is read right or
//!    refused with a reason; never silently wrong.
//! 2. A stored revision never changes and is never deleted; the database refuses both. No role changes a
//!    unit's figures: what is wrong is said, and the unit sends again. Who reports on behalf (代报) sends the
//!    unit's file as it is, both identities recorded, the unit told.
//! 3. The revision in force stays in the totals until the unit's next one replaces it; only what has no 强制
//!    finding and every 核实 explained can be sent at all. Every total can list what it was made from.
//! 4. 0, blank, “—”, 零报告 and 未报 are five things. A rate is never summed. No floating point between the
//!    file and the workbook: spreadsheets store binary numbers, and both doors turn them into decimals.
//! 5. Nothing pure reads the clock. What a deadline is judged by is the moment at which the whole sending
//!    request had arrived, taken before anything waits.
//! 6. A file from outside is parsed only in a worker process with limits on memory, CPU and time; a worker
//!    that dies costs one file, never the service.
//! 7. Two sheets of one unit never count twice; in doubt neither counts until a person has decided.
//! 8. An acknowledged submission is on disk. The same request twice is one revision.
//! 9. Every lookup takes an actor: what somebody may not see cannot be loaded. A form version is frozen once a
//!    campaign uses it; a due time moves only by a logged change that every unit sees.
//!
//! # Three walks through the house
//!
//! *A sheet.* `cli::read` asks the office for a reader; `workflow::read` hashes the file and hands its bytes to
//! `formats::pool`; a worker sniffs and judges them and sends a `submit::grid` back; `submit::recognise` finds
//! the table by its labels, the figures by the heads of columns, the unit and the date around it;
//! `formats::second_reader` is asked for the cells of the figures, and `submit::second_reading` compares;
//! `workflow::identify` looks the unit up in the register; `validate::check` adds what is wrong.
//!
//! *A folder.* `workflow::roll_up` does that for every file, frees what a confirmation names, and lets
//! `aggregate::settle` decide what became of each unit; `report::fill` puts the result into the templates and
//! `formats::workbook` writes them. A county's workbook dropped into a folder stands for its units' sheets
//! (`report::read_back`).
//!
//! *A submission.* `web::routes` names the permission and the handler; `web::guard` finds the actor while
//! `web::arrival` notes the moment at which all of the request is there; `workflow::draft` has the file read
//! as above and puts it, judged, into the unit's draft: 尚未报送. The clerk corrects, explains, sends. `workflow::submit`
//! is one walk for page, API and 代报: place and draft are looked up once, what came is read and judged once, and
//! `workflow::deposit` decides anew under the lock of the unit's row and stores revision, figures, findings,
//! explanations, audit entry and receipt in one transaction. `workflow::review` accepts or returns;
//! `workflow::totals` shows what any node adds up to, from sums kept by county, and `workflow::live` makes its
//! roll-up from what is in force, for workbooks.
//!
//! # Absent on purpose
//!
//! No reading of pictures or scans: they are evidence, never a source of figures. No ranking of units anywhere.
//! No request to another host, ever. No way to edit a unit's figure, for nobody.

pub mod problem;
pub mod vocabulary;
pub mod config;
pub mod form;
pub mod campaign;
pub mod notice;
pub mod submit;
pub mod validate;
pub mod aggregate;
pub mod report;
pub mod formats;
pub mod store;
pub mod workflow;
pub mod web;
pub mod cli;
pub mod app;
