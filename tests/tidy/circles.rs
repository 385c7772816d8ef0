//! Finds files that need each other. Two files that import from one another can only be understood together, and
//! so can twenty: the house wants an order in which its files can be read.
//!
//! An arrow runs from a file to the file that defines a name it uses. A name handed on by `pub use` leads to the
//! file that defines it, so a face such as `mod.rs` ties nothing by handing on the names of its children. Names
//! are followed through `use`, through paths in code and through paths in the words of a macro; methods are not
//! followed, because what a value can do belongs to its type. Modules for tests are left out.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::Visit;

/// How often a name may be handed on before the search gives up.
const LONGEST_CHAIN: usize = 12;

type Segments = Vec<String>;

/// One file as a module of the crate.
struct Module {
    file: String,
    /// Names that `use` brings, with the whole path behind each.
    imports: BTreeMap<String, Segments>,
    /// Those of them that are only handed on.
    handed_on: BTreeSet<String>,
    /// Paths of modules whose every name `use …::*` brings.
    globs: Vec<Segments>,
    /// Names defined here.
    items: BTreeSet<String>,
    /// Paths in code, as written.
    paths: BTreeSet<Segments>,
    /// Modules of tests that stand in files of their own.
    tests: Vec<String>,
}

/// Circles among the files (path below `src`, source text), each as its files in order of name.
pub fn circles(files: &[(String, String)]) -> Vec<Vec<String>> {
    knots(&arrows(&modules(files)))
}

fn modules(files: &[(String, String)]) -> BTreeMap<Segments, Module> {
    let mut modules: BTreeMap<Segments, Module> = files
        .iter()
        .filter(|(path, _)| path != "main.rs")
        .map(|(path, text)| (place(path), read(path, text)))
        .collect();
    let tests: Vec<Segments> = modules
        .iter()
        .flat_map(|(place, module)| module.tests.iter().map(|name| below(place, name)))
        .collect();
    modules.retain(|place, _| !tests.iter().any(|test| place.starts_with(test)));
    modules
}

/// The module that a file holds: `a/b.rs` and `a/b/mod.rs` hold `a::b`.
fn place(path: &str) -> Segments {
    let mut segments: Segments = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(segments.last().map(String::as_str), Some("mod" | "lib")) {
        segments.pop();
    }
    segments
}

fn below(place: &[String], name: &str) -> Segments {
    let mut segments = place.to_vec();
    segments.push(name.to_owned());
    segments
}

fn read(path: &str, text: &str) -> Module {
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut module = Module {
        file: path.to_owned(),
        imports: BTreeMap::new(),
        handed_on: BTreeSet::new(),
        globs: Vec::new(),
        items: BTreeSet::new(),
        paths: BTreeSet::new(),
        tests: Vec::new(),
    };
    module.visit_file(&parsed);
    module
}

/// From each file to the files whose names it uses.
fn arrows(modules: &BTreeMap<Segments, Module>) -> BTreeMap<String, BTreeSet<String>> {
    let mut arrows = BTreeMap::new();
    for (place, module) in modules {
        let brought = module.imports.iter().filter(|(name, _)| !module.handed_on.contains(*name));
        let used = brought.map(|(_, path)| path).chain(&module.paths);
        let to: BTreeSet<String> = used
            .filter_map(|path| definer(modules, place, path, LONGEST_CHAIN))
            .filter(|file| *file != module.file)
            .collect();
        arrows.insert(module.file.clone(), to);
    }
    arrows
}

/// The file that defines what `path`, written in the module `from`, means; none for a module as a whole, for
/// other crates and for names that no file of ours defines.
fn definer(
    modules: &BTreeMap<Segments, Module>,
    from: &[String],
    path: &[String],
    chain: usize,
) -> Option<String> {
    let chain = chain.checked_sub(1)?;
    let (mut here, mut rest) = start(modules, from, path)?;
    while let Some((name, after)) = rest.split_first() {
        let deeper = below(&here, name);
        if modules.contains_key(&deeper) {
            here = deeper;
            rest = after;
            continue;
        }
        let module = &modules[&here];
        if module.items.contains(name) {
            return Some(module.file.clone());
        }
        if let Some(brought) = module.imports.get(name) {
            let whole: Segments = brought.iter().chain(after).cloned().collect();
            return definer(modules, &here, &whole, chain);
        }
        return module.globs.iter().find_map(|glob| {
            let whole: Segments = glob.iter().chain(rest).cloned().collect();
            definer(modules, &here, &whole, chain)
        });
    }
    None
}

/// Where the walk along a path begins, and what of the path is left.
fn start<'a>(
    modules: &BTreeMap<Segments, Module>,
    from: &[String],
    path: &'a [String],
) -> Option<(Segments, &'a [String])> {
    let mut here = from.to_vec();
    let mut rest = path;
    match rest.first()?.as_str() {
        "crate" => return Some((Segments::new(), &rest[1..])),
        "self" => return Some((here, &rest[1..])),
        "super" => {
            while rest.first().is_some_and(|name| name == "super") {
                here.pop()?;
                rest = &rest[1..];
            }
            return Some((here, rest));
        }
        _ => {}
    }
    let first = &rest[0];
    let module = modules.get(&here)?;
    let known = module.imports.get(first).is_some_and(|brought| brought.first() != Some(first))
        || modules.contains_key(&below(&here, first))
        || module.globs.iter().any(|glob| glob.first().is_some_and(|name| name != first));
    known.then_some((here, rest))
}

/// Groups of files of which each can be reached from each other.
fn knots(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reach: BTreeMap<&String, BTreeSet<&String>> =
        arrows.keys().map(|file| (file, reached(arrows, file))).collect();
    let mut knots = BTreeSet::new();
    for (file, reached) in &reach {
        if reached.contains(file) {
            let knot: Vec<String> = reached
                .iter()
                .filter(|other| reach[**other].contains(file))
                .map(|other| (*other).clone())
                .collect();
            knots.insert(knot);
        }
    }
    knots.into_iter().collect()
}

fn reached<'a>(arrows: &'a BTreeMap<String, BTreeSet<String>>, from: &String) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&String> = arrows[from].iter().collect();
    while let Some(file) = open.pop() {
        if reached.insert(file) {
            open.extend(&arrows[file]);
        }
    }
    reached
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

impl Module {
    fn bring(&mut self, before: &[String], tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => self.bring(&below(before, &path.ident.to_string()), &path.tree),
            syn::UseTree::Name(name) => self.import(&name.ident.to_string(), before, &name.ident),
            syn::UseTree::Rename(name) => self.import(&name.rename.to_string(), before, &name.ident),
            syn::UseTree::Glob(_) => self.globs.push(before.to_vec()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.bring(before, item)),
        }
    }

    fn import(&mut self, name: &str, before: &[String], last: &syn::Ident) {
        let (name, whole) = if last == "self" {
            (before.last().map_or(name, String::as_str), before.to_vec())
        } else {
            (name, below(before, &last.to_string()))
        };
        self.imports.insert(name.to_owned(), whole);
    }

    fn define(&mut self, item: &syn::Item) {
        let name = match item {
            syn::Item::Const(item) => &item.ident,
            syn::Item::Enum(item) => &item.ident,
            syn::Item::Fn(item) => &item.sig.ident,
            syn::Item::Static(item) => &item.ident,
            syn::Item::Struct(item) => &item.ident,
            syn::Item::Trait(item) => &item.ident,
            syn::Item::Type(item) => &item.ident,
            syn::Item::Union(item) => &item.ident,
            _ => return,
        };
        self.items.insert(name.to_string());
    }

    /// Paths among the words of a macro: `a::b::c`.
    fn note_words(&mut self, words: proc_macro2::TokenStream) {
        let mut path = Segments::new();
        let mut colons = 0;
        for word in words {
            match word {
                proc_macro2::TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.note(std::mem::take(&mut path));
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                proc_macro2::TokenTree::Punct(sign) if sign.as_char() == ':' => colons += 1,
                proc_macro2::TokenTree::Group(group) => {
                    self.note(std::mem::take(&mut path));
                    self.note_words(group.stream());
                }
                _ => self.note(std::mem::take(&mut path)),
            }
        }
        self.note(path);
    }

    fn note(&mut self, path: Segments) {
        if !path.is_empty() {
            self.paths.insert(path);
        }
    }
}

impl<'ast> Visit<'ast> for Module {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        self.define(item);
        syn::visit::visit_item(self, item);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_for_tests(&item.attrs) {
            let before: BTreeSet<String> = self.imports.keys().cloned().collect();
            self.bring(&[], &item.tree);
            if !matches!(item.vis, syn::Visibility::Inherited) {
                let brought = self.imports.keys().filter(|name| !before.contains(*name)).cloned();
                self.handed_on.extend(brought.collect::<Vec<_>>());
            }
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            syn::visit::visit_item_mod(self, item);
        } else if item.content.is_none() {
            self.tests.push(item.ident.to_string());
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_for_tests(&item.attrs) {
            syn::visit::visit_item_fn(self, item);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.note(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.note_words(item.tokens.clone());
        syn::visit::visit_macro(self, item);
    }
}

#[test]
fn a_circle_is_seen_through_whatever_ties_it() {
    /// Paths with their texts, and the files of each circle.
    type Tree = &'static [(&'static str, &'static str)];
    type Circles = &'static [&'static [&'static str]];
    let cases: [(&str, Tree, Circles); 9] = [
        ("nothing ties them", &[("a.rs", "pub fn a() {}"), ("b.rs", "use crate::a::a; fn b() { a() }")], &[]),
        (
            "two imports",
            &[("a.rs", "use crate::b::b; pub fn a() {}"), ("b.rs", "use crate::a::a; pub fn b() {}")],
            &[&["a.rs", "b.rs"]],
        ),
        (
            "a path in code",
            &[("a.rs", "pub fn a() { crate::b::b() }"), ("b.rs", "use crate::a::a; pub fn b() {}")],
            &[&["a.rs", "b.rs"]],
        ),
        (
            "a path in a macro",
            &[("a.rs", "pub fn a() { say!(crate::b::b()) }"), ("b.rs", "use crate::a::a; pub fn b() {}")],
            &[&["a.rs", "b.rs"]],
        ),
        (
            "a face that only hands names on ties nothing",
            &[
                ("r/mod.rs", "mod a; mod b; pub use a::A; pub use b::b;"),
                ("r/a.rs", "pub struct A;"),
                ("r/b.rs", "use super::A; pub fn b(_: A) {}"),
            ],
            &[],
        ),
        (
            "a face that defines what its child needs ties both",
            &[
                ("r/mod.rs", "mod a; use a::a; pub struct R; fn r() { a() }"),
                ("r/a.rs", "use super::R; pub fn a() {}"),
            ],
            &[&["r/a.rs", "r/mod.rs"]],
        ),
        (
            "three, the last by a glob",
            &[
                ("a.rs", "use crate::b::b; pub fn a() {}"),
                ("b.rs", "use crate::c; pub fn b() { c::c() }"),
                ("c.rs", "use crate::face::*; pub fn c() { a::a() }"),
                ("face.rs", "pub use crate::a;"),
            ],
            &[&["a.rs", "b.rs", "c.rs"]],
        ),
        (
            "tests may look where they like",
            &[
                ("a.rs", "pub fn a() {} #[cfg(test)] mod tests { use crate::b::b; }"),
                ("b.rs", "use crate::a::a; pub fn b() {}"),
            ],
            &[],
        ),
        (
            "a value of an enum",
            &[
                ("a.rs", "use crate::b::B; pub fn a() { B::One; }"),
                ("b.rs", "use crate::a; pub enum B { One } fn b() { a::a() }"),
            ],
            &[&["a.rs", "b.rs"]],
        ),
    ];
    for (what, files, expect) in cases {
        let mut all = vec![("lib.rs".to_owned(), String::new())];
        all.extend(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
        assert_eq!(circles(&all), expect, "{what}");
    }
}
