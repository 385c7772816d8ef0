//! Names of people: told from offices by how they end, and, where no label says so, by a surname or an address.

use std::ops::Range;

use super::offices::is_office;
use super::page::{Page, Sentence};

/// The most common surnames.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤康易常季乔赖庞樊兰殷施洪翟安颜倪牛温芦俞章鲁葛韩柯欧岳齐梅庄辛管祝左涂谷祁时舒耿卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柴阮桂闵解强柳欧车滕文饶";
/// How colleagues are called.
const ADDRESSES: [&str; 9] = ["工", "老师", "科长", "股长", "主任", "同志", "参谋", "处长", "医生"];

/// Two to four characters that are no office and no label.
pub fn is_person(name: &str) -> bool {
    const LABELS: [&str; 8] = ["电话", "手机", "邮箱", "传真", "联系", "座机", "地址", "邮编"];
    let length = name.chars().count();
    let is_word = name.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    (2..=4).contains(&length) && is_word && !is_body(name) && !LABELS.iter().any(|label| name.contains(label))
}

/// A person, where nothing but the name itself says so.
pub fn is_surely_person(name: &str) -> bool {
    let surname = name.chars().next().is_some_and(|first| SURNAMES.contains(first));
    is_person(name)
        && surname
        && (name.chars().count() <= 3 || ADDRESSES.iter().any(|word| name.ends_with(word)))
}

/// The same, or as colleagues call each other: 小陆.
pub fn is_called(name: &str) -> bool {
    let family = name.strip_prefix(['小', '老']).unwrap_or_default();
    let is_word = ["区", "组", "队", "学", "时", "程", "店", "人", "年"].contains(&family);
    is_surely_person(name) || family.chars().count() == 1 && !is_word
}

/// The office of somebody: three characters or more.
fn is_body(name: &str) -> bool {
    name.chars().count() >= 3 && is_office(name)
}

/// `周婷  李强` are two, `孙 丽` is one, `种业股 贾明亮` is one with an office.
pub fn names(page: &Page, sentence: &Sentence, within: Range<usize>) -> Vec<String> {
    let words = &page.text[sentence.place(within.clone())];
    let parts = words.split([' ', '\u{3000}', '\t', '、', '/']).filter(|part| !part.is_empty());
    let parts: Vec<&str> = without_offices(parts.collect());
    let is_name = |name: &str| (2..=12).contains(&name.chars().count());
    if parts.iter().all(|part| is_name(part)) {
        return parts.into_iter().map(str::to_owned).collect();
    }
    let joined = sentence.words(within);
    joined.split(['、', '/']).filter(|name| is_name(name)).map(str::to_owned).collect()
}

/// The parts that are people, where there are any beside offices.
fn without_offices(parts: Vec<&str>) -> Vec<&str> {
    let people: Vec<&str> = parts.iter().copied().filter(|part| !is_body(part)).collect();
    if people.is_empty() { parts } else { people }
}
