//! The texts and their facts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use huibiao::campaign::deadline::usual_closing;
use huibiao::notice::annex::items;
use huibiao::notice::{self, Proposal, Prose, Quoted};
use huibiao::vocabulary::plain::plain;
use huibiao::vocabulary::time::show;

/// Where the texts lie.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notices/texts")
}

/// The texts by name, each with the facts of its notices.
fn texts() -> Vec<(String, String, Vec<Vec<String>>)> {
    let mut texts: Vec<_> = std::fs::read_dir(folder())
        .expect("the texts")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| {
            let read = |path: &Path| std::fs::read_to_string(path).expect("a text and its facts");
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, read(&path), told(&read(&path.with_extension("facts"))))
        })
        .collect();
    texts.sort();
    texts
}

/// The facts of each notice of a file.
fn told(facts: &str) -> Vec<Vec<String>> {
    let notices = facts.split("notice\n").filter(|facts| !facts.trim().is_empty());
    notices.map(|facts| facts.lines().map(str::to_owned).collect()).collect()
}

pub fn read(text: &str) -> Vec<Proposal> {
    notice::read(&Prose::of_text(text), usual_closing())
}

/// A proposal as lines of facts.
pub fn gist(proposal: &Proposal) -> Vec<String> {
    let said = |quoted: &Option<Quoted<String>>| quoted.as_ref().map_or("-".to_owned(), |q| q.value.clone());
    let year = proposal.year.as_ref().map_or("-".to_owned(), |year| year.value.to_string());
    let mut lines = vec![
        format!("title {}", said(&proposal.title)),
        format!("year {year}"),
        format!("theme {}", said(&proposal.theme)),
        format!("issuer {}", said(&proposal.issuer)),
        format!("reporters {}", said(&proposal.reporters)),
        format!("receiver {}", said(&proposal.receiver)),
    ];
    lines.extend(proposal.window.iter().map(|w| format!("window {} {}", w.value.first, w.value.last)));
    lines.extend(proposal.contacts.iter().map(|contact| {
        let part = |part: &Option<String>| part.clone().unwrap_or("-".to_owned());
        format!("contact {} {}", part(&contact.value.name), part(&contact.value.phone))
    }));
    let channel = |channel: &Quoted<notice::Channel>| {
        format!("channel {} {}", channel.value.kind.code(), channel.value.value)
    };
    lines.extend(proposal.channels.iter().map(channel));
    lines.extend(proposal.deliverables.iter().map(|one| due(&one.value)));
    lines.extend(proposal.passed_over.iter().map(|one| format!("not {}", one.value.phrase)));
    lines.extend(proposal.annex.iter().map(|annex| {
        let items = items(&annex.table);
        let names =
            items.iter().map(|item| format!("{}({})", item.name, item.measure.as_deref().unwrap_or("-")));
        let title = annex.title.clone().unwrap_or("-".to_owned());
        format!("form {title} | {} | {}", items.len(), names.collect::<Vec<_>>().join(" "))
    }));
    lines
}

fn due(one: &notice::Deliverable) -> String {
    let phrase = one.phrase.as_deref().unwrap_or("-");
    let instant = one.instant.map_or("asked".to_owned(), show);
    let optional = if one.required { "" } else { " | optional" };
    format!("due {} | {} | {phrase} | {instant}{optional}", one.kind.code(), one.name)
}

/// Lines of deadlines, those that are asked by their phrase alone.
fn deadlines(lines: &[String]) -> BTreeSet<String> {
    lines.iter().filter(|line| line.starts_with("due ")).cloned().collect()
}

#[test]
fn every_deadline_is_right_or_asked_and_none_is_invented() {
    let mut wrong = Vec::new();
    for (name, text, expected) in texts() {
        let read: Vec<Vec<String>> = read(&text).iter().map(gist).collect();
        if read.len() != expected.len() {
            wrong.push(format!("{name}: {} notices instead of {}", read.len(), expected.len()));
        }
        for (read, expected) in read.iter().zip(&expected) {
            let (read, expected) = (deadlines(read), deadlines(expected));
            let with_instant = |line: &&String| !line.contains("| asked");
            let invented = read.difference(&expected).filter(with_instant);
            wrong.extend(invented.map(|line| format!("{name}: not in the notice: {line}")));
            let is_asked = |line: &&&String| {
                let begins = line.rsplit_once(" | ").map_or("", |(begins, _)| begins);
                read.iter().any(|read| read.starts_with(begins) && read.contains("| asked"))
            };
            let missing = expected.difference(&read).filter(|line| with_instant(line) && !is_asked(&line));
            wrong.extend(missing.map(|line| format!("{name}: missing: {line}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn of_all_facts_ninety_five_in_a_hundred_are_right() {
    let (mut right, mut all, mut wrong) = (0usize, 0usize, Vec::new());
    for (name, text, expected) in texts() {
        for (read, expected) in read(&text).iter().map(gist).zip(&expected) {
            let missing: Vec<&String> = expected.iter().filter(|line| !read.contains(line)).collect();
            let invented = read.iter().filter(|line| !expected.contains(line));
            all += expected.len();
            right += expected.len() - missing.len();
            wrong.extend(missing.into_iter().map(|line| format!("{name}: expected {line}")));
            wrong.extend(invented.map(|line| format!("{name}: read {line}")));
        }
    }
    println!("{right} of {all} facts");
    assert!(right * 100 >= all * 95, "{right} of {all}: {wrong:#?}");
    assert!(wrong.len() * 100 <= all * 10, "{wrong:#?}");
}

#[test]
fn there_are_the_seven_and_thirty_more() {
    let names: Vec<String> = texts().into_iter().map(|(name, ..)| name).collect();
    let (seven, more): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| name.starts_with("seven_"));
    let notices: usize =
        texts().iter().filter(|(name, ..)| name.starts_with("seven_")).map(|(.., facts)| facts.len()).sum();
    assert_eq!((seven.len(), notices), (5, 7), "five files with seven notices");
    assert!(more.len() >= 30, "{}", more.len());
}

#[test]
fn every_field_points_at_its_words() {
    for (name, text, _) in texts() {
        for proposal in read(&text) {
            let places = places(&proposal);
            assert!(!places.is_empty(), "{name}");
            for (value, words, sentence) in places {
                let is_inside = sentence.start <= words.start && words.end <= sentence.end;
                let said = plain(&proposal.text[words.clone()]);
                assert!(is_inside, "{name}: {value}");
                assert!(
                    value.is_empty() || said.contains(&value) || value.contains(';'),
                    "{name}: {value} is not {said}"
                );
            }
        }
    }
}

type Place = (String, std::ops::Range<usize>, std::ops::Range<usize>);

/// Values as their words should say them, with both places.
fn places(proposal: &Proposal) -> Vec<Place> {
    let texts = [&proposal.title, &proposal.theme, &proposal.receiver, &proposal.reporters];
    let texts = texts.into_iter().flatten().map(|q| (plain(&q.value), q.words.clone(), q.sentence.clone()));
    let passed =
        proposal.passed_over.iter().map(|q| (plain(&q.value.phrase), q.words.clone(), q.sentence.clone()));
    let channels = proposal.channels.iter().map(|q| (String::new(), q.words.clone(), q.sentence.clone()));
    let deliverables =
        proposal.deliverables.iter().map(|q| (String::new(), q.words.clone(), q.sentence.clone()));
    texts.chain(passed).chain(channels).chain(deliverables).collect()
}

#[test]
fn what_is_open_is_asked() {
    for (text, question) in [
        ("请各单位于3月22日前将活动总结报县局办公室。", "“3月22日前”没有写年份"),
        (
            "关于2024年活动的通知\n各单位于6月28日（星期四）前将总结报局办公室。",
            "写的是星期四，而 2024 年的这一天是星期五",
        ),
        ("关于2024年活动的通知\n各单位于2月30日前将总结报局办公室。", "在 2024 年没有这一天"),
        ("关于2024年活动的通知\n各单位于3月22日上午下班前将总结报局办公室。", "的钟点没有写清"),
        ("关于2024年活动的通知\n各单位于月底前将总结报局办公室。", "“月底前”没有写明是哪一天"),
        ("关于2024年活动的通知\n各单位于农历二月十五前将总结报局办公室。", "没有写明是哪一天"),
        ("关于2024年活动的通知\n请将活动总结报送至局办公室。", "“活动总结”没有写报送时限"),
        ("关于2024年活动的通知\n各单位于3月22日前将统计表报局办公室。", "通知里没有附表"),
    ] {
        let proposal = read(text).remove(0);
        let asked = proposal.questions.iter().any(|asked| asked.contains(question));
        assert!(asked, "{text}: {:#?}", proposal.questions);
        assert!(!question.contains("通知里") || proposal.deliverables[0].value.instant.is_some());
        assert!(
            question.contains("通知里")
                || proposal.deliverables.iter().all(|one| one.value.instant.is_none()),
            "{text}"
        );
    }
}
