//! 上级模板 as supervisors see it.

use huibiao::web::pages::SuperiorPage;
use huibiao::web::pages::campaign::Tab;
use huibiao::web::pages::layout::Choice;
use huibiao::web::pages::superior::{ChosenCell, Drawn, DrawnSheet, SheetCell, SheetRow};

use super::parts::*;
use super::{Page, add};

pub fn pages(pages: &mut Vec<Page>) {
    add(pages, "superior", page(None));
    add(pages, "superior-proposed", page(Some(drawn())));
}

fn page(drawn: Option<Drawn>) -> SuperiorPage {
    SuperiorPage {
        frame: in_campaign(supervisor("上级模板")).here("上级模板"),
        tabs: tabs(Tab::Totals),
        campaign: 3,
        title: "2024年“3·15”活动情况统计".into(),
        node_code: "370323".into(),
        node_name: "沂源县".into(),
        may_change: true,
        used: drawn.as_ref().map(|_| (1, "市局上报表.xlsx".into())),
        signed: Some(2),
        shows_signed: false,
        drawn,
    }
}

fn cell(name: &str, words: &str, wants: &str, value: &str) -> SheetCell {
    let href = if wants.is_empty() { String::new() } else { format!("/?cell=0!{name}#cell") };
    SheetCell {
        name: name.into(),
        columns: 1,
        rows: 1,
        words: words.into(),
        wants: wants.into(),
        value: value.into(),
        href,
        is_chosen: name == "D3",
        ..SheetCell::default()
    }
}

fn drawn() -> Drawn {
    let title = SheetCell { columns: 4, ..cell("A1", "全市3·15活动上报表", "", "") };
    let row = |number: u32, cells: Vec<SheetCell>| SheetRow { number: number.to_string(), cells };
    let line = |at: u32, words: &str, measure: &str, wants: &str, value: &str| {
        let cells = vec![
            cell(&format!("A{at}"), &(at - 2).to_string(), "", ""),
            cell(&format!("B{at}"), words, "", ""),
            cell(&format!("C{at}"), measure, "", ""),
            cell(&format!("D{at}"), "", wants, value),
        ];
        row(at, cells)
    };
    let heads = ["序号", "项目", "计量单位", "数量"];
    let heads = heads.iter().zip(["A2", "B2", "C2", "D2"]).map(|(words, name)| cell(name, words, "", ""));
    Drawn {
        id: 2,
        file: "省局上报表.xlsx".into(),
        is_used: false,
        is_changed: false,
        kept: vec!["李科长 上传，2024年3月22日 10:00".into()],
        figures: 2,
        said: vec![
            "汇总范围：应报 57 个单位，计入 41 个，未报 14 个".into(),
            "模板要“组织消费维权约谈”（B5），本报表没有这一项，留空".into(),
        ],
        refused: String::new(),
        sheets: vec![DrawnSheet {
            name: "上报表".into(),
            columns: ["A", "B", "C", "D"].map(str::to_owned).to_vec(),
            rows: vec![
                row(1, vec![title]),
                row(2, heads.collect()),
                line(3, "普法宣传活动", "场", "合计：第1项 普法宣传活动", "403"),
                line(4, "为消费者挽回经济损失", "元", "合计：第7项 为消费者挽回经济损失，换算", "118220"),
                line(5, "组织消费维权约谈", "次", "", ""),
            ],
            is_cut: false,
        }],
        chosen: Some(ChosenCell {
            cell: "0!D3".into(),
            name: "D3".into(),
            asked: vec![Choice::new("nothing", "不填"), Choice::new("1", "第1项 普法宣传活动（场）")],
            wants: "1".into(),
            whose: vec![Choice::new("total", "合计"), Choice::new("office", "机关（本级）")],
            of: "total".into(),
        }),
    }
}
