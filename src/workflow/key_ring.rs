//! The key of this process: found or made once, and held from then on.

use std::sync::{Arc, OnceLock};

use crate::vocabulary::statement::Signer;

#[derive(Default)]
pub struct Keys(OnceLock<Arc<Signer>>);

impl Keys {
    pub(super) fn get(&self) -> Option<&Arc<Signer>> {
        self.0.get()
    }

    /// Holds a key; the first one stays.
    pub(super) fn hold(&self, signer: Signer) {
        let _ = self.0.set(Arc::new(signer));
    }
}
