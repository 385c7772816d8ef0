//! A form with files is read part by part, and never more of it than is allowed.

use actix_multipart::{Field, Multipart, MultipartError};
use futures_util::StreamExt;

use super::super::intake::{Held, Patience};
use super::super::posted::Fields;
use crate::config::Settings;
use crate::problem::Problem;

/// A field that is no file is never larger; nor are there more fields or files than these.
const FIELD_LIMIT: usize = 64 << 10;

const MOST_FIELDS: usize = 2_000;

const MOST_FILES: usize = 500;

/// A file that was sent.
#[derive(Clone, Debug)]
pub struct File {
    /// Name of the form's field.
    pub field: String,
    /// As the sender named it, without folders.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A form that is being read.
pub(super) struct Reading<'s> {
    settings: &'s Settings,
    patience: Patience,
    held: Held,
    total: usize,
}

impl<'s> Reading<'s> {
    pub(super) fn new(settings: &'s Settings) -> Reading<'s> {
        Reading { settings, patience: Patience::new(settings), held: Held::nothing(), total: 0 }
    }

    pub(super) async fn read(mut self, mut form: Multipart) -> Result<(Fields, Vec<File>, Held), Problem> {
        let (mut fields, mut files) = (Fields::default(), Vec::new());
        while let Some(field) = self.patience.wait(form.next()).await? {
            let mut field = field.map_err(broken_off)?;
            let name = field.name().unwrap_or_default().to_owned();
            let file_name =
                field.content_disposition().and_then(|disposition| disposition.get_filename()).map(last_part);
            match file_name {
                Some(file_name) => {
                    let bytes = self.piece(&mut field, self.settings.sheet_limit).await?;
                    files.push(File { field: name, name: file_name, bytes });
                }
                None => {
                    let bytes = self.piece(&mut field, FIELD_LIMIT).await?;
                    fields.0.push((name, String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
            if fields.0.len() > MOST_FIELDS || files.len() > MOST_FILES {
                return Err(Problem::too_large(format!("一次最多上传 {MOST_FILES} 个文件。请分几次上传。")));
            }
        }
        Ok((fields, files, self.held))
    }

    async fn piece(&mut self, field: &mut Field, limit: usize) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        while let Some(piece) = self.patience.wait(field.next()).await? {
            let piece = piece.map_err(broken_off)?;
            self.total += piece.len();
            if bytes.len() + piece.len() > limit {
                let words = format!("一个文件最大 {} MB，没有接收。请精简后再上传。", limit >> 20);
                return Err(Problem::too_large(words));
            }
            if self.total > self.settings.request_limit {
                let most = self.settings.request_limit >> 20;
                return Err(Problem::too_large(format!(
                    "一次上传合计最大 {most} MB，没有接收。请分几次上传。"
                )));
            }
            self.held.more(piece.len())?;
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }
}

pub(in crate::web) fn broken_off(error: MultipartError) -> Problem {
    tracing::info!(%error, "a form with files was not read");
    match error {
        MultipartError::Payload(_) | MultipartError::Incomplete => Problem::too_slow(),
        _ => Problem::invalid("表单内容不完整或写法不对，没有办理。请刷新页面后再试。"),
    }
}

/// Some browsers send whole paths.
pub(in crate::web) fn last_part(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(200).collect()
}
