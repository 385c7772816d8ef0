//! Forms with files: read to their end within limits, each file under the name the sender gave it.
//!
//! A file's name is only ever shown, never a path. The limits are settings; what lies beyond them is refused
//! while it arrives, not after.

mod reading;

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;

pub use self::reading::File;
use self::reading::Reading;
pub(super) use self::reading::{broken_off, last_part};
use super::answer::{No, service};
use super::arrival;
use super::intake::Held;
use super::posted::{Fields, check_token};
use crate::vocabulary::time::Instant;

/// A form with files, and when all of it had arrived.
pub struct Uploaded {
    pub fields: Fields,
    pub files: Vec<File>,
    pub received: Instant,
    /// The memory that the files take, until the handler is done with them.
    _held: Held,
}

impl Uploaded {
    /// The file of a field; an empty choice is none.
    pub fn file(&self, field: &str) -> Option<&File> {
        self.files.iter().find(|file| file.field == field && !(file.bytes.is_empty() && file.name.is_empty()))
    }
}

impl FromRequest for Uploaded {
    type Error = No;
    type Future = LocalBoxFuture<'static, Result<Uploaded, No>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let service = service(&request);
            let form = Multipart::new(request.headers(), payload);
            let (fields, files, held) = Reading::new(&service.settings).read(form).await?;
            let received = arrival::of(&request);
            check_token(&request, fields.text("csrf"))?;
            fields.without_nul()?;
            Ok(Uploaded { fields, files, received, _held: held })
        })
    }
}
