//! 其中: parts that must add up (complaint-classes) and parts that must not exceed their whole (consultation).

use crate::said::check;

const EVERYWHERE: &[&str] = &["xlsx", "xlsx by hand", "xls", "csv gb18030", "docx", "ods", "html"];

/// The figures of the sheets of complaint-classes.
pub const CLASSES: &str = "
    370320001
    1: 120
    1.1: 80
    1.2: 40
    2: 100
    3: 5.5";

/// What stands above the table of such a sheet.
pub const ABOVE: &str = "2024年“3·15”消费投诉分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日";

/// A sheet of these figures, from what stands above its table and the row of its money.
pub fn classes_sheet(above: &str, money: &str) -> String {
    format!(
        "
{above}
项目|单位|数量
受理投诉|件|120
其中：商品类投诉|件|80
服务类投诉|件|40
办结投诉|件|100
{money}"
    )
}

#[test]
fn parts_are_known_by_their_prefix_or_by_being_indented() {
    check(
        "indented",
        "complaint-classes",
        EVERYWHERE,
        "
2024年“3·15”消费投诉分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
项目|单位|数量|备注
受理投诉|件|120|
其中：商品类投诉|件|80|食品占多数
'　　　　服务类投诉|件|40|
办结投诉|件|100|
办结率|%|83.3|
挽回经济损失|万元|5.5|",
        CLASSES,
    );
}

#[test]
fn parts_may_stand_in_a_column_of_their_own() {
    check(
        "own column",
        "complaint-classes",
        EVERYWHERE,
        "
2024年“3·15”消费投诉分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
序号|项目|<|单位|数量
1|受理投诉|<|件|120
2|其中|商品类|件|80
3|^|服务类|件|40
4|办结投诉|<|件|100
5|挽回经济损失|<|元|55000",
        CLASSES,
    );
}

#[test]
fn a_horizontal_table_with_parts_under_their_whole() {
    check(
        "across",
        "complaint-classes",
        &["xlsx", "xls", "docx", "html"],
        "
2024年“3·15”消费投诉分类统计表
单位名称|受理投诉（件）|其中|<|办结投诉（件）|办结率（%）|挽回经济损失（万元）
^|^|商品类|服务类|^|^|^
沂源县城关市场监督管理所|120|80|40|100|83.3|5.5
高青县城关市场监督管理所|7|3|3|8|114.3|0
小计|127|83|43|108|85.0|5.5",
        &format!(
            "{CLASSES}
    370322001
    1: 7
    1.1: 3
    1.2: 3
    2: 8
    3: 0
    hard parts-not-adding 1
    query closed-over-accepted 2"
        ),
    );
}

#[test]
fn parts_that_do_not_add_up_are_hard() {
    check(
        "not adding",
        "complaint-classes",
        &["xlsx", "csv utf-8"],
        "
2024年“3·15”消费投诉分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
项目|单位|数量
受理投诉|件|121
其中：商品类|件|80
#服务类|件|40
办结投诉|件|-1
挽回经济损失|万元|",
        "
    370320001
    1: 121
    1.1: 80
    1.2: 40
    2: -1
    3: _
    hard negative 2
    hard missing 3
    hard parts-not-adding 1",
    );
}

#[test]
fn parts_need_not_add_up_where_the_form_says_so() {
    check(
        "at most",
        "consultation",
        EVERYWHERE,
        "
2024年“3·15”接待咨询举报情况表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
类别|数量
一、接待咨询（件）|300
其中：12315热线（件）|200
现场咨询（件）|60
二、受理举报（件）|12
其中：网络举报（件）|12
三、参加接待人员（人次）|35",
        "
    370320001
    1: 300
    1.1: 200
    1.2: 60
    2: 12
    2.1: 12
    3: 35",
    );
}

#[test]
fn a_part_over_its_whole_is_hard() {
    check(
        "over",
        "consultation",
        &["xlsx", "xls", "docx"],
        "
2024年“3·15”接待咨询举报情况表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
类别|单位|数量
接待咨询|件|300
其中：12315热线咨询|件|301
其中：现场咨询|件|60
受理举报|件|12
其中：网络平台举报|件|13
参加接待人员|人次|约35",
        "
    370320001
    1: 300
    1.1: 301
    1.2: 60
    2: 12
    2.1: 13
    3: 35
    hard approximate 3
    hard part-over-whole 1.1
    hard part-over-whole 2.1",
    );
}

#[test]
fn the_whole_may_head_its_own_sum_and_its_parts() {
    check(
        "whole over sum and parts",
        "complaint-classes",
        &["xlsx", "xls", "docx", "html"],
        "
2024年“3·15”消费投诉分类统计表
填报日期：2024年3月18日
单位名称|受理投诉|<|<|办结投诉|挽回经济损失（元）
^|合计|商品类|服务类|^|^
沂源县城关市场监督管理所|120|80|40|100|55000",
        CLASSES,
    );
}
