//! Which words on a sheet mean what.
//!
//! A form's labels, synonyms and heads of columns are folded once into tables of plain words; a cell is then
//! looked up, never compared one by one. Matching is exact after folding (width, spaces, punctuation, a
//! leading number, a unit of measure in brackets, what fills a label without changing it: 的, 数, 情况):
//! `受理消费者举报` is two characters from `受理消费者投诉` and an altogether different thing, so nearness alone
//! never decides. [`Wording::slip`] offers labels with one wrong character for the recogniser to weigh.

mod heads;
mod labels;
mod matching;
mod meaning;
mod slip;

use std::sync::Arc;

use self::heads::Heads;
use self::labels::Labels;
use self::matching::Matching;
pub use self::meaning::{Fit, Heading, Match, Meaning, Words};
use super::Form;
use super::label::{Label, label_in, read_label};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::{core, plain};

/// A form's words, folded for lookup.
#[derive(Clone, Debug)]
pub struct Wording {
    pub form: Arc<Form>,
    labels: Labels,
    heads: Heads,
    totals: Vec<String>,
    /// Names of sections, folded: 会员 over 会员总数 heads rows and is none of them.
    sections: Vec<String>,
}

impl Wording {
    pub fn new(form: Arc<Form>) -> Wording {
        let mut labels = Labels::default();
        for (index, item) in form.items.iter().enumerate().filter(|(_, item)| !item.section) {
            labels.learn(Meaning::Item(index), &item.label, &item.synonyms);
        }
        for (index, derived) in form.derived_items.iter().enumerate() {
            labels.learn(Meaning::Derived(index), &derived.label, &derived.synonyms);
        }
        let totals = form.headings.total.iter().map(|word| core(word)).collect();
        let sections = form.items.iter().filter(|item| item.section).map(|item| core(&item.label)).collect();
        Wording { labels, heads: Heads::new(&form), totals, sections, form }
    }

    /// The item a label names, if it names one.
    pub fn label(&self, text: &str) -> Option<Match> {
        if self.is_long(text) {
            return None;
        }
        self.named(&read_label(text)?)
    }

    /// The item of a label, unless its words are a section's and no word of the item's own.
    fn named(&self, label: &Label) -> Option<Match> {
        let found = self.matching().matched(label)?;
        let heads = |word: &String| self.sections.contains(word) && !self.says(found.meaning, word);
        let section = found.fit == Fit::Synonym && label.readings.first().is_some_and(heads);
        (!section).then_some(found)
    }

    /// Whether a word is one of those that the form lists for an item.
    fn says(&self, meaning: Meaning, word: &str) -> bool {
        match meaning {
            Meaning::Item(item) => self.form.items[item].synonyms.iter().any(|known| core(known) == word),
            Meaning::Derived(_) => false,
        }
    }

    /// What a cell's words are, folded.
    pub fn words(&self, plain: &str) -> Words {
        let Some(read) = label_in(plain) else { return Words::default() };
        let is_short = !self.is_long(plain);
        let label = if is_short { self.named(&read) } else { None };
        let heading = if is_short && label.is_none() { self.heads.headed(plain, &read) } else { None };
        let is_shared = label.is_none() && self.matching().shares(&read);
        Words { label, heading, is_shared }
    }

    /// Whether several items go by these words, which then name none of them alone.
    pub fn is_shared(&self, text: &str) -> bool {
        read_label(text).is_some_and(|label| self.matching().shares(&label))
    }

    /// The items that go by these words, where there are several.
    pub fn sharers(&self, text: &str) -> Vec<usize> {
        self.matching().sharers(text)
    }

    /// The one of several items of one name that is counted so.
    pub fn shared(&self, text: &str, measure: &Measure) -> Option<Match> {
        self.matching().shared(text, measure)
    }

    /// The item of which a label is one character away.
    pub fn slip(&self, text: &str) -> Option<Match> {
        slip::slip(&self.labels, text)
    }

    /// Whether words are the name of a section of the form: `一、宣传引导`.
    pub fn names_section(&self, text: &str, section: usize) -> bool {
        let name = core(&self.form.items[section].label);
        read_label(text).is_some_and(|label| label.readings.contains(&name))
    }

    /// What the head of a column says; `None` for words nobody knows.
    pub fn heading(&self, text: &str) -> Option<Heading> {
        let plain = plain(text);
        self.heads.headed(&plain, &label_in(&plain)?)
    }

    /// 合计, 小计, 全县合计 …: a row that adds others up.
    pub fn is_total(&self, text: &str) -> bool {
        let word = core(text);
        let adds_up = ["合计", "小计", "总计"].iter().any(|suffix| word.ends_with(suffix));
        self.totals.contains(&word) || adds_up && word.chars().count() <= 12
    }

    /// A word for a sum and nothing else: 线上小计 beside 线下 is the sum of some parts only, 累计 one of months.
    pub fn is_whole_sum(&self, text: &str) -> bool {
        let word = core(text);
        word != "累计" && self.totals.contains(&word)
    }

    /// Too long for a label or a head, whatever is written around it.
    fn is_long(&self, text: &str) -> bool {
        text.len() > self.labels.longest * 6 + 90
    }

    fn matching(&self) -> Matching<'_> {
        Matching { form: &self.form, labels: &self.labels }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::builtin;

    fn item(text: &str) -> String {
        let wording = Wording::new(builtin::anchor());
        match wording.label(text) {
            Some(Match { meaning: Meaning::Item(item), measure, .. }) => {
                let measure = measure.map_or(String::new(), |measure| format!(" [{}]", measure.text));
                format!("{}{measure}", wording.form.items[item].code)
            }
            Some(_) => "derived".to_owned(),
            None => "·".to_owned(),
        }
    }

    #[test]
    fn labels_are_known_in_every_dress() {
        for (text, expected) in [
            ("普法宣传活动（场）", "1 [场]"),
            ("1.普法宣传活动", "1"),
            ("（1）普法宣传活动", "1"),
            ("一、普法宣传活动", "1"),
            ("1普法宣传活动", "1"),
            ("组织新闻发布会 ", "2"),
            ("开展线上、线下消费教育活动", "3"),
            ("受理消费者\n咨询情况", "4"),
            ("受理消费者投诉", "5"),
            ("受理消费者投诉数量", "5"),
            ("解决消费纠纷：", "6"),
            ("解决消费纠纷件", "6 [件]"),
            ("为消费者挽回经济损失(万元)", "7 [万元]"),
            ("为消费者挽回经济损失（单位：元）", "7 [元]"),
            ("发布消费提(警)示", "8"),
            ("发布消费提示警示", "8"),
            ("发布消费提（警）示（条）", "8 [条]"),
            ("组织新闻媒体专栏、专题", "9"),
            ("媒体宣传报道情况", "10"),
            ("印发各类宣传资料", "11"),
            ("受理消费者投诉情况（含12315平台）", "5"),
            ("受理的消费者投诉总件数", "5"),
            ("解决的消费纠纷数", "6"),
            ("普法宣传工作的场次", "1"),
            ("印发的各类宣传资料数（份）", "11 [份]"),
            ("挽回经济损失总额（万元）", "7 [万元]"),
        ] {
            assert_eq!(item(text), expected, "{text:?}");
        }
    }

    #[test]
    fn other_things_are_no_items() {
        for text in [
            "受理消费者举报情况",
            "其中：网络投诉",
            "其中：受理消费者投诉",
            "受理消费者投诉情况（上年）",
            "受理消费者投诉（其中线上）",
            "类别",
            "3",
            "",
            "合计",
            "投诉举报中心",
            "受理消费者投诉2023年",
            "为消费者挽回经济损失件数",
            "普法宣传片",
            "消费教育班",
        ] {
            assert_eq!(item(text), "·", "{text:?}");
        }
    }

    #[test]
    fn heads_of_columns_say_what_they_hold() {
        let wording = Wording::new(builtin::anchor());
        for (text, expected) in [
            ("序 号", Some(Heading::Order)),
            ("类  别", Some(Heading::Label)),
            ("单 位", Some(Heading::Measure)),
            ("数\u{3000}量", Some(Heading::Figure(None))),
            ("数量（元）", Some(Heading::Figure(Measure::parse("元")))),
            ("上年同期", Some(Heading::Never)),
            ("上年同期数量", Some(Heading::Never)),
            ("去年", Some(Heading::Never)),
            ("2023年", Some(Heading::Year(2023))),
            ("2024年数量", Some(Heading::Year(2024))),
            ("备注", Some(Heading::Never)),
            ("增减%", Some(Heading::Never)),
            ("单位名称", Some(Heading::UnitName)),
            ("随便什么", None),
        ] {
            assert_eq!(wording.heading(text), expected, "{text:?}");
        }
        assert!(wording.is_total("合  计"));
        assert!(wording.is_total("沂源县合计"));
        assert!(!wording.is_total("沂源县南麻市场监督管理所"));
    }
}
