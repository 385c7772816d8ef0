//! The board of a node: the counts, and where each unit stands.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::written::time;
use crate::campaign::standing::Number as Counted;
use crate::campaign::{Deliverable, Standing};
use crate::vocabulary::time::Instant;
use crate::workflow::board::{Board, Counts, Row};

/// The numbers of a board by their names: `expected`, `received`, `on-time`, `late`, `missing` …
pub fn counts(counts: &Counts) -> BTreeMap<&'static str, usize> {
    Counted::ALL.iter().map(|number| number.code()).zip(counts.iter().copied()).collect()
}

/// 一个单位和它以下的进度
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardShape {
    /// 单位代码
    pub node: String,
    /// 单位名称
    pub name: String,
    /// 看的是哪样材料；全部材料的为 `null`
    pub deliverable: Option<i64>,
    /// 各项个数：`expected` 应报、`received` 实报、`on-time` 按时、`late` 迟报、`missing` 未报等
    pub counts: BTreeMap<&'static str, usize>,
    /// 一页填报单位，按代码排列
    pub units: Vec<RowShape>,
    /// 下一页的 `after`；没有下一页的为 `null`
    pub next: Option<String>,
}

/// 一个单位的状态
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitShape {
    /// 单位代码
    pub code: String,
    /// 单位名称
    pub name: String,
    /// `not-started` 未填、`drafted` 已暂存、`partial` 部分已报、`submitted` 已报待审、`returned` 已退回、`accepted` 已通过、`overdue` 逾期、`extended` 已延期、`exempt` 免报
    pub status: &'static str,
    /// 是否迟报；没有报的为 `null`
    pub late: Option<bool>,
    /// 是否零报告
    pub nil: bool,
    /// 第一次收到的时间
    pub first_received: Option<String>,
    /// 算作报送的时间，迟不迟看它
    pub first_valid: Option<String>,
    /// 最近一次变动的时间
    pub last_changed: Option<String>,
    /// 通过的时间
    pub accepted: Option<String>,
    /// 延到何时
    pub extended_until: Option<String>,
    /// 免报的原因
    pub exempt_reason: Option<String>,
    /// 计入汇总的是哪次上报
    pub in_force: Option<i64>,
    /// 最新的是哪次上报
    pub current: Option<i64>,
}

/// 未报名单
#[derive(Debug, Serialize, ToSchema)]
pub struct MissingShape {
    /// 单位代码
    pub node: String,
    /// 单位名称
    pub name: String,
    /// 哪样材料的名单；全部材料的为 `null`
    pub deliverable: Option<i64>,
    /// 可以直接发到工作群里的文字
    pub text: String,
    /// 未报的单位
    pub units: Vec<RowShape>,
}

/// 一个单位的状态和各样材料
#[derive(Debug, Serialize, ToSchema)]
pub struct RowShape {
    #[serde(flatten)]
    pub unit: UnitShape,
    /// 各样材料的状态
    pub materials: Vec<RowPartShape>,
    /// 催报过几次
    pub reminders: usize,
    /// 最近一次催报的时间；没有催过的为 `null`
    pub last_reminded: Option<String>,
}

/// 一样材料的状态
#[derive(Debug, Serialize, ToSchema)]
pub struct RowPartShape {
    /// 材料编号
    pub deliverable: i64,
    /// 名称
    pub title: String,
    /// 与单位的 `status` 相同的词
    pub status: &'static str,
    /// 是否迟报；没有报的为 `null`
    pub late: Option<bool>,
    /// 现在是否还缺
    pub missing: bool,
}

/// A unit of a board: its status and whether it is late are those of everything that the board is about, its times
/// those of the first of it.
pub fn row(board: &Board, row: &Row) -> RowShape {
    let (whole, asked) = (&row.whole, &board.asked);
    let owed = board.owed(whole);
    let part = |(asked, part): (&Deliverable, &Option<Standing>)| {
        let part = part.as_ref()?;
        Some(RowPartShape {
            deliverable: asked.id,
            title: asked.title.clone(),
            status: part.status(Some(asked), board.now).code(),
            late: part.first_valid.map(|_| part.late_by(asked).is_some()),
            missing: owed.iter().any(|owed| owed.id == asked.id),
        })
    };
    let has_sent = whole.parts.iter().flatten().any(|part| part.first_valid.is_some());
    RowShape {
        unit: UnitShape {
            status: whole.status(asked, board.now).code(),
            late: has_sent.then(|| whole.late_by(asked).is_some()),
            ..unit(&whole.head, asked.first(), board.now)
        },
        materials: asked.iter().zip(&whole.parts).filter_map(part).collect(),
        reminders: row.reminded.as_ref().map_or(0, |last| last.times),
        last_reminded: row.reminded.as_ref().map(|last| time(last.at)),
    }
}

pub fn unit(standing: &Standing, table: Option<&Deliverable>, now: Instant) -> UnitShape {
    UnitShape {
        code: standing.code.clone(),
        name: standing.name.clone(),
        status: standing.status(table, now).code(),
        late: standing.first_valid.zip(table).map(|(_, table)| standing.late_by(table).is_some()),
        nil: standing.nil,
        first_received: standing.first_received.map(time),
        first_valid: standing.first_valid.map(time),
        last_changed: standing.last_changed.map(time),
        accepted: standing.accepted.map(time),
        extended_until: standing.extended.map(time),
        exempt_reason: standing.exempt.clone(),
        in_force: standing.in_force,
        current: standing.current,
    }
}
