//! Several sheets in one file: a ZIP made on a Chinese Windows (names in GBK) and a mail with attachments.

use std::io::{Cursor, Write};

use encoding_rs::GB18030;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Made;

/// Puts sheets into one file.
pub type Pack = fn(&[Made]) -> Vec<u8>;

/// A ZIP whose names are GBK and nowhere said to be: written under plain names of the same length first.
pub fn zip(sheets: &[Made]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut names = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let name = GB18030.encode(&name(index, sheet)).0.into_owned();
        let plain = format!("{index:@<width$}", width = name.len());
        writer.start_file(&plain, SimpleFileOptions::default()).expect("a member starts");
        writer.write_all(&sheet.bytes).expect("memory takes it");
        names.push((plain.into_bytes(), name));
    }
    let mut bytes = writer.finish().expect("the archive ends").into_inner();
    for (plain, name) in names {
        for at in 0..bytes.len() - plain.len() {
            if bytes[at..].starts_with(&plain) {
                bytes[at..at + name.len()].copy_from_slice(&name);
            }
        }
    }
    bytes
}

/// A mail with each sheet attached in base64, its name in UTF-8.
pub fn mail(sheets: &[Made]) -> Vec<u8> {
    let mut text = "Received: from a by b; Fri, 22 Mar 2024 17:05:09 +0800 (CST)\r\nFrom: <a@b.cn>\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=_B\"\r\n\r\n\
        --=_B\r\nContent-Type: text/plain\r\n\r\n12\r\n"
        .to_owned();
    for (index, sheet) in sheets.iter().enumerate() {
        let name: String = name(index, sheet).bytes().map(|byte| format!("%{byte:02X}")).collect();
        text += &format!(
            "--=_B\r\nContent-Disposition: attachment; filename*=UTF-8''{name}\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            base64(&sheet.bytes)
        );
    }
    (text + "--=_B--\r\n").into_bytes()
}

fn name(index: usize, sheet: &Made) -> String {
    format!("报表（第{}份）{}", index + 1, sheet.file_name)
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (index, three) in bytes.chunks(3).enumerate() {
        let all = three.iter().fold(0, |all, byte| all << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(all >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
        if index % 19 == 18 {
            text += "\r\n";
        }
    }
    text
}
