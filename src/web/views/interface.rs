//! The OpenAPI document put into the structure of a page: schemas become tables of fields, an operation a command
//! that can be tried.

mod example;
mod schema;

use serde_json::Value;

use self::schema::{Schemas, word};
use crate::vocabulary::Role;
use crate::web::pages::Frame;
use crate::web::pages::interface::{
    AnswerLine, Body, Group, InterfaceNounPage, InterfacePage, Named, Operation, ParameterLine, Said, Shape,
};

/// The page of contents of a document, for a server at this address.
pub fn contents_page(document: &Value, address: &str, frame: Frame) -> InterfacePage {
    let schemas = Schemas(&document["components"]["schemas"]);
    let groups: Vec<Group> = tags(document).map(|tag| group(document, tag, address, schemas)).collect();
    let operations = groups.iter().flat_map(|group| &group.operations);
    let problems = operations.flat_map(|operation| &operation.problems);
    InterfacePage {
        frame: frame.here("接口说明"),
        words: Said::new(word(&document["info"], "description")),
        address: address.to_owned(),
        shapes: shapes(problems, schemas),
        groups,
    }
}

/// The page of one noun, if there is such a one.
pub fn noun_page(document: &Value, noun: &str, address: &str, frame: Frame) -> Option<InterfaceNounPage> {
    let schemas = Schemas(&document["components"]["schemas"]);
    let group = group(document, tags(document).find(|tag| word(tag, "name") == noun)?, address, schemas);
    let answers = group.operations.iter().flat_map(|operation| &operation.answers);
    let mut frame = frame.through("接口说明", "/manual/api").here(&group.label);
    frame.title = format!("接口：{}", group.label);
    Some(InterfaceNounPage { shapes: shapes(answers, schemas), frame, group })
}

fn tags(document: &Value) -> impl Iterator<Item = &Value> {
    document["tags"].as_array().into_iter().flatten()
}

/// What answers are, each in the place where it comes first.
fn shapes<'l>(answers: impl Iterator<Item = &'l AnswerLine>, schemas: Schemas) -> Vec<Shape> {
    let mut names: Vec<Named> = Vec::new();
    for name in answers.filter_map(|answer| answer.shape.as_ref()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let shape =
        |name: &Named| Shape { fields: schemas.fields(&schemas.0[&name.id], &names), name: name.clone() };
    names.iter().map(shape).collect()
}

/// In which order the operations on one address stand.
const METHODS: [&str; 6] = ["get", "head", "post", "put", "patch", "delete"];

fn group(document: &Value, tag: &Value, address: &str, schemas: Schemas) -> Group {
    let name = word(tag, "name");
    let paths = document["paths"].as_object().into_iter().flatten();
    let operations = paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    });
    let mut own: Vec<_> = operations.filter(|(_, _, operation)| operation["tags"][0] == name).collect();
    own.sort_by_key(|(path, method, _)| (*path, METHODS.iter().position(|known| known == method)));
    Group {
        id: name.to_owned(),
        label: word(tag, "description").to_owned(),
        operations: own
            .into_iter()
            .map(|(path, method, found)| operation((path, method), found, address, schemas))
            .collect(),
    }
}

fn operation((path, method): (&str, &str), found: &Value, address: &str, schemas: Schemas) -> Operation {
    let roles = found["x-roles"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let roles = roles.filter_map(Role::from_code).map(Role::label);
    let parameters = found["parameters"].as_array().into_iter().flatten();
    let bodies = found["requestBody"]["content"].as_object().into_iter().flatten();
    let answers = found["responses"].as_object().into_iter().flatten();
    let answers = answers.map(|(status, answer)| answer_line(status, answer, schemas));
    let (problems, answers) = answers.partition(|answer| answer.status.starts_with('4'));
    let method = method.to_uppercase();
    Operation {
        id: word(found, "operationId").to_owned(),
        summary: word(found, "summary").to_owned(),
        words: Said::new(word(found, "description")),
        who: roles.collect::<Vec<_>>().join("、"),
        parameters: parameters.map(|parameter| parameter_line(parameter, schemas)).collect(),
        body: Said::new(word(&found["requestBody"], "description")),
        bodies: bodies
            .map(|(kind, content)| Body {
                kind: kind.clone(),
                fields: schemas.fields(&content["schema"], &[]),
            })
            .collect(),
        answers,
        problems,
        example: example::command((&method, path), found, address, schemas),
        path: path.to_owned(),
        method,
    }
}

fn parameter_line(parameter: &Value, schemas: Schemas) -> ParameterLine {
    ParameterLine {
        name: word(parameter, "name").to_owned(),
        place: match word(parameter, "in") {
            "path" => "路径",
            "header" => "请求头",
            _ => "查询",
        },
        kind: schemas.kind(&parameter["schema"]).trim_end_matches("，可为空").to_owned(),
        required: parameter["required"] == true,
        words: Said::new(word(parameter, "description")),
    }
}

fn answer_line(status: &str, answer: &Value, schemas: Schemas) -> AnswerLine {
    let content = answer["content"].as_object().and_then(|content| content.iter().next());
    let shape = content.and_then(|(_, content)| schemas.named(&content["schema"]));
    AnswerLine {
        status: status.to_owned(),
        words: Said::new(word(answer, "description")),
        file: content.filter(|_| shape.is_none()).map_or(String::new(), |(kind, _)| kind.clone()),
        shape,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::api::description::document;
    use crate::web::table;

    const ADDRESS: &str = "http://10.1.2.3:8315";

    /// The page of every noun that the contents lead to.
    fn pages() -> Vec<InterfaceNounPage> {
        let document = document(&table());
        let contents = contents_page(&document, ADDRESS, Frame::default());
        assert_eq!(contents.shapes.len(), 1, "every problem is one shape");
        let page = |group: Group| noun_page(&document, &group.id, ADDRESS, Frame::default()).expect("a page");
        contents.groups.into_iter().map(page).collect()
    }

    fn one<'p>(pages: &'p [InterfaceNounPage], id: &str) -> &'p Operation {
        let mut all = pages.iter().flat_map(|page| &page.group.operations);
        all.find(|operation| operation.id == id).unwrap_or_else(|| panic!("no {id}"))
    }

    #[test]
    fn every_operation_stands_on_the_page_once_with_all_its_words() {
        let pages = pages();
        let mut ids: Vec<&str> = Vec::new();
        for operation in pages.iter().flat_map(|page| &page.group.operations) {
            let id = operation.id.as_str();
            assert!(!ids.contains(&id), "{id} twice");
            ids.push(id);
            assert!(!operation.summary.is_empty() && !operation.who.is_empty(), "{id}");
            let unsaid = operation.parameters.iter().find(|parameter| parameter.words.is_empty());
            assert!(unsaid.is_none(), "{id}: {}", unsaid.map_or("", |parameter| &parameter.name));
            let mut answers = operation.answers.iter().chain(&operation.problems);
            assert!(answers.all(|answer| !answer.words.is_empty()), "{id}");
            let fields = operation.bodies.iter().flat_map(|body| &body.fields);
            let unsaid: Vec<&str> =
                fields.filter(|field| field.words.is_empty()).map(|field| field.name.as_str()).collect();
            assert!(unsaid.is_empty(), "{id}: {unsaid:?}");
        }
        let routes = table().iter().filter(|route| route.path.starts_with("/api/v1/")).count();
        assert_eq!(ids.len(), routes);
        for shape in pages.iter().flat_map(|page| &page.shapes) {
            let unsaid: Vec<&str> = shape
                .fields
                .iter()
                .filter(|field| field.words.is_empty())
                .map(|field| field.name.as_str())
                .collect();
            assert!(!shape.name.title.is_empty() && unsaid.is_empty(), "{}: {unsaid:?}", shape.name.id);
        }
    }

    #[test]
    fn fields_are_shown_as_deep_as_they_lie_and_objects_once() {
        let pages = pages();
        let shown = |shape: &str, name: &str| {
            let shape = pages
                .iter()
                .flat_map(|page| &page.shapes)
                .find(|known| known.name.id == shape)
                .expect("a shape");
            let field = shape.fields.iter().find(|field| field.name == name);
            let see = |see: &Option<Named>| see.as_ref().map(|see| see.id.clone());
            field.map(|field| (field.depth, field.kind.clone(), field.required, see(&field.see)))
        };
        for (shape, name, line) in [
            ("ArrangedShape", "id", Some((0, "整数", true, None))),
            ("ArrangedShape", "theme", Some((0, "文本，可为空", false, None))),
            ("ArrangedShape", "withheld", Some((1, "是或否", true, None))),
            ("ArrangedShape", "deliverables", Some((0, "列表", true, Some("DeliverableShape")))),
            ("ArrangedShape", "due_before", None),
            ("DeliverableShape", "due_before", Some((1, "文本，可为空", false, None))),
            ("DeliverableShape", "reason", Some((1, "文本", true, None))),
            ("DraftShape", "judged", Some((0, "对象", true, None))),
            ("DraftShape", "fit", Some((1, "是或否", true, None))),
            ("JudgedShape", "fit", Some((0, "是或否", true, None))),
        ] {
            let line = line.map(|(depth, kind, required, see)| {
                (depth, kind.to_owned(), required, see.map(str::to_owned))
            });
            assert_eq!(shown(shape, name), line, "{shape} {name}");
        }
    }

    #[test]
    fn an_example_can_be_typed_as_it_is() {
        let pages = pages();
        for (id, command) in [
            ("get-units", "curl 'http://10.1.2.3:8315/api/v1/units' \\\n  -H 'Authorization: Bearer 令牌'"),
            (
                "put-campaigns-campaign-state",
                "curl -X PUT 'http://10.1.2.3:8315/api/v1/campaigns/1/state' \\\n  -H 'Authorization: Bearer 令牌' \\\n  \
                 -H 'Content-Type: application/json' \\\n  --data '{\"state\":\"published\"}'",
            ),
            (
                "get-submissions-submission-file",
                "curl 'http://10.1.2.3:8315/api/v1/submissions/7/file' \\\n  -H 'Authorization: Bearer 令牌' \\\n  -OJ",
            ),
        ] {
            assert_eq!(one(&pages, id).example, command);
        }
    }
}
