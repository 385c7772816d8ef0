//! Spreadsheets made by hand.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::container::Container;
use super::super::limits::Limits;
use crate::problem::RefusalCode;
use crate::submit::grid::{Area, Content, Grid, Said};

fn read(tables: &str, manifest: &str) -> Result<Grid, RefusalCode> {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name='t2'>\
         <style:table-properties table:display='false'/></style:style>\
         <style:style style:name='struck'><style:text-properties style:text-line-through-style='solid'/></style:style>\
         <style:style style:name='high'><style:text-properties style:text-position='super 58%'/></style:style>\
         <style:style style:name='plain'><style:text-properties style:text-line-through-style='none'/></style:style>\
         <style:style style:name='child' style:parent-style-name='struck'/>\
         <style:style style:name='common' style:parent-style-name='Taken_20_back'/>\
         <style:style style:name='white'><style:text-properties fo:color='#ffffff'/></style:style>\
         <style:style style:name='head' style:parent-style-name='white'><style:table-cell-properties \
         fo:background-color='#1f497d'/></style:style>\
         <style:style style:name='clear' style:parent-style-name='white'><style:table-cell-properties \
         fo:background-color='transparent'/></style:style>\
         <style:style style:name='auto' style:parent-style-name='white'><style:text-properties \
         style:use-window-font-color='true'/></style:style>\
         <style:style style:name='flat'><style:table-row-properties style:row-height='0.02cm'/></style:style>\
         <style:style style:name='low'><style:table-row-properties style:row-height='0.45cm'/></style:style>\
         <style:style style:name='narrow'><style:table-column-properties style:column-width='0in'/></style:style>\
         </office:automatic-styles>\
         <office:body>{tables}</office:body></office:document-content>"
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let styles = "<s><style:style style:name='Taken_20_back'><style:text-properties \
         style:text-line-through-type='single'/></style:style></s>";
    for (name, text) in
        [("META-INF/manifest.xml", manifest), ("content.xml", &content), ("styles.xml", styles)]
    {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    let limits = Limits::sheet();
    Container::open(&bytes, &limits).and_then(super::read).map_err(|refusal| refusal.code)
}

fn sheet(rows: &str) -> Result<Grid, RefusalCode> {
    read(&format!("<table:table table:name='表'>{rows}</table:table>"), "<m/>")
}

#[test]
fn every_kind_of_cell_is_read() {
    let text = |word: &str| Content::Text(word.into());
    for (cell, content) in [
        ("office:value-type='float' office:value='0.1'><text:p>0.10</text:p>", Content::Number("0.1".into())),
        (
            "office:value-type='date' office:date-value='2024-03-18'><text:p>x</text:p>",
            Content::Date(2024, 3, 18),
        ),
        ("office:value-type='boolean' office:boolean-value='true'><text:p>x</text:p>", Content::Bool(true)),
        (
            "office:value-type='string'><office:annotation><text:p>注</text:p></office:annotation>\
             <text:p>一<text:s text:c='2'/>二</text:p><text:p>三</text:p>",
            text("一  二\n三"),
        ),
        (
            "office:value-type='string'><text:p><text:span text:style-name='struck'>80</text:span>8\
             <text:span text:style-name='plain'>5</text:span><text:span text:style-name='high'>1</text:span></text:p>",
            text("85^1"),
        ),
        (
            "table:formula='of:=1' office:value-type='string'><text:p>#REF!</text:p>",
            Content::Error("#REF!".into()),
        ),
        ("table:formula='of:=1'>", Content::FormulaWithoutResult),
    ] {
        let grid =
            sheet(&format!("<table:table-row><table:table-cell {cell}</table:table-cell></table:table-row>"));
        assert_eq!(grid.unwrap().sheets[0].at(0, 0), Some(&content), "{cell}");
    }
}

#[test]
fn a_cell_that_is_struck_through_is_blank() {
    let cell = |style: &str, figure: u8| {
        format!(
            "<table:table-cell table:style-name='{style}' office:value-type='float' office:value='{figure}'/>"
        )
    };
    let row = format!("<table:table-row>{}{}</table:table-row>", cell("struck", 80), cell("plain", 85));
    let shown = |rows: &str| {
        let sheet = sheet(rows).unwrap().sheets.remove(0);
        sheet.cells.iter().map(|cell| cell.content.text()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shown(&row), "85");
    let columns = "<table:table-column/><table:table-column table:default-cell-style-name='struck' \
         table:number-columns-repeated='2'/>";
    let bare = |figure: u8| cell("", figure).replace("table:style-name=''", "");
    for (row, cells, expected) in [
        ("", [bare(1), bare(2), cell("plain", 3), bare(4)], "1 3 4"),
        ("table:default-cell-style-name='plain'", [bare(1), bare(2), bare(3), bare(4)], "1 2 3 4"),
        ("table:default-cell-style-name='child'", [bare(1), cell("plain", 2), bare(3), bare(4)], "2"),
        ("", [cell("child", 1), cell("common", 2), cell("plain", 3), bare(4)], "3 4"),
    ] {
        assert_eq!(
            shown(&format!("{columns}<table:table-row {row}>{}</table:table-row>", cells.concat())),
            expected
        );
    }
}

#[test]
fn repetitions_merges_and_hidden_things() {
    let one =
        "<table:table-cell office:value-type='float' office:value='1' table:number-columns-repeated='2'/>";
    let rows = format!(
        "<table:table-column table:number-columns-repeated='2'/><table:table-column table:visibility='collapse'/>\
         <table:table-row><table:table-cell table:number-columns-spanned='3' table:number-rows-spanned='2'>\
         <text:p>题</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated='2'/></table:table-row>\
         <table:table-row table:visibility='collapse'/>\
         <table:table-row table:number-rows-repeated='2'><table:table-cell/>{one}</table:table-row>\
         <table:table-row table:number-rows-repeated='1048570'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
    );
    let sheet = sheet(&rows).unwrap().sheets.remove(0);
    let places: Vec<_> = sheet.cells.iter().map(|cell| (cell.row, cell.column)).collect();
    assert_eq!(places, [(0, 0), (2, 1), (2, 2), (3, 1), (3, 2)]);
    assert_eq!(sheet.merges, [Area { first_row: 0, first_column: 0, last_row: 1, last_column: 2 }]);
    assert_eq!((sheet.hidden_rows, sheet.hidden_columns), (vec![1], vec![2]));
}

#[test]
fn sheets_are_hidden_by_their_style() {
    let tables = "<table:table table:name='a' table:style-name='t1'/><table:table table:name='b' table:style-name='t2'/>";
    let grid = read(tables, "<m/>").unwrap();
    let sheets: Vec<_> = grid.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visible)).collect();
    assert_eq!(sheets, [("a", true), ("b", false)]);
}

#[test]
fn one_file_holds_styles_pages_and_sheets() {
    let file = "<office:document office:mimetype='application/vnd.oasis.opendocument.spreadsheet'>\
        <office:automatic-styles><style:style style:name='t1' style:master-page-name='P'/>\
        <style:style style:name='t2'><style:table-properties table:display='false'/></style:style>\
        <style:style style:name='struck'><style:text-properties style:text-line-through-style='solid'/></style:style>\
        </office:automatic-styles><office:master-styles><style:master-page style:name='P'><style:header>\
        <text:p>单位：元</text:p></style:header></style:master-page></office:master-styles><office:body>\
        <table:table table:name='甲' table:style-name='t1'><table:table-row>\
        <table:table-cell office:value-type='float' office:value='12'><text:p>12</text:p></table:table-cell>\
        <table:table-cell table:style-name='struck' office:value-type='float' office:value='9'/>\
        </table:table-row></table:table><table:table table:name='乙' table:style-name='t2'/>\
        </office:body></office:document>";
    let wide: Vec<u8> = format!("\u{feff}{file}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [file.as_bytes(), &wide] {
        let grid = super::read_flat(bytes, &Limits::sheet()).unwrap();
        let sheets: Vec<_> = grid.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.visible)).collect();
        assert_eq!(sheets, [("甲", true), ("乙", false)]);
        assert_eq!(grid.sheets[0].cells.len(), 1);
        assert_eq!(grid.sheets[0].at(0, 0), Some(&Content::Number("12".into())));
        assert_eq!(grid.sheets[0].margins, ["单位：元"]);
    }
    let cut = super::read_flat(&file.as_bytes()[..file.len() - 20], &Limits::sheet());
    assert_eq!(cut.map_err(|refusal| refusal.code), Err(RefusalCode::Damaged));
}

#[test]
fn encrypted_and_overfull_sheets_are_refused() {
    assert_eq!(read("", "<m><manifest:encryption-data/></m>"), Err(RefusalCode::Encrypted));
    let full = |rows: &str, columns: &str| {
        sheet(&format!(
            "<table:table-row table:number-rows-repeated='{rows}'><table:table-cell \
             table:number-columns-repeated='{columns}' office:value-type='float' office:value='1'/></table:table-row>"
        ))
    };
    for (rows, columns, code) in [
        ("1048576", "16384", RefusalCode::TooLarge),
        ("1", "2147483647", RefusalCode::Damaged),
        ("18446744073709551615", "1", RefusalCode::Damaged),
        ("-5", "1", RefusalCode::Damaged),
    ] {
        assert_eq!(full(rows, columns), Err(code), "{rows} × {columns}");
    }
}

#[test]
fn what_a_cell_shows_hides_and_comments_is_remarked() {
    let float = |style: &str, value: &str, shown: &str| {
        format!("{style} office:value-type='float' office:value='{value}'><text:p>{shown}</text:p>")
    };
    let text = |inside: &str| format!(" office:value-type='string'><text:p>{inside}</text:p>");
    let style = |name: &str| format!(" table:style-name='{name}'");
    let note = "<office:annotation><dc:creator>王敏</dc:creator><dc:date>2024-03-18</dc:date><text:p>王敏：应为\
         <text:span text:style-name='struck'>11</text:span>12</text:p><text:p>速改</text:p></office:annotation>";
    let shows = |words: &str| vec![Said::Shown(words.to_owned())];
    let comment = || vec![Said::Comment("应为12\n速改".to_owned())];
    for (cell, said) in [
        (float("", "5000", "5"), shows("5")),
        (float("", "12345", "1.23E+04"), shows("1.23E+04")),
        (float("", "350000", "350000.00元"), vec![Said::Stored("350000".to_owned())]),
        (float("", "28.4886", "28.49"), vec![]),
        (float(&style("white"), "7", "7"), vec![Said::Faint]),
        (float(&style("clear"), "7", "7"), vec![Said::Faint]),
        (float(&style("head"), "7", "7"), vec![]),
        (float(&style("auto"), "7", "7"), vec![]),
        (text("1<text:span text:style-name='white'>2</text:span>3"), vec![Said::Faint]),
        (text("1<text:span text:style-name='white'> </text:span>3"), vec![]),
        (style("head") + &text("1<text:span text:style-name='white'>2</text:span>"), vec![]),
        (style("white") + &text(" "), vec![]),
        (format!(">{note}"), comment()),
        (float("", "7", "7") + note, comment()),
        (style("struck") + &text("11") + note, comment()),
    ] {
        let row = format!("<table:table-row><table:table-cell{cell}</table:table-cell></table:table-row>");
        let sheet = sheet(&row).unwrap().sheets.remove(0);
        let found: Vec<Said> = sheet.remarks_at(0, 0).cloned().collect();
        assert_eq!(found, said, "{cell}");
    }
    // A repeated cell says the same everywhere; one without a style has that of its column.
    let white = "<table:table-column table:default-cell-style-name='white' table:number-columns-repeated='2'/><table:table-row \
         table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='2' \
         office:value-type='float' office:value='7'/></table:table-row>";
    let places: Vec<(u32, u32)> =
        sheet(white).unwrap().sheets[0].remarks.iter().map(|remark| (remark.row, remark.column)).collect();
    assert_eq!(places, [(0, 0), (0, 1), (1, 0), (1, 1)]);
}

#[test]
fn rows_and_columns_drawn_together_are_hidden() {
    let one = "<table:table-cell office:value-type='float' office:value='1'/>";
    let row =
        |style: &str| format!("<table:table-row table:style-name='{style}'>{one}{one}</table:table-row>");
    let columns = "<table:table-column/><table:table-column table:style-name='narrow'/>";
    let sheet = sheet(&[columns, &row("low"), &row("flat"), &row("")].concat()).unwrap().sheets.remove(0);
    assert_eq!((sheet.hidden_rows, sheet.hidden_columns), (vec![1], vec![1]));
}

#[test]
fn results_of_formulas_are_proved() {
    let cell = |formula: &str, value: &str| {
        format!("<table:table-cell {formula} office:value-type='float' office:value='{value}'/>")
    };
    let operands = [cell("", "3"), cell("", "4"), cell("table:style-name='struck'", "8")].concat();
    let worded = "<table:table-cell office:value-type='float' office:value='350000'><text:p>35万元</text:p></table:table-cell>";
    for (formula, value, expected) in [
        ("of:=SUM([.A1:.B1])", "7", "A2 SUM(A1:B1) Agrees"),
        ("of:=SUM([.A1:.B1])", "3", "A2 SUM(A1:B1) Differs(\"7\")"),
        ("of:=SUM([.A1:.D1];[$表.B1])", "350019", "A2 SUM(A1:D1,表!B1) Agrees"),
        ("msoxl:=SUM(A1,B1)", "7", "A2 SUM(A1,B1) Agrees"),
        ("of:=MEDIAN([.A1:.B1])", "3", "A2 MEDIAN([.A1:.B1]) Believed"),
        ("of:=MEDIAN([.A1:.B1])", "0", "A2 MEDIAN([.A1:.B1]) Doubted"),
    ] {
        let own = cell(&format!("table:formula='{formula}'"), value);
        let rows = format!(
            "<table:table-row>{operands}{worded}</table:table-row><table:table-row>{own}</table:table-row>"
        );
        assert_eq!(sheet(&rows).unwrap().sheets[0].proofs(), expected, "{formula} {value}");
    }
}
