//! The smallest OLE2 container that readers accept: one stream under the root.
//!
//! The stream is padded to the size from which no mini sectors are needed; sectors are 512 bytes; the
//! allocation table follows the stream and the directory.

const SECTOR: usize = 512;
const SMALLEST_STREAM: usize = 4096;
const END: u32 = 0xFFFF_FFFE;
const FREE: u32 = 0xFFFF_FFFF;
const TABLE: u32 = 0xFFFF_FFFD;

/// A container with one stream.
pub fn container(stream_name: &str, stream: &[u8]) -> Vec<u8> {
    let mut content = stream.to_vec();
    content.resize(content.len().max(SMALLEST_STREAM).next_multiple_of(SECTOR), 0);
    let stream_sectors = content.len() / SECTOR;
    let tables = (stream_sectors + 2).div_ceil(SECTOR / 4 - 1);
    let mut bytes = header(stream_sectors as u32, tables as u32);
    bytes.extend(&content);
    bytes.extend(directory(stream_name, content.len() as u64));
    bytes.extend(allocation(stream_sectors as u32, tables as u32));
    bytes
}

fn header(directory_sector: u32, tables: u32) -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.extend([0; 16]);
    for word in [0x003E_u16, 3, 0xFFFE, 9, 6] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend([0; 6]);
    let words = [0, tables, directory_sector, 0, SMALLEST_STREAM as u32, END, 0, END, 0];
    for word in words {
        bytes.extend(word.to_le_bytes());
    }
    for index in 0..109 {
        let sector = if index < tables { directory_sector + 1 + index } else { FREE };
        bytes.extend(sector.to_le_bytes());
    }
    bytes
}

fn directory(stream_name: &str, size: u64) -> Vec<u8> {
    let mut bytes = entry("Root Entry", 5, 1, END, 0);
    bytes.extend(entry(stream_name, 2, FREE, 0, size));
    bytes.extend(entry("", 0, FREE, 0, 0));
    bytes.extend(entry("", 0, FREE, 0, 0));
    bytes
}

fn entry(name: &str, kind: u8, child: u32, start: u32, size: u64) -> Vec<u8> {
    let letters: Vec<u16> = name.encode_utf16().collect();
    let mut bytes: Vec<u8> = letters.iter().flat_map(|letter| letter.to_le_bytes()).collect();
    bytes.resize(64, 0);
    let length = if name.is_empty() { 0 } else { letters.len() as u16 * 2 + 2 };
    bytes.extend(length.to_le_bytes());
    bytes.extend([kind, 1]);
    for word in [FREE, FREE, child] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend([0; 36]);
    bytes.extend(start.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes
}

/// The chains: the stream, the one directory sector, the table itself.
fn allocation(stream_sectors: u32, tables: u32) -> Vec<u8> {
    let mut chain: Vec<u32> = (1..stream_sectors).collect();
    chain.extend([END, END]);
    chain.extend((0..tables).map(|_| TABLE));
    chain.resize((tables as usize) * SECTOR / 4, FREE);
    chain.into_iter().flat_map(u32::to_le_bytes).collect()
}
