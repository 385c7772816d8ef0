//! What the program is made of: every crate that is linked into it, with its licence and the digest of its source.
//!
//! Cargo's own list of packages says which there are and who needs whom; its lock holds the digests. What only tests
//! and benchmarks need is no part of the program and stands in no bill.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::{Value, json};

/// A crate of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub version: String,
    /// As its author writes it: `MIT OR Apache-2.0`; empty where it says none.
    pub licence: String,
    /// SHA-256 of the archive that it came in, in hexadecimal; `None`: it lies in this folder.
    pub digest: Option<String>,
    /// Numbers of the crates that it needs, in the order of the list.
    pub needs: Vec<usize>,
}

/// Source texts in C that crates bring along, and under which terms.
pub const BROUGHT: [(&str, &str, &str); 3] = [
    ("libsqlite3-sys", "SQLite", "blessing"),
    ("pq-src", "PostgreSQL libpq", "PostgreSQL"),
    ("libmimalloc-sys", "mimalloc", "MIT"),
];

/// The program first, then its crates by name. Panics where cargo cannot list them.
pub fn parts() -> Vec<Part> {
    let metadata = listed(&["metadata", "--format-version", "1", "--locked", "--filter-platform", TARGET]);
    let packages: BTreeMap<&str, &Value> =
        list(&metadata["packages"]).iter().map(|package| (text(&package["id"]), package)).collect();
    let needs: BTreeMap<&str, Vec<&str>> = list(&metadata["resolve"]["nodes"])
        .iter()
        .map(|node| (text(&node["id"]), list(&node["deps"]).iter().filter_map(linked).collect()))
        .collect();
    let root = text(&metadata["resolve"]["root"]);
    let mut reached = BTreeSet::new();
    let mut next = vec![root];
    while let Some(id) = next.pop() {
        if !writes_code(packages[id]) && reached.insert(id) {
            next.extend(&needs[id]);
        }
    }
    let mut ids: Vec<&str> = reached.into_iter().collect();
    ids.sort_by_key(|id| (*id != root, text(&packages[id]["name"]), text(&packages[id]["version"])));
    let digests = digests();
    let numbers: BTreeMap<&str, usize> = ids.iter().enumerate().map(|(number, id)| (*id, number)).collect();
    let part = |id: &&str| {
        let package = packages[*id];
        let (name, version) = (text(&package["name"]).to_owned(), text(&package["version"]).to_owned());
        Part {
            licence: package["license"].as_str().unwrap_or_default().replace('/', " OR "),
            digest: digests.get(&(name.clone(), version.clone())).cloned(),
            needs: needs[*id].iter().filter_map(|need| numbers.get(need).copied()).collect(),
            name,
            version,
        }
    };
    ids.iter().map(part).collect()
}

/// The machine that the program is delivered for.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// A crate that another is linked with, not only tested or built.
fn linked(need: &Value) -> Option<&str> {
    let is_linked = list(&need["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
    is_linked.then(|| text(&need["pkg"]))
}

/// Whether a crate runs in the compiler: what it writes is in the program, and it is not.
fn writes_code(package: &Value) -> bool {
    let kinds = list(&package["targets"]).iter().flat_map(|target| list(&target["kind"]));
    kinds.into_iter().any(|kind| kind == "proc-macro")
}

/// Digests of the archives that crates came in, by name and version.
fn digests() -> BTreeMap<(String, String), String> {
    let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).expect("a lock");
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""));
        line.map(|rest| rest.trim_end_matches('"').to_owned())
    };
    let blocks = lock.split("[[package]]").skip(1);
    let entry =
        |block: &str| Some(((value(block, "name")?, value(block, "version")?), value(block, "checksum")?));
    blocks.filter_map(entry).collect()
}

fn listed(arguments: &[&str]) -> Value {
    let mut command = Command::new(env!("CARGO"));
    let output =
        command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo writes JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The bill as CycloneDX 1.5 in JSON: the same text for the same lock.
pub fn cyclonedx(parts: &[Part]) -> Value {
    let component = |part: &Part, kind: &str| {
        let mut component = json!({
            "type": kind, "bom-ref": reference(part), "name": part.name, "version": part.version,
            "licenses": [{ "expression": part.licence }],
        });
        if let Some(digest) = &part.digest {
            component["purl"] = reference(part).into();
            component["hashes"] = json!([{ "alg": "SHA-256", "content": digest }]);
        }
        component
    };
    let (program, crates) = parts.split_first().expect("the program itself");
    let brought = BROUGHT.iter().filter_map(|(by, name, licence)| {
        let by = crates.iter().find(|part| part.name == *by)?;
        Some(json!({
            "type": "library", "bom-ref": format!("{}#{name}", reference(by)), "name": name,
            "licenses": [{ "license": { "id": licence } }],
        }))
    });
    let components: Vec<Value> =
        crates.iter().map(|part| component(part, "library")).chain(brought).collect();
    let needs = |part: &Part| {
        let needs = part.needs.iter().map(|need| reference(&parts[*need]));
        let brought = BROUGHT.iter().filter(|(by, ..)| part.name == *by);
        let brought = brought.map(|(_, name, _)| format!("{}#{name}", reference(part)));
        json!({ "ref": reference(part), "dependsOn": needs.chain(brought).collect::<Vec<_>>() })
    };
    json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": { "component": component(program, "application") },
        "components": components,
        "dependencies": parts.iter().map(needs).collect::<Vec<_>>(),
    })
}

fn reference(part: &Part) -> String {
    format!("pkg:cargo/{}@{}", part.name, part.version)
}
