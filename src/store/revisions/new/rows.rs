//! The figures and findings of a revision as rows of their own, so that totals are one GROUP BY.

use diesel::prelude::*;

use crate::problem::Problem;
use crate::store::connection::{Conn, Prepared};
use crate::store::numbers::to_millionths;
use crate::store::papers::FigurePaper;
use crate::store::schema::{explanation, figure, finding};
use crate::vocabulary::{Explained, Number};

/// Rows of one statement.
const MANY: usize = 1_000;

pub(super) fn insert_figures(conn: &mut Conn, id: i64, figures: Vec<FigurePaper>) -> Result<(), Problem> {
    let mut rows = Vec::new();
    for paper in figures {
        let value = paper.value.as_deref().and_then(Number::parse);
        let stored = value.and_then(to_millionths);
        if value.is_some() && stored.is_none() {
            tracing::error!(item = paper.item, "a figure that cannot be stored passed the checks");
            return Err(Problem::broken());
        }
        rows.push((
            figure::revision_id.eq(id),
            figure::item.eq(paper.item),
            figure::col.eq(paper.column),
            figure::value.eq(stored),
            figure::mark.eq(paper.mark),
            figure::raw.eq(paper.raw),
            figure::sheet.eq(paper.sheet),
            figure::cell.eq(paper.cell),
        ));
    }
    match conn {
        Conn::Postgresql(conn) => {
            for chunk in rows.chunks(MANY) {
                let chunk = diesel::insert_into(figure::table).values(chunk.to_vec());
                Prepared(chunk).execute(conn)?;
            }
        }
        // Nothing is far away from this database: rows one by one are as fast, and the statement is known.
        Conn::Sqlite(conn) => {
            for row in rows {
                diesel::insert_into(figure::table).values(row).execute(conn)?;
            }
        }
    }
    Ok(())
}

pub(super) fn insert_findings(conn: &mut Conn, id: i64, findings: &[Explained]) -> Result<(), Problem> {
    for (ordinal, (stands, words)) in findings.iter().enumerate() {
        diesel::insert_into(finding::table)
            .values((
                finding::revision_id.eq(id),
                finding::ordinal.eq(ordinal as i64),
                finding::severity.eq(stands.severity.code()),
                finding::code.eq(&stands.code),
                finding::item.eq(&stands.item),
                finding::col.eq(&stands.column),
                finding::sheet.eq(stands.place.as_ref().map(|place| place.sheet.to_string())),
                finding::cell.eq(stands.place.as_ref().map(|place| &place.cell)),
                finding::sentence.eq(&stands.sentence),
                finding::holds.eq(stands.holds),
            ))
            .execute(conn)?;
        if let Some(words) = words {
            diesel::insert_into(explanation::table)
                .values((
                    explanation::revision_id.eq(id),
                    explanation::ordinal.eq(ordinal as i64),
                    explanation::words.eq(words),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}
