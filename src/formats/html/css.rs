//! What a page's styles say that bears on its figures: is a thing shown, is it struck through, in which colours?
//!
//! Excel keeps the look of each cell in a class (`.xl65 {text-decoration:line-through}`), office systems write it
//! into the element itself. Only rules for one class are understood, alone or with an element's name; what holds
//! for other media, or under a condition, is passed over.

use std::collections::HashMap;

use super::super::colour::{Colour, Fill};
use super::tags::attribute;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    pub hidden: bool,
    pub struck: bool,
    pub ink: Option<Colour>,
    pub ground: Fill,
    /// Without any height or width, which shows nothing of a row or a column.
    pub shut: bool,
}

impl Look {
    /// Whether its words count.
    pub fn is_seen(&self) -> bool {
        !self.hidden && !self.struck
    }

    /// The same where another one says more.
    fn and(self, more: Look) -> Look {
        Look {
            hidden: self.hidden || more.hidden,
            struck: self.struck || more.struck,
            ink: more.ink.or(self.ink),
            ground: more.ground.over(self.ground),
            shut: self.shut || more.shut,
        }
    }
}

/// Classes that are not plain, by name.
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
                *known = known.and(look);
            }
        }
    }

    /// How an element with these attributes is shown.
    pub fn look(&self, attributes: &str) -> Look {
        let mut shown = Look { hidden: attribute(attributes, "hidden").is_some(), ..Look::default() };
        if !self.0.is_empty() {
            for class in attribute(attributes, "class").unwrap_or_default().split_whitespace() {
                shown = shown.and(self.0.get(class).copied().unwrap_or_default());
            }
        }
        match attribute(attributes, "style") {
            Some(style) => shown.and(look(&style)),
            None => shown,
        }
    }
}

fn look(declarations: &str) -> Look {
    let plain: String = declarations.to_ascii_lowercase().split_whitespace().collect();
    // What is invisible keeps its place, like what is struck through, and says as little.
    let struck = plain.contains("line-through") || plain.contains("visibility:hidden");
    let mut look = Look { hidden: plain.contains("display:none"), struck, ..Look::default() };
    for (name, value) in plain.split(';').filter_map(|declared| declared.split_once(':')) {
        let value = value.trim_end_matches("!important");
        match name {
            "color" => look.ink = Colour::written(value),
            "background" | "background-color" => look.ground = Fill::written(value),
            "height" | "width" => look.shut |= is_shut(value),
            _ => {}
        }
    }
    look
}

/// Whether a length is none.
pub fn is_shut(length: &str) -> bool {
    matches!(length.trim().trim_end_matches(|c: char| c.is_ascii_alphabetic()), "0" | "0.0" | "0.00" | ".0")
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
    use super::super::super::colour::Hue;
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
            let look = classes.look(attributes);
            assert_eq!((look.hidden, look.struck), (hidden, struck), "{attributes}");
        }
    }

    #[test]
    fn colours_and_sizes_of_an_element_count_before_those_of_its_class() {
        let mut classes = Classes::default();
        classes
            .learn(".a {color:white; background: #1F497D none} .b {background:url(x.png)} .c {height:0pt}");
        let solid = |colour| Fill::Solid(Hue::Is(Colour(colour)));
        for (attributes, ink, ground, shut) in [
            ("class=a", Some([255; 3]), Fill::Mixed, false),
            (
                "class=a style='color:#FFFF00 ; background-color: #ffffff'",
                Some([255, 255, 0]),
                solid([255; 3]),
                false,
            ),
            ("style='color:rgb(1, 2, 3)!important'", Some([1, 2, 3]), Fill::Bare, false),
            ("class=b", None, Fill::Mixed, false),
            ("style='color:windowtext;background:transparent'", None, Fill::Bare, false),
            ("class=c", None, Fill::Bare, true),
            ("style='width:0'", None, Fill::Bare, true),
            ("style='height:0.5in;line-height:0'", None, Fill::Bare, false),
        ] {
            let look = classes.look(attributes);
            assert_eq!((look.ink, look.ground, look.shut), (ink.map(Colour), ground, shut), "{attributes}");
        }
    }
}
