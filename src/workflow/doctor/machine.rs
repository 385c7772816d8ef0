//! The machine: this program, room on the disk, who else may look into the data, what a reader is kept from.

use std::path::PathBuf;

use super::line::{Line, fault, fine, warning};
use crate::config::Settings;
use crate::formats::{Layer, Layers};
use crate::store::Address;
use crate::store::folder::{self, Seen};

const MIB: u64 = 1 << 20;

/// Below these many bytes the service may stop at any upload, or within a season.
const NO_ROOM: u64 = 256 * MIB;
const LITTLE_ROOM: u64 = 2_048 * MIB;

pub fn version() -> Line {
    let processor = std::env::consts::ARCH;
    let system = match std::env::consts::OS {
        "linux" => "Linux",
        "macos" => "macOS",
        "windows" => "Windows",
        other => other,
    };
    fine("版本", format!("huibiao {}（{system} {processor}）", env!("CARGO_PKG_VERSION")))
}

/// Room where received files lie, and the database where that is a file.
pub fn room(settings: &Settings) -> Line {
    let subject = "磁盘空间";
    let Some(least) = places(settings).into_iter().filter_map(|place| folder::free(&place)).min() else {
        return warning(subject, "数据文件夹不存在，或本系统查不到剩余空间");
    };
    let left = format!("剩余 {} MB", least / MIB);
    match least {
        ..NO_ROOM => fault(subject, format!("{left}，随时可能收不了文件，请马上清理")),
        NO_ROOM..LITTLE_ROOM => warning(subject, format!("{left}，不足 2048 MB，请尽快清理")),
        _ => fine(subject, left),
    }
}

/// Who else on this machine may look into the data.
pub fn rights(settings: &Settings) -> Line {
    let subject = "文件权限";
    let (mut lines, mut all, mut group) = (Vec::new(), Vec::new(), Vec::new());
    for path in private(settings) {
        let name = path.display().to_string();
        match folder::seen(&path) {
            Some(Seen::ByEverybody) => all.push(name),
            Some(Seen::ByAGroup) => group.push(name),
            Some(Seen::ByItsOwner) => lines.push(name),
            None => {}
        }
    }
    match (lines.len(), all.len(), group.len()) {
        (0, 0, 0) if cfg!(unix) => warning(subject, "数据文件夹不存在，没有检查"),
        (0, 0, 0) => warning(subject, "本系统不用这种权限，没有检查；请确认别的账号看不到数据文件夹"),
        (_, 0, 0) => fine(subject, "只有运行本程序的账号能看数据和设置"),
        (_, 0, _) => {
            warning(subject, format!("同组账号能看 {}；不需要时请去掉（chmod g=）", group.join("、")))
        }
        _ => fault(subject, format!("本机任何账号都能看 {}；请去掉（chmod o=）", all.join("、"))),
    }
}

/// What must be the owner's alone. What lies in a folder that nobody else can enter is safe there; a file that lies
/// elsewhere must be closed itself.
fn private(settings: &Settings) -> Vec<PathBuf> {
    let mut paths = vec![settings.data.clone()];
    if let Address::Sqlite(file) = Address::parse(&settings.database()) {
        let file = PathBuf::from(file);
        if !file.starts_with(&settings.data) {
            paths.push(file);
        }
    }
    // A configuration file is a secret as soon as it names a database with a password.
    if settings.database.as_deref().is_some_and(|database| database.contains('@')) {
        paths.extend(settings.file.clone());
    }
    paths
}

/// Folders of what grows.
fn places(settings: &Settings) -> Vec<PathBuf> {
    let mut places = vec![settings.data.clone()];
    if let Address::Sqlite(file) = Address::parse(&settings.database()) {
        places.extend(PathBuf::from(file).parent().map(|folder| match folder.as_os_str().is_empty() {
            true => PathBuf::from("."),
            false => folder.to_owned(),
        }));
    }
    places
}

/// What a file that takes over its reader is kept from.
pub fn readers(readers: &Result<Layers, String>) -> Line {
    let subject = "读表进程";
    let layers = match readers {
        Ok(layers) => *layers,
        Err(why) => return fault(subject, format!("启动不了，收不了任何文件：{why}")),
    };
    let missing = layers.missing();
    if missing.is_empty() {
        let kept: Vec<&str> = Layer::ALL.into_iter().map(words).collect();
        return fine(subject, format!("与本机隔离：{}", kept.join("、")));
    }
    let missed: Vec<&str> = missing.iter().copied().map(words).collect();
    let missed = missed.join("、");
    if !cfg!(target_os = "linux") {
        return warning(subject, format!("本系统上没有这些隔离：{missed}；对外的服务请装在 Linux 上"));
    }
    let is_bare = missing.contains(&Layer::Paths) && missing.contains(&Layer::Calls);
    let words = format!("内核没有这些隔离：{missed}；请升级内核，或检查容器的限制");
    if is_bare { fault(subject, words) } else { warning(subject, words) }
}

/// A layer, by what it keeps a reader from.
fn words(layer: Layer) -> &'static str {
    match layer {
        Layer::Descriptors => "不带已打开的文件和连接",
        Layer::Paths => "打不开任何文件和端口（Landlock）",
        Layer::Limits => "内存和计算有上限",
        Layer::Privileges => "不能提升权限",
        Layer::Calls => "只能做读表所需的系统调用（seccomp）",
    }
}
