//! Writes every page with sample contents to a folder, to be looked at in a browser.
//!
//! `cargo run --example gallery -- FOLDER`, then open `FOLDER/index.html`. Addresses of assets are made relative, so
//! that the folder can be opened from a disk; all other links lead nowhere.

mod samples;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned()));
    std::fs::create_dir_all(folder.join("assets"))?;
    for asset in huibiao::web::assets::all() {
        std::fs::write(folder.join("assets").join(&asset.hashed), asset.bytes)?;
    }
    let pages = samples::pages();
    let mut index = String::from(
        "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>页面一览</title><ul>",
    );
    for page in &pages {
        std::fs::write(
            folder.join(format!("{}.html", page.name)),
            page.html.replace("\"/assets/", "\"assets/"),
        )?;
        index.push_str(&format!("<li><a href=\"{0}.html\">{0}</a></li>", page.name));
    }
    std::fs::write(folder.join("index.html"), index + "</ul></html>")?;
    println!("{} 页：{}", pages.len(), folder.join("index.html").display());
    Ok(())
}
