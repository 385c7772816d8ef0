//! Accounts within the actor's subtree, searched, a page at a time, each with its last sign-in.

use std::collections::{HashMap, HashSet};

use super::super::Service;
use super::authority::By;
use crate::problem::Problem;
use crate::store::accounts::{self, Listed, Search};
use crate::store::{audit, second_factors};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Arranged, Key};

/// The words of a search, and where the page before ended.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub words: String,
    /// Usual: by login.
    pub order: Arranged,
    /// Of the usual order, the last login of the page before.
    pub after: Option<String>,
    /// Of another order, how many were on the pages before.
    pub skip: usize,
    pub most: usize,
}

/// A page of accounts, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Listing {
    pub accounts: Vec<Listed>,
    pub count: u64,
    /// When each of them last signed in, by number.
    pub last_sign_in: HashMap<i64, Instant>,
    /// Those with a second step, by number.
    pub with_second_factor: HashSet<i64>,
}

/// Accounts of the units that are this one's business.
pub fn list(service: &Service, by: By, page: &Page) -> Result<Listing, Problem> {
    let path = match by {
        By::Actor(actor) => actor.path.clone(),
        By::CommandLine => "/".to_owned(),
    };
    by.administers(&path)?;
    let search = Search {
        path,
        words: page.words.trim().to_owned(),
        after: page.after.clone(),
        most: match page.order.is_usual() {
            true => i64::try_from(page.most).unwrap_or(i64::MAX),
            false => i64::MAX,
        },
    };
    service.store.read(|conn| {
        let count = accounts::count_found(conn, &search)?.unsigned_abs();
        let mut accounts = accounts::list(conn, &search)?;
        page.order.sort(&mut accounts, key);
        let accounts: Vec<Listed> = accounts.into_iter().skip(page.skip).take(page.most).collect();
        let ids: Vec<i64> = accounts.iter().map(|listed| listed.account.id).collect();
        let last_sign_in = audit::last(conn, "sign-in", &ids)?;
        let with_second_factor = second_factors::among(conn, &ids)?;
        Ok(Listing { accounts, count, last_sign_in, with_second_factor })
    })
}

fn key(listed: &Listed, column: &str) -> Key {
    let account = &listed.account;
    match column {
        "login" => Key::words(&account.login),
        "name" => Key::words(&account.name),
        "role" => Key::Number(account.role as i64),
        "unit" => Key::words(&listed.unit_name),
        "state" => Key::Number(match (account.disabled_at, account.must_change) {
            (Some(_), _) => 2,
            (None, true) => 1,
            (None, false) => 0,
        }),
        _ => Key::Nothing,
    }
}
