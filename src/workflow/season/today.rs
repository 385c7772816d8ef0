//! The season of the demonstration, played up to today: everybody who signs in finds something to do.
//!
//! Two campaigns run side by side. The first is under way: its plan was due a week ago, table and summary are due in a
//! few days, so that there is something to send, to review, to remind of. The second has ended: its units were
//! accepted, one county still has to sign, one has signed and waits for the city, one was returned.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::dates::{Dates, written, written_out};
use super::ended::{ended, signed};
use super::material;
use super::people::{Cast, Hands, Login, open_door, send, staff, unit_name};
use super::stage::{Filled, People, arranged, people};
use crate::campaign::task::{Files, NewDeliverable, due};
use crate::campaign::{DeliverableKind, ReminderChannel};
use crate::form::Form;
use crate::problem::Problem;
use crate::store::revisions::Channel;
use crate::store::units;
use crate::store::{campaigns as stored, standings};
use crate::vocabulary::time::Instant;
use crate::vocabulary::{Actor, Register, Role};
use crate::workflow::package::{self, Deliver};
use crate::workflow::reminding::{self, Reminding};
use crate::workflow::{Service, campaigns, draft, notice, paper, review, setup};

/// Where somebody finds something to do.
#[derive(Clone, Debug)]
pub struct Open {
    pub login: String,
    pub words: String,
    pub path: String,
}

/// Who can sign in, and what there is for them.
pub struct Played {
    pub logins: Vec<Login>,
    pub open: Vec<Open>,
}

/// A campaign under way, with the numbers of its deliverables.
struct Running<'s> {
    service: &'s Service,
    hands: Hands<'s>,
    dates: Dates,
    register: &'s Register,
    form: std::sync::Arc<Form>,
    campaign: i64,
    numbers: BTreeMap<&'static str, i64>,
}

const PLAN: &str = "活动方案";
const SUMMARY: &str = "活动总结";
const PICTURES: &str = "活动图片";
const CASES: &str = "典型案例";
const FOOTAGE: &str = "影像资料";

/// Plays the season on an empty database, up to this moment.
pub fn play_today(
    service: &Service,
    hands: Hands,
    register: &Register,
    filled: &[Filled],
    cast: &Cast,
    now: Instant,
) -> Result<Played, Problem> {
    let dates = Dates::of(now);
    // Everything is played in the order in which it happened: nothing in the log goes back in time.
    let then = dates.before(30);
    hands(then.at(-24, 9 * 60));
    setup::plant_tree(service, register.clone())?;
    let people = people(service, register)?;
    let root = register.root();
    let auditor = staff(service, "shenji", "赵审计", Role::Auditor, root.code.as_str())?;
    let administrator = staff(service, "guanli", "周工", Role::Administrator, root.code.as_str())?;
    let ended = ended(service, hands, then, &people, filled)?;
    signed(service, hands, then, ended, &people)?;
    let running = begin(service, hands, (dates, register), &people.city.1, cast)?;
    running.plans(&people, cast)?;
    running.tables(&people, filled, cast)?;
    running.materials(&people, cast)?;
    running.reviewed(&people, cast)?;
    let clerk = cast.returned[0];
    running.left_to_the_clerk(&people, filled, clerk)?;
    hands(now);
    let (first, supervisor) = &people.supervisors[0];
    let logins = vec![
        open_door(service, &people.clerks[clerk].0, Role::Clerk, &unit_name(register, clerk))?,
        open_door(service, &supervisor.0, Role::Supervisor, &first.name)?,
        open_door(service, &people.city.0, Role::Supervisor, &root.name)?,
        open_door(service, &auditor.0, Role::Auditor, &root.name)?,
        open_door(service, &administrator.0, Role::Administrator, &root.name)?,
    ];
    let open = open(&running, ended, (&people, clerk));
    Ok(Played { logins, open })
}

/// The campaign under way: arranged from a notice, published.
fn begin<'s>(
    service: &'s Service,
    hands: Hands<'s>,
    (dates, register): (Dates, &'s Register),
    city: &Actor,
    cast: &Cast,
) -> Result<Running<'s>, Problem> {
    hands(dates.at(-20, 9 * 60));
    let year = dates.year();
    let (early, last) = (dates.day(-7), dates.day(3));
    let text = format!(
        "关于报送{year}年“3·15”活动材料的通知\n\n各市场监督管理所、各医疗卫生单位：\n　　请于{}前报送活动方案，\
         于{}前将“3·15”活动情况统计表、活动总结通过汇表系统报送，图片、典型案例、影像资料一并报送。\
         没有开展活动的，请作零报告。\n　　联系人：王丽，联系电话：3230315。\n\n{}\n",
        written(early),
        written(last),
        written_out(dates.day(-20))
    );
    let notice = notice::receive(service, city, (text, None))?;
    let phrase = |day| format!("{}前", written(day));
    let asked = |kind: DeliverableKind, title: &str, (day, required): (i64, bool)| NewDeliverable {
        kind,
        title: title.to_owned(),
        due: Some(due(&phrase(dates.day(day)), dates.end_of(day), 0)),
        close: None,
        required,
        level: None,
        files: Files::default(),
    };
    let deliverables = vec![
        NewDeliverable::table(&phrase(last), dates.end_of(3)),
        asked(DeliverableKind::Plan, PLAN, (-7, true)),
        asked(DeliverableKind::Summary, SUMMARY, (3, true)),
        asked(DeliverableKind::Pictures, PICTURES, (3, false)),
        asked(DeliverableKind::Cases, CASES, (3, false)),
        asked(DeliverableKind::Video, FOOTAGE, (3, false)),
    ];
    let title = format!("{year}年“3·15”活动材料");
    let campaign = arranged(service, city, (title, year), notice.first().copied(), deliverables)?;
    let (task, all) = service
        .store
        .read(|conn| Ok((stored::load(conn, campaign)?, stored::deliverables(conn, campaign)?)))?;
    let form = service.store.read(|conn| service.form_of(conn, &task))?;
    let titles = [PLAN, SUMMARY, PICTURES, CASES, FOOTAGE];
    let number = |title: &'static str| Some((title, all.iter().find(|one| one.title == title)?.id));
    let numbers = titles.into_iter().filter_map(number).collect();
    let last_year = String::from_utf8_lossy(cast.last_year.1).replace("2023年", &format!("{}年", year - 1));
    let name = format!("{}年统计表.csv", year - 1);
    campaigns::load_last_year(service, city, campaign, &name, last_year.as_bytes())?;
    campaigns::exempt(service, city, campaign, cast.exempt, Some("机构改革，已并入邻所".to_owned()))?;
    Ok(Running { service, hands, dates, register, form, campaign, numbers })
}

impl Running<'_> {
    fn delivers(
        &self,
        clerk: &Actor,
        (title, when): (&str, Instant),
        files: Vec<(String, Vec<u8>)>,
    ) -> Result<(), Problem> {
        self.puts(clerk, (title, when), files)?;
        let place = (self.campaign, clerk.unit_code.as_str());
        let sending = Deliver {
            deliverables: vec![self.numbers[title]],
            key: format!("demo-{title}-{}-{}", clerk.unit_code, when.timestamp()),
            channel: Channel::File,
            received: when,
        };
        package::deliver(self.service, clerk, place, sending).map(drop)
    }

    fn puts(
        &self,
        clerk: &Actor,
        (title, when): (&str, Instant),
        files: Vec<(String, Vec<u8>)>,
    ) -> Result<(), Problem> {
        (self.hands)(when);
        let place = (self.campaign, clerk.unit_code.as_str());
        for (name, bytes) in files {
            package::receive_whole(self.service, clerk, place, (Some(self.numbers[title]), &name), &bytes)?;
        }
        Ok(())
    }

    /// Plans: most in time, some after the clock had ended, some never.
    fn plans(&self, people: &People, cast: &Cast) -> Result<(), Problem> {
        let is_late = |code: &str| cast.late.contains(&code);
        let sends = |code: &str| !cast.missing.contains(&code) && cast.exempt != code;
        let all = || people.clerks.iter().enumerate().filter(|(_, (code, _))| sends(code));
        let in_time = all().filter(|(_, (code, _))| !is_late(code)).map(|clerk| (-9, clerk));
        let late = all().filter(|(_, (code, _))| is_late(code)).map(|clerk| (-6, clerk));
        for (day, (index, (_, (_, clerk)))) in in_time.chain(late) {
            let when = self.dates.at(day, 8 * 60 + 9 * index as i64);
            self.delivers(clerk, (PLAN, when), vec![material::plan(&clerk.unit_name, self.dates.year())])?;
        }
        Ok(())
    }

    /// Clerks upload and send their sheets; what cannot be sent stays a draft, and the last quarter has time.
    fn tables(&self, people: &People, filled: &[Filled], cast: &Cast) -> Result<(), Problem> {
        for (index, sheet) in filled.iter().enumerate() {
            let code = sheet.unit.as_str();
            let held = cast.missing.contains(&code) || cast.exempt == code || index % 4 == 3;
            let Some((_, clerk)) = people.clerks.get(code).filter(|_| !held) else { continue };
            let when = self.dates.at(-4, 8 * 60 + 37 * index as i64);
            (self.hands)(when);
            let (name, bytes) = self.sheet(clerk, &sheet.values, index);
            draft::upload(self.service, clerk, (self.campaign, code), &name, &bytes)?;
            let sent = when + TimeDelta::minutes(6);
            (self.hands)(sent);
            send(self.service, clerk, self.campaign, code, sent)?;
        }
        Ok(())
    }

    fn sheet(&self, clerk: &Actor, values: &[Option<String>], index: usize) -> (String, Vec<u8>) {
        let whose = (self.dates.year(), clerk.unit_name.as_str());
        let (ending, bytes) = material::sheet(&self.form, whose, self.dates.filled(), values, index);
        (format!("统计表.{ending}"), bytes)
    }

    /// Summaries of a third, and of some what nobody has to send.
    fn materials(&self, people: &People, cast: &Cast) -> Result<(), Problem> {
        let year = self.dates.year();
        for (index, (code, (_, clerk))) in people.clerks.iter().enumerate() {
            let code = code.as_str();
            if index % 3 != 0
                || cast.missing.contains(&code)
                || cast.exempt == code
                || cast.returned[0] == code
            {
                continue;
            }
            let when = self.dates.at(-2, 8 * 60 + 7 * index as i64);
            self.delivers(clerk, (SUMMARY, when), vec![material::summary(&clerk.unit_name, year)])?;
            if index % 6 == 0 {
                let number = index as u32;
                let files = [number, number + 1].into_iter().filter_map(material::picture).collect();
                self.delivers(clerk, (PICTURES, when), files)?;
            }
            if index % 9 == 0 {
                self.delivers(clerk, (CASES, when), vec![material::cases(&clerk.unit_name)])?;
            }
            if index % 18 == 0 {
                self.delivers(clerk, (FOOTAGE, when), vec![material::footage(index as u8)])?;
            }
        }
        Ok(())
    }

    /// The first county has begun to look: one sheet returned, one paper ticked, two units reminded.
    fn reviewed(&self, people: &People, cast: &Cast) -> Result<(), Problem> {
        let (_, (_, supervisor)) = &people.supervisors[0];
        (self.hands)(self.dates.at(-1, 9 * 60 + 30));
        let returned = cast.returned[0];
        if let Some(revision) = self.current(returned)? {
            let reason = "第11项印发宣传资料与台账的份数不一致，请核对后重报。";
            review::return_(self.service, supervisor, revision, reason, vec!["11".to_owned()])?;
        }
        let table = self.service.store.read(|conn| stored::table(conn, self.campaign))?;
        let papers = people.clerks.keys().filter(|code| code.as_str() != returned);
        if let Some(code) = papers.into_iter().next() {
            let place = (self.campaign, code.as_str());
            paper::note_paper(self.service, supervisor, place, table.id, Some(self.dates.day(-1)))?;
        }
        let missing = cast.missing.iter().filter(|code| code.starts_with(supervisor.unit_code.as_str()));
        let said = Reminding {
            deliverable: Some(self.numbers[PLAN]),
            units: missing.map(|code| (*code).to_owned()).collect(),
            channel: ReminderChannel::Phone,
            words: "活动方案已过时限，请今天下班前报来。".to_owned(),
        };
        reminding::remind(self.service, supervisor, self.campaign, said).map(drop)
    }

    fn current(&self, code: &str) -> Result<Option<i64>, Problem> {
        self.service.store.read(|conn| {
            let node = units::by_code(conn, code)?.ok_or_else(Problem::not_found)?;
            Ok(standings::find(conn, self.campaign, node.id)?.and_then(|standing| standing.current))
        })
    }

    /// A draft to be finished over what was returned, and a summary that lies there unsent.
    fn left_to_the_clerk(&self, people: &People, filled: &[Filled], code: &str) -> Result<(), Problem> {
        let Some((_, clerk)) = people.clerks.get(code) else { return Ok(()) };
        let year = self.dates.year();
        self.puts(
            clerk,
            (SUMMARY, self.dates.at(-1, 15 * 60)),
            vec![material::summary(&clerk.unit_name, year)],
        )?;
        let Some(own) = filled.iter().find(|sheet| sheet.unit == code) else { return Ok(()) };
        let mut values = own.values.clone();
        if let Some(last) = values.last_mut() {
            *last = None;
        }
        (self.hands)(self.dates.at(-1, 16 * 60));
        let (name, bytes) = self.sheet(clerk, &values, 0);
        draft::upload(self.service, clerk, (self.campaign, code), &name, &bytes)?;
        Ok(())
    }
}

fn open(running: &Running, ended: i64, (people, clerk): (&People, &str)) -> Vec<Open> {
    let campaign = running.campaign;
    let (county, (_, supervisor)) = &people.supervisors[0];
    let at = |login: &str, words: &str, path: String| Open {
        login: login.to_owned(),
        words: words.to_owned(),
        path,
    };
    let (own, city) = (supervisor.login.as_str(), people.city.1.login.as_str());
    let name = unit_name(running.register, clerk);
    vec![
        at(
            clerk,
            &format!("{name}：改好被退回的统计表，报送已放好的活动总结"),
            format!("/campaigns/{campaign}/units/{clerk}"),
        ),
        at(own, "审核待审的统计表", format!("/campaigns/{campaign}/board?state=waiting")),
        at(own, "催报没有报活动方案的单位", format!("/campaigns/{campaign}/missing")),
        at(own, &format!("{}：汇总上报上一项任务", county.name), format!("/campaigns/{ended}/sign-offs")),
        at(city, "审核一个县的上报汇总，另一个县已退回", format!("/campaigns/{ended}/sign-offs")),
        at(city, "下载全部材料和汇总工作簿", format!("/campaigns/{campaign}/board")),
    ]
}
