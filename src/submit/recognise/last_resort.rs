//! Figures that stand where no head says that they do: all of them one column right of 数量, or below last year's
//! year and nothing else.
//!
//! A careful reader sees what is meant and asks once for the whole sheet. A form that was handed out with last
//! year's figures beside an empty column for this year's is not filled in at all, and is left alone.

use super::anchor::Panel;
use super::column_looks::{looks_like_figures, own_contents};
use super::view::SheetView;
use crate::form::wording::Heading;
use crate::vocabulary::Finding;
use crate::vocabulary::place::column_name;

/// Why the figures of a panel are asked about as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The only column of figures bears this year at its head.
    OtherYear(i32),
    /// The column that should hold them is empty, and they stand in this one.
    Shifted(u32),
}

/// Finds figures where none are where they should be: their column, and why to ask.
pub fn find(
    view: &SheetView,
    panel: &Panel,
    figures: &[u32],
    heads: &[(u32, Option<Heading>, bool)],
) -> Option<(u32, Doubt)> {
    let last_head = figures.iter().copied().max();
    if figures.iter().any(|column| own_contents(view, panel, *column) > 0) {
        return None;
    }
    let filled = heads.iter().filter(|(column, ..)| looks_like_figures(view, panel, *column));
    let doubts = filled.filter_map(|(column, heading, written)| match (heading, last_head) {
        (Some(Heading::Year(year)), None) => Some((*column, Doubt::OtherYear(*year))),
        (None, Some(last)) => {
            let near = (last + 1..=last + 2).contains(column) && !written;
            let most = 2 * own_contents(view, panel, *column) > panel.labels.len();
            (near && most).then_some((*column, Doubt::Shifted(*column)))
        }
        _ => None,
    });
    match doubts.collect::<Vec<_>>().as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

impl Doubt {
    /// What is asked, once for a sheet.
    pub fn finding(self) -> Finding {
        match self {
            Doubt::OtherYear(year) => {
                let words = format!("填了数的只有写着“{year}年”的一栏，不是本年；请核对是不是本年的数");
                Finding::query("other-years-head", words).holding()
            }
            Doubt::Shifted(column) => {
                let column = column_name(column);
                let words =
                    format!("“数量”一栏是空的，数字都在没有栏头的 {column} 列，暂按 {column} 列读取；请核对");
                Finding::query("column-shifted", words).holding()
            }
        }
    }
}
