//! The only steps that a campaign, and a unit within it, can take.
//!
//! A campaign goes 草稿 → 已发布 → 已关闭 → 已归档 and never back, but for reopening what was closed. A unit's
//! current revision is 待审 until somebody accepts or returns it; whatever the unit sends again is 待审 anew.

/// 填报任务的状态.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CampaignState {
    Draft,
    Published,
    Closed,
    Archived,
}

impl CampaignState {
    pub const ALL: [CampaignState; 4] =
        [CampaignState::Draft, CampaignState::Published, CampaignState::Closed, CampaignState::Archived];

    /// The name in database and API.
    pub fn code(self) -> &'static str {
        match self {
            CampaignState::Draft => "draft",
            CampaignState::Published => "published",
            CampaignState::Closed => "closed",
            CampaignState::Archived => "archived",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            CampaignState::Draft => "草稿",
            CampaignState::Published => "已发布",
            CampaignState::Closed => "已关闭",
            CampaignState::Archived => "已归档",
        }
    }

    pub fn from_code(code: &str) -> Option<CampaignState> {
        CampaignState::ALL.into_iter().find(|state| state.code() == code)
    }

    pub fn may_become(self, next: CampaignState) -> bool {
        use CampaignState::{Archived, Closed, Draft, Published};
        matches!(
            (self, next),
            (Draft, Published) | (Published, Closed) | (Closed, Published) | (Closed, Archived)
        )
    }
}

/// What became of a unit's current revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitState {
    /// Nothing was sent.
    None,
    /// 已报待审.
    Submitted,
    /// 已退回.
    Returned,
    /// 已通过.
    Accepted,
}

/// What can happen to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Submit,
    Accept,
    Return,
}

impl UnitState {
    pub const ALL: [UnitState; 4] =
        [UnitState::None, UnitState::Submitted, UnitState::Returned, UnitState::Accepted];

    /// The name in database and API.
    pub fn code(self) -> &'static str {
        match self {
            UnitState::None => "none",
            UnitState::Submitted => "submitted",
            UnitState::Returned => "returned",
            UnitState::Accepted => "accepted",
        }
    }

    pub fn from_code(code: &str) -> Option<UnitState> {
        UnitState::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Where a step leads; `None` where it cannot be taken. What was accepted can still be returned, and a
    /// unit that finds its own mistake sends again: both are new steps, nothing is undone.
    pub fn after(self, step: Step) -> Option<UnitState> {
        match (self, step) {
            (_, Step::Submit) => Some(UnitState::Submitted),
            (UnitState::Submitted, Step::Accept) => Some(UnitState::Accepted),
            (UnitState::Submitted | UnitState::Accepted, Step::Return) => Some(UnitState::Returned),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn campaigns_go_one_way_and_may_be_reopened() {
        let steps = CampaignState::ALL
            .into_iter()
            .flat_map(|from| CampaignState::ALL.map(|to| (from, to)))
            .filter(|(from, to)| from.may_become(*to))
            .map(|(from, to)| format!("{}→{}", from.label(), to.label()));
        assert_eq!(
            steps.collect::<Vec<_>>(),
            ["草稿→已发布", "已发布→已关闭", "已关闭→已发布", "已关闭→已归档"]
        );
    }

    #[test]
    fn only_what_waits_can_be_accepted() {
        for (state, step, after) in [
            (UnitState::None, Step::Submit, Some(UnitState::Submitted)),
            (UnitState::None, Step::Accept, None),
            (UnitState::None, Step::Return, None),
            (UnitState::Submitted, Step::Accept, Some(UnitState::Accepted)),
            (UnitState::Submitted, Step::Return, Some(UnitState::Returned)),
            (UnitState::Returned, Step::Accept, None),
            (UnitState::Returned, Step::Return, None),
            (UnitState::Returned, Step::Submit, Some(UnitState::Submitted)),
            (UnitState::Accepted, Step::Return, Some(UnitState::Returned)),
            (UnitState::Accepted, Step::Submit, Some(UnitState::Submitted)),
            (UnitState::Accepted, Step::Accept, None),
        ] {
            assert_eq!(state.after(step), after, "{state:?} {step:?}");
        }
    }
}
