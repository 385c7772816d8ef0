//! A picture drawn anew.
//!
//! What a phone wrote holds where and when it was taken, with what, by whom, a small copy of the whole even where
//! the rest was cut away, and whatever somebody appended. Nothing of that may be seen by others, and nothing of a
//! stranger's bytes may be read by somebody's browser. So pixels are all that is taken over: they are decoded,
//! turned as the camera says that they are meant, and coded again. Colour profiles go as well, since they are
//! bytes of any kind; colours outside the common range come out a little paler. Of a moving picture the first
//! frame is drawn.
//!
//! What a picture declares decides before anything is allocated: a bomb is refused, and costs nothing. A JPEG that
//! ends before its end mark is refused too, though its upper part could be drawn: whoever sent it should learn that
//! it did not arrive whole.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, ImageResult, RgbImage};

use super::seen::{SMALL, SeenPicture};
use crate::problem::{Refusal, RefusalCode};
use crate::vocabulary::PictureMedia;

use super::super::{damaged, too_large};

/// Pixels of the largest picture that is drawn.
const MOST_PIXELS: u64 = 60_000_000;

/// Bytes of its pixels: turning needs as much again, coding some more, and a worker has 512 MiB.
const MOST_BYTES: u64 = 192 << 20;

/// Of a full-size JPEG, and of a small one.
const QUALITY: u8 = 90;
const SMALL_QUALITY: u8 = 80;

/// Draws a picture. Only a worker process should meet a stranger's bytes.
pub fn draw(bytes: &[u8]) -> Result<SeenPicture, Refusal> {
    let format = format(bytes)?;
    if format == ImageFormat::Jpeg && !is_whole(bytes) {
        return Err(damaged("a JPEG without its end"));
    }
    let image = decode(bytes, format).map_err(refusal)?;
    let (width, height) = (image.width(), image.height());
    let small = jpeg(flat(&small(&image)), SMALL_QUALITY).map_err(refusal)?;
    let media = match format {
        ImageFormat::Png | ImageFormat::Gif => PictureMedia::Png,
        _ if is_seen_through(&image) => PictureMedia::Png,
        _ => PictureMedia::Jpeg,
    };
    let shown = match media {
        PictureMedia::Jpeg => jpeg(image, QUALITY),
        PictureMedia::Png => png(image),
    };
    Ok(SeenPicture { width, height, shown: shown.map_err(refusal)?, small, media })
}

fn format(bytes: &[u8]) -> Result<ImageFormat, Refusal> {
    let format = image::guess_format(bytes).ok().filter(ImageFormat::reading_enabled);
    format.ok_or_else(|| Refusal::new(RefusalCode::Unsupported, "a picture of another format"))
}

/// The pixels, turned as they are meant.
fn decode(bytes: &[u8], format: ImageFormat) -> ImageResult<DynamicImage> {
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(MOST_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_BYTES {
        return Err(ImageError::Limits(image::error::LimitError::from_kind(
            image::error::LimitErrorKind::DimensionError,
        )));
    }
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn small(image: &DynamicImage) -> DynamicImage {
    match image.width().max(image.height()) <= SMALL {
        true => image.clone(),
        false => image.thumbnail(SMALL, SMALL),
    }
}

/// Whether any pixel lets the ground be seen.
fn is_seen_through(image: &DynamicImage) -> bool {
    image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX)
}

/// The picture on white ground.
fn flat(image: &DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return image.clone();
    }
    let pixels = image.to_rgba8();
    let on_white = |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0;
        let over = |part: u8| {
            let (part, alpha, full) = (u32::from(part), u32::from(alpha), u32::from(u8::MAX));
            ((part * alpha + full * (full - alpha)) / full) as u8
        };
        image::Rgb([over(red), over(green), over(blue)])
    };
    DynamicImage::ImageRgb8(RgbImage::from_fn(image.width(), image.height(), on_white))
}

fn jpeg(image: DynamicImage, quality: u8) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let image = match image.color().has_color() {
        true => DynamicImage::ImageRgb8(image.into_rgb8()),
        false => DynamicImage::ImageLuma8(image.into_luma8()),
    };
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))?;
    Ok(bytes)
}

fn png(image: DynamicImage) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let image = match (image.color().has_color(), is_seen_through(&image)) {
        (_, true) => DynamicImage::ImageRgba8(image.into_rgba8()),
        (true, false) => DynamicImage::ImageRgb8(image.into_rgb8()),
        (false, false) => DynamicImage::ImageLuma8(image.into_luma8()),
    };
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive);
    image.write_with_encoder(encoder)?;
    Ok(bytes)
}

fn refusal(error: ImageError) -> Refusal {
    match error {
        ImageError::Limits(error) => too_large(error.to_string()),
        ImageError::Unsupported(error) => Refusal::new(RefusalCode::Unsupported, error.to_string()),
        error => damaged(error.to_string()),
    }
}

/// Whether a JPEG's segments lead to its end mark, whatever stands behind it.
fn is_whole(bytes: &[u8]) -> bool {
    const END: u8 = 0xd9;
    const SCAN: u8 = 0xda;
    let mut at = 2;
    loop {
        let Some(marker) = marker(bytes, &mut at) else { return false };
        if marker == END {
            return true;
        }
        let Some(length) = bytes.get(at..at + 2) else { return false };
        at += usize::from(u16::from_be_bytes([length[0], length[1]]));
        if marker == SCAN {
            at = behind_scan(bytes, at);
        }
    }
}

/// The next marker; `at` is moved behind it. Fill bytes may stand before it.
fn marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    if *bytes.get(*at)? != 0xff {
        return None;
    }
    let fill = bytes[*at..].iter().take_while(|byte| **byte == 0xff).count();
    *at += fill + 1;
    bytes.get(*at - 1).copied()
}

/// Where coded pixels end: at a marker that is neither a byte of theirs nor one that restarts the coding.
fn behind_scan(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let ends = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    rest.windows(2).position(ends).map_or(bytes.len(), |offset| from + offset)
}
