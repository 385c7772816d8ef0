//! 同一次活动: sentences of a summary that tell of one event, and by which two summaries can be known to tell of the same.
//!
//! Joint activities are the rule in March: a station, the association's branch and a hospital stand on one square, and
//! each may count what was done there. Two summaries that tell of a day with the same words and the same figures tell
//! of the same event, or were copied from one text; chance is no explanation. The same event in other words is
//! not found, and nothing is concluded about the tables: whoever reads both decides.

use std::collections::BTreeMap;

use super::told::sentences;
use crate::vocabulary::plain::{core, plain};

/// Shorter sentences are phrases that many use.
const TELLING: usize = 16;

/// Sentences that tell of a day with a figure, as written, by what makes them the same.
pub fn events(text: &str) -> BTreeMap<String, String> {
    // A row of a table has tabs between its cells.
    let told = sentences(text).filter(|sentence| !sentence.contains('\t')).filter_map(|sentence| {
        let words = plain(sentence);
        let (has_day, has_figure) = day_and_figure(&words);
        let same = core(&words);
        let tells = has_day && has_figure && same.chars().count() >= TELLING;
        tells.then(|| (same, sentence.trim().to_owned()))
    });
    told.collect()
}

/// Whether a day stands in a sentence, and whether any other number that counts something.
fn day_and_figure(words: &str) -> (bool, bool) {
    // The name of the day itself counts nothing.
    let words = words.replace("3·15", "").replace("12315", "");
    let (mut has_day, mut has_figure) = (false, false);
    let mut rest = words.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let behind = rest[at..].trim_start_matches(|c: char| c.is_ascii_digit() || ".,万余多".contains(c));
        match behind.chars().next() {
            Some('日' | '号') => has_day = true,
            Some('年' | '月' | '时' | '点' | '分' | '、' | '-' | ':') | None => {}
            Some(_) => has_figure = true,
        }
        rest = behind;
    }
    (has_day, has_figure)
}

#[cfg(test)]
mod tests {
    use super::events;

    #[test]
    fn a_sentence_tells_of_an_event_by_its_day_and_a_figure() {
        for (text, expected) in [
            ("3月15日，联合县消协在人民广场开展咨询活动，发放宣传资料3000份。", 1),
            ("3月15日在人民广场联合开展大型宣传活动1场；现场接待群众咨询120人次。", 1),
            ("3 月 15 日上午，在文化广场设咨询台６个，发放资料 2.5万余份！", 1),
            ("今年3月，我所开展普法宣传活动3场，发放宣传资料8000份。", 0),
            ("3月15日上午9时，在人民广场举行“3·15”国际消费者权益日纪念活动。", 0),
            ("3月15日，12315热线畅通，全天有人值守并及时处理。", 0),
            ("15日发放资料3份。", 0),
            ("", 0),
        ] {
            assert_eq!(events(text).len(), expected, "{text}");
        }
    }

    #[test]
    fn the_same_words_are_the_same_event_however_they_were_typed() {
        let keys = |text| events(text).into_keys().collect::<Vec<_>>();
        let one = keys("3月15日，联合县消协在人民广场开展咨询活动，发放宣传资料3000份。");
        assert_eq!(one, keys("  ３月15日 联合县消协在人民广场开展咨询活动,发放宣传资料3000份；"));
        assert_ne!(one, keys("3月15日，联合县消协在人民广场开展咨询活动，发放宣传资料3100份。"));
    }
}
