//! What was typed into a form's rows, as edits: a field that says what the form says is none.
//!
//! Edits are tried again after the others as long as one more succeeds, because a row may lean on another: a part
//! and its whole may get another measure only after they were parted.

mod columns;
mod names;
mod rates;

use super::super::posted::{Fields, LISTED};
use super::super::views::forms::{LEVELS, Refused, Shown, as_typed, bound_field, relation, title_shown};
use crate::form::edit::Edit;
use crate::form::sketch::{Sketch, SketchItem};
use crate::vocabulary::Number;

/// An edit and the field that it comes from.
type Change = (String, Edit);

/// Takes over every field; what is refused is noted with what was typed.
pub fn take_over(shown: &mut Shown, fields: &Fields) {
    let mut waiting = head(&shown.sketch, fields);
    for (at, item) in shown.sketch.items.iter().enumerate() {
        if fields.has(&format!("label.{at}")) {
            waiting.extend(of_item(at, item, fields, &mut shown.refused));
        }
    }
    waiting.extend(columns::changes(&shown.sketch, fields));
    waiting.extend(rates::changes(&shown.sketch, fields));
    waiting.extend(names::changes(&shown.sketch, fields));
    loop {
        let before = waiting.len();
        let mut left = Vec::new();
        for (field, edit) in waiting {
            match shown.sketch.edit(edit.clone()) {
                Ok(next) => shown.sketch = next,
                Err(sentence) => left.push((field, edit, sentence)),
            }
        }
        if left.is_empty() || left.len() == before {
            shown.refused.extend(left.into_iter().map(|(field, _, sentence)| {
                let typed = Some(fields.text(&field).to_owned());
                Refused { field, typed, sentence }
            }));
            break;
        }
        waiting = left.into_iter().map(|(field, edit, _)| (field, edit)).collect();
    }
    name(shown, fields);
}

/// Code and version are no edits: a form is kept under them.
fn name(shown: &mut Shown, fields: &Fields) {
    for (field, known) in [("code", &mut shown.sketch.code), ("version", &mut shown.sketch.version)] {
        let typed = fields.text(field).trim();
        if !typed.is_empty() {
            *known = typed.to_owned();
        } else if fields.has(field) {
            let typed = Some(String::new());
            shown.refused.push(Refused {
                field: field.to_owned(),
                typed,
                sentence: "请填写这一项。".to_owned(),
            });
        }
    }
}

fn head(sketch: &Sketch, fields: &Fields) -> Vec<Change> {
    let mut changes = Vec::new();
    let (title, short_title) = (as_typed(fields.text("title")), fields.text("short_title").trim());
    let same = title == sketch.title && short_title == sketch.short_title;
    if fields.has("title") && !same {
        let edit = Edit::Title { title, short_title: short_title.to_owned() };
        let field = if fields.text("title") == title_shown(&sketch.title) { "short_title" } else { "title" };
        changes.push((field.to_owned(), edit));
    }
    let notes: Vec<String> = fields.words("notes", &['\n', '\r']);
    if fields.has("notes") && notes != sketch.notes {
        changes.push(("notes".to_owned(), Edit::Notes(notes)));
    }
    changes
}

fn of_item(at: usize, known: &SketchItem, fields: &Fields, refused: &mut Vec<Refused>) -> Vec<Change> {
    let mut changes = Vec::new();
    let item = || known.code.clone();
    let typed = |name: &str| fields.text(&format!("{name}.{at}")).trim().to_owned();
    let mut change = |name: &str, edit: Edit| changes.push((format!("{name}.{at}"), edit));
    if typed("label") != known.label {
        change("label", Edit::Rename { item: item(), label: typed("label") });
    }
    if known.section {
        return changes;
    }
    let part = Some(typed("whole")).filter(|whole| !whole.is_empty());
    let part = part.map(|whole| (whole, relation(&typed("relation"))));
    if part != known.part_of {
        change("whole", Edit::PartOf { item: item(), whole: part });
    }
    if typed("measure") != known.measure {
        change("measure", Edit::Measure { item: item(), measure: typed("measure") });
    }
    if let Some(places) = typed("places").parse().ok().filter(|places| *places != known.decimals) {
        change("places", Edit::Decimals { item: item(), places });
    }
    let required = !typed("required").is_empty();
    if required != known.required {
        change("required", Edit::Required { item: item(), required });
    }
    let synonyms = fields.words(&format!("synonyms.{at}"), &LISTED);
    if synonyms != known.synonyms {
        change("synonyms", Edit::Synonyms { item: item(), words: synonyms });
    }
    for level in LEVELS {
        let (field, own) = (bound_field(level, at), known.bounds.iter().find(|(of, _)| *of == level));
        let text = fields.text(&field).trim();
        match (text.is_empty(), Number::parse(text)) {
            (false, None) => refused.push(Refused {
                field,
                typed: Some(text.to_owned()),
                sentence: format!("上限请写数字，“{text}”不是数字。"),
            }),
            (_, bound) if bound != own.map(|(_, bound)| *bound) => {
                changes.push((field, Edit::Bound { item: item(), level, bound }));
            }
            _ => {}
        }
    }
    changes
}
