//! Section rows carry “—” or nothing; they are no items, and nobody misses their figures.

use crate::said::check;

const READ: &str = "
    370320001
    1: 3
    2: 1200
    3: 40
    4: 36
    5: 2.75
    6: 1
    7: 5";

#[test]
fn section_rows_are_passed_over_whatever_they_carry() {
    for (name, mark) in [("dash", "—"), ("blank", ""), ("two dashes", "--")] {
        let drawn = format!(
            "
2024年“3·15”消费维权工作情况统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
序号|指标|单位|数量
一|宣传引导|{mark}|{mark}
1|举办宣传活动|场|3
2|发放宣传资料|份|1200
二|投诉处理|{mark}|{mark}
3|受理投诉|件|40
4|调解成功|件|36
5|调解成功率|%|90
6|挽回经济损失|万元|2.75
三|社会监督|{mark}|{mark}
7|开展消费体察|次|1
8|发布消费警示|条|5"
        );
        check(
            name,
            "rights-protection",
            &["xlsx", "xls", "csv gb18030", "docx", "ods", "html"],
            &drawn,
            READ,
        );
    }
}

#[test]
fn sections_may_be_merged_at_the_left_or_across_the_table() {
    check(
        "merged left",
        "rights-protection",
        &["xlsx", "xls", "docx", "html"],
        "
2024年“3·15”消费维权工作情况统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
分类|指标|单位|数量
宣传引导|举办宣传活动|场|3
^|发放宣传资料|份|1200
投诉处理|受理投诉|件|40
^|调解成功|件|36
^|挽回经济损失|万元|2.75
社会监督|开展消费体察|次|1
^|发布消费警示|条|5",
        READ,
    );
    check(
        "merged across",
        "rights-protection",
        &["xlsx", "xls", "csv utf-8", "docx"],
        "
2024年“3·15”消费维权工作情况统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
指标|单位|数量
一、宣传引导|<|<
（一）举办宣传活动|场|3
（二）发放宣传资料|份|1200
二、投诉处理|<|<
（一）受理投诉|件|40
（二）调解成功|件|36
（三）挽回经济损失|元|27500
三、社会监督|<|<
（一）开展消费体察|次|1
（二）发布消费警示|条|5",
        READ,
    );
}
