//! 文件要求: of what kind and how large a file may be, where the sentence that asks for it says so.
//!
//! `活动照片（jpg格式，每张不超过5M）` speaks of the photographs alone; what stands elsewhere in a sentence is taken
//! only where the sentence asks for one thing. A word such as Word or PDF means a kind of file where it is said to
//! be one (`格式`, `版`, `文档`, `扫描件`); a least size, and a size in other units than M, is not read.

use super::proposal::{Deliverable, Proposal, Quoted};
use crate::campaign::task::Files;

/// What offices call kinds of files, and the endings that are meant.
const KINDS: [(&str, &[&str]); 13] = [
    ("word", &["docx", "doc"]),
    ("docx", &["docx"]),
    ("doc", &["doc"]),
    ("wps", &["wps"]),
    ("excel", &["xlsx", "xls"]),
    ("xlsx", &["xlsx"]),
    ("xls", &["xls"]),
    ("pdf", &["pdf"]),
    ("jpeg", &["jpg", "jpeg"]),
    ("jpg", &["jpg", "jpeg"]),
    ("png", &["png"]),
    ("mp4", &["mp4"]),
    ("ppt", &["pptx", "ppt"]),
];

/// Words by which a kind is said to be one.
const SAID: [&str; 6] = ["格式", "版", "文档", "文件", "扫描", "电子"];

/// Words before a largest size.
const MOST: [&str; 6] = ["不超过", "不得超过", "不大于", "小于", "控制在", "限"];

impl Proposal {
    /// What the notice says of the files of a deliverable.
    pub fn files(&self, asked: &Quoted<Deliverable>) -> Files {
        let sentence = self.words(&asked.sentence);
        let behind = sentence.split_once(asked.value.name.as_str()).map_or("", |(_, behind)| behind);
        let own = behind.strip_prefix(['（', '(']).and_then(|rest| rest.split(['）', ')']).next());
        let alone = self.deliverables.iter().filter(|other| other.sentence == asked.sentence).count() == 1;
        match own {
            Some(own) => said(own),
            None if alone => said(&sentence),
            None => Files::default(),
        }
    }
}

fn said(words: &str) -> Files {
    let words = words.to_ascii_lowercase();
    let mut kinds: Vec<String> = Vec::new();
    for (_, endings) in KINDS.iter().filter(|(kind, _)| is_asked(&words, kind)) {
        kinds.extend(endings.iter().map(|ending| (*ending).to_owned()));
    }
    kinds.sort();
    kinds.dedup();
    Files { kinds, most_bytes: largest(&words) }
}

/// Whether a kind stands here as a word of its own, and is said to be a kind of file.
fn is_asked(words: &str, kind: &str) -> bool {
    words.match_indices(kind).any(|(at, _)| {
        let (before, behind) = (&words[..at], &words[at + kind.len()..]);
        let is_letter = |c: char| c.is_ascii_alphanumeric() || "@.".contains(c);
        let is_word = !before.ends_with(is_letter) && !behind.starts_with(is_letter);
        // `jpg、png格式`: other kinds may stand between.
        let rest = behind.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "、/或和 ".contains(c));
        is_word && (SAID.iter().any(|said| rest.starts_with(said)) || before.ends_with("格式为"))
    })
}

/// `不超过5M`, `限10MB以内`, in bytes.
fn largest(words: &str) -> Option<u64> {
    MOST.iter().find_map(|most| {
        let (_, behind) = words.split_once(most)?;
        let behind = behind.trim_start();
        let figure: String = behind.chars().take_while(char::is_ascii_digit).collect();
        let unit = behind[figure.len()..].trim_start();
        let is_megabytes = unit.starts_with('m') && !unit.starts_with("min") || unit.starts_with('兆');
        let size: u64 = figure.parse().ok().filter(|size| (1..=1024).contains(size))?;
        is_megabytes.then_some(size << 20)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_sizes_are_read_where_they_are_said() {
        for (words, kinds, size) in [
            ("jpg格式，每张不超过5M", "jpeg jpg", Some(5)),
            ("不少于5张，jpg格式", "jpeg jpg", None),
            ("Word版和PDF扫描件", "doc docx pdf", None),
            ("JPG、PNG格式，单张不大于 10MB", "jpeg jpg png", Some(10)),
            ("excel文件，格式为xlsx", "xls xlsx", None),
            ("视频为MP4格式，控制在500兆以内", "mp4", Some(500)),
            ("总结不超过3000字", "", None),
            ("照片不低于2M", "", None),
            ("时长不超过5min", "", None),
            ("发送至wps@163.com", "", None),
            ("登录wps账号", "", None),
        ] {
            let files = said(words);
            assert_eq!(
                (files.kinds.join(" ").as_str(), files.most_bytes.map(|most| most >> 20)),
                (kinds, size),
                "{words}"
            );
        }
    }

    #[test]
    fn what_stands_in_brackets_speaks_of_what_stands_before_them() {
        let text = "各单位：\n请于2024年3月22日前将活动总结和活动照片（不少于5张，jpg格式，每张不超过5M）报送市局消保科。\n\
            3月29日前报送专题视频，mp4格式，不超过200M。";
        let proposals = super::super::read(
            &super::super::Prose::of_text(text),
            crate::campaign::deadline::usual_closing(),
        );
        let said: Vec<String> = proposals[0]
            .deliverables
            .iter()
            .map(|asked| {
                let files = proposals[0].files(asked);
                let most = files.most_bytes.map_or(String::new(), |most| format!(" {}", most >> 20));
                format!("{}: {}{most}", asked.value.name, files.kinds.join(" "))
            })
            .collect();
        assert_eq!(said, ["活动总结: ", "活动照片: jpeg jpg 5", "专题视频: mp4 200"]);
    }
}
