//! What is known again of what we wrote, and what is not.

use super::*;
use crate::submit::grid::Remark;

fn words() -> String {
    let line = Line::of(&Finding::hard("not-integer", "第5项（D8）应为整数"), None);
    mark(0, (7, 3), &[&line]).words
}

#[test]
fn our_words_are_known_by_their_code_and_nobody_elses_are() {
    let ours = words();
    assert!(ours.contains("【强制】第5项（D8）应为整数\n怎么改：写成不带小数的整数"), "{ours}");
    for (what, words, expected) in [
        ("alone", ours.clone(), Some("")),
        ("lines broken otherwise", ours.replace('\n', "\r\n  "), Some("")),
        ("in one line", ours.replace('\n', ""), Some("")),
        ("behind the author's name", format!("汇表:\n{ours}"), Some("")),
        ("with a person's below", format!("{ours}\n应为66件"), Some("应为66件")),
        ("with a person's above", format!("王敏：应为66件\n{ours}"), Some("王敏：应为66件")),
        ("twice", format!("{ours}\n{ours}"), Some("")),
        ("with a figure put in", ours.replace("应为整数", "应为66"), None),
        ("with a line put in", ours.replace("\n核对码", "\n应为66件\n核对码"), None),
        ("with a code made up", format!("{OPENING}\n应为66件\n{CODE} 0123456789"), None),
        ("without a code", format!("{OPENING}\n应为66件"), None),
        ("a person's", "应为66件".to_owned(), None),
        ("a code cut short", ours[..ours.len() - 1].to_owned(), None),
    ] {
        assert_eq!(without_ours(&words).as_deref(), expected, "{what}");
    }
}

fn sheet_of(rows: &[Row]) -> Sheet {
    let mut sheet = Sheet { name: LIST.to_owned(), visible: true, ..Sheet::default() };
    for (row, said) in rows.iter().enumerate() {
        for (column, words) in said.cells.iter().enumerate() {
            let content = Content::Text(words.clone());
            sheet.cells.push(Cell { row: row as u32, column: column as u32, content, computed: false });
        }
    }
    sheet
}

#[test]
fn the_list_is_taken_out_where_nobody_changed_it() {
    let finding = Finding::query("tenfold", "第4项是上年的 12 倍");
    let annotations = Annotations { lines: vec![Line::of(&finding, None)] };
    let list = sheet_of(&annotations.rows(&Grid::default()));
    let with = |change: &dyn Fn(&mut Sheet)| {
        let mut sheet = list.clone();
        change(&mut sheet);
        let mut grid = Grid { sheets: vec![Sheet::default(), sheet], ..Grid::default() };
        take_out(&mut grid);
        grid.sheets.get(1).map(|sheet| sheet.cells.len())
    };
    let all = list.cells.len();
    let extra =
        |row, words: &str| Cell { row, column: 3, content: Content::Text(words.into()), computed: false };
    assert_eq!(with(&|_| {}), None, "as it was written");
    assert_eq!(
        with(&|sheet| sheet.cells[8].content = Content::Number("1".into())),
        Some(all),
        "another word"
    );
    assert_eq!(with(&|sheet| sheet.cells.insert(3, extra(1, "应为66"))), Some(all + 1), "a word put in");
    assert_eq!(with(&|sheet| sheet.cells.push(extra(99, "应为66"))), Some(1), "a word below");
    assert_eq!(with(&|sheet| sheet.cells.truncate(all - 1)), Some(all - 1), "without its code");
    let remark = Remark { row: 0, column: 0, said: Said::Comment("应为66".into()) };
    assert_eq!(with(&|sheet| sheet.remarks.push(remark.clone())), Some(0), "a comment beside it");
}
