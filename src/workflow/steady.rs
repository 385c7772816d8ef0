//! 第二见证: what has passed, whatever the clock shows.
//!
//! A clock can be set; how much time has passed since the process began cannot. What the clock has gone on since the last
//! look is held against that: where it has gone on by more, somebody or something has set it ahead. A machine that slept
//! wakes with a clock that jumped as well, and rightly. A service that was given a clock without a witness believes it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;

use crate::store::audit::Leap;
use crate::vocabulary::time::Instant;

/// Time that has passed since some moment; tests bring their own.
pub type Steady = Arc<dyn Fn() -> TimeDelta + Send + Sync>;

/// By more than this a clock jumps; what is less is a clock that is being put right.
const NOTICED: TimeDelta = TimeDelta::seconds(30);

/// The witness, and what it knows.
pub struct Witness {
    steady: Option<Steady>,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    /// What the clock showed at the last look, and what had passed until then.
    last: Option<(Instant, TimeDelta)>,
    /// A jump that nobody has written down yet.
    unwritten: Option<Leap>,
}

/// Whether a look is one of those that are counted from, or one between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Regular,
    Between,
}

impl Witness {
    pub fn new(steady: Option<Steady>) -> Witness {
        Witness { steady, seen: Mutex::default() }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The jump that the clock, which shows this, has made since the last look.
    pub(super) fn look(&self, shows: Instant, look: Look) -> Option<Leap> {
        let passed = self.steady.as_ref()?();
        let mut seen = self.seen();
        let (clock, until) = *seen.last.get_or_insert((shows, passed));
        let before = clock + (passed - until);
        let leap = (shows - before > NOTICED).then_some(Leap { before, after: shows });
        if leap.is_some() || look == Look::Regular {
            seen.last = Some((shows, passed));
        }
        leap.or_else(|| seen.unwritten.take())
    }

    /// A jump that could not be written down is told again at the next look.
    pub(super) fn put_back(&self, leap: Leap) {
        self.seen().unwritten = Some(leap);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::time::parse_instant;

    #[test]
    fn a_clock_that_goes_on_by_more_than_has_passed_has_jumped() {
        let at = |text: &str| parse_instant(text).expect("a time");
        let leap = |before, after| Some(Leap { before: at(before), after: at(after) });
        // What has passed, what the clock shows, whether that look is counted from, and what is said.
        let looks = [
            (0, "2024-03-20 09:00", Look::Regular, None),
            (10, "2024-03-20 09:00:10", Look::Regular, None),
            (20, "2024-03-20 09:00:50", Look::Regular, None),
            (30, "2024-03-20 09:01:31", Look::Regular, leap("2024-03-20 09:01", "2024-03-20 09:01:31")),
            (40, "2024-03-20 09:01:41", Look::Regular, None),
            (40, "2024-03-18 09:00", Look::Regular, None),
            (45, "2024-03-18 09:00:25", Look::Between, None),
            (50, "2024-03-18 09:00:45", Look::Between, leap("2024-03-18 09:00:10", "2024-03-18 09:00:45")),
            (55, "2024-03-18 09:00:50", Look::Between, None),
            (3_655, "2024-03-18 10:00:50", Look::Regular, None),
            (3_655, "2024-03-18 20:00:50", Look::Regular, leap("2024-03-18 10:00:50", "2024-03-18 20:00:50")),
        ];
        let passed = Arc::new(Mutex::new(TimeDelta::zero()));
        let steady = passed.clone();
        let witness = Witness::new(Some(Arc::new(move || *steady.lock().expect("a number"))));
        for (seconds, shows, look, expected) in looks {
            *passed.lock().expect("a number") = TimeDelta::seconds(seconds);
            assert_eq!(witness.look(at(shows), look), expected, "{seconds}: {shows}");
        }
        let unwritten = leap("2024-03-18 10:00:50", "2024-03-18 20:00:50").expect("a jump");
        witness.put_back(unwritten);
        let again = [(); 2].map(|()| witness.look(at("2024-03-18 20:00:50"), Look::Regular));
        assert_eq!(again, [Some(unwritten), None], "until it is written");
        let alone = Witness::new(None);
        let looks =
            ["2024-03-20 09:00", "2024-03-20 19:00"].map(|shows| alone.look(at(shows), Look::Regular));
        assert_eq!(looks, [None, None], "a clock without a witness is believed");
    }
}
