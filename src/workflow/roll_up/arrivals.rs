//! When each sheet arrived, and from whom, where a manifest says it: of the file by its whole name, of the
//! one file that bears the name, or of the archive that the file came in.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::read::FileReading;
use super::super::tables::Arrival;
use crate::vocabulary::Source;

/// Writes times and senders of the manifest beside the files it names.
pub(super) fn stamp(read: &mut [FileReading], arrivals: &[Arrival]) {
    if arrivals.is_empty() {
        return;
    }
    let by_file = first_arrivals(arrivals);
    let mut bearing: HashMap<String, usize> = HashMap::new();
    for file in read.iter() {
        *bearing.entry(last_of(&file.source.file).to_owned()).or_default() += 1;
    }
    for file in read {
        let name = file.source.file.as_str();
        // A name without its folder speaks of one file, or of none.
        let last = Some(last_of(name)).filter(|last| bearing[*last] == 1);
        if let Some(arrival) = by_file
            .get(name)
            .or_else(|| last.and_then(|last| by_file.get(last)))
            .or_else(|| by_file.get(archive_of(name)))
        {
            let source = Source {
                received: arrival.received.or(file.source.received),
                sender: arrival.sender.clone().or_else(|| file.source.sender.clone()),
                ..file.source.as_ref().clone()
            };
            file.source = Arc::new(source);
            if let (true, Ok(readings)) = (arrival.nil, &mut file.readings) {
                readings.iter_mut().for_each(|reading| reading.nil = true);
            }
        }
    }
}

/// Each file's line; of a file that arrived twice, the first arrival: what was sent again later makes no
/// unit late.
fn first_arrivals(arrivals: &[Arrival]) -> HashMap<&str, &Arrival> {
    let mut by_file: HashMap<&str, &Arrival> = HashMap::new();
    for arrival in arrivals {
        let Some(file) = arrival.file.as_deref() else { continue };
        let earlier = |known: &&Arrival| match (known.received, arrival.received) {
            (Some(known), Some(received)) => received < known,
            (known, received) => known.is_none() && received.is_some(),
        };
        match by_file.get(file) {
            Some(known) if !earlier(known) => {}
            _ => drop(by_file.insert(file, arrival)),
        }
    }
    by_file
}

fn last_of(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The archive or mail that a file lay in: `2月/来信.eml/表.xlsx` lay in `2月/来信.eml`.
fn archive_of(name: &str) -> &str {
    name.rsplit_once('/').map_or(name, |(archive, _)| archive)
}
