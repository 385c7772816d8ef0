//! The commands of the service: `init`, `serve`, `config` here, people and keeping in files of their own.

use std::path::Path;

use super::arguments::{Change, Flags, Init, Service as Asked};
use super::people::{self, Import};
use super::{Ending, Openings, keeping};
use crate::config::{self, Configuration, File};
use crate::problem::Failure;
use crate::vocabulary::Level;
use crate::workflow::restore::Target;
use crate::workflow::setup::{self, Root};
use crate::workflow::tables::read_text;

/// The file that is read where none is named.
const USUAL_FILE: &str = "huibiao.toml";

/// All settings, from file, environment and command line.
pub fn configuration(flags: &Flags) -> Result<Configuration, Failure> {
    let named = flags.file.clone();
    let path = named.clone().unwrap_or_else(|| USUAL_FILE.into());
    let text = if named.is_some() || path.exists() { Some(read_text(&path)?) } else { None };
    let name = path.display().to_string();
    let file = text.as_deref().map(|text| File { name: &name, text });
    config::read(file.as_ref(), &|variable| std::env::var(variable).ok(), &flags.values)
}

/// Does what was asked, with the service opened where it is needed.
pub fn run(asked: Asked, open: &Openings) -> Result<Ending, Failure> {
    let Asked { change, flags } = asked;
    let service = || (open.service)(configuration(&flags)?.settings, None);
    let now = || (open.clock)();
    match change {
        Change::Init(root) => init(root, &flags, open),
        Change::Serve => serve(&flags, open),
        Change::Config => show(&flags),
        Change::ListUsers { words } => people::list(&service()?, words),
        Change::AddUser { login, name, role, unit } => people::add(&service()?, login, name, &role, unit),
        Change::DisableUser { login } => people::disable(&service()?, &login),
        Change::EnableUser { login } => people::enable(&service()?, &login),
        Change::ResetPassword { login } => people::reset_password(&service()?, &login),
        Change::ImportUnits { file, dry_run } => {
            let import = if dry_run { Import::Rehearsed } else { Import::Done };
            people::import_units(&service()?, &file, import)
        }
        Change::Backup { file } => keeping::back_up(&service()?, &file),
        Change::Restore { file, dry_run: true, .. } => keeping::rehearse(&file, now()),
        Change::Restore { file, force, .. } => {
            let target = if force { Target::MayBeReplaced } else { Target::MustBeEmpty };
            keeping::restore(&configuration(&flags)?.settings, &file, target, now())
        }
        Change::Verify => keeping::verify(&service()?),
    }
}

/// Makes data folder, database and configuration file, and prints the one-time link.
fn init(init: Init, flags: &Flags, open: &Openings) -> Result<Ending, Failure> {
    let settings = configuration(flags)?.settings;
    let file = flags.file.clone().unwrap_or_else(|| USUAL_FILE.into());
    let service = (open.service)(settings.clone(), None)?;
    if let Some(units) = &init.units
        && people::import_units(&service, units, Import::Done)? == Ending::Attention
    {
        return Ok(Ending::Attention);
    }
    let Some(level) = Level::from_text(&init.level) else {
        return Err(Failure::new(format!("没有级别“{}”，应为 province、city 或 county", init.level)));
    };
    let root = init.code.zip(init.name).map(|(code, name)| Root { code, name, level });
    let node = setup::plant(&service, root)?;
    write_file(&file, flags)?;
    println!("数据文件夹：{}", settings.data.display());
    println!("最上级单位：{}（{}）", node.name, node.code);
    println!("启动服务：huibiao serve");
    if setup::has_administrator(&service)? {
        println!("已有管理员，不再发开通链接。忘记密码请用 huibiao user password 用户名。");
        return Ok(Ending::Done);
    }
    let token = setup::invite(&service)?;
    let hours = settings.setup_link_lasts.num_hours();
    println!("在 {hours} 小时内打开下面的链接，开通管理员账号（只能用一次）：");
    println!("  {}/setup/{token}", settings.address());
    Ok(Ending::Done)
}

/// What was chosen on the command line is kept, so that `serve` finds it.
fn write_file(path: &Path, flags: &Flags) -> Result<(), Failure> {
    if path.exists() {
        return Ok(());
    }
    let chosen: Vec<(&str, String)> =
        flags.values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    std::fs::write(path, config::file_text(&chosen))
        .map_err(|error| Failure::new(format!("写不出 {}：{error}", path.display())))
}

/// Serves until it is told to stop.
fn serve(flags: &Flags, open: &Openings) -> Result<Ending, Failure> {
    let settings = configuration(flags)?.settings;
    let service = (open.service)(settings, None)?;
    (open.serve)(service, &|address| println!("汇表已启动：http://{address}"))?;
    Ok(Ending::Done)
}

/// Prints every setting with its value and where that came from.
fn show(flags: &Flags) -> Result<Ending, Failure> {
    for shown in configuration(flags)?.shown() {
        println!("{} = {}    # {}；{}", shown.name, shown.value, shown.meaning, shown.origin);
    }
    Ok(Ending::Done)
}
