//! Names of offices by the words that end them.

use super::page::Sentence;

/// Words that end the name of an office.
pub const OFFICES: [&str; 46] = [
    "委员会",
    "办公室",
    "管理局",
    "监督局",
    "协会",
    "中心",
    "消协",
    "消保委",
    "消委会",
    "领导小组",
    "指挥部",
    "联合会",
    "总工会",
    "人民政府",
    "工作组",
    "教育局",
    "局",
    "委",
    "厅",
    "部",
    "院",
    "校",
    "处",
    "科",
    "股",
    "室",
    "所",
    "站",
    "队",
    "办",
    "会",
    "司",
    "署",
    "社",
    "馆",
    "中学",
    "小学",
    "街道",
    "镇",
    "乡",
    "党组",
    "支部",
    "分局",
    "支队",
    "大队",
    "公司",
];

/// Words that end the name of another body that reports.
const BODIES: [&str; 23] = [
    "场",
    "单位",
    "部门",
    "学校",
    "医院",
    "企业",
    "机构",
    "地区",
    "县",
    "区",
    "市",
    "园",
    "村",
    "社区",
    "集团",
    "农场",
    "卫生院",
    "幼儿园",
    "合作社",
    "班",
    "门店",
    "养老院",
    "福利院",
];

/// Short names of bodies, which a letter's foot has in full.
const SHORT: [&str; 6] = ["妇联", "残联", "文联", "侨联", "工商联", "科协"];

/// Whether words are the name of an office.
pub fn is_office(words: &str) -> bool {
    OFFICES.iter().any(|office| words.ends_with(office))
}

/// The same, or a short name.
pub fn is_called_office(words: &str) -> bool {
    is_office(words) || SHORT.iter().any(|short| words.ends_with(short))
}

/// Whether words are the name of anybody who reports.
pub fn is_body(words: &str) -> bool {
    is_office(words) || BODIES.iter().any(|body| words.ends_with(body))
}

/// Whether the name of an office ends at a place.
pub fn office_ends(sentence: &Sentence, end: usize) -> bool {
    OFFICES.iter().any(|office| sentence.says_before(end, office))
}

/// Whether the name of anybody who reports ends at a place.
pub fn name_ends(sentence: &Sentence, end: usize) -> bool {
    let bracketed = end.checked_sub(1).filter(|last| sentence.chars[*last] == ')');
    let opens = bracketed.and_then(|last| (0..last).rev().find(|at| sentence.chars[*at] == '('));
    let bracketed = opens.is_some_and(|opens| {
        let inside = sentence.words(opens + 1..end - 1);
        sentence.name_bracket(opens).is_some()
            || is_body(&inside) && !inside.contains(['、', ','])
            || inside.chars().count() <= 3
    });
    bracketed || office_ends(sentence, end) || BODIES.iter().any(|body| sentence.says_before(end, body))
}
