//! Units of measure as tables write them.

use super::*;

#[test]
fn measures_are_read_with_their_power_of_ten() {
    for (text, kind, power) in [
        ("万元", MeasureKind::Money, 4),
        ("人民币 元", MeasureKind::Money, 0),
        ("亿元", MeasureKind::Money, 8),
        ("（元）", MeasureKind::Money, 0),
        ("(万元)", MeasureKind::Money, 4),
        ("份/册", MeasureKind::Count, 0),
        ("万份", MeasureKind::Count, 4),
        ("人次", MeasureKind::Count, 0),
        ("%", MeasureKind::Percent, 0),
        ("美元", MeasureKind::Other, 0),
        ("小时", MeasureKind::Other, 0),
        ("千克", MeasureKind::Other, 3),
        ("元/万元", MeasureKind::Other, 0),
        ("元或万元", MeasureKind::Other, 0),
        ("万元或元", MeasureKind::Other, 4),
    ] {
        let measure = Measure::parse(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((measure.kind, measure.power), (kind, power), "{text}");
    }
    for text in ["", "万", "沂源县", "数量", "/"] {
        assert_eq!(Measure::parse(text), None, "{text}");
    }
}

#[test]
fn a_cell_may_say_more_than_its_unit_of_measure() {
    for (text, expected) in [
        ("单位：元", Some("元")),
        ("计量单位:万元", Some("万元")),
        ("元（取整）", Some("元")),
        ("万元(保留两位小数)", Some("万元")),
        ("单位", None),
        ("（约）", None),
    ] {
        assert_eq!(Measure::parse_cell(text).map(|measure| measure.text).as_deref(), expected, "{text}");
    }
}

#[test]
fn a_list_names_one_unit_of_money_or_none() {
    for (text, expected) in [
        ("元", Some("元")),
        ("场、件、万元", Some("万元")),
        ("件，元", Some("元")),
        ("元、万元", None),
        ("件、所长", None),
    ] {
        let money = Measure::parse_list(text).map(|measure| measure.text);
        assert_eq!(money.as_deref(), expected, "{text}");
    }
}

#[test]
fn money_never_turns_into_a_count() {
    let yuan = Measure::parse("元").unwrap();
    assert_eq!(yuan.shift_to(&Measure::parse("万元").unwrap()), Some(-4));
    for other in ["件", "美元", "元/万元"] {
        assert_eq!(yuan.shift_to(&Measure::parse(other).unwrap()), None, "{other}");
    }
    let hours = Measure::parse("小时").unwrap();
    assert_eq!(hours.shift_to(&Measure::parse("场").unwrap()), None);
    assert_eq!(hours.shift_to(&hours), Some(0));
}
