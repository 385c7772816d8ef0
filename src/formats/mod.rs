//! 文件: bytes in, bytes out.

pub mod workbook;
