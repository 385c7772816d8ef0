//! A new campaign as it was typed: kept as it stands for the page, or made into a plan, with every mistake
//! found at once.

use chrono::NaiveTime;
use serde::Deserialize;
use validator::Validate;

use super::super::boards::some;
use super::super::clocks::{self, Reckoning};
use super::super::pages::campaign::CampaignValues;
use super::super::posted::Fields;
use super::materials::{deliverables, materials, with_spare};
use crate::campaign::Shift;
use crate::problem::{Problem, ProblemCode};
use crate::workflow::campaigns::{Continued, Plan};

/// Blank rows that were asked for.
fn more(fields: &Fields) -> usize {
    if asks_for_more(fields) { 3 } else { 0 }
}

/// Whether nothing is to be made yet, but more rows shown.
pub(super) fn asks_for_more(fields: &Fields) -> bool {
    fields.text("intent") == "more"
}

/// A new campaign as it was typed.
#[derive(Clone, Debug, Deserialize, Validate)]
pub struct Typed {
    #[validate(length(min = 1, max = 100, message = "请填写任务名称，不超过 100 个字。"))]
    title: String,
    #[serde(default)]
    form: String,
    #[serde(default)]
    year: String,
    #[serde(default)]
    #[validate(length(max = 100, message = "统计时限不超过 100 个字。"))]
    period: String,
    #[serde(default)]
    #[validate(length(max = 200, message = "主题不超过 200 个字。"))]
    theme: String,
    #[validate(length(min = 1, max = 100, message = "请填写布置单位，不超过 100 个字。"))]
    issuer: String,
    #[serde(default)]
    shift: String,
    #[serde(default)]
    #[validate(length(max = 500, message = "放假的日子写得太长，请不超过 500 个字。"))]
    holidays: String,
    #[serde(default)]
    #[validate(length(max = 500, message = "上班的日子写得太长，请不超过 500 个字。"))]
    workdays: String,
    #[serde(default)]
    returned_is_missing: String,
    #[serde(default)]
    paper_copy: String,
    /// Number of the notice that it is made from.
    #[serde(default)]
    notice: String,
    /// Number of the campaign of another year that it is like.
    #[serde(default)]
    like: String,
}

impl Typed {
    pub(super) fn values(&self, fields: &Fields) -> CampaignValues {
        CampaignValues {
            title: self.title.clone(),
            form: self.form.clone(),
            year: self.year.clone(),
            period: self.period.clone(),
            theme: self.theme.clone(),
            issuer: self.issuer.clone(),
            clock: clocks::typed(fields, ""),
            shift: self.shift.clone(),
            holidays: self.holidays.clone(),
            workdays: self.workdays.clone(),
            returned_is_missing: !self.returned_is_missing.is_empty(),
            paper_copy: !self.paper_copy.is_empty(),
            notice: self.notice.clone(),
            materials: with_spare(materials(fields), more(fields)),
            without_table: fields.has("without_table"),
            like: self.like.clone(),
        }
    }

    pub(super) fn notice(&self) -> Option<i64> {
        self.notice.parse().ok()
    }

    pub(super) fn like(&self) -> Option<i64> {
        self.like.parse().ok()
    }

    /// The plan, or every field that is wrong. Like another campaign, it asks whom that one asked.
    pub(super) fn plan(
        &self,
        fields: &Fields,
        closing: NaiveTime,
        like: Option<&Continued>,
    ) -> Result<Plan, Problem> {
        let year: Option<i32> = self.year.trim().parse().ok().filter(|year| (2000..2100).contains(year));
        let mut wrong = Vec::new();
        if year.is_none() {
            wrong.push((Some("year".to_owned()), "请填写四位数的年度，例如 2024。".to_owned()));
        }
        let shift = Shift::from_code(&self.shift).unwrap_or_default();
        let days_off = clocks::days_off(shift, [&self.holidays, &self.workdays], year, &mut wrong);
        let by = Reckoning { year, closing, days_off: &days_off };
        let deliverables = deliverables(fields, &by, &mut wrong);
        let (Some(year), true) = (year, wrong.is_empty()) else {
            return Err(Problem { code: ProblemCode::Invalid, sentences: wrong });
        };
        Ok(Plan {
            title: self.title.trim().to_owned(),
            form: self.form.clone(),
            year,
            period: some(&self.period).map_or_else(|| format!("{year}年度"), str::to_owned),
            theme: some(&self.theme).map(str::to_owned),
            issuer: self.issuer.trim().to_owned(),
            returned_is_missing: !self.returned_is_missing.is_empty(),
            paper_copy: !self.paper_copy.is_empty(),
            days_off,
            last_campaign: like.filter(|like| like.goes_on(&deliverables)).map(|like| like.task.id),
            choice: like.map(|like| like.choice.clone()).unwrap_or_default(),
            notice: self.notice(),
            deliverables,
        })
    }
}
