//! 代报: files put down, looked at, sent.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page};
use super::posted::{Fields, Posted};
use super::signed::{Signed, masked};
use super::uploaded::Uploaded;
use super::views;
use crate::workflow::behalf::{Placed, Ticked};
use crate::workflow::{Service, behalf, look};

pub async fn show(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let (actor, campaign) = (signed.actor.clone(), campaign.into_inner());
    let view = ask(&service, move |service| look::campaign(service, &actor, campaign)).await?;
    page(&views::behalf::behalf_page(&view.task, &signed.actor, &masked(&signed.csrf)))
}

/// Files were put down: kept, and on to their preview.
pub async fn receive(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    uploaded: Uploaded,
) -> Result<HttpResponse, No> {
    let campaign = campaign.into_inner();
    let files: Vec<(String, Vec<u8>)> = uploaded
        .files
        .iter()
        .filter(|file| !(file.bytes.is_empty() && file.name.is_empty()))
        .map(|file| (file.name.clone(), file.bytes.clone()))
        .collect();
    let actor = signed.actor.clone();
    match ask(&service, move |service| behalf::receive(service, &actor, campaign, files)).await {
        Ok(batch) => Ok(answer::see_other(&format!("/campaigns/{campaign}/behalf/{batch}"))),
        Err(problem) => {
            let problem = answer::to_correct(problem)?;
            let actor = signed.actor.clone();
            let view = ask(&service, move |service| look::campaign(service, &actor, campaign)).await?;
            let mut page = views::behalf::behalf_page(&view.task, &signed.actor, &masked(&signed.csrf));
            page.frame = page.frame.wrong(&problem.sentences);
            answer::page_again(&page)
        }
    }
}

pub async fn preview(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
) -> Result<HttpResponse, No> {
    let (campaign, batch) = place.into_inner();
    let (actor, name) = (signed.actor.clone(), batch.clone());
    let previewed = ask(&service, move |service| behalf::preview(service, &actor, campaign, &name)).await?;
    page(&views::behalf::preview_page(&previewed, &batch, &signed.actor, &masked(&signed.csrf)))
}

#[derive(Debug, Deserialize, Validate)]
pub struct Batch {
    #[validate(length(min = 16, max = 80, message = "页面内容不完整，请刷新后再试。"))]
    batch: String,
}

pub async fn send(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    posted: Posted<Batch>,
) -> Result<HttpResponse, No> {
    posted.check()?;
    let campaign = campaign.into_inner();
    let ticked = ticked(&posted.fields);
    let (actor, received, batch) = (signed.actor.clone(), posted.received, posted.value.batch);
    let (task, sent) =
        ask(&service, move |service| behalf::send(service, &actor, (campaign, &batch), &ticked, received))
            .await?;
    page(&views::behalf::result_page(&task, &sent, &signed.actor, &masked(&signed.csrf)))
}

/// `send.3` ticks the third table; `e.3.1` explains its first finding; `material.2` ticks the second file without one;
/// `unit.2` and `place.2` say by hand whose it is and what.
fn ticked(fields: &Fields) -> Ticked {
    let mut ticked: BTreeMap<usize, BTreeMap<usize, String>> =
        fields.numbered("send").map(|(ordinal, _)| (ordinal, BTreeMap::new())).collect();
    for (name, words) in &fields.0 {
        let numbers = name.strip_prefix("e.").and_then(|rest| rest.split_once('.'));
        let Some((ordinal, index)) = numbers else { continue };
        if let (Ok(ordinal), Ok(index)) = (ordinal.parse(), index.parse())
            && let Some(own) = ticked.get_mut(&ordinal)
        {
            own.insert(index, words.clone());
        }
    }
    let materials = fields.numbered("material").map(|(ordinal, _)| ordinal).collect();
    let mut places: BTreeMap<usize, Placed> = BTreeMap::new();
    for (ordinal, words) in fields.numbered("unit") {
        places.entry(ordinal).or_default().unit = words.trim().to_owned();
    }
    for (ordinal, number) in fields.numbered("place") {
        places.entry(ordinal).or_default().deliverable = number.parse().ok();
    }
    Ticked { tables: ticked, materials, places }
}
