//! A draft is not lost to a second file, and what was typed wrongly is mended at one press, the original kept.

use crate::client::Answer;
use crate::house::{Database, House, on_both};
use crate::town::{Desk, Place, UNIT, between, gist, plain, published, receipt_of, sheets, town};

on_both!(
    what_a_file_replaced_comes_back,
    a_likely_figure_is_taken_at_one_press_and_what_was_typed_is_kept,
    what_was_pasted_is_cleaned_at_once_and_what_is_doubtful_is_listed,
    one_explanation_serves_all_that_is_asked_of_a_figure,
    a_blank_page_knows_the_day_and_who_fills_it_in,
);

fn begun(house: &House) -> (Desk, Place) {
    let at = Place::new(published(house, &[]), UNIT);
    (house.desk("clerk"), at)
}

/// Figures that nobody asks about, some of them changed.
fn figures(changes: &[(usize, &str)]) -> Vec<(usize, String)> {
    let sound = ["12", "1", "9", "180", "45", "38", "3.65", "11", "2", "14", "2850"];
    let text =
        |figure: usize| changes.iter().find(|(at, _)| *at == figure).map_or(sound[figure], |(_, text)| text);
    (0..sound.len()).map(|figure| (figure, text(figure).to_owned())).collect()
}

/// `data` of the page's form as a script posts it.
fn autosave(clerk: &mut Desk, at: &Place, texts: &[(usize, String)], pasted: bool) -> Answer {
    let version = clerk.open(&at.path("draft")).value_of("version");
    let names: Vec<String> = texts.iter().map(|(figure, _)| format!("v.{figure}")).collect();
    let mut fields = vec![("version", version.as_str()), ("intent", "autosave"), ("date", "2024-03-18")];
    fields.extend(names.iter().zip(texts).map(|(name, (_, text))| (name.as_str(), text.as_str())));
    if pasted {
        fields.push(("pasted", "on"));
    }
    clerk.post(&at.path("draft"), &fields)
}

fn what_a_file_replaced_comes_back(database: Database) {
    let house = town(database);
    let (mut clerk, at) = begun(&house);
    assert_eq!(clerk.save(&at, &figures(&[(0, "77")]), false).status, 303);
    let page = clerk.open(&at.path("draft")).text;
    assert!(!page.contains("恢复上一份"), "nothing was replaced");
    let sheet = sheets().remove(UNIT).expect("a sheet");
    let upload = |clerk: &mut Desk| {
        clerk.upload(&at.path("uploads"), &[("file", sheet.file_name.as_str(), sheet.bytes.as_slice())])
    };
    assert_eq!(upload(&mut clerk).status, 303);
    assert_eq!(upload(&mut clerk).status, 303, "the same file once more takes the place of nothing");
    for there in [true, false, true] {
        let page = clerk.open(&at.path("draft"));
        assert!(page.text.contains("恢复上一份"), "{}", gist(&page.text));
        assert_eq!(!page.text.contains("value=\"77\""), there, "{}", gist(&page.text));
        let version = page.value_of("version");
        clerk.done(&at.path("draft"), &[("version", &version), ("intent", "restore")]);
        let stale = clerk.post(&at.path("draft"), &[("version", &version), ("intent", "restore")]);
        assert_eq!(stale.status, 412, "another window is noticed");
    }
}

fn a_likely_figure_is_taken_at_one_press_and_what_was_typed_is_kept(database: Database) {
    let house = town(database);
    let (mut clerk, at) = begun(&house);
    assert_eq!(clerk.save(&at, &figures(&[(6, "234100"), (3, "１80件")]), false).status, 303);
    let page = clerk.open(&at.path("draft")).text;
    assert!(page.contains("改为 23.41 万元") && page.contains("改为 180 件"), "{}", gist(&page));
    let check = clerk.open(&at.path("check"));
    assert!(check.text.contains("改为 23.41 万元"), "{}", gist(&check.text));
    let version = check.value_of("version");
    let fields = [("version", version.as_str()), ("mend", "6"), ("from", "check")];
    let back = clerk.done(&at.path("draft"), &fields);
    assert!(back.ends_with("/check"), "{back}");
    let page = clerk.open(&at.path("draft"));
    assert!(page.text.contains("value=\"23.41\""), "{}", gist(&page.text));
    // On the form's own page what else was typed is saved with it.
    let version = page.value_of("version");
    let texts = figures(&[(6, "23.41"), (3, "１80件"), (0, "13")]);
    let names: Vec<String> = texts.iter().map(|(figure, _)| format!("v.{figure}")).collect();
    let mut fields = vec![("version", version.as_str()), ("mend", "3"), ("date", "2024-03-18")];
    fields.extend(names.iter().zip(&texts).map(|(name, (_, text))| (name.as_str(), text.as_str())));
    let back = clerk.done(&at.path("draft"), &fields);
    assert!(back.ends_with("/draft#v-3"), "{back}");
    let again = clerk.post(&at.path("draft"), &[("version", "99"), ("mend", "3")]);
    assert_eq!(again.status, 412, "there is nothing more to mend");

    let sent = clerk.send(&at, "与台账逐项核对过，含集中宣传月的活动");
    let receipt = receipt_of(&sent);
    let submission = clerk.open(&format!("/receipts/{receipt}")).text;
    let path =
        between(&submission, "href=\"/submissions/", "\"").first().map(|id| format!("/submissions/{id}"));
    let page = plain(&clerk.open(&path.expect("the receipt leads to the revision")).text);
    assert!(page.contains("原填“234100”，填报时改为 23.41"), "{page}");
    assert!(page.contains("原填“１80件”，填报时改为 180"), "{page}");
    assert!(page.contains("13"), "{page}");
}

fn what_was_pasted_is_cleaned_at_once_and_what_is_doubtful_is_listed(database: Database) {
    let house = town(database);
    let (mut clerk, at) = begun(&house);
    let texts = figures(&[(0, "12场"), (6, "3.5万元"), (3, "约800"), (10, "8万份")]);
    let told = autosave(&mut clerk, &at, &texts, false);
    let told: serde_json::Value = serde_json::from_str(&told.text).expect("an answer for the script");
    assert_eq!(told["tidied"].as_array().map(Vec::len), Some(0), "typing is left alone");
    let told = autosave(&mut clerk, &at, &texts, true);
    let told: serde_json::Value = serde_json::from_str(&told.text).expect("an answer for the script");
    let mut cleaned: Vec<(u64, &str, &str)> = told["tidied"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            (one["figure"].as_u64().unwrap(), one["typed"].as_str().unwrap(), one["value"].as_str().unwrap())
        })
        .collect();
    cleaned.sort_unstable();
    assert_eq!(cleaned, [(0, "12场", "12"), (6, "3.5万元", "3.5"), (10, "8万份", "80000")]);
    let doubtful: Vec<&str> =
        told["doubtful"].as_array().expect("a list").iter().filter_map(|one| one.as_str()).collect();
    assert!(matches!(doubtful.as_slice(), [only] if only.contains("约800")), "{doubtful:?}");
    let page = clerk.open(&at.path("draft"));
    assert_eq!(page.value_of("version"), told["version"].to_string());
    for value in ["value=\"12\"", "value=\"3.5\"", "value=\"80000\"", "value=\"约800\""] {
        assert!(page.text.contains(value), "{value} in {}", gist(&page.text));
    }
}

fn one_explanation_serves_all_that_is_asked_of_a_figure(database: Database) {
    let house = town(database);
    let (mut clerk, at) = begun(&house);
    // More was resolved than came in, and far more than is usual.
    let changes = figures(&[(4, "2000"), (5, "1900"), (6, "6000000")]);
    assert_eq!(clerk.save(&at, &changes, false).status, 303);
    let page = clerk.open(&at.path("check"));
    let boxes = page.text.matches("<textarea").count();
    let asked = page.text.matches("finding finding-query\"").count();
    assert!(boxes >= 1 && boxes <= asked, "{boxes} boxes for {asked}: {}", gist(&page.text));
    let sent = clerk.send(&at, "集中办结往年积压的预付卡纠纷，已逐件核对台账");
    assert_eq!(sent.status, 303, "{}", gist(&sent.text));
    assert!(!receipt_of(&sent).is_empty());
}

fn a_blank_page_knows_the_day_and_who_fills_it_in(database: Database) {
    let house = town(database);
    house.clock_is("2024-03-15 09:00");
    let (mut clerk, at) = begun(&house);
    house.clock_is("2024-03-15 09:00");
    let page = clerk.open(&at.path("draft"));
    assert_eq!(page.value_of("date"), "2024-03-15");
    assert!(!page.value_of("reporter").is_empty());
    house.hands.set("2025-01-05 09:00");
    let page = house.desk("clerk").open(&at.path("draft"));
    assert_eq!(page.value_of("date"), "", "a day outside the campaign's year is no help");
}
