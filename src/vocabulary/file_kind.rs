//! What a file is for whoever sorts it: a table, a document, a picture, footage.
//!
//! A kind is told by bytes and says what can be done with a file: tables are read for their figures, documents and
//! PDFs for their words, pictures are shown, everything else is kept and handed out. It says nothing of what a
//! file is meant to be: a document may be a plan or a summary.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FileKind {
    /// Spreadsheets, and text that is one.
    Table,
    /// Words: Word, WPS, OpenDocument, RTF, HTML, plain text.
    Document,
    Pdf,
    Picture,
    Video,
    Sound,
    Slides,
    Archive,
    Mail,
    /// Also everything that a browser might run: programs, SVG, scripts.
    Other,
}

impl FileKind {
    pub const ALL: [FileKind; 10] = [
        FileKind::Table,
        FileKind::Document,
        FileKind::Pdf,
        FileKind::Picture,
        FileKind::Video,
        FileKind::Sound,
        FileKind::Slides,
        FileKind::Archive,
        FileKind::Mail,
        FileKind::Other,
    ];

    /// Stable name for programs and the database.
    pub fn code(self) -> &'static str {
        match self {
            FileKind::Table => "table",
            FileKind::Document => "document",
            FileKind::Pdf => "pdf",
            FileKind::Picture => "picture",
            FileKind::Video => "video",
            FileKind::Sound => "sound",
            FileKind::Slides => "slides",
            FileKind::Archive => "archive",
            FileKind::Mail => "mail",
            FileKind::Other => "other",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            FileKind::Table => "表格",
            FileKind::Document => "文档",
            FileKind::Pdf => "PDF",
            FileKind::Picture => "图片",
            FileKind::Video => "视频",
            FileKind::Sound => "音频",
            FileKind::Slides => "演示文稿",
            FileKind::Archive => "压缩包",
            FileKind::Mail => "邮件",
            FileKind::Other => "其他文件",
        }
    }

    pub fn from_code(code: &str) -> Option<FileKind> {
        FileKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it is read for its words: a document or a PDF.
    pub fn is_text(self) -> bool {
        matches!(self, FileKind::Document | FileKind::Pdf)
    }
}

/// How a picture that we made ourselves is coded; nothing else is ever sent to be shown in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PictureMedia {
    Jpeg,
    Png,
}

impl PictureMedia {
    pub fn content_type(self) -> &'static str {
        match self {
            PictureMedia::Jpeg => "image/jpeg",
            PictureMedia::Png => "image/png",
        }
    }

    /// The ending of its file, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            PictureMedia::Jpeg => "jpg",
            PictureMedia::Png => "png",
        }
    }

    pub fn from_ending(ending: &str) -> Option<PictureMedia> {
        [PictureMedia::Jpeg, PictureMedia::Png].into_iter().find(|media| media.ending() == ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_names_one_kind() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(FileKind::from_code("图片"), None);
    }
}
