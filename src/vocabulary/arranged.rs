//! 排列: a list by one of its columns, rising or falling, as an address says it (`name`, `-name`).
//!
//! Rows that are equal stay as they stood, so that the list's own order goes on below the one that was asked for; rows
//! without anything in the column come last either way, since nobody looks for them first.

use std::cmp::Reverse;

/// Which column a list is ordered by; none: the list's own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arranged {
    column: String,
    falling: bool,
}

/// What a row is ordered by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Number(i64),
    Words(String),
    Nothing,
}

impl Key {
    /// Words, or nothing where there are none.
    pub fn words(text: &str) -> Key {
        if text.is_empty() { Key::Nothing } else { Key::Words(text.to_owned()) }
    }

    pub fn count(count: usize) -> Key {
        Key::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl Arranged {
    /// From an address. A column that the list does not have leaves it as it is.
    pub fn from_code(code: &str) -> Arranged {
        let (column, falling) = code.strip_prefix('-').map_or((code, false), |column| (column, true));
        Arranged { column: column.to_owned(), falling }
    }

    /// Whether the list stays in its own order.
    pub fn is_usual(&self) -> bool {
        self.column.is_empty()
    }

    /// Whether it is this column, falling.
    pub fn is_falling(&self, column: &str) -> bool {
        self.falling && self.column == column
    }

    /// Whether it is this column, rising.
    pub fn is_rising(&self, column: &str) -> bool {
        !self.falling && self.column == column
    }

    /// Orders rows; `key` tells what a row is ordered by in a column, nothing where there is no such column.
    pub fn sort<T>(&self, rows: &mut [T], key: impl Fn(&T, &str) -> Key) {
        if self.is_usual() {
            return;
        }
        rows.sort_by_cached_key(|row| match key(row, &self.column) {
            Key::Nothing => (true, None, None),
            key if self.falling => (false, None, Some(Reverse(key))),
            key => (false, Some(key), None),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_ordered_by_a_column_and_equals_stay_as_they_stood() {
        const ROWS: [(&str, i64, &str); 4] = [("a", 2, "乙"), ("b", 1, ""), ("c", 2, "甲"), ("d", 10, "乙")];
        for (code, order) in [
            ("", "abcd"),
            ("count", "bacd"),
            ("-count", "dacb"),
            ("name", "adcb"),
            ("-name", "cadb"),
            ("score", "abcd"),
            ("-score", "abcd"),
            ("-", "abcd"),
        ] {
            let mut rows = ROWS;
            Arranged::from_code(code).sort(&mut rows, |row, column| match column {
                "count" => Key::Number(row.1),
                "name" => Key::words(row.2),
                _ => Key::Nothing,
            });
            let order_now: String = rows.iter().map(|row| row.0).collect();
            assert_eq!(order_now, order, "{code}");
        }
        assert!(
            Arranged::from_code("-name").is_falling("name") && Arranged::from_code("name").is_rising("name")
        );
    }
}
