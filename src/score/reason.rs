//! Reasons in words.

use super::{Fact, scores::CountedRule};
use crate::{
    layout::{Field, Source},
    lead::Lead,
    plot::{money, thousands},
    table::{Day, DayCell},
};

/// What a reason says of this lead. A code of a profile somebody wrote is shown with its underscores as blanks.
pub fn reason_words(code: &str, lead: Lead<'_>, as_of: Day) -> String {
    let near = lead.proximity();
    let nearby = near.map_or(0, |near| near.violations);
    match code {
        "TAX_SALE" | "TAX_SALE_DATE" => dated("Tax sale", lead.day(Source::TaxSale, Field::SaleDate), as_of),
        "FORECLOSURE" => "In foreclosure".to_owned(),
        "AUCTION_DATE" | "AUCTION_SCHEDULED" => {
            dated("Auction", lead.day(Source::Foreclosure, Field::AuctionDate), as_of)
        }
        "HIGH_DEFAULT" => {
            let amount = lead.number(Source::Foreclosure, Field::DefaultAmountUsd).unwrap_or(0.0);
            format!("Default of {}", money(amount))
        }
        "VIOLATIONS_HIGH" | "VIOLATIONS_MODERATE" => counted(nearby, "violation", "nearby"),
        "OPEN_VIOLATIONS" => {
            let own = lead.own_violations().map_or(0, |own| own.open);
            match near.map_or(0, |near| near.open) {
                open if open > 0 => counted(open, "open violation", "nearby"),
                _ => counted(own, "open violation", "on the parcel"),
            }
        }
        "VIOLATIONS" => match lead.own_violations().map_or(0, |own| own.count) {
            0 => counted(nearby, "violation", "nearby"),
            own => counted(own, "violation", "on the parcel"),
        },
        "EQUITY_EXCELLENT" | "EQUITY_GOOD" | "EQUITY_FAIR" => {
            format!("Market {:.1} × assessed", lead.equity_percent().unwrap_or(0.0) / 100.0)
        }
        "PRICE_TARGET" => format!("{} is in the target range", money(lead.market_value().unwrap_or(0.0))),
        "PRICE_LOW" => format!("Low value, {}", money(lead.market_value().unwrap_or(0.0))),
        "TAX_LOW" => "Low taxes for its value".to_owned(),
        "SIZE_GOOD" => {
            let area = lead.number(Source::PropertyRecord, Field::LivingAreaSqft).unwrap_or(0.0);
            format!("{} sq ft", thousands(area as u64))
        }
        "AREA_CLEAN" => "No violations nearby".to_owned(),
        "AREA_LOW_DISTRESS" => format!("Only {}", counted(nearby, "violation", "nearby")),
        "AREA_HIGH_DISTRESS" => format!("Troubled area, {}", counted(nearby, "violation", "nearby")),
        "VIOLATION_VERY_CLOSE" => {
            let miles = near.and_then(|near| near.nearest_miles).unwrap_or(0.0);
            format!("A violation {miles:.2} mi away")
        }
        "PROFITABLE" => "Clears the minimum profit".to_owned(),
        "ML_BOOST" => "The model speaks for it".to_owned(),
        "ML_CAUTION" => "The model is doubtful".to_owned(),
        other => sentence(other),
    }
}

/// What a rule that counted looks at, for the list of a component's points.
pub fn rule_words(rule: &CountedRule<'_>, lead: Lead<'_>, as_of: Day) -> String {
    if let Some(code) = rule.reason {
        return reason_words(code, lead, as_of);
    }
    let value = rule.value;
    match rule.fact {
        Fact::TaxSale => "On the tax sale list".to_owned(),
        Fact::Foreclosure => "In foreclosure".to_owned(),
        Fact::NearbyViolations => counted(value as u32, "violation", "nearby"),
        Fact::NearbyOpenViolations => counted(value as u32, "open violation", "nearby"),
        Fact::NearestViolationMiles => format!("Nearest violation {value:.2} mi away"),
        Fact::RecentViolation => "Violation with a date on record".to_owned(),
        Fact::CodeViolationSeed => "Found by its violations".to_owned(),
        Fact::DefaultAmount => format!("Default of {}", money(value)),
        other => sentence(&format!("{other:?}")),
    }
}

fn dated(what: &str, cell: DayCell, as_of: Day) -> String {
    let DayCell::On(day) = cell else { return what.to_owned() };
    match day.0 - as_of.0 {
        0 => format!("{what} today"),
        1 => format!("{what} tomorrow"),
        days @ 2..=365 => format!("{what} in {days} days"),
        -1 => format!("{what} yesterday"),
        days @ -365..=-2 => format!("{what} {} days ago", -days),
        _ => format!("{what} on {day}"),
    }
}

fn counted(count: u32, what: &str, place: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural} {place}", thousands(u64::from(count)))
}

/// `HIGH_RISK` and `HighRisk` as `High risk`.
fn sentence(code: &str) -> String {
    let mut words = String::new();
    let is_upper_case = !code.contains(|c: char| c.is_ascii_lowercase());
    for (i, c) in code.chars().enumerate() {
        match c {
            '_' => words.push(' '),
            c if i == 0 => words.push(c.to_ascii_uppercase()),
            c if c.is_ascii_uppercase() && !is_upper_case => {
                words.push(' ');
                words.push(c.to_ascii_lowercase());
            }
            c => words.push(c.to_ascii_lowercase()),
        }
    }
    words
}
