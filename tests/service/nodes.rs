//! Totals where the tree is not as even as usual: who reports for itself and has others below it.

use huibiao::vocabulary::{Level, Role};
use serde_json::Value;

use crate::house::{Database, House, on_both};
use crate::town::{CITY, Place, UNIT, published, receipt_of};

on_both!(a_unit_with_others_below_it_is_in_its_own_total_and_in_no_child_of_its_own,);

/// A station that reports and has a post below it that reports as well: each in every total above it, once.
fn a_unit_with_others_below_it_is_in_its_own_total_and_in_no_child_of_its_own(database: Database) {
    const POST: &str = "3703200019";
    let house = House::on(database);
    house.settle();
    house.add_unit(POST, "沂源县南麻市场监督管理所流动服务站", Level::Unit, UNIT);
    house.employ("city", Role::Supervisor, CITY);
    let campaign = published(&house, &[]);
    for (unit, first) in [(UNIT, 3), (POST, 4), ("370320002", 5), ("370321001", 6)] {
        house.employ(unit, Role::Clerk, unit);
        let figures = [first, 1, 9, 120, 80, 30, 3, 4, 2, 6, 900];
        let figures: Vec<(usize, String)> = figures.iter().map(ToString::to_string).enumerate().collect();
        receipt_of(&{
            let mut desk = house.desk(unit);
            let at = Place::new(campaign, unit);
            assert_eq!(desk.save(&at, &figures, false).status, 303);
            desk.send(&at, "单位刚成立，本年第一次填报，数字来自台账")
        });
    }
    let mut api = house.desk("city").api();
    let told = |value: &Value| (value["counted"].as_u64(), value["values"]["1"].as_str().map(str::to_owned));
    for (node, whole, children) in [
        (CITY, (4, "18"), vec![("370320", 3, "12"), ("370321", 1, "6"), ("370322", 0, "")]),
        ("370320", (3, "12"), vec![(UNIT, 2, "7"), ("370320002", 1, "5"), ("370320003", 0, "")]),
        (UNIT, (2, "7"), vec![(POST, 1, "4")]),
    ] {
        let totals = api.get(&format!("/api/v1/campaigns/{campaign}/totals?node={node}"));
        assert_eq!(told(&totals), (Some(whole.0), Some(whole.1.to_owned())), "{node}");
        for (child, counted, sum) in children {
            let below = totals["children"].as_array().expect("children").iter();
            let found = below.filter(|below| below["node"] == child).map(told).collect::<Vec<_>>();
            let sum = Some(sum.to_owned()).filter(|sum| !sum.is_empty());
            assert_eq!(found, [(Some(counted), sum)], "{child} below {node}");
        }
    }
}
