//! A sentence that asks for reports: which materials, by when, on what way, to whom.
//!
//! A date makes a deadline only together with a verb of reporting and a material. A sentence may hold several
//! dates: each governs the clauses from its own on, up to the next; with 分别 several dates are dealt out over
//! the materials in their order.

use std::ops::Range;

use super::dates::{Named, NamedKind, named};
use super::material::{Material, materials, names_goods};
use super::page::Sentence;
use super::verbs::verbs;

/// What one date of a sentence asks for.
#[derive(Clone)]
pub struct Demand {
    /// The date; none where the sentence names no time.
    pub date: Option<Named>,
    pub materials: Vec<Material>,
    /// The characters that this date governs.
    pub chars: Range<usize>,
    /// The verb that leads to the receiver.
    pub verb: Range<usize>,
    pub required: bool,
    /// Several dates could not be dealt out: this one was one of them.
    pub undecided: bool,
}

/// A date with 前 that asks for no report, and why.
pub struct NoDemand {
    pub date: Named,
    pub why: &'static str,
}

pub const GOODS: &str = "要求送交的是实物或款项，不是报送材料";
pub const SUPERIOR: &str = "这是上级对本级的要求，不是本通知的报送时限";
pub const WORK: &str = "这是完成工作的时限，句中没有要求报送材料";
pub const UNNAMED: &str = "句中没有写明要报送的材料";

/// What a sentence asks for, and its ends that ask for nothing.
pub fn demands(sentence: &Sentence, before: Option<&Sentence>) -> (Vec<Demand>, Vec<NoDemand>) {
    let ends: Vec<Named> = named(sentence).into_iter().filter(|named| is_end(sentence, named)).collect();
    if let Some(dealt) = dealt_out(sentence, &ends) {
        return (dealt, Vec::new());
    }
    let (mut found, mut not) = (Vec::new(), Vec::new());
    for (index, date) in ends.iter().enumerate() {
        let begins = if index == 0 { 0 } else { group_start(sentence, date) };
        let ends = ends.get(index + 1).map_or(sentence.chars.len(), |next| group_start(sentence, next));
        match demand(sentence, begins..ends.max(date.chars.end), date, before) {
            Ok(demand) => found.push(demand),
            Err(why) => not.push(NoDemand { date: date.clone(), why }),
        }
    }
    (found, not)
}

/// A date with 前 always; a span or an open time where it may be one; a day alone not.
fn is_end(sentence: &Sentence, named: &Named) -> bool {
    match named.kind {
        NamedKind::Until => true,
        NamedKind::Open => true,
        NamedKind::Span => sentence.says_before(named.chars.end, "前"),
        NamedKind::Day => sentence.says_at(named.chars.end, "、") && sentence.has("分别"),
    }
}

/// Where the clause of a date begins.
fn group_start(sentence: &Sentence, date: &Named) -> usize {
    sentence.clause(date.chars.start).start
}

fn demand(
    sentence: &Sentence,
    chars: Range<usize>,
    date: &Named,
    before: Option<&Sentence>,
) -> Result<Demand, &'static str> {
    let clause = sentence.clause(date.chars.start);
    let verbs = verbs(sentence, chars.clone());
    let behind = verbs.iter().filter(|verb| verb.start >= clause.start);
    let Some(verb) = main_verb(sentence, behind.cloned().collect()) else { return Err(WORK) };
    if is_of_superior(sentence, clause.start..verb.end) {
        return Err(SUPERIOR);
    }
    let object = object(sentence, &chars, date, &verb);
    let words = object.iter().map(|range| sentence.words(range.clone())).collect::<String>();
    let mut listed: Vec<Material> = object.into_iter().flat_map(|range| materials(sentence, range)).collect();
    if listed.is_empty() && names_goods(&words) {
        return Err(GOODS);
    }
    if listed.is_empty() {
        listed = made_before(sentence, chars.start..clause.start);
    }
    let mut from_before = Vec::new();
    if listed.is_empty()
        && let Some(before) = before
    {
        from_before = made_before(before, 0..before.chars.len());
    }
    // A material of the sentence before has no place in this one.
    listed.extend(from_before.into_iter().map(|material| Material { chars: verb.clone(), ..material }));
    if listed.is_empty() {
        return Err(UNNAMED);
    }
    let required = is_required(sentence, chars.clone());
    Ok(Demand { date: Some(date.clone()), materials: listed, chars, verb, required, undecided: false })
}

/// The verb behind 将…, else the first.
fn main_verb(sentence: &Sentence, verbs: Vec<Range<usize>>) -> Option<Range<usize>> {
    let leads = |verb: &&Range<usize>| ["至", "到", "给"].iter().any(|word| sentence.says_at(verb.end, word));
    let first = verbs.first()?.clone();
    // “填报统计表并报送至县局”: the verb that leads to an office.
    Some(verbs.iter().find(leads).filter(|_| verbs.len() > 1).cloned().unwrap_or(first))
}

fn is_of_superior(sentence: &Sentence, within: Range<usize>) -> bool {
    ["要求我", "须向市局", "我局须", "我局将", "我县须", "我县将", "我市将", "我局要", "我们将"]
        .iter()
        .any(|word| sentence.find(within.clone(), word).is_some())
}

fn is_required(sentence: &Sentence, within: Range<usize>) -> bool {
    !["有条件的", "可一并", "可同时", "鼓励", "自愿", "如有", "可选", "可视情"]
        .iter()
        .any(|word| sentence.find(within.clone(), word).is_some())
}

/// The stretches that name what is sent: behind 将, else before the date, else behind the verb.
fn object(sentence: &Sentence, chars: &Range<usize>, date: &Named, verb: &Range<usize>) -> Vec<Range<usize>> {
    let clause = sentence.clause(date.chars.start);
    let from = clause.start.max(chars.start);
    let taken = ["将", "把"].iter().filter_map(|word| sentence.find(from..verb.start, word)).min();
    if let Some(taken) = taken {
        let ends = object_end(sentence, taken + 1..verb.start);
        let stretch = taken + 1..ends;
        // “将总结于3月22日前报送”: the date is no part of the list.
        return vec![without(stretch, &date.chars)].concat();
    }
    let behind = behind_verb(sentence, verb.end, chars.end);
    let before = clause.start..date.chars.start;
    let between = date.chars.end..verb.start;
    [behind, before, between].into_iter().filter(|range| !range.is_empty()).collect()
}

/// Both sides of a stretch around a hole.
fn without(stretch: Range<usize>, hole: &Range<usize>) -> Vec<Range<usize>> {
    if hole.start < stretch.start || hole.end > stretch.end {
        return vec![stretch];
    }
    let sides = [stretch.start..hole.start, hole.end..stretch.end];
    sides.into_iter().filter(|side| !side.is_empty()).collect()
}

/// Where the words on the way begin: 通过, 以, 经.
fn object_end(sentence: &Sentence, within: Range<usize>) -> usize {
    const WAYS: [&str; 22] = [
        "通过",
        "以书面",
        "以电子",
        "以纸质",
        "以邮件",
        "以文件",
        "以正式",
        "以PDF",
        "用邮件",
        "利用",
        "经主要",
        "经单位",
        "经分管",
        "加盖",
        "书面形式",
        "汇总后",
        "审核后",
        "签字",
        "盖章后",
        "统一",
        "分别",
        "按时",
    ];
    sentence.first_of(within.clone(), &WAYS).map_or(within.end, |(at, _)| at)
}

/// What stands behind the verb up to the office or the end of the clause; lists may go on over commas.
fn behind_verb(sentence: &Sentence, from: usize, most: usize) -> Range<usize> {
    const STOPS: [&str; 12] =
        [";", "。", ",", "至", "到", "给", "邮箱", "联系", "(联系", "电子邮箱", "并", "(邮箱"];
    let ends = sentence.first_of(from..most, &STOPS).map_or(most, |(at, _)| at);
    from..ends
}

/// `撰写活动总结，填写统计表，`: what is made in the words before.
fn made_before(sentence: &Sentence, within: Range<usize>) -> Vec<Material> {
    const MAKING: [&str; 16] = [
        "撰写", "填写", "填报", "形成", "做好", "收集", "整理", "汇总", "制定", "编写", "准备", "梳理",
        "制作", "写出", "填好", "拟定",
    ];
    let mut found: Vec<Material> = Vec::new();
    let mut at = within.start;
    while let Some((verb, length)) = sentence.first_of(at..within.end, &MAKING) {
        let from = verb + length;
        let ends =
            (from..within.end).find(|place| ",;。".contains(sentence.chars[*place])).unwrap_or(within.end);
        for material in materials(sentence, from..ends) {
            if !found.iter().any(|known| known.name == material.name) {
                found.push(material);
            }
        }
        at = ends.max(from);
    }
    found
}

/// `分别于2月12日、3月20日前将甲和乙以及丙报…`: as many dates as materials, or a plan before and the rest after.
fn dealt_out(sentence: &Sentence, ends: &[Named]) -> Option<Vec<Demand>> {
    let last = ends.last().filter(|_| ends.len() > 1 && sentence.has("分别"))?;
    let together = ends.windows(2).all(|two| two[1].chars.start <= two[0].chars.end + 2);
    let demand = demand(sentence, 0..sentence.chars.len(), last, None).ok().filter(|_| together)?;
    let shares = shares(&demand.materials, ends.len());
    let undecided = shares.is_none();
    let shares = shares.unwrap_or_else(|| vec![0; demand.materials.len()]);
    let dealt = ends.iter().enumerate().map(|(number, date)| Demand {
        date: Some(date.clone()),
        materials: demand
            .materials
            .iter()
            .zip(&shares)
            .filter(|(_, share)| **share == number)
            .map(|(m, _)| m.clone())
            .collect(),
        chars: demand.chars.clone(),
        verb: demand.verb.clone(),
        required: demand.required,
        undecided,
    });
    Some(dealt.filter(|demand| !demand.materials.is_empty()).collect())
}

/// Which date each material has.
fn shares(materials: &[Material], dates: usize) -> Option<Vec<usize>> {
    use super::proposal::MaterialKind::Plan;
    if materials.len() == dates {
        return Some((0..dates).collect());
    }
    let plans = materials.iter().take_while(|material| material.kind == Plan).count();
    let rest_is_other = materials[plans..].iter().all(|material| material.kind != Plan);
    let decides = dates == 2 && plans > 0 && plans < materials.len() && rest_is_other;
    decides.then(|| (0..materials.len()).map(|index| usize::from(index >= plans)).collect())
}
