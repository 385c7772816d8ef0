//! Pictures made for a test: a view of four colours as a camera stores it, with everything that a phone writes
//! beside the pixels.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, ImageFormat, Rgb, RgbImage};

pub const WIDTH: u32 = 96;
pub const HEIGHT: u32 = 64;

/// The colours of the view from its upper left corner to its lower right one.
pub const CORNERS: [[u8; 3]; 4] = [[220, 20, 20], [20, 200, 20], [20, 20, 220], [240, 240, 240]];

/// Where it was taken and by whom: words that nobody else may find.
pub const SECRETS: [&[u8]; 7] = [
    b"Exif",
    b"GPS-SECRET",
    b"SERIAL-4711",
    b"http://ns.adobe.com/xap",
    b"Photoshop 3.0",
    b"PK\x03\x04",
    b"<script",
];

/// The view as it is meant.
pub fn view() -> RgbImage {
    RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        Rgb(CORNERS[usize::from(x >= WIDTH / 2) + 2 * usize::from(y >= HEIGHT / 2)])
    })
}

/// The view as a camera stores it that was held so: which edge of the view the first row and the first column
/// of the stored pixels are, as the standard of EXIF lists them.
pub fn stored(orientation: u16) -> RgbImage {
    let view = view();
    let (right, lower) = (WIDTH - 1, HEIGHT - 1);
    let turned = orientation >= 5;
    let (width, height) = if turned { (HEIGHT, WIDTH) } else { (WIDTH, HEIGHT) };
    RgbImage::from_fn(width, height, |x, y| {
        let (column, row) = match orientation {
            1 => (x, y),
            2 => (right - x, y),
            3 => (right - x, lower - y),
            4 => (x, lower - y),
            5 => (y, x),
            6 => (right - y, x),
            7 => (right - y, lower - x),
            _ => (y, lower - x),
        };
        *view.get_pixel(column, row)
    })
}

/// An EXIF block: how the camera was held, its number, and a block of places.
pub fn exif(orientation: u16) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value].concat()
    };
    let [low, high] = orientation.to_le_bytes();
    let (first, places, serial) = (8_u32, 8 + 2 + 3 * 12 + 4_u32, 8 + 2 + 3 * 12 + 4 + 2 + 12 + 4_u32);
    [
        &b"II*\0"[..],
        &first.to_le_bytes(),
        &3_u16.to_le_bytes(),
        &entry(0x0112, 3, 1, [low, high, 0, 0]),
        &entry(0x8825, 4, 1, places.to_le_bytes()),
        &entry(0xa431, 2, 12, serial.to_le_bytes()),
        &[0; 4],
        &1_u16.to_le_bytes(),
        &entry(0x001b, 7, 11, (serial + 12).to_le_bytes()),
        &[0; 4],
        b"SERIAL-4711\0",
        b"GPS-SECRET\0",
    ]
    .concat()
}

/// A JPEG as a phone writes it: EXIF, XMP, IPTC and a comment before the pixels.
pub fn photo(orientation: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = DynamicImage::ImageRgb8(stored(orientation));
    pixels.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 95)).unwrap();
    let segment = |marker: u8, content: &[u8]| {
        let length = (content.len() as u16 + 2).to_be_bytes();
        [&[0xff, marker], &length[..], content].concat()
    };
    let segments = [
        segment(0xe1, &[b"Exif\0\0", &exif(orientation)[..]].concat()),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPS-SECRET</x:xmpmeta>"),
        segment(0xed, b"Photoshop 3.0\0SERIAL-4711"),
        segment(0xfe, b"<html><script>alert(1)</script></html>"),
    ];
    [&bytes[..2], &segments.concat(), &bytes[2..]].concat()
}

/// The same as PNG and as WebP, each with its EXIF block.
pub fn png(orientation: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    DynamicImage::ImageRgb8(stored(orientation)).write_with_encoder(encoder).unwrap();
    bytes
}

pub fn webp(orientation: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut bytes);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    DynamicImage::ImageRgb8(stored(orientation)).write_with_encoder(encoder).unwrap();
    bytes
}

/// A picture in one of the formats that say nothing of how it is meant.
pub fn coded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A PNG that declares so many pixels and holds next to none.
pub fn declared_png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8], content: &[u8]| {
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(content);
        [&(content.len() as u32).to_be_bytes()[..], kind, content, &sum.sum().to_be_bytes()].concat()
    };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let pixels = b"\x78\x9c\x63\0\0\0\x01\0\x01";
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", pixels), chunk(b"IEND", b"")]
        .concat()
}
