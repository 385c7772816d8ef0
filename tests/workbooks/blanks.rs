//! Blank forms come back from offices: whatever was done to the file, it is known whose it is, and its figures are
//! this year's.

use std::collections::BTreeSet;
use std::sync::Arc;

use huibiao::form::wording::Wording;
use huibiao::form::{Form, builtin};
use huibiao::formats::{self, Contents, Level as Depth, Limits, word, workbook};
use huibiao::problem::RefusalCode;
use huibiao::report::blank::Blank;
use huibiao::report::sample;
use huibiao::report::table::{Properties, Workbook};
use huibiao::submit::grid::{Content, Grid};
use huibiao::submit::mark::{CampaignMark, Mark};
use huibiao::submit::recognise::{Reading, Recogniser};
use huibiao::vocabulary::time::parse_instant;
use huibiao::vocabulary::{Level, Number};

use crate::filled::{filled, filled_document, inputs, part, with_rows_above};
use crate::office::Office;

const YEAR: i32 = 2024;

/// The figures of one sheet, with gaps where nothing is asked.
type Figures = Vec<Option<Number>>;

fn mark(form: &Form, unit: usize) -> Mark {
    let campaign = CampaignMark { number: 7, key: "0a1b2c".into() };
    Mark::new(form, Some(campaign), Some(YEAR), &format!("3301010{unit:02}"))
}

/// A blank form, its unit known by the mark alone.
fn blank(form: &Arc<Form>, unit: usize, last_year: Figures) -> Blank<'_> {
    Blank {
        form,
        mark: mark(form, unit),
        unit: String::new(),
        level: Level::Unit,
        campaign: Some("2024年“3·15”活动情况统计".into()),
        due: Some("3月22日前（2024-03-22 24:00，含当日）".into()),
        last_year,
    }
}

fn workbook(blank: &Blank) -> Vec<u8> {
    let properties = Properties {
        title: "空白表".into(),
        subject: String::new(),
        author: String::new(),
        company: String::new(),
        keywords: String::new(),
        kind: "blank".into(),
        made: parse_instant("2024-03-01 09:00").expect("a time"),
    };
    workbook::write(&Workbook { file_name: "空白表.xlsx".into(), properties, sheets: blank.sheets() })
        .expect("a workbook")
}

fn document(blank: &Blank) -> Vec<u8> {
    word::write(&blank.sheet(), "空白表").expect("a document")
}

/// Figures that no other unit has, and last year's, none of which is this year's.
fn figures(form: &Form, unit: usize) -> (Figures, Figures) {
    let own = sample::figures(form);
    let moved = |by: usize| {
        let add =
            move |figure: &Option<Number>| figure.and_then(|own| own.checked_add(Number::whole(by as i64)));
        own.iter().map(add).collect()
    };
    (moved(unit), moved(unit + 1000))
}

fn texts(figures: &Figures) -> Vec<String> {
    figures.iter().flatten().map(ToString::to_string).collect()
}

fn grid(bytes: &[u8]) -> Grid {
    match formats::read(bytes, Depth::Received, &Limits::sheet()).expect("it is read") {
        Contents::Grid(grid) => grid,
        Contents::Members(_) => panic!("an archive"),
    }
}

fn read(form: &Arc<Form>, bytes: &[u8]) -> Result<Vec<Reading>, RefusalCode> {
    let recogniser = Recogniser::new(Wording::new(Arc::clone(form)), Some(YEAR));
    recogniser.recognise(&grid(bytes)).map_err(|refusal| refusal.code)
}

/// What an office pastes as values into a new workbook: contents alone.
fn pasted(bytes: &[u8]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let target = book.add_worksheet();
    for cell in &grid(bytes).sheets[0].cells {
        let (row, column) = (cell.row, cell.column as u16);
        let written = match &cell.content {
            Content::Number(number) => target.write(row, column, number.parse::<f64>().expect("a number")),
            other => target.write(row, column, other.text()),
        };
        written.expect("a cell");
    }
    book.save_to_buffer().expect("a workbook")
}

/// What is done to a file before it comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    AsItIs,
    Pasted,
    RowsPutIn,
    Xls,
    Ods,
    RowsPutInAndXls,
    Document,
    OldDocument,
}
use Way::{AsItIs, Document, Ods, OldDocument, Pasted, RowsPutIn, RowsPutInAndXls, Xls};

const WAYS: [Way; 8] = [AsItIs, Pasted, RowsPutIn, Xls, Ods, RowsPutInAndXls, Document, OldDocument];

/// A file on its way back.
struct Returned {
    form: Arc<Form>,
    unit: usize,
    way: Way,
    figures: Figures,
    bytes: Vec<u8>,
}

/// How many files come back: more of them where a longer run is asked for.
fn count() -> usize {
    if std::env::var_os("HUIBIAO_DEEP").is_some() { 200 } else { 40 }
}

fn forms() -> Vec<Arc<Form>> {
    builtin::FORMS.iter().filter_map(|known| builtin::form(known.code)).collect()
}

fn returned(unit: usize, forms: &[Arc<Form>]) -> Returned {
    let way = WAYS[unit % WAYS.len()];
    let form = Arc::clone(&forms[unit / WAYS.len() % forms.len()]);
    let (own, last) = figures(&form, unit);
    let blank = blank(&form, unit, last);
    let bytes = match way {
        Document | OldDocument => filled_document(&document(&blank), &texts(&own)),
        _ => filled(&workbook(&blank), &texts(&own)),
    };
    let bytes = match way {
        Pasted => pasted(&bytes),
        RowsPutIn | RowsPutInAndXls => with_rows_above(&bytes, &[1, 3, 6]),
        _ => bytes,
    };
    Returned { form, unit, way, figures: own, bytes }
}

/// Converts those that went this way, in one call of the suite.
fn converted(office: &Office, files: &mut [Returned], ways: &[Way], to: &str) {
    let mut gone: Vec<&mut Returned> = files.iter_mut().filter(|file| ways.contains(&file.way)).collect();
    let from = if to == "doc" { "docx" } else { "xlsx" };
    let names: Vec<String> = gone.iter().map(|file| format!("{to}{}.{from}", file.unit)).collect();
    let given: Vec<(&str, &[u8])> =
        names.iter().zip(&gone).map(|(name, file)| (name.as_str(), file.bytes.as_slice())).collect();
    let back = office.convert(&given, to);
    gone.iter_mut().zip(back).for_each(|(file, bytes)| file.bytes = bytes);
}

#[test]
fn whatever_an_office_does_to_a_blank_form_it_is_known_and_read() {
    let forms = forms();
    let mut files: Vec<Returned> = (0..count()).map(|unit| returned(unit, &forms)).collect();
    let office = Office::new("blanks");
    converted(&office, &mut files, &[Xls, RowsPutInAndXls], "xls");
    converted(&office, &mut files, &[Ods], "ods");
    converted(&office, &mut files, &[OldDocument], "doc");
    let mut wrong = Vec::new();
    for Returned { form, unit, way, figures, bytes } in &files {
        let what = format!("{unit} {way:?} {}", form.code);
        match read(form, bytes).as_deref() {
            Ok([reading]) => {
                if reading.mark.as_ref() != Some(&mark(form, *unit)) {
                    wrong.push(format!("{what}: bound to {:?}", reading.mark));
                }
                if reading.answers.values() != *figures {
                    wrong.push(format!("{what}: read {:?}", texts(&reading.answers.values())));
                }
                wrong.extend(reading.findings.iter().map(|finding| format!("{what}: {}", finding.sentence)));
            }
            other => wrong.push(format!("{what}: {} readings", other.map_or(0, <[Reading]>::len))),
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let ways: BTreeSet<String> = files.iter().map(|file| format!("{:?}", file.way)).collect();
    assert_eq!(ways.len(), WAYS.len());
}

#[test]
fn a_blank_form_that_nobody_filled_in_is_empty_whatever_last_year_was() {
    let office = Office::new("empty-blanks");
    let (mut books, mut documents) = (Vec::new(), Vec::new());
    for (unit, form) in forms().into_iter().enumerate() {
        let (_, last) = figures(&form, unit);
        let blank = blank(&form, unit, last);
        books.push((format!("{unit}.xlsx"), workbook(&blank), Arc::clone(&form)));
        documents.push((format!("{unit}.docx"), document(&blank), form));
    }
    let mut came: Vec<(String, Arc<Form>, Vec<u8>)> = Vec::new();
    for (files, to) in [(&books, "xls"), (&books, "ods"), (&documents, "doc")] {
        let given: Vec<(&str, &[u8])> =
            files.iter().map(|(name, bytes, _)| (name.as_str(), bytes.as_slice())).collect();
        let back = office.convert(&given, to);
        came.extend(
            back.into_iter()
                .zip(files)
                .map(|(bytes, (name, _, form))| (format!("{name} as {to}"), Arc::clone(form), bytes)),
        );
    }
    came.extend(books.into_iter().chain(documents).map(|(name, bytes, form)| (name, form, bytes)));
    for (name, form, bytes) in came {
        let read = read(&form, &bytes);
        assert_eq!(read.err(), Some(RefusalCode::EmptyTable), "{name} {}", form.code);
    }
}

#[test]
fn labels_are_locked_and_figures_are_checked_where_they_are_typed() {
    let form = builtin::anchor();
    let (_, last) = figures(&form, 1);
    let bytes = workbook(&blank(&form, 1, last));
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let protection = sheet.split("<sheetProtection").nth(1).and_then(|rest| rest.split('>').next());
    let protection = protection.expect("the sheet is protected");
    assert!(!protection.contains("password") && !protection.contains("hash"), "{protection}");
    assert_eq!(inputs(&bytes).len(), 11);
    let bounded = form.items.iter().filter(|item| item.bounds.contains_key(&Level::Unit)).count();
    assert_eq!(sheet.matches("errorStyle=\"warning\"").count(), bounded, "bounded items are asked about");
    let workbook = part(&bytes, "xl/workbook.xml");
    assert!(workbook.contains("state=\"veryHidden\""), "{workbook}");
}

#[test]
fn a_document_is_locked_without_a_password_but_for_its_fields() {
    let form = builtin::anchor();
    let (_, last) = figures(&form, 1);
    let bytes =
        document(&Blank { unit: "沂源县南麻市场监督管理所".into(), ..blank(&form, 1, last) });
    let settings = part(&bytes, "word/settings.xml");
    let locked = r#"<w:documentProtection w:edit="forms" w:enforcement="1"/>"#;
    assert!(settings.contains(locked), "{settings}");
    let document = part(&bytes, "word/document.xml");
    // Eleven figures, the day, and four names below the table.
    assert_eq!(document.matches(" FORMTEXT ").count(), 11 + 1 + 4);
    let names: BTreeSet<&str> = document.split("<w:ffData><w:name w:val=\"").skip(1).collect();
    let names: BTreeSet<&str> = names.iter().filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(names.len(), 16, "each field has a name of its own");
    assert_eq!(document.matches("<w:helpText").count(), 11, "each figure says what belongs there");
}

#[test]
fn a_blank_form_is_one_page_with_nothing_cut() {
    let office = Office::new("printed-blanks");
    let form = builtin::anchor();
    let (_, last) = figures(&form, 1);
    let blank = Blank { unit: "沂源县南麻市场监督管理所".into(), ..blank(&form, 1, last) };
    let (book, document) = (workbook(&blank), document(&blank));
    let mut printed = office.convert(&[("book.xlsx", &book)], "pdf");
    printed.extend(office.convert(&[("document.docx", &document)], "pdf"));
    for pdf in printed {
        let pages = office.pages(&pdf);
        assert_eq!(pages.len(), 1, "{pages:#?}");
        for words in [
            "2024年“3·15”活动情况统计表",
            "填报单位：沂源县南麻市场监督管理所",
            "填报日期：",
            "数量",
            "上年数",
            "为消费者挽回经济损失",
            "报送截止：3月22日前（2024-03-22 24:00，含当日）",
            "填报人：",
            "联系电话：",
            "第 1 页 共 1 页",
        ] {
            let close = |text: &str| text.replace(' ', "");
            assert!(close(&pages[0]).contains(&close(words)), "{words} in {}", pages[0]);
        }
    }
}
