//! Pages of a workbook that are not the table, though some look like it.
//!
//! None of their numbers may be read: a blank form has none, a ledger counts people under the form's own
//! words, and what is hidden never stands before what is seen.

use super::draw::{Spot, last_year};
use super::draw_upright;
use super::figures::Figures;
use super::layouts;
use super::page::{Entry, Page};
use super::plan::{Other, Plan};
use super::random::Random;
use super::truth::ITEMS;
use super::wordings::ITEM_WORDINGS;

pub fn draw(other: Other, plan: &Plan, figures: &Figures, random: &mut Random) -> Page {
    match other {
        Other::Instructions => instructions(),
        Other::BlankForm => blank_form(random),
        Other::Example => example(random),
        Other::Ledger => ledger(random),
        Other::Empty => Page::new("Sheet2"),
        Other::HiddenLastYear => {
            let mut page = Page::new(random.pick(&["2023", "去年", "上年"]));
            page.hidden = true;
            last_year(&mut page, plan, figures, 0, random);
            page
        }
    }
}

fn instructions() -> Page {
    let mut page = Page::new("填表说明");
    page.write(0, 0, "填表说明");
    page.write(1, 0, "1. 数量一栏填写数字，没有的填0。");
    page.write(2, 0, "2. 第7项“为消费者挽回经济损失”以万元为单位，如35000元填3.5。");
    page.write(3, 0, "3. 请于2024年3月22日前报送。");
    page
}

fn blank_form(random: &mut Random) -> Page {
    let mut page = Page::new("空表");
    page.write(0, 0, "2024年“3·15”活动情况统计表");
    page.write(1, 0, "填报单位：                填报日期：");
    let mut form = layouts::anchor("", None, random);
    form.value_header = "数量".into();
    let after = draw_upright::table(&mut page, &form, Spot { row: 2, left: 0 });
    page.tables.push((2, after - 1));
    page
}

/// The form filled to show how, for a unit that does not exist.
fn example(random: &mut Random) -> Page {
    let mut page = Page::new(random.pick(&["填写示例", "示例", "样表", "填表示例"]));
    let words = random.pick(&["（示例）", "（样表）", "（填写示例）", ""]);
    page.write(0, 0, &format!("2024年“3·15”活动情况统计表{words}"));
    page.write(1, 0, "填报单位：××市场监督管理所          填报日期：2024年3月18日");
    let mut form = layouts::anchor("", None, random);
    form.value_header = "数量".into();
    for (item, figure) in ITEMS.into_iter().zip(EXAMPLE) {
        if let Some(line) = form.line(item) {
            line.value = Some(Entry::text(figure));
        }
    }
    let after = draw_upright::table(&mut page, &form, Spot { row: 2, left: 0 });
    page.tables.push((2, after - 1));
    page
}

/// What notices fill in to show how.
pub const EXAMPLE: [&str; 11] = ["5", "1", "3", "100", "20", "15", "1.5", "5", "2", "10", "1000"];

/// One row an activity: when, what, where, how many people came.
fn ledger(random: &mut Random) -> Page {
    let mut page = Page::new("活动台账");
    page.write(0, 0, "“3·15”活动台账");
    for (column, head) in ["序号", "活动时间", "活动内容", "地点", "参加人数"].iter().enumerate()
    {
        page.write(1, column as u32, head);
    }
    let rows = random.between(3, 8) as u32;
    for row in 0..rows {
        let (label, _, _) = random.pick(&ITEM_WORDINGS[..3]);
        page.put(row + 2, 0, Entry::number(row + 1));
        page.write(row + 2, 1, &format!("3月{}日", random.between(1, 20)));
        page.write(row + 2, 2, label);
        page.write(row + 2, 3, random.pick(&["中心广场", "东里集市", "门诊大厅"]));
        page.put(row + 2, 4, Entry::number(random.between(12, 300)));
    }
    page.tables.push((1, rows + 1));
    page
}
