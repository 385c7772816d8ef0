//! What figures of a table a figure in words may stand for: 8万余 is 80,000 to 89,999.
//!
//! A figure written to so many digits is no finer than its last one that is not 0: that digit's place is its step. With
//! a decimal or 万 it is rounded, as people write; whole numbers in full are meant to the last one.

use crate::vocabulary::Number;

/// How a text says a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Exact,
    /// Rounded to 万 or a decimal.
    Rounded,
    /// 约, 左右.
    About,
    /// 余, 多, 超过.
    Over,
    /// 近, 不到.
    Under,
}

/// A figure and how fine it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    pub value: Number,
    /// The place of the last digit that says anything.
    pub step: Number,
    pub manner: Manner,
}

impl Band {
    /// In another unit of measure.
    pub fn shifted(self, places: i32) -> Option<Band> {
        Some(Band { value: self.value.shift(places)?, step: self.step.shift(places)?, ..self })
    }

    /// Whether a figure may be meant.
    pub fn holds(&self, figure: Number) -> bool {
        self.ends()
            .is_some_and(|(low, high)| low <= figure && (figure < high || figure == high && !self.is_open()))
    }

    /// Whether a figure may be meant of which this is a sum with others.
    pub fn reaches(&self, figure: Number) -> bool {
        self.ends().is_some_and(|(_, high)| figure <= high)
    }

    /// The end above is not reached.
    fn is_open(&self) -> bool {
        self.manner == Manner::Over
    }

    fn ends(&self) -> Option<(Number, Number)> {
        const FIFTEEN_OF_HUNDRED: Number = Number::whole(15);
        let (value, step) = (self.value, self.step);
        let around = |far: Number| Some((value.checked_sub(far)?, value.checked_add(far)?));
        match self.manner {
            Manner::Exact => Some((value, value)),
            Manner::Rounded => around(half(step)?),
            Manner::About => around(value.checked_mul(FIFTEEN_OF_HUNDRED)?.shift(-2)?),
            Manner::Over => Some((value, value.checked_add(step)?)),
            Manner::Under => Some((value.checked_sub(step.min(half(value)?))?, value)),
        }
    }
}

fn half(number: Number) -> Option<Number> {
    number.checked_mul(Number::whole(5))?.shift(-1)
}
