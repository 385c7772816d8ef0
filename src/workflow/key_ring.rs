//! The key of this process: found or made once, and held from then on.

use std::sync::{Arc, OnceLock};

use crate::store::key_file::{KeyFile, Seed};
use crate::vocabulary::statement::Signer;

#[derive(Default)]
pub struct Keys(OnceLock<(Arc<Signer>, Seed)>);

impl Keys {
    pub(super) fn get(&self) -> Option<&Arc<Signer>> {
        self.0.get().map(|(signer, _)| signer)
    }

    /// What the secrets of second factors are worked out with.
    pub(super) fn seed(&self) -> Option<&Seed> {
        self.0.get().map(|(_, seed)| seed)
    }

    /// Holds a key; the first one stays.
    pub(super) fn hold(&self, file: KeyFile) {
        let _ = self.0.set((Arc::new(file.signer), file.seed));
    }
}
