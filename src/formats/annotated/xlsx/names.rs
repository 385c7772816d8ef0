//! What the other files of this room call things alike.

use super::super::scan::Piece;

/// The namespace that every office program writes; the strict form of the standard has another.
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Row and column, from zero.
pub type Address = (u32, u32);

/// Whether a part begins with this element, as office programs write it.
pub fn is_usual(root: Option<&Piece<'_>>, name: &str) -> bool {
    let Some(root) = root else { return false };
    let declared = match root.prefix().trim_end_matches(':') {
        "" => "xmlns".to_owned(),
        prefix => format!("xmlns:{prefix}"),
    };
    root.name() == name && root.attribute_of(&declared).as_deref() == Some(MAIN)
}
