//! JSON for programs, under `/api/v1`: the same verbs as the pages, judged alike, in the same sentences.
//!
//! `body` reads what was sent, `reply` answers, `shapes` are the structures that go out and come in; then one file a
//! noun. `description` is made from all of them: `/api/openapi.json`, and the page of the manual that shows it.
//! Figures are decimals written as texts: JSON's numbers would pass through floating point in most clients.
//! Lists come in pages that begin after a key and never skip or repeat; answers carry an ETag. What may be sent
//! twice by a network that broke is done once: it carries a key, names the state that it changes, or says how things
//! are to be and not what is to be done.

mod json_words;
mod body;
mod shapes;
mod reply;
pub mod reading;
pub mod reminders;
pub mod papers;
pub mod sending;
pub mod drafts;
pub mod places;
pub mod reviews;
pub mod packages;
pub mod deliveries;
pub mod batches;
pub mod blanks;
pub mod downloads;
pub mod annotated;
pub mod doubles;
pub mod stated;
pub mod superior;
pub mod sign_offs;
pub mod forms;
pub mod notices;
pub mod campaigns;
pub mod arranging;
pub mod deliverables;
pub mod messages;
pub mod units;
pub mod accounts;
pub mod audit;
pub mod description;

pub use description::openapi;
