//! Items of one name and one unit of measure: the section or the whole that they stand under tells them apart.
//! Where neither stands on the sheet nothing tells, and the figures are asked for.

use crate::said::check_own;

const EVERYWHERE: &[&str] = &["xlsx", "xls", "csv gb18030", "docx", "ods", "html"];

/// Activities on the spot and on the net, each with complaints by kind.
const FORM: &str = r#"
code = "namesakes"
version = "2024"
title = "{year}年“3·15”活动分类统计表"
short_title = "活动分类统计"

[[item]]
code = "一"
label = "线下活动"
section = true

[[item]]
code = "1"
label = "宣传活动"
measure = "场"

[[item]]
code = "2"
label = "受理投诉"
measure = "件"

[[item]]
code = "2.1"
label = "食品类"
measure = "件"
part_of = "2"

[[item]]
code = "二"
label = "线上活动"
section = true

[[item]]
code = "3"
label = "宣传活动"
measure = "场"

[[item]]
code = "4"
label = "受理咨询"
measure = "件"

[[item]]
code = "4.1"
label = "食品类"
measure = "件"
part_of = "4"

[[item]]
code = "5"
label = "宣传活动"
measure = "人次"
"#;

const READ: &str = "
    370320001
    1: 3
    2: 40
    2.1: 25
    3: 12
    4: 90
    4.1: 31
    5: 800";

#[test]
fn the_section_or_the_whole_above_tells_namesakes_apart() {
    check_own(
        "in order",
        FORM,
        EVERYWHERE,
        "
2024年“3·15”活动分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
序号|指标|单位|数量
一|线下活动|—|—
1|宣传活动|场|3
2|受理投诉|件|40
|其中：食品类|件|25
二|线上活动|—|—
3|宣传活动|场|12
4|受理咨询|件|90
|其中：食品类|件|31
5|宣传活动|人次|800",
        READ,
    );
}

#[test]
fn sections_may_change_places_and_stand_at_the_left() {
    check_own(
        "at the left",
        FORM,
        &["xlsx", "xls", "docx", "html"],
        "
2024年“3·15”活动分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
分类|指标|单位|数量
二、线上活动|受理咨询|件|90
^|其中：食品类|件|31
^|宣传活动（场）|场|12
^|宣传活动|人次|800
一、线下活动|宣传活动|场|3
^|受理投诉|件|40
^|其中：食品类|件|25",
        READ,
    );
}

#[test]
fn across_the_section_over_the_columns_tells() {
    check_own(
        "across",
        FORM,
        &["xlsx", "xls", "docx", "html"],
        "
2024年“3·15”活动分类统计表
单位名称|线下活动|<|<|线上活动|<|<|<
^|宣传活动（场）|受理投诉（件）|食品类（件）|宣传活动（场）|受理咨询（件）|食品类（件）|宣传活动（人次）
沂源县城关市场监督管理所|3|40|25|12|90|31|800",
        READ,
    );
}

#[test]
fn where_nothing_tells_the_figures_are_asked_for() {
    check_own(
        "without sections",
        FORM,
        EVERYWHERE,
        "
2024年“3·15”活动分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
指标|单位|数量
宣传活动|场|3
受理投诉|件|40
其中：食品类|件|25
宣传活动|场|12
受理咨询|件|90
其中：食品类|件|31
宣传活动|人次|800",
        "
    370320001
    1: _
    2: 40
    2.1: 25
    3: _
    4: 90
    4.1: 31
    5: 800
    hard missing-row 1
    hard missing-row 3",
    );
}

#[test]
fn a_part_below_a_row_that_is_no_item_belongs_to_nothing_above_it() {
    check_own(
        "below a stranger",
        FORM,
        EVERYWHERE,
        "
2024年“3·15”活动分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
指标|单位|数量
一、线下活动|—|—
宣传活动|场|3
受理投诉|件|40
二、线上活动|—|—
宣传活动|场|12
受理咨询|件|90
受理举报|件|60
其中：食品类|件|31
宣传活动|人次|800",
        "
    370320001
    1: 3
    2: 40
    2.1: _
    3: 12
    4: 90
    4.1: _
    5: 800
    hard missing-row 2.1
    hard missing-row 4.1",
    );
}
