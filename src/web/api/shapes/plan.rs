//! A new campaign as a program sends it: what is asked of whom by when.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::campaign::task::{Files, NewDeliverable};
use crate::campaign::{Choice, DaysOff, DeliverableKind, Shift, Single};
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::{Actor, Level, UnitCode};
use crate::web::clocks::{self, Mistakes, Reckoning};
use crate::web::pages::campaign::ClockFields;
use crate::workflow::Service;
use crate::workflow::campaigns::Plan;

/// 新任务
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "title": "2024年“3·15”活动情况统计", "form": "315-activity", "year": 2024,
    "period": "3月1日至3月20日", "choice": { "below": ["370199"], "groups": ["市监"] },
    "deliverables": [
        { "kind": "table", "phrase": "3月22日前", "required": true },
        { "kind": "summary", "title": "活动总结", "phrase": "3月25日下班前", "required": true,
          "file_kinds": ["docx", "pdf"] },
        { "kind": "pictures", "title": "工作图片" }] })))]
pub struct NewCampaign {
    /// 标题
    #[validate(length(min = 1, max = 100, message = "请填写任务名称，不超过 100 个字。"))]
    #[schema(min_length = 1, max_length = 100)]
    pub title: String,
    /// 报表：随程序带的写代码，自己制的写“代码/版本”；不报统计表的不写
    pub form: Option<String>,
    /// 年度
    #[validate(range(min = 2000, max = 2099, message = "请填写四位数的年度，例如 2024。"))]
    #[schema(minimum = 2000, maximum = 2099)]
    pub year: i32,
    /// 统计时限；不写为全年
    #[validate(length(max = 100, message = "统计时限不超过 100 个字。"))]
    pub period: Option<String>,
    /// 活动主题
    #[validate(length(max = 200, message = "主题不超过 200 个字。"))]
    pub theme: Option<String>,
    /// 布置单位；不写为本单位
    #[validate(length(max = 100, message = "布置单位不超过 100 个字。"))]
    pub issuer: Option<String>,
    /// 遇休息日：`never` 不顺延、`holidays` 只遇法定节假日、`all` 周末和节假日都顺延
    pub shift: Option<String>,
    /// 放假的日子，例如“4月4日至6日”
    #[validate(length(max = 500, message = "放假的日子写得太长，请不超过 500 个字。"))]
    pub holidays: Option<String>,
    /// 调休上班的日子
    #[validate(length(max = 500, message = "上班的日子写得太长，请不超过 500 个字。"))]
    pub workdays: Option<String>,
    /// 被退回的算未报
    #[serde(default)]
    pub returned_is_missing: bool,
    /// 需要盖章的纸质件
    #[serde(default)]
    pub paper_copy: bool,
    /// 通知编号
    pub notice: Option<i64>,
    /// 上年任务编号
    pub last_campaign: Option<i64>,
    /// 应报单位；不写为全部填报单位
    #[validate(nested)]
    pub choice: Option<ChoiceShape>,
    /// 报送材料；空的只传达通知
    #[serde(default)]
    #[validate(length(max = 30, message = "一项任务最多 30 样材料。"), nested)]
    pub deliverables: Vec<NewMaterial>,
}

/// 新任务的一样报送材料
#[derive(Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "kind": "summary", "title": "活动总结", "phrase": "3月22日前" })))]
pub struct NewMaterial {
    /// `table` 统计报表、`plan` 方案、`summary` 总结、`pictures` 图片、`cases` 案例、`news` 新闻、`video` 视频、`other` 其他
    pub kind: String,
    /// 名称，照通知写；不写按种类称呼
    #[validate(length(max = 100, message = "材料名称不超过 100 个字。"))]
    pub title: Option<String>,
    /// 时限原文；原文和截止时刻都不写的不限时间
    #[validate(length(max = 100, message = "请照抄通知里的截止时间，不超过 100 个字。"))]
    pub phrase: Option<String>,
    /// 截止时刻；不写的按原文换算
    pub due: Option<String>,
    /// 宽限分钟数
    #[serde(default)]
    #[validate(range(min = 0, max = 10_080, message = "宽限请填 0 到 10080 之间的分钟数。"))]
    #[schema(minimum = 0, maximum = 10080)]
    pub grace_minutes: i64,
    /// 关闭时刻；不写的由人工关闭
    pub close: Option<String>,
    /// 是否必报
    #[serde(default)]
    pub required: bool,
    /// 由哪一级汇总后报：`township`、`county`、`city`、`province`；不写的由应报单位报
    pub level: Option<String>,
    /// 文件格式，例如 `docx`；空的不限
    #[serde(default)]
    #[validate(length(max = 20, message = "文件格式最多写 20 种。"))]
    pub file_kinds: Vec<String>,
    /// 每个文件最大字节数
    #[validate(range(min = 1, max = 104_857_600, message = "每个文件最大 100 MiB。"))]
    #[schema(minimum = 1, maximum = 104857600)]
    pub most_bytes: Option<u64>,
}

/// 应报单位的选择
#[derive(Clone, Debug, Default, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "below": ["370199"], "level": null, "groups": ["市监"],
    "singles": [{ "unit": "370199002", "decided": "remove", "reason": "正在撤并" }] })))]
pub struct ChoiceShape {
    /// 只要这些单位和它们下级的；空的为全部下级
    #[serde(default)]
    #[validate(length(max = 1000, message = "最多写 1000 个单位代码。"))]
    pub below: Vec<String>,
    /// 由哪一级自己报：`unit`、`township`、`county`、`city`、`province`；不写为各填报单位
    pub level: Option<String>,
    /// 只要这些分组的；空的为全部
    #[serde(default)]
    #[validate(length(max = 100, message = "最多写 100 个分组。"))]
    pub groups: Vec<String>,
    /// 个别增加或去掉的单位
    #[serde(default)]
    #[validate(length(max = 1000, message = "最多写 1000 个单位。"), nested)]
    pub singles: Vec<SingleShape>,
}

/// 个别增加或去掉的单位
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({ "unit": "370199002", "decided": "add", "reason": "通知点名要求" })))]
pub struct SingleShape {
    /// 单位代码
    pub unit: String,
    /// `add` 增加、`remove` 去掉
    pub decided: String,
    /// 原因
    #[validate(length(min = 1, max = 500, message = "请写明原因，不超过 500 个字。"))]
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

impl NewCampaign {
    /// The plan that is meant, or every field that is wrong.
    pub fn plan(self, service: &Service, actor: &Actor) -> Result<Plan, Problem> {
        let mut wrong = Mistakes::new();
        let days_off = self.days_off(&mut wrong);
        let closing = service.settings.office_closes;
        let by = Reckoning { year: Some(self.year), closing, days_off: &days_off };
        let numbered = self.deliverables.iter().enumerate();
        let deliverables: Vec<NewDeliverable> =
            numbered.filter_map(|(index, asked)| asked.read(index, &by, &mut wrong)).collect();
        let choice = self.choice.map(ChoiceShape::choice).transpose();
        let choice = choice.unwrap_or_else(|problem| {
            wrong.extend(problem.sentences);
            None
        });
        if !wrong.is_empty() {
            return Err(Problem { code: ProblemCode::Invalid, sentences: wrong });
        }
        let year = self.year;
        Ok(Plan {
            title: self.title.trim().to_owned(),
            form: self.form.unwrap_or_default(),
            year,
            period: said(self.period).unwrap_or_else(|| format!("{year}年度")),
            theme: said(self.theme),
            issuer: said(self.issuer).unwrap_or_else(|| actor.unit_name.clone()),
            returned_is_missing: self.returned_is_missing,
            paper_copy: self.paper_copy,
            days_off,
            last_campaign: self.last_campaign,
            notice: self.notice,
            choice: choice.unwrap_or_default(),
            deliverables,
        })
    }

    fn days_off(&self, wrong: &mut Mistakes) -> DaysOff {
        let shift = match self.shift.as_deref() {
            None => Shift::default(),
            Some(code) => Shift::from_code(code).unwrap_or_else(|| {
                wrong.push((Some("shift".to_owned()), "shift 应为 never、holidays 或 all。".to_owned()));
                Shift::default()
            }),
        };
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        clocks::days_off(shift, [&text(&self.holidays), &text(&self.workdays)], Some(self.year), wrong)
    }
}

fn said(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

impl NewMaterial {
    fn read(&self, index: usize, by: &Reckoning, wrong: &mut Mistakes) -> Option<NewDeliverable> {
        let before = wrong.len();
        let field = |name: &str| Some(format!("deliverables[{index}].{name}"));
        let kind = DeliverableKind::from_code(&self.kind);
        if kind.is_none() {
            let kinds = DeliverableKind::ALL.map(DeliverableKind::code).join("、");
            wrong.push((field("kind"), format!("kind 应为 {kinds} 之一。")));
        }
        let level = self.level.as_deref().and_then(Level::from_code);
        if self.level.is_some() && level.is_none_or(|level| level == Level::Unit) {
            let words = "level 应为 township、county、city 或 province；由应报单位报的不写。";
            wrong.push((field("level"), words.to_owned()));
        }
        if !self.file_kinds.iter().all(|kind| Files::is_ending(kind)) {
            wrong.push((field("file_kinds"), "请写文件的后缀，例如 docx、pdf、jpg。".to_owned()));
        }
        let clock = self.clock().read("", by).map_err(|mistakes| {
            let named = mistakes.into_iter().map(|(name, words)| {
                let name = name.map(|name| format!("deliverables[{index}].{}", name.trim_end_matches("_at")));
                (name, words)
            });
            wrong.extend(named);
        });
        let (kind, (due, close), true) = (kind?, clock.ok()?, wrong.len() == before) else { return None };
        Some(NewDeliverable {
            kind,
            title: said(self.title.clone()).unwrap_or_else(|| kind.label().to_owned()),
            due,
            close,
            required: self.required,
            level,
            files: Files {
                kinds: self.file_kinds.iter().map(|kind| kind.to_ascii_lowercase()).collect(),
                most_bytes: self.most_bytes,
            },
        })
    }

    /// The clock as the page's fields hold it: one reader for both.
    fn clock(&self) -> ClockFields {
        let text = |text: &Option<String>| text.clone().unwrap_or_default().trim().to_owned();
        ClockFields {
            open: self.phrase.is_none() && self.due.is_none(),
            phrase: text(&self.phrase),
            due_at: text(&self.due),
            grace_minutes: self.grace_minutes.to_string(),
            close_at: text(&self.close),
        }
    }
}

impl ChoiceShape {
    pub fn of(choice: &Choice) -> ChoiceShape {
        let single = |single: &Single| SingleShape {
            unit: single.unit.to_string(),
            decided: if single.asked { "add" } else { "remove" }.to_owned(),
            reason: single.reason.clone(),
        };
        ChoiceShape {
            below: choice.below.iter().map(UnitCode::to_string).collect(),
            level: choice.level.map(|level| level.code().to_owned()),
            groups: choice.groups.clone(),
            singles: choice.singles.iter().map(single).collect(),
        }
    }

    /// The choice that is meant, or every field that is wrong.
    pub fn choice(self) -> Result<Choice, Problem> {
        let mut wrong = Mistakes::new();
        let level = self.level.as_deref().map(|code| {
            let known = Level::from_code(code);
            if known.is_none() {
                let words = "level 应为 unit、township、county、city 或 province。";
                wrong.push((Some("level".to_owned()), words.to_owned()));
            }
            known
        });
        let decided = |single: SingleShape| match single.decided.as_str() {
            "add" | "remove" => Ok(Single {
                unit: UnitCode::new(&single.unit),
                asked: single.decided == "add",
                reason: single.reason,
            }),
            _ => Err((Some("singles".to_owned()), "decided 应为 add 或 remove。".to_owned())),
        };
        let mut singles = Vec::new();
        for single in self.singles {
            match decided(single) {
                Ok(single) => singles.push(single),
                Err(mistake) => wrong.push(mistake),
            }
        }
        if !wrong.is_empty() {
            return Err(Problem { code: ProblemCode::Invalid, sentences: wrong });
        }
        let below = self.below.iter().map(|code| UnitCode::new(code)).collect();
        Ok(Choice { below, level: level.flatten(), groups: self.groups, singles })
    }
}
