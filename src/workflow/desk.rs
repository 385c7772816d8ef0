//! What is made once and used by many requests: forms by version, readers by form, year and tree.
//!
//! A form version never changes, so it is kept for good. A reader knows the names of all units; it is good
//! until the tree changes, which its version in the database tells.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Office, Reader, Units};
use crate::form::Form;
use crate::form::definition::read_form;
use crate::problem::Problem;
use crate::store::{Conn, forms, units};
use crate::vocabulary::Level;

/// What a reader is made for: a form version, the year of a campaign, and the level that reports itself in it.
type ReadsFor = (i64, i32, Option<Level>);

/// The state of the unit tree that a reader was made for.
type Tree = i64;

/// Units with their names, for each level that reports itself.
type ByLevel<T> = HashMap<Option<Level>, (Tree, Arc<T>)>;

/// Forms, names of units and readers that are at hand.
#[derive(Default)]
pub struct Desk {
    forms: Mutex<HashMap<i64, Arc<Form>>>,
    units: Mutex<ByLevel<Units>>,
    readers: Mutex<HashMap<ReadsFor, (Tree, Arc<Reader>)>>,
}

impl Desk {
    /// A form version.
    pub fn form(&self, conn: &mut Conn, version: i64) -> Result<Arc<Form>, Problem> {
        let known = self.forms.lock().unwrap_or_else(PoisonError::into_inner).get(&version).cloned();
        if let Some(form) = known {
            return Ok(form);
        }
        let text = forms::text(conn, version)?;
        let form = Arc::new(read_form(&text).map_err(|mistakes| {
            tracing::error!(?mistakes, version, "a stored form cannot be read");
            Problem::broken()
        })?);
        let mut forms = self.forms.lock().unwrap_or_else(PoisonError::into_inner);
        forms.insert(version, Arc::clone(&form));
        Ok(form)
    }

    /// A reader for one form and year, with everybody's names, in which a level reports itself.
    pub fn reader(&self, office: &Office, conn: &mut Conn, key: ReadsFor) -> Result<Arc<Reader>, Problem> {
        let tree = units::version(conn)?;
        let (form_version, year, level) = key;
        let known = self.readers.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some((_, reader)) = known.filter(|(version, _)| *version == tree) {
            return Ok(reader);
        }
        let form = self.form(conn, form_version)?;
        let units = self.units(conn, level)?;
        let reader = Arc::new(office.reader(form, Some(year), None).knowing(units));
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.insert(key, (tree, Arc::clone(&reader)));
        Ok(reader)
    }

    /// Everybody's names, where a level reports itself.
    pub fn units(&self, conn: &mut Conn, level: Option<Level>) -> Result<Arc<Units>, Problem> {
        let tree = units::version(conn)?;
        let known = self.units.lock().unwrap_or_else(PoisonError::into_inner).get(&level).cloned();
        if let Some((_, units)) = known.filter(|(version, _)| *version == tree) {
            return Ok(units);
        }
        let whole = units::whole_register(conn)?;
        let register = match level {
            Some(level) => whole.reporting_at(level),
            None => whole,
        };
        let made = Arc::new(Units::new(Arc::new(register)));
        let mut units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        units.insert(level, (tree, Arc::clone(&made)));
        Ok(made)
    }
}
