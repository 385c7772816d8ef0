//! What a notice says, as JSON: the same for the command line and for programs that ask the service.
//!
//! What the notice does not say is null or empty. An instant is RFC 3339 in Beijing time and exclusive.

use serde_json::{Value, json};

use crate::notice::annex::items;
use crate::notice::proposal::one_line;
use crate::notice::{Annex, Contact, Deliverable, Proposal, Quoted};
use crate::vocabulary::Level;
use crate::vocabulary::time::Instant;

/// One notice's proposal.
pub fn object(proposal: &Proposal) -> Value {
    json!({
        "title": said(&proposal.title),
        "year": proposal.year.as_ref().map(|year| year.value),
        "theme": said(&proposal.theme),
        "issuer": said(&proposal.issuer),
        "receiver": said(&proposal.receiver),
        "contacts": proposal.contacts.iter().map(|contact| contact_object(&contact.value)).collect::<Vec<_>>(),
        "channels": proposal.channels.iter().map(|channel| json!({
            "kind": channel.value.kind.code(), "value": channel.value.value,
        })).collect::<Vec<_>>(),
        "deliverables": proposal.deliverables.iter().map(|one| deliverable_object(proposal, one)).collect::<Vec<_>>(),
        "reporters": said(&proposal.reporters),
        "not_deadlines": proposal.passed_over.iter().map(|one| json!({
            "phrase": one.value.phrase, "sentence": proposal.words(&one.sentence), "why": one.value.why,
        })).collect::<Vec<_>>(),
        "form": proposal.annex.as_ref().map(form_object),
    })
}

fn said(quoted: &Option<Quoted<String>>) -> Option<&str> {
    quoted.as_ref().map(|quoted| quoted.value.as_str())
}

fn contact_object(contact: &Contact) -> Value {
    json!({ "name": contact.name, "phone": contact.phone })
}

fn deliverable_object(proposal: &Proposal, one: &Quoted<Deliverable>) -> Value {
    json!({
        "kind": one.value.kind.code(),
        "name": one.value.name,
        "phrase": one.value.phrase,
        "instant": one.value.instant.map(|instant: Instant| instant.to_rfc3339()),
        "required": one.value.required,
        "level": one.value.level.map(Level::code),
        "sentence": proposal.words(&one.sentence),
    })
}

fn form_object(annex: &Annex) -> Value {
    let items: Vec<Value> = items(&annex.table)
        .into_iter()
        .map(|item| json!({ "number": item.number, "name": item.name, "measure": item.measure }))
        .collect();
    json!({ "title": annex.title.as_deref().map(one_line), "items": items })
}
