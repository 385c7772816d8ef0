//! A form begins: from a table, from a text that was handed out, or from a form that is known.

use actix_web::{HttpResponse, web};

use super::super::answer::{self, No, ask, page};
use super::super::signed::{Signed, masked};
use super::super::uploaded::{File, Uploaded};
use super::super::views;
use super::super::views::forms::Shown;
use crate::problem::Problem;
use crate::workflow::{Service, forms};

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
    let begun = ask(&service, move |service| match file {
        _ if !known.0.is_empty() => go_on(service, &known.0, &known.1),
        Some(file) => of_file(service, &file),
        None => Err(Problem::field("file", "请选择表格文件。")),
    });
    match begun.await {
        Ok((shown, tried)) => {
            page(&views::forms::edit_page(shown, &tried, &signed.actor, &masked(&signed.csrf)))
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

type Begun = (Shown, forms::Tried);

/// 沿用并修改: a known form under the name of a new version.
fn go_on(service: &Service, from: &str, version: &str) -> Result<Begun, Problem> {
    let (code, of) = from.split_once('/').ok_or_else(|| Problem::field("from", "请选择沿用哪一份。"))?;
    let listed = forms::list(service)?;
    let same = listed.iter().filter(|listed| listed.form.code == code);
    let versions: Vec<String> = same.map(|listed| listed.form.version.clone()).collect();
    let known = forms::sketch(&forms::text(service, code, of)?)?;
    let sketch =
        known.next_version(version, &versions).map_err(|sentence| Problem::field("version", sentence))?;
    let tried = forms::try_out(service, &sketch)?;
    Ok((Shown::new(sketch, Vec::new()), tried))
}

fn of_file(service: &Service, file: &File) -> Result<Begun, Problem> {
    let is_text = file.name.to_lowercase().ends_with(".toml");
    let (sketch, questions) = if is_text {
        let text = std::str::from_utf8(&file.bytes)
            .map_err(|_| Problem::field("file", "报表文字不是 UTF-8 编码，没有读取。"))?;
        (forms::sketch(text.trim_start_matches('\u{feff}'))?, Vec::new())
    } else {
        let proposal = forms::propose(service, &file.bytes)?;
        let questions = proposal.questions.into_iter().map(|question| {
            let place = question.place.map_or(String::new(), |place| format!("{place}："));
            format!("{place}{}", question.sentence)
        });
        let questions = questions.collect();
        (proposal.sketch, questions)
    };
    let tried = forms::try_out(service, &sketch)?;
    Ok((Shown::new(sketch, questions), tried))
}
