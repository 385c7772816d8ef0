//! Of which level an office is, by its name: 各县（市、区）住建局 of a county, 市局消保科 of a city.

use crate::vocabulary::unit::Level;

/// Words of an office by its level, lower ones first: 县（市、区）局 is of a county.
const LEVELS: [(Level, &[&str]); 4] = [
    (Level::Township, &["乡镇", "镇", "乡", "街道"]),
    (Level::County, &["县", "区", "旗"]),
    (Level::City, &["市", "州", "盟"]),
    (Level::Province, &["省", "自治区"]),
];

/// Words that hold one of those and are no level.
const NO_LEVELS: [&str; 8] = ["社区", "园区", "开发区", "小区", "市场", "城市", "乡村", "城镇"];

/// The level of an office by its name; a point of it such as 村 or 所 is none.
pub fn level_of(name: &str) -> Option<Level> {
    const POINTS: [&str; 10] = [
        "村",
        "学校",
        "医院",
        "企业",
        "机构",
        "中心校",
        "幼儿园",
        "卫生院",
        "村（居）民委员会",
        "村(居)民委员会",
    ];
    if POINTS.iter().any(|point| name.ends_with(point)) {
        return None;
    }
    let words = NO_LEVELS.iter().fold(name.to_owned(), |words, word| words.replace(word, ""));
    LEVELS.iter().find(|(_, signs)| signs.iter().any(|sign| words.contains(sign))).map(|(level, _)| *level)
}
