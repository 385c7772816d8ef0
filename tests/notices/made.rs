//! A notice as a Word document, made part by part.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a document holds.
pub enum Part<'p> {
    Line(&'p str),
    Table(&'p [&'p [&'p str]]),
}

/// A .docx of these parts.
pub fn docx(parts: &[Part]) -> Vec<u8> {
    let body: String = parts.iter().map(part).collect();
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in
        [("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", &document)]
    {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part begins");
        zip.write_all(text.as_bytes()).expect("a part is written");
    }
    zip.finish().expect("the package is closed").into_inner()
}

fn part(part: &Part) -> String {
    match part {
        Part::Line(line) => paragraph(line),
        Part::Table(rows) => {
            let cell = |cell: &&str| {
                format!(
                    "<w:tc><w:tcPr><w:tcW w:w=\"2200\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>",
                    paragraph(cell)
                )
            };
            let row = |row: &&[&str]| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>());
            let columns = "<w:gridCol w:w=\"2200\"/>".repeat(rows[0].len());
            let rows: String = rows.iter().map(row).collect();
            format!(
                "<w:tbl><w:tblPr><w:tblW w:w=\"8800\" w:type=\"dxa\"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>{}",
                paragraph("")
            )
        }
    }
}

fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

/// A page of a PDF that shows nothing that is text.
pub fn scanned_pdf() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>".to_owned(),
        "<</Length 21>>stream\n0 0 100 100 re f     \nendstream".to_owned(),
    ];
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(pdf.len());
        pdf.extend(format!("{number} 0 obj{object}endobj\n").bytes());
    }
    let begins = pdf.len();
    pdf.extend(b"xref\n0 5\n0000000000 65535 f \n");
    places.iter().for_each(|place| pdf.extend(format!("{place:010} 00000 n \n").bytes()));
    pdf.extend(format!("trailer<</Size 5/Root 1 0 R>>\nstartxref\n{begins}\n%%EOF\n").bytes());
    pdf
}
