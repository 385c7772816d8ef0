//! The formulas of an old sheet, each by itself: what cells share is told from one cell's place, and the others' places
//! change.
//!
//! A formula over several cells, or a table that is calculated from two of them, is not followed.

use std::collections::BTreeMap;

use super::super::super::compound::u16_at;
use super::super::super::formula::binary::{Width, shared_at};
use super::super::super::xls::cells::{Address, BESIDE_FORMULAS, FORMULA};
use super::super::super::xls::stream::Placed;
use super::tokens::own;

const SHARED: u16 = BESIDE_FORMULAS[0];
const ARRAY: u16 = BESIDE_FORMULAS[1];
/// Where the length of its steps stands in a formula's record, and in one of an array or a shared formula.
const LENGTH: usize = 20;
const ARRAY_LENGTH: usize = 12;
const SHARED_LENGTH: usize = 8;
/// The flag of a formula that shares its steps.
const IS_SHARED: u16 = 8;
/// That a formula's steps stand behind another cell, or behind this one.
const STANDS_AT: u8 = 0x01;

/// A formula with what stands behind its steps.
#[derive(Clone, PartialEq)]
pub struct Formula {
    pub tokens: Vec<u8>,
    behind: Vec<u8>,
    /// An array of one cell.
    is_array: bool,
}

/// A formula's cell, and the records that belong to it.
pub type Group<'s> = [Placed<'s>];

/// Every formula by its cell; nothing where one is of several cells.
pub fn formulas(groups: &[Vec<Placed<'_>>]) -> Option<BTreeMap<Address, Formula>> {
    let own_groups = || groups.iter().filter(|group| group[0].kind == FORMULA);
    let mut beside = BTreeMap::new();
    for group in own_groups() {
        for placed in group.iter().filter(|placed| BESIDE_FORMULAS.contains(&placed.kind)) {
            beside.insert(address(group[0].data)?, *placed);
        }
    }
    let mut formulas = BTreeMap::new();
    for group in own_groups() {
        let (cell, data) = (address(group[0].data)?, group[0].data);
        let (tokens, behind) = parted(data, LENGTH)?;
        let formula = match shared_at(tokens, &[], Width::Narrow) {
            None => Formula { tokens: tokens.to_vec(), behind: behind.to_vec(), is_array: false },
            Some(at) => told(beside.get(&at)?, cell).filter(|told| !told.is_array || at == cell)?,
        };
        let is_array = group.iter().any(|placed| placed.kind == ARRAY);
        (formula.is_array == is_array).then_some(())?;
        formulas.insert(cell, formula);
    }
    Some(formulas)
}

/// Row and column of a record of one cell.
fn address(data: &[u8]) -> Option<Address> {
    Some((u16_at(data, 0).ok()?.into(), u16_at(data, 2).ok()?.into()))
}

/// A formula's steps, and what stands behind them.
fn parted(data: &[u8], length: usize) -> Option<(&[u8], &[u8])> {
    let count = usize::from(u16_at(data, length).ok()?);
    data.get(length + 2..)?.split_at_checked(count)
}

/// What a record beside a formula says of one of its cells.
fn told(placed: &Placed<'_>, cell: Address) -> Option<Formula> {
    let data = placed.data;
    let rows = u32::from(u16_at(data, 0).ok()?)..=u32::from(u16_at(data, 2).ok()?);
    let columns = u32::from(*data.get(4)?)..=u32::from(*data.get(5)?);
    (rows.contains(&cell.0) && columns.contains(&cell.1)).then_some(())?;
    match placed.kind {
        SHARED => {
            let (tokens, behind) = parted(data, SHARED_LENGTH)?;
            let tokens = own(tokens, cell)?;
            behind.is_empty().then_some(Formula { tokens, behind: Vec::new(), is_array: false })
        }
        ARRAY => {
            let is_of_one = rows.start() == rows.end() && columns.start() == columns.end();
            let (tokens, behind) = parted(data, ARRAY_LENGTH)?;
            is_of_one.then(|| Formula { tokens: tokens.to_vec(), behind: behind.to_vec(), is_array: true })
        }
        _ => None,
    }
}

impl Formula {
    /// With other steps, as many.
    pub fn with(&self, tokens: Vec<u8>) -> Formula {
        Formula { tokens, ..self.clone() }
    }

    /// Whether another one says the same around its references.
    pub fn is_like(&self, other: &Formula) -> bool {
        (self.is_array, &self.behind) == (other.is_array, &other.behind)
    }

    /// The records of its cell in another row, with the result that they hold.
    pub fn records(&self, group: &Group<'_>, row: u16) -> Option<Vec<(u16, Vec<u8>)>> {
        let [first, rest @ ..] = group else { return None };
        let mut data = first.data.get(..LENGTH)?.to_vec();
        data[..2].copy_from_slice(&row.to_le_bytes());
        let flags = u16_at(&data, 14).ok()? & !IS_SHARED;
        data[14..16].copy_from_slice(&flags.to_le_bytes());
        if self.is_array {
            let at = [row.to_le_bytes(), [data[2], data[3]]].concat();
            data.extend([5, 0, STANDS_AT]);
            data.extend(at);
        } else {
            self.write(&mut data)?;
        }
        let mut records = vec![(FORMULA, data)];
        for placed in rest {
            match placed.kind {
                SHARED => {}
                ARRAY => {
                    let mut data = placed.data.get(..ARRAY_LENGTH)?.to_vec();
                    data[..4].copy_from_slice([row.to_le_bytes(); 2].as_flattened());
                    self.write(&mut data)?;
                    records.push((ARRAY, data));
                }
                kind => records.push((kind, placed.data.to_vec())),
            }
        }
        Some(records)
    }

    fn write(&self, data: &mut Vec<u8>) -> Option<()> {
        data.extend(u16::try_from(self.tokens.len()).ok()?.to_le_bytes());
        data.extend_from_slice(&self.tokens);
        data.extend_from_slice(&self.behind);
        Some(())
    }
}
