//! The formulas of one sheet of an old workbook, told when all of the sheet is known.
//!
//! Cells may share a formula: each holds where it stands, and it comes in a record behind the first of them.

use std::collections::HashMap;

use crate::problem::Refusal;

use super::super::compound::u16_at;
use super::super::formula::binary::{Bytes, Width, parse, shared_at};
use super::super::formula::ledger::{Doubt, Formula};
use super::super::formula::sheets::Sheets;
use super::super::gathering::Gathering;

/// What the records of a sheet say of formulas.
#[derive(Default)]
pub struct Formulas {
    /// Each with its cell, its tokens, and whether it asks to be calculated.
    found: Vec<((u32, u32), Vec<u8>, bool)>,
    /// Shared ones, by the cell before their record.
    shared: HashMap<(u32, u32), Vec<u8>>,
}

impl Formulas {
    /// The formula of a cell: behind its result come flags, and behind four more bytes its tokens. Those that
    /// cannot be read are only not known.
    pub fn add(&mut self, data: &[u8]) -> Result<(), Refusal> {
        const FLAGS: usize = 14;
        const TOKENS: usize = 22;
        let at = (u16_at(data, 0)?.into(), u16_at(data, 2)?.into());
        let length = u16_at(data, TOKENS - 2).map_or(0, usize::from);
        let tokens = data.get(TOKENS..TOKENS + length).unwrap_or_default();
        self.found.push((at, tokens.to_vec(), u16_at(data, FLAGS).is_ok_and(|flags| flags & 3 != 0)));
        Ok(())
    }

    /// A shared formula, behind the first cell that has it: its area, a count, its tokens.
    pub fn share(&mut self, data: &[u8]) {
        if let Some((at, _, _)) = self.found.last() {
            self.shared.insert(*at, data.get(10..).unwrap_or_default().to_vec());
        }
    }

    /// Tells what was found; nothing is known of formulas older than Excel 97.
    pub fn tell(self, gathering: &mut Gathering<'_>, sheets: Option<&Sheets>) -> Result<(), Refusal> {
        for (cell, tokens, asks) in &self.found {
            let tokens = match shared_at(tokens, &[], Width::Narrow) {
                Some(at) => self.shared.get(&at),
                None => Some(tokens),
            };
            let known = tokens.zip(sheets);
            let expression = known.and_then(|(tokens, sheets)| {
                parse(tokens, Bytes { width: Width::Narrow, sheets, cell: *cell })
            });
            let doubt = asks.then_some(Doubt::OnLoad);
            gathering.formula(Formula { doubt, ..Formula::new(cell.0, cell.1, "", expression) })?;
        }
        Ok(())
    }
}

/// Whether the workbook that a record of sheets' owners names is this one.
pub fn is_own_book(data: &[u8]) -> bool {
    data.get(2..4) == Some(&[0x01, 0x04])
}

/// One entry of the list of sheets that formulas name by number.
pub fn listed(entry: &[u8]) -> Result<[u32; 3], Refusal> {
    Ok([u16_at(entry, 0)?.into(), u16_at(entry, 2)?.into(), u16_at(entry, 4)?.into()])
}
