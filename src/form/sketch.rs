//! 表式草稿: a form while it is drawn up, everything named by its code.
//!
//! A [`Form`](super::Form) is made for reading sheets: its parts, columns and checks point at one another by
//! position, and the words common to all forms are mixed into its own. Whoever draws a form up (a table that was
//! read, a person on a page) moves, renames and takes away; there positions break and codes do not. A sketch is
//! the same definition by codes, holds only what the form says itself, and turns into the text and back:
//! [`read`](read::read) and [`text`](write::text). Its text is the only judge of whether it is a form.
//!
//! Limits: remarks (`#`) of a text are not kept; rules and sentences of checks are kept as written.

mod parts;
mod read;
mod write;

pub use parts::{
    FIELD_KEYS, HEADING_KEYS, Sketch, SketchCheck, SketchColumn, SketchDerivedColumn, SketchItem, SketchRate,
};

use super::Form;
use super::definition::read_form;
use crate::vocabulary::definition::Mistake;

impl Sketch {
    /// The definition's text as a sketch; every mistake of the text otherwise.
    pub fn read(text: &str) -> Result<Sketch, Vec<Mistake>> {
        read_form(text)?;
        read::read(text)
    }

    /// The definition's text.
    pub fn text(&self) -> String {
        write::text(self)
    }

    /// The form that it is, or every mistake of its text.
    pub fn form(&self) -> Result<Form, Vec<Mistake>> {
        read_form(&self.text())
    }

    pub fn item(&self, code: &str) -> Option<&SketchItem> {
        self.items.iter().find(|item| item.code == code)
    }

    pub fn position(&self, code: &str) -> Option<usize> {
        self.items.iter().position(|item| item.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::builtin::FORMS;

    #[test]
    fn every_built_in_form_is_the_same_after_its_text_was_written_anew() {
        for built_in in &FORMS {
            let sketch = Sketch::read(built_in.text).expect("a built-in form");
            let again = Sketch::read(&sketch.text()).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
            assert_eq!(sketch, again, "{}", built_in.code);
            let shown = |form: Form| format!("{form:?}");
            let (first, second) = (read_form(built_in.text).unwrap(), sketch.form().unwrap());
            assert_eq!(shown(first), shown(second), "{}", built_in.code);
        }
    }

    #[test]
    fn words_with_quotes_and_line_breaks_come_back() {
        let text = "code = \"x\"\nversion = \"1\"\ntitle = \"\"\"表“甲”\\\\\n二\"\"\"\nshort_title = \"a\\\"b\"\n\
                    [[item]]\ncode = \"1\"\nlabel = \"甲\"\nmeasure = \"件\"\nbounds = { county = 0.5 }\n";
        let sketch = Sketch::read(text).unwrap();
        assert_eq!(sketch.title, "表“甲”\\\n二");
        assert_eq!(Sketch::read(&sketch.text()).unwrap(), sketch);
    }
}
