//! A small picture drawn by the program itself, for a demonstration that needs no files: a hall with a banner and
//! people in front of it, in colours that a number chooses.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageResult, Rgb, RgbImage};

const WIDTH: u32 = 480;
const HEIGHT: u32 = 320;

/// Of people.
const PLACES: [(u32, u32); 7] =
    [(60, 250), (120, 262), (185, 248), (240, 266), (300, 252), (360, 264), (425, 250)];

/// The picture as a JPEG, or as a PNG where the number is odd; its ending and its bytes.
pub fn picture(number: u32) -> Option<(&'static str, Vec<u8>)> {
    let image = DynamicImage::ImageRgb8(RgbImage::from_fn(WIDTH, HEIGHT, |x, y| colour(x, y, number)));
    let mut bytes = Vec::new();
    let (ending, drawn): (&str, ImageResult<()>) = match number % 2 {
        0 => ("jpg", image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 85))),
        _ => ("png", image.write_with_encoder(PngEncoder::new(&mut bytes))),
    };
    drawn.ok().map(|()| (ending, bytes))
}

fn colour(x: u32, y: u32, number: u32) -> Rgb<u8> {
    let wall = 200 + (number * 7 % 40) as u8;
    let banner = (40..100).contains(&y) && (40..WIDTH - 40).contains(&x);
    let in_letters = banner && (55..85).contains(&y) && x % 40 > 12 && x > 60 && x < WIDTH - 60;
    let people = PLACES.iter().position(|(left, top)| {
        let (across, down) = (i64::from(x) - i64::from(*left), i64::from(y) - i64::from(*top));
        let head = across * across + (down + 34) * (down + 34) < 17 * 17;
        head || (across.abs() < 24 && down > -18)
    });
    match people {
        Some(person) => {
            Rgb([60 + 20 * (person as u8), 80 + (number * 31 % 90) as u8, 120 - 10 * (person as u8)])
        }
        None if in_letters => Rgb([255, 235, 150]),
        None if banner => Rgb([190, 30 + (number * 13 % 30) as u8, 40]),
        None if y > 270 => Rgb([150, 140, 125]),
        None => Rgb([wall, wall, wall.saturating_sub(15)]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::look::kind;
    use super::*;
    use crate::vocabulary::FileKind;

    #[test]
    fn each_is_a_picture_that_a_worker_can_draw_and_none_is_like_another() {
        let drawn: Vec<_> = (0..4).map(|number| picture(number).expect("a picture")).collect();
        assert_eq!(drawn.iter().map(|(ending, _)| *ending).collect::<Vec<_>>(), ["jpg", "png", "jpg", "png"]);
        for (at, (_, bytes)) in drawn.iter().enumerate() {
            assert_eq!(kind(bytes), FileKind::Picture);
            assert_eq!(image::load_from_memory(bytes).map(|image| image.width()).ok(), Some(WIDTH));
            assert!(drawn[..at].iter().all(|(_, other)| other != bytes));
        }
    }
}
