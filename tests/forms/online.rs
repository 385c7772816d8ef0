//! Exports of forms filled online: a row a unit, questions for heads, columns of who sent it from where.

use crate::said::check;

const ITEMS: [(&str, &str); 6] = [
    ("出动执法人员", "人次"),
    ("检查经营户", "户次"),
    ("检查市场", "个"),
    ("立案查处", "件"),
    ("罚没款", "万元"),
    ("下架商品", "件"),
];

const FIGURES: [&str; 3] = ["40|120|6|2|1.5|30", "22|80|3|0|0|12", "18|60|2|6|0.36|0"];

const SAID: &str = "
    370320001
    1: 40
    2: 120
    3: 6
    4: 2
    5: 1.5
    6: 30
    370320003
    1: 22
    2: 80
    3: 3
    4: 0
    5: 0
    6: 12
    370321001
    1: 18
    2: 60
    3: 2
    4: 6
    5: 0.36
    6: 0";

const UNITS: [&str; 3] = ["沂源县城关市场监督管理所", "沂源县鲁村市场监督管理所", "桓台县城关市场监督管理所"];

/// A row of heads, each item asked in the form's way, and a row for each unit.
fn export(left: [&str; 4], question: impl Fn(usize, &str, &str) -> String, right: [&str; 4]) -> String {
    let heads: Vec<String> =
        ITEMS.iter().enumerate().map(|(n, (label, measure))| question(n + 1, label, measure)).collect();
    let with = |left: &str, middle: &str, right: &str| {
        [left, middle, right].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("|")
    };
    let mut lines = vec![with(left[0], &heads.join("|"), right[0])];
    for row in 0..3 {
        let own = |text: &str| text.replace("{unit}", UNITS[row]);
        lines.push(with(&own(left[row + 1]), FIGURES[row], &own(right[row + 1])));
    }
    lines.join("\n")
}

fn read(name: &str, drawn: &str) {
    check(name, "market-inspection", &["xlsx", "xls", "csv utf-8", "ods"], drawn, SAID);
}

#[test]
fn each_service_asks_in_its_own_way() {
    let none = [""; 4];
    let tencent = [
        "提交者（自动）|提交时间（自动）|填报单位（必填）",
        "用户0|2024年3月18日 10:20|{unit}",
        "用户1|2024年3月18日 10:21|{unit}",
        "用户2|2024年3月18日 10:22|{unit}",
    ];
    read("tencent", &export(tencent, |n, label, measure| format!("{n}.{label}（{measure}）（必填）"), none));
    let survey = [
        "序号|提交答卷时间|所用时间|来源|来源详情|来自IP|1、您所在的单位：",
        "1|2024/3/18 10:20:33|102秒|微信|N/A|112.6.1.1(山东-淄博)|{unit}",
        "2|2024/3/18 10:21:33|88秒|手机提交|直接访问|112.6.1.2(山东-济南)|{unit}",
        "3|2024/3/18 10:22:33|95秒|链接|http://a.cn|112.6.1.3(山东-青岛)|{unit}",
    ];
    read("survey", &export(survey, |n, label, measure| format!("{}、{label}（{measure}）", n + 1), none));
    let sheets = [
        "编号|昵称|部门|手机号|*单位名称",
        "1|张三|办公室|13800000001|{unit}",
        "2|李四|综合科|13800000002|{unit}",
        "3|王五|便民服务中心|13800000003|{unit}",
    ];
    read("required", &export(sheets, |_, label, measure| format!("*{label}（{measure}）"), none));
    read("numbered", &export(sheets, |n, label, measure| format!("Q{n}_{label}（{measure}）"), none));
    read("typed", &export(sheets, |n, label, measure| format!("{n}、{label}（{measure}）[填空题]"), none));
    read(
        "kinds",
        &export(sheets, |n, label, measure| format!("{n}_{label}（{measure}）（数字，选填）"), none),
    );
    read("marked", &export(sheets, |_, label, measure| format!("【数字】{label}（{measure}）*"), none));
}

#[test]
fn the_column_that_the_register_knows_names_the_units() {
    // Nothing says which column is the unit's; a nickname and a department stand nearer.
    let silent = [
        "提交人|您的岗位|您从哪里来|备用",
        "张三丰|消费者权益保护岗位|{unit}|甲",
        "李四光|综合业务与投诉举报岗位|{unit}|乙",
        "王五常|办公室内勤统计岗位|{unit}|丙",
    ];
    let question = |n: usize, label: &str, measure: &str| format!("{n}.{label}（{measure}）");
    read("silent", &export(silent, question, [""; 4]));
    // The head says 单位名称, but its cells are the firms that were visited.
    let misled =
        ["单位名称|提交者", "甲食品有限公司|{unit}", "乙百货有限公司|{unit}", "丙超市有限公司|{unit}"];
    read("misled", &export(misled, question, [""; 4]));
    let behind = ["提交人", "张三", "李四", "王五"];
    let right = ["部门", "{unit}", "{unit}", "{unit}"];
    read("behind", &export(behind, question, right));
    // The county beside its units is no unit's name.
    let county = ["所在县|提交者|单位", "沂源县|张三|{unit}", "沂源县|李四|{unit}", "桓台县|王五|{unit}"];
    read("county", &export(county, question, [""; 4]));
}

#[test]
fn a_day_in_the_first_column_does_not_end_the_table() {
    let dated = ["提交时间|单位名称", "2024年3月18日|{unit}", "2024年3月18日|{unit}", "2024年3月19日|{unit}"];
    read("dated", &export(dated, |_, label, measure| format!("{label}（{measure}）"), [""; 4]));
}
