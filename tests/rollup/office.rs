//! A clerk's desk for one test: a folder of sheets, a register, and the command that rolls them up.

use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

/// Eleven plausible figures that draw no finding.
pub const PLAIN: [&str; 11] = ["3", "1", "32", "564", "52", "35", "11.522", "39", "8", "26", "18781"];

const LABELS: [(&str, &str); 11] = [
    ("普法宣传活动", "场"),
    ("组织新闻发布会", "场"),
    ("开展线上线下消费教育活动", "次"),
    ("受理消费者咨询情况", "件"),
    ("受理消费者投诉情况", "件"),
    ("解决消费纠纷", "件"),
    ("为消费者挽回经济损失", "万元"),
    ("发布消费提（警）示", "条"),
    ("组织新闻媒体专栏专题", "期"),
    ("媒体宣传报道", "篇"),
    ("印发各类宣传资料", "份"),
];

pub const REGISTER: &str = "code,name,level,parent_code,exempt,reports\n\
    3703,淄博市,city,,,\n\
    370320,沂源县,county,3703,,\n\
    370321,桓台县,county,3703,,是\n\
    A1,沂源县南麻市场监督管理所,unit,370320,,\n\
    A2,沂源县悦庄中心卫生院,unit,370320,,\n\
    A3,沂源县城关监管所,unit,370320,机构撤并,\n\
    B1,桓台县城关市场监督管理所,unit,370321,,\n\
    B2,桓台县果里卫生院,unit,370321,,\n\
    C1,淄博市第一医院,unit,3703,,\n";

/// One test's folder; nobody else's.
pub struct Desk {
    pub folder: PathBuf,
    options: Vec<String>,
}

/// What the command answered.
pub struct Answer {
    pub code: i32,
    pub json: Value,
    pub errors: String,
}

impl Desk {
    pub fn new(name: &str) -> Desk {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rollup").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("sheets")).expect("the test's folder can be made");
        let desk = Desk { folder, options: Vec::new() };
        desk.write("units.csv", REGISTER);
        desk
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder"))
            .expect("a folder can be made");
        std::fs::write(path, text).expect("a file can be written");
    }

    /// Writes one unit's sheet as CSV.
    pub fn sheet(&self, file: &str, unit: &str, date: &str, figures: [&str; 11]) {
        self.sheet_of(2024, file, unit, date, figures);
    }

    pub fn sheet_of(&self, year: i32, file: &str, unit: &str, date: &str, figures: [&str; 11]) {
        let mut text = format!(
            "{year}年“3·15”活动情况统计表\n填报单位：{unit},,填报日期：{date}\n序号,类别,单位,数量\n"
        );
        for (index, ((label, measure), figure)) in LABELS.iter().zip(figures).enumerate() {
            text.push_str(&format!("{},{label},{measure},{figure}\n", index + 1));
        }
        self.write(file, &text);
    }

    pub fn option(mut self, name: &str, value: &str) -> Desk {
        let value = if value.contains('.') {
            self.folder.join(value).display().to_string()
        } else {
            value.to_owned()
        };
        self.options.extend([name.to_owned(), value]);
        self
    }

    /// Rolls `sheets` up.
    pub fn roll_up(&self) -> Answer {
        self.roll_up_folder("sheets", "out")
    }

    pub fn roll_up_folder(&self, folder: &str, out: &str) -> Answer {
        let output = Command::new(env!("CARGO_BIN_EXE_huibiao"))
            .arg("rollup")
            .arg(self.folder.join(folder))
            .arg("--units")
            .arg(self.folder.join("units.csv"))
            .arg("--out")
            .arg(self.folder.join(out))
            .arg("--json")
            .args(&self.options)
            .output()
            .expect("the program runs");
        Answer {
            code: output.status.code().expect("the program ends by itself"),
            json: serde_json::from_slice(&output.stdout).unwrap_or(Value::Null),
            errors: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// What a workbook's first sheet says of an item under 上年同期.
    pub fn last_year(&self, workbook: &str, item: &str) -> String {
        let mut book: Xlsx<_> =
            calamine::open_workbook(self.folder.join(workbook)).expect("the workbook opens");
        let sheet = book.worksheet_range_at(0).expect("a first sheet").expect("its cells");
        let place =
            |row: &[Data], word: &str| row.iter().position(|cell| *cell == Data::String(word.to_owned()));
        let column = sheet.rows().find_map(|row| place(row, "上年同期")).expect("a column for last year");
        let row = sheet.rows().find(|row| place(row, item).is_some()).expect("the item's row");
        row[column].to_string()
    }
}

impl Answer {
    /// The city's total of an item.
    pub fn total(&self, item: &str) -> Option<&str> {
        self.json["city"]["values"][item].as_str()
    }

    pub fn county_total(&self, name: &str, item: &str) -> Option<&str> {
        let county = self.json["counties"].as_array()?.iter().find(|county| county["name"] == name)?;
        county["values"][item].as_str()
    }

    /// `expected 7, received 2, …`: what is not zero in the city's coverage.
    pub fn coverage(&self) -> String {
        let names = [
            "expected",
            "received",
            "on_time",
            "late",
            "time_unknown",
            "missing",
            "nil",
            "faulty",
            "held",
            "unsettled",
            "exempt",
            "counted",
        ];
        let shown = names.iter().filter_map(|name| {
            let count = self.json["city"]["coverage"][name].as_u64()?;
            (count > 0).then(|| format!("{name} {count}"))
        });
        shown.collect::<Vec<_>>().join(", ")
    }

    pub fn strays(&self) -> Vec<String> {
        let strays = self.json["stray"].as_array().cloned().unwrap_or_default();
        strays.iter().map(|stray| stray["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    pub fn refused(&self) -> Vec<String> {
        let refused = self.json["refused"].as_array().cloned().unwrap_or_default();
        refused
            .iter()
            .map(|one| {
                format!(
                    "{} {}",
                    one["file"].as_str().unwrap_or_default(),
                    one["code"].as_str().unwrap_or_default()
                )
            })
            .collect()
    }
}
