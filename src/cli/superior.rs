//! `huibiao rollup --template`: a superior's own blank file is filled from the roll-up, beside its workbooks.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::json::Superior;
use crate::aggregate::RollUp;
use crate::form::wording::Wording;
use crate::problem::Failure;
use crate::report::LastYear;
use crate::report::superior::Ground;
use crate::workflow::Office;
use crate::workflow::superior::Filled;

/// A filled template and where it lies.
pub struct Written {
    path: PathBuf,
    filled: Filled,
}

/// Fills the template for the register's root and writes it into a folder.
pub fn fill(
    office: &Office,
    template: &Path,
    (roll_up, last): (&RollUp, Option<&LastYear>),
    out: &Path,
) -> Result<Written, Failure> {
    let failed = |sentence: String| Failure::new(format!("模板 {}：{sentence}", template.display()));
    let bytes = std::fs::read(template).map_err(|error| failed(format!("读不出来：{error}")))?;
    let name = template.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    let wording = Wording::new(Arc::clone(&roll_up.form));
    let said = |failure: Failure| failed(failure.sentences.join("；"));
    let read = office.read_template(wording, roll_up.campaign.year, (&name, bytes)).map_err(said)?;
    let node = &roll_up.register.root().code;
    let filled = office.fill_template(&read, &Ground { roll_up, node, last }).map_err(said)?;
    let path = out.join(&filled.name);
    std::fs::write(&path, &filled.bytes)
        .map_err(|error| Failure::new(format!("写不进文件 {}：{error}", path.display())))?;
    Ok(Written { path, filled })
}

impl Written {
    pub fn json(&self) -> Superior {
        Superior {
            path: self.path.display().to_string(),
            figures: self.filled.figures,
            said: self.filled.said.clone(),
        }
    }
}

/// Prints what was filled and what did not fit.
pub fn tell(written: &Written) {
    println!("上级模板：填了 {} 个数", written.filled.figures);
    println!("  {}", written.path.display());
    for sentence in &written.filled.said {
        println!("  {sentence}");
    }
}
