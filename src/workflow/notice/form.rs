//! The form of a notice: proposed from its annex, and found again among the forms that are kept.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{of_file, of_text};
use crate::form::Form;
use crate::form::wording::{Meaning, Wording};
use crate::notice::{Annex, annex};
use crate::problem::Problem;
use crate::store::forms as versions;
use crate::store::notices::Kept;
use crate::submit::propose::Proposal;
use crate::vocabulary::Actor;
use crate::vocabulary::plain::core;
use crate::workflow::{Service, forms, proposal};

/// Proposes a form from the annex of a notice.
///
/// A notice that came in a file is read again: its kept text has lost which cells are one.
pub(super) fn of_annex(service: &Service, kept: &Kept) -> Result<Proposal, Problem> {
    let refuse = |sentence: &str| Problem::field("file", sentence);
    let proposal = whole(service, kept)?.as_ref().and_then(proposal::of_notice);
    let proposal = proposal.ok_or_else(|| refuse("这份通知没有要填数字的附表；请上传表格文件。"))?;
    forms::fits(&proposal.sketch).map_err(|sentence| refuse(&sentence))?;
    Ok(proposal)
}

/// A kept notice as it was read when it came.
fn whole(service: &Service, kept: &Kept) -> Result<Option<crate::notice::Proposal>, Problem> {
    let closing = service.settings.office_closes;
    let of_file = match &kept.file {
        None => Vec::new(),
        Some((_, sha256)) => {
            of_file(&service.office, &service.store.objects.fetch(sha256)?, closing).unwrap_or_default()
        }
    };
    let same = of_file.into_iter().find(|notice| notice.text == kept.text);
    Ok(same.or_else(|| of_text(&kept.text, closing).into_iter().next()))
}

/// The name of the form for a notice's annex: the one that was made from it, else one that asks for the same.
pub(super) fn chosen(
    service: &Service,
    actor: &Actor,
    kept: &Kept,
    annex: &Annex,
) -> Result<Option<String>, Problem> {
    let listed = forms::list(service)?;
    let made = service.store.read(|conn| versions::made_from(conn, kept.id, actor.account))?;
    let is_made = |listed: &&forms::Listed| {
        let name = (listed.form.code.as_str(), listed.form.version.as_str());
        made.as_ref().is_some_and(|(code, version)| name == (code, version))
    };
    let same = |listed: &&forms::Listed| asks_for(&listed.form, annex);
    let found = listed.iter().find(is_made).or_else(|| listed.iter().find(same));
    Ok(found.map(forms::Listed::name))
}

/// Whether every row of an annex is an item or a section of the form, and no item is left.
fn asks_for(form: &Arc<Form>, annex: &Annex) -> bool {
    let wording = Wording::new(Arc::clone(form));
    let sections: Vec<String> =
        form.items.iter().filter(|item| item.section).map(|item| core(&item.label)).collect();
    let rows = annex::items(&annex.table);
    let mut met = BTreeSet::new();
    let known = rows.iter().all(|row| match wording.label(&row.name).map(|found| found.meaning) {
        Some(Meaning::Item(item)) => met.insert(item),
        Some(Meaning::Derived(_)) => true,
        None => sections.iter().any(|section| core(&row.name).ends_with(section.as_str())),
    });
    known && met.len() + sections.len() == form.items.len()
}
