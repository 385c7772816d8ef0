//! What a workbook says of the sign-off that it was written for.

use crate::vocabulary::time::Instant;

/// A sign-off as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// 第 n 次.
    pub number: i64,
    pub by: String,
    pub at: Instant,
    /// SHA-256 over what was signed: revisions, figures, who and when.
    pub digest: String,
    /// Why it was signed anew; nothing the first time.
    pub reason: Option<String>,
    /// Figures that are no longer those of the sign-off before.
    pub corrections: Vec<Correction>,
    /// Nodes below that have a supervisor and have not signed, by name.
    pub unsigned: Vec<String>,
}

/// 更正: one figure, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// `第7项 为消费者挽回经济损失`.
    pub title: String,
    pub measure: String,
    /// With all digits; `无` where there was no figure.
    pub old: String,
    pub new: String,
}

impl Signed {
    /// The line under every table: `已汇总上报（第 1 次），王五，2024-03-23 10:20，校验值 3f2a…`.
    pub fn line(&self, at: &str) -> String {
        let short: String = self.digest.chars().take(16).collect();
        format!("已汇总上报（第 {} 次），{}，{at}，校验值 {short}（全文见“说明”）。", self.number, self.by)
    }

    /// What was not signed below, where something was not.
    pub fn left_open(&self) -> Option<String> {
        let names = self.unsigned.join("、");
        (!self.unsigned.is_empty()).then(|| format!("{names}没有汇总上报，按其所属单位已通过的报表计入。"))
    }
}

impl Correction {
    /// `更正：第7项 挽回经济损失，原 11.522 万元，改为 12 万元。`
    pub fn line(&self) -> String {
        let Correction { title, measure, old, new } = self;
        format!("更正：{title}，原 {old} {measure}，改为 {new} {measure}。")
    }
}
