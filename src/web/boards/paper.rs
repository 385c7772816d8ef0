//! 书面件, noted from a unit's page.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::super::answer::{self, No, ask};
use super::super::posted::Posted;
use super::super::signed::{Signed, masked};
use super::super::views;
use super::query::some;
use crate::problem::Problem;
use crate::workflow::paper::note_paper;
use crate::workflow::{Service, look};

#[derive(Clone, Debug, Deserialize, Validate)]
pub struct Came {
    deliverable: i64,
    /// The day, `2024-03-20`; empty: it is not there.
    #[serde(default)]
    #[validate(length(max = 20, message = "请写成 2024-03-20。"))]
    on: String,
}

pub async fn paper(
    signed: Signed,
    service: web::Data<Service>,
    place: web::Path<(i64, String)>,
    posted: Posted<Came>,
) -> Result<HttpResponse, No> {
    let ((campaign, code), came) = (place.into_inner(), posted.value.clone());
    let back = format!("/campaigns/{campaign}/units/{}#papers", answer::escaped(&code));
    let field = format!("on-{}", came.deliverable);
    let (actor, unit) = (signed.actor.clone(), code.clone());
    let noted = posted
        .unless_wrong(async {
            let on = some(&came.on).map(str::parse).transpose();
            let on = on.map_err(|_| Problem::field("on", "请写收到的日期，例如 2024-03-20。"))?;
            ask(&service, move |service| note_paper(service, &actor, (campaign, &unit), came.deliverable, on))
                .await
        })
        .await;
    match noted {
        Ok(()) => Ok(answer::see_other(&back)),
        Err(problem) => {
            let mut problem = answer::to_correct(problem)?;
            for named in problem.sentences.iter_mut().filter_map(|(named, _)| named.as_mut()) {
                named.clone_from(&field);
            }
            let actor = signed.actor.clone();
            let view = ask(&service, move |service| look::unit(service, &actor, campaign, &code)).await?;
            let mut page = views::unit::unit_page(&view, &signed.actor, &masked(&signed.csrf));
            page.frame = page.frame.wrong(&problem.sentences);
            answer::page_again(&page)
        }
    }
}
