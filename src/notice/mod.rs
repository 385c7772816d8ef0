//! 通知: a notice's text → a campaign to confirm.
//!
//! A notice of one page says who reports what to whom, by when and on what way. It is read by rules, each of which
//! can be named: a deadline is a date with 前 together with a verb of reporting (`verbs`) and a material
//! (`material`); everything else that has a date is passed over, with why. Rules rather than a learned model: the
//! same text always gives the same campaign, every field points at its words, and what is open is asked. A field
//! that no rule fills stays empty.
//!
//! Reading order: `prose` (lines and tables that come in), `proposal` (what goes out), `page` (sentences that can be
//! searched and found again); days in `dates` with `ends`, `open_times` and `numerals`; `verbs` of reporting; what is
//! sent in `material` with `kinds`, `object`, `pointing`, `along` and `ways`; one date's `demand` with `main_verb`, `sought` and `refusals`, a sentence's
//! `demands` with `dealt` and `lead_in`; what labels, tables and undated sentences ask for in `labelled`, `schedule`,
//! `undated`, and what is named behind a time in `following`; all of it in `asked`, where `amended` puts a new day in the
//! place of an old one, `due` says which instant that is, `cascade` whom a clock binds and `naming`
//! tells equal names apart, and `files` of what kind they may be. A superior's letter below the office's own is taken out by
//! `forwarded`. Around it `title`, `head`, `theme`, `window`, `senders`, `receivers`, `contact`, `channel`,
//! `annex`, `passed_over`, `questions`.
//!
//! Limits: pictures of text are not read; a deadline that only an appendix in another file names is not known;
//! lunar days, feasts, `3月底前` and `活动结束后5日内` are asked, because no rule knows when they are. A wording that no rule knows
//! is not read; what a person must confirm stands beside the text for that reason.

mod along;
mod amended;
pub mod annex;
mod annex_items;
mod asked;
mod attachments;
mod cascade;
mod channel;
mod contact;
mod dates;
mod dealt;
mod demand;
mod demands;
mod due;
mod ends;
mod files;
mod following;
mod forwarded;
mod head;
mod kinds;
mod labelled;
mod labels;
mod lead_in;
mod levels;
mod main_verb;
mod material;
mod naming;
mod numerals;
mod object;
mod offices;
mod open_times;
mod page;
mod parts;
mod passed_over;
mod people;
mod phones;
mod pointing;
pub mod proposal;
pub mod prose;
mod questions;
mod read;
mod receivers;
mod refusals;
mod schedule;
mod senders;
mod shares;
mod sought;
mod spread;
mod theme;
mod title;
mod undated;
mod verbs;
mod ways;
mod window;

pub use proposal::{Annex, Channel, ChannelKind, Contact, Deliverable, PassedOver, Proposal, Quoted, Window};
pub use prose::Prose;
pub use read::read;
