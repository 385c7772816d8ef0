//! What is to be sent: `“3·15”活动总结、图片等材料和统计表` → three materials, each of a kind.

use std::ops::Range;

use super::page::Sentence;
use crate::campaign::DeliverableKind;

/// A material by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    pub kind: DeliverableKind,
    pub name: String,
    pub chars: Range<usize>,
}

/// Words of materials and their kinds; the first that a name holds decides.
const KINDS: [(DeliverableKind, &[&str]); 8] = [
    (DeliverableKind::Cases, &["案例"]),
    (DeliverableKind::Video, &["视频", "录像", "短片", "影片"]),
    (DeliverableKind::Pictures, &["图片", "照片", "影像", "图像", "相片", "剪影", "截图"]),
    (
        DeliverableKind::Table,
        &["报表", "统计表", "汇总表", "一览表", "登记表", "明细表", "调查表", "情况表", "统计数据"],
    ),
    (
        DeliverableKind::Summary,
        &["总结", "小结", "落实情况", "完成情况", "开展情况", "情况报告", "工作报告", "自查报告"],
    ),
    (DeliverableKind::Plan, &["方案", "计划", "安排", "预案", "策划"]),
    (DeliverableKind::News, &["信息", "动态", "简报", "新闻", "报道", "宣传稿", "通讯稿"]),
    (DeliverableKind::Summary, &["报告", "汇报", "活动情况", "工作情况", "有关情况", "情况"]),
];

/// Words of materials that are of no kind above.
const OTHERS: [&str; 44] = [
    "材料",
    "资料",
    "名单",
    "清单",
    "台账",
    "回执",
    "论文",
    "征文",
    "作品",
    "稿件",
    "文稿",
    "意见",
    "建议",
    "承诺书",
    "责任书",
    "申请",
    "自评",
    "佐证",
    "证明",
    "课件",
    "教案",
    "问卷",
    "文件",
    "扫描件",
    "复印件",
    "数据",
    "档案",
    "目录",
    "通讯录",
    "推荐",
    "说明",
    "问题",
    "线索",
    "成果",
    "经验",
    "做法",
    "联络员",
    "联系人",
    "责任人",
    "简介",
    "函",
    "卷宗",
    "纪要",
    "表",
];

/// Things that are handed over and are no report.
const GOODS: [&str; 20] = [
    "商品", "物品", "样品", "物资", "货物", "药品", "器材", "展板", "展品", "设备", "车辆", "会费", "经费",
    "款项", "奖品", "横幅", "食品", "农药", "疫苗", "标本",
];

/// Whether a stretch names goods and no material.
pub fn names_goods(words: &str) -> bool {
    GOODS.iter().any(|goods| words.contains(goods))
        && kind_of(words).is_none_or(|kind| kind == DeliverableKind::Other)
}

/// The kind of a material by its name; none where the name is no material's.
pub fn kind_of(name: &str) -> Option<DeliverableKind> {
    if name.ends_with('表') && !name.ends_with("代表") {
        return Some(DeliverableKind::Table);
    }
    let known = KINDS.iter().find(|(_, words)| words.iter().any(|word| name.contains(word)));
    if let Some((kind, _)) = known {
        return Some(*kind);
    }
    let is_other = name.starts_with("附件") || name.ends_with('书') || is_form_of_another(name);
    (is_other || OTHERS.iter().any(|word| name.ends_with(word))).then_some(DeliverableKind::Other)
}

/// The materials that a stretch lists.
pub fn materials(sentence: &Sentence, within: Range<usize>) -> Vec<Material> {
    let mut found = Vec::new();
    for piece in pieces(sentence, within) {
        let inside = listed_within(sentence, &piece);
        if let Some((inside, true)) = inside {
            found.extend(materials(sentence, inside));
            continue;
        }
        let (chars, name) = bare(sentence, piece);
        if let Some(kind) = kind_of(&name) {
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

/// Names that are none where others stand beside them.
fn says_little(name: &str) -> bool {
    const GENERAL: [&str; 6] = ["材料", "资料", "相关材料", "有关材料", "相关资料", "有关资料"];
    GENERAL.contains(&name) || is_form_of_another(name)
}

/// `电子版`, `纸质材料`, `word版`: how something is sent, and nothing by itself.
fn is_form_of_another(name: &str) -> bool {
    [
        "电子版",
        "纸质版",
        "纸质件",
        "电子件",
        "扫描件",
        "盖章件",
        "电子文档",
        "纸质材料",
        "电子材料",
        "书面材料",
        "盖章扫描件",
        "电子邮件",
    ]
    .contains(&name)
}

/// The parts of a list: between 、 和 及 以及 与 and commas, brackets left whole.
fn pieces(sentence: &Sentence, within: Range<usize>) -> Vec<Range<usize>> {
    const JOINS: [&str; 9] = ["以及", "、", ",", ";", "和", "及", "与", "并附", "(附"];
    let (mut pieces, mut begins, mut at, mut depth) = (Vec::new(), within.start, within.start, 0usize);
    while at < within.end {
        match sentence.chars[at] {
            '(' | '《' => depth += 1,
            ')' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let join = JOINS.iter().find(|join| depth == 0 && sentence.says_at(at, join));
        let join = join.filter(|join| !is_inside_word(sentence, at, join));
        match join {
            Some(join) => {
                pieces.push(begins..at);
                at += join.chars().count();
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
    const WORDS: [&str; 6] = ["(包括", "(包含", "(含", "(主要包括", "(具体包括", "(即"];
    let (at, length) = sentence.first_of(piece.clone(), &WORDS)?;
    let end = (at..piece.end).find(|place| sentence.chars[*place] == ')').unwrap_or(piece.end);
    let inside = at + length..end;
    let is_list =
        kind_of(&sentence.words(inside.clone())).is_some() || pieces(sentence, inside.clone()).len() > 1;
    let stands_for_all = !sentence.says_at(at, "(含") && !sentence.says_at(at, "(包含");
    is_list.then_some((inside, stands_for_all))
}

/// Words that lead to a name and are none of it.
const LEADING: [&str; 38] = [
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
];

/// Words that end a name and are none of it.
const TAILS: [&str; 9] =
    ["等材料", "等资料", "等有关材料", "等相关材料", "等情况", "等", "的", "电子版", "扫描件"];

/// A name without brackets, counts and words that lead to it.
fn bare(sentence: &Sentence, piece: Range<usize>) -> (Range<usize>, String) {
    let mut start = piece.start;
    loop {
        let word = LEADING.iter().find(|word| sentence.says_at(start, word));
        let length = word.map_or(count(sentence, start), |word| word.chars().count());
        if length == 0 || start + length >= piece.end {
            break;
        }
        start += length;
    }
    if sentence.says_at(start, "附件") {
        let titled = (start..piece.end.min(start + 6)).find(|at| sentence.chars[*at] == '《');
        start = titled.unwrap_or(start);
    }
    let end = (start + 1..piece.end).find(|at| is_name_over(sentence, *at)).unwrap_or(piece.end);
    let end = end.max(start);
    let mut chars = start..end;
    let tail =
        TAILS.iter().find(|tail| sentence.says_before(chars.end, tail) && tail.chars().count() < chars.len());
    chars.end -= tail.map_or(0, |tail| tail.chars().count());
    let is_titled =
        sentence.says_at(chars.start, "《") && sentence.says_before(chars.end, "》") && chars.len() > 2;
    if is_titled {
        chars = chars.start + 1..chars.end - 1;
    }
    let name = sentence.said(chars.clone());
    (chars, name)
}

/// Brackets, counts and conditions end a name.
fn is_name_over(sentence: &Sentence, at: usize) -> bool {
    const WORDS: [&str; 9] = ["各1份", "一式", "不少于", "不超过", "打包", "加盖", "不低于", "约", "至少"];
    let each = usize::from(sentence.chars[at] == '各');
    sentence.chars[at] == '('
        || count(sentence, at + each) > 0
        || WORDS.iter().any(|word| sentence.says_at(at, word))
}

/// How long a count is that begins here: `3张`, `3-5张`, `2篇`.
fn count(sentence: &Sentence, at: usize) -> usize {
    let is_figure = |c: &&char| c.is_ascii_digit() || "-—~一二两三四五六七八九十".contains(**c);
    let figures = sentence.chars[at.min(sentence.chars.len())..].iter().take_while(is_figure).count();
    let is_counted = sentence.chars.get(at + figures).is_some_and(|c| "张篇份条个幅部期件则".contains(*c));
    let above = if sentence.says_at(at + figures + 1, "以上") { 2 } else { 0 };
    if figures > 0 && is_counted { figures + 1 + above } else { 0 }
}
