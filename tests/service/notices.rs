//! 通知: brought as a file or pasted, read into a campaign that is confirmed, kept, and open to every unit it asks.

use huibiao::vocabulary::Role;

use crate::client::Answer;
use crate::house::{Database, on_both};
use crate::town::{Desk, UNIT, between, gist, materials_on, plain, publish, town};

on_both!(
    a_notice_becomes_a_campaign_that_its_units_can_check_against_it,
    several_notices_of_one_file_are_chosen_from,
    a_notice_is_of_whoever_brought_it,
    what_is_no_notice_is_refused_at_its_field,
);

pub const NOTICE: &str = "\
清河市市场监督管理局关于报送2024年“3·15”活动情况的通知

各县局、各监管所：
　　围绕“放心消费”年主题，3月1日至3月20日组织开展宣传活动。3月13日下班前，各所须把待销毁的假冒商品送到市局仓库。
　　请于3月22日前将“3·15”活动情况统计表和活动总结报送至市局消保科，典型案例于3月25日17:00前报送，影像资料一并报送。
　　联系人：周明，联系电话：5550123，邮箱：xbk @qinghe.gov.cn。

清河市市场监督管理局
2024年2月26日

附件
2024年“3·15”活动情况统计表
\t序号\t类别\t单位\t数量
\t1\t普法宣传活动\t场\t
\t2\t组织新闻发布会\t场\t
\t3\t开展线上线下消费教育活动\t次\t
\t4\t受理消费者咨询情况\t件\t
\t5\t受理消费者投诉情况\t件\t
\t6\t解决消费纠纷\t件\t
\t7\t为消费者挽回经济损失\t万元\t
\t8\t发布消费提（警）示\t条\t
\t9\t组织新闻媒体专栏专题\t期\t
\t10\t媒体宣传报道\t篇\t
\t11\t印发各类宣传资料\t份\t
";

/// Brings a notice; where that leads.
pub fn bring(desk: &mut Desk, name: &str, bytes: &[u8]) -> Answer {
    desk.upload("/campaigns/notice", &[("file", name, bytes)])
}

/// Every field of a page's main form as a browser would send it.
pub fn typed(page: &str) -> Vec<(String, String)> {
    let (_, form) = page.split_once("action=\"/campaigns\"").expect("the form of a campaign");
    let form = form.split("</form>").next().unwrap_or_default();
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(plain(rest.split('"').next()?))
    };
    let mut fields = Vec::new();
    for tag in form.split("<input").skip(1).filter_map(|rest| rest.split('>').next()) {
        let name = attribute(tag, "name").unwrap_or_default();
        let left_out = tag.contains("checkbox") && !tag.contains(" checked");
        if !left_out && name != "csrf" {
            fields.push((name, attribute(tag, "value").unwrap_or_default()));
        }
    }
    for select in between(form, "<select", "</select>") {
        let name = attribute(select, "name").unwrap_or_default();
        let chosen = select.split("<option").find(|option| option.contains(" selected"));
        fields.push((name, chosen.and_then(|option| attribute(option, "value")).unwrap_or_default()));
    }
    fields
}

fn a_notice_becomes_a_campaign_that_its_units_can_check_against_it(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let came = bring(&mut city, "关于报送的通知.txt", NOTICE.as_bytes());
    assert_eq!(came.status, 303, "{}", gist(&came.text));
    let page = city.open(came.location()).text;
    let marked: Vec<String> = between(&page, "<mark", "</mark>")
        .iter()
        .map(|mark| plain(mark.split_once('>').map_or("", |(_, words)| words)))
        .collect();
    for words in ["放心消费", "3月22日前"] {
        assert!(marked.iter().any(|mark| mark.contains(words)), "{words} in {marked:?}");
    }
    let read = gist(&page);
    for words in ["3月13日下班前", "活动总结", "典型案例", "放心消费"] {
        assert!(read.contains(words) || plain(&page).contains(words), "{words} in {read}");
    }
    let fields = typed(&page);
    for (name, value) in [
        ("title", "2024年“3·15”活动情况统计表"),
        ("year", "2024"),
        ("theme", "放心消费"),
        ("form", "315-activity"),
        ("issuer", "清河市市场监督管理局"),
        ("period", "3月1日至3月20日"),
        ("phrase", "3月22日前"),
        ("due_at", "2024-03-22 24:00"),
        ("m1-kind", "summary"),
        ("m1-name", "活动总结"),
        ("m1-due_at", "2024-03-22 24:00"),
        ("m2-kind", "cases"),
        ("m2-due_at", "2024-03-25 17:00"),
    ] {
        let is_there = fields.iter().any(|(known, typed)| known == name && typed == value);
        assert!(is_there, "{name} = {value} in {fields:?}");
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let made = city.done("/campaigns", &fields);
    let campaign: i64 = made.strip_prefix("/campaigns/").and_then(|id| id.parse().ok()).expect("a campaign");
    publish(&mut city, campaign);
    let mut clerk = house.desk("clerk");
    let unit = clerk.open(&format!("/campaigns/{campaign}/units/{UNIT}")).text;
    let said = materials_on(&unit);
    for words in [
        "活动总结（必报，通知原文“3月22日前”，2024年3月22日 24:00（含当日））",
        "典型案例（必报，通知原文“3月25日17:00前”，2024年3月25日 17:00）",
    ] {
        assert!(said.iter().any(|asked| asked == words), "{words} in {said:?}");
    }
    assert!(unit.contains(&format!("href=\"/campaigns/{campaign}/notice\"")), "{}", gist(&unit));
    let notice = plain(&clerk.open(&format!("/campaigns/{campaign}/notice")).text);
    assert!(notice.contains("各所须把待销毁的假冒商品送到市局仓库"), "{notice}");
    let file = clerk.get(&format!("/campaigns/{campaign}/notice/file"));
    assert_eq!((file.status, file.text.as_str()), (200, NOTICE));
    let verdict = huibiao::workflow::verify::verify(&house.service).expect("a verdict");
    assert_eq!(verdict.faults, Vec::<String>::new());
}

fn several_notices_of_one_file_are_chosen_from(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let one = |number: usize, day: usize| {
        format!("2024年消费者权益日活动方案篇{number}\n各单位于3月{day}日前将活动总结报市局消保科。\n\n")
    };
    let text: String = (1..4).map(|number| one(number, 10 + number)).collect();
    let page = bring(&mut city, "方案.txt", text.as_bytes());
    assert_eq!(page.status, 200, "{}", gist(&page.text));
    let links = between(&page.text, "href=\"/campaigns/new?notice=", "\"");
    assert_eq!(links.len(), 3, "{}", gist(&page.text));
    for (link, day) in links.iter().zip([11, 12, 13]) {
        let page = city.open(&format!("/campaigns/new?notice={link}")).text;
        let due = ("m1-due_at".to_owned(), format!("2024-03-{day} 24:00"));
        assert!(typed(&page).contains(&due), "{due:?} in {}", gist(&page));
    }
}

fn a_notice_is_of_whoever_brought_it(database: Database) {
    let house = town(database);
    let came = bring(&mut house.desk("city"), "通知.txt", NOTICE.as_bytes());
    house.employ("county", Role::Supervisor, "370320");
    let mut county = house.desk("county");
    assert_eq!(county.get(came.location()).status, 404);
    let notice = came.location().rsplit('=').next().unwrap_or_default().to_owned();
    let fields = [
        ("title", "又一项"),
        ("form", "315-activity"),
        ("year", "2024"),
        ("issuer", "某单位"),
        ("phrase", "3月22日前"),
        ("notice", notice.as_str()),
    ];
    assert_eq!(county.post("/campaigns", &fields).status, 404);
}

fn what_is_no_notice_is_refused_at_its_field(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    for (name, bytes, words) in [
        ("空.txt", &b""[..], "文件是空的。"),
        ("", b"", "请选择通知文件，或把通知全文粘贴到这里。"),
        ("图.png", b"\x89PNG\r\n\x1a\n0000", "图片"),
    ] {
        let page = bring(&mut city, name, bytes);
        assert_eq!(page.status, 422, "{name}: {}", gist(&page.text));
        assert!(plain(&page.text).contains(words), "{name}: {}", gist(&page.text));
    }
}
