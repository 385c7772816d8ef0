//! Before, at and after every boundary, to the millisecond: due, grace, close, extensions, a deadline that was
//! moved; and what arrived before a boundary but had to wait across it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Barrier;
use std::sync::mpsc::channel;

use huibiao::store::{POOL, Store, standings};
use huibiao::vocabulary::time::{Instant, parse_instant};
use serde_json::Value;

use crate::client::Answer;
use crate::house::{Database, on_both};
use crate::published::{Published, another_campaign, number_of};
use crate::town::{Api, Desk, Place, REASON, Sheet, between, gist, plain, receipt_of, sending, values};

on_both!(
    a_millisecond_decides_between_on_time_late_and_closed,
    what_was_only_uploaded_is_not_sent_and_what_was_sent_stays_on_time,
    an_extension_moves_both_clocks_of_its_unit_in_its_campaign_alone,
    a_moved_deadline_decides_from_then_on_and_receipts_keep_their_words,
    a_campaign_closed_by_hand_takes_nothing_until_it_is_opened_again,
    what_had_arrived_before_the_instant_is_on_time_however_long_it_waits,
    a_request_whose_last_byte_comes_after_the_instant_is_late,
);

/// What became of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    OnTime,
    /// By so many milliseconds.
    Late(i64),
    Closed,
}
use Fate::{Closed, Late, OnTime};

/// A unit that is about to send: the form as its page showed it, long before the deadline.
struct Ready {
    sheet: Sheet,
    place: Place,
    form: Vec<(String, String)>,
}

fn ready(season: &Published, campaign: i64, sheet: &Sheet) -> Ready {
    let place = Place::new(campaign, &sheet.unit);
    let mut desk = season.desk(sheet);
    assert_eq!(desk.save(&place, &sheet.typed(), false).status, 303);
    let form = sending(&desk.open(&place.path("check")), REASON);
    Ready { sheet: sheet.clone(), place, form }
}

impl Ready {
    fn sends(&self, season: &Published) -> Fate {
        let mut desk = season.desk(&self.sheet);
        let form: Vec<(&str, &str)> =
            self.form.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let answer = desk.post(&self.place.path("submissions"), &form);
        if answer.status == 409 {
            return closed(&answer);
        }
        let receipt = receipt_of(&answer);
        let fate = fate(&desk.api().get(&format!("/api/v1/receipts/{receipt}")));
        said(&mut desk, &receipt, fate)
    }
}

/// A program sends a unit's sheet.
fn calls(season: &Published, campaign: i64, sheet: &Sheet) -> Fate {
    let mut desk = season.desk(sheet);
    let place = Place::new(campaign, &sheet.unit);
    let answer = desk.api().send(&place, &format!("deadline-{campaign}"), &values(&sheet.typed()));
    if answer.status == 409 {
        return closed(&answer);
    }
    let fate = fate(&serde_json::from_str(&answer.text).expect("JSON"));
    said(&mut desk, &number_of(&answer), fate)
}

fn closed(answer: &Answer) -> Fate {
    assert!(answer.text.contains("关闭"), "{}", gist(&answer.text));
    Closed
}

fn fate(revision: &Value) -> Fate {
    let receipt = &revision["receipt"];
    match (receipt["on_time"].as_bool(), receipt["late_by_ms"].as_i64()) {
        (Some(true), None) => OnTime,
        (Some(false), Some(late)) => Late(late),
        other => panic!("{other:?}"),
    }
}

/// The receipt's page says the same.
fn said(desk: &mut Desk, receipt: &str, fate: Fate) -> Fate {
    let page = desk.open(&format!("/receipts/{receipt}")).text;
    let state = plain(between(&page, "<div class=\"receipt-state\">", "</div>")[0]);
    assert_eq!((state.contains("按时"), state.contains("迟报")), (fate == OnTime, fate != OnTime), "{state}");
    fate
}

fn at(text: &str) -> Instant {
    parse_instant(text).expect("a time")
}

/// Milliseconds from one moment to another.
fn passed(from: &str, to: &str) -> i64 {
    (at(to) - at(from)).num_milliseconds()
}

fn board_says(season: &Published, campaign: i64, numbers: &[(&str, usize)]) {
    let board = season.house.desk("city").api().get(&format!("/api/v1/campaigns/{campaign}/board"));
    for (name, count) in numbers {
        assert_eq!(board["counts"][name], *count, "{name} of {}", board["counts"]);
    }
}

const EVE: &str = "2024-03-18 09:00";
const DUE: &str = "2024-03-23 00:00";

fn a_millisecond_decides_between_on_time_late_and_closed(database: Database) {
    let strict = [
        ("2024-03-22 23:59:59.999", OnTime),
        ("2024-03-23 00:00:00.000", Late(0)),
        ("2024-03-23 00:00:00.001", Late(1)),
        ("2024-03-31 23:59:59.999", Late(passed(DUE, "2024-03-31 23:59:59.999"))),
        ("2024-04-01 00:00:00.000", Closed),
        ("2024-04-01 00:00:00.001", Closed),
    ];
    let lenient = [
        ("2024-03-23 00:00:00.000", OnTime),
        ("2024-03-23 00:39:59.999", OnTime),
        ("2024-03-23 00:40:00.000", Late(40 * 60_000)),
        ("2024-03-23 00:40:00.001", Late(40 * 60_000 + 1)),
    ];
    let season = Published::on(database, 2 * strict.len(), &[]);
    let graceful = another_campaign(&season.house, &[("grace_minutes", "40")]);
    for (campaign, moments) in [(season.campaign, &strict[..]), (graceful, &lenient[..])] {
        season.house.clock_is(EVE);
        let (typing, calling) = season.sheets.split_at(strict.len());
        let typed: Vec<Ready> = typing.iter().map(|sheet| ready(&season, campaign, sheet)).collect();
        for (((moment, fate), typed), sheet) in moments.iter().zip(&typed).zip(calling) {
            season.house.clock_is(moment);
            assert_eq!(typed.sends(&season), *fate, "the form of campaign {campaign} at {moment}");
            assert_eq!(calls(&season, campaign, sheet), *fate, "the call of campaign {campaign} at {moment}");
        }
    }
    board_says(&season, season.campaign, &[("on-time", 2), ("late", 6), ("missing", 52)]);
    board_says(&season, graceful, &[("on-time", 4), ("late", 4), ("missing", 52)]);
}

fn what_was_only_uploaded_is_not_sent_and_what_was_sent_stays_on_time(database: Database) {
    let season = Published::on(database, 2, &[]);
    let (uploaded, sent) = (&season.sheets[0], &season.sheets[1]);
    season.house.clock_is("2024-03-22 23:59:59.999");
    let place = season.place(uploaded);
    let mut desk = season.desk(uploaded);
    let file = [("file", uploaded.file_name.as_str(), uploaded.bytes.as_slice())];
    assert_eq!(desk.upload(&place.path("uploads"), &file).status, 303);
    assert!(desk.open(&place.path("draft")).text.contains("尚未报送"));
    assert_eq!(calls(&season, season.campaign, sent), OnTime);

    season.house.clock_is("2024-03-23 00:00:00.000");
    let form = sending(&desk.open(&place.path("check")), REASON);
    assert_eq!(Ready { sheet: uploaded.clone(), place, form }.sends(&season), Late(0));

    season.house.clock_is("2024-03-28 12:00");
    assert_eq!(ready(&season, season.campaign, sent).sends(&season), OnTime, "a correction is not late");
    board_says(&season, season.campaign, &[("on-time", 1), ("late", 1)]);
}

fn extend(season: &Published, sheet: &Sheet, until: &str) {
    let mut city = season.house.desk("city");
    let place = season.place(sheet);
    let deliverable = city.open(&place.page()).value_of("deliverable");
    let fields = [("deliverable", deliverable.as_str()), ("until", until), ("reason", "道路塌方")];
    city.done(&place.path("extension"), &fields);
}

fn an_extension_moves_both_clocks_of_its_unit_in_its_campaign_alone(database: Database) {
    let season = Published::on(database, 6, &[]);
    let other = another_campaign(&season.house, &[("title", "另一项统计")]);
    let [just, over, none, long, longer, again] = season.sheets.as_slice() else { panic!("six units") };
    let ready: Vec<Ready> =
        season.sheets.iter().map(|sheet| ready(&season, season.campaign, sheet)).collect();
    for (sheet, until) in [
        (just, "2024-03-25 24:00"),
        (over, "2024-03-25 24:00"),
        // Beyond the close.
        (long, "2024-04-02 24:00"),
        (longer, "2024-04-02 24:00"),
        // The newer one counts.
        (again, "2024-03-28 24:00"),
        (again, "2024-03-25 24:00"),
    ] {
        extend(&season, sheet, until);
    }
    for (moment, unit, fate) in [
        ("2024-03-25 23:59:59.999", 0, OnTime),
        ("2024-03-25 23:59:59.999", 2, Late(passed(DUE, "2024-03-25 23:59:59.999"))),
        ("2024-03-26 00:00:00.000", 1, Late(0)),
        ("2024-03-26 00:00:00.001", 5, Late(1)),
        ("2024-04-02 23:59:59.999", 3, OnTime),
        ("2024-04-03 00:00:00.000", 4, Closed),
    ] {
        season.house.clock_is(moment);
        assert_eq!(ready[unit].sends(&season), fate, "{} at {moment}", season.sheets[unit].unit);
    }
    season.house.clock_is("2024-03-25 23:59:59.999");
    let late = Late(passed(DUE, "2024-03-25 23:59:59.999"));
    assert_eq!(calls(&season, other, just), late, "more time for one is not more time for another");
    assert_eq!(calls(&season, other, none), late);
}

fn a_moved_deadline_decides_from_then_on_and_receipts_keep_their_words(database: Database) {
    let season = Published::on(database, 3, &[]);
    let [first, second, third] = season.sheets.as_slice() else { panic!("three units") };
    season.house.clock_is("2024-03-23 00:00:00.000");
    assert_eq!(calls(&season, season.campaign, first), Late(0));
    board_says(&season, season.campaign, &[("on-time", 0), ("late", 1)]);

    let mut city = season.house.desk("city");
    let page = city.open(&format!("/campaigns/{}", season.campaign)).text;
    let (_, rest) = page.split_once("action=\"/deliverables/").expect("the deadline can be moved");
    let path = format!("/deliverables/{}", rest.split('"').next().expect("an address"));
    let moved = |reason| {
        [
            ("phrase", "3月25日前"),
            ("due_at", "2024-03-25 24:00"),
            ("close_at", "2024-03-31 24:00"),
            ("reason", reason),
        ]
    };
    let refused = city.post(&path, &moved(" "));
    assert_eq!(refused.status, 422, "without a reason");
    board_says(&season, season.campaign, &[("on-time", 0), ("late", 1)]);
    city.done(&path, &moved("因大雪停课停工"));
    board_says(&season, season.campaign, &[("on-time", 1), ("late", 0)]);

    season.house.clock_is("2024-03-25 23:59:59.999");
    assert_eq!(calls(&season, season.campaign, second), OnTime);
    season.house.clock_is("2024-03-26 00:00:00.000");
    assert_eq!(calls(&season, season.campaign, third), Late(0));
    let sent =
        season.house.desk("city").api().get(&format!("/api/v1/campaigns/{}/submissions", season.campaign));
    let receipts = sent["submissions"].as_array().expect("a list").iter().map(|one| &one["receipt"]);
    let told: Vec<(&Value, &Value)> =
        receipts.map(|receipt| (&receipt["due_phrase"], &receipt["late_by_ms"])).collect();
    let (before, after) = (Value::from("3月22日前"), Value::from("3月25日前"));
    assert_eq!(told, [(&before, &Value::from(0)), (&after, &Value::Null), (&after, &Value::from(0))]);
    board_says(&season, season.campaign, &[("on-time", 2), ("late", 1)]);
    for sheet in [second, third] {
        let page = season.desk(sheet).open(&season.place(sheet).page()).text;
        assert!(page.contains("因大雪停课停工"), "every unit sees why: {}", gist(&page));
    }
}

fn a_campaign_closed_by_hand_takes_nothing_until_it_is_opened_again(database: Database) {
    let season = Published::on(database, 2, &[]);
    let ready = ready(&season, season.campaign, &season.sheets[0]);
    let mut city = season.house.desk("city");
    city.done(&format!("/campaigns/{}/closure", season.campaign), &[]);
    assert_eq!(ready.sends(&season), Closed);
    assert_eq!(calls(&season, season.campaign, &season.sheets[1]), Closed);
    city.done(&format!("/campaigns/{}/publication", season.campaign), &[]);
    assert_eq!(ready.sends(&season), OnTime);
    assert_eq!(calls(&season, season.campaign, &season.sheets[1]), OnTime);
}

/// Holds every connection that reads until `release` is waited at.
fn hold_readers<'s>(scope: &'s std::thread::Scope<'s, '_>, store: &'s Store, release: &'s Barrier) {
    let held = &*Box::leak(Box::new(Barrier::new(POOL as usize + 1)));
    for _ in 0..POOL {
        scope.spawn(move || {
            let read = store.read(|_| {
                held.wait();
                release.wait();
                Ok(())
            });
            read.expect("a connection");
        });
    }
    held.wait();
}

/// Holds the unit's row, on SQLite the one writer as well.
fn hold_unit<'s>(
    scope: &'s std::thread::Scope<'s, '_>,
    store: &'s Store,
    (campaign, unit): (i64, i64),
    release: &'s std::sync::Arc<Barrier>,
) {
    let (held, holds) = channel();
    let release = std::sync::Arc::clone(release);
    scope.spawn(move || {
        let written = store.write(move |conn| {
            standings::lock(conn, campaign, unit)?;
            held.send(()).expect("somebody waits");
            release.wait();
            Ok(())
        });
        written.expect("a lock");
    });
    holds.recv().expect("it is held");
}

fn what_had_arrived_before_the_instant_is_on_time_however_long_it_waits(database: Database) {
    let season = Published::on(database, 2, &[]);
    let (store, hands) = (&season.house.service.store, &season.house.hands);
    season.house.clock_is("2024-03-22 23:59:59.999");
    let mut apis = season.apis();

    // Nobody can be asked yet who sends it: the one look at the clock is at its arrival.
    let release = Barrier::new(POOL as usize + 1);
    std::thread::scope(|scope| {
        hold_readers(scope, store, &release);
        let looks = hands.looks();
        let sheet = &season.sheets[0];
        let place = season.place(sheet);
        let api = &mut apis[0];
        let sent = scope.spawn(move || api.send(&place, "waiting-1", &values(&sheet.typed())));
        hands.wait_for_looks(looks + 1);
        hands.set("2024-03-23 00:00:00.000");
        assert!(!sent.is_finished(), "it waits");
        release.wait();
        let answer = sent.join().expect("an answer");
        assert_eq!(fate(&serde_json::from_str(&answer.text).expect("JSON")), OnTime, "behind the readers");
    });

    // It is known and judged and waits to be written: the second look is at the time of writing.
    hands.set("2024-03-22 23:59:59.999");
    let sheet = &season.sheets[1];
    let unit = store.read(|conn| huibiao::store::units::by_code(conn, &sheet.unit)).expect("a unit");
    let unit = unit.expect("a unit").id;
    let release = std::sync::Arc::new(Barrier::new(2));
    std::thread::scope(|scope| {
        hold_unit(scope, store, (season.campaign, unit), &release);
        let looks = hands.looks();
        let place = season.place(sheet);
        let api = &mut apis[1];
        let sent = scope.spawn(move || api.send(&place, "waiting-2", &values(&sheet.typed())));
        hands.wait_for_looks(looks + 2);
        hands.set("2024-03-23 00:00:00.000");
        assert!(!sent.is_finished(), "it waits");
        release.wait();
        let answer = sent.join().expect("an answer");
        assert_eq!(fate(&serde_json::from_str(&answer.text).expect("JSON")), OnTime, "behind the writer");
    });
    board_says(&season, season.campaign, &[("on-time", 2), ("late", 0)]);
}

fn a_request_whose_last_byte_comes_after_the_instant_is_late(database: Database) {
    let season = Published::on(database, 2, &[]);
    season.house.clock_is("2024-03-22 23:59:59.999");
    let [api, other] = &season.apis()[..] else { panic!("two programs") };
    for (api, sheet, moment, fated) in [
        (api, &season.sheets[0], "2024-03-22 23:59:59.999", OnTime),
        (other, &season.sheets[1], "2024-03-23 00:00:00.000", Late(0)),
    ] {
        let (head, body) = request(&season, api, sheet);
        let (most, last) = body.split_at(body.len() - 1);
        let mut stream = TcpStream::connect(season.house.server.address).expect("a connection");
        stream.write_all(head.as_bytes()).expect("the head");
        stream.write_all(most).expect("most of the body");
        season.house.clock_is(moment);
        stream.write_all(last).expect("the last byte");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        assert_eq!(fate(&serde_json::from_str(body).expect("JSON")), fated, "whole at {moment}");
    }
}

/// A program's request as it goes over the wire.
fn request(season: &Published, api: &Api, sheet: &Sheet) -> (String, Vec<u8>) {
    let place = season.place(sheet);
    let body = values(&sheet.typed()).to_string().into_bytes();
    let head = format!(
        "POST /api/v1/campaigns/{}/units/{}/submissions HTTP/1.1\r\nHost: {}\r\nAuthorization: {}\r\n\
         Idempotency-Key: last-byte-1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        place.campaign,
        place.unit,
        season.house.server.address,
        api.client.headers["authorization"],
        body.len()
    );
    (head, body)
}
