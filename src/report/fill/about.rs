//! 说明: what went into the workbook, and how to check it.

use std::collections::BTreeSet;

use super::super::table::{Cell, Page, Range, Role, Series, Sheet, Source};
use super::super::template::SheetTemplate;
use super::super::{checksum, width};
use super::scope::{Branch, Scope};
use super::targets::Targets;
use super::{data, list, notes};
use crate::vocabulary::source::BY_FORM;
use crate::vocabulary::time::{Instant, show};

/// Heads the block that says what the 数据 sheet holds, and what all its rows agree in.
pub const ABOUT_DATA: &str = "二、“数据”表";

/// The mark by which the program knows its own workbooks.
pub const MARK: &str = "汇表汇总工作簿";

const SYMBOLS: [(&str, &str); 8] = [
    ("0", "填报单位填报的数就是零"),
    ("空白", "没有数字：单位未报、未汇入，或该项没有填写"),
    ("—", "不适用，或无法计算（如分母为零、没有上年数）"),
    ("零报告", "单位明确表示本期没有开展，各项为零"),
    ("未报", "应报而没有收到"),
    ("免报", "按规定不必报送，不计入应报"),
    ("有误待改", "有“强制”问题，更正并重报前不汇入"),
    ("待核实、待确认", "数字存疑或几份报表不一致，说明或确认前不汇入"),
];

pub fn fill(scope: &Scope, template: &SheetTemplate, targets: &mut Targets) -> Sheet {
    let page = Page::new(template.orientation);
    let mut sheet = notes::open(scope, template, page, vec![13.0, 27.0, 16.0, 36.0]);
    sheet.band("一、基本情况", Role::Block);
    basics(scope, targets, &mut sheet);
    data(scope, targets, &mut sheet);
    sheet.gap(8.0);
    sheet.band("三、汇总范围（单位数）", Role::Block);
    coverage(&scope.branch, targets, &mut sheet);
    sheet.gap(8.0);
    sheet.band("四、符号说明", Role::Block);
    for (symbol, meaning) in SYMBOLS {
        pair(&mut sheet, symbol, meaning);
    }
    sheet.gap(8.0);
    sources(scope, &mut sheet);
    notes::close(scope, template, Vec::new(), &mut sheet);
    sheet
}

fn basics(scope: &Scope, targets: &Targets, sheet: &mut Sheet) {
    let campaign = &scope.roll_up.campaign;
    let form = scope.form;
    pair(sheet, "文件性质", MARK);
    pair(sheet, "汇总单位", &format!("{}（代码 {}）", scope.node.name, scope.node.code));
    pair(sheet, "报表", &form.title_of(campaign.year));
    pair(sheet, "表式代码和版本", &format!("{}，{} 版", form.code, form.version));
    if let Some(number) = &form.sheet_number {
        pair(sheet, "表号", number);
    }
    if let Some(title) = &campaign.title {
        pair(sheet, "填报任务", title);
    }
    if let Some(issuer) = &campaign.issuer {
        pair(sheet, "布置单位", issuer);
    }
    if let Some(due) = scope.words.line("{due}") {
        pair(sheet, "报送截止", &due);
    }
    pair(sheet, "生成时间", scope.words.made());
    signed(scope, sheet);
    if let Some(public) = &campaign.public_key {
        pair(sheet, "回执签名公钥", public);
    }
    if let Some(sum) = &targets.checksum {
        let line = format!("{}{sum}", checksum::LABEL);
        sheet.band(&line, Role::Label);
        let last = usize::from(sheet.last_column());
        if let Some(row) = sheet.rows.last_mut() {
            row.cells.resize(last + 1, Cell::blank(Role::Label));
        }
    }
}

/// 上报汇总: which sign-off this is the workbook of, and what it corrects.
fn signed(scope: &Scope, sheet: &mut Sheet) {
    let Some(signed) = &scope.roll_up.campaign.signed else { return };
    let words = format!("第 {} 次，{}，{}", signed.number, signed.by, show(signed.at));
    pair(sheet, "上报汇总", &words);
    pair(sheet, "上报校验值", &signed.digest);
    for correction in notes::corrections(scope) {
        pair(sheet, "与上次相比", &correction);
    }
}

/// What the tidy sheet holds; `report::read_back` finds the columns said once below the head.
fn data(scope: &Scope, targets: &Targets, sheet: &mut Sheet) {
    if targets.checksum.is_none() {
        return;
    }
    sheet.gap(8.0);
    sheet.band(ABOUT_DATA, Role::Block);
    let rows = if data::is_of_totals(scope) {
        "一行一个数：下级单位的合计数，直属单位的填报数；各下级所属单位的数字见下级的工作簿"
    } else {
        "一行一个数，未汇入的也列出"
    };
    pair(sheet, "内容", &format!("{rows}。“原文”空白表示与数值相同。以下各栏各行相同，不在表中重复。"));
    for (column, text) in &targets.said_once {
        pair(sheet, column, text);
    }
}

/// Counts of units; the five that make up 应报 stand together, for the chart.
fn coverage(branch: &Branch, targets: &mut Targets, sheet: &mut Sheet) {
    let coverage = &branch.coverage;
    let head = [("应报", coverage.expected), ("实报", coverage.received)];
    let parts = [
        ("按时", coverage.on_time),
        ("迟报", coverage.late),
        ("时间未知", coverage.time_unknown),
        ("有误待改", coverage.faulty),
        ("未报", coverage.missing),
    ];
    let rest = [
        ("零报告", coverage.nil),
        ("待核实", coverage.held),
        ("待确认", coverage.unsettled),
        ("免报", coverage.exempt),
        ("汇入", coverage.counted),
    ];
    head.iter().for_each(|(word, count)| counted(sheet, word, *count));
    let first = sheet.next_row();
    parts.iter().for_each(|(word, count)| counted(sheet, word, *count));
    let last = sheet.next_row() - 1;
    rest.iter().for_each(|(word, count)| counted(sheet, word, *count));
    let range = |column: u16| Range::of_column(&sheet.name, (first, last), column);
    targets.drawable.coverage =
        Some(Series { name: Source::Words("单位数".to_owned()), categories: range(0), values: range(1) });
}

fn sources(scope: &Scope, sheet: &mut Sheet) {
    let outcomes = scope.outcomes();
    let submissions = outcomes.iter().flat_map(|outcome| outcome.submissions.iter().copied());
    let stray = scope.roll_up.stray.iter().filter(|_| scope.is_whole()).map(|stray| stray.submission);
    let all: Vec<usize> = submissions.chain(stray).collect();
    let mut sources: Vec<_> = all.iter().map(|index| scope.submission(*index).source.clone()).collect();
    if scope.is_whole() {
        sources.extend(scope.roll_up.refused.iter().map(|refused| refused.source.clone()));
    }
    let by_form: BTreeSet<&str> = all
        .iter()
        .map(|index| scope.submission(*index))
        .filter(|submission| submission.findings.iter().any(|finding| finding.code == BY_FORM))
        .map(|submission| submission.source.file.as_str())
        .collect();
    sources.sort_by(|a, b| (&a.file, a.received).cmp(&(&b.file, b.received)));
    let files: Vec<_> = sources.chunk_by(|a, b| a.file == b.file).collect();
    sheet.band(&format!("五、来源文件（{} 份）", files.len()), Role::Block);
    let heads = ["序号", "文件", "收到时间", "SHA-256"].map(str::to_owned);
    sheet.push(list::heads(&heads));
    for (position, rows) in files.iter().enumerate() {
        let source = &rows[0];
        let times = received(rows.iter().filter_map(|source| source.received));
        let stated = if by_form.contains(source.file.as_str()) { "（表中的提交时间）" } else { "" };
        sheet.push(vec![
            Cell::count(position + 1, Role::Centred),
            Cell::text(&source.file, Role::Words),
            Cell::text(format!("{times}{stated}"), Role::Centred),
            Cell::text(&source.sha256, Role::Words),
        ]);
    }
    refused(scope, sheet);
}

/// When a file had arrived; of rows that came one by one, the first and the last time.
fn received(times: impl Iterator<Item = Instant>) -> String {
    let times: Vec<Instant> = times.collect();
    match (times.first(), times.last()) {
        (Some(first), Some(last)) if first == last => show(*first),
        (Some(first), Some(last)) => format!("{} 至 {}", show(*first), show(*last)),
        _ => String::new(),
    }
}

fn refused(scope: &Scope, sheet: &mut Sheet) {
    if scope.roll_up.refused.is_empty() || !scope.is_whole() {
        return;
    }
    sheet.gap(8.0);
    sheet.band(&format!("六、未读取的文件（{} 份）", scope.roll_up.refused.len()), Role::Block);
    for refused in &scope.roll_up.refused {
        pair(sheet, &refused.source.file, refused.refusal.sentence());
    }
}

/// A word and what it stands for, over the rest of the width.
fn pair(sheet: &mut Sheet, word: &str, meaning: &str) {
    let last = sheet.last_column();
    let mut cells = vec![Cell::text(word, Role::Label), Cell::text(meaning, Role::Label)];
    cells.resize(usize::from(last) + 1, Cell::blank(Role::Label));
    let rest: f64 = sheet.widths.iter().skip(1).sum();
    let lines = width::lines(meaning, rest).max(width::lines(word, sheet.widths[0]));
    let row = sheet.push_high(cells, width::row_height(lines));
    sheet.merge(row, 1, row, last);
}

fn counted(sheet: &mut Sheet, word: &str, count: usize) {
    sheet.push(vec![Cell::text(word, Role::Label), Cell::count(count, Role::Centred)]);
}
