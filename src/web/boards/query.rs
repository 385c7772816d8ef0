//! What the address of a board says, read into what is meant by it.

use serde::Deserialize;

use super::super::pages::board::Address;
use crate::campaign::standing::Number;
use crate::problem::Problem;
use crate::workflow::board::{Filter, Order, Rank};

/// What a board's address says.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    #[serde(default)]
    pub(super) node: String,
    #[serde(default)]
    deliverable: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    below: String,
    /// So many units were on the pages before.
    #[serde(default)]
    after: usize,
    /// So many were accepted in one step just now.
    pub(super) accepted: Option<u32>,
}

impl Query {
    pub(super) fn filter(&self) -> Result<Filter, Problem> {
        Ok(Filter {
            deliverable: deliverable(&self.deliverable)?,
            number: number(&self.state),
            status: None,
            words: self.q.clone(),
            order: Order::from_code(&self.sort),
            below: Rank::from_code(&self.below),
        })
    }

    pub(super) fn address(&self) -> (Address, usize) {
        let said = |text: &str, known: bool| if known { text.to_owned() } else { String::new() };
        let address = Address {
            campaign: 0,
            node: self.node.clone(),
            deliverable: self.deliverable.clone(),
            state: self.state.clone(),
            q: self.q.clone(),
            sort: said(&self.sort, Order::from_code(&self.sort).code() == self.sort),
            below: said(&self.below, Rank::from_code(&self.below).code() == self.below),
        };
        (address, self.after)
    }
}

/// The deliverable that an address names; empty: all.
pub(super) fn deliverable(text: &str) -> Result<Option<i64>, Problem> {
    let id = |text: &str| text.parse().map_err(|_| Problem::not_found());
    some(text).map(id).transpose()
}

/// An empty word is none.
pub(in crate::web) fn some(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// The number that a filter's word means.
pub(in crate::web) fn number(state: &str) -> Option<Number> {
    Number::from_code(if state == "pending" { Number::Waiting.code() } else { state })
}
