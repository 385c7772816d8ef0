//! Signing in and out, by the clock.

use chrono::Duration;
use huibiao::vocabulary::Role;

use crate::house::{Database, House, PASSWORD, on_both};

on_both!(
    somebody_signs_in_is_known_and_signs_out,
    nobody_signs_in_to_a_session_that_was_there_before,
    a_session_ends_by_itself,
    unknown_and_known_users_are_answered_alike_and_nobody_is_locked_out_for_ever,
);

fn somebody_signs_in_is_known_and_signs_out(database: Database) {
    let house = House::on(database);
    house.account("liming", Role::Supervisor, "3703");
    let mut client = house.signed_in("LiMing ");
    let page = client.get("/account");
    assert_eq!(page.status, 200);
    assert!(page.text.contains("liming先生") && page.text.contains("审核员"), "{}", page.text);
    let before = client.cookies.clone();
    let answer = client.post_from("/account", "/sign-out", &[]);
    assert_eq!((answer.status, answer.location()), (303, "/sign-in"));
    client.cookies = before;
    let answer = client.get("/account");
    assert_eq!((answer.status, answer.location()), (303, "/sign-in?next=%2Faccount"));
}

/// Whatever reference the browser holds before, the one that opens something afterwards is new.
fn nobody_signs_in_to_a_session_that_was_there_before(database: Database) {
    let house = House::on(database);
    house.account("liming", Role::Supervisor, "3703");
    house.account("wangfang", Role::Supervisor, "3703");
    let mut ended = house.signed_in("wangfang");
    let over = ended.cookies["session"].clone();
    ended.post_from("/account", "/sign-out", &[]);
    for put_there in ["00112233445566778899aabbccddeeff", &over] {
        let mut client = house.client();
        client.cookies.insert("session".to_owned(), put_there.to_owned());
        assert_eq!(client.sign_in("liming", PASSWORD).status, 303, "{put_there}");
        assert_ne!(client.cookies["session"], put_there);
        assert!(client.get("/account").text.contains("liming先生"), "{put_there}");
        let mut other = house.client();
        other.cookies.insert("session".to_owned(), put_there.to_owned());
        assert_eq!(other.get("/account").status, 303, "{put_there} opens something");
    }
    // A session that is somebody's is left before another begins: the form of another window is refused.
    let mut client = house.client();
    let csrf = client.get("/sign-in").csrf();
    let enter = |login| [("csrf", csrf.as_str()), ("login", login), ("password", PASSWORD)];
    assert_eq!(client.post("/sign-in", &enter("wangfang")).status, 303);
    assert_eq!(client.post("/sign-in", &enter("liming")).status, 403);
    assert!(client.get("/account").text.contains("wangfang先生"));
}

fn a_session_ends_by_itself(database: Database) {
    let house = House::on(database);
    house.account("liming", Role::Supervisor, "3703");
    for (steps, step, status) in [
        (1, Duration::minutes(30) - Duration::milliseconds(1), 200),
        (1, Duration::minutes(30), 303),
        (35, Duration::minutes(20), 200),
        (36, Duration::minutes(20), 303),
    ] {
        let mut client = house.signed_in("liming");
        let mut last = 200;
        for _ in 0..steps {
            house.hands.turn(step);
            last = client.get("/account").status;
        }
        assert_eq!(last, status, "{steps} times {step}");
    }
}

fn unknown_and_known_users_are_answered_alike_and_nobody_is_locked_out_for_ever(database: Database) {
    let house = House::on(database);
    house.account("liming", Role::Supervisor, "3703");
    let said = |login: &str| {
        let mut client = house.client();
        let answers: Vec<(u16, String)> = (0..7)
            .map(|_| {
                let answer = client.sign_in(login, "wrong-password-1");
                let words = answer.text.split("summary-title").nth(2).unwrap_or_default().to_owned();
                (answer.status, words.split("</ul>").next().unwrap_or_default().to_owned())
            })
            .collect();
        answers
    };
    let known = said("liming");
    assert_eq!(known, said("nobody"));
    assert!(
        known[..5].iter().all(|(status, words)| *status == 422 && words.contains("用户名或密码不对")),
        "{known:?}"
    );
    assert!(
        known[5..].iter().all(|(status, words)| *status == 429 && words.contains("15 分钟后再试")),
        "{known:?}"
    );
    assert_eq!(house.client().sign_in("liming", PASSWORD).status, 429, "the right password has to wait, too");
    house.hands.turn(Duration::minutes(15) - Duration::milliseconds(1));
    assert_eq!(house.client().sign_in("liming", PASSWORD).status, 429);
    house.hands.turn(Duration::milliseconds(1));
    assert_eq!(house.client().sign_in("liming", PASSWORD).status, 303);
}
