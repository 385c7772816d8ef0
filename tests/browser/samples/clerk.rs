//! From signing in to the receipt.

use huibiao::campaign::BurdenKind;
use huibiao::vocabulary::Severity;
use huibiao::vocabulary::statement::{Signer, Statement};
use huibiao::vocabulary::time::to_the_millisecond;
use huibiao::web::pages::check::{Obstacle, Query};
use huibiao::web::pages::due::Due;
use huibiao::web::pages::figures::{FindingLine, Mode};
use huibiao::web::pages::heads::Heads;
use huibiao::web::pages::home::{ClerkTask, PastTask};
use huibiao::web::pages::layout::{Choice, Message};
use huibiao::web::pages::proof::Proof;
use huibiao::web::pages::second_factor::{
    RecoveryCodesPage, SecondFactorPage, SignInCodePage, SignInPasswordPage, in_groups, scanned,
};
use huibiao::web::pages::status::{Status, Timely};
use huibiao::web::pages::unit::{BurdenForm, DraftNote, PaperLine, RevisionList, UnitControl};
use huibiao::web::pages::*;

use super::parts::{self, *};
use super::{Page, add};

pub fn pages(pages: &mut Vec<Page>) {
    let sign_in = |frame, login: &str| SignInPage {
        frame,
        login: login.into(),
        next: "/".into(),
        public_key: "8a5be9c1d04f3b7720e6d1c95ab8f4e31c7d2a90b6e85f4402d1c3b7a9f6e8d0".into(),
    };
    add(pages, "sign-in", sign_in(stranger("登录"), ""));
    let wrong = "用户名或密码不对。请检查大小写和输入法；忘记密码请联系本级管理员重置。";
    add(pages, "sign-in-wrong", sign_in(stranger("登录").error("login", wrong), "370323014"));
    let throttled = "尝试次数过多，请 15 分钟后再试。账号没有被锁死，忘记密码请联系本级管理员重置。";
    add(pages, "sign-in-throttled", sign_in(stranger("登录").error("", throttled), "370323014"));
    add(
        pages,
        "setup",
        SetupPage {
            frame: stranger("开通管理员").error("password", "密码至少 10 个字符，现在是 6 个。"),
            token: "k3v9".into(),
            login: "admin".into(),
            name: "系统管理员".into(),
            rules: RULES.into(),
        },
    );
    at_the_door(pages);
    home(pages);
    unit(pages);
    draft(pages);
    check(pages);
    receipts(pages);
}

/// What is asked behind the password.
fn at_the_door(pages: &mut Vec<Page>) {
    let next = || "/".to_owned();
    let code = |frame: Frame| SignInCodePage { frame, next: next() };
    add(pages, "sign-in-code", code(stranger("两步验证")));
    let wrong = "验证码不对。请输入手机上现在显示的 6 位数字，或一个恢复码。";
    add(pages, "sign-in-code-wrong", code(stranger("两步验证").error("code", wrong)));
    let frame = stranger("更换密码").error("password", "新密码不能和当前密码一样。");
    add(pages, "sign-in-password", SignInPasswordPage { frame, next: next(), days: 90, rules: RULES.into() });
    let secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let set_up = |frame: Frame, at_the_door| SecondFactorPage {
        frame,
        action: "/sign-in/second-factor",
        at_the_door,
        salt: "00112233445566778899aabbccddeeff".into(),
        secret: in_groups(secret),
        picture: scanned("zhangmin", secret, str::to_owned),
        next: next(),
    };
    add(pages, "second-factor-required", set_up(stranger("设置两步验证"), true));
    let wrong = "验证码不对。请看手机的时间是否准确，再输入现在显示的 6 位数字。";
    let own = city("设置两步验证").section("/account").through("我的账号", "/account").here("设置两步验证");
    add(pages, "second-factor", set_up(own.error("code", wrong), false));
    let frame = city("恢复码").section("/account").through("我的账号", "/account").here("恢复码");
    let codes = (0..10).map(|index| format!("k7mn-p3qr-9hjd-wx{}z", index % 8 + 2)).collect();
    let onward = "/account".to_owned();
    add(
        pages,
        "recovery-codes",
        RecoveryCodesPage { frame, codes, onward, onward_label: "已经记下，回到我的账号" },
    );
}

fn task(status: Status) -> ClerkTask {
    ClerkTask {
        also: vec![],
        campaign: 3,
        unit_code: "370323014".into(),
        title: TITLE.into(),
        issuer: "沂源县卫生健康局".into(),
        due: Some(parts::due()),
        status,
        nil: false,
        timely: None,
        receipt: String::new(),
        reason: String::new(),
        draft_saved: "10:32".into(),
    }
}

fn home(pages: &mut Vec<Page>) {
    let sent = |status| ClerkTask {
        receipt: RECEIPT.into(),
        timely: Some(Timely::OnTime),
        due: Some(parts::due().settled()),
        ..task(status)
    };
    let returned = ClerkTask { reason: parts::returned().reason, ..sent(Status::Returned) };
    let overdue = ClerkTask {
        title: "2024年消费投诉处理情况统计".into(),
        issuer: "淄博市消费者权益保护委员会".into(),
        due: Some(Due::new("3月17日下午下班前", at("2024-03-17 17:30"), now())),
        ..task(Status::Overdue)
    };
    let frame = || {
        clerk("首页").section("/").telling(vec![Message {
            id: 5,
            at: "3月18日 08:41".into(),
            words: "沂源县卫生健康局 李建国已代你单位报送“2024年‘3·15’活动情况统计”，数字按你单位交来的文件“历山.et”读取。如有出入，请重新上报。".into(),
        }])
    };
    let past = vec![PastTask {
        campaign: 1,
        unit_code: "370323014".into(),
        title: "2023年“3·15”活动情况统计".into(),
        status: Status::Accepted,
        receipt: "315-2023-370323014-01-PX8R".into(),
    }];
    let unit = || CLERK_UNIT.to_owned();
    let tasks = vec![returned, overdue, task(Status::Blank)];
    add(
        pages,
        "home-clerk",
        ClerkHome { frame: frame(), unit: unit(), tasks, past, past_heads: past_heads() },
    );
    let tasks =
        vec![task(Status::Draft), sent(Status::Pending), sent(Status::Accepted), task(Status::Exempt)];
    add(
        pages,
        "home-clerk-busy",
        ClerkHome {
            frame: clerk("首页").section("/"),
            unit: unit(),
            tasks,
            past: vec![],
            past_heads: past_heads(),
        },
    );
    add(
        pages,
        "home-clerk-empty",
        ClerkHome {
            frame: clerk("首页").section("/"),
            unit: unit(),
            tasks: vec![],
            past: vec![],
            past_heads: past_heads(),
        },
    );
}

fn past_heads() -> Heads {
    Heads::new("/", "", "past")
}

fn unit_page(frame: Frame) -> UnitPage {
    UnitPage {
        materials: None,
        minutes: 10,
        frame: in_unit(frame),
        campaign: head(),
        unit_code: "370323014".into(),
        unit_name: CLERK_UNIT.into(),
        receiver: "沂源县卫生健康局".into(),
        due: Some(parts::due().changed(vec![change()])),
        status: Status::Blank,
        nil: false,
        may_fill: true,
        closed: String::new(),
        returned: None,
        draft: None,
        revisions: RevisionList::new("/campaigns/3/units/370323014".to_owned(), "", vec![]),
        largest: "50 MB".into(),
        burden: Some(burden(None)),
        control: None,
        papers: vec![],
        asks_paper: false,
    }
}

fn papers() -> Vec<PaperLine> {
    let line = |deliverable, title: &str, there: &str| PaperLine {
        deliverable,
        title: title.into(),
        there: there.into(),
        on: "2024-03-20".into(),
    };
    vec![line(5, "统计报表", "2024年3月20日收到，李建国 登记"), line(6, "活动总结", "")]
}

fn burden(said: Option<BurdenKind>) -> BurdenForm {
    BurdenForm {
        kinds: BurdenKind::ALL.into_iter().map(|kind| Choice::new(kind.code(), kind.label())).collect(),
        kind: said.map_or("", BurdenKind::code).into(),
        words: if said.is_some() { "第 3 项要翻三个月台账。".into() } else { String::new() },
        said: said.map_or("", BurdenKind::label).into(),
        few: 5,
    }
}

fn unit(pages: &mut Vec<Page>) {
    add(pages, "unit", unit_page(clerk(CLERK_UNIT)));
    let other = huibiao::web::pages::unit::CampaignHead { form: String::new(), has_notice: true, ..head() };
    let page = UnitPage {
        due: None,
        campaign: other,
        materials: Some(super::package::materials()),
        may_fill: false,
        ..unit_page(clerk(CLERK_UNIT))
    };
    add(pages, "unit-materials", page);
    add(pages, "unit-shifted", UnitPage { due: Some(parts::shifted()), ..unit_page(clerk(CLERK_UNIT)) });
    let refused = clerk(CLERK_UNIT)
        .error("file", "文件是加密的，无法读取。请在 Excel 或 WPS 中取消打开密码后另存，再重新报送；打开时不用输密码的，请直接另存为 .xlsx。");
    add(pages, "unit-refused", unit_page(refused));
    add(
        pages,
        "unit-returned",
        UnitPage {
            burden: Some(burden(Some(BurdenKind::Heavy))),
            status: Status::Returned,
            returned: Some(parts::returned()),
            draft: Some(DraftNote {
                saved: "10:32".into(),
                by: "王秀英".into(),
                file: source().name,
                same_as: String::new(),
                hard: 1,
            }),
            revisions: revisions(),
            ..unit_page(clerk(CLERK_UNIT))
        },
    );
    let extended = parts::due().extended(
        at("2024-03-26 00:00"),
        now(),
        "暴雪封路，材料没有送到",
        "沂源县卫生健康局 李建国",
    );
    add(
        pages,
        "unit-supervisor",
        UnitPage {
            frame: in_campaign(supervisor(CLERK_UNIT)),
            status: Status::Extended,
            due: Some(extended),
            burden: None,
            may_fill: false,
            materials: Some(super::package::for_review()),
            papers: papers(),
            asks_paper: true,
            control: Some(UnitControl {
                exempt_reason: String::new(),
                deliverable: "4".into(),
                deliverables: vec![Choice::new("4", "统计报表"), Choice::new("5", "活动方案")],
                until: "2024-03-25 24:00".into(),
                reason: String::new(),
            }),
            ..unit_page(clerk(CLERK_UNIT))
        },
    );
    add(
        pages,
        "unit-closed",
        UnitPage {
            status: Status::Accepted,
            due: Some(parts::due().settled()),
            may_fill: false,
            closed:
                "这项任务已于 2024年3月29日 17:30 关闭，不再接收上报。确需更正的，请联系沂源县卫生健康局。"
                    .into(),
            revisions: revisions(),
            ..unit_page(clerk(CLERK_UNIT))
        },
    );
}

fn draft_page(frame: Frame) -> DraftPage {
    DraftPage {
        frame: in_unit(frame).here("填报表"),
        campaign: head(),
        unit_code: "370323014".into(),
        unit_name: CLERK_UNIT.into(),
        receiver: "沂源县卫生健康局".into(),
        due: parts::due(),
        version: 7,
        table: blank(),
        nil: false,
        fields: fields(),
        saved: String::new(),
        minutes: 10,
        source: None,
        findings: vec![],
        returned: None,
        earlier: String::new(),
    }
}

fn draft(pages: &mut Vec<Page>) {
    add(pages, "draft-blank", draft_page(clerk("填报表")));
    add(
        pages,
        "draft-uploaded",
        DraftPage {
            table: uploaded(),
            saved: "10:32".into(),
            earlier: "读自文件“城关所三月报表.xlsx”的".into(),
            source: Some(source()),
            findings: vec![FindingLine::new(Severity::Hint, "标题里没有写年度，按 2024 年处理。")],
            ..draft_page(clerk("填报表").error("v.10", ABOUT))
        },
    );
    add(
        pages,
        "draft-returned",
        DraftPage { table: uploaded(), returned: Some(parts::returned()), ..draft_page(clerk("填报表")) },
    );
    let frame = clerk("填报表").error("v.17", "其中：预付式消费·本年累计：没有填数；没有发生请填 0");
    add(pages, "draft-wide", DraftPage { table: wide(Mode::FillIn), ..draft_page(frame) });
}

fn check(pages: &mut Vec<Page>) {
    let page = |frame: Frame| CheckPage {
        frame: in_unit(frame).through("填报表", "/campaigns/3/units/370323014/draft").here("核对并报送"),
        campaign: head(),
        unit_code: "370323014".into(),
        unit_name: CLERK_UNIT.into(),
        receiver: "沂源县卫生健康局".into(),
        due: parts::due(),
        version: 9,
        key: "5b1f".into(),
        same_as: String::new(),
        table: clean(),
        nil: false,
        fields: fields(),
        source: Some(source()),
        hard: vec![],
        queries: vec![],
        hints: vec![],
    };
    let queries = |words: &str| {
        vec![
            Query {
                index: 0,
                sentences: vec![RESOLVED.into()],
                explanation: words.into(),
                earlier: None,
                may_stand: false,
                mending: None,
            },
            Query {
                index: 1,
                sentences: vec![CONFUSION.into()],
                explanation: String::new(),
                earlier: None,
                may_stand: true,
                mending: Some((6, "改为 23.41 万元".into())),
            },
        ]
    };
    add(pages, "check", page(clerk("核对并报送")));
    add(
        pages,
        "check-queries",
        CheckPage {
            queries: queries("情况属实"),
            hints: vec![FindingLine::new(Severity::Hint, "标题里没有写年度，按 2024 年处理。")],
            ..page(
                clerk("核对并报送")
                    .error("e.0", "“情况属实”没有说明原因。请写明为什么解决的多于受理的。")
                    .error("e.1", "请写核实说明，或者返回修改数字。"),
            )
        },
    );
    let said = Query {
        index: 0,
        sentences: vec![RESOLVED.into()],
        explanation: "含去年积压的预付卡纠纷 12 件，今年三月集中办结。".into(),
        earlier: Some(1),
        may_stand: false,
        mending: None,
    };
    let asked_anew = queries("").remove(1);
    add(pages, "check-again", CheckPage { queries: vec![said, asked_anew], ..page(clerk("核对并报送")) });
    add(
        pages,
        "check-stopped",
        CheckPage {
            table: uploaded().read_only(),
            hard: vec![
                Obstacle { sentence: ABOUT.into(), place: "v-10".into() },
                Obstacle {
                    sentence: "填报日期的年度是 2023，不是本次任务的 2024，请改正".into(),
                    place: "date".into(),
                },
            ],
            queries: queries(""),
            ..page(clerk("核对并报送"))
        },
    );
}

/// A receipt's signed text, with as much in it as one has.
fn proven() -> String {
    let statement = Statement::new("RECEIPT")
        .with("number", RECEIPT)
        .with("unit", "370323014")
        .with("campaign", "3")
        .with("deliverable", "5")
        .with("revision", "1")
        .with("received", to_the_millisecond(now()))
        .with("file", HASH)
        .with("figures", HASH)
        .with("content", HASH)
        .with("due", to_the_millisecond(now()))
        .with("extended", "-")
        .with("late", "no")
        .with("chain", "unit/370323014")
        .with("sequence", "17")
        .with("head", HASH);
    Signer::new(&[7; 32]).sign(statement).text()
}

fn receipts(pages: &mut Vec<Page>) {
    let page = |frame: Frame| ReceiptPage {
        frame: in_unit(frame).here("回执"),
        number: RECEIPT.into(),
        submission: 88,
        campaign: head(),
        unit_code: "370323014".into(),
        unit_name: CLERK_UNIT.into(),
        receiver: "沂源县卫生健康局".into(),
        revision: 1,
        received: words::to_the_second(now()),
        timely: Timely::OnTime,
        due: parts::due().settled(),
        nil: false,
        table: bare(),
        fields: fields(),
        explained: vec![
            FindingLine::new(Severity::Query, RESOLVED)
                .explained("含 2023 年底受理、今年 3 月调解成功的 6 件，卷宗编号在备注里。"),
        ],
        file: Some(source()),
        typed_over: vec!["第4项 受理消费者咨询情况".into()],
        sender: sender(),
        digest: HASH.into(),
        chain: chain(),
        proof: Some(Proof::receipt(proven())),
        next: vec![
            "沂源县卫生健康局审核；被退回会在首页显示原因。".into(),
            "关闭前（2024年3月29日 17:30）如发现填错，可以再次上报。".into(),
            "需要盖章的纸质件，打印这张回执，签字盖章后交综合监督科。".into(),
        ],
        paper_copy: true,
        back: "/campaigns/3/units/370323014".into(),
    };
    add(pages, "receipt", page(clerk("上报回执")));
    let mut by = sender();
    by.name = "李建国".into();
    by.role = "审核员".into();
    by.unit = "沂源县卫生健康局".into();
    by.channel = "代报".into();
    by.on_behalf_of = CLERK_UNIT.into();
    add(
        pages,
        "receipt-behalf-late",
        ReceiptPage {
            timely: Timely::LateBy("1 天 9 小时".into()),
            received: words::to_the_second(at("2024-03-24 09:10:45")),
            sender: by,
            revision: 2,
            explained: vec![],
            paper_copy: false,
            ..page(clerk("上报回执"))
        },
    );
    add(
        pages,
        "receipt-wide",
        ReceiptPage { table: wide(Mode::Read), explained: vec![], ..page(clerk("上报回执")) },
    );
    let mut nil = bare();
    nil.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| cell.value = "0".into());
    add(
        pages,
        "receipt-nil",
        ReceiptPage { nil: true, table: nil, file: None, explained: vec![], ..page(clerk("上报回执")) },
    );
}
