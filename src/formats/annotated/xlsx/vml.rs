//! The drawing of comments: a yellow slip for each, hidden until somebody points at its cell.
//!
//! Spreadsheets show a comment only where this older part draws it. What programs write there is not always XML, so
//! that slips are put in before its end and nothing in it is taken apart.

use super::names::Address;

const SPACES: [(&str, &str); 3] = [
    ("xmlns:v", "urn:schemas-microsoft-com:vml"),
    ("xmlns:o", "urn:schemas-microsoft-com:office:office"),
    ("xmlns:x", "urn:schemas-microsoft-com:office:excel"),
];

const SLIP: &str = concat!(
    "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">",
    "<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>",
);

/// How many shapes a sheet's numbers have room for.
const BLOCK: usize = 1024;

/// Letters that fit into a line of a slip, and lines that are always there.
const WIDTH: usize = 22;

/// A drawing with slips for these cells; `block` differs between sheets.
pub fn drawing(block: usize, slips: &[(Address, &str)]) -> String {
    let spaces: String = SPACES.iter().map(|(name, space)| format!(" {name}=\"{space}\"")).collect();
    let map =
        format!("<o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{block}\"/></o:shapelayout>");
    format!("<xml{spaces}>{map}{SLIP}{}</xml>", shapes(block * BLOCK + 1, slips))
}

/// A drawing with more slips; nothing where it has no end.
pub fn with_slips(drawing: &str, slips: &[(Address, &str)]) -> Option<String> {
    let end = drawing.rfind("</xml")?;
    let spaces = SPACES.iter().all(|(name, space)| drawing.contains(&format!("{name}=\"{space}\"")));
    if !spaces {
        return None;
    }
    let slip = if drawing.contains("\"_x0000_t202\"") { "" } else { SLIP };
    let more = shapes(next_number(drawing), slips);
    Some(format!("{}{slip}{more}{}", &drawing[..end], &drawing[end..]))
}

fn next_number(drawing: &str) -> usize {
    let numbers = drawing.split("_x0000_s").skip(1);
    let number = |rest: &str| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<usize>().ok();
    numbers.filter_map(number).max().unwrap_or(BLOCK) + 1
}

fn shapes(first: usize, slips: &[(Address, &str)]) -> String {
    slips.iter().enumerate().map(|(index, (at, words))| shape(first + index, *at, words)).collect()
}

fn shape(number: usize, (row, column): Address, words: &str) -> String {
    let lines: usize = words.lines().map(|line| line.chars().count() / WIDTH + 1).sum();
    let (top, bottom) = (row.saturating_sub(1), row.saturating_sub(1) + lines as u32 + 1);
    format!(
        concat!(
            "<v:shape id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;",
            "margin-top:2pt;width:240pt;height:{height}pt;z-index:{number};visibility:hidden\" fillcolor=\"#ffffe1\" ",
            "o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/>",
            "<v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\">",
            "<div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/>",
            "<x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 4, {right}, 15, {bottom}, 4</x:Anchor>",
            "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
        ),
        number = number,
        height = 16 * (lines + 1),
        left = column + 1,
        right = column + 5,
        top = top,
        bottom = bottom,
        row = row,
        column = column,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_added_to_what_is_there() {
        let made = drawing(3, &[((7, 3), "一")]);
        assert!(made.contains("_x0000_s3073\"") && made.contains("<x:Row>7</x:Row>"), "{made}");
        let more = with_slips(&made, &[((8, 3), "二")]).unwrap();
        assert!(
            more.starts_with(made.trim_end_matches("</xml>")) && more.contains("_x0000_s3074\""),
            "{more}"
        );
        assert_eq!(more.matches("<v:shapetype").count(), 1);
        let odd = made.replace("<v:stroke joinstyle=\"miter\"/>", "<br>");
        assert!(with_slips(&odd, &[((8, 3), "二")]).is_some_and(|more| more.ends_with("</v:shape></xml>")));
        assert_eq!(with_slips("<xml>", &[]), None);
        assert_eq!(with_slips("<xml></xml>", &[]), None);
    }
}
