//! 审计记录: the log, read by auditors and administrators.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::answer::{self, No, ask};
use super::pages::AuditPage;
use super::pages::audit::AuditLine;
use super::pages::heads::Heads;
use super::pages::layout::Choice;
use super::pages::proof::Proof;
use super::pages::words::{self, to_the_second};
use super::signed::Signed;
use super::views;
use crate::vocabulary::Arranged;
use crate::workflow::audit::{self, First, Place, Search, Shown};
use crate::workflow::{Service, seal};

const A_PAGE: usize = 100;

/// The column that the log can be ordered by: it is too long for another.
const TIME: &str = "at";

/// Every verb of the log, in words.
const VERBS: [(&str, &str); 64] = [
    ("submit", "上报"),
    ("deliver", "报送材料"),
    ("accept-delivery", "通过材料"),
    ("return-delivery", "退回材料"),
    ("open-original", "打开原件"),
    ("accept", "通过"),
    ("return", "退回"),
    ("exempt", "免报"),
    ("unexempt", "取消免报"),
    ("extend", "延期"),
    ("sign-off", "汇总上报"),
    ("accept-sign-off", "通过汇总"),
    ("return-sign-off", "退回汇总"),
    ("decide-double", "判定重复上报"),
    ("decide-activity", "判定同一次活动"),
    ("state-total", "登记本级上报数"),
    ("receive-template", "上传上级模板"),
    ("correct-template", "更正上级模板的格子"),
    ("confirm-template", "确认上级模板"),
    ("remove-template", "删除上级模板"),
    ("remind", "催报"),
    ("note-paper", "登记书面件"),
    ("upload-refused", "文件未读取"),
    ("keep-form", "保存报表"),
    ("keep-notice", "读入通知"),
    ("create-campaign", "新建任务"),
    ("change-campaign-state", "任务发布、关闭或归档"),
    ("choose-units", "选应报单位"),
    ("expect-unit", "增加应报单位"),
    ("move-due", "改截止时间"),
    ("set-last-year", "指定上年任务"),
    ("load-last-year", "导入上年数据"),
    ("sign-in", "登录"),
    ("sign-in-failed", "登录失败"),
    ("give-password", "密码正确，待下一步"),
    ("give-code", "通过两步验证"),
    ("use-recovery-code", "用恢复码登录"),
    ("set-second-factor", "设置两步验证"),
    ("renew-recovery-codes", "换恢复码"),
    ("end-second-factor", "取消两步验证"),
    ("reset-second-factor", "重置两步验证"),
    ("sign-out", "退出"),
    ("denied", "被拒绝"),
    ("change-password", "修改密码"),
    ("reset-password", "重置密码"),
    ("create-account", "开账号"),
    ("disable-account", "停用账号"),
    ("enable-account", "恢复账号"),
    ("create-token", "开接口令牌"),
    ("revoke-token", "作废接口令牌"),
    ("token-ended", "令牌到期后仍在用"),
    ("create-setup-link", "发开通链接"),
    ("set-up", "开通管理员"),
    ("plant-root", "建立最上级单位"),
    ("import-units", "导入单位名单"),
    ("download", "下载"),
    ("backup", "备份"),
    ("restore", "恢复备份"),
    ("note-rows", "登记升级前的数据"),
    ("new-key", "启用签名密钥"),
    ("confirm-clock", "确认服务器时钟"),
    ("clock-jumped", "服务器时钟向前跳了"),
    ("begin-file-check", "开始核对原始文件"),
    ("check-files", "原始文件已核对"),
];

#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    chain: String,
    #[serde(default)]
    verb: String,
    #[serde(default)]
    sort: String,
    after: Option<String>,
}

impl Asked {
    pub(super) fn search(self) -> Search {
        let Asked { chain, verb, sort, after } = self;
        let first = if Arranged::from_code(&sort).is_rising(TIME) { First::Oldest } else { First::Newest };
        Search { chain, verb, after, first, most: A_PAGE }
    }
}

pub async fn page(
    signed: Signed,
    service: web::Data<Service>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, No> {
    let search = asked.into_inner().search();
    let (chain, verb, first) = (search.chain.clone(), search.verb.clone(), search.first);
    let actor = signed.actor.clone();
    let (entries, summary, proof) = ask(&service, move |service| {
        let (entries, summary) = audit::read(service, &actor, &search)?;
        Ok((entries, summary, seal::last(service)?))
    })
    .await?;
    let chosen = format!("chain={}&verb={}", answer::escaped(&chain), answer::escaped(&verb));
    // The newest come first until somebody asks for another order.
    let said = if first == First::Oldest { TIME.to_owned() } else { format!("-{TIME}") };
    let heads = Heads::new(format!("/audit?{chosen}"), &said, "list");
    let next = match entries.last() {
        Some(last) if entries.len() == A_PAGE => {
            heads.page_at(&format!("after={}", answer::escaped(&Place::of(last).text())))
        }
        _ => String::new(),
    };
    answer::page(&AuditPage {
        file: format!("/audit.csv?{chosen}"),
        apart: signed.actor.apart,
        frame: signed.frame("审计记录").section("/audit"),
        entries: entries.into_iter().map(line).collect(),
        chain,
        verb,
        heads,
        verbs: choices(),
        summary: format!("共 {} 条链，{} 条记录", summary.chains, summary.entries),
        checkpoint: summary.sealed_at.map(to_the_second).unwrap_or_default(),
        proof: proof.map(Proof::checkpoint),
        next,
    })
}

/// What can be looked for: all that concerns safety first, then each verb.
fn choices() -> Vec<Choice> {
    let together = (audit::ALL_SECURITY, "登录与安全（全部）");
    let verbs = std::iter::once(together).chain(VERBS);
    verbs.map(|(code, words)| Choice::new(code, words)).collect()
}

pub(super) fn line(shown: Shown) -> AuditLine {
    let verb = VERBS.iter().find(|(code, _)| *code == shown.verb).map(|(_, words)| (*words).to_owned());
    let chain = words::chain(&shown.chain);
    AuditLine {
        at: to_the_second(shown.at),
        chain,
        sequence: shown.sequence,
        who: shown.account.unwrap_or_else(|| "—".to_owned()),
        verb: verb.unwrap_or(shown.verb),
        subject: views::audit::subject(&shown.subject),
        detail: views::audit::detail(&shown.detail),
        hash: shown.hash,
    }
}
