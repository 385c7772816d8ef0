//! A form begins: from a table, from a notice's annex, from a text that was handed out, or from a form that is known.

use actix_web::{HttpResponse, web};

use super::super::answer::{self, No, ask, page};
use super::super::signed::{Signed, masked};
use super::super::uploaded::{File, Uploaded};
use super::super::views;
use super::super::views::forms::{Refused, Shown};
use crate::problem::Problem;
use crate::submit::propose::Proposal;
use crate::workflow::{Service, forms, notice};

pub async fn new(signed: Signed, service: web::Data<Service>) -> Result<HttpResponse, No> {
    let listed = ask(&service, forms::list).await?;
    page(&views::forms::new_page(&listed, ("", ""), &[], &signed.actor, &masked(&signed.csrf)))
}

pub async fn propose(
    signed: Signed,
    service: web::Data<Service>,
    uploaded: Uploaded,
) -> Result<HttpResponse, No> {
    let file = uploaded.file("file").cloned();
    let (from, version) =
        (uploaded.fields.text("from").to_owned(), uploaded.fields.text("version").to_owned());
    let known = (from.clone(), version.clone());
    let (text, questions) = (uploaded.fields.text("text").to_owned(), asked(&uploaded));
    let of_notice: Option<i64> = uploaded.fields.text("notice").parse().ok();
    let actor = signed.actor.clone();
    let begun = ask(&service, move |service| {
        let mut shown = match file {
            file if !text.is_empty() => compared(service, &text, questions, file.as_ref()),
            _ if let Some(id) = of_notice => Ok(proposed(notice::propose_form(service, &actor, id)?)),
            _ if !known.0.is_empty() => go_on(service, &known.0, &known.1),
            Some(file) => of_file(service, &file),
            None => Err(Problem::field("file", "请选择表格文件。")),
        }?;
        shown.notice = of_notice;
        let reported = forms::met_in_reports(service, &actor, &shown.sketch)?;
        shown.offer(reported);
        let tried = forms::try_out(service, &shown.sketch)?;
        Ok((shown, tried))
    });
    match begun.await {
        Ok((shown, tried)) => {
            let is_clean = shown.refused.is_empty();
            let shown = views::forms::edit_page(shown, &tried, &signed.actor, &masked(&signed.csrf));
            if is_clean { page(&shown) } else { answer::page_again(&shown) }
        }
        Err(problem) => {
            let problem = answer::to_correct(problem)?;
            let listed = ask(&service, forms::list).await?;
            let typed = (from.as_str(), version.as_str());
            let csrf = masked(&signed.csrf);
            answer::page_again(&views::forms::new_page(
                &listed,
                typed,
                &problem.sentences,
                &signed.actor,
                &csrf,
            ))
        }
    }
}

/// What the page that corrects carries along.
fn asked(uploaded: &Uploaded) -> Vec<String> {
    uploaded.fields.all("question").map(str::to_owned).collect()
}

/// A form under correction beside a filled table: the table's names that the form does not know are offered.
fn compared(
    service: &Service,
    text: &str,
    questions: Vec<String>,
    file: Option<&File>,
) -> Result<Shown, Problem> {
    let mut shown = Shown::new(forms::sketch(text)?, questions);
    let refuse = |sentence: String| Refused { field: "file".to_owned(), typed: None, sentence };
    match file.map(|file| forms::met_on(service, &shown.sketch, &file.bytes)) {
        None => shown.refused.push(refuse("请选择填好的表。".to_owned())),
        Some(Err(problem)) => shown.refused.push(refuse(problem.text())),
        Some(Ok(offers)) if offers.is_empty() => shown.said = "这份表上的名称都认得。".to_owned(),
        Some(Ok(offers)) => shown.offers = offers,
    }
    Ok(shown)
}

/// 沿用并修改: a known form under the name of a new version.
fn go_on(service: &Service, from: &str, version: &str) -> Result<Shown, Problem> {
    let (code, of) = from.split_once('/').ok_or_else(|| Problem::field("from", "请选择沿用哪一份。"))?;
    let listed = forms::list(service)?;
    let same = listed.iter().filter(|listed| listed.form.code == code);
    let versions: Vec<String> = same.map(|listed| listed.form.version.clone()).collect();
    let known = forms::sketch(&forms::text(service, code, of)?)?;
    let sketch =
        known.next_version(version, &versions).map_err(|sentence| Problem::field("version", sentence))?;
    Ok(Shown::new(sketch, Vec::new()))
}

fn of_file(service: &Service, file: &File) -> Result<Shown, Problem> {
    let is_text = file.name.to_lowercase().ends_with(".toml");
    if !is_text {
        return Ok(proposed(forms::propose(service, &file.bytes)?));
    }
    let text = std::str::from_utf8(&file.bytes)
        .map_err(|_| Problem::field("file", "报表文字不是 UTF-8 编码，没有读取。"))?;
    let sketch = forms::sketch(text.trim_start_matches('\u{feff}'))?;
    Ok(Shown::new(sketch, Vec::new()))
}

/// A proposal with what it left open.
fn proposed(proposal: Proposal) -> Shown {
    let questions = proposal.questions.into_iter().map(|question| {
        let place = question.place.map_or(String::new(), |place| format!("{place}："));
        format!("{place}{}", question.sentence)
    });
    Shown::new(proposal.sketch, questions.collect())
}
