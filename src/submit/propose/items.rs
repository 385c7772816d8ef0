//! Rows become items: number, label, measure, whole or decimal, the whole that they are part of, sections.

use super::draft::{Draft, Raw};
use super::numbers::{is_chinese, number_of, rank};
use super::roles::is_rate;
use super::{measures, rates, sums};
use crate::form::label::{Written, written_label};
use crate::form::sketch::{SketchItem, SketchRate};
use crate::form::{Aggregation, Relation, Show};
use crate::vocabulary::Place;
use crate::vocabulary::measure::{Measure, MeasureKind};
use crate::vocabulary::plain::core;

/// Words that name nothing without the group they stand in.
const GENERIC: [&str; 40] = [
    "合计", "小计", "总计", "计", "总数", "数量", "金额", "人数", "人次", "次数", "场次", "种类", "件数",
    "案值", "货值", "其他", "其它", "户数", "家数", "份数", "批次", "起数", "面积", "产量", "男", "女",
    "线上", "线下", "新增", "累计", "城市", "农村", "城镇", "场数", "期数", "篇数", "条数", "个数", "台数",
    "重量",
];

/// Words that head columns of figures on every form, and so name no item alone.
const FIGURES: [&str; 5] = ["数量", "数值", "数据", "合计", "总数"];

/// 其中： in half characters: the fellows of a row marked so stand under its words.
const MARK: usize = 6;

/// Puts the draft's items into its sketch; where each of them stands.
pub fn settle(draft: &mut Draft) -> Vec<Option<Place>> {
    let raws = std::mem::take(&mut draft.items);
    let mut settling = Settling::new(draft, &raws);
    raws.iter().enumerate().for_each(|(index, raw)| settling.take(index, raw));
    settling.places
}

/// Whether rows below a first are numbered 1 as well.
fn begin_anew(raws: &[Raw]) -> bool {
    raws.iter().filter(|raw| raw.order == "1").count() > 1
}

struct Settling<'d> {
    draft: &'d mut Draft,
    raws: &'d [Raw],
    places: Vec<Option<Place>>,
    /// Some rows say their measure: one that does not may head a section.
    measured: bool,
    ordered: bool,
    /// Rows numbered 一, 二 head rows without numbers.
    listed: bool,
    /// Position of the last item that is no part, and of the last part with its indentation.
    whole: Option<usize>,
    part: Option<usize>,
    indents: Vec<usize>,
    /// Rows marked 其中 under the last whole: how far each is indented, and what it is part of.
    marked: Vec<(usize, usize)>,
    /// Numbers of rows begin anew somewhere, so that they name no row.
    anew: bool,
    /// How deep the kind of an item's number is.
    ranks: Vec<Option<u8>>,
    group: Vec<String>,
}

impl<'d> Settling<'d> {
    fn new(draft: &'d mut Draft, raws: &'d [Raw]) -> Settling<'d> {
        let own = |raw: &Raw| measures::said(raw, &written_label(&raw.words)).is_some();
        Settling {
            measured: raws.iter().filter(|raw| own(raw)).count() * 2 > raws.len(),
            ordered: raws.iter().filter(|raw| !raw.order.is_empty()).count() * 2 > raws.len(),
            listed: raws.iter().filter(|raw| rank(&number_of(raw)) == Some(0)).count() >= 2
                && raws.iter().all(|raw| raw.order.is_empty()),
            draft,
            raws,
            places: Vec::new(),
            whole: None,
            part: None,
            indents: Vec::new(),
            marked: Vec::new(),
            anew: begin_anew(raws),
            ranks: Vec::new(),
            group: Vec::new(),
        }
    }

    fn take(&mut self, index: usize, raw: &Raw) {
        let mut written = written_label(&raw.words);
        if written.words.is_empty() {
            return;
        }
        if self.is_section(index, raw, &written) {
            return self.section(raw, &written);
        }
        let (part_group, groups): (Vec<&String>, Vec<&String>) =
            raw.groups.iter().partition(|group| core(group).starts_with("其中"));
        let mut groups: Vec<String> = groups.iter().map(|group| written_label(group).words).collect();
        written.is_part |= !part_group.is_empty();
        let inner = groups.split_off(self.outer(raw, &groups)).concat();
        let outer = groups.concat();
        let composite = !inner.is_empty() || !outer.is_empty() && self.needs_group(&written.words);
        let group = if inner.is_empty() { outer.clone() } else { inner.clone() };
        if !groups.is_empty() && (raw.across || !composite || !inner.is_empty()) && groups != self.group {
            let heading = Written { words: outer, number: None, ..written_label("") };
            self.section(&Raw { place: None, order: String::new(), ..raw.clone() }, &heading);
        }
        self.group = groups;
        if self.rate(raw, &written) {
            return;
        }
        let mut item = SketchItem::new("", written.words.clone(), "");
        if composite {
            item.label = format!("{group}{}", written.words);
            item.synonyms = vec![group.clone()];
            let is_head = FIGURES.contains(&core(&written.words).as_str());
            item.synonyms.extend((raw.across && !is_head).then(|| written.words.clone()));
        }
        let whole = self.whole_of(raw, &written);
        if let Some(whole) = whole.filter(|_| written.is_part) {
            self.marked.push((raw.indent, whole));
        }
        self.measure(raw, &written, whole, &mut item);
        self.part(whole, &written, &mut item);
        self.ask_fellow(raw, &item);
        self.code(raw, &mut item);
        self.say_same(raw, &item);
        self.push(raw, item, if composite { group } else { String::new() });
    }

    /// 满意率（3÷4）: computed from two items, never typed.
    fn rate(&mut self, raw: &Raw, written: &Written) -> bool {
        let Some((name, (numerator, denominator))) = rates::quotient(&self.draft.sketch, &written.words)
        else {
            return false;
        };
        let code = Some(number_of(raw)).filter(|code| !code.is_empty() && self.is_free(code));
        let code = code.unwrap_or_else(|| format!("r{}", self.draft.sketch.rates.len() + 1));
        let after = self.draft.sketch.items.last().map(|item| item.code.clone());
        let synonyms = vec![written.words.clone()];
        let show = Show::Percent { places: 2 };
        self.draft.sketch.rates.push(SketchRate {
            code,
            label: name,
            synonyms,
            numerator,
            denominator,
            show,
            after,
        });
        true
    }

    /// 市级 right below 其中：省级, with nothing that says whether it is its fellow.
    fn ask_fellow(&mut self, raw: &Raw, item: &SketchItem) {
        let items = &self.draft.sketch.items;
        let last = self.part.filter(|part| *part + 1 == items.len()).map(|part| &items[part]);
        let alike = last.filter(|last| last.measure == item.measure && item.part_of.is_none());
        let Some((whole, _)) = alike.and_then(|last| last.part_of.clone()) else { return };
        if number_of(raw).is_empty() && !raw.across && !sums::is_sum(&item.label) {
            let words = format!(
                "“{}”前没有“其中”，按单独的指标列入；如也是第{whole}项的其中项，请改为其中项",
                item.label
            );
            self.draft.ask(raw.place.clone(), words);
        }
    }

    /// Generic words, and words that stand in several groups.
    fn needs_group(&self, words: &str) -> bool {
        let own = core(words);
        let alike = self.raws.iter().filter(|raw| core(&written_label(&raw.words).words) == own).count();
        GENERIC.contains(&own.as_str()) || alike > 1 || own.chars().count() < 2
    }

    /// 一、宣传引导 over numbered rows, where rows say measures and this one says none.
    fn is_section(&self, index: usize, raw: &Raw, written: &Written) -> bool {
        if raw.section {
            return true;
        }
        let number = if raw.order.is_empty() { written.number.as_deref().unwrap_or("") } else { &raw.order };
        let next = self.raws.get(index + 1);
        let deeper = next.is_some_and(|next| {
            let other = written_label(&next.words).number.unwrap_or_else(|| next.order.clone());
            is_chinese(number) && !is_chinese(&other)
        });
        let silent = raw.measure.is_none() && written.measure.is_none() && raw.odd_measure.is_none();
        let unnumbered = self.ordered && raw.order.is_empty() && is_chinese(number);
        silent && !raw.across && (self.measured && deeper || unnumbered)
    }

    fn section(&mut self, raw: &Raw, written: &Written) {
        let number =
            Some(raw.order.clone()).filter(|order| !order.is_empty()).or_else(|| written.number.clone());
        let number = number.map(|number| core(&number)).filter(|code| is_chinese(code) && self.is_free(code));
        let code = number.unwrap_or_else(|| self.free_code("s", 1));
        (self.whole, self.part) = (None, None);
        self.push(raw, SketchItem::section(code, written.words.clone()), String::new());
        self.whole = None;
    }

    /// The position of the whole that a row is part of.
    fn whole_of(&self, raw: &Raw, written: &Written) -> Option<usize> {
        let whole = self.whole?;
        let number = number_of(raw);
        if rank(&number).zip(self.ranks[whole]).is_some_and(|(own, over)| own > over) {
            return Some(whole);
        }
        let dotted = number.rsplit_once(['.', '-']).map(|(whole, _)| whole.to_owned());
        if let Some(position) = dotted.and_then(|code| self.draft.sketch.position(&code)) {
            return Some(position);
        }
        let last = self.draft.sketch.items.len() - 1;
        let in_part = self.part == Some(last);
        if written.is_part {
            let deeper = in_part && raw.indent > self.indents[last];
            let beside = self.marked.iter().rev().find(|(indent, _)| *indent == raw.indent);
            return Some(if deeper { last } else { beside.map_or(whole, |(_, whole)| *whole) });
        }
        if sums::is_sum(&written.words) {
            return None;
        }
        let fellow = self.marked.iter().rev().find(|(indent, _)| raw.indent >= indent + MARK);
        if let Some((_, whole)) = fellow.filter(|_| in_part) {
            return Some(*whole);
        }
        let listed = self.listed && number.is_empty() && self.ranks[whole] == Some(0);
        if listed && !raw.across {
            return Some(whole);
        }
        let last_marked = self.marked.last().map_or(0, |(indent, _)| *indent);
        let indented = raw.indent > last_marked && raw.indent > self.indents[whole];
        let unnumbered = self.ranks[whole].is_some() && number.is_empty();
        (in_part && (indented || unnumbered)).then_some(whole)
    }

    /// How many of a row's groups head sections. Where an outer group holds rows of its own beside an inner group, the
    /// inner one stands among labels and begins its rows' names.
    fn outer(&self, raw: &Raw, groups: &[String]) -> usize {
        let same = |other: &Raw, depth: usize| {
            other.groups.len() == depth
                && other.groups.iter().zip(groups).all(|(one, own)| written_label(one).words == *own)
        };
        let ragged = (1..groups.len()).find(|depth| self.raws.iter().any(|other| same(other, *depth)));
        ragged.filter(|_| !raw.across).unwrap_or(groups.len())
    }

    fn part(&mut self, whole: Option<usize>, written: &Written, item: &mut SketchItem) {
        let Some(whole) = whole else {
            if written.is_part {
                item.label = format!("其中：{}", item.label);
            }
            return;
        };
        let of = &self.draft.sketch.items[whole];
        let measures = (Measure::parse(&of.measure), Measure::parse(&item.measure));
        let alike = matches!(&measures, (Some(one), Some(other)) if one.shift_to(other) == Some(0));
        if alike {
            item.part_of = Some((of.code.clone(), Relation::AtMost));
        } else if written.is_part {
            item.label = format!("其中：{}", item.label);
        }
    }

    fn measure(&mut self, raw: &Raw, written: &Written, whole: Option<usize>, item: &mut SketchItem) {
        let said = measures::said(raw, written);
        let inherited = || {
            let of = whole.map(|whole| self.draft.sketch.items[whole].measure.clone())?;
            Measure::parse(&of).filter(|_| raw.odd_measure.is_none())
        };
        let percent = || is_rate(&written.words).then(|| Measure::parse("%")).flatten();
        let summed = || sums::is_sum(&item.label).then(|| self.measure_beside(raw)).flatten();
        let measure =
            said.or_else(percent).or_else(inherited).or_else(summed).or_else(|| self.draft.measure.clone());
        let sure = measure.is_some();
        let measure = measure.or_else(|| measures::guessed(&item.label));
        let guess = measure.is_some();
        let measure = measure.unwrap_or_else(|| Measure::parse("个").expect("a counting word"));
        item.measure = measures::text(&measure);
        item.decimals = measures::decimals(&measure);
        if measure.kind == MeasureKind::Percent {
            item.aggregation = Aggregation::None;
            item.required = false;
            let words = format!(
                "“{}”是比率，各单位的比率不相加，汇总时不合计；如能由两项算出，请改为派生指标",
                item.label
            );
            self.draft.ask(raw.place.clone(), words);
        }
        if raw.has_fraction && item.decimals == 0 {
            item.decimals = 2;
            let words =
                format!("“{}”按“{}”计数，但表上填有小数，暂按可填两位小数；请核对", item.label, item.measure);
            self.draft.ask(raw.place.clone(), words);
        }
        if let Some(odd) = &raw.odd_measure {
            let words = format!("“{odd}”不是认得的计量单位，“{}”暂按“{}”；请核对", item.label, item.measure);
            self.draft.ask(raw.place.clone(), words);
        } else if !sure {
            let how = if guess { "按名称推断为" } else { "暂按" };
            let words = format!("表上没有写“{}”的计量单位，{how}“{}”；请核对", item.label, item.measure);
            self.draft.ask(raw.place.clone(), words);
        }
    }

    fn code(&mut self, raw: &Raw, item: &mut SketchItem) {
        let number = number_of(raw);
        let plain = |number: &str| {
            !number.is_empty()
                && number.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-')
                && number.starts_with(|c: char| c.is_ascii_digit())
        };
        let number = number.trim_start_matches('0').to_owned();
        if !self.anew && plain(&number) && self.is_free(&number) {
            item.code = number;
            return;
        }
        item.code = match &item.part_of {
            Some((whole, _)) => self.free_code(&format!("{whole}."), 1),
            None => {
                let wholes =
                    self.draft.sketch.items.iter().filter(|item| !item.section && item.part_of.is_none());
                let next = wholes.count() + 1;
                self.free_code("", next)
            }
        };
    }

    fn is_free(&self, code: &str) -> bool {
        let later = |raw: &Raw| raw.order == code;
        self.draft.sketch.position(code).is_none() && (self.raws.iter().filter(|raw| later(raw)).count() <= 1)
    }

    fn free_code(&self, start: &str, from: usize) -> String {
        let taken = |code: &String| {
            let later = || self.raws.iter().any(|raw| raw.order == *code);
            self.draft.sketch.position(code).is_some() || !self.anew && later()
        };
        (from..)
            .map(|number| format!("{start}{number}"))
            .find(|code| !taken(code))
            .expect("numbers do not end")
    }

    /// The measure of the row above a sum, or of the one below.
    fn measure_beside(&self, raw: &Raw) -> Option<Measure> {
        let above = self.draft.sketch.items.iter().rev().find(|item| !item.section);
        let at = self.raws.iter().position(|other| other.place == raw.place);
        let below = || at.and_then(|at| self.raws.get(at + 1));
        let below = || below().and_then(|next| measures::said(next, &written_label(&next.words)));
        above.and_then(|item| Measure::parse(&item.measure)).or_else(below)
    }

    /// Two items of one name and one measure cannot be told apart.
    fn say_same(&mut self, raw: &Raw, item: &SketchItem) {
        let same = self.draft.sketch.items.iter().find(|other| {
            !other.section && core(&other.label) == core(&item.label) && other.measure == item.measure
        });
        if let Some(other) = same {
            let words = format!("“{}”与第{}项同名，读表时分不清；请改一个名称", item.label, other.code);
            self.draft.ask_about(&item.code, raw.place.clone(), words);
        }
    }

    fn push(&mut self, raw: &Raw, item: SketchItem, group: String) {
        let position = self.draft.sketch.items.len();
        if item.part_of.is_some() || item.label.starts_with("其中") {
            self.part = Some(position);
        } else {
            (self.whole, self.part) = (Some(position), None);
            self.marked.clear();
        }
        self.indents.push(raw.indent);
        self.ranks.push(rank(&number_of(raw)));
        self.draft.groups.push(group);
        self.places.push(raw.place.clone());
        self.draft.sketch.items.push(item);
    }
}
