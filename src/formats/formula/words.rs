//! A formula in the words that a person knows from Excel and WPS: `ROUND(SUM(台账!F8:F9)/10000,2)`.

use super::super::limits::{MOST_COLUMNS, MOST_ROWS};
use super::{Area, Corner, Token};
use crate::vocabulary::place::{cell_name, column_name};

/// Longer ones are told in part.
const LONGEST: usize = 400;

/// The words of a formula, each relative reference moved by so many rows and columns.
pub fn words(tokens: &[Token], moved: (i64, i64)) -> Option<String> {
    let mut stack: Vec<String> = Vec::new();
    for token in tokens {
        let piece = match token {
            Token::Number(number) => number.text()?,
            Token::Text(text) => format!("\"{}\"", text.replace('"', "\"\"")),
            Token::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            Token::Error => "#REF!".to_owned(),
            Token::Missing => String::new(),
            Token::Area(area) => area_words(&area.moved(moved)?),
            Token::Binary(operator) => {
                let (right, left) = (stack.pop()?, stack.pop()?);
                format!("{left}{}{right}", operator.sign())
            }
            Token::Negative => format!("-{}", stack.pop()?),
            Token::Percent => format!("{}%", stack.pop()?),
            Token::Parentheses => format!("({})", stack.pop()?),
            Token::Call(function, count) => {
                let arguments = stack.split_off(stack.len().checked_sub(*count)?);
                format!("{}({})", function.name(), arguments.join(","))
            }
        };
        stack.push(shortened(piece));
    }
    stack.pop().filter(|_| stack.is_empty())
}

fn shortened(words: String) -> String {
    if words.len() <= LONGEST {
        return words;
    }
    let kept: String = words.chars().take(LONGEST / 4).collect();
    kept.trim_end_matches('…').to_owned() + "…"
}

fn area_words(area: &Area) -> String {
    let sheets = match area.sheets.as_deref() {
        None => String::new(),
        Some((first, last)) if first == last => format!("{}!", quoted(first)),
        Some((first, last)) => format!("{}!", quoted(&format!("{first}:{last}"))),
    };
    format!("{sheets}{}", corners(area.first, area.last))
}

fn corners(first: Corner, last: Corner) -> String {
    let name = |corner: Corner| cell_name(corner.row, corner.column);
    if first.row == 0 && last.row == MOST_ROWS - 1 {
        format!("{}:{}", column_name(first.column), column_name(last.column))
    } else if first.column == 0 && last.column == MOST_COLUMNS - 1 {
        format!("{}:{}", first.row + 1, last.row + 1)
    } else if (first.row, first.column) == (last.row, last.column) {
        name(first)
    } else {
        format!("{}:{}", name(first), name(last))
    }
}

fn quoted(sheet: &str) -> String {
    let plain = sheet.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.')
        && !sheet.starts_with(|c: char| c.is_ascii_digit());
    if plain { sheet.to_owned() } else { format!("'{}'", sheet.replace('\'', "''")) }
}
