//! Files named as offices name them, sorted into what their notices ask for.

use super::*;
use crate::campaign::task::Files;
use FileKind::{Archive, Document, Other, Pdf, Picture, Slides, Sound, Table, Video};

fn asked(list: &[(DeliverableKind, &str)]) -> Vec<Deliverable> {
    let deliverable = |(id, (kind, title)): (i64, &(DeliverableKind, &str))| Deliverable {
        id,
        campaign: 1,
        kind: *kind,
        title: (*title).to_owned(),
        due: None,
        close: None,
        required: true,
        level: None,
        files: Files::default(),
    };
    (1..).zip(list).map(deliverable).collect()
}

/// Three of the seven notices, and one that asks for everything.
fn health() -> Vec<Deliverable> {
    use DeliverableKind::{Pictures, Summary, Table};
    asked(&[(Table, "“3·15”活动情况统计表"), (Summary, "“3·15”活动总结"), (Pictures, "图片等材料")])
}

fn market() -> Vec<Deliverable> {
    use DeliverableKind::{News, Pictures, Plan, Summary};
    asked(&[(Plan, "方案"), (Summary, "总结"), (News, "动态信息"), (Pictures, "影像资料")])
}

fn fairness() -> Vec<Deliverable> {
    use DeliverableKind::{Cases, Summary};
    asked(&[(Summary, "情况小结"), (Cases, "典型案例")])
}

fn all() -> Vec<Deliverable> {
    use DeliverableKind::{Cases, News, Other, Pictures, Plan, Summary, Table, Video};
    asked(&[
        (Table, "统计报表"),
        (Plan, "活动方案"),
        (Summary, "活动总结"),
        (Pictures, "图片资料"),
        (Cases, "典型案例"),
        (News, "动态信息"),
        (Video, "宣传视频"),
        (Other, "消费维权联络员名单"),
        (Other, "投诉举报台账"),
    ])
}

fn file<'a>(name: &'a str, kind: FileKind, text: &'a str) -> Arrived<'a> {
    Arrived { name, kind, holds_form: text == FORM, text, bytes: 30_000 }
}

/// Stands for a file that holds the campaign's form.
const FORM: &str = "活动情况统计表\n填报单位";

/// The title of the deliverable, or why there is none.
fn sorted(asked: &[Deliverable], files: &[Arrived]) -> Vec<String> {
    let asked: Vec<&Deliverable> = asked.iter().collect();
    let title = |id: &i64| asked.iter().find(|one| one.id == *id).unwrap().title.clone();
    let told = |proposed: Proposed| match proposed.deliverable {
        Ok(id) => title(&id),
        Err(Unplaced::Several(ids)) => ids.iter().map(title).collect::<Vec<_>>().join("或") + "？",
        Err(Unplaced::NotAsked(word)) => format!("没有要求{word}"),
        Err(Unplaced::NoForm) => "没有本次的表".to_owned(),
        Err(Unplaced::Unknown) => "？".to_owned(),
    };
    sort(&asked, files).into_iter().map(told).collect()
}

fn check(asked: fn() -> Vec<Deliverable>, cases: &[(&str, FileKind, &str, &str)]) {
    for (name, kind, text, expected) in cases {
        assert_eq!(sorted(&asked(), &[file(name, *kind, text)]), [*expected], "{name}：{text}");
    }
}

#[test]
fn a_file_that_holds_the_form_is_the_table_whatever_it_is_called() {
    check(
        all,
        &[
            ("附件：2024年“3·15”活动情况统计表.xls", Table, FORM, "统计报表"),
            ("新建 Microsoft Excel 工作表.xlsx", Table, FORM, "统计报表"),
            ("南麻所总结.docx", Document, FORM, "统计报表"),
            ("报表（盖章）.pdf", Pdf, "", "没有本次的表"),
            ("2023年统计表.xlsx", Table, "2023年统计表\n序号", "没有本次的表"),
            ("统计表 照片.jpg", Picture, "", "图片资料"),
            ("统计表.jpg", Picture, "", "图片资料或统计报表？"),
        ],
    );
    check(fairness, &[("表.xlsx", Table, FORM, "没有要求统计表")]);
}

#[test]
fn texts_are_what_their_names_end_in() {
    check(
        all,
        &[
            ("城关所2024年315活动总结.docx", Document, "", "活动总结"),
            ("南麻市场监管所3·15活动总结（定稿）.doc", Document, "", "活动总结"),
            ("工作总结1.wps", Document, "", "活动总结"),
            ("活动总结南麻所.docx", Document, "", "活动总结"),
            ("县医院影像科宣传总结.docx", Document, "", "活动总结"),
            ("总 结.docx", Document, "", "活动总结"),
            ("315活动小结-最终版.docx", Document, "", "活动总结"),
            ("“3·15”活动开展情况.docx", Document, "", "活动总结"),
            ("XX所关于开展3.15活动的情况汇报.docx", Document, "", "活动总结"),
            ("3.15宣传活动情况报告.pdf", Pdf, "", "活动总结"),
            ("个人信息保护宣传总结.docx", Document, "", "活动总结"),
            ("2024年计划生育用品专项检查总结.docx", Document, "", "活动总结"),
            ("附件1：活动方案（定稿）.wps", Document, "", "活动方案"),
            ("3.15活动实施方案20240312.docx", Document, "", "活动方案"),
            ("关于印发《2024年“3·15”活动方案》的通知.pdf", Pdf, "", "活动方案"),
            ("315活动安排.txt", Document, "", "活动方案"),
            ("3·15活动安排情况.docx", Document, "", "活动方案"),
            ("典型案例1.doc", Document, "", "典型案例"),
            ("消费维权典型案例（两个）.docx", Document, "", "典型案例"),
            ("总结典型案例.docx", Document, "", "典型案例"),
            ("信息：城关所开展3·15宣传.docx", Document, "", "动态信息"),
            ("3.15简报第1期.docx", Document, "", "动态信息"),
            ("活动动态.docx", Document, "", "动态信息"),
            ("新闻报道.docx", Document, "", "动态信息"),
            ("联络员名单.xlsx", Table, "姓名", "消费维权联络员名单"),
            ("消费维权联络员名单（南麻所）.doc", Document, "", "消费维权联络员名单"),
            ("2024年投诉台账.xls", Table, "序号", "投诉举报台账"),
            ("活动图片.docx", Document, "", "图片资料"),
            ("宣传照片.pptx", Slides, "", "图片资料"),
            ("315总结.pptx", Slides, "", "活动总结"),
        ],
    );
}

#[test]
fn what_fits_two_or_nothing_is_asked() {
    check(
        all,
        &[
            ("典型案例总结.docx", Document, "", "活动总结或典型案例？"),
            ("总结及图片.docx", Document, "", "活动总结或图片资料？"),
            ("方案、总结合集.docx", Document, "", "活动方案或活动总结？"),
            ("会议纪要.docx", Document, "正文", "没有要求纪要"),
            ("局长讲话.docx", Document, "正文", "没有要求讲话"),
            ("签到表.xlsx", Table, "姓名", "没有要求签到表"),
            ("食品检测报告.pdf", Pdf, "结论", "没有要求检测报告"),
            ("关于报送3·15活动材料的通知.docx", Document, "", "没有要求通知"),
            ("活动总结.xlsx", Table, "总结", "没有要求总结"),
            ("数据.xlsx", Table, "1", "？"),
            ("全部材料.zip", Archive, "", "？"),
            ("总结.exe", Other, "", "？"),
            ("drawing.svg", Other, "", "？"),
            ("扫描0001.pdf", Pdf, "", "？"),
            ("信息中心.docx", Document, "", "？"),
            ("影像科.pdf", Pdf, "", "？"),
            ("新闻发布会.xlsx", Table, "", "？"),
            ("录音1.amr", Sound, "", "没有要求音频"),
        ],
    );
    check(health, &[("活动方案.docx", Document, "活动方案", "没有要求方案")]);
    check(health, &[("VID_20240315.mp4", Video, "", "没有要求视频")]);
}

#[test]
fn pictures_and_footage_are_what_they_show() {
    check(
        all,
        &[
            ("IMG_2034.jpg", Picture, "", "图片资料"),
            ("微信图片_20240315.jpg", Picture, "", "图片资料"),
            ("城关所活动材料/总结/现场1.jpg", Picture, "", "图片资料"),
            ("典型案例配图.png", Picture, "", "图片资料"),
            ("活动总结.jpg", Picture, "", "图片资料或活动总结？"),
            ("方案第1页.png", Picture, "", "图片资料或活动方案？"),
            ("mmexport1710488.mp4", Video, "", "宣传视频"),
            ("活动总结视频.mov", Video, "", "宣传视频"),
        ],
    );
    check(
        market,
        &[
            ("宣传现场.jpg", Picture, "", "影像资料"),
            ("宣传现场.mp4", Video, "", "影像资料"),
            ("现场录音.mp3", Sound, "", "没有要求音频"),
        ],
    );
}

#[test]
fn a_text_that_its_name_does_not_tell_is_told_by_its_first_lines() {
    check(
        all,
        &[
            ("新建 Microsoft Word 文档.docx", Document, "城关所3·15活动总结\n今年……。", "活动总结"),
            ("1.docx", Document, "南麻市场监督管理所\n2024年“3·15”活动\n工作总结\n一、", "活动总结"),
            ("城关所.doc", Document, "附件2\n消费维权典型案例\n案例一", "典型案例"),
            ("无标题.wps", Document, "沂源县开展3·15活动方案\n为贯彻", "活动方案"),
            ("3.15.docx", Document, "3月15日，城关所开展活动，现将总结如下。\n信息", "活动总结"),
            ("活动方案.docx", Document, "城关所3·15活动总结\n正文", "活动方案或活动总结？"),
            ("总结及图片、信息.docx", Document, "城关所3·15活动总结\n正文", "活动总结"),
            ("方案、总结合集.docx", Document, "城关所3·15活动总结\n正文", "活动总结"),
        ],
    );
}

#[test]
fn a_folder_says_what_its_files_do_not() {
    check(
        all,
        &[
            ("城关所/典型案例/1.docx", Document, "王某投诉某超市。", "典型案例"),
            ("城关所/方案/正文.docx", Document, "一、目标。", "活动方案"),
            ("总结/活动方案.docx", Document, "", "活动方案"),
        ],
    );
}

#[test]
fn own_titles_go_before_words_for_kinds() {
    use DeliverableKind::{Other, Pictures, Plan, Summary};
    let rectification = || asked(&[(Summary, "活动总结"), (Summary, "专项整治工作总结"), (Plan, "方案")]);
    check(
        rectification,
        &[
            ("城关所专项整治工作总结.docx", Document, "", "专项整治工作总结"),
            ("315活动总结.docx", Document, "", "活动总结"),
            ("总结.docx", Document, "", "活动总结或专项整治工作总结？"),
            ("1.docx", Document, "正文。", "？"),
        ],
    );
    let scenes = || asked(&[(Pictures, "宣传活动图片"), (Pictures, "销毁现场图片"), (Other, "自查报告")]);
    check(
        scenes,
        &[
            ("销毁现场图片1.jpg", Picture, "", "销毁现场图片"),
            ("宣传活动图片/IMG_1.jpg", Picture, "", "宣传活动图片"),
            ("IMG_1.jpg", Picture, "", "宣传活动图片或销毁现场图片？"),
            ("城关所自查报告.docx", Document, "", "自查报告"),
        ],
    );
}

#[test]
fn the_only_text_without_a_name_is_the_summary() {
    let unnamed = file("城关所.docx", Document, "3月15日我所开展了宣传活动。");
    let other = file("南麻所.docx", Document, "3月15日我所走上街头。");
    let table = file("表.xlsx", Table, FORM);
    let picture = file("1.jpg", Picture, "");
    let summary = file("总结.docx", Document, "");
    let blank = file("扫描.pdf", Pdf, "");
    for (files, expected) in [
        (vec![table, unnamed, picture], vec!["“3·15”活动情况统计表", "“3·15”活动总结", "图片等材料"]),
        (vec![unnamed, other], vec!["？", "？"]),
        (vec![summary, unnamed], vec!["“3·15”活动总结", "？"]),
        (vec![blank], vec!["？"]),
    ] {
        assert_eq!(sorted(&health(), &files), expected, "{files:?}");
    }
    let deliverables = health();
    let asked: Vec<&Deliverable> = deliverables.iter().collect();
    assert_eq!(sort(&asked, &[unnamed])[0].hints, ["名称没有说明是什么材料，按文字材料归入，请核对"]);
}

#[test]
fn what_is_not_as_the_notice_asks_is_said_beside_it() {
    let limited = Files { kinds: vec!["docx".into(), "jpg".into()], most_bytes: Some(20 << 20) };
    let summary = Deliverable { files: limited, ..health().remove(1) };
    let open = health().remove(1);
    let pictures = health().remove(2);
    let table = health().remove(0);
    for (deliverable, file, expected) in [
        (&summary, file("总结.docx", Document, ""), vec![]),
        (&summary, file("总结.DOCX", Document, ""), vec![]),
        (&summary, file("总结.jpeg", Picture, ""), vec!["看起来是图片，这里要的是““3·15”活动总结”"]),
        (&summary, file("总结.wps", Document, ""), vec!["格式是 wps，不是通知要求的 docx、jpg"]),
        (
            &summary,
            Arrived { bytes: (20 << 20) + 1, ..file("总结.docx", Document, "") },
            vec!["大小 20.1 MB，超过通知写明的 20 MB"],
        ),
        (&summary, Arrived { bytes: 20 << 20, ..file("总结.docx", Document, "") }, vec![]),
        (&open, file("总结.wps", Document, ""), vec![]),
        (&open, file("总结", Document, ""), vec![]),
        (
            &open,
            file("总结.docx", Picture, ""),
            vec!["看起来是图片，这里要的是““3·15”活动总结”", "文件名以 .docx 结尾，内容却是图片"],
        ),
        (&pictures, file("1.mp4", Video, ""), vec!["看起来是视频，这里要的是“图片等材料”"]),
        (&pictures, file("图片.docx", Document, ""), vec![]),
        (&pictures, file("1.jpg", Picture, ""), vec![]),
        (&table, file("表.xls", Table, FORM), vec![]),
        (&table, file("表.xls", Table, "别的表"), vec!["文件里没有找到本次的统计表"]),
    ] {
        assert_eq!(hints(deliverable, &file), expected, "{file:?}");
    }
}

#[test]
fn why_a_file_is_asked_about_is_said_in_the_titles_of_the_notice() {
    let deliverables = fairness();
    let asked: Vec<&Deliverable> = deliverables.iter().collect();
    for (why, expected) in [
        (Unplaced::Several(vec![1, 2]), "可能是“情况小结”或“典型案例”，请选择"),
        (Unplaced::NotAsked("方案"), "看起来是方案，本次没有要求这项材料，请选择归入哪项，或移除"),
        (Unplaced::NoForm, "像是统计表，但里面没有找到本次的报表，请核对或另选"),
        (Unplaced::Unknown, "看不出是哪项材料，请选择"),
    ] {
        assert_eq!(why.sentence(&asked), expected);
    }
}
