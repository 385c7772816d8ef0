//! People to ask: `联系人：杨磊  联系电话：3232576`, and lines below 联系方式 that name an office, a person and a number.

use std::ops::Range;

use super::labels::is_heading;
use super::offices::{is_called_office, is_office, office_ends};
use super::page::{Page, Sentence};
use super::people::{is_called, is_person, is_surely_person, names};
use super::phones::{phone, phones};
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
const PHONES: [&str; 8] =
    ["联系电话:", "咨询电话:", "办公电话:", "联系方式:", "手机:", "电话:", "电话", "咨询:"];
const HEADINGS: [&str; 7] =
    ["联系方式", "联系人", "联系人及电话", "联系人及联系电话", "联系人及联系方式", "联系人员", "联络方式"];
/// Telephones that are no office's.
const PUBLIC: [&str; 6] = ["投诉", "举报", "热线", "监督", "维权", "值班"];

pub fn contacts(page: &Page) -> Vec<Quoted<Contact>> {
    let mut found: Vec<Quoted<Contact>> = Vec::new();
    let mut is_list = false;
    for sentence in &page.sentences {
        let listed = of_line(page, sentence).filter(|_| is_list);
        is_list = is_heading(sentence, &HEADINGS) || listed.is_some();
        let several = of_offices(page, sentence);
        let own = match listed {
            Some(_) if several.len() > 1 => several,
            Some(contact) => vec![contact],
            None => in_sentence(page, sentence),
        };
        own.into_iter().for_each(|contact| add(&mut found, contact));
    }
    found
}

/// The names stand on one line, their telephone on the next.
fn add(found: &mut Vec<Quoted<Contact>>, contact: Quoted<Contact>) {
    let is_number_alone = contact.value.name.is_none();
    let open = found.iter_mut().rev().take_while(|last| is_number_alone && last.value.phone.is_none());
    let filled = open.map(|last| last.value.phone = contact.value.phone.clone()).count();
    if filled == 0 && !found.iter().any(|known| known.value == contact.value) {
        found.push(contact);
    }
}

fn in_sentence(page: &Page, sentence: &Sentence) -> Vec<Quoted<Contact>> {
    let all = 0..sentence.chars.len();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((label, length)) = sentence.first_of(at..all.end, &PEOPLE) {
        let next = sentence.first_of(label + length..all.end, &PEOPLE).map_or(all.end, |(next, _)| next);
        let part = sentence.part(label).end.min(next);
        let first = if phone(sentence, label..part).is_some() { part } else { next };
        found.extend(of_label(page, sentence, label..first, label + length));
        found.extend(of_parts(page, sentence, first..next));
        at = label + length;
    }
    if found.is_empty() {
        found = of_offices(page, sentence);
    }
    if found.is_empty() {
        found = of_phones(page, sentence);
    }
    if found.is_empty() {
        found.extend(unlabelled(page, sentence));
    }
    if found.is_empty() {
        found.extend(in_brackets(page, sentence).or_else(|| told_to_ask(page, sentence)));
    }
    found
}

/// `报送邮箱：…（局办公室 田野 0746-5550495）`.
fn in_brackets(page: &Page, sentence: &Sentence) -> Option<Quoted<Contact>> {
    let phone = phone(sentence, 0..sentence.chars.len())?;
    let opens = (0..phone.start).rev().find(|at| sentence.chars[*at] == '(')?;
    let is_closed = sentence.chars.get(phone.end) == Some(&')');
    of_stretch(page, sentence, opens + 1..phone.end).filter(|_| is_closed)
}

/// `有问题联系平安办小陆，13800000433`.
fn told_to_ask(page: &Page, sentence: &Sentence) -> Option<Quoted<Contact>> {
    let phone = phone(sentence, 0..sentence.chars.len())?;
    let (at, length) = sentence.first_of(0..phone.start, &["联系", "咨询"])?;
    let ends =
        (at + length..phone.start).find(|at| ",:(".contains(sentence.chars[*at])).unwrap_or(phone.start);
    let starts = (at + length..ends).rev().find(|at| office_ends(sentence, *at)).unwrap_or(at + length);
    let name = sentence.said(starts..ends);
    let is_beside = phone.start <= ends + 2;
    let contact = Contact { name: Some(name.clone()), phone: Some(sentence.said(phone.clone())) };
    (is_beside && is_called(&name)).then(|| page.quote(sentence, at..phone.end, contact))
}

/// `联系人：餐饮科 沈洁，8077215；安保科 俞海峰，8062310`: the further ones.
fn of_parts(page: &Page, sentence: &Sentence, within: Range<usize>) -> Vec<Quoted<Contact>> {
    let (mut found, mut at) = (Vec::new(), within.start);
    while at + 1 < within.end {
        let part = sentence.part(at + 1);
        found.extend(of_stretch(page, sentence, part.start..part.end.min(within.end)));
        at = part.end;
    }
    found
}

/// The first telephone, and those of further offices.
fn of_phones(page: &Page, sentence: &Sentence) -> Vec<Quoted<Contact>> {
    let all = 0..sentence.chars.len();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some((label, length)) = sentence.first_of(at..all.end, &PHONES) {
        let is_first = found.is_empty();
        let own = of_phone(page, sentence, label..label + length)
            .filter(|_| is_first || office_ends(sentence, label));
        found.extend(own.into_iter().flat_map(each_person));
        at = label + length;
    }
    found
}

/// Two people of one number.
fn each_person(contact: Quoted<Contact>) -> Vec<Quoted<Contact>> {
    let Some(names) = contact.value.name.clone().filter(|names| names.contains('、')) else {
        return vec![contact];
    };
    let own = |name: &str| {
        let value = Contact { name: Some(name.to_owned()), phone: contact.value.phone.clone() };
        Quoted { value, ..contact.clone() }
    };
    names.split('、').map(own).collect()
}

/// `联系电话：0906-8823315`, `咨询电话：0572-3022816（沈老师）`; an empty field of a form has no number.
fn of_phone(page: &Page, sentence: &Sentence, label: Range<usize>) -> Option<Quoted<Contact>> {
    let all = 0..sentence.chars.len();
    let (label, length) = (label.start, label.len());
    let is_public = PUBLIC.iter().any(|word| sentence.says_before(label, word));
    let is_form = sentence.chars.len() < label + length + 6;
    let phone = phone(sentence, label + length..all.end).filter(|_| !is_public && !is_form)?;
    let closing = (phone.end..all.end).find(|at| sentence.chars[*at] == ')');
    let remark = closing.filter(|_| sentence.says_at(phone.end, "(")).map(|at| phone.end + 1..at);
    let name = remark.map(|remark| sentence.said(remark)).filter(|name| are_people(name));
    let name = name
        .or_else(|| taker(sentence, label))
        .or_else(|| before_label(page, sentence, label))
        .or_else(|| before_label(page, sentence, phone.start));
    let contact = Contact { name, phone: Some(sentence.said(phone.clone())) };
    Some(page.quote(sentence, label..phone.end, contact))
}

/// `县总工会权益保障部 白露；联系电话…`: an office and, behind a blank, who works there.
fn before_label(page: &Page, sentence: &Sentence, label: usize) -> Option<String> {
    let before = &page.text[sentence.range.start..sentence.place(label..label + 1).start];
    let before =
        before.trim_end_matches("联系").trim_end_matches([' ', '\u{3000}', '；', ';', '，', ',', '（', '(']);
    let (office, name) = before.rsplit_once([' ', '\u{3000}', '\t'])?;
    (is_office(office.trim_end()) && is_person(name)).then(|| name.to_owned())
}

/// `祁连、沙漠`: people, of whom the first is surely one.
fn are_people(names: &str) -> bool {
    let mut parts = names.split('、');
    parts.next().is_some_and(is_surely_person) && parts.all(is_person)
}

/// `何静收（联系电话：…）`, `局造林股彭小溪处，电话…`.
fn taker(sentence: &Sentence, label: usize) -> Option<String> {
    let is_taken = ["收(", "处,"].iter().any(|word| sentence.says_before(label, word));
    let end = label.checked_sub(2).filter(|_| is_taken)?;
    [3, 2]
        .into_iter()
        .filter(|length| *length <= end)
        .map(|length| sentence.said(end - length..end))
        .find(|name| is_surely_person(name))
}

fn of_label(page: &Page, sentence: &Sentence, within: Range<usize>, start: usize) -> Vec<Quoted<Contact>> {
    let end = (start..within.end).find(|place| is_name_over(sentence, *place)).unwrap_or(within.end);
    let names = names(page, sentence, start..end);
    let phones = phones(sentence, start..within.end);
    // “电话0874-5550655，联系人顾盼”
    let before = phones.is_empty().then(|| phone_before(sentence, within.start)).flatten();
    let phones: Vec<Range<usize>> = if phones.is_empty() { before.into_iter().collect() } else { phones };
    // “报送联系人名单” names nobody.
    let is_named = phones.is_empty() || names.iter().all(|name| is_called(name));
    if !sentence.says_before(start, ":") && (phones.is_empty() || !is_named) {
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

/// The number in the clause before a label, where it stands behind a label of its own.
fn phone_before(sentence: &Sentence, label: usize) -> Option<Range<usize>> {
    let comma = label.checked_sub(1).filter(|comma| ",、".contains(sentence.chars[*comma]))?;
    let begins = (0..comma).rev().find(|at| ",;(。".contains(sentence.chars[*at])).map_or(0, |at| at + 1);
    let is_phone = sentence.first_of(begins..comma, &["电话", "手机", "座机"]).is_some();
    phone(sentence, begins..comma).filter(|_| is_phone)
}

fn is_name_over(sentence: &Sentence, place: usize) -> bool {
    let c = sentence.chars[place];
    c.is_ascii_digit()
        || ",;。()::".contains(c)
        || ["联系", "电话", "手机", "邮箱", "办公", "电子", "传真", "座机", "内线", "分机"]
            .iter()
            .any(|word| sentence.says_at(place, word))
}

/// `区教育局教学科：许卓  027-86881107` in a list of people.
fn of_line(page: &Page, sentence: &Sentence) -> Option<Quoted<Contact>> {
    of_stretch(page, sentence, sentence.point()..sentence.chars.len())
}

/// The person before the first number of a stretch.
fn of_stretch(page: &Page, sentence: &Sentence, within: Range<usize>) -> Option<Quoted<Contact>> {
    let phone = phone(sentence, within.clone())?;
    let before = sentence.place(within.start..phone.start);
    let words = page.text[before].split([' ', '\u{3000}', '\t', '：', ':', '，', ',', '、', '（', '(']);
    let name = words.map(str::trim).rfind(|word| is_person(word))?.to_owned();
    let contact = Contact { name: Some(name), phone: Some(sentence.said(phone.clone())) };
    Some(page.quote(sentence, within.start..phone.end, contact))
}

/// `优抚股  孔德胜  6021883`, `物价办：江月白，内线6021`: an office, a person and a number, side by side, once or
/// several times.
fn of_offices(page: &Page, sentence: &Sentence) -> Vec<Quoted<Contact>> {
    let text = &page.text[sentence.range.clone()];
    let words: Vec<&str> = text
        .split([' ', '\u{3000}', '\t', '：', ':', '，', ',', '；', ';'])
        .filter(|word| !word.is_empty())
        .collect();
    let three = words.windows(3).filter_map(|three| {
        let number =
            ["内线", "电话", "手机"].iter().fold(three[2], |rest, word| rest.trim_start_matches(word));
        let is_line = is_called_office(three[0])
            && is_person(three[1])
            && number.starts_with(|c: char| c.is_ascii_digit());
        let at = text.find(three[1]).filter(|_| is_line)?;
        let start = sentence.char_at(sentence.range.start + at)?;
        let phone = phone(sentence, start..sentence.chars.len())?;
        let contact = Contact { name: Some(three[1].to_owned()), phone: Some(sentence.said(phone.clone())) };
        Some(page.quote(sentence, start..phone.end, contact))
    });
    three.collect()
}

/// `张工 8876321`: a clause that is a name and a number.
fn unlabelled(page: &Page, sentence: &Sentence) -> Option<Quoted<Contact>> {
    let phone = phone(sentence, 0..sentence.chars.len())?;
    let clause = sentence.clause(phone.start);
    let name = sentence.said(clause.start..phone.start);
    let is_alone = phone.end == clause.end && is_surely_person(&name);
    let contact = Contact { name: Some(name), phone: Some(sentence.said(phone.clone())) };
    is_alone.then(|| page.quote(sentence, clause, contact))
}
