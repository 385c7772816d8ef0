//! Units of measure: 场, 件, 万元, 份/册, 万份.
//!
//! A sheet may state its figures in another unit of measure than the form asks for: 元 for 万元, 万份 for
//! 份. Both are a power of ten apart, so a figure is converted exactly by moving its point. Counting words
//! (件, 次, 场 …) are all of one kind: a clerk who writes “12场” for “12次” has counted twelve. What measures
//! something else (美元, 小时, 箱) or leaves open what it measures (元/万元) is a kind of its own, which turns
//! into nothing.

use std::borrow::Cow;

/// A unit of measure: its kind and how many units of it make one 元 (or one thing), as a power of ten.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Measure {
    /// As written, without spaces.
    pub text: String,
    pub kind: MeasureKind,
    /// 0 for 元 and 件, 3 for 千元, 4 for 万元 and 万份, 8 for 亿元.
    pub power: i32,
}

/// What a measure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MeasureKind {
    Money,
    Count,
    Percent,
    /// Other than pieces and yuan, or more than one of them: the same only as itself.
    Other,
}

/// Counting words of this field, longest first where one begins another.
const COUNTING_WORDS: [&str; 93] = [
    "篇次", "条次", "期次", "份次", "套", "面", "枚", "档", "人次", "户次", "场次", "件次", "批次", "例次",
    "家次", "车次", "场", "次", "件", "条", "期", "篇", "份", "册", "个", "起", "例", "人", "户", "家", "类",
    "册次", "所次", "针次", "剂次", "台次", "台套", "头次", "艘次", "架次", "班次", "人份", "例人", "张次",
    "处次", "亩次", "头", "只", "羽", "株", "尾", "间", "座", "栋", "幢", "支", "剂", "针", "片", "根", "艘",
    "架", "顶", "床", "卷", "眼", "口", "匹", "粒", "班", "门", "节", "字", "页", "集", "村", "宗", "项",
    "批", "本", "张", "幅", "块", "版", "部", "名", "位", "辆", "处", "组", "种", "台", "所",
];

/// What is measured rather than counted, contained, or money of another country.
const OTHER_WORDS: [&str; 55] = [
    "平方米",
    "平方公里",
    "立方米",
    "公顷",
    "亩",
    "千米",
    "厘米",
    "毫米",
    "毫克",
    "千瓦",
    "千瓦时",
    "兆瓦",
    "马力",
    "吨标准煤",
    "人天",
    "人日",
    "人时",
    "人月",
    "个月",
    "学分",
    "岁",
    "m2",
    "m3",
    "km",
    "公斤",
    "千克",
    "克",
    "斤",
    "吨",
    "升",
    "毫升",
    "米",
    "公里",
    "小时",
    "分钟",
    "工时",
    "学时",
    "课时",
    "天",
    "箱",
    "盒",
    "包",
    "袋",
    "桶",
    "瓶",
    "车",
    "捆",
    "美元",
    "欧元",
    "港元",
    "港币",
    "日元",
    "英镑",
    "韩元",
    "澳元",
];

/// Most texts are longer than the longest of them.
const LONGEST_WORD: usize = "平方米".len();

const POWERS: [(&str, i32); 6] = [("百万", 6), ("千万", 7), ("亿", 8), ("万", 4), ("千", 3), ("百", 2)];

impl Measure {
    /// Reads a unit of measure that fills the whole text: `万元`, `人民币万元`, `份/册`, `万份`, `%`.
    pub fn parse(text: &str) -> Option<Measure> {
        if text.len() > 48 {
            return None;
        }
        let text: Cow<str> = if text.contains(char::is_whitespace) {
            Cow::Owned(text.chars().filter(|c| !c.is_whitespace()).collect())
        } else {
            Cow::Borrowed(text)
        };
        let bare = unbracketed(&text);
        let plain = bare.strip_prefix("人民币").unwrap_or(bare);
        if matches!(plain, "%" | "％" | "百分比" | "百分点") {
            return Some(Measure { text: text.into_owned(), kind: MeasureKind::Percent, power: 0 });
        }
        let (power, base) = POWERS
            .iter()
            .find_map(|(word, power)| plain.strip_prefix(word).map(|base| (*power, base)))
            .unwrap_or((0, plain));
        let kind = match base {
            "元" | "圆" | "块钱" | "元整" => MeasureKind::Money,
            _ if is_counting(base) => MeasureKind::Count,
            _ if OTHER_WORDS.contains(&base) || OTHER_WORDS.contains(&plain) || is_undecided(plain) => {
                MeasureKind::Other
            }
            _ => return None,
        };
        Some(Measure { text: text.into_owned(), kind, power })
    }

    /// Reads the unit of measure in a cell that may say more: `单位：元`, `元（取整）`.
    pub fn parse_cell(text: &str) -> Option<Measure> {
        let text = text.strip_prefix("计量").unwrap_or(text);
        let named = text.strip_prefix("单位").map_or(text, |named| named.trim_start_matches([':', '：']));
        let remarked =
            || named.find(['(', '（']).filter(|at| *at > 0).and_then(|at| Measure::parse(&named[..at]));
        Measure::parse(named).or_else(remarked)
    }

    /// Reads the only unit of measure of a list: `万元`, or `件、元` for the money in it.
    pub fn parse_list(text: &str) -> Option<Measure> {
        Measure::parse(text).or_else(|| {
            let parts = text.split(['、', ',', ';', '，', '；', '和']).map(Measure::parse);
            let parts: Vec<Measure> = parts.collect::<Option<_>>()?;
            let mut money = parts.into_iter().filter(Measure::is_money);
            money.next().filter(|_| money.next().is_none())
        })
    }

    /// How far the point of a figure in `self` moves to become a figure in `target`;
    /// `None` where one is money and the other is not.
    pub fn shift_to(&self, target: &Measure) -> Option<i32> {
        let alike = self.kind == target.kind && (self.kind != MeasureKind::Other || self.text == target.text);
        alike.then_some(self.power - target.power)
    }

    /// Whether figures of both count the same things: 元 and 万元, 件 and 件, but not 件 and 类.
    pub fn counts_alike(&self, other: &Measure) -> bool {
        let by_text = matches!(self.kind, MeasureKind::Count | MeasureKind::Other);
        self.kind == other.kind && (!by_text || self.text == other.text)
    }

    pub fn is_money(&self) -> bool {
        self.kind == MeasureKind::Money
    }
}

/// Both 元 and 万元, so that nobody can tell which: `元/万元`, `元或万元`.
fn is_undecided(text: &str) -> bool {
    let separators = ['/', '／', '或'];
    if !text.contains(separators) {
        return false;
    }
    let parts = text.split(separators).map(|part| Measure::parse(part).filter(Measure::is_money));
    let powers: Option<Vec<i32>> = parts.map(|part| Some(part?.power)).collect();
    powers.is_some_and(|powers| powers.iter().any(|power| *power != powers[0]))
}

/// `（元）` in a column of units of measure is 元.
fn unbracketed(text: &str) -> &str {
    let inside = |open, close| text.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    inside('(', ')').or_else(|| inside('（', '）')).unwrap_or(text)
}

/// One counting word, or several with `/`, `、` or `或` between them.
fn is_counting(text: &str) -> bool {
    let separators = ['/', '／', '、', '或', '（', '(', '）', ')'];
    let mut parts = text.split(separators).filter(|part| !part.is_empty()).peekable();
    let is_word = |part: &str| part.len() <= LONGEST_WORD && COUNTING_WORDS.contains(&part);
    parts.peek().is_some() && parts.all(is_word)
}

#[cfg(test)]
mod tests;
