//! The moment at which all of a request had arrived: what a deadline is judged by.
//!
//! Whatever the service itself is slow at must not move it. Before a handler sees a request, the guard asks the
//! database who sends it, and in the last minutes before a deadline that is where everybody waits; so the body
//! is read meanwhile, and its end is noted when it comes. Only so much is read ahead: of what is larger, the
//! rest stays with the sender until somebody takes it, and has not arrived.

use std::cell::Cell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpRequest, web};
use futures_util::Stream;

use super::answer::service;
use super::intake::Held;
use crate::vocabulary::time::Instant;
use crate::workflow::Service;

/// So much of a body is read before anybody has asked for it: any form, and nearly any sheet.
const AHEAD: usize = 1 << 20;

/// When the last byte was there; `None` as long as it was not.
#[derive(Clone, Default)]
struct Moment(Rc<Cell<Option<Instant>>>);

/// When all of a request had arrived. Whoever asks has read its body to the end.
pub(super) fn of(request: &HttpRequest) -> Instant {
    let noted = request.extensions().get::<Moment>().and_then(|moment| moment.0.get());
    noted.unwrap_or_else(|| service(request).now())
}

/// Reads the request's body while something else is waited for. Whoever reads it afterwards misses nothing.
pub(super) async fn meanwhile<T>(
    request: &mut ServiceRequest,
    wait: impl AsyncFnOnce(&ServiceRequest) -> T,
) -> T {
    let moment = Moment::default();
    let mut body = Arriving {
        payload: request.take_payload(),
        ahead: VecDeque::new(),
        held: Held::nothing(),
        is_over: false,
        moment: moment.clone(),
        service: service(request.request()),
    };
    request.extensions_mut().insert(moment);
    let done = {
        let mut waited = pin!(wait(request));
        poll_fn(|context| {
            body.read_ahead(context);
            waited.as_mut().poll(context)
        })
        .await
    };
    request.set_payload(Payload::Stream { payload: Box::pin(body) });
    done
}

/// A body, some of it read ahead.
struct Arriving {
    payload: Payload,
    ahead: VecDeque<Result<Bytes, PayloadError>>,
    held: Held,
    is_over: bool,
    moment: Moment,
    service: web::Data<Service>,
}

impl Arriving {
    fn read_ahead(&mut self, context: &mut Context<'_>) {
        while !self.is_over && self.held.bytes() < AHEAD {
            let Poll::Ready(Some(piece)) = self.poll_payload(context) else { break };
            let bytes = piece.as_ref().map_or(0, Bytes::len);
            self.ahead.push_back(piece);
            if self.held.more(bytes).is_err() {
                break;
            }
        }
    }

    fn poll_payload(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, PayloadError>>> {
        let polled = Pin::new(&mut self.payload).poll_next(context);
        match &polled {
            Poll::Ready(None) => {
                self.is_over = true;
                self.moment.0.set(Some(self.service.now()));
            }
            Poll::Ready(Some(Err(_))) => self.is_over = true,
            _ => {}
        }
        polled
    }
}

impl Stream for Arriving {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(piece) = self.ahead.pop_front() {
            self.held.less(piece.as_ref().map_or(0, Bytes::len));
            return Poll::Ready(Some(piece));
        }
        if self.is_over { Poll::Ready(None) } else { self.poll_payload(context) }
    }
}
