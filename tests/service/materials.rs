//! 报送材料: each with its own clock, must or may, and more time for one unit with one of them.

use crate::house::{Database, on_both};
use crate::town::{UNIT, arrange, between, gist, materials_on, plain, publish, town};

on_both!(
    each_material_has_its_own_clock,
    more_time_is_for_one_material_of_one_unit,
    each_deadline_is_moved_by_a_form_of_its_own,
);

const MATERIALS: [(&str, &str); 6] = [
    ("m1-kind", "plan"),
    ("m1-phrase", "3月10日前"),
    ("m1-required", "on"),
    ("m1-grace_minutes", "30"),
    ("m2-required", "on"),
    ("close_at", "2024-03-31 24:00"),
];

fn each_material_has_its_own_clock(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &MATERIALS);
    let page = city.open(&format!("/campaigns/{campaign}")).text;
    let cards: Vec<String> = between(&page, "<div class=\"card-head\"><h3>", "</section>")
        .iter()
        .map(|card| plain(card).split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(cards.len(), 2, "{cards:?}");
    let expected = [
        ["统计报表", "必报", "2024年3月22日 24:00（含当日）", "通知原文“3月22日前”"],
        ["活动方案", "必报，宽限 30 分钟", "2024年3月10日 24:00（含当日）", "通知原文“3月10日前”"],
    ];
    for (card, words) in cards.iter().zip(expected) {
        words.iter().for_each(|word| assert!(card.contains(word), "{word} in {card}"));
    }
    publish(&mut city, campaign);
    let unit = house.desk("clerk").open(&format!("/campaigns/{campaign}/units/{UNIT}")).text;
    let said = "活动方案（必报，通知原文“3月10日前”，2024年3月10日 24:00（含当日））";
    assert_eq!(materials_on(&unit), [said], "{}", gist(&unit));
    assert!(!unit.contains("活动总结"), "what was not ticked is not asked for");
}

fn each_deadline_is_moved_by_a_form_of_its_own(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &MATERIALS);
    publish(&mut city, campaign);
    let address = format!("/campaigns/{campaign}");
    let ids = |page: &str| -> Vec<String> {
        between(page, " id=\"", "\"").into_iter().map(str::to_owned).collect()
    };
    let page = city.open(&address).text;
    let mut once = std::collections::HashSet::new();
    let twice: Vec<String> = ids(&page).into_iter().filter(|id| !once.insert(id.clone())).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let labels = between(&page, "<label class=\"field-label\" for=\"", "\"");
    labels.iter().for_each(|label| assert!(once.contains(*label), "{label} leads nowhere"));
    let forms = between(&page, "action=\"/deliverables/", "/due\"");
    assert_eq!(forms.len(), 2, "{forms:?}");
    let plan = forms[1];
    let moved = city.post(&format!("/deliverables/{plan}/due"), &[("phrase", "尽快"), ("reason", "")]);
    assert_eq!(moved.status, 422, "{}", gist(&moved.text));
    assert!(moved.text.contains(&format!("href=\"#due-{plan}-due_at\"")), "{}", gist(&moved.text));
    let wrong = between(&moved.text, "<div class=\"field field-wrong\">", "<label");
    assert_eq!(wrong.len(), 1, "one form of the two is wrong");
    let open = between(&moved.text, "<details class=\"more\" open>", "</details>");
    assert!(open.len() == 1 && open[0].contains(&format!("/deliverables/{plan}/due")), "{open:?}");
}

fn more_time_is_for_one_material_of_one_unit(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &MATERIALS);
    publish(&mut city, campaign);
    let place = format!("/campaigns/{campaign}/units/{UNIT}");
    let page = city.open(&place).text;
    let (_, choices) = page.split_once("name=\"deliverable\"").expect("a choice of materials");
    let plan = between(choices, "<option value=\"", ">活动方案")
        .last()
        .and_then(|option| option.rsplit("value=\"").next())
        .and_then(|value| value.split('"').next())
        .expect("the plan can be chosen")
        .to_owned();
    let fields = [("deliverable", plan.as_str()), ("until", "2024-03-15 24:00"), ("reason", "负责人调整")];
    city.done(&format!("{place}/extension"), &fields);
    let mut clerk = house.desk("clerk");
    let unit = plain(&clerk.open(&place).text);
    assert!(unit.contains("本单位延至2024年3月15日 24:00（含当日），原因：负责人调整"), "{}", gist(&unit));
    assert!(!unit.contains("已延期"), "the table's own deadline stands: {}", gist(&unit));
    let told = plain(&clerk.open("/").text);
    assert!(
        told.contains("的活动方案本单位延期至 2024年3月15日 24:00（含当日）。原因：负责人调整"),
        "{told}"
    );
    let other = plain(&city.open(&format!("/campaigns/{campaign}/units/370320002")).text);
    assert!(!other.contains("本单位延至"), "another unit has no more time: {}", gist(&other));
}
