//! Lists of units compared with the tree: what would change, and what is refused.

use super::super::tests::rows;
use super::*;

/// The tree that a file makes of another.
fn after(current: &[Known], text: &str) -> Vec<Known> {
    let plan = plan(current, &rows(text));
    assert!(plan.is_clean(), "{:?}", plan.sentences());
    let mut tree = current.to_vec();
    for line in plan.changes(current) {
        if let Step::New(known) | Step::Changed(known, _) = &line.step {
            tree.retain(|old| old.unit.code != known.unit.code);
            tree.push(known.clone());
        }
    }
    tree
}

const TREE: &str = "code,name,level,parent_code,contact\n37,市,city,,\n371,甲县,county,37,\n3711,甲所,unit,371,老王\n3712,乙所,unit,371,\n372,乙县,county,37,";

#[test]
fn the_same_list_again_changes_nothing() {
    let tree = after(&[], TREE);
    assert_eq!(tree.len(), 5);
    let again = plan(&tree, &rows(TREE));
    assert!(again.lines.iter().all(|line| line.step == Step::Same), "{again:?}");
    assert_eq!(again.absent, 0);
}

#[test]
fn a_part_of_the_tree_changes_only_what_it_says() {
    let tree = after(&[], TREE);
    let plan = plan(
        &tree,
        &rows("code,name,level,parent_code\n3711,甲监管所,unit,372\n3719,新所,unit,371\n371,甲县,,37"),
    );
    let words: Vec<String> = plan
        .lines
        .iter()
        .map(|line| match &line.step {
            Step::New(known) => format!("new {}", known.unit.name),
            Step::Changed(known, words) => {
                format!("{} {}", known.unit.contact.clone().unwrap_or_default(), words.join("；"))
            }
            Step::Same => "same".to_owned(),
            Step::Wrong(words) => words.join("；"),
        })
        .collect();
    assert_eq!(words, ["老王 名称：甲所 → 甲监管所；上级代码：371 → 372", "new 新所", "same"]);
    assert_eq!(plan.absent, 3);
}

#[test]
fn parents_come_before_their_children_whatever_the_order_of_the_file() {
    let text = "code,name,level,parent_code\n3711,甲所,unit,371\n371,甲县,county,37\n37,市,city,";
    let plan = plan(&[], &rows(text));
    let order: Vec<&str> = plan.changes(&[]).into_iter().map(|line| line.code.as_str()).collect();
    assert_eq!(order, ["37", "371", "3711"]);
}

#[test]
fn every_mistake_is_told_at_its_line_and_nothing_is_done() {
    let tree = after(&[], TREE);
    for (text, sentences) in [
        (
            "code,name,level\n1,甲,unit",
            vec![
                "第 1 行：缺少“parent_code”（上级代码）列",
                "第 2 行：没有上级代码。最上级单位是 市（37），其他单位都要有上级代码",
            ],
        ),
        ("code,name,level,parent_code\n9,甲,unit,8", vec!["第 2 行：上级代码 8 不在名录中"]),
        (
            "code,name,level,parent_code\n9,甲,unit,",
            vec!["第 2 行：没有上级代码。最上级单位是 市（37），其他单位都要有上级代码"],
        ),
        ("code,name,level,parent_code\n37,市,city,371", vec!["第 2 行：市 是最上级单位，不能有上级代码"]),
        ("code,name,level,parent_code\n371,甲县,county,3711", vec!["第 2 行：甲县 的上级关系绕成了圈"]),
        (
            "code,name,level,parent_code\n3713,丙所,unit,371\n3713,丁所,unit,371",
            vec!["第 3 行：单位代码 3713 与第 2 行重复"],
        ),
        (
            "code,name,level,parent_code,在用\n371,甲县,county,37,否",
            vec!["第 2 行：还有 2 个在用的下级单位，不能停用"],
        ),
        (
            "code,name,level,parent_code,在用\n372,乙县,county,37,否\n3721,丙所,unit,372,",
            vec!["第 2 行：还有 1 个在用的下级单位，不能停用", "第 3 行：上级单位 乙县 已停用"],
        ),
        (
            "code,name,level,parent_code,在用\n372,乙县,county,37,也许",
            vec!["第 2 行：“也许”看不出是否在用，应写“是”或“否”"],
        ),
        (
            "code,name,level,parent_code\n,甲,unit,37\n3714,,unti,37",
            vec![
                "第 2 行：单位代码是空的",
                "第 3 行：单位名称是空的",
                "第 3 行：级别“unti”不认识，应为 province、city、county、township 或 unit",
            ],
        ),
    ] {
        let plan = plan(&tree, &rows(text));
        assert_eq!(plan.sentences(), sentences, "{text}");
        assert!(!plan.is_clean());
    }
}

#[test]
fn a_unit_is_given_up_only_by_the_column_that_says_so() {
    let tree = after(&[], TREE);
    let tree = after(&tree, "code,name,level,parent_code,状态\n3711,甲所,unit,371,撤销\n3712,乙所,unit,371,");
    let active: Vec<(&str, bool)> =
        tree.iter().map(|known| (known.unit.code.as_str(), known.active)).collect();
    assert!(active.contains(&("3711", false)) && active.contains(&("3712", true)), "{active:?}");
}
