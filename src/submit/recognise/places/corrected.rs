//! 更正: a person says of some cells what goes there, or that nothing does.
//!
//! What somebody chose goes before what was recognised, cell by cell. A cell that calculates stays as it is, whatever is
//! chosen for it, and so does one that holds words (`Holds`); what was said of a cell that somebody has decided about is
//! not said again.

use serde::{Deserialize, Serialize};

use super::{Asked, Holds, Places, Spot, Whose, holds_at};
use crate::submit::filling;
use crate::submit::grid::Grid;

/// What a person chose for a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub at: filling::Spot,
    /// `None`: nothing is written there.
    pub wants: Option<Wanted>,
}

/// Whose figure, which, and how far its point moves into the measure that the cell is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub whose: Whose,
    pub asked: Asked,
    pub shift: i32,
}

impl Places {
    /// The places with what people chose, the later choice before the earlier.
    pub fn corrected(mut self, grid: &Grid, choices: &[Choice]) -> Places {
        for choice in choices {
            let (sheet, at) = choice.at;
            self.spots.retain(|spot| (spot.sheet, spot.at) != choice.at);
            let own = grid.sheets.get(sheet);
            if let Some(name) = own.map(|own| own.place(&"".into(), at.0, at.1).cell) {
                self.said.retain(|sentence| !names(sentence, &name));
            }
            let Some(Wanted { whose, asked, shift }) = choice.wants.clone() else { continue };
            let holds = own.map_or(Holds::Nothing, |own| holds_at(own, at));
            self.spots.push(Spot { sheet, at, whose, asked, holds, shift });
        }
        self.spots.sort_by_key(|spot| (spot.sheet, spot.at));
        self
    }
}

/// Whether a sentence names a cell: `D5`, and neither `D50` nor `AD5`.
fn names(sentence: &str, cell: &str) -> bool {
    let is_part = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    sentence.match_indices(cell).any(|(at, _)| {
        !is_part(sentence[..at].chars().next_back()) && !is_part(sentence[at + cell.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_a_cell_only_whole() {
        for (sentence, is_named) in [
            ("工作表“表”的 D5、D7 要的是同一个数", true),
            ("D50 里已有内容", false),
            ("AD5 里已有内容", false),
            ("模板要“约谈”（D5），留空", true),
        ] {
            assert_eq!(names(sentence, "D5"), is_named, "{sentence}");
        }
    }
}
