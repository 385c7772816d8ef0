//! On what way reports are taken: mail addresses (also with stray blanks), OA, systems and groups, paper, electronic.

use std::ops::Range;

use super::demand::Demand;
use super::material::is_bare_list;
use super::page::{Page, Sentence};
use super::proposal::{Channel, ChannelKind, Quoted};
use super::receivers::receiver;
use super::verbs::verbs;

/// Labels of sentences that speak of the way.
const LABELS: [&str; 9] = [
    "报送方式",
    "报送渠道",
    "上报方式",
    "报送要求",
    "提交方式",
    "报送形式",
    "报送途径",
    "反馈方式",
    "报送邮箱",
];

/// Everything that the notice names.
pub fn channels(page: &Page, asking: &[(&Sentence, &Demand)]) -> Vec<Quoted<Channel>> {
    let mut found: Vec<Quoted<Channel>> = Vec::new();
    let paragraphs: Vec<usize> = asking.iter().map(|(sentence, _)| sentence.paragraph).collect();
    for sentence in &page.sentences {
        let asks = asking.iter().any(|(asking, _)| asking.range == sentence.range);
        let is_near =
            paragraphs.contains(&sentence.paragraph) && sentence.range.start >= asking[0].0.range.start;
        let mut around = page.sentences_of(sentence.paragraph);
        let is_labelled = around.any(|own| LABELS.iter().any(|label| own.has(label)));
        if asks || is_near || is_labelled || speaks_of_materials(sentence) {
            found.extend(ways(page, sentence));
        }
        found.extend(mails(page, sentence));
    }
    found.extend(asking.iter().filter_map(|(sentence, demand)| office(page, sentence, demand)));
    let mut distinct: Vec<Quoted<Channel>> = Vec::new();
    for channel in found {
        if !distinct.iter().any(|known| known.value == channel.value) {
            distinct.push(channel);
        }
    }
    distinct
}

/// `上述材料均须一式三份，加盖公章后报送`.
fn speaks_of_materials(sentence: &Sentence) -> bool {
    let start = sentence.point();
    let clause = start..sentence.clause(start.min(sentence.chars.len() - 1)).end;
    ["上述材料", "以上材料", "报送材料", "所有材料"].iter().any(|word| sentence.has(word))
        || (sentence.has("一式") || sentence.has("(纸质"))
            && start < clause.end
            && is_bare_list(sentence, clause)
}

fn ways(page: &Page, sentence: &Sentence) -> Vec<Quoted<Channel>> {
    let all = 0..sentence.chars.len();
    let mut found = Vec::new();
    let words: [(ChannelKind, &[&str]); 3] = [
        (
            ChannelKind::Oa,
            &["OA系统", "OA办公系统", "OA平台", "办公OA", "OA", "oa系统", "协同办公系统", "协同办公平台"],
        ),
        (
            ChannelKind::Paper,
            &[
                "书面形式",
                "书面和电子形式",
                "书面及电子形式",
                "书面和电子",
                "纸质版",
                "纸质材料",
                "纸质件",
                "纸质",
                "书面材料",
                "书面报",
                "书面上报",
                "一式",
                "EMS",
                "邮寄",
                "寄送",
                "寄至",
            ],
        ),
        (
            ChannelKind::Electronic,
            &[
                "电子形式",
                "电子版",
                "电子文档",
                "电子档",
                "电子材料",
                "电子邮件",
                "电子件",
                "电子表",
                "电子稿",
                "电子各",
            ],
        ),
    ];
    for (kind, names) in words {
        if let Some((at, length)) = sentence.first_of(all.clone(), names) {
            let value = match kind {
                ChannelKind::Oa => sentence.words(at..at + length),
                kind => kind.label().to_owned(),
            };
            found.push(page.quote(sentence, at..at + length, Channel { kind, value }));
        }
    }
    let has_oa = found.iter().any(|channel| channel.value.kind == ChannelKind::Oa);
    found.extend(system(page, sentence).filter(|_| !has_oa));
    found
}

/// `通过县教育云平台报送`, `报送至钉钉工作群`.
fn system(page: &Page, sentence: &Sentence) -> Option<Quoted<Channel>> {
    const LEADS: [&str; 15] = [
        "在",
        "通过",
        "登录",
        "登陆",
        "利用",
        "发送至",
        "上传至",
        "发至",
        "报送至",
        "发到",
        "发送到",
        "上传到",
        "传至",
        "报到",
        "推送至",
    ];
    const ENDS: [&str; 9] =
        ["工作群", "微信群", "QQ群", "钉钉群", "系统", "平台", "公文交换", "政务网", "群"];
    let mut at = 0;
    while let Some((lead, length)) = sentence.first_of(at..sentence.chars.len(), &LEADS) {
        let start = lead + length;
        let most = (start..sentence.chars.len().min(start + 22))
            .find(|place| ",;。".contains(sentence.chars[*place]));
        let most = most.unwrap_or(sentence.chars.len().min(start + 22));
        let end = sentence.first_of(start..most, &ENDS).map(|(end, length)| whole(sentence, end + length));
        let is_named = !sentence.says_before(start, "在") || sentence.says_at(start, "“");
        let is_own = |end: &usize| {
            let clause = sentence.clause(lead).end.max(*end);
            sentence.first_of(*end..clause, &OWN_USE).is_some()
        };
        let end = end.or_else(|| inner_mailbox(sentence, start..most));
        if let Some(end) =
            end.filter(|end| is_named && !is_own(end)).or_else(|| quoted(sentence, start..most))
        {
            // “报送至县消协办公室（QQ群：…）”
            let opens = sentence.words(start..end).chars().rev().position(|c| c == '(' || c == ')');
            let opens = opens.map(|back| end - 1 - back).filter(|at| sentence.chars[*at] == '(');
            let start = opens.map_or(start, |at| at + 1);
            let value = sentence.words(start..end).replace(['“', '”'], "");
            return Some(page.quote(sentence, start..end, Channel { kind: ChannelKind::System, value }));
        }
        at = start;
    }
    messenger(page, sentence)
}

/// `浙政钉发送至…`: programs by which offices write to each other, by name.
fn messenger(page: &Page, sentence: &Sentence) -> Option<Quoted<Channel>> {
    const NAMES: [&str; 6] = ["渝快政", "企业微信", "政务微信", "微信工作群", "政务钉钉", "钉钉"];
    let all = 0..sentence.chars.len();
    // Most provinces call theirs after themselves: 浙政钉, 鲁政通, 粤政易.
    let provincial = (1..all.end.saturating_sub(1)).find(|at| {
        sentence.chars[*at] == '政'
            && "钉通易".contains(sentence.chars[at + 1])
            && !"行民财邮市县区".contains(sentence.chars[at - 1])
    });
    let named = sentence.first_of(all, &NAMES).map(|(at, length)| at..at + length);
    let chars = provincial.map(|at| at - 1..at + 2).or(named)?;
    let value = sentence.words(chars.clone());
    Some(page.quote(sentence, chars, Channel { kind: ChannelKind::System, value }))
}

/// `通过内网邮箱报送`, where no address is written.
fn inner_mailbox(sentence: &Sentence, within: Range<usize>) -> Option<usize> {
    let (at, length) = sentence.first_of(within.clone(), &["邮箱"])?;
    let is_led = sentence.says_before(within.start, "通过") && !sentence.chars.contains(&'@');
    is_led.then_some(at + length)
}

/// `电子公文交换系统`: a system named after what it does.
fn whole(sentence: &Sentence, end: usize) -> usize {
    let more = ["系统", "平台"].iter().find(|more| sentence.says_at(end, more));
    end + more.map_or(0, |more| more.chars().count())
}

/// What people do on a system for themselves.
const OWN_USE: [&str; 6] = ["自行", "下载", "查询", "报名", "学习", "观看"];

/// `通过“浙政钉”上报`: a name in quotation marks with a verb behind it.
fn quoted(sentence: &Sentence, within: Range<usize>) -> Option<usize> {
    let closing = sentence.find(within.clone(), "”").filter(|_| sentence.says_at(within.start, "“"))?;
    let behind = closing + 1..sentence.chars.len().min(closing + 5);
    verbs(sentence, behind).first().filter(|verb| verb.start == closing + 1).map(|_| closing)
}

/// `报送至县卫生健康局综合监督科`: brought to the office itself.
fn office(page: &Page, sentence: &Sentence, demand: &Demand) -> Option<Quoted<Channel>> {
    let receiver = receiver(page, sentence, demand)?;
    let end = demand.verb.end;
    let behind = page.text[receiver.words.end..receiver.sentence.end].trim_start();
    let is_mailbox = ["", "工作", "公务", "政务", "电子", "指定", "公共", "办公"]
        .iter()
        .any(|word| behind.strip_prefix(word).is_some_and(|rest| rest.starts_with("邮箱")))
        || ["微信", "钉钉", "QQ", "工作群"].iter().any(|group| behind.starts_with(group));
    let clause = sentence.clause(demand.verb.start).start..demand.verb.start;
    let is_by_system = sentence.find(clause, "通过").is_some();
    let goes_there = !is_mailbox
        && !is_by_system
        && (["至", "到", "送至", "送到"]
            .iter()
            .any(|word| sentence.says_at(end, word) || sentence.says_before(end, word))
            || has_address(&page.text[receiver.words.end..receiver.sentence.end]));
    let value = Channel { kind: ChannelKind::Office, value: receiver.value };
    goes_there.then_some(Quoted { value, words: receiver.words, sentence: receiver.sentence })
}

/// `（地址：政务中心306室）` behind an office: where papers are brought.
fn has_address(behind: &str) -> bool {
    let inside =
        behind.trim_start().strip_prefix(['（', '(']).and_then(|rest| rest.split(['）', ')']).next());
    inside.is_some_and(|inside| inside.starts_with("地址"))
}

/// Mail addresses of a sentence; blanks around their signs do not count.
fn mails(page: &Page, sentence: &Sentence) -> Vec<Quoted<Channel>> {
    let signs = sentence.chars.iter().enumerate().filter(|(_, c)| **c == '@');
    let addresses = signs.filter_map(|(at, _)| address(page, sentence, at));
    let mail = |chars: Range<usize>| {
        let value = sentence.words(chars.clone());
        page.quote(sentence, chars, Channel { kind: ChannelKind::Mail, value })
    };
    addresses.map(mail).collect()
}

fn address(page: &Page, sentence: &Sentence, sign: usize) -> Option<Range<usize>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    let (mut start, mut end) = (sign, sign + 1);
    while start > 0 && is_part(sentence.chars[start - 1]) && !is_parted(page, sentence, start) {
        start -= 1;
    }
    while end < sentence.chars.len() && is_part(sentence.chars[end]) && !is_parted(page, sentence, end) {
        end += 1;
    }
    while end > sign + 1 && matches!(sentence.chars[end - 1], '.' | '-' | '_') {
        end -= 1;
    }
    let has_domain = sentence.chars[sign + 1..end].contains(&'.');
    (start < sign && has_domain).then_some(start..end)
}

/// A blank between two characters of an address, neither of which is a sign of it: another word begins.
fn is_parted(page: &Page, sentence: &Sentence, at: usize) -> bool {
    let between = sentence.place(at - 1..at).end..sentence.place(at..at + 1).start;
    let is_sign = |c: char| matches!(c, '@' | '.');
    !page.text[between].is_empty() && !is_sign(sentence.chars[at - 1]) && !is_sign(sentence.chars[at])
}
