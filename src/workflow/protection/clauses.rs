//! The clauses, in the order of the standard: what each asks, how we stand with it, what proves it.

use super::clause::{Clause, Standing};
use crate::config::{SecondFactor, Settings};

/// Beyond these the clause on failed sign-ins and idle sessions is no longer met.
const MOST_TRIES: usize = 10;
const LONGEST_IDLE_MINUTES: i64 = 30;

fn said(standing: Standing, words: &str) -> (Standing, String) {
    (standing, words.to_owned())
}

const fn clause(
    number: &'static str,
    asks: &'static str,
    stands: fn(&Settings) -> (Standing, String),
    tests: &'static [&'static str],
) -> Clause {
    Clause { number, asks, is_level_3: false, stands, tests }
}

const fn of_level_3(clause: Clause) -> Clause {
    Clause { is_level_3: true, ..clause }
}

/// Every clause that concerns an application.
pub(super) const CLAUSES: &[Clause] = &[
    clause(
        "8.1.4.1 a",
        "身份唯一；口令有复杂度并定期更换",
        passwords,
        &[
            "tests/service/people.rs: a_county_gets_its_accounts_in_one_step_and_first_passwords_expire",
            "tests/service/protected.rs: a_password_that_is_too_old_is_changed_before_anything_else",
            "tests/service/protected.rs: a_password_is_made_as_the_installation_demands",
        ],
    ),
    clause(
        "8.1.4.1 b",
        "登录失败处理、限制次数、超时退出",
        failed_sign_ins,
        &[
            "tests/service/sign_in.rs: unknown_and_known_users_are_answered_alike_and_nobody_is_locked_out_for_ever",
            "tests/service/sign_in.rs: a_session_ends_by_itself",
            "tests/service/second_factor.rs: wrong_codes_take_the_tries_of_wrong_passwords",
        ],
    ),
    clause("8.1.4.1 c", "鉴别信息传输时防窃听", transport, &[]),
    of_level_3(clause(
        "8.1.4.1 d",
        "两种以上组合鉴别，其中一种用密码技术",
        second_factor,
        &[
            "tests/service/second_factor.rs: a_second_step_is_set_up_on_the_page_and_asked_for_at_sign_in",
            "tests/service/second_factor.rs: a_code_is_good_once_and_near_its_time",
            "tests/service/second_factor.rs: an_installation_may_require_it_of_all_but_clerks",
            "tests/service/second_factor.rs: the_database_alone_gives_nobody_a_code",
        ],
    )),
    clause(
        "8.1.4.2 a–c",
        "账户与权限分配；无默认账户；停用多余账户；不共享账户",
        |_| {
            said(
                Standing::Met,
                "没有默认账户和默认密码；第一个管理员用一次性链接开通；停用后登录和令牌当时失效",
            )
        },
        &[
            "tests/service/people.rs: a_setup_link_makes_the_first_administrator_once_and_within_a_day",
            "tests/service/people.rs: accounts_are_handed_out_changed_disabled_and_end_at_once",
        ],
    ),
    clause(
        "8.1.4.2 d",
        "管理用户最小权限、权限分离",
        roles,
        &[
            "tests/service/doors.rs: a_route_admits_the_roles_of_its_permission_and_nobody_else",
            "tests/service/protected.rs: where_roles_are_kept_apart_nobody_holds_two_and_the_log_is_the_auditors",
        ],
    ),
    of_level_3(clause(
        "8.1.4.2 e–f",
        "由授权主体配置访问规则；粒度到用户和记录",
        |_| said(Standing::Met, "每个地址按角色、单位和所辖范围判断，范围外的和不存在的答复相同"),
        &["tests/service/access.rs: everybody_may_what_the_rules_say_and_nothing_else"],
    )),
    of_level_3(clause(
        "8.1.4.2 g",
        "重要主体和客体的安全标记",
        |_| said(Standing::Unmet, "没有安全标记"),
        &[],
    )),
    clause(
        "8.1.4.3 a–b",
        "审计覆盖每个用户；记时间、用户、类型、结果",
        |_| {
            said(
                Standing::Met,
                "登录、登录失败、被拒绝、改密码、两步验证、账号和令牌变动、上报、审核、下载都有记录，每条有时间、谁、事项、对象和内容，在“审计记录”里按事项查，可下载为表格",
            )
        },
        &[
            "tests/service/protected.rs: every_kind_of_act_is_logged_with_time_person_kind_and_outcome",
            "tests/service/protected.rs: the_log_is_taken_as_a_file_that_no_spreadsheet_runs",
            "tests/service/doors.rs: a_route_admits_the_roles_of_its_permission_and_nobody_else",
        ],
    ),
    clause(
        "8.1.4.3 c",
        "审计记录防删改、定期备份，留存不少于 6 个月",
        |_| {
            said(
                Standing::Met,
                "记录一条链着一条，只增不删，数据库也拒绝改和删，永久留存；随 huibiao backup 备份，用 huibiao verify 核验",
            )
        },
        &[
            "tests/schema.rs: what_was_received_decided_or_logged_never_changes_and_never_goes",
            "tests/service/tampering.rs: whatever_is_changed_in_any_table_is_found",
            "tests/service/protected.rs: what_concerns_safety_is_kept_half_a_year_and_longer",
        ],
    ),
    of_level_3(clause(
        "8.1.4.3 d",
        "审计进程防止未经授权的中断",
        |_| said(Standing::Met, "记录和所记的事在同一个事务里：记不下，事就办不成；浏览不改变任何数据"),
        &[
            "tests/service/crash.rs: every_receipt_survives_every_kill",
            "tests/service/access/reading.rs: opening_whatever_there_is_changes_nothing",
        ],
    )),
    clause(
        "8.1.4.4",
        "输入有效性检验；最小安装；修补漏洞",
        |_| {
            said(
                Standing::Partly,
                "接口对任何写错的内容都用中文说明，不出错中断；文件在受限的进程里读。操作系统的最小安装和补丁由部署保证",
            )
        },
        &["tests/service/access/wild.rs: nothing_that_is_sent_breaks_the_interface"],
    ),
    clause(
        "8.1.4.5",
        "恶意代码防范",
        |_| said(Standing::Outside, "服务器上的防病毒由部署保证；本系统不执行收到的文件"),
        &[],
    ),
    clause("8.1.4.6", "可信验证", |_| said(Standing::Outside, "由硬件和操作系统保证"), &[]),
    clause(
        "8.1.4.7",
        "数据完整性：鉴别、业务、审计、配置数据",
        |_| said(Standing::Met, "每次上报有签名回执；任何一张表的任何一列被改，核验都能查出"),
        &[
            "tests/service/proof.rs: whatever_was_changed_is_found",
            "tests/service/tampering.rs: whatever_is_changed_in_any_table_is_found",
        ],
    ),
    of_level_3(clause(
        "8.1.4.8",
        "数据保密性：传输与存储",
        |_| {
            said(
                Standing::Outside,
                "密码只存散列，令牌和恢复码只存摘要，两步验证的密钥不存在库里（由库外的密钥文件算出）；其余数据不在库里加密，请用加密的磁盘",
            )
        },
        &[],
    )),
    clause(
        "8.1.4.9",
        "本地备份与恢复",
        |_| {
            said(
                Standing::Met,
                "huibiao backup、huibiao restore，两种数据库之间也能互相恢复；受损的备份会被拒绝",
            )
        },
        &["tests/service/keeping.rs: what_is_damaged_or_would_overwrite_work_changes_nothing"],
    ),
    of_level_3(clause(
        "8.1.4.9 b–c",
        "异地实时备份；重要系统热冗余",
        |_| said(Standing::Outside, "由数据库的同步复制和机房保证"),
        &[],
    )),
    clause(
        "8.1.4.10",
        "剩余信息保护",
        |_| said(Standing::Outside, "内存和磁盘上残留内容的清除由操作系统和部署保证"),
        &[],
    ),
    clause(
        "8.1.4.11",
        "个人信息：只采集必需的，禁止未授权访问",
        |_| said(Standing::Partly, "账号只要姓名和单位，不收身份证号和手机号；单位联系人没有加密存放"),
        &["tests/service/access.rs: everybody_may_what_the_rules_say_and_nothing_else"],
    ),
    clause(
        "统计法实施条例 22–23",
        "原始资料不少于 2 年，汇总资料不少于 10 年",
        |_| said(Standing::Met, "收到的表、原件、签名的汇总都没有删除的办法，数据库也拒绝删除，永久留存"),
        &[
            "tests/schema.rs: what_was_received_decided_or_logged_never_changes_and_never_goes",
            "tests/service/protected.rs: originals_are_kept_two_years_and_sums_ten",
        ],
    ),
];

fn passwords(settings: &Settings) -> (Standing, String) {
    let Settings { password_shortest, password_kinds, password_days, .. } = *settings;
    let age = match password_days {
        0 => "没有要求定期更换（password_days = 0）".to_owned(),
        days => format!("满 {days} 天必须更换，换好才能进入"),
    };
    let kinds = match password_kinds {
        0 | 1 => "不强制字符种类（password_kinds = 1）".to_owned(),
        kinds => format!("至少 {kinds} 种字符"),
    };
    let words = format!(
        "用户名唯一；密码至少 {password_shortest} 个字符，{kinds}，不许常见密码、用户名和单位名称；初始密码随机、到期作废、首次登录必须改；{age}"
    );
    let is_met = password_days > 0 && password_kinds > 1;
    (if is_met { Standing::Met } else { Standing::Partly }, words)
}

fn second_factor(settings: &Settings) -> (Standing, String) {
    match settings.second_factor {
        SecondFactor::Off => said(
            Standing::Partly,
            "两步验证已关闭（second_factor = off），登录只凭用户名和密码；可改为 required",
        ),
        SecondFactor::Offered => said(
            Standing::Partly,
            "审核员、审计员、管理员可以自愿开启两步验证（密码加手机动态码）；要人人都用，设 second_factor = required",
        ),
        SecondFactor::Required => said(
            Standing::Met,
            "审核员、审计员、管理员登录必须用密码加手机动态码（一次性口令），没有设置的登录时先设置；填报员只凭密码",
        ),
    }
}

fn roles(settings: &Settings) -> (Standing, String) {
    let common = "一个账号只有一个角色；管理员看不到填报数据，审计员什么都不能改，没有人能改单位的数";
    if settings.separate_roles {
        let words = format!(
            "{common}。三员分立已开启：系统管理员（管理员）、安全审计员（审计员）、业务管理员（审核员）不得由同一人担任（开账号和恢复账号时按单位和姓名检查，以前开的账号请自行核对），审计记录只有审计员能看"
        );
        return (Standing::Met, words);
    }
    let words = format!("{common}。三员分立没有开启（separate_roles = false），审计记录管理员也能看");
    (Standing::Partly, words)
}

fn failed_sign_ins(settings: &Settings) -> (Standing, String) {
    let (tries, window) = (settings.sign_in_tries, settings.sign_in_window.num_minutes());
    let (idle, longest) = (settings.session_idle.num_minutes(), settings.session_longest.num_hours());
    let is_strict = tries <= MOST_TRIES && idle <= LONGEST_IDLE_MINUTES;
    let words = format!(
        "{window} 分钟内失败 {tries} 次即暂停登录，按账号和来源地址分别计；{idle} 分钟不操作或满 {longest} 小时自动退出"
    );
    (if is_strict { Standing::Met } else { Standing::Partly }, words)
}

fn transport(settings: &Settings) -> (Standing, String) {
    let url = settings.public_url.as_deref().filter(|_| settings.is_secure());
    let words = url.map_or_else(
        || "没有设置加密的对外网址；请在前面放 HTTPS 代理".to_owned(),
        |url| format!("对外网址是 {url}，登录凭据只经加密连接；证书和协议版本由代理保证"),
    );
    (Standing::Outside, words)
}
