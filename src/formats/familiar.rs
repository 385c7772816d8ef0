//! Parts that a worker has met before.
//!
//! The sheets of a folder come out of one or two programs and one template: themes, styles, lists of types and
//! relationships are byte for byte the same in all of them, and make up two thirds of what there is to unpack.
//! A part whose packed bytes, name and stated checksum are those of a part that was unpacked to its end and
//! found whole is whole as well, and means the same. So such a part is not unpacked again; what came of it is
//! kept here, for the small parts met last. Every byte is compared: nothing a file holds can make another
//! file's part seem familiar.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use flate2::Decompress;

use super::directory::Entry;

/// Parts kept, and the longest of them, packed.
const MOST: usize = 48;
const LONGEST: usize = 8 << 10;

/// The parts met last, the latest at the end; and the inflater, while no file uses it.
#[derive(Default)]
pub struct Familiar {
    parts: RefCell<Vec<Part>>,
    inflater: RefCell<Option<Decompress>>,
}

struct Part {
    name: Vec<u8>,
    sum: u32,
    is_stored: bool,
    packed: Vec<u8>,
    length: u64,
    meaning: Option<Rc<dyn Any>>,
}

impl Familiar {
    /// An inflater, to be given back.
    pub fn take_inflater(&self) -> Decompress {
        self.inflater.take().unwrap_or_else(|| Decompress::new(false))
    }

    pub fn give_back(&self, inflater: Decompress) {
        self.inflater.replace(Some(inflater));
    }

    /// How long a part is, unpacked, and what was read from it, if it has been met.
    pub fn find(&self, entry: &Entry, packed: &[u8]) -> Option<(u64, Option<Rc<dyn Any>>)> {
        let mut parts = self.parts.borrow_mut();
        let place = parts.iter().rposition(|part| part.is(entry, packed))?;
        let part = parts.remove(place);
        let found = (part.length, part.meaning.clone());
        parts.push(part);
        Some(found)
    }

    /// Keeps a part that has been unpacked to its end and found whole.
    pub fn learn(&self, entry: &Entry, packed: &[u8], length: u64, meaning: Option<Rc<dyn Any>>) {
        if packed.len() > LONGEST {
            return;
        }
        let mut parts = self.parts.borrow_mut();
        parts.retain(|part| !part.is(entry, packed));
        if parts.len() >= MOST {
            parts.remove(0);
        }
        let (name, packed) = (entry.name.clone(), packed.to_vec());
        parts.push(Part { name, sum: entry.sum, is_stored: entry.is_stored(), packed, length, meaning });
    }
}

impl Part {
    fn is(&self, entry: &Entry, packed: &[u8]) -> bool {
        (self.sum, self.length) == (entry.sum, entry.size)
            && self.is_stored == entry.is_stored()
            && self.packed == packed
            && self.name == entry.name
    }
}
