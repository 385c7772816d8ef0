//! The address of a board, part by part: each link changes one thing and keeps the rest.

use super::super::heads::{Head, turned};

/// What a board's address says; empty: the usual.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub campaign: i64,
    pub node: String,
    /// Number of the one deliverable looked at.
    pub deliverable: String,
    /// A filter's code, of [`super::Counts::STATES`].
    pub state: String,
    pub q: String,
    /// The column that units are ordered by, after `-` falling.
    pub sort: String,
    /// The number that nodes below are ordered by.
    pub below: String,
}

impl Address {
    /// `/campaigns/3/board?node=370323&state=missing`.
    pub fn href(&self) -> String {
        self.page("board")
    }

    fn page(&self, page: &str) -> String {
        let said = [
            ("node", &self.node),
            ("deliverable", &self.deliverable),
            ("state", &self.state),
            ("q", &self.q),
            ("sort", &self.sort),
            ("below", &self.below),
        ];
        let said = said.iter().filter(|(_, value)| !value.is_empty());
        let said: Vec<String> = said.map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let joint = if said.is_empty() { "" } else { "?" };
        format!("/campaigns/{}/{page}{joint}{}", self.campaign, said.join("&"))
    }

    /// 未报名单 of the same node and deliverable.
    pub fn missing(&self) -> String {
        let only = Address { campaign: self.campaign, ..Address::default() };
        Address { node: self.node.clone(), deliverable: self.deliverable.clone(), ..only }.page("missing")
    }

    /// The same board of a node below, or above.
    pub fn at(&self, node: &str) -> String {
        Address { node: node.to_owned(), ..self.clone() }.href()
    }

    /// The same node, looked at for one deliverable (`""`: all).
    pub fn of(&self, deliverable: &str) -> Address {
        let sort = if self.sort.trim_start_matches('-').starts_with('d') { "" } else { &self.sort };
        Address { deliverable: deliverable.to_owned(), sort: sort.to_owned(), ..self.clone() }
    }

    /// Every unit again.
    pub fn unfiltered(&self) -> Address {
        Address { state: String::new(), q: String::new(), ..self.clone() }
    }

    /// The rows from `after` on.
    pub fn from(&self, after: usize) -> String {
        let href = self.href();
        let joint = if href.contains('?') { '&' } else { '?' };
        format!("{href}{joint}after={after}#units")
    }

    /// Units by this column; by the one that they already stand by, the other way round.
    pub fn sorted(&self, column: &str) -> String {
        format!("{}#units", Address { sort: turned(&self.sort, column), ..self.clone() }.href())
    }

    /// Nodes below by this number; the greatest first.
    pub fn ranked(&self, number: &str) -> String {
        let falling = format!("-{number}");
        let below = if self.below == falling { number.to_owned() } else { falling };
        format!("{}#below", Address { below, ..self.clone() }.href())
    }

    /// The head of a column of units.
    pub fn head(&self, column: &str, title: &str) -> Head {
        Head::new(title, &self.sort, column, self.sorted(column))
    }

    /// The head of a number of nodes below.
    pub fn rank(&self, number: &str, title: &str) -> Head {
        Head::new(title, &self.below, number, self.ranked(number)).over_figures()
    }
}

fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let one = |byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn every_link_changes_one_thing_and_keeps_the_rest() {
        let here = Address {
            campaign: 3,
            node: "370323".into(),
            deliverable: "12".into(),
            state: "missing".into(),
            q: "市场 所".into(),
            sort: "status".into(),
            below: "-late".into(),
        };
        let rest =
            "/campaigns/3/board?node=370323&deliverable=12&state=missing&q=%E5%B8%82%E5%9C%BA%20%E6%89%80";
        for (link, expected) in [
            (here.href(), format!("{rest}&sort=status&below=-late")),
            (here.sorted("status"), format!("{rest}&sort=-status&below=-late#units")),
            (here.sorted("code"), format!("{rest}&sort=code&below=-late#units")),
            (here.ranked("late"), format!("{rest}&sort=status&below=late#below")),
            (here.ranked("missing"), format!("{rest}&sort=status&below=-missing#below")),
            (here.from(100), format!("{rest}&sort=status&below=-late&after=100#units")),
            (here.missing(), "/campaigns/3/missing?node=370323&deliverable=12".to_owned()),
            (
                here.unfiltered().of("").href(),
                "/campaigns/3/board?node=370323&sort=status&below=-late".to_owned(),
            ),
            (Address { campaign: 3, ..Address::default() }.href(), "/campaigns/3/board".to_owned()),
        ] {
            assert_eq!(link, expected);
        }
        assert!(here.rank("late", "迟报").to_string().contains("aria-sort=\"descending\""));
        assert!(here.head("status", "状态").to_string().contains("aria-sort=\"ascending\""));
    }
}
