//! Who may what, written down once more and independently of the product: by hand, from the rules of the field.
//!
//! Letters stand for people: `c` the clerk of 370320001, `k` the supervisor of its county 370320, `s` the
//! supervisor of the city 3703, `a` an auditor of the same county, `m` the administrator.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Nobody,
    Clerk,
    County,
    City,
    Auditor,
    Administrator,
}

impl Who {
    pub const ALL: [Who; 6] =
        [Who::Nobody, Who::Clerk, Who::County, Who::City, Who::Auditor, Who::Administrator];

    pub fn is_in(self, letters: &str) -> bool {
        let letter = match self {
            Who::Nobody => return false,
            Who::Clerk => 'c',
            Who::County => 'k',
            Who::City => 's',
            Who::Auditor => 'a',
            Who::Administrator => 'm',
        };
        letters.contains(letter)
    }
}

/// Campaigns of the city in each state, one of the clerk's own county, one of another county.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Campaign {
    Open,
    Closed,
    Archived,
    Draft,
    Own,
    Foreign,
    Unknown,
}
use Campaign::{Archived, Closed, Draft, Foreign, Open, Own, Unknown};

/// A campaign, who knows of it, who arranges it, and whom it asks.
pub const CAMPAIGNS: [(Campaign, &str, &str, &[&str]); 7] = [
    (Open, "cksa", "s", &["370320001", "3703200011", "370320002", "370321001"]),
    (Closed, "cksa", "s", &["370320001", "3703200011", "370320002", "370321001"]),
    (Archived, "cksa", "s", &["370320001", "3703200011", "370320002", "370321001"]),
    (Draft, "s", "s", &[]),
    (Own, "cksa", "ks", &["370320001", "3703200011", "370320002"]),
    (Foreign, "s", "s", &["370321001"]),
    (Unknown, "", "", &[]),
];

/// A unit, and who looks at its figures. From the clerk's unit: above, beside, itself, below, elsewhere.
pub const UNITS: [(&str, &str); 8] = [
    ("3703", "s"),
    ("370320", "ksa"),
    ("370321", "s"),
    ("370320001", "cksa"),
    ("3703200011", "ksa"),
    ("370320002", "ksa"),
    ("370321001", "s"),
    ("999999999", ""),
];

/// What the address of a route (or its form) names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    Nothing,
    /// A campaign to look at, or to arrange.
    Campaign,
    Arranged,
    /// A node within a campaign.
    Node,
    Unit,
    Submission,
    /// A deadline of a campaign.
    Deadline,
    Account,
    Token,
    Message,
    Batch,
    Notice,
    /// Material that a unit sent; a file that waits to be sent; one on its way.
    Delivery,
    Pending,
    Transfer,
    /// A sign-off to read: whole by whoever is above, what was published by everybody.
    SignOff,
    /// A file of a sign-off.
    SignedFile,
    /// A sign-off to accept or return: nobody judges the own node's.
    SignedBelow,
    /// What a node said of itself, with the file it was read from.
    Stated,
    /// A node whose roll-up a supervisor answers for: the own one alone; an auditor reads those within reach.
    OwnNode,
    /// A superior's template of such a node.
    Template,
}

/// In which campaigns it can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum While {
    Always,
    /// As long as the campaign takes sheets.
    Taking,
    /// Until it is archived.
    Kept,
}
use While::{Always, Kept, Taking};

pub type Right = (&'static str, &'static str, Names, While);

/// Every route, in an order in which all of it can be done: what ends something comes last.
pub const RIGHTS: &[Right] = &[
    ("GET /livez", "*", Names::Nothing, Always),
    ("GET /readyz", "*", Names::Nothing, Always),
    ("GET /assets/{name}", "*", Names::Nothing, Always),
    ("GET /text-size.css", "*", Names::Nothing, Always),
    ("GET /sign-in", "*", Names::Nothing, Always),
    ("POST /sign-in", "*", Names::Nothing, Always),
    ("GET /sign-in/step", "*", Names::Nothing, Always),
    ("POST /sign-in/code", "*", Names::Nothing, Always),
    ("POST /sign-in/password", "*", Names::Nothing, Always),
    ("POST /sign-in/second-factor", "*", Names::Nothing, Always),
    ("GET /setup/{token}", "*", Names::Nothing, Always),
    ("POST /setup/{token}", "*", Names::Nothing, Always),
    ("GET /manual", "*", Names::Nothing, Always),
    ("GET /manual/{page}", "*", Names::Nothing, Always),
    ("GET /manual/api", "*", Names::Nothing, Always),
    ("GET /manual/api/{noun}", "*", Names::Nothing, Always),
    ("GET /api/openapi.json", "*", Names::Nothing, Always),
    ("GET /", "cksam", Names::Nothing, Always),
    ("GET /account", "cksam", Names::Nothing, Always),
    ("POST /account/password", "cksam", Names::Nothing, Always),
    ("POST /account/text-size", "cksam", Names::Nothing, Always),
    ("GET /account/second-factor", "ksam", Names::Nothing, Always),
    ("POST /account/second-factor", "ksam", Names::Nothing, Always),
    ("POST /account/second-factor/codes", "ksam", Names::Nothing, Always),
    ("POST /account/second-factor/ending", "ksam", Names::Nothing, Always),
    ("POST /account/tokens", "cksam", Names::Nothing, Always),
    ("POST /account/tokens/{id}/revocation", "cksam", Names::Token, Always),
    ("POST /messages/{id}/reading", "cks", Names::Message, Always),
    ("GET /forms", "ks", Names::Nothing, Always),
    ("GET /forms/new", "ks", Names::Nothing, Always),
    ("POST /forms/propose", "ks", Names::Nothing, Always),
    ("POST /forms/edit", "ks", Names::Nothing, Always),
    ("POST /forms", "ks", Names::Nothing, Always),
    ("GET /forms/{code}/{version}.toml", "ks", Names::Nothing, Always),
    ("GET /forms/{code}/{version}", "ks", Names::Nothing, Always),
    ("GET /campaigns", "ksa", Names::Nothing, Always),
    ("GET /campaigns/new", "ks", Names::Nothing, Always),
    ("GET /campaigns/notice", "ks", Names::Nothing, Always),
    ("GET /campaigns/{campaign}/notice", "cksa", Names::Campaign, Always),
    ("GET /campaigns/{campaign}/notice/file", "cksa", Names::Campaign, Always),
    ("GET /campaigns/{campaign}", "ksa", Names::Campaign, Always),
    ("GET /campaigns/{campaign}/expected", "ksa", Names::Campaign, Always),
    ("GET /campaigns/{campaign}/board", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/missing", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/totals", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/totals/{figure}", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/workbook", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/data.csv", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/data.json", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/sign-offs", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/double-counts", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/stated-totals", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/superior-template", "ksa", Names::OwnNode, Always),
    ("GET /api/v1/campaigns/{campaign}/superior-template", "ksa", Names::OwnNode, Always),
    // 上级模板: on the page the one that was confirmed, for a program the one that was not.
    ("GET /superior-templates/{template}/file", "ksa", Names::Template, Always),
    ("GET /superior-templates/{template}/filled", "ksa", Names::Template, Always),
    ("POST /superior-templates/{template}/corrections", "ks", Names::Template, Always),
    ("POST /superior-templates/{template}/confirmation", "ks", Names::Template, Always),
    ("POST /superior-templates/{template}/removal", "ks", Names::Template, Always),
    ("GET /api/v1/superior-templates/{template}", "ksa", Names::Template, Always),
    ("GET /api/v1/superior-templates/{template}/file", "ksa", Names::Template, Always),
    ("PUT /api/v1/superior-templates/{template}/confirmation", "ks", Names::Template, Always),
    ("GET /api/v1/superior-templates/{template}/filled", "ksa", Names::Template, Always),
    ("DELETE /api/v1/superior-templates/{template}", "ks", Names::Template, Always),
    ("GET /stated-totals/{stated}/file", "ksa", Names::Stated, Always),
    ("GET /api/v1/stated-totals/{stated}/file", "ksa", Names::Stated, Always),
    ("GET /sign-offs/{sign_off}", "ksa", Names::SignOff, Always),
    ("GET /sign-offs/{sign_off}/workbook", "ksa", Names::SignedFile, Always),
    ("GET /sign-offs/{sign_off}/data.csv", "ksa", Names::SignedFile, Always),
    ("GET /sign-offs/{sign_off}/data.json", "ksa", Names::SignedFile, Always),
    ("GET /campaigns/{campaign}/files.zip", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/blank-forms.zip", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/units/{unit}/blank-form.xlsx", "cksa", Names::Unit, Always),
    ("GET /campaigns/{campaign}/units/{unit}/blank-form.docx", "cksa", Names::Unit, Always),
    ("GET /campaigns/{campaign}/units/{unit}", "cksa", Names::Unit, Always),
    ("GET /campaigns/{campaign}/units/{unit}/draft", "c", Names::Unit, Always),
    // 批注好的原表.
    ("GET /submissions/{submission}/annotated", "cksa", Names::Submission, Always),
    ("GET /campaigns/{campaign}/annotated.zip", "ksa", Names::Node, Always),
    ("GET /campaigns/{campaign}/behalf/{batch}/annotated.zip", "ks", Names::Batch, Always),
    ("GET /api/v1/submissions/{submission}/annotated", "cksa", Names::Submission, Always),
    ("GET /api/v1/campaigns/{campaign}/annotated.zip", "ksa", Names::Node, Always),
    ("GET /api/v1/campaigns/{campaign}/behalf/{batch}/annotated.zip", "ks", Names::Batch, Always),
    ("GET /campaigns/{campaign}/units/{unit}/check", "c", Names::Unit, Always),
    ("GET /submissions/{submission}", "cksa", Names::Submission, Always),
    ("GET /submissions/{submission}/file", "cksa", Names::Submission, Always),
    ("GET /receipts/{receipt}", "cksa", Names::Submission, Always),
    ("GET /units", "m", Names::Nothing, Always),
    ("GET /accounts", "m", Names::Nothing, Always),
    ("GET /audit", "am", Names::Nothing, Always),
    ("GET /audit.csv", "am", Names::Nothing, Always),
    ("GET /protection", "am", Names::Nothing, Always),
    ("GET /doctor", "m", Names::Nothing, Always),
    ("GET /api/v1/forms", "ks", Names::Nothing, Always),
    ("POST /api/v1/forms", "ks", Names::Nothing, Always),
    ("GET /api/v1/forms/{code}/{version}", "ks", Names::Nothing, Always),
    ("GET /api/v1/campaigns", "cksa", Names::Nothing, Always),
    ("GET /api/v1/campaigns/{campaign}/board", "ksa", Names::Node, Always),
    ("GET /api/v1/campaigns/{campaign}/totals", "ksa", Names::Node, Always),
    ("GET /api/v1/campaigns/{campaign}/submissions", "cksa", Names::Node, Always),
    ("GET /api/v1/submissions/{submission}", "cksa", Names::Submission, Always),
    ("GET /api/v1/receipts/{receipt}", "cksa", Names::Submission, Always),
    ("GET /api/v1/receipts/{receipt}/statement", "cksa", Names::Submission, Always),
    ("POST /api/v1/forms/proposals", "ks", Names::Nothing, Always),
    ("POST /api/v1/notices", "ks", Names::Nothing, Always),
    ("GET /api/v1/notices/{notice}", "ks", Names::Notice, Always),
    ("GET /api/v1/campaigns/{campaign}", "ksa", Names::Campaign, Always),
    ("GET /api/v1/campaigns/{campaign}/notice", "cksa", Names::Campaign, Always),
    ("GET /api/v1/campaigns/{campaign}/notice/file", "cksa", Names::Campaign, Always),
    ("GET /api/v1/deliverables/{deliverable}", "ks", Names::Deadline, Always),
    ("GET /api/v1/campaigns/{campaign}/expected", "ksa", Names::Campaign, Always),
    ("GET /api/v1/campaigns/{campaign}/missing", "ksa", Names::Node, Always),
    ("GET /api/v1/campaigns/{campaign}/sources", "ksa", Names::Node, Always),
    ("GET /api/v1/campaigns/{campaign}/workbook", "ksa", Names::Node, Always),
    ("GET /api/v1/campaigns/{campaign}/data.csv", "ksa", Names::Node, Always),
    ("GET /api/v1/campaigns/{campaign}/data.json", "ksa", Names::Node, Always),
    ("GET /api/v1/campaigns/{campaign}/sign-offs", "ksa", Names::Node, Always),
    ("GET /api/v1/campaigns/{campaign}/double-counts", "ksa", Names::Node, Always),
    ("GET /api/v1/campaigns/{campaign}/stated-totals", "ksa", Names::Node, Always),
    ("GET /api/v1/sign-offs/{sign_off}", "ksa", Names::SignOff, Always),
    ("GET /api/v1/sign-offs/{sign_off}/workbook", "ksa", Names::SignedFile, Always),
    ("GET /api/v1/sign-offs/{sign_off}/data.csv", "ksa", Names::SignedFile, Always),
    ("GET /api/v1/sign-offs/{sign_off}/data.json", "ksa", Names::SignedFile, Always),
    ("GET /api/v1/sign-offs/{sign_off}/reviews", "ksa", Names::SignOff, Always),
    ("GET /api/v1/campaigns/{campaign}/files.zip", "ksa", Names::Node, Always),
    ("GET /api/v1/campaigns/{campaign}/blank-forms.zip", "ksa", Names::Node, Always),
    ("GET /api/v1/campaigns/{campaign}/units/{unit}/blank-form", "cksa", Names::Unit, Always),
    ("GET /api/v1/campaigns/{campaign}/units/{unit}", "cksa", Names::Unit, Always),
    ("GET /api/v1/campaigns/{campaign}/units/{unit}/draft", "c", Names::Unit, Always),
    ("GET /api/v1/campaigns/{campaign}/units/{unit}/known-figures", "c", Names::Unit, Always),
    ("GET /api/v1/submissions/{submission}/file", "cksa", Names::Submission, Always),
    ("GET /api/v1/submissions/{submission}/reviews", "cksa", Names::Submission, Always),
    // 催报 and 书面件.
    ("GET /api/v1/campaigns/{campaign}/reminders", "ksa", Names::Node, Always),
    ("POST /campaigns/{campaign}/reminders", "ks", Names::Unit, Taking),
    ("POST /api/v1/campaigns/{campaign}/reminders", "ks", Names::Unit, Taking),
    ("POST /campaigns/{campaign}/units/{unit}/paper", "ks", Names::Unit, Kept),
    ("PUT /api/v1/campaigns/{campaign}/units/{unit}/paper", "ks", Names::Unit, Kept),
    ("GET /api/v1/messages", "cks", Names::Nothing, Always),
    ("PUT /api/v1/messages/{id}/reading", "cks", Names::Message, Always),
    ("GET /api/v1/units", "m", Names::Nothing, Always),
    ("GET /api/v1/units/{unit}", "m", Names::Nothing, Always),
    ("GET /api/v1/units/{unit}/changes", "m", Names::Nothing, Always),
    ("GET /api/v1/account", "cksam", Names::Nothing, Always),
    ("GET /api/v1/account/tokens", "cksam", Names::Nothing, Always),
    ("DELETE /api/v1/account/tokens/{id}", "cksam", Names::Token, Always),
    ("GET /api/v1/accounts", "m", Names::Nothing, Always),
    ("GET /api/v1/audit", "am", Names::Nothing, Always),
    ("POST /campaigns/{campaign}/double-counts", "ks", Names::Campaign, Kept),
    ("POST /api/v1/campaigns/{campaign}/double-counts", "ks", Names::Campaign, Kept),
    ("POST /campaigns/{campaign}/stated-totals", "ks", Names::Campaign, Kept),
    ("POST /api/v1/campaigns/{campaign}/stated-totals", "ks", Names::Campaign, Kept),
    ("POST /api/v1/campaigns/{campaign}/stated-totals/file", "ks", Names::Campaign, Kept),
    ("POST /campaigns/{campaign}/superior-template", "ks", Names::OwnNode, Kept),
    ("POST /api/v1/campaigns/{campaign}/superior-template", "ks", Names::OwnNode, Kept),
    ("POST /campaigns/{campaign}/sign-offs", "ks", Names::Campaign, Kept),
    ("POST /api/v1/campaigns/{campaign}/sign-offs", "ks", Names::Campaign, Kept),
    ("POST /api/v1/sign-offs/{sign_off}/reviews", "ks", Names::SignedBelow, Kept),
    ("POST /sign-offs/{sign_off}/acceptance", "ks", Names::SignedBelow, Kept),
    ("POST /sign-offs/{sign_off}/return", "ks", Names::SignedBelow, Kept),
    ("POST /api/v1/submissions/{submission}/reviews", "ks", Names::Submission, Kept),
    ("POST /submissions/{submission}/acceptance", "ks", Names::Submission, Kept),
    ("POST /submissions/{submission}/return", "ks", Names::Submission, Kept),
    ("POST /campaigns/{campaign}/units/{unit}/submissions", "c", Names::Unit, Taking),
    ("POST /campaigns/{campaign}/acceptances", "ks", Names::Node, Kept),
    ("POST /api/v1/campaigns/{campaign}/acceptances", "ks", Names::Node, Kept),
    ("POST /campaigns/{campaign}/units/{unit}/uploads", "c", Names::Unit, Taking),
    ("POST /campaigns/{campaign}/units/{unit}/draft", "c", Names::Unit, Taking),
    ("PUT /api/v1/campaigns/{campaign}/units/{unit}/draft", "c", Names::Unit, Taking),
    ("PUT /api/v1/campaigns/{campaign}/units/{unit}/draft/file", "c", Names::Unit, Taking),
    // Of the file that was put down just now.
    ("GET /campaigns/{campaign}/units/{unit}/draft/annotated", "c", Names::Unit, Always),
    ("GET /api/v1/campaigns/{campaign}/units/{unit}/draft/annotated", "c", Names::Unit, Always),
    ("POST /api/v1/campaigns/{campaign}/units/{unit}/draft/restoration", "c", Names::Unit, Taking),
    ("DELETE /api/v1/campaigns/{campaign}/units/{unit}/draft", "c", Names::Unit, Always),
    ("POST /api/v1/campaigns/{campaign}/units/{unit}/submissions", "c", Names::Unit, Taking),
    ("POST /api/v1/campaigns/{campaign}/units/{unit}/files", "c", Names::Unit, Taking),
    ("GET /campaigns/{campaign}/behalf", "ks", Names::Campaign, Always),
    ("POST /campaigns/{campaign}/behalf", "ks", Names::Campaign, Always),
    ("GET /campaigns/{campaign}/behalf/{batch}", "ks", Names::Batch, Always),
    ("POST /campaigns/{campaign}/behalf/submissions", "ks", Names::Batch, Always),
    ("POST /api/v1/campaigns/{campaign}/behalf", "ks", Names::Campaign, Always),
    ("GET /api/v1/campaigns/{campaign}/behalf/{batch}", "ks", Names::Batch, Always),
    ("POST /api/v1/campaigns/{campaign}/behalf/{batch}/submissions", "ks", Names::Batch, Always),
    ("PUT /api/v1/campaigns/{campaign}/units/{unit}/burden", "c", Names::Unit, Kept),
    ("DELETE /api/v1/campaigns/{campaign}/units/{unit}/burden", "c", Names::Unit, Kept),
    ("POST /campaigns/{campaign}/units/{unit}/burden", "c", Names::Unit, Kept),
    ("POST /campaigns/{campaign}/units/{unit}/exemption", "ks", Names::Unit, Kept),
    ("PUT /api/v1/campaigns/{campaign}/units/{unit}/exemption", "ks", Names::Unit, Kept),
    ("DELETE /api/v1/campaigns/{campaign}/units/{unit}/exemption", "ks", Names::Unit, Kept),
    ("POST /api/v1/campaigns/{campaign}/units/{unit}/extensions", "ks", Names::Unit, Kept),
    ("POST /campaigns/{campaign}/units/{unit}/extension", "ks", Names::Unit, Kept),
    ("GET /api/v1/campaigns/{campaign}/units/{unit}/package", "cksa", Names::Unit, Always),
    ("GET /api/v1/deliveries/{delivery}", "cksa", Names::Delivery, Always),
    ("GET /api/v1/deliveries/{delivery}/files/{file}", "cksa", Names::Delivery, Always),
    ("GET /api/v1/deliveries/{delivery}/reviews", "cksa", Names::Delivery, Always),
    ("GET /api/v1/receipts/{receipt}/delivery", "cksa", Names::Delivery, Always),
    ("POST /api/v1/deliveries/{delivery}/reviews", "ks", Names::Delivery, Kept),
    ("GET /campaigns/{campaign}/units/{unit}/receipt", "cksa", Names::Unit, Always),
    ("GET /campaigns/{campaign}/units/{unit}/materials/{file}/{size}", "cksa", Names::Pending, Always),
    ("GET /deliveries/{delivery}/files/{file}", "cksa", Names::Delivery, Always),
    ("GET /deliveries/{delivery}/files/{file}/words", "cksa", Names::Delivery, Always),
    ("GET /deliveries/{delivery}/files/{file}/{size}", "cksa", Names::Delivery, Always),
    ("GET /deliveries/{delivery}/files/{file}/original", "ks", Names::Delivery, Always),
    ("POST /deliveries/{delivery}/files/{file}/original", "ks", Names::Delivery, Always),
    ("POST /deliveries/{delivery}/acceptance", "ks", Names::Delivery, Kept),
    ("POST /deliveries/{delivery}/return", "ks", Names::Delivery, Kept),
    ("POST /campaigns/{campaign}/units/{unit}/materials", "cks", Names::Unit, Taking),
    ("POST /campaigns/{campaign}/units/{unit}/deliveries", "cks", Names::Unit, Taking),
    ("POST /campaigns/{campaign}/units/{unit}/transfers", "cks", Names::Unit, Taking),
    ("POST /campaigns/{campaign}/units/{unit}/materials/{file}/place", "cks", Names::Pending, Always),
    ("POST /campaigns/{campaign}/units/{unit}/materials/{file}/reading", "c", Names::Pending, Taking),
    ("POST /campaigns/{campaign}/units/{unit}/materials/{file}/removal", "cks", Names::Pending, Always),
    ("HEAD /transfers/{transfer}", "cks", Names::Transfer, Always),
    ("PATCH /transfers/{transfer}", "cks", Names::Transfer, Always),
    ("DELETE /transfers/{transfer}", "cks", Names::Transfer, Always),
    ("PUT /api/v1/campaigns/{campaign}/units/{unit}/materials", "cks", Names::Unit, Taking),
    ("POST /api/v1/campaigns/{campaign}/units/{unit}/deliveries", "cks", Names::Unit, Taking),
    ("PUT /api/v1/campaigns/{campaign}/units/{unit}/materials/{file}/place", "cks", Names::Pending, Always),
    ("DELETE /api/v1/campaigns/{campaign}/units/{unit}/materials/{file}", "cks", Names::Pending, Always),
    ("POST /api/v1/campaigns/{campaign}/units/{unit}/transfers", "cks", Names::Unit, Taking),
    ("HEAD /api/v1/transfers/{transfer}", "cks", Names::Transfer, Always),
    ("PATCH /api/v1/transfers/{transfer}", "cks", Names::Transfer, Always),
    ("DELETE /api/v1/transfers/{transfer}", "cks", Names::Transfer, Always),
    ("POST /campaigns/{campaign}/expected", "ks", Names::Arranged, Always),
    ("POST /campaigns/{campaign}/expected/units", "ks", Names::Arranged, Kept),
    ("POST /deliverables/{deliverable}/due", "ks", Names::Deadline, Kept),
    ("PUT /api/v1/deliverables/{deliverable}/due", "ks", Names::Deadline, Kept),
    ("POST /api/v1/campaigns", "ks", Names::Nothing, Always),
    ("POST /api/v1/campaigns/{campaign}/copies", "ks", Names::Arranged, Always),
    ("PUT /api/v1/campaigns/{campaign}/choice", "ks", Names::Arranged, Always),
    ("POST /api/v1/campaigns/{campaign}/expected", "ks", Names::Arranged, Kept),
    ("PUT /api/v1/campaigns/{campaign}/last-year", "ks", Names::Arranged, Kept),
    ("PUT /api/v1/campaigns/{campaign}/last-year/file", "ks", Names::Arranged, Kept),
    ("POST /campaigns/{campaign}/last-year", "ks", Names::Arranged, Kept),
    ("POST /campaigns/notice", "ks", Names::Nothing, Always),
    ("POST /campaigns", "ks", Names::Nothing, Always),
    ("PUT /api/v1/campaigns/{campaign}/state", "ks", Names::Arranged, Always),
    ("POST /campaigns/{campaign}/publication", "ks", Names::Arranged, Always),
    ("POST /campaigns/{campaign}/closure", "ks", Names::Arranged, Always),
    ("POST /campaigns/{campaign}/archive", "ks", Names::Arranged, Always),
    ("POST /units/imports", "m", Names::Nothing, Always),
    ("POST /api/v1/units/imports", "m", Names::Nothing, Always),
    ("PUT /api/v1/units/{unit}", "m", Names::Nothing, Always),
    ("POST /api/v1/accounts", "m", Names::Nothing, Always),
    ("POST /api/v1/accounts/lists", "m", Names::Nothing, Always),
    ("POST /api/v1/accounts/{id}/passwords", "m", Names::Account, Always),
    ("DELETE /api/v1/accounts/{id}/second-factor", "m", Names::Account, Always),
    ("PUT /api/v1/accounts/{id}/disabling", "m", Names::Account, Always),
    ("DELETE /api/v1/accounts/{id}/disabling", "m", Names::Account, Always),
    ("POST /accounts", "m", Names::Nothing, Always),
    ("POST /accounts/batch", "m", Names::Nothing, Always),
    ("POST /accounts/{id}/password", "m", Names::Account, Always),
    ("POST /accounts/{id}/second-factor/ending", "m", Names::Account, Always),
    ("POST /accounts/{id}/disabling", "m", Names::Account, Always),
    ("POST /accounts/{id}/enabling", "m", Names::Account, Always),
    ("POST /sign-out", "*", Names::Nothing, Always),
];

/// Something that an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Nothing,
    Campaign(Campaign),
    Arranged(Campaign),
    Node(Campaign, &'static str),
    Unit(Campaign, &'static str),
    Submission(Campaign, &'static str),
    Deadline(Campaign),
    /// An account that there is, or none.
    Account(bool),
    /// The token of somebody; of nobody: there is none.
    Token(Who),
    /// What a unit was told.
    Message(&'static str),
    /// Files put down by somebody in a campaign.
    Batch(Campaign, Who),
    /// A notice that somebody brought.
    Notice(Who),
    Delivery(Campaign, &'static str),
    Pending(Campaign, &'static str),
    /// A file that somebody began to send.
    Transfer(Who),
    /// What a node signed in a campaign; to be read, as a file, to be judged.
    SignOff(Campaign, &'static str),
    SignedFile(Campaign, &'static str),
    SignedBelow(Campaign, &'static str),
    Stated(&'static str),
    OwnNode(Campaign, &'static str),
    Template(&'static str),
}

/// Who has signed in which campaign; the last is none.
pub const SIGNED: [(Campaign, &str); 6] = [
    (Closed, "370320"),
    (Closed, "370321"),
    (Archived, "370320"),
    (Archived, "370321"),
    (Archived, "3703"),
    (Unknown, "999999999"),
];

impl Names {
    /// Things of this kind: own, below, beside, above, elsewhere, unknown; in every state.
    pub fn things(self) -> Vec<Thing> {
        let campaigns = || CAMPAIGNS.into_iter().map(|(campaign, ..)| campaign);
        let places =
            |in_open: &[&'static str], elsewhere: &[&'static str]| -> Vec<(Campaign, &'static str)> {
                let of = |campaign| if campaign == Open { in_open.to_vec() } else { elsewhere.to_vec() };
                campaigns()
                    .flat_map(|campaign| of(campaign).into_iter().map(move |unit| (campaign, unit)))
                    .collect()
            };
        let units: Vec<&str> = UNITS.iter().map(|(unit, _)| *unit).collect();
        match self {
            Names::Nothing => vec![Thing::Nothing],
            Names::Campaign => campaigns().map(Thing::Campaign).collect(),
            Names::Arranged => campaigns().map(Thing::Arranged).collect(),
            Names::Deadline => campaigns().map(Thing::Deadline).collect(),
            Names::Node => places(&units, &["3703", "370320", "370321001"])
                .into_iter()
                .map(|(campaign, unit)| Thing::Node(campaign, unit))
                .collect(),
            Names::Unit => places(&units, &["370320001", "370320002", "370321001"])
                .into_iter()
                .map(|(campaign, unit)| Thing::Unit(campaign, unit))
                .collect(),
            Names::Submission => CAMPAIGNS
                .into_iter()
                .flat_map(|(campaign, _, _, asked)| asked.iter().map(move |unit| (campaign, *unit)))
                .chain([(Unknown, "999999999")])
                .map(|(campaign, unit)| Thing::Submission(campaign, unit))
                .collect(),
            Names::Delivery | Names::Pending => {
                let made = if self == Names::Delivery { Thing::Delivery } else { Thing::Pending };
                let of = |(campaign, _, _, asked): (Campaign, _, _, &'static [&'static str])| {
                    asked.iter().map(move |unit| made(campaign, unit))
                };
                CAMPAIGNS.into_iter().flat_map(of).chain([made(Unknown, "999999999")]).collect()
            }
            Names::Transfer => vec![
                Thing::Transfer(Who::Clerk),
                Thing::Transfer(Who::County),
                Thing::Transfer(Who::City),
                Thing::Transfer(Who::Nobody),
            ],
            Names::Account => vec![Thing::Account(true), Thing::Account(false)],
            Names::Token => vec![
                Thing::Token(Who::Nobody),
                Thing::Token(Who::Clerk),
                Thing::Token(Who::County),
                Thing::Token(Who::Administrator),
            ],
            Names::Message => {
                vec![Thing::Message("370320001"), Thing::Message("370320002"), Thing::Message("999999999")]
            }
            Names::Batch => vec![
                Thing::Batch(Open, Who::County),
                Thing::Batch(Open, Who::City),
                Thing::Batch(Own, Who::County),
                Thing::Batch(Open, Who::Nobody),
            ],
            Names::SignOff => SIGNED.map(|(campaign, node)| Thing::SignOff(campaign, node)).to_vec(),
            Names::SignedFile => SIGNED.map(|(campaign, node)| Thing::SignedFile(campaign, node)).to_vec(),
            Names::SignedBelow => SIGNED.map(|(campaign, node)| Thing::SignedBelow(campaign, node)).to_vec(),
            Names::OwnNode => places(&units, &["3703", "370320", "370321001"])
                .into_iter()
                .map(|(campaign, unit)| Thing::OwnNode(campaign, unit))
                .collect(),
            Names::Template => ["3703", "370320", "999999999"].map(Thing::Template).to_vec(),
            Names::Stated => ["370320", "370321", "999999999"].map(Thing::Stated).to_vec(),
            Names::Notice => {
                vec![Thing::Notice(Who::County), Thing::Notice(Who::City), Thing::Notice(Who::Nobody)]
            }
        }
    }

    /// One that does not exist.
    pub fn unknown(self) -> Thing {
        *self.things().last().filter(|_| self != Names::Token).unwrap_or(&Thing::Token(Who::Nobody))
    }
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Done,
    /// 401; a browser that only looks is sent to sign in.
    SignIn,
    Forbidden,
    NotFound,
    NotOpen,
    /// Answered as if done, and nothing happens.
    Nothing,
}

fn sees(who: Who, campaign: Campaign) -> bool {
    CAMPAIGNS.iter().any(|(known, seen, ..)| *known == campaign && who.is_in(seen))
}

fn arranges(who: Who, campaign: Campaign) -> bool {
    CAMPAIGNS.iter().any(|(known, _, arranged, _)| *known == campaign && who.is_in(arranged))
}

fn asks(campaign: Campaign, unit: &str) -> bool {
    CAMPAIGNS.iter().any(|(known, .., asked)| *known == campaign && asked.contains(&unit))
}

fn reaches(who: Who, unit: &str) -> bool {
    UNITS.iter().any(|(known, reached)| *known == unit && who.is_in(reached))
}

/// Units whose figures somebody must never see.
pub fn beyond(who: Who) -> Vec<&'static str> {
    UNITS.iter().filter(|(unit, _)| unit.len() > 6 && !reaches(who, unit)).map(|(unit, _)| *unit).collect()
}

/// A node of the tree that a campaign's own node lies above.
fn lies_within(campaign: Campaign, node: &str) -> bool {
    match campaign {
        Own => node.starts_with("370320"),
        Foreign => node.starts_with("370321"),
        _ => true,
    }
}

/// Whether a roll-up is somebody's own to send up; an auditor reads whatever is within reach.
fn answers_for(who: Who, node: &str) -> bool {
    match who {
        Who::County => node == "370320",
        Who::City => node == "3703",
        _ => reaches(who, node),
    }
}

fn found(who: Who, thing: Thing) -> Fate {
    let found = |there: bool| if there { Fate::Done } else { Fate::NotFound };
    match thing {
        Thing::Nothing => Fate::Done,
        Thing::Campaign(campaign) => found(sees(who, campaign)),
        Thing::Arranged(campaign) | Thing::Deadline(campaign) => match arranges(who, campaign) {
            false if sees(who, campaign) => Fate::Forbidden,
            arranges => found(arranges),
        },
        Thing::Node(campaign, node) => {
            found(sees(who, campaign) && reaches(who, node) && lies_within(campaign, node))
        }
        Thing::Unit(campaign, unit)
        | Thing::Submission(campaign, unit)
        | Thing::Delivery(campaign, unit)
        | Thing::Pending(campaign, unit) => {
            found(sees(who, campaign) && reaches(who, unit) && asks(campaign, unit))
        }
        Thing::Account(there) => found(there),
        Thing::Token(owner) | Thing::Notice(owner) | Thing::Transfer(owner) => found(owner == who),
        // What is told to the own unit, and to no other.
        Thing::Message(unit) => {
            if who == Who::Clerk && reaches(who, unit) {
                Fate::Done
            } else {
                Fate::Nothing
            }
        }
        // What the campaign's own node has signed is published.
        Thing::SignOff(campaign, node) => {
            found(sees(who, campaign) && (reaches(who, node) || node == "3703"))
        }
        Thing::SignedFile(campaign, node) => found(sees(who, campaign) && reaches(who, node)),
        Thing::OwnNode(campaign, node) => {
            found(sees(who, campaign) && lies_within(campaign, node) && answers_for(who, node))
        }
        Thing::Template(node) => found(sees(who, Open) && answers_for(who, node)),
        Thing::Stated(node) => found(sees(who, Open) && reaches(who, node)),
        Thing::SignedBelow(campaign, node) => {
            let own = matches!((who, node), (Who::County, "370320") | (Who::City, "3703"));
            if own { Fate::Forbidden } else { found(sees(who, campaign) && reaches(who, node)) }
        }
        Thing::Batch(campaign, owner) => found(campaign == Open && owner == who),
    }
}

impl Thing {
    fn campaign(self) -> Option<Campaign> {
        match self {
            Thing::Campaign(campaign)
            | Thing::Arranged(campaign)
            | Thing::Deadline(campaign)
            | Thing::Node(campaign, _)
            | Thing::OwnNode(campaign, _)
            | Thing::Unit(campaign, _)
            | Thing::Submission(campaign, _)
            | Thing::Delivery(campaign, _)
            | Thing::Pending(campaign, _)
            | Thing::SignedBelow(campaign, _)
            | Thing::Batch(campaign, _) => Some(campaign),
            _ => None,
        }
    }
}

/// What must become of a request, by the tables above and nothing else.
pub fn fate((_, letters, _, possible): Right, who: Who, thing: Thing) -> Fate {
    if letters == "*" {
        return Fate::Done;
    }
    if who == Who::Nobody {
        return Fate::SignIn;
    }
    if !who.is_in(letters) {
        return Fate::Forbidden;
    }
    let over = match possible {
        Always => false,
        Taking => matches!(thing.campaign(), Some(Closed | Archived)),
        Kept => thing.campaign() == Some(Archived),
    };
    match found(who, thing) {
        Fate::Done if over => Fate::NotOpen,
        fate => fate,
    }
}

/// One request: a right, who tries it, on what.
#[derive(Clone, Copy)]
pub struct Case {
    pub right: Right,
    pub who: Who,
    pub thing: Thing,
    pub fate: Fate,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {} with {:?}", self.who, self.right.0, self.thing)
    }
}

/// Every right, everybody, every thing. Who may nothing at all tries it on few things.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for right in RIGHTS {
        for who in Who::ALL {
            let mut things = right.2.things();
            if !who.is_in(right.1) {
                things.truncate(1);
                things.push(right.2.unknown());
                things.dedup();
            }
            cases.extend(things.into_iter().map(|thing| Case {
                right: *right,
                who,
                thing,
                fate: fate(*right, who, thing),
            }));
        }
    }
    cases
}
