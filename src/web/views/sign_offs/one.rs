//! One sign-off as it was signed: its figures, what went into them, its files, what was said of it.

use super::super::board::{campaign_frame, tabs};
use super::super::figures::{printed, table};
use super::{moved, nth, signing};
use crate::campaign::{SignState, SignVerdict};
use crate::vocabulary::Actor;
use crate::web::pages::SignOffPage;
use crate::web::pages::campaign::Tab;
use crate::web::pages::figures::{Cell, Mode};
use crate::web::pages::sign_offs::{CorrectionLine, SignReviewForms, SignedFileLine, VerdictLine};
use crate::web::pages::status::Signing;
use crate::web::pages::totals::{Breakdown, BreakdownColumn, BreakdownRow};
use crate::web::pages::words;
use crate::workflow::sign_off::{Child, FileKind, One, Range};

fn range(range: &Range) -> String {
    let Range { expected, counted, nil, missing, exempt, waiting } = range;
    let mut words = format!("应报 {expected} 个单位，计入 {counted} 个（其中零报告 {nil} 个）");
    for (count, word) in [(missing, "未报"), (waiting, "已报未计入"), (exempt, "免报")] {
        if *count > 0 {
            words += &format!("，{word} {count} 个");
        }
    }
    words + "。"
}

fn state(one: &One) -> Signing {
    match (one.is_newest(), one.head.verdict()) {
        (true, _) => signing(one.state, one.moved.len()),
        (false, Some(SignVerdict::Return)) => Signing::Is(SignState::Returned),
        (false, _) => Signing::Replaced,
    }
}

fn files(one: &One) -> Vec<SignedFileLine> {
    let kinds = [
        (FileKind::Workbook, "工作簿（xlsx）", "workbook"),
        (FileKind::Csv, "数据（CSV）", "data.csv"),
        (FileKind::Json, "数据（JSON）", "data.json"),
    ];
    let line = |(kind, label, end): (FileKind, &str, &str)| {
        let file = one.files.iter().find(|file| file.kind == kind)?;
        Some(SignedFileLine {
            label: label.to_owned(),
            href: format!("/sign-offs/{}/{end}", one.head.id),
            name: file.name.clone(),
            size: words::size(file.bytes),
            sha256: file.sha256.clone(),
        })
    };
    kinds.into_iter().filter_map(line).collect()
}

fn breakdown(one: &One) -> Option<Breakdown> {
    let form = &one.form;
    let children = &one.snapshot.children;
    let asked: Vec<usize> =
        (0..form.figures()).filter(|figure| !form.items[figure / form.columns.len()].section).collect();
    let columns = asked.iter().map(|figure| {
        let (item, column) = (figure / form.columns.len(), figure % form.columns.len());
        BreakdownColumn {
            label: form.item_title(item, column),
            measure: form.measure_of(*figure).text.clone(),
        }
    });
    let row = |child: &Child| {
        let figures = one.figures_of(child);
        let shown = |figure: &usize| match figures[*figure] {
            Some(value) => printed(form, *figure, Some(value)),
            None if child.counted == 0 => "未计入".to_owned(),
            None => "—".to_owned(),
        };
        let signed = child.sign_off.map_or(String::new(), |number| format!("，第 {number} 次汇总上报"));
        BreakdownRow {
            code: child.node.clone(),
            label: child.name.clone(),
            href: if child.is_node {
                format!("/campaigns/{}/sign-offs?node={}", one.task.id, child.node)
            } else {
                format!("/campaigns/{}/units/{}", one.task.id, child.node)
            },
            coverage: if child.is_node {
                format!("{}/{}{signed}", child.counted, child.units)
            } else {
                String::new()
            },
            values: asked.iter().map(shown).collect(),
        }
    };
    let nested = children.iter().any(|child| child.is_node);
    (one.whole && !children.is_empty()).then(|| Breakdown {
        title: if nested { "各地" } else { "各单位" }.to_owned(),
        columns: columns.collect(),
        rows: children.iter().map(row).collect(),
        totals: asked.iter().map(|figure| printed(form, *figure, one.figures[*figure])).collect(),
    })
}

fn verdicts(one: &One) -> Vec<VerdictLine> {
    let signed = VerdictLine {
        at: words::to_the_minute(one.head.at),
        by: one.head.by.clone(),
        verdict: "汇总上报".to_owned(),
        reason: one.head.reason.clone().unwrap_or_default(),
    };
    let said = one.head.reviews.iter().map(|review| VerdictLine {
        at: words::to_the_minute(review.at),
        by: review.by.clone(),
        verdict: match review.verdict {
            SignVerdict::Accept => "通过",
            SignVerdict::Return => "退回",
        }
        .to_owned(),
        reason: review.reason.clone(),
    });
    std::iter::once(signed).chain(said).collect()
}

pub fn one_page(one: &One, actor: &Actor, csrf: &str) -> SignOffPage {
    let (task, head, form, snapshot) = (&one.task, &one.head, &one.form, &one.snapshot);
    let here = format!("第 {} 次上报汇总", head.number);
    let title = format!("{}：{here}", head.name);
    let cell = |figure: usize| Cell::new(figure, printed(form, figure, one.figures[figure]));
    let corrections = one.corrections.iter().map(|line| CorrectionLine {
        title: line.title.clone(),
        measure: line.measure.clone(),
        old: line.old.clone(),
        new: line.new.clone(),
    });
    let behind = |lines: Vec<(String, String)>| if one.whole { lines } else { Vec::new() };
    let changed = snapshot.changed.iter().filter(|_| one.whole);
    SignOffPage {
        frame: campaign_frame(title, (task.id, &task.title), &here, actor, csrf),
        tabs: one.whole.then(|| tabs(task, &head.code, Tab::SignOffs, actor)),
        campaign: task.id,
        title: task.title.clone(),
        id: head.id,
        node_code: head.code.clone(),
        node_name: head.name.clone(),
        number: head.number,
        signing: state(one),
        is_newest: one.is_newest(),
        others: one.others.iter().copied().filter(|(id, _)| *id != head.id).collect(),
        at: words::to_the_minute(head.at),
        by: head.by.clone(),
        reason: head.reason.clone().unwrap_or_default(),
        digest: head.digest.clone(),
        range: range(&snapshot.range),
        moved: moved(&one.moved),
        corrections: corrections.collect(),
        changed: changed.map(|unit| (unit.name.clone(), nth(unit.old), nth(unit.new))).collect(),
        table: table(form, Mode::Read, task.year, &cell, Some(&one.figures)),
        breakdown: breakdown(one),
        absent: behind(snapshot.absent.iter().map(|unit| (unit.name.clone(), unit.reason.clone())).collect()),
        unsigned: if one.whole { snapshot.unsigned.clone() } else { Vec::new() },
        files: if one.whole { files(one) } else { Vec::new() },
        verdicts: verdicts(one),
        review: (one.may_accept || one.may_return).then(|| SignReviewForms {
            may_accept: one.may_accept,
            may_return: one.may_return,
            reason: String::new(),
        }),
        whole: one.whole,
    }
}
