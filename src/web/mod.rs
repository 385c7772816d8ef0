//! 页面: what people see in a browser, and how it reaches them.
//!
//! `pages` is the picture: one file per noun, each a plain structure of texts already in the reader's words
//! beside the template that shows it. It knows no database, no request and no clock, so that every page can
//! be rendered and looked at without a running service. `assets` are the few files that come with a page: one
//! stylesheet, small scripts, an icon, all inside the program.
//!
//! Every page is complete without scripts: a script adds paste, saving in the background and progress, never
//! a step that is impossible otherwise. No inline script and no inline style anywhere, so that the content
//! security policy can forbid both. Absent on purpose: rankings, points, time online, motion for its own sake.

pub mod assets;
pub mod pages;
pub mod views;
