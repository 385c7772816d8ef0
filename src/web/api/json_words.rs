//! What the reader of JSON says in English, said in Chinese, with the place and the field as the sender wrote them.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;

use crate::problem::Problem;

/// The one way to write a character in JSON that no text may have.
const NUL: &[u8] = b"\\u0000";

/// Reads a text of JSON; what is wrong with it is said in Chinese behind `what` (`请求的 JSON 写法不对`).
pub fn read<T: DeserializeOwned>(text: &[u8], what: &str) -> Result<T, Problem> {
    let wrong = |error| Problem::invalid(format!("{what}：{}。", in_chinese(&error)));
    if text.windows(NUL.len()).any(|bytes| bytes == NUL) {
        let value: Value = serde_json::from_slice(text).map_err(wrong)?;
        if has_nul(&value) {
            return Err(Problem::with_nul());
        }
    }
    serde_json::from_slice(text).map_err(wrong)
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(has_nul),
        Value::Object(fields) => fields.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        _ => false,
    }
}

/// Why a text is not what it should be: `第 1 行第 12 列：值的类型不对`.
fn in_chinese(error: &serde_json::Error) -> String {
    let place = format!("第 {} 行第 {} 列", error.line(), error.column());
    let why = match error.classify() {
        Category::Eof => "没有写完".to_owned(),
        Category::Syntax | Category::Io => "不是 JSON".to_owned(),
        Category::Data => data(&error.to_string()),
    };
    format!("{place}：{why}")
}

fn data(said: &str) -> String {
    let field = said.split('`').nth(1).unwrap_or_default();
    let starts = |words: &str| said.starts_with(words);
    if starts("missing field") {
        format!("缺少“{field}”")
    } else if starts("unknown field") {
        format!("没有“{field}”这一项")
    } else if starts("duplicate field") {
        format!("“{field}”写了两次")
    } else if starts("unknown variant") {
        format!("没有“{field}”这种取值")
    } else if starts("invalid type") {
        "值的类型不对".to_owned()
    } else if starts("invalid value") || starts("number out of range") {
        "值超出范围，或写法不对".to_owned()
    } else {
        "内容和要求的不一样".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::read;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wanted {
        text: String,
        count: Option<u8>,
    }

    #[test]
    fn whoever_writes_json_is_told_in_chinese_what_is_wrong_with_it() {
        for (body, words) in [
            ("", "第 1 行第 0 列：没有写完"),
            ("{", "第 1 行第 1 列：没有写完"),
            ("<a>", "第 1 行第 1 列：不是 JSON"),
            ("{}", "第 1 行第 2 列：缺少“text”"),
            ("{\n\"text\":1}", "第 2 行第 8 列：值的类型不对"),
            ("{\"text\":\"\",\"unit_id\":1}", "：没有“unit_id”这一项"),
            ("{\"text\":\"\",\"text\":\"\"}", "：“text”写了两次"),
            ("{\"text\":\"\",\"count\":300}", "：值超出范围，或写法不对"),
            ("null", "第 1 行第 4 列：值的类型不对"),
            ("{\"text\":\"a\\u0000b\"}", "内容里有空字符"),
            ("{\"\\u0000\":1}", "内容里有空字符"),
        ] {
            let problem = read::<Wanted>(body.as_bytes(), "写法不对").expect_err(body).text();
            assert!(problem.contains(words), "{body}: {problem}");
        }
        let kept: Wanted =
            read(br#"{"text":"\\u0000"}"#, "写法不对").expect("a backslash is no such character");
        assert_eq!((kept.text.as_str(), kept.count), ("\\u0000", None));
    }
}
