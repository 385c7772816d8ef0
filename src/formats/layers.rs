//! What stands between the rest of the machine and a reader that a file has taken over.
//!
//! A file that finds a mistake in a reader may make the worker do what the file wants. Each layer alone keeps most of
//! the machine from it, and no kernel has to have all of them: a worker says, once, which ones it could put on.

/// One thing that a worker has given up, in the order in which it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// No descriptor but the two pipes to its parent, and a third that leads nowhere.
    Descriptors,
    /// No file can be opened, made or run, no port used, no other process signalled (Landlock).
    Paths,
    /// Memory, computing, written bytes, new descriptors, children (resource limits).
    Limits,
    /// No program that it could start would have more rights than it has (no_new_privs).
    Privileges,
    /// Nothing may be asked of the kernel but what reading takes (a seccomp filter).
    Calls,
}

impl Layer {
    pub const ALL: [Layer; 5] =
        [Layer::Descriptors, Layer::Paths, Layer::Limits, Layer::Privileges, Layer::Calls];

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The layers that a worker has put on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layers(u8);

impl Layers {
    /// These, and this one where it holds.
    pub fn with(self, layer: Layer, holds: bool) -> Layers {
        if holds { Layers(self.0 | layer.bit()) } else { self }
    }

    pub fn has(self, layer: Layer) -> bool {
        self.0 & layer.bit() != 0
    }

    /// The layers that this machine does not have.
    pub fn missing(self) -> Vec<Layer> {
        Layer::ALL.into_iter().filter(|layer| !self.has(*layer)).collect()
    }

    /// One byte for the pipe.
    pub fn to_byte(self) -> u8 {
        self.0
    }

    pub fn from_byte(byte: u8) -> Layers {
        Layers(byte)
    }
}
