//! Calendar days as whole numbers, and the ways in which lists write them.

use std::fmt;

/// A day of the Gregorian calendar, as the number of days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// 0001-01-01.
    const FIRST: Self = Self(-719_162);
    /// 9999-12-31.
    const LAST: Self = Self(2_932_896);

    /// None when there is no such day. The year must be 1..=9999.
    pub fn from_civil(year: i32, month: u32, day: u32) -> Option<Self> {
        const LENGTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = *LENGTHS.get(month.checked_sub(1)? as usize)? + u32::from(leap && month == 2);
        if !(1..=9999).contains(&year) || !(1..=length).contains(&day) {
            return None;
        }
        // Years from March, so that the leap day is the last day of a year; 400 years have 146 097 days.
        // After H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
        let y = if month <= 2 { year - 1 } else { year };
        let (era, year_of_era) = (y.div_euclid(400), y.rem_euclid(400));
        let day_of_year = (153 * ((month as i32 + 9) % 12) + 2) / 5 + day as i32 - 1;
        Some(Self(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468))
    }

    /// Year, month, day.
    pub fn to_civil(self) -> (i32, u32, u32) {
        let z = self.0 + 719_468;
        let (era, day_of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        (year_of_era + era * 400 + i32::from(month <= 2), month as u32, day as u32)
    }

    /// Reads `2025-12-18`, `2025/12/18`, `20251218`, `12/18/2025`, `12-18-2025`, `October-31-2025`, `Oct 31, 2025`,
    /// each with anything after a blank or `T`, and milliseconds since 1970 in UTC.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() >= 11 && text.bytes().skip(usize::from(text.starts_with('-'))).all(|b| b.is_ascii_digit()) {
            let day = text.parse::<i64>().ok()?.div_euclid(86_400_000);
            return i32::try_from(day).ok().map(Self).filter(|day| (Self::FIRST..=Self::LAST).contains(day));
        }
        if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Self::parse_month_name(text);
        }
        let date = text.split([' ', 'T']).next()?;
        if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) {
            return Self::from_civil(number(&date[..4])?, number(&date[4..6])? as u32, number(&date[6..])? as u32);
        }
        let mut parts = date.split(['-', '/']);
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        match (first.len(), second.len(), third.len()) {
            (4, 1..=2, 1..=2) => Self::from_civil(number(first)?, number(second)? as u32, number(third)? as u32),
            (1..=2, 1..=2, 4) => Self::from_civil(number(third)?, number(first)? as u32, number(second)? as u32),
            _ => None,
        }
    }

    fn parse_month_name(text: &str) -> Option<Self> {
        const MONTHS: [&str; 12] = [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ];
        let mut parts = text.split(['-', ' ', ',']).filter(|part| !part.is_empty());
        let name = parts.next()?.to_ascii_lowercase();
        if name.len() < 3 {
            return None;
        }
        let month = MONTHS.iter().position(|month| month.starts_with(&name))? as u32 + 1;
        let day = number(parts.next()?)? as u32;
        let year = parts.next()?;
        if year.len() != 4 { None } else { Self::from_civil(number(year)?, month, day) }
    }
}

fn number(digits: &str) -> Option<i32> {
    if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
}

/// ISO 8601.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.to_civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// A date cell: the reference system asks only whether something stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayCell {
    Blank,
    /// Something stands there that is no date.
    Unreadable,
    On(Day),
}

impl DayCell {
    pub fn day(self) -> Option<Day> {
        match self {
            Self::On(day) => Some(day),
            Self::Blank | Self::Unreadable => None,
        }
    }

    pub fn is_filled(self) -> bool {
        self != Self::Blank
    }
}

/// A column of days, four bytes each.
#[derive(Clone, Debug, Default)]
pub struct Days(Vec<i32>);

impl Days {
    const BLANK: i32 = i32::MIN;
    const UNREADABLE: i32 = i32::MIN + 1;

    pub fn push(&mut self, cell: DayCell) {
        self.0.push(Self::encode(cell));
    }

    /// How many rows have something, be it a date or not.
    pub fn filled(&self) -> usize {
        self.0.iter().filter(|day| **day != Self::BLANK).count()
    }

    pub fn reserve(&mut self, rows: usize) {
        self.0.reserve_exact(rows);
    }

    pub fn pop(&mut self) {
        self.0.pop();
    }

    pub fn get(&self, row: usize) -> DayCell {
        match self.0.get(row) {
            None | Some(&Self::BLANK) => DayCell::Blank,
            Some(&Self::UNREADABLE) => DayCell::Unreadable,
            Some(&day) => DayCell::On(Day(day)),
        }
    }

    pub fn set(&mut self, row: usize, cell: DayCell) {
        if let Some(slot) = self.0.get_mut(row) {
            *slot = Self::encode(cell);
        }
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    fn encode(cell: DayCell) -> i32 {
        match cell {
            DayCell::Blank => Self::BLANK,
            DayCell::Unreadable => Self::UNREADABLE,
            DayCell::On(day) => day.0,
        }
    }
}
