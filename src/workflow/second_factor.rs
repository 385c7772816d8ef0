//! 两步验证: beside the password a code of six digits (TOTP, RFC 6238) from an authenticator in the person's hand.
//!
//! It is for those who see or decide about others: supervisors, auditors, administrators. Whether it is off, offered or
//! required is a setting of the installation. The secret is nowhere kept: it is worked out (`secret`) from a salt in the
//! database and a key in the file beside the signing key, so that neither a dump of the database nor the file alone
//! gives anybody a code. A code is good once, and one step of thirty seconds before and after its time. Ten recovery
//! codes, kept as digests, stand in for a telephone that was lost.
//!
//! Tokens of the interface are not asked for a code: each is a credential of its own, made by somebody signed in, with
//! an end of its own.

mod secret;
mod own;
mod judged;

pub use self::judged::{Given, judge};
pub(super) use self::own::keep;
pub use self::own::{Standing, TurnedOff, begin, renew, set_up, standing, turn_off};
pub use self::secret::{Proposal, propose};
use super::Service;
use crate::config::SecondFactor;
use crate::problem::Problem;
use crate::vocabulary::{Permission, Role};

/// Whether people of this role may have a second step here.
pub fn concerns(service: &Service, role: Role) -> bool {
    role.may(Permission::SecondFactor) && service.settings.second_factor != SecondFactor::Off
}

/// A problem where people of this role may have none here.
fn admits(service: &Service, role: Role) -> Result<(), Problem> {
    if !role.may(Permission::SecondFactor) {
        return Err(Problem::forbidden());
    }
    if concerns(service, role) { Ok(()) } else { Err(Problem::not_found()) }
}

/// Whether people of this role must have one.
pub fn is_required(service: &Service, role: Role) -> bool {
    role.may(Permission::SecondFactor) && service.settings.second_factor == SecondFactor::Required
}
