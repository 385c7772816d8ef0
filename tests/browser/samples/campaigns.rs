//! What supervisors see.

use huibiao::campaign::ReminderChannel;
use huibiao::campaign::Shift;
use huibiao::vocabulary::Severity;
use huibiao::web::pages::behalf::{BehalfFile, BehalfMaterial, BehalfOutcome};
use huibiao::web::pages::board::{Address, BoardUnit, Cell, Child, Column, Offer};
use huibiao::web::pages::campaign::{
    BurdenHeard, CampaignLine, CampaignValues, ClockFields, Deliverable, LastYear, Material, Setting, Tab,
    Tabs,
};
use huibiao::web::pages::chart::{Bar, BarChart};
use huibiao::web::pages::check::Query;
use huibiao::web::pages::doubles::{DoubleGroup, DoubleSheet};
use huibiao::web::pages::figures::FindingLine;
use huibiao::web::pages::heads::Heads;
use huibiao::web::pages::home::CampaignCard;
use huibiao::web::pages::layout::Choice;
use huibiao::web::pages::missing::{MissingUnit, RemindForm, ReminderLine};
use huibiao::web::pages::stated::StatedLine;
use huibiao::web::pages::status::{Stage, Status, Timely};
use huibiao::web::pages::submission::{ItemTick, PackageLine, ReviewForms, ReviewLine, Times};
use huibiao::web::pages::totals::{
    Breakdown, BreakdownColumn, BreakdownRow, Coverage, DifferenceRow, Differences, Source,
};
use huibiao::web::pages::*;

use super::parts::{self, *};
use super::{Page, add};

pub fn pages(pages: &mut Vec<Page>) {
    home(pages);
    campaigns(pages);
    campaign(pages);
    board(pages);
    submission(pages);
    totals(pages);
    missing(pages);
    doubles(pages);
    behalf(pages);
}

fn home(pages: &mut Vec<Page>) {
    let card = |id, title: &str, stage, counts| CampaignCard {
        id,
        title: title.into(),
        stage,
        own: vec![],
        due: Some(parts::due()),
        counted: true,
        has_table: true,
        counts,
    };
    let campaigns = || {
        vec![
            card(3, TITLE, Stage::Published, counts(57, 43)),
            card(4, "2024年消费投诉处理情况统计", Stage::Draft, counts(57, 0)),
        ]
    };
    add(
        pages,
        "home-supervisor",
        SupervisorHome {
            frame: supervisor("首页").section("/"),
            node: "沂源县卫生健康局".into(),
            may_review: true,
            leaps: String::new(),
            campaigns: campaigns(),
        },
    );
    add(
        pages,
        "home-auditor",
        SupervisorHome {
            frame: auditor("首页").section("/"),
            node: "淄博市消费者权益保护委员会".into(),
            may_review: false,
            leaps: String::new(),
            campaigns: campaigns().into_iter().take(1).collect(),
        },
    );
    add(
        pages,
        "home-supervisor-empty",
        SupervisorHome {
            frame: supervisor("首页").section("/"),
            node: "沂源县卫生健康局".into(),
            may_review: true,
            leaps: String::new(),
            campaigns: vec![],
        },
    );
}

fn campaigns(pages: &mut Vec<Page>) {
    let line = |id, title: &str, stage, due: &str, received| CampaignLine {
        id,
        title: title.into(),
        stage,
        issuer: "淄博市消费者权益保护委员会".into(),
        due: due.into(),
        expected: 57,
        received,
    };
    add(
        pages,
        "campaigns",
        CampaignsPage {
            frame: supervisor("填报任务").here("填报任务"),
            may_arrange: true,
            heads: Heads::new("/campaigns", "-due", "list"),
            campaigns: vec![
                line(4, "2024年消费投诉处理情况统计", Stage::Draft, "2024年4月5日 24:00（含当日）", 0),
                line(3, TITLE, Stage::Published, "2024年3月22日 24:00（含当日）", 43),
                line(2, "2023年消费投诉处理情况统计", Stage::Closed, "2023年4月7日 17:30", 57),
                line(1, "2023年“3·15”活动情况统计", Stage::Archived, "2023年3月20日 24:00（含当日）", 56),
            ],
        },
    );
    let forms = vec![
        Choice::new("315-activity", "“3·15”活动情况统计表（2024版）"),
        Choice::new("complaint-handling", "消费投诉处理情况统计表（2024版）"),
    ];
    let values = CampaignValues {
        notice: String::new(),
        title: TITLE.into(),
        form: "315-activity".into(),
        year: "2024".into(),
        period: "3月1日至3月20日".into(),
        theme: "激发消费活力".into(),
        issuer: "沂源县卫生健康局".into(),
        without_table: false,
        like: String::new(),
        clock: ClockFields {
            open: false,
            phrase: "3月23日前".into(),
            due_at: String::new(),
            grace_minutes: "0".into(),
            close_at: "2024-03-20 17:30".into(),
        },
        shift: "never".into(),
        holidays: String::new(),
        workdays: String::new(),
        returned_is_missing: false,
        materials: materials(),
        paper_copy: true,
    };
    add(
        pages,
        "campaign-new",
        NewCampaignPage {
            frame: supervisor("新建填报任务")
                .through("填报任务", "/campaigns")
                .here("新建")
                .error("close_at", "关闭时刻不能早于截止时刻（2024年3月23日 24:00）。"),
            forms,
            values,
            read: None,
            understood: "2024年3月23日 24:00（含当日）".into(),
            kinds: vec![
                Choice::new("", "（不要这一项）"),
                Choice::new("plan", "活动方案"),
                Choice::new("summary", "活动总结"),
            ],
            levels: vec![Choice::new("", "各应报单位"), Choice::new("county", "各县汇总后报")],
            shifts: Shift::ALL.into_iter().map(|shift| Choice::new(shift.code(), shift.label())).collect(),
            day_off: "周六".into(),
        },
    );
}

/// 活动方案 with its own deadline, 活动总结 due with the table.
fn materials() -> Vec<Material> {
    let asked = |number, kind: &str| Material { kind: kind.into(), ..Material::blank(number) };
    let clock = ClockFields { phrase: "3月10日前".into(), ..ClockFields::default() };
    vec![
        Material { required: true, clock, ..asked(1, "plan") },
        Material { name: "活动总结".into(), files: "docx、pdf".into(), ..asked(2, "summary") },
        Material::blank(3),
    ]
}

/// The table, and a plan whose deadline a weekend moved.
fn deliverables(stage: Stage) -> Vec<Deliverable> {
    let clock = |phrase: &str, due_at: &str| ClockFields {
        open: false,
        phrase: phrase.into(),
        due_at: due_at.into(),
        grace_minutes: "0".into(),
        close_at: "2024-03-29 17:30".into(),
    };
    let table = Deliverable {
        id: 4,
        title: "统计表".into(),
        note: "必报".into(),
        due: parts::due(),
        day_off: if stage == Stage::Draft { "周六".into() } else { String::new() },
        clock: clock("3月22日前", "2024-03-22 24:00"),
        reason: String::new(),
        changes: if stage == Stage::Draft { vec![] } else { vec![change()] },
    };
    let plan = Deliverable {
        id: 5,
        title: "活动方案".into(),
        note: "选报，宽限 30 分钟，限 docx、pdf".into(),
        due: parts::shifted(),
        day_off: String::new(),
        clock: clock("3月23日前", "2024-03-23 24:00"),
        reason: String::new(),
        changes: vec![],
    };
    vec![table, plan]
}

fn campaign(pages: &mut Vec<Page>) {
    let page = |stage| CampaignPage {
        frame: in_campaign(supervisor(TITLE)).here("任务设置"),
        tabs: tabs(Tab::Settings),
        id: 3,
        title: TITLE.into(),
        stage,
        may_arrange: true,
        has_table: true,
        may_continue: true,
        expected: 57,
        missing: 14,
        pending: 10,
        deliverables: deliverables(stage),
        burden: BurdenHeard {
            asked: 20,
            withheld: false,
            counts: vec![("这张表给我添负担".into(), 2), ("同样的数别处已经报过，重复了".into(), 1)],
            words: vec!["第 3 项要翻三个月台账。".into(), "受理投诉件数年报里有。".into()],
        },
        has_notice: true,
        settings: vec![
            Setting::new("报表", "“3·15”活动情况统计表（2024版），11 项指标"),
            Setting::new("年度与统计时限", "2024 年，3月1日至3月20日"),
            Setting::new("活动主题", "激发消费活力"),
            Setting::new("布置单位", "沂源县卫生健康局"),
            Setting::new("应报单位", "沂源县卫生健康局以下 57 个，免报 1 个"),
            Setting::new("被退回的", "退回期间仍算实报"),
            Setting::new("纸质件", "需要，回执打印时带签字和公章栏"),
        ],
        last_year: LastYear {
            loaded: if stage == Stage::Draft {
                String::new()
            } else {
                "2023年“3·15”活动情况统计（56 个单位）".into()
            },
            campaigns: vec![Choice::new("1", "2023年“3·15”活动情况统计")],
        },
    };
    add(pages, "campaign-draft", page(Stage::Draft));
    add(pages, "campaign", page(Stage::Published));
    add(
        pages,
        "campaign-closed",
        CampaignPage {
            frame: in_campaign(supervisor(TITLE))
                .here("任务设置")
                .error("due-5.reason", "请写明改动原因，单位会看到。"),
            ..page(Stage::Closed)
        },
    );
}

fn board_unit(index: usize) -> BoardUnit {
    let (code, name) = UNITS[index];
    let (status, timely) = match index % 7 {
        0 => (Status::Pending, Some(Timely::OnTime)),
        1 => (Status::Accepted, Some(Timely::OnTime)),
        2 => (Status::Returned, Some(Timely::OnTime)),
        3 => (Status::Overdue, None),
        4 => (Status::Pending, Some(Timely::LateBy("1 天 9 小时".into()))),
        5 => (Status::Extended, None),
        _ => (Status::Draft, None),
    };
    let sent = timely.is_some();
    BoardUnit {
        code: code.into(),
        name: name.into(),
        parent: String::new(),
        status,
        nil: index == 8,
        received: if sent { "3月20日 10:32".into() } else { String::new() },
        revision: if index == 2 { 2 } else { 1 },
        cells: vec![],
        note: if status == Status::Extended { "延至 3月25日 24:00".into() } else { String::new() },
        reminded: if status == Status::Overdue {
            "催报 2 次，最近 3月21日 10:00 电话".into()
        } else {
            String::new()
        },
        paper: if index % 7 == 1 {
            "书面件 2024年3月20日收到".into()
        } else {
            "书面件未收到".into()
        },
        act: (format!("/campaigns/3/units/{code}"), if status == Status::Pending { "审核" } else { "查看" }),
        timely,
    }
}

fn offers(counted: bool) -> Vec<Offer> {
    let offer = |id: &str, title: &str, note: &str, due: &str, numbers: Option<(u64, u64)>| Offer {
        id: id.into(),
        title: title.into(),
        note: note.into(),
        due: due.into(),
        counts: numbers.filter(|_| counted).map(|(expected, received)| counts(expected, received)),
    };
    vec![
        offer("", "全部", "", "", None),
        offer("5", "统计报表", "必报", "2024年3月22日 24:00（含当日）", Some((57, 43))),
        offer("6", "活动总结", "必报", "2024年3月22日 24:00（含当日）", Some((57, 31))),
        offer("7", "工作图片", "选报", "不限时间", Some((57, 12))),
        offer("8", "县级汇总统计表", "必报，由各县汇总后报", "2024年3月27日 24:00（含当日）", Some((3, 1))),
    ]
}

fn package_unit(index: usize) -> BoardUnit {
    let unit = board_unit(index);
    let cell = |status: Status, timely: Option<Timely>| {
        Some(Cell { tag: status.tag(), timely, href: format!("/campaigns/3/units/{}#m-6", unit.code) })
    };
    let cells = vec![
        cell(unit.status, unit.timely.clone()),
        cell(Status::Blank, None),
        if index.is_multiple_of(3) {
            None
        } else {
            cell(Status::Accepted, Some(Timely::LateBy("2 天".into())))
        },
    ];
    let status = if unit.timely.is_some() { Status::Partial } else { unit.status };
    BoardUnit { cells, status, timely: None, revision: 0, ..unit }
}

fn board(pages: &mut Vec<Page>) {
    let children: Vec<Child> = [
        ("370302", "淄川区", 14, 13),
        ("370303", "张店区", 21, 21),
        ("370304", "博山区", 12, 9),
        ("370305", "临淄区", 15, 11),
        ("370306", "周村区", 9, 9),
        ("370321", "桓台县", 11, 6),
        ("370322", "高青县", 10, 10),
        ("370323", "沂源县", 57, 43),
        ("370390", "高新技术产业开发区", 4, 0),
    ]
    .into_iter()
    .map(|(code, name, expected, received)| Child {
        code: code.into(),
        name: name.into(),
        counts: counts(expected, received),
    })
    .collect();
    let bars = children
        .iter()
        .map(|child| Bar {
            label: child.name.clone(),
            parts: vec![child.counts.on_time, child.counts.late, child.counts.missing],
            href: String::new(),
        })
        .collect();
    let chart = BarChart {
        title: "各区县报送进度".into(),
        description: "每个区县一条，依次为按时、迟报、未报的单位数。数字见旁边的表。".into(),
        legend: ["按时", "迟报", "未报"].map(String::from).to_vec(),
        bars,
    };
    let page = |frame: Frame| BoardPage {
        frame,
        tabs: Tabs { node: "3703".into(), ..tabs(Tab::Board) },
        title: TITLE.into(),
        node_name: "淄博市".into(),
        address: Address { campaign: 3, node: "3703".into(), ..Address::default() },
        above: vec![],
        counted: true,
        offers: vec![],
        several: vec![],
        has_table: true,
        own: vec![("县级汇总统计表".into(), parts::shifted())],
        due: Some(parts::due()),
        as_of: "2024年3月20日 10:32".into(),
        counts: counts(153, 122),
        children: vec![],
        chart: None,
        units: (0..UNITS.len()).map(board_unit).collect(),
        next: String::new(),
        may_review: true,
        clean: 23,
    };
    add(
        pages,
        "board-city",
        BoardPage {
            children,
            chart: Some(chart),
            next: "/campaigns/3/board?node=3703&after=370323014".into(),
            ..page(in_campaign(city(TITLE)).here("进度"))
        },
    );
    add(
        pages,
        "board-county",
        BoardPage {
            address: Address {
                campaign: 3,
                node: "370323".into(),
                state: "returned".into(),
                ..Address::default()
            },
            node_name: "沂源县".into(),
            above: vec![("3703".into(), "淄博市".into())],
            counts: counts(57, 43),
            units: vec![board_unit(2), board_unit(9)],
            ..page(in_campaign(supervisor(TITLE)).here("进度").done("已通过 23 份没有疑问的上报。"))
        },
    );
    add(
        pages,
        "board-package",
        BoardPage {
            due: None,
            offers: offers(true),
            several: ["统计报表", "活动总结", "工作图片"]
                .iter()
                .zip(["d5", "d6", "d7"])
                .map(|(title, code)| Column { title: title.to_string(), code: code.into() })
                .collect(),
            units: (0..UNITS.len()).map(package_unit).collect(),
            next: "/campaigns/3/board?node=3703&after=100#units".into(),
            ..page(in_campaign(city(TITLE)).here("进度"))
        },
    );
    add(
        pages,
        "board-empty",
        BoardPage {
            units: vec![],
            address: Address { campaign: 3, q: "不存在的单位".into(), ..Address::default() },
            clean: 0,
            ..page(in_campaign(auditor(TITLE)).here("进度"))
        },
    );
}

fn submission(pages: &mut Vec<Page>) {
    let items = ITEMS
        .iter()
        .map(|item| ItemTick {
            value: item.0.into(),
            label: format!("第{}项 {}", item.0, item.1),
            ticked: item.0 == "7",
        })
        .collect();
    let review = |at: &str, by: &str, verdict: &str, reason: &str, items: &[&str]| ReviewLine {
        at: at.into(),
        by: by.into(),
        verdict: verdict.into(),
        reason: reason.into(),
        items: items.iter().map(|item| item.to_string()).collect(),
    };
    let line = |title: &str, must, status: Status, timely, receipt: &str| PackageLine {
        title: title.into(),
        must,
        tag: status.tag(),
        timely,
        receipt: receipt.into(),
        href: "/campaigns/3/units/370323014".into(),
    };
    let package = vec![
        line("统计报表", "必报", Status::Pending, Some(Timely::OnTime), "315-2024-370323014-02-M3TD"),
        line(
            "活动总结",
            "必报",
            Status::Accepted,
            Some(Timely::LateBy("2 小时".into())),
            "2024-0003-370323014-6-01-3f09ab",
        ),
        line("工作图片", "选报", Status::Blank, None, ""),
    ];
    let page = |frame: Frame| SubmissionPage {
        package: package.clone(),
        frame: in_campaign(frame).through(CLERK_UNIT, "/campaigns/3/units/370323014").here("第 2 次上报"),
        submission: 88,
        campaign: head(),
        unit_code: "370323014".into(),
        unit_name: CLERK_UNIT.into(),
        revision: 2,
        previous: Some(1),
        differences: 2,
        received: words::to_the_second(now()),
        timely: Timely::OnTime,
        due: parts::due().settled(),
        status: Status::Pending,
        nil: false,
        in_force: true,
        newer: String::new(),
        table: second(),
        fields: fields(),
        findings: vec![],
        file: Some(source()),
        sender: sender(),
        receipt: "315-2024-370323014-02-M3TD".into(),
        chain: chain(),
        times: Times {
            first_received: "2024年3月18日 08:41:12".into(),
            first_valid: "2024年3月20日 10:32:07".into(),
            last_changed: "2024年3月20日 10:32:07".into(),
            accepted: String::new(),
        },
        reviews: vec![
            review("3月18日 08:41", "沂源县卫生健康局 李建国（代报）", "第 1 次上报", "", &[]),
            review(
                "3月19日 16:20",
                "沂源县卫生健康局 李建国",
                "退回",
                &parts::returned().reason,
                &["第7项 为消费者挽回经济损失", "第11项 印发各类宣传资料"],
            ),
            review("3月20日 10:32", "王秀英", "第 2 次上报", "", &[]),
        ],
        revisions: revisions(),
        review: None,
    };
    add(
        pages,
        "submission-supervisor",
        SubmissionPage {
            review: Some(ReviewForms { items, ..ReviewForms::default() }),
            ..page(supervisor(CLERK_UNIT).error("reason", "请写明退回原因，单位要知道改什么。"))
        },
    );
    add(
        pages,
        "submission-clerk",
        SubmissionPage {
            status: Status::Returned,
            newer: "/submissions/91".into(),
            previous: None,
            differences: 0,
            in_force: false,
            ..page(clerk(CLERK_UNIT))
        },
    );
}

fn coverage() -> Coverage {
    Coverage { expected: 57, counted: 41, nil: 3, missing: 14, exempt: 1, left_out: 2 }
}

fn totals(pages: &mut Vec<Page>) {
    let columns = ITEMS.iter().map(|item| BreakdownColumn { label: item.1.into(), measure: item.2.into() });
    let rows = UNITS.iter().enumerate().map(|(unit, (code, name))| BreakdownRow {
        code: (*code).into(),
        label: (*name).into(),
        href: format!("/campaigns/3/units/{code}"),
        coverage: String::new(),
        values: (0..ITEMS.len())
            .map(|index| match unit {
                3 => "未报".into(),
                8 => "0".into(),
                _ => ((unit * 7 + index * 3) % 61).to_string(),
            })
            .collect(),
    });
    let breakdown = Some(Breakdown {
        title: "各单位".into(),
        columns: columns.collect(),
        rows: rows.collect(),
        totals: parts::totals().rows.iter().map(|row| row.cells[0].value.clone()).collect(),
    });
    let page = |accepted_only| TotalsPage {
        frame: in_campaign(supervisor("汇总")).here("汇总"),
        tabs: tabs(Tab::Totals),
        campaign: 3,
        title: TITLE.into(),
        node_code: "370323".into(),
        node_name: "沂源县".into(),
        above: vec![],
        as_of: "2024年3月20日 10:32".into(),
        accepted_only,
        signed: vec![(4, 1), (9, 2)],
        coverage: coverage(),
        table: parts::totals(),
        breakdown: None,
        difference_columns: vec![],
        differences: vec![],
        may_state: true,
        has_template: true,
    };
    let differences = || vec![differing("沂源县", "370323")];
    let with = |page: TotalsPage| TotalsPage {
        difference_columns: breakdown.as_ref().map_or(Vec::new(), |breakdown| breakdown.columns.clone()),
        differences: differences(),
        ..page
    };
    add(pages, "totals-differing", with(page(false)));
    add(
        pages,
        "stated",
        StatedPage {
            frame: in_campaign(supervisor("本级上报数"))
                .here("本级上报数")
                .error("file", "文件里没有找到统计表。"),
            tabs: tabs(Tab::Totals),
            campaign: 3,
            title: TITLE.into(),
            node_code: "370323".into(),
            node_name: "沂源县".into(),
            above: vec![],
            table: parts::blank(),
            said: vec![StatedLine {
                kept: "李科长，2024年3月22日 10:00".into(),
                href: "/stated-totals/1/file".into(),
                file: "县汇总.xlsx".into(),
                figures: vec![
                    "第1项 普法宣传活动 403场".into(),
                    "第7项 为消费者挽回经济损失 12.6万元".into(),
                ],
            }],
            may_state: true,
        },
    );
    add(pages, "totals", TotalsPage { breakdown, ..page(false) });
    add(pages, "totals-wide", TotalsPage { table: wide(figures::Mode::Total), ..page(true) });
    let sources = UNITS
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != 3)
        .map(|(index, (code, name))| Source {
            code: (*code).into(),
            name: (*name).into(),
            parent: "沂源县".into(),
            value: if index == 8 { "0".into() } else { format!("{}.{}", index % 5, 25 * (index % 4)) },
            cell: if index % 4 == 1 { "在线填写".into() } else { "统计表!D10".into() },
            raw: if index == 6 { "35000元".into() } else { String::new() },
            file: if index % 4 == 1 { String::new() } else { format!("{name}3.15统计表.xlsx") },
            submission: 80 + index as i64,
            status: if index == 8 { Status::Nil } else { Status::Accepted },
        })
        .collect();
    add(
        pages,
        "total-sources",
        TotalSourcesPage {
            frame: in_campaign(supervisor("第7项 为消费者挽回经济损失"))
                .through("汇总", "/campaigns/3/totals?node=370323")
                .here("第7项"),
            tabs: tabs(Tab::Totals),
            campaign: 3,
            heads: Heads::new("/campaigns/3/totals/6?node=370323", "", "list"),
            node_code: "370323".into(),
            node_name: "沂源县".into(),
            accepted_only: false,
            item: "第7项 为消费者挽回经济损失".into(),
            measure: "万元".into(),
            total: "186.27".into(),
            coverage: coverage(),
            sources,
            absent: vec![(UNITS[3].0.into(), UNITS[3].1.into(), Status::Overdue)],
        },
    );
}

fn missing(pages: &mut Vec<Page>) {
    let units: Vec<MissingUnit> = [3, 5, 6, 10, 12]
        .into_iter()
        .map(|index| MissingUnit {
            code: UNITS[index].0.into(),
            name: UNITS[index].1.into(),
            parent: String::new(),
            contact: if index == 6 { String::new() } else { "刘芳 0533-324 1188".into() },
            status: if index == 5 { Status::Extended } else { Status::Blank },
            owed: if index % 2 == 0 { vec!["活动总结".into()] } else { vec!["统计报表".into(), "活动总结".into()] },
            note: if index == 5 { "延至 3月25日 24:00".into() } else { String::new() },
            text: format!("【{TITLE}】{}：还没有收到统计报表（截止 2024年3月22日 24:00（含当日））、活动总结，请尽快报送。", UNITS[index].1),
            reminded: if index == 3 { "催报 2 次，最近 3月21日 10:00 电话".into() } else { String::new() },
        })
        .collect();
    let names: Vec<String> =
        units.iter().enumerate().map(|(index, unit)| format!("{}. {}", index + 1, unit.name)).collect();
    let text = format!(
        "各单位：\n{TITLE}（3月22日前，即 2024年3月22日 24:00 截止，含当日）还有 5 个单位没有报送：\n{}\n请登录汇表上传统计表或在线填写；没有开展活动的，请报零报告。已报的请忽略。\n沂源县卫生健康局 3月20日 10:32",
        names.join("\n")
    );
    let page = |units, text: String| MissingPage {
        frame: in_campaign(supervisor("未报名单")).here("未报名单"),
        tabs: tabs(Tab::Missing),
        heads: Heads::new("/campaigns/3/missing?node=370323", "", "unit"),
        title: TITLE.into(),
        node_name: "沂源县".into(),
        address: Address { campaign: 3, node: "370323".into(), ..Address::default() },
        counted: true,
        due: None,
        offers: offers(false),
        several: true,
        as_of: "2024年3月20日 10:32".into(),
        expected: 57,
        text,
        form: Some(RemindForm {
            channel: "group".into(),
            channels: ReminderChannel::ALL.map(|channel| Choice::new(channel.code(), channel.label())).into(),
            ticked: vec![UNITS[3].0.into(), UNITS[5].0.into()],
        }),
        reminders: vec![ReminderLine {
            at: "3月21日 10:00".into(),
            by: "李建国".into(),
            channel: "电话",
            words: "请尽快报送统计报表和活动总结。\n已过截止时间。".into(),
            units: vec![format!("{}（统计报表、活动总结）", UNITS[3].1)],
        }],
        units,
    };
    add(pages, "missing", page(units, text));
    add(pages, "missing-none", page(vec![], String::new()));
}

/// Sheets that are the same, and an activity of which two summaries tell: one decided on, one not.
fn doubles(pages: &mut Vec<Page>) {
    let sheet = |unit: usize, decision: &str, left_out: bool| DoubleSheet {
        revision: 80 + unit as i64,
        code: UNITS[unit].0.into(),
        name: UNITS[unit].1.into(),
        groups: if unit == 1 { "市监、消协".into() } else { "卫健".into() },
        sent: "第 1 次上报，上传文件，3月20日 10:32".into(),
        file: "统计表.xlsx".into(),
        decision: decision.into(),
        left_out,
    };
    let group = |form: &str, evidence: &str, sheets: Vec<DoubleSheet>| DoubleGroup {
        form: form.into(),
        evidence: evidence.into(),
        is_decided: sheets.iter().all(|sheet| !sheet.decision.is_empty()),
        sheets,
        reason: String::new(),
    };
    let decided = "（李建国，3月21日 09:10：联合活动由市场监管所牵头，资料由其发放，卫生院只设了咨询台）";
    let page = DoublesPage {
        frame: in_campaign(supervisor("重复上报")).here("重复上报"),
        tabs: tabs(Tab::SignOffs),
        campaign: 3,
        title: TITLE.into(),
        node_code: "370323".into(),
        node_name: "沂源县".into(),
        above: vec![("3703".into(), "淄博市".into())],
        groups: vec![group(
            "double-80",
            "同一份文件；11 项数字全部相同",
            vec![sheet(0, "", false), sheet(1, "", false)],
        )],
        activities: vec![
            group(
                "activity-0",
                "3月15日，联合县消协在人民广场开展咨询活动，发放宣传资料3000份，接受咨询120人次。",
                vec![sheet(2, "", false), sheet(3, "", false), sheet(4, "", false)],
            ),
            group(
                "activity-1",
                "3月14日上午，在历山路农贸市场查处不合格计量器具12台。",
                vec![
                    sheet(1, &format!("计入{decided}"), false),
                    sheet(5, &format!("重复计入{decided}"), true),
                ],
            ),
        ],
        may_decide: true,
    };
    add(pages, "double-counts", page);
}

/// A county that says other figures than its units add up to.
fn differing(node: &str, code: &str) -> Differences {
    let said = |label: &str, values: &[&str]| DifferenceRow {
        label: label.into(),
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    };
    Differences {
        node: node.into(),
        code: code.into(),
        kept: "李科长，2024年3月22日 10:00".into(),
        href: "/stated-totals/1/file".into(),
        file: "县汇总.xlsx".into(),
        differs: true,
        rows: vec![
            said(
                "本级上报数",
                &["403", "12", "—", "5640", "520", "350", "115.22", "390", "80", "260", "187810"],
            ),
            said(
                "所属合计",
                &["401", "12", "320", "5640", "520", "350", "115.2", "390", "80", "260", "187810"],
            ),
            said("差额", &["2", "0", "—", "0", "0", "0", "0.02", "0", "0", "0", "0"]),
        ],
    }
}

/// Files that came with the tables: one to be sent, one that was, one of nobody.
fn beside_tables() -> Vec<BehalfMaterial> {
    let material = |ordinal: usize, name: &str, unit: &str, refusal: &str| BehalfMaterial {
        ordinal,
        name: name.into(),
        about: "文档，18 KB".into(),
        unit_name: unit.into(),
        known_by: if unit.is_empty() {
            String::new()
        } else {
            "按同一封邮件（文件夹）里的统计表认定".into()
        },
        title: if unit.is_empty() { String::new() } else { "活动总结".into() },
        hints: vec![],
        refusal: refusal.into(),
        is_known: false,
        is_open: unit.is_empty(),
    };
    vec![
        BehalfMaterial {
            hints: vec!["已报过，这将是第 2 次报送".into()],
            ..material(0, "鲁村.eml/总结.docx", UNITS[5].1, "")
        },
        BehalfMaterial {
            is_known: true, ..material(1, "东里镇.eml/活动总结（终稿）.docx", UNITS[6].1, "")
        },
        material(
            2,
            "材料.zip/谁的.docx",
            "",
            "看不出是哪个单位的：文件夹、文件名和发件人里都没有单位名称或代码",
        ),
    ]
}

fn behalf(pages: &mut Vec<Page>) {
    add(
        pages,
        "behalf",
        BehalfPage {
            frame: in_campaign(supervisor("代报")).here("代报"),
            tabs: tabs(Tab::Behalf),
            campaign: 3,
            title: TITLE.into(),
            node_name: "沂源县".into(),
            largest: "50 MB".into(),
            most: 100,
        },
    );
    let figures =
        || ITEMS.iter().map(|item| (format!("{}（{}）", item.1, item.2), item.3.to_owned())).collect();
    let file = |ordinal: usize, name: &str, unit: usize, refusal: &str| BehalfFile {
        ordinal,
        name: name.into(),
        size: "24 KB".into(),
        unit_code: UNITS[unit].0.into(),
        unit_name: UNITS[unit].1.into(),
        refusal: refusal.into(),
        revision: 1,
        nil: false,
        figures: figures(),
        findings: vec![],
        queries: vec![],
        is_known: false,
        ticked: refusal.is_empty(),
    };
    let files = vec![
        BehalfFile {
            findings: vec![FindingLine::new(
                Severity::Hint,
                "第3项 开展线上线下消费教育活动（Sheet1!D6）：“１２次”读作 12",
            )],
            ..file(0, "鲁村.xlsx", 5, "")
        },
        BehalfFile {
            revision: 2,
            queries: vec![Query {
                index: 0,
                sentences: vec![RESOLVED.into()],
                explanation: String::new(),
                earlier: None,
                may_stand: false,
                mending: None,
            }],
            ..file(1, "东里镇3.15.docx", 6, "")
        },
        BehalfFile {
            findings: vec![FindingLine::new(Severity::Hard, ABOUT)],
            ..file(2, "悦庄卫生院统计表.et", 7, "有 1 处“强制”问题，请单位改好后再交。")
        },
        BehalfFile {
            unit_code: String::new(),
            unit_name: String::new(),
            figures: vec![],
            ..file(
                3,
                "新建 Microsoft Excel 工作表 (3).xlsx",
                0,
                "表中的“中心卫生院”对得上 6 个单位，无法确定是哪一个。请单位写全称。",
            )
        },
        BehalfFile {
            unit_code: String::new(),
            unit_name: String::new(),
            figures: vec![],
            ..file(
                4,
                "扫描件0319.pdf",
                0,
                "PDF 只能作佐证，不能从中读取数字。请报送统计表的电子表格或 Word 文件。",
            )
        },
    ];
    add(
        pages,
        "behalf-preview",
        BehalfPreviewPage {
            frame: in_campaign(supervisor("代报：核对读到的内容"))
                .through("代报", "/campaigns/3/behalf")
                .here("核对")
                .error("e.1.0", "东里镇3.15.docx：请写核实说明，或不勾选这一份。"),
            tabs: tabs(Tab::Behalf),
            campaign: 3,
            title: TITLE.into(),
            batch: "b7".into(),
            receiver: "沂源县卫生健康局".into(),
            files,
            materials: beside_tables(),
            offered: vec![(7, "活动总结".into()), (8, "工作图片".into())],
            units: UNITS.iter().map(|unit| (unit.0.into(), unit.1.into())).collect(),
        },
    );
    let outcome = |file: &str, unit: &str, receipt: &str, reason: &str| BehalfOutcome {
        file: file.into(),
        unit_name: unit.into(),
        receipt: receipt.into(),
        reason: reason.into(),
    };
    add(
        pages,
        "behalf-result",
        BehalfResultPage {
            frame: in_campaign(supervisor("代报结果")).through("代报", "/campaigns/3/behalf").here("结果"),
            tabs: tabs(Tab::Behalf),
            campaign: 3,
            title: TITLE.into(),
            outcomes: vec![
                outcome("鲁村.xlsx", UNITS[5].1, "315-2024-370323006-01-8WQN", ""),
                outcome("东里镇3.15.docx", UNITS[6].1, "315-2024-370323007-02-LK2V", ""),
                outcome("悦庄卫生院统计表.et", UNITS[7].1, "", "有 1 处“强制”问题，请单位改好后再交。"),
                outcome("扫描件0319.pdf", "", "", "PDF 只能作佐证，不能从中读取数字。"),
            ],
        },
    );
}
