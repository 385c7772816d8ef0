//! 空白表: to be downloaded, filled in and sent back, for one unit or for all of a node's.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::answer::{self, No, ask};
use super::boards::some;
use super::pouring;
use super::signed::Signed;
use crate::workflow::Service;
use crate::workflow::blank::{self, Kind};

pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A unit's; the address says as what.
pub async fn unit(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
) -> Result<HttpResponse, No> {
    let kind = request.path().rsplit('.').next().and_then(Kind::from_ending).unwrap_or_default();
    of_unit(signed, service, place.into_inner(), kind).await
}

/// A unit's blank form.
pub async fn of_unit(
    signed: Signed,
    service: web::Data<Service>,
    (campaign, code): (i64, String),
    kind: Kind,
) -> Result<HttpResponse, No> {
    let made =
        ask(&service, move |service| blank::of_unit(service, &signed.actor, (campaign, &code), kind)).await?;
    let content_type = if kind == Kind::Document { DOCX } else { answer::XLSX };
    Ok(answer::download(&made.name, content_type, made.bytes))
}

#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    node: String,
    /// `docx` for documents.
    #[serde(default)]
    kind: String,
}

pub async fn units(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let Query { node, kind } = query.into_inner();
    of_node(signed, service, (campaign.into_inner(), node), Kind::from_ending(&kind).unwrap_or_default())
        .await
}

/// The blank forms of this node's units; of the highest that is seen, where it has no name.
pub async fn of_node(
    signed: Signed,
    service: web::Data<Service>,
    (campaign, node): (i64, String),
    kind: Kind,
) -> Result<HttpResponse, No> {
    let made =
        ask(&service, move |service| blank::of_node(service, &signed.actor, (campaign, some(&node)), kind));
    let made = made.await?;
    let name = made.name.clone();
    pouring::download(&service, (&name, "application/zip"), move |_, out| made.write(out))
}
