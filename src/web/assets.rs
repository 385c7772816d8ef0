//! The files that come with a page, inside the program, under names that carry their content's hash.
//!
//! A name that changes with the content may be kept by browsers for ever; a page always asks for the
//! content it was written for, also right after an upgrade.

use std::sync::LazyLock;

use crate::vocabulary::hex::hex;
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

static FOLDER: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/web/assets");

/// Where assets are served.
const PREFIX: &str = "/assets/";

/// One file as a handler answers it: always with `Cache-Control: public, max-age=31536000, immutable`.
#[derive(Clone, Debug)]
pub struct Asset {
    /// `style.css`.
    pub name: &'static str,
    /// `style-0a1b2c3d4e5f.css`.
    pub hashed: String,
    pub content_type: &'static str,
    pub bytes: &'static [u8],
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let named = |file: &'static include_dir::File<'static>| {
        let name = file.path().to_str()?;
        let (stem, ending) = name.rsplit_once('.')?;
        let hash: String = hex(&Sha256::digest(file.contents())[..6]);
        let hashed = format!("{stem}-{hash}.{ending}");
        Some(Asset { name, hashed, content_type: content_type(ending), bytes: file.contents() })
    };
    FOLDER.files().filter_map(named).collect()
});

fn content_type(ending: &str) -> &'static str {
    match ending {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// The address of an asset, as templates write it: `asset("style.css")` → `/assets/style-….css`.
pub fn asset(name: &str) -> String {
    let known = ASSETS.iter().find(|asset| asset.name == name);
    format!("{PREFIX}{}", known.map_or(name, |asset| asset.hashed.as_str()))
}

/// The asset behind the last part of its address; `None` for any other name.
pub fn find(hashed: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.hashed == hashed)
}

/// All of them.
pub fn all() -> &'static [Asset] {
    &ASSETS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_its_file_and_nothing_else_does() {
        for asset in all() {
            let address = super::asset(asset.name);
            let found = find(address.strip_prefix(PREFIX).unwrap()).unwrap();
            assert_eq!(found.bytes, asset.bytes);
            assert_ne!(found.content_type, "application/octet-stream", "{}", asset.name);
            assert!(find(asset.name).is_none(), "{}", asset.name);
        }
        assert!(find("../Cargo.toml").is_none());
    }
}
