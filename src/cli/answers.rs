//! What is said of files that were answered: to standard error, where a program that reads the output is not in its way.

use std::path::Path;

use crate::workflow::annotate::folder::Written;

pub fn tell(written: &Written, out: &Path) {
    match written.paths.len() {
        0 => eprintln!("没有要批注的文件。"),
        several => eprintln!("批注好的原表 {several} 份，在文件夹 {}，附有发给各单位的说明。", out.display()),
    }
    for sentence in &written.left {
        eprintln!("没有批注：{sentence}");
    }
}
