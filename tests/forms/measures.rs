//! Units of measure that stand where no cell is typed: in number formats.

use crate::said::check;

#[test]
fn what_a_format_shows_counts_like_words_in_the_cell() {
    for (name, money) in [
        ("yuan", "{55000 as 0.00\"元\" = 55000.00元}"),
        ("yuan with separators", "{55000 as #,##0\"元\" = 55,000元}"),
        ("ten thousand", "{5.5 as 0.00\"万元\" = 5.50万元}"),
        ("ten thousand by a moved point", "{55000 as 0!.0,\"万元\" = 5.5万元}"),
        ("thousands", "{55000 as 0.0,\"千元\" = 55.0千元}"),
    ] {
        check(
            &format!("format {name}"),
            "complaint-classes",
            &["xlsx", "xlsx by hand", "xls", "ods", "docx", "csv utf-8"],
            &format!(
                "
2024年“3·15”消费投诉分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
项目|单位|数量
受理投诉|件|{{120 as 0\"件\" = 120件}}
其中：商品类投诉|件|{{80 as #,##0 = 80}}
服务类投诉|件|40
办结投诉|件|{{100 as G/通用格式\"件\" = 100件}}
办结率|%|{{0.833 as 0.0% = 83.3%}}
挽回经济损失|万元|{money}"
            ),
            "
    370320001
    1: 120
    1.1: 80
    1.2: 40
    2: 100
    3: 5.5",
        );
    }
}

#[test]
fn a_scale_that_nothing_names_is_asked_about() {
    check(
        "format scales silently",
        "complaint-classes",
        &["xlsx", "xls", "ods"],
        "
2024年“3·15”消费投诉分类统计表
填报单位：沂源县城关市场监督管理所　填报日期：2024年3月18日
项目|单位|数量
受理投诉|件|120
其中：商品类投诉|件|80
服务类投诉|件|40
办结投诉|件|100
挽回经济损失|万元|{55000 as 0!.0, = 5.5}",
        "
    370320001
    1: 120
    1.1: 80
    1.2: 40
    2: 100
    3: 5.5
    query reading-loss",
    );
}
