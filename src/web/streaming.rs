//! Bytes that are never held whole: bodies that come in are added to a file piece by piece, files go out piece by
//! piece.
//!
//! A piece is what the store takes at once. Whoever sends slowly or stops is cut off like everywhere (`intake`), and
//! what has come until then is kept: it can be gone on with. A file that no longer fits its hash breaks off before its
//! last piece, so that nobody takes it for whole; one of a single piece is refused with the reason.

use std::time::Instant;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, web};
use futures_util::{Stream, StreamExt, stream};

use super::answer::{No, ask, disposition};
use super::giving_way::Lane;
use super::intake::{Held, Patience};
use crate::problem::Problem;
use crate::workflow::Service;
use crate::workflow::package::{self, Handed, Transfer};
use crate::workflow::received::Outgoing;

/// Bytes that are added at once.
const PIECE: usize = 1 << 20;

/// Adds a body to a file on its way, from this byte on; where it then ends. The body may break off: what has come is
/// kept.
pub async fn add<E: std::fmt::Display>(
    (service, lane): (&web::Data<Service>, &Lane),
    transfer: &Transfer,
    mut start: u64,
    body: impl Stream<Item = Result<Bytes, E>>,
) -> Result<u64, Problem> {
    let _aside = lane.aside();
    let mut body = Box::pin(body);
    let mut patience = Patience::new(&service.settings);
    let mut held = Held::nothing();
    let mut piece = Vec::new();
    loop {
        let next = patience.wait(body.next()).await;
        let broke = match next {
            Ok(Some(Ok(bytes))) => {
                held.more(bytes.len())?;
                piece.extend_from_slice(&bytes);
                None
            }
            Ok(None) => Some(Ok(())),
            Ok(Some(Err(error))) => {
                tracing::info!(%error, "a file broke off");
                Some(Err(Problem::too_slow()))
            }
            Err(problem) => Some(Err(problem)),
        };
        if piece.len() >= PIECE || (broke.is_some() && !piece.is_empty()) {
            let (bytes, whole) = (std::mem::take(&mut piece), transfer.clone());
            held.less(bytes.len());
            let append = move |service: &Service| package::append(service, &whole, start, &bytes);
            let begun = Instant::now();
            start = lane.piece(ask(service, append)).await?;
            patience.forgive(begun.elapsed());
        }
        if let Some(broke) = broke {
            return broke.map(|()| start);
        }
    }
}

/// A file to keep, never one to show: its content may be a stranger's.
pub async fn download(service: &web::Data<Service>, handed: Handed) -> Result<HttpResponse, No> {
    send(service, handed, "application/octet-stream", "attachment").await
}

/// A picture that this program drew, to be shown. A browser in an office has many users and keeps none of it.
pub async fn picture(
    service: &web::Data<Service>,
    handed: Handed,
    content_type: &str,
) -> Result<HttpResponse, No> {
    send(service, handed, content_type, "inline").await
}

async fn send(
    service: &web::Data<Service>,
    handed: Handed,
    content_type: &str,
    shown: &str,
) -> Result<HttpResponse, No> {
    let name = handed.name.clone();
    let opened = ask(service, move |service| {
        let mut outgoing = Outgoing::open(service, &handed.sha256)?;
        Ok((outgoing.next(service)?, outgoing))
    });
    let (first, outgoing) = opened.await?;
    let bytes = outgoing.bytes();
    let service = service.clone();
    let first = stream::iter((!first.is_empty()).then(|| Ok(Bytes::from(first))));
    let others = stream::unfold(Some(outgoing), move |outgoing| {
        let service = service.clone();
        async move {
            let mut outgoing = outgoing?;
            let read = ask(&service, move |service| {
                let piece = outgoing.next(service)?;
                Ok((piece, outgoing))
            });
            match read.await {
                Ok((piece, _)) if piece.is_empty() => None,
                Ok((piece, outgoing)) => Some((Ok(Bytes::from(piece)), Some(outgoing))),
                Err(problem) => Some((Err(std::io::Error::other(problem.text())), None)),
            }
        }
    });
    Ok(HttpResponse::Ok()
        .content_type(content_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition(shown, &name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .no_chunking(bytes)
        .streaming(first.chain(others)))
}
