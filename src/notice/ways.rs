//! Words on the way of what is sent: 通过…, 以书面形式, 经单位负责人审核. They end the list of materials before them.

use std::ops::Range;

use super::page::Sentence;

/// Where the words on the way begin in a stretch; its end where there are none.
pub fn way_begins(sentence: &Sentence, within: Range<usize>) -> usize {
    within.clone().find(|at| !sentence.is_bracketed(*at) && is_way(sentence, *at)).unwrap_or(within.end)
}

fn is_way(sentence: &Sentence, at: usize) -> bool {
    const WAYS: [&str; 13] = [
        "通过",
        "用邮件",
        "利用",
        "加盖",
        "书面形式",
        "汇总后",
        "审核后",
        "签字",
        "盖章后",
        "统一",
        "分别",
        "按时",
        "一并",
    ];
    // “汇总后的统计表” is what is sent.
    let is_part = |way: &&str| sentence.says_at(at + way.chars().count(), "的");
    WAYS.iter().any(|way| sentence.says_at(at, way) && !is_part(way)) || is_manner(sentence, at)
}

/// `以U盘形式`, `以PDF格式`, `经校长签字后`.
pub fn is_manner(sentence: &Sentence, at: usize) -> bool {
    const LONGEST: usize = 12;
    let near = at + 1..sentence.chars.len().min(at + LONGEST);
    let ends: &[&str] = match sentence.chars[at] {
        '以' => &["形式", "方式", "格式", "邮件", "文件", "书面"],
        '经' => &["签字", "审核", "审定", "审签", "同意", "批准", "盖章", "负责人"],
        _ => return false,
    };
    sentence
        .first_of(near.clone(), ends)
        .is_some_and(|(end, _)| !sentence.words(near.start..end).contains(['、', ',', '。', ';']))
}
