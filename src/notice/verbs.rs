//! Words by which a notice asks for something to be sent: 报送, 上报, 反馈, a bare 报 before an office.

use std::ops::Range;

use super::offices::OFFICES;
use super::page::Sentence;

/// Longer words first: 汇总上报 is one verb, 报送至 leads to the receiver.
const VERBS: [&str; 49] = [
    "汇总上报",
    "汇总报送",
    "统一报送",
    "一并报送",
    "书面报送",
    "书面上报",
    "书面报",
    "报送",
    "上报",
    "呈报",
    "报至",
    "报到",
    "报给",
    "报回",
    "反馈",
    "提交",
    "递交",
    "上交",
    "交至",
    "交到",
    "交回",
    "送至",
    "送到",
    "送交",
    "送达",
    "补报",
    "寄至",
    "寄送",
    "寄到",
    "邮寄",
    "发送",
    "发至",
    "发到",
    "上传",
    "填报",
    "提供给",
    "一并提供",
    "传至",
    "汇总报",
    "抄报",
    "报我",
    "报县",
    "报市",
    "报区",
    "发给",
    "发我",
    "函告",
    "函复",
    "函报",
];

/// Verbs of one character, with those before and behind that make another word of each.
const BARE: [(char, &str, &str); 4] = [
    (
        '报',
        "举通申汇情海简直日预警播填呈上晚周早月年电喜速战讯时都",
        "道纸表告名销刊社警备送酬价废复考案信国应答账关批喜务业界导",
    ),
    ('交', "提递上移转社外成相杂邦结公", "通流易费纳代谈警管往接界付叉换涉替错"),
    (
        '发',
        "印下转颁补激开爆签散分批首出触收研引核突揭奖并多频",
        "现生展布放动出表行挥票起证扬明言热文函改通育病掘酵卡包货",
    ),
    ('送', "报抄递寄运发移呈推护赠接遣欢输传派", "达货医教法戏书文温药餐检审交"),
];

/// The characters of each verb of a stretch, in order.
pub fn verbs(sentence: &Sentence, within: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end {
        match verb_at(sentence, at).filter(|end| *end <= within.end) {
            Some(end) => {
                if is_asked(sentence, at, end) && !sentence.is_bracketed(at) {
                    found.push(at..end);
                }
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

fn verb_at(sentence: &Sentence, at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|before| sentence.chars[before]);
    if let Some(verb) = VERBS.iter().find(|verb| sentence.says_at(at, verb)) {
        let is_bare =
            verb.starts_with('报') && verb.chars().count() == 2 && !verb.ends_with(['送', '至', '给', '回']);
        if is_bare && before.is_some_and(|c| BARE[0].1.contains(c)) {
            return None;
        }
        // 印发给你们
        if *verb == "发给"
            && (before.is_some_and(|c| BARE[2].1.contains(c)) || sentence.says_at(at + 2, "你们"))
        {
            return None;
        }
        let length = if matches!(*verb, "发我" | "报我" | "报县" | "报市" | "报区") {
            1
        } else {
            verb.chars().count()
        };
        return Some(at + length);
    }
    if matches!(sentence.chars[at], '发' | '送') && !leads_to_office(sentence, at + 1) {
        return None;
    }
    let behind = sentence.chars.get(at + 1)?;
    let (_, not_behind, not_before) = BARE.iter().find(|(verb, ..)| *verb == sentence.chars[at])?;
    let is_verb = before.is_some_and(|c| !not_behind.contains(c)) && !not_before.contains(*behind);
    is_verb.then_some(at + 1)
}

/// `通过OA发教育局安全科`, `发同一邮箱`; not 发倡议书.
pub fn leads_to_office(sentence: &Sentence, from: usize) -> bool {
    const LONGEST: usize = 24;
    if ["邮箱", "电子邮箱", "至邮箱"].iter().any(|mailbox| sentence.says_at(from, mailbox)) {
        return true;
    }
    let most = sentence.chars.len().min(from + LONGEST);
    let is_edge = |at: &usize| {
        (",;。(、:".contains(sentence.chars[*at]) || sentence.chars[*at].is_ascii_alphanumeric())
            && !sentence.is_bracketed(*at)
            && sentence.name_bracket(*at).is_none()
    };
    let end = (from..most).find(is_edge).unwrap_or(most);
    OFFICES
        .iter()
        .chain(&["邮箱", "地址", "信群", "Q群", "钉群", "工作群"])
        .any(|office| sentence.says_before(end, office))
        && end > from + 1
}

/// `信息报送工作` and `投诉反馈情况` name a task, `向社会反馈` is not sent to an office.
fn is_asked(sentence: &Sentence, at: usize, end: usize) -> bool {
    const TASKS: [&str; 14] = [
        "工作", "制度", "机制", "情况", "系统", "平台", "率", "渠道", "质量", "程序", "任务", "纪律", "要求",
        "人员",
    ];
    const LABELS: [&str; 8] = ["时间", "时限", "方式", "内容", "材料", "期限", "地址", "邮箱"];
    // 报质量科 and 发到工作群 lead to somebody.
    let leads = end - at == 1 || ["至", "到", "给"].iter().any(|word| sentence.says_before(end, word));
    let task = TASKS.iter().filter(|_| !leads).find(|task| sentence.says_at(end, task));
    // 报送工作总结 and 报送情况统计表 name what is sent.
    let is_task = task.is_some_and(|task| {
        let behind = sentence.chars.get(end + task.chars().count());
        behind.is_none_or(|c| !"总计方情报信动小汇统表材台数".contains(*c))
    });
    // “材料提交：” at the beginning is a heading.
    let is_heading = sentence.says_at(end, ":") && end <= sentence.point() + 6;
    let is_label = is_heading || at == 0 && LABELS.iter().any(|label| sentence.says_at(end, label));
    // “3月15日前报送的总结”, “尚未报送”: what was done or not done is not asked for.
    let is_told = sentence.says_at(end, "的") || sentence.says_at(end, "了") || sentence.says_at(end, "过");
    const DENIALS: [&str; 16] = [
        "未",
        "已",
        "没有",
        "不",
        "已经",
        "无需",
        "不再",
        "未按时",
        "未按要求",
        "重复",
        "不必",
        "无须",
        "不再另行",
        "不再单独",
        "不另",
        "无需另行",
    ];
    let is_denied = DENIALS.iter().any(|word| sentence.says_before(at, word));
    // “一月一报” says how often.
    let is_frequency = at >= 3
        && ["月一", "周一", "日一", "季一", "旬一", "天一", "年一"]
            .iter()
            .any(|word| sentence.says_before(at, word) && "一每".contains(sentence.chars[at - 3]));
    !is_task && !is_label && !is_told && !is_denied && !is_frequency
}
