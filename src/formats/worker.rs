//! The child's side: read files from standard input, answer on standard output, until it closes.
//!
//! A worker is this same program started with one hidden argument. It takes its limits as the first
//! message, gives up everything else (`confine`), says that it is ready and what it could give up, and
//! then knows nothing but bytes in and grids out. A reader that panics costs one file: the panic is caught, its message is not
//! printed, and the worker goes on.

use std::io::{BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::problem::{Refusal, RefusalCode};

use super::limits::Limits;
use super::look::{self, Seen};
use super::{Contents, annotated, confine, damaged, filled, frame, prose, second_reader};

/// The argument that makes a worker of the program.
pub const ARGUMENT: &str = "worker";

/// What a worker says when it can take files, before the byte that says which layers it wears.
pub const READY: &[u8] = b"huibiao worker 2";

/// Longer than any packed table of limits.
const GREETING: u64 = 4096;

/// Bytes of answers that may wait for those behind them.
const MOST_WAITING: usize = 32 << 10;

/// Works until the pipe closes. The result is the exit code.
pub fn run() -> i32 {
    std::panic::set_hook(Box::new(|_| {}));
    let served = confine::pipes().and_then(|(input, mut output)| {
        let mut input = BufReader::with_capacity(64 << 10, input);
        serve(&mut input, &mut output)
    });
    i32::from(served.is_err())
}

/// Answers are sent when no further request has arrived: a pipe's wake-up costs more than reading a sheet.
fn serve(input: &mut BufReader<impl Read>, output: &mut impl Write) -> std::io::Result<()> {
    let mut message = Vec::new();
    if !frame::receive(input, &mut message, GREETING)? {
        return Ok(());
    }
    let limits: Limits = postcard::from_bytes(&message).map_err(std::io::Error::other)?;
    let layers = confine::confine(&limits)?;
    frame::send(output, &[READY, &[layers.to_byte()]])?;
    let mut answers = Vec::new();
    let most = limits.file.max(limits.bundle) + 1 + frame::MOST_ASKED as u64;
    while frame::receive(input, &mut message, most)? {
        let answer = answer(&message, &limits);
        let parts: Vec<&[u8]> = answer.iter().map(Vec::as_slice).collect();
        let is_large = parts.iter().map(|part| part.len()).sum::<usize>() > MOST_WAITING;
        if !is_large {
            frame::put(&mut answers, &parts);
        }
        if input.buffer().is_empty() || answers.len() > MOST_WAITING || is_large {
            output.write_all(&answers)?;
            output.flush()?;
            answers.clear();
        }
        if is_large {
            frame::send(output, &parts)?;
        }
    }
    Ok(())
}

/// The parts of an answer.
fn answer(message: &[u8], limits: &Limits) -> Vec<Vec<u8>> {
    if let Some((asked, bytes)) = frame::asked(message) {
        return vec![frame::pack_heard(&second_reader::hear(bytes, &asked, limits))];
    }
    if let Some(bytes) = frame::asked_for_prose(message) {
        let read = || prose::read(bytes, limits).map(Contents::Grid);
        return frame::pack(caught(read));
    }
    if let Some(bytes) = frame::asked_to_look(message) {
        let damaged = |_| Seen::only(look::kind(bytes), Some(RefusalCode::Damaged));
        let seen = catch_unwind(AssertUnwindSafe(|| look::into(bytes, limits)));
        return vec![frame::pack_seen(&seen.unwrap_or_else(damaged))];
    }
    if let Some((annotations, bytes)) = frame::asked_to_annotate(message) {
        let edit = || annotated::annotate(bytes, &annotations, limits);
        let edited = catch_unwind(AssertUnwindSafe(edit));
        return vec![frame::pack_edited(&edited.unwrap_or_else(|_| Err(damaged("the editor panicked"))))];
    }
    if let Some((filling, bytes)) = frame::asked_to_fill(message) {
        let fill = || filled::fill(bytes, &filling, limits);
        let made = catch_unwind(AssertUnwindSafe(fill));
        return vec![frame::pack_filled(
            &made.unwrap_or_else(|_| Err(damaged("the editor panicked").into())),
        )];
    }
    let Some((level, bytes)) = message.split_first() else {
        return frame::pack(Err(damaged("an empty request")));
    };
    frame::pack(caught(|| super::read(bytes, frame::level_of(*level), limits)))
}

/// What a reader says, or that it panicked.
fn caught(read: impl FnOnce() -> Result<Contents, Refusal>) -> Result<Contents, Refusal> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(damaged("the reader panicked")))
}
