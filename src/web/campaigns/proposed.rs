//! A notice's proposal as the fields of a new campaign: what the notice says is filled in, what it does not say
//! stays empty.

use super::super::pages::campaign::{CampaignValues, ClockFields, Material};
use super::super::views;
use super::materials::LARGEST;
use crate::campaign::DeliverableKind;
use crate::notice::{Annex, Deliverable, Quoted};
use crate::vocabulary::Level;
use crate::workflow::notice::Proposed;

/// The longest title of a campaign, in characters.
const LONGEST_TITLE: usize = 100;

/// Fills in what a notice says.
pub(super) fn fill_in(values: &mut CampaignValues, proposed: &Proposed) {
    let proposal = &proposed.proposal;
    let said = |quoted: &Option<Quoted<String>>| quoted.as_ref().map(|quoted| quoted.value.clone());
    let annex = proposal.annex.as_ref().and_then(|annex| annex.title.clone());
    let title = annex.or_else(|| said(&proposal.title)).unwrap_or_default();
    values.title = title.chars().take(LONGEST_TITLE).collect();
    values.year = proposal.year.as_ref().map_or_else(String::new, |year| year.value.to_string());
    values.theme = said(&proposal.theme).unwrap_or_default();
    if let Some(issuer) = said(&proposal.issuer) {
        values.issuer = issuer;
    }
    values.period = proposal.window.as_ref().map_or_else(String::new, |window| {
        let day = |day: chrono::NaiveDate| day.format("%-m月%-d日").to_string();
        format!("{}至{}", day(window.value.first), day(window.value.last))
    });
    match &proposed.form {
        Some(form) => values.form = form.clone(),
        // No form asks for what the annex asks: which one it is to be is for the author to say.
        None if proposal.annex.is_some() => values.form = String::new(),
        None => {}
    }
    values.notice = proposed.kept.id.to_string();
    let asked: Vec<&Deliverable> = proposal.deliverables.iter().map(|asked| &asked.value).collect();
    let table = statistics_table(&asked, proposal.annex.as_ref());
    values.without_table = table.is_none();
    values.clock = table.map_or_else(ClockFields::default, |at| clock(asked[at]));
    let others = asked.iter().enumerate().filter(|(at, _)| Some(*at) != table);
    values.materials = (1..)
        .zip(others)
        .map(|(number, (at, asked))| {
            let files = proposal.files(&proposal.deliverables[at]);
            let largest =
                files.most_bytes.map_or(String::new(), |most| (most >> 20).min(LARGEST).to_string());
            Material { files: files.kinds.join("、"), largest, ..material(number, asked) }
        })
        .collect();
}

/// Which deliverable is the table with figures that units fill in, and not a county's sum of theirs: the one that
/// the annex is called, else the first that its name calls statistics, else the first. Other tables are sent as the
/// files that they are.
fn statistics_table(asked: &[&Deliverable], annex: Option<&Annex>) -> Option<usize> {
    let tables = || {
        let own = |(_, asked): &(usize, &&Deliverable)| is_table(asked);
        asked.iter().enumerate().filter(own).map(|(at, asked)| (at, asked.name.as_str()))
    };
    let title = annex.and_then(|annex| annex.title.as_deref()).unwrap_or_default();
    let of_annex = tables().find(|(_, name)| title.contains(name));
    let named = of_annex.or_else(|| tables().find(|(_, name)| name.contains("统计")));
    named.or_else(|| tables().next()).map(|(at, _)| at)
}

fn is_table(asked: &Deliverable) -> bool {
    asked.kind == DeliverableKind::Table && asked.level.is_none()
}

fn material(number: usize, asked: &Deliverable) -> Material {
    Material {
        kind: if is_table(asked) { DeliverableKind::Other } else { asked.kind }.code().to_owned(),
        level: asked.level.map_or("", Level::code).to_owned(),
        required: asked.required,
        name: asked.name.clone(),
        clock: clock(asked),
        ..Material::blank(number)
    }
}

/// What the notice gives no time for has no deadline.
fn clock(asked: &Deliverable) -> ClockFields {
    ClockFields {
        open: asked.phrase.is_none(),
        phrase: asked.phrase.clone().unwrap_or_default(),
        due_at: asked.instant.map(views::campaign::field).unwrap_or_default(),
        ..ClockFields::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::Annex;
    use crate::notice::prose::Table;

    fn asked(kind: DeliverableKind, name: &str, level: Option<Level>) -> Deliverable {
        let (phrase, instant) = (Some("3月22日前".to_owned()), None);
        Deliverable {
            kind,
            name: name.to_owned(),
            phrase,
            instant,
            required: true,
            from: None,
            to: None,
            level,
        }
    }

    #[test]
    fn one_table_has_figures_and_the_others_are_files() {
        let county = asked(DeliverableKind::Table, "县级汇总统计表", Some(Level::County));
        let table = |name| asked(DeliverableKind::Table, name, None);
        let (form, list) = (table("推荐表"), table("活动情况统计表"));
        let summary = asked(DeliverableKind::Summary, "活动总结", None);
        for (what, deliverables, title, found) in [
            ("no table", vec![&summary], "", None),
            ("a county's sum alone", vec![&county], "", None),
            ("the first", vec![&summary, &form], "", Some(1)),
            ("that of figures", vec![&form, &summary, &list], "", Some(2)),
            ("that of the annex", vec![&list, &form], "2024年先进个人推荐表", Some(1)),
        ] {
            let table = Table { rows: Vec::new(), merges: Vec::new() };
            let annex = Annex { title: Some(title.to_owned()), lines: Vec::new(), table, place: 0..0 };
            assert_eq!(statistics_table(&deliverables, Some(&annex)), found, "{what}");
        }
        assert_eq!(material(1, &form).kind, "other");
        assert_eq!(
            (material(1, &county).kind.as_str(), material(1, &county).level.as_str()),
            ("table", "county")
        );
    }
}
