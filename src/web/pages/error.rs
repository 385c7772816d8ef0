//! When a request is not carried out: calm words, what to do, and a number to quote.

use askama::Template;

use super::Frame;
use crate::problem::{Problem, ProblemCode};

#[derive(Template)]
#[template(path = "error.html", config = "src/web/askama.toml")]
pub struct ErrorPage {
    /// Its title is [`ErrorPage::title`].
    pub frame: Frame,
    pub code: ProblemCode,
    /// Whole sentences.
    pub words: Vec<String>,
    /// Number of the request in the log; may be empty.
    pub request: String,
}

impl ErrorPage {
    /// `frame` may be signed in or not; its title is set here.
    pub fn of(problem: &Problem, frame: Frame, request: impl Into<String>) -> ErrorPage {
        let frame = Frame { title: ErrorPage::title(problem.code).to_owned(), ..frame };
        let words = problem.sentences.iter().map(|(_, sentence)| sentence.clone()).collect();
        ErrorPage { frame, code: problem.code, words, request: request.into() }
    }

    pub fn title(code: ProblemCode) -> &'static str {
        match code {
            ProblemCode::SignInNeeded | ProblemCode::SignInFailed => "需要登录",
            ProblemCode::Throttled => "请稍候再试",
            ProblemCode::Forbidden => "这个账号不办理此事",
            ProblemCode::NotFound => "没有找到",
            ProblemCode::ForeignRequest => "页面已过期",
            ProblemCode::Invalid | ProblemCode::Refused => "没有办成",
            ProblemCode::NotOpen => "现在不接收",
            ProblemCode::Stale | ProblemCode::KeyReused => "内容已在别处改动",
            ProblemCode::Unfit => "还不能报送",
            ProblemCode::TooLarge => "文件太大",
            ProblemCode::TooSlow => "没有收完整",
            ProblemCode::Busy => "正在忙",
            ProblemCode::ClockBehind => "服务器时钟不对",
            ProblemCode::Unreachable => "数据库暂时连不上",
            ProblemCode::Full => "服务器磁盘已满",
            ProblemCode::Broken => "系统出错了",
        }
    }

    /// What to do, step by step.
    fn steps(&self) -> &'static [&'static str] {
        match self.code {
            ProblemCode::SignInNeeded | ProblemCode::SignInFailed => {
                &["重新登录后会回到刚才的页面。", "已保存的草稿都在，不会丢失。"]
            }
            ProblemCode::Throttled => {
                &["请等 15 分钟再登录，账号没有被锁死。", "忘记密码请联系本级管理员重置，不必反复尝试。"]
            }
            ProblemCode::Forbidden => {
                &["请确认登录的是不是办理这项工作的账号。", "需要这项权限时，请联系本级管理员。"]
            }
            ProblemCode::NotFound => {
                &["请检查网址是否完整，从聊天工具复制的网址有时会缺尾。", "从首页按步骤进入，一般都能找到。"]
            }
            ProblemCode::ForeignRequest => {
                &["请返回上一页，刷新后再办理。", "如果刚刚退出过登录，请重新登录。"]
            }
            ProblemCode::NotOpen => {
                &["请查看任务页上的截止时间和关闭时间。", "确有原因的，请联系上级单位办理延期。"]
            }
            ProblemCode::Stale | ProblemCode::KeyReused => {
                &["请返回并刷新页面，看过最新内容后再操作。", "同一张表请不要在两个窗口同时填写。"]
            }
            ProblemCode::TooLarge => &[
                "一份统计表最大 50 MB。请删去文件中的图片和多余的工作表，另存后再上传。",
                "活动图片、总结等材料不用放进统计表文件。",
            ],
            ProblemCode::TooSlow => {
                &["请检查网络，返回上一页再上传一次。", "网络不稳时，请避开截止前的高峰。"]
            }
            ProblemCode::Busy => &["截止前后办理的人多，请过几秒刷新再试。", "草稿已经保存，内容没有丢失。"],
            ProblemCode::ClockBehind => {
                &["请稍后再试；时钟校准后会自动恢复。", "已保存的草稿都在，已经拿到回执的上报不受影响。"]
            }
            ProblemCode::Unreachable => {
                &["请过几秒刷新再试；恢复后不用重新登录。", "已保存的草稿都在，已经拿到回执的上报不受影响。"]
            }
            ProblemCode::Full => &[
                "请把这件事告诉管理员；腾出空间后会自动恢复。",
                "已保存的草稿都在，已经拿到回执的上报不受影响。",
            ],
            ProblemCode::Broken => {
                &["请稍后再试；已经拿到回执的上报不受影响。", "仍不行时，请把下面的编号告诉管理员。"]
            }
            ProblemCode::Invalid | ProblemCode::Refused | ProblemCode::Unfit => {
                &["请返回上一页，按提示改正后再试。"]
            }
        }
    }

    fn offers_sign_in(&self) -> bool {
        self.frame.person.is_none()
    }
}
