//! A part of a package with the places of what differs from workbook to workbook.
//!
//! A part that the library made of a blank is cut once, where a stand-in stands, and put together again for each
//! workbook, with its own words, rows and figures.

use super::blank::{FIGURES, MADE, ROWS, Values, WORDS};
use super::strings::escape;
use crate::vocabulary::Number;

/// Text with gaps.
#[derive(Default)]
pub struct Pattern {
    /// Text, and what stands behind it.
    pieces: Vec<(Box<str>, StandIn)>,
    rest: Box<str>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum StandIn {
    Word(usize),
    Row(usize),
    Figure(usize),
    Made,
}

impl StandIn {
    /// Whether there is a value that it stands for; words and numbers that only look alike stay.
    fn is_of(self, values: &Values) -> bool {
        match self {
            StandIn::Word(word) => word < values.words.len(),
            StandIn::Row(row) => row < values.rows.len(),
            StandIn::Figure(figure) => figure < values.figures.len(),
            StandIn::Made => true,
        }
    }
}

impl Pattern {
    /// Cuts the text of a part where it has stand-ins for these values.
    pub fn of(xml: &str, values: &Values) -> Pattern {
        let mut pattern = Pattern::default();
        let (mut done, mut at) = (0, 0);
        while at < xml.len() {
            let (length, stand_in) = look(&xml[at..]);
            if let Some(stand_in) = stand_in.filter(|stand_in| stand_in.is_of(values)) {
                pattern.pieces.push((xml[done..at].into(), stand_in));
                done = at + length;
            }
            at += length;
        }
        pattern.rest = xml[done..].into();
        pattern
    }

    /// Whether it is the same in every workbook.
    pub fn is_plain(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Appends the text with a workbook's values in its gaps.
    pub fn fill(&self, values: &Values, xml: &mut Vec<u8>) {
        for (text, stand_in) in &self.pieces {
            xml.extend_from_slice(text.as_bytes());
            match stand_in {
                StandIn::Word(word) => values.words.get(*word).iter().for_each(|word| escape(xml, word)),
                StandIn::Row(row) => put(xml, values.rows.get(*row)),
                StandIn::Figure(figure) => put::<Number>(xml, values.figures.get(*figure)),
                StandIn::Made => put(xml, Some(&values.made)),
            }
        }
        xml.extend_from_slice(self.rest.as_bytes());
    }
}

fn put<T: std::fmt::Display>(xml: &mut Vec<u8>, value: Option<&T>) {
    xml.extend_from_slice(value.map(T::to_string).unwrap_or_default().as_bytes());
}

/// The length of what a text begins with, and what it stands for: a number is taken whole.
fn look(text: &str) -> (usize, Option<StandIn>) {
    if text.starts_with(MADE) {
        return (MADE.len(), Some(StandIn::Made));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return (digits, text[..digits].parse().ok().and_then(number));
    }
    let first = text.chars().next().unwrap_or_default();
    let word = u32::from(first).checked_sub(WORDS).map(|word| StandIn::Word(word as usize));
    (first.len_utf8(), word)
}

fn number(number: u64) -> Option<StandIn> {
    if let Some(figure) = number.checked_sub(FIGURES) {
        return usize::try_from(figure).ok().map(StandIn::Figure);
    }
    number.checked_sub(ROWS.into()).and_then(|row| usize::try_from(row).ok()).map(StandIn::Row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::workbook::blank::word_stand_in;

    #[test]
    fn stand_ins_give_way_to_values_and_what_only_looks_alike_stays() {
        let values = Values {
            words: vec!["沂源县<局>".into(), "小结".into()],
            rows: vec![83, 7],
            figures: vec![Number::parse("1.25").unwrap()],
            made: "2024-03-22T08:00:00".to_owned(),
        };
        let (first, second, third) = (word_stand_in(0), word_stand_in(1), word_stand_in(2));
        for (told, expected) in [
            (format!("<t>{second}，{first}</t>"), "<t>小结，沂源县&lt;局&gt;</t>".to_owned()),
            ("ref=\"A3:N1040001\" $D$1040002".to_owned(), "ref=\"A3:N83\" $D$7".to_owned()),
            ("<v>900000000000</v>".to_owned(), "<v>1.25</v>".to_owned()),
            ("2000-01-02T03:04:05Z".to_owned(), "2024-03-22T08:00:00Z".to_owned()),
            (format!("{third} 1040003 900000000001"), format!("{third} 1040003 900000000001")),
            (
                "1.1023622047244095 10400011 \u{10ffff}".to_owned(),
                "1.1023622047244095 10400011 \u{10ffff}".to_owned(),
            ),
        ] {
            let mut xml = Vec::new();
            Pattern::of(&told, &values).fill(&values, &mut xml);
            assert_eq!(String::from_utf8(xml).as_deref(), Ok(expected.as_str()), "{told}");
        }
    }
}
