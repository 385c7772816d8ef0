//! 添负担: one form on a unit's page.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask};
use super::boards::some;
use super::posted::Posted;
use super::signed::Signed;
use crate::campaign::burden::{Burden, BurdenKind};
use crate::workflow::{Service, burden};

#[derive(Debug, Deserialize, Validate)]
pub struct Said {
    /// Code of a kind; blank takes it back.
    #[serde(default)]
    kind: String,
    #[serde(default)]
    #[validate(length(max = 500, message = "想说的话请不超过 500 个字。"))]
    words: String,
}

pub async fn say(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
    posted: Posted<Said>,
) -> Result<HttpResponse, No> {
    posted.check()?;
    let (campaign, code) = place.into_inner();
    let back = format!("/campaigns/{campaign}/units/{code}#burden");
    let words = some(&posted.value.words).map(str::to_owned);
    let said = BurdenKind::from_code(&posted.value.kind).map(|kind| Burden { kind, words });
    ask(&service, move |service| burden::say(service, &signed.actor, (campaign, &code), said)).await?;
    Ok(answer::see_other(&back))
}
