//! Names under which the files of many units are handed out together: folders by county and unit, in them one name
//! for each material, whatever the units called their files.
//!
//! Names are taken by every system: nothing that Windows forbids, no two that differ in capitals alone, and short
//! enough that a path fits where Windows ends one. Only a file's ending is its sender's; an ending that runs when
//! somebody opens the file is made harmless.

use std::collections::BTreeSet;

use super::words::safe_name;

/// Characters of a folder's name, and of a file's without its ending.
const FOLDER: usize = 60;
const STEM: usize = 40;

/// What runs where it is opened.
const RUNS: [&str; 23] = [
    "bat", "chm", "cmd", "com", "cpl", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "msp", "pif", "ps1",
    "reg", "scr", "url", "vbe", "vbs", "wsc", "wsf", "wsh",
];

/// Which of how many files of a material one is, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    pub ordinal: usize,
    pub of: usize,
}

/// The names that were given so far.
#[derive(Debug, Default)]
pub struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// The path of a file: its folders from above, what it is, and what its sender called it.
    pub fn file(&mut self, folders: &[String], material: &str, which: Which, called: &str) -> String {
        let number = if which.of > 1 { which.ordinal.to_string() } else { String::new() };
        let folders: String = folders.iter().map(|name| safe_name(name, FOLDER) + "/").collect();
        let stem = format!("{folders}{}{number}", safe_name(material, STEM));
        let ending = ending(called).map_or(String::new(), |ending| format!(".{ending}"));
        self.given(&stem, &ending)
    }

    /// The name of a file that lies in no folder, as it was named, made safe.
    pub fn alone(&mut self, name: &str) -> String {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let ending = if ending.is_empty() { String::new() } else { format!(".{ending}") };
        self.given(&safe_name(stem, FOLDER), &ending)
    }

    fn given(&mut self, stem: &str, ending: &str) -> String {
        let again = (2..).map(|time| format!("{stem}（{time}）{ending}"));
        let mut names = std::iter::once(format!("{stem}{ending}")).chain(again);
        let is_new = |name: &String| self.taken.insert(name.to_lowercase());
        names.find(is_new).unwrap_or_default()
    }
}

/// Whether a file of this name runs where it is opened.
pub fn runs(called: &str) -> bool {
    plain_ending(called).is_some_and(|ending| RUNS.contains(&ending.as_str()))
}

fn ending(called: &str) -> Option<String> {
    let ending = plain_ending(called)?;
    Some(if RUNS.contains(&ending.as_str()) { ending + "_" } else { ending })
}

/// In small letters; none where what stands behind the last dot is no ending.
fn plain_ending(called: &str) -> Option<String> {
    let name = called.trim_end_matches([' ', '.']).rsplit(['/', '\\']).next()?;
    let (_, ending) = name.rsplit_once('.')?;
    let is_one = (1..=8).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
    is_one.then(|| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALONE: Which = Which { ordinal: 1, of: 1 };

    #[test]
    fn a_file_lies_with_its_unit_under_the_name_of_its_material() {
        let second = Which { ordinal: 2, of: 3 };
        for (folders, material, which, called, path) in [
            (
                &["沂源县", "370320001 城关所"][..],
                "活动总结",
                ALONE,
                "终稿(2).DOCX",
                "沂源县/370320001 城关所/活动总结.docx",
            ),
            (&["370320001 城关所"], "工作图片", second, "IMG_2034.jpeg", "370320001 城关所/工作图片2.jpeg"),
            (&["甲"], "总结", ALONE, "没有后缀", "甲/总结"),
            (&["甲"], "总结", ALONE, "2024.3.15活动", "甲/总结"),
            (&["甲"], "总结", ALONE, "../../etc/a.b/passwd", "甲/总结"),
            (&["甲"], "总结", ALONE, "总结.exe", "甲/总结.exe_"),
            (&["甲"], "总结", ALONE, "总结.docx. ", "甲/总结.docx"),
            (&["甲"], "总结", ALONE, "总结.LNK", "甲/总结.lnk_"),
            (&["甲/乙\\丙:*?\"<>|丁."], "方案：\u{1}一", ALONE, "a.doc", "甲-乙-丙-------丁/方案：-一.doc"),
            (&["..", ""], "CON", ALONE, "a.txt", "_/_/_CON.txt"),
        ] {
            let folders: Vec<String> = folders.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(Names::default().file(&folders, material, which, called), path, "{called}");
        }
    }

    #[test]
    fn no_two_files_have_one_name_whatever_the_capitals() {
        let mut names = Names::default();
        let mut name = |material| names.file(&["甲".to_owned()], material, ALONE, "x.doc");
        assert_eq!(
            [name("News"), name("news"), name("NEWS"), name("其他")],
            ["甲/News.doc", "甲/news（2）.doc", "甲/NEWS（3）.doc", "甲/其他.doc"]
        );
    }

    #[test]
    fn a_name_of_its_own_is_kept_and_made_safe() {
        let mut names = Names::default();
        let mut name = |name| names.alone(name);
        assert_eq!(
            [name("甲/所-待改1处.xlsx"), name("甲/所-待改1处.xlsx"), name("甲所.待改"), name("甲所")],
            ["甲-所-待改1处.xlsx", "甲-所-待改1处（2）.xlsx", "甲所.待改", "甲所"]
        );
    }

    #[test]
    fn long_names_are_cut() {
        let folders = ["县".repeat(90), "所".repeat(90)];
        let path = Names::default().file(&folders, &"材".repeat(90), ALONE, "a.docx");
        assert_eq!(path.chars().count(), 60 + 1 + 60 + 1 + 40 + 5);
        assert!(path.split('/').all(|name| name.len() <= 255), "bytes of a name on Linux");
    }
}
