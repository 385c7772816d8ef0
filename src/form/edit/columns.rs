//! Edits of columns: those that are filled in, and those that are computed from two of them.

use super::words::{cleaned, free, measured, said, shift};
use crate::form::Comparison;
use crate::form::sketch::{Sketch, SketchColumn, SketchDerivedColumn};
use crate::vocabulary::plain::core;

/// One correction of the columns, each by its code.
#[derive(Clone, Debug, PartialEq)]
pub enum ColumnEdit {
    Rename {
        column: String,
        label: String,
    },
    Add {
        label: String,
    },
    /// A measure of its own for all figures of a column, with decimal places; `None`: as the items are measured.
    Measure {
        column: String,
        counted: Option<(String, u32)>,
    },
    Synonyms {
        column: String,
        words: Vec<String>,
    },
    Remove {
        column: String,
    },
    /// Before another column, or last of all.
    Move {
        column: String,
        before: Option<String>,
    },
    /// 增减, 增减%: a column computed from two others.
    AddComputed(Computed),
    Computed {
        column: String,
        computed: Computed,
    },
    RemoveComputed {
        column: String,
    },
    MoveComputed {
        column: String,
        before: Option<String>,
    },
}

/// What a computed column is: its name, the two columns and how they are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    pub label: String,
    pub this: String,
    pub base: String,
    pub kind: Comparison,
}

impl Sketch {
    pub(super) fn edit_columns(&mut self, edit: ColumnEdit) -> Result<(), String> {
        match edit {
            ColumnEdit::Rename { column, label } => {
                let label = said(&label, "栏名")?;
                self.alone(&label, &column)?;
                self.column(&column)?.label = label;
            }
            ColumnEdit::Add { label } => {
                let label = said(&label, "栏名")?;
                self.alone(&label, "")?;
                self.add_column(label);
            }
            ColumnEdit::Measure { column, counted } => {
                let counted = counted.map(|(measure, places)| Ok::<_, String>((measured(&measure)?, places)));
                self.column(&column)?.counted = counted.transpose()?;
            }
            ColumnEdit::Synonyms { column, words } => self.column(&column)?.synonyms = cleaned(words),
            ColumnEdit::Remove { column } => self.remove_column(&column)?,
            ColumnEdit::Move { column, before } => {
                shift(&mut self.columns, |column| &column.code, &column, before.as_deref());
            }
            ColumnEdit::AddComputed(computed) => {
                let taken = |code: &str| self.derived_columns.iter().any(|known| known.code == code);
                let code = free("d", taken);
                let column = self.computed(code, Vec::new(), computed)?;
                self.derived_columns.push(column);
            }
            ColumnEdit::Computed { column, computed } => {
                let at = self.derived_columns.iter().position(|known| known.code == column);
                let at = at.ok_or_else(|| no_column(&column))?;
                let synonyms = self.derived_columns[at].synonyms.clone();
                self.derived_columns[at] = self.computed(column, synonyms, computed)?;
            }
            ColumnEdit::RemoveComputed { column } => {
                self.derived_columns.retain(|known| known.code != column);
            }
            ColumnEdit::MoveComputed { column, before } => {
                shift(&mut self.derived_columns, |column| &column.code, &column, before.as_deref());
            }
        }
        Ok(())
    }

    fn column(&mut self, code: &str) -> Result<&mut SketchColumn, String> {
        self.columns.iter_mut().find(|known| known.code == code).ok_or_else(|| no_column(code))
    }

    /// Two columns of one name could not be told apart on a sheet.
    fn alone(&self, label: &str, but: &str) -> Result<(), String> {
        let filled = self.columns.iter().map(|column| (&column.code, &column.label));
        let computed = self.derived_columns.iter().map(|column| (&column.code, &column.label));
        let same = |(code, other): (&String, &String)| code != but && core(other) == core(label);
        match filled.chain(computed).any(same) {
            true => Err(format!("已经有“{label}”这一栏；请换一个名称")),
            false => Ok(()),
        }
    }

    /// A form with one figure an item has that as its first column then.
    fn add_column(&mut self, label: String) {
        if self.columns.is_empty() {
            self.columns.push(SketchColumn::new("c1", "数量"));
        }
        let code = free("c", |code| self.columns.iter().any(|column| column.code == code));
        self.columns.push(SketchColumn::new(code, label));
    }

    fn remove_column(&mut self, code: &str) -> Result<(), String> {
        if let Some(other) =
            self.derived_columns.iter().find(|column| column.this == code || column.base == code)
        {
            return Err(format!("“{}”由这一栏算出；请先删去它", other.label));
        }
        let used = |text: &str| text.contains(&format!(":{code}]"));
        if let Some(check) = self.checks.iter().find(|check| used(&check.rule)) {
            return Err(format!("审核“{}”用到这一栏（{}）；请先删去这条审核", check.code, check.rule));
        }
        self.columns.retain(|known| known.code != code);
        Ok(())
    }

    fn computed(
        &self,
        code: String,
        synonyms: Vec<String>,
        computed: Computed,
    ) -> Result<SketchDerivedColumn, String> {
        let Computed { label, this, base, kind } = computed;
        let label = said(&label, "栏名")?;
        self.alone(&label, &code)?;
        let known = |wanted: &str| self.columns.iter().any(|column| column.code == wanted);
        if this == base || !known(&this) || !known(&base) {
            return Err("请选择两个不同的栏".to_owned());
        }
        Ok(SketchDerivedColumn { code, label, synonyms, this, base, kind })
    }
}

fn no_column(code: &str) -> String {
    format!("没有“{code}”这一栏；可能已被删去，请刷新后再改")
}
