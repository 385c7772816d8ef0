//! The heads of a list that can be ordered: a link over each column, and which of them it is ordered by.
//!
//! Ordering is a plain address (`?sort=name`, `?sort=-name`), so that it works without scripts, can be kept as a
//! bookmark and sent to somebody.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::vocabulary::Arranged;

/// The head of a column; shown by writing it into a template.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/head.html", config = "src/web/askama.toml")]
pub struct Head {
    title: String,
    href: String,
    /// For `aria-sort`.
    direction: &'static str,
    /// Of its cells: `value` over figures, `grow` over what takes the room.
    class: &'static str,
}

impl HtmlSafe for Head {}

impl Head {
    /// `said` is the order of the list that is shown, `href` leads to the next one by this column.
    pub fn new(title: impl Into<String>, said: &str, column: &str, href: String) -> Head {
        Head { title: title.into(), href, direction: direction(said, column), class: "" }
    }

    /// The same over figures.
    pub fn over_figures(self) -> Head {
        Head { class: "value", ..self }
    }

    /// The same over what takes the room that is left.
    pub fn growing(self) -> Head {
        Head { class: "grow", ..self }
    }
}

/// What the heads of a list share.
#[derive(Clone, Debug, Default)]
pub struct Heads {
    /// The page's address with everything that it says but the order: `/units?q=所`.
    page: String,
    said: String,
    /// Id of the list.
    list: &'static str,
}

impl Heads {
    /// `list` is the id of the table's box.
    pub fn new(page: impl Into<String>, said: &str, list: &'static str) -> Heads {
        Heads { page: page.into(), said: said.to_owned(), list }
    }

    pub fn head(&self, column: &str, title: &str) -> Head {
        let said = format!("sort={}", turned(&self.said, column));
        Head::new(title, &self.said, column, format!("{}#{}", joined(&self.page, &said), self.list))
    }

    pub fn figures(&self, column: &str, title: &str) -> Head {
        self.head(column, title).over_figures()
    }

    /// The order for the field of a form that keeps it; empty for the list's own.
    pub fn said(&self) -> &str {
        &self.said
    }

    /// The page in this order, from another place on: `skip=200`.
    pub fn page_at(&self, place: &str) -> String {
        let page = joined(&self.page, place);
        if self.said.is_empty() { page } else { joined(&page, &format!("sort={}", self.said)) }
    }
}

/// An address that says one thing more.
fn joined(page: &str, said: &str) -> String {
    format!("{page}{}{said}", if page.contains('?') { '&' } else { '?' })
}

/// The order behind a head: by its column; where the list stands by it already, the other way round.
pub fn turned(said: &str, column: &str) -> String {
    if said == column { format!("-{column}") } else { column.to_owned() }
}

fn direction(said: &str, column: &str) -> &'static str {
    let said = Arranged::from_code(said);
    match (said.is_rising(column), said.is_falling(column)) {
        (true, _) => "ascending",
        (_, true) => "descending",
        _ => "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_leads_to_the_list_by_its_column_and_then_the_other_way_round() {
        for (page, said, column, head) in [
            ("/units", "", "name", r##"aria-sort="none"><a href="/units?sort=name#list">"##),
            (
                "/units?q=a",
                "name",
                "name",
                r##"aria-sort="ascending"><a href="/units?q=a&#38;sort=-name#list">"##,
            ),
            ("/units", "-name", "name", r##"aria-sort="descending"><a href="/units?sort=name#list">"##),
            ("/units", "-name", "code", r##"aria-sort="none"><a href="/units?sort=code#list">"##),
        ] {
            let shown = Heads::new(page, said, "list").head(column, "名称").to_string();
            assert!(shown.contains(head) && shown.contains(">名称</a>"), "{shown}");
        }
        let heads = Heads::new("/units?q=a", "-name", "list");
        assert_eq!(heads.page_at("skip=200"), "/units?q=a&skip=200&sort=-name");
        assert!(heads.figures("count", "账号").to_string().contains("class=\"value\""));
    }
}
