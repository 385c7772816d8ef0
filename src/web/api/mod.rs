//! JSON for programs, under `/api/v1`: the same verbs as the pages, judged alike, in the same sentences.
//!
//! `body` reads what was sent, `shapes` are the structures that go out and come in, `reading` answers
//! questions, `sending` takes sheets, `forms` are what sheets are made by. The description at `/api/openapi.json` is generated from all of them.
//! Figures are decimals written as texts: JSON's numbers would pass through floating point in most clients.
//! Lists come in pages that begin after a key and never skip or repeat; answers carry an ETag.

mod body;
mod shapes;
mod reply;
pub mod reading;
pub mod sending;
pub mod forms;
pub mod description;

pub use description::openapi;
