//! 批注好的原表: the file that was sent, with what is wrong written into it. A plain download, with and without scripts.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::answer::{self, No, ask};
use super::boards::some;
use super::pouring;
use super::signed::Signed;
use crate::workflow::Service;
use crate::workflow::annotate::of_draft::of_draft;
use crate::workflow::annotate::of_revision::of_revision;
use crate::workflow::annotate::of_units::{Bundle, of_batch, of_units};

#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    node: String,
}

/// Of the file in a unit's draft.
pub async fn draft(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    let made = ask(&service, move |service| of_draft(service, &signed.actor, campaign, &code)).await?;
    Ok(answer::download(&made.name, "application/octet-stream", made.bytes))
}

/// Of what was sent.
pub async fn submission(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
) -> Result<HttpResponse, No> {
    let made = ask(&service, move |service| of_revision(service, &signed.actor, *id)).await?;
    Ok(answer::download(&made.name, "application/octet-stream", made.bytes))
}

pub async fn units(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    of_node(signed, service, (*campaign, query.into_inner().node)).await
}

/// Of the units of a node; of the highest that is seen, where it has no name.
pub async fn of_node(
    signed: Signed,
    service: web::Data<Service>,
    (campaign, node): (i64, String),
) -> Result<HttpResponse, No> {
    let made = ask(&service, move |service| of_units(service, &signed.actor, campaign, some(&node))).await?;
    pour(&service, made)
}

/// Of the files of a batch that is to be sent on behalf of units.
pub async fn batch(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
) -> Result<HttpResponse, No> {
    let (campaign, batch) = place.into_inner();
    let made = ask(&service, move |service| of_batch(service, &signed.actor, campaign, &batch)).await?;
    pour(&service, made)
}

fn pour(service: &web::Data<Service>, made: Bundle) -> Result<HttpResponse, No> {
    let name = made.name.clone();
    pouring::download(service, (&name, "application/zip"), move |service, out| made.write(service, out))
}
