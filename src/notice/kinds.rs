//! Words of materials: which kind a name is of, which names say little, what is goods and no material at all.

use super::offices::is_office;
use crate::campaign::DeliverableKind;

/// Words of materials and their kinds; the first that a name holds decides.
const KINDS: [(DeliverableKind, &[&str]); 8] = [
    (DeliverableKind::Cases, &["案例"]),
    (DeliverableKind::Video, &["视频", "录像", "短片", "影片", "微电影"]),
    (DeliverableKind::Pictures, &["图片", "照片", "影像", "图像", "相片", "剪影", "截图", "摄影"]),
    (
        DeliverableKind::Table,
        &["报表", "统计表", "汇总表", "一览表", "登记表", "明细表", "调查表", "情况表", "统计数据"],
    ),
    (
        DeliverableKind::Summary,
        &["总结", "小结", "落实情况", "完成情况", "开展情况", "情况报告", "工作报告", "自查报告"],
    ),
    (DeliverableKind::Plan, &["方案", "计划", "安排", "预案", "策划"]),
    (DeliverableKind::News, &["信息", "动态", "简报", "新闻", "报道", "宣传稿", "通讯稿", "通稿", "预告"]),
    (DeliverableKind::Summary, &["报告", "汇报", "活动情况", "工作情况", "有关情况", "情况"]),
];

/// Words of materials that are of no kind above.
const OTHERS: [&str; 49] = [
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
    "选题",
    "标语",
    "亮点",
    "函",
    "卷宗",
    "纪要",
    "光盘",
    "数据库",
    "表",
];

/// Words that decide at the end of a name, whatever it holds: 信息员名单, 检查情况台账.
const LISTS: [&str; 10] =
    ["清册", "花名册", "名单", "清单", "台账", "回执", "通讯录", "目录", "姓名", "联系方式"];

/// Ways on which something is sent, which are no material.
const WAYS: [&str; 8] = ["平台", "系统", "群", "邮箱", "网站", "小程序", "公众号", "网"];

/// Things that are handed over and are no report.
const GOODS: [&str; 20] = [
    "商品", "物品", "样品", "物资", "货物", "药品", "器材", "展板", "展品", "设备", "车辆", "会费", "经费",
    "款项", "奖品", "横幅", "食品", "农药", "疫苗", "标本",
];

/// Goods, whatever else is named beside them: 老照片、老物件实物.
const OBJECTS: [&str; 3] = ["实物", "藏品", "老物件"];

/// Whether a stretch names goods and no material.
pub fn names_goods(words: &str) -> bool {
    names_objects(words)
        || GOODS.iter().any(|goods| words.contains(goods))
            && kind_of(words).is_none_or(|kind| kind == DeliverableKind::Other)
}

/// Whether a stretch names things of a collection.
pub fn names_objects(words: &str) -> bool {
    words.ends_with("文物") || OBJECTS.iter().any(|object| words.contains(object))
}

/// The kind of a material by its name; none where the name is no material's.
pub fn kind_of(name: &str) -> Option<DeliverableKind> {
    if name.ends_with('表') && !name.ends_with("代表") {
        return Some(DeliverableKind::Table);
    }
    let is_way = WAYS.iter().any(|way| name.trim_end_matches('”').ends_with(way));
    // “总结报送” is a heading, and “零报告” what is sent where nothing happened.
    let is_no_name =
        ["工作", "报送", "上报"].iter().any(|end| name.ends_with(end)) || name.contains("零报告");
    if is_no_name || is_way || is_office(name) {
        return None;
    }
    if LISTS.iter().any(|list| name.ends_with(list)) {
        return Some(DeliverableKind::Other);
    }
    let known = KINDS.iter().find(|(_, words)| words.iter().any(|word| name.contains(word)));
    if let Some((kind, _)) = known {
        return Some(*kind);
    }
    let is_other = name.starts_with("附件") || name.ends_with('书') || is_form_of_another(name);
    (is_other || OTHERS.iter().any(|word| name.ends_with(word))).then_some(DeliverableKind::Other)
}

/// Names that are none where others stand beside them.
pub fn says_little(name: &str) -> bool {
    const GENERAL: [&str; 6] = ["材料", "资料", "相关材料", "有关材料", "相关资料", "有关资料"];
    GENERAL.contains(&name) || is_form_of_another(name)
}

/// `电子版`, `纸质材料`, `word版`: how something is sent, and nothing by itself.
pub fn is_form_of_another(name: &str) -> bool {
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
        "电子稿",
        "纸质稿",
        "打印稿",
    ]
    .contains(&name)
}
