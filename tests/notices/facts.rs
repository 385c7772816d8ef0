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
pub fn texts() -> Vec<(String, String, Vec<Vec<String>>)> {
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
    let level = one.level.map_or(String::new(), |level| format!(" | {}", level.code()));
    format!("due {} | {} | {phrase} | {instant}{optional}{level}", one.kind.code(), one.name)
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
fn every_fact_is_right_and_nothing_else_is_said() {
    let (mut all, mut wrong) = (0usize, Vec::new());
    for (name, text, expected) in texts() {
        for (proposal, expected) in read(&text).iter().zip(&expected) {
            let read = gist(proposal);
            let (asked, expected): (Vec<&String>, Vec<&String>) =
                expected.iter().partition(|line| line.starts_with("ask "));
            let is_asked = |words: &str| proposal.questions.iter().any(|question| question.contains(words));
            let open = asked.iter().filter(|line| !is_asked(&line["ask ".len()..]));
            let missing = expected.iter().filter(|line| !read.contains(line));
            all += expected.len() + asked.len();
            wrong.extend(open.chain(missing).map(|line| format!("{name}: expected {line}")));
            let invented = read.iter().filter(|line| !expected.contains(line));
            wrong.extend(invented.map(|line| format!("{name}: read {line}")));
        }
    }
    assert!(wrong.is_empty(), "of {all} facts: {wrong:#?}");
}

#[test]
fn there_are_the_seven_and_a_hundred_more() {
    let names: Vec<String> = texts().into_iter().map(|(name, ..)| name).collect();
    let (seven, more): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| name.starts_with("seven_"));
    let notices: usize =
        texts().iter().filter(|(name, ..)| name.starts_with("seven_")).map(|(.., facts)| facts.len()).sum();
    assert_eq!((seven.len(), notices), (5, 7), "five files with seven notices");
    assert!(more.len() >= 100, "{}", more.len());
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
                assert!(says(&said, &value), "{name}: {value} is not {said}");
            }
        }
    }
}

/// The value's characters in their order: a title leaves out the number of the letter between its lines. Of several
/// offices the first is pointed at.
fn says(said: &str, value: &str) -> bool {
    let mut said = said.chars();
    value.split(';').next().unwrap_or_default().chars().all(|c| said.any(|said| said == c))
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

#[test]
fn a_date_governs_what_its_words_say_and_nothing_else() {
    for (sentence, dues) in [
        (
            "市局将对3月15日前报送的总结进行评比，请各所于3月22日前将总结报局办公室。",
            &["总结 3月22日前 2024-03-23 00:00"][..],
        ),
        (
            "去年3月20日前各单位均报送了总结。请各所于3月22日前将总结报局办公室。",
            &["总结 3月22日前 2024-03-23 00:00"],
        ),
        ("3月25日前未报送统计表的单位将被通报。", &[]),
        ("请各所于每年1月31日前将年度总结报局办公室。", &["年度总结 每年1月31日前 asked"]),
        ("请各所于次年1月10日前将年度总结报局办公室。", &["年度总结 次年1月10日前 asked"]),
        ("请各所于3月22日上午前将总结报局办公室。", &["总结 3月22日上午前 asked"]),
        ("请各所分别于3月20、25日前将方案、总结报局办公室。", &["方案 3月20 asked", "总结 25日前 asked"]),
        (
            "请各所于3月20日和4月20日前分别将方案、总结报局办公室。",
            &["方案 3月20日 2024-03-21 00:00", "总结 4月20日前 2024-04-21 00:00"],
        ),
        ("请各所于3月20日、4月20日前报送进展情况。", &["进展情况 3月20日、4月20日前 asked"]),
        ("请各所第一批3月20日前、第二批4月20日前报送案例。", &["案例 3月20日前、第二批4月20日前 asked"]),
        ("请各所将总结报局办公室，时间截至3月22日17时。", &["总结 3月22日17时 2024-03-22 17:00"]),
        ("请各所务必于3月22日前报送总结，3月15日为中期检查。", &["总结 3月22日前 2024-03-23 00:00"]),
        ("请各所于3月8日前报名，3月22日前报送总结。", &["总结 3月22日前 2024-03-23 00:00"]),
        ("各所要在3月22日（含）前上报活动总结。", &["活动总结 3月22日（含）前 2024-03-23 00:00"]),
        (
            "各所于3月22日以前（以邮戳为准）寄送活动总结至局办公室。",
            &["活动总结 3月22日以前 2024-03-23 00:00"],
        ),
        (
            "总结请于三月二十二日（星期五）下午五时前送局办公室。",
            &["总结 三月二十二日（星期五）下午五时前 asked"],
        ),
        (
            "总结请于三月二十二日（星期五）下班前送局办公室。",
            &["总结 三月二十二日（星期五）下班前 2024-03-22 17:30"],
        ),
        ("3月22日前完成整改，并将整改报告存档备查。", &[]),
        (
            "原要求3月20日前报送总结，现报送时间延长至3月25日下班前。",
            &["总结 3月25日下班前 2024-03-25 17:30"],
        ),
        ("请各所将总结于3月22日前报县局，县局将于3月25日前报市局。", &["总结 3月22日前 2024-03-23 00:00"]),
        (
            "各所于3月22日前将总结报县局；县局拟公示结果，并于3月25日前将情况报市局。",
            &["总结 3月22日前 2024-03-23 00:00"],
        ),
        ("请各所于3月22日四点前将总结报局办公室。", &["总结 3月22日四点前 asked"]),
        ("请各所于3月22日零时前将总结报局办公室。", &["总结 3月22日零时前 2024-03-22 00:00"]),
        ("请各所于3月22日上班前将总结报局办公室。", &["总结 3月22日上班前 asked"]),
        (
            "请各所于本周五（3月22日）下班前将总结报局办公室。",
            &["总结 本周五（3月22日）下班前 2024-03-22 17:30"],
        ),
        ("请各所于本周四（3月22日）下班前将总结报局办公室。", &["总结 本周四（3月22日）下班前 asked"]),
        ("请各所于3.22前将总结报局办公室。", &["总结 3.22前 2024-03-23 00:00"]),
        ("请各所于3月22日前将总结报局办公室，信息请随时报送。", &["总结 3月22日前 2024-03-23 00:00"]),
        ("3月20日前报送过总结的所不用重复报送。", &[]),
        ("各所推荐先进个人1名，3月22日前报局办公室。", &["推荐先进个人 3月22日前 2024-03-23 00:00"]),
        (
            "统计表分两次报送：第一次于3月20日前报送，第二次于3月25日前报送。",
            &["统计表 3月20日前 2024-03-21 00:00", "统计表（3月25日前） 3月25日前 2024-03-26 00:00"],
        ),
        (
            "报送时间：总结3月20日前；案例3月25日前\n报送内容：总结、案例",
            &["总结 3月20日前 2024-03-21 00:00", "案例 3月25日前 2024-03-26 00:00"],
        ),
        ("各所于3月12日前将罚没物品送至仓库。", &[]),
        ("各所于3月15日至22日将总结报局办公室。", &["总结 3月15日至22日 asked"]),
    ] {
        let text = format!("关于开展2024年宣传活动的通知\n各所：\n{sentence}\n某局\n2024年3月1日\n");
        let read = read(&text).remove(0);
        let said = read.deliverables.iter().map(|one| {
            let one = &one.value;
            format!(
                "{} {} {}",
                one.name,
                one.phrase.as_deref().unwrap_or("-"),
                one.instant.map_or("asked".to_owned(), show)
            )
        });
        assert_eq!(said.collect::<Vec<_>>(), dues, "{sentence}");
    }
}
