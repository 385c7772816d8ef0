//! What the reader of TOML says in English, said in Chinese. What it may say one day and does not stand here is still
//! told with its line, in general words.

/// Beginnings of its sentences, the longer before the shorter.
const SAID: [(&str, &str); 27] = [
    ("duplicate key", "同一个键写了两次"),
    ("invalid unquoted key", "键里有不能用的字符，请给键加引号"),
    ("unquoted keys cannot be empty", "缺少键"),
    ("key with no value", "键后面缺少等号和值"),
    ("missing value", "等号后面缺少值"),
    ("missing assignment", "缺少等号"),
    ("extra", "多了一个符号"),
    ("string values must be quoted", "文字要加引号"),
    ("missing opening quote", "缺少开头的引号"),
    ("invalid basic string", "引号没有写完，或引号里有不能用的字符"),
    ("invalid multi-line basic string", "多行文字没有写完，或里面有不能用的字符"),
    ("invalid literal string", "单引号没有写完，或里面有不能用的字符"),
    ("invalid escape", "反斜杠后面的写法不对"),
    ("missing escaped value", "反斜杠后面的写法不对"),
    ("too few unicode", "反斜杠后面的写法不对"),
    ("unclosed array", "方括号没有配对"),
    ("unclosed table", "表名的方括号没有配对"),
    ("unclosed inline table", "花括号没有配对"),
    ("missing comma", "缺少逗号"),
    ("missing array opening", "方括号没有配对"),
    ("missing inline table opening", "花括号没有配对"),
    ("unexpected", "这里不该有这些内容"),
    ("invalid comment character", "注释里有不能用的字符"),
    ("carriage return", "换行的写法不对"),
    ("keys cannot be multi-line", "键不能写成多行"),
    ("cannot recurse", "嵌套太深"),
    ("recursion limit", "嵌套太深"),
];

/// `key with no value, expected ...` as `键后面缺少等号和值`.
pub fn in_chinese(message: &str) -> &'static str {
    SAID.iter().find(|(said, _)| message.starts_with(said)).map_or("请检查这一行的写法", |(_, words)| words)
}
