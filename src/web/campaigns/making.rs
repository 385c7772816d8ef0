//! A new campaign: the empty form, and what was typed into it.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::super::answer::{self, No, ask, page};
use super::super::pages::campaign::{CampaignValues, ClockFields};
use super::super::posted::Posted;
use super::super::signed::{Signed, masked};
use super::super::views;
use super::materials::with_spare;
use super::typed::{Typed, asks_for_more};
use super::{like, proposed};
use crate::campaign::Shift;
use crate::problem::{Problem, ProblemCode};
use crate::workflow::campaigns::Continued;
use crate::workflow::notice::{self, Proposed};
use crate::workflow::{Service, campaigns, forms};

/// Where a new campaign begins: with nothing, with a notice, or with the campaign of an earlier year.
#[derive(Debug, Deserialize)]
pub struct Beginning {
    notice: Option<i64>,
    like: Option<i64>,
}

pub async fn new(
    signed: Signed,
    service: web::Data<Service>,
    beginning: web::Query<Beginning>,
) -> Result<HttpResponse, No> {
    let year = chrono::Datelike::year(&service.now());
    let listed = ask(&service, forms::list).await?;
    let mut values = CampaignValues {
        title: format!("{year}年“3·15”活动情况统计"),
        form: "315-activity".to_owned(),
        year: year.to_string(),
        issuer: signed.actor.unit_name.clone(),
        shift: Shift::default().code().to_owned(),
        clock: ClockFields { grace_minutes: "0".to_owned(), ..ClockFields::default() },
        paper_copy: true,
        ..CampaignValues::default()
    };
    let mut read = None;
    if let Some(proposed) = proposed(&service, &signed, beginning.notice).await? {
        proposed::fill_in(&mut values, &proposed);
        read = Some(views::notice::read(&proposed));
    }
    if let Some(like) = continued(&service, &signed, beginning.like).await? {
        like::fill_in(&mut values, &like, service.settings.office_closes);
    }
    values.materials = with_spare(std::mem::take(&mut values.materials), 0);
    page(&views::campaign::new_page((values, read), &listed, None, &[], &signed.actor, &masked(&signed.csrf)))
}

/// What the notice proposes, where the campaign is made from one.
async fn proposed(
    service: &web::Data<Service>,
    signed: &Signed,
    id: Option<i64>,
) -> Result<Option<Proposed>, No> {
    let Some(id) = id else { return Ok(None) };
    let actor = signed.actor.clone();
    Ok(Some(ask(service, move |service| notice::proposed(service, &actor, id)).await?))
}

/// The campaign of an earlier year, where the new one is to be like it.
async fn continued(
    service: &web::Data<Service>,
    signed: &Signed,
    like: Option<i64>,
) -> Result<Option<Continued>, No> {
    let Some(like) = like else { return Ok(None) };
    let actor = signed.actor.clone();
    Ok(Some(ask(service, move |service| campaigns::continued(service, &actor, like)).await?))
}

pub async fn create(
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<Typed>,
) -> Result<HttpResponse, No> {
    let like = continued(&service, &signed, posted.value.like()).await?;
    let closing = service.settings.office_closes;
    let planned = posted.check().and_then(|()| posted.value.plan(&posted.fields, closing, like.as_ref()));
    let understood = planned.as_ref().ok().map(|plan| {
        let table = plan.deliverables.iter().find(|asked| asked.is_table());
        (table.and_then(|table| table.due.clone()), plan.days_off.clone())
    });
    let made = match planned {
        // More rows first: nothing is wrong with what is not finished.
        _ if asks_for_more(&posted.fields) => Err(Problem::new(ProblemCode::Invalid, "")),
        Ok(plan) => {
            let actor = signed.actor.clone();
            ask(&service, move |service| campaigns::create(service, &actor, plan)).await
        }
        Err(problem) => Err(problem),
    };
    match made {
        Ok(id) => Ok(answer::see_other(&format!("/campaigns/{id}"))),
        Err(problem) => {
            let problem = answer::to_correct(problem)?;
            let (values, csrf) = (posted.value.values(&posted.fields), masked(&signed.csrf));
            let read = proposed(&service, &signed, posted.value.notice()).await?;
            let read = read.map(|read| views::notice::read(&read));
            let typed = (values, read);
            let listed = ask(&service, forms::list).await?;
            let more = asks_for_more(&posted.fields);
            let wrong = if more { &[][..] } else { &problem.sentences };
            let page = views::campaign::new_page(typed, &listed, understood, wrong, &signed.actor, &csrf);
            if more { answer::page(&page) } else { answer::page_again(&page) }
        }
    }
}
