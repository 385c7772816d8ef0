//! 通知: a notice's text → a campaign to confirm.
//!
//! A notice of one page says who reports what to whom, by when and on what way. It is read by rules, each of which
//! can be named: a deadline is a date with 前 together with a verb of reporting (`verbs`) and a material
//! (`material`); everything else that has a date is passed over, with why. Rules rather than a learned model: the
//! same text always gives the same campaign, every field points at its words, and what is open is asked. A field
//! that no rule fills stays empty.
//!
//! Reading order: `prose` (lines and tables that come in), `proposal` (what goes out), `page` (sentences that can be
//! searched and found again), `dates`, `verbs`, `material`, `demand` with `labelled` (what is asked by when), `due`
//! (which instant that is), `head`, `theme`, `who`, `contact`, `channel`, `annex`, `passed_over`, `questions`.
//!
//! Limits: pictures of text are not read; a deadline that only an appendix in another file names is not known;
//! lunar days, feasts and `活动结束后5日内` are asked, because no rule knows when they are.

pub mod annex;
mod attachments;
mod channel;
mod contact;
mod dates;
mod demand;
mod due;
mod head;
mod labelled;
mod material;
mod object;
mod page;
mod parts;
mod passed_over;
pub mod proposal;
pub mod prose;
mod questions;
mod read;
mod schedule;
mod shares;
mod theme;
mod undated;
mod verbs;
mod who;

pub use proposal::{Annex, Channel, ChannelKind, Contact, Deliverable, PassedOver, Proposal, Quoted, Window};
pub use prose::Prose;
pub use read::read;
