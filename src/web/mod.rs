//! 页面: what people see in a browser, and how it reaches them.
//!
//! A request passes `trace` (its number in the log), `headers`, `refusal` (problems into words), is found in
//! `routes` (the one table), and stands before the `guard` that its line of the table asks for. The handler,
//! in the file of its noun, reads what was sent (`posted`, `uploaded`), asks one verb of `workflow` off the
//! request threads, and fills a page. `signed` is who asks, `cookies` how the browser remembers it.
//!
//! `pages` is the picture: one file per noun, each a plain structure of texts already in the reader's words
//! beside the template that shows it. It knows no database, no request and no clock, so that every page can
//! be rendered and looked at without a running service. `assets` are the few files that come with a page: one
//! stylesheet, small scripts, an icon, all inside the program.
//!
//! The modules stand in reading order: the server and what stands before a handler; how a request is read and
//! answered; what pages are made of; then the nouns as people meet them, from the first link to the last
//! download; at the end the same for programs.
//!
//! Every page is complete without scripts: a script adds paste, saving in the background and progress, never
//! a step that is impossible otherwise. No inline script and no inline style anywhere, so that the content
//! security policy can forbid both. Absent on purpose: rankings, points, time online, motion for its own sake.

pub mod server;
pub mod within;
mod ending;
pub mod routes;
mod access;
mod trace;
mod headers;
mod refusal;
mod guard;
mod cookies;
pub mod signed;

mod arrival;
mod intake;
mod giving_way;
pub mod posted;
pub mod uploaded;
mod sorted;
pub mod answer;
mod streaming;
mod pouring;

pub mod assets;
mod static_files;
pub mod pages;
mod views;

mod setup;
mod sign_in;
mod second_step;
mod home;
mod account;
mod second_factor;
mod accounts;
mod units;
mod notices;
mod forms;
mod campaigns;
mod clocks;

mod fill_in;
mod submissions;
mod text_size;
mod materials;
mod transfers;
mod deliveries;
mod behalf;
mod annotated;
mod burden;

mod boards;
mod totals;
mod doubles;
mod stated;
mod superior;
mod sign_offs;
mod archives;
mod blanks;
mod audit;
mod audit_file;
mod doctor;
mod protection;
mod manual;
mod interface;
mod health;

mod api;

pub use access::{Access, Route};
pub use routes::table;

pub use server::{Server, start};
