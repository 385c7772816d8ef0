//! What the pressed button does to a form: `up.3`, `remove.3`, `add`, `check` …

mod computed;

use super::super::pages::forms::NewFields;
use super::super::posted::Fields;
use super::super::views::forms::{Refused, Shown};
use crate::form::edit::{Choice, Edit, Holds, Offer};
use crate::form::sketch::Sketch;
use crate::vocabulary::Severity;
use crate::workflow::forms;

/// Does what the button says; where it is refused, the fields for something new keep what they say.
pub fn press(shown: &mut Shown, fields: &Fields) {
    let button = fields.text("do");
    let (verb, at) = match button.split_once('.') {
        Some((verb, at)) => (verb, at.parse::<usize>().ok()),
        None => (button, None),
    };
    if verb == "seen" {
        if let Some(at) = at.filter(|at| *at < shown.questions.len()) {
            shown.questions.remove(at);
        }
        shown.new = new_fields(fields);
        return;
    }
    let Some((field, edit)) = edit(&shown.sketch, (verb, at), fields) else {
        shown.new = new_fields(fields);
        return;
    };
    let fitting = |next: Sketch| forms::fits(&next).map(|()| next);
    match shown.sketch.edit(edit).and_then(fitting) {
        Ok(next) => {
            shown.sketch = next;
            shown.new = taken(verb, new_fields(fields));
            if let Some(at) = at.filter(|at| verb == "offer" && *at < shown.offers.len()) {
                shown.offers.remove(at);
            }
        }
        Err(sentence) => {
            shown.refused.push(Refused { field, typed: None, sentence });
            shown.new = new_fields(fields);
        }
    }
}

/// The button's edit and the field at which a refusal is said.
fn edit(sketch: &Sketch, (verb, at): (&str, Option<usize>), fields: &Fields) -> Option<(String, Edit)> {
    let item = at.and_then(|at| sketch.items.get(at)).map(|item| item.code.clone());
    let typed = |name: &str| fields.text(name).trim().to_owned();
    let after = || match fields.text("new-after") {
        "" => sketch.items.last().map(|item| item.code.clone()),
        "first" => None,
        code => Some(code.to_owned()),
    };
    let row = || at.map_or(String::new(), |at| format!("label.{at}"));
    Some(match verb {
        "remove" => (row(), Edit::Remove { item: item? }),
        "up" => (row(), Edit::Move { item: item?, before: Some(sketch.before(at?)?) }),
        "down" => {
            let next = sketch.after(at?)?;
            (row(), Edit::Move { item: next, before: item })
        }
        "add" => {
            let edit = Edit::Add { after: after(), label: typed("new-label"), measure: typed("new-measure") };
            (if typed("new-label").is_empty() { "new-label" } else { "new-measure" }.to_owned(), edit)
        }
        "add-section" => {
            ("new-label".to_owned(), Edit::AddSection { after: after(), label: typed("new-label") })
        }
        "check" => ("check-item".to_owned(), Edit::Check(choice(fields))),
        "offer" => {
            let offer = offers(fields).into_iter().nth(at?)?;
            let item = offer.item.unwrap_or_default();
            let known = sketch.item(&item).map(|item| item.synonyms.clone()).unwrap_or_default();
            let words = known.into_iter().chain([offer.words]).collect();
            (format!("offer-item.{}", at?), Edit::Synonyms { item, words })
        }
        "uncheck" => (String::new(), Edit::RemoveCheck { code: sketch.checks.get(at?)?.code.clone() }),
        "renumber" => (String::new(), Edit::Renumber),
        _ => return computed::edit(sketch, (verb, at), fields),
    })
}

fn choice(fields: &Fields) -> Choice {
    Choice {
        item: fields.text("check-item").to_owned(),
        holds: match fields.text("check-holds") {
            "equal" => Holds::Equal,
            "at-least" => Holds::AtLeast,
            _ => Holds::AtMost,
        },
        others: fields.all("check-other").map(str::to_owned).collect(),
        severity: Severity::from_code(fields.text("check-severity")).unwrap_or(Severity::Query),
    }
}

/// Words that units wrote, each with the item that was chosen for them.
pub fn offers(fields: &Fields) -> Vec<Offer> {
    let chosen = |at: usize| {
        let item = fields.text(&format!("offer-item.{at}"));
        Some(item.to_owned()).filter(|item| !item.is_empty())
    };
    let words = fields.numbered("offer");
    words.map(|(at, words)| Offer { words: words.to_owned(), item: chosen(at) }).collect()
}

/// The fields for something new without those that the button took.
fn taken(verb: &str, fields: NewFields) -> NewFields {
    let none = NewFields::default();
    match verb {
        "add" | "add-section" => {
            NewFields { label: none.label, measure: none.measure, after: none.after, ..fields }
        }
        "add-column" => NewFields { column: none.column, ..fields },
        "check" => NewFields { check_item: none.check_item, check_others: none.check_others, ..fields },
        "add-computed" => NewFields { computed: none.computed, ..fields },
        "add-rate" => NewFields { rate: none.rate, ..fields },
        _ => fields,
    }
}

/// What stands in the fields for something new.
pub fn new_fields(fields: &Fields) -> NewFields {
    let text = |name: &str| fields.text(name).to_owned();
    NewFields {
        label: text("new-label"),
        measure: text("new-measure"),
        after: text("new-after"),
        column: text("new-column"),
        check_item: text("check-item"),
        check_holds: text("check-holds"),
        check_severity: text("check-severity"),
        check_others: fields.all("check-other").map(str::to_owned).collect(),
        computed: text("new-computed"),
        computed_this: text("new-computed-this"),
        computed_base: text("new-computed-base"),
        computed_kind: text("new-computed-kind"),
        rate: text("new-rate"),
        rate_top: text("new-rate-top"),
        rate_bottom: text("new-rate-bottom"),
        rate_show: text("new-rate-show"),
    }
}
