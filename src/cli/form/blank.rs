//! `huibiao form blank`: blank forms for units, without a campaign.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::chosen::{load_form, year};
use super::super::ending::Ending;
use super::super::openings::Openings;
use crate::form::Form;
use crate::problem::Failure;
use crate::vocabulary::Level;
use crate::vocabulary::unit_name::{Named, Names};
use crate::workflow::blank::{Kind, Loose};
use crate::workflow::tables::read_register;

#[derive(clap::Args)]
pub struct Options {
    /// 报表：内置报表的代码，或报表文字的路径
    #[arg(value_name = "报表")]
    form: String,
    /// 填报单位；可写多次，每个单位一份。不写则写一份不填单位的
    #[arg(long = "unit", value_name = "单位")]
    units: Vec<String>,
    /// 单位名录（CSV 或 XLSX）；写了名录不写 --unit，名录里的填报单位每个一份
    #[arg(long, value_name = "units.csv")]
    register: Option<PathBuf>,
    /// 写成 Word 文档（.docx）
    #[arg(long)]
    docx: bool,
    /// 标题里的年份
    #[arg(long, value_name = "年度", value_parser = year)]
    year: Option<i32>,
    /// 写到这个文件夹（默认当前文件夹）
    #[arg(long, value_name = "文件夹", default_value = ".", hide_default_value = true)]
    out: PathBuf,
}

/// A unit that gets one: code, name, level.
type For = (String, String, Level);

pub fn run(options: Options, open: &Openings) -> Result<Ending, Failure> {
    let form = load_form(Some(&options.form))?;
    let kind = if options.docx { Kind::Document } else { Kind::Workbook };
    let units = match &options.register {
        Some(path) => in_register(path, &options.units, open)?,
        None => options.units.iter().map(|name| (String::new(), name.clone(), Level::Unit)).collect(),
    };
    let units = if units.is_empty() { vec![(String::new(), String::new(), Level::Unit)] } else { units };
    std::fs::create_dir_all(&options.out).map_err(|error| unwritable(&options.out, &error))?;
    for unit in &units {
        let path = write(&form, options.year, unit, kind, &options.out, open)?;
        println!("空白表已写到 {}。", path.display());
    }
    Ok(Ending::Done)
}

/// The named units of a register; all that report, where none is named.
fn in_register(path: &Path, named: &[String], open: &Openings) -> Result<Vec<For>, Failure> {
    let register = Arc::new(read_register(&(open.office)()?.pool, path)?);
    let names = Names::new(&register);
    let of = |code: &crate::vocabulary::UnitCode| {
        let unit = register.unit(code);
        (unit.code.as_str().to_owned(), unit.name.clone(), unit.level)
    };
    if named.is_empty() {
        return Ok(register
            .units()
            .iter()
            .filter(|unit| register.reports(&unit.code))
            .map(|unit| of(&unit.code))
            .collect());
    }
    let one = |name: &String| match names.find(name) {
        Named::Unit { code, .. } => Ok(of(&code)),
        Named::Several(several) => {
            let several: Vec<&str> = several.iter().map(|code| register.unit(code).name.as_str()).collect();
            Err(Failure::new(format!("“{name}”可能是：{}；请写全称", several.join("、"))))
        }
        Named::Nobody => Err(Failure::new(format!("单位名录里没有“{name}”"))),
    };
    named.iter().map(one).collect()
}

fn write(
    form: &Arc<Form>,
    year: Option<i32>,
    (code, name, level): &For,
    kind: Kind,
    out: &Path,
    open: &Openings,
) -> Result<PathBuf, Failure> {
    let loose = Loose { form, year, unit: (code, name), level: *level, kind };
    let (name, bytes) = loose.write((open.clock)())?;
    let path = out.join(name);
    std::fs::write(&path, bytes).map_err(|error| unwritable(&path, &error))?;
    Ok(path)
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("写不了 {}：{error}", path.display()))
}
