//! 发放账号: a clerk's account for every unit below a node that has none, and the list to hand out.
//!
//! The list is an XLSX of names and first passwords, made once; what is kept are hashes. Its rows can be cut
//! into strips.

use serde_json::json;

use super::accounts::{By, first_password};
use super::hands::each_at_once;
use super::sign_in::spelled;
use super::{Service, accounts as people};
use crate::formats::workbook;
use crate::problem::{Problem, ProblemCode};
use crate::report::table::{Cell, Orientation, Page, Properties, Role as Part, Sheet, Workbook};
use crate::store::accounts::{self, New, Password};
use crate::store::units::{self, Node};
use crate::vocabulary::time::{Instant, show};
use crate::vocabulary::{Role, UnitCode};

/// Accounts that one step makes: hashing them all takes its time.
const MOST: usize = 1_000;

/// A file to hand out.
pub struct List {
    pub file_name: String,
    pub bytes: Vec<u8>,
    pub accounts: usize,
}

struct Clerk {
    unit: Node,
    login: String,
    password: String,
    stored: Password,
}

/// Makes the accounts and their list; a problem where no unit lacks one.
pub fn hand_out(service: &Service, by: By, node: &str) -> Result<List, Problem> {
    let (node, lacking) = lacking(service, by, node)?;
    if lacking.is_empty() {
        let words = format!("{}之下的填报单位都已有账号，没有需要新开的。", node.name);
        return Err(Problem::field("unit", words));
    }
    if lacking.len() > MOST {
        let words = format!("有 {} 个单位要开账号，一次最多 {MOST} 个。请按县分别开账号。", lacking.len());
        return Err(Problem::field("unit", words));
    }
    let at_once = service.settings.hashing;
    let clerks: Result<Vec<Clerk>, Problem> = each_at_once(&lacking, at_once, |unit| {
        let (password, stored) = first_password(service)?;
        Ok(Clerk { unit: unit.clone(), login: spelled(&unit.code), password, stored })
    })
    .into_iter()
    .collect();
    let clerks = clerks?;
    let (now, until) = (service.now(), service.now() + service.settings.first_password_lasts);
    keep(service, by, &clerks, now)?;
    let bytes = workbook::write(&list(service, &node, &clerks, now, until)).map_err(|failure| {
        tracing::error!(?failure, "a list of accounts was not written");
        Problem::broken()
    })?;
    let file_name = format!("{}账号和初始密码.xlsx", node.name);
    Ok(List { file_name, bytes, accounts: clerks.len() })
}

/// The node, and the units at or below it that report and have no clerk.
fn lacking(service: &Service, by: By, code: &str) -> Result<(Node, Vec<Node>), Problem> {
    service.store.read(|conn| {
        let node = units::by_code(conn, code.trim())?
            .ok_or_else(|| Problem::field("unit", format!("没有代码为“{code}”的单位。")))?;
        by.administers(&node.path)?;
        let register = units::register(conn)?;
        let with_clerk = accounts::units_with_clerk(conn, &node.path)?;
        let lacks = |unit: &Node| {
            unit.active && register.reports(&UnitCode::new(&unit.code)) && !with_clerk.contains(&unit.id)
        };
        let below = units::below(conn, &node.path)?.into_iter().filter(lacks).collect();
        Ok((node, below))
    })
}

fn keep(service: &Service, by: By, clerks: &[Clerk], now: Instant) -> Result<(), Problem> {
    let new: Vec<New> = clerks
        .iter()
        .map(|clerk| New {
            login: clerk.login.clone(),
            name: Role::Clerk.at_office(clerk.unit.short_name.as_ref().unwrap_or(&clerk.unit.name)),
            role: Role::Clerk,
            unit: clerk.unit.id,
            password: clerk.stored.clone(),
            created_at: now,
        })
        .collect();
    let handing = by.account();
    service.store.write(move |conn| {
        for new in &new {
            let id = accounts::add(conn, new).map_err(|problem| match problem.code {
                ProblemCode::Invalid => Problem::field(
                    "unit",
                    format!("用户名“{}”已被别的账号使用，请先处理后再开这一批账号。", new.login),
                ),
                _ => problem,
            })?;
            let detail = json!({ "login": new.login, "role": Role::Clerk.code(), "batch": true });
            people::note(conn, now, handing, "create-account", id, detail.to_string())?;
        }
        Ok(())
    })
}

fn list(service: &Service, node: &Node, clerks: &[Clerk], now: Instant, until: Instant) -> Workbook {
    let title = format!("{}填报账号和初始密码", node.name);
    let mut sheet =
        Sheet::new("账号", Page::new(Orientation::Landscape), vec![6.0, 16.0, 38.0, 18.0, 20.0, 26.0]);
    sheet.band(&title, Part::Title);
    let address = service.settings.address();
    sheet.caption(&format!("网址：{address}"), &format!("{} 前须登录并修改密码", show(until)));
    let heads = ["序号", "单位代码", "单位名称", "用户名", "初始密码", "签收"];
    let head = sheet.push(heads.iter().map(|head| Cell::text(head, Part::Header)).collect());
    for (index, clerk) in clerks.iter().enumerate() {
        sheet.push(vec![
            Cell::count(index + 1, Part::Centred),
            Cell::text(&clerk.unit.code, Part::Centred),
            Cell::text(&clerk.unit.name, Part::Label),
            Cell::text(&clerk.login, Part::Centred),
            Cell::text(&clerk.password, Part::Centred),
            Cell::text("", Part::Label),
        ]);
    }
    sheet.page.repeat = Some((head, head));
    sheet.freeze = Some((head + 1, 0));
    let properties = Properties {
        title,
        subject: "账号和初始密码".to_owned(),
        author: node.name.clone(),
        company: node.name.clone(),
        keywords: String::new(),
        kind: "huibiao-accounts".to_owned(),
        made: now,
    };
    Workbook { file_name: String::new(), properties, sheets: vec![sheet] }
}
