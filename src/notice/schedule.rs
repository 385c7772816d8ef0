//! A table that says by when which material is to be sent: `材料名称 | 报送时间 | 报送至`.

use std::ops::Range;

use super::dates::{NamedKind, named, with_clock};
use super::demand::Demand;
use super::material::materials;
use super::page::{Page, Sentence};
use crate::vocabulary::plain::plain;

const MATERIALS: [&str; 8] =
    ["材料名称", "报送材料", "材料", "报送内容", "资料名称", "报送资料", "上报材料", "上报内容"];
const TIMES: [&str; 9] =
    ["报送时间", "报送时限", "上报时间", "上报时限", "截止时间", "截止日期", "完成时限", "时限", "时间"];

/// What the rows of such tables ask for.
pub fn demands(page: &Page) -> Vec<(&Sentence, Demand)> {
    let mut found = Vec::new();
    let mut columns = None;
    for sentence in &page.sentences {
        let cells = cells(page, sentence);
        match (cells.len() > 1, columns) {
            (false, _) => columns = None,
            (true, None) => columns = heads(sentence, &cells),
            (true, Some((material, time))) => {
                found.extend(row(sentence, &cells, material, time).map(|demand| (sentence, demand)))
            }
        }
    }
    found
}

/// The cells of a row that stands on one line, as characters of its sentence.
fn cells(page: &Page, sentence: &Sentence) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let mut begins = 0;
    for cell in page.text[sentence.range.clone()].split('\t') {
        let length = plain_length(cell);
        cells.push(begins..begins + length);
        begins += length;
    }
    cells.retain(|cell| cell.end <= sentence.chars.len());
    cells
}

fn plain_length(words: &str) -> usize {
    words.chars().filter(|c| !crate::vocabulary::plain::is_invisible(*c)).count()
}

fn heads(sentence: &Sentence, cells: &[Range<usize>]) -> Option<(usize, usize)> {
    let heads: Vec<String> = cells.iter().map(|cell| plain(&sentence.words(cell.clone()))).collect();
    let position = |words: &[&str]| heads.iter().position(|head| words.contains(&head.as_str()));
    Some((position(&MATERIALS)?, position(&TIMES)?))
}

fn row(sentence: &Sentence, cells: &[Range<usize>], material: usize, time: usize) -> Option<Demand> {
    let (material, time) = (cells.get(material)?.clone(), cells.get(time)?.clone());
    let date = named(sentence)
        .into_iter()
        .find(|date| time.contains(&date.chars.start) && date.kind != NamedKind::Span)
        .map(|date| with_clock(sentence, &date, time.end));
    let materials = materials(sentence, material);
    let verb = time.end..time.end;
    let demand = Demand::new(date, materials, 0..sentence.chars.len(), verb);
    (!demand.materials.is_empty()).then_some(demand)
}
