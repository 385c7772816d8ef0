//! Why a date with a verb asks for no report: it is our own duty to a superior, it is for the public to see, or nothing
//! that could be sent is named.

use std::ops::Range;

use super::dates::Named;
use super::offices::is_office;
use super::page::Sentence;

pub const GOODS: &str = "要求送交的是实物或款项，不是报送材料";
pub const SUPERIOR: &str = "这是上级对本级的要求，不是本通知的报送时限";
pub const PUBLISHED: &str = "要求发布到公众平台，不是报送材料";
pub const CUT_OFF: &str = "这是数据的统计截止时点，不是报送时限";
pub const PAST: &str = "早于发文日期，通知另有新的报送时限";
pub const WORK: &str = "这是完成工作的时限，句中没有要求报送材料";
pub const UNNAMED: &str = "句中没有写明要报送的材料";

/// `要求我县于…`, `我局将于…汇总上报`: what this office itself must do.
pub fn is_of_superior(sentence: &Sentence, within: Range<usize>) -> bool {
    const OWN: &str = "局委县市办院校处队厅会区旗镇部站所中";
    const DUTIES: [&str; 8] = ["将", "须", "要", "应", "拟", "于", "在", "们将"];
    let own = |at: &usize| {
        let office = sentence.chars.get(at + 1).copied().unwrap_or(' ');
        // 本校 and 本县 are also of whoever reports.
        let is_ours = match sentence.chars[*at] {
            '我' => OWN.contains(office),
            '本' => "局委厅办会处".contains(office),
            _ => false,
        };
        is_ours
            && !sentence.says_before(*at, "报")
            && DUTIES.iter().any(|duty| sentence.says_at(at + 2, duty))
    };
    let asks_us = ["要求我", "须向市局", "我们将"];
    sentence.first_of(within.clone(), &asks_us).is_some()
        || is_office_itself(sentence, &within)
        || within.into_iter().any(|at| own(&at))
}

/// `县局将于5月10日前公示结果，并于5月15日前报市局`: what an office says of itself, until others are asked.
fn is_office_itself(sentence: &Sentence, within: &Range<usize>) -> bool {
    let begins = sentence.part(within.start).start.max(sentence.point());
    let is_own = |start: &usize| {
        let name = sentence.words(*start..(start + 2).min(sentence.chars.len()));
        let is_clause = *start == begins || ",;。".contains(sentence.chars[start - 1]);
        is_clause
            && name.starts_with(['省', '市', '县', '区', '旗'])
            && is_office(&name)
            && ["将", "拟"].iter().any(|word| sentence.says_at(start + 2, word))
    };
    let is_asked = |start: usize| sentence.first_of(start..within.end, &["请", ",各", ";各"]).is_some();
    (begins..within.start + 1).rfind(is_own).is_some_and(|start| !is_asked(start))
}

/// `填报数据截止到12月31日`: until when the figures count.
pub fn is_cut_off(sentence: &Sentence, date: &Named) -> bool {
    const WORDS: [&str; 4] = ["数据", "口径", "统计", "指标"];
    const ENDS: [&str; 3] = ["截止", "截至", "截"];
    let clause = sentence.clause(date.chars.start).start;
    let announced = ENDS.iter().filter_map(|word| sentence.find(clause..date.chars.start, word)).min();
    announced.is_some_and(|at| WORDS.iter().any(|word| sentence.says_before(at, word)))
}

/// `作品上传“随手拍”小程序`: shown to the public, and to no office.
pub fn is_published(sentence: &Sentence, verb: &Range<usize>) -> bool {
    const PUBLIC: [&str; 7] = ["小程序", "公众号", "抖音", "微博", "视频号", "朋友圈", "APP"];
    let clause = sentence.clause(verb.start);
    sentence.says_before(verb.end, "上传")
        && PUBLIC.iter().any(|place| sentence.says_before(clause.end, place))
}
