//! Every edit, and every sentence that refuses one.

use super::*;
use crate::form::{Comparison, Show, builtin};
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
    let met = |(words, item): (&str, Option<&str>)| Met { words: text(words), item: item.map(text) };
    let met = [
        ("投诉受理总量", None),
        ("受理投诉", None),
        ("挽回群众经济损失", None),
        ("会议", None),
        ("投诉受理总量", None),
        ("收到的件数", Some("1")),
        ("走访", Some("9")),
    ]
    .map(met);
    let offered: Vec<String> = offers(&form(), &met)
        .into_iter()
        .map(|offer| format!("{}→{}", offer.words, offer.item.unwrap_or_default()))
        .collect();
    assert_eq!(offered, ["投诉受理总量→1", "挽回群众经济损失→3", "收到的件数→1", "会议→", "走访→"]);
}

#[test]
fn a_next_version_has_a_name_of_its_own() {
    let sketch = form();
    let known = [text("2024"), text("2025")];
    assert!(sketch.next_version("2025", &known).is_err());
    let next = sketch.next_version(" 2026 ", &known).unwrap();
    assert_eq!((next.version.as_str(), &next.items), ("2026", &sketch.items));
}

#[test]
fn columns_are_renamed_moved_computed_and_removed() {
    let add = |label: &str| Edit::Column(ColumnEdit::Add { label: text(label) });
    let wide = form().edit(add("本期")).and_then(|sketch| sketch.edit(add("上期"))).expect("可以");
    let change = |label: &str, this: &str, base: &str| Computed {
        label: text(label),
        this: text(this),
        base: text(base),
        kind: Comparison::Difference,
    };
    let wide = wide.edit(Edit::Column(ColumnEdit::AddComputed(change("增减", "c2", "c3")))).expect("可以");
    let shown = |sketch: &Sketch| {
        let filled = sketch.columns.iter().map(|column| column.label.clone());
        let computed = sketch.derived_columns.iter();
        let computed = computed.map(|column| format!("{}={}-{}", column.label, column.this, column.base));
        filled.chain(computed).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shown(&wide), "数量 本期 上期 增减=c2-c3");
    let column = |code: &str| text(code);
    for (edit, expected) in [
        (ColumnEdit::Rename { column: column("c1"), label: text("全年") }, Ok("全年 本期 上期 增减=c2-c3")),
        (
            ColumnEdit::Move { column: column("c3"), before: Some(text("c2")) },
            Ok("数量 上期 本期 增减=c2-c3"),
        ),
        (ColumnEdit::Move { column: column("c1"), before: None }, Ok("本期 上期 数量 增减=c2-c3")),
        (ColumnEdit::Remove { column: column("c1") }, Ok("本期 上期 增减=c2-c3")),
        (ColumnEdit::Remove { column: column("c2") }, Err("“增减”由这一栏算出；请先删去它")),
        (
            ColumnEdit::Rename { column: column("c1"), label: text("本期") },
            Err("已经有“本期”这一栏；请换一个名称"),
        ),
        (ColumnEdit::Add { label: text("增 减") }, Err("已经有“增 减”这一栏；请换一个名称")),
        (ColumnEdit::AddComputed(change("再增减", "c2", "c2")), Err("请选择两个不同的栏")),
        (
            ColumnEdit::Computed { column: column("d1"), computed: change("变动", "c2", "c1") },
            Ok("数量 本期 上期 变动=c2-c1"),
        ),
        (ColumnEdit::RemoveComputed { column: column("d1") }, Ok("数量 本期 上期")),
        (
            ColumnEdit::Measure { column: column("c9"), counted: None },
            Err("没有“c9”这一栏；可能已被删去，请刷新后再改"),
        ),
    ] {
        let said = format!("{edit:?}");
        let edited = wide.edit(Edit::Column(edit));
        match (edited, expected) {
            (Ok(sketch), Ok(expected)) => assert_eq!(shown(&sketch), expected, "{said}"),
            (Err(sentence), Err(expected)) => assert_eq!(sentence, expected, "{said}"),
            (found, _) => panic!("{said}: {:?}", found.map(|sketch| shown(&sketch))),
        }
    }
}

#[test]
fn rates_and_names_of_fields_are_set_and_refused() {
    let rate = |label: &str, numerator: &str, denominator: &str| Quotient {
        label: text(label),
        numerator: text(numerator),
        denominator: text(denominator),
        show: Show::Percent { places: 1 },
    };
    let own = form();
    let bare = own.rates.iter().fold(own.clone(), |sketch, rate| {
        sketch.edit(Edit::Rate(RateEdit::Remove { rate: rate.code.clone() })).expect("可以")
    });
    assert!(bare.rates.is_empty());
    let add = |sketch: &Sketch, quotient| sketch.edit(Edit::Rate(RateEdit::Add(quotient)));
    let two = add(&bare, rate("办结率", "2", "1")).and_then(|one| add(&one, rate("服务占比", "1.2", "1")));
    let two = two.expect("可以");
    let set = RateEdit::Set {
        rate: text("r2"),
        quotient: rate("服务类占比", "1.2", "1"),
        synonyms: vec![text("服务比重"), text(" ")],
        after: Some(text("1.2")),
    };
    let set = two.edit(Edit::Rate(set)).expect("可以");
    let moved = set.edit(Edit::Rate(RateEdit::Move { rate: text("r2"), before: Some(text("r1")) }));
    let rates: Vec<String> = moved
        .expect("可以")
        .rates
        .iter()
        .map(|rate| {
            let after = rate.after.as_deref().unwrap_or("");
            let own = format!("{} {}/{}", rate.label, rate.numerator, rate.denominator);
            format!("{own} {after} {}", rate.synonyms.join("、"))
        })
        .collect();
    assert_eq!(rates, ["服务类占比 1.2/1 1.2 服务比重", "办结率 2/1  "]);
    for (quotient, sentence) in [
        (rate("办结率", "2", "1"), "“办结率”与另一项同名，读表时分不清；请换一个名称"),
        (rate("办结投诉", "2", "1"), "“办结投诉”与另一项同名，读表时分不清；请换一个名称"),
        (rate("", "2", "1"), "请填写派生指标的名称"),
        (rate("甲率", "1", "1"), "请选择分子和分母，不能是同一项"),
        (rate("甲率", "1", "9"), "请选择分子和分母，不能是同一项"),
    ] {
        assert_eq!(add(&two, quotient).unwrap_err(), sentence);
    }
    let names =
        |key, names: &[&str]| Edit::Fields { key, names: names.iter().map(|name| text(name)).collect() };
    let named = bare.edit(names("unit", &["报送单位", "报送单位", " 学校名称 "])).expect("可以");
    let unit = named.fields.iter().find(|(key, _)| *key == "unit");
    assert_eq!(unit.map(|(_, names)| names.join("、")), Some(text("报送单位、学校名称")));
    let taken = named.edit(names("reporter", &["学校名称"])).unwrap_err();
    assert_eq!(taken, "“学校名称”已是另一个表头表尾项目的名称；请只留一处");
    let none = named.edit(names("unit", &[])).expect("可以");
    assert!(!none.fields.iter().any(|(key, _)| *key == "unit"));
    assert_eq!(Sketch::read(&named.text()), Ok(named));
}
