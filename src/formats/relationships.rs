//! Which part of an Office package refers to which: the only way from its front door to its sheets.

use std::rc::Rc;

use crate::problem::Refusal;

use super::container::Container;
use super::xml::Node;
use super::{damaged, too_large};

/// One reference from a part to another.
pub struct Relationship {
    pub id: String,
    /// The last step of its type: `worksheet`, `sharedStrings` …
    pub kind: String,
    /// The path of the part referred to.
    pub path: String,
}

/// The path of the part that is the document itself.
pub fn main_part(container: &mut Container<'_>) -> Result<String, Refusal> {
    if container.index("_rels/.rels").is_some() {
        let package = relationships(container, "_rels/.rels", "")?;
        let main = package.iter().find(|relationship| relationship.kind == "officeDocument");
        if let Some(main) = main {
            return Ok(main.path.clone());
        }
    }
    main_part_by_type(container)?.ok_or_else(|| damaged("no main part"))
}

/// The same by the list of the parts' types, where no reference says so.
fn main_part_by_type(container: &mut Container<'_>) -> Result<Option<String>, Refusal> {
    let main = container.read_xml("[Content_Types].xml", |xml| {
        loop {
            match xml.node()? {
                Node::Open(tag) if tag.name() == "Override" => {
                    let [kind, part] = tag.attributes(["ContentType", "PartName"])?;
                    if let (Some(kind), Some(part)) = (kind, part)
                        && (kind.ends_with("main+xml") || kind.ends_with("binary.macroEnabled.main"))
                    {
                        return Ok(Some(join("", &part)));
                    }
                }
                Node::End => return Ok(None),
                _ => {}
            }
        }
    })?;
    Ok(main.flatten())
}

/// What a part refers to.
pub fn of_part(container: &mut Container<'_>, path: &str) -> Result<Rc<Vec<Relationship>>, Refusal> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    relationships(container, &join(folder, &format!("_rels/{file}.rels")), folder)
}

/// The same for a part that may refer to nothing.
pub fn of_part_if_any(container: &mut Container<'_>, path: &str) -> Result<Rc<Vec<Relationship>>, Refusal> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    match container.index(&join(folder, &format!("_rels/{file}.rels"))) {
        Some(_) => of_part(container, path),
        None => Ok(Rc::default()),
    }
}

fn relationships(
    container: &mut Container<'_>,
    path: &str,
    folder: &str,
) -> Result<Rc<Vec<Relationship>>, Refusal> {
    let most = container.limits().entries;
    let read = container.read_common_xml(path, |xml| {
        let mut list = Vec::new();
        loop {
            match xml.node()? {
                Node::Open(tag) if tag.name() == "Relationship" => {
                    let of = |name| Ok::<_, Refusal>(tag.attribute(name)?.unwrap_or_default().into_owned());
                    let kind = of("Type")?.rsplit('/').next().unwrap_or_default().to_owned();
                    list.push(Relationship { id: of("Id")?, kind, path: join(folder, &of("Target")?) });
                }
                Node::End => return Ok(list),
                _ => {}
            }
            if list.len() > most {
                return Err(too_large("more relationships than the limit"));
            }
        }
    })?;
    read.ok_or_else(|| damaged(format!("no part {path}")))
}

/// A target is relative to its source's folder, or to the package where it starts with a slash, also one that leans
/// to the left. One that leads outside names no part, and is found missing.
fn join(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let base = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in base.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn targets_are_found_from_their_folder_or_from_the_package() {
        for (folder, target, path) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/sheet1.xml", "xl/sheet1.xml"),
            ("xl", "\\xl\\sheet1.xml", "xl/sheet1.xml"),
            ("xl/worksheets", "../media/./a.png", "xl/media/a.png"),
            ("", "../../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(join(folder, target), path);
        }
    }
}
