//! Part of `service`: how long a clerk waits from sending a sheet to having it back with what is wrong written into it.
//!
//! Sheets of every format and layout that offices send, many of them with mistakes, go into the drafts of their units
//! and come back answered, sixteen at once. A wait is both requests together: the file in, the answered file out.

use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::province::Province;
use crate::sheets::truth::WhichUnit;
use crate::sheets::{self, folder, formats, register};

const CLIENTS: usize = 16;
/// Generated sheets; those that no draft takes, because they are refused, are left out.
const SHEETS: u64 = 480;
const ROUNDS: usize = 6;

/// The bars, median and 99 of 100.
const BARS: [Duration; 2] = [Duration::from_millis(300), Duration::from_secs(1)];

/// A sheet and whose it is.
struct Sent {
    unit: usize,
    name: String,
    bytes: Vec<u8>,
}

pub fn answers() {
    let province = Province::of(None, "answers", register::units().len(), &register::csv());
    let sheets = sheets(&province);
    let waits = Mutex::new(Vec::new());
    let took = crate::together(CLIENTS, |client| {
        let agent = province.agent();
        // A unit's draft is filled by one client alone.
        let own = sheets.iter().filter(|sheet| sheet.unit % CLIENTS == client);
        let own: Vec<&Sent> = own.collect();
        for sheet in (0..ROUNDS).flat_map(|_| own.iter()) {
            let start = Instant::now();
            let bytes = answer(&province, &agent, sheet).expect("it was answered before");
            let wait = start.elapsed();
            assert!(!bytes.is_empty());
            waits.lock().expect("waits").push(wait);
        }
    });
    let mut waits = waits.into_inner().expect("waits");
    waits.sort_unstable();
    let at = |of_hundred: usize| waits[waits.len() * of_hundred / 100].as_secs_f64() * 1e3;
    println!(
        "{} answers of {} sheets, {CLIENTS} clients, in {:.1} s: median {:.0} ms (bar {}), 99 % within {:.0} ms (bar {}), longest {:.0} ms",
        waits.len(),
        sheets.len(),
        took.as_secs_f64(),
        at(50),
        BARS[0].as_millis(),
        at(99),
        BARS[1].as_millis(),
        waits.last().map_or(0.0, |longest| longest.as_secs_f64() * 1e3),
    );
}

/// The file with what is wrong in it; nothing where no draft takes the file.
fn answer(province: &Province, agent: &ureq::Agent, sheet: &Sent) -> Option<Vec<u8>> {
    let (status, _) = province.put_file(agent, sheet.unit, &sheet.name, &sheet.bytes);
    if status != 200 {
        return None;
    }
    let (status, bytes) = province.answered(agent, sheet.unit);
    (status == 200).then_some(bytes)
}

fn sheets(province: &Province) -> Vec<Sent> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-answers");
    let seeds: Vec<u64> = (1..=SHEETS).collect();
    let made = folder::write(&folder, &seeds, formats::FIRST_MILE).expect("sheets are written");
    let agent = province.agent();
    let sent = made.into_iter().filter_map(|made: sheets::Made| {
        let [truth] = made.truths.as_slice() else { return None };
        let WhichUnit::Code(own) = &truth.unit else { return None };
        let unit = province.units.iter().position(|code| code == own)?;
        let (_, ending) = made.file_name.rsplit_once('.')?;
        let name = format!("sheet-{}.{}", made.seed, if ending.is_ascii() { ending } else { "xlsx" });
        Some(Sent { unit, name, bytes: made.bytes })
    });
    sent.filter(|sheet| answer(province, &agent, sheet).is_some()).collect()
}
