//! 填报表 and 核对页 from a judged draft.

use super::figures::{exact, figure_of, findings_at, origin, place, raw, table};
use super::unit::same_as;
use super::{due, frame, head};
use chrono::Datelike;

use crate::campaign::Deliverable;
use crate::form::Form;
use crate::submit::Answers;
use crate::submit::draft::Draft;
use crate::validate::explanation::{may_stand, standing};
use crate::validate::likely::likely;
use crate::vocabulary::{Actor, Explained, Finding, Severity};
use crate::web::pages::check::{CheckPage, Obstacle, Query};
use crate::web::pages::draft::{DraftPage, Fields, SourceFile};
use crate::web::pages::due::Due;
use crate::web::pages::figures::{Cell, FigureTable, FindingLine, Mode, Offer};
use crate::web::pages::layout::Frame;
use crate::web::pages::words;
use crate::workflow::draft::known::Known;
use crate::workflow::draft::{Opened, fields};
use crate::workflow::expected::Place;
use crate::workflow::judged::asks_together;
use crate::workflow::look::{RevisionView, UnitView};

fn found(opened: &Opened) -> Vec<Explained> {
    opened.judged.findings.iter().cloned().zip(opened.judged.words.iter().cloned()).collect()
}

fn draft_of(opened: &Opened) -> Draft {
    opened.saved.as_ref().map(|saved| saved.draft.clone()).unwrap_or_default()
}

/// The form to be filled in, with what stands on it.
fn form_table(opened: &Opened, mode: Mode, sent: Option<&Answers>) -> FigureTable {
    let expected = &opened.expected;
    let typed = fields(opened);
    let found = found(opened);
    let answers = &opened.judged.reading.answers;
    // Before anything was typed or read, an empty form is no mistake.
    let begun = opened.saved.is_some();
    let read = source(opened).is_some();
    let cell = |figure: usize| {
        let answer = answers.get(figure);
        let value = match (mode, sent) {
            (Mode::FillIn, Some(sent)) => exact(sent.get(figure).value),
            (Mode::FillIn, None) => typed[figure].clone(),
            _ => exact(answer.value),
        };
        let from = if read { origin(answer) } else { place(answer) };
        let mut cell = Cell::new(figure, value).read_from(from, raw(answer));
        cell.last_year = expected.last_year.as_ref().map_or(String::new(), |last| exact(last[figure]));
        let lines = if begun { mendable(opened, figure, &found) } else { Vec::new() };
        lines.into_iter().fold(cell, Cell::finding)
    };
    table(&expected.form, mode, expected.task.year, &cell, None)
}

/// Offers what is known of figures where nothing was typed or read.
pub fn offer(table: &mut FigureTable, form: &Form, known: &[Known]) {
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        let is_empty = cell.value.trim().is_empty() && !cell.derived;
        let own = known.iter().find(|known| known.figure == cell.figure && is_empty);
        cell.offer = own.map(|known| Offer {
            source: known.source.clone(),
            button: format!("填 {} {}", known.value, form.measure_of(known.figure).text),
        });
    }
}

/// Findings on a figure, with what can be taken instead at one press.
fn mendable(opened: &Opened, figure: usize, found: &[Explained]) -> Vec<FindingLine> {
    let lines = findings_at(&opened.expected.form, Some(figure), found);
    let of = |line: FindingLine| {
        let mut findings = opened.judged.findings.iter();
        let own = findings.find(|finding| finding.sentence == line.sentence);
        match own.and_then(|finding| mending(opened, finding)) {
            Some((_, words)) => line.mended_by(words),
            None => line,
        }
    };
    lines.into_iter().map(of).collect()
}

/// The figure that a finding stands on, and `改为 23.41 万元`.
fn mending(opened: &Opened, finding: &Finding) -> Option<(usize, String)> {
    let form = &opened.expected.form;
    let (figure, value) = likely(form, &opened.judged.reading.answers, finding)?;
    Some((figure, format!("改为 {value} {}", form.measure_of(figure).text)))
}

fn source(opened: &Opened) -> Option<SourceFile> {
    let draft = &opened.saved.as_ref()?.draft;
    let file = draft.file.as_ref()?;
    Some(SourceFile {
        name: file.name.clone(),
        size: words::size(file.bytes),
        sha256: file.sha256.clone(),
        sheet: draft.reading.as_ref().map_or(String::new(), |reading| reading.sheet.clone()),
        has_findings: !opened.judged.findings.is_empty(),
    })
}

fn page_fields(opened: &Opened, actor: &Actor) -> Fields {
    let draft = draft_of(opened);
    let read = opened.judged.reading.date.map(|date| date.to_string());
    Fields {
        date: draft.entry.date.or(read).unwrap_or_default(),
        reporter: if opened.saved.is_some() { draft.reporter } else { actor.signs_as().to_owned() },
        remark: draft.remark,
    }
}

/// The same to be filled in: today is offered where no day was written, unless it lies outside the campaign's year.
fn offered_fields(opened: &Opened, view: &UnitView, actor: &Actor) -> Fields {
    let mut fields = page_fields(opened, actor);
    let asked = opened.saved.as_ref().is_none_or(|saved| saved.draft.entry.date.is_none());
    let today = view.now.date_naive();
    if asked && fields.date.is_empty() && today.year() == opened.expected.task.year {
        fields.date = today.to_string();
    }
    fields
}

fn place_of(title: &str, view: &UnitView, actor: &Actor, csrf: &str) -> Frame {
    let Place { task, unit, .. } = &view.place;
    frame(title, actor, csrf)
        .through(task.title.clone(), format!("/campaigns/{}/units/{}", task.id, unit.code))
        .here(title)
}

fn unit_due(view: &UnitView, table: &Deliverable) -> Due {
    let extended = view.place.standing.extended.map(|until| (until, view.extensions.last()));
    due(table, extended, &view.changes, view.now)
}

/// 填报表. `sent`: what whoever sends again begins with.
pub fn draft_page(
    opened: &Opened,
    view: &UnitView,
    sent: Option<&RevisionView>,
    actor: &Actor,
    csrf: &str,
) -> DraftPage {
    let expected = &opened.expected;
    let whole = findings_at(&expected.form, None, &found(opened));
    let draft = draft_of(opened);
    DraftPage {
        frame: with_mistakes(place_of("填报统计表", view, actor, csrf), opened),
        campaign: head(&expected.task, Some(&expected.form)),
        unit_code: expected.unit.code.clone(),
        unit_name: expected.unit.name.clone(),
        receiver: view.receiver.clone(),
        due: unit_due(view, &expected.table),
        version: opened.version(),
        table: form_table(opened, Mode::FillIn, sent.map(|sent| &sent.answers)),
        nil: draft.entry.nil,
        fields: sent.map_or_else(|| offered_fields(opened, view, actor), super::submission::fields),
        saved: opened.saved.as_ref().map_or(String::new(), |saved| words::clock(saved.at)),
        minutes: expected.form.minutes(),
        source: source(opened),
        findings: if opened.saved.is_some() { whole } else { Vec::new() },
        returned: super::unit::returned(view),
        earlier: earlier(&draft),
    }
}

/// What a file took the place of: `“城关所报表.xlsx”`; empty where nothing did.
fn earlier(draft: &Draft) -> String {
    let Some(earlier) = &draft.earlier else { return String::new() };
    match &earlier.file {
        Some(file) => format!("读自文件“{}”的", file.name),
        None => "在页面上填的".to_owned(),
    }
}

/// What must be mended in a file that was read, at the top with links to the rows. Whoever types is not told of
/// every cell that is still empty.
fn with_mistakes(frame: Frame, opened: &Opened) -> Frame {
    if source(opened).is_none() {
        return frame;
    }
    let form = &opened.expected.form;
    let hard = opened.judged.findings.iter().filter(|finding| finding.severity == Severity::Hard);
    hard.fold(frame, |frame, finding| frame.error(&mended_at(form, finding), finding.sentence.clone()))
}

/// Where something can be mended: a figure's field, the date's, the tick of 零报告; else the file.
fn mended_at(form: &Form, finding: &Finding) -> String {
    let column = finding.column.as_deref();
    let column = column.and_then(|code| form.columns.iter().position(|own| own.code == code));
    match (figure_of(form, finding), column, finding.code.as_str()) {
        (Some(figure), ..) | (None, Some(figure), _) => format!("v.{figure}"),
        (_, _, "wrong-date-year") => "date".to_owned(),
        (_, _, "all-zero") => "nil".to_owned(),
        _ => "source".to_owned(),
    }
}

/// 核对页. `errors`: what stood in the way when it was sent, by field.
pub fn check_page(
    opened: &Opened,
    view: &UnitView,
    actor: &Actor,
    csrf: &str,
    errors: &[(Option<String>, String)],
) -> CheckPage {
    let expected = &opened.expected;
    let judged = &opened.judged;
    let draft = draft_of(opened);
    let numbered = || judged.findings.iter().enumerate();
    let hard = numbered().filter(|(_, finding)| finding.severity == Severity::Hard);
    let whole = findings_at(&expected.form, None, &found(opened));
    let frame = place_of("核对后报送", view, actor, csrf);
    CheckPage {
        frame: frame.wrong(&at_their_boxes(opened, errors)),
        campaign: head(&expected.task, Some(&expected.form)),
        unit_code: expected.unit.code.clone(),
        unit_name: expected.unit.name.clone(),
        receiver: view.receiver.clone(),
        due: unit_due(view, &expected.table),
        version: opened.version(),
        key: draft.key.clone(),
        same_as: same_as(view).unwrap_or_default(),
        table: form_table(opened, Mode::Read, None),
        nil: draft.entry.nil,
        fields: page_fields(opened, actor),
        source: source(opened),
        hard: hard
            .map(|(_, finding)| Obstacle {
                sentence: finding.sentence.clone(),
                place: mended_at(&expected.form, finding).replace('.', "-"),
            })
            .collect(),
        queries: queries(opened, &draft),
        hints: whole.into_iter().filter(|line| line.severity == Severity::Hint).collect(),
    }
}

/// The 核实 of a sheet, those on one figure together: the first one's index, and all of theirs.
fn together(opened: &Opened) -> Vec<Vec<usize>> {
    let findings = &opened.judged.findings;
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, finding) in findings.iter().enumerate() {
        if finding.severity != Severity::Query {
            continue;
        }
        match groups.iter_mut().find(|group| asks_together(&findings[group[0]], finding)) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups
}

fn queries(opened: &Opened, draft: &Draft) -> Vec<Query> {
    let judged = &opened.judged;
    let of = |group: Vec<usize>| {
        let findings = || group.iter().map(|index| &judged.findings[*index]);
        let said = |finding| {
            let answers = &judged.reading.answers;
            standing(&opened.expected.form, answers, finding, &draft.explanations)?.earlier.as_ref()
        };
        Query {
            index: group[0],
            sentences: findings().map(|finding| finding.sentence.clone()).collect(),
            explanation: group.iter().find_map(|index| judged.words[*index].clone()).unwrap_or_default(),
            earlier: findings().find_map(said).map(|earlier| earlier.revision),
            may_stand: findings().all(may_stand),
            mending: findings().find_map(|finding| mending(opened, finding)),
        }
    };
    together(opened).into_iter().map(of).collect()
}

/// What stood in the way, each sentence at the box that is shown for it.
fn at_their_boxes(opened: &Opened, errors: &[(Option<String>, String)]) -> Vec<(Option<String>, String)> {
    let groups = together(opened);
    let shown = |field: &Option<String>| {
        let index: usize = field.as_deref()?.strip_prefix("e.")?.parse().ok()?;
        let group = groups.iter().find(|group| group.contains(&index))?;
        Some(format!("e.{}", group[0]))
    };
    errors.iter().map(|(field, words)| (shown(field).or_else(|| field.clone()), words.clone())).collect()
}
