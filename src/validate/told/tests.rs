//! Sentences of summaries beside a table of the 3·15 form.

use super::*;
use crate::form::builtin;
use crate::vocabulary::Level;

/// The table: what each of its eleven items says.
const TABLE: [&str; 11] = ["12", "1", "5", "1200", "32", "30", "12.6", "6", "2", "18", "80000"];

fn told_at(level: Level, text: &str) -> Vec<Told> {
    let form = builtin::anchor();
    let mut answers = Answers::blank(&form);
    for (figure, value) in TABLE.iter().enumerate() {
        answers.get_mut(figure).value = Number::parse(value);
    }
    told(&form, &answers, text, Against { year: Some(2024), level, last_year: None })
}

/// `11 8万余份=` where a figure agrees with the table's, `11 5万份≠` where it does not.
fn found(text: &str) -> String {
    let form = builtin::anchor();
    let one = |told: Told| {
        let sign = if told.agrees { '=' } else { '≠' };
        format!("{} {}{sign}", form.items[told.figure].code, told.written)
    };
    told_at(Level::Unit, text).into_iter().map(one).collect::<Vec<_>>().join("；")
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(found(text), *expected, "{text}");
    }
}

#[test]
fn figures_that_speak_of_an_item_are_set_beside_the_tables() {
    check(&[
        ("发放宣传资料8万余份。", "11 8万余份="),
        ("发放资料8万余份，接受咨询1200余人次，受理投诉举报32件。", "11 8万余份=；4 1200余人次=；5 32件="),
        ("为消费者挽回经济损失12.6万元。", "7 12.6万元="),
        ("挽回经济损失126000元", "7 126000元="),
        ("活动期间，我所共发放各类宣传资料50000份。", "11 50000份≠"),
        ("累计发放宣传资料5万余份", "11 5万余份≠"),
        ("“3·15”活动期间共受理消费者投诉45件", "5 45件≠"),
        ("受理消费者咨询1200件、投诉32件。", "4 1200件=；5 32件="),
        ("受理消费者投诉三十二件", "5 三十二件="),
        ("受理投诉三十五件", "5 三十五件≠"),
        ("组织普法宣传活动十二场次", "1 十二场次="),
        ("共开展普法宣传活动15场", "1 15场≠"),
        ("召开新闻发布会2场", "2 2场≠"),
        ("开展线上线下消费教育活动5次", "3 5次="),
        ("发布消费提（警）示6条", "8 6条="),
        ("发布消费警示10条，媒体报道18篇", "8 10条≠；10 18篇="),
        ("开设专题专栏2期", "9 2期="),
        ("发放8万余份宣传资料。", "11 8万余份="),
        ("受理28件消费者投诉", "5 28件≠"),
        ("挽回20余万元的经济损失", "7 20余万元≠"),
        ("印发宣传资料共计８万份", "11 8万份="),
        ("解答消费者咨询约1,200人次", "4 约1,200人次="),
        ("成功调解消费纠纷30起", "6 30起="),
        ("化解消费纠纷25件，为消费者挽回经济损失15万余元。", "6 25件≠；7 15万余元≠"),
        ("截至3月20日，共受理投诉40件。", "5 40件≠"),
        ("3月1日至3月20日，共发放宣传资料6万份。", "11 6万份≠"),
        ("按照县局要求，我所共发放宣传资料6万份。", "11 6万份≠"),
        ("2024年“3·15”期间受理消费者投诉32件。", "5 32件="),
        ("受 理 投 诉 3 5 件", "5 35件≠"),
    ]);
}

#[test]
fn what_is_not_exact_agrees_within_what_it_may_mean() {
    for (text, figure, agrees) in [
        ("发放宣传资料8万余份", "89999", true),
        ("发放宣传资料8万余份", "90000", false),
        ("发放宣传资料8万余份", "79999", false),
        ("发放宣传资料8万多份", "81000", true),
        ("发放宣传资料超过8万份", "80001", true),
        ("发放宣传资料近8万份", "79000", true),
        ("发放宣传资料近8万份", "81000", false),
        ("发放宣传资料约8万份", "75000", true),
        ("发放宣传资料约8万份", "60000", false),
        ("发放宣传资料8万份左右", "83000", true),
        ("发放宣传资料8万份", "80320", true),
        ("发放宣传资料8万份", "86000", false),
        ("发放宣传资料8.6万份", "86000", true),
        ("发放宣传资料8.6万份", "86300", true),
        ("发放宣传资料8.6万份", "80000", false),
        ("发放宣传资料80000份", "80320", false),
        ("发放宣传资料1200余份", "1260", true),
        ("发放宣传资料1200余份", "1300", false),
        ("发放宣传资料万余份", "12000", true),
        ("发放宣传资料万余份", "22000", false),
        ("发放宣传资料近千份", "960", true),
        ("发放宣传资料上千份", "1500", true),
        ("发放宣传资料两千余份", "2400", true),
        ("发放宣传资料两千余份", "3400", false),
        ("发放宣传资料1万份以上", "15000", true),
        ("挽回经济损失12.6万元", "12.58", true),
        ("挽回经济损失12.6万元", "12.7", false),
        ("挽回经济损失12万余元", "12.58", true),
        ("挽回经济损失12.58万元", "12.58", true),
        ("挽回经济损失3500元", "0.35", true),
        ("挽回经济损失3500元", "3500", false),
        ("受理投诉举报32件", "30", true),
        ("受理投诉举报32件", "33", false),
    ] {
        let form = builtin::anchor();
        let mut answers = Answers::blank(&form);
        (0..form.figures()).for_each(|item| answers.get_mut(item).value = Number::parse(figure));
        let against = Against { year: Some(2024), level: Level::Unit, last_year: None };
        let told = told(&form, &answers, text, against);
        assert_eq!(told.iter().map(|one| one.agrees).collect::<Vec<_>>(), [agrees], "{text}：{figure}");
    }
}

#[test]
fn ordinary_sentences_about_something_else_are_passed_over() {
    for text in [
        // Another time.
        "去年同期受理投诉45件。",
        "受理投诉45件，同比增长20%。",
        "较上年增加受理投诉12件。",
        "近三年累计发放宣传资料20万份。",
        "2023年共受理投诉88件。",
        "今年以来，全所受理投诉96件。",
        "3月15日，发放宣传资料2000余份。",
        "3月15日上午，我所设置咨询台。发放宣传资料2000余份，接受咨询300余人次。",
        "活动当天发放宣传资料2000余份。",
        "现场受理投诉3件。",
        // A plan.
        "计划发放宣传资料10万份。",
        "下一步，力争开展普法宣传活动20场。",
        // A whole of which this is a part, or one part.
        "全县共发放宣传资料30万份。",
        "全市受理消费者投诉2100件，挽回经济损失310万元。",
        "各所发放宣传资料12万份。",
        "我所在人民广场发放宣传资料500份。",
        "走进社区开展宣传，发放宣传资料300份。",
        "南麻所受理投诉12件。",
        "受理举报50件，其中受理消费者投诉20件。",
        "平均每天受理投诉2件。",
        "每个村发放宣传资料100份。",
        "分别发放宣传资料300份、500份。",
        // Another object, another deed.
        "受理食品投诉12件。",
        "转办投诉12件。",
        "办结投诉28件。",
        "受理举报15件。",
        "受理咨询、投诉1300件。",
        "受理咨询投诉举报1300件。",
        "受理消费纠纷45件。",
        "发放宣传品3000份。",
        "发放食品安全宣传资料500份。",
        "发放宣传资料等3万份。",
        "发放宣传资料及环保袋3万份。",
        "张贴宣传资料20份。",
        "参加普法宣传活动200人次。",
        "普法宣传活动参与群众3000人。",
        "发放宣传资料15种。",
        "消费教育活动覆盖群众2万人。",
        "解决消费纠纷率98%。",
        "罚没款挽回国家损失20万元。",
        "为企业挽回经济损失20万元。",
        "投诉案值3万元。",
        "受理45件消费者投诉举报线索。",
        "组织企业发放宣传资料5000份。",
        // No figure to set beside another.
        "发放宣传资料3-5万份。",
        "发放宣传资料数千份。",
        "发放宣传资料几百份。",
        "召开第3期新闻发布会。",
        "举办普法宣传活动一场。",
        "开通12315投诉热线。",
        "一是受理投诉及时，二是发放资料到位。",
        "4\t受理消费者咨询情况\t件\t900",
        "投诉举报电话12315，24小时受理。",
    ] {
        assert_eq!(found(text), "", "{text}");
    }
}

#[test]
fn of_several_figures_for_one_item_the_total_or_the_one_that_agrees_speaks() {
    check(&[
        ("一季发放宣传资料2万份。\n发放宣传资料8万余份。", "11 8万余份="),
        ("发放宣传资料2万份。\n累计发放宣传资料6万份。", "11 6万份≠"),
        ("发放宣传资料2万份。\n发放宣传资料3万份。", ""),
        ("发放宣传资料6万份。\n我所发放宣传资料6万份。", "11 6万份≠"),
        ("3月15日，我所设点宣传。发放宣传资料2000份。活动期间累计发放宣传资料6万份。", "11 6万份≠"),
        ("3月15日，我所设点宣传。\n共发放宣传资料6万份。", "11 6万份≠"),
    ]);
}

/// A summary as stations write it.
const SUMMARY: &str = "沂源县南麻市场监督管理所2024年“3·15”活动总结
    为纪念“3·15”国际消费者权益日，我所围绕“激发消费活力”年主题，精心组织，现将活动情况总结如下：
    一、加强领导，周密部署。成立由所长任组长的领导小组，召开专题会议2次，印发方案1份。
    二、广泛宣传，营造氛围。3月15日上午，在县城广场设立咨询台2个，悬挂横幅5条，发放宣传资料2000余份，接受群众咨询300余人次。\
    现场销毁假冒伪劣商品3类120件，案值1.2万元。
    三、强化监管，维护权益。活动期间，共出动执法人员120人次，检查经营户300户次，查处违法案件3件，受理消费者投诉举报35件，\
    已办结33件，成功调解消费纠纷28件，为消费者挽回经济损失12.6万元。去年同期受理投诉41件。
    四、媒体联动。发布消费提示6条，在县电视台播出新闻2条，媒体宣传报道20余篇。
    活动期间，我所累计发放宣传资料8万余份，参与群众2万余人次，取得了良好效果。
    下一步，我所将继续加大宣传力度，力争发放宣传资料10万份。";

#[test]
fn a_whole_summary_is_read_as_a_careful_reader_would() {
    let expected = "5 35件=；6 28件≠；7 12.6万元=；8 6条=；10 20余篇≠；11 8万余份=";
    assert_eq!(found(SUMMARY), expected);
}

#[test]
fn a_countys_own_total_is_the_countys() {
    let of_county = |text| told_at(Level::County, text).len();
    assert_eq!(
        of_county("全县共受理消费者投诉45件。"),
        0,
        "its subject is no word that is known to change nothing"
    );
    assert_eq!(of_county("据统计，共受理消费者投诉45件。"), 1);
    assert_eq!(of_county("全市共受理消费者投诉45件。"), 0);
}

#[test]
fn a_difference_is_asked_about_and_holds_nothing() {
    let form = builtin::anchor();
    let told = told_at(Level::Unit, "活动期间，我所共发放宣传资料5万余份，效果良好。");
    let asked = finding(&form, &told[0]).expect("a question");
    assert_eq!(
        (asked.severity, asked.code.as_str(), asked.holds),
        (Severity::Query, "summary-differs", false)
    );
    assert_eq!(asked.item.as_deref(), Some("11"));
    assert_eq!(
        asked.sentence,
        "第11项 印发各类宣传资料：总结里写的是“5万余份”，表里填的是 80000 份，两处不一致；请核对，确实不同的请说明原因。\
         原句：“活动期间，我所共发放宣传资料5万余份，效果良好。”"
    );
    let agreeing = told_at(Level::Unit, "发放宣传资料8万余份。");
    assert_eq!(finding(&form, &agreeing[0]), None);
}

#[test]
fn a_figure_that_the_table_does_not_have_is_compared_with_nothing() {
    let form = builtin::anchor();
    let against = Against { year: Some(2024), level: Level::Unit, last_year: None };
    assert_eq!(told(&form, &Answers::blank(&form), "受理投诉32件。", against), []);
}

#[test]
fn a_text_of_any_kind_is_read_in_no_time() {
    const LONG: usize = 200_000;
    for piece in
        ["一", "1", "百", "1,", "共", "日", "年", "其中", "发放宣传资料7万份、", "发放宣传资料7万份。"]
    {
        let begun = std::time::Instant::now();
        let text: String = piece.chars().cycle().take(LONG).collect();
        let told = told_at(Level::Unit, &text).len();
        assert!(told <= 1, "{piece}: {told}");
        assert!(begun.elapsed() < std::time::Duration::from_secs(10), "{piece} took {:?}", begun.elapsed());
    }
}
