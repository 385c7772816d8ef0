//! 未报名单, and the reminders that are kept from there.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::super::answer::{self, No, ask, page};
use super::super::pages::missing::MissingPage;
use super::super::posted::Posted;
use super::super::signed::{Signed, masked};
use super::super::views;
use super::query::{deliverable, some};
use crate::campaign::ReminderChannel;
use crate::problem::Problem;
use crate::workflow::Service;
use crate::workflow::board::{Filter, board};
use crate::workflow::reminding::{Reminding, remind as keep, reminders};

/// Reminders listed on the page.
const LISTED: usize = 1_000;

/// What the address of the list says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct List {
    #[serde(default)]
    node: String,
    #[serde(default)]
    deliverable: String,
    #[serde(default)]
    sort: String,
    /// So many units were noted as reminded just now.
    reminded: Option<u32>,
}

pub async fn missing(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<List>,
) -> Result<HttpResponse, No> {
    let query = query.into_inner();
    let mut shown = list(&signed, &service, campaign.into_inner(), &query).await?;
    if let Some(count) = query.reminded {
        shown.frame = shown.frame.done(format!("已记下催报 {count} 个单位，单位登录时会看到。"));
    }
    page(&shown)
}

async fn list(
    signed: &Signed,
    service: &web::Data<Service>,
    campaign: i64,
    said: &List,
) -> Result<MissingPage, No> {
    let (actor, node) = (signed.actor.clone(), said.node.clone());
    let filter = Filter::missing(deliverable(&said.deliverable)?);
    let (board, kept) = ask(service, move |service| {
        let board = board(service, &actor, campaign, some(&node), &filter)?;
        let kept = reminders(service, &actor, (campaign, Some(&board.node.code)), 0, LISTED)?;
        Ok((board, kept))
    })
    .await?;
    Ok(views::board::missing_page(&board, &kept, &said.sort, &signed.actor, &masked(&signed.csrf)))
}

#[derive(Clone, Debug, Deserialize, Validate)]
pub struct Said {
    #[serde(default)]
    #[validate(length(max = 100, message = "页面内容不完整，请刷新后再试。"))]
    node: String,
    #[serde(default)]
    #[validate(length(max = 20, message = "页面内容不完整，请刷新后再试。"))]
    deliverable: String,
    #[serde(default)]
    #[validate(length(max = 20, message = "请选择催报方式。"))]
    channel: String,
    #[serde(default)]
    #[validate(length(max = 5000, message = "催报的内容不超过 5000 个字。"))]
    words: String,
}

/// 已催.
pub async fn remind(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    posted: Posted<Said>,
) -> Result<HttpResponse, No> {
    let (campaign, typed) = (campaign.into_inner(), posted.value.clone());
    let units: Vec<String> = posted.fields.all("unit").map(str::to_owned).collect();
    let back = format!(
        "/campaigns/{campaign}/missing?node={}&deliverable={}",
        answer::escaped(&typed.node),
        answer::escaped(&typed.deliverable)
    );
    let (actor, said, count) = (signed.actor.clone(), reminding(&typed, units.clone()), units.len());
    let kept = posted
        .unless_wrong(async {
            let said = said?;
            ask(&service, move |service| keep(service, &actor, campaign, said)).await
        })
        .await;
    match kept {
        Ok(_) => Ok(answer::see_other(&format!("{back}&reminded={count}"))),
        Err(problem) => {
            let problem = answer::to_correct(problem)?;
            let said = List { node: typed.node, deliverable: typed.deliverable, ..List::default() };
            let mut shown = list(&signed, &service, campaign, &said).await?;
            shown.frame = shown.frame.wrong(&problem.sentences);
            shown.text = typed.words;
            if let Some(form) = &mut shown.form {
                (form.channel, form.ticked) = (typed.channel, units);
            }
            answer::page_again(&shown)
        }
    }
}

fn reminding(typed: &Said, units: Vec<String>) -> Result<Reminding, Problem> {
    let channel = ReminderChannel::from_code(&typed.channel);
    Ok(Reminding {
        deliverable: deliverable(&typed.deliverable)?,
        units,
        channel: channel.ok_or_else(|| Problem::field("channel", "请选择催报方式。"))?,
        words: typed.words.clone(),
    })
}
