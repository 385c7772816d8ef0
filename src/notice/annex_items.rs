//! What a table asks for, as far as it can be read simply: a row an item, or, where the rows are units, a column an
//! item.

use super::prose::Table;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;

/// Heads of the column that names the rows.
const NAMES: [&str; 16] = [
    "类别",
    "项目",
    "指标",
    "指标名称",
    "名称",
    "内容",
    "事项",
    "统计项目",
    "统计内容",
    "项目名称",
    "工作内容",
    "统计指标",
    "活动内容",
    "工作项目",
    "检查内容",
    "指标项",
];
const NUMBERS: [&str; 4] = ["序号", "编号", "号", "行次"];
const MEASURES: [&str; 3] = ["单位", "计量单位", "数量单位"];
/// Heads of columns to be filled.
const VALUES: [&str; 10] =
    ["数量", "数值", "合计", "本年", "本期", "备注", "填报数", "完成情况", "情况", "数据"];

/// A row that a table asks for, as far as it can be read simply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnexItem {
    pub number: Option<String>,
    pub name: String,
    pub measure: Option<String>,
}

/// The row of heads: it names the column of names and something to fill or to count.
fn head_row(table: &Table) -> Option<usize> {
    table.rows.iter().take(4).position(|row| {
        let heads: Vec<String> = row.iter().map(|cell| plain(cell)).collect();
        let has = |words: &[&str]| heads.iter().any(|head| words.contains(&head.as_str()));
        let is_value = |head: &String| {
            VALUES.iter().any(|value| head.starts_with(value)) || without_measure(head).1.is_some()
        };
        let has_values = heads.iter().any(is_value);
        heads.iter().any(|head| names_rows(head)) && (has(&MEASURES) || has(&NUMBERS) || has_values)
    })
}

/// `类别`, `活动类别`.
fn names_rows(head: &str) -> bool {
    NAMES.contains(&head) || ["类别", "项目", "指标"].iter().any(|word| head.ends_with(word))
}

/// The row of heads that are figures themselves: `序号 | 乡镇 | 发现隐患（处） | 完成整治（处）`, one row a unit.
fn figures_row(table: &Table) -> Option<Vec<AnnexItem>> {
    const LEAST: usize = 2;
    table.rows.iter().take(4).find_map(|row| {
        let figures = row.iter().map(|head| without_measure(head.trim()));
        let figures = figures.filter(|(_, measure)| measure.is_some());
        let items: Vec<AnnexItem> =
            figures.map(|(name, measure)| AnnexItem { number: None, name, measure }).collect();
        (items.len() >= LEAST).then_some(items)
    })
}

/// A table without a head, each label beside its blank: `发放资料（份） |  | 受理投诉（件） |  `.
fn labels(table: &Table) -> Option<Vec<AnnexItem>> {
    const LEAST: usize = 3;
    let mut found = Vec::new();
    for row in &table.rows {
        for two in row.chunks(2) {
            let (name, measure) = without_measure(two[0].trim());
            let is_blank = two.get(1).is_some_and(|cell| cell.trim().is_empty());
            match (measure, name.is_empty()) {
                (Some(measure), _) if is_blank => {
                    found.push(AnnexItem { number: None, name, measure: Some(measure) });
                }
                (None, true) => {}
                _ => return None,
            }
        }
    }
    Some(found).filter(|found| found.len() >= LEAST)
}

/// Whether a table is one to be filled in.
pub fn is_form(table: &Table) -> bool {
    head_row(table).is_some() || figures_row(table).is_some() || labels(table).is_some()
}

/// The rows that the table asks for.
pub fn items(table: &Table) -> Vec<AnnexItem> {
    let Some(head) = head_row(table) else {
        return figures_row(table).or_else(|| labels(table)).unwrap_or_default();
    };
    let heads: Vec<String> = table.rows[head].iter().map(|cell| plain(cell)).collect();
    let names: Vec<usize> = (0..heads.len()).filter(|at| names_rows(&heads[*at])).collect();
    let mut found = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let begins = if index == 0 {
            0
        } else {
            *name - usize::from(*name > 0 && NUMBERS.contains(&heads[name - 1].as_str()))
        };
        let ends = names.get(index + 1).map_or(heads.len(), |next| *next);
        let column = |words: &[&str]| (begins..ends).find(|at| words.contains(&heads[*at].as_str()));
        let (number, measure) = (column(&NUMBERS), column(&MEASURES));
        for row in &table.rows[head + 1..] {
            found.extend(item(row, *name, number, measure));
        }
    }
    found
}

fn item(row: &[String], name: usize, number: Option<usize>, measure: Option<usize>) -> Option<AnnexItem> {
    let cell = |at: Option<usize>| {
        at.and_then(|at| row.get(at)).map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty())
    };
    let name = cell(Some(name)).filter(|name| !["合计", "总计", "小计"].contains(&plain(name).as_str()))?;
    let (short, inside) = without_measure(&name);
    let measure = cell(measure).or(inside);
    Some(AnnexItem { number: cell(number), name: short, measure })
}

/// `挽回损失（万元）` holds its unit of measure.
fn without_measure(name: &str) -> (String, Option<String>) {
    let folded = name.replace('（', "(").replace('）', ")");
    let inside = folded.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match inside {
        Some((short, measure)) if Measure::parse(measure).is_some() => {
            (short.trim().to_owned(), Some(measure.to_owned()))
        }
        _ => (name.to_owned(), None),
    }
}
