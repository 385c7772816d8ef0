//! 体检: what whoever looks after an installation should know, one line each.
//!
//! A line is fine, or something to see to, or a fault that endangers data or people's figures. Looking changes nothing:
//! a database that is not there is not made, an old one is not upgraded. The command and the administrator's page say the
//! same lines, because both come from here. What concerns something new gets a line of its own: one more function, and
//! one more row in [`examine`].

mod contents;
mod key;
mod line;
mod machine;
mod safety;

use crate::config::Settings;
use crate::formats::Layers;
use crate::problem::Failure;
use crate::store::{Address, condition};
use crate::vocabulary::time::Instant;

use super::Office;
pub use line::{Line, State};

/// What the workers that read files say they have given up, or why there are none.
pub fn readers(office: &Result<Office, Failure>) -> Result<Layers, String> {
    match office {
        Ok(office) => office.pool.layers().map_err(|refusal| refusal.detail),
        Err(failure) => Err(failure.sentences.join("；")),
    }
}

/// Looks at everything.
pub fn examine(settings: &Settings, now: Instant, readers: &Result<Layers, String>) -> Vec<Line> {
    let found = condition::examine(&Address::parse(&settings.database()), &settings.objects());
    let mut lines = vec![machine::version()];
    lines.extend(contents::database(&found));
    lines.extend(contents::inside(&found, now));
    lines.push(key::key(settings, &found));
    lines.push(machine::room(settings));
    lines.push(machine::rights(settings));
    lines.push(machine::readers(readers));
    lines.push(safety::second_factor(settings));
    lines.extend(safety::settings(settings));
    lines
}

#[cfg(test)]
mod tests;
