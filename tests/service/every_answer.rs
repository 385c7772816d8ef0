//! What holds of every answer, whatever was asked and by whom: each one that a test is given is looked at.
//!
//! Downloads of real things, refusals, pages and the answers of the interface carry the same headers; a file is
//! handed out as a file, in which nothing can run; and no word of what is inside the program gets out.

use crate::client::Answer;

/// Said by the program's own parts, never to its users. What somebody sends comes back in some answers; nobody sends
/// these.
const INSIDE: [&str; 10] = [
    env!("CARGO_MANIFEST_DIR"),
    "src/",
    "panicked at",
    "stack backtrace",
    "INSERT INTO",
    "no such table",
    "syntax error",
    "diesel",
    "actix",
    "libpq",
];

/// Looks at one answer to this request.
pub fn look_at(request: &str, answer: &Answer) {
    headers(request, answer);
    files(request, answer);
    let kind = answer.header("content-type");
    if ["text/html", "application/json", "application/problem+json"].iter().any(|said| kind.starts_with(said))
    {
        let heads = answer.headers.iter().map(|(name, value)| format!("{name}: {value}"));
        for said in heads.chain([answer.text.clone()]) {
            let inside: Vec<&str> = INSIDE.into_iter().filter(|word| said.contains(word)).collect();
            assert!(inside.is_empty(), "{request} tells of {inside:?}: {said}");
        }
    }
}

fn headers(request: &str, answer: &Answer) {
    let csp = answer.header("content-security-policy");
    assert!(csp.contains("default-src 'self'") || csp.contains("sandbox"), "{request}: {csp}");
    assert!(!csp.contains("unsafe"), "{request}: {csp}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{request}");
    }
    assert_eq!(answer.header("x-request-id").len(), 16, "{request}");
    let kept = answer.header("cache-control");
    assert!(kept.contains("immutable") || kept == "no-store", "{request}: {kept}");
    let kind = answer.header("content-type");
    let named = kind.starts_with("text/").then(|| kind.contains("charset=utf-8"));
    assert_ne!(named, Some(false), "{request}: {kind}");
}

/// Whatever was uploaded is handed out to be kept, and where it is shown after all, nothing in it runs.
fn files(request: &str, answer: &Answer) {
    let disposition = answer.header("content-disposition");
    let is_file =
        answer.status < 300 && answer.header("content-type").starts_with("application/octet-stream");
    assert!(!is_file || disposition.starts_with("attachment"), "{request}: {disposition}");
    let csp = answer.header("content-security-policy");
    assert!(disposition.is_empty() || csp == "default-src 'none'; sandbox", "{request}: {csp}");
}
