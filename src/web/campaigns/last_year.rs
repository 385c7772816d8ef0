//! Last year's figures for a campaign.

use actix_web::{HttpResponse, web};

use super::super::answer::{self, No, ask};
use super::super::signed::Signed;
use super::super::uploaded::Uploaded;
use super::shown::shown;
use crate::problem::ProblemCode;
use crate::workflow::{Service, campaigns};

/// Last year's figures, from a file or from last year's campaign.
pub async fn last_year(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    uploaded: Uploaded,
) -> Result<HttpResponse, No> {
    let id = id.into_inner();
    let actor = signed.actor.clone();
    let loaded = match uploaded.file("file").cloned() {
        Some(file) => {
            ask(&service, move |service| {
                campaigns::load_last_year(service, &actor, id, &file.name, &file.bytes).map(|_| ())
            })
            .await
        }
        None => {
            let last: Option<i64> = uploaded.fields.text("campaign").parse().ok();
            ask(&service, move |service| campaigns::use_last_campaign(service, &actor, id, last)).await
        }
    };
    match loaded {
        Ok(()) => Ok(answer::see_other(&format!("/campaigns/{id}"))),
        Err(problem) if matches!(problem.code, ProblemCode::Invalid | ProblemCode::Refused) => {
            shown(&signed, &service, id, Some(problem)).await
        }
        Err(problem) => Err(No(problem)),
    }
}
