//! A campaign is published, closed, archived: one button each.

use actix_web::{HttpResponse, web};

use super::super::answer::{self, No, ask};
use super::super::posted::{Posted, Pressed};
use super::super::signed::Signed;
use super::shown::shown;
use crate::campaign::CampaignState;
use crate::workflow::{Service, campaigns};

pub async fn publish(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    change(signed, service, id.into_inner(), CampaignState::Published).await
}

pub async fn close(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    change(signed, service, id.into_inner(), CampaignState::Closed).await
}

pub async fn archive(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    change(signed, service, id.into_inner(), CampaignState::Archived).await
}

async fn change(
    signed: Signed,
    service: web::Data<Service>,
    id: i64,
    next: CampaignState,
) -> Result<HttpResponse, No> {
    let actor = signed.actor.clone();
    match ask(&service, move |service| campaigns::change_state(service, &actor, id, next)).await {
        Ok(()) => Ok(answer::see_other(&format!("/campaigns/{id}"))),
        Err(problem) => {
            let problem = answer::to_correct(problem)?;
            shown(&signed, &service, id, Some(problem)).await
        }
    }
}
