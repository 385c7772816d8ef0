//! Charts as the spreadsheet draws them, fit for a black and white printer.

use rust_xlsxwriter::{
    Chart as ExcelChart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartPatternFill, ChartPatternFillType, ChartSeries, ChartSolidFill, ChartType, Color, ObjectMovement,
    Worksheet, XlsxError,
};

use super::style::TEXT_FONT;
use crate::report::table::{Chart, Labels, Range, Series, Shape, Source};

const PIXELS_A_POINT: f64 = 96.0 / 72.0;
const LINE: Color = Color::RGB(0x0040_4040);
const GRID: Color = Color::RGB(0x00D9_D9D9);

pub fn draw(target: &mut Worksheet, chart: &Chart) -> Result<(), XlsxError> {
    let mut drawn = ExcelChart::new(match chart.shape {
        Shape::Columns => ChartType::Column,
        Shape::Bars => ChartType::Bar,
        Shape::Stacked => ChartType::BarStacked,
    });
    for (position, series) in chart.series.iter().enumerate() {
        add(&mut drawn, chart, series, position);
    }
    let small = font(9.0);
    drawn.title().set_name(&chart.title).set_font(font(10.0).set_bold()).set_overlay(false);
    let lying = chart.shape != Shape::Columns;
    // In a chart of lying bars this library calls the upright axis, with the categories, y.
    let categories = if lying { drawn.y_axis() } else { drawn.x_axis() };
    categories.set_font(&small);
    if lying {
        // Lying bars are drawn from below: turned over they read like the table.
        categories.set_reverse();
    }
    let values = if lying { drawn.x_axis() } else { drawn.y_axis() };
    values
        .set_font(&small)
        .set_num_format("0")
        .set_min(0)
        .set_major_gridlines_line(ChartLine::new().set_color(GRID).set_width(0.5));
    if lying {
        // The bars carry their figures; an axis would end up above them, because they are turned over.
        values.set_hidden(true).set_major_gridlines(false);
    }
    if chart.series.len() > 1 {
        drawn.legend().set_position(ChartLegendPosition::Bottom).set_font(&small);
    } else {
        drawn.legend().set_hidden();
    }
    drawn
        .chart_area()
        .set_format(ChartFormat::new().set_border(ChartLine::new().set_color(GRID).set_width(0.5)));
    drawn
        .set_width((chart.width * PIXELS_A_POINT) as u32)
        .set_height((chart.height * PIXELS_A_POINT) as u32)
        .set_alt_text(&chart.title)
        .set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
    let offset = (chart.offset * PIXELS_A_POINT) as u32;
    target.insert_chart_with_offset(chart.row, chart.column, &drawn, offset, 0)?;
    Ok(())
}

fn add(drawn: &mut ExcelChart, chart: &Chart, series: &Series, position: usize) {
    let shape = chart.shape;
    let added: &mut ChartSeries = drawn.add_series();
    match &series.name {
        Source::Words(words) => added.set_name(words.as_str()),
        Source::Cell { sheet, row, column } => added.set_name((sheet.as_str(), *row, *column)),
    };
    added
        .set_categories(range(&series.categories))
        .set_values(range(&series.values))
        .set_gap(if shape == Shape::Columns { 80 } else { 50 })
        .set_format(&mut fill(position));
    if shape == Shape::Stacked {
        added.set_overlap(100);
    }
    if chart.labels == Labels::Shown {
        // An empty segment of a stacked bar carries no 0: there is nothing to point at.
        let pattern = if shape == Shape::Stacked { "0;;;" } else { "0" };
        added.set_data_label(ChartDataLabel::new().show_value().set_num_format(pattern).set_font(&font(8.0)));
    }
}

fn range(range: &Range) -> (&str, u32, u16, u32, u16) {
    (&range.sheet, range.first_row, range.first_column, range.last_row, range.last_column)
}

fn font(size: f64) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(TEXT_FONT).set_size(size);
    font
}

/// Five fills that a photocopier keeps apart.
fn fill(position: usize) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_border(ChartLine::new().set_color(LINE).set_width(0.5));
    match position % 5 {
        0 => format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0x009D_C3E6))),
        1 => format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0x00FF_FFFF))),
        2 => format.set_pattern_fill(&pattern(ChartPatternFillType::DiagonalStripesWideUpwards, 0x007F_7F7F)),
        3 => format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0x00BF_BFBF))),
        _ => format.set_pattern_fill(&pattern(ChartPatternFillType::SmallGrid, 0x00E0_A0A0)),
    };
    format
}

fn pattern(kind: ChartPatternFillType, colour: u32) -> ChartPatternFill {
    let mut fill = ChartPatternFill::new();
    fill.set_pattern(kind).set_foreground_color(Color::RGB(colour)).set_background_color(Color::White);
    fill
}
