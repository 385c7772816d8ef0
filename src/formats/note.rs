//! The words of a comment, as every format keeps them: behind the name of who wrote it.

/// Names that stand for nobody in particular, as programs were installed.
const NOBODY: [&str; 6] = ["作者", "Author", "Administrator", "Admin", "User", "微软用户"];

/// A comment's words without the name that leads them as “作者:”.
pub fn without_author<'w>(words: &'w str, author: &str) -> &'w str {
    let words = words.trim();
    let names = [author.trim()].into_iter().chain(NOBODY);
    let led = names.filter(|name| !name.is_empty()).find_map(|name| {
        let rest = words.strip_prefix(name)?.trim_start_matches([' ', '\u{a0}']);
        rest.strip_prefix([':', '：'])
    });
    led.map_or(words, str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_who_wrote_a_comment_is_no_part_of_it() {
        for (words, author, expected) in [
            ("王敏:\n应为12", "王敏", "应为12"),
            ("作者：\n应为12", "王敏", "应为12"),
            ("Author:\r\n 12", "", "12"),
            ("应为12", "王敏", "应为12"),
            ("王敏说：12", "王敏", "王敏说：12"),
            ("更正：12", "王敏", "更正：12"),
            ("王敏:", "王敏", ""),
        ] {
            assert_eq!(without_author(words, author), expected, "{words}");
        }
    }
}
