//! The description of the API for programs that generate clients: made from the handlers themselves.

use actix_web::HttpResponse;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::{forms, reading, sending};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "汇表",
        description = "报送与读取统计报表。令牌在“我的账号”里新建，放在 Authorization: Bearer 请求头里。"
    ),
    paths(
        reading::campaigns,
        reading::show_board,
        reading::totals,
        reading::submissions,
        reading::submission,
        reading::receipt,
        sending::values,
        sending::file,
        forms::list,
        forms::show,
        forms::keep
    ),
    modifiers(&Tokens),
    security(("token" = []))
)]
pub struct Description;

struct Tokens;

impl Modify for Tokens {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        description.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

pub async fn openapi() -> HttpResponse {
    HttpResponse::Ok().json(Description::openapi())
}
