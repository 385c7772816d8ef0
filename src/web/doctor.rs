//! 系统体检: the lines that `huibiao doctor` prints, for the administrator.

use actix_web::{HttpResponse, web};

use super::answer::{self, No, ask};
use super::pages::DoctorPage;
use super::pages::doctor::{Colour, DoctorLine};
use super::signed::Signed;
use crate::workflow::Service;
use crate::workflow::doctor::{self, Line, State};

pub async fn page(signed: Signed, service: web::Data<Service>) -> Result<HttpResponse, No> {
    let lines = ask(&service, |service| {
        let readers = doctor::readers(&Ok(service.office.clone()));
        Ok(doctor::examine(&service.settings, service.now(), &readers))
    })
    .await?;
    let count = |state| lines.iter().filter(|line| line.state == state).count();
    answer::page(&DoctorPage {
        frame: signed.frame("系统体检").section("/doctor"),
        faults: count(State::Fault),
        warnings: count(State::Warning),
        lines: lines.into_iter().map(line).collect(),
    })
}

fn line(line: Line) -> DoctorLine {
    let colour = match line.state {
        State::Fine => Colour::Green,
        State::Warning => Colour::Amber,
        State::Fault => Colour::Red,
    };
    DoctorLine { subject: line.subject, label: line.state.label(), colour, words: line.words }
}
