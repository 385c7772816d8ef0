//! 同一次活动: two units' summaries tell of the same event; the supervisor sees it with both sheets, and nothing waits.

use huibiao::vocabulary::Role;

use crate::house::{Database, on_both};
use crate::town::{CITY, ITEMS, Place, UNIT, arrange, between, gist, plain, publish, sending, town};

on_both!(what_two_summaries_tell_of_one_event_is_shown_with_both_sheets);

const EVENT: &str = "3月15日，联合县消协在人民广场开展咨询活动，发放宣传资料3000份。";

fn what_two_summaries_tell_of_one_event_is_shown_with_both_sheets(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, &[("m1-kind", "summary"), ("m1-phrase", "3月22日前")]);
    publish(&mut city, campaign);
    let path = format!("/campaigns/{campaign}/double-counts");
    assert!(plain(&city.open(&path).text).contains("没有在几份总结里都写到的活动"));

    let others = [("370320002", "second"), ("370321001", "third")];
    for (unit, login) in others {
        house.employ(login, Role::Clerk, unit);
    }
    for (unit, login, figure, event) in [
        (UNIT, "clerk", "3", EVENT),
        ("370320002", "second", "4", "３月15日 联合县消协在人民广场开展咨询活动,发放宣传资料3000份；"),
        ("370321001", "third", "5", "3月15日，在汽车站开展咨询活动，发放宣传资料3000份。"),
    ] {
        let at = Place::new(campaign, unit);
        let mut desk = house.desk(login);
        let figures: Vec<(usize, String)> = (0..ITEMS).map(|item| (item, figure.to_owned())).collect();
        let sheet = desk.save(&at, &figures, false);
        assert_eq!(sheet.status, 303, "{}", gist(&sheet.text));
        let fields = sending(&desk.open(&at.path("check")), "本所三月只办了这些活动，台账可查");
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        desk.done(&at.path("submissions"), &fields);
        let summary = format!("活动总结\n我所认真开展活动。{event}\n");
        let page = desk.open(&at.page()).text;
        let card = between(&page, "aria-labelledby=\"m-", "</h3>").into_iter();
        let card = card.filter(|card| card.ends_with("活动总结")).collect::<Vec<_>>()[0].to_owned();
        let deliverable = card.split('-').next().expect("a number");
        let put = desk.upload_files(
            &at.path("materials"),
            &[("deliverable", deliverable)],
            &[("file", "总结.txt", summary.as_bytes())],
        );
        assert_eq!(put.status, 303, "{}", gist(&put.text));
        let key = desk.open(&at.page()).value_of("key");
        desk.done(&at.path("deliveries"), &[("deliverable", deliverable), ("key", &key)]);
    }

    let page = city.open(&path).text;
    let shown = between(&page, "<q>", "</li>");
    assert_eq!(shown.len(), 1, "{}", gist(&page));
    assert!(shown[0].starts_with(EVENT), "{}", shown[0]);
    let sheets = between(shown[0], "<a href=\"", "\"");
    assert_eq!(sheets, ["/submissions/1", "/submissions/2"], "each can be opened and returned from there");
    assert!(plain(&page).contains("没有数字全部相同的上报"), "nothing waits to be decided");
    let found = city.api().get(&format!("/api/v1{path}?node={CITY}"));
    assert_eq!(found["activities"][0]["sentence"], EVENT);
    assert_eq!(found["activities"][0]["submissions"][1]["unit"], "370320002");
    assert_eq!(found["activities"].as_array().map(Vec::len), Some(1));
}
