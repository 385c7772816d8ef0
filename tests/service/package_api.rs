//! 报送材料 by programs: put down whole or in pieces, sent once for one key, looked at, returned, sent again; and nobody
//! reaches what is not theirs.

use std::collections::BTreeSet;
use std::sync::Barrier;

use huibiao::store::objects::sha256;
use huibiao::vocabulary::Role;
use serde_json::{Value, json};

use crate::client::Answer;
use crate::house::{Database, House, on_both};
use crate::made;
use crate::town::{Api, Place, UNIT, arrange, gist, publish, town};

on_both!(
    a_package_goes_its_way,
    files_that_come_together_find_their_places,
    a_file_in_pieces_goes_on_where_the_line_broke,
    what_was_returned_is_sent_again,
    fifty_equal_deliveries_at_once_are_one,
    nobody_reaches_what_is_not_theirs,
);

const MATERIALS: [(&str, &str); 8] = [
    ("m1-kind", "summary"),
    ("m1-phrase", "3月22日前"),
    ("m1-required", "on"),
    ("m2-kind", "plan"),
    ("m2-phrase", "3月10日前"),
    ("m2-required", "on"),
    ("m3-kind", "pictures"),
    ("m3-name", "工作图片"),
];

/// A program of the clerk, where it reports, and the numbers of summary, plan and pictures.
fn open(database: Database) -> (House, Api, Place, [i64; 3]) {
    let house = town(database);
    house.employ("county", Role::Supervisor, "370320");
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &MATERIALS);
    publish(&mut city, campaign);
    let place = Place::new(campaign, UNIT);
    let mut api = house.desk("clerk").api();
    let package = api.get(&path(&place, "package"));
    let number = |title: &str| {
        let parts = package["deliverables"].as_array().expect("a list").iter();
        let own = parts.map(|part| &part["asked"]).find(|asked| asked["title"] == title);
        own.and_then(|asked| asked["id"].as_i64()).unwrap_or_else(|| panic!("{title} in {package}"))
    };
    let numbers = ["活动总结", "活动方案", "工作图片"].map(number);
    (house, api, place, numbers)
}

fn path(place: &Place, below: &str) -> String {
    format!("/api/v1{}", place.path(below))
}

fn send(api: &mut Api, method: &str, path: &str, body: &[u8], headers: &[(&str, &str)]) -> Answer {
    let mut client = api.client.another();
    for (name, value) in headers {
        client.headers.insert((*name).to_owned(), (*value).to_owned());
    }
    client.send(method, path, "application/octet-stream", body.to_vec())
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("no JSON: {}", gist(&answer.text)))
}

fn put(api: &mut Api, place: &Place, (deliverable, name): (i64, &str), bytes: &[u8]) -> Value {
    let address = path(place, &format!("materials?deliverable={deliverable}&name={name}"));
    let answer = send(api, "PUT", &address, bytes, &[]);
    assert_eq!(answer.status, 200, "{}", gist(&answer.text));
    json_of(&answer)
}

fn deliver(api: &mut Api, place: &Place, key: &str, deliverables: &[i64]) -> Answer {
    let body = json!({ "deliverables": deliverables }).to_string();
    send(api, "POST", &path(place, "deliveries"), body.as_bytes(), &[("idempotency-key", key)])
}

/// The part of a package with this number.
fn part(package: &Value, deliverable: i64) -> &Value {
    let parts = package["deliverables"].as_array().expect("a list");
    parts.iter().find(|part| part["asked"]["id"] == deliverable).expect("it is asked for")
}

fn names(waiting: &Value) -> Vec<&str> {
    waiting.as_array().expect("a list").iter().filter_map(|file| file["file"]["name"].as_str()).collect()
}

fn a_package_goes_its_way(database: Database) {
    let (house, mut api, place, [summary, plan, pictures]) = open(database);
    house.clock_is("2024-03-15 09:00");
    let words = "活动总结：发放资料八百份。".as_bytes();
    let package = put(&mut api, &place, (summary, "summary.txt"), words);
    let again = put(&mut api, &place, (summary, "summary.txt"), words);
    assert_eq!(package["deliverables"], again["deliverables"], "put down twice it is there once");
    let waiting = &part(&again, summary)["waiting"][0];
    assert_eq!((&waiting["file"]["sha256"], &waiting["kind"]), (&json!(sha256(words)), &json!("document")));
    put(&mut api, &place, (plan, "plan.txt"), b"plan");
    let photo = made::photo(6);
    put(&mut api, &place, (pictures, "a.jpg"), &photo);

    let nameless = deliver(&mut api, &place, "short", &[summary]);
    assert_eq!(nameless.status, 422, "{}", nameless.text);
    let nothing = deliver(&mut api, &place, "package-0", &[]);
    assert_eq!(nothing.status, 422, "{}", nothing.text);
    let sent = deliver(&mut api, &place, "package-1", &[summary, plan]);
    assert_eq!(sent.status, 201, "{}", gist(&sent.text));
    let same = deliver(&mut api, &place, "package-1", &[summary, plan]);
    assert_eq!(json_of(&sent), json_of(&same), "a key is one request");
    let [first, second] = [0, 1].map(|at| json_of(&sent)["deliveries"][at].clone());
    assert_eq!((&first["number"], &first["channel"]), (&json!(1), &json!("api")));
    assert_eq!((&first["deliverable"], &first["title"]), (&json!(summary), &json!("活动总结")));
    assert_eq!((&first["receipt"]["on_time"], &second["receipt"]["on_time"]), (&json!(true), &json!(false)));
    assert_eq!(first["first_valid"], json!("2024-03-15T09:00:00.000+08:00"));
    assert_eq!(second["receipt"]["late_by_ms"], json!(4 * 86_400_000_i64 + 9 * 3_600_000));
    let empty = deliver(&mut api, &place, "package-2", &[summary]);
    assert_eq!(empty.status, 422, "{}", empty.text);

    let package = api.get(&path(&place, "package"));
    let lacking: Vec<&str> = package["missing"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["title"].as_str())
        .collect();
    assert_eq!(lacking, ["统计报表", "工作图片"]);
    assert_eq!(part(&package, summary)["standing"]["status"], "submitted");
    assert_eq!(names(&part(&package, pictures)["waiting"]), ["a.jpg"]);
    let delivery = first["id"].as_i64().expect("a number");
    assert_eq!(api.get(&format!("/api/v1/deliveries/{delivery}")), first);
    let number = first["receipt"]["number"].as_str().expect("a number");
    assert_eq!(api.get(&format!("/api/v1/receipts/{number}/delivery")), first);
    let file = api.client.get(&format!("/api/v1/deliveries/{delivery}/files/1"));
    assert_eq!((file.status, file.bytes.as_slice()), (200, words));
    let sent = json_of(&deliver(&mut api, &place, "package-3", &[pictures]));
    let picture = sent["deliveries"][0]["id"].as_i64().expect("a number");
    let seen = api.client.get(&format!("/api/v1/deliveries/{picture}/files/1"));
    assert!(seen.bytes.starts_with(b"\xff\xd8") && !seen.bytes.windows(4).any(|four| four == b"Exif"));
    let verdict = huibiao::workflow::verify::verify(&house.service).expect("a verdict");
    assert_eq!(verdict.faults, Vec::<String>::new());
}

/// The same delivery from fifty windows at the same moment: the next one is the second.
fn fifty_equal_deliveries_at_once_are_one(database: Database) {
    let (_house, mut api, place, [summary, ..]) = open(database);
    put(&mut api, &place, (summary, "summary.txt"), "今年共开展宣传活动三场。".as_bytes());
    let together = Barrier::new(50);
    let window = || {
        let mut api = Api { client: api.client.another() };
        together.wait();
        let answer = deliver(&mut api, &place, "only-once", &[summary]);
        assert_eq!(answer.status, 201, "{}", gist(&answer.text));
        answer.text
    };
    let answers: BTreeSet<String> = std::thread::scope(|scope| {
        let windows: Vec<_> = (0..50).map(|_| scope.spawn(window)).collect();
        windows.into_iter().map(|window| window.join().expect("a window")).collect()
    });
    assert_eq!(answers.len(), 1, "{answers:?}");
    put(&mut api, &place, (summary, "summary.txt"), "今年共开展宣传活动四场。".as_bytes());
    let next = json_of(&deliver(&mut api, &place, "the-next", &[summary]));
    assert_eq!(next["deliveries"][0]["number"], json!(2), "{next}");
}

fn files_that_come_together_find_their_places(database: Database) {
    let (_house, mut api, place, [summary, plan, _]) = open(database);
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, words) in [("活动总结.txt", "活动总结"), ("典型案例.txt", "典型案例")] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::Write::write_all(&mut archive, words.as_bytes()).expect("its bytes");
    }
    let archive = archive.finish().expect("an archive").into_inner();
    let answer = send(&mut api, "PUT", &path(&place, "materials?name=all.zip"), &archive, &[]);
    let package = json_of(&answer);
    assert_eq!(answer.status, 200, "{package}");
    assert_eq!(names(&part(&package, summary)["waiting"]), ["活动总结.txt"]);
    let unplaced = &package["unplaced"][0];
    assert_eq!((&unplaced["file"]["name"], &unplaced["origin"]), (&json!("典型案例.txt"), &json!("all.zip")));
    assert!(unplaced["hint"].as_str().is_some_and(|hint| hint.contains("没有要求")), "{unplaced}");
    let file = unplaced["id"].as_i64().expect("a number");
    let to = json!({ "deliverable": plan }).to_string();
    let placed = send(&mut api, "PUT", &path(&place, &format!("materials/{file}/place")), to.as_bytes(), &[]);
    assert_eq!(names(&part(&json_of(&placed), plan)["waiting"]), ["典型案例.txt"]);
    let gone = send(&mut api, "DELETE", &path(&place, &format!("materials/{file}")), b"", &[]);
    assert_eq!(gone.status, 204, "{}", gone.text);
    let twice = send(&mut api, "DELETE", &path(&place, &format!("materials/{file}")), b"", &[]);
    assert_eq!(twice.status, 404, "{}", twice.text);
    assert!(names(&part(&api.get(&path(&place, "package")), plan)["waiting"]).is_empty());
}

fn a_file_in_pieces_goes_on_where_the_line_broke(database: Database) {
    let (house, mut api, place, [.., pictures]) = open(database);
    let film: Vec<u8> = [b"\0\0\0\x18ftypmp42".as_slice(), &[7; 3_000_000]].concat();
    let size = film.len().to_string();
    // 活动.mp4; a number of one or two digits, in Base64.
    let number = match pictures.to_string().as_bytes() {
        [one] => format!(
            "{}==",
            ["MA", "MQ", "Mg", "Mw", "NA", "NQ", "Ng", "Nw", "OA", "OQ"][usize::from(one - b'0')]
        ),
        _ => panic!("{pictures} has one digit in a new house"),
    };
    let metadata = format!("filename 5rS75YqoLm1wNA==,deliverable {number}");
    let begun = send(
        &mut api,
        "POST",
        &path(&place, "transfers"),
        b"",
        &[("upload-length", &size), ("upload-metadata", &metadata), ("tus-resumable", "1.0.0")],
    );
    assert_eq!((begun.status, begun.header("tus-resumable")), (201, "1.0.0"), "{}", gist(&begun.text));
    let address = begun.location().to_owned();
    assert!(address.starts_with("/api/v1/transfers/"), "{address}");
    let half = send(&mut api, "PATCH", &address, &film[..2_000_000], &[("upload-offset", "0")]);
    assert_eq!((half.status, half.header("upload-offset")), (204, "2000000"), "{}", half.text);
    let house = house.restarted();
    api.client = api.client.moved_to(house.server.address);
    let asked = send(&mut api, "HEAD", &address, b"", &[]);
    assert_eq!((asked.status, asked.header("upload-offset")), (200, "2000000"));
    assert_eq!(asked.header("upload-length"), size);
    let wrong = send(&mut api, "PATCH", &address, b"x", &[("upload-offset", "5")]);
    assert_eq!(wrong.status, 409, "{}", wrong.text);
    let rest = send(&mut api, "PATCH", &address, &film[2_000_000..], &[("upload-offset", "2000000")]);
    assert_eq!((rest.status, rest.header("upload-offset")), (204, size.as_str()), "{}", rest.text);
    let package = api.get(&path(&place, "package"));
    let waiting = &part(&package, pictures)["waiting"][0];
    assert_eq!(
        (&waiting["file"]["name"], &waiting["file"]["sha256"]),
        (&json!("活动.mp4"), &json!(sha256(&film)))
    );
    let other = send(&mut api, "POST", &path(&place, "transfers"), b"", &[("upload-length", "10")]);
    let other = other.location().to_owned();
    assert_eq!(send(&mut api, "DELETE", &other, b"", &[]).status, 204);
    assert_eq!(send(&mut api, "HEAD", &other, b"", &[]).status, 404);
}

fn what_was_returned_is_sent_again(database: Database) {
    let (house, mut api, place, [summary, ..]) = open(database);
    put(&mut api, &place, (summary, "a.txt"), "第一稿".as_bytes());
    let sent = json_of(&deliver(&mut api, &place, "returned-1", &[summary]));
    let id = sent["deliveries"][0]["id"].as_i64().expect("a number");
    let reviews = format!("/api/v1/deliveries/{id}/reviews");
    let mut county = house.desk("county").api();
    for (body, status, words) in [
        (json!({ "verdict": "return" }), 422, "请写明退回的原因"),
        (json!({ "verdict": "accept", "reason": "好" }), 422, "通过不写原因"),
        (json!({ "verdict": "keep" }), 422, "verdict"),
        (json!({ "verdict": "return", "reason": "没有写投诉情况" }), 201, "没有写投诉情况"),
        (json!({ "verdict": "accept" }), 412, "已经审核过了"),
    ] {
        let answer = send(&mut county, "POST", &reviews, body.to_string().as_bytes(), &[]);
        assert_eq!(answer.status, status, "{body}: {}", answer.text);
        assert!(answer.text.contains(words), "{body}: {}", answer.text);
    }
    let told = api.get(&reviews);
    assert_eq!(
        (&told["reviews"][0]["verdict"], &told["reviews"][0]["delivery"]),
        (&json!("return"), &json!(id))
    );
    assert_eq!(part(&api.get(&path(&place, "package")), summary)["standing"]["status"], "returned");
    put(&mut api, &place, (summary, "b.txt"), "第二稿".as_bytes());
    let again = json_of(&deliver(&mut api, &place, "returned-2", &[summary]));
    let second = &again["deliveries"][0];
    assert_eq!((&second["number"], &second["first_valid"]), (&json!(2), &sent["deliveries"][0]["received"]));
    let first = api.client.get(&format!("/api/v1/deliveries/{id}/files/1"));
    assert_eq!(first.text, "第一稿", "what was sent first is still there");
    let accepted = format!("/api/v1/deliveries/{}/reviews", second["id"]);
    let answer =
        send(&mut county, "POST", &accepted, json!({ "verdict": "accept" }).to_string().as_bytes(), &[]);
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(part(&api.get(&path(&place, "package")), summary)["standing"]["status"], "accepted");
}

fn nobody_reaches_what_is_not_theirs(database: Database) {
    let (house, mut api, place, [summary, ..]) = open(database);
    put(&mut api, &place, (summary, "a.txt"), b"own");
    let sent = json_of(&deliver(&mut api, &place, "reach-0001", &[summary]));
    let (id, number) = (&sent["deliveries"][0]["id"], sent["deliveries"][0]["receipt"]["number"].as_str());
    let number = number.expect("a number").to_owned();
    let begun = send(&mut api, "POST", &path(&place, "transfers"), b"", &[("upload-length", "10")]);
    house.employ("beside", Role::Clerk, "370320002");
    house.employ("elsewhere", Role::Supervisor, "370321");
    for login in ["beside", "elsewhere"] {
        let mut other = house.desk(login).api();
        for (method, address) in [
            ("GET", path(&place, "package")),
            ("PUT", path(&place, &format!("materials?deliverable={summary}&name=a.txt"))),
            ("DELETE", path(&place, "materials/1")),
            ("GET", format!("/api/v1/deliveries/{id}")),
            ("GET", format!("/api/v1/deliveries/{id}/files/1")),
            ("GET", format!("/api/v1/deliveries/{id}/reviews")),
            ("GET", format!("/api/v1/receipts/{number}/delivery")),
            ("HEAD", begun.location().to_owned()),
            ("DELETE", begun.location().to_owned()),
        ] {
            let answer = send(&mut other, method, &address, b"x", &[]);
            assert_eq!(answer.status, 404, "{login}: {method} {address}: {}", gist(&answer.text));
        }
        let taken = deliver(&mut other, &place, "reach-0002", &[summary]);
        assert_eq!(taken.status, 404, "{login}: {}", taken.text);
    }
    let verdict = json!({ "verdict": "accept" }).to_string();
    let own = send(&mut api, "POST", &format!("/api/v1/deliveries/{id}/reviews"), verdict.as_bytes(), &[]);
    assert_eq!(own.status, 403, "a unit does not review itself");
    let here = send(&mut api, "HEAD", begun.location(), b"", &[]);
    assert_eq!((here.status, here.header("upload-offset")), (200, "0"), "its own goes on");
}
