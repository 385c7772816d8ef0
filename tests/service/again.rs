//! A unit that sends again, and what everybody reads then: nothing sent looks unsent, nothing unsent looks sent,
//! nothing typed looks as if the file said so.

use huibiao::vocabulary::Role;

use crate::house::{Database, on_both};
use crate::published::Published;
use crate::town::{Desk, Place, REASON, between, fields, gist, plain, receipt_of};

on_both!(
    a_form_that_is_opened_again_begins_with_everything_that_was_sent,
    a_figure_typed_over_a_file_says_so_wherever_it_is_shown,
    a_correction_that_was_not_sent_is_not_forgotten,
    an_older_revision_waits_for_nobody,
    an_explanation_of_a_whole_file_does_not_explain_another,
    what_was_explained_is_not_typed_again_and_explains_no_other_figure,
    who_is_reminded_is_told_what_still_holds,
);

fn season(database: Database) -> Published {
    let season = Published::on(database, 1, &[]);
    season.house.employ("county", Role::Supervisor, &season.sheets[0].unit[..6]);
    season
}

fn submission_of(desk: &mut Desk, receipt: &str) -> String {
    let page = desk.open(&format!("/receipts/{receipt}")).text;
    format!("/submissions/{}", between(&page, "href=\"/submissions/", "\"")[0])
}

fn a_form_that_is_opened_again_begins_with_everything_that_was_sent(database: Database) {
    let season = season(database);
    let (sheet, at) = (&season.sheets[0], season.place(&season.sheets[0]));
    let mut clerk = season.desk(sheet);
    let typed = sheet.typed();
    let mut form: Vec<(String, String)> =
        typed.iter().map(|(figure, text)| (format!("v.{figure}"), text.clone())).collect();
    let head = [
        ("date", "2024-03-19"),
        ("reporter", "王会计"),
        ("remark", "含村级站点"),
        ("version", "0"),
        ("intent", "check"),
    ];
    form.extend(head.map(|(name, text)| (name.to_owned(), text.to_owned())));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    clerk.done(&at.path("draft"), &form);
    let receipt = receipt_of(&clerk.send(&at, REASON));
    let sent = submission_of(&mut clerk, &receipt);
    for returned in [false, true] {
        if returned {
            season.house.desk("county").done(&format!("{sent}/return"), &[("reason", "请核对第 4 项")]);
        }
        let page = clerk.open(&at.path("draft")).text;
        for (name, text) in [("date", "2024-03-19"), ("reporter", "王会计"), ("remark", "含村级站点")]
        {
            let field = fields(&page, name).pop();
            assert_eq!(field, Some((name.to_owned(), text.to_owned())), "returned: {returned}");
        }
        assert_eq!(fields(&page, "v.0"), [("v.0".to_owned(), typed[0].1.clone())], "returned: {returned}");
    }
}

fn a_figure_typed_over_a_file_says_so_wherever_it_is_shown(database: Database) {
    let season = season(database);
    let (sheet, at) = (&season.sheets[0], season.place(&season.sheets[0]));
    let mut clerk = season.desk(sheet);
    clerk.upload(&at.path("uploads"), &[("file", &sheet.file_name, &sheet.bytes)]);
    let other = sheet.typed()[10].1.parse::<u64>().expect("a count") + 1;
    clerk.save(&at, &[(10, other.to_string())], false);
    let receipt = receipt_of(&clerk.send(&at, REASON));
    let page = plain(&clerk.open(&format!("/receipts/{receipt}")).text);
    assert!(page.contains("以下各项在页面上改填，与文件不同：第11项 印发各类宣传资料"), "{}", gist(&page));
    let sent = submission_of(&mut clerk, &receipt);
    let mut county = season.house.desk("county");
    for (path, typed_over) in [
        (sent, 1),
        (format!("/campaigns/{}/totals/10", at.campaign), 1),
        (format!("/campaigns/{}/totals/0", at.campaign), 0),
    ] {
        let page = county.open(&path).text;
        assert_eq!(page.matches("页面改填").count(), typed_over, "{path}: {}", gist(&page));
    }
}

fn a_correction_that_was_not_sent_is_not_forgotten(database: Database) {
    let season = season(database);
    let (sheet, at) = (&season.sheets[0], season.place(&season.sheets[0]));
    let mut clerk = season.desk(sheet);
    let forgotten = "还没有报送";
    clerk.fill_and_send(&at, &sheet.typed());
    assert!(!clerk.open("/").text.contains(forgotten));
    let saved = clerk.save(&at, &[(10, "7".to_owned())], false);
    assert_eq!(saved.status, 303, "{}", gist(&saved.text));
    let home = clerk.open("/").text;
    assert!(home.contains(forgotten) && home.contains("核对草稿"), "{}", gist(&home));
    receipt_of(&clerk.send(&at, REASON));
    assert!(!clerk.open("/").text.contains(forgotten));
}

fn an_older_revision_waits_for_nobody(database: Database) {
    let season = season(database);
    let (sheet, at) = (&season.sheets[0], season.place(&season.sheets[0]));
    let mut clerk = season.desk(sheet);
    let first = clerk.fill_and_send(&at, &sheet.typed());
    let states = |desk: &mut Desk| {
        let page = desk.open(&at.page()).text;
        let cells = between(&page, "data-label=\"状态\">", "</td>");
        cells.into_iter().map(plain).collect::<Vec<_>>()
    };
    assert_eq!(states(&mut clerk), ["已报待审现计入汇总"]);
    clerk.fill_and_send(&at, &[(10, "7".to_owned())]);
    assert_eq!(states(&mut clerk), ["已报待审现计入汇总", "已被替代"]);
    let page = clerk.open(&format!("/receipts/{first}")).text;
    assert!(page.contains("审核和汇总以最新的一次为准"), "{}", gist(&page));
}

fn an_explanation_of_a_whole_file_does_not_explain_another(database: Database) {
    let season = season(database);
    let (sheet, at) = (&season.sheets[0], season.place(&season.sheets[0]));
    let mut clerk = season.desk(sheet);
    let csv = |unit: &str| {
        let rows =
            sheet.typed().into_iter().zip(LABELS).map(|((_, text), label)| format!("{label},{text}\n"));
        format!("2024年3·15活动情况统计表\n填报单位：{unit}\n类别,数量\n{}", rows.collect::<String>())
    };
    let asked = |desk: &mut Desk, unit: &str| {
        desk.upload(&at.path("uploads"), &[("file", "表.csv", csv(unit).as_bytes())]);
        let page = desk.open(&at.path("check")).text;
        let words = between(&page, "<textarea", "</textarea>");
        words
            .into_iter()
            .map(|area| area.split_once('>').map_or("", |(_, words)| words).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(asked(&mut clerk, "甲乙丙站"), [""], "a name that nobody knows is asked about");
    // Another figure is wrong as well, so that the explanation is kept and nothing is sent.
    let sent = clerk.send(&at, "属实");
    assert_eq!(sent.status, 422, "{}", gist(&sent.text));
    assert_eq!(asked(&mut clerk, "丁戊己站"), [""], "and so is another");
}

/// A sheet of which two things are asked: more disputes resolved than received, and far more leaflets than usual.
const ASKED: [(usize, &str); 3] = [(4, "40"), (5, "45"), (10, "95000")];

const OF_DISPUTES: &str = "含去年积压的五件预付卡纠纷";
const OF_LEAFLETS: &str = "全县统一印制，由本所代为登记";

/// The explanations that the check page shows, by a word of what they are about.
fn explained(desk: &mut Desk, at: &Place) -> Vec<(&'static str, String)> {
    let page = desk.open(&at.path("check")).text;
    let asked = between(&page, "<div class=\"query\">", "</textarea>").into_iter();
    let one = |asked: &str| {
        let about = if asked.contains("受理投诉") { "disputes" } else { "leaflets" };
        let (_, words) = asked.rsplit_once('>').expect("a field");
        (about, plain(words))
    };
    asked.map(one).collect()
}

fn send_explained(desk: &mut Desk, at: &Place, words: &[&str]) -> crate::client::Answer {
    let page = desk.open(&at.path("check"));
    let version = page.value_of("version");
    let key = page.value_of("key");
    let names: Vec<String> =
        between(&page.text, "name=\"e.", "\"").iter().map(|index| format!("e.{index}")).collect();
    assert_eq!(names.len(), words.len(), "{}", gist(&page.text));
    let mut form = vec![("version", version.as_str()), ("key", &key)];
    form.extend(names.iter().map(String::as_str).zip(words.iter().copied()));
    desk.post(&at.path("submissions"), &form)
}

fn what_was_explained_is_not_typed_again_and_explains_no_other_figure(database: Database) {
    for from_file in [false, true] {
        is_not_typed_again(&season(database), from_file);
    }
}

fn is_not_typed_again(season: &Published, from_file: bool) {
    let (sheet, at) = (&season.sheets[0], season.place(&season.sheets[0]));
    let mut clerk = season.desk(sheet);
    let mut figures = sheet.typed();
    ASKED.iter().for_each(|(figure, text)| figures[*figure].1 = (*text).to_owned());
    if from_file {
        let rows = figures.iter().zip(LABELS).map(|((_, text), label)| format!("{label},{text}\n"));
        let rows = rows.collect::<String>();
        let text = format!("2024年3·15活动情况统计表\n填报单位：{}\n类别,数量\n{rows}", sheet.name);
        clerk.upload(&at.path("uploads"), &[("file", "表.csv", text.as_bytes())]);
    }
    clerk.save(&at, &figures, false);
    assert_eq!(explained(&mut clerk, &at), [("leaflets", String::new()), ("disputes", String::new())]);
    let receipt = receipt_of(&send_explained(&mut clerk, &at, &[OF_LEAFLETS, OF_DISPUTES]));
    let sent = submission_of(&mut clerk, &receipt);
    season.house.desk("county").done(&format!("{sent}/return"), &[("reason", "请核对第 1 项")]);
    for (figure, text, disputes, leaflets) in [
        (0, "9", OF_DISPUTES, OF_LEAFLETS),
        (10, "96000", OF_DISPUTES, ""),
        (5, "46", "", OF_LEAFLETS),
        (4, "39", "", OF_LEAFLETS),
    ] {
        clerk.save(&at, &[(figure, text.to_owned())], false);
        let expected = [("leaflets", leaflets.to_owned()), ("disputes", disputes.to_owned())];
        assert_eq!(explained(&mut clerk, &at), expected, "figure {figure} became {text}");
        let page = clerk.open(&at.path("check")).text;
        let carried = [disputes, leaflets].iter().filter(|words| !words.is_empty()).count();
        assert_eq!(page.matches("沿用第 1 次上报的说明").count(), carried, "figure {figure} became {text}");
        clerk.post(&at.path("draft"), &[("version", "1"), ("intent", "discard")]);
    }
    clerk.save(&at, &[(0, "9".to_owned())], false);
    let emptied = send_explained(&mut clerk, &at, &[OF_LEAFLETS, ""]);
    assert_eq!(emptied.status, 422, "what was taken away explains nothing: {}", gist(&emptied.text));
    receipt_of(&send_explained(&mut clerk, &at, &[OF_LEAFLETS, "含去年积压的六件"]));
}

const LABELS: [&str; 11] = [
    "普法宣传活动",
    "组织新闻发布会",
    "开展线上线下消费教育活动",
    "受理消费者咨询情况",
    "受理消费者投诉情况",
    "解决消费纠纷",
    "为消费者挽回经济损失",
    "发布消费提（警）示",
    "组织新闻媒体专栏专题",
    "媒体宣传报道",
    "印发各类宣传资料",
];

fn who_is_reminded_is_told_what_still_holds(database: Database) {
    let season = season(database);
    let at = season.place(&season.sheets[0]);
    let text = || {
        let page = season.house.desk("county").open(&format!("/campaigns/{}/missing", at.campaign)).text;
        let text = between(&page, "<textarea class=\"input copy-text\"", "</textarea>")[0];
        plain(text.split_once('>').map_or("", |(_, words)| words))
    };
    season.house.clock_is("2024-03-22 23:59");
    let said = text();
    assert!(said.contains("尚未报送，请按3月22日前（截止：2024年3月22日 24:00（含当日））报送："), "{said}");
    let more = [("deliverable", "1"), ("until", "2024-03-25 24:00"), ("reason", "道路塌方")];
    season.house.desk("county").done(&at.path("extension"), &more);
    season.house.clock_is("2024-03-23 00:00");
    let said = text();
    assert!(
        said.contains("尚未报送，已过3月22日前（截止：2024年3月22日 24:00（含当日）），请尽快补报："),
        "{said}"
    );
    let name = &season.sheets[0].name;
    assert!(said.contains(&format!("{name}（已延期至 2024年3月25日 24:00（含当日））")), "{said}");
}
