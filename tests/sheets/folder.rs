//! Folders of sheets: generated ones with their truth, and plain ones in numbers for measuring.
//!
//! Both are laid out as `units.csv` beside `sheets/`. Plain folders hold what the peers of the benchmark
//! can read as well: the tidiest .xlsx there is, one a unit, for as many units as asked.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::json;

use super::figures::{self, Figures};
use super::formats::Format;
use super::page::{Book, Entry, Page};
use super::random::Random;
use super::register;
use super::wordings::ITEM_WORDINGS;
use super::{Made, make, write_xlsx};

/// Writes the sheets of some seeds with `truth.jsonl` and `units.csv`; returns them in order.
pub fn write(folder: &Path, seeds: &[u64], formats: &'static [Format]) -> io::Result<Vec<Made>> {
    let sheets = folder.join("sheets");
    fs::create_dir_all(&sheets)?;
    fs::write(folder.join("units.csv"), register::csv())?;
    let mut truth = String::new();
    let mut made = Vec::new();
    for seed in seeds {
        let sheet = make(*seed, formats);
        fs::write(sheets.join(&sheet.file_name), &sheet.bytes)?;
        truth += &format!("{}\n", truth_line(&sheet));
        made.push(sheet);
    }
    fs::write(folder.join("truth.jsonl"), truth)?;
    Ok(made)
}

fn truth_line(sheet: &Made) -> serde_json::Value {
    json!({
        "file": format!("sheets/{}", sheet.file_name),
        "seed": sheet.seed,
        "format": sheet.format,
        "layouts": sheet.layouts,
        "fault": sheet.fault,
        "submissions": sheet.truths.iter().map(super::truth::Truth::to_json).collect::<Vec<_>>(),
    })
}

/// Writes `count` plain sheets of as many units, so many a county.
pub fn write_plain(folder: &Path, count: usize, a_county: usize, seed: u64) -> io::Result<()> {
    let sheets = folder.join("sheets");
    fs::create_dir_all(&sheets)?;
    let random = &mut Random::new(seed);
    let mut units = "code,name,level,parent_code\n370000,山东省,city,\n".to_owned();
    for index in 0..count {
        let (county, number) = (index / a_county, index % a_county + 1);
        if number == 1 {
            units += &format!("{},第{}县,county,370000\n", 380_000 + county, county + 1);
        }
        let (code, name) = (380_000 + county, format!("第{}县{number}号镇市场监督管理所", county + 1));
        units += &format!("{code}{number:03},{name},unit,{code}\n");
        let book = plain(&name, &figures::ordinary(random), random);
        let file = sheets.join(format!("{code}{number:03}_plain.xlsx"));
        fs::write(file, write_xlsx::write(&book, random))?;
    }
    fs::write(folder.join("units.csv"), units)
}

/// The form as the notice prints it, filled with true numbers.
fn plain(unit: &str, figures: &Figures, random: &mut Random) -> Book {
    let mut page = Page::new("Sheet1");
    let day = random.between(16, 22);
    page.write(0, 0, "2024年“3·15”活动情况统计表");
    page.merge(0, 0, 0, 3);
    page.write(1, 0, &format!("填报单位：{unit}          填报日期：2024-03-{day}"));
    page.merge(1, 0, 1, 3);
    for (column, header) in ["序号", "类别", "单位", "数量"].iter().enumerate() {
        page.write(2, column as u32, header);
    }
    for (index, ((label, measure, _), figure)) in ITEM_WORDINGS.iter().zip(figures).enumerate() {
        let row = index as u32 + 3;
        page.put(row, 0, Entry::number(index + 1));
        page.write(row, 1, label);
        page.write(row, 2, measure);
        page.put(row, 3, Entry::Number(figure.clone()));
    }
    Book::of(page)
}
