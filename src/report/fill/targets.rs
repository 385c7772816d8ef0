//! What a filled sheet leaves for those that are filled after it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::template::Kind;
use super::charts::Drawable;
use crate::vocabulary::UnitCode;

/// Where things stand in sheets that are already filled.
#[derive(Default)]
pub struct Targets {
    pub sheets: BTreeMap<Kind, Arc<str>>,
    pub rows: BTreeMap<(Kind, UnitCode), u32>,
    pub drawable: Drawable,
    pub checksum: Option<String>,
    /// What all rows of 数据 agree in, by column.
    pub said_once: Vec<(&'static str, String)>,
}
