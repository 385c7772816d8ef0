//! Days that a sentence names: `3月22日前`, `3月17日下午下班前`, `3月10日—16日`, `2024-03-22`, and words that mean a
//! day without saying which (`月底前`, `活动结束后5个工作日内`, `春节前`, `周五前`).
//!
//! A stretch of words is found here, with what it is: a day, a span of days, or a time that only a person can
//! resolve. Whether it is a deadline for reporting is for `demand` to say.

use std::ops::Range;

use super::page::Sentence;

/// A time that a sentence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The characters of the sentence.
    pub chars: Range<usize>,
    pub kind: NamedKind,
    /// Month, day and, where it is written, year of the (first) day.
    pub first: Option<Day>,
    /// The last day of a span.
    pub last: Option<Day>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedKind {
    /// A day with words that make an end of it: 前, 截止.
    Until,
    /// A day.
    Day,
    Span,
    /// An end without a day that could be looked up in a calendar.
    Open,
}

/// A day as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    pub year: Option<i32>,
    pub month: u32,
    pub day: u32,
}

/// Everything that names a time, in order.
pub fn named(sentence: &Sentence) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < sentence.chars.len() {
        match one(sentence, at) {
            Some(named) => {
                at = named.chars.end;
                found.push(named);
            }
            None => at += 1,
        }
    }
    found
}

fn one(sentence: &Sentence, at: usize) -> Option<Named> {
    let before = at.checked_sub(1).map(|before| sentence.chars[before]);
    if before.is_some_and(|c| c.is_ascii_digit() || c == '.' || c == '-' || c == '/') {
        return None;
    }
    open_end(sentence, at).or_else(|| day(sentence, at)).or_else(|| day_alone(sentence, at))
}

/// `22日17:00前`: of which month?
fn day_alone(sentence: &Sentence, at: usize) -> Option<Named> {
    let follows = at > 0 && "月第至到—-".contains(sentence.chars[at - 1]);
    let (day, behind) = number(sentence, at).filter(|(day, _)| !follows && (1..=31).contains(day))?;
    let is_day = sentence.chars.get(behind).is_some_and(|c| matches!(c, '日' | '号'));
    let end = behind_until(sentence, behind + 1).filter(|_| is_day && day > 0)?;
    Some(Named { chars: at..end, kind: NamedKind::Open, first: None, last: None })
}

fn day(sentence: &Sentence, at: usize) -> Option<Named> {
    let (first, end) = written_day(sentence, at)?;
    if let Some((last, end)) = span_end(sentence, end, first) {
        let end = behind_until(sentence, end).unwrap_or(end);
        return Some(Named { chars: at..end, kind: NamedKind::Span, first: Some(first), last: Some(last) });
    }
    let (kind, end) = match behind_until(sentence, end) {
        Some(end) => (NamedKind::Until, end),
        None if is_announced_end(sentence, at) => (NamedKind::Until, behind_clock(sentence, end)),
        None => (NamedKind::Day, end),
    };
    Some(Named { chars: at..end, kind, first: Some(first), last: None })
}

/// `2024年3月22日`, `3月22号`, `三月二十二日`, `3月20前`, `2024-03-22`, `2024.3.22`; where it ends.
fn written_day(sentence: &Sentence, at: usize) -> Option<(Day, usize)> {
    let (first, behind) = number(sentence, at)?;
    let sign = *sentence.chars.get(behind)?;
    if sign == '年' || (1990..2100).contains(&first) && matches!(sign, '-' | '.' | '/') {
        let year = match first {
            10..=99 => 2000 + first as i32,
            1990..2100 => first as i32,
            _ => return None,
        };
        let (day, end) = month_and_day(sentence, behind + 1, sign != '年')?;
        return Some((Day { year: Some(year), ..day }, end));
    }
    month_and_day(sentence, at, false)
}

fn month_and_day(sentence: &Sentence, at: usize, by_sign: bool) -> Option<(Day, usize)> {
    let (month, behind) = number(sentence, at)?;
    let sign = *sentence.chars.get(behind)?;
    let parts = if by_sign { matches!(sign, '-' | '.' | '/') } else { sign == '月' };
    let (day, end) = number(sentence, behind + 1).filter(|_| parts)?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let mark = sentence.chars.get(end).copied();
    let end = match mark {
        Some('日' | '号') => end + 1,
        _ if by_sign => end,
        Some('前' | '(' | '、' | '至' | '-' | '—' | '~') => end,
        _ => return None,
    };
    Some((Day { year: None, month, day }, end))
}

/// The end of a span: `至3月31日`, `—16日`, `起至3月30日`.
fn span_end(sentence: &Sentence, end: usize, first: Day) -> Option<(Day, usize)> {
    let mut at = end;
    if sentence.chars.get(at) == Some(&'(') {
        at = (at..sentence.chars.len().min(at + 8)).find(|at| sentence.chars[*at] == ')')? + 1;
    }
    while sentence.chars.get(at).is_some_and(|c| matches!(c, '起' | '开' | '始' | ',')) {
        at += 1;
    }
    let joins = |c: &char| matches!(c, '至' | '到' | '-' | '—' | '~' | '–' | '一' | '～');
    let joined = sentence.chars[at..].iter().take_while(|c| joins(c)).count();
    if joined == 0 {
        return None;
    }
    let at = at + joined;
    if let Some((last, end)) = written_day(sentence, at) {
        return Some((last, end));
    }
    let (day, behind) = number(sentence, at)?;
    let is_day = sentence.chars.get(behind).is_some_and(|c| matches!(c, '日' | '号'));
    (is_day && (1..=31).contains(&day)).then_some((Day { day, ..first }, behind + 1))
}

/// Behind the words that make an end of a day: `前`, `下午下班前`, `（星期五）17:30前`, `24时以前`, `截止`.
fn behind_until(sentence: &Sentence, at: usize) -> Option<usize> {
    const MOST: usize = 18;
    const ENDS: [&str; 6] = ["之前", "以前", "前", "截止", "为止", "止"];
    let mut place = at;
    while place < sentence.chars.len().min(at + MOST) {
        if let Some(end) = ENDS.iter().find(|end| sentence.says_at(place, end)) {
            let is_other =
                ["前往", "前后", "前来", "前台", "前期"].iter().any(|word| sentence.says_at(place, word));
            return (!is_other).then_some(place + end.chars().count());
        }
        if !is_of_clock(sentence.chars[place]) {
            return None;
        }
        place += 1;
    }
    None
}

/// Characters that may stand between a day and the word that makes an end of it.
fn is_of_clock(c: char) -> bool {
    c.is_ascii_digit()
        || "上下中午晚夜间下班时点分整半:(（）)星期周一二三四五六日天含当号零两七八九十凌晨早".contains(c)
}

/// Behind a clock time and a weekday, where `截止时间为` stands before the day.
fn behind_clock(sentence: &Sentence, at: usize) -> usize {
    let length = sentence.chars[at..].iter().take_while(|c| is_of_clock(**c)).count();
    at + length
}

/// Words before a day that make an end of it.
pub fn is_announced_end(sentence: &Sentence, at: usize) -> bool {
    const WORDS: [&str; 16] = [
        "截止时间为",
        "截止时间:",
        "截止日期为",
        "截止日期:",
        "截止时间",
        "截止日期",
        "截止到",
        "截止至",
        "截至",
        "截止",
        "不迟于",
        "不晚于",
        "最迟于",
        "最晚于",
        "最迟",
        "最晚",
    ];
    let labels = [
        "报送时间:",
        "上报时间:",
        "报送时限:",
        "上报时限:",
        "报送期限:",
        "提交时间:",
        "完成时限:",
        "反馈时间:",
    ];
    let asked = ["报送时间为", "上报时间为", "报送时限为", "截稿时间:", "截稿日期:", "截稿时间为"];
    WORDS.iter().chain(&labels).chain(&asked).any(|word| sentence.says_before(at, word))
}

/// `月底前`, `3月底前`, `3月中旬`, `活动结束后5个工作日内`, `春节前`, `下周五前`, `每月25日前`, `农历二月十五前`.
fn open_end(sentence: &Sentence, at: usize) -> Option<Named> {
    const BEGINNINGS: [&str; 54] = [
        "次年", "明年", "翌年", "去年", "上年", "每月", "每季", "每周", "每年", "每日", "当月", "本月",
        "下月", "次月", "月底", "月末", "年底", "年末", "季末", "本周", "下周", "这周", "周一", "周二",
        "周三", "周四", "周五", "周六", "周日", "星期", "农历", "正月", "腊月", "冬月", "节前", "会前",
        "赛前", "年前", "春节", "元旦", "元宵", "清明", "五一", "端午", "中秋", "国庆", "当日", "当天",
        "次日", "今日", "明日", "即日", "今天", "明天",
    ];
    let begins = BEGINNINGS.iter().any(|word| sentence.says_at(at, word));
    let month = part_of_month(sentence, at);
    let days = days_after(sentence, at);
    let end = match (month, days) {
        (Some(end), _) => behind_until(sentence, end).unwrap_or(end),
        (None, Some(end)) => end,
        (None, None) if begins => (at..sentence.chars.len().min(at + 14))
            .take_while(|place| !",。;、".contains(sentence.chars[*place]))
            .find(|place| sentence.chars[*place] == '前')
            .map(|place| place + 1)?,
        (None, None) => return None,
    };
    Some(Named { chars: at..end, kind: NamedKind::Open, first: None, last: None })
}

/// `3月底`, `三月中旬`.
fn part_of_month(sentence: &Sentence, at: usize) -> Option<usize> {
    let (month, behind) = number(sentence, at)?;
    let parts = ["月底", "月末", "月初", "月上旬", "月中旬", "月下旬", "月份"];
    let part = parts.iter().find(|part| sentence.says_at(behind, part))?;
    (1..=12).contains(&month).then_some(behind + part.chars().count())
}

/// `结束后5个工作日内`, `5日内`, `一周内`.
fn days_after(sentence: &Sentence, at: usize) -> Option<usize> {
    const BEGINNINGS: [&str; 8] = [
        "活动结束后",
        "结束后",
        "活动后",
        "活动结束",
        "收到通知后",
        "收到本通知后",
        "印发之日起",
        "发文之日起",
    ];
    let beginning = BEGINNINGS.iter().find(|word| sentence.says_at(at, word))?;
    let from = at + beginning.chars().count();
    let end = (from..sentence.chars.len().min(from + 10))
        .take_while(|place| !",。;、".contains(sentence.chars[*place]))
        .find(|place| sentence.chars[*place] == '内')?;
    Some(end + 1)
}

/// A number in digits or in Chinese numerals; where it ends.
pub fn number(sentence: &Sentence, at: usize) -> Option<(u32, usize)> {
    let chars = sentence.chars.get(at..)?;
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if digits > 0 {
        let words: String = chars[..digits].iter().collect();
        return Some((words.parse().ok()?, at + digits));
    }
    let numerals = chars.iter().take_while(|c| "〇零一二三四五六七八九十廿".contains(**c)).count();
    let value = numeral(&chars[..numerals])?;
    Some((value, at + numerals))
}

/// `二十二`, `三`, `二〇二四`.
fn numeral(chars: &[char]) -> Option<u32> {
    let digit = |c: &char| "〇一二三四五六七八九".chars().position(|d| d == *c || *c == '零' && d == '〇');
    if let Some(ten) = chars.iter().position(|c| *c == '十') {
        let tens = match &chars[..ten] {
            [] => 1,
            [c] => digit(c)?,
            _ => return None,
        };
        let ones = match &chars[ten + 1..] {
            [] => 0,
            [c] => digit(c)?,
            _ => return None,
        };
        return u32::try_from(tens * 10 + ones).ok();
    }
    let mut value = 0;
    for c in chars {
        value = value * 10 + u32::try_from(digit(c)?).ok()?;
    }
    (!chars.is_empty() && chars.len() <= 4).then_some(value)
}
