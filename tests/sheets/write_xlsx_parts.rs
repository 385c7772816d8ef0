//! The parts of a hand-written workbook around its sheets: the workbook, relations, styles, comments.

use super::page::{Book, Calculation, Page, address};
use super::random::Random;
use super::write_xlsx_container::Container;
use super::xml::escaped;

pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
pub const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
pub const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A part's name and content.
pub type Part = (String, String);

/// Everything but sheets and strings.
pub fn around(book: &Book, container: &Container, formats: &[String]) -> Vec<Part> {
    let sheets = book.pages.len();
    [
        ("[Content_Types].xml", content_types(sheets)),
        ("_rels/.rels", package_relations()),
        ("xl/workbook.xml", workbook(book, container)),
        ("xl/_rels/workbook.xml.rels", workbook_relations(sheets, container)),
        ("xl/styles.xml", styles(formats)),
    ]
    .map(|(name, content)| (name.to_owned(), content))
    .into()
}

fn workbook(book: &Book, container: &Container) -> String {
    let mut sheets: Vec<String> = book
        .pages
        .iter()
        .enumerate()
        .map(|(index, page)| {
            let state = if page.hidden { " state=\"hidden\"" } else { "" };
            let (name, number) = (escaped(&page.name), index + 1);
            format!("<sheet name=\"{name}\" sheetId=\"{number}\"{state} r:id=\"rId{number}\"/>")
        })
        .collect();
    let mut active = book.main;
    if container.has_chart_sheet() {
        sheets.insert(0, "<sheet name=\"图表\" sheetId=\"99\" r:id=\"rId99\"/>".to_owned());
        active += 1;
    }
    let calculation = match book.calculation {
        Calculation::Silent => "",
        Calculation::OnLoad => "<calcPr calcId=\"124519\" fullCalcOnLoad=\"1\"/>",
        Calculation::Unfinished => "<calcPr calcId=\"191029\" calcCompleted=\"0\"/>",
        Calculation::Manual => "<calcPr calcId=\"191029\" calcMode=\"manual\" calcCompleted=\"0\"/>",
    };
    format!(
        "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><bookViews>\
         <workbookView activeTab=\"{active}\"/></bookViews><sheets>{}</sheets>{calculation}</workbook>",
        sheets.concat()
    )
}

fn workbook_relations(sheets: usize, container: &Container) -> String {
    let mut relations: String = (1..=sheets)
        .map(|n| {
            format!(
                "<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
            )
        })
        .collect();
    for (kind, target) in [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")] {
        relations += &format!("<Relationship Id=\"r_{kind}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>");
    }
    if container.has_chart_sheet() {
        relations += &format!(
            "<Relationship Id=\"rId99\" Type=\"{OFFICE}/chartsheet\" Target=\"chartsheets/sheet1.xml\"/>"
        );
    }
    format!("{HEAD}<Relationships xmlns=\"{RELATIONS}\">{relations}</Relationships>")
}

fn package_relations() -> String {
    format!(
        "{HEAD}<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" \
         Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    )
}

fn content_types(sheets: usize) -> String {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let overrides: String = (1..=sheets)
        .map(|n| {
            format!(
                "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{kind}.worksheet+xml\"/>"
            )
        })
        .collect();
    format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{kind}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{kind}.styles+xml\"/>\
         <Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{kind}.sharedStrings+xml\"/>\
         {overrides}</Types>"
    )
}

/// The default format, a date format of one's own, the book's, white on white and white on dark blue.
fn styles(formats: &[String]) -> String {
    let own: String = formats
        .iter()
        .enumerate()
        .map(|(index, code)| {
            format!("<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>", 177 + index, escaped(code))
        })
        .collect();
    let used: String = (0..formats.len())
        .map(|index| format!("<xf numFmtId=\"{}\" applyNumberFormat=\"1\"/>", 177 + index))
        .collect();
    let (formats, styles) = (formats.len() + 1, formats.len() + 4);
    format!(
        "{HEAD}<styleSheet xmlns=\"{MAIN}\">\
         <numFmts count=\"{formats}\"><numFmt numFmtId=\"176\" formatCode=\"yyyy/m/d;@\"/>{own}</numFmts>\
         <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"宋体\"/></font>\
         <font><sz val=\"11\"/><color rgb=\"FFFFFFFF\"/><name val=\"宋体\"/></font></fonts>\
         <fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill>\
         <fill><patternFill patternType=\"gray125\"/></fill><fill><patternFill patternType=\"solid\">\
         <fgColor rgb=\"FF1F4E79\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>\
         <borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>\
         <cellXfs count=\"{styles}\"><xf numFmtId=\"0\"/><xf numFmtId=\"176\" applyNumberFormat=\"1\"/>{used}\
         <xf numFmtId=\"0\" fontId=\"1\" applyFont=\"1\"/>\
         <xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" applyFont=\"1\" applyFill=\"1\"/></cellXfs></styleSheet>"
    )
}

/// What the program says in a note's place to those that know no threads.
const THREAD: &str = "[线程批注]\n\n你的Excel版本可读取此线程批注; 但如果在更新版本的Excel中打开文件，则对批注所作的\
任何改动都将被删除。了解详细信息: https://go.microsoft.com/fwlink/?linkid=870924\n\n注释:\n    ";

/// The comments of a sheet and what leads to them; now and then as threads, with notes in their place.
pub fn comments(number: usize, page: &Page, random: &mut Random) -> Vec<Part> {
    let comments = page.comments();
    if comments.is_empty() {
        return Vec::new();
    }
    let threaded = random.chance(40);
    let author = random.pick(&["", "审核:\n", "张伟:\n"]);
    let note = |(row, column, words): &(u32, u32, &str)| {
        let said = if threaded { format!("{THREAD}{words}") } else { format!("{author}{words}") };
        format!(
            "<comment ref=\"{}\" authorId=\"0\"><text><r><t xml:space=\"preserve\">{}</t></r></text></comment>",
            address(*row, *column),
            escaped(&said)
        )
    };
    let notes: String = comments.iter().map(note).collect();
    let mut relations =
        format!("<Relationship Id=\"rId1\" Type=\"{OFFICE}/comments\" Target=\"../comments{number}.xml\"/>");
    let mut parts = vec![(
        format!("xl/comments{number}.xml"),
        format!(
            "{HEAD}<comments xmlns=\"{MAIN}\"><authors><author>审核</author></authors>\
             <commentList>{notes}</commentList></comments>"
        ),
    )];
    if threaded {
        relations += &format!(
            "<Relationship Id=\"rId2\" \
             Type=\"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment\" \
             Target=\"../threadedComments/threadedComment{number}.xml\"/>"
        );
        parts.push((format!("xl/threadedComments/threadedComment{number}.xml"), threads(&comments)));
    }
    parts.push((
        format!("xl/worksheets/_rels/sheet{number}.xml.rels"),
        format!("{HEAD}<Relationships xmlns=\"{RELATIONS}\">{relations}</Relationships>"),
    ));
    parts
}

fn threads(comments: &[(u32, u32, &str)]) -> String {
    let thread = |(row, column, words): &(u32, u32, &str)| {
        format!(
            "<threadedComment ref=\"{}\" dT=\"2024-03-19T02:11:00.00\" \
             personId=\"{{6F5C4C3A-0000-4000-8000-000000000001}}\" \
             id=\"{{1B0A2C44-0000-4000-8000-{row:06}{column:06}}}\"><text>{}</text></threadedComment>",
            address(*row, *column),
            escaped(words)
        )
    };
    let threads: String = comments.iter().map(thread).collect();
    format!(
        "{HEAD}<ThreadedComments \
         xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\">{threads}\
         </ThreadedComments>"
    )
}
