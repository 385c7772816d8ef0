//! 改表: one correction of a form at a time, as a page offers it.
//!
//! Every edit gives a new sketch whose text is a valid definition, or a Chinese sentence that says why it cannot
//! be; the one it began with stays as it was. Items are named by their codes, which an edit keeps: figures of
//! former years are joined by them. Only [`Edit::Renumber`] gives new ones, and follows them into parts, rates and
//! checks.

mod checks;
mod offers;
mod renumber;

use super::Relation;
use super::sketch::{Sketch, SketchColumn, SketchItem};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::core;
use crate::vocabulary::{Level, Number, Severity};

pub use offers::{Offer, offers};

/// One correction; items and columns by their codes.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    Title {
        title: String,
        short_title: String,
    },
    Rename {
        item: String,
        label: String,
    },
    /// A new count, after an item or first of all.
    Add {
        after: Option<String>,
        label: String,
        measure: String,
    },
    AddSection {
        after: Option<String>,
        label: String,
    },
    Remove {
        item: String,
    },
    /// With its parts, before another item or last of all.
    Move {
        item: String,
        before: Option<String>,
    },
    Measure {
        item: String,
        measure: String,
    },
    /// 0 for whole numbers, at most 6.
    Decimals {
        item: String,
        places: u32,
    },
    Required {
        item: String,
        required: bool,
    },
    /// 其中 of another item, with the check that goes with it; `None`: part of nothing.
    PartOf {
        item: String,
        whole: Option<(String, Relation)>,
    },
    Synonyms {
        item: String,
        words: Vec<String>,
    },
    /// A soft upper bound of one sheet; `None` takes it away.
    Bound {
        item: String,
        level: Level,
        bound: Option<Number>,
    },
    Check(Choice),
    RemoveCheck {
        code: String,
    },
    RenameColumn {
        column: String,
        label: String,
    },
    AddColumn {
        label: String,
    },
    /// A measure of its own for all figures of a column, with decimal places; `None`: as the items are measured.
    MeasureColumn {
        column: String,
        counted: Option<(String, u32)>,
    },
    RemoveColumn {
        column: String,
    },
    Notes(Vec<String>),
    /// Items numbered anew in their order: 1, 2, 2.1 …
    Renumber,
}

/// A check by choosing items and a relation.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub item: String,
    pub holds: Holds,
    /// One item, or several whose sum is meant.
    pub others: Vec<String>,
    pub severity: Severity,
}

/// How an item must stand to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    AtMost,
    Equal,
    AtLeast,
}

impl Sketch {
    /// The form after one correction, or why it cannot be made.
    pub fn edit(&self, edit: Edit) -> Result<Sketch, String> {
        let mut next = self.clone();
        next.apply(edit)?;
        let mistakes = next.form().err();
        match mistakes.as_ref().and_then(|mistakes| mistakes.first()) {
            Some(mistake) => Err(format!("改了以后报表就不成立了：{}", mistake.sentence)),
            None => Ok(next),
        }
    }

    /// 沿用并修改: the same form as a new version, which must have another name than those there are.
    pub fn next_version(&self, version: &str, known: &[String]) -> Result<Sketch, String> {
        let version = version.trim();
        if version.is_empty() || version == self.version || known.iter().any(|known| known == version) {
            return Err(format!("版本“{version}”已有或没有填写，请换一个版本号，例如年份"));
        }
        Ok(Sketch { version: version.to_owned(), ..self.clone() })
    }

    fn apply(&mut self, edit: Edit) -> Result<(), String> {
        match edit {
            Edit::Title { title, short_title } => {
                (self.title, self.short_title) = (said(&title, "标题")?, said(&short_title, "简称")?);
            }
            Edit::Rename { item, label } => {
                let label = said(&label, "指标名称")?;
                self.unlike(&label, &item)?;
                self.own(&item)?.label = label;
            }
            Edit::Add { after, label, measure } => {
                let label = said(&label, "指标名称")?;
                let item = SketchItem::new(self.free_code(), label, measured(&measure)?);
                self.unlike(&item.label, "")?;
                self.insert(after.as_deref(), item)?;
            }
            Edit::AddSection { after, label } => {
                let code = (1..).map(|number| format!("s{number}")).find(|code| self.item(code).is_none());
                let item = SketchItem::section(code.unwrap_or_default(), said(&label, "分段名称")?);
                self.insert(after.as_deref(), item)?;
            }
            Edit::Remove { item } => self.remove(&item)?,
            Edit::Move { item, before } => self.shift(&item, before.as_deref())?,
            Edit::Measure { item, measure } => self.own(&item)?.measure = measured(&measure)?,
            Edit::Decimals { item, places } => self.own(&item)?.decimals = places,
            Edit::Required { item, required } => self.own(&item)?.required = required,
            Edit::PartOf { item, whole } => self.part(&item, whole)?,
            Edit::Synonyms { item, words } => self.own(&item)?.synonyms = cleaned(words),
            Edit::Bound { item, level, bound } => {
                let own = self.own(&item)?;
                own.bounds.retain(|(known, _)| *known != level);
                own.bounds.extend(bound.map(|bound| (level, bound)));
                own.bounds.sort_by_key(|(level, _)| *level);
            }
            Edit::Check(choice) => {
                let check = checks::check(self, &choice)?;
                self.checks.push(check);
            }
            Edit::RemoveCheck { code } => self.checks.retain(|check| check.code != code),
            Edit::RenameColumn { column, label } => {
                let label = said(&label, "栏名")?;
                let own = self.columns.iter_mut().find(|known| known.code == column);
                own.ok_or_else(|| format!("没有“{column}”这一栏"))?.label = label;
            }
            Edit::AddColumn { label } => self.add_column(said(&label, "栏名")?),
            Edit::MeasureColumn { column, counted } => {
                let counted = counted.map(|(measure, places)| Ok::<_, String>((measured(&measure)?, places)));
                let own = self.columns.iter_mut().find(|known| known.code == column);
                own.ok_or_else(|| format!("没有“{column}”这一栏"))?.counted = counted.transpose()?;
            }
            Edit::RemoveColumn { column } => self.columns.retain(|known| known.code != column),
            Edit::Notes(notes) => self.notes = cleaned(notes),
            Edit::Renumber => renumber::renumber(self),
        }
        Ok(())
    }

    fn own(&mut self, code: &str) -> Result<&mut SketchItem, String> {
        self.items.iter_mut().find(|item| item.code == code).ok_or_else(|| missing(code))
    }

    fn at(&self, code: &str) -> Result<usize, String> {
        self.position(code).ok_or_else(|| missing(code))
    }

    /// Two items of one name could not be told apart on a sheet.
    fn unlike(&self, label: &str, but: &str) -> Result<(), String> {
        let alike =
            |item: &&SketchItem| item.code != but && !item.section && core(&item.label) == core(label);
        match self.items.iter().find(alike) {
            Some(other) => Err(format!("“{label}”与第{}项同名，读表时分不清；请换一个名称", other.code)),
            None => Ok(()),
        }
    }

    /// The next number that no item has.
    fn free_code(&self) -> String {
        let number =
            |item: &SketchItem| item.code.split('.').next().and_then(|code| code.parse::<u32>().ok());
        let last = self.items.iter().filter_map(number).max().unwrap_or(0);
        (last + 1).to_string()
    }

    fn insert(&mut self, after: Option<&str>, item: SketchItem) -> Result<(), String> {
        let position = match after {
            Some(code) => self.at(code)? + 1,
            None => 0,
        };
        self.items.insert(position, item);
        Ok(())
    }

    fn remove(&mut self, code: &str) -> Result<(), String> {
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
    fn shift(&mut self, code: &str, before: Option<&str>) -> Result<(), String> {
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

    fn part(&mut self, code: &str, whole: Option<(String, Relation)>) -> Result<(), String> {
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

    /// A form with one figure an item has that as its first column then.
    fn add_column(&mut self, label: String) {
        let code = |columns: &[SketchColumn]| {
            let free = |code: &String| !columns.iter().any(|column| column.code == *code);
            (1..).map(|number| format!("c{number}")).find(free).unwrap_or_default()
        };
        if self.columns.is_empty() {
            self.columns.push(SketchColumn::new("c1", "数量"));
        }
        let code = code(&self.columns);
        self.columns.push(SketchColumn::new(code, label));
    }
}

fn missing(code: &str) -> String {
    format!("没有第{code}项；可能已被删去，请刷新后再改")
}

fn said(words: &str, what: &str) -> Result<String, String> {
    let words: String = words.trim().to_owned();
    if words.is_empty() { Err(format!("请填写{what}")) } else { Ok(words) }
}

fn measured(text: &str) -> Result<String, String> {
    let text = text.trim();
    match Measure::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(format!("“{text}”不是认得的计量单位；请写 件、人次、万元、吨 这样的单位")),
    }
}

/// Without blanks and repetitions.
fn cleaned(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
        if !kept.iter().any(|known| known == word) {
            kept.push(word.to_owned());
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::builtin;

    fn form() -> Sketch {
        Sketch::read(builtin::text("complaint-classes").expect("a built-in form")).expect("a form")
    }

    fn text(words: &str) -> String {
        words.to_owned()
    }

    fn labels(sketch: &Sketch) -> String {
        let label = |item: &SketchItem| format!("{} {}", item.code, item.label);
        sketch.items.iter().map(label).collect::<Vec<_>>().join("、")
    }

    #[test]
    fn items_are_renamed_added_moved_and_removed() {
        let before = "1 受理投诉、1.1 商品类投诉、1.2 服务类投诉、2 办结投诉、3 挽回经济损失";
        assert_eq!(labels(&form()), before);
        for (edit, expected) in [
            (
                Edit::Rename { item: text("2"), label: text("办理完结投诉") },
                Ok("1 受理投诉、1.1 商品类投诉、1.2 服务类投诉、2 办理完结投诉、3 挽回经济损失"),
            ),
            (
                Edit::Add { after: Some(text("2")), label: text("回访"), measure: text("人次") },
                Ok("1 受理投诉、1.1 商品类投诉、1.2 服务类投诉、2 办结投诉、4 回访、3 挽回经济损失"),
            ),
            (
                Edit::Move { item: text("1"), before: Some(text("3")) },
                Ok("2 办结投诉、1 受理投诉、1.1 商品类投诉、1.2 服务类投诉、3 挽回经济损失"),
            ),
            (
                Edit::Move { item: text("1.1"), before: Some(text("1")) },
                Err("“商品类投诉”是其中项，要排在它的总项后面"),
            ),
            (Edit::Remove { item: text("1") }, Err("“商品类投诉”是它的其中项；请先把它移出或删去")),
            (Edit::Remove { item: text("2") }, Err("")),
            (Edit::Remove { item: text("9") }, Err("没有第9项；可能已被删去，请刷新后再改")),
            (
                Edit::Rename { item: text("2"), label: text("受理投诉") },
                Err("“受理投诉”与第1项同名，读表时分不清；请换一个名称"),
            ),
            (Edit::Rename { item: text("2"), label: text(" ") }, Err("请填写指标名称")),
            (
                Edit::Measure { item: text("2"), measure: text("什么") },
                Err("“什么”不是认得的计量单位；请写 件、人次、万元、吨 这样的单位"),
            ),
            (
                Edit::PartOf { item: text("3"), whole: Some((text("1"), Relation::AtMost)) },
                Err("其中项与总项的计量单位不同，不能比较；请先改成一样的计量单位"),
            ),
            (
                Edit::Decimals { item: text("3"), places: 9 },
                Err("改了以后报表就不成立了：小数位数最多 6 位，现在是 9"),
            ),
        ] {
            let shown = format!("{edit:?}");
            match (form().edit(edit), expected) {
                (Ok(sketch), Ok(expected)) => assert_eq!(labels(&sketch), expected, "{shown}"),
                (Err(sentence), Err("")) => assert!(sentence.contains("请先删去"), "{shown}: {sentence}"),
                (Err(sentence), Err(expected)) => assert_eq!(sentence, expected, "{shown}"),
                (found, _) => panic!("{shown}: {:?}", found.map(|sketch| labels(&sketch))),
            }
        }
    }

    #[test]
    fn a_part_and_a_check_are_made_by_choosing() {
        let sketch = form();
        let part = Edit::PartOf { item: text("2"), whole: Some((text("1"), Relation::AtMost)) };
        let sketch = sketch.edit(part).expect("可以");
        assert_eq!(sketch.item("2").unwrap().part_of, Some((text("1"), Relation::AtMost)));
        let choice = Choice {
            item: text("1"),
            holds: Holds::Equal,
            others: vec![text("1.1"), text("1.2")],
            severity: Severity::Query,
        };
        let sketch = sketch.edit(Edit::Check(choice.clone())).expect("可以");
        let check = sketch.checks.last().unwrap();
        assert_eq!(check.rule, "[1] = [1.1] + [1.2]");
        assert_eq!(
            check.sentence,
            "填的是 {[1]}，应等于“商品类投诉、服务类投诉之和”的 {[1.1] + [1.2]}；请核对"
        );
        assert_eq!(sketch.edit(Edit::Check(choice)).unwrap_err(), "已经有同样的审核");
        let again = Sketch::read(&sketch.text()).expect("a form");
        assert_eq!(again, sketch);
    }

    #[test]
    fn numbers_are_given_anew_and_followed_into_checks() {
        let moved = form().edit(Edit::Move { item: text("3"), before: Some(text("1")) }).unwrap();
        let choice = Choice {
            item: text("2"),
            holds: Holds::Equal,
            others: vec![text("1")],
            severity: Severity::Hard,
        };
        let sketch = moved.edit(Edit::Check(choice)).unwrap().edit(Edit::Renumber).unwrap();
        assert_eq!(labels(&sketch), "1 挽回经济损失、2 受理投诉、2.1 商品类投诉、2.2 服务类投诉、3 办结投诉");
        assert_eq!(sketch.checks.last().unwrap().rule, "[3] = [2]");
    }

    #[test]
    fn words_that_were_met_are_offered_to_the_nearest_item() {
        let met = ["投诉受理总量", "受理投诉", "挽回群众经济损失", "会议", "投诉受理总量"].map(text);
        let offered: Vec<String> = offers(&form(), &met)
            .into_iter()
            .map(|offer| format!("{}→{}", offer.words, offer.item.unwrap_or_default()))
            .collect();
        assert_eq!(offered, ["投诉受理总量→1", "挽回群众经济损失→3", "会议→"]);
    }

    #[test]
    fn a_next_version_has_a_name_of_its_own() {
        let sketch = form();
        let known = [text("2024"), text("2025")];
        assert!(sketch.next_version("2025", &known).is_err());
        let next = sketch.next_version(" 2026 ", &known).unwrap();
        assert_eq!((next.version.as_str(), &next.items), ("2026", &sketch.items));
    }
}
