//! Counts of units under the words that head their columns, and sums of them.

use super::super::table::{Cell, Outcome, Role, Shown};
use crate::aggregate::Coverage;
use crate::vocabulary::Number;
use crate::vocabulary::place::column_name;

/// A column that counts units; `None` for the one that is a rate.
pub fn count(coverage: &Coverage, column: &str) -> Option<usize> {
    Some(match column {
        "应报" => coverage.expected,
        "实报" => coverage.received,
        "按时" => coverage.on_time,
        "迟报" => coverage.late,
        "时间未知" => coverage.time_unknown,
        "有误待改" => coverage.faulty,
        "未报" => coverage.missing,
        "零报告" => coverage.nil,
        "待核实" => coverage.held,
        "待确认" => coverage.unsettled,
        "免报" => coverage.exempt,
        "汇入" => coverage.counted,
        _ => return None,
    })
}

/// A live sum over one column's rows.
pub fn sum(column: usize, (first, last): (u32, u32), result: usize) -> Cell {
    let name = column_name(column as u32);
    let formula = format!("SUM({name}{}:{name}{})", first + 1, last + 1);
    let result = Outcome::Number(Number::whole(result as i64));
    Cell::formula(formula, result, Shown::Places(0), Role::Total)
}
