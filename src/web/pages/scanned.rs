//! A text as a picture that a telephone scans.

use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// The picture, as a part of a page; `None` where the text is too long for one.
pub fn picture(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::L).ok()?;
    let picture = code
        .render()
        .min_dimensions(200, 200)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build();
    // What stands before the picture itself belongs to a file of its own.
    picture.find("<svg").map(|start| picture[start..].to_owned())
}
