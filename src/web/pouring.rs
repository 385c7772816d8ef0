//! An answer that is written while it is sent: a thread of its own writes, the line takes what is there.
//!
//! Between the two lie a few pieces and no more, so that whoever takes slowly makes the writer wait. Who goes away
//! ends it: its next piece finds nobody. An answer that was not written to its end breaks off, so that nobody takes
//! it for whole.

use std::io::{self, BufWriter, Write};
use std::sync::mpsc::{SyncSender, sync_channel};

use actix_web::http::header::{self, ContentEncoding};
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, HttpResponseBuilder};
use futures_util::stream;

use super::answer::{No, ask, disposition};
use crate::problem::Problem;
use crate::workflow::Service;

/// Pieces that lie between the writer and the line, and what one of them holds about.
const PIECES: usize = 4;
const PIECE: usize = 256 << 10;

/// The writer's end: an empty piece says that all is written.
struct Pieces(SyncSender<io::Result<Bytes>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.send(Bytes::copy_from_slice(bytes))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Pieces {
    fn send(&self, piece: Bytes) -> io::Result<()> {
        self.0.send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

/// A file to keep that `write` writes.
pub fn download(
    service: &web::Data<Service>,
    (name, content_type): (&str, &str),
    write: impl FnOnce(&Service, &mut dyn Write) -> io::Result<()> + Send + 'static,
) -> Result<HttpResponse, No> {
    let (sender, receiver) = sync_channel(PIECES);
    let (writing, span) = (service.clone(), tracing::Span::current());
    let spawned = std::thread::Builder::new().name("archive".to_owned()).spawn(move || {
        span.in_scope(|| {
            let mut out = BufWriter::with_capacity(PIECE, Pieces(sender.clone()));
            let written = write(&writing, &mut out).and_then(|()| out.flush());
            match written.and_then(|()| Pieces(sender.clone()).send(Bytes::new())) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                    tracing::info!("nobody takes the rest of a download");
                }
                Err(error) => {
                    tracing::error!(%error, "a download broke off");
                    let _ = sender.send(Err(error));
                }
            }
        });
    });
    if let Err(error) = spawned {
        tracing::error!(%error, "no thread for a download");
        return Err(No(Problem::broken()));
    }
    let service = service.clone();
    let pieces = stream::unfold(Some(receiver), move |receiver| {
        let service = service.clone();
        async move {
            let receiver = receiver?;
            let next = ask(&service, move |_| Ok((receiver.recv(), receiver))).await;
            match next {
                Ok((Ok(Ok(piece)), _)) if piece.is_empty() => None,
                Ok((Ok(Ok(piece)), receiver)) => Some((Ok(piece), Some(receiver))),
                Ok((Ok(Err(error)), _)) => Some((Err(error), None)),
                Ok((Err(_), _)) | Err(_) => Some((Err(io::Error::other("the writer is gone")), None)),
            }
        }
    });
    Ok(response(name, content_type).streaming(pieces))
}

fn response(name: &str, content_type: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .content_type(content_type)
        .insert_header(ContentEncoding::Identity)
        .insert_header((header::CONTENT_DISPOSITION, disposition("attachment", name)))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"));
    response
}
