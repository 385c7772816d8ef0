//! The templates with fewer rows than units as old workbooks (.xls), made of the new ones by the office suite: the last
//! row is repeated there as it is in new ones, the suite opens what was made and comes to the same.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, Format, FormatBorder, Formula, Image, Url, Workbook, Worksheet,
};

use super::drawn::{address, workbook};
use super::longer::{Case, cases, filled, rows_from, with_everything};
use super::old::{Record, streams};
use super::suite::Office;
use super::{parts, said, value, workbook_cells};

/// Each workbook as an old one.
fn old(suite: &Office, made: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let names: Vec<String> = (0..made.len()).map(|number| format!("{number}.xlsx")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(made).map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    suite.convert(&files, "xls")
}

fn new(suite: &Office, made: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let names: Vec<String> = (0..made.len()).map(|number| format!("made-{number}.xls")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(made).map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    suite.convert(&files, "xlsx")
}

/// Where a row that is no copy lies, and which ones are copies of it.
fn same_besides(case: &Case, before: &[u8], after: &[u8]) {
    let name = case.name;
    let ((streams_before, before), (streams_after, after)) = (streams(before), streams(after));
    assert_eq!(streams_before, streams_after, "{name}: other streams");
    let grew = (case.expected.len() + 2 - case.rows.len()) as u16;
    let first_copy =
        case.expected.iter().position(|row| row.contains("市第一医院")).unwrap() as u16 + 3 - grew;
    let mut expected: BTreeMap<(u16, u16), u16> = BTreeMap::new();
    for ((_, row, column), (format, _)) in &before.cells {
        let below = if *row >= first_copy { grew } else { 0 };
        expected.insert((row + below, *column), *format);
        if *row + 1 == first_copy {
            (0..grew).for_each(|by| {
                expected.insert((first_copy + by, *column), *format);
            });
        }
    }
    let known: BTreeMap<(u16, u16), u16> =
        after.cells.iter().map(|((_, row, column), (format, _))| ((*row, *column), *format)).collect();
    assert_eq!(known, expected, "{name}: cells and their formats");
    let kinds =
        |others: &[(u16, Vec<u8>)], kind: u16| others.iter().filter(|(known, _)| *known == kind).count();
    let rows = (kinds(&before.others, 0x0208), kinds(&after.others, 0x0208));
    assert_eq!(rows.0 + usize::from(grew), rows.1, "{name}: rows");
    assert_eq!(kinds(&after.others, 0x04bc), 0, "{name}: formulas that cells share");
    // Rows, merged areas, names, what cells shared, and the workbook's strings, which come last.
    let follow = [0x0208, 0x00e5, 0x0018, 0x04bc];
    let others = |others: &[Record]| {
        let stay = others[..others.len() - 1].iter().filter(|(kind, _)| !follow.contains(kind));
        stay.cloned().collect::<Vec<Record>>()
    };
    assert!(others(&before.others) == others(&after.others), "{name}: records of no cell");
    let strings = |others: &[Record]| others.last().expect("strings").1.clone();
    assert!(strings(&after.others).starts_with(&strings(&before.others)), "{name}: strings");
}

#[test]
fn the_last_row_of_an_old_workbook_is_repeated_as_that_of_a_new_one() {
    let suite = Office::new("templates-longer-old");
    let cases = cases();
    let templates: Vec<Vec<u8>> =
        cases.iter().map(|case| workbook(&[("上报表", case.rows, case.merges)])).collect();
    let blank = old(&suite, &templates);
    let mut made = Vec::new();
    for (number, (case, template)) in cases.iter().zip(&blank).enumerate() {
        let file = if number == 0 { "上报表.et" } else { "上报表.xls" };
        let (_desk, answer, filled) = filled(&format!("old-{number}"), file, template);
        let filled = filled.unwrap_or_else(|| panic!("{}: not filled: {}", case.name, answer.errors));
        same_besides(case, template, &filled);
        made.push(filled);
    }
    let shown = new(&suite, &made);
    for (((case, template), stored), shown) in cases.iter().zip(&templates).zip(&made).zip(&shown) {
        let mut expected = workbook_cells(template);
        expected.retain(|at, _| address(at).0 < 2);
        expected.extend(rows_from(3, case.expected));
        assert_eq!(workbook_cells(shown), expected, "{}", case.name);
        for (at, total) in case.totals {
            for (who, bytes) in [("stored", stored), ("the office suite", shown)] {
                assert_eq!(value(bytes, at), Some(*total), "{}: {at}, {who}", case.name);
            }
        }
    }
}

/// A part of a workbook as text.
fn text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8_lossy(parts.get(name).unwrap_or_else(|| panic!("{name}: {:?}", parts.keys())))
        .into_owned()
}

#[test]
fn everything_that_names_cells_of_an_old_workbook_follows_them() {
    let suite = Office::new("templates-everything-old");
    let blank = old(&suite, &[with_everything(), with_more()]);
    let made = ["everything", "more"].into_iter().zip(&blank).map(|(name, blank)| {
        let (_desk, answer, made) = filled(&format!("{name}-old"), "上报表.xls", blank);
        let grown =
            said(&answer).into_iter().any(|words| words.contains("照 “分单位”A4 这一行往下加了 1 行"));
        assert!(grown, "{:#?}", said(&answer));
        made.unwrap_or_else(|| panic!("{name}: not filled: {}", answer.errors))
    });
    let shown = new(&suite, &made.collect::<Vec<_>>());
    for (at, total) in [("B6", 9.0), ("E6", 1848.0), ("E5", 616.0), ("2!A1", 9.0)] {
        for shown in &shown {
            assert_eq!(value(shown, at), Some(total), "{at}");
        }
    }
    let (first, second) = (parts(&shown[0]), parts(&shown[1]));
    for (parts, part, words) in [
        (&first, "xl/worksheets/sheet1.xml", "sqref=\"B3:D5\""),
        (&first, "xl/worksheets/sheet1.xml", "<formula>$B$6</formula>"),
        (&first, "xl/worksheets/sheet1.xml", "<brk id=\"6\""),
        (&first, "xl/worksheets/sheet1.xml", ">C5+D5</f>"),
        (&first, "xl/worksheets/sheet1.xml", ">SUM(E3:E5)</f>"),
        (&first, "xl/worksheets/sheet2.xml", ">分单位!B6*1</f>"),
        (&first, "xl/workbook.xml", "分单位!$B$3:$D$5"),
        (&first, "xl/workbook.xml", "分单位!$A$1:$E$7"),
        (&first, "xl/charts/chart1.xml", "分单位!$B$3:$B$5"),
        (&first, "xl/charts/chart1.xml", "分单位!$A$3:$A$5"),
        (&first, "xl/comments1.xml", "ref=\"A6\""),
        (&first, "xl/drawings/drawing1.xml", "<xdr:row>9</xdr:row>"),
        (&first, "xl/drawings/vmlDrawing1.vml", "<x:Row>5</x:Row>"),
        (&second, "xl/worksheets/sheet1.xml", "<formula>B3&gt;$B$6</formula>"),
        (&second, "xl/worksheets/sheet1.xml", "<formula1>B3&gt;=0</formula1>"),
        (&second, "xl/worksheets/sheet1.xml", "sqref=\"B3:D5\""),
        (&second, "xl/worksheets/sheet1.xml", "<hyperlink ref=\"A7\""),
        (&second, "xl/worksheets/sheet2.xml", ">SUM(分单位!B3:B5)</f>"),
        (&second, "xl/workbook.xml", "分单位!$1:$2"),
        (&second, "xl/drawings/drawing1.xml", "<xdr:row>8</xdr:row>"),
    ] {
        let text = text(parts, part);
        assert!(text.contains(words), "{part}: {words} in {text}");
    }
}

/// A dot.
const PICTURE: [u8; 68] = [
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 31,
    21, 196, 137, 0, 0, 0, 11, 73, 68, 65, 84, 120, 218, 99, 96, 0, 2, 0, 0, 5, 0, 1, 233, 250, 220, 216, 0,
    0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

const ROWS: [&str; 6] = [
    "分单位统计||||",
    "单位名称|普法宣传活动|受理消费者咨询|受理消费者投诉|合件",
    "||||=C3+D3",
    "||||=C4+D4",
    "合计|=SUM(B3:B4)|=SUM(C3:C4)|=SUM(D3:D4)|=SUM(E3:E4)",
    "填表人：||||",
];

/// A template with two rows for units, to which something is added.
fn drawn(add: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let framed = Format::new().set_border(FormatBorder::Thin);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("分单位").expect("a name");
    for (row, cells) in ROWS.iter().enumerate() {
        for (column, words) in cells.split('|').enumerate() {
            let (row, column) = (row as u32, column as u16);
            let written = match words {
                "" => sheet.write_blank(row, column, &framed),
                words if words.starts_with('=') => {
                    sheet.write_formula_with_format(row, column, Formula::new(words).set_result("0"), &framed)
                }
                words => sheet.write_string_with_format(row, column, words, &framed),
            };
            written.expect("a cell");
        }
    }
    add(&mut workbook);
    workbook.save_to_buffer().expect("a workbook")
}

fn own(workbook: &mut Workbook) -> &mut Worksheet {
    workbook.worksheet_from_index(0).expect("a sheet")
}

/// Checks and colours that look along their rows, a head on every page, a link, a picture, a sum on another sheet.
fn with_more() -> Vec<u8> {
    drawn(|workbook| {
        let sheet = own(workbook);
        let check = DataValidation::new().allow_custom("=B3>=0".into());
        sheet.add_data_validation(2, 1, 3, 3, &check).expect("a check");
        let large = ConditionalFormatFormula::new().set_rule("=B3>$B$5").set_format(Format::new().set_bold());
        sheet.add_conditional_format(2, 1, 3, 3, &large).expect("a colour");
        sheet.set_repeat_rows(0, 1).expect("a head");
        sheet.write_url(5, 0, Url::new("https://example.org/").set_text("填表人：")).expect("a link");
        sheet.insert_image(7, 1, &Image::new_from_buffer(&PICTURE).expect("a picture")).expect("a picture");
        let other = workbook.add_worksheet().set_name("说明").expect("a name");
        other.write_formula(0, 0, Formula::new("=SUM(分单位!B3:B4)").set_result("0")).expect("a formula");
    })
}

#[test]
fn an_old_workbook_of_which_something_cannot_be_followed_is_left() {
    let formula = |cell: (u32, u16), words: &'static str| {
        move |workbook: &mut Workbook| {
            let formula = Formula::new(words).set_result("0");
            own(workbook).write_formula(cell.0, cell.1, formula).expect("a formula");
        }
    };
    let templates = [
        (
            "a filter",
            drawn(|workbook| {
                own(workbook).autofilter(1, 0, 3, 4).expect("a filter");
            }),
        ),
        ("a sum of cells counted from another", drawn(formula((4, 1), "=SUM(OFFSET(B3,0,0,2,1))"))),
        ("a sum of cells named in words", drawn(formula((4, 1), "=SUM(INDIRECT(\"B3:B4\"))"))),
        ("a row that looks at another", drawn(formula((3, 4), "=C4+D2"))),
        ("a row that looks at the sum", drawn(formula((3, 4), "=C4/D5"))),
        (
            "a formula over several cells",
            drawn(|workbook| {
                own(workbook).write_array_formula(2, 4, 3, 4, "{=C3:C4+D3:D4}").expect("a formula");
            }),
        ),
        (
            "a link to a cell",
            drawn(|workbook| {
                own(workbook)
                    .write_url(5, 0, Url::new("internal:分单位!B5").set_text("填表人："))
                    .expect("a link");
            }),
        ),
    ];
    let suite = Office::new("templates-left-old");
    let files: Vec<Vec<u8>> = templates.iter().map(|(_, bytes)| bytes.clone()).collect();
    for (number, ((name, _), blank)) in templates.iter().zip(old(&suite, &files)).enumerate() {
        let (_desk, answer, made) = filled(&format!("old-left-{number}"), "上报表.xls", &blank);
        assert!(made.is_none(), "{name}");
        assert!(answer.errors.contains("请在模板里合计行以上补足行数"), "{name}: {}", answer.errors);
    }
}
