//! 就绪: whether this server should be given requests now, for a proxy that asks before it sends somebody here.
//!
//! It should where its database answers and takes what is received, and where it could sign a receipt. With PostgreSQL
//! there may be another server to go to, so that one whose clock stands before the last entry steps aside as well; a
//! server of its own stays, because people can still look.

use super::{Service, keys};
use crate::problem::Problem;
use crate::store::Address;

/// Why not, if it is not ready.
pub fn ready(service: &Service) -> Result<(), Problem> {
    let is_one_of_several = matches!(service.store.address, Address::Postgresql(_));
    if !service.is_ready() {
        return Err(Problem::unreachable());
    }
    if !keys::can_sign(service)? || (is_one_of_several && service.store.behind().is_some()) {
        return Err(Problem::busy());
    }
    Ok(())
}
