//! How numbers and times lie in the database.

use chrono::{DateTime, TimeZone, Utc};

use crate::vocabulary::Number;
use crate::vocabulary::time::{Instant, beijing};

/// Decimal places of a stored figure: 1 分 is 0.000001 万元.
const PLACES: i32 = 6;

/// A figure in millionths; `None` where it has more decimals or is beyond what is stored (a 强制 finding has
/// stopped it before).
pub fn to_millionths(number: Number) -> Option<i64> {
    let shifted = number.shift(PLACES)?;
    if shifted.is_whole() { shifted.to_string().parse().ok() } else { None }
}

pub fn from_millionths(stored: i64) -> Number {
    Number::whole(stored).shift(-PLACES).expect("sixty-four bits in millionths are a number")
}

pub fn to_millis(instant: Instant) -> i64 {
    instant.timestamp_millis()
}

pub fn from_millis(millis: i64) -> Instant {
    let utc: DateTime<Utc> = Utc.timestamp_millis_opt(millis).single().unwrap_or_default();
    utc.with_timezone(&beijing())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_stored_exactly() {
        for (text, stored) in
            [("0", 0), ("57.4421", 57_442_100), ("0.000001", 1), ("100000000", 100_000_000_000_000)]
        {
            let number = Number::parse(text).unwrap();
            assert_eq!(to_millionths(number), Some(stored));
            assert_eq!(from_millionths(stored), number);
        }
        assert_eq!(to_millionths(Number::parse("0.0000001").unwrap()), None);
    }
}
