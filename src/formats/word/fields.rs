//! Places to fill in, which stay open where everything else of a document is locked.
//!
//! They are form fields of the oldest kind: Word, WPS and LibreOffice all open a document that is locked for forms, lead
//! from field to field and keep both when they save it, as .doc too. Controls of newer kinds are not: a program that
//! does not know them locks them with the rest. An empty field shows spaces, the room that is written over.

use super::escaped::escaped;

/// What an empty field shows, as the office programs themselves have it.
pub const ROOM: &str = "\u{2002}\u{2002}\u{2002}\u{2002}\u{2002}";

/// Letters of a hint that programs take.
const LONGEST: usize = 130;

/// Between two labels of a line that is filled in.
const APART: &str = "　　　";

/// A field; `name` is its own in the document, `hint` is said to whoever stands in it.
pub fn field(name: &str, hint: &str) -> String {
    let hint: String = hint.chars().take(LONGEST).collect();
    let said = match hint.as_str() {
        "" => String::new(),
        hint => format!(
            r#"<w:helpText w:type="text" w:val="{0}"/><w:statusText w:type="text" w:val="{0}"/>"#,
            escaped(hint)
        ),
    };
    let run = |inside: &str| format!("<w:r>{inside}</w:r>");
    [
        run(&format!(
            r#"<w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="{name}"/><w:enabled/><w:calcOnExit w:val="0"/>{said}<w:textInput/></w:ffData></w:fldChar>"#
        )),
        run(r#"<w:instrText xml:space="preserve"> FORMTEXT </w:instrText>"#),
        run(r#"<w:fldChar w:fldCharType="separate"/>"#),
        run(&format!(r#"<w:t xml:space="preserve">{ROOM}</w:t>"#)),
        run(r#"<w:fldChar w:fldCharType="end"/>"#),
    ]
    .concat()
}

/// A line of labels, each with a field behind it; `words` makes a run of words.
pub fn line(text: &str, name: &str, words: &dyn Fn(&str) -> String) -> String {
    let labels = text.split_inclusive('：').map(str::trim);
    let one = |(index, label): (usize, &str)| {
        let apart = if index > 0 { APART } else { "" };
        let open = if label.ends_with('：') { field(&format!("{name}n{index}"), "") } else { String::new() };
        words(&format!("{apart}{label}")) + &open
    };
    labels.filter(|label| !label.is_empty()).enumerate().map(one).collect()
}
