//! What an administrator does on the server itself, with the real program: begin, hand out accounts, take in
//! units, start and stop, look whether it is well, read the log.

use diesel::RunQueryDsl;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;

use chrono::Duration;
use huibiao::vocabulary::Role;

use crate::client::{Client, wait_until_silent};
use crate::house::{Database, House, PASSWORD, on_both};
use crate::process::{Data, Said, Serving, beside};
use crate::published::Published;
use crate::town::{Desk, between, gist};

on_both!(
    it_begins_with_a_link_that_works_once,
    people_are_managed_on_the_command_line_and_what_ends_ends_at_once,
    a_list_of_units_is_rehearsed_and_then_written,
    being_asked_to_end_finishes_what_is_under_way,
    it_is_ready_only_while_it_can_work,
    a_new_password_ends_every_other_session,
    tries_are_counted_by_account_and_address,
    many_addresses_guess_no_more_often_together,
    of_many_guesses_at_once_no_more_than_the_allowed_are_judged,
    the_log_says_who_did_what_and_opens_no_door,
);

fn ok(said: &Said) -> &str {
    assert_eq!(said.code, 0, "{said:?}");
    &said.text
}

/// The word behind a label.
fn said_after(text: &str, label: &str) -> String {
    let (_, rest) = text.split_once(label).unwrap_or_else(|| panic!("no “{label}” in {text}"));
    rest.lines().next().expect("a line").trim().to_owned()
}

fn it_begins_with_a_link_that_works_once(database: Database) {
    let data = Data::fresh(database);
    let begin = ["init", "--code", "3703", "--name", "淄博市消费者协会"];
    let first = said_after(ok(&data.run(&begin)), "/setup/");
    assert_eq!(first.len(), 32, "128 random bits: {first}");
    let second = said_after(ok(&data.run(&["init"])), "/setup/");
    assert_ne!(first, second, "a lost link is replaced");
    let users = data.run(&["user", "list"]);
    assert!(ok(&users).contains("共 0 个账号"), "nobody is there by default: {users:?}");

    let serving = Serving::start(&data);
    let mut client = Client::new(serving.address);
    let address = format!("/setup/{second}");
    let fields = [("login", "admin"), ("name", "赵敏"), ("password", PASSWORD), ("password_again", PASSWORD)];
    let made = client.post_from(&address, &address, &fields);
    assert_eq!((made.status, made.location()), (303, "/"), "{}", gist(&made.text));
    assert_eq!(Client::new(serving.address).get(&address).status, 404, "a used link");
    drop(serving);
    let again = data.run(&["init"]);
    assert!(ok(&again).contains("已有管理员，不再发开通链接"), "{again:?}");
}

#[test]
fn it_does_not_begin_on_a_list_with_mistakes() {
    let data = Data::fresh(Database::Sqlite);
    let list = data.folder.path().join("units.csv");
    let path = list.to_str().expect("a plain path");
    let rows = "code,name,level,parent_code\n3703,淄博市,city,\n370323,沂源县,county,3703\n";
    std::fs::write(&list, format!("{rows}370323001,南麻所,unit,370399\n")).expect("a file");
    let said = data.run(&["init", "--units", path]);
    assert!(said.code == 1 && said.text.contains("上级代码 370399 不在名录中"), "{said:?}");
    assert!(!said.text.contains("/setup/"), "{said:?}");
    std::fs::write(&list, rows).expect("a file");
    assert!(ok(&data.run(&["init", "--units", path])).contains("最上级单位：淄博市（3703）"));
}

fn people_are_managed_on_the_command_line_and_what_ends_ends_at_once(database: Database) {
    let house = House::on(database);
    house.settle();
    house.hands.go();
    let run = |arguments: &[&str]| beside(&house, arguments);
    let made = run(&["user", "add", "--name", "王丽", "--role", "审核员", "--unit", "370320", "WangLi"]);
    let first = said_after(ok(&made), "初始密码：");
    assert_eq!(said_after(&made.text, "用户名："), "wangli");
    let mut client = house.client();
    assert_eq!(client.sign_in("wangli", &first).location(), "/account", "first a password of the own");
    assert_eq!(client.get("/campaigns").location(), "/account");
    let fields = [("current", first.as_str()), ("password", PASSWORD), ("password_again", PASSWORD)];
    assert_eq!(client.post_from("/account", "/account/password", &fields).status, 303);
    assert!(ok(&run(&["user", "list", "wang"])).contains("wangli\t王丽\t审核员\t沂源县（370320）\t正常"));

    ok(&run(&["user", "disable", "wangli"]));
    assert_eq!(client.get("/campaigns").status, 303, "the session has ended");
    assert_eq!(house.client().sign_in("wangli", PASSWORD).status, 422);
    ok(&run(&["user", "enable", "wangli"]));
    let mut client = house.signed_in("wangli");
    let second = said_after(ok(&run(&["user", "password", "wangli"])), "初始密码：");
    assert_eq!(client.get("/campaigns").status, 303, "the session has ended");
    assert_eq!(house.client().sign_in("wangli", PASSWORD).status, 422, "the old password is none");
    assert_eq!(house.client().sign_in("wangli", &second).location(), "/account");

    for (arguments, sentence) in [
        (
            &["user", "add", "--name", "王丽", "--role", "审核员", "--unit", "370320", "wangli"][..],
            "已经有人用了",
        ),
        (&["user", "add", "--name", "王", "--role", "局长", "--unit", "370320", "wang"], "没有角色“局长”"),
        (&["user", "add", "--name", "王", "--role", "clerk", "--unit", "9", "wang"], "没有代码为“9”的单位"),
        (
            &["user", "add", "--name", "王", "--role", "管理员", "--unit", "370320", "wang"],
            "管理员账号属于最上级单位",
        ),
        (&["user", "disable", "nobody"], "nobody"),
        (&["user", "add", "wang"], "缺少"),
    ] {
        let said = run(arguments);
        assert!(said.code == 2 && said.errors.contains(sentence), "{arguments:?}: {said:?}");
    }
}

fn a_list_of_units_is_rehearsed_and_then_written(database: Database) {
    let house = House::on(database);
    let list = house.folder.path().join("units.csv");
    let path = list.to_str().expect("a plain path");
    let rows = "code,name,level,parent_code\n370323,沂源县,county,3703\n370323001,南麻所,unit,370323\n";
    std::fs::write(&list, rows).expect("a file");
    let units = || -> usize {
        let known = house.service.store.read(|conn| huibiao::store::units::below(conn, "/"));
        known.expect("the units").len()
    };
    let said = beside(&house, &["units", "import", "--dry-run", path]);
    assert!(ok(&said).contains("[新增] 第 2 行 370323 沂源县"), "{said:?}");
    assert!(
        said.text.contains("新增 2，变更 0，不变 0，错误 0") && said.text.contains("什么都没有写入"),
        "{said:?}"
    );
    assert_eq!(units(), 1, "a rehearsal writes nothing");
    let kept = std::fs::read_dir(house.service.settings.objects()).expect("the folder").count();
    assert_eq!(kept, 0, "and keeps nothing");
    assert!(ok(&beside(&house, &["units", "import", path])).contains("已导入。"));
    assert_eq!(units(), 3);
    let again = beside(&house, &["units", "import", "--dry-run", path]);
    assert!(ok(&again).contains("新增 0，变更 0，不变 2，错误 0"), "{again:?}");
    std::fs::write(&list, format!("{rows}370323002,鲁村所,unit,370399\n")).expect("a file");
    for arguments in [&["units", "import", "--dry-run", path][..], &["units", "import", path]] {
        let said = beside(&house, arguments);
        assert_eq!(said.code, 1, "{said:?}");
        assert!(
            said.text.contains("[错误] 第 4 行 370323002 鲁村所：上级代码 370399 不在名录中"),
            "{said:?}"
        );
        assert!(said.text.contains("有错误，什么都没有写入。"), "{said:?}");
        assert_eq!(units(), 3, "all or nothing");
    }
}

fn being_asked_to_end_finishes_what_is_under_way(database: Database) {
    let data = Data::fresh(database);
    ok(&data.run(&["init", "--code", "3703", "--name", "淄博市消费者协会"]));
    for how in ["-TERM", "-INT"] {
        ends_after_what_is_under_way(Serving::start(&data), how);
    }
}

fn ends_after_what_is_under_way(serving: Serving, how: &str) {
    let mut stream = TcpStream::connect(serving.address).expect("a connection");
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {}\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n",
        serving.address
    );
    stream.write_all(head.as_bytes()).expect("half a request");
    // It has been taken up: the server asks for the rest.
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).expect("it goes on");
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    serving.ask_to_end(how);
    wait_until_silent(serving.address);
    stream.write_all(b"login=abc").expect("the other half");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 403") && answer.contains("页面已过期"), "{answer}");
    assert!(serving.ended().success(), "it ends by itself");
}

/// A terminal tells the program and everything that it has started.
#[test]
fn ctrl_c_lets_the_file_be_read_that_is_under_way() {
    let season = Published::on(Database::Sqlite, 1, &[("close_at", "")]);
    let token = season.apis().remove(0).client.headers["authorization"].clone();
    let (sheet, place) = (season.sheets[0].clone(), season.place(&season.sheets[0]));
    let data = Data::of(season.house);
    let mut command = data.command(&["serve"]);
    command.process_group(0);
    let serving = Serving::of(command);
    let mut stream = TcpStream::connect(serving.address).expect("a connection");
    let head = format!(
        "POST /api/v1/campaigns/{}/units/{}/files HTTP/1.1\r\nHost: {}\r\nAuthorization: {token}\r\n\
         Idempotency-Key: ctrl-c-1\r\nContent-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        place.campaign,
        place.unit,
        serving.address,
        sheet.bytes.len()
    );
    stream.write_all(head.as_bytes()).expect("the head");
    stream.read_exact(&mut [0; 25]).expect("100 Continue");
    serving.ask_all_to_end("-INT");
    wait_until_silent(serving.address);
    stream.write_all(&sheet.bytes).expect("the file");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert!(serving.ended().success());
}

/// The system may end a process that only waits, when memory is short.
#[test]
fn a_reader_that_was_ended_while_it_waited_costs_no_file() {
    let season = Published::on(Database::Sqlite, 1, &[("close_at", "")]);
    let (mut api, sheet) = (season.apis().remove(0), season.sheets[0].clone());
    let place = season.place(&sheet);
    let data = Data::of(season.house);
    let serving = Serving::start(&data);
    api.client = api.client.moved_to(serving.address);
    for key in ["reader-1", "reader-2", "reader-3"] {
        assert!(serving.end_children() > 0, "it has readers");
        let answer = api.send_file(&place, key, "a.xlsx", &sheet.bytes);
        assert_eq!(answer.status, 201, "{}", gist(&answer.text));
    }
}

fn it_is_ready_only_while_it_can_work(database: Database) {
    let house = House::on(database);
    let mut client = house.client();
    let asked = |client: &mut Client| (client.get("/livez").status, client.get("/readyz").status);
    assert_eq!(asked(&mut client), (200, 200));
    let objects = house.service.settings.objects();
    let chunks = ["object_chunk", "chunk_away"];
    let away = |[from, to]: [&str; 2]| {
        let statement = format!("ALTER TABLE {from} RENAME TO {to}");
        house
            .service
            .store
            .write(move |conn| Ok(diesel::sql_query(statement).execute(conn)?))
            .expect("renamed")
    };
    match database {
        Database::Sqlite => {
            std::fs::remove_dir_all(&objects).expect("the folder goes");
            std::fs::write(&objects, b"in the way").expect("a file in its place");
        }
        Database::Postgresql => drop(away(chunks)),
    }
    assert_eq!(asked(&mut client), (200, 503), "files cannot be kept");
    let answer = client.get("/readyz");
    for header in ["retry-after", "x-request-id", "content-security-policy", "x-content-type-options"] {
        assert!(!answer.header(header).is_empty(), "{header}");
    }
    match database {
        Database::Sqlite => std::fs::remove_file(&objects).expect("it is out of the way"),
        Database::Postgresql => drop(away([chunks[1], chunks[0]])),
    }
    assert_eq!(asked(&mut client), (200, 200));
}

fn a_new_password_ends_every_other_session(database: Database) {
    let house = House::on(database);
    house.employ("liming", Role::Supervisor, "3703");
    let mut here = house.desk("liming");
    let mut there = house.desk("liming");
    let before = here.client.cookies.clone();
    let fields =
        [("current", PASSWORD), ("password", "kettle-orbit-2"), ("password_again", "kettle-orbit-2")];
    here.done("/account/password", &fields);
    assert_eq!(there.get("/account").status, 303, "the other one has ended");
    assert_eq!(here.get("/account").status, 200, "the own one goes on");
    assert_ne!(here.client.cookies, before, "under another reference");
    let mut stolen = Desk { client: house.client(), csrf: String::new() };
    stolen.client.cookies = before;
    assert_eq!(stolen.get("/account").status, 303, "the old reference is none");
}

fn tries_are_counted_by_account_and_address(database: Database) {
    let proxy = "127.0.0.1".parse().expect("an address");
    let house = House::with(database, |settings| settings.trusted_proxies = vec![proxy]);
    house.employ("liming", Role::Supervisor, "3703");
    house.employ("wangli", Role::Supervisor, "3703");
    let from = |address: &str, login: &str, password: &str| {
        let mut client = house.client();
        client.headers.insert("x-forwarded-for".to_owned(), address.to_owned());
        client.sign_in(login, password).status
    };
    for (address, login, password, times, status) in [
        ("10.0.0.1", "liming", "wrong-password-1", 5, 422),
        ("10.0.0.1", "liming", "wrong-password-1", 2, 429),
        ("10.0.0.1", "liming", PASSWORD, 1, 429),
        // The same person elsewhere, somebody else at the same place.
        ("10.0.0.2", "liming", PASSWORD, 1, 303),
        ("10.0.0.1", "wangli", PASSWORD, 1, 303),
    ] {
        for time in 0..times {
            assert_eq!(from(address, login, password), status, "{login} from {address}, {time}");
        }
    }
    house.hands.turn(Duration::minutes(15));
    assert_eq!(from("10.0.0.1", "liming", PASSWORD), 303, "nobody is locked out for ever");
}

/// Twelve addresses guess, five times each; the owner comes in from the usual place all the while.
fn many_addresses_guess_no_more_often_together(database: Database) {
    let proxy = "127.0.0.1".parse().expect("an address");
    let house = House::with(database, |settings| settings.trusted_proxies = vec![proxy]);
    house.employ("liming", Role::Supervisor, "3703");
    let from = |address: &str, login: &str, password: &str| {
        let mut client = house.client();
        client.headers.insert("x-forwarded-for".to_owned(), address.to_owned());
        client.sign_in(login, password).status
    };
    assert_eq!(from("10.0.0.1", "liming", PASSWORD), 303);
    for login in ["liming", "nobody"] {
        let mut judged = 0;
        for address in 0..12 {
            for _ in 0..5 {
                judged += usize::from(from(&format!("10.9.0.{address}"), login, "wrong-password-1") == 422);
            }
        }
        assert_eq!(judged, 10, "{login}");
        assert_eq!(from("10.9.1.1", login, PASSWORD), 429, "{login} from a new place");
    }
    assert_eq!(from("10.0.0.1", "liming", PASSWORD), 303, "the usual place");
    house.hands.turn(Duration::minutes(15));
    assert_eq!(from("10.9.1.1", "liming", PASSWORD), 303, "nobody is locked out for ever");
}

fn of_many_guesses_at_once_no_more_than_the_allowed_are_judged(database: Database) {
    let house = House::on(database);
    house.employ("liming", Role::Supervisor, "3703");
    let guess = &|number: usize| house.client().sign_in("liming", &format!("wrong-password-{number}")).status;
    let answers: Vec<u16> = std::thread::scope(|scope| {
        let guesses: Vec<_> = (0..20).map(|number| scope.spawn(move || guess(number))).collect();
        guesses.into_iter().map(|guess| guess.join().expect("an answer")).collect()
    });
    let judged = answers.iter().filter(|status| **status == 422).count();
    assert!(judged <= 5 && answers.iter().all(|status| matches!(status, 422 | 429)), "{answers:?}");
}

/// Everything that opens a door passes through the program while it logs as much as it can.
fn the_log_says_who_did_what_and_opens_no_door(database: Database) {
    let mut data = Data::fresh(database);
    // The server asks for none, so that one may stand there.
    data.database =
        data.database.map(|url| url.replace("postgres://huibiao@", "postgres://huibiao:sesame-42@"));
    let link =
        said_after(ok(&data.run(&["init", "--code", "3703", "--name", "淄博市消费者协会"])), "/setup/");
    let log = data.folder.path().join("log");
    let mut command = data.command(&["serve"]);
    command.env("HUIBIAO_LOG", "trace").env("HUIBIAO_LOG_FORMAT", "json");
    command.stderr(std::fs::File::create(&log).expect("a file"));
    let serving = Serving::of(command);
    let mut client = Client::new(serving.address);
    let address = format!("/setup/{link}");
    let fields = [("login", "admin"), ("name", "赵敏"), ("password", PASSWORD), ("password_again", PASSWORD)];
    assert_eq!(client.post_from(&address, &address, &fields).status, 303);
    let made = client.post_from(
        "/accounts",
        "/accounts",
        &[("login", "liming"), ("name", "李明"), ("role", "supervisor"), ("unit", "3703")],
    );
    let first = between(&made.text, "id=\"secret\">", "<")[0].to_owned();
    Client::new(serving.address).sign_in("liming", &first);
    Client::new(serving.address).sign_in("mistaken-password-7", "mistaken-password-8");
    let csrf = client.get("/account").csrf();
    let mut desk = Desk { client, csrf };
    let mut api = desk.api();
    assert_eq!(api.client.get("/api/v1/campaigns").status, 403);
    desk.get("/account?secret=in-a-query-9");
    let token = api.client.headers["authorization"].replace("Bearer ", "");
    let cookies: Vec<String> = desk.client.cookies.values().cloned().collect();
    serving.ask_to_end("-TERM");
    assert!(serving.ended().success());

    let log = std::fs::read_to_string(&log).expect("the log");
    // Which database was opened is said before the log begins.
    let lines = log.lines().filter(|line| line.starts_with('{'));
    let lines = lines.map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let answered: Vec<String> = lines
        .filter(|line| line["fields"]["message"] == "answered")
        .map(|line| format!("{} {}", line["fields"]["method"], line["fields"]["path"]).replace('"', ""))
        .collect();
    for line in ["POST /setup/{token}", "POST /accounts", "POST /sign-in", "GET /api/v1/campaigns"] {
        assert!(answered.iter().any(|known| known == line), "{line} is not among {answered:?}");
    }
    let secrets = [link, first, token, desk.csrf].into_iter().chain(cookies);
    let fixed = [PASSWORD, "mistaken-password", "in-a-query-9", "sesame-42"].map(str::to_owned);
    for secret in secrets.chain(fixed) {
        assert!(secret.len() > 8 && !log.contains(&secret), "the log says {secret}");
    }
}
