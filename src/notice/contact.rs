//! People to ask: `联系人：杨磊  联系电话：3232576`.

use std::ops::Range;

use super::page::{Page, Sentence};
use super::proposal::{Contact, Quoted};

const PEOPLE: [&str; 10] = [
    "联系人",
    "联系人及电话:",
    "联系人及联系电话:",
    "联系人员:",
    "联系人:",
    "联络人:",
    "联络员:",
    "联系同志:",
    "业务联系人:",
    "经办人:",
];
const PHONES: [&str; 7] = ["联系电话:", "咨询电话:", "办公电话:", "联系方式:", "手机:", "电话:", "电话"];
/// Telephones that are no office's.
const PUBLIC: [&str; 5] = ["投诉", "举报", "热线", "监督", "维权"];

pub fn contacts(page: &Page) -> Vec<Quoted<Contact>> {
    let mut found: Vec<Quoted<Contact>> = Vec::new();
    for contact in page.sentences.iter().flat_map(|sentence| in_sentence(page, sentence)) {
        let open = found.last_mut().filter(|last| last.value.phone.is_none() && contact.value.name.is_none());
        match open {
            // The name stands on one line, the telephone on the next.
            Some(last) => last.value.phone = contact.value.phone,
            None => found.push(contact),
        }
    }
    found
}

fn in_sentence(page: &Page, sentence: &Sentence) -> Vec<Quoted<Contact>> {
    let all = 0..sentence.chars.len();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((label, length)) = sentence.first_of(at..all.end, &PEOPLE) {
        let next = sentence.first_of(label + length..all.end, &PEOPLE).map_or(all.end, |(next, _)| next);
        found.extend(of_label(page, sentence, label..next, label + length));
        at = label + length;
    }
    if found.is_empty()
        && let Some((label, length)) = sentence.first_of(all.clone(), &PHONES[..6])
    {
        let is_public = PUBLIC.iter().any(|word| sentence.says_before(label, word));
        let is_form = sentence.chars.len() < label + length + 6;
        if let Some(phone) = phone(sentence, label + length..all.end).filter(|_| !is_public && !is_form) {
            let contact = Contact { name: None, phone: Some(sentence.said(phone.clone())) };
            found.push(page.quote(sentence, label..phone.end, contact));
        }
    }
    found
}

fn of_label(page: &Page, sentence: &Sentence, within: Range<usize>, start: usize) -> Vec<Quoted<Contact>> {
    let end = (start..within.end).find(|place| is_name_end(sentence, *place)).unwrap_or(within.end);
    let names = names(page, sentence, start..end);
    let phones = phones(sentence, start..within.end);
    // “报送联系人名单” names nobody.
    if phones.is_empty() && !sentence.says_before(start, ":") {
        return Vec::new();
    }
    let last = phones.last().map_or(end, |phone| phone.end);
    let contact = |(index, name): (usize, &String)| {
        let phone = phones.get(index).or_else(|| phones.first());
        let phone = phone.map(|phone| sentence.said(phone.clone()));
        page.quote(sentence, within.start..last, Contact { name: Some(name.clone()), phone })
    };
    names.iter().enumerate().map(contact).collect()
}

/// `周婷  李强` are two, `孙 丽` is one.
fn names(page: &Page, sentence: &Sentence, within: Range<usize>) -> Vec<String> {
    let words = &page.text[sentence.place(within.clone())];
    let parts: Vec<&str> =
        words.split([' ', '\u{3000}', '\t', '、', '/']).filter(|part| !part.is_empty()).collect();
    let is_name = |name: &str| (2..=12).contains(&name.chars().count());
    if parts.iter().all(|part| is_name(part)) {
        return parts.into_iter().map(str::to_owned).collect();
    }
    let joined = sentence.words(within);
    joined.split(['、', '/']).filter(|name| is_name(name)).map(str::to_owned).collect()
}

fn is_name_end(sentence: &Sentence, place: usize) -> bool {
    let c = sentence.chars[place];
    c.is_ascii_digit()
        || ",;。()::".contains(c)
        || ["联系", "电话", "手机", "邮箱", "办公", "电子", "传真", "座机"]
            .iter()
            .any(|word| sentence.says_at(place, word))
}

fn phones(sentence: &Sentence, within: Range<usize>) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), within.start);
    while let Some(next) = phone(sentence, at..within.end) {
        at = next.end;
        let is_fax = sentence.says_before(next.start, "传真:") || sentence.says_before(next.start, "邮编:");
        let is_mail = sentence.chars.get(next.end).is_some_and(|c| *c == '@' || c.is_ascii_alphabetic());
        if !is_fax && !is_mail {
            found.push(next);
        }
    }
    found
}

/// Digits as a telephone has them: six or more, with dashes and brackets.
fn phone(sentence: &Sentence, within: Range<usize>) -> Option<Range<usize>> {
    let mut at = within.start;
    while at < within.end {
        let is_part = |c: &char| c.is_ascii_digit() || matches!(c, '-' | '—');
        let length = sentence.chars[at..within.end].iter().take_while(|c| is_part(c)).count();
        let digits = sentence.chars[at..at + length].iter().filter(|c| c.is_ascii_digit()).count();
        let stands_alone = at == 0 || !sentence.chars[at - 1].is_ascii_alphabetic();
        let is_labelled = ["电话", "电话:"].iter().any(|word| sentence.says_before(at, word));
        let least = if is_labelled { 4 } else { 6 };
        if (least..=13).contains(&digits) && stands_alone {
            return Some(at..at + length);
        }
        at += length.max(1);
    }
    None
}
