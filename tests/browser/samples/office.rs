//! Administration, audit, manual, errors.

use huibiao::problem::{Problem, ProblemCode};
use huibiao::web::pages::account::{SecondFactorState, SessionLine, TokenLine, TokenState};
use huibiao::web::pages::accounts::{AccountLine, AccountValues, FirstPassword};
use huibiao::web::pages::audit::AuditLine;
use huibiao::web::pages::heads::Heads;
use huibiao::web::pages::home::Step;
use huibiao::web::pages::layout::Choice;
use huibiao::web::pages::manual::Chapter;
use huibiao::web::pages::units::{Change, ImportLine, ImportPreview, UnitLine};
use huibiao::web::pages::*;

use super::parts::*;
use super::{Page, add};

pub fn pages(pages: &mut Vec<Page>) {
    home(pages);
    units(pages);
    accounts(pages);
    account(pages);
    audit(pages);
    for (name, chapter) in [
        ("manual", Chapter::Contents),
        ("manual-clerk", Chapter::Clerk),
        ("manual-supervisor", Chapter::Supervisor),
        ("manual-administrator", Chapter::Administrator),
    ] {
        let frame = stranger(chapter.title());
        let frame = if name == "manual-clerk" {
            clerk(chapter.title()).section("/manual").here("手册")
        } else {
            frame
        };
        add(pages, name, ManualPage { frame, chapter });
    }
    errors(pages);
}

fn home(pages: &mut Vec<Page>) {
    let step = |done, label: &str, words: &str, href: &str| Step {
        done,
        label: label.into(),
        words: words.into(),
        href: href.into(),
    };
    add(
        pages,
        "home-administrator",
        AdministratorHome {
            frame: administrator("首页").section("/"),
            units: 166,
            units_without_account: 12,
            accounts: 158,
            disabled_accounts: 3,
            first_passwords: 31,
            steps: vec![
                step(true, "导入填报单位名单", "166 个单位，三级。", "/units#import"),
                step(true, "给各级审核员开账号", "9 个区县都有审核员。", "/accounts#new"),
                step(false, "给填报单位开账号", "还有 12 个单位没有账号。", "/accounts#batch"),
            ],
        },
    );
}

fn unit_lines() -> Vec<UnitLine> {
    let line = |code: &str, name: &str, level: &str, depth, accounts, reports| UnitLine {
        code: code.into(),
        name: name.into(),
        level: level.into(),
        depth,
        contact: if reports { "刘芳 0533-324 1188".into() } else { String::new() },
        accounts,
        reports,
        active: true,
        exempt: String::new(),
        groups: if reports { "市监".into() } else { String::new() },
    };
    let mut lines = vec![
        line("3703", "淄博市消费者权益保护委员会", "市", 0, 3, false),
        line("370323", "沂源县卫生健康局", "县区", 1, 2, true),
    ];
    lines.extend(UNITS.iter().map(|(code, name)| line(code, name, "单位", 2, 1, true)));
    lines[5].exempt = "机构合并，业务划转".into();
    lines[9].active = false;
    lines[9].accounts = 0;
    lines
}

fn units(pages: &mut Vec<Page>) {
    let page = |frame: Frame| UnitsPage {
        frame: frame.section("/units").here("填报单位"),
        q: String::new(),
        heads: Heads::new("/units?q=", "", "list"),
        units: unit_lines(),
        count: 166,
        next: "/units?after=370323014".into(),
        preview: None,
    };
    add(pages, "units", page(administrator("填报单位")));
    let line = |line, change, name: &str, words: &str| ImportLine {
        line,
        change,
        code: "370323015".into(),
        name: name.into(),
        words: words.into(),
    };
    let preview = |wrong: usize| ImportPreview {
        file: "沂源县填报单位2024.xlsx".into(),
        plan: "9f2c".into(),
        new: 2,
        changed: 1,
        same: 53,
        wrong,
        lines: [
            line(19, Change::Wrong, "石桥镇卫生院", "上级编码“37032”不在名单里，是不是漏了一位？"),
            line(
                4,
                Change::Changed,
                "沂源县妇幼保健计划生育服务中心",
                "名称：沂源县妇幼保健院 → 沂源县妇幼保健计划生育服务中心；联系人：无 → 刘芳 0533-324 1188",
            ),
            line(17, Change::New, "土门镇中心卫生院", "上级：沂源县卫生健康局"),
            line(18, Change::New, "三岔卫生院", "上级：沂源县卫生健康局"),
            line(2, Change::Same, "沂源县人民医院", ""),
        ]
        .into_iter()
        .skip(usize::from(wrong == 0))
        .collect(),
    };
    add(pages, "units-preview", UnitsPage { preview: Some(preview(0)), ..page(administrator("填报单位")) });
    add(
        pages,
        "units-preview-wrong",
        UnitsPage {
            preview: Some(preview(1)),
            ..page(
                administrator("填报单位")
                    .error("file", "名单第 19 行：上级编码“37032”不在名单里，是不是漏了一位？"),
            )
        },
    );
    add(
        pages,
        "units-empty",
        UnitsPage { units: vec![], count: 0, next: String::new(), ..page(administrator("填报单位")) },
    );
}

fn accounts(pages: &mut Vec<Page>) {
    let lines = UNITS
        .iter()
        .take(9)
        .enumerate()
        .map(|(index, (code, unit))| AccountLine {
            id: index as i64,
            login: (*code).into(),
            name: ["王秀英", "李建国", "欧阳晓明"][index % 3].into(),
            role: if index == 1 { "审核员".into() } else { "填报员".into() },
            unit: (*unit).into(),
            last_signed_in: if index % 4 == 2 { String::new() } else { "3月20日 10:32".into() },
            first_password: index % 4 == 2,
            second_factor: index == 1,
            disabled: index == 6,
        })
        .collect();
    let page = |frame: Frame, accounts, first| AccountsPage {
        frame: frame.section("/accounts").here("账号"),
        q: String::new(),
        heads: Heads::new("/accounts?q=", "role", "list"),
        accounts,
        count: 158,
        next: "/accounts?after=9".into(),
        first,
        values: AccountValues { role: "clerk".into(), ..AccountValues::default() },
        roles: [
            ("clerk", "填报员"),
            ("supervisor", "审核员"),
            ("auditor", "审计员"),
            ("administrator", "管理员"),
        ]
        .map(|(value, label)| Choice::new(value, label))
        .to_vec(),
        nodes: vec![
            Choice::new("370323", "沂源县卫生健康局（12 个单位没有账号）"),
            Choice::new("3703", "淄博市全部（40 个）"),
        ],
    };
    add(
        pages,
        "accounts",
        page(administrator("账号").error("login", "用户名“370323014”已经有人使用。"), lines, None),
    );
    let first = FirstPassword {
        login: "370323014".into(),
        name: "王秀英".into(),
        password: "山川-4729-雨露-61".into(),
        until: "2024年3月27日 24:00（含当日）".into(),
    };
    add(pages, "accounts-first", page(administrator("账号"), vec![], Some(first)));
}

fn account(pages: &mut Vec<Page>) {
    let page = |frame: Frame| AccountPage {
        frame: frame.here("我的账号"),
        login: "370323014".into(),
        name: "王秀英".into(),
        role: "填报员".into(),
        unit: CLERK_UNIT.into(),
        must_change: false,
        rules: RULES.into(),
        idle: 30,
        longest: 12,
        second_factor: SecondFactorState::Nothing,
        second_factor_required: false,
        sessions: vec![SessionLine {
            started: "3月20日 09:55".into(), seen: "10:32".into(), current: true
        }],
        token_heads: Heads::new("/account", "", "tokens"),
        tokens: vec![
            TokenLine {
                id: 1,
                name: "市局数据平台".into(),
                created: "3月1日 09:00".into(),
                ends: "2025年3月1日".into(),
                state: TokenState::Ending(12),
                revoked: String::new(),
            },
            TokenLine {
                id: 2,
                name: "旧接口".into(),
                created: "2月1日 09:00".into(),
                ends: String::new(),
                state: TokenState::Endless,
                revoked: "3月1日 08:59".into(),
            },
        ],
        new_token: Some("hb_5Yt9mQ2xW8nL4cV7rK1pZ6dB3gH0jF".into()),
        token_name: String::new(),
        token_days: 365,
        day_choices: vec![Choice::new("365", "一年"), Choice::new("30", "30 天")],
    };
    add(pages, "account", page(clerk("我的账号")));
    let with =
        |frame: Frame, second_factor| AccountPage { second_factor, role: "审核员".into(), ..page(frame) };
    let on = SecondFactorState::On("3月20日 10:32".into(), 8);
    add(pages, "account-second-factor", with(city("我的账号"), on.clone()));
    add(
        pages,
        "account-second-factor-wrong",
        with(city("我的账号").error("ending.code", "验证码不对，请重新输入。"), on),
    );
    add(pages, "account-second-factor-off", with(city("我的账号"), SecondFactorState::Off));
    let ended = SecondFactorState::Ended("3月21日 09:00".into(), "系统管理员".into());
    add(pages, "account-second-factor-reset", with(city("我的账号"), ended));
    add(
        pages,
        "account-first",
        AccountPage {
            must_change: true,
            new_token: None,
            ..page(
                clerk("我的账号")
                    .error("password", "新密码太常见，容易被猜到。请换一个。")
                    .error("password_again", "两次输入的新密码不一样。"),
            )
        },
    );
}

fn audit(pages: &mut Vec<Page>) {
    let line = |sequence, who: &str, verb: &str, subject: &str, detail: &str| AuditLine {
        at: "2024年3月20日 10:32:07".into(),
        chain: "370323014".into(),
        sequence,
        who: who.into(),
        verb: verb.into(),
        subject: subject.into(),
        detail: detail.into(),
        hash: HASH[..16].into(),
    };
    add(
        pages,
        "audit",
        AuditPage {
            frame: auditor("审计记录").section("/audit").here("审计记录"),
            heads: Heads::new("/audit?chain=&verb=", "-at", "list"),
            entries: vec![
                line(7, "王秀英（填报员）", "上报", "第 2 次上报", "回执 315-2024-370323014-02-M3TD，按时"),
                line(
                    6,
                    "李建国（审核员）",
                    "退回",
                    "第 1 次上报",
                    "原因：挽回经济损失 35000 万元明显偏大，像是按“元”填的",
                ),
                line(
                    5,
                    "李建国（审核员）",
                    "代报",
                    "第 1 次上报",
                    "文件“历山.et”，回执 315-2024-370323014-01-7KQX",
                ),
                line(
                    4,
                    "李建国（审核员）",
                    "延期",
                    CLERK_UNIT,
                    "延至 2024年3月25日 24:00，原因：暴雪封路，材料没有送到",
                ),
                line(3, "系统管理员（管理员）", "重置密码", "账号 370323014", ""),
            ],
            chain: String::new(),
            verb: String::new(),
            verbs: ["上报", "退回", "通过", "代报", "延期", "改截止时间"]
                .map(|word| Choice::new(word, word))
                .to_vec(),
            summary: "共 167 条链，2408 条记录".into(),
            checkpoint: "2024年3月20日 10:30".into(),
            proof: None,
            next: "/audit?after=3".into(),
            file: "/audit.csv?chain=&verb=".into(),
            apart: true,
        },
    );
}

fn errors(pages: &mut Vec<Page>) {
    let problem = |code| match code {
        ProblemCode::Forbidden => Problem::forbidden(),
        ProblemCode::NotFound => Problem::not_found(),
        ProblemCode::Stale => Problem::stale(),
        ProblemCode::Busy => Problem::busy(),
        ProblemCode::Unreachable => Problem::unreachable(),
        ProblemCode::Full => Problem::full(),
        ProblemCode::Broken => Problem::broken(),
        ProblemCode::Throttled => Problem::new(code, "尝试次数过多，请 15 分钟后再试。"),
        ProblemCode::TooLarge => Problem::new(code, "文件超过 50 MB，没有接收。"),
        ProblemCode::NotOpen => Problem::not_open("这项任务已于 2024年3月29日 17:30 关闭，不再接收上报。"),
        _ => Problem::new(code, "这个请求不是从本系统的页面发出的，或者页面打开太久已经过期，没有办理。"),
    };
    for (name, code) in [
        ("error-403", ProblemCode::Forbidden),
        ("error-404", ProblemCode::NotFound),
        ("error-409", ProblemCode::Stale),
        ("error-413", ProblemCode::TooLarge),
        ("error-429", ProblemCode::Throttled),
        ("error-500", ProblemCode::Broken),
        ("error-503", ProblemCode::Busy),
        ("error-507", ProblemCode::Full),
        ("error-unreachable", ProblemCode::Unreachable),
        ("error-closed", ProblemCode::NotOpen),
        ("error-foreign", ProblemCode::ForeignRequest),
    ] {
        let frame = if name == "error-404" { stranger("") } else { clerk("") };
        add(pages, name, ErrorPage::of(&problem(code), frame, "20240320-103207-8f2a"));
    }
}
