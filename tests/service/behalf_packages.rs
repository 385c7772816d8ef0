//! 代报 of everything that units brought: mails and archives with tables and material, each file to its unit and its
//! deliverable, nothing left out without a word, nothing sent twice, nothing of a unit's own taken along.

use huibiao::store::objects::sha256;
use huibiao::vocabulary::Role;
use serde_json::{Value, json};

use crate::client::escaped;
use crate::house::{Database, House, on_both};
use crate::made;
use crate::town::{Api, Desk, Place, UNIT, arrange, between, gist, plain, publish, sheets, town};

on_both!(
    a_folder_of_mails_becomes_tables_and_material_of_its_units,
    a_summary_typed_into_a_mail_is_material_of_whose_table_is_attached,
    what_nobody_can_place_is_named_and_not_sent,
    what_a_unit_put_down_itself_is_not_sent_along,
    a_sheet_equal_to_what_stands_is_not_ticked,
);

const OTHER: &str = "370320002";

fn campaign(house: &House) -> i64 {
    house.employ("county", Role::Supervisor, "370320");
    let materials = [
        ("m1-kind", "summary"),
        ("m1-phrase", "3月22日前"),
        ("m1-required", "on"),
        ("m2-kind", "pictures"),
        ("m2-name", "工作图片"),
    ];
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &materials);
    publish(&mut city, campaign);
    campaign
}

/// A mail with attachments.
fn mail(sender: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut mail = format!(
        "From: =?UTF-8?B?{}?= <a@example.org>\r\nTo: b@example.org\r\nSubject: 3.15\r\n\
         Date: Mon, 18 Mar 2024 09:00:00 +0800\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"seam\"\r\n\r\n",
        coded(sender.as_bytes())
    );
    for (name, bytes) in files {
        mail += &format!(
            "--seam\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\
             Content-Disposition: attachment; filename*=UTF-8''{}\r\n\r\n{}\r\n",
            escaped(name),
            coded(bytes)
        );
    }
    (mail + "--seam--\r\n").into_bytes()
}

/// In Base64.
fn coded(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut coded = String::new();
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            coded.push(if at <= three.len() { char::from(letter) } else { '=' });
        }
    }
    coded
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::Write::write_all(&mut writer, bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// Puts files down; the page that shows what they are.
fn put_down(desk: &mut Desk, campaign: i64, files: &[(&str, &[u8])]) -> (String, String) {
    let files: Vec<(&str, &str, &[u8])> =
        files.iter().map(|(name, bytes)| ("files[]", *name, *bytes)).collect();
    let answer = desk.upload(&format!("/campaigns/{campaign}/behalf"), &files);
    assert_eq!(answer.status, 303, "{}", gist(&answer.text));
    let address = answer.location().to_owned();
    let batch = address.rsplit('/').next().expect("a batch").to_owned();
    (batch, desk.open(&address).text)
}

/// The lines of the table of material as their reader sees them.
fn lines(page: &str) -> Vec<String> {
    let table = between(page, "id=\"materials\"", "</section>").first().copied().unwrap_or_default();
    let rows = between(table, "<tr><th scope=\"row\"", "</tr>").into_iter();
    rows.map(|row| plain(row).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Fields of everything that the page has ticked, each 核实 explained.
fn ticked(page: &str) -> Vec<(String, String)> {
    let boxes = between(page, "type=\"checkbox\"", ">").into_iter().filter(|one| one.contains(" checked"));
    let named = boxes.map(|one| between(one, "name=\"", "\"")[0].to_owned());
    named.map(|name| (name, "on".to_owned())).collect()
}

fn send(desk: &mut Desk, campaign: i64, batch: &str, ticked: &[(String, String)]) -> String {
    let mut fields = vec![("batch", batch)];
    fields.extend(ticked.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let answer = desk.post(&format!("/campaigns/{campaign}/behalf/submissions"), &fields);
    assert_eq!(answer.status, 200, "{}", gist(&answer.text));
    answer.text
}

/// A part of a unit's package, by its title.
fn part(api: &mut Api, campaign: i64, unit: &str, title: &str) -> Value {
    let package = api.get(&format!("/api/v1/campaigns/{campaign}/units/{unit}/package"));
    let mut parts = package["deliverables"].as_array().expect("a list").iter();
    let own = parts.find(|part| part["asked"]["title"] == title).cloned();
    own.unwrap_or_else(|| panic!("{title} in {package}"))
}

fn a_summary_typed_into_a_mail_is_material_of_whose_table_is_attached(database: Database) {
    let house = town(database);
    let campaign = campaign(&house);
    let sheet = sheets().remove(UNIT).expect("a sheet");
    let with_sheet = mail("办公室", &[(&sheet.file_name, &sheet.bytes)]);
    let typed = |words: &str| {
        let head = "--seam\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n";
        let text = String::from_utf8(with_sheet.clone()).expect("letters");
        text.replacen("--seam\r\n", &format!("{head}{words}\r\n--seam\r\n"), 1).into_bytes()
    };
    let summary = "活动总结\r\n3月15日，我所在城关广场设台宣传，发放资料，接待咨询。".repeat(4);
    for (words, material) in [(summary.as_str(), 1), ("您好，附件是统计表，请查收。", 0)] {
        let mut county = house.desk("county");
        let (_, page) = put_down(&mut county, campaign, &[("来信.eml", &typed(words))]);
        let shown = match page.contains("邮件正文") {
            true => lines(&page),
            false => Vec::new(),
        };
        assert_eq!(shown.len(), material, "{words}: {shown:#?}");
        assert!(
            shown.iter().all(|line| line.contains("活动总结") && line.contains(&sheet.name)),
            "{shown:#?}"
        );
        assert!(plain(&page).contains(&sheet.name), "the table is there in any case");
    }
}

fn a_folder_of_mails_becomes_tables_and_material_of_its_units(database: Database) {
    let house = town(database);
    let campaign = campaign(&house);
    let sheet = sheets().remove(UNIT).expect("a sheet");
    let first = mail(
        "办公室",
        &[
            (&sheet.file_name, &sheet.bytes),
            ("总结.txt", "活动总结：发放资料。".as_bytes()),
            ("IMG_1.jpg", &made::photo(6)),
        ],
    );
    let other = sheets().remove(OTHER).expect("a sheet").name;
    let second = mail(&other, &[("2024年总结.txt", "活动总结".as_bytes())]);
    let folder = zip(&[("邮件/1.eml", &first), ("邮件/2.eml", &second)]);
    let mut county = house.desk("county");
    let (batch, page) = put_down(&mut county, campaign, &[("邮件.zip", &folder)]);
    let shown = lines(&page);
    assert_eq!(shown.len(), 3, "{shown:#?}");
    let of = |name: &str| shown.iter().find(|line| line.contains(name)).expect("a line").clone();
    assert!(of("总结.txt").contains(&sheet.name) && of("1.eml/总结.txt").contains("活动总结"), "{shown:#?}");
    assert!(of("IMG_1.jpg").contains("工作图片") && of("IMG_1.jpg").contains("统计表认定"), "{shown:#?}");
    assert!(of("2024年总结").contains(&other) && of("2024年总结").contains("发件人"), "{shown:#?}");
    let fields = ticked(&page);
    let result = send(&mut county, campaign, &batch, &fields);
    assert!(!plain(&result).contains("没有报送"), "{}", gist(&result));
    let again = send(&mut county, campaign, &batch, &fields);
    assert_eq!(between(&result, "/receipts/", "\""), between(&again, "/receipts/", "\""), "sent once");

    let mut api = county.api();
    let summary = part(&mut api, campaign, UNIT, "活动总结");
    assert_eq!(summary["deliveries"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&summary["deliveries"][0]["channel"], &summary["deliveries"][0]["files"][0]["file"]["name"]),
        (&json!("behalf"), &json!("总结.txt"))
    );
    let pictures = part(&mut api, campaign, UNIT, "工作图片");
    assert_eq!(pictures["deliveries"][0]["files"][0]["kind"], "picture");
    assert_eq!(part(&mut api, campaign, OTHER, "活动总结")["standing"]["status"], "submitted");
    assert_eq!(pictures["waiting"], json!([]), "nothing is left lying there");
    let board = api.get(&format!("/api/v1/campaigns/{campaign}/units/{UNIT}"));
    let table = &board["submissions"][0];
    assert_eq!(
        (&table["channel"], &table["file"]["sha256"]),
        (&json!("behalf"), &json!(sha256(&sheet.bytes)))
    );
    let told = plain(&house.desk("clerk").open("/").text);
    assert!(told.contains("代本单位报送") && told.contains("活动总结"), "{told}");

    let (_, page) = put_down(&mut county, campaign, &[("邮件.zip", &folder)]);
    assert!(lines(&page).iter().all(|line| line.contains("与已报相同")), "{:#?}", lines(&page));
    assert_eq!(ticked(&page), Vec::new(), "nothing is sent again by itself");
    let verdict = huibiao::workflow::verify::verify(&house.service).expect("a verdict");
    assert_eq!(verdict.faults, Vec::<String>::new());
}

fn what_nobody_can_place_is_named_and_not_sent(database: Database) {
    let house = town(database);
    let campaign = campaign(&house);
    let parts: Vec<(String, Vec<u8>)> = vec![
        (format!("{UNIT}/活动总结.txt"), "活动总结".into()),
        (format!("{UNIT}/典型案例.txt"), "典型案例".into()),
        ("谁的.txt".to_owned(), "总结".into()),
        (format!("{UNIT}/{OTHER}.txt"), "总结".into()),
        ("370321001/总结.txt".to_owned(), "总结".into()),
    ];
    let borrowed: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let mut county = house.desk("county");
    let (batch, page) = put_down(&mut county, campaign, &[("材料.zip", &zip(&borrowed))]);
    let shown = lines(&page);
    assert_eq!(shown.len(), parts.len(), "{shown:#?}");
    for (name, why) in [
        ("典型案例.txt", "没有要求"),
        ("谁的.txt", "看不出是哪个单位的"),
        (&format!("{OTHER}.txt"), "不能确定是哪个单位的"),
        ("370321001/总结.txt", "不归您管理"),
    ] {
        let line = shown.iter().find(|line| line.contains(name)).expect("a line");
        assert!(line.contains(why) && line.contains("不能报送"), "{name}: {line}");
    }
    assert_eq!(ticked(&page).len(), 1, "{:?}", ticked(&page));
    let all: Vec<(String, String)> =
        (0..parts.len()).map(|at| (format!("material.{at}"), "on".to_owned())).collect();
    let result = send(&mut county, campaign, &batch, &all);
    assert_eq!(between(&result, "/receipts/", "\"").len(), 1, "{}", gist(&result));
    // By hand: whose one is, what another is; nobody gets what is another county's.
    let summary = between(&page, "<option value=\"", "\"")
        .into_iter()
        .find(|value| value.chars().all(|letter| letter.is_ascii_digit()) && !value.is_empty())
        .expect("a deliverable")
        .to_owned();
    let said = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let number = |name: &str| shown.iter().position(|line| line.contains(name)).expect("a line");
    let (whose, elsewhere) = (number("谁的.txt"), number("370321001/总结"));
    let placed = [
        said(&format!("material.{whose}"), "on"),
        said(&format!("unit.{whose}"), &format!("{OTHER} 写错也认代码")),
        said(&format!("place.{whose}"), &summary),
        said(&format!("material.{elsewhere}"), "on"),
        said(&format!("unit.{elsewhere}"), "370321001"),
        said(&format!("place.{elsewhere}"), &summary),
    ];
    let result = send(&mut county, campaign, &batch, &placed);
    assert_eq!(between(&result, "/receipts/", "\"").len(), 1, "{}", gist(&result));
    assert!(plain(&result).contains("不归您管理"), "{}", gist(&result));
    let by_hand = part(&mut county.api(), campaign, OTHER, "活动总结");
    assert_eq!(by_hand["deliveries"][0]["files"][0]["file"]["name"], "谁的.txt", "{by_hand}");
    let mut elsewhere = house.desk("city").api();
    assert_eq!(part(&mut elsewhere, campaign, "370321001", "活动总结")["deliveries"], json!([]));
    assert_eq!(
        part(&mut elsewhere, campaign, UNIT, "活动总结")["deliveries"].as_array().map(Vec::len),
        Some(1)
    );
}

fn what_a_unit_put_down_itself_is_not_sent_along(database: Database) {
    let house = town(database);
    let campaign = campaign(&house);
    let at = Place::new(campaign, UNIT);
    let mut clerk = house.desk("clerk").api();
    let summary = part(&mut clerk, campaign, UNIT, "活动总结")["asked"]["id"].clone();
    let address = format!("/api/v1{}?deliverable={summary}&name=own.txt", at.path("materials"));
    let put = clerk.client.send("PUT", &address, "application/octet-stream", b"unfinished".to_vec());
    assert_eq!(put.status, 200, "{}", gist(&put.text));
    let mut county = house.desk("county");
    let archive = zip(&[(&format!("{UNIT}/活动总结.txt"), "活动总结".as_bytes())]);
    let (batch, page) = put_down(&mut county, campaign, &[("材料.zip", &archive)]);
    assert!(lines(&page)[0].contains("该单位自己已放下这项材料的文件"), "{:#?}", lines(&page));
    let result = send(&mut county, campaign, &batch, &[("material.0".to_owned(), "on".to_owned())]);
    assert!(plain(&result).contains("该单位自己已放下这项材料的文件"), "{}", gist(&result));
    let part = part(&mut clerk, campaign, UNIT, "活动总结");
    assert_eq!((&part["deliveries"], part["waiting"].as_array().map(Vec::len)), (&json!([]), Some(1)));
}

fn a_sheet_equal_to_what_stands_is_not_ticked(database: Database) {
    let house = town(database);
    let campaign = campaign(&house);
    let sheet = sheets().remove(UNIT).expect("a sheet");
    let mut clerk = house.desk("clerk").api();
    let sent = clerk.send_file(&Place::new(campaign, UNIT), "known-0001", "a.xlsx", &sheet.bytes);
    assert_eq!(sent.status, 201, "{}", gist(&sent.text));
    let mut county = house.desk("county");
    let (_, page) = put_down(&mut county, campaign, &[(&sheet.file_name, &sheet.bytes)]);
    assert!(plain(&page).contains("与已报相同"), "{}", gist(&page));
    assert_eq!(ticked(&page), Vec::new());
}
