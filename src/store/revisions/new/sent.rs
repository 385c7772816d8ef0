//! A revision about to be stored, and the same as it is shown from then on.

use super::super::receipt::{Channel, Receipt};
use super::super::shown::Revision;
use crate::store::units::Node;
use crate::submit::Answers;
use crate::submit::draft::DraftFile;
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Explained};

/// A revision about to be stored. It has no 强制 finding: nobody could have sent it.
#[derive(Clone, Debug)]
pub struct NewRevision {
    pub campaign: i64,
    pub deliverable: i64,
    pub unit: i64,
    pub number: i64,
    pub channel: Channel,
    pub account: i64,
    pub received: Instant,
    pub key: String,
    pub fingerprint: String,
    pub file: Option<DraftFile>,
    pub sheet: String,
    pub nil: bool,
    /// 填报日期.
    pub filled_on: Option<String>,
    pub reporter: String,
    pub remark: String,
    pub answers: Answers,
    /// Each with its explanation, where it has one.
    pub findings: Vec<Explained>,
}

impl NewRevision {
    /// The revision as it is shown from now on, its answers and its findings.
    pub fn issued(
        self,
        (stored, receipt): (Stored, Receipt),
        unit: &Node,
        sender: &Actor,
    ) -> (Revision, Answers, Vec<Explained>) {
        let revision = Revision {
            id: stored.id,
            campaign: self.campaign,
            unit: self.unit,
            unit_code: unit.code.clone(),
            unit_name: unit.name.clone(),
            path: unit.path.clone(),
            number: self.number,
            channel: self.channel,
            sender: sender.name.clone(),
            sender_unit: sender.unit_name.clone(),
            received: self.received,
            file: self.file,
            sheet: self.sheet,
            nil: self.nil,
            filled_on: self.filled_on,
            reporter: self.reporter,
            remark: self.remark,
            digest: stored.digest,
            receipt,
        };
        (revision, self.answers, self.findings)
    }
}

/// A revision that was stored: its number in the database, the digest of its snapshot, and that of its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub id: i64,
    pub digest: String,
    pub figures: String,
}
