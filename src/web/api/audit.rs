//! 审计记录: the log within the own subtree, for whoever reads it elsewhere.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::No;
use super::super::signed::Signed;
use super::reading::limit;
use super::reply::tell;
use super::shapes;
use crate::workflow::Service;
use crate::workflow::audit::{self, Place, Search};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// 单位代码，或 `system`；不写为全部
    #[serde(default)]
    chain: String,
    /// 事项，例如 `submit`；不写为全部
    #[serde(default)]
    verb: String,
    /// 上一页答的 `next`
    after: Option<String>,
    /// 一页最多几条；不写为 100
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
}

#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", summary = "审计记录", params(AuditQuery),
    responses((status = 200, body = shapes::AuditShape)))]
pub async fn list(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    query: web::Query<AuditQuery>,
) -> Result<HttpResponse, No> {
    let most = limit(query.limit)?;
    tell(&request, &service, move |service| {
        let AuditQuery { chain, verb, after, .. } = query.into_inner();
        let search = Search { chain, verb, after, most: most + 1, ..Search::default() };
        let (mut entries, summary) = audit::read(service, &signed.actor, &search)?;
        let more = entries.len() > most;
        entries.truncate(most);
        Ok(shapes::AuditShape {
            next: entries.last().filter(|_| more).map(|last| Place::of(last).text()),
            entries: entries.into_iter().map(shapes::audit_entry).collect(),
            chains: summary.chains,
            count: summary.entries,
            sealed: summary.sealed_at.map(shapes::time),
        })
    })
    .await
}
