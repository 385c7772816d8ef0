//! Each line as the administrator reads it.

use super::*;
use crate::formats::Layer;
use crate::store::audit::{FileCheck, Leap};
use crate::store::condition::{Condition, Contents};
use crate::vocabulary::time::parse_instant;

fn told(line: &Line) -> String {
    format!("{} {} {}", line.state.label(), line.subject, line.words)
}

fn at(text: &str) -> Instant {
    parse_instant(text).expect("a time")
}

fn check(ended: &str, faults: &[&str]) -> FileCheck {
    let faults: Vec<String> = faults.iter().map(|fault| (*fault).to_owned()).collect();
    FileCheck { at: at(ended), files: 2, faulty: faults.len() as u64, faults }
}

fn found(change: impl FnOnce(&mut Condition, &mut Contents)) -> Result<Condition, crate::problem::Problem> {
    let steps = ["0001", "0002", "0003"].map(str::to_owned).to_vec();
    let mut contents = Contents {
        last_entry: Some(at("2024-03-20 09:00")),
        last_backup: Some(at("2024-03-19 20:00")),
        referred: 2,
        leaps: Vec::new(),
        missing: Vec::new(),
        checked: Some(check("2024-03-20 02:05", &[])),
        keys: Vec::new(),
        endless_tokens: 0,
    };
    let mut condition = Condition {
        engine: "SQLite 3.51.3".to_owned(),
        is_sound: true,
        steps: crate::store::Steps { gone: steps.clone(), known: steps },
        contents: None,
    };
    change(&mut condition, &mut contents);
    condition.contents = Some(contents);
    Ok(condition)
}

#[test]
fn the_database_tells_what_is_wrong_with_it() {
    let now = at("2024-03-20 09:30");
    let cases: [Case; 9] = [
        (
            found(|_, _| ()),
            &[
                "正常 数据库 SQLite 3.51.3，能打开",
                "正常 数据库结构 第 0003 版，就是本程序用的",
                "正常 收到的文件 登记的 2 个都在（是否被改动用 huibiao verify 核验）",
                "正常 夜间核对文件 上次在 2024-03-20 02:05，核对 2 个，全部与校验值相符",
                "正常 时钟 现在是 2024-03-20 09:30，在最后一条记录（2024-03-20 09:00）之后",
                "正常 备份 上次在 2024-03-19 20:00",
                "正常 接口令牌 在用的都有期限",
            ],
        ),
        (found(|condition, _| condition.is_sound = false), &["故障 数据库 SQLite 3.51.3 过旧"]),
        (found(|condition, _| drop(condition.steps.gone.pop())), &["提醒 数据库结构 第 0002 版，落后 1 步"]),
        (
            found(|condition, _| drop(condition.steps.known.pop())),
            &["故障 数据库结构 是更新的程序建立的（第 0003 版）"],
        ),
        (
            found(|_, contents| contents.missing = vec!["5fe".to_owned()]),
            &["故障 收到的文件 登记了 2 个，缺 1 个，例如 5fe"],
        ),
        (
            found(|_, contents| contents.last_entry = Some(at("2024-03-20 09:31"))),
            &["故障 时钟 现在是 2024-03-20 09:30，比最后一条记录（2024-03-20 09:31）还早"],
        ),
        (
            found(|_, contents| contents.last_backup = Some(at("2024-03-13 09:30"))),
            &["提醒 备份 上次在 2024-03-13 09:30，已过 7 天"],
        ),
        (found(|_, contents| contents.last_backup = None), &["提醒 备份 从来没有备份过"]),
        (
            found(|_, contents| contents.endless_tokens = 2),
            &["提醒 接口令牌 以前开设的 2 个没有期限，仍然可用"],
        ),
    ];
    all_say(&cases, now);
}

#[test]
fn what_a_night_came_to_and_a_jump_of_the_clock_are_told() {
    let cases: [Case; 5] = [
        (
            found(|_, contents| {
                contents.checked = Some(check("2024-03-20 02:05", &["文件 5fe 不见了，或被改动"]))
            }),
            &[
                "故障 夜间核对文件 上次在 2024-03-20 02:05，核对 2 个，1 个不符，例如文件 5fe 不见了，或被改动",
            ],
        ),
        (
            found(|_, contents| contents.checked = Some(check("2024-03-18 02:05", &[]))),
            &["提醒 夜间核对文件 上次在 2024-03-18 02:05，已过 2 天"],
        ),
        (found(|_, contents| contents.checked = None), &["提醒 夜间核对文件 还没有核对过"]),
        (
            found(|_, contents| (contents.checked, contents.referred) = (None, 0)),
            &["正常 夜间核对文件 还没有收到文件"],
        ),
        (
            found(|_, contents| {
                let (before, after) = (at("2024-03-20 08:40"), at("2024-03-20 08:50"));
                contents.leaps = vec![Leap { before, after }];
            }),
            &["提醒 时钟 现在是 2024-03-20 09:30；时钟在 2024-03-20 08:40 向前跳了 10 分钟，请核对"],
        ),
    ];
    all_say(&cases, at("2024-03-20 09:30"));
}

/// A database as it is found, and how the lines of interest begin.
type Case = (Result<Condition, crate::problem::Problem>, &'static [&'static str]);

fn all_say(cases: &[Case], now: Instant) {
    for (found, expected) in cases {
        let lines: Vec<String> =
            contents::database(found).iter().chain(&contents::inside(found, now)).map(told).collect();
        for words in *expected {
            assert!(lines.iter().any(|line| line.starts_with(words)), "{words} is not in {lines:#?}");
        }
        let expected_faults = expected.iter().filter(|words| !words.starts_with("正常")).count();
        let faults = lines.iter().filter(|line| !line.starts_with("正常")).count();
        assert_eq!(faults, expected_faults, "{lines:#?}");
    }
}

#[test]
fn settings_that_weaken_safety_say_what_they_let_happen() {
    let usual = Settings::default();
    let proxied = Settings {
        public_url: Some("https://tongji.example.gov.cn".to_owned()),
        trusted_proxies: vec!["127.0.0.1".parse().expect("an address")],
        ..usual.clone()
    };
    let everywhere = "0.0.0.0".parse().expect("an address");
    for (settings, expected) in [
        (usual.clone(), "正常 设置 没有削弱安全的设置"),
        (proxied.clone(), "正常 设置 没有削弱安全的设置"),
        (Settings { listen: everywhere, ..proxied.clone() }, "正常 设置 没有削弱安全的设置"),
        (Settings { listen: everywhere, ..usual.clone() }, "提醒 设置 listen = 0.0.0.0：别的机器能直接连上"),
        (Settings { trusted_proxies: Vec::new(), ..proxied.clone() }, "提醒 设置 public_url 是 https，而"),
        (
            Settings { public_url: Some("http://10.1.1.1:8315".to_owned()), ..usual.clone() },
            "提醒 设置 public_url 不是 https",
        ),
        (
            Settings { session_idle: chrono::Duration::hours(8), ..usual.clone() },
            "提醒 设置 无操作 480 分钟、最长 12 小时才退出登录",
        ),
        (Settings { sign_in_tries: 100, ..usual.clone() }, "提醒 设置 sign_in_tries = 100：密码可以猜很多次"),
        (Settings { log: "off".to_owned(), ..usual }, "提醒 设置 log = off"),
    ] {
        let lines: Vec<String> = safety::settings(&settings).iter().map(told).collect();
        assert!(lines.len() == 1 && lines[0].starts_with(expected), "{expected}: {lines:?}");
    }
}

#[test]
fn the_second_step_of_signing_in_is_told() {
    use crate::config::SecondFactor::{Off, Offered, Required};
    for (second_factor, told_of) in [
        (Off, "提醒 两步验证 second_factor = off：审核员、审计员、管理员登录只凭密码"),
        (Offered, "正常 两步验证 自愿开启"),
        (Required, "正常 两步验证 审核员、审计员、管理员登录必须用"),
    ] {
        let line = told(&safety::second_factor(&Settings { second_factor, ..Settings::default() }));
        assert!(line.starts_with(told_of), "{line}");
    }
}

#[test]
fn a_reader_says_what_it_is_not_kept_from() {
    let all = Layer::ALL.into_iter().fold(Layers::default(), |layers, layer| layers.with(layer, true));
    let without = |missing: &[Layer]| {
        let kept = Layer::ALL.into_iter().filter(|layer| !missing.contains(layer));
        Ok(kept.fold(Layers::default(), |layers, layer| layers.with(layer, true)))
    };
    for (readers, state, words) in [
        (Ok(all), State::Fine, "与本机隔离：不带已打开的文件和连接、打不开任何文件和端口（Landlock）"),
        (without(&[Layer::Paths]), State::Warning, "打不开任何文件和端口（Landlock）"),
        (without(&[Layer::Paths, Layer::Calls]), State::Fault, "只能做读表所需的系统调用（seccomp）"),
        (Err("no such file".to_owned()), State::Fault, "启动不了，收不了任何文件：no such file"),
    ] {
        let line = machine::readers(&readers);
        let on_linux = cfg!(target_os = "linux") || state != State::Fault;
        assert!(line.words.contains(words) && (line.state == state || !on_linux), "{line:?}");
    }
}
