//! 应报单位: chosen while the campaign is a draft; one by one afterwards.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::super::answer::{self, No, ask, page_as};
use super::super::posted::Posted;
use super::super::signed::{Signed, masked};
use super::super::views;
use crate::campaign::{CampaignState, Choice, Single};
use crate::problem::Problem;
use crate::vocabulary::{Actor, Level, UnitCode};
use crate::web::pages::expected::SingleFields;
use crate::web::pages::layout::in_form;
use crate::workflow::{Service, campaigns};

#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    sort: String,
    /// So many units were on the pages before.
    #[serde(default)]
    skip: usize,
}

pub async fn expected(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    shown(&signed, &service, id.into_inner(), &query, None).await
}

/// A choice as it was ticked and typed; groups and nodes repeat their field.
#[derive(Clone, Debug, Deserialize, Validate)]
pub struct Ticked {
    #[serde(default)]
    #[validate(length(max = 2000, message = "代码写得太多，请不超过 2000 个字。"))]
    units: String,
    #[serde(default)]
    level: String,
}

/// Chooses whom a draft will ask; single units stay as they were decided.
pub async fn choose(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    posted: Posted<Ticked>,
) -> Result<HttpResponse, No> {
    let id = id.into_inner();
    posted.check()?;
    let named = posted.fields.all("below").map(str::to_owned);
    let others = posted.value.units.split([' ', '、', '，', ',', '\n', '\r', '　']).map(str::to_owned);
    let below: Vec<UnitCode> =
        named.chain(others).filter(|code| !code.is_empty()).map(|code| UnitCode::new(&code)).collect();
    let level = Level::from_code(&posted.value.level);
    let groups: Vec<String> = posted.fields.all("groups").map(str::to_owned).collect();
    let actor = signed.actor.clone();
    let chosen = ask(&service, move |service| {
        let singles = campaigns::choosing(service, &actor, id)?.choice.singles;
        campaigns::choose(service, &actor, id, Choice { below, level, groups, singles })
    });
    match chosen.await {
        Ok(()) => Ok(answer::see_other(&format!("/campaigns/{id}/expected#list"))),
        Err(problem) => shown(&signed, &service, id, &Query::default(), Some((problem, None))).await,
    }
}

/// One unit, and what becomes of it: `add`, `remove`, `withdraw`.
#[derive(Clone, Debug, Deserialize, Validate)]
pub struct OneUnit {
    #[serde(default)]
    #[validate(length(min = 1, max = 40, message = "请填写单位代码。"))]
    unit: String,
    #[serde(default)]
    #[validate(length(max = 500, message = "原因不超过 500 个字。"))]
    reason: String,
    #[serde(default)]
    verdict: String,
}

/// Adds a unit, takes one out, or withdraws what was decided about one.
pub async fn decide(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<i64>,
    posted: Posted<OneUnit>,
) -> Result<HttpResponse, No> {
    let id = id.into_inner();
    let (actor, typed, checked) = (signed.actor.clone(), posted.value.clone(), posted.check());
    let decided = ask(&service, move |service| {
        checked?;
        decided(service, &actor, id, &typed)
    });
    match decided.await {
        Ok(()) => Ok(answer::see_other(&format!("/campaigns/{id}/expected"))),
        Err(mut problem) => {
            for field in problem.sentences.iter_mut().filter_map(|(field, _)| field.as_mut()) {
                *field = in_form("single", if field == "units" { "unit" } else { field });
            }
            let typed = SingleFields { unit: posted.value.unit.clone(), reason: posted.value.reason.clone() };
            shown(&signed, &service, id, &Query::default(), Some((problem, Some(typed)))).await
        }
    }
}

fn decided(service: &Service, actor: &Actor, id: i64, typed: &OneUnit) -> Result<(), Problem> {
    let choosing = campaigns::choosing(service, actor, id)?;
    let code = typed.unit.trim();
    if choosing.task.state != CampaignState::Draft {
        return campaigns::expect(service, actor, (id, code), &typed.reason);
    }
    let mut choice = choosing.choice;
    choice.singles.retain(|single| single.unit.as_str() != code);
    if typed.verdict != "withdraw" {
        let reason = typed.reason.trim().to_owned();
        choice.singles.push(Single { unit: UnitCode::new(code), asked: typed.verdict != "remove", reason });
    }
    campaigns::choose(service, actor, id, choice)
}

async fn shown(
    signed: &Signed,
    service: &web::Data<Service>,
    id: i64,
    query: &Query,
    wrong: Option<(Problem, Option<SingleFields>)>,
) -> Result<HttpResponse, No> {
    let actor = signed.actor.clone();
    let choosing = ask(service, move |service| campaigns::choosing(service, &actor, id)).await?;
    let mut page = views::campaign::expected_page(
        &choosing,
        (&query.sort, query.skip),
        &signed.actor,
        &masked(&signed.csrf),
    );
    let Some((problem, typed)) = wrong else { return page_as(StatusCode::OK, &page) };
    let problem = answer::to_correct(problem)?;
    page.frame = page.frame.wrong(&problem.sentences);
    page.single = typed.unwrap_or_default();
    page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
}
