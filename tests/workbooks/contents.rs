//! What the workbooks of the small city say.

use huibiao::formats::workbook::write;
use huibiao::report::table::{Cell, Orientation, Outcome, Page, Role, Row, Sheet, Shown, Workbook};
use huibiao::report::{checksum, fill, template, tidy};
use huibiao::vocabulary::Number;

use crate::book::{Book, parts};
use crate::city;

fn named<'w>(workbooks: &'w [Workbook], node: &str) -> &'w Workbook {
    workbooks.iter().find(|workbook| workbook.file_name.starts_with(node)).expect("a workbook of the node")
}

fn book(node: &str) -> Book {
    let roll_up = city::roll_up();
    let workbooks = fill::workbooks(&template::built_in(), &roll_up, None);
    Book::open(&write(named(&workbooks, node)).expect("written"))
}

/// Each row: sheet, row label, column heading, what stands there.
fn check(book: &Book, expected: &[(&str, &str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (sheet, row, column, says) in expected {
        let said = book.says(sheet, row, column);
        if said != *says {
            wrong.push(format!("{sheet}: {row} × {column} should say “{says}”, says “{said}”"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_node_gets_its_workbook_under_its_own_name() {
    let roll_up = city::roll_up();
    let names: Vec<String> = fill::workbooks(&template::built_in(), &roll_up, None)
        .into_iter()
        .map(|workbook| workbook.file_name)
        .collect();
    assert_eq!(
        names,
        [
            "淄博市-2024年315活动情况统计-汇总.xlsx",
            "沂源县-2024年315活动情况统计-汇总.xlsx",
            "桓台县-2024年315活动情况统计-汇总.xlsx",
            "高青县-2024年315活动情况统计-汇总.xlsx",
        ]
    );
    assert_eq!(
        book("淄博市").names(),
        ["汇总表", "分县区", "分县区报送", "分单位", "报送情况", "未报名单", "核实与问题", "数据", "说明"]
    );
    assert_eq!(
        book("沂源县").names(),
        ["汇总表", "分单位", "报送情况", "未报名单", "核实与问题", "数据", "说明"]
    );
}

#[test]
fn a_county_adds_up_the_units_that_count_and_no_other() {
    check(
        &book("沂源县"),
        &[
            ("汇总表", "普法宣传活动", "数量", "7"),
            ("汇总表", "受理消费者咨询情况", "数量", "218"),
            ("汇总表", "为消费者挽回经济损失", "数量", "69.7421"),
            ("汇总表", "为消费者挽回经济损失", "单位", "万元"),
            ("汇总表", "印发各类宣传资料", "数量", "5500"),
            ("分单位", "合计", "受理消费者咨询情况（件）", "218"),
            ("分单位", "合计", "状态", "汇入 3\n应报 7"),
        ],
    );
}

#[test]
fn a_unit_that_does_not_count_shows_its_state_and_no_figure() {
    check(
        &book("沂源县"),
        &[
            ("分单位", "沂源县鲁村卫生院", "状态", "待核实"),
            ("分单位", "沂源县鲁村卫生院", "为消费者挽回经济损失（万元）", ""),
            ("分单位", "沂源县悦庄中心卫生院", "状态", "未报"),
            ("分单位", "沂源县悦庄中心卫生院", "普法宣传活动（场）", ""),
            ("分单位", "沂源县西里市场监督管理所", "状态", "有误待改"),
            ("分单位", "沂源县中庄市场监督管理所", "状态", "免报"),
            ("分单位", "沂源县张家坡中心卫生院", "状态", "待确认"),
            // 零报告 is a zero, and is printed as one.
            ("分单位", "沂源县大张庄卫生院", "状态", "已汇入"),
            ("分单位", "沂源县大张庄卫生院", "普法宣传活动（场）", "0"),
        ],
    );
}

#[test]
fn the_city_sees_its_counties_and_the_units_directly_under_it() {
    check(
        &book("淄博市"),
        &[
            ("分县区", "市直", "受理消费者咨询情况（件）", "780"),
            ("分县区", "沂源县", "受理消费者咨询情况（件）", "218"),
            ("分县区", "桓台县", "为消费者挽回经济损失（万元）", "0.012"),
            ("分县区", "高青县", "组织新闻发布会（场）", ""),
            ("分县区", "合计", "受理消费者咨询情况（件）", "1380"),
            ("分县区", "合计", "为消费者挽回经济损失（万元）", "125.4041"),
            ("汇总表", "为消费者挽回经济损失", "数量", "125.4041"),
            ("分单位", "沂源县 小计", "受理消费者咨询情况（件）", "218"),
            ("分单位", "合计", "为消费者挽回经济损失（万元）", "125.4041"),
        ],
    );
}

#[test]
fn totals_are_live_formulas_with_their_results() {
    let book = book("淄博市");
    let (row, column) = book.find("分单位", "沂源县 小计", "受理消费者咨询情况（件）");
    assert!(book.formula("分单位", row, column).starts_with("SUBTOTAL(9,"));
    let (row, column) = book.find("分县区", "合计", "受理消费者咨询情况（件）");
    assert!(book.formula("分县区", row, column).starts_with("SUM("));
    for (sheet, row, column, result) in book.all_formulas() {
        assert!(!result.is_empty(), "{sheet} row {row} column {column} has no stored result");
    }
}

#[test]
fn coverage_stands_beside_every_total() {
    let line = "汇总范围：应报 7 个单位，实报 6 个（按时 4、迟报 1、时间未知 0、有误待改 1），未报 1 个，免报 1 个；\
                实报中零报告 1 个、待核实 1 个、待确认 1 个。本表汇入 3 个单位。";
    let book = book("沂源县");
    for sheet in ["汇总表", "分单位", "报送情况"] {
        assert!(book.text(sheet).contains(line), "{sheet}:\n{}", book.text(sheet));
    }
}

#[test]
fn a_held_unit_carries_what_it_would_do_to_the_total() {
    let book = book("沂源县");
    let effect = "第7项合计将由 69.74 万元变为 350069.74 万元";
    assert!(book.text("汇总表").contains(effect), "{}", book.text("汇总表"));
    assert!(book.text("核实与问题").contains(effect), "{}", book.text("核实与问题"));
}

#[test]
fn the_rounding_note_stands_only_where_rounding_shows() {
    let note = "未作机械调整";
    assert!(book("桓台县").text("分单位").contains(note));
    assert!(!book("沂源县").text("分单位").contains(note));
}

#[test]
fn each_unit_s_arrival_is_told_and_how_late() {
    check(
        &book("沂源县"),
        &[
            ("报送情况", "沂源县南麻市场监督管理所", "时限", "按时"),
            ("报送情况", "沂源县东里市场监督管理所", "时限", "迟报\n2 天 3 小时"),
            ("报送情况", "沂源县东里市场监督管理所", "收到时间", "2024-03-25 03:20"),
            ("报送情况", "沂源县西里市场监督管理所", "说明", "强制 1 条，须更正后重报"),
            ("报送情况", "沂源县中庄市场监督管理所", "说明", "新设机构，本年免报"),
            ("报送情况", "沂源县大张庄卫生院", "零报告", "是"),
        ],
    );
    check(&book("高青县"), &[("报送情况", "高青县田镇市场监督管理所", "时限", "时间未知")]);
}

#[test]
fn the_missing_are_named_in_words_for_a_group_chat() {
    let text = book("淄博市").text("未报名单");
    for words in [
        "【2024年315活动情况统计】截至 2024-03-25 09:05，尚有 2 个单位未报送统计表。报送截止：3月22日前（2024-03-22 24:00，含当日）。",
        "沂源县（1 个）：沂源县悦庄中心卫生院。",
        "以下 1 个单位的统计表有误",
        "张院长 0533-6960000",
    ] {
        assert!(text.contains(words), "“{words}” in\n{text}");
    }
    assert!(book("桓台县").text("未报名单").contains("应报的 3 个单位均已报送"));
}

#[test]
fn what_belongs_to_nobody_is_listed_once_with_the_whole() {
    let text = book("淄博市").text("核实与问题");
    assert!(text.contains("高青县/青城卫生院统计表.xlsx"), "{text}");
    assert!(text.contains("填报单位“沂河源市场监管所”不在单位名录中"), "{text}");
    assert!(!book("沂源县").text("核实与问题").contains("沂河源"));
}

#[test]
fn the_tidy_sheet_holds_every_figure_exactly_and_its_checksum_fits() {
    let book = book("沂源县");
    let (rows, columns) = book.size("数据");
    assert_eq!(rows, 1 + 7 * 11, "seven sheets of eleven figures, the held and faulty included");
    let cells = |row: u32| (0..columns).map(|column| book.at("数据", row, column)).collect::<Vec<_>>();
    let once = said_once(&book);
    let full = |row: u32| -> Vec<String> {
        let stands =
            |name: &str| cells(0).iter().position(|head| head == name).map(|at| cells(row)[at].clone());
        let said = |name: &str| once.iter().find(|pair| pair[0] == name).map(|pair| pair[1].clone());
        tidy::COLUMNS.iter().map(|name| stands(name).or_else(|| said(name)).unwrap_or_default()).collect()
    };
    assert_eq!(
        full(7).join("|"),
        "2024|370320001|沂源县南麻市场监督管理所|单位|370320|沂源县|已汇入|是|7|为消费者挽回经济损失|数量|万元|57.4421|||\
         邮件附件/370320001-统计表（2024-03-18）.xlsx|Sheet1|D10|2024-03-18|2024-03-18 09:30:00|否"
    );
    assert!(once.iter().all(|pair| !cells(0).contains(&pair[0])), "said once: {once:?}");
    let sum = checksum::of(once.into_iter().chain((0..rows).map(cells)));
    assert!(book.text("说明").contains(&format!("数据校验码：{sum}")), "{}", book.text("说明"));
    assert!(book.text("说明").contains(fill::MARK));
}

/// Columns and texts that 说明 gives for all rows of 数据.
fn said_once(book: &Book) -> Vec<Vec<String>> {
    let text = book.text("说明");
    let block = text.lines().skip_while(|line| !line.starts_with(fill::ABOUT_DATA)).skip(2);
    let pairs = block.map(|line| line.splitn(3, '|').take(2).map(str::to_owned).collect::<Vec<_>>());
    pairs.take_while(|pair| tidy::COLUMNS.contains(&pair[0].as_str())).collect()
}

#[test]
fn a_citys_tidy_sheet_has_its_counties_and_the_units_directly_under_it() {
    let book = book("淄博市");
    let table = book.text("数据");
    let rows_of = |name: &str| table.lines().filter(|line| line.contains(name)).count();
    assert_eq!((rows_of("沂源县南麻市场监督管理所"), rows_of("|沂源县|")), (0, 11));
    check(&book, &[("数据", "沂源县", "状态", "合计"), ("数据", "沂源县", "数值", "7")]);
}

#[test]
fn last_year_stands_beside_this_year() {
    let (roll_up, last) = (city::roll_up(), city::last_year());
    let workbooks = fill::workbooks(&template::built_in(), &roll_up, Some(&last));
    let book = Book::open(&write(named(&workbooks, "淄博市")).expect("written"));
    check(
        &book,
        &[
            ("汇总表", "受理消费者咨询情况", "上年同期", "1200"),
            ("分县区", "市直", "受理消费者咨询情况（件）", "780"),
            ("汇总表", "受理消费者咨询情况", "增减", "0.15"),
            // Nothing to compare with: last year is unknown, or zero.
            ("汇总表", "组织新闻媒体专栏专题", "上年同期", "—"),
            ("汇总表", "组织新闻媒体专栏专题", "增减", "—"),
            ("汇总表", "组织新闻发布会", "增减", "—"),
        ],
    );
}

#[test]
fn the_same_roll_up_gives_the_same_bytes() {
    let roll_up = city::roll_up();
    let bytes = || {
        let workbooks = fill::workbooks(&template::built_in(), &roll_up, None);
        write(&workbooks[0]).expect("written")
    };
    assert!(bytes() == bytes());
}

#[test]
fn every_workbook_has_its_own_names_last_rows_and_drawn_figures() {
    let roll_up = city::roll_up();
    for workbook in fill::workbooks(&template::built_in(), &roll_up, None) {
        let bytes = write(&workbook).expect("written");
        let (parts, book) = (parts(&bytes), Book::open(&bytes));
        assert!(
            parts["docProps/core.xml"]
                .contains(&format!("<dc:title>{}</dc:title>", workbook.properties.title))
        );
        assert!(parts["docProps/core.xml"].contains(&workbook.properties.author));
        for (position, sheet) in book.names().into_iter().enumerate() {
            let xml = &parts[&format!("xl/worksheets/sheet{}.xml", position + 1)];
            let last = xml.rsplit_once("<row r=\"").map(|(_, row)| row.split('"').next().expect("a number"));
            if sheet == "数据" {
                assert!(
                    !parts["xl/workbook.xml"].contains(">数据!$A$1:$"),
                    "programs read it, nobody prints it"
                );
                continue;
            }
            let printed = between(&parts["xl/workbook.xml"], &format!(">{sheet}!$A$1:$"), "<");
            assert_eq!(printed.rsplit('$').next(), last, "{sheet} of {}", workbook.file_name);
        }
        let charts = parts.iter().filter(|(name, _)| name.starts_with("xl/charts/"));
        let drawn: usize = charts.map(|(_, xml)| same_as_the_cells(xml, &book)).sum();
        assert!(drawn > 5, "{drawn} drawn cells of {}", workbook.file_name);
    }
}

/// What a chart carries of cells in one column is what stands in them; how many cells.
fn same_as_the_cells(xml: &str, book: &Book) -> usize {
    let ranges = xml.split("<c:f>").skip(1).map(|range| range.split_once("</c:f>").expect("a range"));
    let mut cells = 0;
    for (range, rest) in ranges {
        let (sheet, corners) = range.split_once('!').expect("a sheet");
        let corners: Vec<&str> = corners.split(['$', ':']).filter(|word| !word.is_empty()).collect();
        let column = u32::from(corners[0].as_bytes()[0] - b'A');
        let first: u32 = corners[1].parse().expect("a row");
        let copied = rest.split("Cache>").nth(1).expect("a copy");
        for point in copied.split("<c:pt idx=\"").skip(1) {
            let (index, value) = point.split_once("\"><c:v>").expect("a value");
            let row = first - 1 + index.parse::<u32>().expect("an index");
            let value = value.split("</c:v>").next().expect("a value");
            assert_eq!(value, book.at(sheet.trim_matches('\''), row, column), "{range} {index}");
            cells += 1;
        }
    }
    cells
}

fn between<'t>(text: &'t str, before: &str, behind: &str) -> &'t str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("{before} is there"));
    rest.split(behind).next().expect("a beginning")
}

#[test]
fn words_that_look_like_formulas_stay_words() {
    let mut roll_up = city::roll_up();
    let index = roll_up.submissions.iter().position(|sheet| !sheet.findings.is_empty()).expect("a finding");
    for (position, sentence) in ["=1+1", "+1", "-1", "@x"].into_iter().enumerate() {
        roll_up.submissions[index].answers.get_mut(position).raw = sentence.to_owned();
        roll_up.submissions[index].findings[0].sentence = sentence.to_owned();
        let workbooks = fill::workbooks(&template::built_in(), &roll_up, None);
        let book = Book::open(&write(named(&workbooks, "沂源县")).expect("written"));
        assert!(book.text("核实与问题").contains(sentence));
        assert!(book.text("数据").contains(sentence));
    }
}

/// A workbook of one sheet with these cells below each other, and the XML of its part.
fn column_of(cells: Vec<Cell>) -> (Vec<u8>, String) {
    let mut sheet = Sheet::new("数", Page::new(Orientation::Portrait), vec![20.0]);
    sheet.rows = cells.into_iter().map(|cell| Row { cells: vec![cell], ..Row::default() }).collect();
    let roll_up = city::roll_up();
    let mut workbook = fill::workbooks(&template::built_in(), &roll_up, None).remove(0);
    workbook.sheets = vec![sheet];
    let bytes = write(&workbook).expect("written");
    let xml = parts(&bytes)["xl/worksheets/sheet1.xml"].clone();
    (bytes, xml)
}

/// What stands between `<v>` and `</v>`, cell by cell.
fn stored(xml: &str) -> Vec<&str> {
    xml.split("<v>").skip(1).map(|text| text.split("</v>").next().expect("a value")).collect()
}

/// The library takes binary numbers; it must write back the decimal that they came from.
#[test]
fn a_figure_is_stored_as_the_decimal_that_it_is() {
    let decimals = [
        "0",
        "-5",
        "0.1",
        "57.4421",
        "125.4041",
        "0.000001",
        "-0.000001",
        "0.000000000001",
        "999999999.999999",
        "99999999999.9999",
        "999999999999999",
        "-999999999999999",
        "0.123456789012",
        "123456789.012345",
        "9007199254.74099",
    ];
    let mut decimals: Vec<String> = decimals.map(str::to_owned).into();
    // Fifteen digits and a point anywhere among them, without a pattern.
    let mut digits = 271_828_182_845_905_u64;
    for places in (0..13).cycle().take(2_000) {
        digits = digits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = Number::whole((digits % 1_000_000_000_000_000) as i64).shift(-places);
        decimals.push(number.expect("a number of a form").to_string());
    }
    let number = |text: &String| Number::parse(text).unwrap_or_else(|| panic!("{text} is a number"));
    let cell = |text: &String| Cell::number(number(text), Shown::Exact, Role::Figure);
    let (_, xml) = column_of(decimals.iter().map(cell).collect());
    assert_eq!(stored(&xml), decimals);
}

#[test]
fn a_figure_beyond_fifteen_digits_is_the_nearest_that_a_spreadsheet_holds_and_a_result_stays_exact() {
    let long = Number::parse("123456789012345678").expect("a number");
    let result = Outcome::Number(long);
    let (_, xml) = column_of(vec![
        Cell::number(long, Shown::Exact, Role::Figure),
        Cell::formula("A1".to_owned(), result, Shown::Exact, Role::Total),
    ]);
    assert_eq!(stored(&xml), ["123456789012345680", "123456789012345678"]);
}

#[test]
fn any_text_comes_back_as_it_is_and_one_that_no_cell_holds_is_cut() {
    let (long, paired) = ("甲".repeat(40_000), "𠮷".repeat(20_000));
    for (text, read) in [
        ("甲<乙>&\"丙\"", "甲<乙>&\"丙\""),
        (" 甲\n乙 ", " 甲\n乙 "),
        ("_x000D_ _x_", "_x000D_ _x_"),
        ("<r>甲</r>", " <r>甲</r>"),
        ("<r><t>&", " <r><t>&"),
        (&long, &"甲".repeat(32_767)),
        (&paired, &"𠮷".repeat(16_383)),
    ] {
        let (bytes, _) = column_of(vec![Cell::text(text, Role::Words), Cell::text(text, Role::Plain)]);
        let book = Book::open(&bytes);
        assert_eq!([book.at("数", 0, 0), book.at("数", 1, 0)], [read, read]);
    }
}
