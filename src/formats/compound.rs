//! OLE2 compound files: the container of old Excel, WPS and Word files and of encrypted new ones.
//!
//! A compound file is a small disk: sectors, a table that chains them into streams, a directory. It has
//! no checksum, so its own consistency is the only witness of a cut or broken file. Every chain must end,
//! every sector of a stream that is read must lie inside the file, and only streams of the root count:
//! a workbook embedded in a document is not the document.
//!
//! Written by hand because what was asked for must be whole, and the rest need not be. The crate `cfb` judges
//! all of the disk on opening: where only a neighbour's chain is broken, the table is longer than the file or a name
//! stands out of order it refuses a file whose workbook is whole and which every office program opens. Others
//! fill up what a cut has taken. No room is made for a size that is larger than the file. Where a file is written,
//! all of its disk has to be in order: there the crate is used (`filled::xls`).

use crate::problem::Refusal;

use super::damaged;

const FREE: u32 = 0xffff_fffa;
const END: u32 = 0xffff_fffe;
const NONE: u32 = 0xffff_ffff;
const ENTRY: usize = 128;
const MINI: usize = 64;

/// An opened compound file.
pub struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// Streams below this size lie in the mini stream.
    cutoff: u64,
    table: Vec<u32>,
    mini_table_start: u32,
    root: Entry,
    streams: Vec<Entry>,
}

#[derive(Clone)]
struct Entry {
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: u64,
}

impl<'a> Compound<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Compound<'a>, Refusal> {
        let shift = u16_at(bytes, 30)?;
        if bytes.len() < 512 || !matches!(shift, 9 | 12) || u16_at(bytes, 32)? != 6 {
            return Err(damaged("header of the compound file"));
        }
        let mut compound = Compound {
            bytes,
            sector: 1 << shift,
            cutoff: u64::from(u32_at(bytes, 56)?),
            table: Vec::new(),
            mini_table_start: u32_at(bytes, 60)?,
            root: Entry::parse(&[0; ENTRY])?,
            streams: Vec::new(),
        };
        compound.read_table()?;
        compound.read_directory()?;
        Ok(compound)
    }

    /// Is there a stream of this name in the root?
    pub fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// The whole of a stream of the root.
    pub fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(entry) = self.entry(name) else { return Ok(None) };
        if entry.size >= self.cutoff {
            return self.chain(entry.start, Some(entry.size)).map(Some);
        }
        let mini_stream = self.chain(self.root.start, Some(self.root.size))?;
        let mini_table = words(&self.chain(self.mini_table_start, None)?);
        let mut stream = Vec::new();
        for place in follow(&mini_table, entry.start)? {
            let from = place as usize * MINI;
            let want = MINI.min(entry.size as usize - stream.len());
            let piece = mini_stream.get(from..from + want).ok_or_else(|| damaged("a mini sector outside"))?;
            stream.extend_from_slice(piece);
        }
        complete(stream, entry.size).map(Some)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.streams.iter().find(|entry| entry.kind == 2 && entry.name.eq_ignore_ascii_case(name))
    }

    fn read_table(&mut self) -> Result<(), Refusal> {
        let most = self.bytes.len() / self.sector + 1;
        let mut places: Vec<u32> = words(&self.bytes[76..512]);
        let mut next = u32_at(self.bytes, 68)?;
        let mut lists = 0;
        while next < FREE {
            lists += 1;
            if lists > most {
                return Err(damaged("a list of sectors that never ends"));
            }
            let mut list = words(self.sector_at(next)?);
            next = list.pop().unwrap_or(END);
            places.extend(list);
        }
        places.retain(|place| *place < FREE);
        places.truncate(most);
        for place in places {
            let piece = words(self.sector_at(place)?);
            self.table.extend(piece);
        }
        Ok(())
    }

    fn read_directory(&mut self) -> Result<(), Refusal> {
        let directory = self.chain(u32_at(self.bytes, 48)?, None)?;
        let entries = directory.chunks_exact(ENTRY).map(Entry::parse).collect::<Result<Vec<_>, _>>()?;
        let root = entries.first().filter(|root| root.kind == 5);
        self.root = root.ok_or_else(|| damaged("no root in the directory"))?.clone();
        // The root's children hang in a tree; a tree that loops would have more nodes than entries.
        let mut waiting = vec![self.root.child];
        while let Some(place) = waiting.pop() {
            if place == NONE {
                continue;
            }
            let entry = entries.get(place as usize).ok_or_else(|| damaged("a directory entry outside"))?;
            if self.streams.len() > entries.len() {
                return Err(damaged("a directory that loops"));
            }
            waiting.extend([entry.left, entry.right]);
            self.streams.push(entry.clone());
        }
        Ok(())
    }

    /// The bytes of a chain of sectors: `size` of them, or all.
    fn chain(&self, start: u32, size: Option<u64>) -> Result<Vec<u8>, Refusal> {
        let mut stream = Vec::new();
        if size.is_some_and(|size| size > self.bytes.len() as u64) {
            return Err(damaged("a stream larger than its file"));
        }
        for place in follow(&self.table, start)? {
            let Some(size) = size else {
                stream.extend_from_slice(self.sector_at(place)?);
                continue;
            };
            let want = (self.sector as u64).min(size - stream.len() as u64) as usize;
            let from = (place as usize + 1) * self.sector;
            let piece = self.bytes.get(from..from + want).ok_or_else(|| damaged("a sector outside"))?;
            stream.extend_from_slice(piece);
            if stream.len() as u64 == size {
                break;
            }
        }
        complete(stream, size.unwrap_or(0))
    }

    fn sector_at(&self, place: u32) -> Result<&'a [u8], Refusal> {
        let from = (place as usize + 1) * self.sector;
        self.bytes.get(from..from + self.sector).ok_or_else(|| damaged("a sector outside the file"))
    }
}

impl Entry {
    fn parse(bytes: &[u8]) -> Result<Entry, Refusal> {
        let name: Vec<u16> = bytes[..64]
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .take_while(|unit| *unit != 0)
            .collect();
        Ok(Entry {
            name: String::from_utf16_lossy(&name),
            kind: bytes[66],
            left: u32_at(bytes, 68)?,
            right: u32_at(bytes, 72)?,
            child: u32_at(bytes, 76)?,
            start: u32_at(bytes, 116)?,
            // The upper half is undefined in files with small sectors, which cannot be that large.
            size: u64::from(u32_at(bytes, 120)?),
        })
    }
}

/// The sectors of a chain, in order.
fn follow(table: &[u32], start: u32) -> Result<Vec<u32>, Refusal> {
    let mut places = Vec::new();
    let mut place = start;
    while place < FREE {
        if places.len() >= table.len() {
            return Err(damaged("a chain of sectors that never ends"));
        }
        places.push(place);
        place = *table.get(place as usize).ok_or_else(|| damaged("a chain that leads outside"))?;
    }
    Ok(places)
}

fn complete(stream: Vec<u8>, size: u64) -> Result<Vec<u8>, Refusal> {
    if (stream.len() as u64) < size { Err(damaged("a stream shorter than it says")) } else { Ok(stream) }
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect()
}

/// A 16-bit number, little end first; a place outside means that the file was cut.
pub fn u16_at(bytes: &[u8], at: usize) -> Result<u16, Refusal> {
    let pair = bytes.get(at..at + 2).ok_or_else(|| damaged("a record cut short"))?;
    Ok(u16::from_le_bytes([pair[0], pair[1]]))
}

/// A 32-bit number, little end first.
pub fn u32_at(bytes: &[u8], at: usize) -> Result<u32, Refusal> {
    let word = bytes.get(at..at + 4).ok_or_else(|| damaged("a record cut short"))?;
    Ok(u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk with two streams of nine sectors: a table in sector 0, the directory in sector 1, `Workbook` from
    /// sector 2 on, its neighbour from sector 11 on.
    fn disk() -> Vec<u8> {
        let mut disk = vec![0; 512];
        let mut put = |at: usize, word: u32| disk[at..at + 4].copy_from_slice(&word.to_le_bytes());
        (76..512).step_by(4).for_each(|at| put(at, NONE));
        for (at, word) in [(28, 0x0009_fffe), (32, 6), (48, 1), (56, 4_096), (60, END), (68, END), (76, 0)] {
            put(at, word);
        }
        let table = (0..128).map(|place: u32| match place {
            0 => 0xffff_fffd,
            1 | 10 | 19 => END,
            2..=19 => place + 1,
            _ => NONE,
        });
        disk.extend(table.flat_map(u32::to_le_bytes));
        disk.extend(entry("Root Entry", 5, [NONE, NONE, 2], END, 0));
        disk.extend(entry("Workbook", 2, [NONE; 3], 2, 4_600));
        disk.extend(entry("Neighbour", 2, [1, NONE, NONE], 11, 4_608));
        disk.extend([0; ENTRY]);
        disk.extend([b'w'; 9 * 512]);
        disk.extend([b'n'; 9 * 512]);
        disk
    }

    fn entry(name: &str, kind: u8, links: [u32; 3], start: u32, size: u32) -> [u8; ENTRY] {
        let mut entry = [0; ENTRY];
        name.encode_utf16().enumerate().for_each(|(at, unit)| {
            entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
        });
        (entry[64], entry[66]) = (2 * name.len() as u8 + 2, kind);
        let words = [(68, links[0]), (72, links[1]), (76, links[2]), (116, start), (120, size)];
        words.iter().for_each(|(at, word)| entry[*at..at + 4].copy_from_slice(&word.to_le_bytes()));
        entry
    }

    const TABLE: usize = 512;
    const WORKBOOK: usize = 1_024 + ENTRY;
    const NEIGHBOUR: usize = 1_024 + 2 * ENTRY;

    fn workbook(disk: &[u8]) -> Option<usize> {
        let stream = Compound::open(disk).and_then(|compound| compound.stream("workbook")).ok()?;
        stream.filter(|stream| stream.iter().all(|byte| *byte == b'w')).map(|stream| stream.len())
    }

    #[test]
    fn a_stream_is_whole_or_refused_and_its_neighbours_may_be_broken() {
        assert_eq!(workbook(&disk()), Some(4_600));
        for (what, at, word, length) in [
            ("the stream's chain loops", TABLE + 4 * 5, 3, None),
            ("it leads outside", TABLE + 4 * 5, 4_000, None),
            ("it ends early", TABLE + 4 * 5, END, None),
            ("the stream declares four gigabytes", WORKBOOK + 120, u32::MAX, None),
            ("it declares more than its chain", WORKBOOK + 120, 5_000, None),
            ("the directory's chain loops", TABLE + 4, 1, None),
            ("the directory's tree loops", WORKBOOK + 68, 2, None),
            ("the tree leads outside", WORKBOOK + 72, 9, None),
            ("the list of tables loops", 68, 3, None),
            ("the table lies outside", 76, 40, None),
            ("the neighbour's chain loops", TABLE + 4 * 15, 12, Some(4_600)),
            ("it crosses the stream", TABLE + 4 * 15, 5, Some(4_600)),
            ("it leads outside", TABLE + 4 * 15, 4_000, Some(4_600)),
            ("the neighbour declares four gigabytes", NEIGHBOUR + 120, u32::MAX, Some(4_600)),
            ("what hangs on its left hangs on its right too", NEIGHBOUR + 72, 1, Some(4_600)),
            ("its name is no text", NEIGHBOUR, 0xd800_d800, Some(4_600)),
            ("the table is longer than the file", TABLE + 4 * 120, 121, Some(4_600)),
        ] {
            let mut disk = disk();
            disk[at..at + 4].copy_from_slice(&word.to_le_bytes());
            assert_eq!(workbook(&disk), length, "{what}");
        }
    }

    #[test]
    fn a_cut_is_noticed_where_it_takes_from_the_stream() {
        let disk = disk();
        for (length, found) in [
            (disk.len() - 1, Some(4_600)),
            (1_536 + 4_600, Some(4_600)),
            (1_536 + 4_599, None),
            (1_500, None),
        ] {
            assert_eq!(workbook(&disk[..length]), found, "{length}");
        }
    }
}
