//! What people type about other people, and what opens a door, stands neither in the program's log, however much it is
//! asked to say, nor in the audit log that an administrator takes away as a file.

use huibiao::vocabulary::Role;

use crate::client::Client;
use crate::house::{Database, PASSWORD, on_both};
use crate::process::{Data, Serving};
use crate::published::Published;
use crate::town::{Desk, Place, REASON, between, gist, plain, receipt_of, values};

on_both!(what_was_typed_of_people_and_what_opens_doors_is_in_no_log);

/// The number of an identity card, by its own check digit.
const NUMBER: &str = "110101199003077774";

fn signed_in(serving: &Serving, login: &str) -> Desk {
    let mut client = Client::new(serving.address);
    let answer = client.sign_in(login, PASSWORD);
    assert_eq!(answer.status, 303, "{login}: {}", gist(&answer.text));
    let csrf = client.get("/account").csrf();
    Desk { client, csrf }
}

/// A sheet with the number wherever a clerk can write words; some of it is refused first.
fn types(clerk: &mut Desk, place: &Place, figures: &[(usize, String)]) {
    let words = format!("投诉人身份证号 {NUMBER}，{REASON}");
    let page = clerk.open(&place.path("draft"));
    let version = page.value_of("version");
    let mut fields: Vec<(String, String)> =
        figures.iter().map(|(figure, text)| (format!("v.{figure}"), text.clone())).collect();
    for (name, text) in [
        ("version", version.as_str()),
        ("date", "2024-03-18"),
        ("reporter", NUMBER),
        ("remark", &words),
        ("intent", "check"),
    ] {
        fields.push((name.to_owned(), text.to_owned()));
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let stale: Vec<(&str, &str)> =
        fields.iter().map(|(name, text)| (*name, if *name == "version" { "77" } else { text })).collect();
    assert!(clerk.post(&place.path("draft"), &stale).status >= 400, "of another version");
    let saved = clerk.post(&place.path("draft"), &fields);
    assert_eq!(saved.status, 303, "{}", gist(&saved.text));
    receipt_of(&clerk.send(place, &words));
    assert!(clerk.open(&place.page()).text.contains("第 1 次"), "it was sent");
}

/// What else can be said: about the work itself, and in a summary.
fn tells(clerk: &mut Desk, place: &Place) {
    let words = format!("来电人 {NUMBER}");
    clerk.done(&place.path("burden"), &[("kind", "heavy"), ("words", &words)]);
    let page = clerk.open(&place.page()).text;
    let deliverable = between(&page, "name=\"deliverable\" value=\"", "\"")[0].to_owned();
    let summary = format!("活动总结\n\n本次活动共受理投诉 52 件，投诉人 {NUMBER}，均已办结。\n");
    let files: [(&str, &str, &[u8]); 1] = [("file", "活动总结.txt", summary.as_bytes())];
    let put = clerk.upload_files(&place.path("materials"), &[("deliverable", &deliverable)], &files);
    assert_eq!(put.status, 303, "{}", gist(&put.text));
    clerk.done(&place.path("deliveries"), &[("deliverable", &deliverable), ("key", "canary-0000000001")]);
}

fn what_was_typed_of_people_and_what_opens_doors_is_in_no_log(database: Database) {
    let asked =
        [("m1-kind", "summary"), ("m1-name", "活动总结"), ("m1-phrase", "3月22日前"), ("close_at", "")];
    let mut season = Published::on(database, 1, &asked);
    season.house.employ("admin", Role::Administrator, "3703");
    let sheet = season.sheets.remove(0);
    let place = Place::new(season.campaign, &sheet.unit);
    let data = Data::of(season.house);
    let log = data.folder.path().join("log");
    let mut command = data.command(&["serve"]);
    command.env("HUIBIAO_LOG", "trace").stderr(std::fs::File::create(&log).expect("a file"));
    let serving = Serving::of(command);

    let mut clerk = signed_in(&serving, &sheet.unit);
    let mut figures = sheet.typed();
    // Ten times as much as anybody has printed: it is asked about.
    figures[10].1 = "9876543".to_owned();
    types(&mut clerk, &place, &figures);
    tells(&mut clerk, &place);
    let mut api = clerk.api();
    let token = api.client.headers["authorization"].replace("Bearer ", "");
    let mut again = values(&figures);
    again["remark"] = NUMBER.into();
    api.client.headers.insert("idempotency-key".to_owned(), "canary-0001".to_owned());
    let path = format!("/api/v1/campaigns/{}/units/{}/submissions", place.campaign, place.unit);
    let sent = api.client.send("POST", &path, "application/json", again.to_string().into_bytes());
    assert!(matches!(sent.status, 201 | 422), "{}", gist(&sent.text));
    Client::new(serving.address).sign_in(&sheet.unit, "mistaken-password-8");
    let mut admin = signed_in(&serving, "admin");
    admin.get(&format!("/accounts?q={NUMBER}"));
    let audit = admin.open("/audit.csv").text;
    let shown = plain(&admin.open("/audit").text);
    let cookies: Vec<String> =
        [&clerk, &admin].iter().flat_map(|desk| desk.client.cookies.values().cloned()).collect();
    serving.ask_to_end("-TERM");
    assert!(serving.ended().success());

    for told in ["上报 1", "报送材料", "登录失败", &place.unit] {
        assert!(audit.contains(told), "it tells of {told}: {}", gist(&audit));
    }
    let log = std::fs::read_to_string(&log).expect("the log");
    assert!(log.contains("TRACE") && log.contains("answered"), "it says all it can");
    let fixed = [NUMBER, PASSWORD, "mistaken-password", "投诉人", "来电人", "$argon2id$"].map(str::to_owned);
    for secret in [token, clerk.csrf, admin.csrf].into_iter().chain(cookies).chain(fixed) {
        assert!(secret.chars().count() > 2, "{secret}");
        for (name, text) in [("program's log", &log), ("audit log as a file", &audit), ("audit page", &shown)]
        {
            assert!(!text.contains(&secret), "the {name} says {secret}");
        }
    }
}
