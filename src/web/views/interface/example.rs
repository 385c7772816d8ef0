//! An operation as a command that can be typed, against this very server.

use serde_json::Value;

use super::schema::{Schemas, word};

/// What stands in an address in the place of a name.
const NAMES: [(&str, &str); 13] = [
    ("{campaign}", "1"),
    ("{deliverable}", "7"),
    ("{unit}", "370320001"),
    ("{submission}", "7"),
    ("{receipt}", "2024-0001-370320001-01-3f9a2c"),
    ("{batch}", "5f0c9e3b7a1d4c2e8b6f"),
    ("{notice}", "3"),
    ("{delivery}", "7"),
    ("{file}", "1"),
    ("{transfer}", "5f0c9e3b7a1d4c2e8b6f"),
    ("{id}", "12"),
    ("{code}", "315-activity"),
    ("{version}", "2024"),
];

/// Parameters without which an example would say nothing.
const QUERIES: [(&str, &str); 2] = [("figure", "5"), ("name", "%E7%BB%9F%E8%AE%A1%E8%A1%A8.xlsx")];

/// Headers of a file that comes in pieces: a film of 12 MB, its name in Base64.
const PIECES: [(&str, &str); 3] = [
    ("Upload-Length", "12582912"),
    ("Upload-Offset", "0"),
    ("Upload-Metadata", "filename 5rS75YqoLm1wNA==,deliverable Nw=="),
];

/// `curl` with everything that the operation needs.
pub fn command((method, path): (&str, &str), operation: &Value, address: &str, schemas: Schemas) -> String {
    let mut lines = vec![format!("curl {}'{address}{}'", verb(method), address_of(path, operation))];
    lines.push("-H 'Authorization: Bearer 令牌'".to_owned());
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    for parameter in parameters.filter(|parameter| parameter["in"] == "header") {
        match word(parameter, "name") {
            "Idempotency-Key" => lines.push("-H 'Idempotency-Key: 2024-0001-370320001'".to_owned()),
            name => lines.push(match PIECES.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => format!("-H '{name}: {value}'"),
                None => format!("-H '{name}: \"上次答复的 ETag\"'"),
            }),
        }
    }
    let bodies = operation["requestBody"]["content"].as_object();
    if let Some((kind, content)) = bodies.and_then(|bodies| bodies.iter().next()) {
        lines.push(format!("-H 'Content-Type: {kind}'"));
        lines.push(match example_of(schemas.found(&content["schema"])) {
            Some(example) => format!("--data '{example}'"),
            None => "--data-binary '@统计表.xlsx'".to_owned(),
        });
    }
    if answers_with_a_file(operation) {
        lines.push("-OJ".to_owned());
    }
    lines.join(" \\\n  ")
}

fn verb(method: &str) -> String {
    match method {
        "GET" => String::new(),
        "HEAD" => "-I ".to_owned(),
        method => format!("-X {method} "),
    }
}

fn address_of(path: &str, operation: &Value) -> String {
    let named = NAMES.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let asked: Vec<String> = parameters
        .filter(|parameter| parameter["in"] == "query")
        .filter_map(|parameter| QUERIES.iter().find(|(name, _)| *name == word(parameter, "name")))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if asked.is_empty() { named } else { format!("{named}?{}", asked.join("&")) }
}

fn example_of(schema: &Value) -> Option<String> {
    schema["examples"].as_array()?.first().map(Value::to_string)
}

fn answers_with_a_file(operation: &Value) -> bool {
    let answers = operation["responses"].as_object().into_iter().flatten();
    let mut fine = answers.filter(|(status, _)| status.starts_with('2'));
    fine.any(|(_, answer)| {
        let kinds = answer["content"].as_object().into_iter().flatten();
        kinds
            .into_iter()
            .any(|(kind, content)| kind != "application/json" || content["schema"]["type"] == "string")
    })
}
