//! 接口令牌: good for the time that was chosen, warned of before, refused afterwards; old ones without an end are named.

use diesel::RunQueryDsl;
use huibiao::store::Conn;
use huibiao::vocabulary::Role;

use crate::client::{Answer, Client};
use crate::house::{Database, House, on_both};

on_both!(
    a_token_is_good_for_its_time_and_its_owner_is_warned_before,
    a_token_without_an_end_stays_good_and_is_named,
    a_token_is_made_for_one_of_the_times_that_are_offered,
);

fn made(client: &mut Client, days: &str) -> Answer {
    client.post_from("/account", "/account/tokens", &[("name", "市局平台"), ("days", days)])
}

fn program(house: &House, made: &Answer) -> Client {
    let token = made.text.split("id=\"secret\">").nth(1).expect("a token is shown once");
    let mut program = house.client();
    let token = token.split('<').next().unwrap_or_default();
    program.headers.insert("authorization".to_owned(), format!("Bearer {token}"));
    program
}

fn a_token_is_good_for_its_time_and_its_owner_is_warned_before(database: Database) {
    let house = House::since(database, "2024-03-20 09:00", |_| {});
    house.account("city", Role::Supervisor, "3703");
    house.account("admin", Role::Administrator, "3703");
    let mut program = program(&house, &made(&mut house.signed_in("city"), "90"));
    for (moment, told, status) in [
        ("2024-03-20 10:00", "可用", 200),
        ("2024-06-12 09:00", "还有 6 天", 200),
        ("2024-06-18 08:59", "不到 1 天", 200),
        ("2024-06-18 09:01", "已到期", 401),
        ("2024-06-18 09:02", "已到期", 401),
    ] {
        house.clock_is(moment);
        let page = house.signed_in("city").get("/account").text;
        assert!(page.contains("2024年6月18日") && page.contains(told), "{moment}: {page}");
        assert_eq!(page.contains("/revocation"), status == 200, "{moment}: nothing is left to revoke");
        let answer = program.get("/api/v1/account");
        assert_eq!(answer.status, status, "{moment}: {}", answer.text);
        let is_told = answer.text.contains("接口令牌已于 2024-06-18 09:00 到期");
        assert_eq!(is_told, status == 401, "{moment}: {}", answer.text);
    }
    let log = house.signed_in("admin").get("/audit?verb=token-ended").text;
    let entries = log.matches("data-label=\"事项\">令牌到期后仍在用").count();
    assert_eq!(entries, 1, "once a day, however often it is tried: {log}");
    house.client().sign_in("city", "kettle-orbit-wrong");
    let mut auditor = house.signed_in("admin");
    auditor.get("/campaigns");
    let log = auditor.get("/audit?verb=security").text;
    for verb in ["登录", "登录失败", "开账号", "修改密码", "开接口令牌", "令牌到期后仍在用", "被拒绝"]
    {
        assert!(log.contains(&format!("data-label=\"事项\">{verb}<")), "{verb}: {log}");
    }
}

fn a_token_without_an_end_stays_good_and_is_named(database: Database) {
    let house = House::since(database, "2024-03-20 09:00", |_| {});
    house.account("admin", Role::Administrator, "3703");
    let mut admin = house.signed_in("admin");
    let mut program = program(&house, &made(&mut admin, "365"));
    let doctor = |client: &mut Client| client.get("/doctor").text;
    assert!(doctor(&mut admin).contains("在用的都有期限"));
    let forgotten = house.service.store.write(|conn| {
        let asked = diesel::sql_query("UPDATE api_token SET ends_at = NULL");
        match conn {
            Conn::Sqlite(conn) => asked.execute(conn).expect("an old token"),
            Conn::Postgresql(conn) => asked.execute(conn).expect("an old token"),
        };
        Ok(())
    });
    forgotten.expect("an old token");
    assert!(doctor(&mut admin).contains("以前开设的 1 个没有期限"), "{}", doctor(&mut admin));
    assert!(admin.get("/account").text.contains("建议换成有期限的"));
    house.clock_is("2030-03-20 09:00");
    assert_eq!(program.get("/api/v1/account").status, 200);
    let tokens = program.get("/api/v1/account/tokens").text;
    assert!(tokens.contains("\"ends\":null"), "{tokens}");
}

fn a_token_is_made_for_one_of_the_times_that_are_offered(database: Database) {
    let house = House::on(database);
    house.account("city", Role::Supervisor, "3703");
    let mut city = house.signed_in("city");
    for days in ["0", "-1", "36500", "91"] {
        let refused = made(&mut city, days);
        assert!(
            refused.status == 422 && refused.text.contains("请选择令牌的有效期"),
            "{days}: {}",
            refused.text
        );
        assert!(refused.text.contains("value=\"市局平台\""), "{days}: what was typed stays");
    }
    for days in ["30", "90", "180", "365", "730", "3650"] {
        assert_eq!(made(&mut city, days).status, 200, "{days}");
    }
    let with_nul = city.post_from("/account", "/account/tokens", &[("name", "a\0b")]);
    assert!(with_nul.status == 422 && with_nul.text.contains("空字符"), "{}", with_nul.text);
    let asked = city.get("/campaigns?words=%00");
    assert!(asked.status == 422 && asked.text.contains("空字符"), "{}", asked.text);
    let unsaid = city.post_from("/account", "/account/tokens", &[("name", "无期限")]);
    assert!(unsaid.text.contains("2025年3月20日"), "a year where nobody chooses: {}", unsaid.text);
}
