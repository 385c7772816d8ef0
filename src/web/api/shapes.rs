//! What goes out and comes in, as JSON: one file for each thing that is spoken of.
//!
//! What is said here of types and fields is what the description of the API shows to people: it is in their language.
//! Every shape that comes in has an example, which its own checks take.

mod written;
mod sheet;
mod judged;
mod draft;
mod notice;
mod campaign;
mod arranged;
mod plan;
mod expected;
mod form;
mod board;
mod reminder;
mod paper;
mod place;
mod totals;
mod doubles;
mod stated;
mod superior;
mod sign_off;
mod revision;
mod package;
mod batch;
mod message;
mod register;
mod account;
mod audit;
mod problem;

pub use self::account::*;
pub use self::arranged::*;
pub use self::audit::*;
pub use self::batch::*;
pub use self::board::*;
pub use self::campaign::*;
pub use self::doubles::*;
pub use self::draft::*;
pub use self::expected::*;
pub use self::form::*;
pub use self::judged::*;
pub use self::message::*;
pub use self::notice::*;
pub use self::package::*;
pub use self::paper::*;
pub use self::place::*;
pub use self::plan::*;
pub use self::problem::*;
pub use self::register::*;
pub use self::reminder::*;
pub use self::revision::*;
pub use self::sheet::*;
pub use self::sign_off::*;
pub use self::stated::*;
pub use self::superior::*;
pub use self::totals::*;
pub use self::written::{figures, time};
