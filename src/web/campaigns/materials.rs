//! What a new campaign asks for: the statistics table and whatever else was ticked, each with its clock.

use super::super::boards::some;
use super::super::clocks::{self, Mistakes, Reckoning};
use super::super::pages::campaign::{Material, clock_field};
use super::super::posted::Fields;
use crate::campaign::DeliverableKind;
use crate::campaign::task::NewDeliverable;

/// What may be asked for beside the table, as ticked and typed.
pub(super) fn materials(fields: &Fields) -> Vec<Material> {
    let ticked = |kind: DeliverableKind| fields.all("also").any(|code| code == kind.code());
    let typed = |material: Material| Material {
        ticked: ticked(material.kind),
        name: fields.text(&clock_field(material.kind.code(), "name")).trim().to_owned(),
        required: fields.has(&clock_field(material.kind.code(), "required")),
        clock: clocks::typed(fields, material.kind.code()),
        ..material
    };
    Material::all().into_iter().map(typed).collect()
}

/// The table and everything ticked, each with its clock; what is wrong is noted.
pub(super) fn deliverables(fields: &Fields, by: &Reckoning, wrong: &mut Mistakes) -> Vec<NewDeliverable> {
    let mut found = Vec::new();
    let of_table = clocks::typed(fields, "").read("", by);
    let mut note =
        |kind: DeliverableKind, (name, required): (&str, bool), clock: Result<_, Vec<_>>| match clock {
            Ok((due, close)) => {
                let title = some(name).unwrap_or(kind.label()).to_owned();
                found.push(NewDeliverable { kind, title, due, close, required });
            }
            Err(mistakes) => wrong.extend(mistakes),
        };
    for material in materials(fields).into_iter().filter(|material| material.ticked) {
        let own = material.clock.read(material.kind.code(), by);
        match &of_table {
            Ok(clock) if material.clock.is_blank() => {
                note(material.kind, (&material.name, material.required), Ok(clock.clone()))
            }
            _ if material.clock.is_blank() => {}
            _ => note(material.kind, (&material.name, material.required), own),
        }
    }
    note(DeliverableKind::Table, ("", true), of_table);
    found.sort_by_key(|asked| DeliverableKind::ALL.iter().position(|kind| *kind == asked.kind));
    found
}
