//! The form of a new campaign, with its fields as they were typed.

use askama::Template;

use super::Frame;
use super::layout::Choice;
use super::notice::NoticeRead;

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
    /// No statistics table is asked for.
    pub without_table: bool,
    /// The campaign of another year that it is like; may be empty.
    pub like: String,
}

/// The fields of a deliverable's clock, as typed.
#[derive(Clone, Debug, Default)]
pub struct ClockFields {
    /// There is no deadline, whatever else was typed.
    pub open: bool,
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
        let typed = [&self.phrase, &self.due_at, &self.grace_minutes, &self.close_at];
        !self.open && typed.into_iter().all(|text| text.is_empty())
    }
}

/// A row for 报送材料 beside the table, as chosen and typed.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// From 1 on; part of the names of its fields.
    pub number: usize,
    /// Value of a choice; blank: the row asks for nothing.
    pub kind: String,
    /// Who sends it: value of a choice; blank: the units asked.
    pub level: String,
    pub required: bool,
    /// As the notice calls it; blank: as its kind is called.
    pub name: String,
    /// Blank: due with the table.
    pub clock: ClockFields,
    /// `docx、pdf`; blank: any.
    pub files: String,
    /// Largest size of a file in MB; blank: the service's own limit.
    pub largest: String,
}

impl Material {
    pub fn blank(number: usize) -> Material {
        Material { number, ..Material::default() }
    }

    /// What tells its fields from those of the other rows.
    pub fn prefix(&self) -> String {
        format!("m{}", self.number)
    }

    /// Whether anything was chosen or typed.
    pub fn is_blank(&self) -> bool {
        self.kind.is_empty() && self.name.is_empty() && self.clock.is_blank()
    }

    fn field(&self, name: &str) -> String {
        clock_field(&self.prefix(), name)
    }

    /// What stands above its fields: `材料 2：活动总结`.
    fn heading(&self, kinds: &[Choice]) -> String {
        let kind = kinds.iter().find(|kind| kind.value == self.kind && !self.kind.is_empty());
        let called = if self.name.is_empty() { kind.map_or("", |kind| &kind.label) } else { &self.name };
        if called.is_empty() {
            format!("材料 {}", self.number)
        } else {
            format!("材料 {}：{called}", self.number)
        }
    }

    /// Whether something is asked of it that most material has not.
    fn is_unusual(&self) -> bool {
        let grace = self.clock.grace_minutes.as_str();
        let typed = [&self.level, &self.clock.close_at, &self.files, &self.largest];
        !matches!(grace, "" | "0") || typed.into_iter().any(|text| !text.is_empty())
    }

    fn is_wrong(&self, frame: &Frame) -> bool {
        let own = format!("{}-", self.prefix());
        frame.errors.iter().any(|error| error.target.starts_with(&own))
    }
}

#[derive(Template)]
#[template(path = "campaign_new.html", config = "src/web/askama.toml")]
pub struct NewCampaignPage {
    pub frame: Frame,
    pub forms: Vec<Choice>,
    /// What may be asked for beside the table, and who may send it.
    pub kinds: Vec<Choice>,
    pub levels: Vec<Choice>,
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
