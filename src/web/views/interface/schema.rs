//! JSON schemas as tables of fields: a line for each, in the order in which they are asked for, what lies in an object
//! one step deeper.

use serde_json::Value;

use crate::web::pages::interface::{FieldLine, Named, Said};

/// Objects that lie deeper are not opened: nobody could read it.
const DEEPEST: usize = 5;

/// A text of an object, empty where it has none.
pub fn word<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// The schemas of a document by their names.
#[derive(Clone, Copy)]
pub struct Schemas<'d>(pub &'d Value);

impl<'d> Schemas<'d> {
    /// The schema itself, where this one only names it or lets it be null.
    pub fn found(self, schema: &'d Value) -> &'d Value {
        if let Some(name) = schema["$ref"].as_str() {
            return &self.0[name.rsplit('/').next().unwrap_or_default()];
        }
        let one_of = schema["oneOf"].as_array().into_iter().flatten();
        match one_of.into_iter().find(|one| one["type"] != "null") {
            Some(one) => self.found(one),
            None => schema,
        }
    }

    /// The name of the object that a schema is, or is a list of.
    pub fn named(self, schema: &'d Value) -> Option<Named> {
        let one_of = schema["oneOf"].as_array().into_iter().flatten();
        let candidates = one_of.chain([schema, &schema["items"]]);
        let id = candidates.filter_map(|schema| schema["$ref"].as_str()).next()?.rsplit('/').next()?;
        Some(Named { title: word(&self.0[id], "description").to_owned(), id: id.to_owned() })
    }

    /// Its fields, and theirs; none for what is no object. Objects that stand elsewhere on the page are not opened.
    pub fn fields(self, schema: &'d Value, elsewhere: &[Named]) -> Vec<FieldLine> {
        let mut lines = Vec::new();
        self.collect(schema, (0, elsewhere), &mut lines);
        lines
    }

    fn collect(self, schema: &'d Value, (depth, elsewhere): (usize, &[Named]), lines: &mut Vec<FieldLine>) {
        let schema = self.found(schema);
        if depth > DEEPEST {
            return;
        }
        for (name, required) in names(schema) {
            let field = &schema["properties"][name];
            lines.push(FieldLine {
                depth,
                name: name.to_owned(),
                kind: self.kind(field),
                required,
                words: Said::new(self.words(field)),
                see: self.named(field).filter(|named| elsewhere.contains(named)),
            });
            if lines.last().is_some_and(|line| line.see.is_none()) {
                let inner = self.found(field);
                let inner = if inner["items"].is_null() { inner } else { &inner["items"] };
                self.collect(inner, (depth + 1, elsewhere), lines);
            }
        }
    }

    fn words(self, field: &'d Value) -> &'d str {
        let own = word(field, "description");
        if own.is_empty() { word(self.found(field), "description") } else { own }
    }

    /// `文本，最多 60 字`.
    pub fn kind(self, schema: &'d Value) -> String {
        let found = self.found(schema);
        let (name, from_type) = name_of(found);
        let is_nullable = from_type
            || schema["oneOf"].as_array().is_some_and(|one| one.iter().any(|one| one["type"] == "null"));
        let number = |key: &str| found[key].as_i64();
        let bounds = match (number("minimum"), number("maximum"), number("maxLength"), number("maxItems")) {
            (Some(least), Some(most), ..) => format!("，{least} 至 {most}"),
            (Some(least), ..) if least > 0 => format!("，不小于 {least}"),
            (_, _, Some(most), _) => format!("，最多 {most} 字"),
            (.., Some(most)) => format!("，最多 {most} 个"),
            _ => String::new(),
        };
        format!("{name}{bounds}{}", if is_nullable { "，可为空" } else { "" })
    }
}

/// The word for a type, and whether it may be null.
fn name_of(schema: &Value) -> (&'static str, bool) {
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let name = match types.iter().find(|name| **name != "null") {
        Some(&"string") => "文本",
        Some(&"integer" | &"number") => "整数",
        Some(&"boolean") => "是或否",
        Some(&"array") => "列表",
        Some(&"object") if !schema["additionalProperties"].is_null() => "对象，名称不定",
        _ => "对象",
    };
    (name, types.contains(&"null"))
}

/// Names of fields: those that must be there in their order, then the others.
fn names(schema: &Value) -> Vec<(&str, bool)> {
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let all = schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str());
    let others: Vec<&str> = all.filter(|name| !required.contains(name)).collect();
    let required = required.into_iter().map(|name| (name, true));
    required.chain(others.into_iter().map(|name| (name, false))).collect()
}
