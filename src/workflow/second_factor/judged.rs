//! A code that somebody typed: which one it is, and that it is used up.

use super::super::{Service, secrets};
use super::secret::step_of;
use crate::problem::{Problem, ProblemCode};
use crate::store::second_factors::{self, Factor};
use crate::store::{Conn, key_file::Seed};
use crate::vocabulary::time::Instant;

/// What a right code is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Of the authenticator, for this step.
    Step(i64),
    /// A recovery code, by its digest.
    Recovery(String),
}

impl Given {
    /// Uses it up, in the transaction of whatever it opens; a problem where it was used already.
    pub fn use_up(&self, conn: &mut Conn, account: i64) -> Result<(), Problem> {
        let is_good = match self {
            Given::Step(step) => second_factors::use_step(conn, account, *step)?,
            Given::Recovery(hash) => second_factors::use_recovery(conn, account, hash)?,
        };
        let used = "这个验证码已经用过，每个只能用一次。请等手机上换出新的，再输入。";
        if is_good { Ok(()) } else { Err(Problem::field("code", used)) }
    }
}

/// Tells whether a typed code is one of the account's; `None` where it is not.
pub fn judge(
    service: &Service,
    (account, factor): (i64, &Factor),
    typed: &str,
    now: Instant,
) -> Result<Option<Given>, Problem> {
    let seed = service.seed()?;
    let code = plain(typed);
    let hash = recovery_hash(account, &code);
    if factor.recovery.contains(&hash) {
        return Ok(Some(Given::Recovery(hash)));
    }
    if seed.id() != factor.key_id {
        return Err(elsewhere(&seed, factor));
    }
    Ok(step_of(&seed, account, &factor.salt, &code, now).map(Given::Step))
}

/// The key file of this server is another one than that of the setup.
fn elsewhere(seed: &Seed, factor: &Factor) -> Problem {
    tracing::error!(
        here = seed.id(),
        set_up_with = factor.key_id,
        "second factors were set up with another key"
    );
    let words = "本服务器的密钥文件不是设置两步验证时的那一个，核对不了手机上的验证码。请用恢复码登录，或请管理员重置您的两步验证。";
    Problem::new(ProblemCode::SignInFailed, words)
}

/// What is kept of a recovery code.
pub(super) fn recovery_hash(account: i64, code: &str) -> String {
    secrets::fingerprint(&format!("recovery {account} {}", plain(code)))
}

/// Without the spaces and lines that people type, small and half as wide.
fn plain(typed: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    typed.nfkc().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}
