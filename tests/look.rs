//! Files that are not read for figures, looked into through a real pool of workers: their kind, their words, their
//! pictures; what a stranger's file may not bring with it, and what it may not cost.

#[path = "look/made.rs"]
mod made;

use std::path::Path;
use std::time::{Duration, Instant};

use huibiao::formats::look::{SMALL, Seen, SeenPicture};
use huibiao::formats::{Limits, Pool, look};
use huibiao::problem::RefusalCode::{self, Damaged, Encrypted, LegacyWord, Program, TooLarge, Unsupported};
use huibiao::vocabulary::FileKind::{self, Archive, Document, Other, Picture, Table, Video};
use huibiao::vocabulary::PictureMedia::{Jpeg, Png};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use made::{CORNERS, HEIGHT, SECRETS, WIDTH};

fn pool(limits: Limits) -> Pool {
    Pool::new(Path::new(env!("CARGO_BIN_EXE_huibiao")), 2, limits).expect("a worker starts")
}

fn see(pool: &Pool, bytes: &[u8]) -> Seen {
    let begun = Instant::now();
    let seen = pool.look(bytes).expect("a worker");
    assert!(begun.elapsed() < Duration::from_secs(11), "{:?}", begun.elapsed());
    seen
}

fn picture(seen: Seen, what: &str) -> SeenPicture {
    assert_eq!((seen.kind, seen.refusal), (Picture, None), "{what}");
    seen.picture.unwrap_or_else(|| panic!("no picture: {what}"))
}

/// The view stands upright in a picture of this size.
fn assert_upright(bytes: &[u8], what: &str) {
    let image = image::load_from_memory(bytes).expect("a picture").to_rgb8();
    assert_eq!(image.dimensions(), (WIDTH, HEIGHT), "{what}");
    for (corner, (x, y)) in [(1, 1), (3, 1), (1, 3), (3, 3)].into_iter().enumerate() {
        let pixel = image.get_pixel(x * WIDTH / 4, y * HEIGHT / 4).0;
        let near = pixel.iter().zip(CORNERS[corner]).all(|(is, meant)| is.abs_diff(meant) < 12);
        assert!(near, "{what}: {pixel:?} in corner {corner}, meant {:?}", CORNERS[corner]);
    }
}

fn assert_bare(bytes: &[u8], what: &str) {
    for secret in SECRETS {
        let is_there = bytes.windows(secret.len()).any(|window| window == secret);
        assert!(!is_there, "{what} still holds {}", String::from_utf8_lossy(secret));
    }
}

#[test]
fn a_picture_is_shown_as_it_was_meant_and_tells_nothing_else() {
    let pool = pool(Limits::sheet());
    for orientation in 1..=8 {
        for (media, bytes) in
            [(Jpeg, made::photo(orientation)), (Png, made::png(orientation)), (Jpeg, made::webp(orientation))]
        {
            let what = format!("{} bytes held as {orientation}", bytes.len());
            assert!(SECRETS.iter().any(|secret| bytes.windows(secret.len()).any(|window| window == *secret)));
            let picture = picture(see(&pool, &bytes), &what);
            assert_eq!((picture.width, picture.height, picture.media), (WIDTH, HEIGHT, media), "{what}");
            for view in [&picture.shown, &picture.small] {
                assert_upright(view, &what);
                assert_bare(view, &what);
            }
        }
    }
}

#[test]
fn what_stands_behind_a_picture_is_not_handed_on() {
    let pool = pool(Limits::sheet());
    let archive = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0a";
    for tail in [&b"<html><script>alert(1)</script></html>"[..], archive, b"GPS-SECRET"] {
        for whole in [made::photo(1), made::png(1)] {
            let picture = picture(see(&pool, &[&whole[..], tail].concat()), "with a tail");
            assert_upright(&picture.shown, "with a tail");
            assert_bare(&picture.shown, "with a tail");
            assert_bare(&picture.small, "with a tail");
        }
    }
}

#[test]
fn small_views_are_small_and_every_format_is_drawn_as_it_should() {
    let pool = pool(Limits::sheet());
    let ground = RgbaImage::from_fn(800, 600, |x, _| Rgba([200, 30, 30, if x < 400 { 0 } else { 255 }]));
    let through = DynamicImage::ImageRgba8(ground);
    let opaque = DynamicImage::ImageRgb8(through.to_rgb8());
    for (what, bytes, media) in [
        ("PNG that is seen through", made::coded(&through, ImageFormat::Png), Png),
        ("PNG of 16 bits", made::coded(&DynamicImage::ImageRgb16(opaque.to_rgb16()), ImageFormat::Png), Png),
        ("GIF", made::coded(&through, ImageFormat::Gif), Png),
        ("WebP that is seen through", made::coded(&through, ImageFormat::WebP), Png),
        ("WebP", made::coded(&opaque, ImageFormat::WebP), Jpeg),
        ("BMP", made::coded(&opaque, ImageFormat::Bmp), Jpeg),
        ("JPEG in grey", made::coded(&DynamicImage::ImageLuma8(opaque.to_luma8()), ImageFormat::Jpeg), Jpeg),
    ] {
        let picture = picture(see(&pool, &bytes), what);
        assert_eq!((picture.width, picture.height, picture.media), (800, 600, media), "{what}");
        assert_eq!(image::guess_format(&picture.small).unwrap(), ImageFormat::Jpeg, "{what}");
        let shown = image::load_from_memory(&picture.shown).unwrap();
        let small = image::load_from_memory(&picture.small).unwrap();
        assert_eq!((small.width(), small.height()), (SMALL, 240), "{what}");
        let is_seen_through = what.ends_with("through") || what == "GIF";
        assert_eq!(shown.color().has_alpha(), is_seen_through, "{what}");
        let corner = small.to_rgb8().get_pixel(3, 3).0;
        assert_eq!(
            corner.iter().all(|part| *part > 245),
            is_seen_through,
            "{what}: white ground, {corner:?}"
        );
    }
}

#[test]
fn what_cannot_be_drawn_stays_a_picture_and_says_why() {
    let pool = pool(Limits::sheet());
    let cut = |bytes: Vec<u8>| bytes[..bytes.len() * 3 / 4].to_vec();
    let wide = |mut jpeg: Vec<u8>| {
        let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xf0, 0xff, 0xf0]);
        jpeg
    };
    let gif = [b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0".to_vec(), vec![2, 1, 0, 0, 0x3b]]
        .concat();
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08meta".to_vec();
    for (what, bytes, expected) in [
        ("a PNG of 50,000 by 50,000", made::declared_png(50_000, 50_000), TooLarge),
        ("a PNG of one long line", made::declared_png(u32::MAX >> 1, 1), TooLarge),
        ("a JPEG of 65,520 by 65,520", wide(made::photo(1)), TooLarge),
        ("a GIF of 65,535 by 65,535", gif, TooLarge),
        ("a PNG without its pixels", made::declared_png(500, 500), Damaged),
        ("a JPEG that was cut", cut(made::photo(6)), Damaged),
        ("a PNG that was cut", cut(made::png(1)), Damaged),
        ("a GIF that is a script as well", b"GIF89a/*\0\0\0*/=1;alert(1)".to_vec(), Damaged),
        ("an iPhone's picture", heic, Unsupported),
        ("a scanner's picture", b"II*\0\x08\0\0\0\0\0".to_vec(), Unsupported),
    ] {
        let seen = see(&pool, &bytes);
        assert_eq!((seen.kind, seen.refusal, seen.picture), (Picture, Some(expected), None), "{what}");
        picture(see(&pool, &made::photo(1)), "the next one");
    }
}

#[test]
fn a_picture_that_costs_its_worker_costs_nothing_else() {
    let pool = pool(Limits { memory: 96 << 20, ..Limits::sheet() });
    let large = made::coded(&DynamicImage::new_rgb8(6_000, 6_000), ImageFormat::Png);
    let seen = see(&pool, &large);
    assert_eq!((seen.kind, seen.refusal), (Picture, Some(TooLarge)));
    picture(see(&pool, &made::photo(3)), "the next one");
}

#[test]
fn a_file_that_is_too_large_to_be_looked_into_keeps_its_kind() {
    let pool = pool(Limits { file: 1_000, ..Limits::sheet() });
    let seen = see(&pool, &made::photo(1));
    assert_eq!((seen.kind, seen.refusal), (Picture, Some(TooLarge)));
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name))
        .expect("the sample is there")
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method = match *name {
            "mimetype" => zip::CompressionMethod::Stored,
            _ => zip::CompressionMethod::Deflated,
        };
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const TEXT: &str = "<office:document-content><office:automatic-styles><style:style>x</style:style>\
    </office:automatic-styles><office:body><text:tracked-changes><text:p>删去的</text:p>\
    </text:tracked-changes><text:h>活动总结</text:h><text:p>一、<text:span>基本</text:span>情况<text:s/>好</text:p>\
    <text:p/><table:table><table:table-row><table:table-cell><text:p>序号</text:p></table:table-cell>\
    <table:table-cell><text:p>名称</text:p></table:table-cell></table:table-row></table:table>\
    <text:p>完</text:p></office:body></office:document-content>";

#[test]
fn documents_and_tables_say_their_words_and_all_else_says_what_it_is() {
    let pool = pool(Limits::sheet());
    let odt =
        zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", TEXT.as_bytes())]);
    let gbk = encoding_rs::GBK.encode("活动总结\r\n发放资料８万余份").0.into_owned();
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><style>a{}</style></svg>";
    let part = b"<w:p/>".as_slice();
    for (what, bytes, kind, words, refusal) in [
        ("docx", sample("sheets/samples/370320018_docx.docx"), Document, "活动情况统计表", None),
        ("doc", sample("formats/unit_370320018.doc"), Document, "活动情况统计表", None),
        ("wps", sample("formats/merged.wps"), Document, "", None),
        ("odt", odt, Document, "活动总结\n一、基本情况 好\n序号\t名称\n完\n", None),
        ("txt in GBK", gbk, Document, "活动总结\n发放资料８万余份\n", None),
        ("html", b"<html><script>alert(1)</script><p>plan</p>".to_vec(), Document, "plan\n", None),
        ("xlsx", sample("sheets/samples/370320001_plain.xlsx"), Table, "普法宣传活动", None),
        ("xls", sample("sheets/samples/370320019_xls.xls"), Table, "普法宣传活动", None),
        ("csv", sample("sheets/samples/370320020_csv_gbk.csv"), Table, "普法宣传活动", None),
        ("xlsx with a password", sample("formats/another_password.xlsx"), Other, "", Some(Encrypted)),
        ("xlsx with the usual password", sample("formats/unasked_agile.xlsx"), Table, "普法宣传活动", None),
        ("rtf", b"{\\rtf1 plan}".to_vec(), Document, "", Some(LegacyWord)),
        (
            "a damaged docx",
            zip(&[("[Content_Types].xml", part), ("word/document.xml", part)]),
            Document,
            "",
            Some(Damaged),
        ),
        ("a zip of files", zip(&[("1.jpg", b"x")]), Archive, "", None),
        ("svg", svg.into(), Other, "", None),
        (
            "a program with an archive",
            [b"MZ\0\0", &zip(&[("a", b"x")])[..]].concat(),
            Other,
            "",
            Some(Program),
        ),
        ("footage", b"\0\0\0\x18ftypmp42\0\0\0\0".to_vec(), Video, "", None),
        ("nothing", Vec::new(), Other, "", Some(RefusalCode::Empty)),
    ] {
        let seen = see(&pool, &bytes);
        assert_eq!((seen.kind, seen.refusal, seen.picture), (kind, refusal, None), "{what}: {}", seen.text);
        assert!(seen.text.contains(words), "{what}: {:?}", seen.text);
        assert!(!seen.text.contains("alert") && !seen.text.contains("删去的"), "{what}: {:?}", seen.text);
        if !matches!(what, "xlsx with a password" | "xlsx with the usual password") {
            assert_eq!(look::kind(&bytes), kind, "{what} by its first bytes");
        }
    }
}

#[test]
fn the_words_of_a_long_document_are_cut_and_say_so() {
    let pool = pool(Limits::sheet());
    let seen = see(&pool, "活动总结，内容很长\n".repeat(30_000).as_bytes());
    assert_eq!((seen.kind, seen.text.chars().count(), seen.is_cut), (FileKind::Document, 200_000, true));
}
