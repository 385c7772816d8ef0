//! A bar chart as SVG in the page: works without scripts, prints, and always stands beside its table.

use askama::Template;
use askama::filters::HtmlSafe;

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    pub label: String,
    /// Parts one after the other, in the order of [`BarChart::legend`].
    pub parts: Vec<u64>,
    pub href: String,
}

/// Horizontal bars, each of all its parts; shown by writing it into a template.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/chart.html", config = "src/web/askama.toml")]
pub struct BarChart {
    pub title: String,
    /// What the chart says, as a sentence.
    pub description: String,
    /// At most four: each has its own pattern of colour.
    pub legend: Vec<String>,
    pub bars: Vec<Bar>,
}

impl HtmlSafe for BarChart {}

const LEFT: u64 = 150;
const WIDTH: u64 = 270;
const STEP: u64 = 30;

struct Piece {
    x: String,
    width: String,
    tone: usize,
    count: u64,
    name: String,
    /// Where its number stands, when it is wide enough for one.
    middle: Option<String>,
}

impl BarChart {
    fn height(&self) -> u64 {
        STEP * self.bars.len() as u64 + 8
    }

    fn width(&self) -> u64 {
        LEFT + WIDTH + 10
    }

    fn top(&self, index: &usize) -> u64 {
        STEP * *index as u64 + 4
    }

    fn pieces(&self, bar: &Bar) -> Vec<Piece> {
        let whole = self.bars.iter().map(|bar| bar.parts.iter().sum()).max().unwrap_or(1).max(1u64);
        let mut before = 0;
        let mut pieces = Vec::new();
        for (tone, count) in bar.parts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let tenths = |count: u64| count * WIDTH * 10 / whole;
            let (from, to) = (tenths(before), tenths(before + count));
            let shown = |tenths: u64| format!("{}.{}", tenths / 10, tenths % 10);
            pieces.push(Piece {
                x: shown(LEFT * 10 + from),
                width: shown(to - from),
                tone,
                count: *count,
                name: self.legend.get(tone).cloned().unwrap_or_default(),
                middle: (to - from > 160).then(|| shown(LEFT * 10 + (from + to) / 2)),
            });
            before += count;
        }
        pieces
    }

    fn short(&self, label: &str) -> String {
        if label.chars().count() > 9 {
            label.chars().take(8).chain(['…']).collect()
        } else {
            label.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bar, BarChart};
    use askama::Template;

    #[test]
    fn the_parts_of_a_bar_lie_in_its_row_one_after_the_other() {
        let bar =
            |parts: &[u64]| Bar { label: "沂源县".into(), parts: parts.to_vec(), href: String::new() };
        let chart = BarChart {
            title: "各县进度".into(),
            description: "按时、迟报、未报".into(),
            legend: vec!["按时".into(), "迟报".into(), "未报".into()],
            bars: vec![bar(&[10, 5, 5]), bar(&[20, 0, 7])],
        };
        let drawn = chart.render().expect("a picture");
        let places: Vec<&str> =
            drawn.split("<rect x=\"").skip(1).filter_map(|rest| rest.split(" width").next()).collect();
        let expected =
            ["150.0\" y=\"4\"", "250.0\" y=\"4\"", "300.0\" y=\"4\"", "150.0\" y=\"34\"", "350.0\" y=\"34\""];
        assert_eq!(places, expected);
    }
}
