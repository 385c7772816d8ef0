//! Workbooks of our own, read back.

use super::*;
use crate::form::builtin;
use crate::submit::grid::Cell;

fn sheet(name: &str, rows: &[Vec<String>]) -> Sheet {
    let cells = rows.iter().enumerate().flat_map(|(row, texts)| {
        texts.iter().enumerate().filter(|(_, text)| !text.is_empty()).map(move |(column, text)| Cell {
            row: row as u32,
            column: column as u32,
            content: Content::Text(text.clone()),
            computed: false,
        })
    });
    Sheet { name: name.to_owned(), visible: true, cells: cells.collect(), ..Sheet::default() }
}

const HEADS: [&str; 7] = ["单位代码", "单位名称", "指标代码", "指标", "计量单位", "数值", "原文"];

/// One row, and what 说明 says of it: column and text.
fn workbook(row: [&str; 7], once: &[[&str; 2]], stated: Option<&str>) -> Grid {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let data = [owned(&HEADS), owned(&row)];
    let pairs: Vec<Vec<String>> = once.iter().map(|pair| owned(pair)).collect();
    let sum = checksum::of(pairs.iter().chain(&data));
    let line = format!("{}{}", checksum::LABEL, stated.unwrap_or(&sum));
    let mut about =
        vec![owned(&[MARK]), owned(&[&line]), owned(&[ABOUT_DATA]), owned(&["内容", "一行一个数"])];
    about.extend(pairs);
    Grid { sheets: vec![sheet("数据", &data), sheet("说明", &about)], ..Grid::default() }
}

const ROW: [&str; 7] = ["A1", "甲所", "4", "受理消费者咨询情况", "件", "564", ""];
const ONCE: [[&str; 2]; 4] = [["栏", "数量"], ["状态", "待核实"], ["年度", "2024"], ["工作表", "Sheet1"]];

#[test]
fn a_workbook_of_ours_is_read_with_what_is_said_once() {
    let form = builtin::anchor();
    let readings = read_back(&form, &workbook(ROW, &ONCE, None)).unwrap().unwrap();
    let [reading] = readings.as_slice() else { panic!("{} readings", readings.len()) };
    let answer = reading.answers.get(3);
    assert_eq!((answer.value, answer.raw.as_str()), (Number::parse("564"), "564"));
    assert_eq!((reading.title_years.as_slice(), reading.sheet.as_str()), ([2024].as_slice(), "Sheet1"));
    assert_eq!(reading.carried.as_ref().unwrap().standing, Standing::Held);
    let words = ["A1", "甲所", "4", "受理消费者咨询情况", "件", "564", "五百六十四"];
    let readings = read_back(&form, &workbook(words, &ONCE, None)).unwrap().unwrap();
    assert_eq!(readings[0].answers.get(3).raw, "五百六十四");
}

#[test]
fn a_figure_or_a_state_changed_by_hand_is_noticed() {
    let form = builtin::anchor();
    let refused = |grid: &Grid| read_back(&form, grid).unwrap().unwrap_err().code;
    let sum = checksum::of(ONCE.iter().map(|pair| pair.to_vec()).chain([HEADS.to_vec(), ROW.to_vec()]));
    assert!(read_back(&form, &workbook(ROW, &ONCE, Some(&sum))).unwrap().is_ok());
    let figure = ["A1", "甲所", "4", "受理消费者咨询情况", "件", "565", ""];
    assert_eq!(refused(&workbook(figure, &ONCE, Some(&sum))), RefusalCode::Edited);
    let mut freed = ONCE;
    freed[1] = ["状态", "已汇入"];
    assert_eq!(refused(&workbook(ROW, &freed, Some(&sum))), RefusalCode::Edited);
    let mut gone = workbook(ROW, &ONCE, Some(&sum));
    gone.sheets.remove(0);
    assert_eq!(refused(&gone), RefusalCode::Edited);
    assert!(read_back(&form, &Grid::default()).is_none(), "another's file");
}
