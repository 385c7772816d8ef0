//! Reading a template's text; every mistake with its line, all at once.

use super::kinds::Kind;
use super::said::{Nodes, SheetTemplate, Signed, Template};
use crate::report::table::Orientation;
use crate::report::words::PLACEHOLDERS;
use crate::vocabulary::definition::{self, Mistake, Section};

/// Reads a whole template.
pub fn read(text: &str) -> Result<Template, Vec<Mistake>> {
    definition::read(text, template)
}

fn template(section: &Section) -> Template {
    let sheets: Vec<SheetTemplate> = section.sections("sheet").iter().map(sheet).collect();
    if sheets.is_empty() {
        section.mistake("sheet", "模板里没有一张表（[[sheet]]）");
    }
    for (position, sheet) in sheets.iter().enumerate() {
        if sheets[..position].iter().any(|earlier| earlier.name == sheet.name) {
            section.mistake("sheet", format!("有两张表都叫“{}”", sheet.name));
        }
    }
    Template {
        code: section.text("code"),
        nodes: nodes(section),
        file: with_placeholders(section, "file", section.text("file")),
        title: wording(section, "title", "{title}（汇总）"),
        subject: wording(section, "subject", "{node}{year}年{short_title}汇总"),
        keywords: wording(section, "keywords", ""),
        sheets,
    }
}

fn nodes(section: &Section) -> Nodes {
    match section.text("nodes").as_str() {
        "county" => Nodes::County,
        "city" => Nodes::City,
        other => {
            if section.has("nodes") {
                section.mistake("nodes", format!("“nodes”应为 county（县级）或 city（市级），不是“{other}”"));
            }
            Nodes::County
        }
    }
}

fn sheet(section: &Section) -> SheetTemplate {
    let kind = kind(section);
    SheetTemplate {
        kind,
        name: section.optional_text("name").unwrap_or_else(|| kind.name().to_owned()),
        title: wording(section, "title", ""),
        orientation: orientation(section, kind),
        columns: columns(section, kind),
        notes: lines(section, "notes"),
        signature: lines(section, "signature"),
        signed: signed(section),
        chart: section.flag("chart").unwrap_or(false),
        compare: section.flag("compare").unwrap_or(true),
    }
}

fn kind(section: &Section) -> Kind {
    let code = section.text("kind");
    Kind::from_code(&code).unwrap_or_else(|| {
        if section.has("kind") {
            let known = Kind::ALL.map(Kind::code).join("、");
            section.mistake("kind", format!("不认识的表种“{code}”，可用：{known}"));
        }
        Kind::About
    })
}

fn orientation(section: &Section, kind: Kind) -> Orientation {
    match section.optional_text("paper").as_deref() {
        None => kind.orientation(),
        Some("portrait") => Orientation::Portrait,
        Some("landscape") => Orientation::Landscape,
        Some(other) => {
            section
                .mistake("paper", format!("“paper”应为 portrait（纵向）或 landscape（横向），不是“{other}”"));
            kind.orientation()
        }
    }
}

fn columns(section: &Section, kind: Kind) -> Vec<String> {
    let chosen = section.texts("columns");
    let known = kind.columns();
    // Of a kind that nobody knows nothing more can be said.
    let kind_is_known = section.optional_text("kind").is_some_and(|code| Kind::from_code(&code).is_some());
    for column in chosen.iter().filter(|_| kind_is_known).filter(|column| !known.contains(&column.as_str())) {
        let known = if known.is_empty() { "（无）".to_owned() } else { known.join("、") };
        section.mistake("columns", format!("“{}”没有“{column}”这一栏，可用：{known}", kind.code()));
    }
    if chosen.is_empty() { known.iter().map(|column| (*column).to_owned()).collect() } else { chosen }
}

fn signed(section: &Section) -> Signed {
    match section.optional_text("signed").as_deref() {
        None | Some("paper") => Signed::OnPaper,
        Some("always") => Signed::Always,
        Some("never") => Signed::Never,
        Some(other) => {
            section.mistake("signed", format!("“signed”应为 always、paper 或 never，不是“{other}”"));
            Signed::OnPaper
        }
    }
}

fn wording(section: &Section, key: &'static str, default: &str) -> String {
    let text = section.optional_text(key).unwrap_or_else(|| default.to_owned());
    with_placeholders(section, key, text)
}

fn lines(section: &Section, key: &'static str) -> Vec<String> {
    section.texts(key).into_iter().map(|line| with_placeholders(section, key, line)).collect()
}

fn with_placeholders(section: &Section, key: &'static str, text: String) -> String {
    let mut rest = text.as_str();
    while let Some(start) = rest.find('{') {
        let end = rest[start..].find('}').map_or(rest.len(), |end| start + end + 1);
        let placeholder = &rest[start..end];
        if !PLACEHOLDERS.contains(&placeholder) {
            let known = PLACEHOLDERS.join(" ");
            section.mistake(key, format!("不认识的占位符“{placeholder}”，可用：{known}"));
        }
        rest = &rest[end..];
    }
    text
}
