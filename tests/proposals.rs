//! Forms proposed from blank tables: sixty-one of them, of the offices that report to one another, each in the formats
//! that keep what it shows.
//!
//! What is proposed is held against what a careful person would have written, word by word; a copy filled in by a
//! unit is then read by the form that was proposed, figure by figure; and a sample of the form itself is read back.

#[path = "proposals/awkward.rs"]
mod awkward;
#[path = "proposals/drawn.rs"]
mod drawn;
#[path = "proposals/market.rs"]
mod market;
#[path = "proposals/offices.rs"]
mod offices;
#[path = "forms/picture.rs"]
mod picture;
#[path = "sheets/mod.rs"]
mod sheets;
#[path = "proposals/unseen.rs"]
mod unseen;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use drawn::Table;
use huibiao::form::Form;
use huibiao::form::sketch::Sketch;
use huibiao::formats::{Limits, Pool};
use huibiao::report::sample::sample;
use huibiao::submit::propose::Proposal;
use huibiao::workflow::{Reader, proposal};
use sheets::formats;
use sheets::random::Random;

fn pool() -> Arc<Pool> {
    let program = Path::new(env!("CARGO_BIN_EXE_huibiao"));
    Arc::new(Pool::new(program, 2, Limits::sheet()).expect("workers can be started"))
}

fn tables() -> impl Iterator<Item = &'static Table> {
    market::TABLES.iter().chain(offices::TABLES).chain(awkward::TABLES).chain(unseen::TABLES)
}

fn file(format: &str, drawn: &str) -> Vec<u8> {
    (formats::named(format).write)(&picture::book(drawn), &mut Random::new(13))
}

fn proposed(pool: &Pool, table: &Table, format: &str) -> Proposal {
    proposal::of_bytes(pool, &file(format, &table.blank()))
        .unwrap_or_else(|sentence| panic!("{} as {format}: {sentence}", table.name))
}

#[test]
fn every_item_measure_and_column_is_proposed() {
    let pool = pool();
    let (mut all, mut right) = (0, 0);
    let mut missed = Vec::new();
    for table in tables() {
        for format in table.formats {
            let told = drawn::told(&proposed(&pool, table, format).sketch);
            let (words, matching, wrong) = drawn::compare(table.form, &told);
            (all, right) = (all + words, right + matching);
            missed.extend(wrong.iter().map(|line| format!("{} as {format}: {line}", table.name)));
        }
    }
    assert_eq!(tables().count(), 61);
    assert!(right * 100 >= all * 95, "{right} of {all} words:\n{}", missed.join("\n"));
    assert_eq!(missed, Vec::<String>::new(), "{right} of {all} words");
}

#[test]
fn filled_copies_are_read_by_the_form_that_was_proposed() {
    let pool = pool();
    let mut wrong = Vec::new();
    for table in tables() {
        for format in table.formats {
            let sketch = proposed(&pool, table, format).sketch;
            let form = Arc::new(sketch.form().expect("a proposal is a form"));
            let (filled, figures) = table.filled(&form);
            let read = read(&pool, &form, &file(format, &filled));
            let values = |figure: &usize| read.get(*figure).and_then(Option::as_deref);
            let misread = figures.iter().filter(|(figure, value)| values(figure) != Some(value.as_str()));
            wrong.extend(misread.map(|(figure, value)| {
                format!("{} as {format}: figure {figure} is {value}, read {:?}", table.name, values(figure))
            }));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// The figures of the only table in a file; nothing where there is another number of tables.
fn read(pool: &Arc<Pool>, form: &Arc<Form>, bytes: &[u8]) -> Vec<Option<String>> {
    let reader = Reader::new(Arc::clone(pool), 1, Arc::clone(form), Some(2024), None);
    let files = reader.read_bytes("table", bytes);
    let readings: Vec<_> = files.iter().flat_map(|file| file.readings.iter().flatten()).collect();
    match readings.as_slice() {
        [only] => only.answers.values().iter().map(|value| value.map(|value| value.to_string())).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_text_of_a_proposal_is_the_same_form_and_its_sample_comes_back_right() {
    let pool = pool();
    for table in tables() {
        let sketch = proposed(&pool, table, table.formats[0]).sketch;
        let again = Sketch::read(&sketch.text()).expect("a proposal's text is a form");
        assert_eq!(again, sketch, "{}", table.name);
        let sample = sample(&Arc::new(sketch.form().expect("a form")), 2024);
        assert_eq!(sample.wrong, Vec::<String>::new(), "{}", table.name);
    }
}

#[test]
fn the_command_prints_a_form_and_what_to_look_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("proposals");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let (table, form, copy) = (folder.join("表.xlsx"), folder.join("表.toml"), folder.join("样张.xlsx"));
    let drawn =
        "执法情况统计表\n填报单位：　　填报日期：\n项目|数量\n立案（件）|\n其中：罚款案件（件）|\n走访|";
    std::fs::write(&table, file("xlsx", drawn)).expect("a table can be written");
    let run = |arguments: &[&std::ffi::OsStr]| {
        let output = Command::new(env!("CARGO_BIN_EXE_huibiao")).arg("form").args(arguments).output();
        let output = output.expect("the program runs");
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), words(&output.stdout), words(&output.stderr))
    };
    let (code, _, questions) = run(&["from".as_ref(), table.as_ref(), "--out".as_ref(), form.as_ref()]);
    assert_eq!(code, Some(0), "{questions}");
    assert_eq!(questions, "请核对：A6：表上没有写“走访”的计量单位，暂按“个”；请核对\n");
    let (code, said, _) = run(&["check".as_ref(), form.as_ref()]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.ends_with("其中项 1 项：\n  第1.1项“罚款案件”：其中项，不大于第1项“立案”\n"), "{said}");
    let (code, said, _) = run(&["sample".as_ref(), form.as_ref(), copy.as_ref()]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.ends_with("读回核对：3 个数全部读对，审核没有问题。\n"), "{said}");
}

/// A notice around a table, drawn; and the same as Word exports it to text, one line a row and one line a cell.
const NOTICE: [&str; 3] = [
    "县教育体育局关于开展2024年校园安全检查的通知\n各中小学校：\n为做好校园安全工作，现将有关事项通知如下。\n\
     一、检查时间：2024年4月1日至4月20日。\n二、请于4月22日前将校园安全检查情况统计表和工作总结报送县教体局安全科。\n\
     联系人：李敏，联系电话：5556677。\n附件\n2024年校园安全检查情况统计表\n填报学校：　　填报日期：\n",
    "序号|检查内容|单位|数量\n1|检查学校|所|\n2|排查隐患|处|\n|其中：重大隐患|处|\n3|整改隐患|处|\n",
    "填表人：　　审核人：\n注：检查学校含幼儿园。",
];

#[test]
fn prose_around_the_table_of_a_notice_is_no_part_of_its_form() {
    let [above, table, below] = NOTICE;
    let drawn = NOTICE.concat();
    let lines = format!("{above}{}{below}", table.replace('|', "\t"));
    let cells = |row: &str| row.split('|').map(|cell| format!("\t{cell}\n")).collect::<String>();
    let spread: Vec<String> = table.trim().lines().map(cells).collect();
    let spread = format!("{above}{}\n{below}", spread.join("\n"));
    let pool = pool();
    for (format, bytes) in [
        ("docx", file("docx", &drawn)),
        ("html", file("html", &drawn)),
        ("lines with tabs", lines.into_bytes()),
        ("a line for each cell", spread.into_bytes()),
    ] {
        let proposal = proposal::of_bytes(&pool, &bytes).unwrap_or_else(|why| panic!("{format}: {why}"));
        let told = drawn::told(&proposal.sketch);
        let wanted = [
            "{year}年校园安全检查情况统计表",
            "表头 unit=填报学校 date=填报日期 reporter=填表人 reviewer=审核人",
            "注 检查学校含幼儿园。",
            "1 检查学校 所",
            "2 排查隐患 处",
            "2.1 重大隐患 处 <2",
            "3 整改隐患 处",
        ];
        assert_eq!(told, wanted, "{format}");
        assert_eq!(proposal.questions, [], "{format}");
    }
}

#[test]
fn a_filled_table_asks_the_same_as_a_blank_one() {
    let pool = pool();
    for table in tables() {
        let format = table.formats[0];
        let blank = proposed(&pool, table, format).sketch;
        let (filled, _) = table.filled(&blank.form().expect("a form"));
        let again = proposal::of_bytes(&pool, &file(format, &filled)).expect("a table is found");
        assert_eq!(drawn::told(&again.sketch), drawn::told(&blank), "{}", table.name);
    }
}

#[test]
fn a_part_by_its_words_is_read_in_every_layout() {
    let text = r#"code = "x"
version = "1"
title = "执法情况统计表"
short_title = "执法情况"
[[item]]
code = "1"
label = "立案案件"
measure = "件"
[[item]]
code = "2"
label = "其中：罚款案件"
measure = "件"
[[item]]
code = "3"
label = "其中：罚没金额（万元）"
measure = "万元"
decimals = 6
[[item]]
code = "4"
label = "走访企业"
measure = "家"
"#;
    let form = Arc::new(huibiao::form::definition::read_form(text).expect("a form"));
    assert_eq!(form.items[1].part_of.as_ref().map(|part| part.whole), Some(0));
    assert!(form.items[2].part_of.is_none(), "money is no part of a count");
    let pool = pool();
    for drawn in [
        "执法情况统计表\n项目|单位|数量\n立案案件|件|12\n其中：罚款案件|件|5\n其中：罚没金额|万元|3.5\n走访企业|家|7",
        "执法情况统计表\n项目|单位|数量\n立案案件|件|12\n'　　罚款案件|件|5\n'　　罚没金额|万元|3.5\n走访企业|家|7",
        "执法情况统计表\n项目|<|单位|数量\n立案案件|<|件|12\n其中|罚款案件|件|5\n^|罚没金额|万元|3.5\n走访企业|<|家|7",
        "执法情况统计表\n立案案件（件）|其中：罚款案件（件）|罚没金额（万元）|走访企业（家）\n12|5|3.5|7",
    ] {
        let figures = read(&pool, &form, &file("xlsx", drawn));
        let figures: Vec<&str> = figures.iter().map(|figure| figure.as_deref().unwrap_or("_")).collect();
        assert_eq!(figures, ["12", "5", "3.5", "7"], "{drawn}");
    }
}
