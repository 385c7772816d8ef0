//! Which of several dates each material has, where 分别 deals them out.

use super::material::Material;
use crate::campaign::DeliverableKind::Plan;

/// One date for each material in their order; or of two dates the first for the plans, which come before the
/// activity, and the second for what comes after it. Anything else is for a person to say.
pub fn shares(materials: &[Material], dates: usize) -> Option<Vec<usize>> {
    if materials.len() == dates {
        return Some((0..dates).collect());
    }
    let plans = materials.iter().take_while(|material| material.kind == Plan).count();
    let rest_is_other = materials[plans..].iter().all(|material| material.kind != Plan);
    let decides = dates == 2 && plans > 0 && plans < materials.len() && rest_is_other;
    decides.then(|| (0..materials.len()).map(|index| usize::from(index >= plans)).collect())
}
