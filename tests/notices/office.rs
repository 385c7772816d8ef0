//! An office suite without a window saves a document as another program would.

use std::path::PathBuf;
use std::process::Command;

/// The suite with a profile of its own, gone with it.
pub struct Office {
    home: PathBuf,
}

impl Office {
    pub fn new() -> Office {
        let home = std::env::temp_dir().join(format!("huibiao-office-notices-{}", std::process::id()));
        std::fs::create_dir_all(&home).expect("a folder");
        Office { home }
    }

    /// A Word document in another format.
    pub fn convert(&self, document: &[u8], to: &str) -> Vec<u8> {
        let path = self.home.join("notice.docx");
        std::fs::write(&path, document).expect("the file is written");
        let profile = format!("-env:UserInstallation=file://{}", self.home.join("profile").display());
        let output = Command::new("soffice")
            .args([&profile, "--headless", "--norestore", "--convert-to", to, "--outdir"])
            .arg(&self.home)
            .arg(&path)
            .output()
            .expect("soffice is installed");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read(path.with_extension(to)).expect("converted")
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.home);
    }
}
