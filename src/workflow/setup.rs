//! 开通: the first administrator, through a link that works once.
//!
//! There is no account and no password that an installation begins with. `huibiao init` makes the root of the
//! unit tree and prints a link; whoever opens it first becomes the administrator. A lost link is replaced by
//! running the command again.

use serde_json::json;

use super::sign_in::{self, Entered};
use super::{Service, accounts, first_start, second_factor, secrets};
use crate::problem::{Problem, ProblemCode};
use crate::store::accounts::New;
use crate::store::audit::{self, Entry};
use crate::store::units::{self, Change, Description, Node};
use crate::store::{self, sessions};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Level, Register, Role};

/// The unit at the top, as `init` is told.
#[derive(Clone, Debug)]
pub struct Root {
    pub code: String,
    pub name: String,
    pub level: Level,
}

/// The root of the tree, made from `root` where there is none yet.
pub fn plant(service: &Service, root: Option<Root>) -> Result<Node, Problem> {
    // Of several servers that begin at once one plants the root and makes the key.
    let _alone = service.store.address.alone()?;
    if let Some(node) = service.store.read(units::root)? {
        first_start::begun(service)?;
        return Ok(node);
    }
    let Some(root) = root else {
        return Err(Problem::invalid("还没有单位。请写明最上级单位的代码和名称，或先导入单位名录。"));
    };
    let now = service.now();
    let root = service.store.write(move |conn| {
        let description = Description {
            code: root.code,
            name: root.name,
            level: root.level,
            short_name: None,
            aliases: Vec::new(),
            contact: None,
            exempt_reason: None,
            groups: Vec::new(),
            reports: false,
            active: true,
        };
        let root = units::add(conn, &description, None, Change { at: now, account: None })?;
        let subject = format!("unit {}", root.code);
        audit::append(conn, entry(now, None, "plant-root", subject, String::new()))?;
        Ok(root)
    })?;
    first_start::begun(service)?;
    Ok(root)
}

/// Every unit of a register below its root, where the tree is still empty.
pub fn plant_tree(service: &Service, register: Register) -> Result<(), Problem> {
    if service.store.read(units::root)?.is_some() {
        return Err(Problem::invalid("已有单位，不能再建一棵单位树；请用导入。"));
    }
    let change = Change { at: service.now(), account: None };
    service.store.write(move |conn| {
        let mut waiting = vec![(register.root(), None::<Node>)];
        while let Some((unit, parent)) = waiting.pop() {
            let node = units::add(conn, &Description::of(unit), parent.as_ref(), change)?;
            waiting
                .extend(register.children(&unit.code).into_iter().map(|child| (child, Some(node.clone()))));
        }
        let detail = json!({ "new": register.units().len() }).to_string();
        audit::append(conn, entry(change.at, None, "import-units", "units".to_owned(), detail))?;
        Ok(())
    })?;
    first_start::begun(service)
}

/// Whether anybody could make accounts already.
pub fn has_administrator(service: &Service) -> Result<bool, Problem> {
    Ok(service.store.read(|conn| store::accounts::count(conn, Role::Administrator))? > 0)
}

/// A new link's token.
pub fn invite(service: &Service) -> Result<String, Problem> {
    let token = secrets::reference()?;
    let (fingerprint, now) = (secrets::fingerprint(&token), service.now());
    service.store.write(move |conn| {
        sessions::add_setup_link(conn, &fingerprint, now)?;
        audit::append(conn, entry(now, None, "create-setup-link", "setup".to_owned(), String::new()))
    })?;
    Ok(token)
}

/// Until when a link is good; a problem where it is not.
pub fn open(service: &Service, token: &str) -> Result<Instant, Problem> {
    let fingerprint = secrets::fingerprint(token);
    let made = service.store.read(|conn| sessions::setup_link(conn, &fingerprint))?;
    let until = made.map(|made| made + service.settings.setup_link_lasts);
    until.filter(|until| service.now() < *until).ok_or_else(dead)
}

fn dead() -> Problem {
    let words = "开通链接无效、已过期或已用过。请在服务器上重新运行 huibiao init 取得新链接。";
    Problem::new(ProblemCode::NotFound, words)
}

/// What the first administrator types.
#[derive(Clone, Debug)]
pub struct First {
    pub login: String,
    pub name: String,
    pub password: String,
    pub password_again: String,
}

/// Uses the link up: an administrator, signed in unless something else is asked first.
pub fn complete(service: &Service, token: &str, first: &First) -> Result<Entered, Problem> {
    open(service, token)?;
    let root = plant(service, None)?;
    let (login, name) = accounts::names(&first.login, &first.name)?;
    let password = accounts::chosen(
        service,
        &first.password,
        &first.password_again,
        accounts::Whose { login: &login, name: &name, unit: &root.name },
    )?;
    let (fingerprint, now) = (secrets::fingerprint(token), service.now());
    let unit = root.id;
    let account = service.store.write(move |conn| {
        if !sessions::use_setup_link(conn, &fingerprint, now)? {
            return Err(dead());
        }
        let detail = json!({ "login": login, "role": Role::Administrator.code() }).to_string();
        let new = New { login, name, role: Role::Administrator, unit, password, created_at: now };
        let account = store::accounts::add(conn, &new)?;
        audit::append(conn, entry(now, Some(account), "set-up", format!("account {account}"), detail))?;
        Ok(account)
    })?;
    if second_factor::is_required(service, Role::Administrator) {
        return sign_in::begin_step(service, account, |_| Ok(()));
    }
    sign_in::begin(service, account, |_| Ok(())).map(Entered::In)
}

fn entry(at: Instant, account: Option<i64>, verb: &'static str, subject: String, detail: String) -> Entry {
    Entry { chain: audit::SYSTEM.to_owned(), at, account, verb, subject, detail }
}
