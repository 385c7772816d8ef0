//! The numbers of a board, and the tiles that show them, each a filter.

use super::super::words;

/// The ten numbers of a node.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub expected: u64,
    pub received: u64,
    pub on_time: u64,
    pub late: u64,
    pub missing: u64,
    pub pending: u64,
    pub returned: u64,
    pub nil: u64,
    pub exempt: u64,
    pub extended: u64,
}

/// One number with its word and the list it opens.
pub struct Tile {
    pub label: &'static str,
    pub count: u64,
    pub tone: &'static str,
    pub href: String,
    pub current: bool,
}

impl Counts {
    /// States as the address says them: `state=missing`.
    pub const STATES: [(&'static str, &'static str); 11] = [
        ("expected", "应报"),
        ("received", "实报"),
        ("on-time", "按时"),
        ("late", "迟报"),
        ("missing", "未报"),
        ("pending", "待审"),
        ("returned", "退回"),
        ("nil", "零报告"),
        ("exempt", "免报"),
        ("extended", "延期"),
        ("accepted", "已通过"),
    ];

    /// The numbers by which nodes and deliverables are compared, each with its word.
    pub fn compared(&self) -> [(&'static str, u64); 5] {
        [
            ("按时", self.on_time),
            ("迟报", self.late),
            ("未报", self.missing),
            ("待审", self.pending),
            ("退回", self.returned),
        ]
    }

    /// `base` is the board's address with its node: `/campaigns/3/board?node=370323`.
    pub fn tiles(&self, base: &str, state: &str) -> Vec<Tile> {
        let numbers = [
            (self.expected, ""),
            (self.received, ""),
            (self.on_time, ""),
            (self.late, "amber"),
            (self.missing, "red"),
            (self.pending, "blue"),
            (self.returned, "red"),
            (self.nil, ""),
            (self.exempt, ""),
            (self.extended, ""),
        ];
        let join = if base.contains('?') { '&' } else { '?' };
        numbers
            .into_iter()
            .zip(Counts::STATES)
            .map(|((count, tone), (code, label))| Tile {
                label,
                count,
                tone: if count > 0 { tone } else { "" },
                href: format!("{base}{join}state={code}#units"),
                current: state == code,
            })
            .collect()
    }

    /// `43 / 57（75%）`.
    pub fn share(&self) -> String {
        format!("{} / {}（{}）", self.received, self.expected, words::share(self.received, self.expected))
    }

    /// Whole percents for the bar.
    pub fn percent(&self) -> u64 {
        (self.received * 100).checked_div(self.expected).unwrap_or(0)
    }
}
