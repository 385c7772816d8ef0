//! 手册: readable by everybody.

use actix_web::{HttpRequest, HttpResponse, web};

use super::answer::{No, page};
use super::pages::ManualPage;
use super::pages::manual::Chapter;
use super::signed;
use crate::problem::Problem;

pub async fn contents(request: HttpRequest) -> Result<HttpResponse, No> {
    show(&request, Chapter::Contents)
}

pub async fn chapter(request: HttpRequest, name: web::Path<String>) -> Result<HttpResponse, No> {
    show(&request, Chapter::from_name(&name).ok_or_else(Problem::not_found)?)
}

fn show(request: &HttpRequest, chapter: Chapter) -> Result<HttpResponse, No> {
    let frame = signed::frame(request, chapter.title()).section("/manual");
    let frame = match chapter {
        Chapter::Contents => frame,
        _ => frame.through(Chapter::Contents.title(), "/manual").here(chapter.title()),
    };
    page(&ManualPage { frame, chapter })
}
