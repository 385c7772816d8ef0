//! The rows that an online form exports: who filled it in and when, then the answers under the questions.

use super::page::{Entry, Page};
use super::plan::Plan;
use super::random::Random;
use super::wordings::ITEM_WORDINGS;

pub fn page(plan: &Plan, random: &mut Random) -> Page {
    let mut page = Page::new(random.pick(&["Sheet1", "收集结果", "工作表1"]));
    let must = random.pick(&["（必填）", "（必填）", "(必填)", ""]);
    let numbered = random.chance(70);
    let who = random.pick(&[
        ("提交者（自动）", "提交时间（自动）"),
        ("提交者", "提交时间"),
        ("填写人", "填写时间"),
    ]);
    for (column, head) in [who.0, who.1, &format!("填报单位{must}")].into_iter().enumerate() {
        page.write(0, column as u32, head);
    }
    for (column, item) in (3..).zip(plan.lines.iter().filter_map(|line| line.item)) {
        let (label, measure, _) = ITEM_WORDINGS[item - 1];
        let number = if numbered { format!("{item}.") } else { String::new() };
        page.write(0, column, &format!("{number}{label}（{measure}）{must}"));
    }
    let note = plan.lines.len() as u32 + 3;
    if random.chance(30) {
        page.write(0, note, "备注（选填）");
    }
    for (row, across) in (1..).zip(&plan.across) {
        page.write(row, 0, &format!("用户{row}"));
        page.write(row, 1, &format!("2024年3月{}日 10:{:02}", random.between(10, 20), random.below(60)));
        page.write(row, 2, across.name.trim());
        for (column, value) in (3..).zip(&across.values) {
            page.put(row, column, value.clone().unwrap_or(Entry::text("")));
        }
    }
    page.tables.push((0, plan.across.len() as u32));
    page
}
