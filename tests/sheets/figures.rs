//! Plausible figures for one unit, such that an ordinary sheet draws no objection.
//!
//! Ranges are those of the samples. Complaints never exceed consultations, disputes resolved never
//! exceed complaints, and the money per resolved case stays between 65 and 6,818 元 as observed.

use huibiao::vocabulary::Number;

use super::random::Random;

/// The figures of items 1 to 11 as canonical decimals.
pub type Figures = [String; 11];

/// Figures of an ordinary unit.
pub fn ordinary(random: &mut Random) -> Figures {
    let complaints = random.between(1, 280);
    let consultations = complaints + random.between(20, 600);
    let resolved = random.between(1, complaints);
    let mut figures = [
        random.between(0, 28),
        random.between(0, 2),
        random.between(0, 45),
        consultations,
        complaints,
        resolved,
        0,
        random.between(0, 45),
        random.between(0, 12),
        random.between(0, 60),
        random.between(190, 19_100),
    ]
    .map(|count| count.to_string());
    figures[6] = money(resolved, random);
    figures
}

/// Money in 万元 for so many resolved cases, written with none to six decimals.
fn money(resolved: i64, random: &mut Random) -> String {
    let yuan = resolved * random.between(65, 6_800);
    let cents = if random.chance(10) { random.between(1, 99) } else { 0 };
    let step = random.pick(&[1, 1, 10, 100, 100, 1000]);
    let exact = if cents > 0 || yuan < step { yuan * 100 + cents } else { yuan / step * step * 100 };
    Number::whole(exact).shift(-6).expect("money of one unit is small").to_string()
}

/// Last year's figures: of the same size, none equal to this year's.
pub fn last_year(figures: &Figures, random: &mut Random) -> Figures {
    let mut other = ordinary(random);
    for (last, this) in other.iter_mut().zip(figures) {
        if last == this {
            let moved = Number::parse(this).and_then(|number| number.checked_add(Number::whole(1)));
            *last = moved.expect("a figure plus one").to_string();
        }
    }
    other
}

/// A figure in another unit of measure: `shifted("28.4886", 4)` is 元 of 万元.
pub fn shifted(figure: &str, places: i32) -> String {
    let number = Number::parse(figure).and_then(|number| number.shift(places));
    number.expect("generated figures can be moved").to_string()
}

pub fn is_whole(figure: &str) -> bool {
    !figure.contains('.')
}

/// The figure as a small whole number, for comparisons between items.
pub fn count(figure: &str) -> i64 {
    figure.parse().unwrap_or(0)
}
