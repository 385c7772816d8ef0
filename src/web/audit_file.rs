//! 审计记录 as a file: what the page shows under the same choice, all of it, for whoever keeps or examines it elsewhere.

use actix_web::{HttpResponse, web};

use super::answer::{No, ask};
use super::audit::{Asked, line};
use super::pouring;
use super::signed::Signed;
use crate::workflow::Service;
use crate::workflow::audit;

const HEADS: [&str; 8] = ["时间", "谁", "事项", "对象", "内容", "链", "序号", "散列值"];

pub async fn download(
    signed: Signed,
    service: web::Data<Service>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, No> {
    let search = asked.into_inner().search();
    let actor = signed.actor;
    let taken = ask(&service, move |service| audit::take(service, &actor, search)).await?;
    let name = taken.name.clone();
    pouring::download(&service, (&name, "text/csv; charset=utf-8"), move |service, out| {
        taken.write(service, out, &HEADS, |shown| {
            let line = line(shown);
            let sequence = line.sequence.to_string();
            [line.at, line.who, line.verb, line.subject, line.detail, line.chain, sequence, line.hash]
        })
    })
}
