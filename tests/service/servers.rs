//! Several servers on one PostgreSQL: whoever comes to another server finds everything as the first one left it, and what
//! is to happen once happens once, whichever of them does it.

use std::sync::Barrier;

use chrono::Duration;
use huibiao::store::audit;
use huibiao::workflow::seal::seal;
use huibiao::workflow::verify::verify;
use serde_json::Value;

use crate::client::{Answer, Client};
use crate::house::{Database, House};
use crate::process::{Data, Said, Serving};
use crate::published::{Published, number_of};
use crate::senders::at_once;
use crate::town::{Api, Desk, REASON, between, fields, gist, receipt_of, values};

/// A season on one server, and another server beside it.
fn both(units: usize, change: &[(&str, &str)]) -> (Published, House) {
    let season = Published::on(Database::Postgresql, units, change);
    let other = season.house.beside();
    (season, other)
}

fn at(house: &House, desk: &Desk) -> Desk {
    Desk { client: desk.client.moved_to(house.server.address), csrf: desk.csrf.clone() }
}

fn no_faults(houses: &[&House]) {
    for house in houses {
        assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
    }
}

#[test]
fn who_signs_in_and_saves_on_one_goes_on_and_sends_on_the_other() {
    let (season, other) = both(1, &[]);
    let sheet = &season.sheets[0];
    let place = season.place(sheet);
    let mut here = season.desk(sheet);
    let mut there = at(&other, &here);
    there.open("/account");
    assert_eq!(here.save(&place, &sheet.typed(), false).status, 303);
    let shown = |desk: &mut Desk| fields(&desk.open(&place.path("draft")).text, "v.");
    let saved = shown(&mut here);
    assert!(saved.iter().any(|(_, figure)| !figure.is_empty()), "{saved:?}");
    assert_eq!(shown(&mut there), saved, "a draft");
    let receipt = receipt_of(&there.send(&place, REASON));
    here.open(&format!("/receipts/{receipt}"));
    here.done("/sign-out", &[]);
    assert_eq!(there.get("/account").status, 303, "signed out on one is signed out on both");
    no_faults(&[&season.house, &other]);
}

#[test]
fn the_same_key_sent_to_both_at_once_is_one_submission() {
    const KEYS: usize = 20;
    let (season, other) = both(1, &[]);
    let sheet = &season.sheets[0];
    let place = season.place(sheet);
    let mut here = season.apis().remove(0);
    let there = Api { client: here.client.moved_to(other.server.address) };
    let together = Barrier::new(2);
    let send = |mut api: Api| -> Vec<String> {
        let each = (0..KEYS).map(|key| {
            let mut figures = sheet.typed();
            figures[10].1 = (10_000 + key).to_string();
            together.wait();
            number_of(&api.send(&place, &format!("both-{key:04}"), &values(&figures)))
        });
        each.collect()
    };
    let again = Api { client: here.client.another() };
    let [one, two] = std::thread::scope(|scope| {
        let windows = [again, there].map(|api| scope.spawn(|| send(api)));
        windows.map(|window| window.join().expect("a window"))
    });
    assert_eq!(one, two, "both hold the same receipts");
    let list = here.get(&format!("/api/v1/campaigns/{}/submissions?limit=1000", season.campaign));
    assert_eq!(list["submissions"].as_array().map(Vec::len), Some(KEYS), "{list}");
    no_faults(&[&season.house, &other]);
}

#[test]
fn a_file_that_one_received_opens_on_the_other() {
    let (season, other) = both(1, &[]);
    let sheet = &season.sheets[0];
    let mut clerk = season.apis().remove(0);
    let sent = clerk.send_file(&season.place(sheet), "file-0001", "a.xlsx", &sheet.bytes);
    let receipt = number_of(&sent);
    let sent: Value = serde_json::from_str(&sent.text).expect("JSON");
    let mut city = at(&other, &season.house.desk("city"));
    let file = city.open(&format!("/submissions/{}/file", sent["id"]));
    assert_eq!(file.bytes, sheet.bytes, "as it came");
    city.open(&format!("/receipts/{receipt}"));
    assert_eq!(other.service.settings.objects().read_dir().expect("a folder").count(), 0, "in no folder");
}

#[test]
fn files_put_down_on_one_for_代报_are_seen_and_sent_on_the_other() {
    let (season, other) = both(3, &[]);
    let mut city = season.house.desk("city");
    let mut there = at(&other, &city);
    let base = format!("/campaigns/{}/behalf", season.campaign);
    let files: Vec<(&str, &str, &[u8])> = season
        .sheets
        .iter()
        .map(|sheet| ("files[]", sheet.file_name.as_str(), sheet.bytes.as_slice()))
        .collect();
    let put = city.upload(&base, &files);
    assert_eq!(put.status, 303, "{}", gist(&put.text));
    let page = there.open(put.location());
    let ticks: Vec<String> = between(&page.text, "name=\"send.", "\"")
        .into_iter()
        .map(|number| format!("send.{number}"))
        .collect();
    assert_eq!(ticks.len(), files.len(), "{}", gist(&page.text));
    let batch = page.value_of("batch");
    let mut form = vec![("batch", batch.as_str())];
    form.extend(ticks.iter().map(|tick| (tick.as_str(), "on")));
    let path = format!("{base}/submissions");
    let receipts = |answer: &Answer| -> Vec<String> {
        between(&answer.text, "href=\"/receipts/", "\"").into_iter().map(str::to_owned).collect()
    };
    let sent = receipts(&there.post(&path, &form));
    assert_eq!(sent.len(), files.len());
    assert_eq!(receipts(&city.post(&path, &form)), sent, "sent once more on the first: the same receipts");
    no_faults(&[&season.house, &other]);
}

#[test]
fn a_file_begun_on_one_is_ended_on_the_other() {
    let (season, other) = both(1, &[("m1-kind", "pictures"), ("m1-name", "工作图片")]);
    let film: Vec<u8> = [b"\0\0\0\x18ftypmp42".as_slice(), &[7; 3_000_000]].concat();
    let size = film.len().to_string();
    let place = season.place(&season.sheets[0]);
    let here = season.apis().remove(0).client;
    let ask = |address, method: &str, path: &str, body: &[u8], headers: &[(&str, &str)]| {
        let mut client = here.moved_to(address);
        client.headers.extend(headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        client.send(method, path, "application/offset+octet-stream", body.to_vec())
    };
    let [one, two] = [season.house.server.address, other.server.address];
    let begin = format!("/api/v1{}", place.path("transfers"));
    let metadata = "filename 5rS75YqoLm1wNA==";
    let begun = ask(one, "POST", &begin, b"", &[("upload-length", &size), ("upload-metadata", metadata)]);
    assert_eq!(begun.status, 201, "{}", gist(&begun.text));
    let path = begun.location();
    let add = |address, start: usize, end: usize| {
        ask(address, "PATCH", path, &film[start..end], &[("upload-offset", &start.to_string())])
    };
    assert_eq!(add(one, 0, 1_000_000).header("upload-offset"), "1000000");
    assert_eq!(add(two, 1_000_000, 2_000_000).header("upload-offset"), "2000000");
    assert_eq!(add(one, 1_000_000, 2_000_000).status, 409, "a piece that has come already");
    let asked = ask(one, "HEAD", path, b"", &[]);
    assert_eq!((asked.status, asked.header("upload-offset")), (200, "2000000"), "where to go on");
    let ended = add(two, 2_000_000, film.len());
    assert_eq!((ended.status, ended.header("upload-offset")), (204, size.as_str()), "{}", gist(&ended.text));
    let package = ask(one, "GET", &format!("/api/v1{}", place.path("package")), b"", &[]);
    assert!(package.text.contains(&huibiao::store::objects::sha256(&film)), "{}", gist(&package.text));
}

/// Clocks of two machines never agree wholly. Nobody notices 300 ms; who is two seconds behind steps aside.
#[test]
fn a_server_whose_clock_is_behind_the_others_takes_nothing_and_is_passed_by() {
    let (season, other) = both(2, &[]);
    let [one, two] = season.sheets.as_slice() else { panic!("two units") };
    let [mut here, mut there] = season.apis().try_into().unwrap_or_else(|_| panic!("two units"));
    there.client = there.client.moved_to(other.server.address);
    let ready = |house: &House| house.client().get("/readyz").status;
    let sheet = |figure: usize| {
        let mut figures = two.typed();
        figures[10].1 = (10_000 + figure).to_string();
        values(&figures)
    };
    let (place, mine) = (season.place(two), season.place(one));

    other.hands.turn(Duration::milliseconds(-300));
    number_of(&here.send(&mine, "clock-0001", &values(&one.typed())));
    number_of(&there.send(&place, "clock-0002", &sheet(2)));
    assert_eq!((ready(&season.house), ready(&other)), (200, 200));

    other.hands.turn(Duration::milliseconds(-1_700));
    let refused = there.send(&place, "clock-0003", &sheet(3));
    assert_eq!((refused.status, refused.header("retry-after")), (503, "5"), "{}", gist(&refused.text));
    assert!(refused.text.contains("clock-behind"), "{}", refused.text);
    assert_eq!((ready(&season.house), ready(&other)), (200, 503));

    // Time goes on, and nobody has sent meanwhile.
    other.hands.turn(Duration::milliseconds(1_700));
    assert_eq!(ready(&other), 200);
    number_of(&there.send(&place, "clock-0003", &sheet(3)));
    no_faults(&[&season.house, &other]);
}

#[test]
fn of_two_who_find_a_checkpoint_due_one_writes_it_and_both_files_hold_them_all() {
    let (season, other) = both(1, &[]);
    let houses = [&season.house, &other];
    let held = |house: &House| {
        let text = std::fs::read_to_string(house.service.settings.data.join("checkpoints.txt"));
        text.expect("a file").matches("-----BEGIN HUIBIAO CHECKPOINT-----").count()
    };
    for turn in 0..4 {
        seal(&houses[turn % 2].service).expect("a checkpoint");
    }
    assert_eq!(houses.map(held), [3, 4], "each has what was there when it last looked");

    let attempt = |house: &House, last: i64| {
        let (now, signer) = (house.service.now(), house.service.signer().expect("a key"));
        house.service.store.write(move |conn| audit::seal_after(conn, last, now, &signer)).expect("tried")
    };
    let (now, signer) = (other.service.now(), other.service.signer().expect("a key"));
    let (begun, has_begun) = std::sync::mpsc::channel();
    let (tried, was_tried) = std::sync::mpsc::channel();
    let store = other.service.store.clone();
    let first = std::thread::spawn(move || {
        store.write(move |conn| {
            let done = audit::seal_after(conn, 4, now, &signer)?;
            begun.send(()).expect("somebody waits");
            was_tried.recv().expect("the other has tried");
            Ok(done)
        })
    });
    has_begun.recv().expect("it has the turn");
    assert!(!attempt(&season.house, 4), "nobody waits for who has the turn");
    tried.send(()).expect("it goes on");
    assert!(first.join().expect("the first").expect("a checkpoint"));
    assert!(!attempt(&season.house, 4), "there is a newer one");
    seal(&season.house.service).expect("a checkpoint");
    assert_eq!(held(&season.house), 6, "the other's as well");
    no_faults(&houses);
}

fn four() -> Vec<Data> {
    let first = Data::fresh(Database::Postgresql);
    let mut all: Vec<Data> = (0..3).map(|_| first.keyless()).collect();
    all.push(first);
    all
}

fn init(data: &Data) -> Said {
    data.run(&["init", "--code", "3703", "--name", "淄博市消费者协会"])
}

#[test]
fn four_that_set_up_an_empty_database_at_once_all_succeed() {
    let folders = four();
    let said = at_once(folders.iter().collect(), |_, data| init(data));
    assert!(said.iter().all(|said| said.code == 0), "{said:?}");
    let keys = folders.iter().filter(|data| data.folder.path().join("signing.key").exists()).count();
    let told = said.iter().filter(|said| said.text.contains("把同一个文件复制到每台")).count();
    assert_eq!((keys, told), (1, 3), "one made the key, and the others say what to do: {said:?}");
    let verdict = folders[0].run(&["verify"]);
    assert_eq!(verdict.code, 0, "{verdict:?}");
}

#[test]
fn four_that_serve_an_empty_database_at_once_all_serve() {
    let folders = four();
    let serving = at_once(folders.iter().collect(), |place, data| (place > 0).then(|| Serving::start(data)));
    let said = init(&folders[0]);
    assert_eq!(said.code, 0, "{said:?}");
    let key = |data: &Data| data.folder.path().join("signing.key");
    for (data, serving) in folders.iter().zip(&serving).skip(1) {
        let mut client = Client::new(serving.as_ref().expect("it serves").address);
        assert_eq!(client.get("/readyz").status, 503, "it could not sign now that there is a key");
        std::fs::copy(key(&folders[0]), key(data)).expect("the key is copied");
        assert_eq!(client.get("/readyz").status, 200);
    }
}

#[test]
fn a_server_without_a_key_of_the_database_says_so_and_does_not_start() {
    let data = Data::of(Published::on(Database::Postgresql, 1, &[]).house);
    let other = data.keyless();
    let refused = |said: &Said| {
        let is_said = said.errors.contains("没有启动") && said.errors.contains("把同一个文件复制到每台");
        assert!(said.code == 2 && is_said, "{said:?}");
    };
    refused(&other.run(&["serve"]));
    let stranger = Data::fresh(Database::Sqlite);
    assert_eq!(init(&stranger).code, 0);
    let key = |data: &Data| data.folder.path().join("signing.key");
    std::fs::copy(key(&stranger), key(&other)).expect("another database's key");
    refused(&other.run(&["serve"]));
    drop(Serving::start(&data.beside()));
    let own = data.keyless();
    let made = own.run(&["key", "new", "--reason", "第二台服务器用自己的密钥"]);
    assert_eq!(made.code, 0, "{made:?}");
    drop(Serving::start(&own));
    for each in [&data, &own] {
        let verdict = each.run(&["verify"]);
        assert_eq!(verdict.code, 0, "{verdict:?}");
    }
}
