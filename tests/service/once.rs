//! The same request is one revision, however often it is made: fifty times at the same moment, with another
//! body under its key, after a restart.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Barrier;

use huibiao::store::revisions;
use huibiao::workflow::verify::verify;
use serde_json::Value;

use crate::client::{Answer, Client};
use crate::house::{Database, on_both};
use crate::published::{Published, number_of};
use crate::town::{Api, Place, REASON, Sheet, between, gist, receipt_of, sending, values};

on_both!(
    fifty_equal_forms_at_once_are_one_revision,
    fifty_equal_calls_at_once_are_one_revision,
    fifty_equal_files_at_once_are_one_revision,
    fifty_different_calls_for_one_unit_come_one_after_the_other,
    a_batch_sent_again_after_the_close_is_answered_with_its_receipts,
);

/// So many units with a sheet, each of which is sent so often at the same moment.
const UNITS: usize = 20;
const AT_ONCE: usize = 50;

/// So many sheets has every unit, each under a key of its own: a hundred keys with `HUIBIAO_DEEP`.
fn keys_of_a_unit() -> usize {
    if std::env::var_os("HUIBIAO_DEEP").is_some() { 5 } else { 1 }
}

/// There are exactly the revisions whose receipts somebody holds.
fn each_was_sent_once(season: &Published, receipts: &[String]) {
    let service = &season.house.service;
    let all = service.store.read(|conn| revisions::page(conn, season.campaign, "/", 0, 10_000));
    let all = all.expect("the revisions");
    let stored: BTreeSet<&str> = all.iter().map(|one| one.receipt.number.as_str()).collect();
    let held: BTreeSet<&str> = receipts.iter().map(String::as_str).collect();
    assert_eq!((all.len(), stored), (receipts.len(), held));
    let verdict = verify(service).expect("a verdict");
    assert_eq!((verdict.revisions, verdict.faults.as_slice()), (all.len(), &[][..]), "{verdict:?}");
}

/// Makes each request from as many windows at the same moment; what all of them were answered.
fn at_once<R: Sync>(requests: &[R], send: impl Fn(&R) -> Answer + Sync) -> Vec<Vec<Answer>> {
    let together = Barrier::new(AT_ONCE);
    let window = || -> Vec<Answer> {
        let each = requests.iter().map(|request| {
            together.wait();
            send(request)
        });
        each.collect()
    };
    let windows: Vec<Vec<Answer>> = std::thread::scope(|scope| {
        let windows: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(window)).collect();
        windows.into_iter().map(|window| window.join().expect("a window")).collect()
    });
    let mut by_request: Vec<Vec<Answer>> = requests.iter().map(|_| Vec::new()).collect();
    for answers in windows {
        answers.into_iter().enumerate().for_each(|(request, answer)| by_request[request].push(answer));
    }
    by_request
}

/// The one receipt that everybody was given for the same request.
fn same(answers: &[Answer], receipt: impl Fn(&Answer) -> String) -> String {
    let given: BTreeMap<String, usize> = answers.iter().fold(BTreeMap::new(), |mut given, answer| {
        *given.entry(receipt(answer)).or_default() += 1;
        given
    });
    assert_eq!(given.len(), 1, "{given:?}");
    given.into_keys().next().expect("one")
}

type Form = Vec<(String, String)>;

fn posted(client: &mut Client, path: &str, csrf: &str, form: &Form) -> Answer {
    let mut fields = vec![("csrf", csrf)];
    fields.extend(form.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    client.post(path, &fields)
}

fn fifty_equal_forms_at_once_are_one_revision(database: Database) {
    let season = Published::on(database, UNITS, &[]);
    let mut desks: Vec<_> = season.sheets.iter().map(|sheet| season.desk(sheet)).collect();
    let forms: Vec<(Client, String, String, Form)> = season
        .sheets
        .iter()
        .zip(&mut desks)
        .map(|(sheet, desk)| {
            let place = season.place(sheet);
            assert_eq!(desk.save(&place, &sheet.typed(), false).status, 303);
            let form = sending(&desk.open(&place.path("check")), REASON);
            (desk.client.another(), desk.csrf.clone(), place.path("submissions"), form)
        })
        .collect();
    let answers =
        at_once(&forms, |(client, csrf, path, form)| posted(&mut client.another(), path, csrf, form));
    let receipts: Vec<String> = answers.iter().map(|answers| same(answers, receipt_of)).collect();
    each_was_sent_once(&season, &receipts);

    let (client, csrf, path, form) = &forms[0];
    let changed = |name: &str, value: &str| -> Form {
        let other = |(known, text): &(String, String)| {
            (known.clone(), if known == name { value.to_owned() } else { text.clone() })
        };
        form.iter().map(other).collect()
    };
    for other in
        [changed("version", "7"), [form.clone(), vec![("e.0".to_owned(), REASON.to_owned())]].concat()]
    {
        let refused = posted(&mut client.another(), path, csrf, &other);
        assert_eq!(refused.status, 422, "{}", gist(&refused.text));
        let words = format!("这次报送的编号已用于另一份内容（回执 {}）", receipts[0]);
        assert!(refused.text.contains(&words), "{}", gist(&refused.text));
    }

    let season = Published { house: season.house.restarted(), ..season };
    for ((client, csrf, path, form), receipt) in forms.iter().zip(&receipts) {
        let mut client = client.moved_to(season.house.server.address);
        assert_eq!(&receipt_of(&posted(&mut client, path, csrf, form)), receipt);
    }
    each_was_sent_once(&season, &receipts);
}

fn fifty_equal_calls_at_once_are_one_revision(database: Database) {
    let season = Published::on(database, UNITS, &[]);
    let apis = season.apis();
    let calls: Vec<(Client, Place, String, Value)> = (0..keys_of_a_unit())
        .flat_map(|round| season.sheets.iter().zip(&apis).map(move |(sheet, api)| (round, sheet, api)))
        .map(|(round, sheet, api)| {
            let key = format!("once-{round}-{}", sheet.unit);
            let mut figures = sheet.typed();
            figures[10].1 = (1_000 + round).to_string();
            (api.client.another(), season.place(sheet), key, values(&figures))
        })
        .collect();
    let call = |address, (client, place, key, sheet): &(Client, Place, String, Value)| {
        Api { client: client.moved_to(address) }.send(place, key, sheet)
    };
    let address = season.house.server.address;
    let answers = at_once(&calls, |one| call(address, one));
    let receipts: Vec<String> = answers.iter().map(|answers| same(answers, number_of)).collect();
    each_was_sent_once(&season, &receipts);

    let (client, place, key, sheet) = &calls[0];
    let mut other = sheet.clone();
    other["remark"] = "改了一个字".into();
    let elsewhere = Place::new(season.campaign, &calls[1].1.unit);
    for (place, sheet) in [(place, &other), (&elsewhere, sheet)] {
        let refused = call(address, &(client.another(), place.clone(), key.clone(), sheet.clone()));
        let problem: Value = serde_json::from_str(&refused.text).expect("JSON");
        assert_eq!((refused.status, &problem["code"]), (422, &Value::from("key-reused")), "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|words| words.contains(&receipts[0])), "{problem}");
    }

    let before: Vec<String> = calls.iter().map(|one| call(address, one).text).collect();
    let season = Published { house: season.house.restarted(), ..season };
    for (one, before) in calls.iter().zip(before) {
        assert_eq!(call(season.house.server.address, one).text, before, "word for word after a restart");
    }
    each_was_sent_once(&season, &receipts);
}

/// The unit's own file, read by workers at the same moment; another file under its key is refused.
fn fifty_equal_files_at_once_are_one_revision(database: Database) {
    let season = Published::on(database, UNITS, &[]);
    let few: Vec<(&Sheet, Client)> =
        season.sheets.iter().zip(season.apis()).map(|(sheet, api)| (sheet, api.client)).step_by(5).collect();
    let call = |(sheet, client): &(&Sheet, Client), bytes: &[u8]| {
        let mut api = Api { client: client.moved_to(season.house.server.address) };
        api.send_file(&season.place(sheet), &format!("file-{}", sheet.unit), &sheet.file_name, bytes)
    };
    let answers = at_once(&few, |one| call(one, &one.0.bytes));
    let receipts: Vec<String> = answers.iter().map(|answers| same(answers, number_of)).collect();
    each_was_sent_once(&season, &receipts);
    let refused = call(&few[0], &few[1].0.bytes);
    assert!(refused.status == 422 && refused.text.contains("key-reused"), "{}", gist(&refused.text));
    each_was_sent_once(&season, &receipts);
}

/// Each its own key and figures: none is lost, none takes another's number, the last one counts.
fn fifty_different_calls_for_one_unit_come_one_after_the_other(database: Database) {
    let season = Published::on(database, 1, &[]);
    let sheet = &season.sheets[0];
    let place = season.place(sheet);
    let client = season.apis().remove(0).client;
    let together = Barrier::new(AT_ONCE);
    let call = &|number: usize| {
        let mut figures = sheet.typed();
        figures[10].1 = (10_000 + number).to_string();
        together.wait();
        let mut api = Api { client: client.another() };
        let answer = api.send(&place, &format!("differs-{number}"), &values(&figures));
        let revision: Value = serde_json::from_str(&answer.text).expect("JSON");
        assert_eq!(answer.status, 201, "{revision}");
        (revision["number"].as_u64().expect("a number"), figures[10].1.clone())
    };
    let sent: BTreeMap<u64, String> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..AT_ONCE).map(|number| scope.spawn(move || call(number))).collect();
        calls.into_iter().map(|call| call.join().expect("an answer")).collect()
    });
    assert!(sent.keys().copied().eq(1..=AT_ONCE as u64), "{sent:?}");
    let totals = season.house.desk("city").api().get(&format!("/api/v1/campaigns/{}/totals", place.campaign));
    assert_eq!(totals["values"]["11"], sent[&(AT_ONCE as u64)].as_str(), "{totals}");
    let verdict = verify(&season.house.service).expect("a verdict");
    assert_eq!((verdict.revisions, verdict.faults.as_slice()), (AT_ONCE, &[][..]), "{verdict:?}");
}

/// The county's answer got lost; when it asks again, the campaign has closed in the meantime.
fn a_batch_sent_again_after_the_close_is_answered_with_its_receipts(database: Database) {
    let season = Published::on(database, UNITS, &[]);
    let mut city = season.house.desk("city");
    let base = format!("/campaigns/{}/behalf", season.campaign);
    let chosen: Vec<&Sheet> = season.sheets.iter().take(3).collect();
    let files: Vec<(&str, &str, &[u8])> =
        chosen.iter().map(|sheet| ("files[]", sheet.file_name.as_str(), sheet.bytes.as_slice())).collect();
    let preview = city.upload(&base, &files);
    let page = city.open(preview.location());
    let mut form = vec![("batch".to_owned(), page.value_of("batch"))];
    let ticks = between(&page.text, "name=\"send.", "\"");
    assert_eq!(ticks.len(), chosen.len(), "{}", gist(&page.text));
    form.extend(ticks.iter().map(|number| (format!("send.{number}"), "on".to_owned())));
    let path = format!("{base}/submissions");
    let receipts = |answer: &Answer| -> Vec<String> {
        between(&answer.text, "href=\"/receipts/", "\"").into_iter().map(str::to_owned).collect()
    };
    let sent = posted(&mut city.client, &path, &city.csrf, &form);
    assert_eq!(receipts(&sent).len(), chosen.len(), "{}", gist(&sent.text));
    city.done(&format!("/campaigns/{}/closure", season.campaign), &[]);
    season.house.clock_is("2024-04-02 09:00");
    let mut city = season.house.desk("city");
    let again = posted(&mut city.client, &path, &city.csrf, &form);
    assert_eq!(receipts(&again), receipts(&sent), "{}", gist(&again.text));
}
