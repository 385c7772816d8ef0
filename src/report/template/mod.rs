//! 报表模板: which workbook, which sheets, which titles, columns and notes, as a text.
//!
//! The built-in templates are texts in `report_templates/`, read by the same reader as an office's own,
//! so whatever they can say an office can say too. A template knows kinds of sheets, not forms: the same
//! two texts serve every form. What a kind looks like inside is the business of `fill`.

mod kinds;
mod read;
mod said;

pub use kinds::Kind;
pub use read::read;
pub use said::{Nodes, SheetTemplate, Signed, Template};

/// The templates that come with the program.
pub const TEXTS: [(&str, &str); 2] = [
    ("county.toml", include_str!("../../../report_templates/county.toml")),
    ("city.toml", include_str!("../../../report_templates/city.toml")),
];

pub fn built_in() -> Vec<Template> {
    TEXTS.iter().map(|(_, text)| read(text).expect("the built-in templates are read by a test")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_templates_read_without_a_mistake() {
        for (name, text) in TEXTS {
            if let Err(mistakes) = read(text) {
                panic!("{name}: {mistakes:#?}");
            }
        }
    }

    #[test]
    fn every_mistake_of_a_template_is_named_with_its_line() {
        let text = "code = \"x\"\nnodes = \"县\"\nfile = \"{nodd}.xlsx\"\n\n[[sheet]]\nkind = \"form\"\n\
                    columns = [\"序号\", \"数\"]\nsigned = \"sometimes\"\n\n[[sheet]]\nkind = \"pivot\"\nname = \"x\"\n";
        let shown: Vec<String> = read(text).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "第 2 行：“nodes”应为 county（县级）或 city（市级），不是“县”",
                "第 3 行：不认识的占位符“{nodd}”，可用：{node} {year} {title} {short_title} {issuer} {due} {made} {version}",
                "第 7 行：“form”没有“数”这一栏，可用：序号、类别、单位、数量、上年同期、增减",
                "第 8 行：“signed”应为 always、paper 或 never，不是“sometimes”",
                "第 11 行：不认识的表种“pivot”，可用：form、children、coverage、units、status、missing、findings、data、about",
            ]
        );
    }
}
