//! Footage, sound and pictures by the signatures of their formats.
//!
//! Phones, cameras and conference software write few of them; the others here come out of old recorders. Formats
//! that hold either picture or sound alone (ASF, Ogg) are told by what their streams say.

use crate::vocabulary::FileKind::{self, Picture, Sound, Video};

/// Signatures at the beginning.
const SIGNATURES: [(&[u8], FileKind); 24] = [
    (b"\x89PNG\r\n\x1a\n", Picture),
    (b"GIF8", Picture),
    (b"\0\0\0\x0cjP  ", Picture),
    (b"\0\0\0\x0cJXL ", Picture),
    (b"\xff\x0a", Picture),
    (b"\x1aE\xdf\xa3", Video),
    (b"FLV\x01", Video),
    (b"\0\0\x01\xba", Video),
    (b"\0\0\x01\xb3", Video),
    (b".RMF", Video),
    (b".ra\xfd", Sound),
    (b"ID3", Sound),
    (b"fLaC", Sound),
    (b"#!AMR", Sound),
    (b"#!SILK_V3", Sound),
    (b"\x02#!SILK_V3", Sound),
    (b"MThd\0\0\0\x06", Sound),
    (b"caff\0", Sound),
    (b"\xff\xf1\x50", Sound),
    (b"\xff\xf1\x4c", Sound),
    (b"\xff\xf9\x50", Sound),
    (b"\xff\xf9\x4c", Sound),
    (b"DKIF\0\0", Video),
    (b"\x01\x0f\0\0IMKH", Video),
];

/// Kinds of a media file as Apple and MPEG write it: brands of still pictures and of sound. Others are footage.
const STILLS: [&[u8]; 13] = [
    b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1", b"avif", b"avis",
    b"crx ", b"jxl ",
];
const SOUNDS: [&[u8]; 4] = [b"M4A ", b"M4B ", b"M4P ", b"F4A "];

/// What a file is by its signature, where it is one of these.
pub fn kind(head: &[u8]) -> Option<FileKind> {
    if let Some((_, kind)) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)) {
        return Some(*kind);
    }
    let at = |from: usize, mark: &[u8]| head.get(from..from + mark.len()) == Some(mark);
    match () {
        () if at(4, b"ftyp") => Some(branded(head.get(8..12).unwrap_or_default())),
        () if [&b"moov"[..], b"mdat", b"wide"].iter().any(|atom| at(4, atom)) && at(0, b"\0") => Some(Video),
        () if at(0, b"RIFF") && (at(8, b"AVI ") || at(8, b"CDXA")) => Some(Video),
        () if at(0, b"RIFF") && at(8, b"WAVE") => Some(Sound),
        () if at(0, b"RIFF") && at(8, b"WEBP") => Some(Picture),
        () if at(0, b"FORM") && (at(8, b"AIFF") || at(8, b"AIFC")) => Some(Sound),
        () if at(0, b"\x01\0\0\0") && at(40, b" EMF") => Some(Picture),
        () if at(0, b"OggS") => Some(if holds(head, b"theora") { Video } else { Sound }),
        () if at(0, ASF) => {
            Some(if holds(head, ASF_SOUND) && !holds(head, ASF_VIDEO) { Sound } else { Video })
        }
        () if is_stream(head) => Some(Video),
        () if is_layer_three(head) => Some(Sound),
        () => None,
    }
}

const ASF: &[u8] = b"\x30\x26\xb2\x75\x8e\x66\xcf\x11";
const ASF_SOUND: &[u8] = b"\x40\x9e\x69\xf8\x4d\x5b\xcf\x11\xa8\xfd\0\x80\x5f\x5c\x44\x2b";
const ASF_VIDEO: &[u8] = b"\xc0\xef\x19\xbc\x4d\x5b\xcf\x11\xa8\xfd\0\x80\x5f\x5c\x44\x2b";

fn holds(head: &[u8], mark: &[u8]) -> bool {
    head.windows(mark.len()).any(|window| window == mark)
}

fn branded(brand: &[u8]) -> FileKind {
    match () {
        () if STILLS.contains(&brand) => Picture,
        () if SOUNDS.contains(&brand) => Sound,
        () => Video,
    }
}

/// A transport stream: packets of 188 bytes, or of 192 as a camera writes them, each with the same first byte.
fn is_stream(head: &[u8]) -> bool {
    const SYNC: u8 = 0x47;
    let every = |first: usize, step: usize| (0..4).all(|nth| head.get(first + nth * step) == Some(&SYNC));
    every(0, 188) || every(4, 192)
}

/// Two frames of MPEG sound, layer III, one behind the other.
fn is_layer_three(head: &[u8]) -> bool {
    let length = |at: usize| frame_length(head.get(at..at + 4)?);
    length(0).is_some_and(|first| length(first).is_some())
}

/// Bytes of the frame that this header begins.
fn frame_length(header: &[u8]) -> Option<usize> {
    const FIRST: [usize; 16] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
    const SECOND: [usize; 16] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
    let is_first = match header[1] & 0xfe {
        0xfa if header[0] == 0xff => true,
        0xf2 | 0xe2 if header[0] == 0xff => false,
        _ => return None,
    };
    let rates = if is_first { FIRST } else { SECOND };
    let rate = rates[usize::from(header[2] >> 4)];
    let halved = if header[1] & 0xfe == 0xe2 {
        4
    } else if is_first {
        1
    } else {
        2
    };
    let sampling = [44_100, 48_000, 32_000].get(usize::from(header[2] >> 2 & 3))? / halved;
    let samples = if is_first { 144 } else { 72 };
    (rate > 0).then(|| samples * rate * 1000 / sampling + usize::from(header[2] >> 1 & 1))
}
