//! Words near a table that say its figures are none: 以上为示例数据, 本表作废, a title that ends in （草稿）.
//!
//! Whoever wrote them meant the whole table, and may have forgotten them there; so it is asked about once.

use super::view::{SheetView, Word};
use crate::vocabulary::Finding;

/// Words that mean the table they stand at.
const THIS: [&str; 10] = ["以上", "以下", "上述", "本表", "此表", "该表", "表中", "表内", "上表", "下表"];

/// What makes figures none.
const NONE: [&str; 13] =
    ["示例", "样例", "例子", "模拟", "虚拟", "测试", "作废", "假设", "草稿", "初稿", "上年", "去年", "样表"];

/// Words that compare, explain or refer: nothing is taken back by them.
const ELSEWHERE: [&str; 10] = ["同比", "相比", "比较", "增减", "增长", "参照", "见", "较", "不含", "请"];

/// What a title ends in that is not yet, or no longer, a report.
const ENDINGS: [&str; 7] = ["作废", "草稿", "初稿", "模板", "测试", "模拟", "草表"];

/// What is asked about words in the given rows that take the figures of a table back.
pub fn ask(view: &SheetView, rows: std::ops::Range<u32>) -> Option<Finding> {
    let near = view.words.iter().filter(|word| rows.contains(&word.row));
    let word = near.into_iter().find(|word| disowns(word))?;
    let place = view.place(word.row, word.column);
    let words = format!("{place} 写着“{}”，这些数字可能不是要报的；请核对，确要报的请删去这句话", word.plain);
    Some(Finding::query("table-disowned", words).at(Some(place)).holding())
}

fn disowns(word: &Word) -> bool {
    says_so(&word.plain) || word.is_title && ends_so(&word.plain)
}

fn says_so(words: &str) -> bool {
    let short = words.chars().count() <= 40;
    let means = |list: &[&str]| list.iter().any(|word| words.contains(word));
    short && means(&THIS) && means(&NONE) && !means(&ELSEWHERE)
}

fn ends_so(title: &str) -> bool {
    let ending = title.strip_suffix(')').and_then(|title| title.rsplit_once('('));
    ending.is_some_and(|(_, inside)| ENDINGS.contains(&inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_take_a_table_back_are_told_from_those_that_explain_it() {
        for (words, is) in [
            ("注:以上为示例数据", true),
            ("以下为去年数据", true),
            ("本表数据为上年同期", true),
            ("以上数据作废,以附件二为准", true),
            ("本表为测试", true),
            ("以上数据与去年同期相比增长5%", false),
            ("填写方法请见示例", false),
            ("本表由各所填报", false),
            ("上年同期", false),
            ("本表数据较上年增加12件", false),
        ] {
            assert_eq!(says_so(words), is, "{words}");
        }
        assert!(ends_so("2024年统计表(作废)") && !ends_so("2024年统计表(市监所)"));
    }
}
