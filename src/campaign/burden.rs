//! 添负担: what a unit says of the sheet it is asked for.
//!
//! Whoever asks for figures is to hear what they cost. A unit says it once for each campaign, with or without
//! words, and may say otherwise or take it back. Those who arrange campaigns see how many said so and what they
//! wrote, not who: nobody complains to the one who judges the sheet. Where hardly anybody is asked, a remark
//! alone would name its author, and nothing is shown.

/// A unit's complaint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Burden {
    pub kind: BurdenKind,
    pub words: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BurdenKind {
    Heavy,
    /// The same figures were asked for elsewhere.
    Repeats,
}

impl BurdenKind {
    pub const ALL: [BurdenKind; 2] = [BurdenKind::Heavy, BurdenKind::Repeats];

    pub fn code(self) -> &'static str {
        match self {
            BurdenKind::Heavy => "heavy",
            BurdenKind::Repeats => "repeats",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            BurdenKind::Heavy => "这张表给我添负担",
            BurdenKind::Repeats => "同样的数别处已经报过，重复了",
        }
    }

    pub fn from_code(code: &str) -> Option<BurdenKind> {
        BurdenKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Among how many units somebody cannot be told by what was said.
pub const CROWD: usize = 5;

/// What is heard of a campaign from the units within sight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// Units that are asked.
    pub asked: usize,
    /// What was said, by kind and words: in no order that would tell when, or by whom.
    said: Vec<Burden>,
}

impl Heard {
    pub fn new(asked: usize, mut said: Vec<Burden>) -> Heard {
        said.sort();
        Heard { asked, said: if asked < CROWD { Vec::new() } else { said } }
    }

    /// Whether so few are asked that nothing is shown.
    pub fn is_withheld(&self) -> bool {
        self.asked < CROWD
    }

    pub fn count(&self, kind: BurdenKind) -> usize {
        self.said.iter().filter(|burden| burden.kind == kind).count()
    }

    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.said.iter().filter_map(|burden| burden.words.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: BurdenKind, words: &str) -> Burden {
        Burden { kind, words: (!words.is_empty()).then(|| words.to_owned()) }
    }

    #[test]
    fn what_is_heard_tells_how_many_and_what_and_not_who() {
        let all = vec![
            said(BurdenKind::Repeats, "年报里有"),
            said(BurdenKind::Heavy, "要翻三个月台账"),
            said(BurdenKind::Heavy, ""),
        ];
        let mut other = all.clone();
        other.reverse();
        let heard = Heard::new(60, all.clone());
        assert_eq!(heard, Heard::new(60, other), "the order in which it was said is not told");
        assert_eq!((heard.count(BurdenKind::Heavy), heard.count(BurdenKind::Repeats)), (2, 1));
        assert_eq!(heard.words().collect::<Vec<_>>(), ["要翻三个月台账", "年报里有"]);
        let few = Heard::new(CROWD - 1, all);
        assert!(few.is_withheld());
        assert_eq!((few.count(BurdenKind::Heavy), few.words().count()), (0, 0));
    }
}
