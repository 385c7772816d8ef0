//! Rows of one table under one digest: a single one, those that belong together, or some that came together.

use sha2::{Digest, Sha256};

use crate::vocabulary::hex::hex;

/// Which rows of a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leaf {
    pub table: &'static str,
    pub of: Of,
}

/// By the number that a table's rows go by, first and last, or by a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    Numbers(i64, i64),
    Name(String),
}

impl Leaf {
    pub fn number(table: &'static str, number: i64) -> Leaf {
        Leaf { table, of: Of::Numbers(number, number) }
    }

    pub fn name(table: &'static str, name: &str) -> Leaf {
        Leaf { table, of: Of::Name(name.to_owned()) }
    }

    /// As few leaves as hold exactly these numbers.
    pub fn ranges(table: &'static str, numbers: &[i64]) -> Vec<Leaf> {
        let mut numbers = numbers.to_vec();
        numbers.sort_unstable();
        let mut ranges: Vec<(i64, i64)> = Vec::new();
        for number in numbers {
            match ranges.last_mut() {
                Some((_, last)) if number <= *last + 1 => *last = number,
                _ => ranges.push((number, number)),
            }
        }
        ranges.into_iter().map(|(first, last)| Leaf { table, of: Of::Numbers(first, last) }).collect()
    }

    /// `account 12`, `message 5-17`, `setup_link 0a…`: under this the log names it.
    pub fn text(&self) -> String {
        match &self.of {
            Of::Numbers(first, last) if first == last => format!("{} {first}", self.table),
            Of::Numbers(first, last) => format!("{} {first}-{last}", self.table),
            Of::Name(name) => format!("{} {name}", self.table),
        }
    }
}

/// The digest of rows, by their texts in any order.
pub fn digest_of(mut texts: Vec<&str>) -> String {
    texts.sort_unstable();
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text);
        hash.update("\n");
    }
    hex(&hash.finalize())
}
