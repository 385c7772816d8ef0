//! Texts that were cut, doubled and mixed are read to the end: reading never fails, and every place lies in the text.

use crate::facts::{gist, read, texts};

/// Numbers that look like chance and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }

    fn stretch(&mut self, text: &[char], most: usize) -> Vec<char> {
        let begins = self.below(text.len());
        let ends = (begins + 1 + self.below(most)).min(text.len());
        text[begins..ends].to_vec()
    }
}

#[test]
fn whatever_is_left_of_a_notice_is_read() {
    const ROUNDS: usize = 250;
    let texts: Vec<Vec<char>> = texts().into_iter().map(|(_, text, _)| text.chars().collect()).collect();
    let mut chance = Chance(88_172_645_463_325_252);
    for _ in 0..ROUNDS {
        let mut text = texts[chance.below(texts.len())].clone();
        for _ in 0..1 + chance.below(10) {
            let other = &texts[chance.below(texts.len())];
            let piece = chance.stretch(other, 40);
            let begins = chance.below(text.len());
            let ends = (begins + chance.below(20)).min(text.len());
            text.splice(begins..ends, piece);
        }
        let text: String = text.into_iter().collect();
        for proposal in read(&text) {
            assert!(gist(&proposal).len() >= 6);
            let places = proposal.deliverables.iter().map(|one| &one.words);
            let passed = proposal.passed_over.iter().map(|one| &one.words);
            assert!(places.chain(passed).all(|place| proposal.text.get(place.clone()).is_some()), "{text}");
        }
    }
}
