//! The head and the foot of a notice: whom it is addressed to, its number, the office and the day below it, its year.

use super::dates::{Day, NamedKind, named};
use super::labels::labelled;
use super::offices::{is_body, is_office, office_ends};
use super::page::{Page, Sentence};
use super::proposal::Quoted;
use super::title::is_item;
use crate::form::year::years;
use crate::vocabulary::plain::plain;

/// 落款: the day under a notice, which stands alone on its line (or before 印发).
pub fn signed(page: &Page) -> Option<Quoted<Day>> {
    let last =
        |printed: bool| page.sentences.iter().rev().find_map(|sentence| of_foot(page, sentence, printed));
    last(false).or_else(|| last(true))
}

/// Whether a sentence is the day under a letter.
pub fn is_foot(page: &Page, sentence: &Sentence) -> bool {
    of_foot(page, sentence, false).is_some()
}

/// The day of a line at the foot; `printed` where only the line of printing (印发) may have it.
fn of_foot(page: &Page, sentence: &Sentence, printed: bool) -> Option<Quoted<Day>> {
    let dates = named(sentence);
    let [date] = dates.as_slice() else { return None };
    let day = date.first.filter(|day| day.year.is_some() && date.kind == NamedKind::Day)?;
    let ends = date.chars.end == sentence.chars.len();
    let is_printed = sentence.says_at(date.chars.end, "印发") && date.chars.end + 2 == sentence.chars.len();
    let is_foot = date.chars.start == 0
        || sentence.chars.len() - date.chars.len() < 26 && office_ends(sentence, date.chars.start);
    let found = if printed { is_printed } else { ends && is_foot };
    found.then(|| page.quote(sentence, date.chars.clone(), day))
}

/// The office that asks: before 关于 in the title, else above the day at the foot, else who decides in the text.
pub fn issuer(page: &Page, title: Option<&Quoted<String>>) -> Option<Quoted<String>> {
    titled(page, title)
        .or_else(|| under(page))
        .or_else(|| labelled(page, &["主办单位", "发文单位"]).filter(|name| is_office(&name.value)))
        .or_else(|| closing(page))
        .or_else(|| deciding(page))
}

/// An office alone on the last line of a text without a day.
fn closing(page: &Page) -> Option<Quoted<String>> {
    const LONGEST: usize = 24;
    let last = page.sentences.last().filter(|_| page.sentences.len() > 2)?;
    let words = last.all();
    let is_alone = words.chars().count() <= LONGEST && !words.contains(['，', ',', ':', '、', '。', '\t']);
    (is_alone && is_office(&words))
        .then(|| page.quote(last, 0..last.chars.len(), last.said(0..last.chars.len())))
}

fn titled(page: &Page, title: Option<&Quoted<String>>) -> Option<Quoted<String>> {
    let title = title?;
    let at = title.value.find("关于").or_else(|| title.value.find("20"))?;
    let name = title.value[..at].trim();
    let bare = name.split(['（', '(']).next().unwrap_or_default();
    let announces = ["转发", "印发", "批转"].iter().any(|word| name.starts_with(word));
    let is_whole = name.chars().count() > 3 && is_office(without_number(bare)) && !announces;
    let value = beside_each_other(&page.text[title.words.clone()]).unwrap_or(name.to_owned());
    is_whole.then(|| Quoted { value, ..title.clone() })
}

/// `县委宣传部等八部门`: the first of them.
fn without_number(name: &str) -> &str {
    const LONGEST: usize = 5;
    let first = name.rsplit_once('等').filter(|(_, rest)| {
        rest.chars().count() <= LONGEST && (rest.ends_with("部门") || rest.ends_with("单位"))
    });
    first.map_or(name, |(first, _)| first)
}

/// `县统计局 县发改局关于…`: several offices keep the blanks between them.
fn beside_each_other(title: &str) -> Option<String> {
    let before = &title[..title.find("关于")?];
    let offices: Vec<&str> = before.split_whitespace().collect();
    let are_whole = offices.iter().all(|name| name.chars().count() > 2 && is_office(name));
    (offices.len() > 1 && are_whole).then(|| offices.join(" "))
}

/// The line above the last day that stands alone.
fn under(page: &Page) -> Option<Quoted<String>> {
    let signed = signed(page)?;
    let above = page.sentences.iter().rev().find(|sentence| sentence.range.end <= signed.words.start)?;
    let words = above.all();
    let is_whole = words.chars().count() <= 30 && is_office(&words);
    let within = page.sentences.iter().find(|sentence| sentence.range == signed.sentence)?;
    let same_line = within.all();
    let cut = same_line.find(|c: char| c.is_ascii_digit() || c == '二').map(|at| same_line[..at].to_owned());
    match (is_whole, cut) {
        (true, _) => Some(with_others_above(page, above)),
        (false, Some(name)) if is_office(&name) => Some(page.quote(within, 0..name.chars().count(), name)),
        _ => None,
    }
}

/// Several offices, each on a line of its own above the day.
fn with_others_above(page: &Page, last: &Sentence) -> Quoted<String> {
    const MOST: usize = 4;
    let before = page.sentences.iter().rev().filter(|sentence| sentence.range.end <= last.range.start);
    let is_office_alone = |sentence: &&Sentence| {
        let words = sentence.all();
        words.chars().count() <= 30 && is_office(&words) && !words.contains([',', '。', ':', '、'])
    };
    let others: Vec<&Sentence> = before.take_while(is_office_alone).take(MOST).collect();
    let names = others.iter().rev().chain(Some(&last)).map(|sentence| {
        let said = &page.text[sentence.range.clone()];
        let parts: Vec<&str> = said.split_whitespace().collect();
        let are_whole = parts.iter().all(|part| part.chars().count() > 3 && is_office(part));
        if are_whole { parts.join(" ") } else { sentence.said(0..sentence.chars.len()) }
    });
    let value = names.collect::<Vec<_>>().join(" ");
    Quoted { value, ..page.quote(last, 0..last.chars.len(), String::new()) }
}

/// `市工商局决定自…`, `XX工商分局、XX区消费者协会结合辖区实际情况，制定如下方案`.
fn deciding(page: &Page) -> Option<Quoted<String>> {
    const DECIDE: [&str; 6] = ["决定", "结合辖区实际", "结合实际", "结合我", "研究决定", "定于"];
    page.sentences.iter().find_map(|sentence| {
        let (at, _) = sentence.first_of(0..sentence.chars.len(), &DECIDE)?;
        let start = sentence.clause(at.saturating_sub(1)).start;
        let name = sentence.words(start..at);
        let is_whole = name.chars().count() <= 30 && is_office(&name);
        let is_clean = !["经", "按照", "根据", "要求", "依据", "本", "全", "请", "各"]
            .iter()
            .any(|word| name.starts_with(word));
        (is_whole && is_clean).then(|| page.quote(sentence, start..at, sentence.said(start..at)))
    })
}

/// 主送: the line that ends with a colon before the text begins.
pub fn addressed(page: &Page, title: Option<&Quoted<String>>) -> Option<Quoted<String>> {
    let from = title.map_or(0, |title| title.words.end);
    let sentence =
        page.sentences.iter().filter(|sentence| sentence.range.start >= from).take(6).find(|sentence| {
            let words = sentence.all();
            words.ends_with(':') && !is_item(&words) && is_list_of_offices(words.trim_end_matches(':'))
        })?;
    let end = sentence.chars.len() - 1;
    Some(page.quote(sentence, 0..end, sentence.said(0..end)))
}

fn is_list_of_offices(words: &str) -> bool {
    let parts: Vec<&str> = words.split(['、', ',', ';']).collect();
    let is_unit = |part: &&str| {
        part.contains('各') || part.ends_with("单位") || part.ends_with("部门") || is_body(part)
    };
    words.chars().count() <= 120 && parts.iter().filter(|part| is_unit(part)).count() * 2 >= parts.len()
}

/// The campaign's year: in the title, else of the day at the foot, else in the notice's number.
pub fn year(
    page: &Page,
    title: Option<&Quoted<String>>,
    signed: Option<&Quoted<Day>>,
) -> Option<Quoted<i32>> {
    let titled = title.and_then(|title| {
        let year = years(&plain(&title.value)).first().copied()?;
        Some(Quoted { value: year, words: title.words.clone(), sentence: title.sentence.clone() })
    });
    let of_foot = || {
        let signed = signed?;
        Some(Quoted {
            value: signed.value.year?,
            words: signed.words.clone(),
            sentence: signed.sentence.clone(),
        })
    };
    titled
        .or_else(|| of_next_year(page, signed))
        .or_else(of_foot)
        .or_else(|| numbered(page))
        .or_else(|| forwarded(page))
}

/// `定于2026年1月至3月举办`, in a letter of the end of the year before.
fn of_next_year(page: &Page, signed: Option<&Quoted<Day>>) -> Option<Quoted<i32>> {
    const LATE: u32 = 11;
    let day = signed?.value;
    let next = day.year.filter(|_| day.month >= LATE)? + 1;
    page.sentences.iter().find_map(|sentence| {
        let (at, length) = sentence.first_of(0..sentence.chars.len(), &["定于", "将于", "拟于"])?;
        let year = format!("{next}年");
        let said = at + length..at + length + year.chars().count();
        sentence.says_at(at + length, &year).then(|| page.quote(sentence, said, next))
    })
}

/// The year in the title of what is forwarded: `现将《关于开展2024年…的通知》转发给你们`.
fn forwarded(page: &Page) -> Option<Quoted<i32>> {
    page.sentences.iter().take(10).find_map(|sentence| {
        let (from, to) =
            (sentence.find(0..sentence.chars.len(), "《")?, sentence.find(0..sentence.chars.len(), "》")?);
        let is_forwarded = from < to && ["转发", "印发"].iter().any(|word| sentence.has(word));
        let year = years(&plain(&sentence.words(from..to.max(from)))).first().copied()?;
        is_forwarded.then(|| page.quote(sentence, from..to, year))
    })
}

/// `兴市监发〔2022〕14号`.
fn numbered(page: &Page) -> Option<Quoted<i32>> {
    page.sentences.iter().take(8).find_map(|sentence| {
        let words = sentence.all();
        let end = words.len() - usize::from(words.ends_with('号')) * '号'.len_utf8();
        let at = words.find(['(', '['])?;
        let year: i32 = words[at + 1..end].split([')', ']']).next()?.parse().ok()?;
        (end < words.len() && (1990..2100).contains(&year))
            .then(|| page.quote(sentence, 0..sentence.chars.len(), year))
    })
}
