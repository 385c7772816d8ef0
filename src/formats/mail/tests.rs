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
    let members = super::members(MAIL.as_bytes(), &Limits::attachment()).unwrap();
    let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["表.csv", "表 2"]);
    assert_eq!(members[0].bytes, b"a,1\r\n");
    assert_eq!(members[1].bytes, b"a,2\r\n");
    assert_eq!(members[0].received.map(show).as_deref(), Some("2024-03-22 17:05"));
    assert_eq!(members[0].sender.as_deref(), Some("木李 <a@b.cn>"));
}

#[test]
fn a_mail_that_was_cut_or_carries_nothing_is_refused() {
    let refusal = |mail: &str| super::members(mail.as_bytes(), &Limits::attachment()).unwrap_err().code;
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
