//! A word with an icon before it: states are never told apart by colour alone.

use askama::filters::HtmlSafe;
use std::fmt;

/// A word with colour and icon.
#[derive(Clone, Debug)]
pub struct Tag {
    pub(super) tone: &'static str,
    pub(super) picture: &'static str,
    pub(super) label: String,
}

impl HtmlSafe for Tag {}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tag { tone, picture, label } = self;
        let label = label.replace('&', "&amp;").replace('<', "&lt;");
        write!(f, r#"<span class="tag tag-{tone}">{}{label}</span>"#, icon(picture))
    }
}

/// A small drawing; always beside words, so that readers of the page aloud skip it.
#[derive(Clone, Copy, Debug)]
pub struct Icon {
    path: &'static str,
}

impl HtmlSafe for Icon {}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            r#"<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false"><path d="{}" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></svg>"#,
            self.path
        )
    }
}

pub fn icon(name: &str) -> Icon {
    const CIRCLE: &str = "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4z";
    let path = match name {
        "hard" => "M5.4 1.5h5.2l3.9 3.9v5.2l-3.9 3.9H5.4l-3.9-3.9V5.4zM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
        "query" => "M8 1.9l6.6 11.7H1.4zM8 6.2v3.4M8 11.6v.1",
        "hint" => "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4zM8 7.4v3.8M8 4.8v.1",
        "tick" => "M2.8 8.6l3.4 3.6l7-8",
        "clock" => "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4zM8 4.6V8l2.4 1.8",
        "pen" => "M2.5 13.5l.7-3.1l7.6-7.6l2.4 2.4l-7.6 7.6zM9.4 4.2l2.4 2.4",
        "back" => "M6.2 3.2L2.4 7l3.8 3.8M2.8 7h6.6a4 4 0 0 1 4 4v1.6",
        "dash" => "M3.4 8h9.2",
        "zero" => "M8 2.2c2.6 0 3.8 2.6 3.8 5.8s-1.2 5.8-3.8 5.8S4.2 11.2 4.2 8S5.4 2.2 8 2.2z",
        "box" => "M2 4.2h12M2.8 4.2v9h10.4v-9M2.8 4.2l1.4-2h7.6l1.4 2M6.4 7.4h3.2",
        "upload" => "M8 10.6V2.4M4.6 5.6L8 2.2l3.4 3.4M2.4 10.4v3.2h11.2v-3.2",
        "download" => "M8 2.2v8.2M4.6 7.2L8 10.6l3.4-3.4M2.4 10.4v3.2h11.2v-3.2",
        "print" => "M4.4 5.4V2h7.2v3.4M4.4 11.4H2.2v-6h11.6v6h-2.2M4.4 9.4h7.2V14H4.4z",
        "file" => "M3.6 1.8h5.6l3.2 3.2v9.2H3.6zM9.2 1.8V5h3.2",
        "changed" => "M2.4 5.4h10.2M9.8 2.6l2.8 2.8M13.6 10.6H3.4M6.2 13.4l-2.8-2.8",
        _ => CIRCLE,
    };
    Icon { path }
}
