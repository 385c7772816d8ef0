//! Words before an item's that change nothing: `活动期间，我所共` before `发放宣传资料`.

/// Who, when, how; none of them names a part, another object or another deed.
const NEUTRAL: [&str; 62] = [
    "共计",
    "共",
    "总共",
    "一共",
    "累计",
    "总计",
    "合计",
    "已",
    "并",
    "了",
    "我所",
    "我局",
    "我院",
    "我中心",
    "我单位",
    "我镇",
    "我会",
    "本所",
    "本单位",
    "全所",
    "全院",
    "活动期间",
    "本次",
    "此次",
    "期间",
    "活动中",
    "活动",
    "宣传",
    "据统计",
    "截至目前",
    "截止目前",
    "目前",
    "先后",
    "陆续",
    "及时",
    "积极",
    "有效",
    "成功",
    "依法",
    "妥善",
    "认真",
    "热情",
    "耐心",
    "免费",
    "群众",
    "向群众",
    "向消费者",
    "向过往群众",
    "向市民",
    "为群众",
    "为消费者",
    "我们",
    "各类",
    "各种",
    "有关",
    "相关",
    "各项",
    "消费者权益日",
    "国际",
    "“",
    "”",
    "主题",
];

/// Between an item's words and its figure.
const BETWEEN: [&str; 19] = [
    "共计", "总共", "共", "累计", "总计", "合计", "达到", "达", "计", "为", "了", "总数", "总量", "数量",
    "金额", "情况", "总额", "有", "数",
];

/// The day that the campaigns are named after.
const NAMES: [&str; 6] = ["3·15", "3.15", "315", "3-15", "3•15", "3・15"];

/// Whether words change nothing, also where they are among an item's `own`.
pub fn is_neutral(words: &str, own: &[String]) -> bool {
    let words = words.trim_start_matches(['、', '和', '及', '与', '且']);
    let mut rest = words;
    while !rest.is_empty() {
        let known = NEUTRAL.iter().chain(&NAMES).copied().chain(own.iter().map(String::as_str));
        match known.filter_map(|word| rest.strip_suffix(word)).min_by_key(|short| short.len()) {
            Some(short) => rest = short,
            None => match without_year(rest) {
                Some(short) => rest = short,
                None => return false,
            },
        }
    }
    true
}

/// Words without what may stand between them and their figure.
pub fn without_between(words: &str) -> &str {
    let mut rest = words;
    while let Some(short) = BETWEEN.iter().find_map(|word| rest.strip_suffix(word)) {
        rest = short;
    }
    rest
}

/// Words without the year at their end; of another year the whole sentence is passed over.
fn without_year(words: &str) -> Option<&str> {
    let before = words.strip_suffix('年')?;
    let start = before.trim_end_matches(|c: char| c.is_ascii_digit());
    (before.len() - start.len() == 4).then_some(start)
}
