//! A register of one city, three counties and sixty units, with the traps that real registers have.
//!
//! Townships called 城关 exist in every county; one place has a station and a hospital of one name;
//! 西里 is a hospital in one county and a central hospital in another. So names without the county are
//! sometimes unique and sometimes not, and [`fits`] says which, by a rule written here and not taken
//! from the product.

/// A reporting unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub code: String,
    pub name: String,
    pub county: usize,
}

/// Code and name of the city.
pub const CITY: (&str, &str) = ("370300", "淄博市");
/// Code and name of each county.
pub const COUNTIES: [(&str, &str); 3] = [("370320", "沂源县"), ("370321", "桓台县"), ("370322", "高青县")];

const PLACES: [[&str; 20]; 3] = [
    [
        "城关",
        "南麻",
        "鲁村",
        "东里",
        "悦庄",
        "西里",
        "大张庄",
        "中庄",
        "张家坡",
        "燕崖",
        "石桥",
        "石桥",
        "南鲁山",
        "历山",
        "河湖",
        "土门",
        "徐家庄",
        "三岔",
        "张良",
        "韩旺",
    ],
    [
        "城关", "索镇", "起凤", "田庄", "荆家", "马桥", "新城", "唐山", "果里", "果里", "邢家", "周家",
        "鱼龙", "耿桥", "侯庄", "陈庄", "华沟", "夏庄", "乌河", "西里",
    ],
    [
        "城关",
        "田镇",
        "芦湖",
        "青城",
        "高城",
        "黑里寨",
        "唐坊",
        "常家",
        "花沟",
        "木李",
        "赵店",
        "樊林",
        "中心路",
        "大芦",
        "和店",
        "旧镇",
        "台李",
        "唐北",
        "石槽",
        "吴家",
    ],
];

/// Every unit, in the order of codes.
pub fn units() -> Vec<Unit> {
    let mut units = Vec::new();
    for (county, (code, county_name)) in COUNTIES.iter().enumerate() {
        for (index, place) in PLACES[county].iter().enumerate() {
            let kind = match index % 4 {
                0 | 2 => "市场监督管理所",
                1 => "卫生院",
                _ => "中心卫生院",
            };
            let name = format!("{county_name}{place}{kind}");
            units.push(Unit { code: format!("{code}{:03}", index + 1), name, county });
        }
    }
    units
}

/// The register as the product reads it.
pub fn csv() -> String {
    let mut text = format!("code,name,level,parent_code\n{},{},city,\n", CITY.0, CITY.1);
    for (code, name) in COUNTIES {
        text += &format!("{code},{name},county,{}\n", CITY.0);
    }
    for unit in units() {
        text += &format!("{},{},unit,{}\n", unit.code, unit.name, COUNTIES[unit.county].0);
    }
    text
}

/// The county's name taken off.
pub fn without_county(unit: &Unit) -> String {
    unit.name.trim_start_matches(COUNTIES[unit.county].1).to_owned()
}

/// The long word for a station in one of the short forms that people use.
pub fn shortened(name: &str, station: &str) -> String {
    name.replace("市场监督管理所", station)
}

/// Codes of the units that a written name fits.
pub fn fits(written: &str) -> Vec<String> {
    let plain = |name: &str| {
        let name = name.replace("市场监督管理所", "监管所").replace("市场监管所", "监管所");
        COUNTIES.iter().fold(name, |name, (_, county)| name.replace(county, ""))
    };
    let county = |name: &str| COUNTIES.iter().position(|(_, county)| name.contains(county));
    let fitting = |unit: &Unit| {
        plain(&unit.name) == plain(written) && county(written).is_none_or(|index| index == unit.county)
    };
    units().into_iter().filter(fitting).map(|unit| unit.code).collect()
}
