//! What columns say of one another: 合计 is the sum of the others, 增减 the change between two of them.

use super::draft::Draft;
use super::roles::compares;
use crate::form::Comparison;
use crate::form::sketch::{SketchColumn, SketchDerivedColumn};
use crate::form::year::years;
use crate::vocabulary::Place;
use crate::vocabulary::plain::plain;

/// Whether a head tells a period: 本月, 累计, 上年同期, 增减.
pub fn is_period(words: &str) -> bool {
    let plain = plain(words);
    [
        "本月", "本年", "本期", "累计", "上年", "去年", "同期", "今年", "当月", "上月", "上期", "季度",
        "半年", "全年",
    ]
    .iter()
    .any(|part| plain.contains(part))
        || compares(&plain)
        || plain.ends_with('月')
        || !years(&plain).is_empty()
}

/// 合计 beside two columns or more is their sum, in every row.
pub fn sum(draft: &mut Draft) {
    let columns = &draft.sketch.columns;
    let is_total = |label: &str| ["合计", "小计", "总计", "共计"].iter().any(|end| label.ends_with(end));
    let total = columns.iter().position(|column| is_total(&column.label));
    let at_end = |total: &usize| columns.len() >= 3 && (*total == 0 || *total + 1 == columns.len());
    let Some(total) = total.filter(at_end) else { return };
    let quarters = columns.iter().filter(|column| column.label.ends_with("季度")).count();
    if quarters + 1 != columns.len() && columns.iter().any(|column| is_period(&column.label)) {
        return;
    }
    let own = format!("[本项:{}]", columns[total].code);
    let mut parts: Vec<&SketchColumn> =
        columns.iter().filter(|column| column.code != columns[total].code).collect();
    // Men and women are all there are; whatever stands beside them is some of these.
    let sexes = |column: &&SketchColumn| matches!(column.label.as_str(), "男" | "女" | "男性" | "女性");
    if parts.iter().filter(|column| sexes(column)).count() == 2 {
        parts.retain(|column| sexes(column));
    }
    let sum: Vec<String> = parts.iter().map(|column| format!("[本项:{}]", column.code)).collect();
    let (sum, names): (String, Vec<&str>) =
        (sum.join(" + "), parts.iter().map(|column| column.label.as_str()).collect());
    let sentence = format!(
        "“{}”填的是 {{{own}}}，各栏（{}）合计是 {{{sum}}}；两者应相等",
        columns[total].label,
        names.join("、")
    );
    let label = &columns[total].label;
    let question = format!("“{label}”按各栏（{}）之和审核；如不是这样，请删去这条审核", names.join("、"));
    draft.ask(None, question);
    draft.check("sum-columns".to_owned(), vec!["*".to_owned()], format!("{own} = {sum}"), sentence);
}

/// A change between this column and the one of last year, where both are there.
pub fn derive((words, place): (Vec<String>, Option<Place>), draft: &mut Draft) {
    let label = words.concat();
    let columns = &draft.sketch.columns;
    let is_past = |label: &str| {
        ["上年", "去年", "同期", "上期", "上月", "前年"].iter().any(|part| label.contains(part))
    };
    let total = |column: &&SketchColumn| column.label.contains("累计");
    let pick = |past: bool| {
        let own: Vec<&SketchColumn> =
            columns.iter().filter(|column| is_past(&column.label) == past).collect();
        let chosen = own.iter().copied().find(total).or(own.first().copied());
        chosen
            .filter(|_| own.len() == 1 || own.iter().copied().any(|column| total(&column)))
            .map(|column| column.code.clone())
    };
    let (Some(this), Some(base)) = (pick(false), pick(true)) else {
        let words = format!("“{label}”应由两栏算出，但表上看不出是哪两栏，没有列入；请在报表里设置");
        return draft.ask(place, words);
    };
    let is_growth = ["%", "％", "率", "幅", "同比", "环比", "百分"].iter().any(|part| label.contains(part));
    let kind = if is_growth { Comparison::Growth { places: 2 } } else { Comparison::Difference };
    let code = format!("d{}", draft.sketch.derived_columns.len() + 1);
    draft.sketch.derived_columns.push(SketchDerivedColumn {
        code,
        label,
        synonyms: Vec::new(),
        this,
        base,
        kind,
    });
}
