//! What many pages share: people, the campaign, the clock, the form's table.

use huibiao::vocabulary::time::{Instant, parse_instant};
use huibiao::vocabulary::{Permission, Role, Severity};
use huibiao::web::pages::board::Counts;
use huibiao::web::pages::campaign::{Tab, Tabs};
use huibiao::web::pages::draft::{Fields, SourceFile};
use huibiao::web::pages::due::{Due, DueChange};
use huibiao::web::pages::figures::{Cell, FigureTable, FindingLine, Mode, Row};
use huibiao::web::pages::receipt::{ChainPlace, Sender};
use huibiao::web::pages::status::{Status, Timely};
use huibiao::web::pages::unit::{CampaignHead, ItemName, Returned, RevisionLine, RevisionList};
use huibiao::web::pages::{Frame, Person};

pub const TITLE: &str = "2024年“3·15”活动情况统计";
pub const HASH: &str = "9f2c6c0f4d1be0b7a52b1f6be3d0c2a98c1f5e7d3b6a49081726354455667788";
pub const CLERK_UNIT: &str = "沂源县历山街道社区卫生服务中心";
/// What a password must be like.
pub const RULES: &str = "至少 12 个字符，大写字母、小写字母、数字、其他字符中至少 3 种；不能是常见密码，也不能含用户名或单位名称。";
pub const RECEIPT: &str = "315-2024-370323014-01-7KQX";

pub fn at(text: &str) -> Instant {
    parse_instant(text).unwrap_or_else(|| panic!("{text} is an instant"))
}

pub fn now() -> Instant {
    at("2024-03-20 10:32:07")
}

pub fn due_at() -> Instant {
    at("2024-03-23 00:00")
}

pub fn due() -> Due {
    Due::new("3月22日前", due_at(), now()).closing(at("2024-03-29 17:30"))
}

/// A Saturday, moved to the Monday behind it.
pub fn shifted() -> Due {
    Due::new("3月23日前", at("2024-03-26 00:00"), now())
        .closing(at("2024-03-29 17:30"))
        .shifted(Some(at("2024-03-24 00:00")))
}

pub fn change() -> DueChange {
    DueChange {
        at: "3月15日 09:10".into(),
        by: "沂源县卫生健康局 李主任".into(),
        before: "3月20日前（2024年3月20日 24:00，含当日）".into(),
        after: "3月22日前（2024年3月22日 24:00，含当日）".into(),
        reason: "县里活动延长两天，报送时间相应顺延".into(),
    }
}

fn person(name: &str, role: Role, unit: &str) -> Person {
    Person { name: name.into(), role, unit: unit.into(), reads_audit: role.may(Permission::ReadAudit) }
}

fn frame(title: &str, person: Person) -> Frame {
    Frame::new(title, "3f1c9a7be24d").signed_in(person).through("首页", "/")
}

pub fn clerk(title: &str) -> Frame {
    frame(title, person("王秀英", Role::Clerk, CLERK_UNIT))
}

pub fn supervisor(title: &str) -> Frame {
    frame(title, person("李建国", Role::Supervisor, "沂源县卫生健康局")).section("/campaigns")
}

pub fn city(title: &str) -> Frame {
    frame(title, person("张敏", Role::Supervisor, "淄博市消费者权益保护委员会")).section("/campaigns")
}

pub fn auditor(title: &str) -> Frame {
    frame(title, person("赵审", Role::Auditor, "淄博市消费者权益保护委员会"))
}

pub fn administrator(title: &str) -> Frame {
    frame(title, person("系统管理员", Role::Administrator, "淄博市消费者权益保护委员会"))
}

pub fn stranger(title: &str) -> Frame {
    Frame::new(title, "3f1c9a7be24d")
}

pub fn in_campaign(frame: Frame) -> Frame {
    frame.through("填报任务", "/campaigns").through(TITLE, "/campaigns/3/board")
}

pub fn in_unit(frame: Frame) -> Frame {
    frame.through(TITLE, "/campaigns/3/units/370323014")
}

pub fn head() -> CampaignHead {
    CampaignHead {
        has_notice: true,
        id: 3,
        title: TITLE.into(),
        issuer: "沂源县卫生健康局".into(),
        period: "统计时限：3月1日至3月20日".into(),
        theme: "激发消费活力".into(),
        form: "2024年“3·15”活动情况统计表（2024版）".into(),
    }
}

pub fn tabs(current: Tab) -> Tabs {
    Tabs { campaign: 3, node: "370323".into(), current, has_table: true, may_review: true }
}

pub fn fields() -> Fields {
    Fields { date: "2024年3月20日".into(), reporter: "王秀英".into(), remark: String::new() }
}

pub fn source() -> SourceFile {
    SourceFile {
        name: "历山街道社区卫生服务中心3.15活动统计表(最终版).xls".into(),
        size: "24 KB".into(),
        sha256: HASH.into(),
        sheet: "统计表".into(),
        has_findings: true,
    }
}

pub fn sender() -> Sender {
    Sender {
        name: "王秀英".into(),
        role: "填报员".into(),
        unit: CLERK_UNIT.into(),
        on_behalf_of: String::new(),
        channel: "上传文件".into(),
    }
}

pub fn chain() -> ChainPlace {
    ChainPlace { chain: "370323014".into(), sequence: 7, head: HASH.chars().rev().collect() }
}

/// The anchor form: number, label, measure, figure, last year.
pub const ITEMS: [(&str, &str, &str, &str, &str); 11] = [
    ("1", "普法宣传活动", "场", "6", "5"),
    ("2", "组织新闻发布会", "场", "0", "0"),
    ("3", "开展线上线下消费教育活动", "次", "12", "9"),
    ("4", "受理消费者咨询情况", "件", "328", "301"),
    ("5", "受理消费者投诉情况", "件", "41", "37"),
    ("6", "解决消费纠纷", "件", "45", "35"),
    ("7", "为消费者挽回经济损失", "万元", "35000", "3.2"),
    ("8", "发布消费提（警）示", "条", "8", "6"),
    ("9", "组织新闻媒体专栏专题", "期", "2", "2"),
    ("10", "媒体宣传报道", "篇", "5", "4"),
    ("11", "印发各类宣传资料", "份", "3000", "2600"),
];

fn rows(cell: impl Fn(usize, &str, &str) -> Cell) -> Vec<Row> {
    let row = |(index, item): (usize, &(&str, &str, &str, &str, &str))| {
        let row = Row::new(item.0, item.1, item.2, vec![cell(index, item.3, item.4)]);
        if item.2 == "万元" { row.decimal() } else { row }
    };
    ITEMS.iter().enumerate().map(row).collect()
}

pub fn caption() -> String {
    "2024年“3·15”活动情况统计表".into()
}

pub fn quantity() -> Vec<String> {
    vec!["数量".into()]
}

pub const CONFUSION: &str = "第7项 为消费者挽回经济损失（统计表!D10）：填的是 35000 万元，折合每件 777.78 万元，疑似以元填写；如确为 3.5 万元，请改为 3.5；如 35000 万元无误，请说明原因";
pub const RESOLVED: &str =
    "第6项 解决消费纠纷（统计表!D9）：解决 45 件，多于受理投诉 41 件；如含以前受理的案件，请说明";
pub const ABOUT: &str =
    "第11项 印发各类宣传资料（统计表!D14）：请填准确的整数，不要写“约”（现在是“约3000份”）";

/// As read from an uploaded file, with findings of all three severities.
pub fn uploaded() -> FigureTable {
    let cell = |index: usize, value: &str, last: &str| {
        let raw = match index {
            2 => "１２次",
            6 => "35000元",
            10 => "约3000份",
            _ => "",
        };
        let cell = Cell::new(index, value).last_year(last).read_from(format!("统计表!D{}", index + 4), raw);
        match index {
            2 => cell.finding(FindingLine::new(
                Severity::Hint,
                "第3项 开展线上线下消费教育活动（统计表!D6）：“１２次”读作 12",
            )),
            5 => cell.finding(FindingLine::new(Severity::Query, RESOLVED)),
            6 => cell.finding(FindingLine::new(Severity::Query, CONFUSION)),
            10 => cell.finding(FindingLine::new(Severity::Hard, ABOUT)),
            _ => cell,
        }
    };
    FigureTable::new(Mode::FillIn, caption(), quantity(), rows(cell))
}

/// Empty, to be filled in, with last year beside it.
pub fn blank() -> FigureTable {
    FigureTable::new(
        Mode::FillIn,
        caption(),
        quantity(),
        rows(|index, _, last| Cell::new(index, "").last_year(last)),
    )
}

fn mended(index: usize, value: &str) -> String {
    if index == 6 { "3.5".into() } else { value.into() }
}

/// Right, to be read.
pub fn clean() -> FigureTable {
    let cell = |index: usize, value: &str, last: &str| Cell::new(index, mended(index, value)).last_year(last);
    FigureTable::new(Mode::Read, caption(), quantity(), rows(cell))
}

/// On a receipt: only the figures.
pub fn bare() -> FigureTable {
    FigureTable::new(
        Mode::Read,
        caption(),
        quantity(),
        rows(|index, value, _| Cell::new(index, mended(index, value))),
    )
}

/// A second revision with what changed and where it was read.
pub fn second() -> FigureTable {
    let cell = |index: usize, value: &str, _: &str| {
        let cell = Cell::new(index, mended(index, value))
            .read_from(format!("统计表!D{}", index + 4), if index == 2 { "１２次" } else { "" });
        match index {
            5 => cell.finding(
                FindingLine::new(Severity::Query, RESOLVED)
                    .explained("含 2023 年底受理、今年 3 月调解成功的 6 件，卷宗编号在备注里。"),
            ),
            6 => cell.before("35000"),
            10 => cell.before("约3000份"),
            _ => cell,
        }
    };
    FigureTable::new(Mode::Read, caption(), quantity(), rows(cell))
}

/// Several columns, parts, a section and a rate.
pub fn wide(mode: Mode) -> FigureTable {
    let columns = ["本年本月", "本年累计", "上年本月", "上年累计", "增减", "增减%"];
    let cells = |index: usize, values: [&str; 6]| -> Vec<Cell> {
        let cell = |(column, value): (usize, &&str)| {
            if column > 3 { Cell::derived(*value) } else { Cell::new(index * 4 + column, *value) }
        };
        values.iter().enumerate().map(cell).collect()
    };
    let mut rows = vec![
        Row::section("一", "投诉处理"),
        Row::new("1", "承办数", "件", cells(1, ["52", "148", "47", "131", "17", "12.98%"])),
        Row::new("2", "受理数", "件", cells(2, ["49", "140", "45", "126", "14", "11.11%"])),
        Row::new("", "其中：网络购物", "件", cells(3, ["21", "66", "18", "48", "18", "37.50%"])).part(),
        Row::new("", "其中：预付式消费", "件", cells(4, ["9", "", "7", "20", "—", "—"])).part(),
        Row::new("3", "调解成功数", "件", cells(5, ["44", "122", "40", "108", "14", "12.96%"])),
        Row::new(
            "",
            "调解成功率",
            "%",
            vec![
                Cell::derived("89.80%"),
                Cell::derived("87.14%"),
                Cell::derived("88.89%"),
                Cell::derived("85.71%"),
                Cell::derived("1.43 个百分点"),
                Cell::derived("—"),
            ],
        )
        .derived(),
        Row::section("二", "行政处罚"),
        Row::new("4", "诉转案立案数", "件", cells(7, ["2", "5", "1", "4", "1", "25.00%"])),
        Row::new("5", "罚款金额", "万元", cells(8, ["1.25", "3.8", "0.5", "2", "1.8", "90.00%"])).decimal(),
    ];
    rows[4].cells[1] = rows[4].cells[1]
        .clone()
        .finding(FindingLine::new(Severity::Hard, "其中：预付式消费·本年累计：没有填数；没有发生请填 0"));
    FigureTable::new(mode, "2024年消费投诉处理情况统计表", columns.map(String::from).to_vec(), rows).notes(
        vec![
            "调解成功率＝调解成功数÷受理数，由程序按合计数计算。".into(),
            "增减＝本年累计－上年累计。".into(),
        ],
    )
}

/// A node's totals, each leading to its units.
pub fn totals() -> FigureTable {
    let sums = ["312", "14", "488", "12034", "1630", "1577", "186.27", "402", "61", "233", "148600"];
    let changes =
        ["+8.7%", "0", "+12.4%", "+3.1%", "−2.0%", "−1.4%", "+5.25%", "+9.0%", "−3.2%", "+1.3%", "+6.1%"];
    let before = ["287", "14", "434", "11672", "1663", "1600", "176.98", "369", "63", "230", "140056"];
    let cell = |index: usize, _: &str, _: &str| {
        Cell::new(index, sums[index])
            .last_year(before[index])
            .change(changes[index])
            .leading_to(format!("/campaigns/3/totals/{index}?node=370323"))
    };
    FigureTable::new(Mode::Total, caption(), quantity(), rows(cell))
        .notes(vec!["部分数据合计数由于单位取舍不同产生的计算误差，未作机械调整。".into()])
}

pub fn counts(expected: u64, received: u64) -> Counts {
    let late = received / 9;
    Counts {
        expected,
        received,
        on_time: received - late,
        late,
        missing: expected - received,
        pending: received / 4,
        returned: received / 16,
        nil: received / 12,
        exempt: 1,
        extended: 2,
    }
}

pub fn returned() -> Returned {
    Returned {
        at: "3月19日 16:20".into(),
        by: "沂源县卫生健康局 李建国".into(),
        reason: "挽回经济损失 35000 万元明显偏大，像是按“元”填的；宣传资料请填准确份数，不要写“约”。".into(),
        items: vec![
            ItemName { figure: 6, label: "第7项 为消费者挽回经济损失".into() },
            ItemName { figure: 10, label: "第11项 印发各类宣传资料".into() },
        ],
    }
}

pub fn revisions() -> RevisionList {
    let lines = vec![
        RevisionLine {
            submission: 88,
            number: 2,
            received: "3月20日 10:32".into(),
            timely: Timely::OnTime,
            late_seconds: 0,
            status: Status::Pending,
            nil: false,
            channel: "上传文件".into(),
            file: source().name,
            receipt: "315-2024-370323014-02-M3TD".into(),
            in_force: true,
        },
        RevisionLine {
            submission: 61,
            number: 1,
            received: "3月18日 08:41".into(),
            timely: Timely::OnTime,
            late_seconds: 0,
            status: Status::Returned,
            nil: false,
            channel: "代报（沂源县卫生健康局 李建国）".into(),
            file: "历山.et".into(),
            receipt: RECEIPT.into(),
            in_force: false,
        },
    ];
    RevisionList::new("/submissions/88".to_owned(), "", lines)
}

/// Units of a county: code, name.
pub const UNITS: [(&str, &str); 14] = [
    ("370323001", "沂源县人民医院"),
    ("370323002", "沂源县中医医院"),
    ("370323003", "沂源县妇幼保健计划生育服务中心"),
    ("370323004", "沂源县疾病预防控制中心（沂源县卫生监督所）"),
    ("370323005", "南麻街道社区卫生服务中心"),
    ("370323006", "鲁村镇中心卫生院"),
    ("370323007", "东里镇中心卫生院"),
    ("370323008", "悦庄镇中心卫生院"),
    ("370323009", "西里镇中心卫生院"),
    ("370323010", "大张庄镇卫生院"),
    ("370323011", "中庄镇中心卫生院"),
    ("370323012", "张家坡镇中心卫生院"),
    ("370323013", "燕崖镇卫生院"),
    ("370323014", CLERK_UNIT),
];
