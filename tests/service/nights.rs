//! 夜间核对: a received file that was changed is found without anybody asking, and is never handed out as if it were whole.

use std::time::Duration;

use chrono::TimeDelta;
use huibiao::store::objects::sha256;
use huibiao::vocabulary::Role;
use huibiao::workflow::audit::{Search, read};
use huibiao::workflow::night::keep_checking;
use huibiao::workflow::verify::verify;
use serde_json::Value;

use crate::client::Answer;
use crate::house::{Database, House, on_both};
use crate::process::{Said, beside};
use crate::published::{Published, number_of};
use crate::received::swap;
use crate::second_factor::acting;
use crate::town::{Desk, Place, gist};

on_both!(
    a_changed_file_is_found_at_night_and_told_until_it_is_right_again,
    a_file_that_was_swapped_is_never_handed_out_as_whole,
);

const BEGUN: &str = "begin-file-check";
const ENDED: &str = "check-files";

/// The details of the entries with this verb, the newest first, as the administrator `guanli` reads them.
pub fn entries(house: &House, verb: &str) -> Vec<String> {
    let search = Search { verb: verb.to_owned(), most: 100, ..Search::default() };
    let (entries, _) = read(&house.service, &acting(house, "guanli"), &search).expect("the log");
    entries.into_iter().map(|entry| entry.detail).collect()
}

/// Lets servers look for themselves until the log has so many checks, and a few more looks.
fn night_passes(houses: &[&House], checks: usize) {
    let every = Duration::from_millis(20);
    let watching: Vec<_> =
        houses.iter().map(|house| keep_checking(house.service.clone(), every).expect("a thread")).collect();
    let begun = std::time::Instant::now();
    while entries(houses[0], ENDED).len() < checks {
        assert!(begun.elapsed() < Duration::from_secs(20), "nobody has looked");
        std::thread::sleep(every);
    }
    std::thread::sleep(every * 5);
    drop(watching);
    assert_eq!(entries(houses[0], ENDED).len(), checks, "once a night");
    assert_eq!(entries(houses[0], BEGUN).len(), checks, "once a night");
}

fn line(said: &Said) -> String {
    let line = said.text.lines().find(|line| line.contains("夜间核对文件：")).expect("a line");
    line.to_owned()
}

fn sent_by_file(database: Database) -> Published {
    let season = Published::on(database, 2, &[]);
    for (number, sheet) in season.sheets.iter().enumerate() {
        let key = format!("nights-{number:04}");
        let mut api = season.desk(sheet).api();
        number_of(&api.send_file(&season.place(sheet), &key, &sheet.file_name, &sheet.bytes));
    }
    season
}

fn a_changed_file_is_found_at_night_and_told_until_it_is_right_again(database: Database) {
    let season = sent_by_file(database);
    let house = &season.house;
    house.employ("guanli", Role::Administrator, "3703");
    let shown = || gist(&house.desk("guanli").open("/doctor").text);
    let said = beside(house, &["doctor"]);
    assert!(line(&said).starts_with("[提醒] 夜间核对文件：还没有核对过"), "{said:?}");
    night_passes(&[house], 1);
    let kept = entries(house, ENDED).remove(0);
    let kept: Value = serde_json::from_str(&kept).expect("JSON");
    assert_eq!((&kept["checked"], &kept["faulty"]), (&2.into(), &0.into()), "{kept}");
    let page = shown();
    assert!(page.contains("上次在 2024-03-20 09:00，核对 2 个，全部与校验值相符"), "{page}");

    let hash = sha256(&season.sheets[0].bytes);
    let mut changed = season.sheets[0].bytes.clone();
    changed[100] ^= 1;
    swap(&house.service.store, &hash, Some(&changed));
    house.hands.set("2024-03-21 01:59");
    night_passes(&[house], 1);
    house.hands.turn(TimeDelta::minutes(1));
    let other = (database == Database::Postgresql).then(|| house.beside());
    let houses: Vec<&House> = std::iter::once(house).chain(&other).collect();
    night_passes(&houses, 2);
    let said = beside(house, &["doctor"]);
    let words = format!(
        "上次在 2024-03-21 02:00，核对 2 个，1 个不符，例如文件 {hash} 不见了，或被改动；请保留现场，从备份找回"
    );
    assert_eq!((said.code, line(&said)), (1, format!("[故障] 夜间核对文件：{words}")), "{said:?}");
    let page = shown();
    assert!(page.contains(&words), "{page}");

    swap(&house.service.store, &hash, None);
    house.hands.set("2024-03-22 02:00");
    night_passes(&houses, 3);
    assert!(entries(house, ENDED)[0].contains(&format!("文件 {hash} 不见了")), "it is gone");
    swap(&house.service.store, &hash, Some(&season.sheets[0].bytes));
    house.hands.set("2024-03-23 02:00");
    night_passes(&houses, 4);
    assert!(shown().contains("上次在 2024-03-23 02:00，核对 2 个，全部与校验值相符"), "{}", shown());
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

/// Whether an answer that may have broken off says that it is the file.
fn is_given_as_whole(answered: &Result<Answer, ureq::Error>) -> bool {
    answered.as_ref().is_ok_and(|answer| answer.status < 400)
}

fn a_file_that_was_swapped_is_never_handed_out_as_whole(database: Database) {
    let season = Published::on(database, 1, &[("m1-kind", "summary")]);
    let sheet = &season.sheets[0];
    let store = &season.house.service.store;
    let mut api = season.desk(sheet).api();
    let sent = api.send_file(&season.place(sheet), "swapped-0001", &sheet.file_name, &sheet.bytes);
    let sent: Value = serde_json::from_str(&sent.text).expect("JSON");
    let [short, long] = [1, 100_000].map(|times| "活动总结：发放资料八百份。\n".repeat(times).into_bytes());
    let (delivery, files) = delivered(&mut season.desk(sheet), &season.place(sheet), &[&short, &long]);

    let mut city = season.house.desk("city");
    let mut program = season.house.desk("city").api();
    let original = format!("/submissions/{}/file", sent["id"]);
    let of = |file: i64| format!("/deliveries/{delivery}/files/{file}");
    for (bytes, path) in [(&sheet.bytes, original), (&short, of(files[0])), (&long, of(files[1]))] {
        let hash = sha256(bytes);
        let (mut one_bit, end) = (bytes.clone(), bytes.len() - 1);
        one_bit[end] ^= 1;
        let longer = [bytes.as_slice(), b" "].concat();
        assert_eq!(city.open(&path).bytes, *bytes, "{path}");
        for (what, swapped) in
            [("one bit", &one_bit), ("shorter", &bytes[..end].to_vec()), ("longer", &longer)]
        {
            swap(store, &hash, Some(swapped));
            for (client, path) in
                [(&mut city.client, path.clone()), (&mut program.client, format!("/api/v1{path}"))]
            {
                let answered = client.try_to_send("GET", &path, "", Vec::new());
                assert!(!is_given_as_whole(&answered), "{what}: {path}");
                if bytes.len() < 1 << 20 {
                    let answer = answered.expect("an answer");
                    let is_told = answer.text.contains("保存的文件与登记的校验值不符，请联系管理员");
                    assert!(answer.status == 500 && is_told, "{what}: {path}: {}", gist(&answer.text));
                }
            }
        }
        swap(store, &hash, None);
        let gone = city.get(&path);
        assert!(gone.status == 500 && gone.text.contains("请联系管理员"), "{path}: {}", gist(&gone.text));
        swap(store, &hash, Some(bytes));
        assert_eq!(city.open(&path).bytes, *bytes, "{path}");
    }
}

/// Sends files as the 活动总结 of a campaign; the number of the delivery and those of its files, in their order.
fn delivered(desk: &mut Desk, place: &Place, files: &[&Vec<u8>]) -> (i64, Vec<i64>) {
    let mut api = desk.api();
    let base = format!("/api/v1{}", place.page());
    let package = api.get(&format!("{base}/package"));
    let parts = package["deliverables"].as_array().expect("a list").iter();
    let summary = parts.map(|part| &part["asked"]).find(|asked| asked["title"] == "活动总结");
    let summary = summary.and_then(|asked| asked["id"].as_i64()).expect("summary");
    for (number, bytes) in files.iter().enumerate() {
        let path = format!("{base}/materials?deliverable={summary}&name={number}.txt");
        let put = api.client.send("PUT", &path, "application/octet-stream", bytes.to_vec());
        assert_eq!(put.status, 200, "{}", gist(&put.text));
    }
    api.client.headers.insert("idempotency-key".to_owned(), "swapped-0002".to_owned());
    let body = serde_json::json!({ "deliverables": [summary] }).to_string();
    let sent = api.client.send("POST", &format!("{base}/deliveries"), "application/json", body.into_bytes());
    assert_eq!(sent.status, 201, "{}", gist(&sent.text));
    let sent: Value = serde_json::from_str(&sent.text).expect("JSON");
    let delivery = sent["deliveries"][0]["id"].as_i64().expect("a number");
    let shown = api.get(&format!("/api/v1/deliveries/{delivery}"));
    let kept = shown["files"].as_array().expect("files").clone();
    let number = |bytes: &&Vec<u8>| {
        let hash = sha256(bytes);
        let own = kept.iter().find(|file| file["file"]["sha256"] == hash.as_str());
        own.and_then(|file| file["ordinal"].as_i64()).unwrap_or_else(|| panic!("{hash} in {shown}"))
    };
    (delivery, files.iter().map(number).collect())
}
