//! 填报单位: the tree, and the import of a list with its preview.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::answer::{self, No, ask};
use super::pages::heads::Heads;
use super::pages::units::{Change, ImportLine, ImportPreview, UnitLine};
use super::pages::{Frame, UnitsPage};
use super::signed::Signed;
use super::uploaded::Uploaded;
use crate::problem::{Problem, ProblemCode};
use crate::vocabulary::Arranged;
use crate::vocabulary::register::plan::Line;
use crate::workflow::Service;
use crate::workflow::accounts::By;
use crate::workflow::units::{self, Listed, Preview, Search, Step};

const A_PAGE: usize = 200;

/// Lines of a preview that are shown; those that change something or are wrong come first.
const SHOWN: usize = 500;

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    skip: usize,
    #[serde(default)]
    done: String,
}

pub async fn page(
    signed: Signed,
    service: web::Data<Service>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, No> {
    let frame = frame(&signed).noted(&asked.done, &[("imported", "单位名单已导入。")]);
    answer::page(&filled(&service, &signed, frame, asked.into_inner(), None).await?)
}

pub async fn import(
    signed: Signed,
    service: web::Data<Service>,
    uploaded: Uploaded,
) -> Result<HttpResponse, No> {
    let actor = signed.actor.clone();
    if uploaded.fields.text("intent") == "commit" {
        let plan = uploaded.fields.text("plan").to_owned();
        return match ask(&service, move |service| units::confirm(service, By::Actor(&actor), &plan)).await {
            Ok(_) => Ok(answer::see_other("/units?done=imported")),
            Err(problem) => again(&service, &signed, problem).await,
        };
    }
    let Some(file) = uploaded.file("file").cloned() else {
        let problem = Problem::field("file", "请选择单位名单文件。");
        return again(&service, &signed, problem).await;
    };
    let (name, bytes) = (file.name, file.bytes);
    match ask(&service, move |service| units::preview(service, By::Actor(&actor), &bytes)).await {
        Ok(preview) => show(&service, &signed, name, preview).await,
        Err(problem) => again(&service, &signed, problem).await,
    }
}

fn frame(signed: &Signed) -> Frame {
    signed.frame("填报单位").section("/units")
}

async fn show(
    service: &web::Data<Service>,
    signed: &Signed,
    file: String,
    preview: Preview,
) -> Result<HttpResponse, No> {
    let is_clean = preview.plan.is_clean();
    let wrong = preview.plan.mistakes.iter().fold(frame(signed), |frame, words| frame.error("file", words));
    let page = filled(service, signed, wrong, Asked::default(), Some(view(file, preview))).await?;
    if is_clean { answer::page(&page) } else { answer::page_again(&page) }
}

async fn again(service: &web::Data<Service>, signed: &Signed, problem: Problem) -> Result<HttpResponse, No> {
    if !matches!(problem.code, ProblemCode::Invalid | ProblemCode::Stale) {
        return Err(No(problem));
    }
    let frame = frame(signed).wrong(&problem.sentences);
    answer::page_again(&filled(service, signed, frame, Asked::default(), None).await?)
}

fn view(file: String, preview: Preview) -> ImportPreview {
    let plan = preview.plan;
    let count = |kind: fn(&Step) -> bool| plan.count(kind);
    let (new, changed) =
        (count(|step| matches!(step, Step::New(_))), count(|step| matches!(step, Step::Changed(..))));
    let wrong = count(|step| matches!(step, Step::Wrong(_)));
    let same = plan.lines.len() - new - changed - wrong;
    let mut lines: Vec<ImportLine> = plan.lines.into_iter().map(import_line).collect();
    lines.sort_by_key(|line| match line.change {
        Change::Wrong => 0,
        Change::Changed => 1,
        Change::New => 2,
        Change::Same => 3,
    });
    lines.truncate(SHOWN);
    ImportPreview { file, plan: preview.name, new, changed, same, wrong, lines }
}

fn import_line(line: Line) -> ImportLine {
    let (change, words) = match line.step {
        Step::New(known) => (Change::New, if known.active { "" } else { "（停用）" }.to_owned()),
        Step::Changed(_, words) => (Change::Changed, words.join("；")),
        Step::Same => (Change::Same, String::new()),
        Step::Wrong(words) => (Change::Wrong, words.join("；")),
    };
    ImportLine { line: line.line, change, code: line.code, name: line.name, words }
}

async fn filled(
    service: &web::Data<Service>,
    signed: &Signed,
    frame: Frame,
    asked: Asked,
    preview: Option<ImportPreview>,
) -> Result<UnitsPage, Problem> {
    let actor = signed.actor.clone();
    let search = Search {
        words: asked.q.clone(),
        order: Arranged::from_code(&asked.sort),
        skip: asked.skip,
        most: A_PAGE,
    };
    let page = ask(service, move |service| units::list(service, &actor, &search)).await?;
    let heads = Heads::new(format!("/units?q={}", answer::escaped(&asked.q)), &asked.sort, "list");
    let next = match page.more {
        true => heads.page_at(&format!("skip={}", asked.skip + A_PAGE)),
        false => String::new(),
    };
    let units = page.units.into_iter().map(unit_line).collect();
    Ok(UnitsPage { frame, q: asked.q, heads, units, count: page.count as u64, next, preview })
}

fn unit_line(listed: Listed) -> UnitLine {
    let node = listed.node;
    UnitLine {
        code: node.code,
        name: node.name,
        level: node.level.label().to_owned(),
        depth: listed.depth,
        contact: node.contact.unwrap_or_default(),
        accounts: listed.accounts.unsigned_abs(),
        reports: listed.reports,
        active: node.active,
        exempt: node.exempt_reason.unwrap_or_default(),
        groups: node.groups.join("、"),
    }
}
