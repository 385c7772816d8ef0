//! 汇总: live totals, the units behind each, and the downloads.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::answer::{self, No, ask, page};
use super::boards::some;
use super::signed::{Signed, masked};
use super::views;
use crate::workflow::Service;
use crate::workflow::live::{self, Kind};
use crate::workflow::sign_off;
use crate::workflow::totals::{self, Basis};

#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    node: String,
    #[serde(default)]
    accepted: String,
    /// Of the list of sources.
    #[serde(default)]
    sort: String,
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
    let (totals, heads) = ask(&service, move |service| {
        let totals = totals::totals(service, &actor, campaign, some(&query.node), query.basis())?;
        let heads = sign_off::heads(service, &actor, campaign, some(&query.node))?;
        Ok((totals, heads))
    })
    .await?;
    page(&views::totals::totals_page(&totals, &heads, service.now(), &signed.actor, &masked(&signed.csrf)))
}

pub async fn sources(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, usize)>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let (campaign, figure) = place.into_inner();
    let actor = signed.actor.clone();
    let query = query.into_inner();
    let sort = query.sort.clone();
    let behind = ask(&service, move |service| {
        totals::behind(service, &actor, (campaign, some(&query.node)), figure, query.basis())
    })
    .await?;
    let csrf = masked(&signed.csrf);
    page(&views::totals::sources_page(&behind, &sort, service.now(), &signed.actor, &csrf))
}

/// A node's totals as a file: the address says which kind.
pub async fn download(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let (kind, content_type) = match request.path().rsplit('/').next() {
        Some("data.csv") => (Kind::Csv, "text/csv; charset=utf-8"),
        Some("data.json") => (Kind::Json, "application/json"),
        _ => (Kind::Workbook, answer::XLSX),
    };
    let campaign = campaign.into_inner();
    let made = ask(&service, move |service| {
        live::download(service, &signed.actor, (campaign, some(&query.node)), query.basis(), kind)
    });
    let made = made.await?;
    Ok(answer::download(&made.name, content_type, made.bytes))
}
