//! A form under correction: what was typed is taken over, then what the button says is done, and the page comes
//! back, or the form is kept.
//!
//! What is refused stays as it was typed, with its sentence; then the button waits until it is put right.

use actix_web::{HttpResponse, web};

use super::super::answer::{self, No, ask};
use super::super::posted::{Fields, Posted, Pressed};
use super::super::signed::{Signed, masked};
use super::super::views;
use super::super::views::forms::{Refused, Shown};
use super::{changes, pressed};
use crate::problem::Problem;
use crate::workflow::{Service, forms};

pub async fn edit(
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let shown = corrected(&posted.fields)?;
    again(&signed, &service, shown).await
}

pub async fn save(
    signed: Signed,
    service: web::Data<Service>,
    posted: Posted<Pressed>,
) -> Result<HttpResponse, No> {
    let mut shown = corrected(&posted.fields)?;
    if !shown.refused.is_empty() {
        return again(&signed, &service, shown).await;
    }
    let (actor, text) = (signed.actor.clone(), shown.sketch.text());
    let origin = shown.notice.map_or(forms::Origin::Any, forms::Origin::Notice);
    match ask(&service, move |service| forms::keep(service, &actor, &text, origin)).await {
        Ok((form, keeping)) => {
            let done = if keeping == forms::Keeping::New { "kept" } else { "known" };
            let notice = shown.notice.map_or(String::new(), |notice| format!("&notice={notice}"));
            Ok(answer::see_other(&format!("{}?done={done}{notice}", views::forms::address(&form))))
        }
        Err(problem) => {
            let refused = |(field, sentence): (Option<String>, String)| Refused {
                field: field.unwrap_or_default(),
                typed: None,
                sentence,
            };
            shown.refused = answer::to_correct(problem)?.sentences.into_iter().map(refused).collect();
            again(&signed, &service, shown).await
        }
    }
}

async fn again(signed: &Signed, service: &web::Data<Service>, shown: Shown) -> Result<HttpResponse, No> {
    let sketch = shown.sketch.clone();
    let tried = ask(service, move |service| forms::try_out(service, &sketch)).await?;
    let is_clean = shown.refused.is_empty();
    let page = views::forms::edit_page(shown, &tried, &signed.actor, &masked(&signed.csrf));
    if is_clean { answer::page(&page) } else { answer::page_again(&page) }
}

/// The form with everything that the page says of it.
fn corrected(fields: &Fields) -> Result<Shown, Problem> {
    let sketch = forms::sketch(fields.text("text"))?;
    let questions = fields.all("question").map(str::to_owned).collect();
    let mut shown = Shown::new(sketch, questions);
    shown.notice = fields.text("notice").parse().ok();
    shown.offers = pressed::offers(fields);
    changes::take_over(&mut shown, fields);
    if shown.refused.is_empty() {
        pressed::press(&mut shown, fields);
    } else {
        shown.new = pressed::new_fields(fields);
    }
    Ok(shown)
}
