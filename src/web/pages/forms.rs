//! 报表: the list, one form on paper, how a new one begins, and the page on which it is corrected.
//!
//! The page for corrections keeps nothing on the server: the definition's text travels with it. All rows are fields
//! of one form, so that whichever button is pressed, nothing that was typed is lost.

use askama::Template;

use super::Frame;
use super::heads::Heads;
use super::layout::Choice;
use super::paper::Paper;

/// One version in the list.
pub struct FormLine {
    pub code: String,
    pub version: String,
    pub title: String,
    /// Items that ask for figures.
    pub items: usize,
    /// `3月20日 09:00`; empty for one that comes with the program.
    pub kept_at: String,
    pub campaigns: i64,
    /// `/forms/315-activity/2024`
    pub href: String,
}

#[derive(Template)]
#[template(path = "forms.html", config = "src/web/askama.toml")]
pub struct FormsPage {
    pub frame: Frame,
    pub heads: Heads,
    pub forms: Vec<FormLine>,
}

#[derive(Template)]
#[template(path = "form_new.html", config = "src/web/askama.toml")]
pub struct NewFormPage {
    pub frame: Frame,
    /// Forms to start from; a choice's value is `code/version`.
    pub known: Vec<Choice>,
    /// Field `from`, as chosen.
    pub from: String,
    /// Field `version`, as typed.
    pub version: String,
    /// `50 MB`
    pub largest: String,
}

/// One form to look at.
#[derive(Template)]
#[template(path = "form.html", config = "src/web/askama.toml")]
pub struct FormPage {
    pub frame: Frame,
    pub line: FormLine,
    /// The campaign that goes on with it, where it was made from a notice; else empty.
    pub back: String,
    pub paper: Paper,
    pub sample: SampleView,
}

/// A filled copy and what the reader made of it.
pub struct SampleView {
    pub paper: Paper,
    /// Figures on it.
    pub figures: usize,
    /// Sentences about what did not come back; empty where all did.
    pub wrong: Vec<String>,
}

/// A soft upper bound of one level: field `bound-county.3`.
pub struct BoundField {
    pub field: String,
    pub label: &'static str,
    pub value: String,
}

/// One item of the form that is corrected; `at` counts from zero and ends its fields' names: `label.3`.
pub struct ItemRow {
    pub at: usize,
    pub code: String,
    /// Id of the row.
    pub anchor: String,
    pub section: bool,
    pub depth: usize,
    pub label: String,
    pub measure: String,
    pub places: String,
    pub required: bool,
    /// Field `whole.3`: the code of the whole; empty for none.
    pub whole: String,
    pub wholes: Vec<Choice>,
    pub relation: String,
    /// `其中（第1项）`; empty where it is part of nothing.
    pub part: String,
    pub synonyms: String,
    pub bounds: Vec<BoundField>,
    pub can_rise: bool,
    pub can_sink: bool,
}

impl ItemRow {
    /// Whether something stands in what is folded away, or is wrong there.
    fn is_open(&self, frame: &Frame) -> bool {
        let fields = ["whole", "synonyms"].map(|name| format!("{name}-{}", self.at));
        let bounds = self.bounds.iter().map(|bound| bound.field.replace('.', "-"));
        fields.into_iter().chain(bounds).any(|id| frame.error_at(&id).is_some())
    }
}

/// One column; fields `column.2`, `column-measure.2`, `column-places.2`, `column-synonyms.2`.
pub struct ColumnRow {
    pub at: usize,
    pub label: String,
    pub measure: String,
    pub places: String,
    pub synonyms: String,
    pub is_last: bool,
}

/// One column that is computed from two; fields `computed.2`, `computed-this.2`, `computed-base.2`, `computed-kind.2`.
pub struct ComputedRow {
    pub at: usize,
    pub label: String,
    pub this: String,
    pub base: String,
    pub kind: String,
    pub is_last: bool,
}

/// One rate; fields `rate.2`, `rate-top.2`, `rate-bottom.2`, `rate-show.2`, `rate-synonyms.2`, `rate-after.2`.
pub struct RateRow {
    pub at: usize,
    pub label: String,
    /// Codes of items.
    pub numerator: String,
    pub denominator: String,
    pub show: String,
    pub synonyms: String,
    /// Code of the item that it is printed behind; empty for its numerator.
    pub after: String,
    pub is_last: bool,
}

/// The names of one header or footer field; field `field.unit`.
pub struct FieldRow {
    pub field: String,
    pub label: &'static str,
    pub names: String,
}

/// One check in words.
pub struct CheckRow {
    pub at: usize,
    pub severity: &'static str,
    /// `第2项“办结投诉” ≤ 第1项“受理投诉”`
    pub words: String,
}

/// Words that units wrote; fields `offer.2` and `offer-item.2`.
pub struct OfferRow {
    pub at: usize,
    pub words: String,
    /// The item that they may name; empty for none.
    pub item: String,
}

/// What has been typed into the fields for something new; kept when it is refused.
#[derive(Clone, Debug, Default)]
pub struct NewFields {
    pub label: String,
    pub measure: String,
    pub after: String,
    pub column: String,
    pub check_item: String,
    pub check_holds: String,
    pub check_severity: String,
    pub check_others: Vec<String>,
    pub computed: String,
    pub computed_this: String,
    pub computed_base: String,
    pub computed_kind: String,
    pub rate: String,
    pub rate_top: String,
    pub rate_bottom: String,
    pub rate_show: String,
}

#[derive(Template)]
#[template(path = "form_edit.html", config = "src/web/askama.toml")]
pub struct EditFormPage {
    pub frame: Frame,
    /// Field `text`: the definition.
    pub text: String,
    pub code: String,
    pub version: String,
    pub title: String,
    pub short_title: String,
    /// One a line.
    pub notes: String,
    /// Field `notice`: number of the notice whose annex it is made from; empty for none.
    pub notice: String,
    /// Where one returns without keeping it.
    pub back: String,
    /// What the table left open; field `question`, each with its cell.
    pub questions: Vec<String>,
    pub offers: Vec<OfferRow>,
    pub items: Vec<ItemRow>,
    pub columns: Vec<ColumnRow>,
    pub computed: Vec<ComputedRow>,
    pub rates: Vec<RateRow>,
    pub fields: Vec<FieldRow>,
    pub checks: Vec<CheckRow>,
    pub relations: Vec<Choice>,
    pub holds: Vec<Choice>,
    pub severities: Vec<Choice>,
    /// Decimal places.
    pub places: Vec<Choice>,
    /// Where something new may stand.
    pub afters: Vec<Choice>,
    /// Items that take figures, for checks.
    pub numbered: Vec<Choice>,
    pub column_choices: Vec<Choice>,
    pub comparisons: Vec<Choice>,
    /// How rates may be shown.
    pub shows: Vec<Choice>,
    /// Where a rate may be printed.
    pub rate_afters: Vec<Choice>,
    pub new: NewFields,
    pub paper: Paper,
    pub sample: SampleView,
}
