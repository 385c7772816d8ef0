//! Why a request was not carried out. Pages, the API and commands say it with the same words.

use super::{Failure, Refusal};

/// What kind of no this is. The web gives each its status; programs read the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemCode {
    /// Nobody is signed in, or the session has ended.
    SignInNeeded,
    /// Name and password do not fit, whichever of them it is.
    SignInFailed,
    /// Too many tries; later again.
    Throttled,
    /// The actor's role does not do this.
    Forbidden,
    /// It does not exist, or the actor may not know that it does.
    NotFound,
    /// The request was not made by our own page (CSRF token, Origin).
    ForeignRequest,
    /// Something in the request is wrong; the sentences say what.
    Invalid,
    /// The campaign takes nothing (yet, or any more), or the unit is exempt.
    NotOpen,
    /// Somebody else (or another window) changed it first.
    Stale,
    /// The same idempotency key with another content.
    KeyReused,
    /// 强制 findings stand, or a 核实 lacks its explanation.
    Unfit,
    /// A file was refused.
    Refused,
    TooLarge,
    /// The body of the request did not arrive in time.
    TooSlow,
    Busy,
    /// The machine's clock stands before the last entry of the log.
    ClockBehind,
    /// The database cannot be reached now; that passes.
    Unreachable,
    /// A disk is full; somebody has to make room.
    Full,
    Broken,
}

impl ProblemCode {
    /// Stable name for programs.
    pub fn code(self) -> &'static str {
        match self {
            ProblemCode::SignInNeeded => "sign-in-needed",
            ProblemCode::SignInFailed => "sign-in-failed",
            ProblemCode::Throttled => "throttled",
            ProblemCode::Forbidden => "forbidden",
            ProblemCode::NotFound => "not-found",
            ProblemCode::ForeignRequest => "foreign-request",
            ProblemCode::Invalid => "invalid",
            ProblemCode::NotOpen => "not-open",
            ProblemCode::Stale => "stale",
            ProblemCode::KeyReused => "key-reused",
            ProblemCode::Unfit => "unfit",
            ProblemCode::Refused => "refused",
            ProblemCode::TooLarge => "too-large",
            ProblemCode::TooSlow => "too-slow",
            ProblemCode::Busy => "busy",
            ProblemCode::ClockBehind => "clock-behind",
            ProblemCode::Unreachable => "database-unreachable",
            ProblemCode::Full => "disk-full",
            ProblemCode::Broken => "broken",
        }
    }
}

/// A request that was not carried out: its kind, and every sentence that helps, each with the field it is
/// about where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub code: ProblemCode,
    pub sentences: Vec<(Option<String>, String)>,
}

impl Problem {
    pub fn new(code: ProblemCode, sentence: impl Into<String>) -> Problem {
        Problem { code, sentences: vec![(None, sentence.into())] }
    }

    /// One wrong field.
    pub fn field(field: &str, sentence: impl Into<String>) -> Problem {
        Problem { code: ProblemCode::Invalid, sentences: vec![(Some(field.to_owned()), sentence.into())] }
    }

    pub fn invalid(sentence: impl Into<String>) -> Problem {
        Problem::new(ProblemCode::Invalid, sentence)
    }

    pub fn sign_in_needed() -> Problem {
        Problem::new(ProblemCode::SignInNeeded, "请先登录。登录后 30 分钟不操作会自动退出。")
    }

    /// The request does not come from our own page, or from one that is too old.
    pub fn foreign() -> Problem {
        let words = "页面已过期，或请求不是从本系统的页面发出的，没有办理。请刷新页面后再试。";
        Problem::new(ProblemCode::ForeignRequest, words)
    }

    /// A character with the number 0: no text has one, and not every database can keep it.
    pub fn with_nul() -> Problem {
        Problem::invalid("内容里有空字符（编码为 0），没有办理。请去掉后再试。")
    }

    pub fn too_large(sentence: impl Into<String>) -> Problem {
        Problem::new(ProblemCode::TooLarge, sentence)
    }

    pub fn too_slow() -> Problem {
        Problem::new(ProblemCode::TooSlow, "上传中断或太慢，没有收完整，什么都没有保存。请检查网络后再试。")
    }

    pub fn not_found() -> Problem {
        Problem::new(ProblemCode::NotFound, "没有找到，或者您无权查看。请检查网址，或从首页重新进入。")
    }

    pub fn forbidden() -> Problem {
        Problem::new(ProblemCode::Forbidden, "您的账号不办理这项事务。如需办理，请联系管理员。")
    }

    /// The campaign asks for other material only: nobody has figures in it.
    pub fn no_table() -> Problem {
        Problem::new(ProblemCode::NotFound, "这项任务不报统计表，没有填报数据，也没有汇总。")
    }

    pub fn not_open(sentence: impl Into<String>) -> Problem {
        Problem::new(ProblemCode::NotOpen, sentence)
    }

    pub fn stale() -> Problem {
        let words = "内容已在别处改动（可能是另一个窗口或同事）。请刷新页面，看过最新内容后再操作。";
        Problem::new(ProblemCode::Stale, words)
    }

    pub fn busy() -> Problem {
        Problem::new(ProblemCode::Busy, "现在办理的人很多，请过几秒再试。您的内容没有丢失。")
    }

    /// The database went away, perhaps behind the last word: whether it was done is then unknown.
    pub fn unreachable() -> Problem {
        let words =
            "数据库暂时连不上，没有办成，或还不能确认是否办成。请过几秒再试，同一份内容不会重复报送。";
        Problem::new(ProblemCode::Unreachable, words)
    }

    pub fn full() -> Problem {
        let words = "服务器的磁盘已满，没有存下来，也没有报送。请联系管理员清理磁盘后再试。";
        Problem::new(ProblemCode::Full, words)
    }

    /// Our own fault; what happened goes to the log, never to the page.
    pub fn broken() -> Problem {
        Problem::new(ProblemCode::Broken, "系统出错，没有办成。请稍后再试；仍不行请联系管理员。")
    }

    /// All sentences in one.
    pub fn text(&self) -> String {
        let sentences: Vec<&str> = self.sentences.iter().map(|(_, sentence)| sentence.as_str()).collect();
        sentences.join("")
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Problem {
        Problem::new(ProblemCode::Refused, refusal.sentence())
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Problem {
        let sentences = failure.sentences.into_iter().map(|sentence| (None, sentence));
        Problem { code: ProblemCode::Invalid, sentences: sentences.collect() }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        Failure { sentences: problem.sentences.into_iter().map(|(_, sentence)| sentence).collect() }
    }
}
