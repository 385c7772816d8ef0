//! What is drawn over the cells of an old sheet: anchors in a stream of shapes that is cut into records, between them
//! what each shape is.
//!
//! The stream of shapes is a tree, each node with its length; anchors are found by walking it to its last byte. A shape
//! that takes its words or its value from cells, a control, an embedded file are not followed.

use std::collections::BTreeMap;

use super::super::super::compound::{u16_at, u32_at};
use super::super::super::xls::cells::CONTINUE;
use super::super::super::xls::stream::Placed;
use super::super::rows::Repeated;
use super::kinds::{DRAWING, OBJECT, WORDS};
use super::tokens::{LAST_ROW, put};

/// A node that holds others.
const HOLDS: u16 = 0x000f;
const ANCHOR: u16 = 0xf010;
const LENGTH_OF_ANCHOR: usize = 18;
/// Where the first and the last row stand in an anchor.
const ROWS: [usize; 2] = [6, 14];

/// Objects that are only drawn: lines, shapes, charts, pictures, comments.
const DRAWN: [u16; 11] = [0, 1, 2, 3, 4, 5, 6, 8, 9, 0x19, 0x1e];
/// What may be said of one: what it is, its group, its picture's form, that it is a comment.
const SAID: [u16; 5] = [0x15, 0x06, 0x07, 0x08, 0x0d];

/// The records of a sheet's drawing by their number, as they become; nothing where they cannot be followed.
pub fn moved(records: &[Placed<'_>], repeated: &Repeated<'_>) -> Option<BTreeMap<usize, Vec<u8>>> {
    let mut pieces: Vec<(usize, u16)> = Vec::new();
    let mut owner = 0;
    for (index, placed) in records.iter().enumerate().filter(|(_, placed)| !placed.inner) {
        let continues = placed.kind == CONTINUE;
        if placed.kind == DRAWING || continues && owner == DRAWING {
            pieces.push((index, placed.kind));
        }
        owner = if continues { owner } else { placed.kind };
    }
    let mut stream: Vec<u8> = Vec::new();
    let mut cuts = Vec::new();
    for (index, _) in &pieces {
        let data = records.get(*index)?.data;
        cuts.push((*index, stream.len()..stream.len() + data.len()));
        stream.extend_from_slice(data);
    }
    walk(&mut stream, repeated)?;
    Some(cuts.into_iter().map(|(index, range)| (index, stream[range].to_vec())).collect())
}

/// Moves every anchor; the nodes fill the stream.
fn walk(stream: &mut [u8], repeated: &Repeated<'_>) -> Option<()> {
    let (mut at, mut ends) = (0, Vec::new());
    while at < stream.len() {
        let (form, kind) = (u16_at(stream, at).ok()?, u16_at(stream, at + 2).ok()?);
        let end = at + 8 + u32_at(stream, at + 4).ok()? as usize;
        let is_inside = ends.last().is_none_or(|outer| end <= *outer);
        (is_inside && end <= stream.len()).then_some(())?;
        if kind == ANCHOR {
            anchor(stream.get_mut(at + 8..end)?, repeated)?;
        }
        at = if form & HOLDS == HOLDS { at + 8 } else { end };
        if form & HOLDS == HOLDS {
            ends.push(end);
        }
        ends.retain(|outer| *outer > at);
    }
    Some(())
}

/// An anchor that is kept as high as it is, or takes in rows that come between its ends.
fn anchor(anchor: &mut [u8], repeated: &Repeated<'_>) -> Option<()> {
    (anchor.len() == LENGTH_OF_ANCHOR).then_some(())?;
    let keeps_its_size = u16_at(anchor, 0).ok()? & 3 != 0;
    let [first, last] = ROWS.map(|at| u16_at(anchor, at).map_or(0, u32::from));
    let by = repeated.row(first) - first;
    let last = if keeps_its_size { last + by } else { repeated.row(last) };
    for (at, row) in ROWS.into_iter().zip([first + by, last]) {
        put(anchor, at, u16::try_from(row).ok().filter(|row| *row < LAST_ROW)?);
    }
    Some(())
}

/// Whether an object is only drawn, and names no cells.
pub fn is_only_drawn(kind: u16, data: &[u8]) -> bool {
    match kind {
        OBJECT => object(data).is_some(),
        WORDS => u16_at(data, 16).is_ok_and(|formula| formula == 0),
        _ => true,
    }
}

fn object(data: &[u8]) -> Option<()> {
    DRAWN.contains(&u16_at(data, 4).ok()?).then_some(())?;
    let mut at = 0;
    loop {
        let (said, length) = (u16_at(data, at).ok()?, usize::from(u16_at(data, at + 2).ok()?));
        if said == 0 {
            return Some(());
        }
        (SAID.contains(&said) && (said == 0x15) == (at == 0)).then_some(())?;
        at += 4 + length;
    }
}
