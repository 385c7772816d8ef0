//! The list of forms, one of them on paper, and its text as a file.

use actix_web::{HttpResponse, web};

use super::super::answer::{self, No, ask, page};
use super::super::signed::{Signed, masked};
use super::super::sorted::Sorted;
use super::super::views;
use crate::workflow::{Service, forms};

#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    done: String,
    notice: Option<i64>,
}

pub async fn list(
    signed: Signed,
    service: web::Data<Service>,
    said: web::Query<Sorted>,
) -> Result<HttpResponse, No> {
    let listed = ask(&service, forms::list).await?;
    page(&views::forms::list_page(listed, &said.sort, &signed.actor, &masked(&signed.csrf)))
}

pub async fn show(
    signed: Signed,
    service: web::Data<Service>,
    name: web::Path<(String, String)>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, No> {
    let (code, version) = name.into_inner();
    let (listed, tried) = ask(&service, move |service| {
        let tried = forms::try_out(service, &forms::sketch(&forms::text(service, &code, &version)?)?)?;
        let listed = forms::list(service)?.into_iter().find(|listed| {
            (&listed.form.code, &listed.form.version) == (&tried.form.code, &tried.form.version)
        });
        Ok((listed.ok_or_else(crate::problem::Problem::not_found)?, tried))
    })
    .await?;
    let mut shown =
        views::forms::form_page(&listed, &tried, asked.notice, &signed.actor, &masked(&signed.csrf));
    let kept = "报表已保存。布置填报任务时就可以选它。";
    shown.frame = shown
        .frame
        .noted(&asked.done, &[("kept", kept), ("known", "这份报表已经有了，内容相同，没有重复保存。")]);
    page(&shown)
}

pub async fn export(
    service: web::Data<Service>,
    name: web::Path<(String, String)>,
) -> Result<HttpResponse, No> {
    let (code, version) = name.into_inner();
    let file_name = format!("{code}-{version}.toml");
    let text = ask(&service, move |service| forms::text(service, &code, &version)).await?;
    Ok(answer::download(&file_name, "application/toml; charset=utf-8", text.into_bytes()))
}
