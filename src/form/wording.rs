//! Which words on a sheet mean what.
//!
//! A form's labels, synonyms and heads of columns are folded once into tables of plain words; a cell is then
//! looked up, never compared one by one. Matching is exact after folding (width, spaces, punctuation, a
//! leading number, a unit of measure in brackets, what fills a label without changing it: 的, 数, 情况):
//! `受理消费者举报` is two characters from `受理消费者投诉` and an altogether different thing, so nearness alone
//! never decides. [`Wording::slip`] offers labels with one wrong character for the recogniser to weigh.

mod slip;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::Form;
use super::label::{Label, label_in, read_label, without_fillers, without_soft_ending};
use super::year::{Period, period};
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::{core, core_of, plain};

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    Item(usize),
    /// A rate: recognised so that it is not taken for a stray row; its figure is computed, not read.
    Derived(usize),
}

/// A cell recognised as a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    pub meaning: Meaning,
    /// Unit of measure written in the label: `（万元）`.
    pub measure: Option<Measure>,
    pub fit: Fit,
}

/// How a label's words fit those of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// The form's own label.
    Own,
    /// Other words for it.
    Synonym,
    /// One character is another, is missing or is too many.
    Slip,
}

/// What the head of a column (or row) says about it.
#[derive(Clone, Debug, PartialEq)]
pub enum Heading {
    Order,
    Label,
    Measure,
    Figure(Option<Measure>),
    Column(usize),
    DerivedColumn(usize),
    /// 上年同期, 备注, 增减: never the figure.
    Never,
    /// A year; figures if it is the campaign's.
    Year(i32),
    UnitName,
    UnitCode,
}

/// What a cell's words are: a label of the form, the head of a column, or neither.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub label: Option<Match>,
    pub heading: Option<Heading>,
    /// Several items go by these words, which then name none of them alone.
    pub is_shared: bool,
}

/// What words mean, by the words.
type Table<T> = HashMap<String, T, RandomState>;

/// A form's words, folded for lookup.
#[derive(Clone, Debug)]
pub struct Wording {
    pub form: Arc<Form>,
    labels: Table<Entries>,
    /// The same without fillers, where that leaves words of one meaning only.
    bare: Table<Option<Meaning>>,
    headings: Table<Heading>,
    columns: Table<Heading>,
    totals: Vec<String>,
    longest: usize,
}

#[derive(Clone, Debug)]
enum Entries {
    One {
        meaning: Meaning,
        own_words: bool,
    },
    /// Items that share the word: only a unit of measure tells them apart (销毁商品: 类, 件, 万元).
    Several {
        meanings: Vec<Meaning>,
        own_words: bool,
    },
}

/// Parts of words that make a column someone else's figure wherever they stand.
const NEVER_PARTS: [&str; 25] = [
    "上年", "去年", "往年", "前年", "同期", "上期", "增减", "增长", "同比", "环比", "备注", "较上", "比上",
    "比去", "上月", "示例", "样表", "预计", "预算", "分值", "得分", "评分", "扣分", "权重", "天数",
];

impl Wording {
    pub fn new(form: Arc<Form>) -> Wording {
        let mut wording = Wording {
            labels: Table::default(),
            bare: Table::default(),
            headings: headings(&form),
            columns: columns(&form),
            totals: form.headings.total.iter().map(|word| core(word)).collect(),
            longest: 0,
            form: Arc::clone(&form),
        };
        for (index, item) in form.items.iter().enumerate().filter(|(_, item)| !item.section) {
            wording.learn(Meaning::Item(index), &item.label, &item.synonyms);
        }
        for (index, derived) in form.derived_items.iter().enumerate() {
            wording.learn(Meaning::Derived(index), &derived.label, &derived.synonyms);
        }
        wording
    }

    /// The item a label names, if it names one.
    pub fn label(&self, text: &str) -> Option<Match> {
        if text.len() > self.longest * 6 + 90 {
            return None;
        }
        self.matched(&read_label(text)?)
    }

    /// What a cell's words are, folded.
    pub fn words(&self, plain: &str) -> Words {
        let Some(read) = label_in(plain) else { return Words::default() };
        let near = plain.len() <= self.longest * 6 + 90;
        let label = near.then(|| self.matched(&read)).flatten();
        let heading = if near && label.is_none() { self.headed(plain, &read) } else { None };
        let is_shared = label.is_none() && self.shares(&read);
        Words { label, heading, is_shared }
    }

    fn matched(&self, label: &Label) -> Option<Match> {
        let found = label
            .readings
            .iter()
            .find_map(|reading| {
                self.lookup(reading).or_else(|| self.sharing(reading, label.measure.as_ref()?))
            })
            .or_else(|| self.measured(label))?;
        let (meaning, fit, ending) = found;
        if label.is_part && !self.is_part(meaning) {
            return None;
        }
        Some(Match { meaning, measure: label.measure.clone().or(ending), fit })
    }

    /// Whether several items go by these words, which then name none of them alone.
    pub fn is_shared(&self, text: &str) -> bool {
        read_label(text).is_some_and(|label| self.shares(&label))
    }

    fn shares(&self, label: &Label) -> bool {
        label.readings.iter().any(|word| matches!(self.entry(word), Some(Entries::Several { .. })))
    }

    /// The items that go by these words, where there are several.
    pub fn sharers(&self, text: &str) -> Vec<usize> {
        let Some(label) = read_label(text) else { return Vec::new() };
        let several = label.readings.iter().find_map(|word| match self.entry(word)? {
            Entries::Several { meanings, .. } => Some(meanings),
            Entries::One { .. } => None,
        });
        let items = several.into_iter().flatten().filter_map(|meaning| match meaning {
            Meaning::Item(item) => Some(*item),
            Meaning::Derived(_) => None,
        });
        let counted = |item: &usize| {
            let own = &self.form.items[*item];
            let measured = label.measure.as_ref().is_none_or(|measure| own.measure.counts_alike(measure));
            measured && (!label.is_part || own.part_of.is_some())
        };
        items.filter(counted).collect()
    }

    /// Whether words are the name of a section of the form: `一、宣传引导`.
    pub fn names_section(&self, text: &str, section: usize) -> bool {
        let name = core(&self.form.items[section].label);
        read_label(text).is_some_and(|label| label.readings.contains(&name))
    }

    /// The one of several items of one name that is counted so.
    pub fn shared(&self, text: &str, measure: &Measure) -> Option<Match> {
        let label = read_label(text)?;
        let (meaning, fit, _) = label.readings.iter().find_map(|reading| self.sharing(reading, measure))?;
        Some(Match { meaning, measure: None, fit })
    }

    /// What the head of a column says; `None` for words nobody knows.
    pub fn heading(&self, text: &str) -> Option<Heading> {
        let plain = plain(text);
        self.headed(&plain, &label_in(&plain)?)
    }

    fn headed(&self, plain: &str, label: &Label) -> Option<Heading> {
        if plain.is_empty() || plain.chars().count() > 24 {
            return None;
        }
        let word = label.readings.first()?.as_str();
        if let Some(column) = self.columns.get(word).or_else(|| self.columns.get(&core_of(plain.to_owned())))
        {
            return Some(column.clone());
        }
        if let Some(column) = self.column_of_months(plain) {
            return Some(column);
        }
        if NEVER_PARTS.iter().any(|part| word.contains(part)) {
            return Some(Heading::Never);
        }
        if let Some(heading) = self.year_heading(plain) {
            return Some(heading);
        }
        let bracketed = plain.strip_suffix(')').and_then(|text| text.split_once('('));
        let bracketed = bracketed.filter(|(_, inside)| !inside.contains([')', ':']));
        let unbracketed = bracketed.map_or(String::new(), |(before, _)| core_of(before.to_owned()));
        let words = [word, without_soft_ending(word), unbracketed.as_str()];
        match words.iter().find_map(|word| self.headings.get(*word))? {
            Heading::Figure(_) => Some(Heading::Figure(label.measure.clone())),
            other => Some(other.clone()),
        }
    }

    /// In a form with columns for months and years: `3月` is 本月, `上年1-3月` is 上年累计.
    fn column_of_months(&self, plain: &str) -> Option<Heading> {
        let names = [
            ("上年同期", "上年"),
            ("去年同期", "上年"),
            ("上年", "上年"),
            ("去年", "上年"),
            ("本年", "本年"),
            ("今年", "本年"),
        ];
        let (year, months) = names
            .iter()
            .find_map(|(name, year)| Some((*year, plain.strip_prefix(name)?)))
            .unwrap_or(("", plain));
        let word = match period(months)? {
            Period::Month => "本月",
            Period::ToDate => "累计",
        };
        self.columns.get(&format!("{year}{word}")).filter(|_| self.form.has_columns()).cloned()
    }

    /// `2023年`, `2024年数量`: a year and at most a word for figures. A title or a date names a year too.
    fn year_heading(&self, plain: &str) -> Option<Heading> {
        let years = super::year::years(plain);
        let year = *years.first()?;
        let rest: String = plain
            .chars()
            .filter(|c| c.is_alphabetic() && !"年度〇○零一二三四五六七八九".contains(*c))
            .collect();
        let figures = rest.is_empty()
            || matches!(self.headings.get(&rest), Some(Heading::Figure(_) | Heading::Measure));
        let digits = plain.chars().filter(char::is_ascii_digit).count();
        (figures && digits <= 4 && !plain.contains(':')).then_some(if years.len() == 1 {
            Heading::Year(year)
        } else {
            Heading::Never
        })
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

    fn learn(&mut self, meaning: Meaning, label: &str, synonyms: &[String]) {
        let own = core(label);
        self.longest = self.longest.max(own.chars().count());
        self.insert_bare(&own, meaning);
        self.insert(own.clone(), meaning, true);
        self.insert(without_soft_ending(&own).to_owned(), meaning, false);
        for synonym in synonyms {
            let word = core(synonym);
            self.longest = self.longest.max(word.chars().count());
            self.insert_bare(&word, meaning);
            self.insert(without_soft_ending(&word).to_owned(), meaning, false);
            self.insert(word, meaning, false);
        }
    }

    fn insert(&mut self, word: String, meaning: Meaning, own_words: bool) {
        match self.labels.entry(word) {
            Entry::Vacant(vacant) => {
                vacant.insert(Entries::One { meaning, own_words });
            }
            Entry::Occupied(mut occupied) => {
                let (known, known_as_own) = match occupied.get() {
                    Entries::One { meaning, own_words } => (vec![*meaning], *own_words),
                    Entries::Several { meanings, own_words } => (meanings.clone(), *own_words),
                };
                // A form's own label outweighs another item's synonym.
                if known.contains(&meaning) || known_as_own && !own_words {
                    return;
                }
                occupied.insert(if own_words && !known_as_own {
                    Entries::One { meaning, own_words }
                } else {
                    Entries::Several { meanings: [known, vec![meaning]].concat(), own_words }
                });
            }
        }
    }

    fn insert_bare(&mut self, word: &str, meaning: Meaning) {
        let known = self.bare.entry(without_fillers(word)).or_insert(Some(meaning));
        *known = known.filter(|known| *known == meaning);
    }

    fn entry(&self, word: &str) -> Option<&Entries> {
        self.labels.get(word).or_else(|| self.labels.get(without_soft_ending(word)))
    }

    fn lookup(&self, word: &str) -> Option<(Meaning, Fit, Option<Measure>)> {
        let own = |own_words: bool| if own_words { Fit::Own } else { Fit::Synonym };
        match self.entry(word) {
            Some(Entries::One { meaning, own_words }) => Some((*meaning, own(*own_words), None)),
            Some(Entries::Several { .. }) => None,
            None => (*self.bare.get(&without_fillers(word))?).map(|meaning| (meaning, Fit::Synonym, None)),
        }
        .filter(|(meaning, ..)| !self.counts_another_thing(word, *meaning))
    }

    /// 挽回经济损失件数 counts cases and is no sum of money.
    fn counts_another_thing(&self, word: &str, meaning: Meaning) -> bool {
        let Meaning::Item(item) = meaning else { return false };
        let counted =
            ["件数", "场数", "次数", "场次", "份数", "条数", "篇数", "期数", "起数", "人数", "户数"];
        self.form.items[item].measure.is_money() && counted.iter().any(|end| word.ends_with(end))
    }

    /// Of several items that share a word, the only one that the unit of measure fits.
    fn sharing(&self, word: &str, measure: &Measure) -> Option<(Meaning, Fit, Option<Measure>)> {
        let Some(Entries::Several { meanings, .. }) = self.entry(word) else { return None };
        let fits = |meaning: &&Meaning| match meaning {
            Meaning::Item(item) => self.form.items[*item].measure.counts_alike(measure),
            Meaning::Derived(_) => false,
        };
        let mut fitting = meanings.iter().filter(fits);
        let first = *fitting.next()?;
        fitting.all(|other| *other == first).then_some((first, Fit::Synonym, None))
    }

    /// `解决消费纠纷件`, `挽回经济损失万元`: a unit of measure glued to the end.
    fn measured(&self, label: &Label) -> Option<(Meaning, Fit, Option<Measure>)> {
        let word = label.readings.first()?;
        let ends: Vec<usize> = word.char_indices().rev().take(3).map(|(at, _)| at).collect();
        ends.into_iter().find_map(|at| {
            let measure = Measure::parse(&word[at..])?;
            let (meaning, fit, _) =
                self.lookup(&word[..at]).or_else(|| self.sharing(&word[..at], &measure))?;
            Some((meaning, fit, Some(measure)))
        })
    }

    fn is_part(&self, meaning: Meaning) -> bool {
        match meaning {
            Meaning::Item(item) => self.form.items[item].part_of.is_some(),
            Meaning::Derived(_) => true,
        }
    }
}

fn headings(form: &Form) -> Table<Heading> {
    let words = &form.headings;
    let mut table = Table::default();
    let mut learn = |list: &[String], heading: Heading| {
        for word in list {
            table.entry(core(word)).or_insert_with(|| heading.clone());
        }
    };
    learn(&words.never, Heading::Never);
    learn(&words.order, Heading::Order);
    learn(&words.measure, Heading::Measure);
    learn(&words.figure, Heading::Figure(None));
    learn(&form.fields.unit_code, Heading::UnitCode);
    learn(&form.fields.unit, Heading::UnitName);
    learn(&form.fields.made_by, Heading::UnitName);
    for word in [
        "县区",
        "区县",
        "县市区",
        "县区名称",
        "机构",
        "所属单位",
        "基层单位",
        "市监所",
        "各单位",
        "部门",
        "地区",
    ] {
        table.insert(word.to_owned(), Heading::UnitName);
    }
    learn_labels(&mut table, &words.label);
    table
}

fn learn_labels(table: &mut Table<Heading>, words: &[String]) {
    for word in words {
        table.entry(core(word)).or_insert(Heading::Label);
    }
}

/// Columns of the form's own; for a form with one column its head is simply a figure's.
fn columns(form: &Form) -> Table<Heading> {
    let mut table = Table::default();
    for (index, column) in form.columns.iter().enumerate() {
        let heading = if form.has_columns() { Heading::Column(index) } else { Heading::Figure(None) };
        for word in column.synonyms.iter().chain([&column.label, &column.code]) {
            table.entry(core(word)).or_insert_with(|| heading.clone());
        }
    }
    for (index, column) in form.derived_columns.iter().enumerate() {
        for word in column.synonyms.iter().chain([&column.label, &column.code]) {
            table.entry(core(word)).or_insert(Heading::DerivedColumn(index));
        }
    }
    if !form.has_columns() {
        // The measure in the head of an only column is read with it.
        table.clear();
        for column in &form.columns {
            for word in &column.synonyms {
                table.insert(core(word), Heading::Figure(None));
            }
        }
    }
    table
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
