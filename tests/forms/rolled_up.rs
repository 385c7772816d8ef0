//! Folders of sheets, each family in one: totals to the last digit, rates and changes after the sum, in the
//! summary and in the workbooks read back.

use std::path::Path;
use std::process::Command;

use huibiao::form::builtin;
use serde_json::Value;

use crate::book::Book;
use crate::said::{PROGRAM, figures, in_target, write};

/// Two counties and their city; the city and 沂源县 report for their own offices as well.
const UNITS: &str = "\
code,name,level,parent_code,aliases,reports
370300,淄博市,city,,淄博市机关,是
370320,沂源县,county,370300,沂源县机关,是
370320001,沂源县城关市场监督管理所,unit,370320,,
370321,桓台县,county,370300,,
370321001,桓台县城关市场监督管理所,unit,370321,,
";

/// What a roll-up comes to: its summary and the city's workbook.
struct Rolled {
    summary: Value,
    city: Book,
}

/// Writes drawn sheets, each in its format, into a folder and rolls it up.
fn roll_up(form: &str, sheets: &[(&str, &str)]) -> Rolled {
    let folder = in_target(&format!("{form} rolled up"));
    let received = folder.join("received");
    std::fs::create_dir_all(&received).expect("a folder can be made");
    std::fs::write(folder.join("units.csv"), UNITS).expect("a register can be written");
    for (index, (format, drawn)) in sheets.iter().enumerate() {
        write(&received, &index.to_string(), format, drawn);
    }
    let output = Command::new(PROGRAM)
        .arg("rollup")
        .arg(&received)
        .args(["--form", form, "--year", "2024", "--json", "--units"])
        .arg(folder.join("units.csv"))
        .arg("--out")
        .arg(folder.join("out"))
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&output.stderr);
    let summary: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"));
    assert_eq!(output.status.code(), Some(0), "{summary:#}");
    let books = summary["workbooks"].as_array().expect("workbooks are listed");
    let book = |name: &str| {
        let path = books.iter().filter_map(Value::as_str).find(|path| path.contains(name));
        Book::open(&std::fs::read(Path::new(path.expect("the workbook is there"))).expect("it can be read"))
    };
    let city = book("淄博市");
    Rolled { summary, city }
}

fn totals(form: &str, node: &Value) -> String {
    figures(&builtin::form(form).expect("the form is built in"), &node["values"]).join("; ")
}

fn complaints(unit: &str, figures: [&str; 7]) -> String {
    let [one, two, three, four, five, six, seven] = figures;
    format!(
        "
2024年消费投诉处理情况统计表
填报单位：{unit}　填报日期：2024年3月18日
指标|计量单位|本年|<|上年|<|增减|增减%
^|^|本月|累计|本月|累计|^|^
承办数|件|{one}|0|0
受理数|件|{two}|0|0
调解成功数|件|{three}|0|0
调解成功率|%|99|99|99|99|0|0
挽回损失|万元|{four}|0|0
诉转案立案数|件|{five}|0|0
罚款金额|万元|{six}|0|0
转服务站处理数|件|{seven}|0|0"
    )
}

#[test]
fn complaints_of_a_city_column_by_column() {
    let form = "complaint-handling";
    let sheets = [
        complaints(
            "沂源县城关市场监督管理所",
            [
                "12|40|10|38",
                "11|36|9|30",
                "10|30|9|27",
                "1.25|3.5|0.8|4",
                "1|2|0|1",
                "0.5|2.5|0|1",
                "3|9|2|8",
            ],
        ),
        complaints(
            "沂源县机关",
            ["1|4|2|2", "1|4|1|0", "1|1|1|0", "0.000001|0.000002|0|0", "0|0|0|0", "0|0|0|0", "0|0|0|0"],
        ),
        complaints(
            "桓台县城关市场监督管理所",
            ["5|9|4|10", "5|8|4|10", "0|2|4|9", "0.1|0.2|0.3|0.4", "0|0|0|0", "0|0|0|0", "1|1|1|2"],
        ),
    ];
    let rolled = roll_up(form, &[("xlsx", &sheets[0]), ("xls", &sheets[1]), ("docx", &sheets[2])]);
    assert_eq!(
        totals(form, &rolled.summary["city"]),
        "1: 18 53 16 50; 2: 17 48 14 40; 3: 11 33 14 36; 4: 1.350001 3.700002 1.1 4.4; 5: 1 2 0 1; \
         6: 0.5 2.5 0 1; 7: 4 10 3 10"
    );
    assert_eq!(
        totals(form, &rolled.summary["counties"][0]),
        "1: 13 44 12 40; 2: 12 40 10 30; 3: 11 31 10 27; 4: 1.250001 3.500002 0.8 4; 5: 1 2 0 1; \
         6: 0.5 2.5 0 1; 7: 3 9 2 8"
    );
    let derived = &rolled.summary["city"]["derived"];
    for (key, expected) in [
        ("rate:month", "64.71"),
        ("rate:year", "68.75"),
        ("rate:last-month", "100.00"),
        ("rate:last-year", "90.00"),
        ("1:change", "3"),
        ("1:growth", "6.00"),
        ("4:change", "-0.70"),
        ("4:growth", "-15.91"),
        ("7:growth", "0.00"),
    ] {
        assert_eq!(derived[key], expected, "{key}: 33 of 48, never a mean of rates");
    }
    let city = &rolled.city;
    for (row, column, expected) in [
        ("承办数", "本年本月", "18"),
        ("承办数", "上年累计", "50"),
        ("承办数", "增减", "3"),
        ("承办数", "增减%", "0.06"),
        ("挽回损失", "本年累计", "3.700002"),
        ("挽回损失", "增减", "-0.699998"),
        ("调解成功率", "本年累计", "0.6875"),
        ("调解成功率", "上年累计", "0.9"),
    ] {
        assert_eq!(city.says("汇总表", row, column), expected, "汇总表 {row} {column}");
    }
    assert!(city.text("分县区").contains("桓台县"), "{}", city.text("分县区"));
}

#[test]
fn shanxi_comes_to_the_totals_of_its_province() {
    let form = "shanxi-2019";
    let upright = |unit: &str, figures: [&str; 12]| {
        let labels = [
            "组织普法宣传活动|场次",
            "组织各类会议|场次",
            "开展大型咨询活动|场次",
            "组织重要新闻发布会|次",
            "播放公益广告|条",
            "组织12315开放活动|场次",
            "印发各类宣传资料|份/册",
            "消费者参与活动|人次",
            "经营者参与|户次",
            "销毁假冒伪劣商品|类",
            "^|件",
            "^|万元",
        ];
        let rows: Vec<String> =
            labels.iter().zip(figures).map(|(label, figure)| format!("{label}|{figure}")).collect();
        format!(
            "2024年“3·15”国际消费者权益日活动情况统计表\n填报单位：{unit}　填报日期：2024年3月18日\n项目|单位|数量\n{}",
            rows.join("\n")
        )
    };
    let sheets = [
        upright(
            "沂源县城关市场监督管理所",
            ["30", "20", "20", "2", "500", "20", "29999", "19999", "1999", "3", "500", "1.5"],
        ),
        upright(
            "沂源县机关",
            ["150", "100", "150", "10", "2000", "66", "400000", "150335", "5725", "4", "10", "0.000001"],
        ),
        upright(
            "淄博市机关",
            ["223", "126", "240", "97", "847", "200", "550482", "130000", "5000", "0", "0", "0"],
        ),
    ];
    let rolled = roll_up(form, &[("xlsx", &sheets[0]), ("csv gb18030", &sheets[1]), ("html", &sheets[2])]);
    assert_eq!(
        totals(form, &rolled.summary["city"]),
        "1: 403; 2: 246; 3: 410; 4: 109; 5: 3347; 6: 286; 7: 980481; 8: 300334; 9: 12724; 10.1: 7; 10.2: 510; \
         10.3: 1.500001"
    );
    assert_eq!(rolled.summary["city"]["derived"], Value::Null, "the form has no rate");
    assert_eq!(rolled.city.says("汇总表", "印发各类宣传资料", "数量"), "980481");
    assert_eq!(rolled.city.says("汇总表", "销毁假冒伪劣商品案值", "数量"), "1.500001");
    assert_eq!(rolled.city.says("分县区", "沂源县", "消费者参与活动（人次）"), "170334");
}

#[test]
fn parts_and_rates_of_two_counties() {
    let form = "complaint-classes";
    let across = "
2024年“3·15”消费投诉分类统计表
单位名称|受理投诉（件）|其中|<|办结投诉（件）|办结率（%）|挽回经济损失（万元）
^|^|商品类|服务类|^|^|^
沂源县城关市场监督管理所|120|80|40|100|83.3|5.5
沂源县机关|零报告|||||
桓台县城关市场监督管理所|8|3|5|4|50|0.25
合计|128|83|45|104|81.3|5.75";
    let rolled = roll_up(form, &[("xlsx", across)]);
    assert_eq!(totals(form, &rolled.summary["city"]), "1: 128; 1.1: 83; 1.2: 45; 2: 104; 3: 5.75");
    assert_eq!(rolled.summary["city"]["derived"]["rate"], "81.3");
    assert_eq!(rolled.summary["counties"][0]["derived"]["rate"], "83.3");
    assert_eq!(rolled.city.says("汇总表", "办结率", "数量"), "0.8125");
    assert_eq!(rolled.city.says("汇总表", "其中：商品类投诉", "数量"), "83");
    assert_eq!(rolled.city.says("分县区", "桓台县", "办结率（%）"), "0.5");
}

#[test]
fn counties_report_row_by_row_and_no_total_is_counted_twice() {
    let form = "market-inspection";
    let across = "
2024年“3·15”市场检查执法情况统计表
填报单位：淄博市　填报日期：2024年3月20日
县区|单位名称|出动执法人员|检查经营户|检查市场|立案查处|罚没款|下架商品
沂源县|沂源县机关|40|120|6|2|1.5|30
^|沂源县城关市场监督管理所|22|80|3|0|0|12
^|小计|62|200|9|2|1.5|42
桓台县|桓台县城关市场监督管理所|18|60|2|1|0.36|0
^|小计|18|60|2|1|0.36|0
合计|<|80|260|11|3|1.86|42";
    let rolled = roll_up(form, &[("xls", across)]);
    assert_eq!(totals(form, &rolled.summary["city"]), "1: 80; 2: 260; 3: 11; 4: 3; 5: 1.86; 6: 42");
    assert_eq!(rolled.city.says("分县区", "沂源县", "检查经营户（户次）"), "200");
    assert_eq!(rolled.city.says("分县区", "合计", "罚没款（万元）"), "1.86");
}

#[test]
fn section_rows_stay_dashes_in_every_workbook() {
    let form = "rights-protection";
    let drawn = "
2024年“3·15”消费维权工作情况统计表
填报单位：沂源县机关　填报日期：2024年3月18日
指标|单位|数量
一、宣传引导|—|—
举办宣传活动|场|3
发放宣传资料|份|1200
二、投诉处理|—|—
受理投诉|件|0
调解成功|件|0
挽回经济损失|万元|0
三、社会监督|—|—
开展消费体察|次|1
发布消费警示|条|5";
    let rolled = roll_up(form, &[("docx", drawn)]);
    assert_eq!(totals(form, &rolled.summary["city"]), "1: 3; 2: 1200; 3: 0; 4: 0; 5: 0; 6: 1; 7: 5");
    assert_eq!(rolled.summary["city"]["derived"]["rate"], Value::Null, "nothing was accepted");
    assert_eq!(rolled.city.says("汇总表", "投诉处理", "数量"), "—");
    assert_eq!(rolled.city.says("汇总表", "调解成功率", "数量"), "—");
}
