//! What goes out and comes in, as JSON: one file for each thing that is spoken of.

mod written;
mod sheet;
mod judged;
mod campaign;
mod form;
mod board;
mod totals;
mod revision;
mod problem;

pub use self::board::{BoardShape, UnitShape, counts, unit};
pub use self::campaign::{CampaignsShape, campaign};
pub use self::form::{FormShape, FormsShape, NewForm, form, listed};
pub use self::judged::{FindingShape, JudgedShape, finding, judged};
pub use self::problem::ProblemShape;
pub use self::revision::{RevisionShape, RevisionsShape, revision};
pub use self::sheet::{ExplanationShape, Sheet, given};
pub use self::totals::{ChildTotalsShape, TotalsShape};
pub use self::written::figures;
