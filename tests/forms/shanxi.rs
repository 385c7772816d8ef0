//! Shanxi 2019: three items of one name, told apart by 类, 件 and 万元 in every way that sheets do it.

use crate::said::check;

const FORM: &str = "shanxi-2019";

const READ: &str = "
    370320001
    1: 4
    2: 2
    3: 3
    4: 1
    5: 30
    6: 2
    7: 9800
    8: 3003
    9: 127
    10.1: 12
    10.2: 340
    10.3: 5.6";

const ABOVE: &str = "
2024年“3·15”国际消费者权益日活动情况统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
项目|单位|数量
组织普法宣传活动|场次|4
组织各类会议|场次|2
开展大型咨询活动|场次|3
组织重要新闻发布会|次|1
播放公益广告|条|30
组织12315开放活动|场次|2
印发各类宣传资料|份/册|9800
消费者参与活动|人次|3003
经营者参与|户次|127";

#[test]
fn goods_destroyed_under_one_name_over_three_rows() {
    let drawn = format!(
        "{ABOVE}
销毁假冒伪劣商品|类|12
^|件|340
^|案值（万元）|5.6"
    );
    check(
        "merged",
        FORM,
        &["xlsx", "xlsx by hand", "xls", "csv gb18030", "docx", "ods", "html"],
        &drawn,
        READ,
    );
}

#[test]
fn goods_destroyed_with_the_measure_in_the_name() {
    let drawn = format!(
        "{ABOVE}
销毁假冒伪劣商品（类）||12
销毁假冒伪劣商品（件）||340
销毁假冒伪劣商品案值（万元）||5.6"
    );
    check("in the name", FORM, &["xlsx", "xls", "csv utf-8", "docx"], &drawn, READ);
}

#[test]
fn goods_destroyed_in_full_words_or_in_yuan() {
    let drawn = format!(
        "{ABOVE}
销毁假冒伪劣商品种类|类|12
销毁假冒伪劣商品数量|件|340
销毁假冒伪劣商品货值|元|56000"
    );
    check("in full", FORM, &["xlsx", "xls", "csv utf-8", "docx"], &drawn, READ);
}

#[test]
fn a_row_a_unit_with_goods_destroyed_over_three_columns() {
    check("across", FORM, &["xlsx", "xls", "csv gb18030", "docx", "html"], "
2024年“3·15”国际消费者权益日活动情况统计表
序号|单位|组织普法宣传活动(场次)|组织各类会议(场次)|开展大型咨询活动(场次)|组织重要新闻发布会(次)|播放公益广告(条)|组织12315开放活动(场次)|印发各类宣传资料(份/册)|消费者参与活动(人次)|经营者参与(户次)|销毁假冒伪劣商品|<|<
^|^|^|^|^|^|^|^|^|^|^|类|件|案值（万元）
1|沂源县城关市场监督管理所|4|2|3|1|30|2|9800|3003|127|12|340|5.6
2|桓台县城关市场监督管理所|1|0|1|0|10|1|700|90|20|30|4|0.00
|合计|5|2|4|1|40|3|10500|3093|147|42|344|5.6", &format!("{READ}
    370321001
    1: 1
    2: 0
    3: 1
    4: 0
    5: 10
    6: 1
    7: 700
    8: 90
    9: 20
    10.1: 30
    10.2: 4
    10.3: 0
    query more-kinds-than-pieces 10.1"));
}
