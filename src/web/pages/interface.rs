//! 接口说明: every operation of the API with what goes in and what comes out; a page of contents, then one for each
//! noun, because all of it on one page would be longer than anybody reads.

use askama::Template;
use askama::filters::HtmlSafe;

use super::Frame;

#[derive(Template)]
#[template(path = "interface.html", config = "src/web/askama.toml")]
pub struct InterfacePage {
    pub frame: Frame,
    /// What is said of the API as a whole.
    pub words: Said,
    /// `http://10.1.2.3:8315`.
    pub address: String,
    pub groups: Vec<Group>,
    /// What every answer to what was not done is.
    pub shapes: Vec<Shape>,
}

/// The operations on one noun.
#[derive(Template)]
#[template(path = "interface_noun.html", config = "src/web/askama.toml")]
pub struct InterfaceNounPage {
    pub frame: Frame,
    pub group: Group,
    /// What their answers are made of, each once.
    pub shapes: Vec<Shape>,
}

/// An object that answers consist of.
pub struct Shape {
    pub name: Named,
    pub fields: Vec<FieldLine>,
}

/// Something on the page that has a name and an anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub id: String,
    pub title: String,
}

/// The operations on one noun.
pub struct Group {
    pub id: String,
    pub label: String,
    pub operations: Vec<Operation>,
}

impl Group {
    fn href(&self) -> String {
        format!("/manual/api/{}", self.id)
    }
}

pub struct Operation {
    /// `put-campaigns-campaign-state`.
    pub id: String,
    pub method: String,
    pub path: String,
    pub summary: String,
    pub words: Said,
    /// `审核员、审计员`.
    pub who: String,
    pub parameters: Vec<ParameterLine>,
    /// What is said of the body as a whole; bodies of several kinds may be sent.
    pub body: Said,
    pub bodies: Vec<Body>,
    pub answers: Vec<AnswerLine>,
    /// Answers to what was not done.
    pub problems: Vec<AnswerLine>,
    /// A command that asks it.
    pub example: String,
}

pub struct ParameterLine {
    pub name: String,
    /// `路径`, `查询`, `请求头`.
    pub place: &'static str,
    /// `文本`, `整数，1 至 1000`.
    pub kind: String,
    pub required: bool,
    pub words: Said,
}

pub struct Body {
    /// `application/json`.
    pub kind: String,
    pub fields: Vec<FieldLine>,
}

/// A field of an object, as deep as it lies in it.
pub struct FieldLine {
    /// From 0 to 5.
    pub depth: usize,
    pub name: String,
    pub kind: String,
    pub required: bool,
    pub words: Said,
    /// Where on the page its own fields stand, if not below it.
    pub see: Option<Named>,
}

pub struct AnswerLine {
    pub status: String,
    pub words: Said,
    /// The object that it is; none where it is a file or nothing.
    pub shape: Option<Named>,
    /// `text/csv`, of a file.
    pub file: String,
}

/// Words of a description: what stands between backticks is code.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/said.html", config = "src/web/askama.toml")]
pub struct Said {
    pub words: String,
}

impl HtmlSafe for Said {}

impl Said {
    pub fn new(words: &str) -> Said {
        Said { words: words.to_owned() }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Pieces of words and pieces of code in turn.
    fn pieces(&self) -> impl Iterator<Item = (bool, &str)> {
        self.words.split('`').enumerate().map(|(index, piece)| (index % 2 == 1, piece))
    }
}
