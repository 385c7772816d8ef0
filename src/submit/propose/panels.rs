//! Panels: tables of the same heads side by side, read one after the other.

use super::lattice::Lattice;
use super::region::Region;
use super::roles::{Role, leaf, role_of};

/// Columns of one panel with what they hold.
#[derive(Clone, Debug)]
pub struct Panel {
    pub first: u32,
    pub last: u32,
    pub roles: Vec<Role>,
}

impl Panel {
    pub fn with(&self, wanted: Role) -> Vec<u32> {
        let own = |column: &u32| self.roles[(*column - self.first) as usize] == wanted;
        (self.first..=self.last).filter(own).collect()
    }

    pub fn only(&self, wanted: Role) -> Option<u32> {
        self.with(wanted).first().copied()
    }
}

/// The panels of a table with its labels down, each with its columns sorted.
pub fn panels(lattice: &Lattice, region: &Region) -> Vec<Panel> {
    let used: Vec<u32> = (0..lattice.columns).filter(|column| is_used(lattice, region, *column)).collect();
    let (Some(first), Some(last)) = (used.first().copied(), used.last().copied()) else { return Vec::new() };
    let starts = if region.headless { vec![first] } else { starts(lattice, region, first, last) };
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([last]);
    starts.iter().zip(ends).map(|(first, last)| panel(lattice, region, *first, last)).collect()
}

fn is_used(lattice: &Lattice, region: &Region, column: u32) -> bool {
    let rows = (region.heads.0..=region.heads.1).chain(region.body.0..region.body.1);
    rows.into_iter().any(|row| !lattice.plain(row, column).is_empty())
}

/// Where the heads begin anew: the words of the first columns come again, in their order.
fn starts(lattice: &Lattice, region: &Region, first: u32, last: u32) -> Vec<u32> {
    let heads: Vec<String> = (first..=last).map(|column| leaf(lattice, region, column)).collect();
    let again = |at: usize| {
        let matching = heads.iter().zip(&heads[at..]).take_while(|(one, other)| one == other).count();
        let distinct = heads[1..at].iter().all(|word| word != &heads[0]);
        distinct && !heads[0].is_empty() && matching >= 2.min(at) && matching + at >= heads.len().min(2 * at)
    };
    let Some(width) = (2..heads.len()).find(|at| again(*at)) else { return vec![first] };
    let mut starts = vec![first];
    for at in (width..heads.len()).filter(|at| heads[*at] == heads[0]) {
        starts.push(first + at as u32);
    }
    starts
}

fn panel(lattice: &Lattice, region: &Region, first: u32, last: u32) -> Panel {
    let mut roles: Vec<Role> = (first..=last).map(|column| role_of(lattice, region, column)).collect();
    if !roles.contains(&Role::Label) {
        name_labels(lattice, region, first, &mut roles);
    }
    // What stands before a label and is no number of a row groups labels.
    if let Some(label) = roles.iter().rposition(|role| *role == Role::Label) {
        for role in roles[..label].iter_mut().filter(|role| **role == Role::Figure) {
            *role = Role::Label;
        }
    }
    while let Some(at) = roles.iter().rposition(|role| *role == Role::Label)
        && roles.get(at + 1) == Some(&Role::Figure)
        && groups(lattice, region, first + at as u32)
        && is_words(lattice, region, first + at as u32 + 1)
    {
        roles[at + 1] = Role::Label;
    }
    if let Some(label) = roles.iter().rposition(|role| *role == Role::Label) {
        for (at, role) in
            roles.iter_mut().enumerate().skip(label + 1).filter(|(_, role)| **role == Role::Figure)
        {
            if is_words(lattice, region, first + at as u32) {
                *role = Role::Remark;
            }
        }
    }
    Panel { first, last, roles }
}

/// A cell of the column stands before several rows, merged or with blanks below it.
fn groups(lattice: &Lattice, region: &Region, column: u32) -> bool {
    (region.body.0..region.body.1).any(|row| {
        let (top, _, bottom, _) = lattice.area(row, column);
        let continued = lattice.plain(row, column).is_empty() && !lattice.plain(row, column + 1).is_empty();
        bottom > top || continued
    })
}

/// Most of what stands in a column is words: 规格型号, 存放地点.
fn is_words(lattice: &Lattice, region: &Region, column: u32) -> bool {
    let own = |row: &u32| lattice.area(*row, column).1 == column;
    let texts: Vec<String> =
        (region.body.0..region.body.1).filter(own).map(|row| lattice.plain(row, column)).collect();
    let said = texts.iter().filter(|text| !text.is_empty()).count();
    let wordy = |text: &&String| {
        !super::lattice::is_figure(text) && text.parse::<f64>().is_err() && !said_of_figure(text)
    };
    texts.iter().filter(wordy).count() * 2 > said
}

/// 12场, 约800, 无: words that a clerk writes where a figure belongs.
fn said_of_figure(text: &str) -> bool {
    let begins = text.trim_start_matches(['约', '近']).starts_with(|c: char| c.is_ascii_digit());
    begins && !text.contains(['×', '*']) || matches!(text, "无" | "没有" | "未开展" | "零")
}

/// The first column whose body is words.
fn name_labels(lattice: &Lattice, region: &Region, first: u32, roles: &mut [Role]) {
    let wordy = |column: u32| {
        let rows = region.body.0..region.body.1;
        let words = rows.filter(|row| {
            let plain = lattice.plain(*row, column);
            !super::lattice::is_figure(&plain) && !plain.is_empty()
        });
        words.count() * 2 > (region.body.1 - region.body.0) as usize
    };
    let position = (0..roles.len())
        .find(|at| !matches!(roles[*at], Role::Order | Role::Remark) && wordy(first + *at as u32));
    if let Some(position) = position {
        roles[position] = Role::Label;
    }
}
