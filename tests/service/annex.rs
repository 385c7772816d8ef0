//! A notice's annex becomes its form by one press, and the form is chosen when one comes back to the notice; words that
//! units wrote instead of a form's are offered to whoever makes its next version.

use huibiao::vocabulary::Role;

use crate::client::Answer;
use crate::forms::{made, press, typed};
use crate::house::{Database, on_both};
use crate::town::{COUNTIES, Desk, Place, UNIT, arrange, between, gist, plain, publish, town};

on_both!(
    the_annex_of_a_notice_becomes_its_form,
    a_form_made_from_a_notice_stays_chosen_when_it_was_corrected,
    a_notice_without_an_annex_says_so,
    words_that_units_wrote_are_offered_as_synonyms,
);

/// A notice as a page, its table among its words, two cells of it merged down, and a table that asks for nothing.
const PAGE: &str = "<html><head><meta charset=\"utf-8\"></head><body>\
<p>清河县教育体育局关于开展2024年校园安全检查的通知</p><p>各中小学校：</p>\
<p>一、各校自4月1日起自查，安排如下。</p>\
<table><tr><td>时间</td><td>工作内容</td></tr><tr><td>4月1日</td><td>动员部署</td></tr>\
<tr><td>4月10日</td><td>集中检查</td></tr></table>\
<p>二、请于2024年4月22日前将校园安全检查情况统计表报送县教体局安全科。联系人：李敏，联系电话：5556677。</p>\
<p>附件</p><p>2024年校园安全检查情况统计表</p><p>填报学校：　　　　填报日期：</p>\
<table><tr><td>类别</td><td>项目</td><td>单位</td><td>数量</td></tr>\
<tr><td rowspan=\"2\">隐患排查</td><td>检查学校</td><td>所</td><td></td></tr>\
<tr><td>排查隐患</td><td>处</td><td></td></tr>\
<tr><td rowspan=\"2\">隐患整改</td><td>整改隐患</td><td>处</td><td></td></tr>\
<tr><td>投入经费</td><td>万元</td><td></td></tr></table>\
<p>填表人：　　　　审核人：</p><p>清河县教育体育局</p></body></html>";

/// Brings a notice in a file; its number.
fn bring(desk: &mut Desk, bytes: &[u8]) -> String {
    let came = desk.upload("/campaigns/notice", &[("file", "通知.html", bytes)]);
    assert_eq!(came.status, 303, "{}", gist(&came.text));
    came.location().strip_prefix("/campaigns/new?notice=").expect("a notice").to_owned()
}

/// Presses 由附表制表.
pub fn make(desk: &mut Desk, notice: &str) -> Answer {
    let page = desk.open(&format!("/campaigns/new?notice={notice}")).text;
    assert!(page.contains("由附表制表"), "{}", gist(&page));
    assert!(plain(&page).contains("与现有的报表都不一样"), "{}", gist(&page));
    desk.upload_with("/forms/propose", &[("notice", notice)])
}

/// Labels on the page that corrects.
fn labels(page: &Answer) -> Vec<String> {
    typed(page).into_iter().filter(|(name, _)| name.starts_with("label.")).map(|(_, label)| label).collect()
}

/// The form that is chosen for the campaign of a notice.
fn chosen(desk: &mut Desk, address: &str) -> String {
    let page = desk.open(address).text;
    let list = between(&page, "name=\"form\"", "</select>")[0];
    let option = list.split("<option ").find(|option| option.contains(" selected")).unwrap_or_default();
    option.split('"').nth(1).unwrap_or_default().to_owned()
}

fn the_annex_of_a_notice_becomes_its_form(database: Database) {
    let house = town(database);
    house.employ("county", Role::Supervisor, COUNTIES[0]);
    let mut city = house.desk("city");
    let notice = bring(&mut city, PAGE.as_bytes());
    let page = make(&mut city, &notice);
    assert_eq!(page.status, 200, "{}", gist(&page.text));
    assert_eq!(labels(&page), ["隐患排查", "检查学校", "排查隐患", "隐患整改", "整改隐患", "投入经费"]);
    let fields = typed(&page);
    for (field, names) in [
        ("field.unit", "填报学校"),
        ("field.date", "填报日期"),
        ("field.reporter", "填表人"),
        ("field.reviewer", "审核人"),
        ("field.phone", ""),
    ] {
        assert_eq!(fields[field], names, "{field}");
    }
    assert!(!page.text.contains("请核对这"), "nothing is open: {}", gist(&page.text));
    let back = format!("/campaigns/new?notice={notice}");
    assert!(page.text.contains(&format!("href=\"{back}\"")), "a way back: {}", gist(&page.text));
    let kept = press(&mut city, &page, &[("code", "school-safety")], "save");
    assert_eq!(kept.location(), format!("/forms/school-safety/2024?done=kept&notice={notice}"));
    let shown = city.open(kept.location()).text;
    assert!(shown.contains(&format!("href=\"{back}\"")), "{}", gist(&shown));
    assert_eq!(chosen(&mut city, &back), "school-safety/2024");
    assert!(city.open(&back).text.contains("不必再制"), "it says that the form is there");

    let mut county = house.desk("county");
    let foreign = county.upload_with("/forms/propose", &[("notice", notice.as_str())]);
    assert_eq!(foreign.status, 404, "another's notice: {}", gist(&foreign.text));
    let own = bring(&mut county, PAGE.as_bytes());
    let back = format!("/campaigns/new?notice={own}");
    assert_eq!(chosen(&mut county, &back), "school-safety/2024", "it asks for the same");
}

/// A notice whose annex stands in lines with tabs, as text exports have it.
const TEXT: &str = "\
清河县水利局关于报送2024年水利工程检查情况的通知

各乡镇水利站：
请于2024年6月5日前将水利工程检查情况统计表报送县水利局建管科。

清河县水利局
2024年5月8日

附件
2024年水利工程检查情况统计表
填报单位：　填报日期：
序号\t项目\t单位\t数量
1\t检查水库\t座\t
2\t排查险情\t处\t
\t其中：重大险情\t处\t
3\t整改险情\t处\t
";

fn a_form_made_from_a_notice_stays_chosen_when_it_was_corrected(database: Database) {
    let house = town(database);
    house.employ("county", Role::Supervisor, COUNTIES[0]);
    let mut city = house.desk("city");
    let came = city.upload_with("/campaigns/notice", &[("text", TEXT)]);
    let notice = came.location().strip_prefix("/campaigns/new?notice=").expect("a notice").to_owned();
    let page = make(&mut city, &notice);
    assert_eq!(labels(&page), ["检查水库", "排查险情", "重大险情", "整改险情"]);
    let steps = [("label.0", "检查水库和塘坝"), ("new-label", "投入抢险人员"), ("new-measure", "人次")];
    let page = press(&mut city, &page, &steps, "add");
    let kept = press(&mut city, &page, &[("code", "dams")], "save");
    assert_eq!(kept.status, 303, "{}", gist(&kept.text));
    let back = format!("/campaigns/new?notice={notice}");
    assert_eq!(chosen(&mut city, &back), "dams/2024");

    let next = make_again(&mut city, &notice);
    let kept = press(&mut city, &next, &[("code", "dams"), ("version", "2024-2")], "save");
    assert_eq!(kept.status, 303, "{}", gist(&kept.text));
    assert_eq!(chosen(&mut city, &back), "dams/2024-2", "the one that was kept last");

    let mut county = house.desk("county");
    let came = county.upload_with("/campaigns/notice", &[("text", TEXT)]);
    assert_eq!(chosen(&mut county, came.location()), "dams/2024-2", "another's form asks for the same");
}

/// The form of a notice once more, uncorrected.
fn make_again(desk: &mut Desk, notice: &str) -> Answer {
    let page = desk.upload_with("/forms/propose", &[("notice", notice)]);
    assert_eq!(page.status, 200, "{}", gist(&page.text));
    page
}

fn a_notice_without_an_annex_says_so(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let text = TEXT.split("附件").next().expect("the notice itself");
    let came = city.upload_with("/campaigns/notice", &[("text", text)]);
    let page = city.open(came.location()).text;
    assert!(!page.contains("由附表制表"), "{}", gist(&page));
    let notice = came.location().strip_prefix("/campaigns/new?notice=").expect("a notice");
    let told = city.upload_with("/forms/propose", &[("notice", notice)]);
    assert_eq!(told.status, 422, "{}", gist(&told.text));
    assert!(plain(&told.text).contains("这份通知没有要填数字的附表"), "{}", gist(&told.text));
    let none = city.upload_with("/forms/propose", &[("notice", "99999")]);
    assert_eq!(none.status, 404, "{}", gist(&none.text));
}

fn words_that_units_wrote_are_offered_as_synonyms(database: Database) {
    let house = town(database);
    house.employ("near", Role::Supervisor, COUNTIES[0]);
    house.employ("far", Role::Supervisor, COUNTIES[1]);
    let mut city = house.desk("city");
    made(&mut city);
    let campaign = arrange(&mut city, &[("form", "rights-2024/2024"), ("title", "消费维权工作统计")]);
    publish(&mut city, campaign);
    let sheet = "2024年消费维权工作统计表\n填报单位：沂源县南麻市场监督管理所　填报日期：2024年3月18日\n\
                 序号,项目,单位,数量\n1,检查经营主体,户次,120\n2,立案查办案件,件,8\n3,其中：移送司法机关案件,件,2\n\
                 4,罚没金额,万元,3.5\n5,宣传活动,场,6\n6,接待群众来访,人次,31\n";
    let mut api = house.desk("clerk").api();
    let sent = api.send_file(&Place::new(campaign, UNIT), "met-2024-1", "a.csv", sheet.as_bytes());
    assert_eq!(sent.status, 201, "{}", gist(&sent.text));

    let next = [("from", "rights-2024/2024"), ("version", "2025")];
    let page = city.upload_with("/forms/propose", &next);
    assert_eq!(offered(&page), [("接待群众来访", "")], "other words of the form itself are known");

    let text = city.open("/forms/rights-2024/2024.toml").text;
    let bare = text.replace("synonyms = [\"罚没金额\", \"罚没\"]\n", "").replace("\"2024\"", "\"2025\"");
    assert_ne!(bare, text);
    let page = city.upload("/forms/propose", &[("file", "报表.toml", bare.as_bytes())]);
    assert_eq!(offered(&page), [("罚没金额", "3"), ("接待群众来访", "")]);
    let taken = press(&mut city, &page, &[], "offer.0");
    assert_eq!(typed(&taken)["synonyms.3"], "罚没金额", "{}", gist(&taken.text));
    assert_eq!(offered(&taken), [("接待群众来访", "")]);

    for (login, seen) in [("near", true), ("far", false)] {
        let page = house.desk(login).upload("/forms/propose", &[("file", "报表.toml", bare.as_bytes())]);
        assert_eq!(!offered(&page).is_empty(), seen, "{login} sees what the own units sent");
    }
}

/// Words that are offered, each with the item that is chosen for them.
fn offered(page: &Answer) -> Vec<(&str, &str)> {
    assert_eq!(page.status, 200, "{}", gist(&page.text));
    let rows = between(&page.text, "name=\"offer.", "</select>");
    rows.into_iter()
        .map(|row| {
            let words = row.split('"').nth(2).unwrap_or_default();
            let option = row.split("<option ").find(|option| option.contains(" selected"));
            let item = option.and_then(|option| option.split('"').nth(1)).unwrap_or_default();
            (words, item)
        })
        .collect()
}
