//! The words that a spreadsheet prints above and below its pages, out of their codes.
//!
//! Excel keeps a page's header as one text: `&L` begins what stands at the left, `&P` is the number of the
//! page, `&"宋体,常规"&12` a font. What is left are words that a person sees on paper, and may have written
//! 金额单位：元 in.

/// The words of the left, the middle and the right, as far as there are any.
pub fn print_words(codes: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = codes.chars().peekable();
    while let Some(character) = rest.next() {
        let part = parts.len() - 1;
        if character != '&' {
            parts[part].push(character);
            continue;
        }
        match rest.next() {
            Some('L' | 'C' | 'R') => parts.push(String::new()),
            Some('&') => parts[part].push('&'),
            Some('"') => while rest.next().is_some_and(|next| next != '"') {},
            // A colour is six digits, or a theme's number and a shade.
            Some('K') => {
                let mut left = 6;
                while left > 0 && rest.next_if(|c| c.is_ascii_hexdigit() || "+-".contains(*c)).is_some() {
                    left -= 1;
                }
            }
            Some('0'..='9') => while rest.next_if(char::is_ascii_digit).is_some() {},
            _ => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_no_words() {
        for (codes, words) in [
            ("&L金额单位：元", "金额单位：元"),
            (
                "&L&\"宋体,常规\"&10填报单位：甲&C第 &P 页，共 &N 页&R&K01+000单位：万元",
                "填报单位：甲|第  页，共  页|单位：万元",
            ),
            ("&R&KFF0000单位:元&D", "单位:元"),
            ("甲&&乙&8&A", "甲&乙"),
            ("&C&P", ""),
            ("&\"宋体", ""),
        ] {
            assert_eq!(print_words(codes).join("|"), words, "{codes}");
        }
    }
}
