//! Examples are no report: a table that shows how to fill in, or whose unit is ××.
//!
//! What a superior hands out with the form often comes back in the file of a unit, before the real table or
//! instead of it. Its figures are nobody's.

/// What an example is called.
const NAMES: [&str; 12] =
    ["示例", "样表", "样例", "范例", "样张", "填写样", "填报样", "示范表", "模板示", "例表", "举例", "例示"];

/// Words by which a line only speaks of an example that stands elsewhere.
const ELSEWHERE: [&str; 10] = ["见", "参照", "请参", "可参", "按", "附", "依照", "下载", "比照", "如有"];

/// Signs in the place of a name that whoever fills in is to write.
const SIGNS: [char; 9] = ['×', 'X', 'x', '*', '○', '△', '□', '✕', '╳'];

/// Whether a title announces an example.
pub fn is_example(title: &str) -> bool {
    NAMES.iter().any(|name| title.contains(name)) || ends_so(title)
}

/// `…统计表（例）`.
fn ends_so(title: &str) -> bool {
    title.ends_with("(例)") || title.starts_with("(例)") || title.starts_with("例:")
}

/// Whether a line, or the name of a sheet, marks what stands below it as an example: 例, （填写示例）.
pub fn marks_example(line: &str) -> bool {
    let bare = line.trim_matches(['(', ')', ':', '[', ']', '*', '★', '—', '-', '"', '“', '”']);
    let short = bare.chars().count() <= 14 && NAMES.iter().any(|name| bare.contains(name));
    bare == "例" || short && !ELSEWHERE.iter().any(|word| bare.contains(word)) || ends_so(line)
}

/// Whether a unit's name is only the place for one: ××市场监管所, 某某所, XX县.
pub fn is_placeholder(unit: &str) -> bool {
    let characters: Vec<char> = unit.chars().filter(|c| !c.is_whitespace()).collect();
    let is_sign = |(at, c): (usize, &char)| {
        // 二○○医院 is a name.
        let before = characters[..at].iter().rev().find(|before| **before != '○');
        let in_number = before.is_some_and(|before| "一二三四五六七八九〇".contains(*before));
        SIGNS.contains(c) && !(*c == '○' && in_number)
    };
    let signs = characters.iter().enumerate().filter(|sign| is_sign(*sign)).count();
    let other_letters = characters.iter().any(|c| c.is_ascii_alphabetic() && !SIGNS.contains(c));
    let someone = ["某某", "某县", "某市", "某区", "某镇", "某乡", "某所", "某局", "某院", "某单位"];
    signs >= 2 && !other_letters || someone.iter().any(|word| unit.starts_with(word))
}

/// Whether what heads a unit's row makes it an example: 例, 示例：南麻所, ××所.
pub fn heads_example(unit: &str) -> bool {
    is_placeholder(unit) || marks_example(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_told_from_words_that_sound_alike() {
        for (title, is) in [
            ("2024年“3·15”活动情况统计表(示例)", true),
            ("2024年“3·15”活动情况统计表(例)", true),
            ("“3·15”活动情况统计表填写样表", true),
            ("典型案例统计表", false),
            ("消费教育示范基地统计表", false),
            ("2024年“3·15”活动情况统计表", false),
        ] {
            assert_eq!(is_example(title), is, "{title}");
        }
        for (line, is) in [
            ("例", true),
            ("(例)", true),
            ("填写示例:", true),
            ("样表", true),
            ("(填写示例,请勿上报)", true),
            ("填写方法见示例", false),
            ("案例", false),
            ("比例", false),
            ("Sheet1", false),
        ] {
            assert_eq!(marks_example(line), is, "{line}");
        }
    }

    #[test]
    fn a_place_for_a_name_is_no_name() {
        for (unit, is) in [
            ("××市场监管所", true),
            ("XX县XX所", true),
            ("某某市场监督管理所", true),
            ("**街道办事处", true),
            ("○○所", true),
            ("二○○医院", false),
            ("南麻市场监管所", false),
            ("MAXX超市", false),
        ] {
            assert_eq!(is_placeholder(unit), is, "{unit}");
        }
    }
}
