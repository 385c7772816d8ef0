//! One cell becomes one answer: the quantity it says, in the item's own unit of measure.
//!
//! Where the sheet counts in another unit of measure than the form asks, the point moves: 元 become 万元
//! exactly. The cell's own words weigh most, then the row's, the label's, the column head's; where two of
//! them disagree about 元 and 万元 nobody can tell, so the clerk is asked.

use crate::form::Form;
use crate::submit::answers::Answer;
use crate::submit::cell_text::{Manner, Quantity, read_text};
use crate::submit::grid::Content;
use crate::vocabulary::measure::{Measure, MeasureKind};
use crate::vocabulary::plain::plain;
use crate::vocabulary::{Finding, Number, Place, Severity};

/// Where units of measure were written for this figure.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measures<'m> {
    pub row: Option<&'m Measure>,
    pub label: Option<&'m Measure>,
    pub head: Option<&'m Measure>,
    pub table: Option<&'m Measure>,
    /// In the headers and footers of the sheet's pages.
    pub pages: &'m [Measure],
}

/// Reads a cell (or the words typed on a page, which have no place) as the answer to one figure of the form.
pub fn read_answer(
    form: &Form,
    figure: usize,
    content: Option<&Content>,
    place: Option<Place>,
    measures: Measures,
) -> (Answer, Vec<Finding>) {
    let Some(content) = content else {
        return (Answer { place, found: true, ..Answer::default() }, Vec::new());
    };
    let raw = content.words().trim().to_owned();
    let mut reading = Reader { form, figure, place, findings: Vec::new(), raw };
    let quantity = reading.quantity(content);
    let mark = quantity.manners.contains(&Manner::Mark).then(|| reading.raw.clone());
    let value = reading.in_own_measure(&quantity, measures);
    reading.manners(&quantity, value);
    let Reader { findings, raw, place, .. } = reading;
    (Answer { value, mark, raw, place, found: true }, findings)
}

struct Reader<'f> {
    form: &'f Form,
    figure: usize,
    place: Option<Place>,
    findings: Vec<Finding>,
    raw: String,
}

impl Reader<'_> {
    fn note(&mut self, severity: Severity, code: &str, words: &str) {
        let finding = self.form.finding(severity, code, self.figure, self.place.clone(), words);
        self.findings.push(finding);
    }

    fn hold(&mut self, code: &str, words: &str) {
        let place = self.place.clone();
        self.findings.push(self.form.finding(Severity::Query, code, self.figure, place, words).holding());
    }

    fn quantity(&mut self, content: &Content) -> Quantity {
        match content {
            Content::Number(text) => Quantity { number: Number::parse(text), ..Quantity::default() },
            Content::Text(text) => read_text(text),
            Content::Error(error) => {
                let words = format!("单元格是错误值 {error}，没有数字；请改为数字");
                self.note(Severity::Hard, "error-value", &words);
                Quantity::default()
            }
            Content::FormulaWithoutResult => {
                let words = "单元格是公式，但文件里没有存计算结果；请在 Excel 或 WPS 中打开、保存后再报，或直接填数字";
                self.note(Severity::Hard, "formula-without-result", words);
                Quantity::default()
            }
            Content::Date(..) | Content::Bool(_) => {
                let words = format!("填的是“{}”，不是数字；请填数字", self.raw);
                self.note(Severity::Hard, "not-a-number", &words);
                Quantity::default()
            }
        }
    }

    /// The number in the item's unit of measure; as it stands where the measure cannot be right.
    fn in_own_measure(&mut self, quantity: &Quantity, measures: Measures) -> Option<Number> {
        let number = quantity.number?;
        let form = self.form;
        let own = form.measure_of(self.figure);
        if number.is_zero() {
            return Some(number);
        }
        if quantity.multiplier.is_some() {
            // 3.5万 in a column of money is 3.5 万元, whatever the head says.
            let value = number.shift(-own.power)?;
            self.note(
                Severity::Hint,
                "multiplier",
                &format!("填的是“{}”，读作 {value} {}", self.raw, own.text),
            );
            return Some(value);
        }
        let written = quantity.measure.as_ref().or_else(|| self.agreed(measures, own));
        let Some(measure) = written else { return Some(number) };
        match measure.shift_to(own) {
            None => {
                let words =
                    format!("计量单位是“{}”，本项应为“{}”；请核对填的位置和单位", measure.text, own.text);
                self.note(Severity::Hard, "wrong-measure", &words);
                Some(number)
            }
            Some(0) => Some(number),
            Some(places) => {
                let value = number.shift(places)?;
                let words =
                    format!("填的是“{}”，按{}读取，折合 {value} {}", self.raw, measure.text, own.text);
                self.note(Severity::Hint, "measure-converted", &words);
                Some(value)
            }
        }
    }

    /// The unit of measure around the cell. Column head and table speak only of figures of their kind.
    fn agreed<'m>(&mut self, measures: Measures<'m>, own: &Measure) -> Option<&'m Measure> {
        let foreign = |measure: &Measure| own.is_money() && measure.kind == MeasureKind::Other;
        let same_kind = |measure: &&Measure| measure.kind == own.kind || foreign(measure);
        let far = [measures.head, measures.table].into_iter().flatten().chain(measures.pages);
        let mut far = far.filter(same_kind);
        if let (Some(first), Some(second)) = (measures.row, measures.label)
            && (first.kind, first.power) != (second.kind, second.power)
        {
            let words = format!(
                "“单位”栏写的是“{}”，项目名称里写的是“{}”，不能确定；请改成一致",
                first.text, second.text
            );
            self.note(Severity::Hard, "measure-conflict", &words);
        }
        let chosen = measures.row.or(measures.label).or_else(|| far.clone().next())?;
        let differs = |other: &&Measure| chosen.kind == own.kind && chosen.power != other.power;
        if let Some(other) = far.find(differs) {
            let words = format!(
                "一处写的计量单位是“{}”，另一处写的是“{}”，暂按“{}”读取；请核对，并把表里和页眉页脚的单位改成一致",
                chosen.text, other.text, chosen.text
            );
            self.hold("measure-conflict", &words);
        }
        Some(chosen)
    }

    fn manners(&mut self, quantity: &Quantity, value: Option<Number>) {
        if quantity.manners.is_empty() && quantity.measure.is_none() {
            return;
        }
        let raw = self.raw.clone();
        let read = value.map_or(String::new(), |value| format!("（已读作 {value}）"));
        for manner in &quantity.manners {
            match manner {
                Manner::Approximate => {
                    let words = format!("填的是“{raw}”，统计数字不能用约数；请填准确数{read}");
                    self.note(Severity::Hard, "approximate", &words);
                }
                Manner::NoNumber => {
                    self.note(
                        Severity::Hard,
                        "not-a-number",
                        &format!("填的是“{raw}”，不是一个数字；请只填数字"),
                    );
                }
                // Where nothing could be read, one sentence says so.
                Manner::AmongWords if quantity.manners.contains(&Manner::NoNumber) => {}
                Manner::AmongWords => {
                    let words = format!("填的是“{raw}”，数字夹在文字里；请只填数字{read}");
                    self.note(Severity::Hard, "not-a-number", &words);
                }
                Manner::Mark => self.note(Severity::Hint, "mark-as-zero", &format!("填的是“{raw}”，按 0 计")),
                Manner::FullWidth
                | Manner::Thousands
                | Manner::Scientific
                | Manner::ChineseDigits
                | Manner::Prefixed
                | Manner::Noted
                | Manner::Remarked => {
                    let shown = value.map_or_else(String::new, |value| value.to_string());
                    self.note(Severity::Hint, "written-form", &format!("填的是“{raw}”，读作 {shown}"));
                }
            }
        }
        let plainly_measured =
            quantity.measure.is_some() && quantity.manners.is_empty() && self.findings.is_empty();
        if let Some(value) = value.filter(|_| plainly_measured) {
            self.note(Severity::Hint, "measure-in-cell", &format!("填的是“{raw}”，读作 {value}"));
        }
    }
}

/// Anything but blank words and the word 零报告, which speaks of the whole sheet.
pub fn says_something(content: &Content) -> bool {
    match content {
        Content::Text(text) => {
            let text = plain(text);
            !text.is_empty() && text != "零报告"
        }
        _ => true,
    }
}
