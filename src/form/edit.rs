//! 改表: one correction of a form at a time, as a page offers it.
//!
//! Every edit gives a new sketch whose text is a valid definition, or a Chinese sentence that says why it cannot
//! be; the one it began with stays as it was. Items are named by their codes, which an edit keeps: figures of
//! former years are joined by them. Only [`Edit::Renumber`] gives new ones, and follows them into parts, rates and
//! checks.

mod checks;
mod columns;
mod moves;
mod offers;
mod rates;
mod renumber;
#[cfg(test)]
mod tests;
mod words;

use super::Relation;
use super::sketch::{FIELD_KEYS, Sketch, SketchItem};
use crate::vocabulary::plain::{core, plain};
use crate::vocabulary::{Level, Number};

use checks::missing;
pub use checks::{Choice, Holds};
pub use columns::{ColumnEdit, Computed};
pub use offers::{Met, Offer, offers};
pub use rates::{Quotient, RateEdit};
use words::{cleaned, measured, said};

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
    Column(ColumnEdit),
    Rate(RateEdit),
    /// Names of a header or footer field, by its key; the first is the one that is printed.
    Fields {
        key: &'static str,
        names: Vec<String>,
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
            Edit::Column(edit) => self.edit_columns(edit)?,
            Edit::Rate(edit) => self.edit_rates(edit)?,
            Edit::Fields { key, names } => self.name_field(key, cleaned(names))?,
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

    /// The names of one kind of field; none of them may be another's.
    fn name_field(&mut self, key: &'static str, names: Vec<String>) -> Result<(), String> {
        let same = |name: &String| names.iter().any(|own| plain(own) == plain(name));
        let others = self.fields.iter().filter(|(other, _)| *other != key);
        if let Some(name) = others.flat_map(|(_, names)| names).find(|name| same(name)) {
            return Err(format!("“{name}”已是另一个表头表尾项目的名称；请只留一处"));
        }
        self.fields.retain(|(known, _)| *known != key);
        if !names.is_empty() {
            self.fields.push((key, names));
        }
        self.fields.sort_by_key(|(key, _)| FIELD_KEYS.iter().position(|known| known == key));
        Ok(())
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
