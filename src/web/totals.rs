//! 汇总: live totals, the units behind each, and the downloads.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::answer::{self, No, ask, page};
use super::boards::some;
use super::signed::{Signed, masked};
use super::views;
use crate::workflow::Service;
use crate::workflow::live::{self, Kind};
use crate::workflow::totals::{self, Basis};

#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    node: String,
    #[serde(default)]
    accepted: String,
}

impl Query {
    fn basis(&self) -> Basis {
        if self.accepted.is_empty() { Basis::InForce } else { Basis::Accepted }
    }
}

pub async fn show(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let (actor, campaign) = (signed.actor.clone(), campaign.into_inner());
    let totals = ask(&service, move |service| {
        totals::totals(service, &actor, campaign, some(&query.node), query.basis())
    })
    .await?;
    page(&views::totals::totals_page(&totals, service.now(), &signed.actor, &masked(&signed.csrf)))
}

pub async fn sources(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, usize)>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let (campaign, figure) = place.into_inner();
    let actor = signed.actor.clone();
    let behind = ask(&service, move |service| {
        totals::behind(service, &actor, (campaign, some(&query.node)), figure, query.basis())
    })
    .await?;
    page(&views::totals::sources_page(&behind, service.now(), &signed.actor, &masked(&signed.csrf)))
}

/// Who asks for a file, and of which campaign and node.
type Asked = (Signed, web::Data<Service>, web::Path<i64>, web::Query<Query>);

async fn download(
    (signed, service, campaign, query): Asked,
    kind: Kind,
    content_type: &str,
) -> Result<HttpResponse, No> {
    let campaign = campaign.into_inner();
    let made = ask(&service, move |service| {
        live::download(service, &signed.actor, (campaign, some(&query.node)), query.basis(), kind)
    })
    .await?;
    Ok(answer::download(&made.name, content_type, made.bytes))
}

pub async fn workbook(asked: Asked) -> Result<HttpResponse, No> {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    download(asked, Kind::Workbook, kind).await
}

pub async fn csv(asked: Asked) -> Result<HttpResponse, No> {
    download(asked, Kind::Csv, "text/csv; charset=utf-8").await
}

pub async fn json(asked: Asked) -> Result<HttpResponse, No> {
    download(asked, Kind::Json, "application/json").await
}
