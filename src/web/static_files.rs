//! The files that come with pages.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use super::answer::No;
use super::assets;
use crate::problem::Problem;

/// A name carries its content's hash, so browsers may keep it for ever.
pub async fn asset(name: web::Path<String>) -> Result<HttpResponse, No> {
    let asset = assets::find(&name).ok_or_else(Problem::not_found)?;
    Ok(HttpResponse::Ok()
        .content_type(asset.content_type)
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.bytes))
}
