//! Is a sheet the sum of others? Of all of them, of all but one or two, or of some.
//!
//! With one or two left out the answer is looked up. With more it is searched for: unit by unit, the largest
//! first, is it among the summed? A branch ends as soon as one figure would be too large, or too small with all
//! units that are left, and with several figures to fit nearly every branch ends at once. The search gives up
//! after so many steps, and then nothing is said.
//!
//! Small figures can be the sum of some others by chance. So where many are left out a sum only counts where
//! figures of its size could have taken far more values than there are ways to choose the units.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::vocabulary::Number;

/// How many steps a search may take.
const STEPS: usize = 200_000;

/// How much more telling than the choice of units the figures must be: so many times doubled.
const SURE: f64 = 16.0;

/// Of how many units are these figures the sum, and which is the first that tells?
pub fn summed(sum: &[Option<Number>], units: &[Vec<Option<Number>>]) -> Option<(usize, usize)> {
    let known: Vec<usize> = (0..sum.len()).filter(|figure| sum[*figure].is_some()).collect();
    let mut telling = known.iter().filter(|figure| sum[**figure].is_some_and(|value| !value.is_zero()));
    let first = *telling.next()?;
    let figures = |values: &[Option<Number>]| -> Vec<Number> {
        known.iter().map(|figure| values[*figure].unwrap_or(Number::ZERO)).collect()
    };
    // A unit without figures changes no sum.
    let units: Vec<Vec<Number>> = units
        .iter()
        .map(|values| figures(values))
        .filter(|unit| unit.iter().any(|value| !value.is_zero()))
        .collect();
    let sum = figures(sum);
    let all = units
        .iter()
        .try_fold(vec![Number::ZERO; known.len()], |sum, unit| combine(&sum, unit, Number::checked_add))?;
    let missing = combine(&all, &sum, Number::checked_sub)?;
    let left_out =
        if missing.iter().all(|value| value.is_zero()) { Some(0) } else { fewest(&missing, &units) };
    let summed = match left_out {
        Some(left_out) => units.len().checked_sub(left_out)?,
        None => some(&sum, &units)?,
    };
    // One unit's figures alone are no sum.
    (telling.count() >= 2 && summed >= 2).then_some((summed, first))
}

/// Whether one unit's figures, or two units' together, are those that are missing.
fn fewest(missing: &[Number], units: &[Vec<Number>]) -> Option<usize> {
    let mut counts: HashMap<&[Number], usize, RandomState> = HashMap::default();
    units.iter().for_each(|unit| *counts.entry(unit.as_slice()).or_default() += 1);
    if counts.contains_key(missing) {
        return Some(1);
    }
    let complements = |unit: &Vec<Number>| {
        let rest = combine(missing, unit, Number::checked_sub);
        rest.is_some_and(|rest| {
            counts.get(rest.as_slice()).is_some_and(|count| *count > usize::from(rest == *unit))
        })
    };
    units.iter().any(complements).then_some(2)
}

/// Of how many units, whichever they are, the figures are the sum, where that can be no chance.
fn some(sum: &[Number], units: &[Vec<Number>]) -> Option<usize> {
    let (sum, mut units) = in_steps(sum, units)?;
    let total = |figure: usize| units.iter().map(|unit| unit[figure]).sum::<i64>();
    let totals: Vec<i64> = (0..sum.len()).map(total).collect();
    let share = |unit: &Vec<i64>| -> i64 {
        unit.iter().zip(&totals).map(|(value, total)| value.saturating_mul(1_000) / total.max(&1)).sum()
    };
    units.sort_by_cached_key(|unit| std::cmp::Reverse(share(unit)));
    let mut left = vec![totals.clone()];
    for unit in &units {
        let before = &left[left.len() - 1];
        left.push(before.iter().zip(unit).map(|(left, value)| left - value).collect());
    }
    // A sum of a few units tells as little as its own size, one of nearly all as what it leaves out.
    let sizes = sum.iter().zip(&totals).map(|(sum, total)| (*sum).min(total - sum).max(0));
    let bits: f64 = sizes.map(|size| (size as f64 + 1.0).log2()).sum();
    let summed = Search { units: &units, left: &left, steps: STEPS }.find(0, sum, 0)?;
    (bits >= ways(units.len(), summed) + SURE).then_some(summed)
}

/// Figures as whole numbers of the largest step in which all sheets count; none where one is below zero.
fn in_steps(sum: &[Number], units: &[Vec<Number>]) -> Option<(Vec<i64>, Vec<Vec<i64>>)> {
    let mut rows: Vec<Vec<i64>> = vec![Vec::new(); units.len() + 1];
    for figure in 0..sum.len() {
        let values: Vec<Number> =
            std::iter::once(sum[figure]).chain(units.iter().map(|unit| unit[figure])).collect();
        let decimals = values.iter().map(|value| value.decimals()).max().unwrap_or(0);
        let whole = |value: &Number| value.scaled(decimals).filter(|value| (0..1 << 48).contains(value));
        let values: Vec<i64> = values.iter().map(whole).collect::<Option<_>>()?;
        let step = values.iter().fold(0, |step, value| common(step, *value)).max(1);
        rows.iter_mut().zip(&values).for_each(|(row, value)| row.push(value / step));
    }
    let units = rows.split_off(1);
    Some((rows.pop()?, units))
}

fn common(one: i64, other: i64) -> i64 {
    if other == 0 { one } else { common(other, one % other) }
}

/// In how many ways so many units can be chosen, counted in doublings.
fn ways(units: usize, chosen: usize) -> f64 {
    let chosen = chosen.min(units - chosen);
    (0..chosen).map(|step| ((units - step) as f64 / (step + 1) as f64).log2()).sum()
}

struct Search<'u> {
    units: &'u [Vec<i64>],
    /// The sum of all units from each one on.
    left: &'u [Vec<i64>],
    steps: usize,
}

impl Search<'_> {
    /// How many units are in the sum, of which this is missing yet.
    fn find(&mut self, from: usize, missing: Vec<i64>, summed: usize) -> Option<usize> {
        if missing.iter().all(|value| *value == 0) {
            return Some(summed);
        }
        self.steps = self.steps.checked_sub(1)?;
        let reach = missing.iter().zip(&self.left[from]).all(|(missing, left)| (0..=*left).contains(missing));
        let unit = self.units.get(from).filter(|_| reach)?;
        let with: Vec<i64> = missing.iter().zip(unit).map(|(missing, value)| missing - value).collect();
        self.find(from + 1, with, summed + 1).or_else(|| self.find(from + 1, missing, summed))
    }
}

fn combine(
    one: &[Number],
    other: &[Number],
    how: impl Fn(Number, Number) -> Option<Number>,
) -> Option<Vec<Number>> {
    one.iter().zip(other).map(|(one, other)| how(*one, *other)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units whose figures are told apart like those of real ones.
    fn units(count: usize, most: u64) -> Vec<Vec<Option<Number>>> {
        let mut state = 315_u64;
        let mut next = |most: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            Number::parse(&((state >> 33) % most).to_string())
        };
        (0..count)
            .map(|_| [9, 3, 40, 600, 90, 80, 30_000, 40].map(|own| next(own.min(most))).to_vec())
            .collect()
    }

    fn sum_of(units: &[Vec<Option<Number>>]) -> Vec<Option<Number>> {
        let add = |figure: usize| {
            units.iter().filter_map(|unit| unit[figure]).try_fold(Number::ZERO, Number::checked_add)
        };
        (0..8).map(add).collect()
    }

    #[test]
    fn a_sum_of_some_is_found_whoever_was_left_out() {
        for (count, most, from, to, expected) in [
            (14, u64::MAX, 0, 14, Some(14)),
            (14, u64::MAX, 1, 14, Some(13)),
            (14, u64::MAX, 5, 14, Some(9)),
            (14, u64::MAX, 5, 7, Some(2)),
            (14, u64::MAX, 5, 6, None),
            (40, u64::MAX, 6, 40, Some(34)),
            (40, u64::MAX, 30, 37, Some(7)),
            // Hardly more than nothing: that may be chance.
            (40, 2, 6, 40, None),
        ] {
            let units = units(count, most);
            let found = summed(&sum_of(&units[from..to]), &units);
            assert_eq!(found.map(|(summed, _)| summed), expected, "{from}..{to} of {count}");
        }
        // An office's own small figures are the sum of three small stations' before anybody has added them up.
        let mut county = units(30, u64::MAX);
        let small = |figures: [i64; 8]| figures.map(|figure| Some(Number::whole(figure))).to_vec();
        let own = small([3, 2, 1, 3, 0, 0, 0, 0]);
        county.extend(
            [[1, 1, 0, 1, 0, 0, 0, 0], [1, 1, 0, 1, 0, 0, 0, 0], [1, 0, 1, 1, 0, 0, 0, 0]].map(small),
        );
        assert_eq!(summed(&own, &county), None, "that may be chance");
        let units = units(40, u64::MAX);
        let mut own = sum_of(&units[6..40]);
        own[3] = own[3].and_then(|value| value.checked_add(Number::whole(1)));
        assert_eq!(summed(&own, &units), None, "one figure is another");
    }
}
