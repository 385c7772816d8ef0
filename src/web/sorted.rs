//! The order of a list as its address says it: `sort=name`, `sort=-name`.

use serde::Deserialize;

/// What the address of a list says that says nothing else.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Sorted {
    #[serde(default)]
    pub sort: String,
}
