//! 表样标记: the short text by which a blank form that was handed out is known when it comes back.
//!
//! It names the campaign, the form version, the year and the unit, and ends with a digest of these: a mark that was
//! damaged is no mark. The digest is no secret and proves nothing: whoever forges a mark gains no right, because what
//! may be sent is decided by who sends it. A mark only says where a file belongs, and where it does not.
//!
//! It stands in several places of a file (a small line below the table, the foot of the page, a sheet of its own that
//! is not shown), because offices copy, insert and convert. Whoever reads sees cells and lines of pages alone, so
//! nothing of it is written where a conversion would lose it. What contradicts itself binds nothing: a sheet with two
//! marks has none.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::campaign::Task;
use crate::form::Form;
use crate::vocabulary::hex::hex;

/// What every mark begins with; another way of writing them begins otherwise.
const HEAD: &str = "HB1:";

/// Characters of a digest.
const DIGEST: usize = 8;

/// What a blank form was handed out for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// None where it was written without a service.
    pub campaign: Option<CampaignMark>,
    pub form: String,
    pub version: String,
    pub year: Option<i32>,
    /// Code of the unit, its name where nobody knew a code; empty for a form that is anybody's.
    pub unit: String,
}

/// A campaign as marks name it: its number, and by what it is told from that number on another service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignMark {
    pub number: i64,
    pub key: String,
}

impl CampaignMark {
    pub fn of(task: &Task) -> CampaignMark {
        let said = format!("{}\n{}\n{}", task.id, task.unit_code, task.created_at.timestamp_millis());
        CampaignMark { number: task.id, key: digest(&said)[..6].to_owned() }
    }
}

impl Mark {
    /// A mark for one unit's blank form.
    pub fn new(form: &Form, campaign: Option<CampaignMark>, year: Option<i32>, unit: &str) -> Mark {
        let plain = |text: &str| text.chars().filter(|letter| !is_between(*letter)).collect();
        Mark { campaign, form: plain(&form.code), version: plain(&form.version), year, unit: plain(unit) }
    }

    /// Whether it is of this form, in whatever version.
    pub fn is_of(&self, form: &Form) -> bool {
        self.form == Mark::new(form, None, None, "").form
    }

    /// Whether it is of this very version.
    pub fn is_of_version(&self, form: &Form) -> bool {
        let own = Mark::new(form, None, None, "");
        (&self.form, &self.version) == (&own.form, &own.version)
    }

    /// The first mark in a text that is whole.
    pub fn read(text: &str) -> Option<Mark> {
        // Most texts of a sheet are told by a glance.
        if text.len() < HEAD.len() + DIGEST || !text.contains("HB1") {
            return None;
        }
        let text: String =
            text.chars().filter(|letter| !letter.is_whitespace() && !is_unseen(*letter)).collect();
        let text = text.replace('：', ":");
        text.match_indices(HEAD).find_map(|(at, _)| parsed(&text[at + HEAD.len()..]))
    }

    fn body(&self) -> String {
        let campaign =
            self.campaign.as_ref().map_or("0".to_owned(), |own| format!("{}-{}", own.number, own.key));
        let year = self.year.unwrap_or(0);
        format!("{campaign}:{}:{}:{year}:{}", self.form, self.version, self.unit)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body();
        write!(f, "{HEAD}{body}:{}", &digest(&body)[..DIGEST])
    }
}

fn parsed(text: &str) -> Option<Mark> {
    let mut parts = text.split(':');
    let [campaign, form, version, year, unit, rest] = std::array::from_fn(|_| parts.next());
    let campaign = match campaign? {
        "0" => None,
        named => {
            let (number, key) = named.split_once('-')?;
            Some(CampaignMark { number: number.parse().ok()?, key: key.to_owned() })
        }
    };
    let year = Some(year?.parse::<i32>().ok()?).filter(|year| *year != 0);
    let [form, version, unit] = [form, version, unit].map(|part| part.map(str::to_owned));
    let mark = Mark { campaign, form: form?, version: version?, year, unit: unit? };
    (rest?.get(..DIGEST)? == &digest(&mark.body())[..DIGEST]).then_some(mark)
}

fn digest(text: &str) -> String {
    hex(&Sha256::digest(format!("huibiao blank form\n{text}")))
}

/// What parts a mark, or is lost on its way.
fn is_between(letter: char) -> bool {
    letter == ':' || letter == '：' || letter == '&' || letter.is_whitespace() || is_unseen(letter)
}

fn is_unseen(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark() -> Mark {
        Mark {
            campaign: Some(CampaignMark { number: 12, key: "9f2a01".into() }),
            form: "315-activity".into(),
            version: "2024.1".into(),
            year: Some(2024),
            unit: "330101001".into(),
        }
    }

    #[test]
    fn a_mark_is_read_wherever_it_stands() {
        let text = mark().to_string();
        for written in [
            text.clone(),
            format!("表样标记：{text}"),
            format!("第 1 页\u{3000}{text} 共 1 页"),
            text.replace(':', "："),
            text.replace(':', " :\u{200b}"),
            format!("HB1:坏的:{text}"),
        ] {
            assert_eq!(Mark::read(&written), Some(mark()), "{written}");
        }
        let bare = Mark { campaign: None, year: None, unit: "城关所".into(), ..mark() };
        assert_eq!(Mark::read(&bare.to_string()), Some(bare));
    }

    #[test]
    fn a_damaged_mark_is_none() {
        let text = mark().to_string();
        for written in [
            &text[..text.len() - 1],
            &text[4..],
            &text.replace("330101001", "330101002"),
            &text.replace("12-", "13-"),
            &text.replace("2024.1", "2024.2"),
            "HB1:::::",
            "HB1",
            "填报单位：HB1所",
        ] {
            assert_eq!(Mark::read(written), None, "{written}");
        }
    }
}
