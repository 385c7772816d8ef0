//! 填报数据: item × column → figure, mark or blank, each remembering its cell and its words.

use crate::form::Form;
use crate::vocabulary::{Number, Place};

/// What a sheet says for one item and column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// In the item's own unit of measure; also what will not do (a fraction in a count) is kept.
    pub value: Option<Number>,
    /// 无, “—”, 未开展 …, read as 0 and never forgotten.
    pub mark: Option<String>,
    /// The cell's words, trimmed.
    pub raw: String,
    pub place: Option<Place>,
    /// The item's row (or column) was found on the sheet, even if the figure is blank.
    pub found: bool,
}

/// The answers of one sheet, indexed as `Form::figure` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    list: Vec<Answer>,
}

impl Answers {
    pub fn blank(form: &Form) -> Answers {
        Answers { list: std::iter::repeat_with(Answer::default).take(form.figures()).collect() }
    }

    pub fn get(&self, figure: usize) -> &Answer {
        &self.list[figure]
    }

    pub fn get_mut(&mut self, figure: usize) -> &mut Answer {
        &mut self.list[figure]
    }

    pub fn value(&self, figure: usize) -> Option<Number> {
        self.list[figure].value
    }

    pub fn iter(&self) -> impl Iterator<Item = &Answer> {
        self.list.iter()
    }

    /// The figures alone, for comparing two sheets.
    pub fn values(&self) -> Vec<Option<Number>> {
        self.list.iter().map(|answer| answer.value).collect()
    }

    pub fn is_blank(&self) -> bool {
        self.list.iter().all(|answer| answer.value.is_none())
    }

    pub fn all_zero(&self) -> bool {
        !self.is_blank() && self.list.iter().all(|answer| answer.value.is_none_or(Number::is_zero))
    }
}
