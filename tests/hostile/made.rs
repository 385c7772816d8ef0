//! The classes of hostile files, each made on the fly, with the answer it deserves.

use std::fmt::Write;

use huibiao::problem::RefusalCode::{
    self, Damaged, Empty, Encrypted, NoTable, Pdf, Picture, Program, SheetMissing, TooLarge, Unsupported,
};

use super::office::{compound, document, old_workbook, open_spreadsheet, record, rows, workbook, zip};

pub struct Case {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    /// How many cells are read, or why none are.
    pub expected: Result<usize, RefusalCode>,
}

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |name, bytes, expected| cases.push(Case { name, bytes, expected });
    addresses(&mut add);
    strings(&mut add);
    containers(&mut add);
    markup(&mut add);
    disguises(&mut add);
    documents(&mut add);
    old_workbooks(&mut add);
    texts(&mut add);
    cases
}

/// A sheet that takes its reader long: very many attributes on very many cells.
pub fn slow() -> Vec<u8> {
    let mut text = String::from("<worksheet><sheetData><row r=\"1\">");
    let attributes: String = (0..1000).fold(String::new(), |mut text, number| {
        let _ = write!(text, " a{number}=\"{}\"", number * 7919);
        text
    });
    for _ in 0..3_000 {
        let _ = write!(text, "<c{attributes}/>");
    }
    text.push_str("</row></sheetData></worksheet>");
    workbook(&[("xl/worksheets/sheet1.xml", text.as_bytes())])
}

type Add<'a> = &'a mut dyn FnMut(&'static str, Vec<u8>, Result<usize, RefusalCode>);

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

fn addresses(add: Add<'_>) {
    let corners = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
    add("two corners", rows(corners), Ok(2));
    add("a column too far", rows("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>"), Err(Damaged));
    add("a column that overflows", rows("<row r=\"1\"><c r=\"ZZZZZZZ1\"><v>1</v></c></row>"), Err(Damaged));
    add("a row that overflows", rows("<row r=\"99999999999\"/>"), Err(Damaged));
    add("row zero", rows("<row r=\"0\"><c r=\"A0\"><v>1</v></c></row>"), Err(Damaged));
    let lying = b"<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>";
    add("a dimension that lies", workbook(&[(SHEET, lying)]), Ok(1));
    let merges: String = (1..=1_100_000).fold(String::new(), |mut text, row| {
        let _ = write!(text, "<mergeCell ref=\"A{row}:B{row}\"/>");
        text
    });
    let merged = format!("<worksheet><sheetData/><mergeCells>{merges}</mergeCells></worksheet>");
    add("a million merges", workbook(&[(SHEET, merged.as_bytes())]), Err(TooLarge));
}

fn strings(add: Add<'_>) {
    add("a count of strings that lies", workbook(&[(STRINGS, b"<sst uniqueCount=\"4294967295\"/>")]), Ok(1));
    for value in ["-1", "7", "99999999999999999999"] {
        let row = format!("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>{value}</v></c></row>");
        add("a string that is not there", rows(&row), Err(Damaged));
    }
    let empty = format!("<sst>{}</sst>", "<si/>".repeat(1_200_000));
    add("a million empty strings", workbook(&[(STRINGS, empty.as_bytes())]), Err(TooLarge));
    let string = format!("<sst><si><t>{}</t></si></sst>", "字".repeat(30_000));
    let cells: String = (1..=2_000).fold(String::new(), |mut text, row| {
        let _ = write!(text, "<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>");
        text
    });
    let sheet = format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
    let amplified = workbook(&[(STRINGS, string.as_bytes()), (SHEET, sheet.as_bytes())]);
    add("one long string in every cell", amplified, Err(TooLarge));
    let long = format!("<row r=\"1\"><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", "A".repeat(40_000));
    add("a text longer than a cell", rows(&long), Err(TooLarge));
}

fn containers(add: Add<'_>) {
    let blank = " ".repeat(80 << 20);
    add("a sheet that unpacks to 80 MiB", workbook(&[(SHEET, blank.as_bytes())]), Err(TooLarge));
    let picture = vec![0_u8; 30 << 20];
    add(
        "pictures that unpack to 300 MiB",
        workbook(&(0..10).map(|n| (MEDIA[n], &picture[..])).collect::<Vec<_>>()),
        Err(TooLarge),
    );
    let mut lying = workbook(&[("xl/media/a.bin", &picture)]);
    replace_all(&mut lying, &(30_u32 << 20).to_le_bytes(), &1000_u32.to_le_bytes());
    add("a size that lies", lying, Err(Damaged));
    add("a name that climbs out", workbook(&[("../../evil.txt", b"x")]), Err(Damaged));
    add("an absolute name", workbook(&[("/etc/cron.d/x", b"x")]), Err(Damaged));
    add("names that differ in case", workbook(&[("XL/WORKBOOK.XML", b"<x/>")]), Err(Damaged));
    let names: Vec<String> = (0..6_000).map(|number| format!("xl/media/{number}")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    add("six thousand entries", workbook(&many), Err(TooLarge));
    let target =
        |target: &str| format!("<R><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"{target}\"/></R>");
    for (place, code) in [
        ("../../../../etc/passwd", SheetMissing),
        ("http://127.0.0.1:9/x.xml", SheetMissing),
        ("workbook.xml", Damaged),
    ] {
        let parts = target(place);
        add("a sheet elsewhere", workbook(&[("xl/_rels/workbook.xml.rels", parts.as_bytes())]), Err(code));
    }
    let sheets = "<sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/>".repeat(3_000);
    let list = format!("<workbook><sheets>{sheets}</sheets></workbook>");
    add("three thousand sheets", workbook(&[("xl/workbook.xml", list.as_bytes())]), Err(TooLarge));
}

const MEDIA: [&str; 10] = ["m/0", "m/1", "m/2", "m/3", "m/4", "m/5", "m/6", "m/7", "m/8", "m/9"];

fn markup(add: Add<'_>) {
    let laughs = "<!DOCTYPE l [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    add("entities in entities", workbook(&[(STRINGS, laughs.as_bytes())]), Err(Damaged));
    let file = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><sst><si><t>&x;</t></si></sst>";
    add("an entity out of a file", workbook(&[(STRINGS, file.as_bytes())]), Err(Damaged));
    let theme = ("xl/theme/theme1.xml", &b"<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/\"><a/>"[..]);
    add("a document type where nobody looks", workbook(&[theme]), Err(Damaged));
    let deep = format!("<sst>{}</sst>", "<r>".repeat(500_000));
    add("half a million levels", workbook(&[(STRINGS, deep.as_bytes())]), Err(TooLarge));
    let attributes: String = (0..300_000).fold(String::new(), |mut text, number| {
        let _ = write!(text, " a{number}=\"1\"");
        text
    });
    let cell = format!("<row r=\"1\"><c r=\"A1\"{attributes}><v>1</v></c></row>");
    add("300 000 attributes", rows(&cell), Ok(1));
    add(
        "bytes that are no UTF-8",
        workbook(&[(STRINGS, b"<sst><si><t>\xff\xfe\xc0</t></si></sst>")]),
        Err(Damaged),
    );
    add(
        "a sheet that ends in the middle",
        workbook(&[(SHEET, b"<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v>")]),
        Err(Damaged),
    );
    let parentheses = format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000));
    let formula = format!("<row r=\"1\"><c r=\"A1\"><f>{parentheses}</f><v>1</v></c></row>");
    add("a formula of parentheses", rows(&formula), Ok(1));
    let shared = "<row r=\"1\"><c r=\"A1\"><f t=\"shared\" ref=\"A1:XFD1048576\" si=\"4000000000\">B1</f><v>1</v></c></row>";
    add("a formula for the whole sheet", rows(shared), Ok(1));
    let extremes: String = ["1e400", "NaN", "inf", "1e-400", &"9".repeat(400), "0x10"]
        .iter()
        .map(|value| format!("<c><v>{value}</v></c>"))
        .collect();
    add("numbers that are none", rows(&format!("<row r=\"1\">{extremes}</row>")), Ok(6));
}

fn disguises(add: Add<'_>) {
    let whole = rows("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    let before = |start: &[u8]| [start, &whole].concat();
    add("a PDF before a workbook", before(b"%PDF-1.4\n"), Err(Pdf));
    add("a picture before a workbook", before(b"GIF89a\x01\0\x01\0"), Err(Picture));
    add("a page before a workbook", before(b"<html><script>x</script></html>"), Err(Unsupported));
    add("nothing", Vec::new(), Err(Empty));
    add("blanks", b" \r\n\0".to_vec(), Err(Empty));
    add("a program", [&b"MZ"[..], &[0; 100]].concat(), Err(Program));
    add("a program before a workbook", before(b"MZ\0\0stub"), Ok(1));
    add("lines of a server before a workbook", before(b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n"), Ok(1));
    add("four bytes", b"PK\x03\x04".to_vec(), Err(Damaged));
    add("an empty archive", zip(&[]), Err(Empty));
    add("the start of a compound file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), Err(Damaged));
    add("a table of hypertext", "<table><tr><td>单位<td>1</table>".as_bytes().to_vec(), Ok(2));
    add("an unfinished page", b"<html><table><tr><td>12".to_vec(), Err(Damaged));
    add("tables in tables", "<table><tr><td>".repeat(100_000).into_bytes(), Err(TooLarge));
    add(
        "spans of a billion",
        b"<table><tr><td colspan=1000000000 rowspan=1000000000>1<td>2</table>".to_vec(),
        Err(TooLarge),
    );
}

fn documents(add: Add<'_>) {
    let nested =
        |open: &str, close: &str, times: usize| document(&(open.repeat(times) + &close.repeat(times)));
    add("nested tables", nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 2_000), Err(TooLarge));
    add("nested insertions", nested("<w:ins>", "</w:ins>", 2_000), Err(TooLarge));
    add(
        "a document cut short",
        zip(&[("[Content_Types].xml", b"<T/>"), ("word/document.xml", b"<w:document>")]),
        Err(Damaged),
    );
    add("no table", document("<w:p><w:r><w:t>总结</w:t></w:r></w:p>"), Err(NoTable));
    let wide = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"4294967295\"/></w:tcPr><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    add("a cell as wide as a sheet, and another", document(wide), Err(TooLarge));
    let cell =
        |attributes: &str| format!("<table:table-cell o:value-type=\"float\" o:value=\"1\" {attributes}/>");
    let row = |attributes: &str, cells: &str| {
        open_spreadsheet(&format!("<table:table-row {attributes}>{cells}</table:table-row>"))
    };
    let all_rows = "table:number-rows-repeated=\"1048576\"";
    add("a full sheet", row(all_rows, &cell("table:number-columns-repeated=\"16384\"")), Err(TooLarge));
    add("columns beyond count", row("", &cell("table:number-columns-repeated=\"2147483647\"")), Err(Damaged));
    add(
        "rows beyond count",
        row("table:number-rows-repeated=\"18446744073709551615\"", &cell("")),
        Err(Damaged),
    );
    let blanks = "<table:table-cell o:value-type=\"string\"><text:p><text:s text:c=\"4000000000\"/></text:p></table:table-cell>";
    add("four thousand million blanks", row("", blanks), Err(TooLarge));
}

fn old_workbooks(add: Add<'_>) {
    let number = |row: u16, column: u16| {
        let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
        record(0x0203, &[&place[..], &1.0_f64.to_le_bytes()].concat())
    };
    add("an old sheet", old_workbook(&[], &number(0, 0)), Ok(1));
    add("two old corners", old_workbook(&[], &[number(0, 0), number(65535, 255)].concat()), Ok(2));
    add("an old column too far", old_workbook(&[], &number(0, 65535)), Err(Damaged));
    add("a chain that loops", compound(b"", true), Err(Damaged));
    add("a password", old_workbook(&record(0x002f, &[1, 0]), &[]), Err(Encrypted));
    let count = [0xff_u8; 8];
    add("old strings beyond count", old_workbook(&record(0x00fc, &count), &[]), Err(TooLarge));
    let string = [&[1, 0, 0, 0, 1, 0, 0, 0][..], b"\xff\xff\x01ab"].concat();
    add("an old string that lies", old_workbook(&record(0x00fc, &string), &[]), Err(Damaged));
    add("a short record", old_workbook(&[], &record(0x0203, &[0, 0])), Err(Damaged));
    add("merges that lie", old_workbook(&[], &record(0x00e5, &[0xff, 0xff, 0, 0])), Err(Damaged));
    let dimensions = [&[0xff_u8; 8][..], &[0; 6]].concat();
    add(
        "old dimensions that lie",
        old_workbook(&[], &[record(0x0200, &dimensions), number(0, 0)].concat()),
        Ok(1),
    );
}

fn texts(add: Add<'_>) {
    add("a quotation mark that never closes", b"a,b\n\"x,y\nx,y\n".to_vec(), Err(Damaged));
    add("a million fields", vec![b','; 1_000_000], Err(TooLarge));
    add("zero bytes", b"a\0b,c\n\0\0\0\n".to_vec(), Err(Unsupported));
    add("formulas as text", b"=1+1,\"=cmd|'/C calc'!A0\",@SUM(1)\n".to_vec(), Ok(3));
    add("half a character", "单位,数量".as_bytes()[..8].to_vec(), Err(Damaged));
    add(
        "a mail without an end",
        b"From: a\r\nDate: b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n".to_vec(),
        Err(Damaged),
    );
}

fn replace_all(bytes: &mut [u8], old: &[u8], new: &[u8]) {
    for at in 0..bytes.len() - old.len() {
        if bytes[at..].starts_with(old) {
            bytes[at..at + new.len()].copy_from_slice(new);
        }
    }
}
