//! The parts of a document beside its own: what it is made of, its styles, its lock, the foot of its pages.

use super::escaped::escaped;
use crate::report::table::Sheet;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

pub const WORDS: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

pub const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;

pub const RELATIONSHIPS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

pub const DOCUMENT_RELATIONSHIPS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/></Relationships>"#;

pub fn core(title: &str) -> String {
    format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>"#,
        escaped(title)
    )
}

/// Table text is 仿宋 五号.
pub fn styles() -> String {
    format!(
        r#"{HEAD}<w:styles xmlns:w="{WORDS}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋" w:cs="仿宋"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style></w:styles>"#
    )
}

/// A sheet that is handed out to be filled in is locked but for its fields, without a password.
pub fn settings(sheet: &Sheet) -> String {
    let locked = match sheet.filling {
        Some(_) => r#"<w:documentProtection w:edit="forms" w:enforcement="1"/>"#,
        None => "",
    };
    let written = r#"<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>"#;
    format!(r#"{HEAD}<w:settings xmlns:w="{WORDS}">{locked}{written}</w:settings>"#)
}

/// The number of the page in the middle, to its right what the sheet was handed out for.
pub fn footer(sheet: &Sheet) -> String {
    let run = |text: &str| format!(r#"<w:r><w:rPr><w:sz w:val="20"/></w:rPr>{text}</w:r>"#);
    let words = |text: &str| run(&format!(r#"<w:t xml:space="preserve">{text}</w:t>"#));
    let field =
        |name: &str| format!(r#"<w:fldSimple w:instr=" {name} ">{}</w:fldSimple>"#, run("<w:t>1</w:t>"));
    let foot = sheet.filling.as_ref().map_or("", |filling| &filling.foot);
    let mark = format!(
        r#"<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:color w:val="A6A6A6"/><w:sz w:val="12"/></w:rPr><w:t>{}</w:t></w:r></w:p>"#,
        escaped(foot)
    );
    format!(
        r#"{HEAD}<w:ftr xmlns:w="{WORDS}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{}{}{}{}{}</w:p>{}</w:ftr>"#,
        words("第 "),
        field("PAGE"),
        words(" 页 共 "),
        field("NUMPAGES"),
        words(" 页"),
        if foot.is_empty() { "" } else { &mark }
    )
}
