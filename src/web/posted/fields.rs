//! The fields of a form as they came: repeated and numbered names included, in their order.

use crate::problem::Problem;

/// The fields of a form, repeated and variable names included, in their order.
#[derive(Clone, Debug, Default)]
pub struct Fields(pub Vec<(String, String)>);

/// What stands between the words of a list that somebody typed.
pub const LISTED: [char; 6] = ['、', '，', ',', ';', '；', '\n'];

impl Fields {
    /// Refuses a form in which some text has a character with the number 0.
    pub fn without_nul(&self) -> Result<(), Problem> {
        let has_nul = self.0.iter().any(|(name, value)| name.contains('\0') || value.contains('\0'));
        if has_nul { Err(Problem::with_nul()) } else { Ok(()) }
    }

    /// The words of a field that holds several, without blanks.
    pub fn words(&self, name: &str, between: &[char]) -> Vec<String> {
        let words = self.text(name).split(between).map(str::trim);
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }

    /// The first field with this name; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Every field with this name.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// `v.0`, `v.7` …: the numbers behind a prefix with their values.
    pub fn numbered<'f>(&'f self, prefix: &'f str) -> impl Iterator<Item = (usize, &'f str)> {
        let number = move |name: &str| name.strip_prefix(prefix)?.strip_prefix('.')?.parse().ok();
        self.0.iter().filter_map(move |(name, value)| Some((number(name)?, value.as_str())))
    }
}
