//! Templates with fewer rows than units: the last row is repeated, and everything that spoke of cells speaks of the same
//! cells afterwards.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Chart, ChartType, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DataValidationRule,
    Format, FormatBorder, Formula, Note, Workbook,
};

use super::drawn::{address, document, workbook};
use super::office::{Answer, Desk, PLAIN};
use super::{document_cells, parts, said, suite, value, with, workbook_cells};

/// Two counties and a hospital in a template.
pub fn filled(name: &str, file: &str, bytes: &[u8]) -> (Desk, Answer, Option<Vec<u8>>) {
    let desk =
        Desk::new(&format!("template-longer-{name}")).option("--template", file).option("--year", "2024");
    desk.sheet("sheets/a.csv", "沂源县南麻市场监督管理所", "2024.3.18", with(7, "0.1"));
    desk.sheet("sheets/b.csv", "桓台县果里卫生院", "2024.3.18", with(7, "0.2"));
    desk.sheet("sheets/c.csv", "淄博市第一医院", "2024.3.18", PLAIN);
    std::fs::write(desk.folder.join(file), bytes).expect("the template is written");
    let answer = desk.roll_up();
    let path = answer.json["superior"]["path"].as_str().map(str::to_owned);
    let made = path.map(|path| std::fs::read(path).expect("the filled template"));
    (desk, answer, made)
}

pub struct Case {
    pub name: &'static str,
    pub rows: &'static [&'static str],
    pub merges: &'static [&'static str],
    /// All cells below the head afterwards, as rows; formulas as they read then.
    pub expected: &'static [&'static str],
    pub totals: &'static [(&'static str, f64)],
}

pub const HEAD: &str = "单位名称|普法宣传活动|受理消费者咨询|受理消费者投诉";

pub fn cases() -> Vec<Case> {
    vec![
        Case {
            name: "one row with a sum of one row below",
            rows: &["分单位统计", HEAD, "|||", "合计|=SUM(B3:B3)|=SUM(C3:C3)|=SUM(D3:D3)", "填表人：|||"],
            merges: &["A1:D1"],
            expected: &[
                "沂源县|3|564|52",
                "桓台县|3|564|52",
                "淄博市第一医院|3|564|52",
                "合计|=SUM(B3:B5)|=SUM(C3:C5)|=SUM(D3:D5)",
                "填表人：|||",
            ],
            totals: &[("B6", 9.0), ("C6", 1692.0), ("D6", 156.0)],
        },
        Case {
            name: "two rows, a sum along the row, a share of the whole and a number that counts on",
            rows: &[
                "分单位统计",
                "序号|单位名称|普法宣传活动|受理消费者咨询|受理消费者投诉|合件|占比",
                "1|||||=D3+E3|=F3/SUM(F$3:F$4)",
                "=A3+1|||||=D4+E4|=F4/SUM(F$3:F$4)",
                "|合计|=SUM(C3:C4)|=SUM(D3:D4)|=SUM(E3:E4)|=SUM(F3:F4)|=F5/$F$5",
            ],
            merges: &["A1:G1"],
            expected: &[
                "1|沂源县|3|564|52|=D3+E3|=F3/SUM(F$3:F$5)",
                "=A3+1|桓台县|3|564|52|=D4+E4|=F4/SUM(F$3:F$5)",
                "=A4+1|淄博市第一医院|3|564|52|=D5+E5|=F5/SUM(F$3:F$5)",
                "|合计|=SUM(C3:C5)|=SUM(D3:D5)|=SUM(E3:E5)|=SUM(F3:F5)|=F6/$F$6",
            ],
            totals: &[("C6", 9.0), ("F6", 1848.0), ("A5", 3.0)],
        },
        Case {
            name: "names over two merged columns, the kind of unit merged down",
            rows: &[
                "分单位统计",
                "类别|单位名称||普法宣传活动|受理消费者咨询|受理消费者投诉",
                "下级|||||",
                "|||||",
                "合计|||=SUM(D3:D4)|=SUM(E3:E4)|=SUM(F3:F4)",
            ],
            merges: &["A1:F1", "B2:C2", "A3:A4", "B3:C3", "B4:C4"],
            expected: &[
                "下级|沂源县||3|564|52",
                "|桓台县||3|564|52",
                "|淄博市第一医院||3|564|52",
                "合计|||=SUM(D3:D5)|=SUM(E3:E5)|=SUM(F3:F5)",
            ],
            totals: &[("D6", 9.0)],
        },
        Case {
            name: "a blank line between the sum and the signature is nobody's",
            rows: &[
                "分单位统计",
                HEAD,
                "|||",
                "|||",
                "合计|=SUM(B3:B4)|=SUM(C3:C4)|=SUM(D3:D4)",
                "|||",
                "填表人：|||",
            ],
            merges: &["A1:D1"],
            expected: &[
                "沂源县|3|564|52",
                "桓台县|3|564|52",
                "淄博市第一医院|3|564|52",
                "合计|=SUM(B3:B5)|=SUM(C3:C5)|=SUM(D3:D5)",
                "|||",
                "填表人：|||",
            ],
            totals: &[("B6", 9.0)],
        },
        Case {
            name: "a sum above its units",
            rows: &["分单位统计", HEAD, "合计|=SUM(B4:B4)|=SUM(C4:C4)|=SUM(D4:D4)", "|||", "填表人：|||"],
            merges: &["A1:D1"],
            expected: &[
                "合计|=SUM(B4:B6)|=SUM(C4:C6)|=SUM(D4:D6)",
                "沂源县|3|564|52",
                "桓台县|3|564|52",
                "淄博市第一医院|3|564|52",
                "填表人：|||",
            ],
            totals: &[("B3", 9.0)],
        },
        Case {
            name: "nothing below the only row",
            rows: &["分单位统计", HEAD, "|||"],
            merges: &["A1:D1"],
            expected: &["沂源县|3|564|52", "桓台县|3|564|52", "淄博市第一医院|3|564|52"],
            totals: &[],
        },
    ]
}

pub fn rows_from(first: u32, rows: &[&str]) -> BTreeMap<String, String> {
    let cells = rows.iter().enumerate().flat_map(|(row, cells)| {
        cells.split('|').enumerate().map(move |(column, words)| {
            let letter = char::from(b'A' + u8::try_from(column).unwrap());
            (format!("{letter}{}", first + row as u32), words.trim().to_owned())
        })
    });
    cells.filter(|(_, words)| !words.is_empty()).collect()
}

#[test]
fn the_last_row_is_repeated_where_a_template_has_fewer_than_units() {
    let mut wrong = Vec::new();
    let mut made: Vec<(String, Vec<u8>, Case)> = Vec::new();
    for (number, case) in cases().into_iter().enumerate() {
        let template = workbook(&[("上报表", case.rows, case.merges)]);
        let (_desk, answer, filled) = filled(&number.to_string(), "上报表.xlsx", &template);
        let Some(filled) = filled else {
            wrong.push(format!("{}: not filled: {}", case.name, answer.errors));
            continue;
        };
        let mut expected = workbook_cells(&template);
        expected.retain(|at, _| address(at).0 < 2);
        expected.extend(rows_from(3, case.expected));
        let after = workbook_cells(&filled);
        let differing = expected.keys().chain(after.keys()).filter(|at| expected.get(*at) != after.get(*at));
        let differing: Vec<String> =
            differing.map(|at| format!("{at}: {:?} for {:?}", after.get(at), expected.get(at))).collect();
        if !differing.is_empty() {
            wrong.push(format!("{}: {differing:#?}", case.name));
            continue;
        }
        let styles = |row: u32| styles_of(&filled, row);
        if styles(5)
            != styles(case.expected.iter().position(|row| row.contains("桓台县")).unwrap() as u32 + 2)
        {
            wrong.push(format!("{}: the copy looks otherwise: {:?}", case.name, styles(5)));
        }
        made.push((format!("{number}.xlsx"), filled, case));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let files: Vec<(&str, &[u8])> =
        made.iter().map(|(name, bytes, _)| (name.as_str(), bytes.as_slice())).collect();
    let again = suite::Office::new("templates-longer").convert(&files, "xlsx");
    for ((_, stored, case), recalculated) in made.iter().zip(&again) {
        for (at, total) in case.totals {
            for (who, bytes) in [("stored", stored), ("the office suite", recalculated)] {
                assert_eq!(value(bytes, at), Some(*total), "{}: {at}, {who}", case.name);
            }
        }
    }
}

/// The styles of a row's cells, by column.
fn styles_of(bytes: &[u8], row: u32) -> Vec<String> {
    let text = sheet(bytes, 1);
    let begins = text.find(&format!("<row r=\"{row}\"")).unwrap_or(text.len());
    let row = text[begins..].split("</row>").next().unwrap_or_default().to_owned();
    let cells = row.split("<c r=\"").skip(1).map(|cell| {
        let letters = cell.trim_end_matches(|c: char| c != '"');
        let letters: String = letters.chars().take_while(char::is_ascii_alphabetic).collect();
        let style = cell.split(" s=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        format!("{letters}{style}")
    });
    cells.collect()
}

fn sheet(bytes: &[u8], number: usize) -> String {
    let part = parts(bytes).remove(&format!("xl/worksheets/sheet{number}.xml")).expect("a sheet");
    String::from_utf8(part).expect("text")
}

/// A template with something of everything that says where cells lie.
pub fn with_everything() -> Vec<u8> {
    let framed = Format::new().set_border(FormatBorder::Thin);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("分单位").expect("a name");
    for (row, cells) in [
        "分单位统计||||",
        "单位名称|普法宣传活动|受理消费者咨询|受理消费者投诉|合件",
        "||||=C3+D3",
        "||||=C4+D4",
        "合计|=SUM(B3:B4)|=SUM(C3:C4)|=SUM(D3:D4)|=SUM(E3:E4)",
        "填表人：||||",
    ]
    .iter()
    .enumerate()
    {
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
    let whole = DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0));
    sheet.add_data_validation(2, 1, 3, 3, &whole).expect("a check");
    let large = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::GreaterThan(Formula::new("=$B$5")))
        .set_format(Format::new().set_bold());
    sheet.add_conditional_format(2, 1, 3, 3, &large).expect("a colour");
    sheet.insert_note(4, 0, &Note::new("各行之和")).expect("a note");
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_categories("分单位!$A$3:$A$4").set_values("分单位!$B$3:$B$4");
    sheet.insert_chart(8, 0, &chart).expect("a chart");
    sheet.set_page_breaks(&[5]).expect("a break");
    sheet.set_print_area(0, 0, 5, 4).expect("an area");
    let other = workbook.add_worksheet().set_name("说明").expect("a name");
    other.write_formula(0, 0, Formula::new("=分单位!B5*1").set_result("0")).expect("a formula");
    workbook.define_name("全部", "=分单位!$B$3:$D$4").expect("a name");
    workbook.save_to_buffer().expect("a workbook")
}

#[test]
fn everything_that_names_cells_follows_them() {
    let (_desk, answer, made) = filled("everything", "上报表.xlsx", &with_everything());
    let made = made.unwrap_or_else(|| panic!("not filled: {}", answer.errors));
    let parts: BTreeMap<String, String> = parts(&made)
        .into_iter()
        .map(|(name, content)| (name, String::from_utf8_lossy(&content).into_owned()))
        .collect();
    for (part, words) in [
        ("xl/worksheets/sheet1.xml", "sqref=\"B3:D5\""),
        ("xl/worksheets/sheet1.xml", "<formula>$B$6</formula>"),
        ("xl/worksheets/sheet1.xml", "<brk id=\"6\""),
        ("xl/worksheets/sheet1.xml", "<f>C5+D5</f>"),
        ("xl/worksheets/sheet1.xml", "<f>SUM(E3:E5)</f>"),
        ("xl/worksheets/sheet2.xml", "<f>分单位!B6*1</f>"),
        ("xl/workbook.xml", "分单位!$B$3:$D$5"),
        ("xl/workbook.xml", "分单位!$A$1:$E$7"),
        ("xl/charts/chart1.xml", "分单位!$B$3:$B$5"),
        ("xl/charts/chart1.xml", "分单位!$A$3:$A$5"),
        ("xl/comments1.xml", "ref=\"A6\""),
        ("xl/drawings/drawing1.xml", "<xdr:row>9</xdr:row>"),
        ("xl/drawings/vmlDrawing1.vml", "<x:Row>5</x:Row>"),
    ] {
        assert!(parts[part].contains(words), "{part}: {words} in {}", parts[part]);
    }
    let grown = said(&answer).into_iter().find(|words| words.contains("照 “分单位”A4 这一行往下加了 1 行"));
    assert!(grown.is_some(), "{:#?}", said(&answer));
    let again = suite::Office::new("templates-everything").convert(&[("全.xlsx", &made)], "xlsx");
    for (at, total) in [("B6", 9.0), ("E6", 1848.0), ("E5", 616.0), ("2!A1", 9.0)] {
        assert_eq!(value(&again[0], at), Some(total), "{at}");
    }
}

#[test]
fn a_row_of_a_documents_table_is_repeated() {
    let rows = ["单位|普法宣传活动|受理消费者咨询|受理消费者投诉", "|||", "合计|||"];
    let template = document(&["各单位情况"], &rows, &["（盖章）"]);
    let (_desk, answer, made) = filled("document", "上报表.docx", &template);
    let made = made.unwrap_or_else(|| panic!("not filled: {}", answer.errors));
    let expected = rows_from(
        1,
        &[rows[0], "沂源县|3|564|52", "桓台县|3|564|52", "淄博市第一医院|3|564|52", "合计|9|1692|156"],
    );
    assert_eq!(document_cells(&made), expected);
    // A table that nothing follows is as long as it is needed.
    let open = document(&["各单位情况"], &rows[..2], &[]);
    let (_desk, answer, made) = filled("open-document", "上报表.docx", &open);
    let made = made.unwrap_or_else(|| panic!("not filled: {}", answer.errors));
    let expected = rows_from(1, &[rows[0], "沂源县|3|564|52", "桓台县|3|564|52", "淄博市第一医院|3|564|52"]);
    assert_eq!(document_cells(&made), expected);
}

#[test]
fn what_nobody_can_follow_is_left_to_whoever_drew_it() {
    for (name, rows) in [
        ("a row that looks at another", ["分单位统计", HEAD, "||=B2+1|", "合计|=SUM(B3:B3)|=SUM(C3:C3)|"]),
        ("a row that looks at the sum", ["分单位统计", HEAD, "|||=D4", "合计|=SUM(B3:B3)|=SUM(C3:C3)|5"]),
    ] {
        let template = workbook(&[("上报表", &rows, &[])]);
        let (_desk, answer, made) = filled(&format!("left-{}", rows[2].len()), "上报表.xlsx", &template);
        assert!(made.is_none(), "{name}");
        assert!(answer.errors.contains("请在模板里合计行以上补足行数"), "{name}: {}", answer.errors);
    }
}

#[test]
fn a_formula_elsewhere_follows_its_sheet_however_its_name_is_written() {
    let rows = ["分单位统计", HEAD, "|||", "合计|=SUM(B3:B3)|=SUM(C3:C3)|=SUM(D3:D3)"];
    for (name, page, elsewhere, expected) in [
        ("letters of the other kind", "Report", "=REPORT!B4*1", Some("<f>REPORT!B6*1</f>")),
        ("a name that is quoted", "上报 表", "='上报 表'!B4*1", Some("<f>'上报 表'!B6*1</f>")),
        ("a name with a mark that parts write in two ways", "上报'表", "='上报''表'!B4*1", None),
    ] {
        let template = workbook(&[(page, &rows, &["A1:D1"]), ("说明", &[elsewhere], &[])]);
        let (_desk, answer, made) = filled(&format!("elsewhere-{}", page.len()), "上报表.xlsx", &template);
        let Some(expected) = expected else {
            assert!(made.is_none(), "{name}");
            continue;
        };
        let made = made.unwrap_or_else(|| panic!("{name}: {}", answer.errors));
        let said = sheet(&made, 2).replace("&apos;", "'");
        assert!(said.contains(expected), "{name}: {said}");
    }
}
