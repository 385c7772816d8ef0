//! A city with two counties and three units, each with its supervisor or clerk, and one campaign.

use std::cell::RefCell;
use std::collections::BTreeMap;

use huibiao::store::objects::sha256;
use huibiao::vocabulary::{Level, Role};
use huibiao::workflow::verify::verify;

use crate::client::Answer;
use crate::house::{Database, House};
use crate::published::number_of;
use crate::town::{Api, CITY, Desk, ITEMS, Place, arrange, between, plain, publish, values};

const PLACES: [(&str, Level, &str); 5] = [
    ("370320", Level::County, CITY),
    ("370321", Level::County, CITY),
    ("370320001", Level::Unit, "370320"),
    ("370320002", Level::Unit, "370320"),
    ("370321001", Level::Unit, "370321"),
];

pub struct Region {
    pub house: House,
    pub campaign: i64,
    apis: RefCell<BTreeMap<String, Api>>,
    keys: RefCell<usize>,
}

impl Region {
    pub fn on(database: Database) -> Region {
        let house = House::on(database);
        house.employ("city", Role::Supervisor, CITY);
        for (code, level, parent) in PLACES {
            house.add_unit(code, &format!("{code}号单位"), level, parent);
            let role = if level == Level::Unit { Role::Clerk } else { Role::Supervisor };
            house.employ(code, role, code);
        }
        let mut city = house.desk("city");
        let campaign = arrange(&mut city, &[]);
        publish(&mut city, campaign);
        Region { house, campaign, apis: RefCell::default(), keys: RefCell::default() }
    }

    pub fn desk(&self, login: &str) -> Desk {
        self.house.desk(login)
    }

    pub fn path(&self, below: &str) -> String {
        format!("/campaigns/{}/{below}", self.campaign)
    }

    /// A unit sends its sheet; so many is its first figure, and the others are zero.
    pub fn sends(&self, unit: &str, first: usize) {
        self.sends_all(unit, |item| if item == 0 { first } else { 0 });
    }

    /// A unit sends its sheet with these figures.
    pub fn sends_all(&self, unit: &str, figure: impl Fn(usize) -> usize) {
        let mut apis = self.apis.borrow_mut();
        let api = apis.entry(unit.to_owned()).or_insert_with(|| self.house.desk(unit).api());
        *self.keys.borrow_mut() += 1;
        let key = format!("signing-{:04}", self.keys.borrow());
        let figures: Vec<(usize, String)> = (0..ITEMS).map(|item| (item, figure(item).to_string())).collect();
        number_of(&api.send(&Place::new(self.campaign, unit), &key, &values(&figures)));
    }

    /// The city accepts everything below a node about which nothing is asked.
    pub fn accepts(&self, node: &str) {
        self.desk("city").done(&self.path("acceptances"), &[("node", node)]);
    }

    /// Somebody presses the button, the box ticked.
    pub fn signs(&self, desk: &mut Desk, reason: &str) -> Answer {
        desk.post(&self.path("sign-offs"), &[("reason", reason), ("confirm", "on")])
    }

    /// A county signs, as it must be able to.
    pub fn signed(&self, county: &str) {
        let answer = self.signs(&mut self.desk(county), "");
        assert_eq!(answer.status, 303, "{}", plain(&answer.text));
    }

    /// All units have sent 3, 4 and 5, and were accepted.
    pub fn reports_everything(&self) {
        self.sends("370320001", 3);
        self.sends("370320002", 4);
        self.sends("370321001", 5);
        self.accepts(CITY);
    }

    /// The counties have signed (1, 2), were accepted, and the city has signed (3).
    pub fn publishes_everything(&self) {
        self.reports_everything();
        self.signed("370320");
        self.signed("370321");
        let mut city = self.desk("city");
        city.done("/sign-offs/1/acceptance", &[]);
        city.done("/sign-offs/2/acceptance", &[]);
        let answer = self.signs(&mut city, "");
        assert_eq!(answer.location(), "/sign-offs/3", "{}", plain(&answer.text));
    }

    /// A figure of a page's table, as it is printed.
    pub fn figure(&self, page: &str, figure: usize) -> String {
        let cell = between(page, &format!("id=\"v-{figure}\""), "</td>");
        let shown = plain(cell[0].split_once('>').expect("a cell").1);
        shown.split('（').next().unwrap_or_default().to_owned()
    }

    /// What the check of everything finds.
    pub fn faults(&self) -> Vec<String> {
        verify(&self.house.service).expect("a verdict").faults
    }
}

pub fn fingerprint(bytes: &[u8]) -> String {
    sha256(bytes)
}
