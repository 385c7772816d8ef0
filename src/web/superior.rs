//! 上级模板: a superior's own blank file, uploaded, looked at cell by cell, confirmed, and filled ever after.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page};
use super::blanks::DOCX;
use super::boards::some;
use super::pages::SuperiorPage;
use super::posted::{Posted, Pressed};
use super::signed::{Signed, masked};
use super::uploaded::Uploaded;
use super::views;
use super::views::superior::Looking;
use crate::problem::{Problem, ProblemCode};
use crate::workflow::Service;
use crate::workflow::download::Download;
use crate::workflow::superior::{self, Chosen, From, Sheets};

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    node: String,
    /// `signed`: what was signed last; else what is in force now.
    #[serde(default)]
    from: String,
    /// The cell that is to be corrected: `0!D5`.
    #[serde(default)]
    cell: String,
    /// What was just done.
    #[serde(default)]
    done: String,
}

const NOTES: [(&str, &str); 4] = [
    ("read", "模板已读取，还没有确认。请核对下面每一格填什么。"),
    ("corrected", "已改，还没有确认。"),
    ("confirmed", "模板已确认，以后可以直接下载填好的上级报表。"),
    ("removed", "模板已删除。"),
];

pub(super) fn which(from: &str) -> From {
    if from == "signed" { From::Signed } else { From::Live }
}

pub async fn show(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let query = query.into_inner();
    let done = query.done.clone();
    let mut shown = looked(&signed, &service, campaign.into_inner(), query).await?;
    shown.frame = shown.frame.noted(&done, &NOTES);
    page(&shown)
}

/// The page as it is now.
async fn looked(
    signed: &Signed,
    service: &web::Data<Service>,
    campaign: i64,
    query: Query,
) -> Result<SuperiorPage, Problem> {
    let (actor, csrf) = (signed.actor.clone(), masked(&signed.csrf));
    ask(service, move |service| {
        let shown = superior::shown(service, &actor, campaign, some(&query.node))?;
        let from = if shown.signed.is_some() { which(&query.from) } else { From::Live };
        let looking = match shown.first() {
            Some(kept) => {
                let opened = superior::open(service, &actor, kept.id, Sheets::Draft)?;
                let looked = opened.look(service, &actor, from)?;
                let below = superior::below(service, &opened)?;
                Some(Looking { opened, looked, below, cell: query.cell })
            }
            None => None,
        };
        Ok(views::superior::superior_page(&shown, looking.as_ref(), from, (&actor, &csrf)))
    })
    .await
}

fn address(campaign: i64, node: &str, done: &str) -> String {
    format!("/campaigns/{campaign}/superior-template?node={}&done={done}", answer::escaped(node))
}

/// The page again with what is wrong on it; what cannot be put right there is the answer itself.
async fn again(
    signed: &Signed,
    service: &web::Data<Service>,
    (campaign, node): (i64, &str),
    problem: Problem,
) -> Result<HttpResponse, No> {
    let problem = match problem.code {
        // What is wrong with the file stands at the file.
        ProblemCode::Refused => Problem::field("file", problem.text()),
        _ => answer::to_correct(problem)?,
    };
    let query = Query { node: node.to_owned(), ..Query::default() };
    let mut page = looked(signed, service, campaign, query).await?;
    page.frame = page.frame.wrong(&problem.sentences);
    answer::page_again(&page)
}

pub async fn receive(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    uploaded: Uploaded,
) -> Result<HttpResponse, No> {
    let campaign = campaign.into_inner();
    let node = uploaded.fields.text("node").to_owned();
    let file = uploaded.file("file").map(|file| (file.name.clone(), file.bytes.clone()));
    let (actor, of) = (signed.actor.clone(), node.clone());
    let received = ask(&service, move |service| {
        let (name, bytes) = file.ok_or_else(|| Problem::field("file", "请选择上级下发的空白表。"))?;
        superior::receive(service, &actor, (campaign, some(&of)), (&name, bytes))
    });
    match received.await {
        Ok(_) => Ok(answer::see_other(&address(campaign, &node, "read"))),
        Err(problem) => again(&signed, &service, (campaign, &node), problem).await,
    }
}

#[derive(Debug, Deserialize, Validate)]
pub struct Correction {
    #[serde(default)]
    #[validate(length(max = 20, message = "请选择一格。"))]
    cell: String,
    #[serde(default)]
    #[validate(length(max = 200, message = "请选择这一格填什么。"))]
    asked: String,
    #[serde(default)]
    #[validate(length(max = 40, message = "请选择填谁的数。"))]
    whose: String,
}

/// Does something with a template, and shows its page.
async fn then(
    signed: &Signed,
    service: &web::Data<Service>,
    id: i64,
    done: &'static str,
    verb: impl FnOnce(&Service) -> Result<(), Problem> + Send + 'static,
) -> Result<HttpResponse, No> {
    let actor = signed.actor.clone();
    let (campaign, node) = ask(service, move |service| superior::whose(service, &actor, id)).await?;
    match ask(service, verb).await {
        Ok(()) => Ok(answer::see_other(&address(campaign, &node, done))),
        Err(problem) => again(signed, service, (campaign, &node), problem).await,
    }
}

pub async fn correct(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    posted: Posted<Correction>,
) -> Result<HttpResponse, No> {
    let (actor, id) = (signed.actor.clone(), id.into_inner());
    let checked = posted.check();
    let Correction { cell, asked, whose } = posted.value;
    then(&signed, &service, id, "corrected", move |service| {
        checked?;
        let at = views::superior::parsed(&cell).ok_or_else(|| Problem::field("cell", "请选择一格。"))?;
        let (asked, measure) = asked.split_once('@').unwrap_or((&asked, ""));
        let chosen = Chosen { at, asked: asked.to_owned(), whose, measure: measure.to_owned() };
        let opened = superior::open(service, &actor, id, Sheets::Draft)?;
        let choices = superior::choices(&opened, &superior::below(service, &opened)?, &[chosen])?;
        superior::correct(service, &actor, id, &choices)
    })
    .await
}

pub async fn confirm(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _pressed: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let (actor, id) = (signed.actor.clone(), id.into_inner());
    then(&signed, &service, id, "confirmed", move |service| superior::confirm(service, &actor, id)).await
}

#[derive(Debug, Deserialize, Validate)]
pub struct Removal {
    #[serde(default)]
    confirm: String,
}

pub async fn remove(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    posted: Posted<Removal>,
) -> Result<HttpResponse, No> {
    let (actor, id) = (signed.actor.clone(), id.into_inner());
    let is_meant = !posted.value.confirm.is_empty();
    then(&signed, &service, id, "removed", move |service| match is_meant {
        true => superior::remove(service, &actor, id),
        false => Err(Problem::field("confirm", "请先勾选，确认要删除这个模板。")),
    })
    .await
}

/// The filled file.
pub async fn filled(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let from = which(&query.from);
    let made = ask(&service, move |service| superior::download(service, &signed.actor, *id, from)).await?;
    Ok(answer::download(&made.name, media_type(&made), made.bytes))
}

/// Of which type a filled file is: its bytes say it, not its name, but for documents.
pub fn media_type(made: &Download) -> &'static str {
    match made.bytes.starts_with(b"PK") {
        true if made.name.ends_with(".docx") => DOCX,
        true => answer::XLSX,
        false => answer::XLS,
    }
}

/// The blank file, as it was received.
pub async fn file(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let file = ask(&service, move |service| superior::file(service, &signed.actor, *id)).await?;
    Ok(answer::download(&file.name, "application/octet-stream", file.bytes))
}
