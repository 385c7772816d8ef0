//! Formulas in every notation, calculated over small grids.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::binary::{Bytes, Width, parse as parse_bytes, shared_at};
use super::cells::{Aside, Cells, Value};
use super::evaluate::Calculation;
use super::exact::Exact;
use super::ledger::{Doubt, Formula, Ledger};
use super::reference::Notation;
use super::run::Task;
use super::text::parse;
use super::words::words;
use crate::submit::grid::{Cell, Content, Grid, Proof, Said, Sheet};

const HERE: Notation = Notation::R1C1 { row: 4, column: 3 };

/// A sheet whose rows are told apart by `/`, its cells by blanks; `_` is blank, `'7` a text.
fn sheet(name: &str, rows: &str) -> Sheet {
    let mut cells = Vec::new();
    for (row, line) in (0..).zip(rows.split('/')) {
        for (column, word) in (0..).zip(line.split_whitespace()) {
            let content = match word {
                "_" => continue,
                "TRUE" => Content::Bool(true),
                "#REF!" => Content::Error(word.to_owned()),
                _ if Exact::parse(word).is_some() => Content::Number(word.to_owned()),
                _ => Content::Text(word.trim_start_matches('\'').to_owned()),
            };
            cells.push(Cell { row, column, content, computed: false });
        }
    }
    Sheet { name: name.to_owned(), visible: true, cells, ..Sheet::default() }
}

fn grid(rows: &str) -> Grid {
    let others = [sheet("台账", "3 4/5"), sheet("乙 所", "10"), sheet("丙", "20")];
    let sheets = [sheet("表", rows)].into_iter().chain(others).collect();
    Grid { sheets, ..Grid::default() }
}

/// What formulas `Z1=…` over the rows come to, where the last one stands in Z1 and others where they say.
fn calculated(rows: &str, formulas: &str) -> String {
    let grid = grid(rows);
    let (mut tasks, mut aside) = (Vec::new(), BTreeMap::new());
    for (index, formula) in formulas.split(" & ").enumerate() {
        let (place, text) = formula.split_once('=').unwrap();
        let (at, _) = super::reference::area(place, Notation::A1).unwrap();
        let at = (0, at.first.row, at.first.column);
        aside.insert(at, Aside::Formula(index));
        let expression = parse(text, Notation::A1);
        tasks.push(Task { at, expression, moved: (0, 0), stored: Value::Unknown });
    }
    let cells = Cells::new(&grid, aside);
    match Calculation::new(&cells, &tasks).result(tasks.len() - 1).value {
        Value::Number(number) => number.text().unwrap_or_else(|| format!("{number:?}")),
        Value::Text(text) => format!("“{text}"),
        Value::Bool(truth) => truth.to_string(),
        Value::Blank => "blank".to_owned(),
        Value::Error => "error".to_owned(),
        Value::Area(_) | Value::Unknown => "?".to_owned(),
    }
}

#[test]
fn formulas_come_to_what_they_say() {
    for (rows, formula, expected) in [
        ("", "1+2*3", "7"),
        ("", "(1+2)*3", "9"),
        ("", "-2^2", "4"),
        ("", "2^-2", "0.25"),
        ("", "10-4-3", "3"),
        ("", "5%*200", "10"),
        ("", "0.1+0.2-0.3", "0"),
        ("", "1/3", "0.333333333333333"),
        ("", "1/0", "error"),
        ("", "1.5E+2", "150"),
        ("3 4", "A1+B1+C1", "7"),
        ("3 4", "+$A$1*B$1", "12"),
        ("3 '4", "A1*B1", "12"),
        ("3 件", "A1*B1", "error"),
        ("1 2/3 4", "SUM(A1:B2)", "10"),
        ("1 2/3 4", "SUM(B2:A1)", "10"),
        ("1 2/3 4", "sum(A:A,B1)", "6"),
        ("1 2/3 4", "SUM(2:2)", "7"),
        ("1 '2/3 件", "SUM(A1:B2)", "6"),
        ("1 #REF!", "SUM(A1:B1)", "error"),
        ("1 #REF!", "IFERROR(SUM(A1:B1),9)", "9"),
        ("1", "SUM(A1,2,,3)", "6"),
        ("2 3 _", "PRODUCT(A1:C1)", "6"),
        ("2 3 _ 4", "AVERAGE(A1:D1)", "3"),
        ("2 3 _ -4", "MIN(A1:D1)", "-4"),
        ("2 3 _ -4", "MAX(A1:D1)-MAX(Y1:Y9)", "3"),
        ("2 件 _ TRUE", "COUNT(A1:D1)*10+COUNTA(A1:D1)", "13"),
        ("28.48865", "ROUND(A1,4)", "28.4887"),
        ("28.48865", "ROUNDUP(A1,1)+ROUNDDOWN(A1,1)", "56.9"),
        ("-28.5", "INT(A1)+ABS(A1)", "-0.5"),
        ("7 0", "IF(B1=0,0,A1/B1)", "0"),
        ("7 2", "IF(B1=0,0,A1/B1)", "3.5"),
        ("7 2", "IF(A1>=7,A1)", "7"),
        ("7 2", "IF(A1<>7,1,)", "0"),
        ("7", "IF(B1=\"\",\"\",A1)", "“"),
        ("7 2", "IF(ISERROR(A1/C1),B1,0)", "2"),
        ("1 2/3 4", "SUBTOTAL(9,A1:B2)", "10"),
        ("1 2/3 4", "SUBTOTAL(1,A1:B2)", "?"),
        ("1 2/3 4", "SUMPRODUCT(A1:A2,B1:B2)", "14"),
        ("1", "SUM(台账!A1:B2)", "12"),
        ("1", "SUM('台账:丙'!A1)", "33"),
        ("1", "'乙 所'!A1*2", "20"),
        ("1", "SUM(无!A1)", "?"),
        ("1", "SUM([1]台账!A1)", "?"),
        ("1", "VLOOKUP(A1,A:B,2,0)", "?"),
        ("1", "合计", "?"),
        ("1", "SUM(A1:A2*2)", "?"),
        ("1", "A1&\"件\"", "?"),
        ("1", "{1,2}", "?"),
        ("1", "1+", "?"),
        ("1", "SUM(1", "?"),
        ("1", "#REF!+1", "error"),
        ("1", "10^999999999", "?"),
        ("1", "10^30*10^30", "?"),
        ("1", "ROUND(1,999999999)", "?"),
    ] {
        assert_eq!(calculated(rows, &format!("Z1={formula}")), expected, "{formula} over {rows}");
    }
}

#[test]
fn operands_that_are_formulas_are_calculated_first() {
    for (formulas, expected) in [
        ("B1=A1*2 & C1=B1+1 & Z1=SUM(A1:C1)", "36"),
        ("B1=C1+1 & C1=A1/3 & Z1=B1*3", "10"),
        ("B1=Z1 & Z1=B1+A1", "?"),
        ("Z1=Z1", "?"),
        ("B1=1/0 & Z1=SUM(A1:B1)", "error"),
        ("B1=SUBTOTAL(9,A1:A1) & Z1=SUBTOTAL(9,A1:B1)", "?"),
    ] {
        assert_eq!(calculated("7", formulas), expected, "{formulas}");
    }
}

#[test]
fn every_notation_in_words_means_the_same() {
    for (text, notation, expected) in [
        ("=SUM(F8:F9)", Notation::A1, "SUM(F8:F9)"),
        ("ROUND( $F$8 / 10000 , 2 )", Notation::A1, "ROUND(F8/10000,2)"),
        ("'甲''所'!A1:A3", Notation::A1, "'甲''所'!A1:A3"),
        ("SUM(甲:丙!C5)", Notation::A1, "SUM('甲:丙'!C5)"),
        ("SUM(2024年!A1,$C:$D,3:4)", Notation::A1, "SUM('2024年'!A1,C:D,3:4)"),
        ("IF(A1>0,-(A1+1)%,\"无\"\"\")", Notation::A1, "IF(A1>0,-(A1+1)%,\"无\"\"\")"),
        ("of:=SUM([.F8:.F9])", Notation::OpenDocument, "SUM(F8:F9)"),
        ("of:=[.F8]+[$台账.$A$1]*2", Notation::OpenDocument, "F8+台账!A1*2"),
        ("of:=ROUND(SUM(['甲 所'.C5:'丙'.C5]);2)", Notation::OpenDocument, "ROUND(SUM('甲 所:丙'!C5),2)"),
        ("=SUM(R[3]C[2]:R[4]C[2])", HERE, "SUM(F8:F9)"),
        ("=RC[-1]*R1C1+R[-4]C", HERE, "C5*A1+D1"),
        ("=SUM(台账!R1C1:R3C1,C1,R[1])", HERE, "SUM(台账!A1:A3,A:A,6:6)"),
    ] {
        let read = parse(text, notation).and_then(|tokens| words(&tokens, (0, 0)));
        assert_eq!(read.as_deref(), Some(expected), "{text}");
    }
    for (text, notation) in [
        ("of:=['file:///b.ods'#$台账.A1]", Notation::OpenDocument),
        ("of:=SUM([.F8:.F9],1)", Notation::OpenDocument),
        ("=R[-9]C", HERE),
        ("=SUM(F8:F9)", HERE),
        ("XFE1", Notation::A1),
        ("A1048577", Notation::A1),
        ("Table1[数量]", Notation::A1),
        ("A1 B1", Notation::A1),
        ("'[b.xls]表'!A1", Notation::A1),
    ] {
        assert!(parse(text, notation).is_none(), "{text}");
    }
}

#[test]
fn a_shared_formula_moves_what_is_not_fixed() {
    let formula = parse("SUM($A1:B$2)+C3", Notation::A1).unwrap();
    for (moved, expected) in [((2, 1), "SUM($A3:C$2)+D5"), ((0, 0), "SUM($A1:B$2)+C3")] {
        let same = parse(expected, Notation::A1).and_then(|tokens| words(&tokens, (0, 0)));
        assert_eq!(words(&formula, moved), same);
    }
    assert_eq!(words(&formula, (-1, 0)), None);
}

#[test]
fn formulas_in_bytes_mean_the_same() {
    let named = |first: &str, last: &str| Some(Rc::new((first.to_owned(), last.to_owned())));
    let sheets = vec![named("台账", "台账"), None];
    let narrow =
        |tokens: &[u8]| parse_bytes(tokens, Bytes { width: Width::Narrow, sheets: &sheets, cell: (4, 3) });
    let wide =
        |tokens: &[u8]| parse_bytes(tokens, Bytes { width: Width::Wide, sheets: &sheets, cell: (4, 3) });
    let said = |expression: Option<super::Expression>| expression.and_then(|tokens| words(&tokens, (0, 0)));
    let area = [0x25, 7, 0, 8, 0, 5, 0xc0, 5, 0xc0];
    for (tokens, expected) in [
        ([&area[..], &[0x19, 0x10, 0, 0]].concat(), Some("SUM(F8:F9)")),
        ([&area[..], &[0x22, 1, 4, 0]].concat(), Some("SUM(F8:F9)")),
        (vec![0x44, 7, 0, 5, 0x80, 0x1e, 2, 0, 0x05], Some("F8*2")),
        ([&[0x1f][..], &0.5_f64.to_le_bytes(), &[0x13]].concat(), Some("-0.5")),
        (vec![0x3a, 0, 0, 0, 0, 0, 0, 0x14], Some("台账!A1%")),
        (vec![0x3a, 1, 0, 0, 0, 0, 0], None),
        // In a shared one two rows up and one column left, and around the edge.
        (vec![0x4c, 0xfe, 0xff, 0xff, 0xc0], Some("C3")),
        (vec![0x4c, 0xfb, 0xff, 0xff, 0xc0], Some("C1048576")),
        (vec![0x6d, 0, 0, 1, 0, 0, 0xc0, 1, 0xc0], Some("D5:E6")),
        (vec![0x1e, 1, 0, 0x19, 0x02, 9, 0, 0x1e, 2, 0, 0x22, 2, 1, 0], Some("IF(1,2)")),
        (vec![0x19, 0x04, 1, 0, 9, 9, 9, 9, 0x1d, 1], Some("TRUE")),
        (vec![0x17, 2, 0, b'o', b'k', 0x15], Some("(\"ok\")")),
        (vec![0x1e, 1, 0, 0x1e, 2, 0, 0x41, 27, 0], Some("ROUND(1,2)")),
        (vec![0x23, 1, 0, 0, 0], None),
        (vec![0x1e, 1], None),
        (vec![0x17, 0xff, 1, 0], None),
        (vec![], None),
    ] {
        assert_eq!(said(narrow(&tokens)).as_deref(), expected, "{tokens:x?}");
    }
    for (tokens, expected) in [
        (vec![0x25, 7, 0, 0, 0, 8, 0, 0, 0, 5, 0xc0, 5, 0xc0, 0x22, 1, 4, 0], Some("SUM(F8:F9)")),
        (vec![0x5a, 0, 0, 2, 0, 0, 0, 1, 0, 0x17, 1, 0, b'x', 0, 0x0b], Some("台账!B3=\"x\"")),
        (vec![0x4c, 0xfe, 0xff, 0x0f, 0, 0xff, 0xff], Some("C3")),
        (vec![0x22, 0xff], None),
    ] {
        assert_eq!(said(wide(&tokens)).as_deref(), expected, "{tokens:x?}");
    }
    assert_eq!(shared_at(&[1, 7, 0, 5, 0], &[], Width::Narrow), Some((7, 5)));
    assert_eq!(shared_at(&[1, 7, 0, 0, 0], &[5, 0, 0, 0], Width::Wide), Some((7, 5)));
    assert_eq!(shared_at(&[1, 7, 0, 0, 0], &[], Width::Wide), None);
}

/// What is said of the formulas `A1=3=SUM(…)` (where, what is stored, what it is) over the cells of another sheet.
fn proved(formulas: &[&str], doubt: Option<Doubt>) -> String {
    let mut grid = grid("");
    let mut ledger = Ledger::default();
    doubt.into_iter().for_each(|doubt| ledger.doubt(doubt));
    for formula in formulas {
        let [place, stored, text] = formula.splitn(3, '=').collect::<Vec<_>>().try_into().unwrap();
        let (at, _) = super::reference::area(place, Notation::A1).unwrap();
        let (row, column) = (at.first.row, at.first.column);
        let content = match stored {
            "" => Content::FormulaWithoutResult,
            number => Content::Number(number.to_owned()),
        };
        grid.sheets[0].cells.push(Cell { row, column, content, computed: true });
        ledger.formula(0, Formula::new(row, column, text, parse(text, Notation::A1)));
    }
    let said = ledger.prove(&grid).into_iter().map(|(_, said)| match said {
        Said::Formula { text, proof: Proof::Differs(other) } => format!("{text}≠{other}"),
        Said::Formula { text, proof: Proof::Doubted(_) } => format!("{text}?"),
        Said::Formula { proof, .. } => format!("{proof:?}"),
        other => format!("{other:?}"),
    });
    said.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_result_agrees_differs_is_believed_or_doubted() {
    for (formulas, doubt, expected) in [
        (&["A1=12=SUM(台账!A1:B2)"][..], None, "Agrees"),
        (&["A1=12=SUM(台账!A1:B2)"], Some(Doubt::OnLoad), "Agrees"),
        (&["A1=3=SUM(台账!A1:B2)"], None, "SUM(台账!A1:B2)≠12"),
        (&["A1=0=SUM(台账!A1:B2)"], None, "SUM(台账!A1:B2)≠12"),
        (&["A1=1.33333333333333=台账!B1/台账!A1"], None, "Agrees"),
        (&["A1=1.3333333=台账!B1/台账!A1"], None, "台账!B1/台账!A1≠1.33333333333333"),
        (&["A1=0.000000000000055511=0.1+0.2-0.3"], None, "Agrees"),
        (&["A1==SUM(台账!A1:B2)"], None, "SUM(台账!A1:B2)≠12"),
        (&["A1==XLOOKUP(1)"], None, ""),
        (&["A1=5=XLOOKUP(1)"], None, "Believed"),
        (&["A1=5=XLOOKUP(1)"], Some(Doubt::ByHand), "XLOOKUP(1)?"),
        // A nought is believed only where something else was calculated.
        (&["A1=0=XLOOKUP(1)"], None, "XLOOKUP(1)?"),
        (&["A1=0=XLOOKUP(1)", "A2=12=SUM(台账!A1:B2)"], None, "Believed Agrees"),
        // An operand that cannot be calculated counts as stored where it is believed.
        (&["A1=5=XLOOKUP(1)", "A2=6=A1+2"], None, "Believed A1+2≠7"),
        (&["A1=5=XLOOKUP(1)", "A2=6=A1+2"], Some(Doubt::OnLoad), "XLOOKUP(1)? A1+2?"),
        // A stale operand does not hide behind its own result.
        (&["A1=3=SUM(台账!A1:B2)", "A2=6=A1*2"], None, "SUM(台账!A1:B2)≠12 A1*2≠24"),
    ] {
        assert_eq!(proved(formulas, doubt), expected, "{formulas:?} {doubt:?}");
    }
}

#[test]
fn the_stored_number_counts_and_not_what_is_shown_of_it() {
    let mut grid = grid("350000元 _ 8");
    grid.sheets[0].cells.push(Cell {
        row: 1,
        column: 0,
        content: Content::Number("36".into()),
        computed: true,
    });
    let mut ledger = Ledger::default();
    ledger.number((0, 0, 0), Exact::whole(350_000));
    // Struck through, and so not in the grid at all.
    ledger.number((0, 0, 1), Exact::whole(2));
    ledger.formula(0, Formula::new(1, 0, "", parse("SUM(A1:C1)/10000", Notation::A1)));
    let said = ledger.prove(&grid).remove(0).1;
    let expected = Proof::Differs("35.001".into());
    assert_eq!(said, Said::Formula { text: "SUM(A1:C1)/10000".into(), proof: expected });
}

#[test]
fn what_is_too_much_ends_soon_and_is_not_known() {
    let deep = format!("{}1{}", "(".repeat(10_000), ")".repeat(10_000));
    let negative = format!("{}1", "-".repeat(30_000));
    for text in [&deep, &negative, &"1+".repeat(10_000), &"9".repeat(30_000)] {
        assert!(parse(text, Notation::A1).is_none());
    }
    let nested = format!("Z1={}1{}", "SUM(".repeat(5_000), ")".repeat(5_000));
    assert_eq!(calculated("", &nested), "1");
    let mut grid = grid("");
    let mut ledger = Ledger::default();
    for row in 0..4_000 {
        let content = Content::Number("1".into());
        grid.sheets[0].cells.push(Cell { row, column: 0, content, computed: true });
        ledger.formula(0, Formula::new(row, 0, "", parse("SUM(A1:A4000)+SUM(A:XFD)", Notation::A1)));
    }
    let said = ledger.prove(&grid);
    assert_eq!(said.len(), 4_000);
    assert!(said.iter().all(|(_, said)| matches!(said, Said::Formula { proof: Proof::Believed, .. })));
    // A chain as long as the sheet costs no depth.
    let mut ledger = Ledger::default();
    for row in 0..4_000 {
        let text = if row == 3_999 { "1".to_owned() } else { format!("A{}", row + 2) };
        ledger.formula(0, Formula::new(row, 0, "", parse(&text, Notation::A1)));
    }
    let said = ledger.prove(&grid);
    assert!(said.iter().all(|(_, said)| matches!(said, Said::Formula { proof: Proof::Agrees, .. })));
}
