//! Comments and notes at cells that speak of a figure: 应为66件, 这个数有误, 待核实.
//!
//! A comment at a figure or in its row is about that figure: another number in it, or a word that takes the figure
//! back, is asked about. What explains (其中线上60件, 上年85件, 指1月1日至3月15日) is not. A comment anywhere else is
//! asked about only where it says what a figure should be instead, and no figure of the table is that.

use super::instead::{COUNTED, numbers_instead};
use super::view::SheetView;
use crate::form::Form;
use crate::submit::grid::Said;
use crate::vocabulary::plain::plain;
use crate::vocabulary::{Finding, Number, Place, Severity};

/// Words that take a figure back, or leave it open.
const DOUBTS: [&str; 29] = [
    "勘误",
    "填反",
    "重复统计",
    "偏大",
    "偏小",
    "有误",
    "不对",
    "错了",
    "填错",
    "报错",
    "写错",
    "待核",
    "待定",
    "待确认",
    "暂定",
    "暂估",
    "估计数",
    "未核实",
    "没核实",
    "更正",
    "漏了",
    "漏算",
    "漏报了",
    "少算",
    "多算",
    "算重",
    "重复了",
    "多报了",
    "少报了",
];

/// Words before a number that is not the figure itself.
const EXPLAINING: [&str; 33] = [
    "其中",
    "含",
    "包括",
    "线上",
    "线下",
    "上年",
    "去年",
    "同期",
    "往年",
    "上月",
    "上期",
    "比",
    "超过",
    "上限",
    "不少于",
    "至少",
    "最多",
    "电话",
    "手机",
    "号",
    "第",
    "每",
    "附件",
    "附表",
    "当天",
    "当日",
    "现场",
    "热线",
    "平台",
    "转来",
    "目标",
    "计划",
    "任务",
];

/// Telephone lines and the day itself are no figures.
const NAMES: [&str; 5] = ["12315", "12345", "315", "3.15", "3·15"];

/// A comment, and the figures that it may speak of.
pub struct Comment<'c> {
    pub words: &'c str,
    pub place: Place,
}

/// The comments of a sheet in the given rows, with where they stand.
pub fn comments<'v>(
    view: &'v SheetView,
    rows: std::ops::Range<u32>,
) -> impl Iterator<Item = ((u32, u32), Comment<'v>)> {
    let remarks = view.sheet.remarks.iter().filter(move |remark| rows.contains(&remark.row));
    remarks.filter_map(|remark| match &remark.said {
        Said::Comment(words) => {
            let place = view.place(remark.row, remark.column);
            Some(((remark.row, remark.column), Comment { words, place }))
        }
        _ => None,
    })
}

impl Comment<'_> {
    /// Whether a comment in a figure's row casts doubt on the figure.
    pub fn doubts(&self, values: &[Option<Number>]) -> bool {
        let words = plain(self.words);
        let known = |number: &Number| values.contains(&Some(*number));
        let instead = numbers_instead(&words);
        if !instead.is_empty() {
            return !instead.iter().all(known);
        }
        DOUBTS.iter().any(|doubt| words.contains(doubt))
            || !figures(&words).iter().all(known) && !values.iter().all(Option::is_none)
    }

    /// Whether a comment that stands beside no figure says one that the table does not have.
    pub fn corrects(&self, values: &[Option<Number>]) -> bool {
        let instead = numbers_instead(&plain(self.words));
        !instead.iter().all(|number| values.contains(&Some(*number)))
    }

    /// What is asked because of it, of one figure or of the sheet.
    pub fn finding(&self, form: &Form, figure: Option<usize>) -> Finding {
        const CODE: &str = "comment-on-figure";
        let said: String = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let said: String = said.chars().take(40).collect();
        let words = format!("批注写着“{said}”，没有据此改数；请核对以哪个数为准，并删去批注");
        let place = Some(self.place.clone());
        match figure {
            Some(figure) => form.finding(Severity::Query, CODE, figure, place, &words).holding(),
            None => Finding::query(CODE, format!("{} 的{words}", self.place)).at(place).holding(),
        }
    }
}

/// The numbers in a comment that may be figures: no dates, no parts, no telephone numbers.
fn figures(words: &str) -> Vec<Number> {
    let mut figures = Vec::new();
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let mut rest = 0;
    while let Some(start) = words[rest..].find(|c: char| c.is_ascii_digit()).map(|at| rest + at) {
        let end = words[start..].find(|c| !is_part(c)).map_or(words.len(), |length| start + length);
        let (before, number) = (&words[..start], &words[start..end]);
        let clause = before.rsplit([',', '。', ';', '、', '\n']).next().unwrap_or_default();
        let explained = EXPLAINING.iter().any(|word| clause.contains(word));
        let named = NAMES.contains(&number) || number.len() > 7;
        if !explained && !named && !words[end..].starts_with(COUNTED) && !in_a_range(before) {
            figures.extend(Number::parse(number.trim_end_matches('.')));
        }
        rest = end;
    }
    figures
}

/// 1月1日至3月15日, 1-3月: what follows 至 or a dash belongs to what stands before it.
fn in_a_range(before: &str) -> bool {
    before.ends_with(['-', '至', '~', '—', '/', '.', '年', '月'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_casts_doubt_where_it_speaks_of_another_figure() {
        let value = [Some(Number::whole(65))];
        for (words, doubts) in [
            ("应为66件", true),
            ("实际是66件，请按66算", true),
            ("66", true),
            ("这个数有误", true),
            ("待核实", true),
            ("投诉漏了一件", true),
            ("原为60件，应为65件", false),
            ("65件已核对", false),
            ("其中线上40件、线下25件", false),
            ("上年85件", false),
            ("指2024年1月1日至3月15日的数", false),
            ("请填准确数，保留2位小数", false),
            ("12315平台的数", false),
            ("见附件1", false),
            ("12345热线转来30件", false),
            ("2024.3.15当天3场", false),
            ("目标20场", false),
            ("应为一百零二件", true),
            ("5、6项填反了", true),
            ("联系电话：0533-3181234", false),
            ("", false),
        ] {
            let comment = Comment { words, place: Place::new("表".into(), "D8".to_owned()) };
            assert_eq!(comment.doubts(&value), doubts, "{words}");
        }
    }
}
