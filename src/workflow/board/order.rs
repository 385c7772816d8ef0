//! The order of a board's lists. Units stand by code until somebody asks for another order; equals stay by code.

use super::row::{Counts, Row};
use crate::campaign::standing::Number;
use crate::campaign::{Deliverable, Status};
use crate::store::units::Node;
use crate::vocabulary::time::Instant;

/// What units are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    #[default]
    Code,
    Name,
    /// Whoever needs attention first.
    Status,
    /// When anything changed last.
    Received,
    /// How often it was reminded.
    Reminded,
    /// Status in one deliverable, by its number.
    Part(i64),
}

/// An order of units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    pub column: Column,
    pub falling: bool,
}

/// An order of the nodes below, by one of their numbers; `None`: by code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rank {
    pub number: Option<Number>,
    pub falling: bool,
}

impl Column {
    /// The name in addresses: `received`, `d12` for a deliverable.
    pub fn code(self) -> String {
        match self {
            Column::Code => "code".to_owned(),
            Column::Name => "name".to_owned(),
            Column::Status => "status".to_owned(),
            Column::Received => "received".to_owned(),
            Column::Reminded => "reminded".to_owned(),
            Column::Part(id) => format!("d{id}"),
        }
    }

    fn from_code(code: &str) -> Option<Column> {
        let known = [Column::Code, Column::Name, Column::Status, Column::Received, Column::Reminded];
        let part = || Some(Column::Part(code.strip_prefix('d')?.parse().ok()?));
        known.into_iter().find(|column| column.code() == code).or_else(part)
    }
}

impl Order {
    /// From an address: `received`, `-received` falling; what is no order is the usual one.
    pub fn from_code(code: &str) -> Order {
        let (code, falling) = code.strip_prefix('-').map_or((code, false), |code| (code, true));
        Column::from_code(code).map_or(Order::default(), |column| Order { column, falling })
    }

    pub fn code(self) -> String {
        format!("{}{}", if self.falling { "-" } else { "" }, self.column.code())
    }

    /// Sorts units that stand by code.
    pub fn sort(self, rows: &mut [Row], asked: &[Deliverable], now: Instant) {
        let word = |row: &Row| match self.column {
            Column::Code => row.whole.head.code.clone(),
            Column::Name => row.whole.head.name.clone(),
            _ => String::new(),
        };
        let number = |row: &Row| match self.column {
            Column::Code | Column::Name => 0,
            Column::Status => urgency(row.whole.status(asked, now)),
            Column::Received => row.whole.last_changed().map_or(i64::MAX, |at| at.timestamp_millis()),
            Column::Reminded => row.reminded.as_ref().map_or(0, |reminded| reminded.times as i64),
            Column::Part(id) => {
                let at = asked.iter().position(|asked| asked.id == id);
                let part = at.and_then(|at| Some((&asked[at], row.whole.parts[at].as_ref()?)));
                part.map_or(i64::MAX, |(asked, part)| urgency(part.status(Some(asked), now)))
            }
        };
        rows.sort_by_cached_key(|row| (number(row), word(row)));
        if self.falling {
            rows.reverse();
        }
    }
}

/// How soon somebody has to see to it; the least first.
pub fn urgency(status: Status) -> i64 {
    const FIRST: [Status; 9] = [
        Status::Overdue,
        Status::Returned,
        Status::NotStarted,
        Status::Drafted,
        Status::Partial,
        Status::Extended,
        Status::Submitted,
        Status::Accepted,
        Status::Exempt,
    ];
    FIRST.iter().position(|known| *known == status).map_or(0, |position| position as i64)
}

impl Rank {
    pub fn from_code(code: &str) -> Rank {
        let (code, falling) = code.strip_prefix('-').map_or((code, false), |code| (code, true));
        Rank { number: Number::from_code(code), falling }
    }

    pub fn code(self) -> String {
        let number = self.number.map_or("", Number::code);
        format!("{}{number}", if self.falling { "-" } else { "" })
    }

    /// Sorts nodes that stand by code.
    pub(super) fn sort(self, children: &mut [(Node, Counts)]) {
        if let Some(number) = self.number {
            let at = Number::ALL.iter().position(|known| *known == number).unwrap_or(0);
            children.sort_by_key(|(_, counts)| counts[at]);
        }
        if self.falling {
            children.reverse();
        }
    }
}
