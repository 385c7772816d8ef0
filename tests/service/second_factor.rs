//! 两步验证: set up on the page, asked for at sign-in, good once; lost, reset, required; and what a dump of the database
//! gives whoever has it.

use chrono::Duration;
use huibiao::config::SecondFactor;
use huibiao::store::accounts::{actor, by_login};
use huibiao::vocabulary::time::Instant;
use huibiao::vocabulary::{Actor, Role};
use huibiao::workflow::backup::back_up;
use huibiao::workflow::second_factor::{propose, set_up};
use huibiao::workflow::verify::verify;
use totp_rs::{Builder, Secret};

use crate::client::{Answer, Client};
use crate::house::{Database, House, PASSWORD, on_both};
use crate::process::beside;

on_both!(
    a_second_step_is_set_up_on_the_page_and_asked_for_at_sign_in,
    a_code_is_good_once_and_near_its_time,
    wrong_codes_take_the_tries_of_wrong_passwords,
    a_recovery_code_stands_in_once,
    who_may_reset_the_password_resets_the_second_step_and_its_owner_sees_it,
    an_installation_may_require_it_of_all_but_clerks,
    a_sign_in_under_way_ends_and_lets_nobody_in,
    the_database_alone_gives_nobody_a_code,
);

/// What an authenticator shows.
pub fn code(secret: &str, at: Instant) -> String {
    let secret = Secret::try_from_base32(secret.replace(' ', "")).expect("Base32");
    let totp = Builder::new().with_secret(secret).build().expect("a secret");
    totp.generate(u64::try_from(at.timestamp()).expect("after 1970")).to_string()
}

/// The account of a login, as it acts.
pub fn acting(house: &House, login: &str) -> Actor {
    let found = house.service.store.read(|conn| {
        let (account, _) = by_login(conn, login)?.expect("an account");
        actor(conn, account.id)
    });
    found.expect("the account").expect("it is not disabled")
}

/// Sets a second step up for somebody, without the page: the secret, and the recovery codes.
pub fn equip(house: &House, login: &str) -> (String, Vec<String>) {
    let actor = acting(house, login);
    let proposal = propose(&house.service, &actor, None).expect("a secret");
    let code = code(&proposal.secret, house.service.now());
    let codes = set_up(&house.service, &actor, (&proposal.salt, &code), "127.0.0.1").expect("it is set up");
    (proposal.secret, codes)
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("{before} is not in {text}")).1;
    rest.split_once(after).map_or(rest, |(found, _)| found)
}

/// The secret that a page shows.
fn secret_of(page: &Answer) -> String {
    between(&page.text, "id=\"secret\">", "<").to_owned()
}

fn recovery_of(page: &Answer) -> Vec<String> {
    let list = between(&page.text, "id=\"codes\">", "</ol>");
    list.split("<code>").skip(1).map(|code| code.split('<').next().unwrap_or_default().to_owned()).collect()
}

fn confirm(client: &mut Client, page: &Answer, (action, code): (&str, &str)) -> Answer {
    let (csrf, salt) = (page.csrf(), page.value_of("salt"));
    client.post(action, &[("csrf", &csrf), ("salt", &salt), ("code", code)])
}

fn give(client: &mut Client, code: &str) -> Answer {
    client.post_from("/sign-in", "/sign-in/code", &[("code", code), ("next", "/campaigns")])
}

/// The right password, and where that leads.
fn at_the_door(house: &House, login: &str) -> Client {
    let mut client = house.client();
    let answer = client.sign_in(login, PASSWORD);
    assert_eq!((answer.status, answer.location()), (303, "/sign-in/step?next=%2F"), "{}", answer.text);
    assert!(!client.cookies.contains_key("session"), "no session before the code");
    client
}

fn a_second_step_is_set_up_on_the_page_and_asked_for_at_sign_in(database: Database) {
    let house = House::on(database);
    house.account("liming", Role::Supervisor, "3703");
    house.account("clerk", Role::Clerk, "3703");
    let mut client = house.signed_in("liming");
    assert!(client.get("/account").text.contains("href=\"/account/second-factor\""));
    let page = client.get("/account/second-factor");
    assert!(page.text.contains("<svg"), "a picture to be scanned");
    let secret = secret_of(&page);
    let wrong = confirm(&mut client, &page, ("/account/second-factor", "000000"));
    assert!(wrong.status == 422 && wrong.text.contains("验证码不对"), "{}", wrong.text);
    assert_eq!(secret_of(&wrong), secret, "after a mistake it is still the secret that was scanned");
    let right = code(&secret, house.service.now());
    let done =
        confirm(&mut client, &wrong, ("/account/second-factor", &format!("{} {}", &right[..3], &right[3..])));
    assert_eq!(done.status, 200, "{}", done.text);
    assert_eq!(recovery_of(&done).len(), 10);
    let account = client.get("/account").text;
    assert!(account.contains("已开启") && account.contains("还有 10 个恢复码"), "{account}");
    assert_eq!(client.get("/account/second-factor").location(), "/account", "set up is set up");

    let mut client = at_the_door(&house, "liming");
    assert_eq!(client.get("/campaigns").location(), "/sign-in?next=%2Fcampaigns", "nobody is in yet");
    house.hands.turn(Duration::seconds(30));
    let inside = give(&mut client, &code(&secret, house.service.now()));
    assert_eq!((inside.status, inside.location()), (303, "/campaigns"), "{}", inside.text);
    assert!(client.cookies.contains_key("session") && !client.cookies.contains_key("step"));
    assert_eq!(client.get("/campaigns").status, 200);

    let mut clerk = house.signed_in("clerk");
    assert_eq!(clerk.get("/account/second-factor").status, 403, "a unit has none");
    assert!(!clerk.get("/account").text.contains("两步验证"));
    house.account("admin", Role::Administrator, "3703");
    let log = house.signed_in("admin").get("/audit?verb=security").text;
    for verb in ["设置两步验证", "密码正确，待下一步", "通过两步验证", "登录"] {
        assert!(log.contains(&format!("data-label=\"事项\">{verb}<")), "{verb}: {log}");
    }
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn a_code_is_good_once_and_near_its_time(database: Database) {
    let house = House::on(database);
    house.account("liming", Role::Supervisor, "3703");
    let (secret, _) = equip(&house, "liming");
    let of = |seconds: i64| code(&secret, house.service.now() + Duration::seconds(seconds));
    let replayed = give(&mut at_the_door(&house, "liming"), &of(0));
    assert!(replayed.status == 422 && replayed.text.contains("已经用过"), "{}", replayed.text);
    house.hands.turn(Duration::minutes(10));
    for (seconds, status, why) in [
        (-60, 422, "two steps ago"),
        (60, 422, "two steps ahead"),
        (-30, 303, "the step before"),
        (-30, 422, "once more"),
        (0, 303, "now"),
        (-30, 422, "a step before one that was used"),
        (30, 303, "the step behind"),
        (30, 422, "once more"),
    ] {
        let answer = give(&mut at_the_door(&house, "liming"), &of(seconds));
        assert_eq!(answer.status, status, "{why}: {}", answer.text);
        if status == 422 {
            house
                .service
                .store
                .write(|conn| huibiao::store::sessions::forget_tries(conn, "liming", "127.0.0.1"))
                .expect("tries");
        }
    }
}

fn wrong_codes_take_the_tries_of_wrong_passwords(database: Database) {
    let house = House::on(database);
    house.account("liming", Role::Supervisor, "3703");
    let (secret, _) = equip(&house, "liming");
    house.hands.turn(Duration::minutes(20));
    let mut client = at_the_door(&house, "liming");
    let statuses: Vec<u16> = (0..5).map(|_| give(&mut client, "000000").status).collect();
    assert_eq!(statuses, [422, 422, 422, 422, 429], "the password took the first of five");
    let right = code(&secret, house.service.now());
    assert_eq!(give(&mut client, &right).status, 429, "the right code has to wait, too");
    assert_eq!(house.client().sign_in("liming", PASSWORD).status, 429, "and the password");
    house.hands.turn(Duration::minutes(15));
    let ended = give(&mut client, &code(&secret, house.service.now()));
    assert_eq!(ended.location(), "/sign-in?ended=1", "the sign-in under way has ended meanwhile");
    assert!(client.get("/sign-in?ended=1").text.contains("请重新登录"));
    let inside = give(&mut at_the_door(&house, "liming"), &code(&secret, house.service.now()));
    assert_eq!(inside.status, 303, "{}", inside.text);
    house.account("admin", Role::Administrator, "3703");
    let log = house.signed_in("admin").get("/audit?verb=sign-in-failed").text;
    assert_eq!(log.matches("验证码不对").count(), 4, "{log}");
}

fn a_recovery_code_stands_in_once(database: Database) {
    let house = House::on(database);
    house.account("liming", Role::Supervisor, "3703");
    let (secret, codes) = equip(&house, "liming");
    let typed = format!(" {} ", codes[0].to_uppercase().replace('-', " "));
    let mut client = at_the_door(&house, "liming");
    assert_eq!(give(&mut client, &typed).status, 303, "however it is typed");
    assert!(client.get("/account").text.contains("还有 9 个恢复码"));
    assert_eq!(give(&mut at_the_door(&house, "liming"), &codes[0]).status, 422, "once");

    house.hands.turn(Duration::minutes(20));
    let now = || code(&secret, house.service.now());
    let renewed = client.post_from("/account", "/account/second-factor/codes", &[("code", &now())]);
    assert_eq!(renewed.status, 200, "{}", renewed.text);
    let fresh = recovery_of(&renewed);
    assert!(fresh.len() == 10 && !fresh.contains(&codes[1]));
    assert_eq!(give(&mut at_the_door(&house, "liming"), &codes[1]).status, 422, "the old ones are void");
    assert_eq!(give(&mut at_the_door(&house, "liming"), &fresh[1]).status, 303);

    let off = |client: &mut Client, password: &str, code: &str| {
        client.post_from(
            "/account",
            "/account/second-factor/ending",
            &[("password", password), ("code", code)],
        )
    };
    house.hands.turn(Duration::minutes(1));
    for (password, code) in [("wrong-password", now()), (PASSWORD, "000000".to_owned())] {
        let refused = off(&mut client, password, &code);
        assert!(refused.status == 422 && refused.text.contains("不对"), "{}", refused.text);
    }
    assert_eq!(off(&mut client, PASSWORD, &now()).location(), "/account?done=second-factor-off");
    assert_eq!(house.client().sign_in("liming", PASSWORD).location(), "/", "the password is enough again");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn who_may_reset_the_password_resets_the_second_step_and_its_owner_sees_it(database: Database) {
    let house = House::on(database);
    let id = house.account("liming", Role::Supervisor, "3703");
    house.account("admin", Role::Administrator, "3703");
    house.account("other", Role::Supervisor, "3703");
    equip(&house, "liming");
    let own = equip(&house, "admin");
    house.hands.turn(Duration::seconds(90));
    let mut admin = at_the_door(&house, "admin");
    assert_eq!(give(&mut admin, &code(&own.0, house.service.now())).status, 303);
    let list = admin.get("/accounts").text;
    assert_eq!(list.matches("两步验证已开启").count(), 2, "{list}");
    let reset = format!("/accounts/{id}/second-factor/ending");
    let mut other = house.signed_in("other");
    assert_eq!(other.post_from("/account", &reset, &[]).status, 403, "nobody else may");
    let mine = format!("/accounts/{}/second-factor/ending", acting(&house, "admin").account);
    let refused = admin.post_from("/accounts", &mine, &[]);
    assert!(refused.status == 422 && refused.text.contains("请另一位管理员"), "{}", refused.text);
    assert_eq!(admin.post_from("/accounts", &reset, &[]).location(), "/accounts?done=second-factor");
    let mut client = house.signed_in("liming");
    let page = client.get("/account").text;
    assert!(page.contains("您的两步验证已由admin先生在"), "{page}");
    assert!(admin.get("/audit?verb=reset-second-factor").text.contains("data-label=\"事项\">重置两步验证<"));

    house.hands.go();
    equip(&house, "liming");
    let said = beside(&house, &["user", "reset-second-factor", "liming"]);
    assert!(said.code == 0 && said.text.contains("已重置 liming"), "{said:?}");
    assert!(house.signed_in("liming").get("/account").text.contains("已由服务器上的命令在"));
}

fn an_installation_may_require_it_of_all_but_clerks(database: Database) {
    let house = House::with(database, |settings| settings.second_factor = SecondFactor::Required);
    house.employ("liming", Role::Supervisor, "3703");
    house.employ("clerk", Role::Clerk, "3703");
    assert_eq!(house.client().sign_in("clerk", PASSWORD).location(), "/", "a clerk is not asked");
    let mut client = at_the_door(&house, "liming");
    let page = client.get("/sign-in/step");
    assert!(page.text.contains("本单位规定登录要用两步验证"), "{}", page.text);
    assert_eq!(client.get("/").location(), "/sign-in", "nothing else before");
    let secret = secret_of(&page);
    let wrong = confirm(&mut client, &page, ("/sign-in/second-factor", "000000"));
    assert!(wrong.status == 422 && secret_of(&wrong) == secret, "{}", wrong.text);
    let right = code(&secret, house.service.now());
    let done = confirm(&mut client, &wrong, ("/sign-in/second-factor", &right));
    assert!(done.status == 200 && recovery_of(&done).len() == 10, "{}", done.text);
    assert_eq!(client.get("/").status, 200, "in");
    let page = client.get("/account").text;
    assert!(page.contains("换手机请管理员重置") && !page.contains("/account/second-factor/ending"), "{page}");
    house.hands.turn(Duration::minutes(1));
    let now = code(&secret, house.service.now());
    let fields = [("password", PASSWORD), ("code", now.as_str())];
    let refused = client.post_from("/account", "/account/second-factor/ending", &fields);
    assert!(refused.status == 422 && refused.text.contains("不能取消"), "{}", refused.text);

    let link = huibiao::workflow::setup::invite(&house.service).expect("a link");
    let mut first = house.client();
    let fields =
        [("login", "guanli"), ("name", "管理员"), ("password", PASSWORD), ("password_again", PASSWORD)];
    let begun = first.post_from(&format!("/setup/{link}"), &format!("/setup/{link}"), &fields);
    assert_eq!(begun.location(), "/sign-in/step?next=%2F", "the first administrator as well: {}", begun.text);
    assert!(!first.cookies.contains_key("session"));
}

fn a_sign_in_under_way_ends_and_lets_nobody_in(database: Database) {
    let house = House::on(database);
    let id = house.account("liming", Role::Supervisor, "3703");
    let (secret, _) = equip(&house, "liming");
    house.hands.turn(Duration::minutes(1));
    let now = || code(&secret, house.service.now());

    let mut late = at_the_door(&house, "liming");
    house.hands.turn(Duration::minutes(15));
    assert_eq!(late.get("/sign-in/step").location(), "/sign-in", "a quarter of an hour, no longer");

    let mut client = at_the_door(&house, "liming");
    let page = client.get("/sign-in/step");
    let by = huibiao::workflow::accounts::By::CommandLine;
    let handed = huibiao::workflow::accounts::reset_password(&house.service, by, id).expect("a reset");
    let fields = [("csrf", page.csrf()), ("code", now()), ("next", String::new())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(
        client.post("/sign-in/code", &fields).location(),
        "/sign-in?ended=1",
        "the password was reset"
    );
    let begun = house.client().sign_in("liming", &handed.password);
    assert_eq!(begun.location(), "/sign-in/step?next=%2F", "the second step stays");

    let mut stranger = house.client();
    stranger.cookies.insert("step".to_owned(), "00112233445566778899aabbccddeeff".to_owned());
    assert_eq!(stranger.get("/sign-in/step").location(), "/sign-in");
    let mut thief = at_the_door_with(&house, &handed.password);
    thief.cookies.insert("session".to_owned(), thief.cookies["step"].clone());
    assert_eq!(thief.get("/").location(), "/sign-in", "its reference is no session");
    if database == Database::Postgresql {
        let other = house.beside();
        let mut client = at_the_door_with(&house, &handed.password).moved_to(other.server.address);
        house.hands.turn(Duration::minutes(1));
        other.hands.turn(Duration::minutes(1));
        assert_eq!(give(&mut client, &now()).location(), "/account", "begun here, ended there");
        assert_eq!(client.moved_to(house.server.address).get("/account").status, 200);
    }
}

fn at_the_door_with(house: &House, password: &str) -> Client {
    let mut client = house.client();
    assert_eq!(client.sign_in("liming", password).location(), "/sign-in/step?next=%2F");
    client
}

fn the_database_alone_gives_nobody_a_code(database: Database) {
    let house = House::on(database);
    house.account("liming", Role::Supervisor, "3703");
    let (secret, codes) = equip(&house, "liming");
    let file = house.folder.path().join("backup.zip");
    back_up(&house.service, &file).expect("a backup");
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&file).expect("a file")).expect("an archive");
    let mut whole = String::new();
    for index in 0..archive.len() {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut archive.by_index(index).expect("a part"), &mut bytes).expect("bytes");
        whole += &String::from_utf8_lossy(&bytes);
    }
    assert!(whole.contains("\"salt\":\""), "the second step is in the backup");
    for known in [&secret, &secret.to_lowercase(), &codes[0], &codes[9]] {
        assert!(!whole.contains(known.as_str()), "{known} is in the backup");
    }
    let actor = acting(&house, "liming");
    let salt = between(&whole, "\"salt\":\"", "\"").to_owned();
    let ours = propose(&house.service, &actor, Some(&salt)).expect("a secret").secret;
    assert_eq!(ours, secret, "with the key file it is worked out");
    let other = House::on(database);
    let theirs = propose(&other.service, &actor, Some(&salt)).expect("a secret").secret;
    assert_ne!(theirs, secret, "with another key file it is another");
}
