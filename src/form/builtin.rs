//! The forms that come with the program, each a text beside this file.

use std::sync::Arc;

use super::Form;
use super::definition::read_form;

/// A built-in form's text, as an office may take it for a pattern.
pub struct BuiltIn {
    pub code: &'static str,
    pub text: &'static str,
}

/// The first is the one used where none is named.
pub const FORMS: [BuiltIn; 7] = [
    BuiltIn { code: "315-activity", text: include_str!("texts/315-activity.toml") },
    BuiltIn { code: "shanxi-2019", text: include_str!("texts/shanxi-2019.toml") },
    BuiltIn { code: "complaint-handling", text: include_str!("texts/complaint-handling.toml") },
    BuiltIn { code: "complaint-classes", text: include_str!("texts/complaint-classes.toml") },
    BuiltIn { code: "consultation", text: include_str!("texts/consultation.toml") },
    BuiltIn { code: "market-inspection", text: include_str!("texts/market-inspection.toml") },
    BuiltIn { code: "rights-protection", text: include_str!("texts/rights-protection.toml") },
];

/// A built-in form by its code.
pub fn form(code: &str) -> Option<Arc<Form>> {
    let built_in = FORMS.iter().find(|form| form.code == code)?;
    Some(Arc::new(read_form(built_in.text).expect("the built-in forms are read by a test")))
}

/// The text of a built-in form.
pub fn text(code: &str) -> Option<&'static str> {
    FORMS.iter().find(|form| form.code == code).map(|form| form.text)
}

/// The anchor form: “3·15”活动情况统计表.
pub fn anchor() -> Arc<Form> {
    form(FORMS[0].code).expect("the first form is there")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_form_reads_without_a_mistake() {
        for built_in in &FORMS {
            let form = read_form(built_in.text)
                .unwrap_or_else(|mistakes| panic!("{}: {mistakes:#?}", built_in.code));
            assert_eq!(form.code, built_in.code);
        }
    }

    #[test]
    fn the_anchor_form_asks_ten_counts_and_one_amount() {
        let form = anchor();
        let measures: Vec<&str> = form.items.iter().map(|item| item.measure.text.as_str()).collect();
        assert_eq!(measures, ["场", "场", "次", "件", "件", "件", "万元", "条", "期", "篇", "份"]);
        assert_eq!(form.title_of(Some(2024)), "2024年“3·15”活动情况统计表");
    }
}
