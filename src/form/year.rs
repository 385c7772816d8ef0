//! Years in words: `2024年`, `二〇二四年`, `24年`, `2024315活动`; and what part of a year: `3月`, `1-3月`.

/// Every year a text names, in order. `12315`, `3·15` and telephone numbers are no years.
pub fn years(plain: &str) -> Vec<i32> {
    let mut found = Vec::new();
    let mut rest = plain;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit() || is_chinese_digit(c)) {
        rest = &rest[start..];
        let is_digit =
            if rest.as_bytes()[0].is_ascii() { |c: char| c.is_ascii_digit() } else { is_chinese_digit };
        let (run, after) = rest.split_at(rest.find(|c| !is_digit(c)).unwrap_or(rest.len()));
        if matches!(run.chars().count(), 2 | 4 | 5 | 7) {
            found.extend(year_of(&folded(run), after));
        }
        rest = after;
    }
    found.dedup();
    found
}

/// Part of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    Month,
    /// From January to a month.
    ToDate,
}

/// `3月`, `3月份`; `1-3月`, `1月至3月`.
pub fn period(plain: &str) -> Option<Period> {
    let months = plain.strip_suffix("月份").or_else(|| plain.strip_suffix('月'))?;
    let month = |text: &str| text.parse::<u8>().ok().filter(|month| (1..=12).contains(month));
    if month(months).is_some() {
        return Some(Period::Month);
    }
    let (first, last) = months.split_once(['-', '—', '~', '至', '到', '–'])?;
    let from_january = month(first.trim_end_matches('月')) == Some(1);
    (from_january && month(last).is_some_and(|last| last > 1)).then_some(Period::ToDate)
}

fn year_of(digits: &str, after: &str) -> Option<i32> {
    let century = digits.starts_with("20") || digits.starts_with("19");
    let is_year = match digits.len() {
        4 => century && !after.starts_with("号"),
        // “2024” run together with “3·15” or “315”.
        5 => century && digits.ends_with('3') && after.chars().nth(1) == Some('1'),
        7 => century && digits.ends_with("315"),
        2 => {
            return digits
                .parse::<i32>()
                .ok()
                .filter(|year| after.starts_with('年') && *year >= 10)
                .map(|year| 2000 + year);
        }
        _ => false,
    };
    if is_year { digits[..4].parse().ok() } else { None }
}

fn is_chinese_digit(c: char) -> bool {
    matches!(c, '〇' | '○' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九')
}

fn folded(run: &str) -> String {
    let digits = run.chars().map(|c| match c {
        '〇' | '○' | '零' => '0',
        _ => "一二三四五六七八九"
            .chars()
            .position(|digit| digit == c)
            .map_or(c, |value| char::from(b'1' + value as u8)),
    });
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_told_from_sums_of_months() {
        for (text, expected) in [
            ("3月", Some(Period::Month)),
            ("03月份", Some(Period::Month)),
            ("1-3月", Some(Period::ToDate)),
            ("1至3月份", Some(Period::ToDate)),
            ("1月—3月", Some(Period::ToDate)),
            ("2-3月", None),
            ("3-1月", None),
            ("13月", None),
            ("3月15日", None),
            ("本月", None),
        ] {
            assert_eq!(period(text), expected, "{text}");
        }
    }

    #[test]
    fn years_are_found_however_written() {
        for (text, expected) in [
            ("2024年“3·15”活动情况统计表", vec![2024]),
            ("2024年度3.15活动", vec![2024]),
            ("二〇二四年“3·15”", vec![2024]),
            ("二○二四年", vec![2024]),
            ("24年3·15活动", vec![2024]),
            ("2024“3•15”活动", vec![2024]),
            ("20243·15活动", vec![2024]),
            ("2024315活动", vec![2024]),
            ("“3·15”活动情况统计表", vec![]),
            ("12315平台", vec![]),
            ("15年", vec![2015]),
            ("2023—2024年度", vec![2023, 2024]),
        ] {
            assert_eq!(years(text), expected, "{text}");
        }
    }
}
