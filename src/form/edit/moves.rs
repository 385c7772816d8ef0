//! Edits that change which items there are, and their order.

use crate::form::Relation;
use crate::form::sketch::{Sketch, SketchItem};
use crate::vocabulary::measure::Measure;

impl Sketch {
    /// The code of the item before the one at this position that is part of the same whole, or of nothing like it.
    pub fn before(&self, position: usize) -> Option<String> {
        (0..position)
            .rev()
            .find(|other| self.are_siblings(*other, position))
            .map(|at| self.items[at].code.clone())
    }

    /// The code of the next such item behind it.
    pub fn after(&self, position: usize) -> Option<String> {
        let mut later = position + 1..self.items.len();
        later.find(|other| self.are_siblings(*other, position)).map(|at| self.items[at].code.clone())
    }

    fn are_siblings(&self, one: usize, other: usize) -> bool {
        let whole = |at: usize| self.items[at].part_of.as_ref().map(|(whole, _)| whole);
        whole(one) == whole(other)
    }

    /// The next number that no item has.
    pub(super) fn free_code(&self) -> String {
        let number =
            |item: &SketchItem| item.code.split('.').next().and_then(|code| code.parse::<u32>().ok());
        let last = self.items.iter().filter_map(number).max().unwrap_or(0);
        (last + 1).to_string()
    }

    pub(super) fn insert(&mut self, after: Option<&str>, item: SketchItem) -> Result<(), String> {
        let position = match after {
            Some(code) => self.at(code)? + 1,
            None => 0,
        };
        self.items.insert(position, item);
        Ok(())
    }

    pub(super) fn remove(&mut self, code: &str) -> Result<(), String> {
        let position = self.at(code)?;
        let of = |item: &&SketchItem| item.part_of.as_ref().is_some_and(|(whole, _)| whole == code);
        if let Some(part) = self.items.iter().find(of) {
            return Err(format!("“{}”是它的其中项；请先把它移出或删去", part.label));
        }
        let bracket = [format!("[{code}]"), format!("[{code}:"), format!("[{code}@")];
        let used = |text: &str| bracket.iter().any(|bracket| text.contains(bracket));
        if let Some(check) =
            self.checks.iter().find(|check| used(&check.rule) || check.items.iter().any(|item| item == code))
        {
            return Err(format!("审核“{}”用到这一项（{}）；请先删去这条审核", check.code, check.rule));
        }
        if let Some(rate) = self.rates.iter().find(|rate| rate.numerator == code || rate.denominator == code)
        {
            return Err(format!("派生指标“{}”由这一项算出；请先删去它", rate.label));
        }
        self.rates
            .iter_mut()
            .filter(|rate| rate.after.as_deref() == Some(code))
            .for_each(|rate| rate.after = None);
        self.items.remove(position);
        Ok(())
    }

    /// Moves an item with the parts that follow it.
    pub(super) fn shift(&mut self, code: &str, before: Option<&str>) -> Result<(), String> {
        let position = self.at(code)?;
        let mut family = vec![code.to_owned()];
        for item in &self.items[position + 1..] {
            match &item.part_of {
                Some((whole, _)) if family.contains(whole) => family.push(item.code.clone()),
                _ => break,
            }
        }
        if before.is_some_and(|before| family.iter().any(|own| own == before)) {
            return Ok(());
        }
        let moved: Vec<SketchItem> = self.items.drain(position..position + family.len()).collect();
        let to = match before {
            Some(before) => self.at(before)?,
            None => self.items.len(),
        };
        self.items.splice(to..to, moved);
        let astray = self.items.iter().enumerate().find(|(position, item)| {
            item.part_of
                .as_ref()
                .is_some_and(|(whole, _)| self.position(whole).is_none_or(|whole| whole >= *position))
        });
        match astray {
            Some((_, item)) => Err(format!("“{}”是其中项，要排在它的总项后面", item.label)),
            None => Ok(()),
        }
    }

    pub(super) fn part(&mut self, code: &str, whole: Option<(String, Relation)>) -> Result<(), String> {
        let position = self.at(code)?;
        if let Some((whole, _)) = &whole {
            let over = self.at(whole)?;
            if over >= position {
                return Err(format!("其中项要排在总项“{}”后面；请先移动", self.items[over].label));
            }
            let measures = [over, position].map(|item| Measure::parse(&self.items[item].measure));
            let alike = matches!(&measures, [Some(one), Some(other)] if one.shift_to(other) == Some(0));
            if !alike {
                return Err("其中项与总项的计量单位不同，不能比较；请先改成一样的计量单位".to_owned());
            }
        }
        self.items[position].part_of = whole;
        Ok(())
    }
}
