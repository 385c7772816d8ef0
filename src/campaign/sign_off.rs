//! 上报汇总: the supervisor of a county (of a city, of a province) signs what its units add up to.
//!
//! A sign-off pins the revisions that it was made of; nothing that happens to a unit afterwards moves a signed
//! figure. Whoever is above accepts it, or returns it with a reason. The campaign's own node has nobody above it:
//! its sign-off is the roll-up that is published. Where a unit's figures are no longer those that were pinned, the
//! node is 待更正 until it signs anew. All of it is derived from what was signed and decided; no state is stored.
//!
//! A node signs what somebody has looked at: figures that were accepted. As long as its clock runs it waits for
//! every unit that is expected and for every node below that has a supervisor; when the clock has ended, who has
//! not reported is left out by name. What only waits for a verdict is waited for always, because whoever wants to
//! sign can give it.

mod changes;
mod lacking;
mod printed;

pub use self::changes::{Change, Since, changes};
pub use self::lacking::{Lack, of_node, of_unit};
pub use self::printed::{Correction, Signed};

/// What was decided about a sign-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignVerdict {
    /// 通过.
    Accept,
    /// 退回.
    Return,
}

impl SignVerdict {
    /// The name in database and API.
    pub fn code(self) -> &'static str {
        match self {
            SignVerdict::Accept => "accept",
            SignVerdict::Return => "return",
        }
    }

    pub fn from_code(code: &str) -> Option<SignVerdict> {
        [SignVerdict::Accept, SignVerdict::Return].into_iter().find(|verdict| verdict.code() == code)
    }
}

/// Where a node stands, by its newest sign-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignState {
    /// 未汇总上报.
    Open,
    /// 已汇总上报: it waits for the verdict of whoever is above.
    Signed,
    Returned,
    Accepted,
    /// 已公布: the campaign's own node has signed.
    Published,
}

/// What can happen to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignStep {
    Sign,
    Accept,
    Return,
}

impl SignState {
    pub const ALL: [SignState; 5] =
        [SignState::Open, SignState::Signed, SignState::Returned, SignState::Accepted, SignState::Published];

    /// Of the newest sign-off (`None`: there is none) and the newest verdict about it; `top`: the campaign's own node.
    pub fn of(newest: Option<Option<SignVerdict>>, top: bool) -> SignState {
        match (newest, top) {
            (None, _) => SignState::Open,
            (Some(_), true) => SignState::Published,
            (Some(None), false) => SignState::Signed,
            (Some(Some(SignVerdict::Accept)), false) => SignState::Accepted,
            (Some(Some(SignVerdict::Return)), false) => SignState::Returned,
        }
    }

    /// The name in API.
    pub fn code(self) -> &'static str {
        match self {
            SignState::Open => "open",
            SignState::Signed => "signed",
            SignState::Returned => "returned",
            SignState::Accepted => "accepted",
            SignState::Published => "published",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            SignState::Open => "未汇总上报",
            SignState::Signed => "已汇总上报",
            SignState::Returned => "已退回",
            SignState::Accepted => "已通过",
            SignState::Published => "已公布",
        }
    }

    /// Whether units' figures that are no longer those that were signed make it 待更正. What was returned is to be
    /// signed anew anyhow.
    pub fn is_corrected_by(self, changes: usize) -> bool {
        changes > 0 && matches!(self, SignState::Signed | SignState::Accepted | SignState::Published)
    }

    /// Whether a step can be taken, so many units having changed since. What was accepted can still be returned;
    /// what has not changed is not signed twice.
    pub fn allows(self, step: SignStep, changes: usize) -> bool {
        match (self, step) {
            (SignState::Open | SignState::Returned, SignStep::Sign) => true,
            (SignState::Signed | SignState::Accepted | SignState::Published, SignStep::Sign) => changes > 0,
            (SignState::Signed, SignStep::Accept) => true,
            (SignState::Signed | SignState::Accepted, SignStep::Return) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_follows_from_what_was_signed_and_decided() {
        use SignVerdict::{Accept, Return};
        for (newest, top, label) in [
            (None, false, "未汇总上报"),
            (None, true, "未汇总上报"),
            (Some(None), false, "已汇总上报"),
            (Some(Some(Accept)), false, "已通过"),
            (Some(Some(Return)), false, "已退回"),
            (Some(None), true, "已公布"),
        ] {
            assert_eq!(SignState::of(newest, top).label(), label, "{newest:?}");
        }
    }

    #[test]
    fn only_these_steps_can_be_taken() {
        let steps = |changes: usize| -> Vec<String> {
            let all = SignState::ALL.into_iter().flat_map(|state| {
                [SignStep::Sign, SignStep::Accept, SignStep::Return].map(|step| (state, step))
            });
            let allowed = all.filter(|(state, step)| state.allows(*step, changes));
            allowed.map(|(state, step)| format!("{}: {step:?}", state.label())).collect()
        };
        let unchanged = [
            "未汇总上报: Sign",
            "已汇总上报: Accept",
            "已汇总上报: Return",
            "已退回: Sign",
            "已通过: Return",
        ];
        assert_eq!(steps(0), unchanged);
        let changed = [
            "未汇总上报: Sign",
            "已汇总上报: Sign",
            "已汇总上报: Accept",
            "已汇总上报: Return",
            "已退回: Sign",
            "已通过: Sign",
            "已通过: Return",
            "已公布: Sign",
        ];
        assert_eq!(steps(2), changed);
    }

    #[test]
    fn a_change_shows_where_something_signed_still_stands() {
        let shown = SignState::ALL.into_iter().filter(|state| state.is_corrected_by(1)).map(SignState::label);
        assert_eq!(shown.collect::<Vec<_>>(), ["已汇总上报", "已通过", "已公布"]);
        assert!(SignState::ALL.into_iter().all(|state| !state.is_corrected_by(0)));
    }
}
