//! `huibiao init`, `serve`, `config`: the service, from its settings to its end.

use std::path::Path;

use super::arguments::Flags;
use super::{Ending, Openings};
use crate::config::{self, Configuration, File};
use crate::problem::Failure;
use crate::vocabulary::Level;
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

/// Makes data folder, database and configuration file, and prints the one-time link.
pub fn init(root: Option<(String, String)>, flags: &Flags, open: &Openings) -> Result<Ending, Failure> {
    let settings = configuration(flags)?.settings;
    let file = flags.file.clone().unwrap_or_else(|| USUAL_FILE.into());
    let service = (open.service)(settings.clone(), None)?;
    let root = root.map(|(code, name)| Root { code, name, level: Level::City });
    let node = setup::plant(&service, root)?;
    write_file(&file, flags)?;
    let token = setup::invite(&service)?;
    println!("数据文件夹：{}", settings.data.display());
    println!("最上级单位：{}（{}）", node.name, node.code);
    println!("启动服务：huibiao serve");
    println!(
        "在 {} 小时内打开下面的链接，开通管理员账号（只能用一次）：",
        settings.setup_link_lasts.num_hours()
    );
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
pub fn serve(flags: &Flags, open: &Openings) -> Result<Ending, Failure> {
    let settings = configuration(flags)?.settings;
    let service = (open.service)(settings, None)?;
    (open.serve)(service, &|address| println!("汇表已启动：http://{address}"))?;
    Ok(Ending::Done)
}

/// Prints every setting with its value and where that came from.
pub fn show(flags: &Flags) -> Result<Ending, Failure> {
    for shown in configuration(flags)?.shown() {
        println!("{} = {}    # {}；{}", shown.name, shown.value, shown.meaning, shown.origin);
    }
    Ok(Ending::Done)
}
