//! 制表: a form is made on pages from a table, kept as a version, asked for by a campaign, filled in and read.

use std::collections::BTreeMap;

use huibiao::form::builtin;
use huibiao::vocabulary::Role;
use serde_json::{Value, json};

use crate::client::Answer;
use crate::house::{Database, House, on_both};
use crate::town::{CITY, Desk, Place, UNIT, arrange, between, gist, plain, publish, town};

on_both!(
    a_form_is_made_without_its_language_and_asked_for,
    every_correction_is_a_button,
    names_on_a_filled_table_become_synonyms,
    what_cannot_be_is_refused_and_stays_as_typed,
    a_version_never_changes,
    programs_keep_and_read_forms,
);

const TABLE: &str = "2024年消费维权工作统计表\n填报单位：　填报日期：\n序号,项目,单位,数量\n1,检查经营主体,户次,\n\
                     2,查办案件,件,\n3,罚没款,万元,\n";

/// Everything that a browser would send of the form that corrects, by name; the buttons apart.
pub fn typed(page: &Answer) -> BTreeMap<String, String> {
    let (_, form) = page.text.split_once("action=\"/forms/edit\"").expect("the form that corrects");
    let form = form.split("</form>").next().expect("its end");
    let mut typed = BTreeMap::new();
    let of = |tag: &str, name: &str| -> Option<String> {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(plain(rest.split('"').next()?))
    };
    for tag in between(form, "<input ", ">") {
        let tag = format!(" {tag}");
        if tag.contains("type=\"checkbox\"") && !tag.contains(" checked") {
            continue;
        }
        typed.insert(of(&tag, "name").expect("a name"), of(&tag, "value").unwrap_or_default());
    }
    for list in between(form, "<select ", "</select>") {
        let options: Vec<&str> = list.split("<option ").skip(1).collect();
        let chosen = options.iter().find(|option| option.contains(" selected")).or(options.first());
        let value = chosen.and_then(|option| of(&format!(" {option}"), "value")).unwrap_or_default();
        typed.insert(of(&format!(" {list}"), "name").expect("a name"), value);
    }
    for area in between(form, "<textarea ", "</textarea>") {
        let (tag, text) = area.split_once('>').expect("the end of a tag");
        typed.insert(of(&format!(" {tag}"), "name").expect("a name"), plain(text));
    }
    typed
}

/// Presses a button after something was typed into fields.
pub fn press(desk: &mut Desk, page: &Answer, changes: &[(&str, &str)], button: &str) -> Answer {
    let mut fields = typed(page);
    fields.remove("csrf");
    changes.iter().for_each(|(name, text)| {
        fields.insert((*name).to_owned(), (*text).to_owned());
    });
    fields.insert("do".to_owned(), button.to_owned());
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    desk.post(if button == "save" { "/forms" } else { "/forms/edit" }, &fields)
}

fn proposed(desk: &mut Desk) -> Answer {
    let page = desk.upload("/forms/propose", &[("file", "空白表.csv", TABLE.as_bytes())]);
    assert_eq!(page.status, 200, "{}", gist(&page.text));
    page
}

/// A form with an item renamed, two new ones, one of them 其中; where it is looked at.
pub fn made(desk: &mut Desk) -> String {
    let page = proposed(desk);
    assert!(page.text.contains("样表读回：全部一致"), "{}", gist(&page.text));
    let steps: [Typed; 3] = [
        (
            &[
                ("label.1", "立案查办案件"),
                ("synonyms.2", "罚没金额、罚没"),
                ("new-label", "移送司法机关案件"),
                ("new-measure", "件"),
                ("new-after", "2"),
            ],
            "add",
        ),
        (&[("whole.2", "2"), ("new-label", "宣传活动"), ("new-measure", "场")], "add"),
        (&[("bound-unit.3", "500")], "apply"),
    ];
    let page = steps.into_iter().fold(page, |page, (changes, button)| {
        let next = press(desk, &page, changes, button);
        assert_eq!(next.status, 200, "{changes:?}: {}", gist(&next.text));
        assert!(next.text.contains("样表读回：全部一致"), "{changes:?}: {}", gist(&next.text));
        next
    });
    let kept = press(desk, &page, &[("code", "rights-2024")], "save");
    assert_eq!(kept.status, 303, "{}", gist(&kept.text));
    kept.location().to_owned()
}

fn a_form_is_made_without_its_language_and_asked_for(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    assert_eq!(made(&mut city), "/forms/rights-2024/2024?done=kept");
    let page = city.open("/forms/rights-2024/2024?done=kept").text;
    for words in ["报表已保存", "其中：移送司法机关案件", "宣传活动", "已用于 0 个填报任务"]
    {
        assert!(plain(&page).contains(words), "{words}: {}", gist(&page));
    }
    let new = city.open("/campaigns/new").text;
    assert!(new.contains("<option value=\"rights-2024/2024\">"), "{}", gist(&new));
    let campaign = arrange(&mut city, &[("form", "rights-2024/2024"), ("title", "消费维权工作统计")]);
    publish(&mut city, campaign);
    let place = Place::new(campaign, UNIT);
    let sheet = "2024年消费维权工作统计表\n填报单位：沂源县南麻市场监督管理所　填报日期：2024年3月18日\n\
                 序号,项目,单位,数量\n1,检查经营主体,户次,120\n2,立案查办案件,件,8\n3,其中：移送司法机关案件,件,2\n\
                 4,罚没金额,万元,3.5\n5,宣传活动,场,6\n";
    let mut api = house.desk("clerk").api();
    let sent = api.send_file(&place, "made-form-1", "a.csv", sheet.as_bytes());
    assert_eq!(sent.status, 201, "{}", gist(&sent.text));
    let sent: Value = serde_json::from_str(&sent.text).expect("JSON");
    let values = json!({ "1": "120", "2": "8", "3": "3.5", "4": "2", "5": "6" });
    assert_eq!(sent["values"], values, "{sent}");
    let more = sheet.replace("移送司法机关案件,件,2", "移送司法机关案件,件,9");
    let refused = api.send_file(&place, "made-form-2", "a.csv", more.as_bytes());
    assert_eq!(refused.status, 422, "a part exceeds its whole: {}", gist(&refused.text));
    let page = plain(&city.open("/forms/rights-2024/2024").text);
    assert!(page.contains("已用于 1 个填报任务"), "{page}");
}

/// What is typed into which fields, and the button that is pressed.
type Typed = (&'static [(&'static str, &'static str)], &'static str);

/// Sections, two columns, and a measure that the table leaves open.
const WIDE: &str = "2024年培训情况统计表\n填报单位：　填报日期：\n序号,项目,单位,本期,上期\n,一、培训,,,\n\
                    1,培训场次,场,,\n2,培训人次,人次,,\n,二、宣传,,,\n3,发放资料,,,\n";

/// One correction after another, and what its text says only then.
const CORRECTED: [(Typed, &str); 29] = [
    (
        (&[("title", "{年度}年宣传培训情况表"), ("short_title", "宣传培训")], "apply"),
        "{year}年宣传培训情况表",
    ),
    ((&[("measure.4", "份")], "seen.0"), "measure = \"份\""),
    ((&[("label.3", "二、宣传品")], "apply"), "label = \"二、宣传品\"\nsection = true"),
    ((&[("new-label", "三、其他"), ("new-after", "")], "add-section"), "code = \"s1\"\nlabel = \"三、其他\""),
    (
        (&[("new-label", "培训经费"), ("new-measure", "万元"), ("new-after", "first")], "add"),
        "label = \"培训经费\"",
    ),
    ((&[("places.0", "2"), ("bound-county.0", "80.5")], "apply"), "decimals = 2\nbounds = { county = 80.5 }"),
    ((&[], "down.0"), "label = \"培训\"\nsection = true\n\n[[item]]\ncode = \"4\"\nlabel = \"培训经费\""),
    ((&[], "up.1"), "bounds = { county = 80.5 }\n\n[[item]]\ncode = \"一\""),
    (
        (
            &[
                ("check-item", "3"),
                ("check-holds", "at-least"),
                ("check-other", "2"),
                ("check-severity", "hint"),
            ],
            "check",
        ),
        "severity = \"hint\"\nitems = [\"3\"]\nrule = \"[3] >= [2]\"",
    ),
    ((&[], "renumber"), "rule = \"[4] >= [3]\""),
    ((&[], "uncheck.0"), ""),
    ((&[("new-column", "本年累计")], "add-column"), "code = \"c3\"\nlabel = \"本年累计\""),
    ((&[("column.2", "累计"), ("column-measure.2", "元")], "apply"), "label = \"累计\"\nmeasure = \"元\""),
    ((&[("column-synonyms.0", "本季、这一期")], "up-column.1"), "synonyms = [\"本季\", \"这一期\"]"),
    (
        (
            &[
                ("new-computed", "增减"),
                ("new-computed-this", "c1"),
                ("new-computed-base", "c2"),
                ("new-computed-kind", "difference"),
            ],
            "add-computed",
        ),
        "label = \"增减\"\nthis = \"c1\"\nbase = \"c2\"\nkind = \"difference\"",
    ),
    (
        (
            &[
                ("new-computed", "增幅"),
                ("new-computed-this", "c1"),
                ("new-computed-base", "c2"),
                ("new-computed-kind", "growth-1"),
            ],
            "add-computed",
        ),
        "kind = \"growth\"\nplaces = 1",
    ),
    ((&[("computed.0", "增减数")], "down-computed.0"), "label = \"增减数\""),
    ((&[("computed-kind.0", "growth-0")], "apply"), "kind = \"growth\"\nplaces = 0"),
    ((&[], "remove-computed.1"), ""),
    ((&[], "remove-computed.0"), ""),
    ((&[], "remove-column.0"), ""),
    (
        (
            &[
                ("new-rate", "人均场次"),
                ("new-rate-top", "2"),
                ("new-rate-bottom", "3"),
                ("new-rate-show", "ratio-2"),
            ],
            "add-rate",
        ),
        "label = \"人均场次\"\nnumerator = \"2\"\ndenominator = \"3\"\nshow = \"ratio\"",
    ),
    (
        (
            &[
                ("new-rate", "场次占比"),
                ("new-rate-top", "2"),
                ("new-rate-bottom", "3"),
                ("new-rate-show", "percent-1"),
            ],
            "add-rate",
        ),
        "label = \"场次占比\"",
    ),
    (
        (&[("rate.0", "人均培训"), ("rate-synonyms.0", "人均"), ("rate-after.0", "3")], "down-rate.0"),
        "label = \"人均培训\"\nsynonyms = [\"人均\"]",
    ),
    ((&[], "remove-rate.0"), ""),
    (
        (&[("field.unit", "主办单位、填报单位"), ("field.signer", "分管领导")], "apply"),
        "unit = [\"主办单位\", \"填报单位\"]",
    ),
    ((&[("field.signer", "")], "apply"), ""),
    ((&[("field.reporter", "经办同志")], "apply"), "reporter = [\"经办同志\"]"),
    (
        (&[("notes", "一、按台账填\n二、没有的填零")], "remove.6"),
        "notes = [\"一、按台账填\", \"二、没有的填零\"]",
    ),
];

/// The text that the page carries along.
fn text(page: &Answer) -> String {
    typed(page).remove("text").expect("the definition")
}

fn every_correction_is_a_button(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let mut page = city.upload("/forms/propose", &[("file", "培训.csv", WIDE.as_bytes())]);
    assert!(page.text.contains("表上没有写“发放资料”的计量单位"), "{}", gist(&page.text));
    for ((changes, button), said) in CORRECTED {
        let before = text(&page);
        page = press(&mut city, &page, changes, button);
        assert_eq!(page.status, 200, "{button} {changes:?}: {}", gist(&page.text));
        let after = text(&page);
        assert!(!said.is_empty() || after != before, "{button} changes nothing");
        let only_then = said.is_empty() || after.contains(said) && !before.contains(said);
        assert!(only_then, "{button} {changes:?}: {said}\n{after}");
    }
    assert!(!page.text.contains("请核对这"), "the question was answered: {}", gist(&page.text));
    let labels: Vec<String> = typed(&page)
        .into_iter()
        .filter(|(name, _)| name.starts_with("label."))
        .map(|(_, label)| label)
        .collect();
    assert_eq!(labels, ["培训经费", "培训", "培训场次", "培训人次", "二、宣传品", "发放资料"]);
}

fn names_on_a_filled_table_become_synonyms(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let page = proposed(&mut city);
    let text = text(&page);
    let filled = TABLE.replace("查办案件,件,", "查办各类案件,件,7");
    let fields = [("text", text.as_str())];
    let met = city.upload_files("/forms/propose", &fields, &[("file", "填好.csv", filled.as_bytes())]);
    assert_eq!(met.status, 200, "{}", gist(&met.text));
    assert!(plain(&met.text).contains("单位的表上有 1 个名称还不认得"), "{}", gist(&met.text));
    assert_eq!(typed(&met)["offer-item.0"], "2", "the item that it resembles");
    let taken = press(&mut city, &met, &[], "offer.0");
    assert_eq!(typed(&taken)["synonyms.1"], "查办各类案件", "{}", gist(&taken.text));
    assert!(!taken.text.contains("还不认得"), "{}", gist(&taken.text));
    let text = typed(&taken).remove("text").expect("the definition");
    let fields = [("text", text.as_str())];
    let known = city.upload_files("/forms/propose", &fields, &[("file", "填好.csv", filled.as_bytes())]);
    assert!(known.text.contains("这份表上的名称都认得"), "{}", gist(&known.text));
    let none = city.upload_files("/forms/propose", &fields, &[("file", "x.csv", b"x")]);
    assert_eq!(none.status, 422, "{}", gist(&none.text));
    assert!(typed(&none)["text"] == text, "the form under correction is still there");
}

/// What is typed, the sentence that refuses it and the field where it stands.
const REFUSED: [(Typed, &str, &str); 14] = [
    ((&[("label.1", "罚没款")], "apply"), "“罚没款”与第3项同名", "label-1"),
    ((&[("label.1", "")], "apply"), "请填写指标名称", "label-1"),
    ((&[("measure.1", "什么")], "apply"), "“什么”不是认得的计量单位", "measure-1"),
    ((&[("bound-unit.1", "很多")], "apply"), "上限请写数字", "bound-unit-1"),
    ((&[("new-label", ""), ("new-measure", "件")], "add"), "请填写指标名称", "new-label"),
    ((&[("new-label", "回访"), ("new-measure", "")], "add"), "不是认得的计量单位", "new-measure"),
    ((&[("check-item", "1")], "check"), "请选择要比较的另一项或几项", "check-item"),
    ((&[("new-column", " ")], "add-column"), "请填写栏名", "new-column"),
    (
        (&[("new-rate", "办结率"), ("new-rate-top", "1"), ("new-rate-bottom", "1")], "add-rate"),
        "请选择分子和分母",
        "new-rate",
    ),
    (
        (&[("new-rate", "查办案件"), ("new-rate-top", "1"), ("new-rate-bottom", "2")], "add-rate"),
        "与另一项同名",
        "new-rate",
    ),
    (
        (&[("field.reporter", "填报单位")], "apply"),
        "“填报单位”已是另一个表头表尾项目的名称",
        "field-reporter",
    ),
    (
        (&[("new-rate", ""), ("new-rate-top", "1"), ("new-rate-bottom", "2")], "add-rate"),
        "请填写派生指标的名称",
        "new-rate",
    ),
    ((&[("code", "维权 统计")], "save"), "报表代码请用字母、数字和短横线", "code"),
    ((&[("version", "2024/1")], "save"), "版本请写年份或短的编号", "version"),
];

fn what_cannot_be_is_refused_and_stays_as_typed(database: Database) {
    let house = town(database);
    let mut city = house.desk("city");
    let page = proposed(&mut city);
    for ((changes, button), sentence, field) in REFUSED {
        let told = press(&mut city, &page, changes, button);
        assert_eq!(told.status, 422, "{changes:?}: {}", gist(&told.text));
        let summary = between(&told.text, "data-summary>", "</div>");
        let said = summary.first().map_or(String::new(), |summary| plain(summary));
        assert!(said.contains(sentence), "{changes:?}: {said}");
        assert!(told.text.contains(&format!("href=\"#{field}\"")), "{changes:?}: {}", gist(&told.text));
        let again = typed(&told);
        for (name, text) in changes {
            assert_eq!(again[*name], text.trim(), "{name} is kept as typed");
        }
    }
    for (file, bytes, sentence) in [
        ("x.csv", "这里没有表".as_bytes(), "没有找到要填数字的表"),
        ("x.toml", b"code = 3", "报表文字第 1 行"),
        ("x.toml", &[0xff, 0xfe], "不是 UTF-8"),
        ("", b"", "请选择表格文件"),
    ] {
        let told = city.upload("/forms/propose", &[("file", file, bytes)]);
        assert_eq!(told.status, 422, "{file}: {}", gist(&told.text));
        assert!(plain(&told.text).contains(sentence), "{file}: {}", gist(&told.text));
    }
    assert_eq!(list(&house).len(), builtin::FORMS.len(), "nothing was kept");
}

/// Code and version of every form in the list.
fn list(house: &House) -> Vec<String> {
    let page = house.desk("city").open("/forms").text;
    between(&page, "<a href=\"/forms/", "\"")
        .into_iter()
        .filter(|address| !address.ends_with(".toml"))
        .map(str::to_owned)
        .collect()
}

fn a_version_never_changes(database: Database) {
    let house = town(database);
    house.employ("audit", Role::Auditor, CITY);
    let mut city = house.desk("city");
    made(&mut city);
    let text = city.open("/forms/rights-2024/2024.toml").text;
    let import = |city: &mut Desk, text: &str| {
        let page = city.upload("/forms/propose", &[("file", "报表.toml", text.as_bytes())]);
        assert_eq!(page.status, 200, "{}", gist(&page.text));
        page
    };
    let page = import(&mut city, &text);
    let known = press(&mut city, &page, &[], "save");
    assert_eq!(known.location(), "/forms/rights-2024/2024?done=known", "{}", gist(&known.text));
    let other = press(&mut city, &page, &[("label.0", "检查市场")], "save");
    let taken = "报表“rights-2024”的版本 2024 已存在且内容不同；改动后的报表请换一个版本号";
    assert!(other.status == 422 && other.text.contains(taken), "{}", gist(&other.text));
    let built_in = import(&mut city, builtin::text("consultation").expect("a built-in form"));
    let other = press(&mut city, &built_in, &[("label.0", "接待来访")], "save");
    assert!(other.status == 422 && other.text.contains("已存在且内容不同"), "{}", gist(&other.text));
    assert_eq!(city.open("/forms/rights-2024/2024.toml").text, text);

    let again = city.upload_with("/forms/propose", &[("from", "rights-2024/2024"), ("version", "2024")]);
    assert!(again.status == 422 && again.text.contains("请换一个版本号"), "{}", gist(&again.text));
    let next = city.upload_with("/forms/propose", &[("from", "rights-2024/2024"), ("version", "2025")]);
    let kept = press(&mut city, &next, &[("label.0", "检查市场")], "save");
    assert_eq!(kept.location(), "/forms/rights-2024/2025?done=kept", "{}", gist(&kept.text));
    let forms = list(&house);
    let own: Vec<&String> = forms.iter().filter(|name| name.starts_with("rights-2024")).collect();
    assert_eq!(own, ["rights-2024/2025", "rights-2024/2024"]);
    let log = plain(&house.desk("audit").open("/audit?verb=keep-form").text);
    assert_eq!(log.matches("报表 rights-2024 ").count(), 2, "{log}");
    assert!(log.contains("名称 消费维权工作统计表"), "{log}");
}

fn programs_keep_and_read_forms(database: Database) {
    let house = town(database);
    let mut api = house.desk("city").api();
    let text = |version: &str| {
        format!(
            "code = \"api-form\"\nversion = \"{version}\"\ntitle = \"接口表\"\nshort_title = \"接口表\"\n\
             [[item]]\ncode = \"1\"\nlabel = \"走访经营主体\"\nmeasure = \"户\"\n"
        )
    };
    let json = |text: String| json!({ "text": text }).to_string();
    let changed = text("1").replace("走访", "检查");
    let item = |number: usize| {
        format!("[[item]]\ncode = \"{number}\"\nlabel = \"第{number}项检查\"\nmeasure = \"户\"\n")
    };
    let many = text("3") + &(2..=501).map(item).collect::<String>();
    let long = text("3") + &"# 说明\n".repeat(100_000);
    for (kind, body, status, words) in [
        ("application/toml", text("1"), 201, "走访经营主体"),
        ("application/toml", text("1"), 200, "走访经营主体"),
        ("application/json", json(text("2")), 201, "走访经营主体"),
        ("application/json", json(changed), 422, "已存在且内容不同"),
        ("application/json", json(String::new()), 422, "请给出报表文字"),
        ("application/json", "{".to_owned(), 422, "JSON 写法不对"),
        ("application/toml", "code = 1".to_owned(), 422, "报表文字第 1 行"),
        ("application/toml", text("1 2"), 422, "版本请写年份"),
        ("application/toml", many, 422, "一张报表最多 500 项、50 栏"),
        ("application/toml", long, 422, "报表文字最大 512 KB"),
    ] {
        let answer = api.client.send("POST", "/api/v1/forms", kind, body.into_bytes());
        assert_eq!(answer.status, status, "{words}: {}", gist(&answer.text));
        assert!(answer.text.contains(words), "{words}: {}", gist(&answer.text));
    }
    let shown = api.get("/api/v1/forms/api-form/2");
    assert_eq!(shown["text"], text("2"), "{shown}");
    assert_eq!(shown["items"][0]["measure"], "户", "{shown}");
    assert_eq!(api.client.get("/api/v1/forms/api-form/3").status, 404);
    let listed = api.get("/api/v1/forms");
    let forms = listed["forms"].as_array().expect("forms");
    assert_eq!(forms.len(), builtin::FORMS.len() + 2, "{listed}");
    assert!(forms[0]["kept_at"].is_null() && forms.iter().any(|form| form["version"] == "2"), "{listed}");
    let refused = house.desk("clerk").api().client.get("/api/v1/forms");
    assert_eq!(refused.status, 403, "{}", gist(&refused.text));
}
