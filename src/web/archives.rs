//! 下载全部材料: everything that the units of a node sent, as one archive, for pages and programs alike.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::answer::{No, ask};
use super::boards::some;
use super::pouring;
use super::signed::Signed;
use crate::workflow::{Service, archive};

#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    node: String,
}

pub async fn download(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    of_node(signed, service, (campaign.into_inner(), query.into_inner().node)).await
}

/// The archive of this node; of the highest that is seen, where it has no name.
pub async fn of_node(
    signed: Signed,
    service: web::Data<Service>,
    (campaign, node): (i64, String),
) -> Result<HttpResponse, No> {
    let made = ask(&service, move |service| archive::archive(service, &signed.actor, campaign, some(&node)));
    let made = made.await?;
    let name = made.name.clone();
    pouring::download(&service, (&name, "application/zip"), move |service, out| made.write(service, out))
}
