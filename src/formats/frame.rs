//! What goes through the pipe between the pool and a worker.
//!
//! Every message is its length (eight bytes, little end first) and that many bytes. A request is one
//! byte for the file's level and the file; an answer is one byte for its kind and the rest: a grid or a
//! refusal packed by postcard, or the members of an archive. A request for a second reading has the cells asked for
//! before the file, and is answered by what they hold. A file that is looked into is answered by what was seen, the
//! pictures drawn of it last. Lengths are checked before anything is allocated, and memory follows the
//! bytes that really arrive: the other side of a pipe may have gone mad.

use std::borrow::Cow;
use std::io::{Error, ErrorKind, Read, Result, Write};

use chrono::TimeZone;
use serde::{Deserialize, Serialize};

use crate::problem::{Refusal, RefusalCode, Unfilled};
use crate::submit::annotation::Annotations;
use crate::submit::filling::{Filled, Filling};
use crate::submit::second_reading::{Asked, Heard};
use crate::vocabulary::time::beijing;
use crate::vocabulary::{FileKind, PictureMedia};

use super::annotated::{Edited, Made};
use super::archive::Member;
use super::look::{Seen, SeenPicture};
use super::{Contents, Level, damaged};

const GRID: u8 = 0;
const REFUSAL: u8 = 1;
const MEMBERS: u8 = 2;

/// The first byte of a request for a second reading.
const SECOND: u8 = 2;

/// The first byte of a request for a document's words.
const PROSE: u8 = 3;

/// The first byte of a request for what can be seen of a file.
const LOOK: u8 = 4;

/// The first byte of a request for a file with what is said of it.
const ANNOTATE: u8 = 5;
const FILL: u8 = 6;

/// The first byte of a request for everything in an archive or a mail.
const BUNDLE: u8 = 7;

/// The first byte of an answer that is such a file, and of one that says that its parts cannot be edited.
const EDITED: u8 = 3;
const LEFT: u8 = 4;

/// Bytes of the longest list of cells that a second reading is asked for.
pub const MOST_ASKED: usize = 16 << 20;

/// Most grids take no more, packed.
const USUAL: usize = 4 << 10;

/// A member on its way, without its bytes: they follow all of these, in order.
#[derive(Serialize, Deserialize)]
struct MemberHead {
    name: String,
    length: u64,
    /// Seconds since 1970.
    received: Option<i64>,
    sender: Option<String>,
}

/// What was seen of a file, without its pictures: they follow it.
#[derive(Serialize, Deserialize)]
struct SeenHead<'s> {
    kind: FileKind,
    is_cut: bool,
    refusal: Option<RefusalCode>,
    picture: Option<PictureHead>,
    text: Cow<'s, str>,
}

#[derive(Serialize, Deserialize)]
struct PictureHead {
    width: u32,
    height: u32,
    media: PictureMedia,
    /// Bytes of both views.
    shown: u64,
    small: u64,
}

/// What a request takes beside its parts: its length.
pub const AROUND: usize = 8;

/// Sends one message: a small one in one write, a large one without a copy of it.
pub fn send(pipe: &mut impl Write, parts: &[&[u8]]) -> Result<()> {
    let length = length(parts);
    if length <= SMALL {
        let mut message = Vec::new();
        put(&mut message, parts);
        pipe.write_all(&message)?;
    } else {
        pipe.write_all(&(length as u64).to_le_bytes())?;
        parts.iter().try_for_each(|part| pipe.write_all(part))?;
    }
    pipe.flush()
}

/// Bytes of a message that are sooner copied than written in two goes.
const SMALL: usize = 64 << 10;

fn length(parts: &[&[u8]]) -> usize {
    parts.iter().map(|part| part.len()).sum()
}

/// Appends one message to what is to be sent.
pub fn put(messages: &mut Vec<u8>, parts: &[&[u8]]) {
    let length = length(parts);
    messages.reserve(8 + length);
    messages.extend_from_slice(&(length as u64).to_le_bytes());
    for part in parts {
        messages.extend_from_slice(part);
    }
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
    // Room is no memory until bytes arrive in it; growing by doubling would take three times as much.
    message.try_reserve_exact(usize::try_from(length).map_err(Error::other)?).map_err(Error::other)?;
    match pipe.take(length).read_to_end(message)? as u64 == length {
        true => Ok(true),
        false => Err(ErrorKind::UnexpectedEof.into()),
    }
}

pub fn level_byte(level: Level) -> u8 {
    match level {
        Level::Received => 0,
        Level::Member => 1,
        Level::Bundle => BUNDLE,
    }
}

pub fn level_of(byte: u8) -> Level {
    match byte {
        0 => Level::Received,
        BUNDLE => Level::Bundle,
        _ => Level::Member,
    }
}

/// What goes before a file whose words are asked for.
pub fn head_of_prose() -> [u8; 1] {
    [PROSE]
}

/// The file whose words are asked for; nothing where a request is for something else.
pub fn asked_for_prose(message: &[u8]) -> Option<&[u8]> {
    message.strip_prefix(&[PROSE])
}

/// What goes before a file that is looked into.
pub fn head_of_look() -> [u8; 1] {
    [LOOK]
}

/// The file that is looked into; nothing where a request is for something else.
pub fn asked_to_look(message: &[u8]) -> Option<&[u8]> {
    message.strip_prefix(&[LOOK])
}

/// What was seen, its pictures behind all else.
pub fn pack_seen(seen: &Seen) -> Vec<u8> {
    let head = SeenHead {
        kind: seen.kind,
        is_cut: seen.is_cut,
        refusal: seen.refusal,
        picture: seen.picture.as_ref().map(|picture| PictureHead {
            width: picture.width,
            height: picture.height,
            media: picture.media,
            shown: picture.shown.len() as u64,
            small: picture.small.len() as u64,
        }),
        text: Cow::Borrowed(&seen.text),
    };
    let mut message = postcard::to_allocvec(&head).unwrap_or_default();
    if let Some(picture) = &seen.picture {
        message.reserve_exact(picture.shown.len() + picture.small.len());
        message.extend_from_slice(&picture.shown);
        message.extend_from_slice(&picture.small);
    }
    message
}

pub fn unpack_seen(message: &[u8]) -> Option<Seen> {
    let (head, mut rest): (SeenHead, &[u8]) = postcard::take_from_bytes(message).ok()?;
    let mut taken = |length: u64| {
        let (part, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        rest = after;
        Some(part.to_vec())
    };
    let picture = match head.picture {
        None => None,
        Some(PictureHead { width, height, media, shown, small }) => {
            Some(SeenPicture { width, height, media, shown: taken(shown)?, small: taken(small)? })
        }
    };
    let SeenHead { kind, is_cut, refusal, text, .. } = head;
    rest.is_empty().then(|| Seen { kind, text: text.into_owned(), is_cut, picture, refusal })
}

/// What goes before a file of which a second reading is asked for; nothing where that would be too much.
pub fn pack_asked(asked: &[Asked]) -> Option<Vec<u8>> {
    postcard::to_extend(asked, vec![SECOND]).ok().filter(|packed| packed.len() <= MOST_ASKED)
}

/// The cells that a second reading is asked for, and the file; nothing where a request is for a first one.
pub fn asked(message: &[u8]) -> Option<(Vec<Asked>, &[u8])> {
    message.strip_prefix(&[SECOND]).and_then(|rest| postcard::take_from_bytes(rest).ok())
}

pub fn pack_heard(heard: &Option<Heard>) -> Vec<u8> {
    postcard::to_allocvec(heard).unwrap_or_default()
}

pub fn unpack_heard(message: &[u8]) -> Option<Option<Heard>> {
    postcard::from_bytes(message).ok()
}

/// What goes before a file into which something is written; nothing where that would be too much.
pub fn pack_annotations(annotations: &Annotations) -> Option<Vec<u8>> {
    postcard::to_extend(annotations, vec![ANNOTATE]).ok().filter(|packed| packed.len() <= MOST_ASKED)
}

/// What is to be written, and the file; nothing where a request is for something else.
pub fn asked_to_annotate(message: &[u8]) -> Option<(Annotations, &[u8])> {
    message.strip_prefix(&[ANNOTATE]).and_then(|rest| postcard::take_from_bytes(rest).ok())
}

/// What goes before a file that is to be filled; nothing where that would be too much.
pub fn pack_filling(filling: &Filling) -> Option<Vec<u8>> {
    postcard::to_extend(filling, vec![FILL]).ok().filter(|packed| packed.len() <= MOST_ASKED)
}

/// What is to be filled in, and the file; nothing where a request is for something else.
pub fn asked_to_fill(message: &[u8]) -> Option<(Filling, &[u8])> {
    message.strip_prefix(&[FILL]).and_then(|rest| postcard::take_from_bytes(rest).ok())
}

pub fn pack_filled(answer: &std::result::Result<(Filled, Vec<u8>), Unfilled>) -> Vec<u8> {
    let packed = match answer {
        Ok((filled, bytes)) => postcard::to_extend(filled, vec![EDITED]).map(|mut message| {
            message.extend_from_slice(bytes);
            message
        }),
        Err(why) => postcard::to_extend(why, vec![REFUSAL]),
    };
    packed.unwrap_or_default()
}

pub fn unpack_filled(message: &[u8]) -> Option<std::result::Result<(Filled, Vec<u8>), Unfilled>> {
    match message.split_first()? {
        (&EDITED, rest) => {
            let (filled, bytes): (Filled, &[u8]) = postcard::take_from_bytes(rest).ok()?;
            Some(Ok((filled, bytes.to_vec())))
        }
        (&REFUSAL, rest) => postcard::from_bytes(rest).ok().map(Err),
        _ => None,
    }
}

pub fn pack_edited(answer: &std::result::Result<Option<Edited>, Refusal>) -> Vec<u8> {
    let packed = match answer {
        Ok(Some(edited)) => postcard::to_extend(&edited.made, vec![EDITED]).map(|mut message| {
            message.extend_from_slice(&edited.bytes);
            message
        }),
        Ok(None) => Ok(vec![LEFT]),
        Err(refusal) => postcard::to_extend(refusal, vec![REFUSAL]),
    };
    packed.unwrap_or_default()
}

pub fn unpack_edited(message: &[u8]) -> Option<std::result::Result<Option<Edited>, Refusal>> {
    match message.split_first()? {
        (&EDITED, rest) => {
            let (made, bytes): (Made, &[u8]) = postcard::take_from_bytes(rest).ok()?;
            Some(Ok(Some(Edited { bytes: bytes.to_vec(), made })))
        }
        (&LEFT, []) => Some(Ok(None)),
        (&REFUSAL, rest) => postcard::from_bytes(rest).ok().map(Err),
        _ => None,
    }
}

/// The parts of an answer: what an archive's members hold is sent from where it lies, for two of the largest do not fit
/// into a worker.
pub fn pack(answer: std::result::Result<Contents, Refusal>) -> Vec<Vec<u8>> {
    let packed = match answer {
        Ok(Contents::Grid(grid)) => {
            let mut message = Vec::with_capacity(USUAL);
            message.push(GRID);
            postcard::to_extend(&grid, message).map(|message| vec![message])
        }
        Ok(Contents::Members(members)) => pack_members(members),
        Err(refusal) => postcard::to_extend(&refusal, vec![REFUSAL]).map(|message| vec![message]),
    };
    packed.unwrap_or_else(|error| pack(Err(damaged(error.to_string()))))
}

/// The answer in these bytes; one that cannot be understood came from a worker gone mad.
pub fn unpack(message: &[u8]) -> Option<std::result::Result<Contents, Refusal>> {
    let (kind, rest) = message.split_first()?;
    match *kind {
        GRID => postcard::from_bytes(rest).ok().map(|grid| Ok(Contents::Grid(grid))),
        MEMBERS => unpack_members(rest).map(|members| Ok(Contents::Members(members))),
        REFUSAL => postcard::from_bytes(rest).ok().map(Err),
        _ => None,
    }
}

fn pack_members(members: Vec<Member>) -> postcard::Result<Vec<Vec<u8>>> {
    let head = |member: &Member| MemberHead {
        name: member.name.clone(),
        length: member.bytes.len() as u64,
        received: member.received.map(|instant| instant.timestamp()),
        sender: member.sender.clone(),
    };
    let heads: Vec<MemberHead> = members.iter().map(head).collect();
    let head = postcard::to_extend(&heads, vec![MEMBERS])?;
    Ok(std::iter::once(head).chain(members.into_iter().map(|member| member.bytes)).collect())
}

fn unpack_members(message: &[u8]) -> Option<Vec<Member>> {
    let (heads, mut rest): (Vec<MemberHead>, &[u8]) = postcard::take_from_bytes(message).ok()?;
    let mut members = Vec::new();
    for head in heads {
        let (bytes, after) = rest.split_at_checked(usize::try_from(head.length).ok()?)?;
        rest = after;
        let received = head.received.and_then(|seconds| beijing().timestamp_opt(seconds, 0).single());
        members.push(Member { name: head.name, bytes: bytes.to_vec(), received, sender: head.sender });
    }
    Some(members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submit::grid::{Cell, Content, Grid, Sheet};

    #[test]
    fn answers_survive_the_pipe() {
        let cell = Cell { row: 9, column: 3, content: Content::Number("0.1".into()), computed: true };
        let sheet = Sheet { name: "表".into(), visible: true, cells: vec![cell], ..Sheet::default() };
        let grid = Contents::Grid(Grid {
            sheets: vec![sheet],
            losses: vec!["失".into()],
            assumed: vec!["末".into()],
            seldom: true,
        });
        let received = beijing().timestamp_opt(1_711_098_309, 0).single();
        let member =
            Member { name: "甲.csv".into(), bytes: vec![1, 2], received, sender: Some("乙".into()) };
        let bare = Member { name: "丙".into(), bytes: vec![3], received: None, sender: None };
        let members = Contents::Members(vec![member, bare]);
        for answer in [Ok(grid), Ok(members), Err(Refusal::new(RefusalCode::Pdf, "PDF"))] {
            let mut pipe = Vec::new();
            let parts = pack(answer.clone());
            send(&mut pipe, &parts.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap();
            let mut message = Vec::new();
            assert!(receive(&mut &pipe[..], &mut message, 1 << 20).unwrap());
            assert_eq!(unpack(&message), Some(answer));
        }
    }

    #[test]
    fn what_was_seen_survives_the_pipe() {
        let (shown, small) = (vec![1; 300], vec![2; 3]);
        let picture = SeenPicture { width: 40, height: 30, shown, small, media: PictureMedia::Png };
        let words =
            Seen { text: "活动总结\n".into(), is_cut: true, ..Seen::only(FileKind::Document, None) };
        for seen in [
            Seen { picture: Some(picture), ..Seen::only(FileKind::Picture, None) },
            Seen::only(FileKind::Picture, Some(RefusalCode::TooLarge)),
            words,
        ] {
            let mut message = pack_seen(&seen);
            assert_eq!(unpack_seen(&message), Some(seen));
            message.push(0);
            assert_eq!(unpack_seen(&message), None, "a byte too many");
        }
    }

    #[test]
    fn edited_files_survive_the_pipe() {
        let edited = |made| Ok(Some(Edited { bytes: vec![7; 300], made }));
        for answer in [
            edited(Made::Workbook),
            edited(Made::Document),
            Ok(None),
            Err(Refusal::new(RefusalCode::Damaged, "the editor panicked")),
        ] {
            assert_eq!(unpack_edited(&pack_edited(&answer)), Some(answer));
        }
        assert_eq!(unpack_edited(&[LEFT, 0]), None, "a byte too many");
        let asked = pack_annotations(&Annotations::default()).unwrap();
        let message = [asked.as_slice(), b"file"].concat();
        assert_eq!(asked_to_annotate(&message), Some((Annotations::default(), &b"file"[..])));
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
