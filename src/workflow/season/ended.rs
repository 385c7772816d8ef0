//! The campaign of the demonstration whose clock has ended: its units were accepted; one county has still to sign, one
//! has signed and waits for the city, one was returned.

use super::dates::{Dates, written};
use super::people::Hands;
use super::stage::{Filled, People, arranged};
use crate::campaign::task::NewDeliverable;
use crate::campaign::{SignVerdict, UnitState};
use crate::problem::Problem;
use crate::store::standings;
use crate::workflow::content::Content;
use crate::workflow::judged::Words;
use crate::workflow::submit::{Sending, submit};
use crate::workflow::values::Values;
use crate::workflow::{Service, review, sign_off};

/// A campaign whose clock has ended: everything that came was accepted.
pub(super) fn ended(
    service: &Service,
    hands: Hands,
    dates: Dates,
    people: &People,
    filled: &[Filled],
) -> Result<i64, Problem> {
    let day = dates.day(-8);
    let deliverables = vec![NewDeliverable::table(&format!("{}前", written(day)), dates.end_of(-8))];
    let title = format!("{}年“诚信经营”宣传活动情况统计", dates.year());
    let campaign = arranged(service, &people.city.1, (title, dates.year()), None, deliverables)?;
    let codes = (1..).map(|item: usize| (item.to_string(), String::new()));
    for (index, sheet) in filled.iter().enumerate().filter(|(index, _)| index % 15 != 14) {
        let Some((_, clerk)) = people.clerks.get(&sheet.unit) else { continue };
        let when = dates.at(-14, 8 * 60 + 97 * index as i64);
        hands(when);
        let figures = codes.clone().zip(smaller(&sheet.values, index)).collect();
        let values = Values { figures, date: Some(dates.filled().to_string()), ..Values::default() };
        let key = format!("demo-ended-{}", sheet.unit);
        let sending = Sending {
            campaign,
            unit: sheet.unit.clone(),
            fingerprint: key.clone(),
            key,
            received: when,
            content: Content::Values(values),
            words: Words::ByCode(Vec::new()),
        };
        submit(service, clerk, sending).map(drop)?;
    }
    for (index, (county, (_, supervisor))) in people.supervisors.iter().enumerate() {
        hands(dates.at(-7, 9 * 60 + index as i64));
        let all = service.store.read(|conn| standings::below(conn, campaign, &county.path))?;
        let waiting = all.iter().filter(|standing| standing.state == UnitState::Submitted);
        for revision in waiting.filter_map(|standing| standing.current) {
            review::accept(service, supervisor, revision)?;
        }
    }
    Ok(campaign)
}

/// Figures of a smaller campaign.
fn smaller(values: &[Option<String>], index: usize) -> Vec<String> {
    let figure = |(at, value): (usize, &Option<String>)| {
        let whole: i64 = value.as_deref().and_then(|text| text.split('.').next()?.parse().ok()).unwrap_or(0);
        let usual = [3, 1, 9, 120, 60, 30, 2, 4, 2, 6, 900][at.min(10)];
        // No two units say the same, or somebody would have to decide whether both count.
        let own = match at {
            1 => 0,
            3 => index as i64,
            10 => 7 * index as i64,
            _ => (index % 5) as i64,
        };
        let figure = (whole / 2).clamp(0, usual) + own;
        figure.to_string()
    };
    values.iter().enumerate().map(figure).collect()
}

/// Two counties have signed what the ended campaign came to; one of them was returned.
pub(super) fn signed(
    service: &Service,
    hands: Hands,
    dates: Dates,
    campaign: i64,
    people: &People,
) -> Result<(), Problem> {
    hands(dates.at(-1, 10 * 60));
    let mut signed = Vec::new();
    for (_, (_, supervisor)) in people.supervisors.iter().skip(1) {
        signed.push(sign_off::sign(service, supervisor, campaign, "")?);
    }
    hands(dates.at(-1, 14 * 60));
    if let Some(id) = signed.pop() {
        let reason = "第4项受理咨询与12315系统的件数不符，请核对后重新汇总上报。";
        sign_off::review(service, &people.city.1, id, SignVerdict::Return, reason)?;
    }
    Ok(())
}
