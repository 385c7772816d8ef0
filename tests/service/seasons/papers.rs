//! The files that units of a season send: sheets with their year and unit, words, pictures, film.

use super::truth::Kind;
use crate::made;
use crate::truth::{exact, millionths};

/// The rows that a season's form asks for: label and unit of measure.
pub type Rows = &'static [(&'static str, &'static str)];

pub const ACTIVITY: Rows = &[
    ("普法宣传活动", "场"),
    ("组织新闻发布会", "场"),
    ("开展线上线下消费教育活动", "次"),
    ("受理消费者咨询情况", "件"),
    ("受理消费者投诉情况", "件"),
    ("解决消费纠纷", "件"),
    ("为消费者挽回经济损失", "万元"),
    ("发布消费提（警）示", "条"),
    ("组织新闻媒体专栏专题", "期"),
    ("媒体宣传报道", "篇"),
    ("印发各类宣传资料", "份"),
];

pub const HEALTH: Rows =
    &[("普法宣传活动", "场"), ("受理投诉", "件"), ("挽回经济损失", "万元"), ("发布消费提（警）示", "条")];

/// Figures of an ordinary unit, none like another's.
pub fn figures(rows: Rows, variant: u32) -> Vec<String> {
    let usual = |label: &str| match label {
        "普法宣传活动" | "发布消费提（警）示" => 3,
        "组织新闻发布会" => 1,
        "开展线上线下消费教育活动" => 9,
        "受理消费者咨询情况" => 120,
        "受理消费者投诉情况" | "受理投诉" => 80,
        "解决消费纠纷" => 30,
        "印发各类宣传资料" => 900,
        _ => 2,
    };
    let figure = |(label, measure): &(&str, &str)| match *measure {
        "万元" => exact(millionths("2.5") + i64::from(variant) * 10_100),
        _ if *label == "组织新闻发布会" => "1".to_owned(),
        _ => (usual(label) + variant).to_string(),
    };
    rows.iter().map(figure).collect()
}

/// A sheet as it is saved for sending.
pub fn sheet(rows: Rows, (year, unit): (i32, &str), figures: &[String]) -> Vec<u8> {
    let mut sheet = format!("{year}年“3·15”活动情况统计表\n填报单位：{unit},,填报日期：{year}年3月15日\n");
    sheet += "序号,类别,单位,数量\n";
    for (at, ((label, measure), figure)) in rows.iter().zip(figures).enumerate() {
        sheet += &format!("{},{label},{measure},{figure}\n", at + 1);
    }
    sheet.into_bytes()
}

/// Other material: its name's ending and its bytes, none like another's.
pub fn material(kind: Kind, stem: &str, variant: u32) -> (String, Vec<u8>) {
    match kind {
        Kind::Sheet | Kind::Words => (format!("{stem}.txt"), format!("{stem}\n第{variant}稿").into_bytes()),
        Kind::Photo => (format!("{stem}.jpg"), [made::photo(1), variant.to_be_bytes().to_vec()].concat()),
        Kind::Film => {
            let start = b"\0\0\0\x18ftypmp42".to_vec();
            (format!("{stem}.mp4"), [start, vec![7; 40_000], variant.to_be_bytes().to_vec()].concat())
        }
    }
}
