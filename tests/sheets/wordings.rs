//! How people word labels, titles, column heads, field names, dates and unit names.
//!
//! Lists come from the notices and from domain practice; the decorations below are applied on top, so
//! that every label can meet every habit of punctuation, width and spacing. A wording belongs here only
//! if a stranger with the form in hand would know at once which item is meant.

use chrono::NaiveDate;

use super::page::Entry;
use super::random::Random;
use super::register::{self, Unit};
use super::truth::WhichUnit;

/// The form's own label and unit of measure of each item, then other wordings.
pub const ITEM_WORDINGS: [(&str, &str, &[&str]); 11] = [
    ("普法宣传活动", "场", &["组织普法宣传活动", "开展普法宣传活动", "普法宣传活动情况", "普法宣传"]),
    ("组织新闻发布会", "场", &["新闻发布会", "召开新闻发布会", "组织召开新闻发布会", "组织新闻发布会情况"]),
    (
        "开展线上线下消费教育活动",
        "次",
        &[
            "线上线下消费教育活动",
            "开展线上、线下消费教育活动",
            "开展线上/线下消费教育活动",
            "开展线上线下消费教育",
        ],
    ),
    (
        "受理消费者咨询情况",
        "件",
        &["受理消费者咨询", "受理消费者咨询数", "消费者咨询", "受理咨询", "咨询", "咨询情况"],
    ),
    (
        "受理消费者投诉情况",
        "件",
        &["受理消费者投诉", "受理消费者投诉数", "消费者投诉", "受理投诉", "投诉", "投诉情况"],
    ),
    ("解决消费纠纷", "件", &["解决消费纠纷数", "解决消费纠纷情况", "解决消费者纠纷", "消费纠纷解决"]),
    (
        "为消费者挽回经济损失",
        "万元",
        &["挽回经济损失", "为消费者挽回损失", "挽回消费者经济损失", "为消费者挽回经济损失金额"],
    ),
    (
        "发布消费提（警）示",
        "条",
        &[
            "发布消费提(警)示",
            "发布消费提示警示",
            "发布消费提示（警示）",
            "发布消费提/警示",
            "发布消费提示、警示",
        ],
    ),
    (
        "组织新闻媒体专栏专题",
        "期",
        &["组织新闻媒体专栏、专题", "新闻媒体专栏专题", "组织新闻媒体专栏（专题）", "媒体专栏专题"],
    ),
    ("媒体宣传报道", "篇", &["媒体宣传报道情况", "新闻媒体宣传报道", "媒体宣传报道数", "媒体报道"]),
    (
        "印发各类宣传资料",
        "份",
        &["印发宣传资料", "发放各类宣传资料", "印发各类宣传材料", "印制发放各类宣传资料"],
    ),
];

/// Rows with a figure that are no items of the form; the first ones are meant to tempt.
pub const STRANGERS: &[(&str, &str)] = &[
    ("受理消费者举报", "件"),
    ("播放公益广告", "条"),
    ("出动执法人员", "人次"),
    ("检查经营户", "户"),
    ("悬挂横幅", "条"),
    ("参与活动群众", "人次"),
    ("销毁假冒伪劣商品", "件"),
    ("为经营者挽回经济损失", "万元"),
    ("组织消费维权座谈会", "场"),
    ("12315热线接听", "件"),
    ("公布消费投诉典型案例", "件"),
];

/// Parts of an item: item, label.
pub const PARTS: &[(usize, &str)] = &[
    (4, "其中：12315热线咨询"),
    (5, "其中：网络平台投诉"),
    (5, "其中：食品类"),
    (11, "其中：宣传折页"),
    (3, "其中：线上活动"),
];

pub const SECTIONS: &[&str] = &["一、活动开展情况", "二、消费维权情况", "三、新闻宣传情况"];
pub const GROUPS: [&str; 3] = ["活动开展", "消费维权", "新闻宣传"];

pub const TITLES: &[&str] = &[
    "{year}“3{dot}15”活动情况统计表",
    "{year}\"3{dot}15\"活动情况统计表",
    "{year}3{dot}15活动情况统计表",
    "{year}“3{dot}15”国际消费者权益日活动情况统计表",
    "{year} “3{dot}15”活动 情况统计表",
    "XX单位{year}“3{dot}15”活动情况统计表",
];
const DOTS: &[&str] = &["·", ".", "･", "•", "﹒", "。", "?", ""];

pub const SERIAL_HEADERS: &[&str] = &["序号", "序 号", "编号", "项次", "序\n号"];
pub const LABEL_HEADERS: &[&str] = &["类别", "类  别", "项目", "指标名称", "指标", "统计项目", "活动内容"];
pub const MEASURE_HEADERS: &[&str] = &["单位", "单 位", "计量单位", "单　位"];
pub const VALUE_HEADERS: &[&str] =
    &["数量", "数  量", "数值", "填报数", "本年数", "2024年", "数\n量", "完成数量"];
/// Heads that leave no doubt even when a column of another year stands beside.
pub const THIS_YEAR_HEADERS: &[&str] = &["2024年", "本年数", "今年", "本期数", "数量"];
pub const LAST_YEAR_HEADERS: &[&str] = &["上年同期", "去年", "去年同期", "2023年", "上年数", "上年同期数"];
pub const UNIT_FIELDS: &[&str] = &[
    "填报单位",
    "填报单位（盖章）",
    "单位（公章）",
    "单位(公章)",
    "报送单位",
    "填表单位",
    "单位名称",
    "填 报 单 位",
    "申报单位",
    "上报单位",
    "编制单位",
    "填报所",
    "呈报单位",
];
pub const DATE_FIELDS: &[&str] = &[
    "填报日期",
    "填表日期",
    "填报时间",
    "报出日期",
    "填报 日期",
    "制表日期",
    "编制日期",
    "呈报日期",
    "上报日期",
    "上报时间",
    "日 期",
];
pub const CODE_FIELDS: &[&str] = &["单位代码", "机构代码", "统一社会信用代码"];
pub const TAIL_FIELDS: &[(&str, &[&str])] = &[
    ("填报人", &["张伟", "李 娜", "王芳"]),
    ("填表人", &["赵敏", "周强"]),
    ("审核人", &["孙丽", "吴军"]),
    ("单位负责人（签字）", &["郑华", ""]),
    ("联系电话", &["0533-3232576", "13953312345", "3232576"]),
    ("统计时限", &["2024年3月1日—3月20日"]),
];
pub const NOTICE_LINES: &[&str] = &[
    "各医疗卫生单位：",
    "请于3月22日前将“3·15”活动总结、图片等材料和“3·15”活动情况统计表报送至县卫生健康局综合监督科。",
    "联系人：杨磊  联系电话：3232576",
    "按照市消协〔2023〕21号文件要求，现将我单位活动情况报送如下，不足之处请批评指正。",
];
pub const NOTES: &[&str] =
    &["注：1.本表数字为活动期间发生数；2.金额保留到小数点后两位。", "备注：第7项单位为万元。"];
pub const REMARKS: &[&str] =
    &["", "", "", "含线上活动5场", "详见附件2", "与县消协联合开展", "3月15日集中开展"];

/// The label of an item as somebody would write it; some write the unit of measure behind it.
pub fn label(item: usize, measure: &str, random: &mut Random) -> String {
    let (own, _, others) = ITEM_WORDINGS[item - 1];
    let words = if random.chance(60) { own } else { random.pick(others) };
    decorated(words, item, measure, random)
}

fn decorated(words: &str, item: usize, measure: &str, random: &mut Random) -> String {
    let middle = words.char_indices().nth(words.chars().count() / 2).map_or(0, |(at, _)| at);
    let (head, tail) = words.split_at(middle);
    match random.below(26) {
        0 => format!("{item}.{words}"),
        1 => format!("（{item}）{words}"),
        2 => format!("{item}、{words}"),
        3 => format!("{words}："),
        4 => format!("{words}（{measure}）"),
        5 => format!("{words}({measure})"),
        6 => format!("{head}\n{tail}"),
        7 => format!("{head} {tail}"),
        8 => format!("　{words}　"),
        9 => format!("{words}\u{a0}"),
        10 => format!("{head}\u{200b}{tail}"),
        11 => words.replace('（', "(").replace('）', ")"),
        12 => format!("{}．{words}", full_width(&item.to_string())),
        13 => format!("{words}:"),
        _ => words.to_owned(),
    }
}

/// ASCII characters in their full-width form.
pub fn full_width(text: &str) -> String {
    let widen = |letter: char| match letter {
        '!'..='~' => char::from_u32(letter as u32 + 0xFEE0).unwrap_or(letter),
        other => other,
    };
    text.chars().map(widen).collect()
}

/// A title for a year; one in eight names none.
pub fn title(year: i32, random: &mut Random) -> String {
    let chinese: String =
        year.to_string().bytes().map(|digit| CHINESE_DIGITS[usize::from(digit - b'0')]).collect();
    let year = match random.below(8) {
        0 => String::new(),
        1 => format!("{chinese}年"),
        2 => format!("{year}年度"),
        3 => format!("{year} 年"),
        4 => format!("{}年", full_width(&year.to_string())),
        _ => format!("{year}年"),
    };
    random.pick(TITLES).replace("{year}", &year).replace("{dot}", random.pick(DOTS)).replace("XX单位", "")
}

const CHINESE_DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// A day as text.
pub fn day_in_words(year: i32, month: u32, day: u32, random: &mut Random) -> String {
    match random.below(10) {
        7 => format!("{year}年{month:02}月{day:02}日"),
        8 => format!("{year}{month:02}{day:02}"),
        9 => format!("二〇二{}年三月{}日", CHINESE_DIGITS[(year % 10) as usize], chinese_day(day)),
        0 => format!("{year}.{month}.{day}"),
        1 => format!("{year}/{month}/{day}"),
        2 => format!("{}年{month}月{day}日", year % 100),
        3 => format!("{year}年{month}月{day}日"),
        4 => format!("{year}-{month:02}-{day:02}"),
        5 => format!("{year} 年 {month} 月 {day} 日"),
        _ => format!("{year}.{month:02}.{day:02}"),
    }
}

fn chinese_day(day: u32) -> String {
    let ones =
        |digit: u32| if digit == 0 { String::new() } else { CHINESE_DIGITS[digit as usize].to_string() };
    match day / 10 {
        0 => ones(day),
        1 => format!("十{}", ones(day % 10)),
        tens => format!("{}十{}", ones(tens), ones(day % 10)),
    }
}

/// A day as a cell of its own: text, a true date or the serial number that lost its format.
pub fn day_in_cell(year: i32, month: u32, day: u32, random: &mut Random) -> Entry {
    match random.below(4) {
        0 => Entry::Date(year, month, day),
        1 => Entry::number(serial(year, month, day)),
        _ => Entry::text(day_in_words(year, month, day, random)),
    }
}

/// The serial number of a day in spreadsheets that count from 1900.
pub fn serial(year: i32, month: u32, day: u32) -> i64 {
    let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).expect("generated days exist");
    (date(year, month, day) - date(1899, 12, 30)).num_days()
}

/// A unit's name as somebody would write it, and which unit that makes it.
pub fn unit_name(unit: &Unit, random: &mut Random) -> (String, WhichUnit) {
    let written = match random.below(14) {
        0 => register::without_county(unit),
        1 => register::shortened(&unit.name, "市场监管所"),
        2 => register::shortened(&register::without_county(unit), "市场监管所"),
        3 => register::shortened(&unit.name, "监管所"),
        4 => format!("{}（公章）", unit.name),
        5 => format!("　{} ", unit.name),
        _ => unit.name.clone(),
    };
    let name = written.replace("（公章）", "");
    let fits = register::fits(name.trim());
    let which = match fits.as_slice() {
        [only] => WhichUnit::Code(only.clone()),
        _ => WhichUnit::OneOf(fits),
    };
    (written, which)
}
