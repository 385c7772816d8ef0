//! The keys of the settings: name, meaning, unit, how a value is read and shown. A new setting is one more row.

use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use chrono::{Duration, NaiveTime};

use super::settings::{SecondFactor, Settings};

/// One setting.
pub struct Key {
    pub name: &'static str,
    pub meaning: &'static str,
    pub unit: &'static str,
    /// Whether a value may contain a password: then no message shows it.
    pub secret: bool,
    /// Reads a value into the settings, or says in Chinese what was expected.
    pub read: fn(&mut Settings, &str) -> Result<(), String>,
    pub show: fn(&Settings) -> String,
}

impl Key {
    /// The name of its environment variable.
    pub fn variable(&self) -> String {
        format!("HUIBIAO_{}", self.name.to_ascii_uppercase())
    }
}

const fn key(
    name: &'static str,
    meaning: &'static str,
    unit: &'static str,
    read: fn(&mut Settings, &str) -> Result<(), String>,
    show: fn(&Settings) -> String,
) -> Key {
    Key { name, meaning, unit, secret: false, read, show }
}

const MIB: usize = 1 << 20;

/// Every key, in the order of the file.
pub const KEYS: [Key; 29] = [
    key(
        "listen",
        "监听地址",
        "IP 地址",
        |s, text| put(&mut s.listen, address(text)),
        |s| s.listen.to_string(),
    ),
    key(
        "port",
        "监听端口",
        "0 表示任选",
        |s, text| put(&mut s.port, whole(text, 0..=65_535)),
        |s| s.port.to_string(),
    ),
    key(
        "data",
        "数据文件夹",
        "路径",
        |s, text| put(&mut s.data, folder(text)),
        |s| s.data.display().to_string(),
    ),
    Key {
        secret: true,
        ..key(
            "database",
            "数据库",
            "SQLite 文件路径，或 postgres:// 网址",
            |s, text| put(&mut s.database, some_text(text)),
            |s| hide_password(&s.database()),
        )
    },
    key(
        "signing_key",
        "签名密钥文件",
        "路径",
        |s, text| put(&mut s.signing_key, folder(text).map(Some)),
        |s| s.signing_key().display().to_string(),
    ),
    key(
        "public_url",
        "对外网址",
        "https 开头时启用安全 Cookie",
        |s, text| put(&mut s.public_url, url(text)),
        |s| s.public_url.clone().unwrap_or_default(),
    ),
    key(
        "trusted_proxies",
        "可信代理",
        "IP 地址，逗号分隔",
        |s, text| {
            put(
                &mut s.trusted_proxies,
                text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(address).collect(),
            )
        },
        |s| joined(&s.trusted_proxies),
    ),
    key(
        "session_idle_minutes",
        "无操作多久退出登录",
        "分钟",
        |s, text| put(&mut s.session_idle, whole(text, 1..=1_440).map(Duration::minutes)),
        |s| s.session_idle.num_minutes().to_string(),
    ),
    key(
        "session_longest_hours",
        "一次登录最长",
        "小时",
        |s, text| put(&mut s.session_longest, whole(text, 1..=168).map(Duration::hours)),
        |s| s.session_longest.num_hours().to_string(),
    ),
    key(
        "sign_in_tries",
        "登录可失败次数",
        "次",
        |s, text| put(&mut s.sign_in_tries, whole(text, 1..=100)),
        |s| s.sign_in_tries.to_string(),
    ),
    key(
        "sign_in_window_minutes",
        "登录失败次数的统计时段",
        "分钟",
        |s, text| put(&mut s.sign_in_window, whole(text, 1..=1_440).map(Duration::minutes)),
        |s| s.sign_in_window.num_minutes().to_string(),
    ),
    key(
        "first_password_hours",
        "初始密码有效期",
        "小时",
        |s, text| put(&mut s.first_password_lasts, whole(text, 1..=720).map(Duration::hours)),
        |s| s.first_password_lasts.num_hours().to_string(),
    ),
    key(
        "setup_link_hours",
        "开通链接有效期",
        "小时",
        |s, text| put(&mut s.setup_link_lasts, whole(text, 1..=168).map(Duration::hours)),
        |s| s.setup_link_lasts.num_hours().to_string(),
    ),
    key(
        "second_factor",
        "审核员、审计员、管理员登录的两步验证",
        "off 不用，offered 自愿，required 必须",
        |s, text| put(&mut s.second_factor, one_of(text, &SecondFactor::ALL)),
        |s| s.second_factor.code().to_owned(),
    ),
    key(
        "password_days",
        "密码用多少天必须更换",
        "天，0 表示不要求",
        |s, text| put(&mut s.password_days, whole(text, 0..=3_650)),
        |s| s.password_days.to_string(),
    ),
    key(
        "password_shortest",
        "密码至少多少个字符",
        "个",
        |s, text| put(&mut s.password_shortest, whole(text, 10..=64)),
        |s| s.password_shortest.to_string(),
    ),
    key(
        "password_kinds",
        "密码至少有几种字符",
        "种：大写字母、小写字母、数字、其他字符",
        |s, text| put(&mut s.password_kinds, whole(text, 1..=4)),
        |s| s.password_kinds.to_string(),
    ),
    key(
        "separate_roles",
        "三员分立：管理员、审计员、审核员不得由同一人担任，审计记录只有审计员能看",
        "true 或 false",
        |s, text| put(&mut s.separate_roles, one_of(text, &[("false", false), ("true", true)])),
        |s| s.separate_roles.to_string(),
    ),
    key(
        "hashing",
        "同时校验的密码数",
        "个，每个占 19 MiB 内存",
        |s, text| put(&mut s.hashing, whole(text, 1..=64)),
        |s| s.hashing.to_string(),
    ),
    key(
        "office_closes",
        "下班时间",
        "“下班前”按此计算",
        |s, text| put(&mut s.office_closes, time(text)),
        |s| s.office_closes.format("%H:%M").to_string(),
    ),
    key(
        "sheet_limit_mib",
        "一个报表文件最大",
        "MiB",
        |s, text| put(&mut s.sheet_limit, whole(text, 1..=50).map(|mib: usize| mib * MIB)),
        |s| (s.sheet_limit / MIB).to_string(),
    ),
    key(
        "file_limit_mib",
        "一个材料文件（总结、图片等）最大",
        "MiB",
        |s, text| put(&mut s.file_limit, whole(text, 1..=1_024).map(|mib: usize| mib * MIB)),
        |s| (s.file_limit / MIB).to_string(),
    ),
    key(
        "request_limit_mib",
        "一次上传合计最大",
        "MiB",
        |s, text| put(&mut s.request_limit, whole(text, 1..=1_024).map(|mib: usize| mib * MIB)),
        |s| (s.request_limit / MIB).to_string(),
    ),
    key(
        "body_within_seconds",
        "一次上传最长用时",
        "秒",
        |s, text| put(&mut s.body_within, whole(text, 5..=3_600).map(Duration::seconds)),
        |s| s.body_within.num_seconds().to_string(),
    ),
    key(
        "body_stands_seconds",
        "上传停顿多久即中断",
        "秒",
        |s, text| put(&mut s.body_stands, whole(text, 1..=600).map(Duration::seconds)),
        |s| s.body_stands.num_seconds().to_string(),
    ),
    key(
        "leave_seconds",
        "收到停止信号后先告诉代理不再转来、照常办理多久，再停止",
        "秒",
        |s, text| put(&mut s.leave, whole(text, 0..=600).map(Duration::seconds)),
        |s| s.leave.num_seconds().to_string(),
    ),
    key(
        "stop_within_seconds",
        "停止服务时等待在办请求",
        "秒",
        |s, text| put(&mut s.stop_within, whole(text, 1..=600).map(Duration::seconds)),
        |s| s.stop_within.num_seconds().to_string(),
    ),
    key(
        "log",
        "日志级别",
        "off、error、warn、info、debug",
        |s, text| put(&mut s.log, some_text(text).map(Option::unwrap_or_default)),
        |s| s.log.clone(),
    ),
    key(
        "log_format",
        "日志格式",
        "text 或 json",
        |s, text| put(&mut s.log_json, one_of(text, &[("text", false), ("json", true)])),
        |s| if s.log_json { "json" } else { "text" }.to_owned(),
    ),
];

fn put<T>(place: &mut T, value: Result<T, String>) -> Result<(), String> {
    *place = value?;
    Ok(())
}

fn whole<T: TryFrom<i64>>(text: &str, range: RangeInclusive<i64>) -> Result<T, String> {
    let number: Option<i64> = text.parse().ok();
    number
        .filter(|number| range.contains(number))
        .and_then(|number| T::try_from(number).ok())
        .ok_or_else(|| format!(" {} 到 {} 的整数", range.start(), range.end()))
}

fn address(text: &str) -> Result<IpAddr, String> {
    text.parse().map_err(|_| " IP 地址，如 127.0.0.1".to_owned())
}

fn folder(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() { Err("文件夹路径".to_owned()) } else { Ok(PathBuf::from(text)) }
}

fn some_text(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() { Err("非空的文字".to_owned()) } else { Ok(Some(text.to_owned())) }
}

/// A web address without a path; `None` where the text is empty.
fn url(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.trim_end_matches('/'));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => {
            Ok(Some(text.trim_end_matches('/').to_owned()))
        }
        _ => Err(" http:// 或 https:// 开头、不带路径的网址".to_owned()),
    }
}

fn time(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "时间，如 17:30".to_owned())
}

fn one_of<T: Copy>(text: &str, known: &[(&str, T)]) -> Result<T, String> {
    let found = known.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    found.ok_or_else(|| {
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        format!(" {}", words.join(" 或 "))
    })
}

fn joined(addresses: &[IpAddr]) -> String {
    let texts: Vec<String> = addresses.iter().map(IpAddr::to_string).collect();
    texts.join(",")
}

/// A database's address with its password replaced by asterisks.
fn hide_password(address: &str) -> String {
    let (address, parameters) = address.split_once('?').map_or((address, None), |(a, p)| (a, Some(p)));
    let shown = match (address.split_once("://"), address.rsplit_once('@')) {
        (Some((scheme, _)), Some((before, host))) => {
            let user = before[scheme.len() + 3..].split(':').next().unwrap_or_default();
            let hidden = if before[scheme.len() + 3..].contains(':') { ":***" } else { "" };
            format!("{scheme}://{user}{hidden}@{host}")
        }
        _ => address.to_owned(),
    };
    match parameters {
        Some(parameters) if parameters.contains("password") => format!("{shown}?***"),
        Some(parameters) => format!("{shown}?{parameters}"),
        None => shown,
    }
}
