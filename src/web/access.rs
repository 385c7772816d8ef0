//! What the table of routes says of each: method, address, and who may use it.

use crate::vocabulary::Permission;

/// What a route asks of whoever comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing, and nobody is looked up: files and health.
    Open,
    /// Nothing, but a session is recognised where there is one.
    Public,
    /// Somebody whose role has the permission.
    Needs(Permission),
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub access: Access,
}

impl Route {
    /// Whether it may change anything.
    pub fn is_unsafe(&self) -> bool {
        !matches!(self.method, "GET" | "HEAD")
    }
}
