//! Parts that this thread has met before, and what they mean.
//!
//! The sheets of a folder come out of one or two programs: themes, styles, lists of types and references are byte for
//! byte the same in all of them, and are two thirds of what there is to unpack. A part whose name, packed bytes,
//! length and checksum are those of a part that was unpacked to its end and found whole is whole as well, and means
//! the same; so what it means is kept, for the small parts met last. Every byte is compared: nothing that a file holds
//! can make another file's part seem known. Sheets and their words are read anew in every file.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use zip::CompressionMethod;

use super::directory::Entry;

/// Parts kept, and the longest of them, packed.
const MOST: usize = 48;
const LONGEST: usize = 8 << 10;

thread_local! {
    /// The latest at the end.
    static MET: RefCell<Vec<Part>> = const { RefCell::new(Vec::new()) };
}

struct Part {
    name: String,
    packed: Vec<u8>,
    method: CompressionMethod,
    size: u64,
    sum: u32,
    meaning: Rc<dyn Any>,
}

/// What this entry means to a reader who makes a `T` of it, where that is known.
pub fn find<T: 'static>(entry: &Entry<'_>) -> Option<Rc<T>> {
    MET.with_borrow_mut(|parts| {
        let place = parts.iter().rposition(|part| part.is(entry) && part.meaning.is::<T>())?;
        let part = parts.remove(place);
        let meaning = Rc::clone(&part.meaning);
        parts.push(part);
        meaning.downcast().ok()
    })
}

/// Keeps what an entry means that has been unpacked to its end and found whole.
pub fn learn<T: 'static>(entry: &Entry<'_>, meaning: Rc<T>) {
    if entry.packed.len() > LONGEST {
        return;
    }
    MET.with_borrow_mut(|parts| {
        if parts.len() >= MOST {
            parts.remove(0);
        }
        let &Entry { ref name, packed, method, size, sum } = entry;
        parts.push(Part { name: name.clone(), packed: packed.to_vec(), method, size, sum, meaning });
    });
}

impl Part {
    fn is(&self, entry: &Entry<'_>) -> bool {
        (self.sum, self.size, self.method) == (entry.sum, entry.size, entry.method)
            && self.packed == entry.packed
            && self.name == entry.name
    }
}
