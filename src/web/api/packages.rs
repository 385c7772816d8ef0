//! 报送材料 from programs: files come whole or in pieces, lie where they belong, and are sent with a key.
//!
//! Files in pieces are tus (1.0), by the same handlers as a page's script.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::answer::{No, ask};
use super::super::giving_way::Lane;
use super::super::signed::Signed;
use super::super::{materials, transfers};
use super::body::Body;
use super::reply::{done, json, tell};
use super::sending::idempotency_key;
use super::shapes;
use crate::problem::Problem;
use crate::vocabulary::Actor;
use crate::workflow::package::{self, Deliver};
use crate::workflow::{Service, look};

/// A campaign and a unit's code, from the address; the same with a file that waits.
type Where = web::Path<(i64, String)>;
type Which = web::Path<(i64, String, i64)>;

#[utoipa::path(get, path = "/api/v1/campaigns/{campaign}/units/{unit}/package", tag = "materials",
    summary = "一个单位的整份材料",
    description = "每项材料的要求、状态、待报送的文件、历次报送和审核，以及还缺什么。统计表的上报见 `submissions`。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码")),
    responses((status = 200, body = shapes::PackageShape)))]
pub async fn show(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
) -> Result<HttpResponse, No> {
    let (campaign, unit) = place.into_inner();
    tell(&request, &service, move |service| seen(service, &signed.actor, (campaign, &unit))).await
}

fn seen(
    service: &Service,
    actor: &Actor,
    (campaign, unit): (i64, &str),
) -> Result<shapes::PackageShape, Problem> {
    Ok(shapes::package(&look::unit(service, actor, campaign, unit)?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Belongs {
    /// 归入哪项材料；不写的按内容和名称归类，压缩包和邮件会打开
    deliverable: Option<i64>,
    /// 文件名
    #[serde(default)]
    name: String,
}

#[utoipa::path(put, path = "/api/v1/campaigns/{campaign}/units/{unit}/materials", tag = "materials",
    summary = "放下一个文件",
    description = "请求的内容就是文件本身。文件先放着，报送（`deliveries`）之后才算报。同名同内容的放两次只有一份。大文件和不稳的线路请用 `transfers` 分段续传。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码"), Belongs),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "文件原样"),
    responses((status = 200, body = shapes::PackageShape), (status = 409, body = shapes::ProblemShape)))]
pub async fn receive(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    query: web::Query<Belongs>,
    body: web::Payload,
) -> Result<HttpResponse, No> {
    let (campaign, unit) = place.into_inner();
    let Belongs { deliverable, name } = query.into_inner();
    let lane = Lane::of(&request);
    materials::one(&signed, (&service, &lane), (campaign, &unit), (deliverable, name), body).await?;
    tell(&request, &service, move |service| seen(service, &signed.actor, (campaign, &unit))).await
}

#[utoipa::path(delete, path = "/api/v1/campaigns/{campaign}/units/{unit}/materials/{file}", tag = "materials",
    summary = "移除一个还没有报送的文件",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码"),
        ("file" = i64, Path, description = "文件编号")),
    responses((status = 204)))]
pub async fn remove(signed: Signed, service: web::Data<Service>, which: Which) -> Result<HttpResponse, No> {
    let (campaign, unit, file) = which.into_inner();
    done(&service, move |service| package::remove(service, &signed.actor, (campaign, &unit), file)).await
}

#[utoipa::path(put, path = "/api/v1/campaigns/{campaign}/units/{unit}/materials/{file}/place", tag = "materials",
    summary = "说明一个文件归入哪项",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码"),
        ("file" = i64, Path, description = "文件编号")),
    request_body = shapes::NewPlace, responses((status = 200, body = shapes::PackageShape)))]
pub async fn place(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    which: Which,
    body: Body,
) -> Result<HttpResponse, No> {
    let wanted: shapes::NewPlace = body.json()?;
    let (campaign, unit, file) = which.into_inner();
    tell(&request, &service, move |service| {
        package::place(service, &signed.actor, (campaign, &unit), file, wanted.deliverable)?;
        seen(service, &signed.actor, (campaign, &unit))
    })
    .await
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/units/{unit}/deliveries", tag = "materials", summary = "报送材料",
    description = "把这几项里待报送的文件报上去，每项一张回执，按各自的时限算按时还是迟报。同一个 `Idempotency-Key` 重发只算一次。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码"),
        ("Idempotency-Key" = String, Header, description = "这次报送的唯一编号，8 至 200 个字符")),
    request_body = shapes::NewDeliveries,
    responses((status = 201, body = shapes::DeliveriesShape, description = "已报送，每项一张回执"), (status = 409, body = shapes::ProblemShape)))]
pub async fn send(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    body: Body,
) -> Result<HttpResponse, No> {
    let wanted: shapes::NewDeliveries = body.json()?;
    let sending = Deliver {
        deliverables: wanted.deliverables,
        key: idempotency_key(&request)?,
        channel: look::Channel::Api,
        received: body.received,
    };
    let (campaign, unit) = place.into_inner();
    let sent = ask(&service, move |service| {
        let receipts = package::deliver(service, &signed.actor, (campaign, &unit), sending)?;
        let whole = package::package(service, &signed.actor, campaign, &unit)?;
        let all =
            || whole.asked.iter().flat_map(|asked| asked.deliveries.iter().map(move |sent| (sent, asked)));
        let of = |number: &String| all().find(|(sent, _)| sent.receipt.number == *number);
        let deliveries = receipts.iter().filter_map(of).map(|(sent, asked)| shapes::delivery(sent, asked));
        Ok(shapes::DeliveriesShape { deliveries: deliveries.collect() })
    });
    json(&request, StatusCode::CREATED, &sent.await?)
}

#[utoipa::path(post, path = "/api/v1/campaigns/{campaign}/units/{unit}/transfers", tag = "materials",
    summary = "开始分段传一个文件（tus 1.0）",
    description = "按 tus 1.0 协议，可用现成的 tus 客户端。`Location` 响应头是这个文件的地址，之后用 `PATCH` 分段传，断了用 `HEAD` 问传到哪里再接着传。传完即放下，与 `materials` 相同。",
    params(("campaign" = i64, Path, description = "任务编号"), ("unit" = String, Path, description = "单位代码"),
        ("Upload-Length" = u64, Header, description = "文件的字节数"),
        ("Upload-Metadata" = Option<String>, Header, description = "`filename` 文件名和 `deliverable` 材料编号，值为 Base64")),
    responses((status = 201, description = "可以开始传，地址在 `Location` 响应头里"), (status = 409, body = shapes::ProblemShape),
        (status = 413, body = shapes::ProblemShape)))]
pub async fn begin(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
) -> Result<HttpResponse, No> {
    transfers::begin(request, signed, service, place).await
}

#[utoipa::path(head, path = "/api/v1/transfers/{transfer}", tag = "materials", summary = "传到哪里了",
    description = "`Upload-Offset` 响应头是已收到的字节数。",
    params(("transfer" = String, Path, description = "传送编号")), responses((status = 200, description = "在响应头里")))]
pub async fn offset(
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<String>,
) -> Result<HttpResponse, No> {
    transfers::offset(signed, service, id).await
}

#[utoipa::path(patch, path = "/api/v1/transfers/{transfer}", tag = "materials", summary = "接着传一段",
    params(("transfer" = String, Path, description = "传送编号"),
        ("Upload-Offset" = u64, Header, description = "从第几个字节起，须与已收到的相等")),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream", description = "这一段内容"),
    responses((status = 204, description = "已收到，`Upload-Offset` 响应头是现在的字节数"), (status = 409, body = shapes::ProblemShape)))]
pub async fn add(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, No> {
    transfers::add(request, signed, service, id, body).await
}

#[utoipa::path(delete, path = "/api/v1/transfers/{transfer}", tag = "materials", summary = "不传了",
    params(("transfer" = String, Path, description = "传送编号")), responses((status = 204)))]
pub async fn cancel(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    id: web::Path<String>,
) -> Result<HttpResponse, No> {
    transfers::cancel(request, signed, service, id).await
}
