//! Whose a file without a table is: the unit whose table lies beside it, else what its folder, its own name and the
//! sender of its mail say.
//!
//! Each of these is a hint, and a person confirms what comes of them. Where two of them name different units,
//! nobody chooses.

use std::collections::BTreeSet;

use super::loose::Loose;
use crate::vocabulary::unit_name::Names;
use crate::vocabulary::{Register, UnitCode};

/// What one hint says.
struct Hint {
    said: String,
    units: Vec<UnitCode>,
}

/// The unit and by what it is known; else why it is not.
pub(super) fn whose(
    loose: &Loose,
    (register, names): (&Register, &Names),
) -> Result<(UnitCode, String), String> {
    let hints = hints(loose, register, names);
    let certain: Vec<&Hint> = hints.iter().filter(|hint| hint.units.len() == 1).collect();
    let units: BTreeSet<&UnitCode> = certain.iter().flat_map(|hint| &hint.units).collect();
    let units: Vec<&UnitCode> =
        units.iter().copied().filter(|unit| !lies_above(register, unit, &units)).collect();
    let named = |units: &[UnitCode]| {
        let names: Vec<&str> = units.iter().map(|unit| register.unit(unit).name.as_str()).take(4).collect();
        names.join("、")
    };
    match (units.as_slice(), hints.first()) {
        ([unit], _) => {
            let hint = certain.iter().find(|hint| hint.units.contains(unit));
            Ok(((*unit).clone(), hint.map_or(String::new(), |hint| format!("按{}认定", hint.said))))
        }
        ([], None) => Err("看不出是哪个单位的：文件夹、文件名和发件人里都没有单位名称或代码".to_owned()),
        ([], Some(hint)) => Err(format!("{}可能是{}，不能确定是哪个单位的", hint.said, named(&hint.units))),
        _ => {
            let said: Vec<String> =
                certain.iter().map(|hint| format!("{}是“{}”的", hint.said, named(&hint.units))).collect();
            Err(format!("{}，不能确定是哪个单位的", said.join("，")))
        }
    }
}

/// A county's folder speaks for no unit below it.
fn lies_above(register: &Register, unit: &UnitCode, others: &BTreeSet<&UnitCode>) -> bool {
    others
        .iter()
        .any(|other| *other != unit && register.ancestors(other).iter().any(|above| above.code == *unit))
}

fn hints(loose: &Loose, register: &Register, names: &Names) -> Vec<Hint> {
    let mut hints = Vec::new();
    let mut add = |said: String, units: Vec<UnitCode>| {
        if !units.is_empty() {
            hints.push(Hint { said, units });
        }
    };
    if let [unit] = loose.beside.as_slice() {
        add("同一封邮件（文件夹）里的统计表".to_owned(), vec![unit.clone()]);
    }
    let reporting = |words: &str| -> Vec<UnitCode> {
        names.within(words).into_iter().filter(|unit| register.reports(unit)).collect()
    };
    let mut parts = loose.file.name.rsplit('/');
    let own = parts.next().unwrap_or_default();
    add(format!("文件名“{own}”"), reporting(stem(own)));
    for folder in parts {
        add(format!("文件夹或邮件名“{folder}”"), reporting(stem(folder)));
    }
    if let Some(sender) = &loose.sender {
        add(format!("发件人“{sender}”"), reporting(sender));
    }
    hints
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
