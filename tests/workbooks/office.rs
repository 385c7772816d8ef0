//! An office suite without a window: recalculates and prints what the program wrote.

use std::path::PathBuf;
use std::process::Command;

use crate::book::Book;

/// The suite with a profile of its own, gone with it.
pub struct Office {
    home: PathBuf,
}

/// Recalculates every formula when a file is opened, so that stored results cannot hide wrong formulas.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

/// A folder for files that other programs read.
pub fn home(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("huibiao-office-{name}-{}", std::process::id()))
}

impl Office {
    pub fn new(name: &str) -> Office {
        let home = home(name);
        let settings = home.join("profile/user");
        std::fs::create_dir_all(&settings).expect("a folder for the profile");
        std::fs::write(settings.join("registrymodifications.xcu"), SETTINGS).expect("settings written");
        Office { home }
    }

    /// Converts files to another format; the bytes in the order of the files.
    pub fn convert(&self, files: &[(&str, &[u8])], to: &str) -> Vec<Vec<u8>> {
        let (from, out) = (self.home.join("in"), self.home.join(to));
        std::fs::create_dir_all(&from).expect("a folder");
        let paths: Vec<PathBuf> = files.iter().map(|(name, _)| from.join(name)).collect();
        for (path, (_, bytes)) in paths.iter().zip(files) {
            std::fs::write(path, bytes).expect("the file is written");
        }
        let profile = format!("-env:UserInstallation=file://{}", self.home.join("profile").display());
        let output = Command::new("soffice")
            .args([&profile, "--headless", "--norestore", "--convert-to", to, "--outdir"])
            .arg(&out)
            .args(&paths)
            .output()
            .expect("soffice is installed");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let converted =
            |path: &PathBuf| std::fs::read(out.join(path.file_name().unwrap()).with_extension(to));
        paths.iter().map(|path| converted(path).expect("converted")).collect()
    }

    /// The text of a PDF, page by page.
    pub fn pages(&self, pdf: &[u8]) -> Vec<String> {
        let file = self.home.join("print.pdf");
        std::fs::write(&file, pdf).expect("the file is written");
        let output = Command::new("pdftotext")
            .arg("-layout")
            .arg(&file)
            .arg("-")
            .output()
            .expect("pdftotext is installed");
        let text = String::from_utf8(output.stdout).expect("text");
        text.split('\u{c}').filter(|page| !page.trim().is_empty()).map(str::to_owned).collect()
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

/// Every formula of these workbooks comes to its stored result when the suite calculates it anew.
pub fn same_results(office: &Office, files: &[(&str, &[u8])]) {
    for (recalculated, (name, bytes)) in office.convert(files, "xlsx").iter().zip(files) {
        let (ours, theirs) = (Book::open(bytes), Book::open(recalculated));
        for (sheet, row, column, result) in ours.all_formulas() {
            let formula = ours.formula(&sheet, row, column);
            let theirs = rounded(&theirs.at(&sheet, row, column));
            assert_eq!(theirs, rounded(&result), "{name} {sheet} row {row} column {column}: {formula}");
        }
    }
}

/// Nine decimals, so that two ways of dividing agree.
fn rounded(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| text.to_owned(), |number| format!("{number:.9}"))
}
