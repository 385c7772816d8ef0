//! The list of accounts, with what was asked of it, what went wrong, or a first password that is shown once.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::super::answer::{self, No, ask};
use super::super::pages::accounts::{AccountLine, AccountValues, FirstPassword};
use super::super::pages::heads::Heads;
use super::super::pages::layout::Choice;
use super::super::pages::words::{deadline, to_the_minute};
use super::super::pages::{AccountsPage, Frame};
use super::super::signed::Signed;
use crate::problem::Problem;
use crate::vocabulary::{Arranged, Role};
use crate::workflow::accounts::{self, By, HandedOut, Listed, Listing, Page};
use crate::workflow::{Service, units};

const A_PAGE: usize = 100;

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub(super) q: String,
    #[serde(default)]
    pub(super) sort: String,
    #[serde(default)]
    pub(super) skip: usize,
    pub(super) after: Option<String>,
    #[serde(default)]
    pub(super) done: String,
}

pub(super) fn frame(signed: &Signed) -> Frame {
    signed.frame("账号").section("/accounts")
}

pub(super) async fn shown_once(
    service: &web::Data<Service>,
    signed: &Signed,
    first: HandedOut,
) -> Result<HttpResponse, No> {
    let first = FirstPassword {
        login: first.login,
        name: first.name,
        password: first.password,
        until: deadline(first.until),
    };
    answer::page(&filled(service, signed, frame(signed), Asked::default(), Some(first)).await?)
}

pub(super) async fn again(
    service: &web::Data<Service>,
    signed: &Signed,
    problem: Problem,
    values: AccountValues,
) -> Result<HttpResponse, No> {
    let frame = frame(signed).wrong(&answer::to_correct(problem)?.sentences);
    let page = filled(service, signed, frame, Asked::default(), None).await?;
    answer::page_again(&AccountsPage { values, ..page })
}

pub(super) async fn filled(
    service: &web::Data<Service>,
    signed: &Signed,
    frame: Frame,
    asked: Asked,
    first: Option<FirstPassword>,
) -> Result<AccountsPage, Problem> {
    let actor = signed.actor.clone();
    let order = Arranged::from_code(&asked.sort);
    let is_usual = order.is_usual();
    let page =
        Page { words: asked.q.clone(), order, after: asked.after.clone(), skip: asked.skip, most: A_PAGE };
    let (mut listing, nodes) = ask(service, move |service| {
        Ok((accounts::list(service, By::Actor(&actor), &page)?, units::parents(service, &actor)?))
    })
    .await?;
    let accounts = std::mem::take(&mut listing.accounts);
    let heads = Heads::new(format!("/accounts?q={}", answer::escaped(&asked.q)), &asked.sort, "list");
    let next = match accounts.last().filter(|_| accounts.len() == A_PAGE) {
        Some(last) if is_usual => heads.page_at(&format!("after={}", answer::escaped(&last.account.login))),
        Some(_) => heads.page_at(&format!("skip={}", asked.skip + A_PAGE)),
        None => String::new(),
    };
    Ok(AccountsPage {
        frame,
        q: asked.q,
        heads,
        count: listing.count,
        next,
        accounts: accounts.into_iter().map(|listed| line(listed, &listing)).collect(),
        first,
        values: AccountValues::default(),
        roles: Role::ALL.into_iter().map(|role| Choice::new(role.code(), role.label())).collect(),
        nodes: nodes
            .into_iter()
            .map(|node| Choice::new(&node.code, format!("{}（{}）", node.name, node.code)))
            .collect(),
    })
}

fn line(listed: Listed, listing: &Listing) -> AccountLine {
    AccountLine {
        id: listed.account.id,
        login: listed.account.login,
        name: listed.account.name,
        role: listed.account.role.label().to_owned(),
        unit: listed.unit_name,
        second_factor: listing.with_second_factor.contains(&listed.account.id),
        last_signed_in: listing
            .last_sign_in
            .get(&listed.account.id)
            .copied()
            .map(to_the_minute)
            .unwrap_or_default(),
        first_password: listed.account.must_change,
        disabled: listed.account.disabled_at.is_some(),
    }
}
