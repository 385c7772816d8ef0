//! 首页: what each role should do next.

use actix_web::{HttpResponse, web};

use super::answer::{No, ask, page};
use super::posted::{Posted, Pressed};
use super::signed::{Signed, masked};
use super::sorted::Sorted;
use super::{answer, views};
use crate::problem::Problem;
use crate::vocabulary::{Actor, Role};
use crate::workflow::board::{Board, Filter, board};
use crate::workflow::look::{self, UnitView};
use crate::workflow::overview::overview;
use crate::workflow::{Service, clock};

pub async fn home(
    signed: Signed,
    service: web::Data<Service>,
    sorted: web::Query<Sorted>,
) -> Result<HttpResponse, No> {
    let csrf = masked(&signed.csrf);
    let actor = signed.actor.clone();
    match actor.role {
        Role::Clerk => {
            let asker = actor.clone();
            let (own, unread) = ask(&service, move |service| {
                Ok((own_units(service, &asker)?, look::unread(service, &asker)?))
            })
            .await?;
            page(&views::home::clerk_home(&own, unread, &sorted.sort, &actor, &csrf))
        }
        Role::Supervisor | Role::Auditor => {
            let asker = actor.clone();
            let (boards, unread, leaps) = ask(&service, move |service| {
                Ok((boards(service, &asker)?, look::unread(service, &asker)?, clock::leaps(service)?))
            })
            .await?;
            page(&views::home::supervisor_home((&boards, leaps), unread, &actor, &csrf))
        }
        Role::Administrator => {
            let asker = actor.clone();
            let counts = ask(&service, move |service| overview(service, &asker)).await?;
            page(&views::home::administrator_home(&counts, &actor, &csrf))
        }
    }
}

fn own_units(service: &Service, actor: &Actor) -> Result<Vec<UnitView>, Problem> {
    let campaigns = look::campaigns_of(service, actor)?;
    campaigns.into_iter().map(|(task, _)| look::unit(service, actor, task.id, &actor.unit_code)).collect()
}

/// The board of each campaign that the actor sees, of the highest node within sight.
pub(super) fn boards(service: &Service, actor: &Actor) -> Result<Vec<Board>, Problem> {
    let campaigns = look::campaigns_of(service, actor)?;
    campaigns.into_iter().map(|(task, _)| board(service, actor, task.id, None, &Filter::default())).collect()
}

/// 知道了.
pub async fn acknowledge(
    signed: Signed,
    service: web::Data<Service>,
    message: web::Path<i64>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let (actor, message) = (signed.actor, message.into_inner());
    ask(&service, move |service| look::acknowledge(service, &actor, message)).await?;
    Ok(answer::see_other("/"))
}
