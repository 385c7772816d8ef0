//! What must hold for any sheet: where a table stands, how its words are padded, in which order its rows come
//! and how its figures are typed changes nothing; a total is the integer sum of its parts.

#[allow(dead_code, reason = "only some draws are needed")]
#[path = "sheets/random.rs"]
mod random;

use std::path::Path;

use huibiao::form::builtin;
use huibiao::form::wording::Wording;
use huibiao::formats::{Level, Limits, read};
use huibiao::submit::grid::{Area, Content, Grid, Sheet};
use huibiao::submit::recognise::{Reading, Recogniser};
use huibiao::vocabulary::Number;
use random::Random;

const SAMPLES: [&str; 6] = [
    "370320001_plain.xlsx",
    "370320002_split.xlsx",
    "370320003_shift.xlsx",
    "370320009_variants.xlsx",
    "370320018_docx.docx",
    "370320019_xls.xls",
];

fn sample(name: &str) -> Grid {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sheets/samples/sheets").join(name);
    let bytes = std::fs::read(path).expect("the sample is there");
    match read(&bytes, Level::Received, &Limits::sheet()) {
        Ok(huibiao::formats::Contents::Grid(grid)) => grid,
        other => panic!("{name}: {other:?}"),
    }
}

fn recognise(grid: &Grid) -> Reading {
    let recogniser = Recogniser::new(Wording::new(builtin::anchor()), Some(2024));
    let mut readings = recogniser.recognise(grid).expect("the sample is read");
    assert_eq!(readings.len(), 1);
    readings.remove(0)
}

/// Unit, date and figures: all that must stay the same.
fn essence(reading: &Reading) -> (Option<String>, Option<chrono::NaiveDate>, Vec<Option<Number>>) {
    let unit = reading.unit_written.as_deref().map(huibiao::vocabulary::plain::plain);
    (unit, reading.date, reading.answers.values())
}

fn unchanged(what: &str, change: impl Fn(&mut Sheet, &mut Random)) {
    for name in SAMPLES {
        let grid = sample(name);
        let expected = essence(&recognise(&grid));
        for seed in 0..40 {
            let random = &mut Random::new(seed);
            let mut changed = grid.clone();
            for sheet in &mut changed.sheets {
                change(sheet, random);
                sheet.normalise();
            }
            assert_eq!(essence(&recognise(&changed)), expected, "{name}, {what}, seed {seed}");
        }
    }
}

#[test]
fn moving_a_table_changes_nothing() {
    unchanged("moved", |sheet, random| {
        let (down, right) = (random.below(9) as u32, random.below(7) as u32);
        for cell in &mut sheet.cells {
            cell.row += if cell.row >= sheet.paragraphs { down } else { 0 };
            cell.column += right;
        }
        for area in &mut sheet.merges {
            *area = Area {
                first_row: area.first_row + down,
                last_row: area.last_row + down,
                first_column: area.first_column + right,
                last_column: area.last_column + right,
            };
        }
    });
}

#[test]
fn padding_words_changes_nothing() {
    const PADS: [&str; 5] = ["\u{3000}", "\u{a0}", "\u{200b}", " ", "\n"];
    unchanged("padded", |sheet, random| {
        for cell in &mut sheet.cells {
            if let Content::Text(text) = &mut cell.content
                && random.below(2) == 0
            {
                let pad = PADS[random.below(PADS.len())];
                *text = format!("{pad}{text}{pad}");
            }
        }
    });
}

#[test]
fn the_order_of_rows_changes_nothing() {
    unchanged("reordered", |sheet, random| {
        let wording = Wording::new(builtin::anchor());
        let rows: Vec<u32> = sheet
            .cells
            .iter()
            .filter(|cell| matches!(&cell.content, Content::Text(text) if wording.label(text).is_some()))
            .map(|cell| cell.row)
            .collect();
        for _ in 0..20 {
            let (one, other) = (rows[random.below(rows.len())], rows[random.below(rows.len())]);
            for cell in &mut sheet.cells {
                cell.row = if cell.row == one {
                    other
                } else if cell.row == other {
                    one
                } else {
                    cell.row
                };
            }
        }
    });
}

#[test]
fn the_way_figures_are_typed_changes_nothing() {
    unchanged("retyped", |sheet, random| {
        for cell in &mut sheet.cells {
            if let Content::Number(text) = &cell.content {
                let text = match random.below(4) {
                    0 => text.clone(),
                    1 => text
                        .chars()
                        .map(|c| {
                            if c.is_ascii_digit() {
                                char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)
                            } else {
                                c
                            }
                        })
                        .collect(),
                    2 => format!("'{text}"),
                    _ => format!(" {text}\u{3000}"),
                };
                cell.content = Content::Text(text);
            }
        }
    });
}

#[test]
fn sums_are_the_sums_of_integers() {
    let random = &mut Random::new(11);
    for _ in 0..200 {
        let micro: Vec<i64> =
            (0..random.below(300)).map(|_| random.between(0, 100_000_000_000_000)).collect();
        let figures =
            micro.iter().map(|micro| Number::whole(*micro).shift(-6).expect("a figure of six decimals"));
        let total = figures.fold(Number::ZERO, |sum, figure| sum.checked_add(figure).expect("no overflow"));
        let expected = micro.iter().map(|micro| i128::from(*micro)).sum::<i128>();
        assert_eq!(total.shift(6).map(|total| total.to_string()), Some(expected.to_string()));
    }
}
