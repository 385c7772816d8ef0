//! 通知: brought by a supervisor, read by every unit that its campaign asks.

use actix_web::{HttpResponse, web};

use super::answer::{self, No, ask, page};
use super::signed::{Signed, masked};
use super::uploaded::Uploaded;
use super::views;
use crate::workflow::{Service, notice};

pub async fn new(signed: Signed) -> Result<HttpResponse, No> {
    page(&views::notice::new_page(String::new(), &[], &signed.actor, &masked(&signed.csrf)))
}

/// A notice came: on to the campaign that it proposes, or to the choice among several.
pub async fn receive(
    signed: Signed,
    service: web::Data<Service>,
    uploaded: Uploaded,
) -> Result<HttpResponse, No> {
    let text = uploaded.fields.text("text").to_owned();
    let file = uploaded.file("file").map(|file| (file.name.clone(), file.bytes.clone()));
    let (actor, came) = (signed.actor.clone(), (text.clone(), file));
    let csrf = masked(&signed.csrf);
    let received = ask(&service, move |service| notice::receive(service, &actor, came)).await;
    match received {
        Ok(ids) if ids.len() == 1 => Ok(answer::see_other(&format!("/campaigns/new?notice={}", ids[0]))),
        Ok(ids) => {
            let actor = signed.actor.clone();
            let proposed = ask(&service, move |service| {
                ids.into_iter().map(|id| notice::proposed(service, &actor, id)).collect::<Result<Vec<_>, _>>()
            });
            page(&views::notice::choice_page(&proposed.await?, &signed.actor, &csrf))
        }
        Err(problem) => {
            let problem = answer::to_correct(problem)?;
            answer::page_again(&views::notice::new_page(text, &problem.sentences, &signed.actor, &csrf))
        }
    }
}

pub async fn show(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let (actor, campaign) = (signed.actor.clone(), campaign.into_inner());
    let (title, kept) = ask(&service, move |service| notice::of_campaign(service, &actor, campaign)).await?;
    let file = kept.file.map_or(String::new(), |(name, _)| name);
    page(&views::notice::notice_page(
        (campaign, &title),
        (kept.text, file),
        &signed.actor,
        &masked(&signed.csrf),
    ))
}

pub async fn file(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let (actor, campaign) = (signed.actor, campaign.into_inner());
    let file = ask(&service, move |service| notice::file_of_campaign(service, &actor, campaign)).await?;
    Ok(answer::download(&file.name, "application/octet-stream", file.bytes))
}
