//! What an installation may demand beyond the usual: passwords of an age and a make, roles kept apart; what is kept
//! however long it lies; the log as a file.

use chrono::Duration;
use huibiao::config::SecondFactor;
use huibiao::vocabulary::Role;
use huibiao::workflow::seal::seal;
use huibiao::workflow::verify::verify;

use crate::client::{Answer, Client};
use crate::house::{Database, House, PASSWORD, on_both};
use crate::process::beside;
use crate::published::Published;
use crate::second_factor::{code, equip};
use crate::signing::region::Region;

on_both!(
    a_password_that_is_too_old_is_changed_before_anything_else,
    a_password_is_made_as_the_installation_demands,
    where_roles_are_kept_apart_nobody_holds_two_and_the_log_is_the_auditors,
    every_kind_of_act_is_logged_with_time_person_kind_and_outcome,
    what_concerns_safety_is_kept_half_a_year_and_longer,
    originals_are_kept_two_years_and_sums_ten,
    the_log_is_taken_as_a_file_that_no_spreadsheet_runs,
    tokens_are_made_listed_and_revoked_on_the_server,
);

const NEW: &str = "gravel-Lantern-88";

fn change(client: &mut Client, password: &str) -> Answer {
    let fields = [("password", password), ("password_again", password), ("next", "/campaigns")];
    client.post_from("/sign-in", "/sign-in/password", &fields)
}

fn a_password_that_is_too_old_is_changed_before_anything_else(database: Database) {
    let house = House::with(database, |settings| settings.password_days = 90);
    for (login, role) in [("liming", Role::Supervisor), ("clerk", Role::Clerk)] {
        house.employ(login, role, "3703");
    }
    let (secret, _) = equip(&house, "liming");
    house.hands.turn(Duration::days(90) - Duration::milliseconds(1));
    assert_eq!(house.client().sign_in("clerk", PASSWORD).location(), "/", "on its last day");
    house.hands.turn(Duration::milliseconds(1));
    let mut clerk = house.client();
    assert_eq!(clerk.sign_in("clerk", PASSWORD).location(), "/sign-in/step?next=%2F");
    let page = clerk.get("/sign-in/step").text;
    assert!(page.contains("密码用满 90 天必须更换"), "{page}");
    assert_eq!(clerk.get("/").location(), "/sign-in", "no session before");
    for (password, words) in [(PASSWORD, "不能和当前密码一样"), ("short", "至少要有 10 个字符")]
    {
        let refused = change(&mut clerk, password);
        assert!(refused.status == 422 && refused.text.contains(words), "{words}: {}", refused.text);
    }
    assert_eq!(change(&mut clerk, NEW).location(), "/campaigns");
    assert_eq!(clerk.get("/account").status, 200);
    assert_eq!(house.client().sign_in("clerk", NEW).location(), "/");

    let mut both = house.client();
    assert_eq!(both.sign_in("liming", PASSWORD).location(), "/sign-in/step?next=%2F");
    let early = change(&mut both, NEW);
    assert_eq!(early.location(), "/sign-in?ended=1", "the code comes first");
    let now = code(&secret, house.service.now());
    let given = both.post_from("/sign-in", "/sign-in/code", &[("code", &now), ("next", "/")]);
    assert_eq!(given.location(), "/sign-in/step?next=%2F", "then the password");
    assert!(!both.cookies.contains_key("session"));
    assert_eq!(change(&mut both, NEW).location(), "/campaigns");
    assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new());
}

fn a_password_is_made_as_the_installation_demands(database: Database) {
    let house = House::with(database, |settings| {
        (settings.password_shortest, settings.password_kinds) = (14, 3);
    });
    house.employ("liming", Role::Supervisor, "3703");
    let mut client = house.signed_in("liming");
    let told = "至少 14 个字符，大写字母、小写字母、数字、其他字符中至少 3 种";
    assert!(client.get("/account").text.contains(told));
    for (password, words) in [("gravel-La-8", "至少要有 14 个字符"), ("gravel-lantern-violin", "至少 3 种")]
    {
        let fields = [("current", PASSWORD), ("password", password), ("password_again", password)];
        let refused = client.post_from("/account", "/account/password", &fields);
        assert!(refused.status == 422 && refused.text.contains(words), "{words}: {}", refused.text);
    }
    let fields = [("current", PASSWORD), ("password", NEW), ("password_again", NEW)];
    assert_eq!(client.post_from("/account", "/account/password", &fields).status, 303);
}

fn where_roles_are_kept_apart_nobody_holds_two_and_the_log_is_the_auditors(database: Database) {
    for apart in [false, true] {
        let house = House::with(database, |settings| settings.separate_roles = apart);
        house.employ("guanli", Role::Administrator, "3703");
        house.employ("shenji", Role::Auditor, "3703");
        let mut admin = house.signed_in("guanli");
        let status = |answer: Answer| answer.status;
        let reads = if apart { 403 } else { 200 };
        for path in ["/audit", "/audit.csv", "/protection"] {
            assert_eq!(status(admin.get(path)), reads, "{path} {apart}");
            assert_eq!(status(house.signed_in("shenji").get(path)), 200, "{path}");
        }
        assert_eq!(admin.get("/").text.contains("href=\"/audit\""), !apart, "no link that leads nowhere");
        assert_eq!(status(admin.get("/campaigns")), 403, "figures are never the administrator's");
        let page = house.signed_in("shenji").get("/audit").text;
        assert_eq!(page.contains("审计记录只有审计员能看"), apart, "{page}");
        let clauses = house.signed_in("shenji").get("/protection").text;
        assert_eq!(clauses.contains("三员分立已开启"), apart, "{clauses}");

        let mut make = |login: &str, name: &str, role: &str| {
            let fields = [("login", login), ("name", name), ("role", role), ("unit", "3703")];
            admin.post_from("/accounts", "/accounts", &fields)
        };
        assert_eq!(make("zhang-1", "张敏", "auditor").status, 200);
        let second = make("zhang-2", "张敏", "supervisor");
        assert_eq!(second.status, if apart { 422 } else { 200 }, "{}", second.text);
        assert_eq!(second.text.contains("张敏已是审计员，不能再当审核员"), apart);
        assert_eq!(make("zhang-3", "张敏", "clerk").status, 200, "who fills in is none of the three");
        assert_eq!(make("zhang-4", "李敏", "supervisor").status, 200);
    }
}

fn every_kind_of_act_is_logged_with_time_person_kind_and_outcome(database: Database) {
    let region = Region::on(database);
    region.house.employ("shenji", Role::Auditor, "3703");
    region.house.client().sign_in("city", "wrong-password-1");
    region.sends("370320001", 3);
    region.sends("370320002", 4);
    region.desk("370320001").get("/units");
    region.accepts("370320");
    let mut city = region.desk("city");
    city.done("/sign-out", &[]);
    let log = region.desk("shenji").open("/audit").text;
    let lines: Vec<&str> = log.split("<tr>").collect();
    for (verb, who, told) in [
        ("登录失败", "city先生", "来自 127.0.0.1"),
        ("登录", "city先生", "来自 127.0.0.1"),
        ("退出", "city先生", "账号"),
        ("被拒绝", "370320001先生", "角色不办理此事"),
        ("上报", "370320001先生", "370320001"),
        ("通过", "city先生", "上报"),
        ("任务发布、关闭或归档", "city先生", "到 已发布"),
        ("开接口令牌", "370320001先生", "统计系统"),
    ] {
        let line = lines.iter().find(|line| {
            line.contains(&format!("data-label=\"事项\">{verb}<"))
                && line.contains(who)
                && line.contains(told)
        });
        let line = line.unwrap_or_else(|| panic!("{verb} of {who}, {told}: {log}"));
        assert!(line.contains("data-label=\"时间\">2024年3月20日 09:00:00"), "{line}");
    }
}

/// Whatever clears up after itself has its turn: sessions, tries, sign-ins under way, uploads, checkpoints.
fn clear_up(house: &House) {
    house.client().sign_in("city", "wrong-password-2");
    house.signed_in("city");
    seal(&house.service).expect("a checkpoint");
}

fn what_concerns_safety_is_kept_half_a_year_and_longer(database: Database) {
    let house = House::since(database, "2024-03-20 09:00", |_| {});
    house.employ("city", Role::Supervisor, "3703");
    house.employ("shenji", Role::Auditor, "3703");
    house.client().sign_in("city", "wrong-password-1");
    house.signed_in("city").get("/units");
    for moment in ["2024-09-19 23:59", "2024-09-20 09:00", "2024-09-20 09:01", "2034-03-21 09:00"] {
        house.clock_is(moment);
        clear_up(&house);
        let shown = house.signed_in("shenji").get("/audit?verb=security").text;
        for verb in ["登录失败", "登录", "被拒绝"] {
            let line = format!(
                "data-label=\"时间\">2024年3月20日 09:00:00</td><td data-label=\"谁\">city先生</td><th scope=\"row\" data-label=\"事项\">{verb}<"
            );
            assert!(shown.contains(&line), "{moment}: {verb} in {shown}");
        }
        assert_eq!(verify(&house.service).expect("a verdict").faults, Vec::<String>::new(), "{moment}");
    }
}

fn originals_are_kept_two_years_and_sums_ten(database: Database) {
    let region = Region::on(database);
    region.sends("370320001", 3);
    region.sends("370320002", 4);
    region.accepts("370320");
    region.signed("370320");
    let read = |path: &str| region.desk("city").open(path).bytes;
    let (book, data) = (read("/sign-offs/1/workbook"), read("/sign-offs/1/data.csv"));
    let season = Published::on(database, 2, &[]);
    let sheet = &season.sheets[0];
    let mut api = season.desk(sheet).api();
    let sent = api.send_file(&season.place(sheet), "kept-0001", &sheet.file_name, &sheet.bytes);
    let revision: serde_json::Value = serde_json::from_str(&sent.text).expect("JSON");
    let original = format!("/submissions/{}/file", revision["id"]);
    for moment in
        ["2026-03-19 23:59", "2026-03-20 09:00", "2026-03-20 09:01", "2034-03-20 08:59", "2034-03-20 09:01"]
    {
        region.house.clock_is(moment);
        clear_up(&region.house);
        season.house.clock_is(moment);
        clear_up(&season.house);
        assert_eq!(season.desk(sheet).open(&original).bytes, sheet.bytes, "{moment}");
        assert_eq!(read("/sign-offs/1/workbook"), book, "{moment}");
        assert_eq!(read("/sign-offs/1/data.csv"), data, "{moment}");
        for path in ["/submissions/1", "/sign-offs/1", "/campaigns/1"] {
            let gone = region.desk("city").client.send("DELETE", path, "", Vec::new());
            assert!(matches!(gone.status, 404 | 405), "{path} can be deleted: {}", gone.status);
        }
        assert_eq!(
            verify(&region.house.service).expect("a verdict").faults,
            Vec::<String>::new(),
            "{moment}"
        );
    }
}

fn the_log_is_taken_as_a_file_that_no_spreadsheet_runs(database: Database) {
    let house = House::on(database);
    house.employ("shenji", Role::Auditor, "3703");
    house.employ("city", Role::Supervisor, "3703");
    let mut city = house.signed_in("city");
    city.post_from("/account", "/account/tokens", &[("name", "=cmd|' /C calc'!A0")]);
    for _ in 0..3 {
        city.get("/units");
    }
    let mut auditor = house.signed_in("shenji");
    let page = auditor.get("/audit?verb=denied").text;
    assert!(
        page.contains("/audit.csv?chain=&amp;verb=denied")
            || page.contains("/audit.csv?chain=&#38;verb=denied"),
        "{page}"
    );
    let file = auditor.get("/audit.csv?verb=denied");
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment"), "{:?}", file.headers);
    let lines: Vec<&str> = file.text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "时间,谁,事项,对象,内容,链,序号,散列值");
    assert_eq!(lines.len(), 4, "the same choice as the page's: {lines:#?}");
    assert!(
        lines[1..].iter().all(|line| line.contains(",city先生,被拒绝,打开 /units,角色不办理此事")),
        "{lines:#?}"
    );
    let whole = auditor.get("/audit.csv").text;
    assert!(whole.contains("下载") && whole.contains("审计记录"), "who took the log is in the log: {whole}");
    for line in whole.trim_start_matches('\u{feff}').lines() {
        let cells = line.split(',');
        let runs = |cell: &str| cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']);
        assert!(!cells.clone().any(runs), "{line}");
    }
    let shown = house.service.store.read(huibiao::store::audit::summary).expect("a summary");
    assert_eq!(
        whole.lines().count(),
        usize::try_from(shown.entries).expect("a count") + 1,
        "all of it, under a head"
    );
    assert_eq!(house.signed_in("city").get("/audit.csv").status, 403);
}

fn tokens_are_made_listed_and_revoked_on_the_server(database: Database) {
    let house = House::with(database, |settings| settings.second_factor = SecondFactor::Required);
    house.employ("city", Role::Supervisor, "3703");
    house.employ("shenji", Role::Auditor, "3703");
    house.hands.go();
    equip(&house, "city");
    let made = beside(&house, &["token", "new", "city", "--name", "市局平台", "--days", "30"]);
    assert_eq!(made.code, 0, "{made:?}");
    let token = made.text.trim().to_owned();
    let mut program = house.client();
    program.headers.insert("authorization".to_owned(), format!("Bearer {token}"));
    let own = program.get("/api/v1/account");
    assert!(own.status == 200 && own.text.contains("\"login\":\"city\""), "no code is asked: {}", own.text);
    let listed = beside(&house, &["token", "list", "city"]).text;
    assert!(listed.contains("1\t市局平台\t") && listed.contains("有效到"), "{listed}");
    assert!(
        beside(&house, &["token", "new", "city", "--name", "x", "--days", "31"])
            .errors
            .contains("请选择令牌的有效期")
    );
    assert!(beside(&house, &["token", "revoke", "shenji", "1"]).code == 2, "it is another's");
    let revoked = beside(&house, &["token", "revoke", "city", "1"]);
    assert!(revoked.code == 0 && revoked.text.contains("已作废"), "{revoked:?}");
    assert_eq!(program.get("/api/v1/account").status, 401);
    let by_nobody = house.service.store.read(|conn| {
        let filter = huibiao::store::audit::Filter {
            within: None,
            chain: None,
            verbs: Some(vec!["create-token".to_owned(), "revoke-token".to_owned()]),
            behind: None,
            first: huibiao::store::audit::First::Newest,
            most: 10,
        };
        huibiao::store::audit::find(conn, &filter)
    });
    let entries = by_nobody.expect("the log");
    assert_eq!(entries.len(), 2);
    assert!(
        entries.iter().all(|entry| entry.account.is_none() && entry.detail.contains("\"account\":")),
        "{entries:?}"
    );
}
