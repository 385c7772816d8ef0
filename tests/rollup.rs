//! The folder roll-up through the real command: what counts, what does not, and why.

#[path = "rollup/office.rs"]
mod office;

use office::{Desk, PLAIN};

const NANMA: &str = "沂源县南麻市场监督管理所";
const YUEZHUANG: &str = "沂源县悦庄中心卫生院";
const GUOLI: &str = "桓台县果里卫生院";

fn with(item: usize, figure: &'static str) -> [&'static str; 11] {
    let mut figures = PLAIN;
    figures[item - 1] = figure;
    figures
}

#[test]
fn sheets_add_up_exactly_and_the_missing_are_counted() {
    let desk = Desk::new("adds-up");
    desk.sheet("sheets/a.csv", NANMA, "2024.3.18", with(7, "0.1"));
    desk.sheet("sheets/sub/b.csv", YUEZHUANG, "2024.3.18", with(7, "0.2"));
    desk.sheet("sheets/c.csv", GUOLI, "2024.3.18", with(7, "0.000001"));
    desk.sheet("sheets/d.csv", "第一医院", "2024.3.18", PLAIN);
    let answer = desk.roll_up();
    assert_eq!(answer.coverage(), "expected 6, received 4, time_unknown 4, missing 2, exempt 1, counted 4");
    assert_eq!(answer.total("7"), Some("11.822001"));
    assert_eq!(answer.county_total("沂源县", "7"), Some("0.3"));
    assert_eq!(answer.county_total("桓台县", "4"), Some("564"));
    assert_eq!(answer.total("11"), Some("75124"));
    assert_eq!(answer.code, 0, "nothing is wrong, only missing");
    assert_eq!(answer.json["workbooks"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_faulty_sheet_stays_outside_and_a_held_one_until_confirmed() {
    let desk = Desk::new("held");
    desk.sheet("sheets/a.csv", NANMA, "2024.3.18", with(4, "约564"));
    desk.sheet("sheets/b.csv", YUEZHUANG, "2024.3.18", with(7, "350000"));
    desk.sheet("sheets/c.csv", GUOLI, "2024.3.18", PLAIN);
    let answer = desk.roll_up();
    assert_eq!(
        answer.coverage(),
        "expected 6, received 3, time_unknown 2, missing 3, faulty 1, held 1, exempt 1, counted 1"
    );
    assert_eq!((answer.total("7"), answer.code), (Some("11.522"), 1));

    desk.write("confirmed.csv", "unit,item,figure,reason\nA2,7,350000,集中处理一起预付卡纠纷，有判决书\n");
    let answer = desk.option("--confirmed", "confirmed.csv").roll_up();
    assert_eq!(answer.total("7"), Some("350011.522"));
}

#[test]
fn a_confirmation_must_say_something_and_name_the_figure() {
    let desk = Desk::new("confirmation").option("--confirmed", "confirmed.csv");
    desk.sheet("sheets/b.csv", YUEZHUANG, "2024.3.18", with(7, "350000"));
    desk.write("confirmed.csv", "unit,item,figure,reason\nA2,7,350000,情况属实\n");
    let answer = desk.roll_up();
    assert_eq!(answer.code, 2);
    assert!(answer.errors.contains("第 2 行：原因“情况属实”没有说明情况"), "{}", answer.errors);

    desk.write("confirmed.csv", "unit,item,figure,reason\nA2,7,35,集中处理一起预付卡纠纷\n");
    assert_eq!(desk.roll_up().total("7"), None, "another figure was confirmed");
}

#[test]
fn two_sheets_of_one_unit_never_count_twice() {
    for (name, second, expected) in [
        ("equal figures count once", ("2024.3.19", PLAIN), "counted 1"),
        ("a later clean one replaces", ("2024.3.19", with(1, "4")), "counted 1"),
        ("the same day decides nothing", ("2024.3.18", with(1, "4")), "unsettled 1"),
        ("a later faulty one decides nothing", ("2024.3.19", with(1, "约4")), "unsettled 1"),
    ] {
        let desk = Desk::new(&format!("twice-{name}"));
        desk.sheet("sheets/a.csv", NANMA, "2024.3.18", PLAIN);
        desk.sheet("sheets/b.csv", "南麻监管所", second.0, second.1);
        let coverage = desk.roll_up().coverage();
        assert!(
            coverage.ends_with(expected) || coverage.contains(&format!("{expected}, exempt 1")),
            "{name}: {coverage}"
        );
    }
    let desk = Desk::new("twice-replaced");
    desk.sheet("sheets/a.csv", NANMA, "2024.3.18", PLAIN);
    desk.sheet("sheets/b.csv", NANMA, "2024.3.19", with(1, "4"));
    assert_eq!(desk.roll_up().total("1"), Some("4"));
}

#[test]
fn sheets_that_are_nobodys_are_told_and_not_counted() {
    let desk = Desk::new("strays");
    desk.sheet("sheets/total.csv", "沂源县", "2024.3.18", PLAIN);
    desk.sheet("sheets/own.csv", "桓台县", "2024.3.18", PLAIN);
    desk.sheet("sheets/two.csv", "城关监管所", "2024.3.18", PLAIN);
    desk.sheet("sheets/南麻监管所.csv", "南马监管所", "2024.3.18", PLAIN);
    desk.sheet("sheets/~$open.csv", NANMA, "2024.3.18", PLAIN);
    desk.sheet("sheets/.hidden.csv", NANMA, "2024.3.18", PLAIN);
    let answer = desk.roll_up();
    assert_eq!(
        answer.strays(),
        [
            "“沂源县”有下级单位，名录未注明本级填报；按汇总表看待，不重复计入",
            "填报单位“城关监管所”可能是：沂源县城关监管所、桓台县城关市场监督管理所，请确认",
            "填报单位“南马监管所”可能是：沂源县南麻市场监督管理所，请确认",
        ]
        .map(str::to_owned)
        .into_iter()
        .collect::<Vec<_>>()
    );
    assert_eq!(answer.total("4"), Some("564"), "only 桓台县 reports for itself");
}

#[test]
fn the_deadline_is_exclusive_and_a_list_of_arrivals_proves_the_time() {
    let desk =
        Desk::new("deadline").option("--campaign", "campaign.toml").option("--manifest", "manifest.csv");
    desk.write("campaign.toml", "year = 2024\nclose = \"2024-03-25 00:00\"\n[due]\nphrase = \"3月22日前\"\n");
    desk.sheet("sheets/a.csv", NANMA, "2024.3.18", PLAIN);
    desk.sheet("sheets/b.csv", YUEZHUANG, "2024.3.18", PLAIN);
    desk.sheet("sheets/c.csv", GUOLI, "2024.3.18", PLAIN);
    desk.sheet("sheets/d.csv", "淄博市第一医院", "2024.3.18", PLAIN);
    desk.write(
        "manifest.csv",
        "file,received,unit,nil\na.csv,2024-03-22 23:59:59,,\nb.csv,2024-03-23 00:00:00,,\nd.csv,2024-03-25 00:00:00,,\n,2024-03-20 09:00,B1,是\n",
    );
    let answer = desk.roll_up();
    assert_eq!(
        answer.coverage(),
        "expected 6, received 4, on_time 2, late 1, time_unknown 1, missing 2, nil 1, exempt 1, counted 4"
    );
    assert_eq!(answer.strays(), ["2024-03-25 00:00 收到，填报已于 2024-03-25 00:00 关闭"]);
}

#[test]
fn a_deadline_on_a_day_off_goes_to_the_next_working_day_where_the_campaign_says_so() {
    for (name, shift, counted) in [
        ("stays", "", "received 2, late 2"),
        ("weekends", "shift = \"all\"\n", "on_time 1, late 1"),
        ("holidays", "shift = \"holidays\"\nholidays = [\"3月23日至24日\"]\n", "on_time 1, late 1"),
        ("worked", "shift = \"all\"\nworkdays = [\"3月24日\"]\n", "received 2, late 2"),
    ] {
        let desk = Desk::new(&format!("days-off-{name}"))
            .option("--campaign", "campaign.toml")
            .option("--manifest", "manifest.csv");
        desk.write("campaign.toml", &format!("year = 2024\n[due]\nphrase = \"3月23日前\"\n{shift}"));
        desk.sheet("sheets/a.csv", NANMA, "2024.3.18", PLAIN);
        desk.sheet("sheets/b.csv", YUEZHUANG, "2024.3.18", PLAIN);
        desk.write("manifest.csv", "file,received\na.csv,2024-03-25 23:59:59\nb.csv,2024-03-26 00:00:00\n");
        let coverage = desk.roll_up().coverage();
        assert!(coverage.contains(counted), "{name}: {coverage}");
    }
}

#[test]
fn our_own_workbooks_roll_up_to_the_same_totals() {
    let desk = Desk::new("own-workbooks");
    desk.sheet("sheets/a.csv", NANMA, "2024.3.18", with(7, "284886元"));
    desk.sheet("sheets/b.csv", YUEZHUANG, "2024.3.18", with(7, "350000"));
    desk.sheet("sheets/c.csv", GUOLI, "2024.3.18", with(8, "若干"));
    desk.sheet("sheets/d.csv", "桓台县城关市场监督管理所", "2024.3.18", with(2, "无"));
    let from_sheets = desk.roll_up();
    std::fs::create_dir_all(desk.folder.join("counties")).unwrap();
    for county in ["沂源县", "桓台县"] {
        let name = format!("{county}-2024年315活动情况统计-汇总.xlsx");
        std::fs::copy(desk.folder.join("out").join(&name), desk.folder.join("counties").join(&name)).unwrap();
    }
    let from_workbooks = desk.roll_up_folder("counties", "out2");
    assert_eq!(from_workbooks.json["city"], from_sheets.json["city"]);
    // Beside the sheets they were made from they change nothing.
    desk.sheet("counties/a.csv", NANMA, "2024.3.18", with(7, "284886元"));
    assert_eq!(desk.roll_up_folder("counties", "out3").json["city"], from_sheets.json["city"]);
}

#[test]
fn a_citys_workbook_is_compared_with_and_never_counted_as_a_countys_own_sheet() {
    let desk = Desk::new("city-workbook");
    for (file, unit) in [("a", NANMA), ("b", YUEZHUANG), ("c", GUOLI), ("d", "淄博市第一医院")] {
        desk.sheet_of(2023, &format!("sheets/{file}.csv"), unit, "2023.3.18", with(4, "500"));
    }
    desk.roll_up();
    let name = "淄博市-2023年315活动情况统计-汇总.xlsx";
    std::fs::create_dir_all(desk.folder.join("city")).unwrap();
    std::fs::copy(desk.folder.join("out").join(name), desk.folder.join("city").join(name)).unwrap();
    let again = desk.roll_up_folder("city", "out2");
    assert_eq!(again.coverage(), "expected 6, received 1, time_unknown 1, missing 5, exempt 1, counted 1");
    assert_eq!(
        again.strays(),
        ["沂源县", "桓台县"].map(|county| format!("“{county}”是合计数，不是本级自己的报表；不重复计入"))
    );

    let desk = desk.option("--last-year", &format!("city/{name}")).option("--year", "2024");
    desk.sheet("this/a.csv", NANMA, "2024.3.18", PLAIN);
    desk.roll_up_folder("this", "out3");
    for (workbook, expected) in [("淄博市", "2000"), ("沂源县", "1000"), ("桓台县", "500")] {
        let said =
            desk.last_year(&format!("out3/{workbook}-2024年315活动情况统计-汇总.xlsx"), "受理消费者咨询情况");
        assert_eq!(said, expected, "{workbook}");
    }
}

#[test]
fn last_year_is_compared_and_copied_sheets_are_noticed() {
    let desk = Desk::new("last-year").option("--last-year", "last.year").option("--year", "2024");
    desk.sheet_of(2023, "last.year/a.csv", NANMA, "2023.3.18", with(4, "50"));
    desk.sheet("sheets/a.csv", NANMA, "2024.3.18", with(4, "564"));
    let answer = desk.roll_up();
    assert_eq!(
        answer.coverage(),
        "expected 6, received 1, time_unknown 1, missing 5, held 1, exempt 1",
        "tenfold holds"
    );

    desk.sheet_of(2023, "last.year/a.csv", NANMA, "2023.3.18", with(4, "500"));
    assert_eq!(desk.roll_up().total("4"), Some("564"));

    desk.sheet_of(2022, "last.year/a.csv", NANMA, "2022.3.18", PLAIN);
    let answer = desk.roll_up();
    assert_eq!(answer.code, 2, "sheets of another year are not last year's");
}

#[test]
fn mistakes_of_the_inputs_are_named_all_at_once() {
    let desk = Desk::new("mistakes");
    desk.write("units.csv", "code,name,level\n1,市,city\n1,县,cuonty\n");
    let answer = desk.roll_up();
    assert_eq!(answer.code, 2);
    for sentence in [
        "缺少“parent_code”（上级代码）列",
        "units.csv 第 3 行：单位代码 1 与第 2 行重复",
        "级别“cuonty”不认识",
    ] {
        assert!(answer.errors.contains(sentence), "{sentence} in {}", answer.errors);
    }
}

#[test]
fn files_that_cannot_be_read_are_refused_beside_good_ones() {
    let desk = Desk::new("refused");
    desk.sheet("sheets/a.csv", NANMA, "2024.3.18", PLAIN);
    desk.write("sheets/empty.xlsx", "");
    desk.write("sheets/letter.txt", "各单位：请于3月22日前报送。\n");
    desk.write("sheets/scan.pdf", "%PDF-1.4\n");
    let answer = desk.roll_up();
    assert_eq!(answer.refused(), ["empty.xlsx empty", "letter.txt no-table", "scan.pdf pdf"]);
    assert_eq!((answer.total("4"), answer.code), (Some("564"), 1));
}

#[test]
fn an_offices_own_templates_decide_and_their_mistakes_are_named_by_line() {
    let desk = Desk::new("templates").option("--templates", "own.templates");
    desk.sheet("sheets/a.csv", NANMA, "2024.3.18", PLAIN);
    let county = "code = \"own\"\nnodes = \"county\"\nfile = \"{node}上报.xlsx\"\n[[sheet]]\nkind = \"form\"\nname = \"汇总表\"\n";
    desk.write("own.templates/county.toml", county);
    let answer = desk.roll_up();
    let workbooks: Vec<&str> =
        answer.json["workbooks"].as_array().into_iter().flatten().filter_map(|path| path.as_str()).collect();
    assert!(workbooks.iter().any(|path| path.ends_with("沂源县上报.xlsx")), "{workbooks:?}");
    assert_eq!(workbooks.len(), 2, "the office wrote no template for the city");

    desk.write("own.templates/county.toml", &county.replace("form", "frm"));
    let answer = desk.roll_up();
    assert_eq!(answer.code, 2);
    assert!(answer.errors.contains("county.toml 第 5 行：不认识的表种“frm”"), "{}", answer.errors);
    assert_eq!(answer.errors.lines().count(), 1, "{}", answer.errors);
}

#[test]
fn a_parents_sheet_that_adds_its_units_up_is_not_its_own() {
    let desk = Desk::new("parents-sum");
    let doubled = ["6", "2", "64", "1128", "104", "70", "23.044", "78", "16", "52", "37562"];
    desk.sheet("sheets/a.csv", "桓台县城关市场监督管理所", "2024.3.18", PLAIN);
    desk.sheet("sheets/b.csv", GUOLI, "2024.3.18", PLAIN);
    desk.sheet("sheets/county.csv", "桓台县", "2024.3.19", doubled);
    let answer = desk.roll_up();
    assert_eq!(answer.total("4"), Some("1128"));
    assert_eq!(answer.strays(), ["“桓台县”各项数字正好是下级各单位的合计；按汇总表看待，不重复计入"]);

    desk.sheet("sheets/county.csv", "桓台县", "2024.3.19", PLAIN);
    assert_eq!(desk.roll_up().total("4"), Some("1692"), "its own office's figures count");
}

#[test]
fn a_parents_sheet_that_calls_itself_a_summary_is_not_its_own() {
    let desk = Desk::new("parents-summary");
    desk.sheet("sheets/b.csv", GUOLI, "2024.3.18", PLAIN);
    let summary = "2024年桓台县“3·15”活动情况汇总表\n填报单位：桓台县,,填报日期：2024.3.19\n";
    let rows = std::fs::read_to_string(desk.folder.join("sheets/b.csv")).expect("it was written");
    let table: Vec<&str> = rows.lines().skip(2).collect();
    desk.write("sheets/county.csv", &format!("{summary}{}\n", table.join("\n")));
    let answer = desk.roll_up();
    assert_eq!(answer.total("4"), Some("564"));
    assert_eq!(answer.strays(), ["“桓台县”是合计数，不是本级自己的报表；不重复计入"]);
}

#[test]
fn an_arrival_speaks_of_one_file_and_of_its_first_time() {
    let arrivals = |lines: &str, expected: &str| {
        let desk = Desk::new(&format!("arrivals-{}", lines.len()))
            .option("--campaign", "campaign.toml")
            .option("--manifest", "manifest.csv");
        desk.write("campaign.toml", "year = 2024\n[due]\nphrase = \"3月22日前\"\n");
        desk.sheet("sheets/1/表.csv", NANMA, "2024.3.18", PLAIN);
        desk.sheet("sheets/2/表.csv", YUEZHUANG, "2024.3.18", PLAIN);
        desk.write("manifest.csv", &format!("file,received\n{lines}"));
        let coverage = desk.roll_up().coverage();
        assert!(coverage.contains(expected), "{lines}: {coverage}");
    };
    arrivals("表.csv,2024-03-25 09:00\n", "received 2, time_unknown 2");
    arrivals("1/表.csv,2024-03-22 23:59\n2/表.csv,2024-03-23 00:00\n", "received 2, on_time 1, late 1");
    arrivals(
        "1/表.csv,2024-03-20 09:00\n1/表.csv,2024-03-25 09:00\n",
        "received 2, on_time 1, time_unknown 1",
    );
}

#[test]
fn a_confirmation_names_unit_and_item_in_words_or_is_an_error() {
    let desk = Desk::new("confirmed-in-words").option("--confirmed", "confirmed.csv");
    desk.sheet("sheets/b.csv", YUEZHUANG, "2024.3.18", with(7, "350000"));
    desk.write("confirmed.csv", "单位,指标,数值,原因\n悦庄中心卫生院,第7项,350000,预付卡群体纠纷判决返还\n");
    assert_eq!(desk.roll_up().total("7"), Some("350000"));
    desk.write("confirmed.csv", "单位,指标,数值,原因\n悦庄医院,挽损额度,350000,预付卡群体纠纷判决返还\n");
    let answer = desk.roll_up();
    assert_eq!(answer.code, 2);
    assert!(answer.errors.contains("确认的指标“挽损额度”不是这张报表的指标"), "{}", answer.errors);
}

#[test]
fn a_countys_own_office_is_a_row_of_its_table() {
    let heads = "普法宣传活动,组织新闻发布会,开展线上线下消费教育活动,受理消费者咨询情况,受理消费者投诉情况,\
                 解决消费纠纷,为消费者挽回经济损失（万元）,发布消费提示警示,组织新闻媒体专栏专题,媒体宣传报道,印发各类宣传资料";
    for (office, total) in [("本级", Some("1128")), ("局机关", Some("1128")), ("沂源县本级", Some("564"))]
    {
        let desk = Desk::new(&format!("own-office-{office}"));
        let figures = PLAIN.join(",");
        desk.write(
            "sheets/table.csv",
            &format!(
                "2024年“3·15”活动情况统计表\n填报单位：桓台县,,填报日期：2024.3.18\n单位,{heads}\n\
                 桓台县果里卫生院,{figures}\n{office},{figures}\n合计,{figures}\n"
            ),
        );
        assert_eq!(desk.roll_up().total("4"), total, "{office}");
    }
}

#[test]
fn a_parents_sum_of_some_of_its_units_is_held_until_confirmed() {
    let figures = |times: i64| {
        ["1", "0", "2", "30", "3", "2", "1", "2", "1", "1", "200"]
            .map(|figure| (figure.parse::<i64>().expect("a figure") * times).to_string())
    };
    let register = (1..=5).fold(office::REGISTER.to_owned(), |register, number| {
        format!("{register}D{number},桓台县第{number}卫生院,unit,370321,,\n")
    });
    for (name, county, held) in [
        ("of all but one", 1 + 2 + 4 + 8, true),
        ("of all but two", 1 + 2 + 8, true),
        ("of all but three", 1 + 2, true),
        ("of one of them", 16, false),
        ("of nobody", 40, false),
    ] {
        let desk = Desk::new(&format!("partial-sum-{name}"));
        desk.write("units.csv", &register);
        for number in 1..=5 {
            let own = figures(1 << (number - 1));
            let own: [&str; 11] = std::array::from_fn(|index| own[index].as_str());
            desk.sheet(&format!("sheets/{number}.csv"), &format!("桓台县第{number}卫生院"), "2024.3.18", own);
        }
        let county = figures(county);
        let own: [&str; 11] = std::array::from_fn(|index| county[index].as_str());
        desk.sheet("sheets/county.csv", "桓台县", "2024.3.19", own);
        let answer = desk.roll_up();
        assert_eq!(answer.coverage().contains("held 1"), held, "{name}: {}", answer.coverage());
        if held {
            assert_eq!(answer.total("1"), Some("31"), "{name}: the county's own stays outside");
            desk.write(
                "confirmed.csv",
                &format!("unit,item,figure,reason\n370321,1,{},本级另行组织的活动\n", own[0]),
            );
            let answer = desk.option("--confirmed", "confirmed.csv").roll_up();
            assert!(!answer.coverage().contains("held"), "{name}: {}", answer.coverage());
        }
    }
}

#[test]
fn a_parents_ordinary_sheet_is_its_own() {
    let desk = Desk::new("parents-own");
    desk.sheet("sheets/a.csv", "桓台县城关市场监督管理所", "2024.3.18", PLAIN);
    desk.sheet("sheets/b.csv", GUOLI, "2024.3.18", ["0"; 11]);
    desk.sheet("sheets/county.csv", "桓台县", "2024.3.19", PLAIN);
    let answer = desk.roll_up();
    assert!(!answer.coverage().contains("held"), "equal to one unit's is no sum: {}", answer.coverage());
}

/// The export of a form filled online: when it was sent, by whom, and the figures.
fn export(rows: &[(&str, &str, [&str; 11])]) -> String {
    let labels = [
        "普法宣传活动（场）",
        "组织新闻发布会（场）",
        "开展线上线下消费教育活动（次）",
        "受理消费者咨询情况（件）",
        "受理消费者投诉情况（件）",
        "解决消费纠纷（件）",
        "为消费者挽回经济损失（万元）",
        "发布消费提（警）示（条）",
        "组织新闻媒体专栏专题（期）",
        "媒体宣传报道（篇）",
        "印发各类宣传资料（份）",
    ];
    let heads = labels.iter().enumerate().map(|(n, label)| format!("{}.{label}（必填）", n + 1));
    let mut lines = vec![format!(
        "提交者（自动）,提交时间（自动）,填报单位（必填）,{}",
        heads.collect::<Vec<_>>().join(",")
    )];
    for (sent, unit, figures) in rows {
        lines.push(format!("用户,{sent},{unit},{}", figures.join(",")));
    }
    lines.join("\n")
}

#[test]
fn a_row_of_an_online_form_says_when_it_was_sent_unless_somebody_knows_better() {
    let campaign = "year = 2024\nclose = \"2024-03-25 00:00\"\n[due]\nphrase = \"3月22日前\"\n";
    let rows = [
        ("2024年3月22日 23:59", NANMA, PLAIN),
        ("2024/3/23 0:00:01", YUEZHUANG, PLAIN),
        ("45372.5", "桓台县城关市场监督管理所", PLAIN),
        ("2024-03-20", GUOLI, PLAIN),
        ("2024-03-25 08:00", "淄博市第一医院", PLAIN),
    ];
    let desk = Desk::new("online").option("--campaign", "campaign.toml");
    desk.write("campaign.toml", campaign);
    desk.write("sheets/form.csv", &export(&rows));
    let answer = desk.roll_up();
    assert_eq!(
        answer.coverage(),
        "expected 6, received 4, on_time 2, late 1, time_unknown 1, missing 2, exempt 1, counted 4"
    );
    assert_eq!(answer.strays(), ["2024-03-25 08:00 收到，填报已于 2024-03-25 00:00 关闭"]);

    let desk =
        Desk::new("online-listed").option("--campaign", "campaign.toml").option("--manifest", "manifest.csv");
    desk.write("campaign.toml", campaign);
    desk.write("manifest.csv", "file,received\nform.csv,2024-03-22 17:00\n");
    desk.write("sheets/form.csv", &export(&rows));
    assert_eq!(
        desk.roll_up().coverage(),
        "expected 6, received 5, on_time 5, missing 1, exempt 1, counted 5",
        "the list of arrivals knows better"
    );
}

#[test]
fn two_rows_of_one_unit_are_two_sheets_of_it() {
    for (name, second, expected) in
        [("equal", PLAIN, "counted 1"), ("different", with(1, "4"), "unsettled 1")]
    {
        let desk = Desk::new(&format!("online-twice-{name}"));
        let rows = [("2024-03-18 10:20", NANMA, PLAIN), ("2024-03-19 10:20", "南麻监管所", second)];
        desk.write("sheets/form.csv", &export(&rows));
        let coverage = desk.roll_up().coverage();
        assert!(coverage.contains(expected), "{name}: {coverage}");
    }
}
