//! 报送材料 on a unit's page: files are put down, moved, taken away, sent; the receipt for all that is there.
//!
//! Without scripts a file comes in one form, streamed to where it is kept; with them in pieces (`transfers`), so that
//! a broken line costs no more than the last of them.

use actix_multipart::{Field, Multipart};
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::{Stream, StreamExt};
use serde::Deserialize;
use validator::Validate;

use super::answer::{self, No, ask, page};
use super::giving_way::Lane;
use super::intake::Patience;
use super::posted::{Posted, Pressed, check_token};
use super::signed::{Signed, masked};
use super::uploaded::{broken_off, last_part};
use super::{streaming, views};
use crate::problem::{Problem, ProblemCode};
use crate::workflow::package::{self, Deliver, Size};
use crate::workflow::{Service, look};

type Where = web::Path<(i64, String)>;

/// Fields before the first file, and how long they are at most.
const FIELD_LIMIT: usize = 4 << 10;

/// Files of one form are put down, each where the form says or where it seems to belong.
pub async fn receive(
    request: HttpRequest,
    signed: Signed,
    service: web::Data<Service>,
    place: Where,
    body: web::Payload,
) -> Result<HttpResponse, No> {
    let (campaign, code) = place.into_inner();
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        return Err(No(Problem::invalid("请求的写法不对，没有办理。请从页面上操作。")));
    }
    let form = Multipart::new(request.headers(), body);
    match taken(&request, &signed, &service, (campaign, &code), form).await {
        Ok(deliverable) => {
            let at = deliverable.map_or_else(|| "put".to_owned(), |id| format!("m-{id}"));
            Ok(answer::see_other(&format!("/campaigns/{campaign}/units/{code}#{at}")))
        }
        Err(problem) if is_about_the_file(problem.code) => {
            let actor = signed.actor.clone();
            let view = ask(&service, move |service| look::unit(service, &actor, campaign, &code)).await?;
            let mut page = views::unit::unit_page(&view, &signed.actor, &masked(&signed.csrf));
            page.frame = page.frame.error("put-file", problem.text());
            if let Some(materials) = &mut page.materials {
                materials.wrong = problem.text();
            }
            answer::page_again(&page)
        }
        Err(problem) => Err(No(problem)),
    }
}

fn is_about_the_file(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::Refused | ProblemCode::Invalid | ProblemCode::TooLarge)
}

/// Takes a form's files in their order; the deliverable that it names. The token comes before the first file.
async fn taken(
    request: &HttpRequest,
    signed: &Signed,
    service: &web::Data<Service>,
    (campaign, code): (i64, &str),
    mut form: Multipart,
) -> Result<Option<i64>, Problem> {
    let patience = Patience::new(&service.settings);
    let (mut deliverable, mut is_ours, mut files) = (None, false, 0);
    let lane = Lane::of(request);
    while let Some(field) = patience.wait(form.next()).await? {
        let mut field = field.map_err(broken_off)?;
        let file_name = field.content_disposition().and_then(|found| found.get_filename()).map(last_part);
        match (field.name().unwrap_or_default().to_owned().as_str(), file_name) {
            ("csrf", None) => {
                check_token(request, &text(&mut field, &patience).await?)?;
                is_ours = true;
            }
            ("deliverable", None) => deliverable = text(&mut field, &patience).await?.trim().parse().ok(),
            ("file", Some(_)) if !is_ours => return Err(Problem::foreign()),
            ("file", Some(name)) if name.is_empty() => {}
            ("file", Some(name)) => {
                one(signed, (service, &lane), (campaign, code), (deliverable, name), field).await?;
                files += 1;
            }
            _ => return Err(Problem::invalid("表单内容不完整或写法不对，没有办理。请刷新页面后再试。")),
        }
    }
    if !is_ours {
        return Err(Problem::foreign());
    }
    if files == 0 {
        return Err(Problem::field("file", "请先选择文件。"));
    }
    Ok(deliverable)
}

async fn text(field: &mut Field, patience: &Patience) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = patience.wait(field.next()).await? {
        bytes.extend_from_slice(&piece.map_err(broken_off)?);
        if bytes.len() > FIELD_LIMIT {
            return Err(Problem::invalid("表单内容不完整或写法不对，没有办理。请刷新页面后再试。"));
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// How large it is shows when it is here: it may be as large as any.
pub(super) async fn one<E: std::fmt::Display>(
    signed: &Signed,
    (service, lane): (&web::Data<Service>, &Lane),
    (campaign, code): (i64, &str),
    (deliverable, name): (Option<i64>, String),
    body: impl Stream<Item = Result<Bytes, E>>,
) -> Result<(), Problem> {
    let (actor, unit) = (signed.actor.clone(), code.to_owned());
    let transfer = ask(service, move |service| {
        package::begin_unmeasured(service, &actor, (campaign, &unit), deliverable, &name)
    })
    .await?;
    let (actor, id) = (signed.actor.clone(), transfer.id.clone());
    let ended = match streaming::add((service, lane), &transfer, 0, body).await {
        Ok(bytes) => {
            let whole = package::Transfer { bytes, ..transfer };
            ask(service, move |service| package::end(service, &actor, &whole)).await.map(|_| ())
        }
        Err(problem) => Err(problem),
    };
    if ended.is_err() {
        let actor = signed.actor.clone();
        ask(service, move |service| package::cancel(service, &actor, &id)).await?;
    }
    ended
}

#[derive(Debug, Deserialize, Validate)]
pub struct Belongs {
    deliverable: i64,
}

pub async fn place(
    signed: Signed,
    service: web::Data<Service>,
    at: web::Path<(i64, String, i64)>,
    posted: Posted<Belongs>,
) -> Result<HttpResponse, No> {
    let (campaign, code, id) = at.into_inner();
    let (back, to) = (format!("/campaigns/{campaign}/units/{code}"), posted.value.deliverable);
    ask(&service, move |service| package::place(service, &signed.actor, (campaign, &code), id, to)).await?;
    Ok(answer::see_other(&format!("{back}#m-{to}")))
}

pub async fn remove(
    signed: Signed,
    service: web::Data<Service>,
    at: web::Path<(i64, String, i64)>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let (campaign, code, id) = at.into_inner();
    let back = format!("/campaigns/{campaign}/units/{code}#put");
    ask(&service, move |service| package::remove(service, &signed.actor, (campaign, &code), id)).await?;
    Ok(answer::see_other(&back))
}

/// A table that waits is read into the draft.
pub async fn read(
    signed: Signed,
    service: web::Data<Service>,
    at: web::Path<(i64, String, i64)>,
    _: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let (campaign, code, id) = at.into_inner();
    let draft = format!("/campaigns/{campaign}/units/{code}/draft");
    ask(&service, move |service| package::read(service, &signed.actor, (campaign, &code), id)).await?;
    Ok(answer::see_other(&draft))
}

/// A picture that waits.
pub async fn picture(
    signed: Signed,
    service: web::Data<Service>,
    at: web::Path<(i64, String, i64, String)>,
) -> Result<HttpResponse, No> {
    let (campaign, code, id, size) = at.into_inner();
    let size = size_of(&size)?;
    let (handed, media) = ask(&service, move |service| {
        package::pending_view(service, &signed.actor, (campaign, &code), id, size)
    })
    .await?;
    streaming::picture(&service, handed, media.content_type()).await
}

pub(super) fn size_of(name: &str) -> Result<Size, Problem> {
    match name {
        "small" => Ok(Size::Small),
        "whole" => Ok(Size::Whole),
        _ => Err(Problem::not_found()),
    }
}

#[derive(Debug, Deserialize, Validate)]
pub struct Send {
    #[serde(default)]
    deliverable: Option<i64>,
    #[validate(length(min = 16, max = 80, message = "页面内容不完整，请刷新后再试。"))]
    key: String,
}

/// 报送: one deliverable, or all at which files wait.
pub async fn send(
    signed: Signed,
    service: web::Data<Service>,
    at: Where,
    posted: Posted<Send>,
) -> Result<HttpResponse, No> {
    posted.check()?;
    let (campaign, code) = at.into_inner();
    let sending = Deliver {
        deliverables: posted.value.deliverable.into_iter().collect(),
        key: posted.value.key,
        channel: look::Channel::File,
        received: posted.received,
    };
    let place = format!("/campaigns/{campaign}/units/{code}/receipt");
    ask(&service, move |service| package::deliver(service, &signed.actor, (campaign, &code), sending))
        .await?;
    Ok(answer::see_other(&place))
}

/// One receipt for everything that is there.
pub async fn receipt(signed: Signed, service: web::Data<Service>, at: Where) -> Result<HttpResponse, No> {
    let (campaign, code) = at.into_inner();
    let actor = signed.actor.clone();
    let view = ask(&service, move |service| look::unit(service, &actor, campaign, &code)).await?;
    page(&views::materials::package_page(&view, None, &signed.actor, &masked(&signed.csrf)))
}
