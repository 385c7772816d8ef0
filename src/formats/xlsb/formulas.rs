//! The formulas of a binary workbook, told when all of a sheet is known.
//!
//! Much like those of old workbooks, in wider records: cells may share a formula, which comes behind the first.

use std::collections::HashMap;

use crate::problem::Refusal;

use super::super::compound::{u16_at, u32_at};
use super::super::formula::binary::{Bytes, Width, parse, shared_at};
use super::super::formula::ledger::{Doubt, Formula};
use super::super::formula::sheets::Sheets;
use super::super::gathering::Gathering;

/// What the records of a sheet say of formulas.
#[derive(Default)]
pub struct Formulas {
    /// Each with its cell, its tokens, what belongs to them, and whether it asks to be calculated.
    found: Vec<((u32, u32), Parsed, bool)>,
    /// Shared ones, by the cell before their record.
    shared: HashMap<(u32, u32), Vec<u8>>,
}

#[derive(Default)]
struct Parsed {
    tokens: Vec<u8>,
    extra: Vec<u8>,
}

impl Formulas {
    /// The formula of a cell, which begins behind its result. One that cannot be read is only not known.
    pub fn add(&mut self, at: (u32, u32), data: &[u8], from: usize) {
        const ASKS: u16 = 2;
        let flags = u16_at(data, from).unwrap_or(0);
        self.found.push((at, parsed(data, from + 2).unwrap_or_default(), flags & ASKS != 0));
    }

    /// A shared formula behind its area.
    pub fn share(&mut self, data: &[u8]) {
        if let Some((at, _, _)) = self.found.last() {
            self.shared.insert(*at, parsed(data, 16).unwrap_or_default().tokens);
        }
    }

    pub fn tell(self, gathering: &mut Gathering<'_>, sheets: &Sheets) -> Result<(), Refusal> {
        for (cell, parsed, asks) in &self.found {
            let tokens = match shared_at(&parsed.tokens, &parsed.extra, Width::Wide) {
                Some(at) => self.shared.get(&at),
                None => Some(&parsed.tokens),
            };
            let bytes = Bytes { width: Width::Wide, sheets, cell: *cell };
            let expression = tokens.and_then(|tokens| parse(tokens, bytes));
            let doubt = asks.then_some(Doubt::OnLoad);
            gathering.formula(Formula { doubt, ..Formula::new(cell.0, cell.1, "", expression) })?;
        }
        Ok(())
    }
}

/// The tokens at a place of a record behind their count, and what belongs to them behind its own. Programs leave
/// the latter away.
fn parsed(data: &[u8], at: usize) -> Option<Parsed> {
    let length = u32_at(data, at).ok()? as usize;
    let end = (at + 4).checked_add(length)?;
    let tokens = data.get(at + 4..end)?.to_vec();
    Some(Parsed { tokens, extra: data.get(end + 4..).unwrap_or_default().to_vec() })
}

/// What a workbook says of how it is calculated.
pub fn doubts(data: &[u8]) -> Result<Vec<Doubt>, Refusal> {
    const ON_LOAD: u16 = 0x0001;
    const UNFINISHED: u16 = 0x0010;
    let (mode, flags) = (u32_at(data, 4)?, u16_at(data, 24)?);
    let said = [
        (flags & ON_LOAD != 0, Doubt::OnLoad),
        (flags & UNFINISHED != 0, Doubt::Unfinished),
        (mode == 0, Doubt::ByHand),
    ];
    Ok(said.into_iter().filter(|(said, _)| *said).map(|(_, doubt)| doubt).collect())
}

/// One entry of the list of sheets that formulas name by number.
pub fn listed(entry: &[u8]) -> Result<[u32; 3], Refusal> {
    Ok([u32_at(entry, 0)?, u32_at(entry, 4)?, u32_at(entry, 8)?])
}
