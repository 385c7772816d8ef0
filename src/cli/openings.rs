//! What a command may ask of the program around it: the readers, the service, the clock, the server.
//!
//! Only `app` knows how these are made. A command gets them as functions, so that one that needs nothing opens nothing.

use std::net::SocketAddr;
use std::path::Path;

use super::settings::Flags;
use crate::config::Settings;
use crate::problem::Failure;
use crate::workflow::{Clock, Office, Service};

/// Serves until the operating system asks it to stop; calls the second argument with the address it listens on.
pub type Serve = dyn Fn(Service, &dyn Fn(SocketAddr)) -> Result<(), Failure>;

/// A request to the interface, as a command words it.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: String,
    /// `/campaigns`, or the whole of it: `/api/v1/campaigns`.
    pub path: String,
    /// Media type of the body.
    pub kind: &'static str,
    pub body: Vec<u8>,
}

/// Asks the interface on these settings with a token; status, media type and body of its answer.
pub type Ask = dyn Fn(Settings, &str, Call) -> Result<(u16, String, Vec<u8>), Failure>;

/// What `app` opens for a command, only when the command needs it: help and mistakes start no workers and touch no
/// database.
pub struct Openings<'o> {
    pub office: &'o dyn Fn() -> Result<Office, Failure>,
    /// The service on these settings, with the machine's clock or another.
    pub service: &'o dyn Fn(Settings, Option<Clock>) -> Result<Service, Failure>,
    /// Writes the log to a file from now on, instead of standard error.
    pub log_into: &'o dyn Fn(&Settings, &Path) -> Result<(), Failure>,
    /// The machine's clock.
    pub clock: Clock,
    pub serve: &'o Serve,
    pub call: &'o Ask,
}

impl Openings<'_> {
    /// The service on the settings of a command line, with the machine's clock.
    pub fn service_on(&self, flags: &Flags) -> Result<Service, Failure> {
        (self.service)(flags.opening()?, None)
    }
}
