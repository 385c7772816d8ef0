//! Blank forms through the doors: handed out for a unit or for all, filled in, sent back; what belongs elsewhere is
//! told so.

use std::io::{Cursor, Read};

use huibiao::vocabulary::Role;

use crate::filled::{filled, filled_document, inputs};
use crate::house::{Database, on_both};
use crate::town::{CITY, Desk, Place, UNIT, arrange, gist, plain, publish, published, receipt_of, town};

on_both!(
    a_blank_form_is_filled_in_and_sent,
    a_blank_form_that_belongs_elsewhere_says_where,
    all_units_get_their_blank_form_at_once,
    a_program_gets_the_same,
);

/// Figures that nobody asks about.
const SOUND: [&str; 11] = ["12", "1", "9", "180", "45", "38", "3.65", "11", "2", "14", "2850"];

const OTHER: &str = "370320002";

fn sound() -> Vec<String> {
    SOUND.iter().map(|figure| (*figure).to_owned()).collect()
}

fn blank(desk: &mut Desk, at: &Place, ending: &str) -> Vec<u8> {
    let answer = desk.get(&at.path(&format!("blank-form.{ending}")));
    assert_eq!(answer.status, 200, "{}", gist(&answer.text));
    assert!(answer.header("content-disposition").contains(&format!(".{ending}")), "{:?}", answer.headers);
    answer.bytes
}

fn upload(desk: &mut Desk, at: &Place, name: &str, bytes: &[u8]) -> crate::client::Answer {
    desk.upload(&at.path("uploads"), &[("file", name, bytes)])
}

fn a_blank_form_is_filled_in_and_sent(database: Database) {
    let house = town(database);
    let at = Place::new(published(&house, &[]), UNIT);
    let mut clerk = house.desk("clerk");
    assert!(clerk.open(&at.page()).text.contains("blank-form.xlsx"), "the page of the unit leads to it");
    let book = blank(&mut clerk, &at, "xlsx");
    let empty = upload(&mut clerk, &at, "空白表.xlsx", &book);
    assert_eq!(empty.status, 422);
    assert!(plain(&empty.text).contains("一个数字也没有填"), "{}", gist(&empty.text));
    let document = filled_document(&blank(&mut clerk, &at, "docx"), &sound());
    for (name, bytes) in [("空白表.docx", document), ("空白表.xlsx", filled(&book, &sound()))] {
        let put = upload(&mut clerk, &at, name, &bytes);
        assert_eq!(put.status, 303, "{}", gist(&put.text));
        let page = clerk.open(&at.path("draft")).text;
        for figure in SOUND {
            assert!(page.contains(&format!("value=\"{figure}\"")), "{figure} of {name}");
        }
        assert!(!page.contains("finding-hard"), "{name}: {}", gist(&page));
    }
    assert_eq!(clerk.save(&at, &[], false).status, 303);
    let sent = clerk.send(&at, "与台账逐项核对过，含集中宣传月的活动");
    assert!(!receipt_of(&sent).is_empty());
}

fn a_blank_form_that_belongs_elsewhere_says_where(database: Database) {
    let house = town(database);
    let here = published(&house, &[("title", "本年统计")]);
    let there = published(&house, &[("title", "另一项统计")]);
    house.employ("other", Role::Clerk, OTHER);
    let mut clerk = house.desk("clerk");
    let own = Place::new(here, UNIT);
    let kept = filled(&blank(&mut clerk, &own, "xlsx"), &sound());
    assert_eq!(upload(&mut clerk, &own, "本单位.xlsx", &kept).status, 303);

    let others = filled(&blank(&mut house.desk("other"), &Place::new(here, OTHER), "xlsx"), &sound());
    let refused = upload(&mut clerk, &own, "别的单位.xlsx", &others);
    assert_eq!(refused.status, 422);
    let said = plain(&refused.text);
    assert!(said.contains("不是本单位") && said.contains("草稿没有改动"), "{said}");
    assert!(clerk.open(&own.path("draft")).text.contains("本单位.xlsx"), "the draft is as it was");

    let foreign = filled(&blank(&mut clerk, &Place::new(there, UNIT), "xlsx"), &sound());
    assert_eq!(upload(&mut clerk, &own, "另一项.xlsx", &foreign).status, 303);
    let page = plain(&clerk.open(&own.path("check")).text);
    assert!(page.contains("这是另一项任务“另一项统计”的空白表，不是本次任务“本年统计”的"), "{page}");

    // On behalf the same holds, by whoever's mark it is.
    let mut city = house.desk("city");
    let batch = city.upload(
        &format!("/campaigns/{here}/behalf"),
        &[("file", "甲.xlsx", &others), ("file", "乙.xlsx", &foreign)],
    );
    assert_eq!(batch.status, 303, "{}", gist(&batch.text));
    let preview = plain(&city.open(batch.location()).text);
    assert!(preview.contains("另一项任务“另一项统计”"), "{preview}");
}

fn opened(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let count = archive.len();
    let file = |at| {
        let mut file = archive.by_index(at).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        (file.name().expect("a name").into_owned(), bytes)
    };
    (0..count).map(file).collect()
}

fn all_units_get_their_blank_form_at_once(database: Database) {
    let house = town(database);
    let campaign = published(&house, &[]);
    let mut city = house.desk("city");
    let page = city.open(&format!("/campaigns/{campaign}"));
    assert!(page.text.contains("blank-forms.zip"), "the campaign's page leads to it");
    let answer = city.get(&format!("/campaigns/{campaign}/blank-forms.zip"));
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/zip"));
    let files = opened(&answer.bytes);
    assert_eq!(files.len(), 60);
    assert!(files.iter().all(|(name, _)| name.contains('/') && name.ends_with("-空白表.xlsx")), "{files:?}");
    let (_, first) = files.iter().find(|(name, _)| name.contains("南麻")).expect("a unit");
    let county = city.get(&format!("/campaigns/{campaign}/blank-forms.zip?node=370320&kind=docx"));
    let county = opened(&county.bytes);
    assert!(county.len() < 60 && county.iter().all(|(name, _)| name.ends_with(".docx")));
    // One that came out of the archive is known like any other.
    assert_eq!(inputs(first).len(), SOUND.len());
    let mut clerk = house.desk("clerk");
    let at = Place::new(campaign, UNIT);
    let own = blank(&mut clerk, &at, "xlsx");
    let same = files.iter().any(|(_, bytes)| bytes.len() == own.len());
    assert!(same, "the unit's own is among them");
    assert!(city.get(&format!("/campaigns/{campaign}/blank-forms.zip?node={CITY}")).status == 200);
}

fn a_program_gets_the_same(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &[]);
    publish(&mut city, campaign);
    let mut clerk = house.desk("clerk");
    let at = Place::new(campaign, UNIT);
    let mut api = clerk.api();
    let path = format!("/api/v1/campaigns/{campaign}/units/{UNIT}/blank-form");
    let by_program = api.client.get(&path);
    assert_eq!(by_program.bytes, blank(&mut clerk, &at, "xlsx"));
    assert_eq!(api.client.get(&format!("{path}?kind=docx")).bytes, blank(&mut clerk, &at, "docx"));
    assert_eq!(api.client.get(&format!("{path}?kind=pdf")).status, 422);
    let sent = api.send_file(&at, "blank-0001", "blank.xlsx", &filled(&by_program.bytes, &sound()));
    assert_eq!(sent.status, 201, "{}", sent.text);
    let mut supervisor = city.api();
    let zip = supervisor.client.get(&format!("/api/v1/campaigns/{campaign}/blank-forms.zip?node=370320"));
    assert_eq!((zip.status, zip.header("content-type")), (200, "application/zip"));
}
