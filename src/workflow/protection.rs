//! 等保自查: the clauses of GB/T 22239-2019 that concern an application, and how this installation stands with each.
//!
//! A row says what is done, with the present value where a setting decides it, and names the tests that prove it; a
//! test of its own holds that each of them exists. What we do not do, and what only whoever runs the machine can do,
//! is said as plainly as the rest: a table without gaps helps nobody through an assessment.

mod clause;
mod clauses;

use self::clause::Clause;
pub use self::clause::Standing;
use self::clauses::CLAUSES;
use crate::config::Settings;

/// A clause, and how this installation stands with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `8.1.4.1 a`.
    pub number: &'static str,
    pub asks: &'static str,
    pub is_level_3: bool,
    pub standing: Standing,
    pub words: String,
    /// The tests that prove it, `file: function`; none where nothing does.
    pub tests: &'static [&'static str],
}

/// Every clause in the order of the standard.
pub fn rows(settings: &Settings) -> Vec<Row> {
    let row = |clause: &Clause| {
        let (standing, words) = (clause.stands)(settings);
        let Clause { number, asks, is_level_3, tests, .. } = *clause;
        Row { number, asks, is_level_3, standing, words, tests }
    };
    CLAUSES.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn whatever_is_named_as_a_proof_is_there() {
        for row in rows(&Settings::default()) {
            for proof in row.tests {
                let (file, function) = proof.split_once(": ").expect("a file and a function");
                let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
                let text = text.unwrap_or_else(|error| panic!("{file}: {error}"));
                assert!(text.contains(&format!("fn {function}(")), "{} names {proof}", row.number);
            }
            let claims = matches!(row.standing, Standing::Met | Standing::Partly);
            assert_eq!(claims, !row.tests.is_empty(), "{}: {}", row.number, row.words);
        }
    }

    #[test]
    fn a_row_tells_the_present_setting() {
        let usual = Settings::default();
        let lax =
            Settings { sign_in_tries: 50, session_idle: chrono::Duration::minutes(600), ..usual.clone() };
        let secured = Settings { public_url: Some("https://tj.example.gov.cn".to_owned()), ..usual.clone() };
        let strict = Settings {
            second_factor: crate::config::SecondFactor::Required,
            password_days: 90,
            password_kinds: 3,
            separate_roles: true,
            ..usual.clone()
        };
        for (settings, number, standing, words) in [
            (&usual, "8.1.4.1 b", Standing::Met, "失败 5 次"),
            (&lax, "8.1.4.1 b", Standing::Partly, "600 分钟"),
            (&usual, "8.1.4.1 c", Standing::Outside, "没有设置加密的对外网址"),
            (&secured, "8.1.4.1 c", Standing::Outside, "https://tj.example.gov.cn"),
            (&usual, "8.1.4.1 a", Standing::Partly, "password_days = 0"),
            (&strict, "8.1.4.1 a", Standing::Met, "满 90 天必须更换"),
            (&usual, "8.1.4.1 d", Standing::Partly, "自愿开启"),
            (&strict, "8.1.4.1 d", Standing::Met, "必须用密码加手机动态码"),
            (&usual, "8.1.4.2 d", Standing::Partly, "separate_roles = false"),
            (&strict, "8.1.4.2 d", Standing::Met, "三员分立已开启"),
        ] {
            let row = rows(settings).into_iter().find(|row| row.number == number).expect("the clause");
            assert!(row.standing == standing && row.words.contains(words), "{row:?}");
        }
    }
}
