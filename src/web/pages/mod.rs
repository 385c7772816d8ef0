//! Every page as a structure of finished texts beside its template.
//!
//! A handler fills a structure and renders it; a template decides nothing but layout. Texts are formatted
//! before they come here (`words` has the formats: times, sizes, deadlines), numbers are exact decimal texts,
//! states are small enums whose words are fixed in one place (`status`). What several pages share:
//! `layout` (frame, errors, fields), `figures` (the form's table), `due`, `status`, `chart`.
//!
//! Errors are given once, to the [`Frame`], each with the id of the element it is about; the summary on top,
//! the link to the element, the words beside it and the page's title follow from that. The id of an element
//! is its field's name with `-` for `.`: `v.7` stands at `#v-7`, `e.0` at `#e-0`.

pub mod field;
pub mod layout;
pub mod words;
pub mod heads;
pub mod status;
pub mod due;
pub mod chart;
pub mod figures;

pub mod setup;
pub mod sign_in;
pub mod home;
pub mod second_factor;
pub mod account;
pub mod accounts;
pub mod units;
pub mod tabs;
pub mod notice;
pub mod paper;
pub mod forms;
pub mod new_campaign;
pub mod expected;
pub mod campaign;

pub mod draft;
pub mod check;
pub mod scanned;
pub mod proof;
pub mod receipt;
pub mod submission;
pub mod materials;
pub mod unit;
pub mod package;
pub mod behalf;

pub mod board;
pub mod missing;
pub mod totals;
pub mod doubles;
pub mod stated;
pub mod superior;
pub mod sign_offs;
pub mod audit;
pub mod doctor;
pub mod protection;
pub mod manual;
pub mod interface;
pub mod error;

pub use crate::web::assets::asset;
pub use account::AccountPage;
pub use accounts::AccountsPage;
pub use audit::AuditPage;
pub use behalf::{BehalfPage, BehalfPreviewPage, BehalfResultPage};
pub use board::BoardPage;
pub use campaign::{CampaignPage, CampaignsPage, NewCampaignPage};
pub use check::CheckPage;
pub use doctor::DoctorPage;
pub use doubles::DoublesPage;
pub use draft::DraftPage;
pub use error::ErrorPage;
pub use expected::ExpectedPage;
pub use home::{AdministratorHome, ClerkHome, SupervisorHome};
pub use interface::{InterfaceNounPage, InterfacePage};
pub use layout::{Crumb, Frame, Person};
pub use manual::ManualPage;
pub use missing::MissingPage;
pub use protection::ProtectionPage;
pub use receipt::ReceiptPage;
pub use setup::SetupPage;
pub use sign_in::SignInPage;
pub use sign_offs::{SignOffPage, SignOffsPage};
pub use stated::StatedPage;
pub use status::icon;
pub use submission::SubmissionPage;
pub use superior::SuperiorPage;
pub use totals::{TotalSourcesPage, TotalsPage};
pub use unit::UnitPage;
pub use units::UnitsPage;
