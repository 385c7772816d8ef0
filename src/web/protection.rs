//! 等保自查: how this installation stands with each clause, for administrators and auditors.

use actix_web::{HttpResponse, web};

use super::answer::{self, No};
use super::pages::ProtectionPage;
use super::pages::doctor::Colour;
use super::pages::protection::ProtectionLine;
use super::signed::Signed;
use crate::workflow::Service;
use crate::workflow::protection::{Row, Standing, rows};

pub async fn page(signed: Signed, service: web::Data<Service>) -> Result<HttpResponse, No> {
    let rows = rows(&service.settings);
    let count = |standing| rows.iter().filter(|row| row.standing == standing).count();
    answer::page(&ProtectionPage {
        frame: signed.frame("等保自查").section("/audit"),
        met: count(Standing::Met),
        partly: count(Standing::Partly),
        unmet: count(Standing::Unmet),
        outside: count(Standing::Outside),
        lines: rows.into_iter().map(line).collect(),
    })
}

fn line(row: Row) -> ProtectionLine {
    let colour = match row.standing {
        Standing::Met => Some(Colour::Green),
        Standing::Partly => Some(Colour::Amber),
        Standing::Unmet => Some(Colour::Red),
        Standing::Outside => None,
    };
    ProtectionLine {
        number: row.number,
        asks: row.asks,
        is_level_3: row.is_level_3,
        label: row.standing.label(),
        colour: colour.map_or("plain", Colour::name),
        icon: colour.map_or("dash", Colour::icon),
        words: row.words,
        tests: row.tests,
    }
}
