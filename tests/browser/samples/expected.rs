//! Whom a campaign asks: while it is chosen, and afterwards.

use huibiao::web::pages::ExpectedPage;
use huibiao::web::pages::campaign::Tab;
use huibiao::web::pages::expected::{AskedLine, ChoiceFields, SingleFields, SingleLine, Ticked};
use huibiao::web::pages::heads::Heads;
use huibiao::web::pages::layout::Choice;
use huibiao::web::pages::status::Stage;

use super::parts::*;
use super::{Page, add};

fn box_of(value: &str, label: &str, ticked: bool) -> Ticked {
    Ticked { choice: Choice::new(value, label), ticked }
}

fn asked(number: usize) -> AskedLine {
    AskedLine {
        code: format!("37032300{number}"),
        name: format!("沂源县第{number}市场监督管理所"),
        parent: "沂源县".into(),
        groups: "市监、消协".into(),
        note: if number == 2 { "增加：通知点名要求".into() } else { String::new() },
    }
}

pub fn pages(pages: &mut Vec<Page>) {
    let page = |stage| ExpectedPage {
        frame: in_campaign(supervisor("应报单位")).here("应报单位"),
        tabs: tabs(Tab::Expected),
        heads: Heads::new("/campaigns/3/expected", "", "list"),
        campaign: 3,
        title: TITLE.into(),
        stage,
        may_arrange: true,
        words: "沂源县、桓台县填报单位，限市监分组，另增加 1 个，去掉 1 个".into(),
        fields: ChoiceFields {
            nodes: vec![
                box_of("370320", "沂源县", true),
                box_of("370321", "桓台县", true),
                box_of("370322", "高青县", false),
            ],
            others: String::new(),
            level: String::new(),
            levels: vec![Choice::new("", "各填报单位"), Choice::new("county", "各县级单位自己报")],
            groups: vec![
                box_of("卫健", "卫健", false),
                box_of("市监", "市监", true),
                box_of("消协", "消协", false),
            ],
        },
        singles: vec![
            SingleLine {
                code: "370323002".into(),
                name: "沂源县第2市场监督管理所".into(),
                asked: true,
                reason: "通知点名要求".into(),
            },
            SingleLine {
                code: "370323009".into(),
                name: "沂源县第9市场监督管理所".into(),
                asked: false,
                reason: "正在撤并，由邻所代管".into(),
            },
        ],
        single: SingleFields::default(),
        count: 57,
        exempt: 1,
        by_node: vec![("沂源县".into(), 40), ("桓台县".into(), 17)],
        units: (1..7).map(asked).collect(),
        next: "/campaigns/3/expected?after=370323006".into(),
    };
    add(pages, "expected-draft", page(Stage::Draft));
    add(pages, "expected", page(Stage::Published));
    let wrong = ExpectedPage {
        frame: in_campaign(supervisor("应报单位"))
            .here("应报单位")
            .error("single.reason", "请写明增加沂源县第2市场监督管理所的原因。"),
        single: SingleFields { unit: "370323002".into(), reason: String::new() },
        ..page(Stage::Draft)
    };
    add(pages, "expected-wrong", wrong);
}
