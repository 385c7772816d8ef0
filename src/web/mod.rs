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
//! Every page is complete without scripts: a script adds paste, saving in the background and progress, never
//! a step that is impossible otherwise. No inline script and no inline style anywhere, so that the content
//! security policy can forbid both. Absent on purpose: rankings, points, time online, motion for its own sake.

mod access;
mod account;
mod accounts;
pub mod answer;
mod api;
mod arrival;
pub mod assets;
mod audit;
mod behalf;
mod boards;
mod burden;
mod campaigns;
mod clocks;
mod cookies;
mod ending;
mod fill_in;
mod guard;
mod headers;
mod health;
mod home;
mod intake;
mod manual;
pub mod pages;
pub mod posted;
mod refusal;
pub mod routes;
pub mod server;
mod setup;
mod sign_in;
pub mod signed;
mod static_files;
mod submissions;
mod totals;
mod trace;
mod units;
pub mod uploaded;
mod views;

pub use access::{Access, Route};
pub use routes::table;

pub use server::{Server, start};
