//! Forms put into the structures of pages: the list, one on paper, and the page on which one is corrected.

mod computed;
mod edited;
mod papered;
mod under_way;

pub use self::computed::{comparison, show};
pub use self::edited::{LEVELS, as_typed, back_to, bound_field, edit_page, relation, title_shown};
use self::papered::{paper, sample};
pub use self::under_way::{Refused, Shown};
use super::super::answer::escaped;
use super::frame;
use crate::form::Form;
use crate::vocabulary::{Actor, Arranged, Key};
use crate::web::pages::forms::{FormLine, FormPage, FormsPage, NewFormPage};
use crate::web::pages::heads::Heads;
use crate::web::pages::layout::Choice;
use crate::web::pages::words;
use crate::workflow::forms::{Listed, Tried};

/// Where a form is looked at.
pub fn address(form: &Form) -> String {
    format!("/forms/{}/{}", escaped(&form.code), escaped(&form.version))
}

/// Items that ask for figures.
fn asked(form: &Form) -> usize {
    form.items.iter().filter(|item| !item.section).count()
}

fn line(listed: &Listed) -> FormLine {
    let form = &listed.form;
    FormLine {
        code: form.code.clone(),
        version: form.version.clone(),
        title: form.title_of(None),
        items: asked(form),
        kept_at: listed.kept_at.map_or(String::new(), words::to_the_minute),
        campaigns: listed.campaigns,
        href: address(form),
    }
}

fn key(listed: &Listed, column: &str) -> Key {
    match column {
        "title" => Key::words(&listed.form.title_of(None)),
        "version" => Key::words(&listed.form.version),
        "items" => Key::count(asked(&listed.form)),
        "kept" => listed.kept_at.map_or(Key::Nothing, |at| Key::Number(at.timestamp_millis())),
        "campaigns" => Key::Number(listed.campaigns),
        _ => Key::Nothing,
    }
}

/// The list in the order that its address says.
pub fn list_page(mut listed: Vec<Listed>, sort: &str, actor: &Actor, csrf: &str) -> FormsPage {
    Arranged::from_code(sort).sort(&mut listed, key);
    let frame = frame("报表", actor, csrf).section("/forms").here("报表");
    let heads = Heads::new("/forms", sort, "list");
    FormsPage { frame, heads, forms: listed.iter().map(line).collect() }
}

pub fn new_page(
    listed: &[Listed],
    (from, version): (&str, &str),
    errors: &[(Option<String>, String)],
    actor: &Actor,
    csrf: &str,
) -> NewFormPage {
    let choice = |listed: &Listed| {
        let form = &listed.form;
        let label = format!("{}（{} 版）", form.title_of(None), form.version);
        Choice::new(format!("{}/{}", form.code, form.version), label)
    };
    NewFormPage {
        frame: frame("制作报表", actor, csrf)
            .section("/forms")
            .through("报表", "/forms")
            .here("制作报表")
            .wrong(errors),
        known: listed.iter().map(choice).collect(),
        from: from.to_owned(),
        version: version.to_owned(),
        largest: "50 MB".to_owned(),
    }
}

/// `notice` is the one that it was just made from.
pub fn form_page(listed: &Listed, tried: &Tried, notice: Option<i64>, actor: &Actor, csrf: &str) -> FormPage {
    let line = line(listed);
    FormPage {
        frame: frame(&line.title, actor, csrf).section("/forms").through("报表", "/forms").here(&line.title),
        paper: paper("表样", &tried.paper),
        sample: sample(&tried.sample),
        back: notice.map_or(String::new(), back_to),
        line,
    }
}

/// Forms as a campaign chooses them.
pub fn choices(listed: &[Listed]) -> Vec<Choice> {
    let choice = |listed: &Listed| {
        let title = listed.form.title_of(None);
        let label = match listed.kept_at {
            None => title,
            Some(_) => format!("{title}（{} 版）", listed.form.version),
        };
        Choice::new(listed.name(), label)
    };
    listed.iter().map(choice).collect()
}
