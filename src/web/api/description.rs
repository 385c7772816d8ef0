//! The description of the API for programs that generate clients and for people: made from the handlers themselves.
//!
//! Handlers say what is their own. What is true of every route is added here: who may use it (from the table of
//! routes, handed in), what a missing token, a closed door, an unknown thing or a wrong request is answered with, and
//! a word for every answer.

use actix_web::{HttpResponse, web};
use serde_json::{Map, Value, json};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::super::access::{Access, Route};
use super::{
    accounts, annotated, arranging, audit, batches, blanks, campaigns, deliverables, deliveries, doubles,
    downloads, drafts, forms, messages, notices, packages, papers, places, reading, reminders, reviews,
    sending, sign_offs, stated, superior, units,
};
use crate::vocabulary::Role;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "汇表",
        description = "报送、审核与汇总统计报表。令牌在“我的账号”里新建，放在 `Authorization: Bearer` 请求头里；权限与令牌所属的账号相同。"
    ),
    tags(
        (name = "forms", description = "报表"),
        (name = "notices", description = "通知"),
        (name = "campaigns", description = "填报任务"),
        (name = "places", description = "任务里的单位"),
        (name = "drafts", description = "草稿"),
        (name = "submissions", description = "上报"),
        (name = "materials", description = "报送材料"),
        (name = "reviews", description = "审核"),
        (name = "behalf", description = "代报"),
        (name = "totals", description = "汇总"),
        (name = "messages", description = "单位告知"),
        (name = "units", description = "单位名录"),
        (name = "accounts", description = "账号"),
        (name = "audit", description = "审计记录")
    ),
    paths(
        forms::list,
        forms::show,
        forms::keep,
        forms::propose,
        notices::receive,
        notices::show,
        reading::campaigns,
        arranging::create,
        campaigns::show,
        arranging::expected,
        arranging::choose,
        arranging::expect,
        arranging::copy,
        campaigns::state,
        deliverables::show,
        deliverables::move_due,
        campaigns::last_campaign,
        campaigns::last_year_file,
        campaigns::notice,
        campaigns::notice_file,
        reading::show_board,
        campaigns::missing,
        reminders::list,
        reminders::keep,
        places::show,
        places::exempt,
        places::expect,
        places::extend,
        papers::note,
        blanks::unit,
        blanks::units,
        places::say,
        places::unsay,
        drafts::show,
        drafts::known,
        drafts::save,
        drafts::upload,
        drafts::restore,
        drafts::discard,
        sending::values,
        sending::file,
        reading::submissions,
        reading::submission,
        reading::receipt,
        reading::statement,
        reviews::file,
        annotated::draft,
        annotated::submission,
        annotated::units,
        annotated::batch,
        reviews::list,
        reviews::decide,
        packages::show,
        packages::receive,
        packages::place,
        packages::remove,
        packages::begin,
        packages::offset,
        packages::add,
        packages::cancel,
        packages::send,
        deliveries::show,
        deliveries::by_receipt,
        deliveries::file,
        deliveries::reviews,
        deliveries::decide,
        campaigns::accept_clean,
        batches::receive,
        batches::show,
        batches::send,
        reading::totals,
        downloads::sources,
        downloads::workbook,
        downloads::csv,
        downloads::data,
        doubles::list,
        doubles::decide,
        stated::list,
        stated::keep,
        stated::keep_file,
        stated::file,
        superior::list,
        superior::receive,
        superior::show,
        superior::confirm,
        superior::remove,
        superior::filled,
        superior::file,
        sign_offs::list,
        sign_offs::sign,
        sign_offs::show,
        sign_offs::workbook,
        sign_offs::csv,
        sign_offs::data,
        sign_offs::reviews,
        sign_offs::review,
        downloads::files,
        messages::list,
        messages::acknowledge,
        units::list,
        units::show,
        units::changes,
        units::put,
        units::import,
        accounts::own,
        accounts::own_tokens,
        accounts::revoke_token,
        accounts::list,
        accounts::create,
        accounts::hand_out,
        accounts::disable,
        accounts::enable,
        accounts::reset_password,
        accounts::reset_second_factor,
        audit::list
    ),
    modifiers(&Tokens),
    security(("token" = []))
)]
struct Description;

struct Tokens;

impl Modify for Tokens {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        description.components.get_or_insert_default().add_security_scheme("token", scheme);
    }
}

/// What an answer means where nothing more is said of it.
const ANSWERS: [(&str, &str); 10] = [
    ("200", "已办理"),
    ("201", "已新增，地址在 `Location` 响应头里"),
    ("204", "已办理，没有内容"),
    ("401", "没有令牌，或者令牌已作废"),
    ("403", "账号的角色不办理这项事务"),
    ("404", "没有找到，或者无权查看"),
    ("409", "任务现在不接受这样办理"),
    ("412", "已被别人改动，请重新读取后再办"),
    ("413", "内容太大"),
    ("422", "内容不对，每一处都有说明"),
];

/// The OpenAPI document of the routes that a server has.
pub fn document(routes: &[Route]) -> Value {
    let mut document = serde_json::to_value(Description::openapi()).unwrap_or_default();
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (path, operations) in paths {
        for (method, operation) in operations.as_object_mut().into_iter().flatten() {
            let route =
                routes.iter().find(|route| route.path == path && route.method.eq_ignore_ascii_case(method));
            complete(operation, (method, path), route.map(|route| route.access));
        }
    }
    document
}

fn complete(operation: &mut Value, (method, path): (&str, &str), access: Option<Access>) {
    if let Some(Access::Needs(permission)) = access {
        let may = Role::ALL.into_iter().filter(|role| role.may(permission));
        operation["x-roles"] = may.map(Role::code).collect();
    }
    operation["operationId"] = id(method, path).into();
    let takes_body = !operation["requestBody"].is_null();
    // What is named in an address or in a body may not be there.
    let names_things = path.contains('{') || takes_body;
    let takes_words = names_things || !operation["parameters"].is_null();
    let common = ["401", "403"].into_iter();
    let common = common.chain(names_things.then_some("404")).chain(takes_words.then_some("422"));
    let large = takes_body.then_some("413");
    let answers = operation["responses"].as_object_mut();
    let Some(answers) = answers else { return };
    for status in common.chain(large) {
        answers.entry(status).or_insert_with(problem);
    }
    name(answers);
}

/// `put-campaigns-campaign-state`: of a method and an address, and of nothing else.
fn id(method: &str, path: &str) -> String {
    let parts =
        path.trim_start_matches("/api/v1/").split(['/', '.']).map(|part| part.trim_matches(['{', '}']));
    std::iter::once(method).chain(parts).collect::<Vec<_>>().join("-")
}

fn problem() -> Value {
    json!({ "description": "", "content": { "application/problem+json": {
        "schema": { "$ref": "#/components/schemas/ProblemShape" },
    } } })
}

/// Gives every answer its words; a problem is one by its type as well.
fn name(answers: &mut Map<String, Value>) {
    for (status, answer) in answers {
        if answer["description"].as_str().is_none_or(str::is_empty) {
            let words = ANSWERS.iter().find(|(known, _)| known == status).map_or("", |(_, words)| words);
            answer["description"] = words.into();
        }
        if status.starts_with('4') {
            answer["content"] = problem()["content"].take();
        }
    }
}

pub async fn openapi(routes: web::Data<Vec<Route>>) -> HttpResponse {
    HttpResponse::Ok().json(document(&routes))
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use validator::Validate;

    use super::super::super::table;
    use super::super::shapes;
    use super::*;

    /// Whether a shape takes an example of itself, and why not.
    fn taken<T: DeserializeOwned + Validate>(example: &Value) -> Result<T, String> {
        let value: T = serde_json::from_value(example.clone()).map_err(|error| error.to_string())?;
        value.validate().map_err(|errors| errors.to_string())?;
        Ok(value)
    }

    type Check = fn(&Value) -> Result<(), String>;

    const CHECKS: [(&str, Check); 30] = [
        ("NewForm", |example| {
            crate::workflow::forms::read(&taken::<shapes::NewForm>(example)?.text)
                .map(drop)
                .map_err(|problem| problem.text())
        }),
        ("NewNotice", |example| taken::<shapes::NewNotice>(example).map(drop)),
        ("NewCampaign", |example| taken::<shapes::NewCampaign>(example).map(drop)),
        ("ChoiceShape", |example| said(taken::<shapes::ChoiceShape>(example)?.choice())),
        ("NewExpected", |example| taken::<shapes::NewExpected>(example).map(drop)),
        ("NewCopy", |example| taken::<shapes::NewCopy>(example).map(drop)),
        ("NewState", |example| said(taken::<shapes::NewState>(example)?.state())),
        ("NewDue", |example| taken::<shapes::NewDue>(example).map(drop)),
        ("LastCampaign", |example| taken::<shapes::LastCampaign>(example).map(drop)),
        ("NewAcceptances", |example| taken::<shapes::NewAcceptances>(example).map(drop)),
        ("NewReminderShape", |example| said(taken::<shapes::NewReminderShape>(example)?.reminding())),
        ("PaperShape", |example| said(taken::<shapes::PaperShape>(example)?.on())),
        ("Exemption", |example| taken::<shapes::Exemption>(example).map(drop)),
        ("NewExtension", |example| taken::<shapes::NewExtension>(example).map(drop)),
        ("BurdenShape", |example| said(taken::<shapes::BurdenShape>(example)?.said())),
        ("NewDraft", |example| taken::<shapes::NewDraft>(example).map(drop)),
        ("Sheet", |example| taken::<shapes::Sheet>(example).map(drop)),
        ("NewReview", |example| taken::<shapes::NewReview>(example).map(drop)),
        ("NewDecision", |example| taken::<shapes::NewDecision>(example).map(drop)),
        ("NewConfirmation", |example| taken::<shapes::NewConfirmation>(example).map(drop)),
        ("NewStated", |example| taken::<shapes::NewStated>(example).map(drop)),
        ("NewSignOff", |example| taken::<shapes::NewSignOff>(example).map(drop)),
        ("NewSignReview", |example| taken::<shapes::NewSignReview>(example).map(drop)),
        ("NewDeliveries", |example| taken::<shapes::NewDeliveries>(example).map(drop)),
        ("NewPlace", |example| taken::<shapes::NewPlace>(example).map(drop)),
        ("NewDeliveryReview", |example| taken::<shapes::NewDeliveryReview>(example).map(drop)),
        ("NewBehalf", |example| taken::<shapes::NewBehalf>(example).map(drop)),
        ("NewUnit", |example| taken::<shapes::NewUnit>(example).map(drop)),
        ("NewAccount", |example| said(taken::<shapes::NewAccount>(example)?.wish())),
        ("NewAccounts", |example| taken::<shapes::NewAccounts>(example).map(drop)),
    ];

    fn said<T>(read: Result<T, crate::problem::Problem>) -> Result<(), String> {
        read.map(drop).map_err(|problem| problem.text())
    }

    #[test]
    fn every_body_has_an_example_that_its_checks_take() {
        let document = document(&table());
        let schemas = &document["components"]["schemas"];
        let paths = document["paths"].as_object().expect("paths").values();
        let operations = paths.flat_map(|path| path.as_object().expect("operations").values());
        let bodies = operations.filter_map(|operation| {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            Some(schema["$ref"].as_str()?.rsplit('/').next()?.to_owned())
        });
        let mut bodies: Vec<String> = bodies.collect();
        bodies.sort_unstable();
        bodies.dedup();
        let mut known: Vec<&str> = CHECKS.iter().map(|(name, _)| *name).collect();
        known.sort_unstable();
        assert_eq!(bodies, known, "bodies of the document, then those that are checked here");
        for (name, check) in CHECKS {
            let examples = schemas[name]["examples"].as_array().map_or(&[][..], Vec::as_slice);
            assert!(!examples.is_empty(), "{name} has an example");
            for example in examples {
                assert_eq!(check(example), Ok(()), "{name}: {example}");
                let mut odd = example.clone();
                odd["nobody-knows-this"] = true.into();
                assert!(check(&odd).is_err(), "{name} takes what nobody knows");
            }
        }
    }
}
