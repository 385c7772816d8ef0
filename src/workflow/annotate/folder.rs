//! The same for files in folders, without a service: one answer for each file with findings.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::super::Office;
use super::super::hands::each_at_once;
use super::super::read::File;
use super::{ALONG, Annotated, Called, along, annotations};
use crate::form::Form;
use crate::formats::ReadFile;
use crate::problem::Failure;
use crate::report::filing::Names;
use crate::submit::Submission;
use crate::vocabulary::Register;

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Written {
    pub paths: Vec<PathBuf>,
    /// Files that were read and could not be answered, each with why.
    pub left: Vec<String>,
}

/// What was read of one file.
struct Group<'s> {
    file: &'s str,
    submissions: Vec<&'s Submission>,
}

/// Writes an answer for each file with findings into a folder, with a text to send along.
pub fn write(
    office: &Office,
    form: &Form,
    (files, register): (&[File], Option<&Register>),
    submissions: &[Submission],
    out: &Path,
) -> Result<Written, Failure> {
    let unwritable = |error: std::io::Error| Failure::new(format!("写不进文件夹 {}：{error}", out.display()));
    std::fs::create_dir_all(out).map_err(unwritable)?;
    let groups: Vec<Group> = groups(submissions).into_iter().filter(Group::has_findings).collect();
    let answered =
        each_at_once(&groups, office.threads, |group| answer(office, form, (files, register), group));
    let (mut names, mut written, mut called) = (Names::default(), Written::default(), Vec::new());
    for (group, answered) in groups.iter().zip(answered) {
        match answered {
            Ok(Some(Annotated { name, bytes })) => {
                let name = names.alone(&name);
                let path = out.join(&name);
                std::fs::write(&path, bytes).map_err(unwritable)?;
                written.paths.push(path);
                called.push(name);
            }
            Ok(None) => {}
            Err(sentence) => written.left.push(format!("{}：{sentence}", group.file)),
        }
    }
    if !called.is_empty() {
        let text = along("统计表", &called);
        std::fs::write(out.join(ALONG), format!("\u{feff}{text}")).map_err(unwritable)?;
    }
    Ok(written)
}

impl Group<'_> {
    fn has_findings(&self) -> bool {
        self.submissions.iter().any(|submission| !submission.findings.is_empty())
    }
}

fn groups(submissions: &[Submission]) -> Vec<Group<'_>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for submission in submissions.iter().filter(|submission| !submission.source.sha256.is_empty()) {
        let file = submission.source.file.as_str();
        let place = *places.entry(file).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Group { file, submissions: Vec::new() });
        }
        groups[place].submissions.push(submission);
    }
    groups
}

/// The answer to one file; nothing for a sheet that lies in a workbook of ours.
fn answer(
    office: &Office,
    form: &Form,
    (files, register): (&[File], Option<&Register>),
    group: &Group<'_>,
) -> Result<Option<Annotated>, String> {
    let Some(bytes) = bytes(office, files, group.file)? else { return Ok(None) };
    let unit = match group.submissions.as_slice() {
        [only] => match (&only.unit, register) {
            (Some(code), Some(register)) => Some(register.unit(code).name.as_str()),
            _ => only.unit_written.as_deref(),
        },
        _ => None,
    };
    let annotations = annotations(form, group.submissions.iter().copied());
    let called = Called { unit, file: group.file };
    office.annotate(called, &bytes, &annotations).map(Some).map_err(|refusal| refusal.sentence().to_owned())
}

/// The bytes of a file, or of one in an archive or a mail.
fn bytes(office: &Office, files: &[File], name: &str) -> Result<Option<Vec<u8>>, String> {
    let read = |path: &Path| std::fs::read(path).map_err(|error| error.to_string());
    if let Some(file) = files.iter().find(|file| file.name == name) {
        return read(&file.path).map(Some);
    }
    let around = |file: &&File| name.strip_prefix(&file.name).is_some_and(|rest| rest.starts_with('/'));
    let Some(archive) = files.iter().find(around) else { return Ok(None) };
    let bytes = read(&archive.path)?;
    let ReadFile::Members(members) =
        office.pool.read(&bytes).map_err(|refusal| refusal.sentence().to_owned())?
    else {
        return Ok(None);
    };
    let inside = &name[archive.name.len() + 1..];
    Ok(members.into_iter().find(|read| read.member.name == inside).map(|read| read.member.bytes))
}
