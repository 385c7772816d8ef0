//! Words and signs that say: nothing. 无, “—”, 未开展, 无投诉.

const MARKS: [&str; 31] = [
    "无",
    "没有",
    "暂无",
    "未开展",
    "—",
    "——",
    "–",
    "-",
    "--",
    "---",
    "----",
    "―",
    "─",
    "/",
    "//",
    "\\",
    "无数据",
    "不涉及",
    "N/A",
    "n/a",
    "NA",
    "无此项",
    "没",
    "○",
    "ー",
    "_",
    "__",
    "未举办",
    "*",
    "×",
    "㇐",
];
const NOT_HELD: [&str; 9] =
    ["未开展", "未举办", "未组织", "未召开", "未发布", "未印发", "未受理", "未发生", "未涉及"];
/// Not held is none; not counted is not known.
const NOT_COUNTED: [&str; 5] = ["统计", "无法", "未完", "部分", "待"];
/// 无投诉, 没有消费纠纷, 未接到咨询: nothing of what was to be counted.
const DENIED: [&str; 6] = ["无", "没有", "暂无", "未接到", "未收到", "未接"];
const COUNTED: [&str; 20] = [
    "投诉",
    "咨询",
    "纠纷",
    "举报",
    "活动",
    "宣传",
    "发布会",
    "损失",
    "案件",
    "警示",
    "提示",
    "专栏",
    "专题",
    "报道",
    "资料",
    "会议",
    "发生",
    "开展",
    "受理",
    "检查",
];
/// 无有效投诉, 无新增投诉: nothing of a kind is not nothing at all.
const CHANGED: [&str; 7] = ["效", "新增", "增", "减", "变", "重大", "其他"];

/// Whether words say that there was nothing.
pub fn is_mark(text: &str) -> bool {
    let short = text.chars().count() <= 10
        && !text.chars().any(|c| c.is_ascii_digit())
        && !NOT_COUNTED.iter().any(|word| text.contains(word));
    MARKS.contains(&text)
        || short && NOT_HELD.iter().any(|word| text.starts_with(word))
        || short
            && ["无此", "无相关", "暂未开展", "本单位无", "没有开展", "本年无"]
                .iter()
                .any(|word| text.starts_with(word))
        || short && denies(text)
}

/// 无 or 没有 before what was to be counted.
fn denies(text: &str) -> bool {
    DENIED.iter().any(|word| text.starts_with(word))
        && COUNTED.iter().any(|word| text.ends_with(word))
        && !CHANGED.iter().any(|word| text.contains(word))
}
