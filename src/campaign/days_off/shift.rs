//! The three customs of what a day off does to a deadline.

/// Which days move a deadline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shift {
    #[default]
    Never,
    Holidays,
    /// Holidays, and weekends but for those on which people work.
    All,
}

impl Shift {
    pub const ALL: [Shift; 3] = [Shift::Never, Shift::Holidays, Shift::All];

    pub fn code(self) -> &'static str {
        match self {
            Shift::Never => "never",
            Shift::Holidays => "holidays",
            Shift::All => "all",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Shift::Never => "不顺延，以通知写明的那一天为准",
            Shift::Holidays => "只遇法定节假日顺延，周末不顺延",
            Shift::All => "遇周末和法定节假日都顺延",
        }
    }

    pub fn from_code(code: &str) -> Option<Shift> {
        Shift::ALL.into_iter().find(|shift| shift.code() == code)
    }
}
