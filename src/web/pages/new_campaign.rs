//! The form of a new campaign, with its fields as they were typed.

use askama::Template;

use super::Frame;
use super::layout::Choice;
use super::notice::NoticeRead;
use crate::campaign::DeliverableKind;

/// The fields of a new campaign, as typed.
#[derive(Clone, Debug, Default)]
pub struct CampaignValues {
    pub title: String,
    /// Field `form`, value of a choice.
    pub form: String,
    pub year: String,
    pub period: String,
    pub theme: String,
    pub issuer: String,
    /// Of the statistics table.
    pub clock: ClockFields,
    /// Field `shift`, value of a choice.
    pub shift: String,
    pub holidays: String,
    pub workdays: String,
    pub returned_is_missing: bool,
    pub paper_copy: bool,
    /// Number of the notice that it is made from; may be empty.
    pub notice: String,
    /// What can be asked for beside the table.
    pub materials: Vec<Material>,
}

/// The fields of a deliverable's clock, as typed.
#[derive(Clone, Debug, Default)]
pub struct ClockFields {
    pub phrase: String,
    /// `2024-03-22 24:00`; blank where the phrase says it.
    pub due_at: String,
    /// Minutes; blank is none.
    pub grace_minutes: String,
    pub close_at: String,
}

/// The name of a field of a clock: that of the table has no prefix.
pub fn clock_field(prefix: &str, field: &str) -> String {
    if prefix.is_empty() { field.to_owned() } else { format!("{prefix}-{field}") }
}

impl ClockFields {
    pub fn is_blank(&self) -> bool {
        [&self.phrase, &self.due_at, &self.grace_minutes, &self.close_at]
            .into_iter()
            .all(|text| text.is_empty())
    }
}

/// 报送材料 beside the table, as ticked and typed.
#[derive(Clone, Debug)]
pub struct Material {
    pub kind: DeliverableKind,
    /// Field `also`.
    pub ticked: bool,
    pub required: bool,
    /// As the notice calls it; blank: as its kind is called.
    pub name: String,
    /// Blank: due with the table.
    pub clock: ClockFields,
}

impl Material {
    /// Everything that may be asked for, nothing of it ticked.
    pub fn all() -> Vec<Material> {
        let others = DeliverableKind::ALL.into_iter().filter(|kind| *kind != DeliverableKind::Table);
        let unticked = |kind| Material {
            kind,
            ticked: false,
            required: false,
            name: String::new(),
            clock: ClockFields::default(),
        };
        others.map(unticked).collect()
    }

    /// Whether there is anything to see below its tick.
    fn is_open(&self) -> bool {
        self.required || !self.name.is_empty() || !self.clock.is_blank()
    }

    fn field(&self, name: &str) -> String {
        clock_field(self.kind.code(), name)
    }
}

#[derive(Template)]
#[template(path = "campaign_new.html", config = "src/web/askama.toml")]
pub struct NewCampaignPage {
    pub frame: Frame,
    pub forms: Vec<Choice>,
    /// What is done about days off.
    pub shifts: Vec<Choice>,
    pub values: CampaignValues,
    /// What was read from the notice that it is made from.
    pub read: Option<NoticeRead>,
    /// What the phrase was understood to mean, to be confirmed: `2024年3月22日 24:00（含当日）`; may be empty.
    pub understood: String,
    /// `周六`; empty on working days.
    pub day_off: String,
}
