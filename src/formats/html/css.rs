//! What a page's styles say that bears on its figures: is a thing shown, and is it struck through?
//!
//! Excel keeps the look of each cell in a class (`.xl65 {text-decoration:line-through}`), office systems write it
//! into the element itself. Only rules for one class are understood, alone or with an element's name; what holds
//! for other media, or under a condition, is passed over.

use std::collections::HashMap;

use super::tags::attribute;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub hidden: bool,
    pub struck: bool,
}

/// Classes that hide or strike through, by name; all others are plain.
#[derive(Default)]
pub struct Classes(HashMap<String, Look>);

impl Classes {
    /// Notes what a style sheet says.
    pub fn learn(&mut self, sheet: &str) {
        let sheet = without_comments(sheet);
        let mut rest = sheet.as_str();
        while let Some((selectors, after)) = rest.split_once('{') {
            let inside = block(after);
            rest = after.get(inside.len() + 1..).unwrap_or("");
            let look = look(inside);
            let selectors = selectors.rsplit(';').next().unwrap_or(selectors).trim();
            if look == Look::default() || selectors.starts_with('@') {
                continue;
            }
            for class in selectors.split(',').filter_map(class) {
                let known = self.0.entry(class.to_owned()).or_default();
                known.hidden |= look.hidden;
                known.struck |= look.struck;
            }
        }
    }

    /// How an element with these attributes is shown.
    pub fn look(&self, attributes: &str) -> Look {
        let mut shown = attribute(attributes, "style").map_or(Look::default(), |style| look(&style));
        shown.hidden |= attribute(attributes, "hidden").is_some();
        if self.0.is_empty() {
            return shown;
        }
        for class in attribute(attributes, "class").unwrap_or_default().split_whitespace() {
            let class = self.0.get(class).copied().unwrap_or_default();
            shown.hidden |= class.hidden;
            shown.struck |= class.struck;
        }
        shown
    }
}

fn look(declarations: &str) -> Look {
    let plain: String = declarations.to_ascii_lowercase().split_whitespace().collect();
    // What is invisible keeps its place, like what is struck through, and says as little.
    let struck = plain.contains("line-through") || plain.contains("visibility:hidden");
    Look { hidden: plain.contains("display:none"), struck }
}

/// The class that a selector names, where it names nothing else but an element.
fn class(selector: &str) -> Option<&str> {
    let (element, class) = selector.trim().split_once('.')?;
    let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    (is_name(element) && is_name(class) && !class.is_empty()).then_some(class)
}

/// What stands in the block just opened, with the blocks inside it.
fn block(text: &str) -> &str {
    let mut depth = 0;
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => return &text[..at],
            '}' => depth -= 1,
            _ => {}
        }
    }
    text
}

fn without_comments(sheet: &str) -> String {
    let mut plain = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain.replace("<!--", "").replace("-->", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_that_hide_or_strike_through() {
        let mut classes = Classes::default();
        classes.learn(
            "<!--table {x:y} @page {margin:1in} .xl65 {mso-style-parent:style0;\n text-decoration: line-through;}\
             td.a, .b {display : none} /* .c {display:none} */ @media print {.d {display:none}} .e .f {display:none}\
             .g:hover {display:none} .h {text-decoration:underline} -->",
        );
        for (attributes, hidden, struck) in [
            ("class=xl65", false, true),
            ("class='x b'", true, false),
            ("class=\"a xl65\"", true, true),
            ("class=c", false, false),
            ("class=d", false, false),
            ("class=f", false, false),
            ("class=g", false, false),
            ("class=h", false, false),
            ("style='display:none'", true, false),
            ("style='visibility: hidden'", false, true),
            ("hidden", true, false),
            ("", false, false),
        ] {
            assert_eq!(classes.look(attributes), Look { hidden, struck }, "{attributes}");
        }
    }
}
