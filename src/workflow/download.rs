//! A whole file on its way to somebody: what it is called there, and what is in it.

/// A file to be downloaded.
#[derive(Clone, Debug)]
pub struct Download {
    pub name: String,
    pub bytes: Vec<u8>,
}
