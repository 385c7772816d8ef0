//! Times that no calendar knows: `月底前`, `3月中旬`, `春节前`, `下周五前`, `每月25日前`, `农历二月十五前`,
//! `活动结束后5个工作日内`, `自收到本通知之日起3日内`. They are found so that they can be asked.

use super::ends::behind_until;
use super::numerals::number;
use super::page::Sentence;

const BEGINNINGS: [&str; 55] = [
    "次年", "明年", "翌年", "去年", "上年", "每月", "每季", "每周", "每年", "每日", "每天", "当月", "本月",
    "下月", "次月", "月底", "月末", "年底", "年末", "季末", "本周", "下周", "这周", "周一", "周二", "周三",
    "周四", "周五", "周六", "周日", "星期", "农历", "正月", "腊月", "冬月", "节前", "会前", "赛前", "年前",
    "春节", "元旦", "元宵", "清明", "五一", "端午", "中秋", "国庆", "当日", "当天", "次日", "今日", "明日",
    "即日", "今天", "明天",
];

/// Where such a time that begins here ends.
pub fn end(sentence: &Sentence, at: usize) -> Option<usize> {
    if let Some(end) = part_of_month(sentence, at) {
        return Some(behind_until(sentence, end).unwrap_or(end));
    }
    days_after(sentence, at).or_else(|| days_from_now(sentence, at)).or_else(|| named_day(sentence, at))
}

fn named_day(sentence: &Sentence, at: usize) -> Option<usize> {
    const LONGEST: usize = 14;
    BEGINNINGS.iter().find(|word| sentence.says_at(at, word))?;
    let stops = |place: &usize| match sentence.chars[*place] {
        // “每日8时、16时前”
        '、' => !"时点午日号一二三四五六".contains(sentence.chars[place - 1]),
        c => ",。;".contains(c),
    };
    (at..sentence.chars.len().min(at + LONGEST))
        .take_while(|place| !stops(place))
        .find(|place| sentence.chars[*place] == '前' && !"提目".contains(sentence.chars[place - 1]))
        .map(|place| place + 1)
        .or_else(|| again(sentence, at))
}

/// `每周五报送`, `每天上报`: what is sent again and again, without 前.
fn again(sentence: &Sentence, at: usize) -> Option<usize> {
    const LONGEST: usize = 8;
    const SENDING: [&str; 5] = ["报送", "上报", "填报", "报告", "反馈"];
    let near = at..sentence.chars.len().min(at + LONGEST);
    let (verb, _) = sentence.first_of(near, &SENDING).filter(|_| sentence.chars[at] == '每')?;
    let is_time = sentence.chars[at + 1..verb]
        .iter()
        .all(|c| "天日周月季度年旬底末初一二三四五六0123456789号".contains(*c));
    (is_time && verb > at + 1).then_some(verb)
}

/// `3月底`, `三月中旬`.
fn part_of_month(sentence: &Sentence, at: usize) -> Option<usize> {
    let (month, behind) = number(sentence, at)?;
    let parts = ["月底", "月末", "月初", "月上旬", "月中旬", "月下旬", "月份"];
    let part = parts.iter().find(|part| sentence.says_at(behind, part))?;
    (1..=12).contains(&month).then_some(behind + part.chars().count())
}

/// `结束后5个工作日内`, `汛期结束后10日内`, `自收到本通知之日起一周内`.
fn days_after(sentence: &Sentence, at: usize) -> Option<usize> {
    const LONGEST: usize = 26;
    const BEGINNINGS: [&str; 12] = [
        "活动结束",
        "活动后",
        "结束后",
        "自收到",
        "自接到",
        "收到通知",
        "收到本通知",
        "接到通知",
        "自印发",
        "自发文",
        "印发之日起",
        "发文之日起",
    ];
    let is_named = BEGINNINGS.iter().any(|word| sentence.says_at(at, word));
    let begins = at == sentence.point() || at > 0 && ",;。:于".contains(sentence.chars[at - 1]);
    let stops = |place: &usize| ",。;、".contains(sentence.chars[*place]);
    let inside =
        (at..sentence.chars.len().min(at + LONGEST)).take_while(|place| !stops(place)).find(|place| {
            sentence.chars[*place] == '内'
                && "日天周月时".contains(sentence.chars[place.saturating_sub(1)])
                && sentence.first_of(at..*place, &["后", "之日起", "结束"]).is_some()
        })?;
    // Words that lead to the time are none of it: 请各单位自收到….
    let is_led =
        sentence.first_of(at..inside, &["各", "请", "于", "将", "应", "须", "收到", "接到"]).is_some();
    (is_named || begins && !is_led).then_some(inside + 1)
}

/// `请于3日内`, `在5个工作日内`.
fn days_from_now(sentence: &Sentence, at: usize) -> Option<usize> {
    let is_led = ["于", "在", "请", "务必"].iter().any(|word| sentence.says_before(at, word));
    let (_, behind) = number(sentence, at).filter(|_| is_led)?;
    let units = ["日内", "天内", "个工作日内", "周内", "个月内"];
    let unit = units.iter().find(|unit| sentence.says_at(behind, unit))?;
    Some(behind + unit.chars().count())
}
