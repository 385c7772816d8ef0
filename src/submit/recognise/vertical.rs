//! A vertical table: labels down, one figure (or one a column of the form) beside each.

use super::anchor::{LabelCell, Panel, Vertical};
use super::column_looks::looks_like_measures;
use super::columns::{Columns, sort_columns};
use super::figure::{Measures, read_answer, says_something};
use super::joint;
use super::label_words;
use super::last_resort::Doubt;
use super::remarked::said_beside;
use super::slips::{Slip, neighbours};
use super::view::SheetView;
use crate::form::Form;
use crate::form::label::label_in;
use crate::form::wording::{Fit, Meaning};
use crate::submit::answers::{Answer, Answers};
use crate::submit::grid::Content;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;
use crate::vocabulary::{Finding, Severity};

/// What a table says: answers, and what was odd in reading them.
pub struct TableReading {
    pub answers: Answers,
    pub findings: Vec<Finding>,
}

/// Reads every panel of a table; where a unit has a column of its own, that column only.
pub fn read_vertical(
    view: &SheetView,
    form: &Form,
    table: &Vertical,
    year: Option<i32>,
    table_measure: Option<&Measure>,
    only: Option<u32>,
) -> TableReading {
    let mut reader =
        Reader { view, form, table_measure, answers: Answers::blank(form), findings: Vec::new() };
    for panel in &table.panels {
        let mut columns = sort_columns(view, form, panel, year);
        if let Some(column) = only {
            columns.figures = vec![vec![column]];
            columns.guessed = false;
        }
        for label in &panel.labels {
            if let Meaning::Item(item) = label.meaning {
                reader.read_item(panel, &columns, label, item);
            }
        }
        reader.other_rows(panel, &columns);
        reader.say_guessed(panel, &columns);
        reader.say_unknown(&columns);
        reader.say_doubt(&columns);
    }
    reader.say_order(table);
    TableReading { answers: reader.answers, findings: reader.findings }
}

struct Reader<'v> {
    view: &'v SheetView<'v>,
    form: &'v Form,
    table_measure: Option<&'v Measure>,
    answers: Answers,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn read_item(&mut self, panel: &Panel, columns: &Columns, label: &LabelCell, item: usize) {
        for (own, candidates) in columns.figures.iter().enumerate() {
            let figure = self.form.figure(item, own);
            if candidates.is_empty() && self.form.has_columns() {
                continue;
            }
            let cells = self.filled(panel, label, candidates);
            let (row, column) = cells
                .first()
                .copied()
                .unwrap_or((label.row, candidates.first().copied().unwrap_or(label.column)));
            let (answer, findings) = self.read_cell(panel, columns, label, figure, (row, column));
            let parts =
                |other: u32| other != column && [column, other].iter().all(|at| columns.untold.contains(at));
            let filled = answer.value.is_some_and(|value| !value.is_zero());
            let other = cells.iter().skip(1).find(|cell| {
                filled && parts(cell.1) || self.differs(panel, columns, label, figure, **cell, &answer)
            });
            if let Some(other) = other {
                self.ask_which(figure, (row, column), *other);
            }
            self.keep(figure, answer, findings);
        }
        self.say_label(panel, columns, label, item);
    }

    /// What is to be said of a label in other words than the form's.
    fn say_label(&mut self, panel: &Panel, columns: &Columns, label: &LabelCell, item: usize) {
        let Some(word) = self.view.label_word(label.row, label.column) else { return };
        let Some(found) = word.label.as_ref() else { return };
        let place = self.view.place(label.row, label.column);
        let finding = match found.fit {
            Fit::Own => return,
            Fit::Synonym => {
                let words = label_words::synonym(&word.plain);
                let figure = self.form.figure(item, 0);
                self.form.finding(Severity::Hint, "label-synonym", figure, Some(place), &words)
            }
            Fit::Slip => {
                let beside = columns.measure.and_then(|column| self.view.word_at(label.row, column));
                let slip = Slip {
                    written: &word.plain,
                    place,
                    item,
                    neighbours: neighbours(&items(&panel.labels), item),
                    measure: beside.and_then(|word| word.measure.as_ref()).or(found.measure.as_ref()),
                };
                slip.finding(self.form)
            }
        };
        self.findings.push(finding);
    }

    /// Filled cells of the candidate columns in the rows of a label.
    fn filled(&self, panel: &Panel, label: &LabelCell, candidates: &[u32]) -> Vec<(u32, u32)> {
        let merged =
            self.view.sheet.merge_at(label.row, label.column).map_or(label.row, |area| area.last_row);
        let below = panel.labels.iter().filter(|other| other.row > label.row).map(|other| other.row).min();
        let last = below.map_or(merged, |next| merged.min(next - 1));
        let mut cells = Vec::new();
        for row in label.row..=last {
            for column in candidates {
                let (at_row, at_column) = self.view.sheet.anchor(row, *column);
                let own = (label.row..=last).contains(&at_row)
                    && (panel.columns.0..=panel.columns.1).contains(&at_column)
                    && at_column != panel.label_column;
                if own
                    && self.view.sheet.at(at_row, at_column).is_some_and(says_something)
                    && !cells.contains(&(at_row, at_column))
                {
                    cells.push((at_row, at_column));
                }
            }
        }
        cells
    }

    fn read_cell(
        &self,
        panel: &Panel,
        columns: &Columns,
        label: &LabelCell,
        figure: usize,
        at: (u32, u32),
    ) -> (Answer, Vec<Finding>) {
        let own_column = figure % self.form.columns.len();
        let beside = columns.measure.and_then(|column| self.view.word_at(label.row, column));
        let word = self.view.label_word(label.row, label.column);
        // A column with a measure of its own is counted by its head, whatever the row says of the others.
        let counted = self.form.columns[own_column].counted.is_some();
        let measures = Measures {
            row: beside.and_then(|word| word.measure.as_ref()).filter(|_| !counted),
            label: word
                .and_then(|word| word.label.as_ref())
                .and_then(|found| found.measure.as_ref())
                .filter(|_| !counted),
            head: columns.head_measures[own_column].as_ref(),
            table: self.table_measure,
            pages: &self.view.page_measures,
        };
        let is_own_cell = at.1 != panel.label_column;
        let content = self.view.sheet.at(at.0, at.1).filter(|content| is_own_cell && says_something(content));
        let place = self.view.place(at.0, at.1);
        if let Some(sharers) = joint::sharing_rows(self.view, self.form, panel, at) {
            return joint::unread(self.view, self.form, figure, at, &sharers);
        }
        let (answer, mut findings) = read_answer(self.form, figure, content, Some(place), measures);
        findings.extend(said_beside(self.view, self.form, figure, at, &answer));
        findings.extend(self.unknown_measure(panel, columns, label, figure));
        if content.is_some() && self.view.is_hidden(at.0, at.1) {
            let words = "数字在隐藏的行或列里；请核对是否为要报的数";
            findings.push(
                self.form
                    .finding(Severity::Query, "hidden-cell", figure, answer.place.clone(), words)
                    .holding(),
            );
        }
        (answer, findings)
    }

    /// Words in the column of units of measure that are no unit anybody knows.
    fn unknown_measure(
        &self,
        panel: &Panel,
        columns: &Columns,
        label: &LabelCell,
        figure: usize,
    ) -> Option<Finding> {
        let column = columns.measure?;
        let word = self.view.word_at(label.row, column)?;
        // 案值（万元） names one in its own way.
        let named =
            word.measure.is_some() || label_in(&word.plain).is_some_and(|label| label.measure.is_some());
        let in_words = !named && word.plain.chars().any(char::is_alphabetic);
        if !in_words || !looks_like_measures(self.view, panel, column) {
            return None;
        }
        if self.form.columns[figure % self.form.columns.len()].counted.is_some() {
            return None;
        }
        let own = self.form.measure_of(figure);
        let words = format!("“单位”栏写的是“{}”，本项应为“{}”，没有换算；请核对", word.plain, own.text);
        let place = Some(self.view.place(label.row, column));
        Some(self.form.finding(Severity::Query, "measure-unknown", figure, place, &words).holding())
    }

    fn differs(
        &self,
        panel: &Panel,
        columns: &Columns,
        label: &LabelCell,
        figure: usize,
        at: (u32, u32),
        first: &Answer,
    ) -> bool {
        self.read_cell(panel, columns, label, figure, at).0.value != first.value
    }

    fn ask_which(&mut self, figure: usize, first: (u32, u32), other: (u32, u32)) {
        let place = self.view.place(first.0, first.1);
        let words = format!(
            "{} 和 {} 都有数字，不能确定哪个是要报的数；请只保留一个",
            place,
            self.view.place(other.0, other.1)
        );
        self.findings.push(self.form.finding(
            Severity::Hard,
            "ambiguous-figure",
            figure,
            Some(place),
            &words,
        ));
    }

    /// Puts an answer in its place; the same item twice with different figures is asked about.
    fn keep(&mut self, figure: usize, answer: Answer, findings: Vec<Finding>) {
        let known = self.answers.get(figure);
        if !known.found {
            *self.answers.get_mut(figure) = answer;
            self.findings.extend(findings);
            return;
        }
        match (known.raw.is_empty(), answer.raw.is_empty()) {
            (_, true) => {}
            (true, false) => {
                *self.answers.get_mut(figure) = answer;
                self.findings.extend(findings);
            }
            (false, false) if known.value == answer.value => {}
            (false, false) => {
                let cell = |answer: &Answer| answer.place.as_ref().map_or(String::new(), ToString::to_string);
                let words = format!(
                    "本项出现两次，{} 填的是“{}”，{} 填的是“{}”；请只保留一处",
                    cell(known),
                    known.raw,
                    cell(&answer),
                    answer.raw
                );
                let finding =
                    self.form.finding(Severity::Hard, "duplicate-item", figure, known.place.clone(), &words);
                self.findings.push(finding);
            }
        }
    }

    /// Rows of the table that name no item are mentioned.
    fn other_rows(&mut self, panel: &Panel, columns: &Columns) {
        let known: Vec<u32> = panel.labels.iter().map(|label| label.row).collect();
        let first = panel.heads.as_ref().map_or(known[0], |heads| heads.end() + 1);
        let mut row = first;
        let last = known.iter().max().copied().unwrap_or(first);
        while row <= self.view.last_row
            && (row <= last || self.view.word_at(row, panel.label_column).is_some() && row <= last + 4)
        {
            if !known.contains(&row) {
                self.other_row(panel, columns, row);
            }
            row += 1;
        }
    }

    fn other_row(&mut self, panel: &Panel, columns: &Columns, row: u32) {
        let label = LabelCell { row, column: panel.label_column, meaning: Meaning::Item(0) };
        let Some(word) = self.view.words_in(row).iter().find(|word| word.column == panel.label_column) else {
            return;
        };
        if word.label.is_some() {
            return;
        }
        let figures = self.filled(panel, &label, &columns.figures[0]);
        let holds_figure = figures.iter().any(|(row, column)| {
            let content = self.view.sheet.at(*row, *column);
            content.is_some_and(|content| plain(&content.words()).chars().any(|c| c.is_ascii_digit()))
        });
        if !holds_figure || self.view.wording.is_total(&word.plain) || word.heading.is_some() {
            return;
        }
        let (row, column) = figures[0];
        let place = self.view.place(row, column);
        let raw = self.view.sheet.at(row, column).map_or(String::new(), Content::text);
        let words = label_words::extra(&word.plain, &place, &raw);
        self.findings.push(Finding::hint("extra-row", words).at(Some(place)));
    }

    fn say_guessed(&mut self, panel: &Panel, columns: &Columns) {
        let [only] = columns.figures[0].as_slice() else { return };
        if columns.guessed {
            let place = self.view.place(panel.labels[0].row, *only);
            let column = crate::vocabulary::place::column_name(*only);
            self.findings.push(
                Finding::hint("column-guessed", format!("没有写明“数量”的栏，按 {column} 列读取"))
                    .at(Some(place)),
            );
        }
    }

    fn say_doubt(&mut self, columns: &Columns) {
        let said = |finding: &Finding| self.findings.iter().any(|known| known.code == finding.code);
        let finding = columns.doubt.map(Doubt::finding).filter(|finding| !said(finding));
        self.findings.extend(finding);
    }

    /// A form of several columns, none of which is on the sheet: figures stand there, but whose are they?
    fn say_unknown(&mut self, columns: &Columns) {
        if self.form.has_columns() && columns.figures.iter().all(Vec::is_empty) {
            let names: Vec<&str> = self.form.columns.iter().map(|column| column.label.as_str()).collect();
            let words = format!("认不出各栏；请按报表写明栏名：{}", names.join("、"));
            self.findings.push(Finding::hard("unknown-columns", words));
        }
    }

    fn say_order(&mut self, table: &Vertical) {
        let items = items(table.panels.iter().flat_map(|panel| &panel.labels));
        if items.windows(2).any(|pair| pair[0] > pair[1]) {
            self.findings.push(Finding::hint("rows-reordered", "各项的顺序与报表不同，已按项目名称对应读取"));
        }
    }
}

/// The items that labels name, in the sheet's order.
fn items<'l>(labels: impl IntoIterator<Item = &'l LabelCell>) -> Vec<usize> {
    let item = |label: &LabelCell| if let Meaning::Item(item) = label.meaning { Some(item) } else { None };
    labels.into_iter().filter_map(item).collect()
}
