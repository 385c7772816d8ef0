//! A unit's package as its pages show it: something of everything.

use huibiao::vocabulary::hex::hex;
use huibiao::web::pages::layout::Choice;
use huibiao::web::pages::materials::{FileLine, Material, Materials, Reviewing, SentLine};
use huibiao::web::pages::status::{Status, Timely};

const BASE: &str = "/campaigns/4/units/370323014";

fn file(id: i64, name: &str, kind: &str, size: &str) -> FileLine {
    FileLine {
        id,
        name: name.into(),
        kind: kind.into(),
        size: size.into(),
        sha256: hex(&[u8::try_from(id).expect("a small number"); 32]),
        ..FileLine::default()
    }
}

fn material(id: i64, title: &str, terms: &str, status: Status) -> Material {
    Material {
        id,
        title: title.into(),
        terms: terms.into(),
        tag: status.tag(),
        timely: None,
        closed: String::new(),
        returned: String::new(),
        pending: vec![],
        same_again: false,
        current: vec![],
        sent: vec![],
        reviewing: None,
        accept: String::new(),
    }
}

/// As the clerk sees it.
pub fn materials() -> Materials {
    let plan = material(
        11,
        "活动方案",
        "必报，通知原文“3月10日前”，2024年3月10日 24:00（含当日），限 docx、pdf",
        Status::Returned,
    );
    let plan = Material {
        timely: Some(Timely::LateBy("1 天 2 小时".into())),
        returned: "李建国 2024年3月12日 09:20 退回。原因：没有写负责人和联系电话。".into(),
        current: vec![FileLine {
            download: "/deliveries/3/files/1".into(),
            words: "/deliveries/3/files/1/words".into(),
            ..file(1, "活动方案（定稿）.docx", "文档", "24 KB")
        }],
        sent: vec![SentLine {
            number: 1,
            received: "2024年3月12日 02:11:09".into(),
            timely: Timely::LateBy("1 天 2 小时".into()),
            tag: Status::Returned.tag(),
            sender: "王秀英 上传文件".into(),
            receipt: "2024-0004-370323014-11-01-a1b2c3".into(),
            files: 1,
        }],
        ..plan
    };
    let summary =
        material(12, "活动总结", "必报，通知原文“3月22日前”，2024年3月22日 24:00（含当日）", Status::Draft);
    let summary = Material {
        pending: vec![FileLine {
            note: "通知要求 docx、pdf，这个文件是 wps".into(),
            ..file(2, "2024年315活动总结.wps", "文档", "31 KB")
        }],
        ..summary
    };
    let pictures = material(13, "工作图片", "选报，不限时间", Status::Blank);
    let unplaced = vec![file(3, "新建 Microsoft Word 文档.docx", "文档", "12 KB")];
    let rows = vec![plan, summary, pictures];
    let choices = rows.iter().map(|row| Choice::new(row.id.to_string(), &row.title)).collect();
    Materials {
        csrf: "token".into(),
        base: BASE.into(),
        unit_name: super::parts::CLERK_UNIT.into(),
        rows,
        unplaced,
        tables: vec![],
        may_fill: true,
        choices,
        may_send: true,
        on_behalf: false,
        largest: "100 MB".into(),
        key: "0123456789abcdef0123456789abcdef".into(),
        waiting: 1,
        wrong: String::new(),
    }
}

/// As the supervisor sees it.
pub fn for_review() -> Materials {
    let mut materials = materials();
    materials.on_behalf = true;
    materials.rows[0].reviewing = Some(Reviewing { delivery: 3, may_accept: true, may_return: true });
    materials
}
