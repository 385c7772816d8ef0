//! 填报表 and 核对页 from a judged draft.

use super::figures::{exact, figure_of, findings_at, origin, place, raw, table};
use super::unit::same_as;
use super::{due, frame, head};
use crate::campaign::Deliverable;
use crate::submit::Answers;
use crate::submit::draft::Draft;
use crate::validate::explanation::{may_stand, standing};
use crate::vocabulary::{Actor, Explained, Severity};
use crate::web::pages::check::{CheckPage, Obstacle, Query};
use crate::web::pages::draft::{DraftPage, Fields, SourceFile};
use crate::web::pages::due::Due;
use crate::web::pages::figures::{Cell, FigureTable, Mode};
use crate::web::pages::layout::Frame;
use crate::web::pages::words;
use crate::workflow::draft::{Opened, fields};
use crate::workflow::expected::Place;
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
        let lines = if begun { findings_at(&expected.form, Some(figure), &found) } else { Vec::new() };
        lines.into_iter().fold(cell, Cell::finding)
    };
    table(&expected.form, mode, expected.task.year, &cell, None)
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
        fields: sent.map_or_else(|| page_fields(opened, actor), super::submission::fields),
        saved: opened.saved.as_ref().map_or(String::new(), |saved| words::clock(saved.at)),
        source: source(opened),
        findings: if opened.saved.is_some() { whole } else { Vec::new() },
        returned: super::unit::returned(view),
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
    hard.fold(frame, |frame, finding| {
        let field = figure_of(form, finding).map(|figure| format!("v.{figure}"));
        frame.error(&field.unwrap_or_default(), finding.sentence.clone())
    })
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
    let queries = numbered().filter(|(_, finding)| finding.severity == Severity::Query);
    let whole = findings_at(&expected.form, None, &found(opened));
    let frame = place_of("核对后报送", view, actor, csrf);
    CheckPage {
        frame: frame.wrong(errors),
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
                figure: figure_of(&expected.form, finding),
            })
            .collect(),
        queries: queries
            .map(|(index, finding)| Query {
                index,
                sentence: finding.sentence.clone(),
                explanation: judged.words[index].clone().unwrap_or_default(),
                earlier: standing(&expected.form, &judged.reading.answers, finding, &draft.explanations)
                    .and_then(|said| said.earlier.as_ref())
                    .map(|earlier| earlier.revision),
                may_stand: may_stand(finding),
            })
            .collect(),
        hints: whole.into_iter().filter(|line| line.severity == Severity::Hint).collect(),
    }
}
