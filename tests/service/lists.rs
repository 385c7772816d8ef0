//! Lists stand in the order that their address asks for, over all of their pages, and their heads say so; an order that no
//! list has changes nothing.

use huibiao::vocabulary::Role;

use crate::house::{Database, House, on_both};
use crate::people::import;
use crate::town::{CITY, Desk, ITEMS, Place, UNIT, between, gist, plain, published, town};

on_both!(
    every_list_can_be_ordered_by_its_columns,
    what_belongs_to_somebody_can_be_ordered_too,
    an_order_goes_on_over_the_pages_of_a_list,
    the_log_is_read_from_either_end,
    nobody_is_ordered_by_a_figure,
);

/// What stands in a column of a list, row by row.
fn column(page: &str, label: &str) -> Vec<String> {
    let cells = between(page, &format!(" data-label=\"{label}\""), "</t");
    let own = |cell: &str| {
        let (_, words) = cell.split_once('>').expect("the tag ends");
        // A second line belongs to what stands beside it.
        plain(words.split("<span class=\"beside\"").next().unwrap_or(words))
    };
    cells.into_iter().map(own).collect()
}

fn turned(page: &str, column: &str) -> bool {
    page.replace("&#38;", "&").contains(&format!("sort=-{column}#"))
}

fn every_list_can_be_ordered_by_its_columns(database: Database) {
    let house = town(database);
    house.employ("admin", Role::Administrator, CITY);
    for (login, unit) in [("amy", "370321003"), ("bob", "370320007"), ("zoe", "370322005")] {
        house.employ(login, Role::Clerk, unit);
    }
    for (login, county) in [("one", "370320"), ("two", "370321"), ("three", "370322")] {
        house.employ(login, Role::Supervisor, county);
    }
    let campaign = published(&house, &[]);
    for (login, path, columns) in [
        ("admin", "/units".to_owned(), &[("code", "编码"), ("name", "名称"), ("accounts", "账号")][..]),
        ("admin", "/accounts".to_owned(), &[("login", "用户名"), ("name", "姓名"), ("unit", "单位")]),
        ("city", "/forms".to_owned(), &[("version", "版本")]),
        ("city", format!("/campaigns/{campaign}/expected"), &[("code", "编码"), ("name", "单位")]),
        ("city", format!("/campaigns/{campaign}/missing?node={CITY}"), &[("code", "编码"), ("name", "单位")]),
        ("city", format!("/campaigns/{campaign}/sign-offs"), &[("name", "下级")]),
    ] {
        let mut desk = house.desk(login);
        let usual = desk.open(&path).text;
        let joint = if path.contains('?') { '&' } else { '?' };
        for (code, label) in columns {
            let of = |desk: &mut Desk, sort: &str| desk.open(&format!("{path}{joint}sort={sort}")).text;
            let (rising, falling) = (of(&mut desk, code), of(&mut desk, &format!("-{code}")));
            let (up, down) = (column(&rising, label), column(&falling, label));
            assert!(up.len() > 1 && up.is_sorted(), "{path} by {code}: {up:?}");
            assert!(down.is_sorted_by(|one, next| one >= next), "{path} by {code}, falling: {down:?}");
            let mut all = column(&usual, label);
            all.sort();
            assert_eq!(up, all, "{path} by {code} has the same rows");
            assert!(turned(&rising, code), "a second press turns it: {}", gist(&rising));
            assert_eq!(rising.matches("aria-sort=\"ascending\"").count(), 1, "{path} by {code}");
            assert_eq!(falling.matches("aria-sort=\"descending\"").count(), 1, "{path} by {code}");
        }
        let nonsense = desk.open(&format!("{path}{joint}sort=nonsense")).text;
        let (_, label) = columns[0];
        assert_eq!(column(&nonsense, label), column(&usual, label), "{path}: an order that it does not have");
    }
}

/// The words of a list's rows, one after the other, in the order that the address asks for.
fn rows_of(desk: &mut Desk, (path, list): (&str, &str), sort: &str) -> Vec<String> {
    let page = desk.open(&format!("{path}?sort={sort}")).text;
    let list = between(&page, &format!(" id=\"{list}\""), "</table>");
    let body =
        between(list.first().unwrap_or_else(|| panic!("{path}: {}", gist(&page))), "<tbody>", "</tbody>");
    between(body[0], "<tr>", "</tr>").into_iter().map(plain).collect()
}

fn what_belongs_to_somebody_can_be_ordered_too(database: Database) {
    let house = town(database);
    let campaigns: Vec<i64> = ["丙年活动", "甲年活动", "乙年活动"]
        .into_iter()
        .map(|title| published(&house, &[("title", title)]))
        .collect();
    let (mut city, mut clerk) = (house.desk("city"), house.desk("clerk"));
    let at = Place::new(campaigns[0], UNIT);
    for figure in ["3", "4", "5"] {
        let figures: Vec<(usize, String)> = (0..ITEMS).map(|item| (item, figure.to_owned())).collect();
        clerk.fill_and_send(&at, &figures);
    }
    for campaign in &campaigns {
        city.done(&format!("/campaigns/{campaign}/closure"), &[]);
    }
    for name in ["乙平台", "甲平台", "丙平台"] {
        clerk.post("/account/tokens", &[("name", name), ("days", "90")]);
    }
    for (path, list, column, rising) in [
        (at.page(), "revisions", "number", ["第 1 次", "第 2 次", "第 3 次"]),
        ("/submissions/2".to_owned(), "revisions", "received", ["第 1 次", "第 2 次", "第 3 次"]),
        ("/".to_owned(), "past", "title", ["丙年活动", "乙年活动", "甲年活动"]),
        ("/account".to_owned(), "tokens", "name", ["丙平台", "乙平台", "甲平台"]),
    ] {
        let place = (path.as_str(), list);
        let up = rows_of(&mut clerk, place, column);
        let begins: Vec<bool> = up.iter().zip(rising).map(|(row, words)| row.starts_with(words)).collect();
        assert_eq!(begins, [true; 3], "{path} by {column}: {up:?}");
        let mut down = rows_of(&mut clerk, place, &format!("-{column}"));
        down.reverse();
        assert_eq!(down, up, "{path} by {column}, falling");
        assert!(turned(&clerk.open(&format!("{path}?sort={column}")).text, column), "{path}: a second press");
        let usual = rows_of(&mut clerk, place, "");
        assert_eq!(rows_of(&mut clerk, place, "nonsense"), usual, "{path}: an order that it does not have");
    }
}

fn titles(page: &str) -> Vec<String> {
    let list = between(page, "<tbody>", "</tbody>").concat();
    between(&list, "<th scope=\"row\">", "</th>").into_iter().map(plain).collect()
}

fn an_order_goes_on_over_the_pages_of_a_list(database: Database) {
    let house = House::on(database);
    house.account("admin", Role::Administrator, "3703");
    let mut units = "code,name,level,parent_code\n".to_owned();
    for number in 0..450 {
        units += &format!("370399{number:03},第{:03}号镇卫生院,unit,3703\n", (number * 7) % 450);
    }
    assert_eq!(import(&house, "admin", &units).0, 303);
    let mut desk = house.desk("admin");
    for sort in ["", "-name", "code"] {
        let (mut path, mut names) = (format!("/units?q=%E9%95%87&sort={sort}"), Vec::new());
        while !path.is_empty() {
            let page = desk.open(&path).text;
            names.extend(column(&page, "名称"));
            let next = between(&page, "<p><a class=\"button\" href=\"", "\">下一页");
            path = next.first().map_or(String::new(), |next| next.replace("&#38;", "&"));
        }
        assert_eq!(names.len(), 450, "every unit once, by {sort}");
        if sort == "-name" {
            assert!(names.is_sorted_by(|one, next| one > next), "falling over all pages");
        }
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 450, "none twice, by {sort}");
    }
}

fn the_log_is_read_from_either_end(database: Database) {
    let house = town(database);
    house.employ("auditor", Role::Auditor, CITY);
    let mut desk = house.desk("auditor");
    // Each look at something that is not there is an entry of its own.
    for number in 0..120 {
        desk.get(&format!("/submissions/{}", 9_000 + number));
    }
    let mut all = |sort: &str| {
        let (mut path, mut entries) = (format!("/audit?verb=denied&sort={sort}"), Vec::new());
        while !path.is_empty() {
            let page = desk.open(&path).text;
            let places = column(&page, "链与序号").into_iter().zip(column(&page, "时间"));
            entries.extend(places.map(|(place, at)| format!("{at} {place}")));
            let next = between(&page, "<p><a class=\"button\" href=\"", "\">下一页");
            path = next.first().map_or(String::new(), |next| next.replace("&#38;", "&"));
        }
        entries
    };
    let (newest, mut oldest) = (all(""), all("at"));
    assert!(newest.len() >= 120, "{} entries", newest.len());
    oldest.reverse();
    assert_eq!(newest, oldest);
}

fn nobody_is_ordered_by_a_figure(database: Database) {
    let house = town(database);
    let campaign = published(&house, &[]);
    let mut city = house.desk("city");
    for path in ["totals", "totals/0", "board"] {
        let page = city.open(&format!("/campaigns/{campaign}/{path}")).text;
        for sort in ["sort=figure", "sort=value", "sort=v"] {
            assert!(!page.contains(sort), "{path} offers {sort}");
        }
    }
    let campaigns = city.open("/campaigns?sort=-title").text;
    assert_eq!(titles(&campaigns).len(), 1, "{}", gist(&campaigns));
}
