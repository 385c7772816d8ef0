//! Why a node cannot sign yet: what is awaited of a unit, or of a node below that signs by itself.

use super::SignState;
use crate::campaign::{Standing, UnitState};

/// What is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    /// 未报.
    Missing,
    /// 待审: to be accepted or returned first.
    Waiting,
    /// 已退回，尚未重报.
    Returned,
    /// The node below has not signed.
    NotSigned,
    /// It has signed, and nobody has accepted or returned that yet.
    SignedOnly,
    /// What it signed was returned.
    SignReturned,
}

impl Lack {
    pub fn label(self) -> &'static str {
        match self {
            Lack::Missing => "未报",
            Lack::Waiting => "待审",
            Lack::Returned => "已退回，尚未重报",
            Lack::NotSigned => "尚未汇总上报",
            Lack::SignedOnly => "已汇总上报，尚未审核",
            Lack::SignReturned => "汇总已退回，尚未重新上报",
        }
    }
}

/// What is awaited of a unit; `over`: its own clock, an extension counted, has ended.
pub fn of_unit(standing: &Standing, over: bool) -> Option<Lack> {
    match standing.state {
        UnitState::Submitted => Some(Lack::Waiting),
        UnitState::Accepted => None,
        _ if over || standing.exempt.is_some() => None,
        UnitState::Returned => Some(Lack::Returned),
        UnitState::None => Some(Lack::Missing),
    }
}

/// What is awaited of a node below that signs by itself; `over`: the clock has ended.
pub fn of_node(state: SignState, over: bool) -> Option<Lack> {
    match state {
        SignState::Signed => Some(Lack::SignedOnly),
        SignState::Open if !over => Some(Lack::NotSigned),
        SignState::Returned if !over => Some(Lack::SignReturned),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(state: UnitState, exempt: Option<&str>) -> Standing {
        Standing {
            unit: 1,
            code: String::new(),
            name: String::new(),
            path: String::new(),
            contact: None,
            exempt: exempt.map(str::to_owned),
            state,
            revisions: 0,
            nil: false,
            current: None,
            in_force: None,
            first_received: None,
            first_valid: None,
            last_changed: None,
            accepted: None,
            extended: None,
            draft_saved: None,
        }
    }

    #[test]
    fn a_unit_is_awaited_until_it_is_accepted_or_exempt_or_its_clock_has_ended() {
        for (state, exempt, over, lack) in [
            (UnitState::None, None, false, Some(Lack::Missing)),
            (UnitState::None, None, true, None),
            (UnitState::None, Some("撤并"), false, None),
            (UnitState::Submitted, None, false, Some(Lack::Waiting)),
            (UnitState::Submitted, None, true, Some(Lack::Waiting)),
            (UnitState::Submitted, Some("撤并"), false, Some(Lack::Waiting)),
            (UnitState::Returned, None, false, Some(Lack::Returned)),
            (UnitState::Returned, None, true, None),
            (UnitState::Returned, Some("撤并"), false, None),
            (UnitState::Accepted, None, false, None),
            (UnitState::Accepted, None, true, None),
        ] {
            assert_eq!(of_unit(&standing(state, exempt), over), lack, "{state:?} {exempt:?} {over}");
        }
    }

    #[test]
    fn a_node_below_is_awaited_until_it_is_accepted_or_the_clock_has_ended() {
        for (state, running, ended) in [
            (SignState::Open, Some(Lack::NotSigned), None),
            (SignState::Signed, Some(Lack::SignedOnly), Some(Lack::SignedOnly)),
            (SignState::Returned, Some(Lack::SignReturned), None),
            (SignState::Accepted, None, None),
        ] {
            assert_eq!((of_node(state, false), of_node(state, true)), (running, ended), "{state:?}");
        }
    }
}
