//! Settings that weaken safety, each with what it lets happen.

use std::net::IpAddr;

use super::line::{Line, fine, warning};
use crate::config::{SecondFactor, Settings};

/// Beyond these, a screen that was left alone, or a password that is guessed, stands open too long.
const LONGEST_IDLE_MINUTES: i64 = 60;
const LONGEST_SESSION_HOURS: i64 = 24;
const MOST_TRIES: usize = 10;

/// A line for every setting that weakens safety; one line where none does.
pub fn settings(settings: &Settings) -> Vec<Line> {
    let found: Vec<Line> =
        [listening, proxy, cookies, sessions, tries, log].iter().filter_map(|look| look(settings)).collect();
    if found.is_empty() { vec![fine("设置", "没有削弱安全的设置")] } else { found }
}

/// Whether a password alone lets in those who see or decide about others.
pub fn second_factor(settings: &Settings) -> Line {
    let subject = "两步验证";
    match settings.second_factor {
        SecondFactor::Off => warning(
            subject,
            "second_factor = off：审核员、审计员、管理员登录只凭密码，已设过两步验证的也不再核对",
        ),
        SecondFactor::Offered => {
            fine(subject, "自愿开启；要所有审核员、审计员、管理员都用，设 second_factor = required")
        }
        SecondFactor::Required => fine(subject, "审核员、审计员、管理员登录必须用"),
    }
}

fn is_open(address: IpAddr) -> bool {
    !address.is_loopback()
}

fn told(words: impl Into<String>) -> Option<Line> {
    Some(warning("设置", words))
}

fn listening(settings: &Settings) -> Option<Line> {
    (is_open(settings.listen) && !settings.is_secure()).then_some(())?;
    told(format!(
        "listen = {}：别的机器能直接连上，而密码和数据不加密；请在前面放 HTTPS 代理，listen 改回 127.0.0.1，并设 public_url",
        settings.listen
    ))
}

fn proxy(settings: &Settings) -> Option<Line> {
    (settings.is_secure() && settings.trusted_proxies.is_empty()).then_some(())?;
    told("public_url 是 https，而 trusted_proxies 没有设：所有人都像来自代理一个地址，登录失败会互相牵连")
}

fn cookies(settings: &Settings) -> Option<Line> {
    let is_plain = settings.public_url.as_deref().is_some_and(|url| url.starts_with("http://"));
    let is_near = settings.address().contains("://127.") || settings.address().contains("://localhost");
    (is_plain && !is_near).then_some(())?;
    told("public_url 不是 https：登录凭据不加密传送（安全 Cookie 未启用）")
}

fn sessions(settings: &Settings) -> Option<Line> {
    let (idle, longest) = (settings.session_idle.num_minutes(), settings.session_longest.num_hours());
    (idle > LONGEST_IDLE_MINUTES || longest > LONGEST_SESSION_HOURS).then_some(())?;
    told(format!("无操作 {idle} 分钟、最长 {longest} 小时才退出登录：无人看管的电脑会一直登录着"))
}

fn tries(settings: &Settings) -> Option<Line> {
    (settings.sign_in_tries > MOST_TRIES).then_some(())?;
    told(format!("sign_in_tries = {}：密码可以猜很多次", settings.sign_in_tries))
}

fn log(settings: &Settings) -> Option<Line> {
    matches!(settings.log.as_str(), "off" | "error").then_some(())?;
    told(format!("log = {}：运行日志里看不到被拒绝的请求和异常", settings.log))
}
