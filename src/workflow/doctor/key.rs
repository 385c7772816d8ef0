//! The signing key: without it nothing is signed, and so nothing is taken.

use super::line::{Line, fault, fine, warning};
use crate::config::Settings;
use crate::problem::Problem;
use crate::store::condition::{Condition, Contents};
use crate::store::folder::{self, Seen};
use crate::store::key_file;
use crate::vocabulary::statement::key_id;

/// The file, whether it is the database's, and who can read it.
pub fn key(settings: &Settings, found: &Result<Condition, Problem>) -> Line {
    let subject = "签名密钥";
    let path = settings.signing_key();
    let name = path.display();
    let known = match found.as_ref().map(|found| &found.contents) {
        Ok(Some(Contents { keys, .. })) => keys,
        _ => return warning(subject, "数据库没有打开或结构不符，没有检查"),
    };
    let public = match key_file::read(&path) {
        Err(error) => return fault(subject, format!("{name} 用不了：{error}")),
        Ok(None) if known.is_empty() => return fine(subject, "还没有，首次启动时自动生成"),
        Ok(None) => {
            return fault(
                subject,
                format!("{name} 不在，收不了任何报送；请放回原来的文件，或用 huibiao key new 换新密钥"),
            );
        }
        Ok(Some(found)) => found.signer.public(),
    };
    if !known.is_empty() && !known.contains(&public) {
        return fault(
            subject,
            format!("{name} 不是这个数据库登记过的密钥，收不了任何报送；请放回原来的文件"),
        );
    }
    match folder::seen(&path) {
        Some(Seen::ByEverybody | Seen::ByAGroup) => {
            fault(subject, format!("别的账号也能读 {name}；请只留给运行本程序的账号（chmod 600）"))
        }
        _ => fine(subject, format!("{name}（密钥编号 {}），数据库登记过", key_id(&public))),
    }
}
