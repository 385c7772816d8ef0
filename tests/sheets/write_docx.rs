//! .docx as people leave it behind: text split over runs, tracked changes, merged cells, fields.
//!
//! Rows of a page that belong to no table become paragraphs. Deleted and moved-away text, instructions
//! of fields and deleted rows carry numbers that never count.

use super::page::{Book, Entry, Mark, Page};
use super::random::Random;
use super::write_xlsx::parted;
use super::xml::{escaped, zipped};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const BY: &str = "w:id=\"7\" w:author=\"审核\" w:date=\"2024-03-18T09:00:00Z\"";

pub fn write(book: &Book, random: &mut Random) -> Vec<u8> {
    let tracked = random.chance(35);
    let mut comments = Vec::new();
    let mut body = String::new();
    for page in book.pages.iter().filter(|page| !page.hidden) {
        body += &page_content(page, tracked, &mut comments, random);
    }
    let document =
        format!("{HEAD}<w:document xmlns:w=\"{WORD}\"><w:body>{body}<w:sectPr/></w:body></w:document>");
    let types = format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" \
         ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"
    );
    let relations = format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Target=\"word/document.xml\" Type=\"http://schemas.openxmlformats.org/\
         officeDocument/2006/relationships/officeDocument\"/></Relationships>"
    );
    let mut parts =
        vec![("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", document)];
    let mut linked = String::new();
    let mut link = |number: usize, kind: &str, target: &str| {
        linked += &format!("<Relationship Id=\"rId{number}\" Target=\"{target}\" Type=\"{OFFICE}/{kind}\"/>");
    };
    if let Some(header) = &book.main_page().header {
        link(1, "header", "header1.xml");
        let lines = paragraphs(header, false, random);
        parts.push(("word/header1.xml", format!("{HEAD}<w:hdr xmlns:w=\"{WORD}\">{lines}</w:hdr>")));
    }
    if !comments.is_empty() {
        link(2, "comments", "comments.xml");
        parts.push(("word/comments.xml", commented(&comments)));
    }
    if !linked.is_empty() {
        let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        let relations = format!("{HEAD}<Relationships xmlns=\"{relations}\">{linked}</Relationships>");
        parts.push(("word/_rels/document.xml.rels", relations));
    }
    zipped(&parts)
}

/// Paragraphs and tables of one page, from top to bottom.
fn page_content(page: &Page, tracked: bool, comments: &mut Vec<String>, random: &mut Random) -> String {
    let (rows, columns) = page.size();
    let mut content = String::new();
    let mut row = 0;
    while row < rows {
        if let Some((first, last)) = page.tables.iter().find(|(first, _)| *first == row) {
            content += &table(page, (*first, *last), tracked, comments, random);
            row = last + 1;
            continue;
        }
        let words: Vec<String> =
            (0..columns).filter_map(|column| page.cells.get(&(row, column))).map(Entry::shown).collect();
        content += &paragraphs(&words.join("        "), false, random);
        row += 1;
    }
    content
}

fn table(
    page: &Page,
    (first, last): (u32, u32),
    tracked: bool,
    comments: &mut Vec<String>,
    random: &mut Random,
) -> String {
    // The rows below the first begin one column of the grid later, as when somebody pulled at them.
    let late = random.chance(8);
    let inside = |row: u32| (first..=last).contains(&row);
    let left = page.cells.keys().filter(|(row, _)| inside(*row)).map(|(_, c)| *c).min().unwrap_or(0);
    let right = page.cells.keys().filter(|(row, _)| inside(*row)).map(|(_, c)| *c).max().unwrap_or(0);
    let merged = page.merges.iter().filter(|m| inside(m.top)).map(|m| m.right).max().unwrap_or(0);
    let right = right.max(merged);
    let grid = "<w:gridCol w:w=\"1500\"/>".repeat((right - left + 1) as usize + usize::from(late));
    let mut rows = String::new();
    for row in first..=last {
        let mut cells = match (late, row == first) {
            (true, true) => "<w:tc><w:tcPr/><w:p/></w:tc>".to_owned(),
            (true, false) => "<w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>".to_owned(),
            (false, _) => String::new(),
        };
        let mut column = left;
        while column <= right {
            let (cell, span) = cell(page, (row, column), tracked, comments, random);
            cells += &cell;
            column += span;
        }
        rows += &format!("<w:tr>{cells}</w:tr>");
        if tracked && row > first + 1 && random.chance(3) {
            rows += &deleted_row(page, row, left, right);
        }
    }
    format!("<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>")
}

/// One cell and the columns that it spans.
fn cell(
    page: &Page,
    (row, column): (u32, u32),
    tracked: bool,
    comments: &mut Vec<String>,
    random: &mut Random,
) -> (String, u32) {
    let merge = page.merge_at(row, column);
    let span = merge.map_or(1, |m| m.right - column + 1);
    let mut properties = String::new();
    if span > 1 {
        properties += &format!("<w:gridSpan w:val=\"{span}\"/>");
    }
    if let Some(m) = merge.filter(|m| m.bottom > m.top) {
        properties += if m.top == row { "<w:vMerge w:val=\"restart\"/>" } else { "<w:vMerge/>" };
    }
    let text = page.cells.get(&(row, column)).map(Entry::shown).unwrap_or_default();
    let content = match page.marks.get(&(row, column)) {
        Some(Mark::Faint) => format!("<w:p>{}</w:p>", coloured(&text, "FFFFFF")),
        Some(Mark::FaintLetter(at)) => {
            let (head, letter, tail) = parted(&text, *at);
            let black = |words| coloured(words, "000000");
            format!("<w:p>{}{}{}</w:p>", black(head), coloured(letter, "FFFFFF"), black(tail))
        }
        Some(Mark::OnDark) => {
            properties += "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"1F4E79\"/>";
            format!("<w:p>{}</w:p>", coloured(&text, "FFFFFF"))
        }
        Some(Mark::Comment(words)) => {
            comments.push(words.clone());
            let id = comments.len() - 1;
            format!(
                "<w:p><w:commentRangeStart w:id=\"{id}\"/>{}<w:commentRangeEnd w:id=\"{id}\"/>\
                 <w:r><w:commentReference w:id=\"{id}\"/></w:r></w:p>",
                coloured(&text, "auto")
            )
        }
        _ => paragraphs(&text, tracked, random),
    };
    let content = if random.chance(3) {
        format!("<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>")
    } else {
        content
    };
    (format!("<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"), span)
}

fn coloured(text: &str, colour: &str) -> String {
    let text = escaped(text).replace('\n', "</w:t><w:br/><w:t>");
    format!("<w:r><w:rPr><w:color w:val=\"{colour}\"/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn commented(comments: &[String]) -> String {
    let comments: String = (0..)
        .zip(comments)
        .map(|(id, words): (usize, _)| {
            let words = escaped(words);
            format!(
                "<w:comment w:id=\"{id}\" w:author=\"审核\" w:date=\"2024-03-19T02:11:00Z\"><w:p><w:r>\
                 <w:annotationRef/></w:r><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>"
            )
        })
        .collect();
    format!("{HEAD}<w:comments xmlns:w=\"{WORD}\">{comments}</w:comments>")
}

/// A row that somebody deleted while changes were tracked: another figure under the same label.
fn deleted_row(page: &Page, row: u32, left: u32, right: u32) -> String {
    let cells: String = (left..=right)
        .map(|column| {
            let old = match page.cells.get(&(row, column)) {
                Some(Entry::Text(text)) if text.parse::<f64>().is_err() => escaped(text),
                _ => "17".to_owned(),
            };
            format!("<w:tc><w:tcPr/><w:p>{}</w:p></w:tc>", deleted(&old))
        })
        .collect();
    format!("<w:tr><w:trPr><w:del {BY}/></w:trPr>{cells}</w:tr>")
}

fn deleted(text: &str) -> String {
    format!("<w:del {BY}><w:r><w:delText>{text}</w:delText></w:r></w:del>")
}

/// Text as one paragraph a line, or as one paragraph with breaks.
fn paragraphs(text: &str, tracked: bool, random: &mut Random) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let by_break = random.chance(50);
    let changed = tracked && random.chance(12);
    let written: Vec<String> = lines.iter().map(|line| runs(line, random)).collect();
    let joined = if by_break { written.join("<w:r><w:br/></w:r>") } else { written.join("</w:p><w:p>") };
    let content = match (changed, lines.len()) {
        (true, 1) if text.is_empty() => deleted("35"),
        (true, 1) => tracked_change(&joined, random),
        _ => joined,
    };
    format!("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{content}</w:p>")
}

/// The text put in place of another that was deleted, or that was moved away.
fn tracked_change(content: &str, random: &mut Random) -> String {
    let old = random.between(1, 999).to_string();
    let gone = match random.below(3) {
        0 => format!("<w:moveFrom {BY}><w:r><w:t>{old}</w:t></w:r></w:moveFrom>"),
        _ => deleted(&old),
    };
    let put = format!("<w:ins {BY}>{content}</w:ins>");
    if random.chance(50) { format!("{gone}{put}") } else { format!("{put}{gone}") }
}

/// Text in one to three runs, now and then inside a field or a link.
fn runs(text: &str, random: &mut Random) -> String {
    if text.is_empty() {
        return String::new();
    }
    let letters: Vec<char> = text.chars().collect();
    let mut cuts = vec![0, letters.len()];
    for _ in 0..random.pick(&[0, 0, 1, 2]) {
        cuts.push(random.below(letters.len()));
    }
    cuts.sort_unstable();
    let between = random.pick(&[
        "",
        "<w:proofErr w:type=\"spellStart\"/>",
        "<w:bookmarkStart w:id=\"1\" w:name=\"b\"/>",
    ]);
    let run = |pair: &[usize]| {
        let part: String = letters[pair[0]..pair[1]].iter().collect();
        format!(
            "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
            escaped(&part)
        )
    };
    let runs = cuts.windows(2).map(run).collect::<Vec<_>>().join(between);
    match random.below(60) {
        0 => format!("<w:fldSimple w:instr=\" =SUM(ABOVE) \">{runs}</w:fldSimple>"),
        1 => format!("{}{runs}{}", field_start("=12+99"), field_mark("end")),
        2 => format!("<w:hyperlink w:anchor=\"x\">{runs}</w:hyperlink>"),
        3 => format!("<w:smartTag w:element=\"date\">{runs}</w:smartTag>"),
        _ => runs,
    }
}

fn field_start(instruction: &str) -> String {
    format!(
        "{}<w:r><w:instrText xml:space=\"preserve\"> {instruction} </w:instrText></w:r>{}",
        field_mark("begin"),
        field_mark("separate")
    )
}

fn field_mark(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>")
}
