//! Words by which offices call material, and which of them a name means.
//!
//! The last word of a Chinese name says what the thing is, those before it what it is about: 个人信息保护宣传总结 is
//! a summary. What trails behind (`（定稿）`, a number, 最终版) is passed over. A name with several words in a row, or
//! none at its end, says several things; 典型案例总结 is a summary to one and cases to another. Both are left open.

use super::super::task::DeliverableKind::{self, Cases, News, Pictures, Plan, Summary, Table, Video};
use crate::vocabulary::plain::plain;

/// A word of material: what it is called and of which kind it is; none where no kind has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: &'static str,
    pub kind: Option<DeliverableKind>,
}

const OF_KINDS: [(DeliverableKind, &[&str]); 7] = [
    (
        Summary,
        &[
            "总结",
            "小结",
            "工作情况",
            "活动情况",
            "开展情况",
            "落实情况",
            "完成情况",
            "情况报告",
            "情况汇报",
            "工作报告",
            "总结报告",
            "工作汇报",
            "汇报",
            "报告",
        ],
    ),
    (Plan, &["方案", "计划", "安排", "安排情况", "预案", "策划书"]),
    (Cases, &["案例"]),
    (News, &["信息", "动态", "简报", "新闻", "报道", "宣传稿", "新闻稿", "通讯稿", "推文", "美篇"]),
    (Pictures, &["图片", "照片", "影像", "图像", "相片", "剪影", "截图", "配图", "图集"]),
    (Video, &["视频", "录像", "短片", "影片", "微电影"]),
    (Table, &["统计表", "报表", "情况表", "汇总表", "统计数据", "情况统计"]),
];

/// Material of no kind above: it is told by a deliverable's own title alone.
const OTHERS: [&str; 43] = [
    "名单",
    "清单",
    "台账",
    "台帐",
    "登记表",
    "花名册",
    "明细表",
    "联系表",
    "通讯录",
    "签到表",
    "签到",
    "简介",
    "通知",
    "纪要",
    "讲话",
    "发言",
    "致辞",
    "倡议书",
    "承诺书",
    "责任书",
    "宣传单",
    "宣传册",
    "海报",
    "申请",
    "请示",
    "复函",
    "回函",
    "证明",
    "问卷",
    "检测报告",
    "检验报告",
    "调查报告",
    "调研报告",
    "课件",
    "教案",
    "目录",
    "回执",
    "论文",
    "征文",
    "说明",
    "主持词",
    "剧本",
    "脚本",
];

/// What trails behind a name and says nothing of what it is.
const TRAILING: [&str; 33] = [
    "最终版",
    "终稿",
    "定稿",
    "初稿",
    "草稿",
    "修改稿",
    "修改版",
    "修改",
    "修订",
    "电子版",
    "纸质版",
    "盖章版",
    "盖章",
    "扫描件",
    "扫描版",
    "扫描",
    "正式版",
    "正式",
    "上报版",
    "上报",
    "报送",
    "最终",
    "最新",
    "新版",
    "改",
    "新",
    "材料",
    "资料",
    "文稿",
    "正文",
    "文档",
    "版",
    "稿",
];

/// Behind a word these make another of it: 信息中心, 影像科, 新闻发布会, 计划生育.
const OF_ANOTHER: [&str; 19] = [
    "中心",
    "公司",
    "科",
    "股",
    "员",
    "化",
    "系统",
    "平台",
    "公开",
    "技术",
    "产业",
    "局",
    "办",
    "网",
    "站",
    "生育",
    "发布会",
    "会议",
    "部",
];

/// The words of a name, those that decide: one where the last word of the name is one.
pub fn deciding(name: &str) -> Vec<Word> {
    let name = bare(name);
    let found = found(&name);
    match found.last() {
        Some((_, last)) if !is_open(&name, &found) => vec![*last],
        _ => found.into_iter().map(|(_, word)| word).collect(),
    }
}

/// Whether the last word of a name does not decide alone: it does not end the name, stands in a row with others
/// (`总结及图片`), or has cases before it.
fn is_open(name: &str, found: &[(usize, Word)]) -> bool {
    let Some(((at, last), before)) = found.split_last() else { return true };
    let in_row = before.last().is_some_and(|(begins, word)| {
        let between = &name[begins + word.text.len()..*at];
        !between.is_empty() && between.chars().all(|c| "及和与、+&,，".contains(c))
    });
    let of_cases = before.iter().any(|(_, word)| word.kind == Some(Cases)) && last.kind != Some(Cases);
    at + last.text.len() < name.len() || in_row || of_cases
}

/// Whether a name says somewhere that it is of this kind.
pub fn says(name: &str, kind: DeliverableKind) -> bool {
    found(&plain(name)).iter().any(|(_, word)| word.kind == Some(kind))
}

/// Words in their order, the longest at each place, none within another.
fn found(name: &str) -> Vec<(usize, Word)> {
    let of_kinds =
        OF_KINDS.iter().flat_map(|(kind, words)| words.iter().map(|text| Word { text, kind: Some(*kind) }));
    let others = OTHERS.iter().map(|text| Word { text, kind: None });
    let known: Vec<Word> = of_kinds.chain(others).collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(c) = name[at..].chars().next() {
        let here = known.iter().filter(|word| name[at..].starts_with(word.text));
        match here.max_by_key(|word| word.text.len()) {
            Some(word) => {
                let behind = &name[at + word.text.len()..];
                if !OF_ANOTHER.iter().any(|other| behind.starts_with(other)) {
                    found.push((at, *word));
                }
                at += word.text.len();
            }
            None => at += c.len_utf8(),
        }
    }
    found
}

/// A name without what is put in brackets, what trails behind, and the wrapping of a notice: 关于印发…方案的通知 is
/// a plan.
fn bare(name: &str) -> String {
    let mut name = without_brackets(&plain(name));
    if name.contains("印发")
        && let Some(inside) = name.strip_suffix("的通知")
    {
        name = inside.to_owned();
    }
    loop {
        let digits = |c: char| c.is_ascii_alphanumeric() || !c.is_alphanumeric();
        let short = name.trim_end_matches(digits);
        let short = TRAILING.iter().find_map(|word| short.strip_suffix(word)).unwrap_or(short);
        if short.len() == name.len() {
            return name;
        }
        name.truncate(short.len());
    }
}

fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    let keep = |c: &char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    let kept: String = name.chars().filter(keep).collect();
    if kept.is_empty() { name.to_owned() } else { kept }
}
