//! 重复上报: sheets that are the same, and whether they count.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page};
use super::boards::some;
use super::pages::layout::in_form;
use super::posted::Posted;
use super::signed::{Signed, masked};
use super::views;
use crate::workflow::Service;
use crate::workflow::doubles::{self, Verdict};

#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    node: String,
}

pub async fn show(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    query: web::Query<Query>,
) -> Result<HttpResponse, No> {
    let (actor, campaign) = (signed.actor.clone(), campaign.into_inner());
    let found = ask(&service, move |service| doubles::list(service, &actor, campaign, some(&query.node)));
    page(&views::doubles::doubles_page(&found.await?, &signed.actor, &masked(&signed.csrf)))
}

#[derive(Debug, Deserialize, Validate)]
pub struct Reason {
    /// The node whose page was open.
    #[serde(default)]
    #[validate(length(max = 100, message = "页面内容不完整，请刷新后再试。"))]
    node: String,
    #[serde(default)]
    #[validate(length(max = 500, message = "判定的依据不超过 500 个字。"))]
    reason: String,
    /// The sentence of an activity; empty for sheets that are the same.
    #[serde(default)]
    #[validate(length(max = 4_000, message = "页面内容不完整，请刷新后再试。"))]
    activity: String,
}

/// Decides on the sheets of one group, or of one activity; those that are ticked do not count, or count it twice.
pub async fn decide(
    signed: Signed,
    service: web::Data<Service>,
    campaign: web::Path<i64>,
    posted: Posted<Reason>,
) -> Result<HttpResponse, No> {
    let campaign = campaign.into_inner();
    let numbers = |name: &str| -> Vec<i64> {
        posted.fields.all(name).filter_map(|number| number.parse().ok()).collect()
    };
    let (all, left_out) = (numbers("revision"), numbers("left_out"));
    let Reason { node, reason, activity } = &posted.value;
    let (actor, node) = (signed.actor.clone(), node.clone());
    let activity = some(activity).map(str::to_owned);
    let (first, ticked) = (all.first().copied(), left_out.clone());
    let verdict = Verdict { all, left_out, reason: reason.clone(), activity };
    let below = node.clone();
    let decided =
        ask(&service, move |service| doubles::decide(service, &actor, (campaign, some(&below)), verdict));
    match posted.unless_wrong(decided).await {
        Ok(()) => Ok(answer::see_other(&back(campaign, &node))),
        Err(problem) => {
            let mut problem = answer::to_correct(problem)?;
            let actor = signed.actor.clone();
            let found =
                ask(&service, move |service| doubles::list(service, &actor, campaign, some(&node))).await?;
            let mut page = views::doubles::doubles_page(&found, &signed.actor, &masked(&signed.csrf));
            let Reason { reason, activity, .. } = posted.value;
            let form = match some(&activity) {
                Some(sentence) => page.activities.iter_mut().find(|group| group.evidence == sentence),
                None => page.groups.iter_mut().find(|group| group.begins_with(first)),
            };
            if let Some(group) = form {
                group.reason = reason;
                group.sheets.iter_mut().for_each(|sheet| sheet.left_out = ticked.contains(&sheet.revision));
                for (field, _) in &mut problem.sentences {
                    *field = Some(in_form(&group.form, "reason"));
                }
            }
            page.frame = page.frame.wrong(&problem.sentences);
            answer::page_again(&page)
        }
    }
}

/// The page of the same node again.
fn back(campaign: i64, node: &str) -> String {
    match node {
        "" => format!("/campaigns/{campaign}/double-counts"),
        node => format!("/campaigns/{campaign}/double-counts?node={}", answer::escaped(node)),
    }
}
