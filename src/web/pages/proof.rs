//! 签名文本: as text that can be copied, and as a picture that can be scanned.

use std::fmt;

use askama::Template;
use askama::filters::HtmlSafe;

use super::scanned::picture;

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
}

impl fmt::Display for Proof {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part =
            Part { heading: self.heading, hint: self.hint, text: &self.text, picture: picture(&self.text) };
        formatter.write_str(&part.render().map_err(|_| fmt::Error)?)
    }
}

impl HtmlSafe for Proof {}

#[cfg(test)]
mod tests {
    use super::picture;

    /// Side and dark rectangles of a picture as the crate draws it: `M{left} {top}h{width}v{height}H…V…`.
    fn drawn(picture: &str) -> (usize, Vec<[usize; 4]>) {
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
        let number = |text: &str| digits(text).parse().expect("a number");
        let side = number(picture.split("width=\"").nth(1).expect("a width"));
        let path = picture.split("d=\"M").last().expect("a path").trim_end_matches("\"/></svg>");
        let rectangle = |one: &str| {
            let (corner, rest) = one.split_once('h').expect("a width");
            let (left, top) = corner.split_once(' ').expect("a corner");
            [number(left), number(top), number(rest), number(rest.split('v').nth(1).expect("a height"))]
        };
        (side, path.split('M').map(rectangle).collect())
    }

    #[test]
    fn the_picture_of_a_receipt_is_scanned_to_the_same_text() {
        let text = "-----BEGIN HUIBIAO RECEIPT-----\nnumber: 2024-0001-370320009-01-42dc7b\nlate: 36027411 ms\n\
                    signature: d69d583fbdb38b9d38ea62d6b7167b1a47ee61fd107f392f3f9b371aa1e7645512c519126f9464a108\n\
                    -----END HUIBIAO RECEIPT-----\n";
        let picture = picture(text).expect("a picture");
        let (side, dark) = drawn(&picture);
        let is_dark = |x: usize, y: usize| {
            dark.iter().any(|[left, top, width, height]| {
                (*left..left + width).contains(&x) && (*top..top + height).contains(&y)
            })
        };
        let mut seen =
            rqrr::PreparedImage::prepare_from_greyscale(
                side,
                side,
                |x, y| if is_dark(x, y) { 0 } else { 255 },
            );
        let found = seen.detect_grids();
        assert_eq!(found.len(), 1, "one code is seen");
        assert_eq!(found[0].decode().expect("it is read").1, text);
    }
}
