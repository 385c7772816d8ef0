//! What every route refuses, and what every answer carries; the routes come from the table itself.

use std::io::{Read, Write};
use std::net::TcpStream;

use chrono::Duration;
use huibiao::vocabulary::Role;
use huibiao::web::{Access, Route, table};

use crate::client::{Answer, Client, wait_until_silent};
use crate::every_answer;
use crate::house::{Database, House, on_both};

on_both!(
    a_route_admits_the_roles_of_its_permission_and_nobody_else,
    every_answer_carries_the_headers_and_a_number,
);

/// An address of a route, with numbers and words where it has names.
fn address(route: &Route) -> String {
    let parts = route.path.split('/').map(|part| match part {
        "{token}" => "00112233445566778899aabbccddeeff",
        "{name}" => "nothing.css",
        "{page}" => "clerk",
        "{unit}" => "370323001",
        part if part.starts_with('{') => "999999",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn house(database: Database) -> House {
    let house = House::on(database);
    for (login, role) in [
        ("clerk", Role::Clerk),
        ("supervisor", Role::Supervisor),
        ("auditor", Role::Auditor),
        ("admin", Role::Administrator),
    ] {
        house.account(login, role, "3703");
    }
    house
}

/// Somebody whom the route's permission admits.
fn admitted(house: &House, route: &Route) -> Client {
    let role = match route.access {
        Access::Needs(permission) => Role::ALL.into_iter().find(|role| role.may(permission)).unwrap(),
        Access::Public | Access::Open => return house.client(),
    };
    house.signed_in(match role {
        Role::Clerk => "clerk",
        Role::Supervisor => "supervisor",
        Role::Auditor => "auditor",
        Role::Administrator => "admin",
    })
}

fn is_page(route: &Route) -> bool {
    !route.path.starts_with("/api/")
}

#[test]
fn no_route_takes_a_form_that_is_not_from_our_own_page() {
    let house = house(Database::Sqlite);
    let mut tried = 0;
    for route in table().into_iter().filter(|route| route.is_unsafe() && is_page(route)) {
        // Signing out is open to everybody, and forged against somebody who is signed in.
        let signs_out = route.path == "/sign-out";
        let mut client = if signs_out { house.signed_in("clerk") } else { admitted(&house, &route) };
        let is_public = route.access == Access::Public && !signs_out;
        let token = client.get(if is_public { "/sign-in" } else { "/account" }).csrf();
        let path = address(&route);
        for (headers, csrf) in [
            (vec![], ""),
            (vec![], "00112233445566778899aabbccddeeff"),
            (vec![("origin", "https://evil.example")], token.as_str()),
            (vec![("origin", "null")], token.as_str()),
            (vec![("sec-fetch-site", "cross-site")], token.as_str()),
            (vec![("sec-fetch-site", "same-site")], token.as_str()),
        ] {
            client.headers =
                headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let answers = if is_in_pieces(&route) {
                client.headers.insert("x-csrf-token".to_owned(), csrf.to_owned());
                vec![client.send(route.method, &path, "", Vec::new())]
            } else {
                vec![
                    client.post(&path, &[("csrf", csrf), ("reason", "x")]),
                    client.upload(&path, &[("csrf", csrf)], &[("file", "a.csv", b"x")]),
                ]
            };
            for answer in answers {
                // A form where files belong, or files where a form belongs, is refused as well.
                let refused = answer.status == 403 || (answer.status == 422 && headers.is_empty());
                assert!(refused, "{} {headers:?} {csrf}: {} {}", route.path, answer.status, answer.text);
            }
            tried += 1;
        }
        client.headers.clear();
        assert!(!signs_out || client.get("/account").status == 200, "a forged form signed somebody out");
    }
    assert!(tried > 50, "{tried}");
}

fn a_route_admits_the_roles_of_its_permission_and_nobody_else(database: Database) {
    let house = house(database);
    let mut clients: Vec<(Option<Role>, Client)> = vec![
        (None, house.client()),
        (Some(Role::Clerk), house.signed_in("clerk")),
        (Some(Role::Supervisor), house.signed_in("supervisor")),
        (Some(Role::Auditor), house.signed_in("auditor")),
        (Some(Role::Administrator), house.signed_in("admin")),
    ];
    for route in table().into_iter().filter(is_page) {
        let Access::Needs(permission) = route.access else { continue };
        for (role, client) in &mut clients {
            let path = address(&route);
            let answer = match route.method {
                "GET" => client.get(&path),
                "POST" if !is_in_pieces(&route) => client.post_from("/account", &path, &[]),
                method => {
                    let token = client.get("/account").csrf();
                    client.headers.insert("x-csrf-token".to_owned(), token);
                    client.send(method, &path, "", Vec::new())
                }
            };
            let seen = format!("{role:?} {} {path}: {}", route.method, answer.status);
            match role {
                None if route.method != "GET" => assert_eq!(answer.status, 401, "{seen}"),
                None => assert!(answer.location().starts_with("/sign-in"), "{seen}"),
                Some(role) if role.may(permission) => assert_ne!(answer.status, 403, "{seen}"),
                Some(_) => assert_eq!(answer.status, 403, "{seen}"),
            }
        }
    }
    let mut auditor = house.signed_in("auditor");
    // All of it: what was refused first is no longer on the first page.
    let log = auditor.get("/audit.csv?verb=denied");
    assert!(log.text.contains("被拒绝") && log.text.contains("提交 /campaigns"), "{}", log.text);
}

#[test]
fn the_interface_takes_no_cookie_and_answers_in_its_own_way() {
    let house = house(Database::Sqlite);
    let mut client = house.signed_in("supervisor");
    for route in table().into_iter().filter(|route| !is_page(route)) {
        if route.access == Access::Open {
            continue;
        }
        let answer = client.send(route.method, &address(&route), "", Vec::new());
        assert_eq!(answer.status, 401, "{}", route.path);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{}", route.path);
        let is_told = answer.text.contains("\"code\":\"sign-in-needed\"");
        assert!(is_told || route.method == "HEAD", "{}", answer.text);
    }
}

/// Pieces of a file show their session's token in a header: they are no forms.
fn is_in_pieces(route: &Route) -> bool {
    route.path.contains("/transfers")
}

fn every_answer_carries_the_headers_and_a_number(database: Database) {
    let house = house(database);
    let mut answers: Vec<(String, Answer)> = Vec::new();
    for route in table() {
        let mut client = admitted(&house, &route);
        let answer = client.send(route.method, &address(&route), "", Vec::new());
        answers.push((format!("{} {}", route.method, route.path), answer));
    }
    let mut client = house.client();
    for path in ["/nowhere", "/api/nowhere", "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fCargo.toml"] {
        let answer = client.get(path);
        assert_eq!(answer.status, 404, "{path}");
        answers.push((path.to_owned(), answer));
    }
    answers.push(("TRACE".to_owned(), client.send("TRACE", "/sign-in", "", Vec::new())));
    for (what, answer) in answers {
        every_answer::look_at(&what, &answer);
        assert!(answer.header("strict-transport-security").is_empty(), "{what}");
    }
}

#[test]
fn under_tls_cookies_are_secure_and_browsers_are_told_to_stay() {
    let house = House::with(Database::Sqlite, |settings| {
        settings.public_url = Some("https://tj.example.gov.cn".to_owned())
    });
    let answer = house.client().get("/sign-in");
    assert!(answer.header("strict-transport-security").contains("max-age=31536000"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-door="), "{cookie}");
    for mark in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(mark), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}

#[test]
fn a_body_that_dribbles_is_cut_and_one_that_is_too_large_is_refused() {
    let house = House::with(Database::Sqlite, |settings| {
        settings.body_stands = Duration::milliseconds(300);
        settings.sheet_limit = 1 << 20;
        settings.request_limit = 2 << 20;
    });
    house.account("admin", Role::Administrator, "3703");
    let mut client = house.signed_in("admin");
    let csrf = client.get("/units").csrf();
    let large = vec![b'x'; (1 << 20) + 1];
    let answer = client.upload("/units/imports", &[("csrf", &csrf)], &[("file", "a.csv", &large)]);
    assert_eq!(answer.status, 413);
    assert!(answer.text.contains("一个文件最大 1 MB"), "{}", answer.text);
    let half = vec![b'x'; 900 << 10];
    let files =
        [("file", "a", half.as_slice()), ("file", "b", half.as_slice()), ("file", "c", half.as_slice())];
    let answer = client.upload("/units/imports", &[("csrf", &csrf)], &files);
    assert!(answer.status == 413 && answer.text.contains("合计最大 2 MB"), "{}", answer.text);

    let cookies: Vec<String> = client.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut stream = TcpStream::connect(house.server.address).unwrap();
    let head = format!(
        "POST /units/imports HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Length: 1000\r\n\
         Content-Type: multipart/form-data; boundary=edge\r\n\r\n--edge\r\n",
        house.server.address,
        cookies.join("; ")
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("没有收完整"), "{answer}");
}

#[test]
fn stopping_finishes_what_has_begun() {
    let house = house(Database::Sqlite);
    let address = house.server.address;
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {address}\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    // It has been taken up: the server asks for the rest.
    stream.read_exact(&mut [0; 25]).unwrap();
    let stopping = std::thread::spawn(move || house.server.stop());
    wait_until_silent(address);
    stream.write_all(b"login=abc").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    stopping.join().unwrap();
}

#[test]
fn the_manual_tells_everybody_what_to_do_without_an_account() {
    let house = House::on(Database::Sqlite);
    let mut client = house.client();
    let cases = [
        ("/manual", ["尚未报送", "零报告", "包含 22 日当天"]),
        ("/manual/clerk", ["核实说明", "回执", "重新上传"]),
        ("/manual/supervisor", ["退回必须写原因", "未报名单", "代报"]),
        ("/manual/administrator", ["huibiao init", "huibiao backup", "停用"]),
    ];
    for (path, told) in cases {
        let page = client.get(path);
        assert_eq!(page.status, 200, "{path}");
        told.iter().for_each(|words| assert!(page.text.contains(words), "{path} does not tell of {words}"));
        for (_, rest) in page.text.match_indices("href=\"/").map(|(at, _)| page.text.split_at(at + 6)) {
            let link = rest.split(['"', '#']).next().expect("an address");
            let status = client.get(link).status;
            assert!(matches!(status, 200 | 303), "{path} leads to {link}: {status}");
        }
    }
}
