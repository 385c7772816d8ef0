//! The frame of every page: title, who is signed in, navigation, breadcrumbs, messages, errors, fields.

use askama::Template;
use askama::filters::HtmlSafe;
use std::fmt::Display;

pub use super::field::{Choice, Field, FieldKind, id, in_form};
use crate::vocabulary::Role;

/// Somebody signed in.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    pub role: Role,
    pub unit: String,
    /// Whether the log is open to this person.
    pub reads_audit: bool,
}

impl Person {
    /// `王丽（填报员）`; an account that is named for its office stands beside the office's name already.
    pub fn shown(&self) -> String {
        let role = self.role.label();
        if self.name.ends_with(role) { role.to_owned() } else { format!("{}（{role}）", self.name) }
    }
}

/// One step of the way from the home page to here. The last one, the page itself, has no address.
#[derive(Clone, Debug)]
pub struct Crumb {
    pub label: String,
    pub href: Option<String>,
}

/// 单位告知: something the unit is told at its next sign-in.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: i64,
    pub at: String,
    pub words: String,
}

/// One line of the error summary.
#[derive(Clone, Debug)]
pub struct ErrorLine {
    /// Id of the element it is about (`v-7`, `reason`); empty where there is none.
    pub target: String,
    pub words: String,
}

/// What every page has. Made with [`Frame::new`] and the methods that follow it.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub title: String,
    pub csrf: String,
    pub person: Option<Person>,
    /// Address of the navigation's entry that is current: `/campaigns`.
    pub section: String,
    pub crumbs: Vec<Crumb>,
    pub messages: Vec<Message>,
    pub errors: Vec<ErrorLine>,
    /// Something that has just been done: `已保存。`
    pub done: Option<String>,
}

/// An entry of the navigation.
pub struct Entry {
    pub label: &'static str,
    pub href: &'static str,
    pub current: bool,
}

impl Frame {
    pub fn new(title: impl Into<String>, csrf: impl Into<String>) -> Frame {
        Frame { title: title.into(), csrf: csrf.into(), ..Frame::default() }
    }

    pub fn signed_in(mut self, person: Person) -> Frame {
        self.person = Some(person);
        self
    }

    pub fn section(mut self, href: &str) -> Frame {
        self.section = href.to_owned();
        self
    }

    /// A step on the way here, in order.
    pub fn through(mut self, label: impl Into<String>, href: impl Into<String>) -> Frame {
        self.crumbs.push(Crumb { label: label.into(), href: Some(href.into()) });
        self
    }

    /// The page itself, last in the breadcrumbs.
    pub fn here(mut self, label: impl Into<String>) -> Frame {
        self.crumbs.push(Crumb { label: label.into(), href: None });
        self
    }

    pub fn telling(mut self, messages: Vec<Message>) -> Frame {
        self.messages = messages;
        self
    }

    pub fn done(mut self, words: impl Into<String>) -> Frame {
        self.done = Some(words.into());
        self
    }

    /// An error about a field (`v.7`, `reason`), or about the page as a whole (an empty name).
    pub fn error(mut self, field: &str, words: impl Into<String>) -> Frame {
        self.errors.push(ErrorLine { target: id(field), words: words.into() });
        self
    }

    /// Every sentence at the field that it is about.
    pub fn wrong(self, sentences: &[(Option<String>, String)]) -> Frame {
        sentences
            .iter()
            .fold(self, |frame, (field, words)| frame.error(field.as_deref().unwrap_or_default(), words))
    }

    /// What was just done, if the address names one of these.
    pub fn noted(self, done: &str, notes: &[(&str, &str)]) -> Frame {
        match notes.iter().find(|(name, _)| *name == done) {
            Some((_, words)) => self.done(*words),
            None => self,
        }
    }

    /// What is wrong with an element.
    pub fn error_at(&self, id: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.target == id).map(|error| error.words.as_str())
    }

    pub fn reads_audit(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.reads_audit)
    }

    pub fn entries(&self) -> Vec<Entry> {
        let Some(person) = &self.person else { return Vec::new() };
        let entries: &[(&str, &str)] = match person.role {
            Role::Clerk => &[("首页", "/")],
            Role::Supervisor => &[("首页", "/"), ("填报任务", "/campaigns"), ("报表", "/forms")],
            Role::Auditor => &[("首页", "/"), ("填报任务", "/campaigns"), ("审计记录", "/audit")],
            Role::Administrator => &[
                ("首页", "/"),
                ("填报单位", "/units"),
                ("账号", "/accounts"),
                ("审计记录", "/audit"),
                ("系统体检", "/doctor"),
            ],
        };
        let is_open = |entry: &&(&str, &str)| person.reads_audit || entry.1 != "/audit";
        let entry = |&(label, href)| Entry { label, href, current: self.section == href };
        entries.iter().filter(is_open).chain(&[("手册", "/manual")]).map(entry).collect()
    }

    /// The hidden field of every form that posts.
    pub fn token(&self) -> Token<'_> {
        Token { csrf: &self.csrf }
    }

    /// A field with its label and, where there is one, its error.
    pub fn field(&self, name: &str, label: &str, value: impl Display) -> Field {
        self.field_with(id(name), name, label, value)
    }

    /// A field of one of several like forms on a page: its element and its error are told from the others' by the
    /// form's name.
    pub fn field_in(&self, form: &str, name: &str, label: &str, value: impl Display) -> Field {
        self.field_with(id(&in_form(form, name)), name, label, value)
    }

    fn field_with(&self, id: String, name: &str, label: &str, value: impl Display) -> Field {
        Field {
            error: self.error_at(&id).map(str::to_owned),
            id,
            name: name.to_owned(),
            label: label.to_owned(),
            value: value.to_string(),
            hint: None,
            kind: FieldKind::Text,
            autocomplete: "off".to_owned(),
            choices: Vec::new(),
            width: "",
        }
    }
}

#[derive(Template)]
#[template(path = "parts/token.html", config = "src/web/askama.toml")]
pub struct Token<'a> {
    csrf: &'a str,
}

impl HtmlSafe for Token<'_> {}
