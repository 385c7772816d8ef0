//! 下载全部材料: the archive of a node holds what stands, under names that everybody understands, with a list that
//! agrees with it; nobody finds in it what is not theirs.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Reader, Xlsx};
use huibiao::store::objects::sha256;
use huibiao::vocabulary::Role;

use crate::client::Answer;
use crate::house::{Database, House, on_both};
use crate::made;
use crate::received::swap;
use crate::town::{Desk, Place, REASON, UNIT, arrange, between, gist, publish, sheets, town};

on_both!(
    an_archive_holds_what_stands_and_its_list_agrees,
    an_archive_holds_nothing_of_others,
    what_cannot_be_handed_out_is_named,
    an_archive_that_cannot_be_finished_breaks_off,
);

const ELSEWHERE: &str = "370321001";

fn campaign(house: &House) -> i64 {
    let mut city = house.desk("city");
    let materials = [
        ("m1-kind", "summary"),
        ("m1-phrase", "3月22日前"),
        ("m1-required", "on"),
        ("m2-kind", "plan"),
        ("m2-phrase", "3月10日前"),
        ("m3-kind", "pictures"),
        ("m3-name", "工作图片"),
        ("title", "3·15：各级/统计"),
    ];
    let campaign = arrange(&mut city, &materials);
    publish(&mut city, campaign);
    campaign
}

/// Puts files down at the material with this title, and sends it.
fn send(desk: &mut Desk, at: &Place, title: &str, files: &[(&str, &[u8])]) {
    let page = desk.open(&at.page()).text;
    let card = between(&page, "aria-labelledby=\"m-", "</h3>").into_iter().find(|card| card.ends_with(title));
    let id = card.and_then(|card| card.split('-').next()).expect("a number").to_owned();
    let files: Vec<(&str, &str, &[u8])> = files.iter().map(|(name, bytes)| ("file", *name, *bytes)).collect();
    let put = desk.upload_files(&at.path("materials"), &[("deliverable", &id)], &files);
    assert_eq!(put.status, 303, "{}", gist(&put.text));
    let key = desk.open(&at.page()).value_of("key");
    let sent = desk.post(&at.path("deliveries"), &[("deliverable", &id), ("key", &key)]);
    assert_eq!(sent.status, 303, "{}", gist(&sent.text));
}

/// An archive's files by path.
fn opened(answer: &Answer) -> BTreeMap<String, Vec<u8>> {
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/zip"),
        "{}",
        gist(&answer.text)
    );
    let mut archive = zip::ZipArchive::new(Cursor::new(&answer.bytes)).expect("an archive");
    let count = archive.len();
    let file = |at| {
        let mut file = archive.by_index(at).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        (file.name().expect("a name").into_owned(), bytes)
    };
    (0..count).map(file).collect()
}

/// The list inside, a line a file: code, unit, material, path, name, size, time, hash, timely, remark.
fn list(files: &BTreeMap<String, Vec<u8>>) -> Vec<[String; 10]> {
    let bytes = files.get("清单.xlsx").expect("a list").clone();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range("清单").expect("the list");
    let rows = range.rows().map(|row| {
        let mut cells = row.iter().map(ToString::to_string);
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    });
    let rows: Vec<[String; 10]> = rows.collect();
    let heads = rows.iter().position(|row| row[0] == "单位代码").expect("heads");
    rows[heads + 1..].to_vec()
}

/// What the list says of the file at this path.
fn line<'l>(list: &'l [[String; 10]], path: &str) -> &'l [String; 10] {
    let line = list.iter().find(|line| line[3] == path);
    line.unwrap_or_else(|| panic!("{path} in {list:#?}"))
}

fn an_archive_holds_what_stands_and_its_list_agrees(database: Database) {
    let house = town(database);
    let sheet = sheets().remove(UNIT).expect("a sheet");
    let at = Place::new(campaign(&house), UNIT);
    let mut clerk = house.desk("clerk");
    house.clock_is("2024-03-15 09:00");
    send(&mut clerk, &at, "活动总结", &[("旧稿.txt", "第一稿".as_bytes())]);
    house.clock_is("2024-03-15 10:00");
    send(&mut clerk, &at, "活动总结", &[("终稿（2）.TXT", "第二稿".as_bytes())]);
    send(&mut clerk, &at, "活动方案", &[("方案.txt", "方案".as_bytes())]);
    let photos = [made::photo(1), made::photo(6)];
    send(&mut clerk, &at, "工作图片", &[("IMG_1.jpg", &photos[0]), ("IMG_2.jpg", &photos[1])]);
    let mut api = clerk.api();
    assert_eq!(api.send_file(&at, "archive-1", &sheet.file_name, &sheet.bytes).status, 201);
    house.employ("elsewhere", Role::Clerk, ELSEWHERE);
    let there = Place::new(at.campaign, ELSEWHERE);
    let typed = sheets().remove(ELSEWHERE).expect("a sheet");
    house.desk("elsewhere").fill_and_send(&there, &typed.typed());

    let mut city = house.desk("city");
    for page in [format!("/campaigns/{}", at.campaign), format!("/campaigns/{}/board", at.campaign)] {
        assert!(city.open(&page).text.contains("files.zip"), "{page} leads to it");
    }
    let answer = city.get(&format!("/campaigns/{}/files.zip", at.campaign));
    assert!(answer.header("content-disposition").contains("attachment"), "{:?}", answer.headers);
    unzip(&answer.bytes);
    let files = opened(&answer);
    let folder = format!("沂源县/{UNIT} {}", sheet.name);
    let ending = sheet.file_name.rsplit('.').next().expect("an ending");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    let mut wanted = ["工作图片1.jpg", "工作图片2.jpg", "活动总结.txt", "活动方案.txt"]
        .map(|name| format!("{folder}/{name}"))
        .to_vec();
    wanted.extend([format!("{folder}/统计表.{ending}"), "清单.xlsx".to_owned()]);
    wanted.sort_unstable();
    assert_eq!(names, wanted);
    assert_eq!(files[&format!("{folder}/活动总结.txt")], "第二稿".as_bytes());
    assert_eq!(files[&format!("{folder}/统计表.{ending}")], sheet.bytes);
    for name in ["工作图片1.jpg", "工作图片2.jpg"] {
        let shown = &files[&format!("{folder}/{name}")];
        assert!(shown.starts_with(b"\xff\xd8") && !shown.windows(4).any(|four| four == b"Exif"), "{name}");
    }
    let list = list(&files);
    assert_eq!(list.len(), files.len(), "a line a file, and one for what was typed: {list:#?}");
    for (path, bytes) in files.iter().filter(|(path, _)| path.contains('/')) {
        let line = line(&list, path);
        assert_eq!((&line[0], &line[1]), (&UNIT.to_owned(), &sheet.name));
        assert_eq!((&line[5], &line[7]), (&bytes.len().to_string(), &sha256(bytes)), "{path}");
    }
    let summary = line(&list, &format!("{folder}/活动总结.txt"));
    assert_eq!(summary[2..5], ["活动总结", &summary[3], "终稿（2）.TXT"]);
    assert_eq!(summary[6..9], ["2024-03-15 10:00", &summary[7], "按时"]);
    assert_eq!(line(&list, &format!("{folder}/活动方案.txt"))[8], "迟报 4 天 10 小时");
    assert_eq!(line(&list, &format!("{folder}/工作图片2.jpg"))[8], "按时");
    let typed = list.iter().find(|line| line[0] == ELSEWHERE).expect("what was typed");
    assert_eq!((typed[2].as_str(), typed[3].as_str()), ("统计表", ""));
    assert!(typed[9].contains("在线填报，没有文件"), "{typed:?}");

    let mut auditor_sees = house.desk("city");
    let program =
        auditor_sees.api().client.get(&format!("/api/v1/campaigns/{}/files.zip?node=370320", at.campaign));
    assert_eq!(opened(&program).len(), files.len(), "a program is given the same");
    let verdict = huibiao::workflow::verify::verify(&house.service).expect("a verdict");
    assert_eq!(verdict.faults, Vec::<String>::new());
}

/// The system's own program finds nothing wrong, where there is one.
fn unzip(bytes: &[u8]) {
    let folder = crate::house::Folder::new();
    let path = folder.path().join("a.zip");
    std::fs::write(&path, bytes).expect("a file");
    let Ok(tested) = std::process::Command::new("unzip").arg("-tq").arg(&path).output() else { return };
    assert!(tested.status.success(), "{}", String::from_utf8_lossy(&tested.stdout));
}

fn an_archive_holds_nothing_of_others(database: Database) {
    let house = town(database);
    let campaign = campaign(&house);
    house.employ("elsewhere", Role::Clerk, ELSEWHERE);
    house.employ("county", Role::Supervisor, "370320");
    let mut clerk = house.desk("clerk");
    send(&mut clerk, &Place::new(campaign, UNIT), "活动总结", &[("a.txt", b"own")]);
    let mut elsewhere = house.desk("elsewhere");
    send(&mut elsewhere, &Place::new(campaign, ELSEWHERE), "活动总结", &[("b.txt", b"foreign")]);
    let path = |node: &str| format!("/campaigns/{campaign}/files.zip{node}");
    let mut county = house.desk("county");
    let own = opened(&county.get(&path("")));
    assert_eq!(own.len(), 2, "{:?}", own.keys());
    assert!(own.values().any(|bytes| bytes == b"own") && !own.values().any(|bytes| bytes == b"foreign"));
    assert!(list(&own).iter().all(|line| line[0] == UNIT));
    for node in ["?node=3703", "?node=370321", "?node=370321001", "?node=999"] {
        assert_eq!(county.get(&path(node)).status, 404, "{node}");
    }
    assert_eq!(clerk.get(&path("")).status, 403, "a unit has its own page");
    let whole = opened(&house.desk("city").get(&path("")));
    let folders: Vec<&str> = whole.keys().filter_map(|path| Some(path.split_once('/')?.0)).collect();
    assert_eq!(folders, ["桓台县", "沂源县"]);
    let nobody = house.client().get(&path(""));
    assert!(nobody.location().starts_with("/sign-in"), "{}", nobody.status);
}

fn what_cannot_be_handed_out_is_named(database: Database) {
    let house = town(database);
    let at = Place::new(campaign(&house), UNIT);
    let mut clerk = house.desk("clerk");
    let broken = [&made::photo(1)[..400], &[0; 40]].concat();
    send(&mut clerk, &at, "工作图片", &[("坏了.jpg", &broken), ("好的.png", &made::png(1))]);
    send(&mut clerk, &at, "活动总结", &[("总结.exe", b"MZ\x90\0 runs")]);
    let mut city = house.desk("city");
    let page = city.open(&at.page()).text;
    let delivery = between(&page, "action=\"/deliveries/", "/return\"").pop().expect("a form").to_owned();
    let delivery = delivery.rsplit("/deliveries/").next().expect("a number").to_owned();
    city.done(&format!("/deliveries/{delivery}/return"), &[("reason", REASON)]);
    let files = opened(&city.get(&format!("/campaigns/{}/files.zip?node={UNIT}", at.campaign)));
    let list = list(&files);
    assert_eq!((files.len(), list.len()), (3, 3), "{list:#?}");
    let broken = list.iter().find(|line| line[4] == "坏了.jpg").expect("the broken one");
    assert_eq!((broken[3].as_str(), broken[5].as_str(), broken[7].as_str()), ("", "", ""));
    assert!(broken[9].starts_with("没有放入：这张图片没能去除拍摄信息"), "{broken:?}");
    let good = list.iter().find(|line| line[4] == "好的.png").expect("the good one");
    assert!(good[3].ends_with("/工作图片2.png") && files.contains_key(&good[3]), "{good:?}");
    let runs = list.iter().find(|line| line[4] == "总结.exe").expect("the program");
    assert!(runs[3].ends_with("/活动总结.exe_") && runs[9].contains("打开就会运行"), "{runs:?}");
    assert_eq!(list.iter().filter(|line| line[9].contains("已退回")).count(), 2);
}

fn an_archive_that_cannot_be_finished_breaks_off(database: Database) {
    let house = town(database);
    let at = Place::new(campaign(&house), UNIT);
    let mut clerk = house.desk("clerk");
    let film: Vec<u8> = [b"\0\0\0\x18ftypmp42".as_slice(), &[7; 3_000_000]].concat();
    send(&mut clerk, &at, "工作图片", &[("活动.mp4", &film)]);
    let spoiled = [&film[..film.len() - 1], b"!"].concat();
    swap(&house.service.store, &sha256(&film), Some(&spoiled));
    let mut city = house.desk("city");
    let path = format!("/campaigns/{}/files.zip", at.campaign);
    assert!(city.client.try_to_send("GET", &path, "", Vec::new()).is_err(), "it is never whole");
    assert_eq!(city.get("/").status, 200, "and the service goes on");
}
