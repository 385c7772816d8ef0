//! Every route in one table: method, address, who may, which function answers.
//!
//! Registration and [`table`] come from the same lines, so that a route cannot exist without saying who may
//! use it, and the tests that try every route with every role know them all. A handler never checks a role;
//! what lies below the role (the own unit, the own subtree) is checked by the verb that loads it.

use actix_web::middleware::from_fn;
use actix_web::{guard as requests, web};

use super::access::{Access, Route};
use super::{
    account, accounts, annotated, api, archives, audit, audit_file, behalf, blanks, boards, burden,
    campaigns, deliveries, doctor, doubles, fill_in, forms, guard, health, home, interface, manual,
    materials, notices, protection, second_factor, second_step, setup, sign_in, sign_offs, stated,
    static_files, submissions, superior, text_size, totals, transfers, units,
};
use crate::vocabulary::Permission;

macro_rules! routes {
    ($($method:ident $path:literal $access:expr => $handler:path;)*) => {
        /// All routes, in the order in which they are tried.
        pub fn table() -> Vec<Route> {
            vec![$(Route { method: stringify!($method), path: $path, access: $access }),*]
        }

        /// Tells actix of all routes.
        pub fn register(config: &mut web::ServiceConfig) {
            $(register_one(
                config,
                Route { method: stringify!($method), path: $path, access: $access },
                web::route().to($handler),
            );)*
        }
    };
}

/// Puts the guard before a handler. A function, so that the code around a handler is compiled once for all of them.
fn register_one(config: &mut web::ServiceConfig, route: Route, handler: actix_web::Route) {
    let resource = web::resource(route.path)
        .guard(method(route.method))
        .wrap(from_fn(move |request, next| guard::admit(route, request, next)))
        .route(handler);
    config.service(resource);
}

/// A route for reading answers to HEAD as well.
fn method(name: &'static str) -> impl requests::Guard {
    requests::fn_guard(move |context| {
        let asked = context.head().method.as_str();
        asked == name || (name == "GET" && asked == "HEAD")
    })
}

use Access::{Needs, Open, Public};
use Permission::{
    Administer, Arrange, FillIn, Own, ReadAudit, ReadReports, ReadSubmissions, Review, SecondFactor,
    SendFiles,
};

routes! {
    GET "/livez" Open => health::alive;
    GET "/readyz" Open => health::ready;
    GET "/assets/{name}" Open => static_files::asset;
    GET "/text-size.css" Open => text_size::style;
    GET "/sign-in" Public => sign_in::page;
    POST "/sign-in" Public => sign_in::enter;
    GET "/sign-in/step" Public => second_step::page;
    POST "/sign-in/code" Public => second_step::give_code;
    POST "/sign-in/password" Public => second_step::give_password;
    POST "/sign-in/second-factor" Public => second_step::set_up;
    POST "/sign-out" Public => sign_in::leave;
    GET "/setup/{token}" Public => setup::page;
    POST "/setup/{token}" Public => setup::complete;
    GET "/manual" Public => manual::contents;
    GET "/manual/api" Public => interface::contents;
    GET "/manual/api/{noun}" Public => interface::noun;
    GET "/manual/{page}" Public => manual::chapter;

    GET "/account" Needs(Own) => account::page;
    POST "/account/password" Needs(Own) => account::change_password;
    GET "/account/second-factor" Needs(SecondFactor) => second_factor::page;
    POST "/account/second-factor" Needs(SecondFactor) => second_factor::set_up;
    POST "/account/second-factor/codes" Needs(SecondFactor) => second_factor::renew;
    POST "/account/second-factor/ending" Needs(SecondFactor) => second_factor::turn_off;
    POST "/account/text-size" Needs(Own) => text_size::choose;
    POST "/account/tokens" Needs(Own) => account::create_token;
    POST "/account/tokens/{id}/revocation" Needs(Own) => account::revoke_token;
    GET "/" Needs(Own) => home::home;
    POST "/messages/{id}/reading" Needs(SendFiles) => home::acknowledge;

    GET "/forms" Needs(Arrange) => forms::list;
    POST "/forms" Needs(Arrange) => forms::save;
    GET "/forms/new" Needs(Arrange) => forms::new;
    POST "/forms/propose" Needs(Arrange) => forms::propose;
    POST "/forms/edit" Needs(Arrange) => forms::edit;
    GET "/forms/{code}/{version}.toml" Needs(Arrange) => forms::export;
    GET "/forms/{code}/{version}" Needs(Arrange) => forms::show;

    GET "/campaigns" Needs(ReadReports) => campaigns::list;
    POST "/campaigns" Needs(Arrange) => campaigns::create;
    GET "/campaigns/new" Needs(Arrange) => campaigns::new;
    GET "/campaigns/notice" Needs(Arrange) => notices::new;
    POST "/campaigns/notice" Needs(Arrange) => notices::receive;
    GET "/campaigns/{campaign}" Needs(ReadReports) => campaigns::show;
    GET "/campaigns/{campaign}/notice" Needs(ReadSubmissions) => notices::show;
    GET "/campaigns/{campaign}/notice/file" Needs(ReadSubmissions) => notices::file;
    POST "/campaigns/{campaign}/publication" Needs(Arrange) => campaigns::publish;
    POST "/campaigns/{campaign}/closure" Needs(Arrange) => campaigns::close;
    POST "/campaigns/{campaign}/archive" Needs(Arrange) => campaigns::archive;
    POST "/campaigns/{campaign}/last-year" Needs(Arrange) => campaigns::last_year;
    GET "/campaigns/{campaign}/expected" Needs(ReadReports) => campaigns::expected;
    POST "/campaigns/{campaign}/expected" Needs(Arrange) => campaigns::choose;
    POST "/campaigns/{campaign}/expected/units" Needs(Arrange) => campaigns::decide;
    POST "/deliverables/{deliverable}/due" Needs(Arrange) => campaigns::move_due;

    GET "/campaigns/{campaign}/board" Needs(ReadReports) => boards::show;
    GET "/campaigns/{campaign}/missing" Needs(ReadReports) => boards::missing;
    POST "/campaigns/{campaign}/acceptances" Needs(Review) => boards::accept_clean;
    POST "/campaigns/{campaign}/reminders" Needs(Review) => boards::remind;
    GET "/campaigns/{campaign}/totals" Needs(ReadReports) => totals::show;
    GET "/campaigns/{campaign}/totals/{figure}" Needs(ReadReports) => totals::sources;
    GET "/campaigns/{campaign}/workbook" Needs(ReadReports) => totals::download;
    GET "/campaigns/{campaign}/data.csv" Needs(ReadReports) => totals::download;
    GET "/campaigns/{campaign}/data.json" Needs(ReadReports) => totals::download;
    GET "/campaigns/{campaign}/sign-offs" Needs(ReadReports) => sign_offs::show;
    POST "/campaigns/{campaign}/sign-offs" Needs(Review) => sign_offs::sign;
    GET "/campaigns/{campaign}/double-counts" Needs(ReadReports) => doubles::show;
    POST "/campaigns/{campaign}/double-counts" Needs(Review) => doubles::decide;
    GET "/campaigns/{campaign}/stated-totals" Needs(ReadReports) => stated::show;
    POST "/campaigns/{campaign}/stated-totals" Needs(Review) => stated::keep;
    GET "/campaigns/{campaign}/superior-template" Needs(ReadReports) => superior::show;
    POST "/campaigns/{campaign}/superior-template" Needs(Review) => superior::receive;
    GET "/superior-templates/{template}/file" Needs(ReadReports) => superior::file;
    GET "/superior-templates/{template}/filled" Needs(ReadReports) => superior::filled;
    POST "/superior-templates/{template}/corrections" Needs(Review) => superior::correct;
    POST "/superior-templates/{template}/confirmation" Needs(Review) => superior::confirm;
    POST "/superior-templates/{template}/removal" Needs(Review) => superior::remove;
    GET "/stated-totals/{stated}/file" Needs(ReadReports) => api::stated::file;
    GET "/sign-offs/{sign_off}" Needs(ReadReports) => sign_offs::one;
    GET "/sign-offs/{sign_off}/workbook" Needs(ReadReports) => sign_offs::file;
    GET "/sign-offs/{sign_off}/data.csv" Needs(ReadReports) => sign_offs::file;
    GET "/sign-offs/{sign_off}/data.json" Needs(ReadReports) => sign_offs::file;
    POST "/sign-offs/{sign_off}/acceptance" Needs(Review) => sign_offs::accept;
    POST "/sign-offs/{sign_off}/return" Needs(Review) => sign_offs::return_;
    GET "/campaigns/{campaign}/files.zip" Needs(ReadReports) => archives::download;
    GET "/campaigns/{campaign}/blank-forms.zip" Needs(ReadReports) => blanks::units;
    GET "/campaigns/{campaign}/annotated.zip" Needs(ReadReports) => annotated::units;
    GET "/campaigns/{campaign}/behalf" Needs(Review) => behalf::show;
    POST "/campaigns/{campaign}/behalf" Needs(Review) => behalf::receive;
    POST "/campaigns/{campaign}/behalf/submissions" Needs(Review) => behalf::send;
    GET "/campaigns/{campaign}/behalf/{batch}" Needs(Review) => behalf::preview;
    GET "/campaigns/{campaign}/behalf/{batch}/annotated.zip" Needs(Review) => annotated::batch;

    GET "/campaigns/{campaign}/units/{unit}" Needs(ReadSubmissions) => fill_in::unit;
    GET "/campaigns/{campaign}/units/{unit}/blank-form.xlsx" Needs(ReadSubmissions) => blanks::unit;
    GET "/campaigns/{campaign}/units/{unit}/blank-form.docx" Needs(ReadSubmissions) => blanks::unit;
    POST "/campaigns/{campaign}/units/{unit}/uploads" Needs(FillIn) => fill_in::upload;
    GET "/campaigns/{campaign}/units/{unit}/draft" Needs(FillIn) => fill_in::draft;
    POST "/campaigns/{campaign}/units/{unit}/draft" Needs(FillIn) => fill_in::save;
    GET "/campaigns/{campaign}/units/{unit}/draft/annotated" Needs(FillIn) => annotated::draft;
    GET "/campaigns/{campaign}/units/{unit}/check" Needs(FillIn) => fill_in::check;
    POST "/campaigns/{campaign}/units/{unit}/submissions" Needs(FillIn) => fill_in::send;
    POST "/campaigns/{campaign}/units/{unit}/burden" Needs(FillIn) => burden::say;
    POST "/campaigns/{campaign}/units/{unit}/exemption" Needs(Review) => boards::exempt;
    POST "/campaigns/{campaign}/units/{unit}/extension" Needs(Review) => boards::extend;
    POST "/campaigns/{campaign}/units/{unit}/paper" Needs(Review) => boards::paper;

    POST "/campaigns/{campaign}/units/{unit}/materials" Needs(SendFiles) => materials::receive;
    POST "/campaigns/{campaign}/units/{unit}/materials/{file}/place" Needs(SendFiles) => materials::place;
    POST "/campaigns/{campaign}/units/{unit}/materials/{file}/removal" Needs(SendFiles) => materials::remove;
    POST "/campaigns/{campaign}/units/{unit}/materials/{file}/reading" Needs(FillIn) => materials::read;
    GET "/campaigns/{campaign}/units/{unit}/materials/{file}/{size}" Needs(ReadSubmissions) => materials::picture;
    POST "/campaigns/{campaign}/units/{unit}/deliveries" Needs(SendFiles) => materials::send;
    GET "/campaigns/{campaign}/units/{unit}/receipt" Needs(ReadSubmissions) => materials::receipt;
    POST "/campaigns/{campaign}/units/{unit}/transfers" Needs(SendFiles) => transfers::begin;
    HEAD "/transfers/{transfer}" Needs(SendFiles) => transfers::offset;
    PATCH "/transfers/{transfer}" Needs(SendFiles) => transfers::add;
    DELETE "/transfers/{transfer}" Needs(SendFiles) => transfers::cancel;
    GET "/deliveries/{delivery}/files/{file}" Needs(ReadSubmissions) => deliveries::download;
    GET "/deliveries/{delivery}/files/{file}/words" Needs(ReadSubmissions) => deliveries::words;
    GET "/deliveries/{delivery}/files/{file}/original" Needs(Review) => deliveries::why;
    POST "/deliveries/{delivery}/files/{file}/original" Needs(Review) => deliveries::original;
    GET "/deliveries/{delivery}/files/{file}/{size}" Needs(ReadSubmissions) => deliveries::picture;
    POST "/deliveries/{delivery}/acceptance" Needs(Review) => deliveries::accept;
    POST "/deliveries/{delivery}/return" Needs(Review) => deliveries::return_;

    GET "/submissions/{submission}" Needs(ReadSubmissions) => submissions::submission;
    GET "/submissions/{submission}/file" Needs(ReadSubmissions) => submissions::file;
    GET "/submissions/{submission}/annotated" Needs(ReadSubmissions) => annotated::submission;
    POST "/submissions/{submission}/acceptance" Needs(Review) => submissions::accept;
    POST "/submissions/{submission}/return" Needs(Review) => submissions::return_;
    GET "/receipts/{receipt}" Needs(ReadSubmissions) => submissions::receipt;

    GET "/units" Needs(Administer) => units::page;
    POST "/units/imports" Needs(Administer) => units::import;
    GET "/accounts" Needs(Administer) => accounts::page;
    POST "/accounts" Needs(Administer) => accounts::create;
    POST "/accounts/batch" Needs(Administer) => accounts::batch;
    POST "/accounts/{id}/second-factor/ending" Needs(Administer) => accounts::reset_second_factor;
    POST "/accounts/{id}/disabling" Needs(Administer) => accounts::disable;
    POST "/accounts/{id}/enabling" Needs(Administer) => accounts::enable;
    POST "/accounts/{id}/password" Needs(Administer) => accounts::reset_password;
    GET "/audit" Needs(ReadAudit) => audit::page;
    GET "/audit.csv" Needs(ReadAudit) => audit_file::download;
    GET "/protection" Needs(ReadAudit) => protection::page;
    GET "/doctor" Needs(Administer) => doctor::page;

    GET "/api/openapi.json" Open => api::openapi;
    GET "/api/v1/forms" Needs(Arrange) => api::forms::list;
    POST "/api/v1/forms" Needs(Arrange) => api::forms::keep;
    POST "/api/v1/forms/proposals" Needs(Arrange) => api::forms::propose;
    GET "/api/v1/forms/{code}/{version}" Needs(Arrange) => api::forms::show;
    POST "/api/v1/notices" Needs(Arrange) => api::notices::receive;
    GET "/api/v1/notices/{notice}" Needs(Arrange) => api::notices::show;

    GET "/api/v1/campaigns" Needs(ReadSubmissions) => api::reading::campaigns;
    POST "/api/v1/campaigns" Needs(Arrange) => api::arranging::create;
    GET "/api/v1/campaigns/{campaign}" Needs(ReadReports) => api::campaigns::show;
    PUT "/api/v1/campaigns/{campaign}/state" Needs(Arrange) => api::campaigns::state;
    POST "/api/v1/campaigns/{campaign}/copies" Needs(Arrange) => api::arranging::copy;
    GET "/api/v1/campaigns/{campaign}/expected" Needs(ReadReports) => api::arranging::expected;
    POST "/api/v1/campaigns/{campaign}/expected" Needs(Arrange) => api::arranging::expect;
    PUT "/api/v1/campaigns/{campaign}/choice" Needs(Arrange) => api::arranging::choose;
    PUT "/api/v1/campaigns/{campaign}/last-year" Needs(Arrange) => api::campaigns::last_campaign;
    PUT "/api/v1/campaigns/{campaign}/last-year/file" Needs(Arrange) => api::campaigns::last_year_file;
    GET "/api/v1/campaigns/{campaign}/notice" Needs(ReadSubmissions) => api::campaigns::notice;
    GET "/api/v1/campaigns/{campaign}/notice/file" Needs(ReadSubmissions) => api::campaigns::notice_file;
    GET "/api/v1/deliverables/{deliverable}" Needs(Arrange) => api::deliverables::show;
    PUT "/api/v1/deliverables/{deliverable}/due" Needs(Arrange) => api::deliverables::move_due;

    GET "/api/v1/campaigns/{campaign}/board" Needs(ReadReports) => api::reading::show_board;
    GET "/api/v1/campaigns/{campaign}/missing" Needs(ReadReports) => api::campaigns::missing;
    POST "/api/v1/campaigns/{campaign}/acceptances" Needs(Review) => api::campaigns::accept_clean;
    GET "/api/v1/campaigns/{campaign}/reminders" Needs(ReadReports) => api::reminders::list;
    POST "/api/v1/campaigns/{campaign}/reminders" Needs(Review) => api::reminders::keep;
    GET "/api/v1/campaigns/{campaign}/totals" Needs(ReadReports) => api::reading::totals;
    GET "/api/v1/campaigns/{campaign}/sources" Needs(ReadReports) => api::downloads::sources;
    GET "/api/v1/campaigns/{campaign}/workbook" Needs(ReadReports) => api::downloads::workbook;
    GET "/api/v1/campaigns/{campaign}/data.csv" Needs(ReadReports) => api::downloads::csv;
    GET "/api/v1/campaigns/{campaign}/data.json" Needs(ReadReports) => api::downloads::data;
    GET "/api/v1/campaigns/{campaign}/sign-offs" Needs(ReadReports) => api::sign_offs::list;
    POST "/api/v1/campaigns/{campaign}/sign-offs" Needs(Review) => api::sign_offs::sign;
    GET "/api/v1/campaigns/{campaign}/double-counts" Needs(ReadReports) => api::doubles::list;
    POST "/api/v1/campaigns/{campaign}/double-counts" Needs(Review) => api::doubles::decide;
    GET "/api/v1/campaigns/{campaign}/stated-totals" Needs(ReadReports) => api::stated::list;
    POST "/api/v1/campaigns/{campaign}/stated-totals" Needs(Review) => api::stated::keep;
    POST "/api/v1/campaigns/{campaign}/stated-totals/file" Needs(Review) => api::stated::keep_file;
    GET "/api/v1/campaigns/{campaign}/superior-template" Needs(ReadReports) => api::superior::list;
    POST "/api/v1/campaigns/{campaign}/superior-template" Needs(Review) => api::superior::receive;
    GET "/api/v1/superior-templates/{template}" Needs(ReadReports) => api::superior::show;
    DELETE "/api/v1/superior-templates/{template}" Needs(Review) => api::superior::remove;
    PUT "/api/v1/superior-templates/{template}/confirmation" Needs(Review) => api::superior::confirm;
    GET "/api/v1/superior-templates/{template}/filled" Needs(ReadReports) => api::superior::filled;
    GET "/api/v1/superior-templates/{template}/file" Needs(ReadReports) => api::superior::file;
    GET "/api/v1/stated-totals/{stated}/file" Needs(ReadReports) => api::stated::file;
    GET "/api/v1/sign-offs/{sign_off}" Needs(ReadReports) => api::sign_offs::show;
    GET "/api/v1/sign-offs/{sign_off}/workbook" Needs(ReadReports) => api::sign_offs::workbook;
    GET "/api/v1/sign-offs/{sign_off}/data.csv" Needs(ReadReports) => api::sign_offs::csv;
    GET "/api/v1/sign-offs/{sign_off}/data.json" Needs(ReadReports) => api::sign_offs::data;
    GET "/api/v1/sign-offs/{sign_off}/reviews" Needs(ReadReports) => api::sign_offs::reviews;
    POST "/api/v1/sign-offs/{sign_off}/reviews" Needs(Review) => api::sign_offs::review;
    GET "/api/v1/campaigns/{campaign}/files.zip" Needs(ReadReports) => api::downloads::files;
    GET "/api/v1/campaigns/{campaign}/blank-forms.zip" Needs(ReadReports) => api::blanks::units;
    POST "/api/v1/campaigns/{campaign}/behalf" Needs(Review) => api::batches::receive;
    GET "/api/v1/campaigns/{campaign}/behalf/{batch}" Needs(Review) => api::batches::show;
    POST "/api/v1/campaigns/{campaign}/behalf/{batch}/submissions" Needs(Review) => api::batches::send;

    GET "/api/v1/campaigns/{campaign}/units/{unit}" Needs(ReadSubmissions) => api::places::show;
    GET "/api/v1/campaigns/{campaign}/units/{unit}/blank-form" Needs(ReadSubmissions) => api::blanks::unit;
    PUT "/api/v1/campaigns/{campaign}/units/{unit}/exemption" Needs(Review) => api::places::exempt;
    DELETE "/api/v1/campaigns/{campaign}/units/{unit}/exemption" Needs(Review) => api::places::expect;
    POST "/api/v1/campaigns/{campaign}/units/{unit}/extensions" Needs(Review) => api::places::extend;
    PUT "/api/v1/campaigns/{campaign}/units/{unit}/paper" Needs(Review) => api::papers::note;
    PUT "/api/v1/campaigns/{campaign}/units/{unit}/burden" Needs(FillIn) => api::places::say;
    DELETE "/api/v1/campaigns/{campaign}/units/{unit}/burden" Needs(FillIn) => api::places::unsay;
    GET "/api/v1/campaigns/{campaign}/units/{unit}/draft" Needs(FillIn) => api::drafts::show;
    GET "/api/v1/campaigns/{campaign}/units/{unit}/known-figures" Needs(FillIn) => api::drafts::known;
    PUT "/api/v1/campaigns/{campaign}/units/{unit}/draft" Needs(FillIn) => api::drafts::save;
    DELETE "/api/v1/campaigns/{campaign}/units/{unit}/draft" Needs(FillIn) => api::drafts::discard;
    PUT "/api/v1/campaigns/{campaign}/units/{unit}/draft/file" Needs(FillIn) => api::drafts::upload;
    POST "/api/v1/campaigns/{campaign}/units/{unit}/draft/restoration" Needs(FillIn) => api::drafts::restore;
    POST "/api/v1/campaigns/{campaign}/units/{unit}/submissions" Needs(FillIn) => api::sending::values;
    POST "/api/v1/campaigns/{campaign}/units/{unit}/files" Needs(FillIn) => api::sending::file;

    GET "/api/v1/campaigns/{campaign}/units/{unit}/package" Needs(ReadSubmissions) => api::packages::show;
    PUT "/api/v1/campaigns/{campaign}/units/{unit}/materials" Needs(SendFiles) => api::packages::receive;
    DELETE "/api/v1/campaigns/{campaign}/units/{unit}/materials/{file}" Needs(SendFiles) => api::packages::remove;
    PUT "/api/v1/campaigns/{campaign}/units/{unit}/materials/{file}/place" Needs(SendFiles) => api::packages::place;
    POST "/api/v1/campaigns/{campaign}/units/{unit}/deliveries" Needs(SendFiles) => api::packages::send;
    POST "/api/v1/campaigns/{campaign}/units/{unit}/transfers" Needs(SendFiles) => api::packages::begin;
    HEAD "/api/v1/transfers/{transfer}" Needs(SendFiles) => api::packages::offset;
    PATCH "/api/v1/transfers/{transfer}" Needs(SendFiles) => api::packages::add;
    DELETE "/api/v1/transfers/{transfer}" Needs(SendFiles) => api::packages::cancel;
    GET "/api/v1/deliveries/{delivery}" Needs(ReadSubmissions) => api::deliveries::show;
    GET "/api/v1/deliveries/{delivery}/files/{file}" Needs(ReadSubmissions) => api::deliveries::file;
    GET "/api/v1/deliveries/{delivery}/reviews" Needs(ReadSubmissions) => api::deliveries::reviews;
    POST "/api/v1/deliveries/{delivery}/reviews" Needs(Review) => api::deliveries::decide;
    GET "/api/v1/receipts/{receipt}/delivery" Needs(ReadSubmissions) => api::deliveries::by_receipt;

    GET "/api/v1/campaigns/{campaign}/submissions" Needs(ReadSubmissions) => api::reading::submissions;
    GET "/api/v1/submissions/{submission}" Needs(ReadSubmissions) => api::reading::submission;
    GET "/api/v1/submissions/{submission}/file" Needs(ReadSubmissions) => api::reviews::file;
    GET "/api/v1/submissions/{submission}/annotated" Needs(ReadSubmissions) => api::annotated::submission;
    GET "/api/v1/campaigns/{campaign}/annotated.zip" Needs(ReadReports) => api::annotated::units;
    GET "/api/v1/campaigns/{campaign}/behalf/{batch}/annotated.zip" Needs(Review) => api::annotated::batch;
    GET "/api/v1/campaigns/{campaign}/units/{unit}/draft/annotated" Needs(FillIn) => api::annotated::draft;
    GET "/api/v1/submissions/{submission}/reviews" Needs(ReadSubmissions) => api::reviews::list;
    POST "/api/v1/submissions/{submission}/reviews" Needs(Review) => api::reviews::decide;
    GET "/api/v1/receipts/{receipt}" Needs(ReadSubmissions) => api::reading::receipt;
    GET "/api/v1/receipts/{receipt}/statement" Needs(ReadSubmissions) => api::reading::statement;
    GET "/api/v1/messages" Needs(SendFiles) => api::messages::list;
    PUT "/api/v1/messages/{id}/reading" Needs(SendFiles) => api::messages::acknowledge;

    GET "/api/v1/units" Needs(Administer) => api::units::list;
    POST "/api/v1/units/imports" Needs(Administer) => api::units::import;
    GET "/api/v1/units/{unit}" Needs(Administer) => api::units::show;
    PUT "/api/v1/units/{unit}" Needs(Administer) => api::units::put;
    GET "/api/v1/units/{unit}/changes" Needs(Administer) => api::units::changes;
    GET "/api/v1/account" Needs(Own) => api::accounts::own;
    GET "/api/v1/account/tokens" Needs(Own) => api::accounts::own_tokens;
    DELETE "/api/v1/account/tokens/{id}" Needs(Own) => api::accounts::revoke_token;
    GET "/api/v1/accounts" Needs(Administer) => api::accounts::list;
    POST "/api/v1/accounts" Needs(Administer) => api::accounts::create;
    POST "/api/v1/accounts/lists" Needs(Administer) => api::accounts::hand_out;
    PUT "/api/v1/accounts/{id}/disabling" Needs(Administer) => api::accounts::disable;
    DELETE "/api/v1/accounts/{id}/disabling" Needs(Administer) => api::accounts::enable;
    POST "/api/v1/accounts/{id}/passwords" Needs(Administer) => api::accounts::reset_password;
    DELETE "/api/v1/accounts/{id}/second-factor" Needs(Administer) => api::accounts::reset_second_factor;
    GET "/api/v1/audit" Needs(ReadAudit) => api::audit::list;
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::api::description::document;
    use super::*;

    #[test]
    fn every_route_stands_in_the_table_once() {
        let mut seen = std::collections::HashSet::new();
        assert!(table().into_iter().all(|route| seen.insert((route.method, route.path))));
    }

    #[test]
    fn every_route_of_the_api_is_described_and_nothing_else() {
        let document = document(&table());
        let paths = document["paths"].as_object().expect("paths").iter();
        let described: BTreeSet<String> = paths
            .flat_map(|(path, methods)| {
                let methods = methods.as_object().expect("operations").keys();
                methods.map(move |method| format!("{} {path}", method.to_uppercase()))
            })
            .collect();
        let routes = table().into_iter().filter(|route| route.path.starts_with("/api/v1/"));
        let routes: BTreeSet<String> =
            routes.map(|route| format!("{} {}", route.method, route.path)).collect();
        assert_eq!(described, routes, "what is described, then what there is");
    }
}
