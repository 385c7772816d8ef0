//! The rules of the house, held by a test: who may import whom, which crate belongs where, how long a file
//! and a function may be. A rule in a document erodes; a rule in a test stays.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::Visit;

#[path = "tidy/circles.rs"]
mod circles;

const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 70;

/// Pure rooms in their order: each may import only those before it.
const PURE: [&str; 9] =
    ["problem", "vocabulary", "form", "campaign", "notice", "submit", "validate", "aggregate", "report"];

/// Crates that pure rooms may use.
const PURE_CRATES: [&str; 8] =
    ["std", "core", "chrono", "serde", "toml", "sha2", "ed25519_dalek", "unicode_normalization"];

/// Crates that belong to one room (besides `app`).
const AT_HOME: [(&str, &str); 29] = [
    ("ed25519_dalek", "vocabulary"),
    ("qrcode", "web"),
    ("aes", "formats"),
    ("md5", "formats"),
    ("sha1", "formats"),
    ("calamine", "formats"),
    ("cfb", "formats"),
    ("rust_xlsxwriter", "formats"),
    ("zip", "formats"),
    ("flate2", "formats"),
    ("quick_xml", "formats"),
    ("pdf_extract", "formats"),
    ("encoding_rs", "formats"),
    ("image", "formats"),
    ("postcard", "formats"),
    ("rlimit", "formats"),
    ("libc", "formats"),
    ("landlock", "formats"),
    ("seccompiler", "formats"),
    ("clap", "cli"),
    ("diesel", "store"),
    ("actix_web", "web"),
    ("validator", "web"),
    ("actix_multipart", "web"),
    ("askama", "web"),
    ("futures_util", "web"),
    ("argon2", "workflow"),
    ("hmac", "workflow"),
    ("totp_rs", "workflow"),
];

/// What one source file imports and contains.
struct Room {
    path: PathBuf,
    /// First folder (or file) below `src`.
    name: String,
    text: String,
    imports: BTreeSet<String>,
    crates: BTreeSet<String>,
    functions: Vec<(String, usize, usize)>,
    test_modules: Vec<(usize, usize)>,
}

#[test]
fn rooms_import_only_what_the_house_allows() {
    let mut wrong = Vec::new();
    for room in rooms() {
        for import in &room.imports {
            if !may_import(&room.name, import) {
                wrong.push(format!("{} imports {import}", room.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn crates_stay_in_the_room_they_belong_to() {
    let mut wrong = Vec::new();
    for room in rooms() {
        for name in &room.crates {
            let home = AT_HOME.iter().find(|(known, _)| known == name).map(|(_, home)| *home);
            let astray = home.is_some_and(|home| home != room.name && room.name != "app");
            let impure = PURE.contains(&room.name.as_str()) && !PURE_CRATES.contains(&name.as_str());
            if astray || impure {
                wrong.push(format!("{} uses {name}", room.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn crates_that_have_a_home_exist() {
    let plain = |name: &str| name.replace(['-', '_'], "");
    let manifest: toml::Table =
        include_str!("../Cargo.toml").parse().expect("the manifest of this crate is TOML");
    let systems = manifest["target"].as_table().expect("tables by system").values();
    let tables =
        std::iter::once(&manifest["dependencies"]).chain(systems.map(|system| &system["dependencies"]));
    let crates = tables.flat_map(|table| table.as_table().expect("a table of crates").keys());
    let existing: BTreeSet<String> =
        crates.map(|name| plain(name)).chain(["std".to_owned(), "core".to_owned()]).collect();
    let named = AT_HOME.iter().map(|(name, _)| *name).chain(PURE_CRATES);
    let gone: Vec<&str> = named.filter(|name| !existing.contains(&plain(name))).collect();
    assert!(gone.is_empty(), "not in Cargo.toml: {gone:?}");
}

#[test]
fn no_file_needs_itself_through_others() {
    let files: Vec<(String, String)> =
        rooms().into_iter().map(|room| (room.path.display().to_string(), room.text)).collect();
    let circles = circles::circles(&files);
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn files_and_functions_stay_short() {
    let mut long = Vec::new();
    for room in rooms() {
        let in_tests =
            |line: usize| room.test_modules.iter().any(|(first, last)| (*first..=*last).contains(&line));
        let lines = code_lines(&room.text).into_iter().filter(|line| !in_tests(*line)).count();
        // A table of tables, as long as there are columns.
        if lines > LONGEST_FILE && !room.path.ends_with("store/schema.rs") {
            long.push(format!("{}: {lines} lines of code", room.path.display()));
        }
        let code = code_lines(&room.text);
        for (name, first, last) in &room.functions {
            let lines = code.iter().filter(|line| (*first..=*last).contains(*line)).count();
            if lines > LONGEST_FUNCTION && !in_tests(*first) {
                long.push(format!("{}: fn {name} has {lines} lines of code", room.path.display()));
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_module_begins_with_an_essay() {
    let silent: Vec<PathBuf> =
        rooms().into_iter().filter(|room| !room.text.starts_with("//!")).map(|room| room.path).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn nothing_unfinished_is_left_behind() {
    let words =
        ["todo!", "unimplemented!", "dbg!", "FIXME", "XXX", "#[ignore", "thread::sleep", "allow(dead_code"];
    let mut found = Vec::new();
    for room in rooms() {
        found.extend(
            words
                .iter()
                .filter(|word| room.text.contains(*word))
                .map(|word| format!("{}: {word}", room.path.display())),
        );
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Functions that put a statement for the database together beside handing one over, and those that are handed one. What
/// they put in are numbers, names of columns and tables and the path of a file with its quotes doubled, never what
/// somebody has typed: that is bound.
const ASSEMBLED: [(&str, &str); 11] = [
    ("store/alone.rs", "alone"),
    ("store/condition.rs", "version"),
    ("store/connection.rs", "connect"),
    ("store/last_year/node.rs", "added_up"),
    ("store/proof/structure.rs", "of_postgresql"),
    ("store/totals.rs", "kept"),
    ("store/totals.rs", "remake"),
    ("store/totals.rs", "stale_below"),
    ("store/totals/added.rs", "figures"),
    ("store/upgrade.rs", "copy"),
    ("store/vacancy.rs", "clear"),
];

/// Words by which a function hands the database a statement that is not built by the compiler's rules.
const HANDED: [&str; 4] = ["sql_query", "batch_execute", "dsl::sql", "sql::<"];

/// Ways of putting a text together.
const PUT_TOGETHER: [&str; 6] = ["format!", "push_str", "write!", ".join(", ".concat(", ".replace("];

#[test]
fn statements_are_put_together_in_known_places_only() {
    let mut found = BTreeSet::new();
    for room in rooms() {
        let lines: Vec<&str> = room.text.lines().collect();
        let in_tests =
            |line: usize| room.test_modules.iter().any(|(first, last)| (*first..=*last).contains(&line));
        for (name, first, last) in room.functions.iter().filter(|(_, first, _)| !in_tests(*first)) {
            let code = lines[first - 1..*last].join("\n");
            let has = |words: &[&str]| words.iter().any(|word| code.contains(word));
            if has(&HANDED) && (has(&PUT_TOGETHER) || hands_on(&code)) {
                let path = room.path.display().to_string().replace('\\', "/");
                found.insert((path, name.clone()));
            }
        }
    }
    let known = ASSEMBLED.map(|(path, name)| (path.to_owned(), name.to_owned()));
    assert_eq!(
        found,
        BTreeSet::from(known),
        "functions that put statements together, and those that are known"
    );
}

/// Whether a statement is one of the function's own parameters.
fn hands_on(code: &str) -> bool {
    let head = code.split('{').next().unwrap_or_default();
    let is_parameter = |rest: &str| {
        let rest = rest.trim_start_matches(['(', '&', '*']);
        let name = rest.split([')', '.', ',']).next().unwrap_or_default();
        !name.is_empty() && head.contains(&format!("{name}: "))
    };
    HANDED.iter().any(|word| code.split(word).skip(1).any(is_parameter))
}

fn may_import(room: &str, import: &str) -> bool {
    let pure = |name: &str| PURE.iter().position(|known| *known == name);
    match (room, pure(room)) {
        _ if room == import => true,
        ("app" | "lib" | "main", _) => true,
        (_, Some(own)) => pure(import).is_some_and(|other| other < own),
        ("formats" | "store", _) => pure(import).is_some(),
        ("workflow", _) => pure(import).is_some() || matches!(import, "formats" | "store" | "config"),
        ("cli" | "web", _) => pure(import).is_some() || matches!(import, "workflow" | "config"),
        ("config", _) => matches!(import, "problem" | "vocabulary"),
        _ => false,
    }
}

fn rooms() -> Vec<Room> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&source, &mut files);
    assert!(files.len() > 20, "the source was not found in {}", source.display());
    files.into_iter().map(|path| room(&source, path)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the source can be listed") {
        let path = entry.expect("an entry of the source").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn room(source: &Path, path: PathBuf) -> Room {
    let text = std::fs::read_to_string(&path).expect("a source file is text");
    let below = path.strip_prefix(source).expect("the file lies below src");
    let first = below.iter().next().expect("a file has a name").to_string_lossy();
    let name = first.trim_end_matches(".rs").to_owned();
    let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut room = Room {
        path: below.to_owned(),
        name,
        text,
        imports: BTreeSet::new(),
        crates: BTreeSet::new(),
        functions: Vec::new(),
        test_modules: Vec::new(),
    };
    room.visit_file(&parsed);
    room
}

fn lines_of(span: Span) -> (usize, usize) {
    (span.start().line, span.end().line)
}

/// Numbers of the lines that hold code: comments and blank lines are free.
fn code_lines(text: &str) -> Vec<usize> {
    let is_code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    text.lines().enumerate().filter(|(_, line)| is_code(line)).map(|(index, _)| index + 1).collect()
}

impl Room {
    fn note_path(&mut self, first: &str, second: Option<String>) {
        match first {
            "crate" => self.imports.extend(second),
            "self" | "super" | "Self" => {}
            name if name.chars().next().is_some_and(char::is_lowercase) => {
                self.crates.insert(name.to_owned());
            }
            _ => {}
        }
    }

    fn note_use(&mut self, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                let first = path.ident.to_string();
                if first == "crate" {
                    self.note_crate_uses(&path.tree);
                } else if is_external(&first) {
                    self.crates.insert(first);
                }
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.note_use(item)),
            _ => {}
        }
    }

    fn note_crate_uses(&mut self, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                self.imports.insert(path.ident.to_string());
            }
            syn::UseTree::Name(name) => {
                self.imports.insert(name.ident.to_string());
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.note_crate_uses(item)),
            _ => {}
        }
    }
}

/// Whether the first word of a `use` may be a crate: modules beside the file are found by the compiler.
fn is_external(name: &str) -> bool {
    PURE_CRATES.contains(&name) || AT_HOME.iter().any(|(known, _)| *known == name)
}

impl<'ast> Visit<'ast> for Room {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.note_use(&item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let mut segments = path.segments.iter().map(|segment| segment.ident.to_string());
        if let Some(first) = segments.next().filter(|_| path.segments.len() > 1)
            && (first == "crate" || is_external(&first))
        {
            self.note_path(&first, segments.next());
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let (first, last) = lines_of(item.span());
        self.functions.push((item.sig.ident.to_string(), first, last));
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let (first, last) = lines_of(item.span());
        self.functions.push((item.sig.ident.to_string(), first, last));
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let is_test = |attribute: &syn::Attribute| {
            attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
        };
        if item.attrs.iter().any(is_test) {
            self.test_modules.push(lines_of(item.span()));
        }
        syn::visit::visit_item_mod(self, item);
    }
}
