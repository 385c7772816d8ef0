//! Files that hold files: a ZIP of sheets. Mails are read next door (`mail`).
//!
//! Members come out as they are and are read one by one, each in its own request to a worker, so that a
//! hostile member costs itself and not its neighbours. What operating systems add of their own (folders,
//! hidden files, lock files of open documents) is no member.

use crate::problem::{Refusal, RefusalCode};
use crate::vocabulary::time::Instant;

use super::container::Container;

/// A file out of an archive or a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its path inside the archive, or the attachment's name.
    pub name: String,
    pub bytes: Vec<u8>,
    /// When the mail that carried it arrived, and who sent that.
    pub received: Option<Instant>,
    pub sender: Option<String>,
}

/// The members of a ZIP, each inflated to its end.
pub fn members(mut container: Container<'_>) -> Result<Vec<Member>, Refusal> {
    let mut members = Vec::new();
    let names: Vec<String> = container.names().map(str::to_owned).collect();
    for (index, name) in names.into_iter().enumerate() {
        if is_member(&name) {
            let mut bytes = container.bytes(index)?;
            // Many large pictures lie beside one another until all are sent.
            bytes.shrink_to_fit();
            members.push(Member { name, bytes, received: None, sender: None });
        }
    }
    container.finish()?;
    if members.is_empty() {
        return Err(Refusal::new(RefusalCode::Empty, "an archive without files"));
    }
    Ok(members)
}

fn is_member(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let of_the_system = ["thumbs.db", "desktop.ini"].iter().any(|own| name.eq_ignore_ascii_case(own));
    !name.is_empty()
        && !name.starts_with('.')
        && !name.starts_with("~$")
        && !path.starts_with("__MACOSX/")
        && !of_the_system
}

#[cfg(test)]
mod tests {
    use super::is_member;

    #[test]
    fn what_systems_add_is_no_member() {
        for name in ["沂源县/甲.xlsx", "b.docx"] {
            assert!(is_member(name), "{name}");
        }
        for name in ["沂源县/", "__MACOSX/._a.xlsx", "a/.DS_Store", "~$甲.xlsx", "x/Thumbs.db"] {
            assert!(!is_member(name), "{name}");
        }
    }
}
