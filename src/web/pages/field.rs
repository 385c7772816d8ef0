//! One field of a form: its label, its hint, its value as typed, and what is wrong with it.

use askama::Template;
use askama::filters::HtmlSafe;

/// One choice of a list.
#[derive(Clone, Debug)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { value: value.into(), label: label.into() }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    Password,
    Area,
    List,
    File,
}

/// A field, shown by writing it into a template.
#[derive(Template)]
#[template(path = "parts/field.html", config = "src/web/askama.toml")]
pub struct Field {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) hint: Option<String>,
    pub(super) error: Option<String>,
    pub(super) kind: FieldKind,
    pub(super) autocomplete: String,
    pub(super) choices: Vec<Choice>,
    pub(super) width: &'static str,
}

impl HtmlSafe for Field {}

impl Field {
    pub fn hint(mut self, words: &str) -> Field {
        self.hint = Some(words.to_owned());
        self
    }

    pub fn password(mut self, autocomplete: &str) -> Field {
        self.kind = FieldKind::Password;
        self.autocomplete = autocomplete.to_owned();
        self
    }

    pub fn autocomplete(mut self, words: &str) -> Field {
        self.autocomplete = words.to_owned();
        self
    }

    pub fn area(mut self) -> Field {
        self.kind = FieldKind::Area;
        self
    }

    pub fn file(mut self) -> Field {
        self.kind = FieldKind::File;
        self
    }

    pub fn list(mut self, choices: &[Choice]) -> Field {
        self.kind = FieldKind::List;
        self.choices = choices.to_vec();
        self
    }

    pub fn short(mut self) -> Field {
        self.width = " short";
        self
    }

    fn described(&self) -> String {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.id));
        [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// What an error calls a field of one of several like forms.
pub fn in_form(form: &str, name: &str) -> String {
    format!("{form}.{name}")
}

/// Id of the element of a field.
pub fn id(name: &str) -> String {
    name.replace('.', "-")
}
