//! What goes through the pipe between the pool and a worker.
//!
//! Every message is its length (eight bytes, little end first) and that many bytes. A request is one
//! byte for the file's level and the file; an answer is one byte for its kind and the rest: a grid or a
//! refusal packed by postcard. Lengths are checked before anything is allocated, and memory follows the
//! bytes that really arrive: the other side of a pipe may have gone mad.

use std::io::{Error, ErrorKind, Read, Result, Write};

use crate::problem::Refusal;

use super::{Contents, Level, damaged};

const GRID: u8 = 0;
const REFUSAL: u8 = 1;

/// Sends one message in one write.
pub fn send(pipe: &mut impl Write, parts: &[&[u8]]) -> Result<()> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut message = Vec::with_capacity(8 + length);
    message.extend_from_slice(&(length as u64).to_le_bytes());
    for part in parts {
        message.extend_from_slice(part);
    }
    pipe.write_all(&message)?;
    pipe.flush()
}

/// Receives one message into `message`; `false` when the other side has closed the pipe.
pub fn receive(pipe: &mut impl Read, message: &mut Vec<u8>, most: u64) -> Result<bool> {
    message.clear();
    let mut length = [0; 8];
    if pipe.read(&mut length[..1])? == 0 {
        return Ok(false);
    }
    pipe.read_exact(&mut length[1..])?;
    let length = u64::from_le_bytes(length);
    if length > most {
        return Err(Error::new(ErrorKind::InvalidData, "a message longer than any may be"));
    }
    message.reserve(length.min(1 << 20) as usize);
    match pipe.take(length).read_to_end(message)? as u64 == length {
        true => Ok(true),
        false => Err(ErrorKind::UnexpectedEof.into()),
    }
}

pub fn level_byte(level: Level) -> u8 {
    match level {
        Level::Received => 0,
        Level::Member => 1,
    }
}

pub fn level_of(byte: u8) -> Level {
    if byte == 0 { Level::Received } else { Level::Member }
}

/// An answer's bytes.
pub fn pack(answer: &std::result::Result<Contents, Refusal>) -> Vec<u8> {
    let packed = match answer {
        Ok(Contents::Grid(grid)) => postcard::to_extend(grid, vec![GRID]),
        Err(refusal) => postcard::to_extend(refusal, vec![REFUSAL]),
    };
    packed.unwrap_or_else(|error| pack(&Err(damaged(error.to_string()))))
}

/// The answer in these bytes; one that cannot be understood came from a worker gone mad.
pub fn unpack(message: &[u8]) -> Option<std::result::Result<Contents, Refusal>> {
    let (kind, rest) = message.split_first()?;
    match *kind {
        GRID => postcard::from_bytes(rest).ok().map(|grid| Ok(Contents::Grid(grid))),
        REFUSAL => postcard::from_bytes(rest).ok().map(Err),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::RefusalCode;
    use crate::submit::grid::{Cell, Content, Grid, Sheet};

    #[test]
    fn answers_survive_the_pipe() {
        let cell = Cell { row: 9, column: 3, content: Content::Number("0.1".into()), computed: true };
        let sheet = Sheet { name: "表".into(), visible: true, cells: vec![cell], ..Sheet::default() };
        let grid = Contents::Grid(Grid { sheets: vec![sheet], losses: vec!["失".into()] });
        for answer in [Ok(grid), Err(Refusal::new(RefusalCode::Pdf, "PDF"))] {
            let mut pipe = Vec::new();
            send(&mut pipe, &[&pack(&answer)]).unwrap();
            let mut message = Vec::new();
            assert!(receive(&mut &pipe[..], &mut message, 1 << 20).unwrap());
            assert_eq!(unpack(&message), Some(answer));
        }
    }

    #[test]
    fn a_mad_worker_is_noticed() {
        let mut message = Vec::new();
        assert!(!receive(&mut &b""[..], &mut message, 10).unwrap());
        for pipe in [&b"\x05\0\0\0\0\0\0\0abc"[..], b"\x05\0", b"\xff\0\0\0\0\0\0\0abc"] {
            assert!(receive(&mut &pipe[..], &mut message, 10).is_err(), "{pipe:?}");
        }
        assert_eq!(unpack(b"\x07"), None);
        assert_eq!(unpack(b""), None);
    }
}
