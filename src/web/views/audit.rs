//! A line of the log in its reader's words.
//!
//! The log keeps codes, because they are under its hashes for ten years; whoever reads it here should not have
//! to know them. What has no word yet is shown as it is kept: better than hidden.

use serde_json::Value;

use crate::campaign::{CampaignState, DeliverableKind, ReminderChannel, Shift};
use crate::problem::ProblemCode;
use crate::vocabulary::{Level, Role};
use crate::web::pages::words;

/// What is logged beside an entry. Digests stand on the receipt and are checked by `verify`; here they only
/// crowd out what people look for.
const DETAILS: [(&str, &str); 74] = [
    ("account", "账号"),
    ("address", "来自"),
    ("after", "改为"),
    ("ahead", "向前跳了"),
    ("asked", "报送材料"),
    ("batch", "成批开设"),
    ("before", "原来"),
    ("behalf", "代报单位"),
    ("below", "下级"),
    ("bytes", "字节"),
    ("campaign", "任务"),
    ("cells", "格数"),
    ("chain", "链"),
    ("changed", "变更"),
    ("channel", "方式"),
    ("checked", "核对文件个数"),
    ("choice", "应报单位"),
    ("close", "关闭"),
    ("code", "验证码不对"),
    ("contents", "文件"),
    ("decided", "决定"),
    ("deliverable", "材料"),
    ("delivery", "报送"),
    ("due", "截止"),
    ("exempt", "免报"),
    ("extended", "延至"),
    ("faults", "不符之处"),
    ("faulty", "不符个数"),
    ("file", "文件"),
    ("files", "文件格式"),
    ("from", "由"),
    ("grace", "宽限"),
    ("groups", "分组"),
    ("holidays", "放假"),
    ("items", "点名"),
    ("kind", "材料"),
    ("last", "上年任务"),
    ("late", "迟报"),
    ("latest", "此前最后一条记录"),
    ("level", "级别"),
    ("login", "用户名"),
    ("made_at", "备份于"),
    ("missing", "还缺"),
    ("most_bytes", "每个文件最大字节"),
    ("name", "名称"),
    ("new", "新增"),
    ("notice", "通知"),
    ("number", "次数"),
    ("on", "收到日期"),
    ("own", "本人办理"),
    ("phrase", "通知原文"),
    ("public", "公钥"),
    ("reason", "原因"),
    ("receipt", "回执"),
    ("reminder", "催报"),
    ("required", "必报"),
    ("revision", "上报"),
    ("role", "角色"),
    ("shift", "遇休息日"),
    ("shifted", "顺延自"),
    ("sign_off", "汇总上报"),
    ("singles", "个别单位"),
    ("stated", "本级上报数"),
    ("template", "上级模板编号"),
    ("title", "名称"),
    ("to", "到"),
    ("token", "令牌编号"),
    ("twins", "相同的上报"),
    ("unit", "单位"),
    ("units", "单位数"),
    ("until", "延至"),
    ("verb", "事项"),
    ("words", "内容"),
    ("workdays", "调休上班"),
];

const CHANNELS: [(&str, &str); 4] =
    [("file", "上传文件"), ("page", "在线填报"), ("api", "接口报送"), ("behalf", "上级代报")];

const LEFT_TO_VERIFY: [&str; 10] =
    ["csv", "digest", "fingerprint", "json", "key", "rows", "sha256", "signer", "why", "workbook"];

const SUBJECTS: [(&str, &str); 19] = [
    ("revision ", "上报 "),
    ("unit ", "单位 "),
    ("units", "单位名单"),
    ("campaign ", "任务 "),
    ("form ", "报表 "),
    ("notice ", "通知 "),
    ("deliverable ", "材料 "),
    ("account ", "账号 "),
    ("account", "没有这个账号"),
    ("token ", "接口令牌 "),
    ("service", "全部数据"),
    ("objects", "收到的文件"),
    ("clock", "服务器时钟"),
    ("audit", "审计记录"),
    ("GET ", "打开 "),
    ("HEAD ", "打开 "),
    ("POST ", "提交 "),
    ("PUT ", "修改 "),
    ("DELETE ", "撤销 "),
];

/// `revision 12` as `上报 12`.
pub fn subject(kept: &str) -> String {
    let known = SUBJECTS.iter().find_map(|(code, words)| kept.strip_prefix(code).map(|rest| (words, rest)));
    known.map_or_else(|| kept.to_owned(), |(words, rest)| format!("{words}{rest}"))
}

/// The JSON of an entry as a sentence.
pub fn detail(kept: &str) -> String {
    let Ok(Value::Object(details)) = serde_json::from_str(kept) else { return kept.to_owned() };
    let why = details.get("why").and_then(Value::as_str).and_then(refusal);
    let said = details.iter().filter_map(|(name, value)| one(name, value));
    why.map(str::to_owned).into_iter().chain(said).collect::<Vec<_>>().join("；")
}

fn refusal(code: &str) -> Option<&'static str> {
    [
        (ProblemCode::Forbidden, "角色不办理此事"),
        (ProblemCode::NotFound, "没有，或不在所管范围"),
        (ProblemCode::ForeignRequest, "不是从本系统的页面发来"),
        (ProblemCode::SignInNeeded, "没有登录"),
    ]
    .into_iter()
    .find_map(|(known, words)| (known.code() == code).then_some(words))
}

fn one(name: &str, value: &Value) -> Option<String> {
    if LEFT_TO_VERIFY.contains(&name) || (name == "file" && is_digest(value)) {
        return None;
    }
    let words = DETAILS.iter().find(|(known, _)| *known == name).map_or(name, |(_, words)| words);
    let value = shown(name, value)?;
    Some(if value.is_empty() { words.to_owned() } else { format!("{words} {value}") })
}

fn is_digest(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn shown(name: &str, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(said) => said.then(String::new),
        Value::Number(number) => Some(match (name, number.as_i64()) {
            (
                "due" | "extended" | "close" | "before" | "after" | "until" | "shifted" | "latest",
                Some(milliseconds),
            ) => moment(milliseconds),
            ("grace", Some(0)) => return None,
            ("grace", Some(minutes)) => format!("{minutes} 分钟"),
            ("late" | "ahead", Some(milliseconds)) => {
                words::duration(chrono::TimeDelta::milliseconds(milliseconds))
            }
            _ => number.to_string(),
        }),
        Value::String(text) => Some(named(name, text)),
        Value::Array(values) if values.is_empty() => None,
        Value::Array(values) => {
            Some(values.iter().filter_map(|value| shown(name, value)).collect::<Vec<_>>().join("、"))
        }
        Value::Object(details) if details.is_empty() => None,
        Value::Object(details) => {
            Some(details.iter().filter_map(|(name, value)| one(name, value)).collect::<Vec<_>>().join("，"))
        }
    }
}

fn moment(milliseconds: i64) -> String {
    chrono::DateTime::from_timestamp_millis(milliseconds).map_or_else(
        || milliseconds.to_string(),
        |utc| words::deadline(utc.with_timezone(&crate::vocabulary::time::beijing())),
    )
}

/// Codes that are words of the page.
fn named(name: &str, text: &str) -> String {
    let label = match name {
        "role" => Role::from_code(text).map(Role::label),
        "channel" => CHANNELS
            .iter()
            .find(|(code, _)| *code == text)
            .map(|(_, words)| *words)
            .or(ReminderChannel::from_code(text).map(ReminderChannel::label)),
        "kind" => {
            DeliverableKind::ALL.into_iter().find(|kind| kind.code() == text).map(DeliverableKind::label)
        }
        "shift" => Shift::from_code(text).map(Shift::label),
        "level" => Level::from_code(text).map(Level::label),
        "decided" => match text {
            "add" => Some("增加"),
            "remove" => Some("去掉"),
            "count" => Some("计入"),
            "leave-out" => Some("不计入"),
            _ => None,
        },
        "from" | "to" => CampaignState::from_code(text).map(CampaignState::label),
        _ => None,
    };
    label.map_or_else(|| text.to_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{detail, subject};

    #[test]
    fn what_the_log_keeps_is_said_in_words() {
        for (kept, words) in [
            (r#"{"address":"10.1.2.3"}"#, "来自 10.1.2.3"),
            (r#"{"why":"forbidden","role":"supervisor"}"#, "角色不办理此事；角色 审核员"),
            (r#"{"from":"draft","to":"published"}"#, "由 草稿；到 已发布"),
            (r#"{"items":["6","11"],"reason":"对不上","revision":4}"#, "点名 6、11；原因 对不上；上报 4"),
            (r#"{"late":null,"key":"5b","due":1711123200000}"#, "截止 2024年3月22日 24:00（含当日）"),
            (
                r#"{"asked":[{"kind":"table","phrase":"3月22日前","due":1711123200000,"grace":0,"close":null,"required":true}]}"#,
                "报送材料 截止 2024年3月22日 24:00（含当日），材料 统计报表，通知原文 3月22日前，必报",
            ),
            (
                r#"{"below":["370320"],"level":"county","groups":[],"singles":[{"unit":"379","decided":"remove","reason":"代管"}]}"#,
                "下级 370320；级别 县；个别单位 决定 去掉，原因 代管，单位 379",
            ),
            (r#"{"exempt":{"370320001":"机构撤并"},"units":60}"#, "免报 370320001 机构撤并；单位数 60"),
            (r#"{"exempt":{},"grace":40}"#, "宽限 40 分钟"),
            (
                r#"{"holidays":"2024年4月4日至6日","shift":"all","workdays":""}"#,
                "放假 2024年4月4日至6日；遇休息日 遇周末和法定节假日都顺延；调休上班",
            ),
            (r#"{"checked":3,"faults":[],"faulty":0}"#, "核对文件个数 3；不符个数 0"),
            (
                r#"{"checked":3,"faults":["文件 5fe 不见了，或被改动"],"faulty":1}"#,
                "核对文件个数 3；不符之处 文件 5fe 不见了，或被改动；不符个数 1",
            ),
            (r#"{"batch":true,"login":"370320001"}"#, "成批开设；用户名 370320001"),
            ("", ""),
        ] {
            assert_eq!(detail(kept), words, "{kept}");
        }
    }

    #[test]
    fn what_it_was_done_to_is_said_in_words() {
        for (kept, words) in [
            ("revision 12", "上报 12"),
            ("unit 370320001", "单位 370320001"),
            ("units", "单位名单"),
            ("form 315-activity 2025", "报表 315-activity 2025"),
            ("POST /units/imports", "提交 /units/imports"),
            ("账号和初始密码", "账号和初始密码"),
        ] {
            assert_eq!(subject(kept), words);
        }
    }
}
