//! 改表: one correction of a form at a time, as a page offers it.
//!
//! Every edit gives a new sketch whose text is a valid definition, or a Chinese sentence that says why it cannot
//! be; the one it began with stays as it was. Items are named by their codes, which an edit keeps: figures of
//! former years are joined by them. Only [`Edit::Renumber`] gives new ones, and follows them into parts, rates and
//! checks.

mod checks;
mod moves;
mod offers;
mod renumber;
#[cfg(test)]
mod tests;

use super::Relation;
use super::sketch::{Sketch, SketchItem};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::core;
use crate::vocabulary::{Level, Number};

use checks::missing;
pub use checks::{Choice, Holds};
pub use offers::{Offer, offers};

/// One correction; items and columns by their codes.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    Title {
        title: String,
        short_title: String,
    },
    Rename {
        item: String,
        label: String,
    },
    /// A new count, after an item or first of all.
    Add {
        after: Option<String>,
        label: String,
        measure: String,
    },
    AddSection {
        after: Option<String>,
        label: String,
    },
    Remove {
        item: String,
    },
    /// With its parts, before another item or last of all.
    Move {
        item: String,
        before: Option<String>,
    },
    Measure {
        item: String,
        measure: String,
    },
    /// 0 for whole numbers, at most 6.
    Decimals {
        item: String,
        places: u32,
    },
    Required {
        item: String,
        required: bool,
    },
    /// 其中 of another item, with the check that goes with it; `None`: part of nothing.
    PartOf {
        item: String,
        whole: Option<(String, Relation)>,
    },
    Synonyms {
        item: String,
        words: Vec<String>,
    },
    /// A soft upper bound of one sheet; `None` takes it away.
    Bound {
        item: String,
        level: Level,
        bound: Option<Number>,
    },
    Check(Choice),
    RemoveCheck {
        code: String,
    },
    RenameColumn {
        column: String,
        label: String,
    },
    AddColumn {
        label: String,
    },
    /// A measure of its own for all figures of a column, with decimal places; `None`: as the items are measured.
    MeasureColumn {
        column: String,
        counted: Option<(String, u32)>,
    },
    RemoveColumn {
        column: String,
    },
    Notes(Vec<String>),
    /// Items numbered anew in their order: 1, 2, 2.1 …
    Renumber,
}

impl Sketch {
    /// The form after one correction, or why it cannot be made.
    pub fn edit(&self, edit: Edit) -> Result<Sketch, String> {
        let mut next = self.clone();
        next.apply(edit)?;
        let mistakes = next.form().err();
        match mistakes.as_ref().and_then(|mistakes| mistakes.first()) {
            Some(mistake) => Err(format!("改了以后报表就不成立了：{}", mistake.sentence)),
            None => Ok(next),
        }
    }

    /// 沿用并修改: the same form as a new version, which must have another name than those there are.
    pub fn next_version(&self, version: &str, known: &[String]) -> Result<Sketch, String> {
        let version = version.trim();
        if version.is_empty() || version == self.version || known.iter().any(|known| known == version) {
            return Err(format!("版本“{version}”已有或没有填写，请换一个版本号，例如年份"));
        }
        Ok(Sketch { version: version.to_owned(), ..self.clone() })
    }

    fn apply(&mut self, edit: Edit) -> Result<(), String> {
        match edit {
            Edit::Title { title, short_title } => {
                (self.title, self.short_title) = (said(&title, "标题")?, said(&short_title, "简称")?);
            }
            Edit::Rename { item, label } => {
                let label = said(&label, "指标名称")?;
                self.unlike(&label, &item)?;
                self.own(&item)?.label = label;
            }
            Edit::Add { after, label, measure } => {
                let label = said(&label, "指标名称")?;
                let item = SketchItem::new(self.free_code(), label, measured(&measure)?);
                self.unlike(&item.label, "")?;
                self.insert(after.as_deref(), item)?;
            }
            Edit::AddSection { after, label } => {
                let code = (1..).map(|number| format!("s{number}")).find(|code| self.item(code).is_none());
                let item = SketchItem::section(code.unwrap_or_default(), said(&label, "分段名称")?);
                self.insert(after.as_deref(), item)?;
            }
            Edit::Remove { item } => self.remove(&item)?,
            Edit::Move { item, before } => self.shift(&item, before.as_deref())?,
            Edit::Measure { item, measure } => self.own(&item)?.measure = measured(&measure)?,
            Edit::Decimals { item, places } => self.own(&item)?.decimals = places,
            Edit::Required { item, required } => self.own(&item)?.required = required,
            Edit::PartOf { item, whole } => self.part(&item, whole)?,
            Edit::Synonyms { item, words } => self.own(&item)?.synonyms = cleaned(words),
            Edit::Bound { item, level, bound } => {
                let own = self.own(&item)?;
                own.bounds.retain(|(known, _)| *known != level);
                own.bounds.extend(bound.map(|bound| (level, bound)));
                own.bounds.sort_by_key(|(level, _)| *level);
            }
            Edit::Check(choice) => {
                let check = checks::check(self, &choice)?;
                self.checks.push(check);
            }
            Edit::RemoveCheck { code } => self.checks.retain(|check| check.code != code),
            Edit::RenameColumn { column, label } => {
                let label = said(&label, "栏名")?;
                let own = self.columns.iter_mut().find(|known| known.code == column);
                own.ok_or_else(|| format!("没有“{column}”这一栏"))?.label = label;
            }
            Edit::AddColumn { label } => self.add_column(said(&label, "栏名")?),
            Edit::MeasureColumn { column, counted } => {
                let counted = counted.map(|(measure, places)| Ok::<_, String>((measured(&measure)?, places)));
                let own = self.columns.iter_mut().find(|known| known.code == column);
                own.ok_or_else(|| format!("没有“{column}”这一栏"))?.counted = counted.transpose()?;
            }
            Edit::RemoveColumn { column } => self.columns.retain(|known| known.code != column),
            Edit::Notes(notes) => self.notes = cleaned(notes),
            Edit::Renumber => renumber::renumber(self),
        }
        Ok(())
    }

    fn own(&mut self, code: &str) -> Result<&mut SketchItem, String> {
        self.items.iter_mut().find(|item| item.code == code).ok_or_else(|| missing(code))
    }

    fn at(&self, code: &str) -> Result<usize, String> {
        self.position(code).ok_or_else(|| missing(code))
    }

    /// Two items of one name could not be told apart on a sheet.
    fn unlike(&self, label: &str, but: &str) -> Result<(), String> {
        let alike =
            |item: &&SketchItem| item.code != but && !item.section && core(&item.label) == core(label);
        match self.items.iter().find(alike) {
            Some(other) => Err(format!("“{label}”与第{}项同名，读表时分不清；请换一个名称", other.code)),
            None => Ok(()),
        }
    }
}

fn said(words: &str, what: &str) -> Result<String, String> {
    let words: String = words.trim().to_owned();
    if words.is_empty() { Err(format!("请填写{what}")) } else { Ok(words) }
}

fn measured(text: &str) -> Result<String, String> {
    let text = text.trim();
    match Measure::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(format!("“{text}”不是认得的计量单位；请写 件、人次、万元、吨 这样的单位")),
    }
}

/// Without blanks and repetitions.
fn cleaned(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
        if !kept.iter().any(|known| known == word) {
            kept.push(word.to_owned());
        }
    }
    kept
}
