//! Edits of rates (派生指标): shares that are computed from two items after the sum, and never typed.

use super::words::{cleaned, free, said, shift};
use crate::form::Show;
use crate::form::sketch::{Sketch, SketchRate};
use crate::vocabulary::plain::core;

/// One correction of the rates, each by its code.
#[derive(Clone, Debug, PartialEq)]
pub enum RateEdit {
    /// Printed behind its numerator.
    Add(Quotient),
    Set {
        rate: String,
        quotient: Quotient,
        synonyms: Vec<String>,
        /// The item behind which it is printed; `None`: its numerator.
        after: Option<String>,
    },
    Remove {
        rate: String,
    },
    /// Before another rate, or last of all.
    Move {
        rate: String,
        before: Option<String>,
    },
}

/// What a rate is: its name, two items by their codes and how it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotient {
    pub label: String,
    pub numerator: String,
    pub denominator: String,
    pub show: Show,
}

impl Sketch {
    pub(super) fn edit_rates(&mut self, edit: RateEdit) -> Result<(), String> {
        match edit {
            RateEdit::Add(quotient) => {
                let taken =
                    |code: &str| self.rates.iter().any(|rate| rate.code == code) || self.item(code).is_some();
                let code = free("r", taken);
                let rate = self.rate(code, quotient)?;
                self.rates.push(rate);
            }
            RateEdit::Set { rate, quotient, synonyms, after } => {
                let at = self.rates.iter().position(|known| known.code == rate);
                let at = at.ok_or_else(|| format!("没有派生指标“{rate}”；可能已被删去，请刷新后再改"))?;
                let own = self.rate(rate, quotient)?;
                self.rates[at] = SketchRate { synonyms: cleaned(synonyms), after, ..own };
            }
            RateEdit::Remove { rate } => self.rates.retain(|known| known.code != rate),
            RateEdit::Move { rate, before } => {
                shift(&mut self.rates, |rate| &rate.code, &rate, before.as_deref());
            }
        }
        Ok(())
    }

    fn rate(&self, code: String, quotient: Quotient) -> Result<SketchRate, String> {
        let Quotient { label, numerator, denominator, show } = quotient;
        let label = said(&label, "派生指标的名称")?;
        let items = self.items.iter().filter(|item| !item.section).map(|item| (&item.code, &item.label));
        let rates = self.rates.iter().map(|rate| (&rate.code, &rate.label));
        let same = |(known, other): (&String, &String)| *known != code && core(other) == core(&label);
        if items.chain(rates).any(same) {
            return Err(format!("“{label}”与另一项同名，读表时分不清；请换一个名称"));
        }
        let counted = |wanted: &str| self.item(wanted).is_some_and(|item| !item.section);
        if numerator == denominator || !counted(&numerator) || !counted(&denominator) {
            return Err("请选择分子和分母，不能是同一项".to_owned());
        }
        Ok(SketchRate { code, label, synonyms: Vec::new(), numerator, denominator, show, after: None })
    }
}
