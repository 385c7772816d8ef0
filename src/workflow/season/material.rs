//! What the units of the demonstration send: sheets of the year that it is, words, pictures, a film.

use chrono::NaiveDate;

use super::dates::written_out;
use crate::form::Form;
use crate::formats::example;

/// Endings under which the same table is written in turn.
const STYLES: usize = 2;

/// A unit's filled sheet as it is saved for sending: its ending and its bytes.
pub fn sheet(
    form: &Form,
    (year, unit): (i32, &str),
    day: NaiveDate,
    values: &[Option<String>],
    number: usize,
) -> (&'static str, Vec<u8>) {
    let labels = form.items.iter().map(|item| (item.label.as_str(), item.measure.text.as_str()));
    let rows: Vec<[String; 4]> = labels
        .zip(values)
        .enumerate()
        .map(|(at, ((label, measure), value))| {
            [(at + 1).to_string(), label.to_owned(), measure.to_owned(), value.clone().unwrap_or_default()]
        })
        .collect();
    let (title, day) = (form.title_of(Some(year)), written_out(day));
    match number % STYLES {
        0 => {
            let mut text = format!("{title}\n填报单位：{unit},,填报日期：{day}\n序号,类别,单位,数量\n");
            rows.iter().for_each(|row| text += &format!("{}\n", row.join(",")));
            ("csv", text.into_bytes())
        }
        // As office systems save a table under a spreadsheet's name.
        _ => {
            let head = ["序号", "类别", "单位", "数量"].map(str::to_owned);
            let mut text = format!(
                "<html><head><meta charset=\"utf-8\"></head><body><table>\
                 <tr><td colspan=\"4\">{title}</td></tr>\
                 <tr><td colspan=\"2\">填报单位：{unit}</td><td colspan=\"2\">填报日期：{day}</td></tr>"
            );
            for row in std::iter::once(&head).chain(&rows) {
                text += &format!("<tr><td>{}</td></tr>", row.join("</td><td>"));
            }
            text += "</table></body></html>";
            ("xls", text.into_bytes())
        }
    }
}

pub fn plan(unit: &str, year: i32) -> (String, Vec<u8>) {
    let words = format!(
        "{unit}{year}年“3·15”宣传活动方案\n\n一、活动时间\n集中宣传一周，设咨询台两处。\n\n二、活动内容\n\
         1．在集贸市场摆放展板，解答消费者咨询。\n2．走访商超，检查明码标价。\n3．邀请义务监督员座谈。\n\n\
         三、工作分工\n所长负总责，综合岗负责材料报送。\n"
    );
    ("活动方案.txt".to_owned(), words.into_bytes())
}

pub fn summary(unit: &str, year: i32) -> (String, Vec<u8>) {
    let words = format!(
        "{unit}{year}年“3·15”宣传活动总结\n\n我所围绕年主题，在集贸市场和社区开展宣传，现场受理咨询和投诉，\
         当场调解消费纠纷，群众反映良好。\n\n不足：农村集市覆盖不够，下一步将随集市巡回宣传。\n"
    );
    ("活动总结.txt".to_owned(), words.into_bytes())
}

pub fn cases(unit: &str) -> (String, Vec<u8>) {
    let words = format!(
        "{unit}典型案例\n\n案例一：消费者购买的电动自行车续航不足，经调解，商家更换电池并赔偿误工损失。\n\n\
         案例二：某健身馆闭店，预付卡余额未退，经约谈，经营者按余额退还。\n"
    );
    ("典型案例.txt".to_owned(), words.into_bytes())
}

/// A picture of a hall; nothing where none can be drawn.
pub fn picture(number: u32) -> Option<(String, Vec<u8>)> {
    let (ending, bytes) = example::picture(number)?;
    Some((format!("现场{}.{ending}", number + 1), bytes))
}

/// The frame of a film without a picture in it: what the service keeps and hands out, not what a player plays.
pub fn footage(number: u8) -> (String, Vec<u8>) {
    let head = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    let length: u32 = 200_000;
    let body = [&(length + 8).to_be_bytes()[..], b"mdat", &vec![number; length as usize]].concat();
    ("现场录像.mp4".to_owned(), [head, body].concat())
}
