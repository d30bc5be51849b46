//! Numbers as people read them.
//!
//! In: plain numbers. Out: short texts with separators and units, for axes, tables and cards. English, US dollars. A
//! minus sign is the real one (−), so that it is as wide as a digit.

/// The first letter large: `opening bid` as `Opening bid`. Only a to z: the tables for all letters of the world would
/// double what the rest of this file weighs in a browser.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect())
}

/// `4302` as `4,302`.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Whole dollars: `$342,000`, `−$1,200`.
pub fn money(dollars: f64) -> String {
    let rounded = dollars.round();
    let sign = if rounded < 0.0 { "−" } else { "" };
    format!("{sign}${}", thousands(rounded.abs() as u64))
}

/// Dollars in three or four characters, without the sign for dollars: `306k`, `1.25M`.
pub fn money_short(dollars: f64) -> String {
    let size = dollars.abs().round();
    let sign = if dollars.round() < 0.0 { "−" } else { "" };
    if size < 1_000.0 {
        format!("{sign}{size:.0}")
    } else if size < 999_500.0 {
        format!("{sign}{:.0}k", size / 1_000.0)
    } else {
        format!("{sign}{:.2}M", size / 1_000_000.0)
    }
}

/// A share given in percent: `7.0 %`.
pub fn percent(value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", value.abs());
    let is_zero = text.chars().all(|c| c == '0' || c == '.');
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    format!("{sign}{text} %")
}

/// A share given in percent, with a decimal only where it has one: `70 %`, `72.5 %`.
pub fn percent_brief(value: f64) -> String {
    let is_whole = (value - value.round()).abs() < 0.05;
    percent(value, if is_whole { 0 } else { 1 })
}

/// A score, with the two decimals it was rounded to: a threshold can lie between 42.96 and 43.
pub fn score(value: f64) -> String {
    format!("{value:.2}")
}

/// What is added to a score: `+30.10`, `−2.50`.
pub fn signed(value: f64) -> String {
    let sign = if value < 0.0 { "−" } else { "+" };
    format!("{sign}{:.2}", value.abs())
}

/// A change of a count: `+12`, `−3`, `0`.
pub fn signed_count(change: i64) -> String {
    let sign = match change {
        0 => "",
        c if c < 0 => "−",
        _ => "+",
    };
    format!("{sign}{}", thousands(change.unsigned_abs()))
}

/// The size of a file: `43.1 MB`.
pub fn bytes(count: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if count < 1_000 {
        return format!("{count} B");
    }
    let mut size = count as f64 / 1_000.0;
    let mut unit = UNITS[0];
    for larger in &UNITS[1..] {
        if size < 999.95 {
            break;
        }
        size /= 1_000.0;
        unit = larger;
    }
    format!("{size:.1} {unit}")
}

/// A time to wait: `under 1 s`, `12 s`, `3 min`.
pub fn duration(seconds: f64) -> String {
    if seconds < 1.0 {
        "under 1 s".to_owned()
    } else if seconds < 100.0 {
        format!("{seconds:.0} s")
    } else {
        format!("{:.0} min", seconds / 60.0)
    }
}

/// Days from today: `today`, `tomorrow`, `in 9 days`, `12 days ago`.
pub fn days(count: i32) -> String {
    match count {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        c if c > 0 => format!("in {} days", thousands(u64::from(c.unsigned_abs()))),
        c => format!("{} days ago", thousands(u64::from(c.unsigned_abs()))),
    }
}

/// `2026-11-22` as `22 Nov 2026`; anything else unchanged.
pub fn date_words(iso: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = iso.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return iso.to_owned();
    };
    let month = month.parse::<usize>().ok().and_then(|m| MONTHS.get(m.checked_sub(1)?));
    match (month, day.parse::<u8>()) {
        (Some(month), Ok(day)) => format!("{day} {month} {year}"),
        _ => iso.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_begin_large() {
        assert_eq!(capitalized("opening bid"), "Opening bid");
        assert_eq!(capitalized(""), "");
        assert_eq!(capitalized("élan"), "élan");
    }

    #[test]
    fn counts_have_separators() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }

    #[test]
    fn money_is_whole_dollars() {
        assert_eq!(money(342_000.4), "$342,000");
        assert_eq!(money(-1_200.0), "−$1,200");
        assert_eq!(money(-0.2), "$0");
    }

    #[test]
    fn short_money_keeps_its_unit() {
        assert_eq!(money_short(306_400.0), "306k");
        assert_eq!(money_short(1_249_000.0), "1.25M");
        assert_eq!(money_short(999_499.0), "999k");
        assert_eq!(money_short(999_500.0), "1.00M");
        assert_eq!(money_short(-12_000.0), "−12k");
        assert_eq!(money_short(850.0), "850");
    }

    #[test]
    fn shares_and_changes() {
        assert_eq!(percent(7.04, 1), "7.0 %");
        assert_eq!(percent(-3.25, 1), "−3.2 %");
        assert_eq!(percent(-0.04, 1), "0.0 %");
        assert_eq!(signed(30.1), "+30.10");
        assert_eq!(signed(-2.5), "−2.50");
        assert_eq!(signed_count(0), "0");
        assert_eq!(signed_count(-1_200), "−1,200");
    }

    #[test]
    fn sizes_and_times() {
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(43_100_000), "43.1 MB");
        assert_eq!(bytes(999_960), "1.0 MB");
        assert_eq!(duration(0.4), "under 1 s");
        assert_eq!(duration(12.3), "12 s");
        assert_eq!(duration(200.0), "3 min");
    }

    #[test]
    fn days_and_dates() {
        assert_eq!(days(0), "today");
        assert_eq!(days(9), "in 9 days");
        assert_eq!(days(-1_200), "1,200 days ago");
        assert_eq!(date_words("2026-11-02"), "2 Nov 2026");
        assert_eq!(date_words("soon"), "soon");
        assert_eq!(date_words("2026-13-02"), "2026-13-02");
    }
}
