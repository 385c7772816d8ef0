//! A notice's text as sentences whose words are compared without blanks, and found again with them.
//!
//! Offices put blanks into dates and names, and programs break lines wherever a page ended. So a sentence is kept
//! twice: as characters without white space and of one width, for comparing, and as the place of each of them in
//! the text. A line that was only broken for want of room goes on in the next.

use std::ops::Range;

use super::proposal::Quoted;
use super::prose::{Block, Prose, Table};
use crate::vocabulary::plain::is_invisible;

/// Lines of this many characters may have been broken for want of room.
const FULL_LINE: usize = 24;

/// No sentence of a notice is longer, in bytes; what is gets cut.
const LONGEST: usize = 3000;

/// A notice that can be searched.
pub struct Page {
    pub text: String,
    pub sentences: Vec<Sentence>,
    /// Tables of the document, with their places in the text.
    pub tables: Vec<(Range<usize>, Table)>,
}

/// One sentence; its characters are counted without blanks.
pub struct Sentence {
    /// Its place in the text, in bytes.
    pub range: Range<usize>,
    /// Which paragraph it belongs to.
    pub paragraph: usize,
    pub chars: Vec<char>,
    /// The same characters as they are written.
    written: Vec<char>,
    /// Where each character stands in the text.
    at: Vec<Range<usize>>,
}

impl Page {
    pub fn new(prose: &Prose) -> Page {
        let mut page = Page { text: String::new(), sentences: Vec::new(), tables: Vec::new() };
        let mut paragraphs: Vec<Range<usize>> = Vec::new();
        let (mut open, mut is_quoting, mut is_dangling) = (false, false, false);
        for block in &prose.blocks {
            let begins = page.text.len();
            match block {
                Block::Line(line) => {
                    // Tabs at the end are empty cells.
                    page.text.push_str(line.trim_end_matches(|c: char| c.is_whitespace() && c != '\t'));
                    let place = begins..page.text.len();
                    let is_within = is_quoting && !line.starts_with([' ', '\u{3000}', '\t']);
                    let goes_on = is_dangling || open && (continues(line) || is_within);
                    is_dangling = ends_within_address(line);
                    is_quoting = line.matches('“').count() > line.matches('”').count();
                    match paragraphs.last_mut().filter(|_| goes_on) {
                        Some(last) => last.end = place.end,
                        None => paragraphs.push(place),
                    }
                    open = is_broken(line);
                }
                Block::Table(table) => {
                    for line in table.lines() {
                        let row = page.text.len();
                        page.text.push_str(&line);
                        paragraphs.push(row..page.text.len());
                        page.text.push('\n');
                    }
                    page.tables.push((begins..page.text.len(), table.clone()));
                    open = false;
                }
            }
            page.text.push('\n');
        }
        for (number, place) in paragraphs.into_iter().enumerate() {
            page.cut(number, place);
        }
        page
    }

    /// Adds a paragraph's sentences.
    fn cut(&mut self, paragraph: usize, place: Range<usize>) {
        let mut begins = place.start;
        let mut chars = self.text[place.clone()].char_indices().peekable();
        let mut ends = Vec::new();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            // “3?15” is a misprint of “3·15”.
            let is_end = match c {
                '。' | '！' | '？' => true,
                '!' | '?' => next.is_none_or(|next| !next.is_ascii_digit()),
                _ => false,
            };
            let length = (place.start + at).saturating_sub(ends.last().copied().unwrap_or(place.start));
            if is_end || length > LONGEST {
                let closing = next.filter(|next| "”’）)".contains(*next)).map_or(0, char::len_utf8);
                ends.push(place.start + at + c.len_utf8() + closing);
            }
        }
        ends.push(place.end);
        for end in ends {
            self.sentences.extend(Sentence::new(&self.text, begins..end, paragraph));
            begins = end;
        }
    }

    /// What some characters of a sentence say.
    pub fn quote<T>(&self, sentence: &Sentence, chars: Range<usize>, value: T) -> Quoted<T> {
        Quoted { value, words: sentence.place(chars), sentence: sentence.range.clone() }
    }

    /// The sentences of a paragraph.
    pub fn sentences_of(&self, paragraph: usize) -> impl Iterator<Item = &Sentence> {
        let first = self.sentences.partition_point(|sentence| sentence.paragraph < paragraph);
        self.sentences[first..].iter().take_while(move |sentence| sentence.paragraph == paragraph)
    }
}

/// A line that ends in the middle of something and has filled its width.
fn is_broken(line: &str) -> bool {
    let words = line.trim();
    let width: usize = words.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let is_address = words.rsplit(['：', ':', ' ']).next().is_some_and(|last| last.contains('@'));
    width >= 2 * FULL_LINE
        && !is_address
        && !words.ends_with(['。', '！', '？', '；', ';', '：', ':', '…', '”', '!', '?', '）', '>'])
}

/// `0377-`, `wyg@`: the rest stands on the next line.
fn ends_within_address(line: &str) -> bool {
    let words = line.trim_end();
    let before = words.strip_suffix(['-', '@']).and_then(|rest| rest.chars().last());
    before.is_some_and(|c| c.is_ascii_digit() || words.ends_with('@') && c.is_ascii_alphanumeric())
}

/// A line that begins in the middle of something: it is full itself, or ends what it goes on with.
fn continues(line: &str) -> bool {
    let begins_anew = ["附件", "联系", "邮箱", "电话", "电子邮箱", "抄送", "主送", "第", "填报单位", "传真"];
    let words = line.trim_start();
    let numbered = words.chars().take_while(|c| c.is_ascii_digit()).count();
    let is_point = numbered > 0 && words[numbered..].starts_with(['.', '、', '．', ')', '）']);
    let is_numbered = words.starts_with(['（', '(']) && words.chars().take(5).any(|c| c == '）' || c == ')');
    let is_heading =
        is_numbered || words.starts_with(['●', '◆', '★', '■', '—']) || words.chars().nth(1) == Some('、');
    let goes_on = is_broken(line) || words.trim_end().ends_with(['。', '！', '；']);
    let is_indented = line.starts_with([' ', '\u{3000}', '\t']);
    goes_on
        && !(is_indented
            || is_point
            || is_heading
            || words.contains('\t')
            || begins_anew.iter().any(|word| words.starts_with(word)))
}

impl Sentence {
    fn new(text: &str, place: Range<usize>, paragraph: usize) -> Option<Sentence> {
        let (mut chars, mut written, mut at) = (Vec::new(), Vec::new(), Vec::new());
        let label = label(&text[place.clone()]);
        for (offset, c) in text[place.clone()].char_indices().filter(|(_, c)| !is_invisible(*c)) {
            if label.as_ref().is_some_and(|label| label.start == offset) {
                continue;
            }
            let closes = label.as_ref().is_some_and(|label| label.end == offset);
            chars.push(if closes { ':' } else { folded(c) });
            written.push(c);
            at.push(place.start + offset..place.start + offset + c.len_utf8());
        }
        let range = at.first()?.start..at.last()?.end;
        Some(Sentence { range, paragraph, chars, written, at })
    }

    /// How long the number of a point at its beginning is: `一、`, `（二）`, `3.`, `①`.
    pub fn point(&self) -> usize {
        let opens = usize::from(self.chars[0] == '(');
        let is_number = |c: &&char| c.is_ascii_digit() || "一二三四五六七八九十".contains(**c);
        let length = self.chars[opens..].iter().take_while(is_number).count();
        let closing = self.chars.get(opens + length);
        let is_closed = match closing {
            Some(')') => true,
            Some('、') => opens == 0,
            Some('.') => opens == 0 && !self.is_decimal(length + 1),
            _ => false,
        };
        match () {
            () if ('①'..='⑳').contains(&self.chars[0]) => 1,
            () if length > 0 && is_closed => opens + length + 1,
            () => 0,
        }
    }

    /// Digits that are no day: `1.5万份`, not `4.4月22日前`.
    fn is_decimal(&self, at: usize) -> bool {
        let digits = self.chars.iter().skip(at).take_while(|c| c.is_ascii_digit()).count();
        digits > 0 && !self.chars.get(at + digits).is_some_and(|c| "月年日".contains(*c))
    }

    /// Which character stands at a byte of the text.
    pub fn char_at(&self, byte: usize) -> Option<usize> {
        self.at.iter().position(|at| at.contains(&byte))
    }

    /// The place of some characters in the text.
    pub fn place(&self, chars: Range<usize>) -> Range<usize> {
        let chars = forward(chars);
        match chars.is_empty() {
            true => self.range.start..self.range.start,
            false => self.at[chars.start].start..self.at[chars.end - 1].end,
        }
    }

    /// Some characters as they are written, blanks left out.
    pub fn said(&self, chars: Range<usize>) -> String {
        self.written[forward(chars)].iter().collect()
    }

    /// Some characters as words to compare.
    pub fn words(&self, chars: Range<usize>) -> String {
        self.chars[forward(chars)].iter().collect()
    }

    pub fn all(&self) -> String {
        self.chars.iter().collect()
    }

    /// Whether these words stand at a place.
    pub fn says_at(&self, at: usize, words: &str) -> bool {
        let mut chars = self.chars.iter().skip(at);
        words.chars().all(|c| chars.next() == Some(&c))
    }

    /// Whether these words end at a place.
    pub fn says_before(&self, at: usize, words: &str) -> bool {
        let length = words.chars().count();
        length <= at && self.says_at(at - length, words)
    }

    pub fn find(&self, within: Range<usize>, words: &str) -> Option<usize> {
        let first = words.chars().next()?;
        let last = within.end.min(self.chars.len()).checked_sub(words.chars().count())?;
        let mut at = within.start;
        while at <= last {
            if self.chars[at] == first && self.says_at(at, words) {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    pub fn has(&self, words: &str) -> bool {
        self.find(0..self.chars.len(), words).is_some()
    }

    /// The first of several words in a stretch: where it begins, and its length.
    pub fn first_of(&self, within: Range<usize>, words: &[&str]) -> Option<(usize, usize)> {
        let found =
            words.iter().filter_map(|word| Some((self.find(within.clone(), word)?, word.chars().count())));
        found.min_by_key(|(at, length)| (*at, usize::MAX - length))
    }

    /// The clause around a place: between commas and semicolons that stand outside brackets.
    pub fn clause(&self, at: usize) -> Range<usize> {
        let is_edge = |place: &usize| {
            matches!(self.chars[*place], ',' | ';' | '。' | '!' | '?') && !self.is_bracketed(*place)
        };
        let start = (0..at).rev().find(is_edge).map_or(0, |edge| edge + 1);
        let end = (at..self.chars.len()).find(is_edge).unwrap_or(self.chars.len());
        start..end
    }

    /// The part around a place: between semicolons that stand outside brackets.
    pub fn part(&self, at: usize) -> Range<usize> {
        let is_edge = |place: &usize| self.chars[*place] == ';' && !self.is_bracketed(*place);
        let start = (0..at).rev().find(is_edge).map_or(0, |edge| edge + 1);
        let end = (at..self.chars.len()).find(is_edge).unwrap_or(self.chars.len());
        start..end
    }

    /// Where a bracket that is part of a name closes: `县（市、区）局`, `乡镇（街道）`.
    pub fn name_bracket(&self, at: usize) -> Option<usize> {
        const LONGEST: usize = 8;
        let inside =
            self.chars.get(at + 1..)?.iter().take_while(|c| "市县区旗州镇乡街道、团工场办事处".contains(**c));
        let closing = at + 1 + inside.count();
        let closes = self.chars[at] == '(' && closing > at + 1 && closing <= at + LONGEST;
        (closes && self.chars.get(closing) == Some(&')')).then_some(closing)
    }

    /// Whether a place lies in brackets that close again.
    pub fn is_bracketed(&self, at: usize) -> bool {
        let open = (0..at).rev().find(|place| matches!(self.chars[*place], '(' | ')'));
        open.is_some_and(|open| self.chars[open] == '(') && self.chars[at..].contains(&')')
    }
}

/// `【报送邮箱】…`: a label in brackets is one with a colon. Where its brackets stand.
fn label(words: &str) -> Option<Range<usize>> {
    const LONGEST: usize = 8;
    let opens = words.find(|c| !is_invisible(c)).filter(|at| words[*at..].starts_with('【'))?;
    let closes = opens + words[opens..].find('】')?;
    let length = words[opens..closes].chars().count() - 1;
    let goes_on = words[closes..].chars().nth(1).is_some();
    ((2..=LONGEST).contains(&length) && goes_on).then_some(opens..closes)
}

/// A stretch that ends before it begins says nothing.
fn forward(chars: Range<usize>) -> Range<usize> {
    chars.start..chars.end.max(chars.start)
}

/// One width, one kind of bracket.
fn folded(c: char) -> char {
    match c {
        '〔' | '【' | '［' | '〖' => '(',
        '〕' | '】' | '］' | '〗' => ')',
        '∶' | '﹕' => ':',
        '"' | '＂' => '"',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}
