//! 报送材料 beside the table: put down, sorted, sent under a receipt of its own clock, returned, sent again.

use huibiao::store::objects::sha256;
use huibiao::vocabulary::Role;

use crate::client::Answer;
use crate::house::{Database, House, on_both};
use crate::made;
use crate::proof::faults_after;
use crate::town::{CITY, Desk, Place, UNIT, arrange, between, gist, plain, publish, town};

on_both!(
    each_material_is_sent_and_has_a_receipt_by_its_own_clock,
    files_that_come_together_are_sorted_and_nothing_is_left_out,
    a_mail_is_sorted_with_what_it_says_itself,
    an_archive_of_many_pictures_is_opened_up_to_the_largest_file,
    a_file_in_pieces_goes_on_where_the_line_broke,
    a_file_whose_last_byte_came_as_the_server_died_is_there,
    what_was_returned_is_sent_again_and_the_first_stays,
    what_a_superior_sends_is_told_to_the_unit,
    a_picture_is_shown_without_its_place_and_its_bytes_only_with_a_reason,
    what_may_not_be_sent_is_refused_with_a_sentence,
    whatever_of_material_was_changed_is_found,
    a_summary_that_says_otherwise_is_asked_about_and_holds_nothing,
);

/// A summary by 22 March, a plan by 10 March, pictures at any time.
const MATERIALS: [(&str, &str); 9] = [
    ("m1-kind", "summary"),
    ("m1-phrase", "3月22日前"),
    ("m1-required", "on"),
    ("m2-kind", "plan"),
    ("m2-phrase", "3月10日前"),
    ("m2-required", "on"),
    ("m3-kind", "pictures"),
    ("m3-name", "工作图片"),
    ("close_at", "2024-03-31 24:00"),
];

fn campaign(house: &House) -> Place {
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &MATERIALS);
    publish(&mut city, campaign);
    Place::new(campaign, UNIT)
}

/// The number of a deliverable, from the card with its title.
fn deliverable(desk: &mut Desk, at: &Place, title: &str) -> String {
    let page = desk.open(&at.page()).text;
    let card = between(&page, "aria-labelledby=\"m-", "</h3>").into_iter().find(|card| card.ends_with(title));
    let card = card.unwrap_or_else(|| panic!("{title} in {}", gist(&page)));
    card.split('-').next().unwrap_or_default().to_owned()
}

/// The card of a deliverable as its reader sees it.
fn card(desk: &mut Desk, at: &Place, title: &str) -> String {
    let page = desk.open(&at.page()).text;
    let found = between(&page, "<section class=\"card deliverable\"", "</section>");
    let card = found.iter().find(|card| card.contains(&format!("{title}</h3>")));
    plain(card.unwrap_or_else(|| panic!("{title} in {}", gist(&page))))
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn put(desk: &mut Desk, at: &Place, deliverable: &str, files: &[(&str, &[u8])]) -> Answer {
    let files: Vec<(&str, &str, &[u8])> = files.iter().map(|(name, bytes)| ("file", *name, *bytes)).collect();
    let fields = [("deliverable", deliverable)];
    desk.upload_files(&at.path("materials"), &fields[usize::from(deliverable.is_empty())..], &files)
}

fn put_well(desk: &mut Desk, at: &Place, deliverable: &str, files: &[(&str, &[u8])]) {
    let answer = put(desk, at, deliverable, files);
    assert_eq!(answer.status, 303, "{}", gist(&answer.text));
}

fn send(desk: &mut Desk, at: &Place, deliverable: &str) -> Answer {
    let key = desk.open(&at.page()).value_of("key");
    desk.post(&at.path("deliveries"), &[("deliverable", deliverable), ("key", &key)])
}

fn send_well(desk: &mut Desk, at: &Place, deliverable: &str) {
    let answer = send(desk, at, deliverable);
    assert_eq!(
        (answer.status, answer.location()),
        (303, at.path("receipt").as_str()),
        "{}",
        gist(&answer.text)
    );
}

fn each_material_is_sent_and_has_a_receipt_by_its_own_clock(database: Database) {
    let house = town(database);
    let at = campaign(&house);
    let mut clerk = house.desk("clerk");
    house.clock_is("2024-03-15 09:00");
    let [summary, plan] = ["活动总结", "活动方案"].map(|title| deliverable(&mut clerk, &at, title));
    let words = "南麻市场监管所2024年3·15活动总结\n发放资料八百份。";
    put_well(&mut clerk, &at, &summary, &[("总结.txt", words.as_bytes())]);
    let shown = card(&mut clerk, &at, "活动总结");
    for said in ["草稿（尚未报送）", "待报送的文件", "总结.txt", &sha256(words.as_bytes()), "报送“活动总结”"]
    {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    send_well(&mut clerk, &at, &summary);
    put_well(&mut clerk, &at, &plan, &[("方案.txt", "活动方案".as_bytes()), ("附表.txt", b"1,2")]);
    send_well(&mut clerk, &at, &plan);
    let receipt = plain(&clerk.open(&at.path("receipt")).text);
    let receipt: String = receipt.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "还缺：统计报表（必报）、工作图片（选报）",
        "活动总结必报 已报待审按时",
        "活动方案必报 已报待审迟报 4 天 9 小时",
        "2024年3月15日 09:00:00第 1 次报送",
        "总结.txt（文档，",
    ] {
        assert!(receipt.contains(said), "{said} in {receipt}");
    }
    let page = clerk.open(&at.path("receipt")).text;
    let numbers = between(&page, "data-label=\"回执\">", "<");
    assert!(numbers[1].starts_with(&format!("2024-{:04}-{UNIT}-{summary}-01-", at.campaign)), "{numbers:?}");
    let one = plain(&clerk.open(&format!("/receipts/{}", numbers[1])).text);
    assert!(one.contains(numbers[1]) && one.contains("报送材料回执"), "{one}");
    let verdict = huibiao::workflow::verify::verify(&house.service).expect("a verdict");
    assert_eq!(verdict.faults, Vec::<String>::new());
}

fn files_that_come_together_are_sorted_and_nothing_is_left_out(database: Database) {
    let house = town(database);
    let at = campaign(&house);
    let mut clerk = house.desk("clerk");
    let table = table();
    let zip = zip(&[
        ("材料/2024年315活动总结.txt", "活动总结\n我所开展宣传。".as_bytes()),
        ("材料/活动方案（定稿）.txt", "活动方案\n一、时间".as_bytes()),
        ("材料/典型案例1.txt", "典型案例\n某超市".as_bytes()),
        ("材料/IMG_2034.jpg", &made::photo(1)),
        ("材料/统计表.csv", table.as_bytes()),
    ]);
    put_well(&mut clerk, &at, "", &[("全部材料.zip", &zip)]);
    assert!(card(&mut clerk, &at, "活动总结").contains("2024年315活动总结.txt"));
    assert!(card(&mut clerk, &at, "活动方案").contains("活动方案（定稿）.txt"));
    let pictures = card(&mut clerk, &at, "工作图片");
    assert!(pictures.contains("IMG_2034.jpg") && pictures.contains("图片 "), "{pictures}");
    let page = clerk.open(&at.page()).text;
    let unplaced = plain(between(&page, "id=\"unplaced\"", "</section>")[0]);
    assert!(unplaced.contains("典型案例1.txt") && unplaced.contains("没有要求"), "{unplaced}");
    assert!(plain(&page).contains("有一份草稿，尚未报送"), "the table was read: {}", gist(&page));
    put_well(&mut clerk, &at, "", &[("统计表.csv", table.as_bytes())]);
    let page = clerk.open(&at.page()).text;
    assert!(plain(&page).contains("收到统计表，已有草稿，没有覆盖"), "{}", gist(&page));
}

/// A unit that attaches its pictures and types its summary, or pastes its table.
fn a_mail_is_sorted_with_what_it_says_itself(database: Database) {
    let house = town(database);
    let at = campaign(&house);
    let mut clerk = house.desk("clerk");
    let told = "活动总结\n3月15日，我所在城关广场设台宣传，发放资料，接待咨询。".repeat(4);
    let parts = |body: &str| {
        format!(
            "From: a@example.org\r\nDate: Mon, 18 Mar 2024 09:00:00 +0800\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/mixed; boundary=\"seam\"\r\n\r\n{body}--seam\r\n\
             Content-Disposition: attachment; filename=plan.txt\r\n\r\n活动方案\r\n--seam--\r\n"
        )
    };
    let summary = parts(&format!("--seam\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{told}\r\n"));
    put_well(&mut clerk, &at, "", &[("总结.eml", summary.as_bytes())]);
    let shown = card(&mut clerk, &at, "活动总结");
    assert!(shown.contains("邮件正文.txt"), "{shown}");
    assert!(card(&mut clerk, &at, "活动方案").contains("plan.txt"));
    let cells = |line: &str| format!("<tr><td>{}</td></tr>", line.replace(',', "</td><td>"));
    let rows: String = table().lines().map(cells).collect();
    let pasted = parts(&format!(
        "--seam\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>报表如下：</p><table>{rows}</table>\r\n"
    ));
    put_well(&mut clerk, &at, "", &[("报表.eml", pasted.as_bytes())]);
    let page = clerk.open(&at.page()).text;
    assert!(plain(&page).contains("有一份草稿，尚未报送"), "the table was read: {}", gist(&page));
    let draft = clerk.open(&at.path("draft")).text;
    assert!(draft.contains("value=\"18781\"") && draft.contains("value=\"11.522\""), "{}", gist(&draft));
}

/// Fifteen photographs of a telephone are more than any sheet.
fn an_archive_of_many_pictures_is_opened_up_to_the_largest_file(database: Database) {
    let house = town(database);
    let at = campaign(&house);
    let mut clerk = house.desk("clerk");
    let footage: Vec<u8> = [b"\0\0\0\x18ftypmp42".as_slice(), &vec![7; 50 << 20]].concat();
    let archive = stored(&[
        ("IMG_1.jpg", &made::photo(1)),
        ("活动.mp4", &footage),
        ("2024年总结.txt", "活动总结".as_bytes()),
    ]);
    assert!(archive.len() > house.service.settings.sheet_limit);
    let size = archive.len().to_string();
    let begun = [("upload-length", size.as_str()), ("upload-metadata", "filename YS56aXA=")];
    let address = pieces(&mut clerk, "POST", &at.path("transfers"), &begun, b"").location().to_owned();
    for (at, piece) in archive.chunks(8 << 20).enumerate() {
        let offset = (at * (8 << 20)).to_string();
        let sent = pieces(&mut clerk, "PATCH", &address, &[("upload-offset", &offset)], piece);
        assert_eq!(sent.status, 204, "{}", gist(&sent.text));
    }
    assert!(card(&mut clerk, &at, "活动总结").contains("2024年总结.txt"));
    assert!(card(&mut clerk, &at, "工作图片").contains("IMG_1.jpg"));
    let page = clerk.open(&at.page()).text;
    let unplaced = plain(between(&page, "id=\"unplaced\"", "</section>")[0]);
    assert!(unplaced.contains("活动.mp4") && !unplaced.contains("a.zip"), "{unplaced}");
}

fn stored(parts: &[(&str, &[u8])]) -> Vec<u8> {
    archive_of(
        parts,
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
    )
}

/// The sheet of [`UNIT`].
fn table() -> String {
    let rows = [
        ("普法宣传活动", "场", "3"),
        ("组织新闻发布会", "场", "1"),
        ("开展线上线下消费教育活动", "次", "32"),
        ("受理消费者咨询情况", "件", "564"),
        ("受理消费者投诉情况", "件", "52"),
        ("解决消费纠纷", "件", "35"),
        ("为消费者挽回经济损失", "万元", "11.522"),
        ("发布消费提（警）示", "条", "39"),
        ("组织新闻媒体专栏专题", "期", "8"),
        ("媒体宣传报道", "篇", "26"),
        ("印发各类宣传资料", "份", "18781"),
    ];
    let rows = rows.iter().enumerate();
    let rows = rows.map(|(at, (label, unit, figure))| format!("{},{label},{unit},{figure}\n", at + 1));
    let head = "2024年“3·15”活动情况统计表\n序号,类别,单位,数量\n".to_owned();
    std::iter::once(head).chain(rows).collect()
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    archive_of(parts, zip::write::SimpleFileOptions::default())
}

fn archive_of(parts: &[(&str, &[u8])], options: zip::write::SimpleFileOptions) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, options).expect("a part");
        std::io::Write::write_all(&mut writer, bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

fn pieces(desk: &mut Desk, method: &str, path: &str, more: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut client = desk.client.another();
    client.headers.insert("x-csrf-token".to_owned(), desk.csrf.clone());
    for (name, value) in more {
        client.headers.insert((*name).to_owned(), (*value).to_owned());
    }
    let kind = if method == "PATCH" { "application/offset+octet-stream" } else { "" };
    client.send(method, path, kind, body.to_vec())
}

fn a_file_in_pieces_goes_on_where_the_line_broke(database: Database) {
    let house = town(database);
    let at = campaign(&house);
    let mut clerk = house.desk("clerk");
    let pictures = deliverable(&mut clerk, &at, "工作图片");
    let bytes: Vec<u8> = [b"\0\0\0\x18ftypmp42".as_slice(), &[7; 3_000_000]].concat();
    let size = bytes.len().to_string();
    // 活动.mp4, and the deliverable's number, in Base64.
    let coded = base64(&pictures);
    let metadata = format!("filename 5rS75YqoLm1wNA==,deliverable {coded}");
    let begun = pieces(
        &mut clerk,
        "POST",
        &at.path("transfers"),
        &[("upload-length", &size), ("upload-metadata", &metadata)],
        b"",
    );
    assert_eq!((begun.status, begun.header("tus-resumable")), (201, "1.0.0"), "{}", gist(&begun.text));
    let address = begun.location().to_owned();
    let first = pieces(&mut clerk, "PATCH", &address, &[("upload-offset", "0")], &bytes[..2_000_000]);
    assert_eq!((first.status, first.header("upload-offset")), (204, "2000000"), "{}", gist(&first.text));
    assert!(!card(&mut clerk, &at, "工作图片").contains("活动.mp4"), "nothing half lies there");
    let house = house.restarted();
    let mut clerk = house.desk("clerk");
    let asked = pieces(&mut clerk, "HEAD", &address, &[], b"");
    assert_eq!((asked.status, asked.header("upload-offset")), (200, "2000000"));
    let wrong = pieces(&mut clerk, "PATCH", &address, &[("upload-offset", "5")], b"x");
    assert_eq!(wrong.status, 409, "{}", gist(&wrong.text));
    let rest = pieces(&mut clerk, "PATCH", &address, &[("upload-offset", "2000000")], &bytes[2_000_000..]);
    assert_eq!((rest.status, rest.header("upload-offset")), (204, size.as_str()), "{}", gist(&rest.text));
    let shown = card(&mut clerk, &at, "工作图片");
    assert!(shown.contains("活动.mp4") && shown.contains(&sha256(&bytes)), "{shown}");
    send_well(&mut clerk, &at, &pictures);
    let page = clerk.open(&at.page()).text;
    let link = between(&page, "<p class=\"file-name\"><a href=\"", "\"")[0].to_owned();
    let back = clerk.get(&link);
    assert_eq!((back.status, sha256(&back.bytes)), (200, sha256(&bytes)));
    assert!(back.header("content-disposition").starts_with("attachment"), "{:?}", back.headers);
    pieces(&mut clerk, "DELETE", &address, &[], b"");
    house.clock_is("2024-03-30 09:00");
    let mut clerk = house.desk("clerk");
    let other = [("upload-length", "5"), ("upload-metadata", "filename YQ==")];
    assert_eq!(pieces(&mut clerk, "POST", &at.path("transfers"), &other, b"").status, 201);
    assert_eq!(sha256(&clerk.get(&link).bytes), sha256(&bytes), "what was sent is not taken back");
    let verdict = huibiao::workflow::verify::verify(&house.service).expect("a verdict");
    assert_eq!(verdict.faults, Vec::<String>::new());
}

fn a_file_whose_last_byte_came_as_the_server_died_is_there(database: Database) {
    let house = town(database);
    let at = campaign(&house);
    let mut clerk = house.desk("clerk");
    let pictures = deliverable(&mut clerk, &at, "工作图片");
    let bytes: Vec<u8> = [b"\0\0\0\x18ftypmp42".as_slice(), &[7; 50_000]].concat();
    let size = bytes.len().to_string();
    let metadata = format!("filename 5rS75YqoLm1wNA==,deliverable {}", base64(&pictures));
    let begun = [("upload-length", size.as_str()), ("upload-metadata", &metadata)];
    let address = pieces(&mut clerk, "POST", &at.path("transfers"), &begun, b"").location().to_owned();
    let id = address.rsplit('/').next().unwrap_or_default();
    house.service.store.objects.append(id, 0, &bytes).expect("they are on disk, and nothing more was done");
    assert!(!card(&mut clerk, &at, "工作图片").contains("活动.mp4"));
    for _ in 0..2 {
        let asked = pieces(&mut clerk, "HEAD", &address, &[], b"");
        assert_eq!((asked.status, asked.header("upload-offset")), (200, size.as_str()));
        let shown = card(&mut clerk, &at, "工作图片");
        assert_eq!(shown.matches(&sha256(&bytes)).count(), 1, "{shown}");
    }
}

fn base64(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut coded = String::new();
    for three in text.as_bytes().chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            coded.push(if at <= three.len() { char::from(letter) } else { '=' });
        }
    }
    coded
}

fn what_was_returned_is_sent_again_and_the_first_stays(database: Database) {
    let house = town(database);
    house.employ("county", Role::Supervisor, "370320");
    let at = campaign(&house);
    let mut clerk = house.desk("clerk");
    let summary = deliverable(&mut clerk, &at, "活动总结");
    put_well(&mut clerk, &at, &summary, &[("总结.txt", "第一稿".as_bytes())]);
    send_well(&mut clerk, &at, &summary);
    let mut county = house.desk("county");
    let page = county.open(&at.page()).text;
    let delivery = between(&page, "action=\"/deliveries/", "/return\"")[0].to_owned();
    let delivery = delivery.rsplit("/deliveries/").next().expect("a number").to_owned();
    let silent = county.post(&format!("/deliveries/{delivery}/return"), &[("reason", " ")]);
    assert_eq!(silent.status, 422);
    assert!(plain(&silent.text).contains("请写明退回的原因"), "{}", gist(&silent.text));
    county.done(&format!("/deliveries/{delivery}/return"), &[("reason", "没有写投诉情况")]);
    let shown = card(&mut clerk, &at, "活动总结");
    assert!(shown.contains("已退回") && shown.contains("没有写投诉情况"), "{shown}");
    let home = plain(&clerk.open("/").text);
    assert!(home.contains("的活动总结第 1 次报送被退回。原因：没有写投诉情况"), "{home}");
    put_well(&mut clerk, &at, &summary, &[("总结.txt", "第一稿".as_bytes())]);
    assert!(card(&mut clerk, &at, "活动总结").contains("与上次报送的文件完全相同"));
    let page = clerk.open(&at.page()).text;
    let pending = between(&page, "/materials/", "/removal")[0].to_owned();
    clerk.done(&at.path(&format!("materials/{pending}/removal")), &[]);
    put_well(&mut clerk, &at, &summary, &[("总结.txt", "第二稿".as_bytes())]);
    send_well(&mut clerk, &at, &summary);
    let shown = card(&mut clerk, &at, "活动总结");
    assert!(shown.contains("已报待审") && shown.contains("历次报送（2）"), "{shown}");
    let old = county.post(&format!("/deliveries/{delivery}/acceptance"), &[]);
    assert_eq!(old.status, 412, "{}", gist(&old.text));
    let file = county.get(&format!("/deliveries/{delivery}/files/1"));
    assert_eq!(file.text, "第一稿", "what was sent first is still there");
    let page = county.open(&at.page()).text;
    let newer = between(&page, "action=\"/deliveries/", "/acceptance\"")[0].to_owned();
    county.done(&format!("/deliveries/{newer}/acceptance"), &[]);
    assert!(card(&mut clerk, &at, "活动总结").contains("已通过"));
    let verdict = huibiao::workflow::verify::verify(&house.service).expect("a verdict");
    assert_eq!(verdict.faults, Vec::<String>::new());
}

fn what_a_superior_sends_is_told_to_the_unit(database: Database) {
    let house = town(database);
    let at = campaign(&house);
    let mut city = house.desk("city");
    let summary = deliverable(&mut city, &at, "活动总结");
    put_well(&mut city, &at, &summary, &[("总结.txt", "纸上交来的".as_bytes())]);
    send_well(&mut city, &at, &summary);
    let mut clerk = house.desk("clerk");
    let home = plain(&clerk.open("/").text);
    assert!(home.contains("代本单位报送") && home.contains("活动总结"), "{home}");
    assert!(card(&mut clerk, &at, "活动总结").contains("上级代报"));
    assert!(CITY.len() == 4);
}

fn a_picture_is_shown_without_its_place_and_its_bytes_only_with_a_reason(database: Database) {
    let house = town(database);
    let at = campaign(&house);
    let mut clerk = house.desk("clerk");
    let pictures = deliverable(&mut clerk, &at, "工作图片");
    let taken = made::photo(6);
    assert!(taken.windows(4).any(|bytes| bytes == b"Exif"), "the camera noted where it was");
    put_well(&mut clerk, &at, &pictures, &[("现场.jpg", &taken)]);
    send_well(&mut clerk, &at, &pictures);
    let mut city = house.desk("city");
    let page = city.open(&at.page()).text;
    let link = between(&page, "<p class=\"file-name\"><a href=\"", "\"")[0].to_owned();
    for below in ["", "/whole", "/small"] {
        let seen = city.get(&format!("{link}{below}"));
        assert_eq!(seen.status, 200, "{below}: {}", gist(&seen.text));
        assert!(seen.bytes.starts_with(b"\xff\xd8"), "{below} is a picture");
        for secret in [b"Exif".as_slice(), b"GPS"] {
            assert!(!seen.bytes.windows(secret.len()).any(|bytes| bytes == secret), "{below}");
        }
    }
    let original = format!("{link}/original");
    assert_eq!(city.open(&original).status, 200);
    assert_eq!(city.post(&original, &[("reason", "")]).status, 422);
    let opened = city.post(&original, &[("reason", "核对拍摄日期")]);
    assert_eq!((opened.status, opened.bytes.as_slice()), (200, taken.as_slice()));
    assert_eq!(clerk.get(&original).status, 403, "the unit has its own");
    house.employ("audit", Role::Auditor, CITY);
    let log = plain(&house.desk("audit").open("/audit").text);
    assert!(log.contains("打开原件") && log.contains("核对拍摄日期"), "{log}");
}

fn what_may_not_be_sent_is_refused_with_a_sentence(database: Database) {
    let house = town(database);
    let at = campaign(&house);
    let mut clerk = house.desk("clerk");
    let summary = deliverable(&mut clerk, &at, "活动总结");
    let said = |answer: &Answer| plain(&answer.text);
    let nothing = put(&mut clerk, &at, &summary, &[]);
    assert!(nothing.status == 422 && said(&nothing).contains("请先选择文件"), "{}", gist(&nothing.text));
    let send = [("deliverable", summary.as_str()), ("key", "0123456789abcdef")];
    let empty = clerk.post(&at.path("deliveries"), &send);
    assert!(empty.status == 422 && said(&empty).contains("还没有放入要报送的文件"), "{}", gist(&empty.text));
    let elsewhere = put(&mut clerk, &Place::new(at.campaign, "370320002"), &summary, &[("a.txt", b"a")]);
    assert_eq!(elsewhere.status, 404, "{}", gist(&elsewhere.text));
    let unknown = put(&mut clerk, &at, "9999", &[("a.txt", b"a")]);
    assert_eq!(unknown.status, 404, "{}", gist(&unknown.text));
    let foreign = clerk.client.upload(&at.path("materials"), &[("csrf", "x")], &[("file", "a.txt", b"a")]);
    assert_eq!(foreign.status, 403);
    put_well(&mut clerk, &at, &summary, &[("总结.txt", "总结".as_bytes())]);
    house.clock_is("2024-04-02 09:00");
    let mut city = house.desk("city");
    city.done(&format!("/campaigns/{}/closure", at.campaign), &[]);
    let mut clerk = house.desk("clerk");
    assert!(card(&mut clerk, &at, "活动总结").contains("不再接收材料"));
    let late = clerk.post(&at.path("deliveries"), &send);
    assert!(late.status == 409 && said(&late).contains("不再接收材料"), "{}", gist(&late.text));
}

/// A unit sent a summary, which was looked into and returned.
pub fn returned(database: Database) -> House {
    let house = town(database);
    let at = campaign(&house);
    let mut clerk = house.desk("clerk");
    let summary = deliverable(&mut clerk, &at, "活动总结");
    put_well(&mut clerk, &at, &summary, &[("总结.txt", "第一稿".as_bytes())]);
    send_well(&mut clerk, &at, &summary);
    let mut city = house.desk("city");
    let page = city.open(&at.page()).text;
    let id =
        between(&page, "action=\"/deliveries/", "/return\"")[0].rsplit('/').next().expect("it").to_owned();
    city.done(&format!("/deliveries/{id}/return"), &[("reason", "太短")]);
    house
}

fn whatever_of_material_was_changed_is_found(database: Database) {
    let house = returned(database);
    assert_eq!(faults_after(&house.service.store, "", "SELECT 1"), Vec::<String>::new());
    for (table, sql, fault) in [
        ("delivery", "UPDATE delivery SET received_at = received_at - 1", "与审计记录不符"),
        ("delivery", "UPDATE delivery SET late_by = 5", "与审计记录不符"),
        ("delivery", "UPDATE delivery SET receipt = 'x'", "与审计记录不符"),
        ("delivery", "UPDATE delivery SET digest = 'x'", "与内容摘要不符"),
        ("delivery_file", "UPDATE delivery_file SET file_name = '别的.txt'", "与内容摘要不符"),
        ("delivery_file", "DELETE FROM delivery_file", "与内容摘要不符"),
        ("delivery_review", "UPDATE delivery_review SET reason = '很好'", "材料审核意见"),
        ("delivery_review", "DELETE FROM delivery_review", "在审核意见里找不到"),
        ("", "UPDATE delivered SET state = 'accepted'", "状态与报送、审核记录不符"),
        ("", "UPDATE delivered SET first_received_at = 0", "状态与报送、审核记录不符"),
        ("", "DELETE FROM delivered", "没有状态记录"),
    ] {
        let faults = faults_after(&house.service.store, table, sql);
        assert!(faults.iter().any(|found| found.contains(fault)), "{sql}: {faults:?}");
    }
}

fn a_summary_that_says_otherwise_is_asked_about_and_holds_nothing(database: Database) {
    let house = town(database);
    let at = campaign(&house);
    let mut clerk = house.desk("clerk");
    let summary = deliverable(&mut clerk, &at, "活动总结");
    let words = "活动总结\n我所印发各类宣传资料3万份。\n受理消费者投诉52件。";
    put_well(&mut clerk, &at, &summary, &[("总结.txt", words.as_bytes())]);
    let uploaded = clerk.upload(&at.path("uploads"), &[("file", "统计表.csv", table().as_bytes())]);
    assert_eq!(uploaded.status, 303, "{}", gist(&uploaded.text));
    let check = clerk.open(&at.path("check"));
    let asked = plain(&check.text);
    assert!(asked.contains("3万份") && asked.contains("18781"), "{}", gist(&check.text));
    assert!(!asked.contains("52件"), "what agrees is not asked about");
    let (key, version) = (check.value_of("key"), check.value_of("version"));
    let sent = clerk.post(&at.path("submissions"), &[("key", &key), ("version", &version)]);
    assert!(sent.status == 303 && sent.location().starts_with("/receipts/"), "{}", gist(&sent.text));
    let again = clerk.upload(&at.path("uploads"), &[("file", "统计表.csv", table().as_bytes())]);
    assert_eq!(again.status, 303);
    for page in [at.page(), at.path("check")] {
        assert!(plain(&clerk.open(&page).text).contains("这份文件与第 1 次上报的完全相同"), "{page}");
    }
}
