//! Mails as programs write them.

use super::super::limits::Limits;
use super::coding;
use crate::problem::RefusalCode;
use crate::vocabulary::time::show;

const MAIL: &str = "Received: from a by b; Fri, 22 Mar 2024 17:05:09 +0800 (CST)\r\n\
Received: from c by a; Fri, 22 Mar 2024 17:00:00 +0800\r\n\
From: =?gb2312?B?xL7A7g==?= <a@b.cn>\r\n\
Subject: x\r\nMIME-Version: 1.0\r\n\
Content-Type: multipart/mixed;\r\n boundary=\"=_B\"\r\n\r\nignored\r\n\
--=_B\r\nContent-Type: text/plain\r\n\r\n12\r\n\
--=_B\r\nContent-Type: image/png; name=\"logo.png\"\r\nContent-ID: <1>\r\n\r\nx\r\n\
--=_B\r\nContent-Disposition: attachment; filename*=UTF-8''%E8%A1%A8.csv\r\nContent-Transfer-Encoding: base64\r\n\r\nYSwxDQo=\r\n\
--=_B\r\nContent-Type: application/octet-stream; name=\"=?UTF-8?Q?=E8=A1=A8_2?=\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=2C2=\r\n\r\n\
--=_B--\r\n";

#[test]
fn attachments_come_with_the_mails_time_and_sender() {
    let members = super::members(MAIL.as_bytes(), &Limits::sheet()).unwrap();
    let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["表.csv", "表 2"]);
    assert_eq!(members[0].bytes, b"a,1\r\n");
    assert_eq!(members[1].bytes, b"a,2\r\n");
    assert_eq!(members[0].received.map(show).as_deref(), Some("2024-03-22 17:05"));
    assert_eq!(members[0].sender.as_deref(), Some("木李 <a@b.cn>"));
}

#[test]
fn a_mail_that_was_cut_or_carries_nothing_is_refused() {
    let refusal = |mail: &str| super::members(mail.as_bytes(), &Limits::sheet()).unwrap_err().code;
    assert_eq!(refusal(&MAIL[..MAIL.len() - 20]), RefusalCode::Damaged);
    assert_eq!(refusal(&MAIL.replace("YSwx", "YS*x")), RefusalCode::Damaged);
    assert_eq!(refusal("From: a\r\nDate: b\r\n\r\n12\r\n"), RefusalCode::NoTable);
}

#[test]
fn names_are_read_in_every_form() {
    for (value, name) in [
        ("attachment; filename=a.xls", "a.xls"),
        ("attachment; filename=\"a;b.xls\"", "a;b.xls"),
        ("attachment; filename*0*=UTF-8''%E8%A1; filename*1*=%A8.xls", "表.xls"),
        ("attachment; filename*0=\"a\"; filename*1=\"b.xls\"", "ab.xls"),
        ("attachment; filename=\"=?gb18030?B?se0=?= =?gbk?Q?=B1=ED?=.xls\"", "表表.xls"),
        ("attachment; filename*=gb2312''%B1%ED.xls", "表.xls"),
    ] {
        assert_eq!(coding::parameter(value, "filename").as_deref(), Some(name), "{value}");
    }
}

/// A workbook as Excel saves it in one file: these lines of the list of sheets, and these parts.
fn saved(list: &str, parts: &[(&str, &str, Vec<u8>)]) -> Vec<u8> {
    let main = format!(
        "<html xmlns:x=3D\"urn\"><head><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets>{list}=\r\n\
         </x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head><frameset><frame src=3D\"a.files/sheet001.htm\">\
         </frameset></html>"
    );
    let mut bytes = b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n\
        Content-Type: multipart/related; boundary=\"=_N\"\r\n\r\n"
        .to_vec();
    let main = ("a.htm", "quoted-printable", main.into_bytes());
    for (place, coding, body) in [main].iter().chain(parts) {
        let head = format!(
            "--=_N\r\nContent-Location: file:///C:/0E8A/{place}\r\nContent-Transfer-Encoding: {coding}\r\n\
             Content-Type: text/html; charset=\"gb2312\"\r\n\r\n"
        );
        bytes.extend(head.into_bytes());
        bytes.extend(body);
        bytes.extend(b"\r\n");
    }
    bytes.extend(b"--=_N--\r\n");
    bytes
}

fn listed(name: &str, place: &str) -> String {
    format!(
        "<x:ExcelWorksheet>=\r\n<x:Name>{name}</x:Name><x:WorksheetSource HRef=3D\"a.files/{place}\"/></x:ExcelWorksheet>"
    )
}

fn outline(bytes: &[u8]) -> Result<Vec<String>, RefusalCode> {
    let grid = super::saved_page(bytes, &Limits::sheet()).map_err(|refusal| refusal.code)?;
    let of_sheet = |sheet: &crate::submit::grid::Sheet| {
        let cells: Vec<_> = sheet.cells.iter().map(|cell| cell.content.text()).collect();
        format!("{}{} {}", sheet.name, if sheet.visible { "" } else { "（隐藏）" }, cells.join(","))
    };
    Ok(grid.expect("a saved page").sheets.iter().map(of_sheet).collect())
}

#[test]
fn the_sheets_of_a_saved_workbook_are_those_that_it_lists() {
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let sheet =
        ("a.files/sheet001.htm", "quoted-printable", b"<table><tr><td x:num=3D\"12\">12</table>".to_vec());
    let in_gbk = ("a.files/sheet001.htm", "8bit", gbk("<table><tr><td>单位</table>"));
    let in_base64 = ("a.files/sheet002.htm", "base64", b"PHRhYmxlPjx0cj48dGQ+\r\nNzwvdGFibGU+".to_vec());
    let hidden = (
        "a.files/sheet002.htm",
        "8bit",
        b"<!--<x:Visible>SheetHidden</x:Visible>--><table><tr><td>9</table>".to_vec(),
    );
    let tabs = ("a.files/tabstrip.htm", "8bit", b"<table><tr><td>Sheet1</table>".to_vec());
    let one = listed("Sheet1", "sheet001.htm");
    let two = one.clone() + &listed("=B1=ED=D2=BB", "sheet002.htm");
    for (list, parts, expected) in [
        (&one, vec![sheet.clone(), tabs.clone()], Ok(vec!["Sheet1 12"])),
        (&one, vec![in_gbk], Ok(vec!["Sheet1 单位"])),
        (&two, vec![sheet.clone(), in_base64, tabs.clone()], Ok(vec!["Sheet1 12", "表一 7"])),
        (&two, vec![sheet.clone(), hidden], Ok(vec!["Sheet1 12", "表一（隐藏） 9"])),
        (&two, vec![sheet, tabs.clone()], Err(RefusalCode::SheetMissing)),
        (&String::new(), vec![], Err(RefusalCode::Frameset)),
    ] {
        let expected = expected.map(|sheets| sheets.into_iter().map(str::to_owned).collect());
        assert_eq!(outline(&saved(list, &parts)), expected, "{list}");
    }
    let cut = saved(&one, &[tabs]);
    assert_eq!(outline(&cut[..cut.len() - 8]), Err(RefusalCode::Damaged));
}

#[test]
fn a_page_that_a_browser_saved_is_no_mail_and_a_mail_is_no_page() {
    let page = "From: <Saved by Blink>\r\nSubject: x\r\nDate: Fri, 22 Mar 2024 17:05:09 +0800\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/html\r\nContent-Location: http://oa/1\r\n\r\n<table><tr><td>1<td>2</table>\r\n--b--\r\n";
    assert_eq!(outline(page.as_bytes()), Ok(vec!["表1 1,2".to_owned()]));
    assert!(super::saved_page(MAIL.as_bytes(), &Limits::sheet()).unwrap().is_none());
}

/// A mail whose parts are these, each its headers and its body.
fn of_parts(kind: &str, parts: &[(&str, &str)]) -> String {
    let pieces: String =
        parts.iter().map(|(head, body)| format!("--=_B\r\n{head}\r\n\r\n{body}\r\n")).collect();
    format!("From: a\r\nDate: b\r\nContent-Type: {kind}; boundary=\"=_B\"\r\n\r\n{pieces}--=_B--\r\n")
}

#[test]
fn what_a_mail_says_itself_is_a_file_behind_its_attachments() {
    let told = "3月15日，我所在城关广场设台宣传，发放资料二百份，接待咨询三十人次。".repeat(4);
    let plain = ("Content-Type: text/plain; charset=utf-8", told.as_str());
    let page = format!("<html><body><p>{told}</p></body></html>");
    let with_table = format!("<p>报表如下</p><table><tr><td>{}</td></tr></table>", "一");
    let html = |text: &str| ("Content-Type: text/html; charset=utf-8".to_owned(), text.to_owned());
    let (page, with_table) = (html(&page), html(&with_table));
    let sheet = ("Content-Disposition: attachment; filename=a.csv\r\nContent-Type: text/plain", "1,2");
    let (mixed, alternative) = ("multipart/mixed", "multipart/alternative");
    let quoted = format!("谢谢。\r\n> {told}\r\n-- \r\n{told}");
    let whole =
        |kind: &str, text: &str| format!("From: a\r\nDate: b\r\nContent-Type: {kind}\r\n\r\n{text}\r\n");
    for (case, mail, names) in [
        ("beside an attachment", of_parts(mixed, &[plain, sheet]), vec!["a.csv", "邮件正文.txt"]),
        ("alone", whole("text/plain; charset=utf-8", &told), vec!["邮件正文.txt"]),
        ("twice", of_parts(alternative, &[plain, (&page.0, &page.1)]), vec!["邮件正文.txt"]),
        ("as hypertext", whole("text/html", &page.1), vec!["邮件正文.html"]),
        (
            "with a table",
            of_parts(alternative, &[plain, (&with_table.0, &with_table.1)]),
            vec!["邮件正文.html"],
        ),
        (
            "courtesy",
            of_parts(mixed, &[("Content-Type: text/plain", "见附件，请查收。"), sheet]),
            vec!["a.csv"],
        ),
        ("quoted and below the signature", of_parts(mixed, &[("", &quoted), sheet]), vec!["a.csv"]),
        ("a text that is attached", of_parts(mixed, &[sheet]), vec!["a.csv"]),
    ] {
        let members = super::everything(mail.as_bytes(), &Limits::sheet()).unwrap();
        let found: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
        assert_eq!(found, names, "{case}");
    }
    let mail = whole("text/plain; charset=gb2312", "");
    let mail = [mail.trim_end().as_bytes(), b"\r\n\r\n", &encoding_rs::GBK.encode(&told).0].concat();
    let members = super::everything(&mail, &Limits::sheet()).unwrap();
    assert_eq!(String::from_utf8(members[0].bytes.clone()).unwrap(), format!("\u{feff}{told}"));
    let says_nothing = super::everything(b"From: a\r\nDate: b\r\n\r\n12\r\n", &Limits::sheet()).unwrap_err();
    assert_eq!(says_nothing.code, RefusalCode::Empty);
}
