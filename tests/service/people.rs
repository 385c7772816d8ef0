//! The administrator's pages: units, accounts, tokens, the setup link, the log.

use chrono::Duration;
use huibiao::vocabulary::Role;
use huibiao::workflow::setup;

use crate::house::{Database, House, PASSWORD, on_both};

on_both!(
    a_setup_link_makes_the_first_administrator_once_and_within_a_day,
    a_list_of_units_is_previewed_and_what_was_shown_is_written,
    a_preview_is_worth_nothing_once_the_tree_has_moved,
    accounts_are_handed_out_changed_disabled_and_end_at_once,
    what_ends_somebodys_access_is_asked_about_before_it_is_done,
    nobody_disables_the_own_account_and_administrators_stand_at_the_root,
    a_county_gets_its_accounts_in_one_step_and_first_passwords_expire,
);

const UNITS: &str = "code,name,level,parent_code\n\
                     370323,沂源县卫生健康局,county,3703\n\
                     370323001,南麻街道社区卫生服务中心,unit,370323\n\
                     370323002,鲁村中心卫生院,unit,370323\n";

pub fn import(house: &House, login: &str, text: &str) -> (u16, String) {
    let mut client = house.signed_in(login);
    let csrf = client.get("/units").csrf();
    let fields = [("csrf", csrf.as_str()), ("intent", "preview")];
    let preview = client.upload("/units/imports", &fields, &[("file", "单位名单.csv", text.as_bytes())]);
    if preview.status != 200 {
        return (preview.status, preview.text);
    }
    let (csrf, plan) = (preview.csrf(), preview.value_of("plan"));
    let fields = [("csrf", csrf.as_str()), ("plan", plan.as_str()), ("intent", "commit")];
    let answer = client.upload("/units/imports", &fields, &[]);
    (answer.status, answer.text)
}

fn a_setup_link_makes_the_first_administrator_once_and_within_a_day(database: Database) {
    let house = House::on(database);
    let token = setup::invite(&house.service).unwrap();
    let address = format!("/setup/{token}");
    let fill = |password: &str| {
        let mut client = house.client();
        let fields =
            [("login", "admin-yy"), ("name", "赵敏"), ("password", password), ("password_again", password)];
        let answer = client.post_from(&address, &address, &fields);
        (client, answer)
    };
    let (_, answer) = fill("admin-yy-12345");
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("密码里不能有用户名、姓名或单位名称"), "{}", answer.text);
    let (mut client, answer) = fill(PASSWORD);
    assert_eq!((answer.status, answer.location()), (303, "/"));
    assert_eq!(client.get("/accounts").status, 200);
    assert_eq!(house.client().get(&address).status, 404, "a used link");
    let late = setup::invite(&house.service).unwrap();
    house.hands.turn(Duration::hours(24) - Duration::milliseconds(1));
    assert_eq!(house.client().get(&format!("/setup/{late}")).status, 200);
    house.hands.turn(Duration::milliseconds(1));
    assert_eq!(house.client().get(&format!("/setup/{late}")).status, 404);
}

fn a_list_of_units_is_previewed_and_what_was_shown_is_written(database: Database) {
    let house = House::on(database);
    house.account("admin", Role::Administrator, "3703");
    assert_eq!(import(&house, "admin", UNITS).0, 303);
    let mut client = house.signed_in("admin");
    let page = client.get("/units");
    assert!(page.text.contains("鲁村中心卫生院") && page.text.contains("共 4 个单位"), "{}", page.text);
    let (status, text) = import(&house, "admin", "code,name,level,parent_code\n1,甲,unit,9\n");
    assert_eq!(status, 422);
    assert!(text.contains("上级代码 9 不在名录中"), "{text}");
    let audit = client.get("/audit");
    assert!(audit.text.contains("导入单位名单"), "{}", audit.text);
}

fn a_preview_is_worth_nothing_once_the_tree_has_moved(database: Database) {
    let house = House::on(database);
    house.account("admin", Role::Administrator, "3703");
    let mut client = house.signed_in("admin");
    let csrf = client.get("/units").csrf();
    let fields = [("csrf", csrf.as_str()), ("intent", "preview")];
    let preview = client.upload("/units/imports", &fields, &[("file", "a.csv", UNITS.as_bytes())]);
    let plan = preview.value_of("plan");
    assert_eq!(import(&house, "admin", UNITS).0, 303);
    let fields = [("csrf", csrf.as_str()), ("plan", plan.as_str()), ("intent", "commit")];
    let answer = client.upload("/units/imports", &fields, &[]);
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("内容已在别处改动"), "{}", answer.text);
}

fn accounts_are_handed_out_changed_disabled_and_end_at_once(database: Database) {
    let house = House::on(database);
    house.account("admin", Role::Administrator, "3703");
    assert_eq!(import(&house, "admin", UNITS).0, 303);
    let mut admin = house.signed_in("admin");
    let made = admin.post_from(
        "/accounts",
        "/accounts",
        &[("login", "wangli"), ("name", "王丽"), ("role", "supervisor"), ("unit", "370323")],
    );
    assert_eq!(made.status, 200, "{}", made.text);
    let first = made.text.split("class=\"secret\" id=\"secret\">").nth(1).unwrap().split('<').next().unwrap();
    let mut client = house.client();
    assert_eq!(client.sign_in("wangli", first).location(), "/account");
    assert_eq!(client.get("/").location(), "/account", "first the password");
    let changed = client.post_from(
        "/account",
        "/account/password",
        &[("current", first), ("password", PASSWORD), ("password_again", PASSWORD)],
    );
    assert_eq!(changed.status, 303);
    let token = client.post_from("/account", "/account/tokens", &[("name", "市局平台")]);
    let token = token.text.split("id=\"secret\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let with_token = |token: &str| {
        let mut program = house.client();
        program.headers.insert("authorization".to_owned(), format!("Bearer {token}"));
        program.get("/api/v1/campaigns").status
    };
    assert_eq!(with_token(&token), 200);
    assert_eq!(with_token("hb_0000"), 401);
    let id = account_id(&admin.get("/accounts?q=wangli").text);
    let disabled = admin.post_from("/accounts", &format!("/accounts/{id}/disabling"), &[]);
    assert_eq!(disabled.status, 303, "{}", disabled.text);
    assert_eq!(client.get("/account").status, 303, "the session has ended");
    assert_eq!(with_token(&token), 401);
    let answer = house.client().sign_in("wangli", PASSWORD);
    assert!(answer.status == 422 && answer.text.contains("用户名或密码不对"), "{}", answer.text);
    admin.post_from("/accounts", &format!("/accounts/{id}/enabling"), &[]);
    assert_eq!(house.client().sign_in("wangli", PASSWORD).status, 303);
    assert_eq!(with_token(&token), 401, "a token does not rise again");
}

fn what_ends_somebodys_access_is_asked_about_before_it_is_done(database: Database) {
    let house = House::on(database);
    house.account("admin", Role::Administrator, "3703");
    let mut admin = house.signed_in("admin");
    let accounts = admin.get("/accounts").text;
    let tokens = admin.post_from("/account", "/account/tokens", &[("name", "市局平台")]).text;
    for (page, address, question) in [
        (&accounts, "/password\"", "确定重置admin先生（admin）的密码吗？"),
        (&accounts, "/disabling\"", "确定停用admin先生（admin）吗？"),
        (&tokens, "/revocation\"", "确定作废吗？"),
    ] {
        let forms = page.match_indices(address).filter(|(at, _)| !page[..*at].ends_with("/account"));
        let asked: Vec<bool> = forms
            .map(|(at, _)| {
                let hidden = page[..at].rsplit_once("<details").map_or("", |(_, hidden)| hidden);
                hidden.starts_with(" class=\"more more-button\">")
                    && hidden.contains(question)
                    && !hidden.contains("</details>")
            })
            .collect();
        assert_eq!(asked, [true], "{question}: {page}");
    }
}

fn account_id(page: &str) -> String {
    page.split("action=\"/accounts/")
        .nth(1)
        .unwrap_or_default()
        .split('/')
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn nobody_disables_the_own_account_and_administrators_stand_at_the_root(database: Database) {
    let house = House::on(database);
    let own = house.account("admin", Role::Administrator, "3703");
    assert_eq!(import(&house, "admin", UNITS).0, 303);
    let mut admin = house.signed_in("admin");
    let answer = admin.post_from("/accounts", &format!("/accounts/{own}/disabling"), &[]);
    assert!(answer.status == 422 && answer.text.contains("不能停用自己的账号"), "{}", answer.text);
    for (fields, words) in [
        (
            [("login", "b"), ("name", "乙"), ("role", "clerk"), ("unit", "370323001")],
            "用户名要有 2 到 64 个字符",
        ),
        (
            [("login", "bb"), ("name", "乙"), ("role", "administrator"), ("unit", "370323")],
            "管理员账号属于最上级单位",
        ),
        ([("login", "bb"), ("name", "乙"), ("role", "clerk"), ("unit", "9")], "没有代码为“9”的单位"),
        ([("login", "admin"), ("name", "乙"), ("role", "clerk"), ("unit", "370323")], "已经有人用了"),
    ] {
        let answer = admin.post_from("/accounts", "/accounts", &fields);
        assert!(answer.status == 422 && answer.text.contains(words), "{words}: {}", answer.text);
    }
}

fn a_county_gets_its_accounts_in_one_step_and_first_passwords_expire(database: Database) {
    let house = House::on(database);
    house.account("admin", Role::Administrator, "3703");
    assert_eq!(import(&house, "admin", UNITS).0, 303);
    let mut admin = house.signed_in("admin");
    let list = admin.post_from("/accounts", "/accounts/batch", &[("unit", "370323")]);
    assert_eq!(list.status, 200, "{}", list.text);
    assert!(list.header("content-disposition").starts_with("attachment"), "{:?}", list.headers);
    let passwords = passwords(&list.bytes);
    assert_eq!(passwords.len(), 2, "{passwords:?}");
    let (login, password) = &passwords[0];
    assert_eq!(login, "370323001");
    let named = admin.get("/accounts?q=370323").text;
    for name in ["南麻街道社区卫生服务中心填报员", "鲁村中心卫生院填报员"] {
        assert!(named.contains(name), "{name} in {named}");
    }
    let mut clerk = house.client();
    clerk.sign_in(login, password);
    let own = clerk.get("/account").text;
    assert!(own.contains(">填报员</a>"), "beside the office, not its name once more: {own}");
    house.hands.turn(Duration::hours(72) - Duration::milliseconds(1));
    assert_eq!(house.client().sign_in(login, password).location(), "/account");
    house.hands.turn(Duration::milliseconds(1));
    let late = house.client().sign_in(login, password);
    assert!(late.status == 422 && late.text.contains("初始密码已过期"), "{}", late.text);
    let mut admin = house.signed_in("admin");
    let again = admin.post_from("/accounts", "/accounts/batch", &[("unit", "370323")]);
    assert!(again.status == 422 && again.text.contains("都已有账号"), "{}", again.text);
}

/// Logins and passwords of a list, read back by the product's own reader.
fn passwords(workbook: &[u8]) -> Vec<(String, String)> {
    use calamine::{Data, Reader, Xlsx};
    let mut book: Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(workbook)).expect("a workbook");
    let sheet = book.worksheet_range("账号").expect("the sheet");
    let text = |cell: Option<&Data>| cell.map(ToString::to_string).unwrap_or_default();
    sheet
        .rows()
        .map(|row| (text(row.get(3)), text(row.get(4))))
        .filter(|(_, password)| password.len() == 14 && password.contains('-'))
        .collect()
}
