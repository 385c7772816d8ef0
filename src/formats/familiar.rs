//! Parts that a worker has met before.
//!
//! The sheets of a folder come out of one or two programs and one template: themes, styles, lists of types and
//! relationships are byte for byte the same in all of them, and make up two thirds of what there is to unpack.
//! A part whose packed bytes, name and stated checksum are those of a part that was unpacked to its end and
//! found whole is whole as well, and means the same. So such a part is not unpacked again; what came of it is
//! kept here, for the small parts met last. Every byte is compared: nothing a file holds can make another
//! file's part seem familiar. And where a container's entries are named as those of the one before, their names
//! have been judged.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use flate2::Decompress;

use super::directory::Entry;

/// Parts kept, and the longest of them, packed.
const MOST: usize = 48;
const LONGEST: usize = 8 << 10;

/// A buffer that has grown beyond this for one large part is not kept for the small ones.
const LARGEST_BUFFER: usize = 1 << 20;

/// The parts met last, the latest at the end; and the inflater and a buffer, while no file uses them.
#[derive(Default)]
pub struct Familiar {
    parts: RefCell<Vec<Part>>,
    names: RefCell<Rc<Vec<String>>>,
    inflater: RefCell<Option<Decompress>>,
    buffer: RefCell<Vec<u8>>,
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

    /// An empty buffer for a part, to be given back.
    pub fn take_buffer(&self) -> Vec<u8> {
        self.buffer.take()
    }

    pub fn give_back_buffer(&self, mut buffer: Vec<u8>) {
        if buffer.capacity() <= LARGEST_BUFFER {
            buffer.clear();
            self.buffer.replace(buffer);
        }
    }

    /// The names of these entries, if the container before had the very same.
    pub fn names_of(&self, entries: &[Entry]) -> Option<Rc<Vec<String>>> {
        let names = self.names.borrow();
        let same = names.iter().map(String::as_bytes).eq(entries.iter().map(|entry| entry.name.as_slice()));
        same.then(|| Rc::clone(&names))
    }

    /// Keeps names that have been judged.
    pub fn learn_names(&self, names: Vec<String>) -> Rc<Vec<String>> {
        let names = Rc::new(names);
        self.names.replace(Rc::clone(&names));
        names
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

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};
    use std::rc::Rc;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::super::container::Container;
    use super::super::limits::Limits;
    use super::*;
    use crate::problem::RefusalCode;

    fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn judge(bytes: &[u8], limits: &Limits, familiar: &Rc<Familiar>) -> Result<(), RefusalCode> {
        let container = Container::open_among(bytes, limits, Rc::clone(familiar));
        container.and_then(Container::finish).map_err(|refusal| refusal.code)
    }

    #[test]
    fn a_part_met_before_is_known_and_one_that_differs_in_anything_is_not() {
        let familiar = Rc::new(Familiar::default());
        let limits = Limits::sheet();
        let theme = "<a>1111111111111111</a>";
        let good = packed(&[("theme.xml", theme)]);
        assert_eq!(judge(&good, &limits, &familiar), Ok(()));
        assert_eq!(judge(&good, &limits, &familiar), Ok(()));
        assert_eq!(
            judge(&packed(&[("sheet.xml", "<b/>"), ("theme.xml", theme)]), &limits, &familiar),
            Ok(())
        );
        let at = |what: &[u8], by: usize| good.windows(4).position(|bytes| bytes == what).unwrap() + by;
        for (place, what) in [(at(b"PK\x01\x02", 16), "its checksum"), (at(b"PK\x01\x02", 24), "its size")] {
            let mut bytes = good.clone();
            bytes[place] ^= 1;
            assert_eq!(judge(&bytes, &limits, &familiar), Err(RefusalCode::Damaged), "{what}");
        }
        let mut bytes = good.clone();
        bytes[at(b"PK\x03\x04", 30 + "theme.xml".len() + 2)] ^= 1;
        assert_eq!(judge(&bytes, &limits, &familiar), Err(RefusalCode::Damaged), "a byte of it");
    }

    #[test]
    fn names_are_judged_once_and_those_refused_are_never_kept() {
        let familiar = Rc::new(Familiar::default());
        let limits = Limits::sheet();
        let (good, bad) =
            (packed(&[("a.xml", "<a/>"), ("b.xml", "<b/>")]), packed(&[("../a", ""), ("b", "")]));
        for (bytes, expected) in [
            (&bad, Err(RefusalCode::Damaged)),
            (&bad, Err(RefusalCode::Damaged)),
            (&good, Ok(())),
            (&good, Ok(())),
            (&bad, Err(RefusalCode::Damaged)),
        ] {
            assert_eq!(judge(bytes, &limits, &familiar), expected);
        }
        let container = Container::open_among(&good, &limits, Rc::clone(&familiar)).unwrap();
        assert_eq!(container.names(), ["a.xml", "b.xml"]);
    }

    #[test]
    fn only_the_parts_met_last_are_kept() {
        let familiar = Familiar::default();
        let entry = |number: u32| Entry {
            name: b"a.xml".to_vec(),
            method: zip::CompressionMethod::Stored,
            encrypted: false,
            sum: number,
            packed: 0..1,
            size: 1,
        };
        (0..100).for_each(|number| familiar.learn(&entry(number), b"a", 1, None));
        let known = (0..100).filter(|number| familiar.find(&entry(*number), b"a").is_some()).count();
        assert_eq!(known, MOST);
    }
}
