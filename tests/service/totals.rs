//! The totals, wherever they can be read: page, API, workbook, CSV, JSON, and the units behind each.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use huibiao::vocabulary::Number;

use crate::house::House;
use crate::town::{CITY, COUNTIES, Desk, ITEMS, between, plain};
use crate::truth::{Truth, exact, printed};

/// Every node's totals are the truth's, everywhere.
pub fn agree(house: &House, campaign: i64, truth: &Truth) {
    nodes(house, campaign, truth, "");
}

/// The same of what was accepted.
pub fn agree_accepted(house: &House, campaign: i64, truth: &Truth) {
    nodes(house, campaign, truth, "&accepted=on");
}

fn nodes(house: &House, campaign: i64, truth: &Truth, accepted: &str) {
    let mut city = house.desk("city");
    let mut county = house.desk(COUNTIES[0]);
    page(&mut city, campaign, truth, (CITY, accepted));
    api(&mut city, campaign, truth, accepted);
    workbook(&mut city, campaign, truth, (CITY, accepted));
    tidy(&mut city, campaign, truth, (CITY, accepted));
    for node in COUNTIES {
        page(&mut city, campaign, truth, (node, accepted));
        workbook(&mut city, campaign, truth, (node, accepted));
    }
    page(&mut county, campaign, truth, (COUNTIES[0], accepted));
    tidy(&mut county, campaign, truth, (COUNTIES[0], accepted));
    sources(&mut city, campaign, truth, (CITY, accepted));
}

fn page(desk: &mut Desk, campaign: i64, truth: &Truth, (node, accepted): (&str, &str)) {
    let page = desk.open(&format!("/campaigns/{campaign}/totals?node={node}{accepted}")).text;
    let total = truth.total(node);
    let none = truth.below(node).next().is_none();
    for (figure, sum) in total.iter().enumerate() {
        let cell = between(&page, &format!("id=\"v-{figure}\""), "</td>");
        let shown = plain(cell[0].split_once('>').expect("a cell").1);
        let shown = shown.split('（').next().unwrap_or_default();
        let expected = if none { String::new() } else { printed(figure, *sum) };
        assert_eq!(shown, expected, "item {} of {node}{accepted} on the page", figure + 1);
    }
    let counted = format!("已计入 {}（", truth.below(node).count());
    assert!(page.contains(&counted), "{counted} of {node}{accepted}: {page}");
}

fn api(desk: &mut Desk, campaign: i64, truth: &Truth, accepted: &str) {
    let mut api = desk.api();
    let accepted = if accepted.is_empty() { "" } else { "&accepted=true" };
    let city = api.get(&format!("/api/v1/campaigns/{campaign}/totals?node={CITY}{accepted}"));
    let check = |shape: &serde_json::Value, node: &str| {
        assert_eq!(shape["counted"], truth.below(node).count(), "{node}");
        for (figure, sum) in truth.total(node).iter().enumerate() {
            let value = &shape["values"][(figure + 1).to_string()];
            let expected = truth.below(node).next().map(|_| exact(*sum));
            assert_eq!(value.as_str(), expected.as_deref(), "item {} of {node} by API", figure + 1);
        }
    };
    check(&city, CITY);
    let children = city["children"].as_array().expect("counties");
    assert_eq!(children.len(), COUNTIES.len());
    children.iter().for_each(|child| check(child, child["node"].as_str().expect("a code")));
}

/// 汇总表 says the totals, 数据 every figure that is in them.
fn workbook(desk: &mut Desk, campaign: i64, truth: &Truth, (node, accepted): (&str, &str)) {
    let answer = desk.open(&format!("/campaigns/{campaign}/workbook?node={node}{accepted}"));
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(answer.bytes)).expect("a workbook");
    let names = book.sheet_names();
    let sheet = book.worksheet_range("汇总表").expect("汇总表");
    let text = |row: usize, column: usize| sheet.get((row, column)).map_or(String::new(), written);
    let head = (0..sheet.height()).find(|row| text(*row, 1) == "类别").expect("a head");
    let column =
        (0..sheet.width()).find(|column| text(head, *column) == "数量").expect("a column of figures");
    for (figure, sum) in truth.total(node).iter().enumerate() {
        let row = (head..sheet.height()).find(|row| text(*row, 0) == (figure + 1).to_string());
        let shown = text(row.expect("a row for each item"), column);
        let expected = truth.below(node).next().map_or(String::new(), |_| exact(*sum));
        assert_eq!(shown, expected, "item {} of {node}{accepted} in the workbook", figure + 1);
    }
    let about = names.iter().map(|name| book.worksheet_range(name).expect("a sheet"));
    let all: String =
        about.flat_map(|sheet| sheet.rows().flatten().map(written).collect::<Vec<_>>()).collect();
    let basis = if accepted.is_empty() { "含待审" } else { "仅汇总已通过" };
    assert!(all.contains(basis), "the workbook of {node} prints what it counts");
}

/// A cell's text; numbers as they would be typed.
fn written(cell: &Data) -> String {
    match cell {
        Data::Float(number) => Number::from_spreadsheet(*number).expect("a number").to_string(),
        other => other.to_string().replace('\n', ""),
    }
}

/// CSV and JSON have a row a figure; those that count add up to the truth.
fn tidy(desk: &mut Desk, campaign: i64, truth: &Truth, (node, accepted): (&str, &str)) {
    let csv = desk.open(&format!("/campaigns/{campaign}/data.csv?node={node}{accepted}"));
    assert!(csv.bytes.starts_with("\u{feff}".as_bytes()), "spreadsheets need the mark of UTF-8");
    let lines: Vec<Vec<String>> = csv.text.trim_start_matches('\u{feff}').lines().map(cells).collect();
    let named = |name: &str| lines[0].iter().position(|known| known == name).expect("a column");
    let (unit, item, value, counts) =
        (named("单位代码"), named("指标代码"), named("数值"), named("是否汇入"));
    let mut sums = Truth::default();
    for line in lines[1..].iter().filter(|line| line[counts] == "是") {
        let item: usize = line[item].parse().expect("a number");
        sums.set(&line[unit], &[(item - 1, line[value].clone())]);
    }
    let expected: Vec<_> = truth.below(node).collect();
    assert_eq!(sums.0.iter().collect::<Vec<_>>(), expected, "CSV of {node}{accepted}");

    let json = desk.open(&format!("/campaigns/{campaign}/data.json?node={node}{accepted}"));
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json.text).expect("JSON");
    let mut sums = Truth::default();
    for row in rows.iter().filter(|row| row["是否汇入"] == "是") {
        let word = |name: &str| row[name].as_str().expect("a text").to_owned();
        let item: usize = word("指标代码").parse().expect("a number");
        sums.set(&word("单位代码"), &[(item - 1, word("数值"))]);
    }
    assert_eq!(sums.0.iter().collect::<Vec<_>>(), expected, "JSON of {node}{accepted}");
}

/// The cells of a line of CSV.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            letter => cells.last_mut().expect("a cell").push(letter),
        }
    }
    cells
}

/// Each total opens into its units: all of them, each with its own figure, and no other.
fn sources(desk: &mut Desk, campaign: i64, truth: &Truth, (node, accepted): (&str, &str)) {
    for figure in 0..ITEMS {
        let page = desk.open(&format!("/campaigns/{campaign}/totals/{figure}?node={node}{accepted}")).text;
        let body = between(&page, "<tbody>", "</tbody>")[0];
        let rows: Vec<(String, String)> = between(body, "<tr>", "</tr>")
            .into_iter()
            .map(|row| {
                let code = between(row, "<td class=\"code\">", "</td>")[0].to_owned();
                (code, plain(between(row, "<td class=\"value\">", "</td>")[0]))
            })
            .collect();
        let expected: Vec<(String, String)> =
            truth.below(node).map(|(unit, figures)| (unit.clone(), exact(figures[figure]))).collect();
        let said = |value: &String| if value == "零报告" { "0".to_owned() } else { value.clone() };
        let rows: Vec<(String, String)> =
            rows.iter().map(|(unit, value)| (unit.clone(), said(value))).collect();
        assert_eq!(rows, expected, "behind item {} of {node}{accepted}", figure + 1);
        assert!(page.contains(&format!("<strong>{}</strong>", exact(truth.total(node)[figure]))));
    }
}
