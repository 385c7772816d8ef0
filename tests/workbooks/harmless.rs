//! Words that a spreadsheet would take for a formula leave the program as words: ten thousand, at random, behind every
//! beginning that is dangerous, as CSV and as a workbook, read back by other programs.

use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use huibiao::formats::separated::{BEGINNING, harmless, line};
use huibiao::formats::{self, Contents, Level, Limits, workbook};
use huibiao::report::table::{
    Cell, Orientation, Page, Properties, Role, Row, Sheet, Shown, Workbook as Told,
};
use huibiao::submit::grid::Content;
use huibiao::vocabulary::Number;
use huibiao::vocabulary::time::parse_instant;

use crate::office::Office;
use crate::random::Random;

const DANGEROUS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

const PIECES: [&str; 40] = [
    "SUM(A1:A9)",
    "1+1",
    "1/0",
    "cmd|' /C calc'!A0",
    "HYPERLINK(\"http://198.51.100.7\",\"看\")",
    "WEBSERVICE(B1)",
    "DDE(\"a\",\"b\",\"c\")",
    "IMPORTXML(",
    "INDIRECT(\"R1C1\",0)",
    "#REF!",
    "TRUE()",
    "=",
    "+",
    "-",
    "@",
    "＝",
    "－",
    "(",
    ")",
    "\"",
    "\"\"",
    "'",
    ",",
    ";",
    "|",
    "\t",
    "\r",
    "\n",
    "\r\n",
    " ",
    "\u{3000}",
    "\u{200b}",
    "0",
    "12.5",
    "1e9",
    "沂源县",
    "，",
    "&lt;<r>&",
    "_x0041_",
    "𠮷",
];

const WORDS: usize = 10_000;

/// The same words on every machine: each begins dangerously, and goes on in any way.
fn words() -> Vec<String> {
    let mut random = Random::new(315);
    let word = |number: usize| {
        let mut word = String::from(DANGEROUS[number % DANGEROUS.len()]);
        (0..random.below(9)).for_each(|_| word.push_str(random.pick(&PIECES)));
        word
    };
    (0..WORDS).map(word).collect()
}

#[test]
fn no_word_of_a_csv_is_a_formula_and_none_is_lost() {
    let words = words();
    let mut text = String::from(BEGINNING);
    line(&mut text, ["词".to_owned(), "数".to_owned()].into_iter());
    for word in &words {
        line(&mut text, [harmless(word), "-7".to_owned()].into_iter());
    }
    let read = formats::read(text.as_bytes(), Level::Received, &Limits::sheet()).expect("it is read");
    let Contents::Grid(grid) = read else { panic!("it is a table") };
    let cells = &grid.sheets[0].cells;
    assert_eq!(cells.len(), 2 * (WORDS + 1));
    for (number, (word, row)) in words.iter().zip(cells[2..].chunks(2)).enumerate() {
        let place = [(row[0].row, row[0].column), (row[1].row, row[1].column)];
        let number = number as u32 + 1;
        assert_eq!(place, [(number, 0), (number, 1)], "{word:?}");
        let Content::Text(stands) = &row[0].content else { panic!("{word:?}: {:?}", row[0].content) };
        assert!(!stands.starts_with(DANGEROUS), "{stands:?}");
        assert_eq!(stands.strip_prefix('\''), Some(word.as_str()));
        assert_eq!(row[1].content.text(), "-7", "a negative figure behind {word:?}");
    }
}

/// The words with a negative figure beside each, as our own workbook.
fn written(words: &[String]) -> Vec<u8> {
    let mut sheet = Sheet::new("词", Page::new(Orientation::Portrait), vec![40.0, 10.0]);
    sheet.rows = (1..)
        .zip(words)
        .map(|(number, word)| {
            let figure = Number::whole(-number);
            let cells = vec![Cell::text(word, Role::Plain), Cell::number(figure, Shown::Exact, Role::Figure)];
            Row { cells, ..Row::default() }
        })
        .collect();
    let none = String::new;
    let properties = Properties {
        title: none(),
        subject: none(),
        author: none(),
        company: none(),
        keywords: none(),
        kind: none(),
        made: parse_instant("2024-03-25 09:05").expect("a time"),
    };
    workbook::write(&Told { file_name: "词.xlsx".to_owned(), properties, sheets: vec![sheet] })
        .expect("written")
}

/// The first sheet, and how many of its cells are formulas.
fn first_sheet(bytes: &[u8]) -> (Range<Data>, usize) {
    let mut file: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let formulas = file.worksheet_formula("词").expect("formulas");
    let computed = formulas.used_cells().filter(|(.., formula)| !formula.is_empty()).count();
    (file.worksheet_range("词").expect("the sheet"), computed)
}

/// Every word is there as a text, every figure as a number, nothing is computed.
fn all_are_words(bytes: &[u8], words: &[String], told: impl Fn(&str) -> String) {
    let (range, computed) = first_sheet(bytes);
    assert_eq!(computed, 0, "cells with a formula");
    assert_eq!(range.height(), words.len());
    for (number, word) in words.iter().enumerate() {
        let at = |column| range.get_value((number as u32, column));
        let Some(Data::String(stands)) = at(0) else { panic!("{word:?} is {:?}", at(0)) };
        assert_eq!(told(stands), told(word), "word {number}");
        assert_eq!(at(1), Some(&Data::Float(-(number as f64) - 1.0)), "the figure beside {word:?}");
    }
}

#[test]
fn no_word_of_a_workbook_is_a_formula_and_none_is_lost() {
    let words = words();
    all_are_words(&written(&words), &words, str::to_owned);
}

#[test]
fn an_office_suite_computes_no_word_of_a_workbook() {
    let words = words();
    let office = Office::new("harmless");
    let saved = office.convert(&[("词.xlsx", &written(&words))], "xlsx");
    // Of line ends of several kinds beside each other it makes one.
    let lines = |word: &str| {
        let (begins, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        let begins = if begins == "\r" { "\n" } else { begins };
        let lines: Vec<&str> = rest.split(['\r', '\n']).filter(|line| !line.is_empty()).collect();
        format!("{begins}{}", lines.join("\n"))
    };
    all_are_words(&saved[0], &words, lines);
}
