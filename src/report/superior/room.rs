//! Room for everybody: which rows of a template are repeated, and where its places lie then.
//!
//! A table leaves rows for units, one below the other; a further table of the same sheet begins to count anew. The last
//! row that is left is the pattern of those that are missing.

use std::collections::BTreeMap;

use crate::submit::filling::{Grown, moved};
use crate::submit::recognise::places::{Places, Spot, Whose};

/// Rows that one table leaves.
pub struct Left {
    pub sheet: usize,
    /// The last of them.
    pub row: u32,
    pub rows: usize,
    /// Somebody else has a place in the last row too: it is no pattern.
    is_shared: bool,
}

/// What each table leaves, in the order of sheets and rows.
pub fn left(places: &Places) -> Vec<Left> {
    let mut numbers: BTreeMap<(usize, u32), Vec<usize>> = BTreeMap::new();
    for spot in &places.spots {
        if let Whose::Free(number) = spot.whose {
            numbers.entry((spot.sheet, spot.at.0)).or_default().push(number);
        }
    }
    let mut tables: Vec<Left> = Vec::new();
    for ((sheet, row), numbers) in numbers {
        let number = numbers.iter().copied().max().unwrap_or(0);
        let of_row = |spot: &&Spot| (spot.sheet, spot.at.0) == (sheet, row);
        let is_shared = places.spots.iter().filter(of_row).any(|spot| spot.whose != Whose::Free(number));
        let own = Left { sheet, row, rows: number + 1, is_shared };
        match tables.last_mut().filter(|table| table.sheet == sheet && number == table.rows) {
            Some(table) => *table = own,
            None => tables.push(own),
        }
    }
    tables
}

/// The rows that are repeated so that as many as `people` of a sheet have one; nothing where that cannot be.
pub fn repeated(places: &Places, people: impl Fn(usize) -> usize) -> Option<Vec<Grown>> {
    let short = left(places).into_iter().filter(|table| people(table.sheet) > table.rows);
    short
        .map(|table| {
            let count = u32::try_from(people(table.sheet) - table.rows).ok()?;
            (!table.is_shared).then_some(Grown { sheet: table.sheet, row: table.row, count })
        })
        .collect()
}

/// The places of the file with rows repeated: those below lie lower, each copy has its own.
pub fn with_rows(places: &Places, grown: &[Grown]) -> Places {
    let mut spots = Vec::with_capacity(places.spots.len());
    for spot in &places.spots {
        let (sheet, (row, column)) = (spot.sheet, spot.at);
        let at = (moved(grown, sheet, row), column);
        spots.push(Spot { at, ..spot.clone() });
        let pattern = grown.iter().find(|one| (one.sheet, one.row) == (sheet, row));
        if let (Whose::Free(number), Some(pattern)) = (&spot.whose, pattern) {
            spots.extend((1..=pattern.count).map(|by| Spot {
                at: (at.0 + by, column),
                whose: Whose::Free(number + by as usize),
                ..spot.clone()
            }));
        }
    }
    spots.sort_by_key(|spot| (spot.sheet, spot.at));
    Places { spots, said: places.said.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::submit::recognise::places::{Asked, Holds};

    fn spot(row: u32, column: u32, whose: Whose) -> Spot {
        let asked = if column == 0 { Asked::Name } else { Asked::Figure(0) };
        Spot { sheet: 0, at: (row, column), whose, asked, holds: Holds::Nothing, shift: 0 }
    }

    /// Two tables: rows 3 and 4 with a total below, row 9 with a total below.
    fn two_tables() -> Places {
        let spots = vec![
            spot(3, 0, Whose::Free(0)),
            spot(3, 1, Whose::Free(0)),
            spot(4, 1, Whose::Free(1)),
            spot(5, 1, Whose::Node),
            spot(9, 1, Whose::Free(0)),
            spot(10, 1, Whose::Node),
        ];
        Places { spots, said: Vec::new() }
    }

    #[test]
    fn each_table_is_lengthened_by_what_it_lacks() {
        for (people, expected) in [(1, vec![]), (2, vec![(9, 1)]), (4, vec![(4, 2), (9, 3)])] {
            let grown = repeated(&two_tables(), |_| people).expect("rows");
            let told: Vec<(u32, u32)> = grown.iter().map(|one| (one.row, one.count)).collect();
            assert_eq!(told, expected, "{people} units");
        }
    }

    #[test]
    fn places_lie_lower_and_every_copy_has_its_own() {
        let places = two_tables();
        let grown = repeated(&places, |_| 4).expect("rows");
        let told: Vec<(u32, Whose)> = with_rows(&places, &grown)
            .spots
            .into_iter()
            .filter(|spot| spot.at.1 == 1)
            .map(|spot| (spot.at.0, spot.whose))
            .collect();
        let free = |first: u32| (0..4_u32).map(move |by| (first + by, Whose::Free(by as usize)));
        let mut expected: Vec<(u32, Whose)> = free(3).chain([(7, Whose::Node)]).collect();
        expected.extend(free(11).chain([(15, Whose::Node)]));
        assert_eq!(told, expected);
    }

    #[test]
    fn a_row_that_is_somebody_elses_too_is_no_pattern() {
        let mut places = two_tables();
        places.spots.push(spot(4, 3, Whose::Unit("城关所".into())));
        assert!(repeated(&places, |_| 4).is_none());
        assert!(repeated(&places, |_| 1).is_some());
    }
}
