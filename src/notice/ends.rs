//! Words that make an end of a day: `前`, `下午下班前`, `（星期五）17:30前`, `24时以前` behind it, `截止时间为` before it.

use super::page::Sentence;

/// Behind the words that make an end of the day before them.
pub fn behind_until(sentence: &Sentence, at: usize) -> Option<usize> {
    const MOST: usize = 28;
    const ENDS: [&str; 6] = ["之前", "以前", "前", "截止", "为止", "止"];
    let mut place = at;
    while place < sentence.chars.len().min(at + MOST) {
        if let Some(end) = ENDS.iter().find(|end| sentence.says_at(place, end)) {
            let is_other = ["前往", "前后", "前来", "前台", "前期", "前夕", "前述"]
                .iter()
                .any(|word| sentence.says_at(place, word));
            return (!is_other).then_some(place + end.chars().count());
        }
        match remark_end(sentence, place) {
            Some(end) => place = end,
            None if is_of_clock(sentence.chars[place]) => place += 1,
            None => return None,
        }
    }
    None
}

/// A remark in brackets tells the weekday, the lunar day, or by what is judged: `（正月十七）`, `（以邮戳为准）`.
fn remark_end(sentence: &Sentence, at: usize) -> Option<usize> {
    const LONGEST: usize = 12;
    let opens = sentence.chars[at] == '(';
    let most = sentence.chars.len().min(at + LONGEST);
    (at..most).filter(|_| opens).find(|place| sentence.chars[*place] == ')').map(|closing| closing + 1)
}

/// Characters that may stand between a day and the word that makes an end of it.
fn is_of_clock(c: char) -> bool {
    c.is_ascii_digit()
        || "上下中午晚夜间下班时点分整半:(（）)星期周一二三四五六日天含当号零两七八九十凌晨早".contains(c)
}

/// Behind a clock time and a weekday, where the end of the day is announced before it.
pub fn behind_clock(sentence: &Sentence, at: usize) -> usize {
    let length = sentence.chars[at..].iter().take_while(|c| is_of_clock(**c)).count();
    at + length
}

/// Words before a day that make an end of it.
pub fn is_announced_end(sentence: &Sentence, at: usize) -> bool {
    const WORDS: [&str; 32] = [
        "时间也是",
        "时间是",
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
        "报送时间:",
        "上报时间:",
        "报送时限:",
        "上报时限:",
        "报送期限:",
        "提交时间:",
        "完成时限:",
        "反馈时间:",
        "报送时间为",
        "上报时间为",
        "报送时限为",
        "截稿时间:",
        "截稿日期:",
        "截稿时间为",
    ];
    WORDS.iter().any(|word| sentence.says_before(at, word))
}
