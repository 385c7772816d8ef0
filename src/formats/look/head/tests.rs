//! First bytes of files as offices send them, and of files that only pretend.

use super::*;
use FileKind::{Archive, Document, Mail, Other, Pdf, Picture, Sound, Table, Video};

/// A media file as Apple and MPEG write it, of this brand.
fn branded(brand: &str) -> Vec<u8> {
    [b"\0\0\0\x18ftyp", brand.as_bytes(), b"\0\0\0\0mp42isom"].concat()
}

/// Packets of a transport stream, behind as many bytes each.
fn stream(before: usize) -> Vec<u8> {
    let packet = [vec![0; before], vec![0x47], vec![0; 187]].concat();
    packet.repeat(5)
}

/// Frames of MPEG sound at 128 kbit/s and 44,100 Hz.
fn frames() -> Vec<u8> {
    [&b"\xff\xfb\x90\x44"[..], &[0; 413]].concat().repeat(3)
}

fn asf(stream: &[u8]) -> Vec<u8> {
    [b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c", &[0; 40][..], stream].concat()
}

fn archive(names: &[(&str, &str)]) -> Vec<u8> {
    let header = |(name, content): &(&str, &str)| {
        let length = (name.len() as u16).to_le_bytes();
        [b"PK\x03\x04", &[0; 22][..], &length, &[0; 2], name.as_bytes(), content.as_bytes()].concat()
    };
    names.iter().flat_map(header).collect()
}

#[test]
fn footage_sound_and_pictures_are_told_by_their_signatures() {
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let sound = b"\x40\x9e\x69\xf8\x4d\x5b\xcf\x11\xa8\xfd\0\x80\x5f\x5c\x44\x2b";
    let footage = b"\xc0\xef\x19\xbc\x4d\x5b\xcf\x11\xa8\xfd\0\x80\x5f\x5c\x44\x2b";
    for (what, head, expected) in [
        ("a phone's footage", branded("mp42"), Video),
        ("an iPhone's footage", branded("qt  "), Video),
        ("an old phone's footage", branded("3gp4"), Video),
        ("an iPhone's picture", branded("heic"), Picture),
        ("a picture of many frames", branded("mif1"), Picture),
        ("a picture of the web", branded("avif"), Picture),
        ("a recorded speech", branded("M4A "), Sound),
        ("footage without a brand", b"\0\0\0\x08wide\0\x01\0\0mdat".to_vec(), Video),
        ("AVI", b"RIFF\x10\0\0\0AVI LIST".to_vec(), Video),
        ("WAVE", b"RIFF\x10\0\0\0WAVEfmt ".to_vec(), Sound),
        ("WebP", b"RIFF\x10\0\0\0WEBPVP8 ".to_vec(), Picture),
        ("Matroska", b"\x1aE\xdf\xa3\x01\0\0\0".to_vec(), Video),
        ("FLV", b"FLV\x01\x05\0\0\0\x09".to_vec(), Video),
        ("WMV", asf(footage), Video),
        ("WMA", asf(sound), Sound),
        ("WMV with sound first", asf(&[&sound[..], footage].concat()), Video),
        ("MPEG of a disc", b"\0\0\x01\xba\x44\0".to_vec(), Video),
        ("a broadcast", stream(0), Video),
        ("a camera's broadcast", stream(4), Video),
        ("MP3 with a title", b"ID3\x03\0\0\0\0\0\x0f".to_vec(), Sound),
        ("MP3 without one", frames(), Sound),
        ("a voice message", b"#!AMR\n\x3c".to_vec(), Sound),
        ("Ogg of a film", b"OggS\0\x02\0\0\0\0\0\0\0\0\x80theora".to_vec(), Video),
        ("Ogg of a song", b"OggS\0\x02\0\0\0\0\0\0\0\0\x01vorbis".to_vec(), Sound),
        ("JPEG", b"\xff\xd8\xff\xe1\0\x10Exif".to_vec(), Picture),
        ("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec(), Picture),
        ("BMP", b"BM\x36\0\0\0\0\0\0\0\x36\0".to_vec(), Picture),
        ("TIFF of a scanner", b"II*\0\x08\0\0\0".to_vec(), Picture),
        ("text in UTF-16", [&b"\xff\xfe"[..], &wide("活动总结")].concat(), Document),
        ("a word that looks like a signature", b"RIFF is a format\n".to_vec(), Document),
    ] {
        assert_eq!(kind(&head), expected, "{what}");
    }
}

#[test]
fn office_files_are_told_by_the_names_in_their_containers() {
    let office = ("[Content_Types].xml", "");
    let mimetype = |kind| ("mimetype", kind);
    let names = |name: &str| -> Vec<u8> {
        let wide = format!("{name}\0").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", &[0; 504][..], &wide].concat()
    };
    for (what, head, expected) in [
        ("xlsx", archive(&[office, ("xl/workbook.xml", "")]), Table),
        ("docx", archive(&[office, ("word/document.xml", "")]), Document),
        ("pptx", archive(&[office, ("ppt/presentation.xml", "")]), FileKind::Slides),
        ("ods", archive(&[mimetype("application/vnd.oasis.opendocument.spreadsheet")]), Table),
        ("odt", archive(&[mimetype("application/vnd.oasis.opendocument.text"), ("a", "")]), Document),
        ("odp", archive(&[mimetype("application/vnd.oasis.opendocument.presentation")]), FileKind::Slides),
        ("ofd", archive(&[("OFD.xml", ""), ("Doc_0/Document.xml", "")]), Document),
        ("pictures packed together", archive(&[("1.jpg", ""), ("2.jpg", "")]), Archive),
        ("rar", b"Rar!\x1a\x07\x01\0".to_vec(), Archive),
        ("xls or et", names("Workbook"), Table),
        ("an xls of Excel 5", names("Book"), Table),
        ("doc or wps", names("WordDocument"), Document),
        ("ppt or dps", names("PowerPoint Document"), FileKind::Slides),
        ("a locked workbook", names("EncryptedPackage"), Other),
        ("a mail of Outlook", names("__properties_version1.0"), Mail),
        ("something else of Windows", names("Catalog"), Other),
        ("pdf", b"%PDF-1.7\n".to_vec(), Pdf),
        ("rtf", b"{\\rtf1\\ansi".to_vec(), Document),
    ] {
        assert_eq!(kind(&head), expected, "{what}");
    }
}

#[test]
fn text_is_told_by_how_it_is_laid_out_and_what_a_browser_may_run_is_nothing_to_be_shown() {
    for (what, head, expected) in [
        ("a summary", "2024年3·15活动总结\n一、基本情况，\n二、做法，\n", Document),
        ("one line with a comma", "a,b", Document),
        ("csv", "序号,类别,数量\n1,普法宣传活动,3\n2,组织新闻发布会,0\n", Table),
        ("text of Excel", "序号\t类别\n1\t甲\n", Table),
        ("commas in sentences", "we met, talked, left\nnobody came\n", Document),
        ("a page", "<!DOCTYPE html><html><body>总结</body></html>", Document),
        ("a page of Excel", "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table>", Table),
        ("the XML of Excel 2003", "<?xml version=\"1.0\"?><Workbook xmlns=\"x\">", Table),
        (
            "the XML of Word 2003",
            "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:a>",
            Document,
        ),
        ("svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", Other),
        ("svg with a style", "<?xml version=\"1.0\"?>\n<!-- <html> --><svg><style>a{}</style></svg>", Other),
        ("svg with a prefix", "<s:svg xmlns:s=\"http://www.w3.org/2000/svg\"><div>x</div></s:svg>", Other),
        ("a page with a drawing", "<html><body><svg></svg></body></html>", Document),
        ("other XML", "<?xml version=\"1.0\"?><feed/>", Other),
        ("a mail", "From: a@b.cn\r\nSubject: 报送\r\nDate: x\r\n\r\n正文", Mail),
        ("a program", "MZ\0\0\0", Other),
        ("nothing", "", Other),
        ("bytes of an unknown kind", "\u{1}\u{2}\u{3}\u{4}", Other),
    ] {
        assert_eq!(kind(head.as_bytes()), expected, "{what}");
    }
    let gbk = encoding_rs::GBK.encode("活动总结\n").0.repeat(HEAD);
    assert_eq!(kind(&gbk), Document, "text that is cut in the middle of a character");
}
