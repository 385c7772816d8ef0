//! A notice's annex as the grid that a form is proposed from: the lines above it as paragraphs, its table, and those
//! lines below that belong to it. The notice around it is left out.

use crate::notice::{self, Annex};
use crate::submit::grid::{Area, Cell, Content, Grid, Sheet};
use crate::submit::propose::{Proposal, propose};
use crate::vocabulary::plain::plain;

/// Lines below a table that may belong to it.
const MOST_BELOW: usize = 12;

/// The longest line of names of fields, in characters.
const LONGEST_FIELDS: usize = 60;

/// Proposes a form from a notice's annex; nothing where it has none that asks for figures.
pub fn of_notice(notice: &notice::Proposal) -> Option<Proposal> {
    let annex = notice.annex.as_ref()?;
    propose(&grid(annex, &below(&notice.text[annex.place.end..]))).ok()
}

/// Lines right below a table that name fields or explain it: 填报人： 审核人：, 注：…
fn below(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()).take(MOST_BELOW) {
        let words = plain(line);
        let explains = ["注:", "注释", "说明", "备注", "填表说明", "填报说明"];
        let explains = |words: &str| explains.iter().any(|start| words.starts_with(start));
        let goes_on = words.starts_with(|c: char| c.is_ascii_digit())
            && lines.iter().any(|line| explains(&plain(line)));
        let names = words.contains(':') && words.chars().count() <= LONGEST_FIELDS && !words.ends_with('。');
        if !explains(&words) && !goes_on && !names {
            break;
        }
        lines.push(line);
    }
    lines
}

fn grid(annex: &Annex, below: &[&str]) -> Grid {
    let above: Vec<&str> = annex.title.iter().chain(&annex.lines).map(String::as_str).collect();
    let rows = &annex.table.rows;
    let (first, last) = (above.len() as u32, (above.len() + rows.len()) as u32);
    let table = (first..).zip(rows).flat_map(|(row, words)| {
        let said = (0..).zip(words).filter(|(_, word)| !word.trim().is_empty());
        said.map(move |(column, word)| text(row, column, word))
    });
    let line = |(row, line): (u32, &&str)| text(row, 0, line);
    let cells = (0..).zip(&above).map(line).chain(table).chain((last..).zip(below).map(line));
    let merges = annex.table.merges.iter().map(|merge| Area {
        first_row: merge.first_row + first,
        first_column: merge.first_column,
        last_row: merge.last_row + first,
        last_column: merge.last_column,
    });
    let sheet = Sheet {
        name: "附表".to_owned(),
        visible: true,
        paragraphs: first,
        cells: cells.collect(),
        merges: merges.collect(),
        ..Sheet::default()
    };
    Grid { sheets: vec![sheet], ..Grid::default() }
}

fn text(row: u32, column: u32, words: &str) -> Cell {
    Cell { row, column, content: Content::Text(words.to_owned()), computed: false }
}
