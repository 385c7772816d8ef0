//! 词汇: the words every other room uses, each meaning one thing.
//!
//! Nothing here knows a form, a file or a database. Types are built through constructors that refuse
//! what cannot be (a number with a comma, a unit whose parent does not exist), so that nobody inside
//! has to check again. Absent on purpose: Pinyin names, floating-point figures, clocks.

pub mod plain;
pub mod characters;
pub mod hex;
pub mod base64;
pub mod statement;
pub mod number;
pub mod measure;
pub mod time;
pub mod unit;
pub mod unit_name;
pub mod register;
pub mod source;
pub mod place;
pub mod arranged;
pub mod finding;
pub mod file_kind;
pub mod actor;
pub mod password;
pub mod definition;

pub use actor::{Actor, Permission, Role};
pub use arranged::{Arranged, Key};
pub use file_kind::{FileKind, PictureMedia};
pub use finding::{Explained, Finding, Severity};
pub use number::Number;
pub use place::Place;
pub use register::Register;
pub use source::Source;
pub use unit::{Level, Unit, UnitCode};
