//! The words around a table: title, names of fields, sheet number, notes, a measure for all.

use sha2::{Digest, Sha256};

use super::draft::Draft;
use super::lattice::Lattice;
use super::region::Region;
use crate::form::Fields;
use crate::form::year::years;
use crate::vocabulary::hex::hex;
use crate::vocabulary::measure::Measure;
use crate::vocabulary::plain::plain;

/// Rows above a title in which names of fields may stand.
const MOST_ABOVE: u32 = 3;

pub fn read(lattice: &Lattice, region: &Region, draft: &mut Draft) {
    let title = title(lattice, region, draft);
    // What stands far above a title is a letter's, not the table's.
    let first = title.map_or(0, |row| row.saturating_sub(MOST_ABOVE));
    let rows = (first..region.heads.0).chain(region.body.1..lattice.rows);
    for row in rows {
        for column in lattice.cells(row) {
            if lattice.area(row, column).0 == row {
                fields(lattice, (row, column), draft);
            }
        }
    }
    notes(lattice, region, draft);
    let stated = lattice.view.words.iter().filter(|word| word.row < region.heads.0);
    draft.measure = stated.filter_map(|word| word.stated.clone()).next_back().or(draft.measure.take());
}

/// The nearest title above; else the longest line that is no field. Its row, where it is named as one.
fn title(lattice: &Lattice, region: &Region, draft: &mut Draft) -> Option<u32> {
    let above = lattice.view.words.iter().filter(|word| word.row < region.heads.0);
    let lines: Vec<_> = above
        .filter(|word| !word.plain.contains(':') && !word.names_a_field && !word.plain.starts_with("附件"))
        .filter(|word| (4..=60).contains(&word.plain.chars().count()))
        .collect();
    let named = lines.iter().rev().find(|word| word.is_title);
    let named_row = named.map(|word| word.row);
    let chosen = named.or_else(|| lines.iter().max_by_key(|word| word.plain.chars().count()));
    let own =
        chosen.map(|word| (lattice.written(word.row, word.column), lattice.place(word.row, word.column)));
    let written = match &own {
        Some((written, _)) => written.clone(),
        None => {
            draft.ask(None, "没有找到标题；请写明这张表叫什么".to_owned());
            "统计表".to_owned()
        }
    };
    let year = years(&plain(&written)).last().copied();
    let sketch = &mut draft.sketch;
    sketch.title = with_year(&written, year);
    sketch.short_title = short(&sketch.title);
    sketch.version = year.map_or("1".to_owned(), |year| year.to_string());
    sketch.code = format!("form-{}", &hex(&Sha256::digest(sketch.title.as_bytes()))[..8]);
    named_row
}

/// `{year}` where the title names its year.
fn with_year(title: &str, year: Option<i32>) -> String {
    let Some(year) = year else { return title.replace(['{', '}'], "") };
    let title = title.replace(['{', '}'], "");
    title.replacen(&year.to_string(), "{year}", 1)
}

/// A name for files: the title without year, quotes and 统计表.
fn short(title: &str) -> String {
    let bare = title.replace("{year}年度", "").replace("{year}年", "").replace("{year}", "");
    let bare: String = bare.chars().filter(|c| c.is_alphanumeric()).collect();
    let short = ["统计表", "一览表", "表"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(&bare);
    if short.is_empty() { "统计表".to_owned() } else { short.to_owned() }
}

/// Names before colons, several in a cell; or the name of a field alone.
pub fn fields(lattice: &Lattice, (row, column): (u32, u32), draft: &mut Draft) {
    let Some(content) = lattice.view.content_at(row, column) else { return };
    let text = content.text();
    let is_note =
        ["注", "说明", "填表说明", "填报说明", "备注"].iter().any(|word| plain(&text).starts_with(word));
    let is_sentence = text.trim_end().ends_with('。');
    if is_note || is_sentence || plain(&text).chars().count() > 120 {
        return;
    }
    let alone = lattice.word(row, column).is_some_and(|word| word.names_a_field);
    if alone && !text.contains([':', '：']) {
        return keep(lattice, &text, (row, column), draft);
    }
    let parts: Vec<&str> = text.split([':', '：']).collect();
    for (position, before) in parts.iter().enumerate().take(parts.len().saturating_sub(1)) {
        let name = before.trim_end().rsplit(is_gap).next().unwrap_or("");
        let name = if plain(name).chars().count() < 2 { stretched(before) } else { name.to_owned() };
        let value = parts.get(position + 1).map_or("", |value| value.trim());
        if plain(&name) == "表号" && !value.is_empty() {
            draft.sketch.sheet_number = Some(value.split_whitespace().next().unwrap_or("").to_owned());
        }
        match Measure::parse_list(&plain(value)).filter(|_| plain(&name).ends_with("单位")) {
            Some(measure) => draft.measure = Some(measure),
            None => keep(lattice, &name, (row, column), draft),
        }
    }
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || c == '_' || c == '\u{3000}'
}

/// 填 报 单 位: the last characters, with blanks only between them.
fn stretched(before: &str) -> String {
    let runs: Vec<&str> = before.split(is_gap).filter(|run| !run.is_empty()).collect();
    let single = runs.iter().rev().take_while(|run| run.chars().count() == 1).count();
    runs[runs.len() - single..].concat()
}

/// Remembers a field's name under the kind of field that it is.
fn keep(lattice: &Lattice, written: &str, at: (u32, u32), draft: &mut Draft) {
    let name: String = plain(written);
    let bare = name.split('(').next().unwrap_or("").to_owned();
    if bare.is_empty() || bare.chars().any(|c| c.is_ascii_digit()) || bare.chars().count() > 12 {
        return;
    }
    let ignored = [
        "附件",
        "附表",
        "单位",
        "计量单位",
        "金额单位",
        "表号",
        "制定机关",
        "制表机关",
        "批准机关",
        "批准文号",
        "备案文号",
        "有效期至",
        "有效期",
        "制表单位",
    ];
    let own = bare == "单位" || bare == "制表单位";
    if ignored.contains(&bare.as_str()) && !own {
        return;
    }
    if bare == "单位" && lattice.word(at.0, at.1).is_some_and(|word| word.stated.is_some()) {
        return;
    }
    match kind(&lattice.view.wording.form.fields, &bare) {
        Some(key) => {
            let known = draft.sketch.fields.iter_mut().find(|(known, _)| *known == key);
            match known {
                Some((_, names)) if names.contains(&bare) => {}
                Some((_, names)) => names.push(bare),
                None => draft.sketch.fields.push((key, vec![bare])),
            }
        }
        None => {
            let place = Some(lattice.place(at.0, at.1));
            draft.ask(
                place,
                format!("“{bare}：”不是认得的表头表尾项目，填报时不读取；如有需要请说明它是什么"),
            );
        }
    }
}

/// The key of a field's name; none for names that nobody knows.
fn kind(fields: &Fields, name: &str) -> Option<&'static str> {
    let lists = [
        ("unit", &fields.unit),
        ("unit_code", &fields.unit_code),
        ("date", &fields.date),
        ("reporter", &fields.reporter),
        ("reviewer", &fields.reviewer),
        ("signer", &fields.signer),
        ("phone", &fields.phone),
        ("remark", &fields.remark),
        ("period", &fields.period),
        ("unit", &fields.made_by),
        ("date", &fields.made_on),
        ("remark", &fields.addressee),
    ];
    lists.iter().find(|(_, names)| names.iter().any(|known| plain(known) == name)).map(|(key, _)| *key)
}

/// Lines below that begin with 注 or 说明, and numbered ones behind them.
fn notes(lattice: &Lattice, region: &Region, draft: &mut Draft) {
    let mut begun = false;
    for row in region.body.1..lattice.rows {
        let Some(column) = lattice.cells(row).first().copied() else { continue };
        let written = lattice.written(row, column);
        let first = ["注：", "注:", "说明：", "说明:", "填表说明：", "填报说明：", "备注："];
        let opened = first.iter().find_map(|start| written.strip_prefix(start));
        let numbered = begun && written.starts_with(|c: char| c.is_ascii_digit());
        if opened.is_some() || numbered {
            begun = true;
            let note = opened.unwrap_or(&written).to_owned();
            draft.sketch.notes.extend(Some(note).filter(|note| !note.is_empty()));
        } else {
            begun = false;
        }
    }
}
