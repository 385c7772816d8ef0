//! Why a date with a verb asks for no report: it is our own duty to a superior, it is for the public to see, or nothing
//! that could be sent is named.

use std::ops::Range;

use super::page::Sentence;

pub const GOODS: &str = "要求送交的是实物或款项，不是报送材料";
pub const SUPERIOR: &str = "这是上级对本级的要求，不是本通知的报送时限";
pub const PUBLISHED: &str = "要求发布到公众平台，不是报送材料";
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
    sentence.first_of(within.clone(), &asks_us).is_some() || within.into_iter().any(|at| own(&at))
}

/// `作品上传“随手拍”小程序`: shown to the public, and to no office.
pub fn is_published(sentence: &Sentence, verb: &Range<usize>) -> bool {
    const PUBLIC: [&str; 7] = ["小程序", "公众号", "抖音", "微博", "视频号", "朋友圈", "APP"];
    let clause = sentence.clause(verb.start);
    sentence.says_before(verb.end, "上传")
        && PUBLIC.iter().any(|place| sentence.says_before(clause.end, place))
}
