//! What the service shows of a season, held against what is true of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use huibiao::store::objects::sha256;
use huibiao::vocabulary::Number;
use huibiao::vocabulary::time::show;
use serde_json::Value;

use super::stage::{Stage, TABLE, sendings};
use super::truth::{Kind, Signed, State};
use crate::town::{CITY, COUNTIES, Place, gist, plain};
use crate::truth::{exact, millionths};

/// Who signs.
const SIGNERS: [&str; 3] = [CITY, COUNTIES[0], COUNTIES[1]];

/// After every line of the diary: boards, who is missing what, totals, where everybody's sign-off stands.
pub fn after_each_line(stage: &mut Stage, line: &str) {
    let titles: Vec<&'static str> = stage.season.asked.iter().map(|asked| asked.title).collect();
    board(stage, &titles, None, line);
    for title in &titles {
        let number = stage.number_of(title);
        board(stage, &[title], Some(number), line);
    }
    if stage.has_table() {
        for node in [CITY, COUNTIES[0], COUNTIES[1], COUNTIES[2]] {
            totals(stage, node, line);
        }
        for node in SIGNERS {
            sign_offs(stage, node, line);
        }
    }
}

/// The board of a deliverable, or of all together, and the list of who is missing it.
fn board(stage: &mut Stage, titles: &[&'static str], deliverable: Option<i64>, line: &str) {
    let only = deliverable.map_or(String::new(), |number| format!("&deliverable={number}"));
    let node = if stage.season.asked.is_empty() { return } else { CITY };
    let shown = stage.eye.get(&format!("/api/v1{}", stage.path(&format!("board?limit=1000{only}"))));
    let counts: BTreeMap<&str, usize> = shown["counts"]
        .as_object()
        .expect("counts")
        .iter()
        .map(|(name, count)| (name.as_str(), count.as_u64().expect("a count") as usize))
        .collect();
    assert_eq!(counts, stage.truth.counts(node, titles), "{titles:?} after {line}");
    let rows = shown["units"].as_array().expect("units");
    assert_eq!(rows.len(), stage.truth.units.len(), "every unit is on the board");
    let mut owing = BTreeSet::new();
    for row in rows {
        let unit = row["code"].as_str().expect("a code");
        if !stage.truth.owes(unit, titles).is_empty() {
            owing.insert(unit.to_owned());
        }
        unit_on_the_board(stage, row, unit, line);
    }
    let missing = stage.eye.get(&format!("/api/v1{}", stage.path(&format!("missing?node={CITY}{only}"))));
    let missing: BTreeSet<String> = codes(&missing["units"], "code");
    assert_eq!(missing, owing, "who is missing {titles:?} after {line}");
}

fn codes(list: &Value, field: &str) -> BTreeSet<String> {
    let all = list.as_array().expect("a list").iter();
    all.map(|one| one[field].as_str().expect("a code").to_owned()).collect()
}

fn unit_on_the_board(stage: &Stage, row: &Value, unit: &str, line: &str) {
    for shown in row["materials"].as_array().expect("materials") {
        let which = stage.numbers.iter().position(|number| shown["deliverable"] == *number);
        let title = stage.season.asked[which.expect("it is asked for")].title;
        let (part, said) = (stage.truth.part(unit, title), format!("{title} of {unit} after {line}"));
        let late = part.sent.first().map(|_| stage.truth.late_by(unit, title).is_some());
        assert_eq!(shown["late"].as_bool(), late, "{said}: {shown}");
        assert_eq!(shown["missing"], !stage.truth.owes(unit, &[title]).is_empty(), "{said}: {shown}");
        let now = stage.house.service.now();
        let status = match part.state {
            State::None if stage.truth.exempt.contains(unit) => "exempt",
            State::None if now >= stage.truth.due(unit, title) => "overdue",
            State::None if part.extended.is_some() => "extended",
            State::None => "not-started",
            state => state.code(),
        };
        assert_eq!(shown["status"], status, "{said}: {shown}");
    }
    let reminded = stage.truth.reminded.get(unit).copied().unwrap_or_default();
    let all = stage.season.asked.iter().map(|asked| asked.title).collect::<Vec<_>>();
    let whole = row["materials"].as_array().map(Vec::len) == Some(all.len());
    assert!(!whole || row["reminders"] == reminded, "{unit} after {line}: {row}");
}

fn totals(stage: &mut Stage, node: &str, line: &str) {
    let shown = stage.eye.get(&format!("/api/v1{}", stage.path(&format!("totals?node={node}"))));
    let sheets = stage.truth.in_force(node, TABLE);
    assert_eq!(shown["counted"], sheets.len(), "{node} after {line}");
    let total = stage.truth.total(&sheets, TABLE);
    are_figures(&shown["values"], total.as_deref(), &format!("totals of {node} after {line}"));
}

/// Values by code of the item are these; `None`: there are none.
fn are_figures(values: &Value, figures: Option<&[i64]>, said: &str) {
    let values = values.as_object().expect("values");
    let mut values: Vec<(usize, Option<i64>)> = values
        .iter()
        .map(|(item, value)| (item.parse().expect("items have numbers"), value.as_str().map(millionths)))
        .collect();
    values.sort_unstable();
    let shown: Vec<Option<i64>> = values.into_iter().map(|(_, value)| value).collect();
    match figures {
        Some(figures) => {
            assert_eq!(shown, figures.iter().copied().map(Some).collect::<Vec<_>>(), "{said}");
        }
        None => assert!(shown.iter().all(Option::is_none), "{said}: {shown:?}"),
    }
}

fn sign_offs(stage: &mut Stage, node: &str, line: &str) {
    let shown = stage.eye.get(&format!("/api/v1{}", stage.path(&format!("sign-offs?node={node}"))));
    let signed = stage.truth.signed.get(node).cloned().unwrap_or_default();
    let state = match signed.last() {
        None => "open",
        Some(_) if node == CITY => "published",
        Some(Signed { accepted: true, .. }) => "accepted",
        Some(Signed { sent_back: Some(_), .. }) => "returned",
        Some(_) => "signed",
    };
    assert_eq!(shown["state"], state, "{node} after {line}");
    assert_eq!(shown["sign_offs"].as_array().map(Vec::len), Some(signed.len()), "{node} after {line}");
    assert_eq!(
        codes(&shown["moved"], "unit"),
        stage.truth.moved(node, TABLE),
        "moved since {node} signed, after {line}"
    );
    if let Some(newest) = signed.last() {
        let one = stage.eye.get(&format!("/api/v1/sign-offs/{}", newest.id));
        are_figures(&one["values"], newest.total.as_deref(), &format!("signed by {node}, after {line}"));
    }
}

/// When the season is over: every receipt, page, workbook, sign-off, the archive and its list; and the chains hold.
pub fn at_the_end(stage: &mut Stage) {
    receipts(stage);
    receipt_pages(stage);
    pages_of_the_city(stage);
    if stage.has_table() {
        for node in [CITY, COUNTIES[0], COUNTIES[1]] {
            workbook(stage, node);
            units_of(stage, node);
        }
        for node in SIGNERS {
            everything_signed(stage, node);
        }
    }
    archive(stage);
    let verdict = huibiao::workflow::verify::verify(&stage.house.service).expect("a verdict");
    assert_eq!(verdict.faults, Vec::<String>::new());
}

/// Everything that was ever sent is there as it was sent, with the receipt that it was given.
fn receipts(stage: &mut Stage) {
    for ((unit, title), part) in stage.truth.parts.clone() {
        let (number, is_table) = (stage.number_of(title), title == TABLE);
        let told = sendings(&mut stage.eye, stage.campaign, &unit, number, is_table);
        assert_eq!(told.len(), part.sent.len(), "{title} of {unit}");
        for (which, (told, sent)) in told.iter().zip(&part.sent).enumerate() {
            let said = format!("sending {} of {title} by {unit}: {told}", which + 1);
            assert_eq!(
                (&told["number"], &told["channel"]),
                (&(which + 1).into(), &sent.channel.into()),
                "{said}"
            );
            assert_eq!(told["receipt"]["number"], sent.receipt.as_str(), "{said}");
            let below = if is_table { "" } else { "/delivery" };
            let receipt = stage.eye.get(&format!("/api/v1/receipts/{}{below}", sent.receipt));
            assert_eq!(receipt["id"], sent.id, "{said}");
            // What was in time when it was sent stays so on paper, whatever was granted later.
            let late = stage.truth.late_by(&unit, title).map(|late| late.num_milliseconds());
            assert_eq!(receipt["receipt"]["late_by_ms"].as_i64(), late, "{said}");
            assert_eq!(receipt["receipt"]["on_time"], late.is_none(), "{said}");
            let received = receipt["received"].as_str().expect("a time");
            assert!(received.replace('T', " ").starts_with(&show(sent.at)), "{said}");
            let file = if is_table { &receipt["file"] } else { &receipt["files"][0]["file"] };
            assert_eq!(file["sha256"].as_str().map(str::to_owned), sent.sha256(), "{said}");
        }
        let package = stage.eye.get(&format!("/api/v1/campaigns/{}/units/{unit}", stage.campaign));
        if is_table {
            let reviews = package["reviews"].as_array().expect("reviews");
            let returned = reviews.iter().filter(|review| review["verdict"] == "return").count();
            assert_eq!(returned, part.returned, "{unit}: {package}");
        }
    }
}

/// One receipt for what is there: each deliverable with its newest sending, and what is still missing by name.
fn receipt_pages(stage: &mut Stage) {
    let mut city = stage.house.desk("city");
    let units: BTreeSet<String> = stage.truth.parts.keys().map(|(unit, _)| unit.clone()).collect();
    for unit in units {
        let of_unit: Vec<_> =
            stage.season.asked.iter().map(|asked| (asked, stage.truth.part(&unit, asked.title))).collect();
        if of_unit.iter().all(|(_, part)| part.sent.is_empty()) {
            continue;
        }
        let page = city.open(&Place::new(stage.campaign, &unit).path("receipt")).text;
        let words = plain(&page);
        let lacking = words.split_once("还缺：").map_or("", |(_, rest)| rest.lines().next().unwrap_or(""));
        for (asked, part) in of_unit {
            let named = if asked.kind == Kind::Sheet { "统计" } else { asked.title };
            assert_eq!(lacking.contains(named), part.sent.is_empty(), "{unit} lacks {lacking}, {named}?");
            let Some(sent) = part.sent.last() else { continue };
            assert!(page.contains(&sent.receipt), "{} of {unit}: {}", asked.title, gist(&page));
        }
    }
}

/// The board's page says the same numbers as the program was told.
fn pages_of_the_city(stage: &mut Stage) {
    let mut city = stage.house.desk("city");
    let board = plain(&city.open(&stage.path("board")).text);
    let titles: Vec<&'static str> = stage.season.asked.iter().map(|asked| asked.title).collect();
    let counts = stage.truth.counts(CITY, &titles);
    let said = format!("实报 {} / ", counts["received"]);
    assert_eq!(board.contains(&said), !titles.is_empty(), "{said}: {board}");
    let missing = plain(&city.open(&stage.path("missing")).text);
    let said = match titles.is_empty() {
        true => "没有未报的单位".to_owned(),
        false => format!("应报 {}，未报 {}", counts["expected"], counts["missing"]),
    };
    assert!(missing.contains(&said), "{said}: {missing}");
    let totals = city.get(&stage.path("totals"));
    assert_eq!(totals.status, if stage.has_table() { 200 } else { 404 });
    let signed = city.get(&stage.path("sign-offs"));
    assert_eq!(signed.status, if stage.has_table() { 200 } else { 404 }, "{}", gist(&signed.text));
}

fn opened(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("a workbook")
}

/// A cell's text; numbers as they would be typed.
fn written(cell: &Data) -> String {
    match cell {
        Data::Float(number) => Number::from_spreadsheet(*number).expect("a number").to_string(),
        other => other.to_string().replace('\n', ""),
    }
}

/// The column 数量 of 汇总表, in the order of the items.
fn summed(bytes: &[u8]) -> Vec<String> {
    let sheet = opened(bytes).worksheet_range("汇总表").expect("汇总表");
    let text = |row: usize, column: usize| sheet.get((row, column)).map_or(String::new(), written);
    let is_head = |row: &usize| (0..sheet.width()).any(|column| text(*row, column) == "数量");
    let head = (0..sheet.height()).find(is_head).expect("a head");
    let column = (0..sheet.width()).find(|column| text(head, *column) == "数量").expect("figures");
    let numbered = |row: &usize| text(*row, 0).parse::<usize>().is_ok();
    (head + 1..sheet.height()).filter(numbered).map(|row| text(row, column)).collect()
}

fn words_of(bytes: &[u8]) -> String {
    let mut book = opened(bytes);
    let sheets = book.sheet_names().into_iter().map(|name| book.worksheet_range(&name).expect("a sheet"));
    sheets
        .flat_map(|sheet| sheet.rows().flatten().map(written).collect::<Vec<_>>())
        .collect::<Vec<_>>()
        .join("\n")
}

fn workbook(stage: &mut Stage, node: &str) {
    let book = stage.eye.client.get(&format!("/api/v1{}", stage.path(&format!("workbook?node={node}"))));
    assert_eq!(book.status, 200, "{}", gist(&book.text));
    let total = stage.truth.total(&stage.truth.in_force(node, TABLE), TABLE).expect("somebody has sent");
    let expected: Vec<String> = total.into_iter().map(exact).collect();
    assert_eq!(summed(&book.bytes), expected, "the workbook of {node}");
    let words = words_of(&book.bytes);
    for (unit, times) in stage.truth.reminded.iter().filter(|(unit, _)| unit.starts_with(node)) {
        let owes = !stage.truth.owes(unit, &[TABLE]).is_empty();
        let said = format!("已催报 {times} 次");
        assert!(!owes || words.contains(&said), "{said} of {unit}: {words}");
    }
}

/// Figures of each unit behind the totals.
fn units_of(stage: &mut Stage, node: &str) {
    let rows = stage.eye.client.get(&format!("/api/v1{}", stage.path(&format!("data.json?node={node}"))));
    let rows: Vec<Value> = serde_json::from_str(&rows.text).expect("JSON");
    let mut told: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row["是否汇入"] == "是") {
        let word = |name: &str| row[name].as_str().expect("a text").to_owned();
        told.entry(word("单位代码")).or_default().push(millionths(&word("数值")));
    }
    let sheets = stage.truth.in_force(node, TABLE).into_iter();
    let expected: BTreeMap<String, Vec<i64>> = sheets
        .map(|(unit, which)| {
            let figures = stage.truth.part(&unit, TABLE).sent[which].figures.clone();
            (unit, figures)
        })
        .collect();
    assert_eq!(told, expected, "the data of {node}");
}

/// Each sign-off of a node is to the byte what it was, whatever happened since; a later one says what it corrects.
fn everything_signed(stage: &mut Stage, node: &str) {
    let all = stage.truth.signed.get(node).cloned().unwrap_or_default();
    for (which, signed) in all.iter().enumerate() {
        let said = format!("sign-off {} of {node}", which + 1);
        let one = stage.eye.get(&format!("/api/v1/sign-offs/{}", signed.id));
        are_figures(&one["values"], signed.total.as_deref(), &said);
        let pins = one["submissions"].as_array().expect("pins").iter().map(|pin| {
            let number = pin["number"].as_u64().expect("a number") as usize;
            (pin["unit"].as_str().expect("a code").to_owned(), number - 1)
        });
        assert_eq!(pins.collect::<BTreeMap<_, _>>(), signed.pins, "{said}");
        let book = stage.eye.client.get(&format!("/api/v1/sign-offs/{}/workbook", signed.id)).bytes;
        assert_eq!(
            (sha256(&book), one["files"]["workbook"].as_str()),
            (signed.sha256.clone(), Some(signed.sha256.as_str())),
            "{said}"
        );
        let total = signed.total.clone().unwrap_or_default();
        assert_eq!(summed(&book), total.iter().copied().map(exact).collect::<Vec<_>>(), "{said}");
        let before = which.checked_sub(1).and_then(|before| all[before].total.clone()).unwrap_or_default();
        let changed: Vec<(String, String)> = before
            .iter()
            .zip(&total)
            .filter(|(old, new)| old != new)
            .map(|(old, new)| (exact(*old), exact(*new)))
            .collect();
        let told = one["corrections"].as_array().expect("corrections").iter();
        let told = told.map(|line| {
            (
                line["old"].as_str().unwrap_or_default().to_owned(),
                line["new"].as_str().unwrap_or_default().to_owned(),
            )
        });
        assert_eq!(told.collect::<Vec<_>>(), changed, "{said}");
        let words = words_of(&book);
        for (old, new) in &changed {
            assert!(
                words.contains(&format!("原 {old} ")) && words.contains(&format!("改为 {new} ")),
                "{said}: {words}"
            );
        }
        if which > 0 {
            assert!(words.contains(signed.reason), "{said} says why: {words}");
        }
        let page = plain(&stage.house.desk("city").open(&format!("/sign-offs/{}", signed.id)).text);
        let moved = which + 1 == all.len() && !stage.truth.moved(node, TABLE).is_empty();
        assert_eq!(page.contains("待更正"), moved, "{said}: {page}");
    }
}

/// The archive holds what stands, and its list says of each file what it is, whose, when it came and whether in time.
fn archive(stage: &mut Stage) {
    let zip = stage.eye.client.get(&format!("/api/v1{}", stage.path("files.zip")));
    assert_eq!(zip.status, 200, "{}", gist(&zip.text));
    let mut archive = zip::ZipArchive::new(Cursor::new(&zip.bytes)).expect("an archive");
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        files.insert(file.name().expect("a name").into_owned(), bytes);
    }
    let list = files.remove("清单.xlsx").expect("a list");
    let mut told = BTreeSet::new();
    for line in lines(&list) {
        let [code, _, material, path, called, size, time, hash, timely, remark] = line;
        if !path.is_empty() {
            let bytes = files.remove(&path).unwrap_or_else(|| panic!("{path} is listed and not there"));
            assert_eq!((size, hash), (bytes.len().to_string(), sha256(&bytes)), "{path}");
        }
        let late = timely.starts_with("迟报");
        assert!(late || timely == "按时", "{timely}");
        assert!(!path.is_empty() || remark.contains("没有文件"), "{remark}");
        told.insert((code, material, called, time, late));
    }
    assert!(files.is_empty(), "in the archive and not listed: {:?}", files.keys());
    let mut expected = BTreeSet::new();
    for ((unit, title), part) in &stage.truth.parts {
        let Some(sent) = part.sent.last() else { continue };
        let called = sent.file.as_ref().map_or(String::new(), |(name, _)| name.clone());
        let late = stage.truth.late_by(unit, title).is_some();
        expected.insert((unit.clone(), (*title).to_owned(), called, show(sent.at), late));
    }
    // A file of 代报 is listed under the path that it had in what was put down.
    let bare = |(code, material, called, time, late): (String, String, String, String, bool)| {
        let name = called.rsplit('/').next().unwrap_or_default().to_owned();
        (code, material, name, time, late)
    };
    assert_eq!(told.into_iter().map(bare).collect::<BTreeSet<_>>(), expected, "the list of the archive");
}

/// The list, a line a file.
fn lines(book: &[u8]) -> Vec<[String; 10]> {
    let range = opened(book).worksheet_range("清单").expect("the list");
    let rows = range.rows().map(|row| {
        let mut cells = row.iter().map(ToString::to_string);
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    });
    let rows: Vec<[String; 10]> = rows.collect();
    let heads = rows.iter().position(|row| row[0] == "单位代码");
    heads.map_or(Vec::new(), |heads| {
        rows[heads + 1..].iter().filter(|row| !row[0].is_empty()).cloned().collect()
    })
}
