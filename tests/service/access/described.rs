//! Answers of the interface against its own description: their status is one that it names, and what it promises of
//! them is there and of the kind that it says.

use serde_json::{Value, json};

use crate::client::{Answer, Client};

pub struct Description(Value);

impl Description {
    pub fn ask(client: &mut Client) -> Description {
        Description(serde_json::from_str(&client.get("/api/openapi.json").text).expect("the description"))
    }

    /// In what the answer to a route, like `GET /api/v1/units`, differs from its description.
    pub fn unlike(&self, route: &str, answer: &Answer) -> Option<String> {
        let (method, path) = route.split_once(' ').expect("a method and a path");
        let responses = &self.0["paths"][path][method.to_lowercase()]["responses"];
        let Some(response) = responses.get(answer.status.to_string()) else {
            return Some(format!("{route}: {} is not described", answer.status));
        };
        let kind = answer.header("content-type");
        let kind = kind.split(';').next().unwrap_or_default();
        if !kind.ends_with("json") {
            return None;
        }
        let response = self.resolved(response);
        let Some(described) = response["content"].get(kind) else {
            return Some(format!("{route}: {} is not described as {kind}", answer.status));
        };
        let value: Value = serde_json::from_str(&answer.text).expect("JSON");
        self.differs(&value, &described["schema"]).map(|fault| format!("{route}: {} {fault}", answer.status))
    }

    fn resolved<'d>(&'d self, described: &'d Value) -> &'d Value {
        let Some(reference) = described["$ref"].as_str() else { return described };
        self.0.pointer(reference.trim_start_matches('#')).expect("what it refers to")
    }

    /// Where a value differs from its schema, and how.
    fn differs(&self, value: &Value, schema: &Value) -> Option<String> {
        let schema = self.resolved(schema);
        let kinds: Vec<&str> = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            kind => kind.as_str().into_iter().collect(),
        };
        if !kinds.is_empty() && !kinds.iter().any(|kind| is_of(value, kind)) {
            return Some(format!("is no {kinds:?}: {}", gist(value)));
        }
        let each = |name: &str| schema[name].as_array().cloned().unwrap_or_default();
        let choices = each("enum");
        if !choices.is_empty() && !choices.contains(value) {
            return Some(format!("is none of {choices:?}: {value}"));
        }
        let ways: Vec<Value> = [each("oneOf"), each("anyOf")].concat();
        if !ways.is_empty() && !ways.iter().any(|way| self.differs(value, way).is_none()) {
            return Some(format!("is none of several: {}", gist(value)));
        }
        each("allOf").iter().find_map(|part| self.differs(value, part)).or_else(|| self.within(value, schema))
    }

    /// The same of what an object or a list holds.
    fn within(&self, value: &Value, schema: &Value) -> Option<String> {
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let at = |place: &str, fault: String| format!("{place} {fault}");
        match value {
            Value::Object(fields) => {
                let missing =
                    required.iter().filter_map(Value::as_str).find(|name| !fields.contains_key(*name));
                let wrong = || {
                    fields.iter().find_map(|(name, field)| {
                        let described =
                            schema["properties"].get(name).or_else(|| schema.get("additionalProperties"))?;
                        self.differs(field, described).map(|fault| at(name, fault))
                    })
                };
                missing.map(|name| format!("has no {name}: {}", gist(value))).or_else(wrong)
            }
            Value::Array(items) => {
                let described = schema.get("items")?;
                items.iter().find_map(|item| self.differs(item, described)).map(|fault| at("[]", fault))
            }
            _ => None,
        }
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "null" => value.is_null(),
        _ => panic!("no kind: {kind}"),
    }
}

fn gist(value: &Value) -> String {
    value.to_string().chars().take(100).collect()
}

#[test]
fn what_is_unlike_its_description_is_told() {
    let description = Description(json!({ "components": { "schemas": { "Unit": {
        "type": "object",
        "required": ["code"],
        "properties": { "code": { "type": "string" }, "late": { "type": ["boolean", "null"] } },
        "additionalProperties": { "type": "integer" },
    } } } }));
    let unit = json!({ "$ref": "#/components/schemas/Unit" });
    let cases = [
        (json!({ "code": "3703", "late": null, "more": 3 }), unit.clone(), None),
        (json!({ "late": true }), unit.clone(), Some("has no code")),
        (json!({ "code": 3703 }), unit.clone(), Some("code is no [\"string\"]")),
        (json!({ "code": "3703", "late": "no" }), unit.clone(), Some("late is no")),
        (json!({ "code": "3703", "more": "3" }), unit.clone(), Some("more is no")),
        (json!([{ "code": "3703" }, {}]), json!({ "type": "array", "items": unit }), Some("[] has no code")),
        (json!("[]"), json!({ "type": "array" }), Some("is no [\"array\"]")),
        (json!("late"), json!({ "enum": ["missing"] }), Some("is none of")),
        (json!(3), json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }), None),
        (
            json!(true),
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }),
            Some("is none of several"),
        ),
        (json!({}), json!({ "allOf": [{ "type": "object" }, unit] }), Some("has no code")),
    ];
    for (value, schema, told) in cases {
        let differs = description.differs(&value, &schema);
        let is_told = match told {
            Some(words) => differs.as_ref().is_some_and(|differs| differs.starts_with(words)),
            None => differs.is_none(),
        };
        assert!(is_told, "{value} against {schema}: {differs:?}");
    }
}
