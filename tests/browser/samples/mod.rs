//! Every page of the service with what a real season would put on it: long names, many rows, errors, empty
//! states. The gallery writes them to a folder to be looked at; `tests/pages.rs` holds what must be true of all.

mod campaigns;
mod package;
mod clerk;
mod expected;
mod office;
mod parts;
mod superior;

/// One page: the name of its file and its HTML.
pub struct Page {
    pub name: &'static str,
    pub html: String,
}

/// All pages, in the order in which people meet them.
pub fn pages() -> Vec<Page> {
    let mut pages = Vec::new();
    clerk::pages(&mut pages);
    campaigns::pages(&mut pages);
    superior::pages(&mut pages);
    expected::pages(&mut pages);
    office::pages(&mut pages);
    pages
}

fn add(pages: &mut Vec<Page>, name: &'static str, page: impl askama::Template) {
    let html = page.render().unwrap_or_else(|error| panic!("{name}: {error}"));
    pages.push(Page { name, html });
}
