//! The names of fields around a table, as offices make them: a word for reporting and one for an office, a day
//! or a person (填报单位, 上报时间, 制表人).
//!
//! The family is made here from a few short lists, so that no form need list what every office says in its own
//! way; the forms' texts add what no rule gives. Whoever sends a table in names it by 填报单位; 制表单位 and
//! 统计日期 may as well be somebody else's and another day's, so they stand apart and are asked last.

use super::Fields;

/// Words for sending a table in.
const SENDING: [&str; 10] = ["填报", "报送", "上报", "填表", "填写", "呈报", "申报", "报出", "汇报", "提交"];

/// Words for making one.
const MAKING: [&str; 5] = ["制表", "编制", "统计", "报表", "报告"];

/// Who does it, in words that are no office's name behind any of these.
const OFFICES: [&str; 8] = ["学校", "单位", "机构", "部门", "机关", "科室", "站所", "主体"];

/// Who does it, in words that end the names of offices: 统计局 is one and no field.
const ENDINGS: [&str; 4] = ["所", "局", "院", "站"];

const DAYS: [&str; 2] = ["日期", "时间"];

const PERSONS: [&str; 5] = ["人", "人员", "员", "者", "负责人"];

/// Where a table goes to, and who has a copy.
const ADDRESSEES: [&str; 10] = ["报", "送", "呈", "呈报", "报送", "上报", "抄送", "抄报", "主送", "主送机关"];

/// Every name that is made by rule.
pub fn family() -> Fields {
    let kinds: Vec<&str> = OFFICES.into_iter().chain(ENDINGS).collect();
    let named = [
        "所名",
        "院名",
        "局名",
        "站名",
        "单位名",
        "部门名称",
        "监管所",
        "监管所名称",
        "医院名称",
        "卫生院名称",
        "学校名称",
        "幼儿园名称",
        "企业名称",
        "社区名称",
        "乡镇名称",
        "图书馆名称",
        "文化馆名称",
        "馆名",
        "校名",
    ];
    let named = named.map(str::to_owned);
    let office = |word: &String| OFFICES.iter().any(|office| word.ends_with(office));
    let units = pairs(&SENDING, &kinds);
    let full = units.iter().filter(|word| office(word)).map(|word| format!("{word}名称"));
    let days = pairs(&SENDING, &DAYS);
    let made_on = pairs(&MAKING, &DAYS).into_iter().chain(["时间".to_owned()]);
    let persons = [&SENDING[..], &MAKING[..], &["经办"]].concat();
    Fields {
        unit: units.iter().cloned().chain(full).chain(named).collect(),
        made_by: pairs(&MAKING, &OFFICES),
        date: days,
        made_on: made_on.collect(),
        reporter: pairs(&persons, &PERSONS),
        addressee: ADDRESSEES.map(str::to_owned).to_vec(),
        ..Fields::default()
    }
}

fn pairs(first: &[&str], second: &[&str]) -> Vec<String> {
    first.iter().flat_map(|one| second.iter().map(move |other| format!("{one}{other}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::family;

    #[test]
    fn names_are_made_by_rule_and_offices_are_none() {
        let family = family();
        let has = |list: &[String], word: &str| list.iter().any(|name| name == word);
        for unit in ["填报单位", "报送机构", "上报部门", "填表单位名称", "申报所", "呈报机关", "所名"]
        {
            assert!(has(&family.unit, unit), "{unit}");
        }
        for office in ["统计局", "编制局", "机关", "部门", "单位"] {
            assert!(!has(&family.unit, office) && !has(&family.made_by, office), "{office}");
        }
        for day in ["报送日期", "呈报时间", "报出日期"] {
            assert!(has(&family.date, day), "{day}");
        }
        for day in ["制表日期", "统计时间", "编制日期"] {
            assert!(has(&family.made_on, day) && !has(&family.date, day), "{day}");
        }
        for person in ["填报人", "统计员", "经办人", "编制人员"] {
            assert!(has(&family.reporter, person), "{person}");
        }
    }
}
