//! 签名文本: as text that can be copied, and as a picture that can be scanned.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

#[derive(Template)]
#[template(path = "parts/proof.html", config = "src/web/askama.toml")]
struct Part<'p> {
    heading: &'p str,
    hint: &'p str,
    text: &'p str,
    picture: Option<String>,
}

/// A signed text with what it is for.
#[derive(Clone, Debug)]
pub struct Proof {
    pub heading: &'static str,
    pub hint: &'static str,
    pub text: String,
}

impl Proof {
    /// Of a receipt.
    pub fn receipt(text: String) -> Proof {
        Proof {
            heading: "签名（离线验证用）",
            hint: "把下面各行原样存成文件，用命令 huibiao verify --receipt 文件 --key 公钥 即可验证，不需要本系统。公钥在登录页和汇总工作簿的“说明”里。",
            text,
        }
    }

    /// Of a checkpoint.
    pub fn checkpoint(text: String) -> Proof {
        Proof {
            heading: "最近一次检查点（已签名）",
            hint: "可以打印或抄存到别处：以后审计记录若被截短或重写，与它对照就能发现。",
            text,
        }
    }

    /// The text as a picture; `None` where it is too long for one.
    fn picture(&self) -> Option<String> {
        let code = QrCode::with_error_correction_level(self.text.as_bytes(), EcLevel::L).ok()?;
        let picture = code
            .render()
            .min_dimensions(200, 200)
            .dark_color(svg::Color("#000"))
            .light_color(svg::Color("#fff"))
            .build();
        // What stands before the picture itself belongs to a file of its own.
        picture.find("<svg").map(|start| picture[start..].to_owned())
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = Part { heading: self.heading, hint: self.hint, text: &self.text, picture: self.picture() };
        formatter.write_str(&part.render().map_err(|_| fmt::Error)?)
    }
}

impl HtmlSafe for Proof {}
