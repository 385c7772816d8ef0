//! Every edit, and every sentence that refuses one.

use super::*;
use crate::form::builtin;
use crate::vocabulary::Severity;

fn form() -> Sketch {
    Sketch::read(builtin::text("complaint-classes").expect("a built-in form")).expect("a form")
}

fn text(words: &str) -> String {
    words.to_owned()
}

fn labels(sketch: &Sketch) -> String {
    let label = |item: &SketchItem| format!("{} {}", item.code, item.label);
    sketch.items.iter().map(label).collect::<Vec<_>>().join("、")
}

#[test]
fn items_are_renamed_added_moved_and_removed() {
    let before = "1 受理投诉、1.1 商品类投诉、1.2 服务类投诉、2 办结投诉、3 挽回经济损失";
    assert_eq!(labels(&form()), before);
    for (edit, expected) in [
        (
            Edit::Rename { item: text("2"), label: text("办理完结投诉") },
            Ok("1 受理投诉、1.1 商品类投诉、1.2 服务类投诉、2 办理完结投诉、3 挽回经济损失"),
        ),
        (
            Edit::Add { after: Some(text("2")), label: text("回访"), measure: text("人次") },
            Ok("1 受理投诉、1.1 商品类投诉、1.2 服务类投诉、2 办结投诉、4 回访、3 挽回经济损失"),
        ),
        (
            Edit::Move { item: text("1"), before: Some(text("3")) },
            Ok("2 办结投诉、1 受理投诉、1.1 商品类投诉、1.2 服务类投诉、3 挽回经济损失"),
        ),
        (
            Edit::Move { item: text("1.1"), before: Some(text("1")) },
            Err("“商品类投诉”是其中项，要排在它的总项后面"),
        ),
        (Edit::Remove { item: text("1") }, Err("“商品类投诉”是它的其中项；请先把它移出或删去")),
        (Edit::Remove { item: text("2") }, Err("")),
        (Edit::Remove { item: text("9") }, Err("没有第9项；可能已被删去，请刷新后再改")),
        (
            Edit::Rename { item: text("2"), label: text("受理投诉") },
            Err("“受理投诉”与第1项同名，读表时分不清；请换一个名称"),
        ),
        (Edit::Rename { item: text("2"), label: text(" ") }, Err("请填写指标名称")),
        (
            Edit::Measure { item: text("2"), measure: text("什么") },
            Err("“什么”不是认得的计量单位；请写 件、人次、万元、吨 这样的单位"),
        ),
        (
            Edit::PartOf { item: text("3"), whole: Some((text("1"), Relation::AtMost)) },
            Err("其中项与总项的计量单位不同，不能比较；请先改成一样的计量单位"),
        ),
        (
            Edit::Decimals { item: text("3"), places: 9 },
            Err("改了以后报表就不成立了：小数位数最多 6 位，现在是 9"),
        ),
    ] {
        let shown = format!("{edit:?}");
        match (form().edit(edit), expected) {
            (Ok(sketch), Ok(expected)) => assert_eq!(labels(&sketch), expected, "{shown}"),
            (Err(sentence), Err("")) => assert!(sentence.contains("请先删去"), "{shown}: {sentence}"),
            (Err(sentence), Err(expected)) => assert_eq!(sentence, expected, "{shown}"),
            (found, _) => panic!("{shown}: {:?}", found.map(|sketch| labels(&sketch))),
        }
    }
}

#[test]
fn a_part_and_a_check_are_made_by_choosing() {
    let sketch = form();
    let part = Edit::PartOf { item: text("2"), whole: Some((text("1"), Relation::AtMost)) };
    let sketch = sketch.edit(part).expect("可以");
    assert_eq!(sketch.item("2").unwrap().part_of, Some((text("1"), Relation::AtMost)));
    let choice = Choice {
        item: text("1"),
        holds: Holds::Equal,
        others: vec![text("1.1"), text("1.2")],
        severity: Severity::Query,
    };
    let sketch = sketch.edit(Edit::Check(choice.clone())).expect("可以");
    let check = sketch.checks.last().unwrap();
    assert_eq!(check.rule, "[1] = [1.1] + [1.2]");
    assert_eq!(check.sentence, "填的是 {[1]}，应等于“商品类投诉、服务类投诉之和”的 {[1.1] + [1.2]}；请核对");
    assert_eq!(sketch.edit(Edit::Check(choice)).unwrap_err(), "已经有同样的审核");
    let again = Sketch::read(&sketch.text()).expect("a form");
    assert_eq!(again, sketch);
}

#[test]
fn numbers_are_given_anew_and_followed_into_checks() {
    let moved = form().edit(Edit::Move { item: text("3"), before: Some(text("1")) }).unwrap();
    let choice =
        Choice { item: text("2"), holds: Holds::Equal, others: vec![text("1")], severity: Severity::Hard };
    let sketch = moved.edit(Edit::Check(choice)).unwrap().edit(Edit::Renumber).unwrap();
    assert_eq!(labels(&sketch), "1 挽回经济损失、2 受理投诉、2.1 商品类投诉、2.2 服务类投诉、3 办结投诉");
    assert_eq!(sketch.checks.last().unwrap().rule, "[3] = [2]");
}

#[test]
fn words_that_were_met_are_offered_to_the_nearest_item() {
    let met = ["投诉受理总量", "受理投诉", "挽回群众经济损失", "会议", "投诉受理总量"].map(text);
    let offered: Vec<String> = offers(&form(), &met)
        .into_iter()
        .map(|offer| format!("{}→{}", offer.words, offer.item.unwrap_or_default()))
        .collect();
    assert_eq!(offered, ["投诉受理总量→1", "挽回群众经济损失→3", "会议→"]);
}

#[test]
fn a_next_version_has_a_name_of_its_own() {
    let sketch = form();
    let known = [text("2024"), text("2025")];
    assert!(sketch.next_version("2025", &known).is_err());
    let next = sketch.next_version(" 2026 ", &known).unwrap();
    assert_eq!((next.version.as_str(), &next.items), ("2026", &sketch.items));
}
