//! Why a file was not read: its own code and its own advice for every case.

use serde::{Deserialize, Serialize};

/// Why a file was not read. Every variant has its own code and its own advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RefusalCode {
    Encrypted,
    Damaged,
    Unsupported,
    LegacyWord,
    Picture,
    Pdf,
    TooLarge,
    Empty,
    NoTable,
    EmptyTable,
    NestedArchive,
    Unreadable,
    Edited,
    /// By encryption software of the office, whose mark the file bears.
    Locked,
    /// Scrambled throughout, without any known mark.
    MaybeLocked,
    RightsManaged,
    SheetMissing,
    Frameset,
    AppleOffice,
    Ofd,
    Xps,
    OtherArchive,
    Database,
    Slides,
    OutlookMail,
    Program,
    /// A PDF of pictures, without a text layer.
    ScannedPdf,
    /// A file of a kind in which no notice comes.
    NoNotice,
    /// Nothing lies where the file was looked for.
    NotThere,
}

impl RefusalCode {
    pub const ALL: [RefusalCode; 29] = [
        RefusalCode::Encrypted,
        RefusalCode::Damaged,
        RefusalCode::Unsupported,
        RefusalCode::LegacyWord,
        RefusalCode::Picture,
        RefusalCode::Pdf,
        RefusalCode::TooLarge,
        RefusalCode::Empty,
        RefusalCode::NoTable,
        RefusalCode::EmptyTable,
        RefusalCode::NestedArchive,
        RefusalCode::Unreadable,
        RefusalCode::Edited,
        RefusalCode::Locked,
        RefusalCode::MaybeLocked,
        RefusalCode::RightsManaged,
        RefusalCode::SheetMissing,
        RefusalCode::Frameset,
        RefusalCode::AppleOffice,
        RefusalCode::Ofd,
        RefusalCode::Xps,
        RefusalCode::OtherArchive,
        RefusalCode::Database,
        RefusalCode::Slides,
        RefusalCode::OutlookMail,
        RefusalCode::Program,
        RefusalCode::ScannedPdf,
        RefusalCode::NoNotice,
        RefusalCode::NotThere,
    ];

    /// Stable name for programs.
    pub fn code(self) -> &'static str {
        match self {
            RefusalCode::Encrypted => "encrypted",
            RefusalCode::Damaged => "damaged",
            RefusalCode::Unsupported => "unsupported",
            RefusalCode::LegacyWord => "legacy-word",
            RefusalCode::Picture => "picture",
            RefusalCode::Pdf => "pdf",
            RefusalCode::TooLarge => "too-large",
            RefusalCode::Empty => "empty",
            RefusalCode::NoTable => "no-table",
            RefusalCode::EmptyTable => "empty-table",
            RefusalCode::NestedArchive => "nested-archive",
            RefusalCode::Unreadable => "unreadable",
            RefusalCode::Edited => "edited-workbook",
            RefusalCode::Locked => "locked",
            RefusalCode::MaybeLocked => "maybe-locked",
            RefusalCode::RightsManaged => "rights-managed",
            RefusalCode::SheetMissing => "sheet-missing",
            RefusalCode::Frameset => "frameset",
            RefusalCode::AppleOffice => "apple-office",
            RefusalCode::Ofd => "ofd",
            RefusalCode::Xps => "xps",
            RefusalCode::OtherArchive => "other-archive",
            RefusalCode::Database => "database",
            RefusalCode::Slides => "slides",
            RefusalCode::OutlookMail => "outlook-mail",
            RefusalCode::Program => "program",
            RefusalCode::ScannedPdf => "scanned-pdf",
            RefusalCode::NoNotice => "no-notice",
            RefusalCode::NotThere => "not-there",
        }
    }

    /// What is wrong and what to do.
    pub fn sentence(self) -> &'static str {
        match self {
            RefusalCode::Encrypted => {
                "文件是加密的，无法读取。请在 Excel 或 WPS 中取消打开密码后另存，再重新报送；打开时不用输密码的，请直接另存为 .xlsx。"
            }
            RefusalCode::Damaged => {
                "文件已损坏或不完整，无法保证数字正确。请用原软件打开后另存为 .xlsx，再重新报送。"
            }
            RefusalCode::Unsupported => {
                "不支持这种文件。请把统计表另存为 .xlsx、.xls、.csv 或 .docx，再重新报送。"
            }
            RefusalCode::LegacyWord => {
                "这是旧版 Word（.doc/.wps）文件。请用 Word 或 WPS 打开，另存为 .docx，再重新报送。"
            }
            RefusalCode::Picture => "图片只能作佐证，不能从中读取数字。请报送统计表的电子表格或 Word 文件。",
            RefusalCode::Pdf => "PDF 只能作佐证，不能从中读取数字。请报送统计表的电子表格或 Word 文件。",
            RefusalCode::TooLarge => {
                "文件过大或内容过多，超出一张统计表的限度。请只保留统计表后另存，再重新报送。"
            }
            RefusalCode::Empty => "文件是空的。请检查是否保存成功，再重新报送。",
            RefusalCode::NoTable => "没有找到统计表。请确认文件中有带“类别”“数量”等栏的统计表，再重新报送。",
            RefusalCode::EmptyTable => {
                "找到了统计表，但一个数字也没有填。请填写后重新报送；确无活动的请注明“零报告”。"
            }
            RefusalCode::NestedArchive => "压缩包里还有压缩包。请解压后直接报送统计表文件。",
            RefusalCode::NotThere => "没有这个文件。请检查文件名和所在的文件夹有没有写错。",
            RefusalCode::Unreadable => "文件读不出来。请确认文件没有被其他程序占用，并且有权限读取。",
            RefusalCode::Edited => {
                "这是本软件生成的汇总工作簿，但“数据”表被改动过，不能再作为数据来源。请使用未改动的工作簿。"
            }
            RefusalCode::Locked => {
                "文件被单位的加密（防泄密）软件锁住了，这里打不开。请先在加密软件中解密或办理外发，再重新报送。"
            }
            RefusalCode::MaybeLocked => MAYBE_LOCKED,
            RefusalCode::RightsManaged => {
                "文件设有权限保护（限制访问），只有指定的人能打开。请在 Excel 或 Word 的“文件—信息”中取消限制访问后另存，再重新报送。"
            }
            RefusalCode::SheetMissing => SHEET_MISSING,
            RefusalCode::Frameset => {
                "这是网页格式的 Excel，数据在另一个文件夹里，没有一起送来。请用 Excel 打开，另存为 .xlsx 后再重新报送。"
            }
            RefusalCode::AppleOffice => {
                "这是苹果办公软件（Numbers、Pages、Keynote）的文件。请用原软件打开，选“文件—导出为—Excel”（Pages 选 Word），再重新报送。"
            }
            RefusalCode::Ofd => {
                "OFD 版式文件只能作佐证，不能从中读取数字。请报送统计表的电子表格或 Word 文件。"
            }
            RefusalCode::Xps => {
                "XPS 版式文件只能作佐证，不能从中读取数字。请报送统计表的电子表格或 Word 文件。"
            }
            RefusalCode::OtherArchive => {
                "这种压缩包（RAR、7z 等）不能直接打开。请解压后直接报送统计表文件，或改用 ZIP 压缩后再重新报送。"
            }
            RefusalCode::Database => {
                "这是数据库文件（.dbf、.mdb、.accdb 等）。请用原软件把统计表导出为 .xlsx，再重新报送。"
            }
            RefusalCode::Slides => {
                "这是演示文稿（.ppt、.pptx、.dps 等），不能从中读取数字。请把统计表放进 Excel 或 Word 文件，再重新报送。"
            }
            RefusalCode::OutlookMail => {
                "这是 Outlook 邮件（.msg）。请打开邮件，把附件里的统计表另存出来直接报送。"
            }
            RefusalCode::ScannedPdf => SCANNED_PDF,
            RefusalCode::NoNotice => NO_NOTICE,
            RefusalCode::Program => {
                "这是可执行程序，不是统计表；来历不明的请不要打开。如果是自解压的压缩包，请解压后直接报送统计表文件。"
            }
        }
    }
}

impl RefusalCode {
    /// Why nothing is seen here of a file that was received as material, and what follows for whoever sent it.
    pub fn unseen(self) -> &'static str {
        match self {
            RefusalCode::Encrypted | RefusalCode::RightsManaged => {
                "文件设有密码或权限，这里看不到内容，收件人也可能打不开。请取消后另存，再重新选择。"
            }
            RefusalCode::Locked | RefusalCode::MaybeLocked => {
                "文件被单位的加密（防泄密）软件锁住了，收件人打不开。请先解密或办理外发，再重新选择。"
            }
            RefusalCode::Damaged => {
                "文件已损坏或不完整，收件人可能打不开。请用原软件打开检查，另存后再重新选择。"
            }
            RefusalCode::Empty => "文件是空的。请检查是否保存成功，再重新选择。",
            RefusalCode::Program => "这是可执行程序，不能打开查看；来历不明的请不要运行。",
            RefusalCode::TooLarge => "文件过大，这里不显示内容。原件已收下，可以下载查看。",
            RefusalCode::ScannedPdf => {
                "这份 PDF 是扫描件，没有文字，这里不显示内容。原件已收下，可以下载查看。"
            }
            _ => "这种文件这里不能显示。原件已收下，可以下载查看。",
        }
    }
}

/// The longest sentences.
const SCANNED_PDF: &str =
    "这份 PDF 是扫描件，没有文字层，读不出文字。请使用通知的 Word 原件，或把正文复制粘贴进来。";
const NO_NOTICE: &str =
    "这不是通知文件。请使用 .docx、.doc、.wps、.txt、.html 或带文字层的 PDF，或把正文复制粘贴进来。";
const MAYBE_LOCKED: &str = "文件内容无法识别，像是被加密软件锁住的。如果是，请先解密（外发）后再报送；如果不是，请用原软件打开后另存为 .xlsx，再重新报送。";
const SHEET_MISSING: &str = "工作簿里有一张工作表只有名称，内容没有一起保存。请用原软件打开，确认每张表都在，另存为 .xlsx 后再重新报送。";

/// A file that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub code: RefusalCode,
    /// For the log: what exactly was seen. Never shown instead of the sentence.
    pub detail: String,
}

impl Refusal {
    pub fn new(code: RefusalCode, detail: impl Into<String>) -> Refusal {
        Refusal { code, detail: detail.into() }
    }

    pub fn sentence(&self) -> &'static str {
        self.code.sentence()
    }
}
