//! A campaign that is open, and units that can send into it.

use huibiao::vocabulary::Role;

use crate::client::Answer;
use crate::house::{Database, House};
use crate::town::{Api, CITY, Desk, Place, Sheet, arrange, gist, publish, sheets};

/// A city with its units, a published campaign, and so many units with a clerk and a sheet about which nothing
/// is to be asked.
pub struct Published {
    pub house: House,
    pub campaign: i64,
    pub sheets: Vec<Sheet>,
}

impl Published {
    /// The campaign as its supervisor types it, with some fields otherwise.
    pub fn on(database: Database, units: usize, change: &[(&str, &str)]) -> Published {
        Published::within(House::on(database), units, change)
    }

    /// The same in a house in which nobody has worked yet.
    pub fn within(house: House, units: usize, change: &[(&str, &str)]) -> Published {
        house.settle();
        house.employ("city", Role::Supervisor, CITY);
        let campaign = another_campaign(&house, change);
        let plain = sheets().into_values().filter(|sheet| sheet.issues.is_empty());
        let sheets: Vec<Sheet> = plain.take(units).collect();
        assert_eq!(sheets.len(), units);
        for sheet in &sheets {
            house.employ(&sheet.unit, Role::Clerk, &sheet.unit);
        }
        Published { house, campaign, sheets }
    }

    pub fn place(&self, sheet: &Sheet) -> Place {
        Place::new(self.campaign, &sheet.unit)
    }

    pub fn desk(&self, sheet: &Sheet) -> Desk {
        self.house.desk(&sheet.unit)
    }

    /// The programs of these units.
    pub fn apis(&self) -> Vec<Api> {
        self.sheets.iter().map(|sheet| self.desk(sheet).api()).collect()
    }
}

/// Another campaign of the same city.
pub fn another_campaign(house: &House, change: &[(&str, &str)]) -> i64 {
    let mut city = house.desk("city");
    let campaign = arrange(&mut city, change);
    publish(&mut city, campaign);
    campaign
}

/// The number of the receipt that a program was given.
pub fn number_of(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{}", gist(&answer.text));
    let revision: serde_json::Value = serde_json::from_str(&answer.text).expect("JSON");
    revision["receipt"]["number"].as_str().expect("a receipt").to_owned()
}
