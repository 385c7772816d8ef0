//! A sheet to be filled in: labels locked without a password, figures checked where they are typed.
//!
//! What the form never takes (a negative figure, half of a count) is refused; what is only unusual is asked about and
//! let through; words are left to whoever reads the sheet, which says what it made of them.

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, Formula, ProtectionOptions,
    Worksheet, XlsxError,
};

use super::style;
use crate::report::table::{Filling, Input, Tone};
use crate::vocabulary::place::cell_name;

/// Characters of a message beside a cell.
const LONGEST: usize = 250;

pub fn set(target: &mut Worksheet, filling: &Filling) -> Result<(), XlsxError> {
    target.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        insert_rows: true,
        ..ProtectionOptions::default()
    });
    filling.inputs.iter().try_for_each(|input| check(target, input))
}

fn check(target: &mut Worksheet, input: &Input) -> Result<(), XlsxError> {
    let cell = cell_name(input.row, u32::from(input.column));
    let whole = match input.places {
        0 => format!("{cell}=INT({cell})"),
        places => format!("ABS({cell}-ROUND({cell},{places}))<0.0000000001"),
    };
    let sound = format!("AND({cell}>=0,{whole})");
    let usual = input.bound.map(|bound| format!("{cell}<={bound}"));
    let (rule, style, title) = match &usual {
        None => (sound.clone(), DataValidationErrorStyle::Stop, "请改正"),
        Some(usual) => (format!("AND({sound},{usual})"), DataValidationErrorStyle::Warning, "请核对"),
    };
    let words: String = input.hint.chars().take(LONGEST).collect();
    let validation = DataValidation::new()
        .allow_custom(Formula::new(format!("IF(ISNUMBER({cell}),{rule},TRUE)")))
        .ignore_blank(true)
        .set_input_message(&words)?
        .set_error_title(title)?
        .set_error_message(&words)?
        .set_error_style(style);
    let (row, column) = (input.row, input.column);
    target.add_data_validation(row, column, row, column, &validation)?;
    let mut shade = |rule: String, tone| {
        let format = ConditionalFormatFormula::new()
            .set_rule(Formula::new(format!("IF(ISNUMBER({cell}),{rule},FALSE)")))
            .set_format(style::tone(tone))
            .set_stop_if_true(true);
        target.add_conditional_format(row, column, row, column, &format).map(|_| ())
    };
    shade(format!("NOT({sound})"), Tone::Bad)?;
    usual.map_or(Ok(()), |usual| shade(format!("NOT({usual})"), Tone::Doubt))
}
