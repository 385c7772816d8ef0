//! 手册: the users' manual, pages inside the product, readable without an account.

use askama::Template;

use super::Frame;

/// Which page of the manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chapter {
    Contents,
    Clerk,
    Supervisor,
    Administrator,
}

impl Chapter {
    pub const ALL: [Chapter; 4] =
        [Chapter::Contents, Chapter::Clerk, Chapter::Supervisor, Chapter::Administrator];

    /// Of the address `/manual/{page}`.
    pub fn from_name(name: &str) -> Option<Chapter> {
        Chapter::ALL.into_iter().find(|chapter| chapter.name() == name && !name.is_empty())
    }

    pub fn name(self) -> &'static str {
        match self {
            Chapter::Contents => "",
            Chapter::Clerk => "clerk",
            Chapter::Supervisor => "supervisor",
            Chapter::Administrator => "administrator",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Chapter::Contents => "使用手册",
            Chapter::Clerk => "填报员手册",
            Chapter::Supervisor => "审核员手册",
            Chapter::Administrator => "管理员手册",
        }
    }

    pub fn href(self) -> String {
        match self {
            Chapter::Contents => "/manual".to_owned(),
            other => format!("/manual/{}", other.name()),
        }
    }
}

#[derive(Template)]
#[template(path = "manual.html", config = "src/web/askama.toml")]
pub struct ManualPage {
    pub frame: Frame,
    pub chapter: Chapter,
}
