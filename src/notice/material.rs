//! What is to be sent: `“3·15”活动总结、图片等材料和统计表` → three materials, each of a kind.

use std::ops::Range;

use super::dates::{NamedKind, one};
use super::kinds::{kind_of, says_little};
use super::offices::name_ends;
use super::page::Sentence;
use super::ways::is_manner;
use crate::campaign::DeliverableKind;

/// A material by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    pub kind: DeliverableKind,
    pub name: String,
    pub chars: Range<usize>,
}

/// The materials that a stretch lists.
pub fn materials(sentence: &Sentence, within: Range<usize>) -> Vec<Material> {
    let mut found = Vec::new();
    let pieces = pieces(sentence, within);
    for (index, piece) in pieces.iter().cloned().enumerate() {
        if let Some(material) = pieces.get(index + 1).and_then(|next| of_period(sentence, &piece, next)) {
            found.push(material);
            continue;
        }
        let inside = listed_within(sentence, &piece).filter(|(inside, _)| !is_outline(sentence, inside));
        if let Some((inside, true)) = inside {
            found.extend(materials(sentence, inside));
            continue;
        }
        let (chars, name) = bare(sentence, piece);
        // “开展情况（含文字总结、统计表）”: the first of them is the whole itself.
        if let Some((inside, false)) = &inside
            && materials(sentence, inside.clone()).iter().any(|part| Some(part.kind) == kind_of(&name))
        {
            found.extend(materials(sentence, inside.clone()));
            continue;
        }
        let is_titled = sentence.says_before(chars.start, "《") && sentence.says_at(chars.end, "》");
        let kind = if is_titled { kind_of(&name).or(Some(DeliverableKind::Table)) } else { kind_of(&name) };
        if let Some(kind) = kind {
            found.push(Material { kind, name, chars });
        }
        if let Some((inside, false)) = inside {
            found.extend(materials(sentence, inside));
        }
    }
    // “总结、图片等材料”: the last word only says what the others are; “总结、电子版”: how they are sent.
    if found.iter().any(|material| !says_little(&material.name)) {
        found.retain(|material| !says_little(&material.name));
    }
    found
}

/// `上半年、全年竞赛情况`: a period alone shares the words behind the next.
fn of_period(sentence: &Sentence, piece: &Range<usize>, next: &Range<usize>) -> Option<Material> {
    const PERIODS: [&str; 20] = [
        "上半年",
        "下半年",
        "全年",
        "一季度",
        "二季度",
        "三季度",
        "四季度",
        "第一季度",
        "第二季度",
        "第三季度",
        "第四季度",
        "年中",
        "年终",
        "元旦",
        "春节",
        "清明",
        "五一",
        "端午",
        "中秋",
        "国庆",
    ];
    let period = sentence.words(piece.clone());
    let other = PERIODS.iter().find(|period| sentence.says_at(next.start, period))?;
    let shared = bare(sentence, next.start + other.chars().count()..next.end).1;
    let name = format!("{period}{shared}");
    let kind = kind_of(&name).filter(|_| PERIODS.contains(&period.as_str()) && !shared.is_empty())?;
    Some(Material { kind, name, chars: piece.clone() })
}

/// The parts of a list: between 、 和 及 以及 与 and commas, brackets left whole.
fn pieces(sentence: &Sentence, within: Range<usize>) -> Vec<Range<usize>> {
    const JOINS: [&str; 9] = ["以及", "、", ",", ";", "和", "及", "与", "并附", "(附"];
    let (mut pieces, mut begins, mut at, mut depth) = (Vec::new(), within.start, within.start, 0usize);
    while at < within.end {
        match sentence.chars[at] {
            '(' | '《' => depth += 1,
            '“' if sentence.chars[at..within.end].contains(&'”') => depth += 1,
            ')' | '》' | '”' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let join = JOINS.iter().find(|join| depth == 0 && sentence.says_at(at, join));
        let join = join.filter(|join| !is_inside_word(sentence, at, join));
        let is_circled = depth == 0 && ('①'..='⑳').contains(&sentence.chars[at]);
        match join.map(|join| join.chars().count()).or(is_circled.then_some(1)) {
            Some(length) => {
                pieces.push(begins..at);
                at += length;
                begins = at;
            }
            None => at += 1,
        }
    }
    pieces.push(begins..within.end);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// 和谐, 及时, 参与 are words of their own.
fn is_inside_word(sentence: &Sentence, at: usize, join: &str) -> bool {
    let around = |word: &str, offset: usize| at >= offset && sentence.says_at(at - offset, word);
    match join {
        "和" => {
            ["和谐", "和平", "和解", "和睦", "和美"].iter().any(|word| around(word, 0))
                || around("共和", 1)
                || around("总和", 1)
        }
        "及" => {
            around("及时", 0)
                || around("普及", 1)
                || around("涉及", 1)
                || around("及其", 0)
                || around("以及", 1)
        }
        "与" => around("参与", 1) || around("与会", 0),
        "," => false,
        _ => false,
    }
}

/// `活动情况（包括方案、总结）`: the place of the list in the brackets, and whether it stands for what is before them;
/// in `信息（含照片）` it is added.
fn listed_within(sentence: &Sentence, piece: &Range<usize>) -> Option<(Range<usize>, bool)> {
    const WORDS: [&str; 9] =
        ["(包括", "(包含", "(含", "(主要包括", "(具体包括", "(即", "(附", ",附", ",并附"];
    if let Some(media) = media(sentence, piece) {
        return Some((media, false));
    }
    let (at, length) = sentence.first_of(piece.clone(), &WORDS)?;
    if ["(附件", "(附表"].iter().any(|word| sentence.says_at(at, word)) {
        return None;
    }
    let end = (at..piece.end).find(|place| sentence.chars[*place] == ')').unwrap_or(piece.end);
    let inside = at + length..end;
    let is_list =
        kind_of(&sentence.words(inside.clone())).is_some() || pieces(sentence, inside.clone()).len() > 1;
    let is_added = ["(含", "(包含", "(附", ","].iter().any(|word| sentence.says_at(at, word));
    is_list.then_some((inside, !is_added))
}

/// `活动开展情况（文字、图片、视频）`: the place of a list of media in brackets.
fn media(sentence: &Sentence, piece: &Range<usize>) -> Option<Range<usize>> {
    const MEDIA: [&str; 8] = ["文字", "图片", "照片", "视频", "影像", "图文", "录像", "短视频"];
    let opens = sentence.find(piece.clone(), "(")?;
    let closes = sentence.find(opens..piece.end, ")")?;
    let list = pieces(sentence, opens + 1..closes);
    let are_media = list.iter().all(|one| MEDIA.contains(&sentence.words(one.clone()).as_str()));
    (list.len() > 1 && are_media).then_some(opens + 1..closes)
}

/// `总结（含主要数据、做法、存在问题和建议）`: what one text should speak of, no list of materials.
fn is_outline(sentence: &Sentence, inside: &Range<usize>) -> bool {
    const ASPECTS: [&str; 12] = [
        "做法",
        "问题",
        "建议",
        "成效",
        "经验",
        "打算",
        "体会",
        "不足",
        "主要数据",
        "基本情况",
        "措施",
        "亮点",
    ];
    pieces(sentence, inside.clone())
        .into_iter()
        .any(|piece| ASPECTS.iter().any(|aspect| sentence.says_before(piece.end, aspect)))
}

/// Words that lead to a name and are none of it.
const LEADING: [&str; 59] = [
    "签订",
    "签署",
    "汇总后的",
    "审核后的",
    "有代表性的",
    "一是",
    "二是",
    "三是",
    "四是",
    "五是",
    "如有",
    "连同",
    "随附",
    "另附",
    "附上",
    "有关",
    "相关",
    "请将",
    "并将",
    "将",
    "把",
    "本单位",
    "本地区",
    "本辖区",
    "本部门",
    "各自",
    "工作中的",
    "的",
    "等",
    "及时",
    "填写",
    "撰写",
    "形成",
    "上报",
    "报送",
    "提交",
    "反馈",
    "填报",
    "一并",
    "同时",
    "另",
    "其中",
    "认真",
    "填好",
    "做好",
    "书面",
    "每单位",
    "各单位",
    "本校",
    "制定",
    "制订",
    "拟定",
    "编制",
    "提供",
    "本所",
    "本局",
    "此外",
    "完成",
    "协助",
];

/// Words that end a name and are none of it.
const TAILS: [&str; 15] = [
    "统一",
    "等材料",
    "等资料",
    "等有关材料",
    "等相关材料",
    "等情况",
    "等",
    "的",
    "电子版",
    "扫描件",
    "纸质版",
    "均须",
    "均",
    "一律",
    "可",
];

/// Whether a stretch lists materials and says nothing else.
pub fn is_bare_list(sentence: &Sentence, within: Range<usize>) -> bool {
    let pieces = pieces(sentence, within);
    !pieces.is_empty() && pieces.into_iter().all(|piece| kind_of(&bare(sentence, piece).1).is_some())
}

/// A name without brackets, counts and words that lead to it.
fn bare(sentence: &Sentence, piece: Range<usize>) -> (Range<usize>, String) {
    let mut start = piece.start + item_number(sentence, piece.clone());
    loop {
        let word = LEADING.iter().find(|word| sentence.says_at(start, word));
        let adds = sentence.says_at(start, "附")
            && !["附件", "附表"].iter().any(|word| sentence.says_at(start, word));
        let length = word.map_or_else(|| bounded_count(sentence, start), |word| word.chars().count());
        let length = length.max(usize::from(adds));
        if length == 0 || start + length >= piece.end {
            break;
        }
        start += length;
    }
    start = behind_owner(sentence, start..piece.end);
    if sentence.says_at(start, "附件") {
        let titled = (start..piece.end.min(start + 6)).find(|at| sentence.chars[*at] == '《');
        start = titled.unwrap_or(start);
    }
    let over =
        |start: usize| (start + 1..piece.end).find(|at| is_name_over(sentence, *at)).unwrap_or(piece.end);
    start = behind_share(sentence, start..over(start), piece.end);
    let end = over(start);
    let end = by_whom(sentence, start..end.max(start));
    let mut chars = start..end;
    let tail = |chars: &Range<usize>| {
        TAILS.iter().find(|tail| sentence.says_before(chars.end, tail) && tail.chars().count() < chars.len())
    };
    while let Some(tail) = tail(&chars) {
        chars.end -= tail.chars().count();
    }
    // “有视频的可一并报送”
    if chars.len() > 2 && sentence.says_at(chars.start, "有") && sentence.says_at(chars.end, "的") {
        chars.start += 1;
    }
    // “上季度《投诉情况统计表》”
    let titled = sentence.find(chars.clone(), "《").filter(|_| sentence.says_before(chars.end, "》"));
    if let Some(opens) = titled.filter(|opens| *opens + 2 < chars.end && opens - chars.start <= 4) {
        chars = opens + 1..chars.end - 1;
    }
    let name = sentence.said(chars.clone());
    (chars, name)
}

/// `一户两张照片`, `每村3篇信息`: how many of each stands before the name.
fn behind_share(sentence: &Sentence, share: Range<usize>, most: usize) -> usize {
    let behind = share.end + count(sentence, share.end);
    let is_share = behind > share.end && behind < most && kind_of(&sentence.words(share.clone())).is_none();
    let is_named = is_share && kind_of(&sentence.words(behind..most).replace(['(', ')'], "")).is_some();
    if is_named { behind } else { share.start }
}

/// Brackets, counts and conditions end a name.
fn is_name_over(sentence: &Sentence, at: usize) -> bool {
    const WORDS: [&str; 18] = [
        "填好",
        "各1份",
        "一式",
        "不少于",
        "不超过",
        "打包",
        "加盖",
        "不低于",
        "约",
        "至少",
        "分两",
        "分三",
        "分四",
        "分批",
        "分次",
        "分期",
        "分阶段",
        "分别",
    ];
    let each = usize::from(sentence.chars[at] == '各');
    // “《统计表》一月一报”: a title ends with its mark.
    let is_titled = sentence.says_before(at, "》") && "一每自".contains(sentence.chars[at]);
    is_titled
        || sentence.chars[at] == '(' && sentence.name_bracket(at).is_none()
        || matches!(sentence.chars[at], ':' | '。')
        || is_manner(sentence, at)
        || count(sentence, at + each) > 0
        || WORDS.iter().any(|word| sentence.says_at(at, word))
}

/// `企业代表名单由第四检察部`: the name ends before who sends it.
fn by_whom(sentence: &Sentence, name: Range<usize>) -> usize {
    let by = sentence.find(name.clone(), "由");
    by.filter(|by| kind_of(&sentence.words(name.start..*by)).is_some()).unwrap_or(name.end)
}

/// `本院活动总结`, `各学校自查报告`, `2023年1月1日至12月31日收支数据`: whose it is and of which days is no part of a name.
fn behind_owner(sentence: &Sentence, name: Range<usize>) -> usize {
    let start = name.start;
    let days =
        one(sentence, start).filter(|days| days.kind == NamedKind::Span).map_or(start, |days| days.chars.end);
    let is_named = |at: &usize| kind_of(&sentence.words(*at..name.end)).is_some();
    let is_own = sentence.says_at(start, "本")
        && sentence.chars.get(start + 1).is_some_and(|c| "院校所局站队镇村县区市".contains(*c));
    let behind = match () {
        () if days > start => Some(days),
        () if is_own => Some(sentence.name_bracket(start + 2).map_or(start + 2, |closes| closes + 1)),
        () if sentence.says_at(start, "各") => (start + 2..name.end).find(|at| name_ends(sentence, *at)),
        () => None,
    };
    behind.filter(is_named).unwrap_or(start)
}

/// A count with its bound: `不少于10张`, `至少2篇`.
fn bounded_count(sentence: &Sentence, at: usize) -> usize {
    let bound = ["不少于", "不超过", "不低于", "至少"].iter().find(|bound| sentence.says_at(at, bound));
    let length = bound.map_or(0, |bound| bound.chars().count());
    match count(sentence, at + length) {
        0 => 0,
        count => length + count,
    }
}

/// How long the number of an item is: `1）`, `2.`.
pub fn item_number(sentence: &Sentence, within: Range<usize>) -> usize {
    let digits = sentence.chars[within.clone()].iter().take_while(|c| c.is_ascii_digit()).count();
    let closing = within.start + digits;
    let is_item = match sentence.chars.get(closing) {
        Some(')' | '、') => true,
        Some('.') => sentence.chars.get(closing + 1).is_some_and(|c| !c.is_ascii_digit()),
        _ => false,
    };
    if digits > 0 && is_item && closing + 1 < within.end { digits + 1 } else { 0 }
}

/// How long a count is that begins here: `3张`, `3-5张`, `2篇`.
fn count(sentence: &Sentence, at: usize) -> usize {
    let is_figure = |c: &&char| c.is_ascii_digit() || "-—~至到一二两三四五六七八九十".contains(**c);
    let figures = sentence.chars[at.min(sentence.chars.len())..].iter().take_while(is_figure).count();
    let is_counted =
        sentence.chars.get(at + figures).is_some_and(|c| "张篇份条个幅部期件则套册本次".contains(*c));
    let above = if sentence.says_at(at + figures + 1, "以上") { 2 } else { 0 };
    if figures > 0 && is_counted { figures + 1 + above } else { 0 }
}
