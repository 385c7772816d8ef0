//! What is sent along with the rest: `…，照片一并报送`, `…；统计表随同报送`.

use super::page::Sentence;

/// Words by which something is sent along with the rest.
pub const ALONG: [&str; 5] = ["同时", "一并", "随同", "一同", "另"];

/// `…；统计表随同报送`: the end of the parts that are sent along.
pub fn along(sentence: &Sentence, end: usize) -> usize {
    const LONGEST: usize = 40;
    let rest = end..sentence.chars.len();
    let is_along = rest.len() < LONGEST && sentence.first_of(rest.clone(), &ALONG).is_some();
    if is_along { rest.end } else { end }
}
