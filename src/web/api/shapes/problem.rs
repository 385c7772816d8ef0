//! Why a request was not carried out.

use super::judged::FindingShape;
use serde::Serialize;
use utoipa::ToSchema;

/// RFC 9457: why a request was not carried out.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemShape {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    pub code: String,
    pub errors: Vec<FindingShape>,
}
