//! `附件1`, `附表`: which material that is, by the list of attachments below a notice.

use super::kinds::kind_of;
use super::material::Material;
use super::page::Page;

/// Names the materials that are only called by a number of the list.
pub fn named(page: &Page, materials: &mut [Material]) {
    for material in materials.iter_mut().filter(|material| material.name.starts_with("附件")) {
        let number: String = material.name.chars().filter(char::is_ascii_digit).collect();
        if let Some(name) = listed(page, &number) {
            material.kind = kind_of(&name).unwrap_or(material.kind);
            material.name = name;
        }
    }
}

/// The name behind `附件:1.`, or behind `附件:` where there is but one.
fn listed(page: &Page, number: &str) -> Option<String> {
    let begins = page.sentences.iter().position(|sentence| sentence.says_at(0, "附件:"))?;
    page.sentences[begins..].iter().take(12).find_map(|sentence| {
        let words = sentence.all();
        let words = words.trim_start_matches("附件:");
        let own: String = words.chars().take_while(char::is_ascii_digit).collect();
        let name = words[own.len()..].trim_start_matches(['.', '、', ' ']);
        let end = name.find('(').filter(|end| *end > 0).unwrap_or(name.len());
        (own == number && !name.is_empty())
            .then(|| name[..end].trim_matches(['《', '》', '。', ';']).to_owned())
    })
}
