//! 本级上报数: what a node itself says that its units add up to, put down as figures or as a sheet.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::answer::{self, No, ask, page};
use super::boards::some;
use super::signed::{Signed, masked};
use super::uploaded::Uploaded;
use super::views;
use crate::problem::{Problem, ProblemCode};
use crate::workflow::Service;
use crate::workflow::stated::{self, Said};

#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    node: String,
}

pub async fn show(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let (actor, campaign) = (signed.actor.clone(), campaign.into_inner());
    let view = ask(&service, move |service| stated::view(service, &actor, campaign, some(&query.node)));
    page(&views::stated::stated_page(&view.await?, &signed.actor, &masked(&signed.csrf)))
}

/// What the page sent: the file, or what was typed; both at once would be one too many.
fn said(uploaded: &Uploaded) -> Result<Said, Problem> {
    let typed = uploaded.fields.numbered("v");
    let typed = typed.map(|(figure, text)| (figure, text.chars().take(200).collect::<String>()));
    let typed: std::collections::BTreeMap<usize, String> = typed.collect();
    let any = typed.values().any(|text| !text.trim().is_empty());
    match uploaded.file("file") {
        Some(_) if any => Err(Problem::field("file", "填了数字又选了文件，不知道以哪个为准；请只用一种。")),
        Some(file) => Ok(Said::File(file.name.clone(), file.bytes.clone())),
        None => Ok(Said::Typed(typed)),
    }
}

pub async fn keep(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    uploaded: Uploaded,
) -> Result<HttpResponse, No> {
    let campaign = campaign.into_inner();
    let node = uploaded.fields.text("node").to_owned();
    let (actor, of, said) = (signed.actor.clone(), node.clone(), said(&uploaded));
    let kept =
        ask(&service, move |service| stated::state(service, &actor, (campaign, some(&of)), said?)).await;
    match kept {
        Ok(_) => Ok(answer::see_other(&format!(
            "/campaigns/{campaign}/totals?node={}#differences",
            answer::escaped(&node)
        ))),
        Err(problem) => {
            let mut problem = match problem.code {
                // What is wrong with the file stands at the file.
                ProblemCode::Refused => Problem::field("file", problem.text()),
                _ => answer::to_correct(problem)?,
            };
            for (field, _) in &mut problem.sentences {
                field.get_or_insert_with(|| "file".to_owned());
            }
            let (actor, of) = (signed.actor.clone(), node.clone());
            let view =
                ask(&service, move |service| stated::view(service, &actor, campaign, some(&of))).await?;
            let mut page = views::stated::stated_page(&view, &signed.actor, &masked(&signed.csrf));
            page.put_back(|name| uploaded.fields.text(name));
            page.frame = page.frame.wrong(&problem.sentences);
            answer::page_again(&page)
        }
    }
}
